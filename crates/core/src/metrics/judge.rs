//! Decides which expressions are metrics and what they mean in their passage.

use super::expr::Kind;
use super::lex::Lexer;
use crate::calendar::Edtf;
use crate::document::{ArticleId, Document, SectionId};
use crate::error::Error;
use crate::number::Decimal;
use crate::span::{Source, Span};

/// What a figure is to its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // the names of the contract
pub enum Role {
    Target,
    Actual,
    Reference,
}

impl Role {
    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Actual => "actual",
            Self::Reference => "reference",
        }
    }
}

/// Whether a figure is a growth or a fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names of the contract
pub enum Change {
    Up,
    Down,
}

impl Change {
    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// One metric; the fields are those of `METRICS.md`, spans point into the original.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// The core of the value expression.
    pub at: Span<Source>,
    /// The sentence that holds it.
    pub sentence: Span<Source>,
    /// The innermost article.
    pub article: Option<ArticleId>,
    /// The innermost section.
    pub section: Option<SectionId>,
    /// See [`Kind`].
    pub kind: Kind,
    /// See [`Role`].
    pub role: Role,
    /// Lower bound, in `unit`.
    pub min: Option<Decimal>,
    /// Upper bound, in `unit`.
    pub max: Option<Decimal>,
    /// Whether the figure is approximate.
    pub approx: bool,
    /// Whether its digits were blanked out.
    pub masked: bool,
    /// Canonical unit, in the text's own script.
    pub unit: Option<String>,
    /// Period of a frequency or rate.
    pub per: Option<String>,
    /// The date of a calendar metric; of the others the time by or within which.
    pub edtf: Option<Edtf>,
    /// What is measured, in the text's own script.
    pub indicator: Option<String>,
    /// Growth or fall.
    pub change: Option<Change>,
    /// Key of a common indicator.
    pub indicator_id: Option<&'static str>,
    /// Reference year of the figure.
    pub year: Option<Edtf>,
    /// The rule that made the record.
    pub rule: &'static str,
    /// 0 to 1.
    pub confidence: f32,
}

/// Extracts metrics. Immutable and shareable.
#[derive(Debug)]
pub struct Extractor {
    lexer: Lexer,
}

impl Extractor {
    /// Loads the tables.
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { lexer: Lexer::new()? })
    }

    /// The lexer, for `parse`.
    #[must_use]
    pub fn lexer(&self) -> &Lexer {
        &self.lexer
    }

    /// Every metric of the page, sorted by start.
    #[must_use]
    pub fn extract(&self, _doc: &Document) -> Vec<Metric> {
        Vec::new()
    }
}
