//! Titles: the words that end the name of a document, and the kind of document they name.

use super::finder::Finder;
use super::lines::{is_blank, squeezed};
use crate::document::ArticleKind;
use crate::error::Error;
use crate::tables::Table;
use std::collections::BTreeMap;

/// Characters at the end of a title in which its last word stands.
const TAIL: usize = 40;
/// What may stand after the last word of a title.
const AFTER: [char; 12] = ['》', '”', '"', '】', '·', '*', '1', '2', '3', '4', '5', '6'];

/// The words, longest first.
#[derive(Debug)]
pub(super) struct Titles {
    words: Vec<(&'static str, ArticleKind)>,
    /// Finds them by their place.
    finder: Finder<usize>,
    /// The last characters of the words, each with its words, the longest first.
    last: Vec<(char, Vec<usize>)>,
}

impl Titles {
    /// Reads the table.
    pub(super) fn load() -> Result<Self, Error> {
        let text = include_str!("../../data/structure/titles.tsv");
        let table = Table::parse("structure/titles.tsv", text, &["word", "kind"])?;
        table.unique("word")?;
        let mut words = Vec::new();
        for row in table.rows() {
            let kind = ArticleKind::from_name(row.get("kind")).ok_or_else(|| row.error("no such kind"))?;
            words.push((row.need("word")?, kind));
        }
        words.sort_by_key(|(w, _)| std::cmp::Reverse(w.len()));
        let mut by_last: BTreeMap<char, Vec<usize>> = BTreeMap::new();
        for (i, (word, _)) in words.iter().enumerate() {
            by_last.entry(word.chars().next_back().unwrap_or('\0')).or_default().push(i);
        }
        let last = by_last.into_iter().collect();
        let finder = Finder::new(words.iter().enumerate().map(|(i, (w, _))| (*w, i)));
        Ok(Self { words, finder, last })
    }

    /// The words as a group of a regular expression.
    pub(super) fn alternation(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|(w, _)| *w).collect();
        format!("(?:{})", words.join("|"))
    }

    /// Whether `line` ends with one of the words; a bracketed remark and white space after it do not count.
    pub(super) fn ends(&self, line: &str) -> bool {
        self.ending(line).is_some()
    }

    /// The kind that the end of `line` names.
    fn ending(&self, line: &str) -> Option<ArticleKind> {
        // Most lines end with a full stop and are no titles.
        let end = line.chars().rev().find(|c| !is_blank(*c))?;
        if !AFTER.contains(&end) && !matches!(end, '）' | ')') && self.ending_in(end).is_none() {
            return None;
        }
        // Letters set apart for looks (工 作 报 告) count as together.
        let line = squeezed(line);
        let from = line.char_indices().rev().take(TAIL).last().map_or(0, |(i, _)| i);
        let mut tail = line[from..].trim_end_matches(AFTER);
        if tail.ends_with(['）', ')']) {
            let open = tail.rfind(['（', '('])?;
            tail = &tail[..open];
        }
        let words = self.ending_in(tail.chars().next_back()?)?;
        words.iter().map(|i| self.words[*i]).find(|(w, _)| tail.ends_with(w)).map(|(_, k)| k)
    }

    /// The words that end in `last`.
    fn ending_in(&self, last: char) -> Option<&[usize]> {
        let at = self.last.binary_search_by_key(&last, |(c, _)| *c).ok()?;
        Some(&self.last[at].1)
    }

    /// The kind that a title names: by its end, else by the word that ends last in it.
    ///
    /// Of two documents in one (工作总结和工作计划) the first gives the kind.
    pub(super) fn kind(&self, title: &str) -> Option<ArticleKind> {
        if let Some(i) = title.find(['和', '及', '与', '暨'])
            && let Some(first) = self.ending(&title[..i])
            && self.ending(title).is_some()
        {
            return Some(first);
        }
        self.ending(title).or_else(|| {
            let title = squeezed(title);
            let mut last = None;
            self.finder.each(&title, |at, len, kind| last = last.max(Some((at + len, len, kind))));
            last.map(|(_, _, kind)| self.words[kind].1)
        })
    }
}
