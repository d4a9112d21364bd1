//! Patterns of the tables: compiled when first tried, and tried only on texts that hold what they need.
//!
//! Most pages meet few of the patterns, and compiling one costs more than reading a page. So a pattern is kept as
//! it is written until the table's [`Filter`] lets a text through to it.

use super::expand;
use super::filter::{Filter, Set};
use crate::error::Error;
use crate::tables::{LazyRegex, Row, Table};
use regex::Regex;

/// A regular expression that is compiled when it is first tried.
#[derive(Debug)]
pub(super) struct Pattern(LazyRegex);

impl Pattern {
    /// A pattern of a table, in which signs stand for parts, see [`expand::expand`].
    pub(super) fn new(pattern: &str, error: impl Fn(String) -> Error) -> Result<Self, Error> {
        LazyRegex::new(expand::expand(pattern), error).map(Self)
    }

    /// As it is written, in the syntax of the regex crate.
    pub(super) fn source(&self) -> &str {
        self.0.source()
    }

    /// The pattern, compiled.
    pub(super) fn regex(&self) -> &Regex {
        self.0.get()
    }

    /// Whether it is found in `text`.
    pub(super) fn is_match(&self, text: &str) -> bool {
        #[cfg(test)]
        super::work::add(text.len());
        self.regex().is_match(text)
    }

    /// What it finds first in `text`.
    pub(super) fn captures<'t>(&self, text: &'t str) -> Option<regex::Captures<'t>> {
        #[cfg(test)]
        super::work::add(text.len());
        self.regex().captures(text)
    }
}

/// The rows of a table of patterns: `row` says what a row stands for and gives its pattern.
pub(super) fn rows<T>(
    name: &'static str,
    text: &'static str,
    columns: &[&str],
    mut row: impl FnMut(Row<'_, 'static>) -> Result<(T, String), Error>,
) -> Result<Vec<(T, Pattern)>, Error> {
    let table = Table::parse(name, text, columns)?;
    let read = table.rows().map(|r| {
        let (what, pattern) = row(r)?;
        Ok((what, Pattern::new(&pattern, |e| r.error(e))?))
    });
    read.collect()
}

/// A table of patterns, each with what it stands for, and the filter that says which may match.
#[derive(Debug)]
pub(super) struct Patterns<T> {
    rows: Vec<(T, Pattern)>,
    filter: Filter,
}

impl<T> Patterns<T> {
    /// Reads a table, see [`rows`].
    pub(super) fn load(
        name: &'static str,
        text: &'static str,
        columns: &[&str],
        row: impl FnMut(Row<'_, 'static>) -> Result<(T, String), Error>,
    ) -> Result<Self, Error> {
        Self::new(name, rows(name, text, columns, row)?)
    }

    /// The patterns of `rows` with their filter.
    pub(super) fn new(name: &'static str, rows: Vec<(T, Pattern)>) -> Result<Self, Error> {
        let filter = Filter::new(name, rows.iter().map(|(_, p)| p))?;
        Ok(Self { rows, filter })
    }

    /// The filter.
    pub(super) fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The rows in `set`, in the table's order.
    pub(super) fn rows(&self, set: Set) -> impl Iterator<Item = &(T, Pattern)> {
        set.iter().map(|i| &self.rows[i])
    }

    /// The same with their places in the table.
    pub(super) fn numbered(&self, set: Set) -> impl Iterator<Item = (usize, &T, &Pattern)> {
        set.iter().map(|i| (i, &self.rows[i].0, &self.rows[i].1))
    }

    /// What all rows stand for.
    pub(super) fn all(&self) -> impl Iterator<Item = &T> {
        self.rows.iter().map(|(t, _)| t)
    }

    /// The patterns, in the table's order.
    pub(super) fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        self.rows.iter().map(|(_, p)| p)
    }

    /// The rows that may match `line`, which has no white space at its ends.
    pub(super) fn of_line(&self, line: &str) -> impl Iterator<Item = &(T, Pattern)> {
        self.rows(self.filter.of_line(line))
    }
}
