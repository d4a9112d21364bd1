//! Who copied what: near-duplicates, contained articles, repeated passages, boilerplate.
//!
//! Every page is [folded](fold) and sketched by itself, in parallel where the caller likes; what meets in the
//! [`Comparer`] is small: texts go to a [store] that keeps what it has room for and writes the rest to a temporary
//! file, keys of sketches to [sorters](spill) that do likewise. When all pages are in:
//!
//! 1. [`cluster`]: units (articles, pages or paragraphs) whose [sketches](sketch) say so become
//!    [candidates](candidates), are [verified](verify) exactly and clustered; containment is found beside.
//! 2. [`passages`]: places that share a seed are [aligned](align).
//!    Where one of them has a blank that the other fills, that is told ([`unmask`]).
//! 3. [`boilerplate`]: sentences and clauses that texts independent of each other share form [families].
//!
//! No step is quadratic in the pages; buckets of things in common are linked in linear number and never dropped.
//! Results depend on the order in which pages were added (the contract numbers them by it) and on nothing else, not
//! on threads and not on memory. Memory is [`ReuseConfig::memory`], 200 to 300 bytes a unit beside it, and what is
//! found.

mod align;
mod boilerplate;
mod bytes;
mod candidates;
mod cluster;
mod families;
mod fold;
mod found;
mod hash;
mod index;
mod near;
mod passages;
mod phrases;
mod sets;
mod sketch;
mod slots;
mod spill;
mod store;
mod template;
mod unmask;
mod verify;

#[cfg(test)]
mod tests;

use crate::document::{ArticleId, Document};
use crate::error::{Error, ErrorKind};
use crate::normalise::Normaliser;
use crate::span::{Points, Source, Span};
use crate::text::SourceText;
use cluster::Keys;
use fold::Fold;
pub(crate) use fold::is_plain;
pub use found::{
    Cluster, Family, FamilyKind, Member, Passage, Place, Reason, Relation, Reuse, Share, Slot, SlotKind,
    Unmasked, Use, Why,
};
pub use index::{Addition, Index, Wanted};
use sketch::{Brief, Sketch};
use spill::halves;
use store::{Store, Stretch};

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Unit {
    /// Innermost articles.
    #[default]
    Article,
    /// Whole pages. Plain text is not taken apart for it: it has no articles, and of its furniture only what short lines
    /// say by their words is left out, and a licence at the end. Pages with markup are taken apart all the same.
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
    /// Bytes of memory for texts and for sorting; what is more goes to temporary files. The tables that stay in
    /// memory beside take 200 to 300 bytes a unit. What is found does not depend on it.
    pub memory: usize,
}

impl ReuseConfig {
    /// What one of the sorters at work at a time may hold; texts hold twice as much.
    fn share(&self) -> usize {
        self.memory / 6
    }
}

impl Default for ReuseConfig {
    fn default() -> Self {
        Self {
            unit: Unit::Article,
            threshold: 0.5,
            containment: 0.8,
            min_chars: 30,
            min_documents: 2,
            memory: 512 << 20,
        }
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

    /// Folds a whole page of plain text that is not taken apart.
    pub(crate) fn of_page(source: SourceText, normaliser: &Normaliser, date: Option<String>) -> Self {
        Self::from_fold(fold::page(source, normaliser, date))
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
    brief: Brief,
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
///     comparer.add(miner.fold(&miner.read(name, text.as_bytes())?))?;
/// }
/// let reuse = comparer.finish()?;
/// assert_eq!(reuse.clusters[0].members.len(), 2);
/// # Ok::<(), gongwen::Error>(())
/// ```
#[derive(Debug)]
pub struct Comparer {
    config: ReuseConfig,
    store: Store,
    units: Vec<UnitRecord>,
    segments: Vec<SegmentRecord>,
    keys: Keys,
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
        let store = Store::new(config.share() * 2);
        let keys = Keys::new(config.share());
        Ok(Self { config, store, units: Vec::new(), segments: Vec::new(), keys })
    }

    /// Adds the next page.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn add(&mut self, page: Folded) -> Result<(), Error> {
        let doc = self.store.push(page.fold.text)?;
        self.enter(doc, &page.fold.segments, page.fold.pieces, page.sketches)
    }

    /// Takes in what is kept of page `doc` beside its text.
    fn enter(
        &mut self,
        doc: u32,
        segments: &[fold::Segment],
        pieces: Vec<fold::Piece>,
        sketches: Vec<Sketch>,
    ) -> Result<(), Error> {
        self.segments.extend(segments.iter().map(|s| SegmentRecord {
            stretch: Stretch { doc, start: s.start, end: s.end },
            article: s.article,
        }));
        for (p, sketch) in pieces.into_iter().zip(sketches) {
            let unit = self.units.len() as u32;
            self.keys.bands.extend((0..).zip(&sketch.bands).map(|(band, &key)| [band, key, unit]))?;
            let run = |&hash: &u64| {
                let [upper, lower] = halves(hash);
                [upper, lower, unit]
            };
            self.keys.runs.extend(sketch.sample.iter().map(run))?;
            self.units.push(UnitRecord {
                stretch: Stretch { doc, start: p.start, end: p.end },
                article: p.article,
                at: p.at,
                points: p.points,
                masks: p.masks,
                furniture: p.furniture,
                date: p.date,
                brief: sketch.brief,
            });
        }
        Ok(())
    }

    /// Compares all pages that were added, in every way.
    ///
    /// # Errors
    /// As all that follow: when a temporary file, or a file of the index that pages came from, cannot be read or
    /// written.
    pub fn finish(mut self) -> Result<Reuse, Error> {
        let copies = self.copies()?;
        self.keys = Keys::new(0);
        let boilerplate = self.families(&copies)?.0;
        let found = self.aligned()?;
        let unmasked = self.fill(found.fills)?;
        Ok(Reuse { passages: found.passages, boilerplate, unmasked, clusters: copies.clusters })
    }

    /// [`Reuse::clusters`] alone.
    ///
    /// # Errors
    /// See [`Comparer::finish`].
    pub fn clusters(&mut self) -> Result<Vec<Cluster>, Error> {
        Ok(self.copies()?.clusters)
    }

    /// [`Reuse::passages`] alone.
    ///
    /// # Errors
    /// See [`Comparer::finish`].
    pub fn passages(&self) -> Result<Vec<Passage>, Error> {
        Ok(self.aligned()?.passages)
    }

    /// [`Reuse::unmasked`] alone.
    ///
    /// # Errors
    /// See [`Comparer::finish`].
    pub fn unmasked(&self) -> Result<Vec<Unmasked>, Error> {
        self.fill(self.aligned()?.fills)
    }

    /// [`Reuse::boilerplate`] alone. Copies are looked for all the same: they are no evidence of boilerplate.
    ///
    /// # Errors
    /// See [`Comparer::finish`].
    pub fn boilerplate(&mut self) -> Result<Vec<Family>, Error> {
        Ok(self.boilerplate_and_shares()?.0)
    }

    /// [`Reuse::boilerplate`], and how much of each article is formulas, in order.
    ///
    /// # Errors
    /// See [`Comparer::finish`].
    pub fn boilerplate_and_shares(&mut self) -> Result<(Vec<Family>, Vec<Share>), Error> {
        let copies = self.copies()?;
        self.families(&copies)
    }

    fn aligned(&self) -> Result<passages::Found, Error> {
        passages::passages(&self.segments, &self.store, &self.config)
    }

    fn fill(&self, fills: Vec<unmask::Fill>) -> Result<Vec<Unmasked>, Error> {
        unmask::unmask(fills, |at| segment_at(&self.segments, at).and_then(|s| s.article), &self.store)
    }

    fn copies(&mut self) -> Result<cluster::Copies, Error> {
        cluster::cluster(&self.units, &mut self.keys, &self.store, &self.config)
    }

    fn families(&self, copies: &cluster::Copies) -> Result<(Vec<Family>, Vec<Share>), Error> {
        let Self { config, store, units, segments, .. } = self;
        boilerplate::boilerplate(&phrases::Pages { segments, units, group: &copies.group, store, config })
    }
}

/// The segment that a place lies in.
fn segment_at(segments: &[SegmentRecord], at: Stretch) -> Option<&SegmentRecord> {
    let i = segments.partition_point(|s| (s.stretch.doc, s.stretch.end) <= (at.doc, at.start));
    segments.get(i).filter(|s| s.stretch.doc == at.doc && s.stretch.start <= at.start)
}

/// The unit that a place lies in, and its number.
fn unit_at(units: &[UnitRecord], at: Stretch) -> Option<(u32, &UnitRecord)> {
    let i = units.partition_point(|u| (u.stretch.doc, u.stretch.end) <= (at.doc, at.start));
    units.get(i).filter(|u| u.stretch.doc == at.doc && u.stretch.start <= at.start).map(|u| (i as u32, u))
}
