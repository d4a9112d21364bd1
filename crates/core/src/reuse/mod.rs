//! Who copied what: near-duplicates, contained articles, repeated passages, boilerplate.
//!
//! Every page is [folded](fold) and sketched by itself, in parallel where the caller likes; what meets in the
//! [`Comparer`] is small. When all pages are in:
//!
//! 1. [`cluster`]: units (articles, pages or paragraphs) whose [sketches](sketch) say so become
//!    [candidates](candidates), are [verified](verify) exactly and clustered; containment is found beside.
//! 2. [`passages`]: places that share a seed are [aligned](align).
//!    Where one of them has a blank that the other fills, that is told ([`unmask`]).
//! 3. [`boilerplate`]: sentences and clauses that texts independent of each other share form [families].
//!
//! No step is quadratic in the pages; buckets of things in common are linked in linear number and never dropped.
//! Results depend on the order in which pages were added (the contract numbers them by it) and on nothing else.

mod align;
mod boilerplate;
mod candidates;
mod cluster;
mod families;
mod fold;
mod found;
mod hash;
mod index;
mod near;
mod passages;
mod sets;
mod sketch;
mod slots;
mod store;
mod template;
mod unmask;
mod verify;

#[cfg(test)]
mod tests;

use crate::document::{ArticleId, Document};
use crate::error::{Error, ErrorKind};
use crate::span::{Points, Source, Span};
use fold::{Blank, Clause, Fold};
pub use found::{
    Cluster, Family, FamilyKind, Member, Passage, Place, Reason, Relation, Reuse, Share, Slot, SlotKind,
    Unmasked, Use, Why,
};
pub use index::Index;
use sketch::Sketch;
use store::{Store, Stretch};

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Unit {
    /// Innermost articles.
    #[default]
    Article,
    /// Whole pages.
    Page,
    /// Paragraphs.
    Paragraph,
}

/// How to compare.
#[derive(Clone, Debug, PartialEq)]
pub struct ReuseConfig {
    /// What is compared for near-duplicates.
    pub unit: Unit,
    /// Least similarity of a near-duplicate.
    ///
    /// Of true copies a sixth share less than half of their shingles; unrelated documents share next to nothing. So
    /// a pair that reaches half of the threshold is aligned, and is near when its edits turn out to be strewn over
    /// it, or when it lost its end; its similarity is reported as it is.
    pub threshold: f64,
    /// Least share of a contained unit's shingles that its container holds.
    pub containment: f64,
    /// Shortest passage, in characters of the original.
    pub min_chars: usize,
    /// Least document frequency of boilerplate.
    pub min_documents: usize,
}

impl Default for ReuseConfig {
    fn default() -> Self {
        Self { unit: Unit::Article, threshold: 0.5, containment: 0.8, min_chars: 30, min_documents: 2 }
    }
}

/// What the comparison keeps of one page once its document is gone.
#[derive(Clone, Debug)]
pub struct Folded {
    fold: Fold,
    sketches: Vec<Sketch>,
}

impl Folded {
    /// Folds a page: script, width, masks, digits, glosses, noise and punctuation. Independent of other pages, so
    /// it can run in parallel.
    #[must_use]
    pub fn new(doc: &Document, config: &ReuseConfig) -> Self {
        Self::from_fold(fold::fold(doc, config))
    }

    /// Sketches a folded page.
    fn from_fold(fold: Fold) -> Self {
        let codes = fold.text.codes();
        let sketch = |p: &fold::Piece| Sketch::new(&codes[p.start as usize..p.end as usize]);
        let sketches = fold.pieces.iter().map(sketch).collect();
        Self { fold, sketches }
    }
}

/// A unit of the near-duplicate search.
#[derive(Clone, Debug)]
struct UnitRecord {
    stretch: Stretch,
    article: Option<ArticleId>,
    at: Span<Source>,
    points: Span<Points>,
    masks: u32,
    furniture: u32,
    date: Option<Box<str>>,
    sketch: Sketch,
}

impl UnitRecord {
    fn place(&self) -> Place {
        Place { doc: self.stretch.doc, article: self.article, at: self.at, points: self.points }
    }
}

/// A stretch that one innermost article owns.
#[derive(Clone, Copy, Debug)]
struct SegmentRecord {
    stretch: Stretch,
    article: Option<ArticleId>,
}

/// The one place where pages meet.
///
/// ```
/// use gongwen::{Comparer, Config, Folded, Miner};
/// let miner = Miner::new(Config::default())?;
/// let mut comparer = miner.comparer()?;
/// for (name, text) in [("a", "全镇共栽下槐树12棵，分给八个村民小组照看。"), ("b", "全镇共栽下槐树××棵,分给三个村民小组照看")] {
///     comparer.add(miner.fold(&miner.read(name, text.as_bytes())?));
/// }
/// let reuse = comparer.finish();
/// assert_eq!(reuse.clusters[0].members.len(), 2);
/// # Ok::<(), gongwen::Error>(())
/// ```
#[derive(Debug)]
pub struct Comparer {
    config: ReuseConfig,
    store: Store,
    units: Vec<UnitRecord>,
    segments: Vec<SegmentRecord>,
    clauses: Vec<Vec<Clause>>,
    blanks: Vec<Vec<Blank>>,
}

impl Comparer {
    /// An empty comparison.
    ///
    /// # Errors
    /// When a threshold is not in 0..=1, or a minimum is 0.
    pub fn new(config: ReuseConfig) -> Result<Self, Error> {
        let refuse = |what: String| Err(Error::new(ErrorKind::Config(what)));
        for (name, value) in [("threshold", config.threshold), ("containment", config.containment)] {
            if !(value > 0.0 && value <= 1.0) {
                return refuse(format!("{name} {value} is not above 0 and at most 1"));
            }
        }
        if config.min_chars == 0 || config.min_documents == 0 {
            return refuse("a minimum of 0 characters or documents says nothing".to_owned());
        }
        let store = Store::default();
        Ok(Self {
            config,
            store,
            units: Vec::new(),
            segments: Vec::new(),
            clauses: Vec::new(),
            blanks: Vec::new(),
        })
    }

    /// Adds the next page.
    pub fn add(&mut self, page: Folded) {
        let Fold { text, segments, pieces, clauses, blanks } = page.fold;
        let doc = self.store.push(text);
        self.segments.extend(segments.iter().map(|s| SegmentRecord {
            stretch: Stretch { doc, start: s.start, end: s.end },
            article: s.article,
        }));
        let units = pieces.into_iter().zip(page.sketches).map(|(p, sketch)| UnitRecord {
            stretch: Stretch { doc, start: p.start, end: p.end },
            article: p.article,
            at: p.at,
            points: p.points,
            masks: p.masks,
            furniture: p.furniture,
            date: p.date,
            sketch,
        });
        self.units.extend(units);
        self.clauses.push(clauses);
        self.blanks.push(blanks);
    }

    /// Compares all pages that were added, in every way.
    #[must_use]
    pub fn finish(self) -> Reuse {
        let copies = self.copies();
        let boilerplate = self.families(&copies).0;
        let found = self.aligned();
        let unmasked = self.fill(found.fills);
        Reuse { passages: found.passages, boilerplate, unmasked, clusters: copies.clusters }
    }

    /// [`Reuse::clusters`] alone.
    #[must_use]
    pub fn clusters(&self) -> Vec<Cluster> {
        self.copies().clusters
    }

    /// [`Reuse::passages`] alone.
    #[must_use]
    pub fn passages(&self) -> Vec<Passage> {
        self.aligned().passages
    }

    /// [`Reuse::unmasked`] alone.
    #[must_use]
    pub fn unmasked(&self) -> Vec<Unmasked> {
        self.fill(self.aligned().fills)
    }

    /// [`Reuse::boilerplate`] alone. Copies are looked for all the same: they are no evidence of boilerplate.
    #[must_use]
    pub fn boilerplate(&self) -> Vec<Family> {
        self.families(&self.copies()).0
    }

    /// [`Reuse::boilerplate`], and how much of each article is formulas, in order.
    #[must_use]
    pub fn boilerplate_and_shares(&self) -> (Vec<Family>, Vec<Share>) {
        self.families(&self.copies())
    }

    fn aligned(&self) -> passages::Found {
        passages::passages(&self.segments, &self.blanks, &self.store, &self.config)
    }

    fn fill(&self, fills: Vec<unmask::Fill>) -> Vec<Unmasked> {
        let article = |at: Stretch| {
            let i = self.segments.partition_point(|s| (s.stretch.doc, s.stretch.end) <= (at.doc, at.start));
            let s = self.segments.get(i).filter(|s| s.stretch.doc == at.doc && s.stretch.start <= at.start);
            s.and_then(|s| s.article)
        };
        unmask::unmask(fills, &self.blanks, article, &self.store)
    }

    fn copies(&self) -> cluster::Copies {
        cluster::cluster(&self.units, &self.store, &self.config)
    }

    fn families(&self, copies: &cluster::Copies) -> (Vec<Family>, Vec<Share>) {
        let Self { config, store, units, segments, clauses, .. } = self;
        let unit = |at: Stretch| {
            let i = units.partition_point(|u| (u.stretch.doc, u.stretch.end) <= (at.doc, at.start));
            units.get(i).filter(|u| u.stretch.doc == at.doc && u.stretch.start <= at.start).map(|u| (i, u))
        };
        // Paragraphs that are copies are boilerplate; articles and pages that are copies are not.
        let group = |at: Stretch| match unit(at) {
            Some((i, _)) if config.unit != Unit::Paragraph => u64::from(copies.group[i]),
            _ => u64::from(at.doc) << 32 | 0xFFFF_FFFF,
        };
        let date = |at: Stretch| unit(at).and_then(|(_, u)| u.date.clone());
        boilerplate::boilerplate(segments, clauses, group, date, store, config)
    }
}
