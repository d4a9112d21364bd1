//! Records of a whole page: `decode`, `normalise`, `clean`, `pages.jsonl`, `errors.jsonl`.

use crate::schema::{Cell, Column, PutRow, Record, flag, integer, text};
use gongwen::{Document, Normalised, Script, SourceText};
use serde::Serialize;
use std::io;

/// `decode`: how the bytes were read, and the text that every offset counts in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct DecodeRecord<'a> {
    pub doc: &'a str,
    pub encoding: &'a str,
    pub bom: bool,
    pub malformed: u32,
    pub repaired: Option<&'a str>,
    pub script: &'a str,
    pub chars: usize,
    pub text: &'a str,
}

impl<'a> DecodeRecord<'a> {
    /// Of a page that was read; the script is the normaliser's to tell.
    #[must_use]
    pub fn new(doc: &'a str, source: &'a SourceText, script: Script) -> Self {
        Self {
            doc,
            encoding: source.encoding,
            bom: source.bom,
            malformed: source.malformed,
            repaired: source.repaired.map(gongwen::Repair::name),
            script: script.name(),
            chars: source.chars(),
            text: source.as_str(),
        }
    }
}

impl Record for DecodeRecord<'_> {
    const NAME: &'static str = "decode";
    const COLUMNS: &'static [Column] = &[
        text("doc").brief(),
        text("encoding").brief(),
        flag("bom"),
        integer("malformed").brief(),
        text("repaired").brief(),
        text("script").brief(),
        integer("chars").brief(),
        text("text").brief(),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        put(&[
            self.doc.into(),
            self.encoding.into(),
            self.bom.into(),
            self.malformed.into(),
            self.repaired.into(),
            self.script.into(),
            self.chars.into(),
            self.text.into(),
        ])
    }
}

/// One change of `normalise` against the original.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct EditRecord<'a> {
    pub start: usize,
    pub end: usize,
    pub with: &'a str,
    pub kind: &'a str,
}

/// `normalise`: the normal form, and how it came about.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct NormaliseRecord<'a> {
    pub doc: &'a str,
    pub text: &'a str,
    pub edits: Vec<EditRecord<'a>>,
}

impl<'a> NormaliseRecord<'a> {
    /// Of a page brought into some normal form.
    #[must_use]
    pub fn new(doc: &'a str, source: &SourceText, normal: &'a Normalised) -> Self {
        let edits = normal.edits().iter().map(|e| {
            let at = source.points(e.at);
            EditRecord { start: at.start(), end: at.end(), with: &e.with, kind: e.kind.name() }
        });
        Self { doc, text: normal.text(), edits: edits.collect() }
    }
}

impl Record for NormaliseRecord<'_> {
    const NAME: &'static str = "normalise";
    const COLUMNS: &'static [Column] = &[
        text("doc").brief(),
        text("text").brief(),
        integer("start").brief(),
        integer("end").brief(),
        text("with").brief(),
        text("kind").brief(),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        let mut page = Some(self.text);
        for e in &self.edits {
            put(&[
                self.doc.into(),
                page.take().into(),
                e.start.into(),
                e.end.into(),
                e.with.into(),
                e.kind.into(),
            ])?;
        }
        match page {
            None => Ok(()),
            page => put(&[self.doc.into(), page.into(), Cell::Null, Cell::Null, Cell::Null, Cell::Null]),
        }
    }
}

/// One part that `clean` left out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct RemovedRecord<'a> {
    pub start: usize,
    pub end: usize,
    #[serde(rename = "type")]
    pub kind: &'a str,
}

/// `clean`: the page as a document reads, and what was left out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct CleanRecord<'a> {
    pub doc: &'a str,
    pub text: String,
    pub removed: Vec<RemovedRecord<'a>>,
}

impl<'a> CleanRecord<'a> {
    /// Of a page that was taken apart.
    #[must_use]
    pub fn new(doc: &'a Document) -> Self {
        let removed = doc.furniture().iter().map(|f| {
            let at = doc.source().points(f.at);
            RemovedRecord { start: at.start(), end: at.end(), kind: f.kind.name() }
        });
        Self { doc: doc.id(), text: gongwen::clean(doc), removed: removed.collect() }
    }
}

impl Record for CleanRecord<'_> {
    const NAME: &'static str = "clean";
    const COLUMNS: &'static [Column] = &[
        text("doc").brief(),
        text("text").brief(),
        integer("start").brief(),
        integer("end").brief(),
        text("type").brief(),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        let mut page = Some(self.text.as_str());
        for r in &self.removed {
            put(&[self.doc.into(), page.take().into(), r.start.into(), r.end.into(), r.kind.into()])?;
        }
        match page {
            None => Ok(()),
            page => put(&[self.doc.into(), page.into(), Cell::Null, Cell::Null, Cell::Null]),
        }
    }
}

/// `pages.jsonl` of `mine`: what became of a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageRecord<'a> {
    /// The page's id.
    pub doc: &'a str,
    /// As in `decode`.
    pub encoding: &'a str,
    /// As in `decode`.
    pub bom: bool,
    /// As in `decode`.
    pub malformed: u32,
    /// As in `decode`.
    pub repaired: Option<&'a str>,
    /// As in `decode`.
    pub script: &'a str,
    /// Length of the decoded original in code points.
    pub chars: usize,
    /// Of these, how many are furniture.
    pub furniture: usize,
    /// Innermost articles.
    pub articles: usize,
    /// Headings.
    pub headings: usize,
    /// Blanked-out places.
    pub masks: usize,
    /// Metrics found.
    pub metrics: usize,
    /// Where the caller says that the page came from.
    pub source: Option<&'a str>,
}

impl<'a> PageRecord<'a> {
    /// Of a page that was taken apart, with the number of its metrics.
    #[must_use]
    pub fn new(doc: &'a Document, metrics: usize) -> Self {
        let source = doc.source();
        Self {
            doc: doc.id(),
            encoding: source.encoding,
            bom: source.bom,
            malformed: source.malformed,
            repaired: source.repaired.map(gongwen::Repair::name),
            script: doc.script().name(),
            chars: source.chars(),
            furniture: doc.furniture().iter().map(|f| source.points(f.at).len()).sum(),
            articles: doc.leaves().count(),
            headings: doc.sections().len(),
            masks: doc.masks().len(),
            metrics,
            source: doc.meta().source.as_deref(),
        }
    }
}

impl Record for PageRecord<'_> {
    const NAME: &'static str = "pages";
    const COLUMNS: &'static [Column] = &[
        text("doc").brief(),
        text("encoding").brief(),
        flag("bom"),
        integer("malformed").brief(),
        text("repaired").brief(),
        text("script").brief(),
        integer("chars").brief(),
        integer("furniture").brief(),
        integer("articles").brief(),
        integer("headings"),
        integer("masks").brief(),
        integer("metrics").brief(),
        text("source"),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        put(&[
            self.doc.into(),
            self.encoding.into(),
            self.bom.into(),
            self.malformed.into(),
            self.repaired.into(),
            self.script.into(),
            self.chars.into(),
            self.furniture.into(),
            self.articles.into(),
            self.headings.into(),
            self.masks.into(),
            self.metrics.into(),
            self.source.into(),
        ])
    }
}

/// `errors.jsonl` of `mine`: an input, or a part of one, that could not be processed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorRecord {
    /// The file as the user named it, or as it was found.
    pub file: String,
    /// Where inside it: a line, a member of an archive; null for the whole file.
    pub place: Option<String>,
    /// What went wrong.
    pub message: String,
}

impl Record for ErrorRecord {
    const NAME: &'static str = "errors";
    const COLUMNS: &'static [Column] =
        &[text("file").brief(), text("place").brief(), text("message").brief()];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        put(&[(&self.file).into(), self.place.as_ref().into(), (&self.message).into()])
    }
}
