//! A few pages against the collection: what shares their keys is found in sorted files and read; the rest is not.
//!
//! For clusters the keys of sketches are followed from copy to copy, each pair verified as the comparison does, until
//! nothing new comes: those pages, compared with each other, give the clusters of the collection that concern
//! the pages asked. For passages and blanks one step by the keys of seeds suffices. Only boilerplate, which is ranked
//! over everything, needs all pages.

use super::keys::{Kind, is, keys};
use super::{At, Index};
use crate::error::Error;
use crate::reuse::near::{Near, Side};
use crate::reuse::sketch::{grams, shared};
use crate::reuse::verify::Overlap;
use crate::reuse::{Comparer, Folded, ReuseConfig};
use std::collections::{BTreeMap, BTreeSet};

/// Pages of one key that are looked at.
const MOST: usize = 4096;
/// One in so many of its kept runs a page must share, and two where it has twice as many, unless it shares a band.
const RUNS: usize = 32;

/// What is asked about pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Their clusters.
    Clusters,
    /// Their passages, and what fills their blanks.
    Passages,
    /// Everything.
    All,
}

impl Index {
    /// A comparison of `asked` and of those pages that have to do with them, in the order of their ids, which come
    /// with it. What is found of the pages asked is what [`Index::comparer`] would find. A page asked takes the place
    /// of the index's page of the same id.
    ///
    /// # Errors
    /// When a file cannot be read, or when `config` compares other units than the index.
    pub fn query(
        &self,
        config: &ReuseConfig,
        asked: Vec<(String, Folded)>,
        wanted: Wanted,
    ) -> Result<(Comparer, Vec<String>), Error> {
        let own: BTreeSet<At> = asked.iter().filter_map(|(id, _)| self.pages.get(id).copied()).collect();
        let ids = || self.pages.iter().map(|(id, &at)| (at, id));
        let mut chosen: BTreeMap<At, bool> = BTreeMap::new();
        match wanted {
            Wanted::All => return self.comparer(config, asked),
            Wanted::Clusters => self.copies(config, &asked, &own, &mut chosen)?,
            Wanted::Passages => {
                for (_, page) in &asked {
                    for (at, met) in self.meet(page, &[Kind::Seed])? {
                        // One seed tells no passage, unless there is no room for two.
                        if !own.contains(&at) && (met.len() > 1 || page.fold.text.codes().len() < 40) {
                            chosen.insert(at, false);
                        }
                    }
                }
            }
        }
        let names: BTreeMap<At, &String> = if chosen.is_empty() { BTreeMap::new() } else { ids().collect() };
        let chosen = chosen.keys().filter_map(|at| Some(((*names.get(at)?).clone(), *at)));
        self.of(config, chosen.collect::<Vec<_>>(), asked)
    }

    /// The pages that share keys with one, and which; none that was removed.
    fn meet(&self, page: &Folded, kinds: &[Kind]) -> Result<BTreeMap<At, Vec<[u32; 2]>>, Error> {
        let mut met: BTreeMap<At, Vec<[u32; 2]>> = BTreeMap::new();
        for key in keys(page, kinds) {
            for (&part, open) in &self.parts {
                for place in open.keys.pages(key, MOST)? {
                    met.entry((part, place)).or_default().push(key);
                }
            }
        }
        met.retain(|at, _| self.manifest.removed.binary_search(at).is_err());
        Ok(met)
    }

    /// Chooses the copies of the pages asked, their copies in turn, what holds the pages asked, and what all these
    /// hold.
    fn copies(
        &self,
        config: &ReuseConfig,
        asked: &[(String, Folded)],
        own: &BTreeSet<At>,
        chosen: &mut BTreeMap<At, bool>,
    ) -> Result<(), Error> {
        let near = Near { threshold: config.threshold, containment: config.containment };
        let mut next: Vec<At> = Vec::new();
        for (_, page) in asked {
            self.follow(page, &near, true, own, chosen, &mut next)?;
        }
        while let Some(at) = next.pop() {
            let page = self.parts[&at.0].page(at.1)?;
            self.follow(&page, &near, false, own, chosen, &mut next)?;
        }
        Ok(())
    }

    /// Chooses what is a copy of a page, or is held by it, or, where the page is asked about, holds it; what is to be
    /// followed in turn goes to `next`.
    fn follow(
        &self,
        page: &Folded,
        near: &Near,
        is_asked: bool,
        own: &BTreeSet<At>,
        chosen: &mut BTreeMap<At, bool>,
        next: &mut Vec<At>,
    ) -> Result<(), Error> {
        let texts = Text::all(page);
        for (at, met) in self.meet(page, &[Kind::Band, Kind::Run])? {
            // Followed already, or one of the pages asked, which all are.
            if own.contains(&at) || chosen.get(&at) == Some(&true) {
                continue;
            }
            let runs = met.iter().filter(|k| is(**k, Kind::Run)).count();
            let all = |p: &Folded| p.sketches.iter().map(|s| s.sample.len()).sum::<usize>();
            if runs == met.len() && runs * RUNS < all(page).min(2 * RUNS) {
                continue;
            }
            let other = self.parts[&at.0].page(at.1)?;
            if runs == met.len() && runs * RUNS < all(page).min(all(&other)) {
                continue;
            }
            let (mut holds, mut follows) = (false, false);
            for (x, y) in texts.iter().flat_map(|x| Text::all(&other).into_iter().map(move |y| (x, y))) {
                let overlap =
                    Overlap { shared: shared(&x.grams, &y.grams), a: x.grams.len(), b: y.grams.len() };
                let turned = overlap.turned();
                follows |= near.holds(overlap, x, &y);
                follows |= is_asked && overlap.of_a() >= near.containment;
                holds |= turned.of_a() >= near.containment;
            }
            if follows || holds {
                let before = chosen.entry(at).or_insert(false);
                if follows && !*before {
                    *before = true;
                    next.push(at);
                }
            }
        }
        Ok(())
    }
}

/// A unit of a page that is at hand.
struct Text<'p> {
    page: &'p Folded,
    start: u32,
    end: u32,
    grams: Vec<u64>,
}

impl<'p> Text<'p> {
    fn all(page: &'p Folded) -> Vec<Self> {
        let text = |p: &crate::reuse::fold::Piece| {
            let (start, end) = (p.start, p.end);
            let grams = grams(&page.fold.text.codes()[start as usize..end as usize]);
            Self { page, start, end, grams }
        };
        page.fold.pieces.iter().map(text).collect()
    }
}

impl Side for Text<'_> {
    fn codes(&self) -> &[u16] {
        &self.page.fold.text.codes()[self.start as usize..self.end as usize]
    }

    fn title_after(&self, end: u32) -> bool {
        self.page.fold.text.title_after(self.start + end, self.start, self.end)
    }
}
