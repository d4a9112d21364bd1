//! Reading tables of knowledge: tab-separated text that a reader of Chinese can review and extend.
//!
//! The first line that is not a comment names the columns. `#` at the start of a line makes a comment; blank
//! lines are passed over. Every row has every column; a cell may be empty.

use crate::error::Error;
use regex::Regex;
use std::sync::OnceLock;

/// A parsed table that borrows from its text.
#[derive(Debug)]
pub(crate) struct Table<'t> {
    name: &'static str,
    columns: Vec<&'t str>,
    /// The line of each row.
    lines: Vec<usize>,
    /// The cells of all rows, one row after the other.
    cells: Vec<&'t str>,
}

/// One row, with its place for messages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a, 't> {
    table: &'a Table<'t>,
    line: usize,
    cells: &'a [&'t str],
}

impl<'t> Table<'t> {
    /// Parses `text` and checks that it has exactly the `columns`, in that order.
    pub(crate) fn parse(name: &'static str, text: &'t str, columns: &[&str]) -> Result<Self, Error> {
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(i, l)| (i + 1, l.trim_end_matches('\r')))
            .filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
        let (line, head) = lines.next().ok_or_else(|| Error::table(name, "no header line"))?;
        let head: Vec<&str> = head.split('\t').collect();
        if head != columns {
            return Err(Error::table(format!("{name}:{line}"), format!("columns {head:?}, not {columns:?}")));
        }
        let (mut rows, mut cells) = (Vec::new(), Vec::new());
        for (line, text) in lines {
            let before = cells.len();
            cells.extend(text.split('\t'));
            if cells.len() - before != head.len() {
                let what = format!("{} cells under {} columns", cells.len() - before, head.len());
                return Err(Error::table(format!("{name}:{line}"), what));
            }
            rows.push(line);
        }
        Ok(Self { name, columns: head, lines: rows, cells })
    }

    /// The rows in order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_, 't>> {
        let rows = self.cells.chunks(self.columns.len());
        self.lines.iter().zip(rows).map(|(&line, cells)| Row { table: self, line, cells })
    }

    /// Fails when two rows have the same cell in `column`.
    pub(crate) fn unique(&self, column: &str) -> Result<(), Error> {
        let mut seen = std::collections::HashMap::new();
        for row in self.rows() {
            if let Some(first) = seen.insert(row.get(column), row.line) {
                return Err(
                    row.error(format!("{column} {:?} stands in line {first} already", row.get(column)))
                );
            }
        }
        Ok(())
    }
}

impl<'t> Row<'_, 't> {
    /// The cell under `column`.
    ///
    /// # Panics
    /// When the table has no such column: the header was checked on parsing, so that is a slip in the code.
    pub(crate) fn get(&self, column: &str) -> &'t str {
        let i = self.table.columns.iter().position(|c| *c == column).expect("a column of the checked header");
        self.cells[i]
    }

    /// The cell under `column`, which must hold something.
    pub(crate) fn need(&self, column: &str) -> Result<&'t str, Error> {
        match self.get(column) {
            "" => Err(self.error(format!("{column} is empty"))),
            cell => Ok(cell),
        }
    }

    /// An error at this row.
    pub(crate) fn error(&self, what: impl Into<String>) -> Error {
        Error::table(format!("{}:{}", self.table.name, self.line), what)
    }
}

/// A regular expression of a table, compiled when it is first used: a page meets few of them, and compiling one
/// costs more than reading a page.
///
/// The tables are part of the program, so that their patterns are checked where the tests load them.
#[derive(Debug)]
pub(crate) struct LazyRegex {
    source: String,
    built: OnceLock<Regex>,
}

impl LazyRegex {
    /// A pattern in the syntax of the regex crate; what is none is refused in tests.
    pub(crate) fn new(source: String, error: impl Fn(String) -> Error) -> Result<Self, Error> {
        if cfg!(test) {
            Regex::new(&source).map_err(|e| error(e.to_string()))?;
        }
        Ok(Self { source, built: OnceLock::new() })
    }

    /// As it is written.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Compiled.
    pub(crate) fn get(&self) -> &Regex {
        self.built.get_or_init(|| Regex::new(&self.source).expect("a test compiles every pattern"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_compiled_when_it_is_used() {
        let pattern = LazyRegex::new("甲".to_owned(), |e| Error::table("test", e)).unwrap();
        assert!(pattern.built.get().is_none());
        assert!(pattern.get().is_match("甲乙") && pattern.built.get().is_some());
        assert!(LazyRegex::new("(".to_owned(), |e| Error::table("test", e)).is_err());
    }

    #[test]
    fn a_bad_table_is_refused_with_its_line() {
        let parse = |t| Table::parse("t.tsv", t, &["a", "b"]).map(|_| ()).unwrap_err().to_string();
        assert_eq!(parse(""), "t.tsv: table not well formed: no header line");
        assert!(parse("a\tc\n").starts_with("t.tsv:1: "));
        assert!(parse("# note\na\tb\n\n1\n").starts_with("t.tsv:4: "));
        let t = Table::parse("t.tsv", "a\tb\n1\tx\n2\ty\n1\tz\n", &["a", "b"]).unwrap();
        assert!(t.unique("a").unwrap_err().to_string().contains("line 2"));
        assert!(t.unique("b").is_ok());
    }
}
