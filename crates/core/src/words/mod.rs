//! Words: jieba over the normal form, numbers, dates and titles kept whole.

use crate::error::Error;
use crate::span::{Normal, Span};
use std::borrow::Cow;

/// How finely text is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Granularity {
    /// Words as a dictionary lists them.
    #[default]
    Fine,
    /// Names and terms whole.
    Coarse,
    /// Coarse words and the fine ones inside them, for an index.
    Search,
}

/// How to segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SegmentConfig {
    /// How finely.
    pub granularity: Granularity,
    /// Whether unknown words are guessed by jieba's hidden Markov model.
    pub hmm: bool,
}

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where.
    pub at: Span<Normal>,
    /// Part of speech (ICTCLAS tags as jieba has them) or class.
    pub tag: Cow<'static, str>,
}

/// Cuts text into words. Immutable and shareable; holds the dictionary.
#[derive(Debug)]
pub struct Segmenter {
    _config: SegmentConfig,
}

impl Segmenter {
    /// Loads the dictionary (over 100 ms: do it once).
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new(config: SegmentConfig) -> Result<Self, Error> {
        Ok(Self { _config: config })
    }

    /// The words inside `within` of a normal form; with the gaps between them they make up the text.
    #[must_use]
    pub fn segment(&self, _text: &str, _within: Span<Normal>) -> Vec<Token> {
        Vec::new()
    }
}
