//! Records of the parts of a page: `masks`, `split`.

use super::{article_at, points};
use crate::schema::{Cell, Column, PutRow, Record, integer, text};
use gongwen::{ArticleId, Document, Edtf, Mask, Normal, Section, Span};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

/// `masks`: a blanked-out place.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct MaskRecord<'a> {
    pub doc: &'a str,
    pub article: Option<usize>,
    pub start: usize,
    pub end: usize,
    pub text: &'a str,
    #[serde(rename = "type")]
    pub kind: &'a str,
}

impl<'a> MaskRecord<'a> {
    /// The masks of a page, by start.
    pub fn all(doc: &'a Document) -> impl Iterator<Item = Self> {
        doc.masks().iter().map(|mask| Self::new(doc, mask))
    }

    /// A mask of a page, or a place where digits were lost.
    #[must_use]
    pub fn new(doc: &'a Document, mask: &Mask) -> Self {
        let at = points(doc, mask.at);
        Self {
            doc: doc.id(),
            article: article_at(doc, mask.at).map(ArticleId::index),
            start: at.start(),
            end: at.end(),
            text: doc.source().slice(doc.normal().to_source(mask.at)),
            kind: mask.kind.name(),
        }
    }
}

impl Record for MaskRecord<'_> {
    const NAME: &'static str = "masks";
    const COLUMNS: &'static [Column] = &[
        text("doc").brief(),
        integer("article").brief(),
        integer("start").brief(),
        integer("end").brief(),
        text("text").brief(),
        text("type").brief(),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        put(&[
            self.doc.into(),
            self.article.into(),
            self.start.into(),
            self.end.into(),
            self.text.into(),
            self.kind.into(),
        ])
    }
}

/// `split`: an article and what is known of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct SplitRecord<'a> {
    pub doc: &'a str,
    pub article: usize,
    pub parent: Option<usize>,
    pub start: usize,
    pub end: usize,
    pub title: Option<String>,
    pub kind: &'a str,
    pub year: Option<&'a str>,
    pub date: Option<&'a str>,
    pub issuer: Option<&'a str>,
    pub region: Option<&'a str>,
    pub region_code: Option<&'a str>,
    pub level: Option<&'a str>,
    pub masks: usize,
    pub evidence: BTreeMap<&'a str, &'a str>,
}

impl<'a> SplitRecord<'a> {
    /// The articles of a page, in preorder. `masks` counts the masks inside the article's span, those of the
    /// articles that it holds included.
    pub fn all(doc: &'a Document) -> impl Iterator<Item = Self> {
        (0..doc.articles().len()).map(|i| Self::new(doc, ArticleId::from(i)))
    }

    /// One article of a page.
    #[must_use]
    pub fn new(doc: &'a Document, id: ArticleId) -> Self {
        let article = &doc.articles()[id.index()];
        let about = &article.about;
        let at = points(doc, article.at);
        Self {
            doc: doc.id(),
            article: id.index(),
            parent: article.parent.map(ArticleId::index),
            start: at.start(),
            end: at.end(),
            title: doc.title(id),
            kind: about.kind.name(),
            year: about.year.as_ref().map(Edtf::as_str),
            date: about.date.as_ref().map(Edtf::as_str),
            issuer: about.issuer.as_deref(),
            region: about.region.as_deref(),
            region_code: about.region_code.as_deref(),
            level: about.level.map(gongwen::Level::name),
            masks: masks_inside(doc, article.at),
            evidence: about.evidence.iter().map(|(field, from)| (*field, from.name())).collect(),
        }
    }

    fn cells(&self) -> [Cell<'_>; 15] {
        [
            self.doc.into(),
            self.article.into(),
            self.parent.into(),
            self.start.into(),
            self.end.into(),
            self.title.as_ref().into(),
            self.kind.into(),
            self.year.into(),
            self.date.into(),
            self.issuer.into(),
            self.region.into(),
            self.region_code.into(),
            self.level.into(),
            self.masks.into(),
            json(&self.evidence),
        ]
    }
}

/// A map or a list of lists in a flat cell: as JSON, for no other form would keep it apart.
pub(super) fn json(value: &impl Serialize) -> Cell<'static> {
    // Maps and lists of strings always serialise; were it otherwise, a null would be honest.
    serde_json::to_string(value).map_or(Cell::Null, |s| Cell::Text(Cow::Owned(s)))
}

/// Masks are sorted and disjoint: two binary searches.
fn masks_inside(doc: &Document, at: Span<Normal>) -> usize {
    let from = doc.masks().partition_point(|m| m.at.start() < at.start());
    let to = doc.masks().partition_point(|m| m.at.end() <= at.end());
    to.saturating_sub(from)
}

/// The columns of an article, with more after them.
macro_rules! article_columns {
    ($($more:expr),*) => {
        &[
            text("doc").brief(),
            integer("article").brief(),
            integer("parent").brief(),
            integer("start").brief(),
            integer("end").brief(),
            text("title").brief(),
            text("kind").brief(),
            text("year").brief(),
            text("date").brief(),
            text("issuer"),
            text("region").brief(),
            text("region_code"),
            text("level").brief(),
            integer("masks").brief(),
            text("evidence"),
            $($more),*
        ]
    };
}

impl Record for SplitRecord<'_> {
    const NAME: &'static str = "articles";
    const COLUMNS: &'static [Column] = article_columns!();

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        put(&self.cells())
    }
}

/// A heading of `split --outline`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct HeadingRecord {
    pub start: usize,
    pub end: usize,
    pub level: u32,
    pub label: String,
}

/// `split --outline`: an article with its headings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutlineRecord<'a> {
    /// The article.
    #[serde(flatten)]
    pub article: SplitRecord<'a>,
    /// Its headings, by start.
    pub headings: Vec<HeadingRecord>,
}

impl<'a> OutlineRecord<'a> {
    /// The articles of a page, in preorder, each with the headings that stand in it and in no article inside it.
    pub fn all(doc: &'a Document) -> impl Iterator<Item = Self> {
        let mut headings: Vec<Vec<HeadingRecord>> = vec![Vec::new(); doc.articles().len()];
        for section in doc.sections() {
            headings[section.article.index()].push(heading(doc, section));
        }
        SplitRecord::all(doc).zip(headings).map(|(article, headings)| Self { article, headings })
    }
}

fn heading(doc: &Document, section: &Section) -> HeadingRecord {
    let at = points(doc, section.heading);
    HeadingRecord {
        start: at.start(),
        end: at.end(),
        level: u32::from(section.level),
        label: doc.as_written(section.label),
    }
}

impl Record for OutlineRecord<'_> {
    const NAME: &'static str = "outline";
    const COLUMNS: &'static [Column] = article_columns!(
        integer("heading_start").brief(),
        integer("heading_end").brief(),
        integer("heading_level").brief(),
        text("heading_label").brief()
    );

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        let mut row: Vec<Cell<'_>> = self.article.cells().into();
        let article = row.len();
        if self.headings.is_empty() {
            row.resize(Self::COLUMNS.len(), Cell::Null);
            return put(&row);
        }
        for h in &self.headings {
            row.truncate(article);
            row.extend([h.start.into(), h.end.into(), h.level.into(), (&h.label).into()]);
            put(&row)?;
        }
        Ok(())
    }
}
