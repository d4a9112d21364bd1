//! Passages: pairs of places that say the same, over all pages.
//!
//! Every segment is winnowed (Schleimer, Wilkerson and Aiken, 2003): of each [`WINDOW`] neighbouring runs of
//! [`SEED`] signs the one with the least hash is a seed, so that two segments that share [`SEED`] + [`WINDOW`] − 1
//! signs share a seed. Equal seeds are linked; few of a kind all with each other, many only with their
//! neighbours in page order and with the first, so that the links of a formula grow with its copies and not with
//! their square. A pair that shares anything beside formulas is found by that, and its alignment runs over the
//! formulas too. Pairs whose links nowhere reach over a passage met by chance and are passed over. Linear in the
//! text and in what is linked; seeds and links are sorted outside memory.

use super::align::{Aligned, Texts};
use super::candidates;
use super::fold::NAME;
use super::hash;
use super::spill::{Record, Sorter, halves};
use super::store::{Page, Store, Stretch};
use super::unmask::{self, Fill};
use super::{Passage, Place, ReuseConfig, SegmentRecord};
use crate::error::Error;
use rayon::prelude::*;
use std::ops::Range;

/// Signs in a seed: fewer are shared by chance.
pub(crate) const SEED: usize = 10;
/// Neighbouring runs of which one is a seed.
pub(crate) const WINDOW: usize = 4;
/// So many equal seeds are linked each with each.
const ALL_PAIRS: usize = 16;
/// Beyond that, each with so many that follow.
const NEIGHBOURS: usize = 3;
/// Least matched share of a passage.
const SIMILARITY: f64 = 0.5;
/// What the links of a pair must reach over, of the shortest passage.
const REACH: f64 = 0.4;
/// How far apart two links may be, and how far they may be shifted against each other, to belong together.
const APART: (u32, u32) = (400, 40);
/// Pages that are winnowed at a time, and pairs that are aligned.
const PAGES: usize = 512;
const PAIRS: usize = 2048;

/// The seeds of a text: places, with their hashes, of the least runs of so many signs. Of equal ones the rightmost, which makes
/// fewest.
pub(crate) fn winnow(codes: &[u16], signs: usize) -> Vec<(u64, u32)> {
    let mut seeds: Vec<(u64, u32)> = Vec::with_capacity(codes.len() / 2);
    // The last runs, and the least of them.
    let mut window = [(u64::MAX, 0); WINDOW];
    let mut least = (u64::MAX, 0);
    let mut at = 0u32;
    hash::runs(codes, signs, |hash| {
        window[at as usize % WINDOW] = (hash, at);
        if hash <= least.0 {
            least = (hash, at);
        } else if at - least.1 >= WINDOW as u32 {
            least = window[0];
            for &run in &window[1..] {
                if run.0 < least.0 || (run.0 == least.0 && run.1 > least.1) {
                    least = run;
                }
            }
        }
        at += 1;
        if at as usize >= WINDOW && seeds.last() != Some(&least) {
            seeds.push(least);
        }
    });
    if (1..WINDOW as u32).contains(&at) {
        seeds.push(least);
    }
    if codes.contains(&NAME) {
        seeds.retain(|&(_, at)| !codes[at as usize..at as usize + signs].contains(&NAME));
    }
    seeds
}

/// What aligning found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// All passages that two segments, or two places of one, have in common, in order.
    pub(crate) passages: Vec<Passage>,
    /// What they show of blanks.
    pub(crate) fills: Vec<Fill>,
}

/// Aligns all segments that share seeds, pairs in parallel; what is found does not depend on the number of threads.
pub(crate) fn passages(
    segments: &[SegmentRecord],
    store: &Store,
    config: &ReuseConfig,
) -> Result<Found, Error> {
    let mut links = links(segments, store, config)?;
    let mut found = Found::default();
    let mut sorted = links.sorted();
    let (mut pair, mut batch) = (Vec::new(), Batch::default());
    while sorted.group::<2>(&mut pair)? {
        pair.dedup();
        let signs = |s: u32| segments[s as usize].stretch.len();
        if reaches(&pair, config.min_chars, signs(pair[0][0]).min(signs(pair[0][1]))) {
            batch.push(&pair);
            if batch.pairs.len() == PAIRS {
                batch.align(segments, store, config, &mut found)?;
            }
        }
    }
    batch.align(segments, store, config, &mut found)?;
    let key = |p: &Place| (p.doc, p.at.start(), p.at.end());
    found.passages.par_sort_by_key(|p: &Passage| (key(&p.a), key(&p.b)));
    found.passages.dedup_by_key(|p| (key(&p.a), key(&p.b)));
    Ok(found)
}

/// A link of two equal seeds: segments, and where the seeds stand in them.
type Link = Record<4>;

/// Whether some links of a pair belong to one passage of about `chars` characters, or to as much as the shorter
/// segment has.
fn reaches(pair: &[Link], chars: usize, shorter: usize) -> bool {
    let need = (chars as f64 * REACH).min(shorter as f64 * REACH) as u32;
    need <= SEED as u32
        || pair.iter().enumerate().any(|(i, x)| {
            pair[i + 1..].iter().take_while(|y| y[2] - x[2] <= APART.0).take(32).any(|y| {
                let (a, b) = (y[2] - x[2], y[3].wrapping_sub(x[3]));
                y[3] > x[3] && a.abs_diff(b) <= APART.1 && a.min(b) + SEED as u32 >= need
            })
        })
}

/// Pairs that are aligned together, so that their pages are read once and in order.
#[derive(Default)]
struct Batch {
    links: Vec<Link>,
    pairs: Vec<Range<usize>>,
}

impl Batch {
    fn push(&mut self, pair: &[Link]) {
        let start = self.links.len();
        self.links.extend(pair);
        self.pairs.push(start..self.links.len());
    }

    fn align(
        &mut self,
        segments: &[SegmentRecord],
        store: &Store,
        config: &ReuseConfig,
        found: &mut Found,
    ) -> Result<(), Error> {
        let segment = |n: u32| &segments[n as usize];
        let mut docs: Vec<u32> =
            self.links.iter().flat_map(|l| [segment(l[0]).stretch.doc, segment(l[1]).stretch.doc]).collect();
        docs.sort_unstable();
        docs.dedup();
        let pages: Vec<Page> = docs.par_iter().map(|&doc| store.page(doc)).collect::<Result<_, _>>()?;
        let page = |s: &SegmentRecord| &pages[docs.partition_point(|d| *d < s.stretch.doc)];
        let align = |pair: &Range<usize>| {
            let pair = &self.links[pair.clone()];
            let [a, b, ..] = pair[0];
            let (x, y) = (segment(a), segment(b));
            let sides = (Side { segment: x, page: page(x) }, Side { segment: y, page: page(y) });
            let texts = Texts { a: sides.0.codes(), b: sides.1.codes(), same: a == b };
            let seeds: Vec<(u32, u32)> = pair.iter().map(|l| (l[2], l[3])).collect();
            let mut found = Found::default();
            for aligned in texts.passages(&seeds) {
                let passage = passage(&aligned, (&sides.0, &sides.1));
                if passage.similarity >= SIMILARITY {
                    unmask::evidence(&aligned, (&sides.0, &sides.1), &mut found.fills);
                    if passage.chars >= config.min_chars {
                        found.passages.push(passage);
                    }
                }
            }
            found
        };
        let parts: Vec<Found> = self.pairs.par_iter().with_min_len(16).map(align).collect();
        for part in parts {
            found.passages.extend(part.passages);
            found.fills.extend(part.fills);
        }
        self.links.clear();
        self.pairs.clear();
        Ok(())
    }
}

/// A segment and the page that it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Side<'p> {
    pub(crate) segment: &'p SegmentRecord,
    pub(crate) page: &'p Page,
}

impl<'p> Side<'p> {
    /// The folded characters.
    pub(crate) fn codes(&self) -> &'p [u16] {
        self.page.part(self.segment.stretch)
    }
}

/// Equal seeds of all segments, linked.
fn links(segments: &[SegmentRecord], store: &Store, config: &ReuseConfig) -> Result<Sorter<4>, Error> {
    let mut seeds: Sorter<4> = Sorter::new(config.share());
    let docs: Vec<u32> = (0..store.len() as u32).collect();
    for docs in docs.chunks(PAGES) {
        let of_page = |&doc: &u32| {
            let page = store.page(doc)?;
            let first = segments.partition_point(|s| s.stretch.doc < doc);
            let here = (first..).zip(&segments[first..]).take_while(|(_, s)| s.stretch.doc == doc);
            let seeds = here.flat_map(|(n, s)| {
                let seeds = winnow(page.part(s.stretch), SEED);
                seeds.into_iter().map(move |(hash, at)| {
                    let [upper, lower] = halves(hash);
                    [upper, lower, n as u32, at]
                })
            });
            Ok(seeds.collect::<Vec<Record<4>>>())
        };
        let found: Vec<Vec<Record<4>>> = docs.par_iter().map(of_page).collect::<Result<_, Error>>()?;
        seeds.extend(found.into_iter().flatten())?;
    }
    let mut links = Sorter::new(config.share());
    let (mut sorted, mut same) = (seeds.sorted(), Vec::new());
    let mut linked = Vec::new();
    while sorted.group::<2>(&mut same)? {
        candidates::link(same.len(), ALL_PAIRS, NEIGHBOURS, |i, j| {
            let ([_, _, x, p], [_, _, y, q]) = (same[i], same[j]);
            // Of one text the copies must not overlap.
            if x != y || q - p >= SEED as u32 {
                linked.push([x, y, p, q]);
            }
        });
        links.extend(linked.drain(..))?;
    }
    Ok(links)
}

/// The record of an aligned pair.
fn passage(aligned: &Aligned, (x, y): (&Side<'_>, &Side<'_>)) -> Passage {
    let stretch = |s: &SegmentRecord, (start, end): (u32, u32)| Stretch {
        doc: s.stretch.doc,
        start: s.stretch.start + start,
        end: s.stretch.start + end,
    };
    let (a, b) = (stretch(x.segment, aligned.a()), stretch(y.segment, aligned.b()));
    // A full stop after both belongs to both.
    let stops = x.page.stops(a) && y.page.stops(b);
    let (a, b) = (x.page.whole(a, x.segment.article, stops), y.page.whole(b, y.segment.article, stops));
    let chars = a.points.len().min(b.points.len());
    Passage { a, b, similarity: aligned.similarity(), chars }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_texts_that_share_thirteen_signs_share_a_seed() {
        let noise =
            |s: u64, n: u64| (0..n).map(|i| 0x4e00 + (hash::pair(s, i) % 5000) as u16).collect::<Vec<_>>();
        for trial in 0..200 {
            let common = noise(trial, (SEED + WINDOW - 1) as u64);
            let a = [noise(trial + 1000, 37), common.clone(), noise(trial + 2000, 11)].concat();
            let b = [noise(trial + 3000, 5), common, noise(trial + 4000, 60)].concat();
            let seeds: Vec<u64> = winnow(&a, SEED).iter().map(|s| s.0).collect();
            assert!(winnow(&b, SEED).iter().any(|s| seeds.contains(&s.0)));
        }
        assert!(winnow(&[], SEED).is_empty());
        assert_eq!(winnow(&[1; SEED], SEED).len(), 1);
        assert!(winnow(&[1; SEED - 1], SEED).is_empty());
    }

    #[test]
    fn links_reach_over_a_passage_or_met_by_chance() {
        let link = |p, q| [0, 1, p, q];
        for (links, reach) in [
            (vec![link(5, 900)], false),
            (vec![link(5, 900), link(6, 901)], false),
            (vec![link(5, 900), link(7, 902)], true),
            (vec![link(5, 900), link(14, 909)], true),
            (vec![link(5, 900), link(14, 930)], true),
            (vec![link(5, 900), link(14, 990)], false),
            (vec![link(5, 900), link(6, 300), link(14, 909)], true),
            (vec![link(5, 900), link(700, 1595)], false),
        ] {
            assert_eq!(reaches(&links, 30, 1000), reach, "{links:?}");
            assert!(
                reaches(&links, 10, 1000) && reaches(&links, 30, 12),
                "whatever is asked, or is all there is"
            );
        }
    }
}
