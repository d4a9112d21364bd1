//! Who copied what: near-duplicates, contained articles, repeated passages, boilerplate.

use crate::document::{ArticleId, Document};
use crate::error::Error;
use crate::span::{Points, Source, Span};

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
    /// Least similarity of a near-duplicate, and least containment of a contained one.
    pub threshold: f64,
    /// Shortest passage, in characters of the original.
    pub min_chars: usize,
    /// Least document frequency of boilerplate.
    pub min_documents: usize,
}

impl Default for ReuseConfig {
    fn default() -> Self {
        Self { unit: Unit::Article, threshold: 0.8, min_chars: 30, min_documents: 2 }
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
}

/// Copies of one text.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Index into `members` of the one that stands for all.
    pub representative: usize,
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
    /// Matched characters.
    pub chars: usize,
}

/// A family of repeated passages.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// The canonical wording.
    pub text: String,
    /// The wording with slots where members differ.
    pub template: String,
    /// What stands in each slot, over the members, most frequent first.
    pub slots: Vec<Vec<String>>,
    /// Document frequency: in how many pages it stands.
    pub documents: usize,
    /// Where it stands.
    pub occurrences: Vec<Place>,
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
}

/// What the comparison keeps of one page once its text is gone.
#[derive(Clone, Debug)]
pub struct Folded {}

impl Folded {
    /// Folds a page: script, width, masks, digits, glosses, noise and punctuation. Independent of other pages, so
    /// it can run in parallel.
    #[must_use]
    pub fn new(_doc: &Document, _config: &ReuseConfig) -> Self {
        Self {}
    }
}

/// The one place where pages meet.
#[derive(Debug)]
pub struct Comparer {
    _config: ReuseConfig,
}

impl Comparer {
    /// An empty comparison.
    ///
    /// # Errors
    /// When the configuration makes no sense.
    pub fn new(config: ReuseConfig) -> Result<Self, Error> {
        Ok(Self { _config: config })
    }

    /// Adds the next page.
    pub fn add(&mut self, _page: Folded) {}

    /// Compares all pages that were added.
    #[must_use]
    pub fn finish(self) -> Reuse {
        Reuse::default()
    }
}
