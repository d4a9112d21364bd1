//! Finds every number, quantity and calendar expression.

use super::expr::Expr;
use crate::error::Error;
use crate::span::{Normal, Span};

/// What relative words (今年, 本月十日) are reckoned from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// Year, where known.
    pub year: Option<u16>,
    /// Month, where known.
    pub month: Option<u8>,
    /// Day, where known.
    pub day: Option<u8>,
}

/// The lexer of numbers and time. Immutable and shareable.
#[derive(Debug)]
pub struct Lexer {}

impl Lexer {
    /// Loads the tables of units and calendar words.
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new() -> Result<Self, Error> {
        Ok(Self {})
    }

    /// Every expression inside `within`, sorted by start, disjoint. `text` is a normal form.
    #[must_use]
    pub fn scan(&self, _text: &str, _within: Span<Normal>, _anchor: Anchor) -> Vec<Expr> {
        Vec::new()
    }
}
