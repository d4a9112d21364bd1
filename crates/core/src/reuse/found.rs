//! What a comparison finds: places, clusters, passages, families, filled blanks.

use crate::document::ArticleId;
use crate::span::{Points, Source, Span};

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
    /// What the best copy shows in its stead, as written there but for spaces and glosses.
    pub value: String,
    /// Where the best copy shows it.
    pub source: Place,
    /// How many copies (articles) show this value.
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
