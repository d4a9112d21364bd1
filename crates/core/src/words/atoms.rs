//! Stretches whose form says that they are one word: numbers, dates, document numbers, addresses, masks.
//!
//! `data/words/atoms.tsv` has a pattern a row. All patterns are one automaton that runs from where a stretch may
//! begin, so that a stretch is read once whatever the number of rows.

use crate::error::Error;
use crate::tables::{LazyRegex, Table};
use regex_automata::meta;
use regex_automata::{Anchored, Input};
use std::ops::Range;

const ATOMS: &str = include_str!("../../data/words/atoms.tsv");
const COLUMNS: &[&str] = &["class", "parts", "pattern", "example"];

/// What stands before the brackets of a document number: the short name of who issued it. From organs that can only
/// begin one, or one character of a place before a government, to the kind of document.
const ISSUER: &str = include_str!("../../data/words/issuer.regex");

/// The patterns, and what is cut off the front of a match in the fine cut.
#[derive(Debug)]
pub(super) struct Atoms {
    /// Begin with a digit, a letter or a sign: kept whatever the dictionary says.
    hard: Set,
    /// Begin with a Chinese character: rivals of the dictionary's words.
    soft: Set,
    issuer: LazyRegex,
}

#[derive(Debug)]
struct Set {
    patterns: meta::Regex,
    rows: Vec<Class>,
}

#[derive(Debug)]
struct Class {
    tag: &'static str,
    parts: Option<LazyRegex>,
}

/// A number of a row, to ask for its tag and parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AtomClass {
    soft: bool,
    row: u16,
}

impl Atoms {
    pub(super) fn new() -> Result<Self, Error> {
        let table = Table::parse("words/atoms.tsv", ATOMS, COLUMNS)?;
        let mut names: Vec<(String, String)> = Vec::new();
        let (mut hard, mut soft) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
        for row in table.rows() {
            let mut pattern = row.need("pattern")?.to_owned();
            for (name, part) in &names {
                pattern = pattern.replace(name, part);
            }
            if let Some(name) = row.need("class")?.strip_prefix('=') {
                names.push((format!("{{{name}}}"), pattern));
                continue;
            }
            let parts = match row.get("parts") {
                "" => None,
                parts => Some(LazyRegex::new(format!("^(?:{parts})"), |e| row.error(e))?),
            };
            let to = if row.need("example")?.starts_with(is_han) { &mut soft } else { &mut hard };
            to.0.push(pattern);
            to.1.push(Class { tag: row.need("class")?, parts });
        }
        let set = |(patterns, rows): (Vec<String>, Vec<Class>)| {
            let config = meta::Config::new().utf8_empty(true);
            let patterns = meta::Builder::new().configure(config).build_many(&patterns);
            let patterns = patterns.map_err(|e| Error::table("words/atoms.tsv", e.to_string()))?;
            Ok::<_, Error>(Set { patterns, rows })
        };
        let issuer = LazyRegex::new(ISSUER.trim().to_owned(), |e| Error::table("words/issuer.regex", e))?;
        Ok(Self { hard: set(hard)?, soft: set(soft)?, issuer })
    }

    /// The atom that begins at `at`, which is no Chinese character, and ends by `end`.
    pub(super) fn hard(&self, text: &str, at: usize, end: usize) -> Option<(usize, AtomClass)> {
        self.hard.find(text, at, end).map(|(end, row)| (end, AtomClass { soft: false, row }))
    }

    /// The atom that begins at `at`, which is a Chinese character, and ends by `end`.
    pub(super) fn soft(&self, text: &str, at: usize, end: usize) -> Option<(usize, AtomClass)> {
        self.soft.find(text, at, end).map(|(end, row)| (end, AtomClass { soft: true, row }))
    }

    fn class(&self, class: AtomClass) -> &Class {
        let set = if class.soft { &self.soft } else { &self.hard };
        &set.rows[usize::from(class.row)]
    }

    /// Its tag.
    pub(super) fn tag(&self, class: AtomClass) -> &'static str {
        self.class(class).tag
    }

    /// The ends of the parts that an atom has in the fine cut; the last is its own.
    pub(super) fn parts(&self, class: AtomClass, atom: &str, mut put: impl FnMut(usize)) {
        let mut at = 0;
        if let Some(parts) = &self.class(class).parts {
            while let Some(part) =
                parts.get().find(&atom[at..]).filter(|p| !p.is_empty() && at + p.end() < atom.len())
            {
                at += part.end();
                put(at);
            }
        }
        put(atom.len());
    }

    /// Where the issuer of a document number begins that ends where `text` does.
    pub(super) fn issuer(&self, text: &str) -> Option<Range<usize>> {
        self.issuer.get().find(text).map(|found| found.range())
    }
}

impl Set {
    fn find(&self, text: &str, at: usize, end: usize) -> Option<(usize, u16)> {
        let input = Input::new(&text[..end]).range(at..end).anchored(Anchored::Yes);
        let found = self.patterns.find(input).filter(|found| !found.is_empty())?;
        Some((found.end(), u16::try_from(found.pattern().as_usize()).expect("few rows")))
    }
}

/// Whether a character is of the main block of Chinese characters, or stands for one in numbers.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_matches_its_example_whole() {
        let atoms = Atoms::new().unwrap();
        let table = Table::parse("words/atoms.tsv", ATOMS, COLUMNS).unwrap();
        let mut rows = (0, 0);
        for row in table.rows().filter(|row| !row.get("class").starts_with('=')) {
            let example = row.get("example");
            let (found, n) = if example.starts_with(is_han) {
                (atoms.soft(example, 0, example.len()), &mut rows.0)
            } else {
                (atoms.hard(example, 0, example.len()), &mut rows.1)
            };
            let (end, class) = found.unwrap_or_else(|| panic!("{example}"));
            assert_eq!((end, usize::from(class.row)), (example.len(), *n), "{example}");
            *n += 1;
        }
    }
}
