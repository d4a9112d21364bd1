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

/// A place in one of the compared pages. Both spans say the same; results outlive the pages' texts, so the code
/// points are reckoned while the text is at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The page, by the order in which pages were added.
    pub doc: u32,
    /// The innermost article; none for text outside all articles.
    pub article: Option<ArticleId>,
    /// Bytes of the original.
    pub at: Span<Source>,
    /// Code points of the original.
    pub points: Span<Points>,
}

/// How a member of a cluster relates to its representative or container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names of the contract
pub enum Relation {
    Exact,
    Near,
    Contained,
}

impl Relation {
    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near",
            Self::Contained => "contained",
        }
    }
}

/// A member of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Where.
    pub place: Place,
    /// How it relates.
    pub relation: Relation,
    /// Jaccard of the folded 5-gram sets with the representative; of a contained member the share of its
    /// 5-grams found in its container.
    pub similarity: f64,
    /// Of a contained member, what holds it: page and article.
    pub container: Option<(u32, Option<ArticleId>)>,
    /// Why it matched; none of the representative itself.
    pub why: Option<Why>,
}

/// Why a member of a cluster matched its representative or container.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// The share of the member's folded 5-grams found there.
    pub shared: f64,
    /// The longest run that both have, or its beginning: where it stands in the member.
    pub example: Place,
    /// Its wording.
    pub text: String,
}

/// What sets a representative apart from the next best member. The reasons are asked in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It is blanked out least (in steps of one blank a thousand characters).
    LeastMasked,
    /// It is the longest.
    Longest,
    /// It bears the earliest date.
    EarliestDated,
    /// Least furniture stands in it.
    Cleanest,
    /// It came first.
    First,
    /// It has no copy, but holds the other members.
    Container,
}

impl Reason {
    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LeastMasked => "least_masked",
            Self::Longest => "longest",
            Self::EarliestDated => "earliest_dated",
            Self::Cleanest => "cleanest",
            Self::First => "first",
            Self::Container => "container",
        }
    }
}

/// Copies of one text.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Index into `members` of the one that stands for all.
    pub representative: usize,
    /// Why that one.
    pub reason: Reason,
    /// All members, sorted by place.
    pub members: Vec<Member>,
}

/// A pair of passages that say the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// The earlier place.
    pub a: Place,
    /// The later place.
    pub b: Place,
    /// Matched share of the longer passage.
    pub similarity: f64,
    /// Characters of the original in the shorter of the two.
    pub chars: usize,
}

/// What a repeated passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum FamilyKind {
    /// A formula: words that any document of the sort may hold.
    #[default]
    Formula,
    /// A heading or a title: lines of their own without a full stop.
    Heading,
    /// What websites put between the lines of a document.
    Furniture,
}

impl FamilyKind {
    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Formula => "formula",
            Self::Heading => "heading",
            Self::Furniture => "furniture",
        }
    }
}

/// What stands in a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // the words say it
pub enum SlotKind {
    Place,
    Body,
    Year,
    Number,
    List,
    Other,
}

impl SlotKind {
    /// Its name in records and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Body => "body",
            Self::Year => "year",
            Self::Number => "number",
            Self::List => "list",
            Self::Other => "other",
        }
    }
}

/// A slot of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What most of its values are.
    pub kind: SlotKind,
    /// The values with how many of the aligned occurrences show them, most frequent first.
    pub values: Vec<(String, usize)>,
}

/// A dated use of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The date of the text, EDTF.
    pub date: Box<str>,
    /// Where.
    pub place: Place,
}

/// A family of repeated passages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Family {
    /// What it is.
    pub kind: FamilyKind,
    /// The canonical wording.
    pub text: String,
    /// The wording with slots `{1}`, `{2}` … where members differ.
    pub template: String,
    /// The slots in order.
    pub slots: Vec<Slot>,
    /// Document frequency: in how many pages it stands.
    pub documents: usize,
    /// Where it stands.
    pub occurrences: Vec<Place>,
    /// The earliest dated text that uses it.
    pub first: Option<Use>,
}

/// How much of an article is formulas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The page.
    pub doc: u32,
    /// The article; none for text outside all articles.
    pub article: Option<ArticleId>,
    /// Folded characters: without punctuation and furniture, a figure as one.
    pub chars: usize,
    /// Of these, in families that are formulas.
    pub boilerplate: usize,
}

/// A blanked-out place, and what copies of its passage show there.
#[derive(Clone, Debug, PartialEq)]
pub struct Unmasked {
    /// The blanked-out place.
    pub place: Place,
    /// What stands there.
    pub mask: String,
    /// What the best copy shows in its stead, as written there.
    pub value: String,
    /// Where the best copy shows it.
    pub source: Place,
    /// In how many pages a copy shows this value.
    pub copies: usize,
    /// Values that other copies show, best first.
    pub conflicts: Vec<String>,
}

/// What a comparison found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reuse {
    /// Copies, ordered by their first member.
    pub clusters: Vec<Cluster>,
    /// Aligned pairs of passages, ordered by `a`, then `b`.
    pub passages: Vec<Passage>,
    /// Repeated passages, ordered by document frequency, most first.
    pub boilerplate: Vec<Family>,
    /// Blanks that copies fill, ordered by place.
    pub unmasked: Vec<Unmasked>,
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
