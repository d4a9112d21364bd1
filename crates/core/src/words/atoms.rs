//! Stretches that are one word whatever a dictionary says.

use crate::error::Error;
use crate::span::{Normal, Span};
use crate::tables::Table;
use regex::Regex;

const ATOMS: &str = include_str!("../../data/words/atoms.tsv");

/// The patterns of `data/words/atoms.tsv` as one alternation: leftmost match, earlier row first.
#[derive(Debug)]
pub(super) struct Atoms {
    pattern: Regex,
    tags: Vec<&'static str>,
}

impl Atoms {
    pub(super) fn new() -> Result<Self, Error> {
        let table = Table::parse("words/atoms.tsv", ATOMS, &["tag", "pattern", "example"])?;
        let (mut parts, mut tags) = (Vec::new(), Vec::new());
        for row in table.rows() {
            let pattern = row.need("pattern")?;
            Regex::new(pattern).map_err(|e| row.error(e.to_string()))?;
            parts.push(format!("({pattern})"));
            tags.push(row.need("tag")?);
        }
        let pattern =
            Regex::new(&parts.join("|")).map_err(|e| Error::table("words/atoms.tsv", e.to_string()))?;
        if pattern.captures_len() != tags.len() + 1 {
            return Err(Error::table("words/atoms.tsv", "patterns may not have groups that capture"));
        }
        Ok(Self { pattern, tags })
    }

    /// The atoms inside `within`, sorted and disjoint, each with its tag.
    pub(super) fn find<'a>(
        &'a self,
        text: &'a str,
        within: Span<Normal>,
    ) -> impl Iterator<Item = (Span<Normal>, &'static str)> + 'a {
        self.pattern.captures_iter(&text[within.range()]).map(move |found| {
            let (i, m) = (1..found.len()).find_map(|i| Some((i, found.get(i)?))).expect("one row matched");
            (Span::new(within.start() + m.start(), within.start() + m.end()), self.tags[i - 1])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_matches_its_example_whole() {
        let atoms = Atoms::new().unwrap();
        let table = Table::parse("words/atoms.tsv", ATOMS, &["tag", "pattern", "example"]).unwrap();
        for row in table.rows() {
            let example = row.get("example");
            let found: Vec<_> = atoms.find(example, Span::new(0, example.len())).collect();
            assert_eq!(found, [(Span::new(0, example.len()), row.get("tag"))], "{example}");
        }
    }
}
