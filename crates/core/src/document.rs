//! A page and its parts: one arena per page, typed ids, views that borrow.

use crate::calendar::Edtf;
use crate::offsets::Normalised;
use crate::span::{Normal, Source, Span};
use crate::text::SourceText;
use std::collections::BTreeMap;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index into the arena.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
        impl From<usize> for $name {
            fn from(i: usize) -> Self {
                Self(u32::try_from(i).expect("fewer than 2^32 parts a page"))
            }
        }
    };
}

id!(
    /// An article of a page, in preorder.
    ArticleId
);
id!(
    /// A section (a heading and what stands under it) of a page.
    SectionId
);
id!(
    /// A paragraph of a page.
    ParagraphId
);

/// The script of a text or a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Script {
    /// Only forms of the mainland.
    Simplified,
    /// Only traditional forms.
    Traditional,
    /// Both.
    Mixed,
    /// No character that tells.
    #[default]
    None,
}

impl Script {
    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Simplified => "simplified",
            Self::Traditional => "traditional",
            Self::Mixed => "mixed",
            Self::None => "none",
        }
    }
}

/// What was blanked out at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MaskKind {
    /// Digits: `xx件`, `×%`.
    Digits,
    /// A year: `20xx年`.
    Year,
    /// A name of a person, place or body: `**镇`.
    Name,
    /// A term: `^v^`.
    Term,
}

impl MaskKind {
    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Digits => "digits",
            Self::Year => "year",
            Self::Name => "name",
            Self::Term => "term",
        }
    }
}

/// A blanked-out place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mask {
    /// Where; of a year, with 年.
    pub at: Span<Normal>,
    /// What was hidden.
    pub kind: MaskKind,
}

/// What a part is that does not belong to the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // the names of the contract
pub enum FurnitureKind {
    SiteIntro,
    SiteOutro,
    Navigation,
    RelatedLinks,
    Advert,
    Spam,
    SourceTag,
    BylineDate,
    Gloss,
    StraySymbol,
    CodeFragment,
    DuplicateTitle,
    EditorNote,
    PageBreak,
    BrokenWord,
}

impl FurnitureKind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::SiteIntro,
        Self::SiteOutro,
        Self::Navigation,
        Self::RelatedLinks,
        Self::Advert,
        Self::Spam,
        Self::SourceTag,
        Self::BylineDate,
        Self::Gloss,
        Self::StraySymbol,
        Self::CodeFragment,
        Self::DuplicateTitle,
        Self::EditorNote,
        Self::PageBreak,
        Self::BrokenWord,
    ];

    /// Its name in records and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SiteIntro => "site_intro",
            Self::SiteOutro => "site_outro",
            Self::Navigation => "navigation",
            Self::RelatedLinks => "related_links",
            Self::Advert => "advert",
            Self::Spam => "spam",
            Self::SourceTag => "source_tag",
            Self::BylineDate => "byline_date",
            Self::Gloss => "gloss",
            Self::StraySymbol => "stray_symbol",
            Self::CodeFragment => "code_fragment",
            Self::DuplicateTitle => "duplicate_title",
            Self::EditorNote => "editor_note",
            Self::PageBreak => "page_break",
            Self::BrokenWord => "broken_word",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// A part of the page that is no part of the document.
///
/// In source offsets: some of it (glosses, broken lines) is gone from the normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Furniture {
    /// Where.
    pub at: Span<Source>,
    /// What.
    pub kind: FurnitureKind,
}

/// What an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[allow(missing_docs)] // the names of the contract
pub enum ArticleKind {
    Plan,
    Summary,
    Scheme,
    Report,
    Speech,
    Notice,
    Essay,
    #[default]
    Other,
}

impl ArticleKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Plan,
        Self::Summary,
        Self::Scheme,
        Self::Report,
        Self::Speech,
        Self::Notice,
        Self::Essay,
        Self::Other,
    ];

    /// Its name in records and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Summary => "summary",
            Self::Scheme => "scheme",
            Self::Report => "report",
            Self::Speech => "speech",
            Self::Notice => "notice",
            Self::Essay => "essay",
            Self::Other => "other",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// The level of government that an article speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names of the contract
pub enum Level {
    National,
    Province,
    City,
    County,
    Town,
}

impl Level {
    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Town => "town",
        }
    }
}

/// Where a field of an article was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names of the contract
pub enum Evidence {
    Title,
    Dateline,
    Body,
    Plan,
    Page,
    Meta,
    DateField,
}

impl Evidence {
    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Dateline => "dateline",
            Self::Body => "body",
            Self::Plan => "plan",
            Self::Page => "page",
            Self::Meta => "meta",
            Self::DateField => "date_field",
        }
    }
}

/// What is known of an article besides its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// What it is.
    pub kind: ArticleKind,
    /// The year that it plans or reviews.
    pub year: Option<Edtf>,
    /// The date of the text itself.
    pub date: Option<Edtf>,
    /// The body that issued it.
    pub issuer: Option<String>,
    /// The place that it speaks of.
    pub region: Option<String>,
    /// That place's code of GB/T 2260, six digits.
    pub region_code: Option<String>,
    /// The level of government.
    pub level: Option<Level>,
    /// For each known field, where it was taken from.
    pub evidence: BTreeMap<&'static str, Evidence>,
}

/// One article of a page.
#[derive(Clone, Debug)]
pub struct Article {
    /// From its marker or title to its end.
    pub at: Span<Normal>,
    /// The article that holds it.
    pub parent: Option<ArticleId>,
    /// Its title line or marker, where it has one.
    pub title: Option<Span<Normal>>,
    /// Whether it only holds other articles.
    pub container: bool,
    /// What is known of it.
    pub about: About,
}

/// A heading and what stands under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading as written; a run-in heading ends with its first sentence.
    pub heading: Span<Normal>,
    /// Its label: `一、`, `（二）`; empty where it has none.
    pub label: Span<Normal>,
    /// Depth inside its article, from 1.
    pub level: u8,
    /// Whether text goes on in the same line.
    pub run_in: bool,
    /// The article that it stands in.
    pub article: ArticleId,
    /// The section above it.
    pub parent: Option<SectionId>,
    /// From the heading to where the next section of its level or above begins.
    pub at: Span<Normal>,
}

/// A paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Where, without its line end.
    pub at: Span<Normal>,
    /// The innermost article; none for text outside all articles.
    pub article: Option<ArticleId>,
    /// The innermost section.
    pub section: Option<SectionId>,
    /// Whether the whole paragraph is a title or heading.
    pub heading: bool,
}

/// A sentence: what stands between two full stops, with its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where.
    pub at: Span<Normal>,
    /// The paragraph that holds it.
    pub paragraph: ParagraphId,
}

/// The parts of a page, as the structure stage finds them. All lists are sorted by start.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    /// What does not belong to the documents. Disjoint.
    pub furniture: Vec<Furniture>,
    /// Articles in preorder.
    pub articles: Vec<Article>,
    /// Sections, each article's nested.
    pub sections: Vec<Section>,
    /// Paragraphs of the main text; furniture is in none.
    pub paragraphs: Vec<Paragraph>,
    /// Sentences of the paragraphs.
    pub sentences: Vec<Sentence>,
}

/// What a caller knows of a page beforehand; overrides what is inferred.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// See [`About::region`].
    pub region: Option<String>,
    /// See [`About::region_code`].
    pub region_code: Option<String>,
    /// See [`About::year`].
    pub year: Option<String>,
    /// See [`About::issuer`].
    pub issuer: Option<String>,
    /// See [`About::kind`].
    pub kind: Option<ArticleKind>,
    /// Where the page came from (a host, a collection).
    pub source: Option<String>,
    /// Whose furniture the page has: a host, a folder. See [`crate::FurnitureModel`].
    pub site: Option<String>,
    /// Publication date of the row, EDTF.
    pub date: Option<String>,
}

/// A page, read and taken apart.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) id: Box<str>,
    pub(crate) source: SourceText,
    pub(crate) normal: Normalised,
    pub(crate) script: Script,
    pub(crate) masks: Vec<Mask>,
    pub(crate) structure: Structure,
    pub(crate) meta: Meta,
}

impl Document {
    /// A page from its parts, for callers who bring their own; [`crate::Miner::document`] finds them.
    #[must_use]
    pub fn new(
        id: &str,
        source: SourceText,
        normal: Normalised,
        script: Script,
        masks: Vec<Mask>,
        structure: Structure,
        meta: Meta,
    ) -> Self {
        Self { id: id.into(), source, normal, script, masks, structure, meta }
    }

    /// The page's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The decoded original.
    #[must_use]
    pub fn source(&self) -> &SourceText {
        &self.source
    }

    /// The normal form.
    #[must_use]
    pub fn normal(&self) -> &Normalised {
        &self.normal
    }

    /// The script of the page.
    #[must_use]
    pub fn script(&self) -> Script {
        self.script
    }

    /// Blanked-out places, sorted.
    #[must_use]
    pub fn masks(&self) -> &[Mask] {
        &self.masks
    }

    /// Furniture, sorted and disjoint.
    #[must_use]
    pub fn furniture(&self) -> &[Furniture] {
        &self.structure.furniture
    }

    /// Articles in preorder; an [`ArticleId`] is an index into them.
    #[must_use]
    pub fn articles(&self) -> &[Article] {
        &self.structure.articles
    }

    /// Sections in order; a [`SectionId`] is an index into them.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.structure.sections
    }

    /// Paragraphs in order; a [`ParagraphId`] is an index into them.
    #[must_use]
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.structure.paragraphs
    }

    /// Sentences in order.
    #[must_use]
    pub fn sentences(&self) -> &[Sentence] {
        &self.structure.sentences
    }

    /// What the caller said of the page.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Articles that hold no other.
    pub fn leaves(&self) -> impl Iterator<Item = (ArticleId, &Article)> {
        self.articles().iter().enumerate().filter(|(_, a)| !a.container).map(|(i, a)| (ArticleId::from(i), a))
    }

    /// An article's title as written in the original, line breaks and glosses left out.
    #[must_use]
    pub fn title(&self, article: ArticleId) -> Option<String> {
        self.articles()[article.index()].title.map(|t| self.as_written(t))
    }

    /// The heading path of a section, outermost first, each heading as written.
    #[must_use]
    pub fn path(&self, section: Option<SectionId>) -> Vec<String> {
        let mut path = Vec::new();
        let mut next = section;
        while let Some(id) = next {
            let s = &self.sections()[id.index()];
            path.push(self.source.slice(self.normal.to_source(s.heading)).to_owned());
            next = s.parent;
        }
        path.reverse();
        path
    }

    /// The text of a normal-form span in the original's own script and width, without what the normal form
    /// removes (glosses, line breaks inside words, zero-width characters). What was misread (`?。ㄒ唬┙`) is given as mended.
    #[must_use]
    pub fn as_written(&self, at: Span<Normal>) -> String {
        // Where nothing was replaced or removed, the two texts are the same.
        let (read, written) = (self.normal.slice(at), self.source.slice(self.normal.to_source(at)));
        if read == written {
            return written.to_owned();
        }
        let mut out = String::with_capacity(at.len());
        let mut last: Option<Span<Source>> = None;
        for (i, c) in read.char_indices() {
            let start = at.start() + i;
            let from = self.normal.to_source(Span::new(start, start + c.len_utf8()));
            let written = self.source.slice(from);
            if written.starts_with('?') && c != '?' {
                out.push(c);
            } else if last != Some(from) {
                out.push_str(written);
            }
            last = Some(from);
        }
        out
    }
}
