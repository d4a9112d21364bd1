//! Records of what pages share: `dedup`, `reuse`, `boilerplate`, `unmask`.
//!
//! A comparison knows pages by number; the constructors take the ids in the order in which the pages were added.

use super::article::json;
use crate::exact::Exact;
use crate::schema::{Cell, Column, PutRow, Record, integer, list, real, text};
use gongwen::{ArticleId, Cluster, Family, Passage, Place, Share, Slot, Unmasked};
use serde::Serialize;
use std::io;

/// Decimals of a similarity.
const SIMILARITY: u32 = 4;

/// An article of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct ArticleRef<'a> {
    pub doc: &'a str,
    pub article: Option<usize>,
}

impl<'a> ArticleRef<'a> {
    fn new<S: AsRef<str>>(doc: u32, article: Option<ArticleId>, docs: &'a [S]) -> Self {
        Self { doc: docs[doc as usize].as_ref(), article: article.map(ArticleId::index) }
    }
}

/// A place in a page, in code points of its original.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct PlaceRecord<'a> {
    pub doc: &'a str,
    pub article: Option<usize>,
    pub start: usize,
    pub end: usize,
}

impl<'a> PlaceRecord<'a> {
    /// Of a place, with the ids of the compared pages.
    #[must_use]
    pub fn new<S: AsRef<str>>(place: &Place, docs: &'a [S]) -> Self {
        let ArticleRef { doc, article } = ArticleRef::new(place.doc, place.article, docs);
        Self { doc, article, start: place.points.start(), end: place.points.end() }
    }

    fn cells(&self) -> [Cell<'_>; 4] {
        [self.doc.into(), self.article.into(), self.start.into(), self.end.into()]
    }
}

/// A member of a cluster.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct MemberRecord<'a> {
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
    pub relation: &'a str,
    pub similarity: Exact,
    pub container: Option<ArticleRef<'a>>,
    /// Share of the member's folded 5-grams found in the representative or container; null of the representative.
    pub shared: Option<Exact>,
    /// The longest wording that both have, or its beginning.
    pub example: Option<&'a str>,
}

/// `dedup`: copies of one text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct ClusterRecord<'a> {
    pub cluster: usize,
    pub representative: ArticleRef<'a>,
    /// What sets the representative apart from the next best.
    pub reason: &'a str,
    pub members: Vec<MemberRecord<'a>>,
}

impl<'a> ClusterRecord<'a> {
    /// Of the `cluster`th cluster, with the ids of the compared pages.
    #[must_use]
    pub fn new<S: AsRef<str>>(cluster: usize, found: &'a Cluster, docs: &'a [S]) -> Self {
        let first = found.members[found.representative].place;
        let members = found.members.iter().map(|m| MemberRecord {
            place: PlaceRecord::new(&m.place, docs),
            relation: m.relation.name(),
            similarity: Exact::rounded(m.similarity, SIMILARITY),
            container: m.container.map(|(doc, article)| ArticleRef::new(doc, article, docs)),
            shared: m.why.as_ref().map(|w| Exact::rounded(w.shared, SIMILARITY)),
            example: m.why.as_ref().map(|w| w.text.as_str()),
        });
        Self {
            cluster,
            representative: ArticleRef::new(first.doc, first.article, docs),
            reason: found.reason.name(),
            members: members.collect(),
        }
    }
}

impl Record for ClusterRecord<'_> {
    const NAME: &'static str = "clusters";
    const COLUMNS: &'static [Column] = &[
        integer("cluster").brief(),
        text("representative_doc").brief(),
        integer("representative_article").brief(),
        text("doc").brief(),
        integer("article").brief(),
        integer("start"),
        integer("end"),
        text("relation").brief(),
        real("similarity").brief(),
        text("container_doc").brief(),
        integer("container_article").brief(),
        text("reason"),
        real("shared"),
        text("example"),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        self.members.iter().try_for_each(|m| {
            let [doc, article, start, end] = m.place.cells();
            put(&[
                self.cluster.into(),
                self.representative.doc.into(),
                self.representative.article.into(),
                doc,
                article,
                start,
                end,
                m.relation.into(),
                m.similarity.into(),
                m.container.as_ref().map(|c| c.doc).into(),
                m.container.as_ref().and_then(|c| c.article).into(),
                self.reason.into(),
                m.shared.into(),
                m.example.into(),
            ])
        })
    }
}

/// `reuse`: a pair of passages that say the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct ReuseRecord<'a> {
    pub a: PlaceRecord<'a>,
    pub b: PlaceRecord<'a>,
    pub similarity: Exact,
    pub chars: usize,
}

impl<'a> ReuseRecord<'a> {
    /// Of an aligned pair, with the ids of the compared pages.
    #[must_use]
    pub fn new<S: AsRef<str>>(passage: &Passage, docs: &'a [S]) -> Self {
        Self {
            a: PlaceRecord::new(&passage.a, docs),
            b: PlaceRecord::new(&passage.b, docs),
            similarity: Exact::rounded(passage.similarity, SIMILARITY),
            chars: passage.chars,
        }
    }
}

impl Record for ReuseRecord<'_> {
    const NAME: &'static str = "reuse";
    const COLUMNS: &'static [Column] = &[
        text("a_doc").brief(),
        integer("a_article").brief(),
        integer("a_start").brief(),
        integer("a_end").brief(),
        text("b_doc").brief(),
        integer("b_article").brief(),
        integer("b_start").brief(),
        integer("b_end").brief(),
        real("similarity").brief(),
        integer("chars").brief(),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        let [a_doc, a_article, a_start, a_end] = self.a.cells();
        let [b_doc, b_article, b_start, b_end] = self.b.cells();
        let (similarity, chars) = (self.similarity.into(), self.chars.into());
        put(&[a_doc, a_article, a_start, a_end, b_doc, b_article, b_start, b_end, similarity, chars])
    }
}

/// A value of a slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SlotValueRecord<'a> {
    /// What stands there.
    pub value: &'a str,
    /// In how many of the aligned occurrences.
    pub count: usize,
}

/// A slot of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SlotRecord<'a> {
    /// `place`, `body`, `year`, `number`, `list` or `other`.
    pub kind: &'a str,
    /// Most frequent first.
    pub values: Vec<SlotValueRecord<'a>>,
}

/// A dated use of a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UseRecord<'a> {
    /// EDTF.
    pub date: &'a str,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// `boilerplate`: a family of repeated passages.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct BoilerplateRecord<'a> {
    pub text: &'a str,
    /// `formula`, `heading` or `furniture`.
    pub kind: &'a str,
    pub documents: usize,
    pub occurrences: Vec<PlaceRecord<'a>>,
    pub template: &'a str,
    pub slots: Vec<SlotRecord<'a>>,
    /// The earliest dated text that uses it.
    pub first: Option<UseRecord<'a>>,
}

impl<'a> BoilerplateRecord<'a> {
    /// Of a family, with the ids of the compared pages.
    #[must_use]
    pub fn new<S: AsRef<str>>(family: &'a Family, docs: &'a [S]) -> Self {
        let value = |(value, count): &'a (String, usize)| SlotValueRecord { value, count: *count };
        let slot =
            |s: &'a Slot| SlotRecord { kind: s.kind.name(), values: s.values.iter().map(value).collect() };
        Self {
            text: &family.text,
            kind: family.kind.name(),
            documents: family.documents,
            occurrences: family.occurrences.iter().map(|p| PlaceRecord::new(p, docs)).collect(),
            template: &family.template,
            slots: family.slots.iter().map(slot).collect(),
            first: family
                .first
                .as_ref()
                .map(|u| UseRecord { date: &u.date, place: PlaceRecord::new(&u.place, docs) }),
        }
    }
}

impl Record for BoilerplateRecord<'_> {
    const NAME: &'static str = "boilerplate";
    const COLUMNS: &'static [Column] = &[
        text("text").brief(),
        integer("documents").brief(),
        text("doc").brief(),
        integer("article").brief(),
        integer("start").brief(),
        integer("end").brief(),
        text("template"),
        text("slots"),
        text("kind").brief(),
        text("first_date"),
        text("first_doc"),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        let slots = json(&self.slots);
        self.occurrences.iter().try_for_each(|place| {
            let [doc, article, start, end] = place.cells();
            put(&[
                self.text.into(),
                self.documents.into(),
                doc,
                article,
                start,
                end,
                self.template.into(),
                slots.clone(),
                self.kind.into(),
                self.first.as_ref().map(|u| u.date).into(),
                self.first.as_ref().map(|u| u.place.doc).into(),
            ])
        })
    }
}

/// `boilerplate --shares`: how much of an article is formulas.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShareRecord<'a> {
    /// The page.
    pub doc: &'a str,
    /// The article; null for text outside all articles.
    pub article: Option<usize>,
    /// Characters without punctuation and furniture, a figure as one.
    pub chars: usize,
    /// Of these, in formulas.
    pub boilerplate: usize,
    /// As a share.
    pub share: Exact,
}

impl<'a> ShareRecord<'a> {
    /// Of an article's share, with the ids of the compared pages.
    #[must_use]
    pub fn new<S: AsRef<str>>(share: &Share, docs: &'a [S]) -> Self {
        let ArticleRef { doc, article } = ArticleRef::new(share.doc, share.article, docs);
        let part = share.boilerplate as f64 / share.chars.max(1) as f64;
        let (chars, boilerplate) = (share.chars, share.boilerplate);
        Self { doc, article, chars, boilerplate, share: Exact::rounded(part, SIMILARITY) }
    }
}

impl Record for ShareRecord<'_> {
    const NAME: &'static str = "shares";
    const COLUMNS: &'static [Column] = &[
        text("doc").brief(),
        integer("article").brief(),
        integer("chars").brief(),
        integer("boilerplate").brief(),
        real("share").brief(),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        let Self { doc, article, chars, boilerplate, share } = self;
        let cells =
            [(*doc).into(), (*article).into(), (*chars).into(), (*boilerplate).into(), (*share).into()];
        put(&cells)
    }
}

/// `unmask`: a blanked-out place that an unmasked copy fills.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct UnmaskRecord<'a> {
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
    pub mask: &'a str,
    pub value: &'a str,
    pub source: PlaceRecord<'a>,
    pub copies: usize,
    pub conflicts: Vec<String>,
}

impl<'a> UnmaskRecord<'a> {
    /// Of a filled place, with the ids of the compared pages.
    #[must_use]
    pub fn new<S: AsRef<str>>(filled: &'a Unmasked, docs: &'a [S]) -> Self {
        Self {
            place: PlaceRecord::new(&filled.place, docs),
            mask: &filled.mask,
            value: &filled.value,
            source: PlaceRecord::new(&filled.source, docs),
            copies: filled.copies,
            conflicts: filled.conflicts.clone(),
        }
    }
}

impl Record for UnmaskRecord<'_> {
    const NAME: &'static str = "unmask";
    const COLUMNS: &'static [Column] = &[
        text("doc").brief(),
        integer("article").brief(),
        integer("start").brief(),
        integer("end").brief(),
        text("mask").brief(),
        text("value").brief(),
        text("source_doc").brief(),
        integer("source_article"),
        integer("source_start"),
        integer("source_end"),
        integer("copies").brief(),
        list("conflicts").brief(),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        let [doc, article, start, end] = self.place.cells();
        let [source_doc, source_article, source_start, source_end] = self.source.cells();
        put(&[
            doc,
            article,
            start,
            end,
            self.mask.into(),
            self.value.into(),
            source_doc,
            source_article,
            source_start,
            source_end,
            self.copies.into(),
            (&self.conflicts).into(),
        ])
    }
}
