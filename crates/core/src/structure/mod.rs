//! What is the document, where are its parts, what is furniture.

use crate::document::{Document, Mask, Meta, Structure};
use crate::error::Error;
use crate::offsets::Normalised;
use crate::text::SourceText;

/// Takes pages apart. Immutable and shareable.
#[derive(Debug)]
pub struct Structurer {}

impl Structurer {
    /// Loads the tables of furniture, markers, outline and kinds.
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new() -> Result<Self, Error> {
        Ok(Self {})
    }

    /// The parts of a page. `id` is used only where a file name tells a title.
    #[must_use]
    pub fn structure(
        &self,
        _source: &SourceText,
        _normal: &Normalised,
        _masks: &[Mask],
        _meta: &Meta,
    ) -> Structure {
        Structure::default()
    }
}

/// The page as a document reads: furniture and glosses out, broken lines joined, in its own script.
#[must_use]
pub fn clean(doc: &Document) -> String {
    doc.source().as_str().to_owned()
}
