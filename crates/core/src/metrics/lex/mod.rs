//! Finds every number, quantity and calendar expression.
//!
//! A hand-written scanner over the characters. Dense tables tell in one load whether an expression can begin at a
//! character; where it can, the readers are tried in order (calendar, fixed words, frequencies, quantities) and the
//! scan goes on behind what they read. Every reader looks a bounded number of characters ahead or consumes what it
//! reads, so the whole is linear in the text.
//!
//! Words (units, bounds, periods, fixed words) live in `data/metrics/*.tsv`; code knows how they combine.

mod bound;
mod numeral;
mod quantity;
mod table;
mod text;
mod words;

use super::expr::Expr;
use crate::error::Error;
use crate::span::{Normal, Span};
use table::{Bound, Unit};
use text::{Chars, View};
use words::Words;

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
pub struct Lexer {
    chars: Chars,
    units: Words<Unit>,
    currency_prefixes: Words<Box<str>>,
    before: Words<Bound>,
    after: Words<Bound>,
}

impl Lexer {
    /// Loads the tables of units and calendar words.
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new() -> Result<Self, Error> {
        let mut chars = table::chars()?;
        let (before, after) = table::bounds()?;
        let currency_prefixes = table::currency_prefixes()?;
        for c in currency_prefixes.heads().chain(['负', '-']) {
            chars.trigger(c);
        }
        Ok(Self { chars, units: table::units()?, currency_prefixes, before, after })
    }

    /// Every expression inside `within`, sorted by start, disjoint.
    ///
    /// `text` is best a normal form; Traditional and full-width characters are understood as well.
    ///
    /// # Panics
    /// When `within` does not lie on character boundaries of `text`.
    #[must_use]
    pub fn scan(&self, text: &str, within: Span<Normal>, anchor: Anchor) -> Vec<Expr> {
        let view = View::new(text, within.start(), within.end(), &self.chars);
        let mut out = Vec::new();
        let mut here = view.start();
        while let Some(at) = view.seek(here) {
            let next = match self.read(&view, at, anchor) {
                Some(e) => {
                    let end = e.at.end();
                    out.push(e);
                    end
                }
                None => view.next(at).map_or(view.end(), |(_, end)| end),
            };
            here = next;
        }
        out
    }

    fn read(&self, view: &View<'_>, at: usize, _anchor: Anchor) -> Option<Expr> {
        let mut e = quantity::read(self, view, at)?;
        bound::apply(self, view, &mut e);
        Some(e)
    }
}
