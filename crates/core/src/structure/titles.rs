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
const AFTER: [char; 13] = ['》', '”', '"', '】', '|', '·', '*', '1', '2', '3', '4', '5', '6'];

/// What joins the names of two documents in one title.
const AND: [char; 4] = ['和', '及', '与', '暨'];

/// A word that ends titles.
#[derive(Clone, Copy, Debug)]
struct Word {
    text: &'static str,
    /// The kind it names; none for words that only say how a document is offered.
    kind: Option<ArticleKind>,
    /// Whether a line that ends with it may begin an article.
    begins: bool,
}

/// The words, longest first.
#[derive(Debug)]
pub(super) struct Titles {
    words: Vec<Word>,
    /// Finds those that may begin an article, and name its kind, by their place.
    finder: Finder<usize>,
    /// The last characters of the words, each with its words, the longest first.
    last: Vec<(char, Vec<usize>)>,
}

impl Titles {
    /// Reads the table.
    pub(super) fn load() -> Result<Self, Error> {
        let text = include_str!("../../data/structure/titles.tsv");
        let table = Table::parse("structure/titles.tsv", text, &["word", "kind", "begins"])?;
        table.unique("word")?;
        let mut words = Vec::new();
        for row in table.rows() {
            let kind = match row.get("kind") {
                "none" => None,
                name => Some(ArticleKind::from_name(name).ok_or_else(|| row.error("no such kind"))?),
            };
            let begins = match row.get("begins") {
                "yes" => true,
                "no" => false,
                other => return Err(row.error(format!("begins is {other:?}, not yes or no"))),
            };
            words.push(Word { text: row.need("word")?, kind, begins });
        }
        words.sort_by_key(|w| std::cmp::Reverse(w.text.len()));
        let mut by_last: BTreeMap<char, Vec<usize>> = BTreeMap::new();
        for (i, word) in words.iter().enumerate() {
            by_last.entry(word.text.chars().next_back().unwrap_or('\0')).or_default().push(i);
        }
        let last = by_last.into_iter().collect();
        let named = words.iter().enumerate().filter(|(_, w)| w.begins && w.kind.is_some());
        let finder = Finder::new(named.map(|(i, w)| (w.text, i)));
        Ok(Self { words, finder, last })
    }

    /// The words that may begin an article, as a group of a regular expression.
    pub(super) fn alternation(&self) -> String {
        let words: Vec<&str> = self.words.iter().filter(|w| w.begins).map(|w| w.text).collect();
        format!("(?:{})", words.join("|"))
    }

    /// Whether `line` ends with a word that may begin an article; a bracketed remark and white space after it do
    /// not count.
    pub(super) fn ends(&self, line: &str) -> bool {
        self.ending(line).is_some_and(|(w, _)| w.begins)
    }

    /// The word that `line` ends with, and whether 的 stands before it.
    fn ending(&self, line: &str) -> Option<(Word, bool)> {
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
        let word = words.iter().map(|&i| self.words[i]).find(|w| tail.ends_with(w.text))?;
        Some((word, tail[..tail.len() - word.text.len()].ends_with('的')))
    }

    /// The words that end in `last`.
    fn ending_in(&self, last: char) -> Option<&[usize]> {
        let at = self.last.binary_search_by_key(&last, |(c, _)| *c).ok()?;
        Some(&self.last[at].1)
    }

    /// The kind that a title names: by its end, else by the word that ends last in it.
    ///
    /// Of two documents in one (工作总结和工作计划) the first gives the kind, but not in 关于…和…的报告.
    pub(super) fn kind(&self, title: &str) -> Option<ArticleKind> {
        let ending = self.ending(title);
        if ending.is_some_and(|(_, of)| !of) {
            let mut parts = title.match_indices(AND).filter_map(|(i, _)| self.ending(&title[..i])?.0.kind);
            if let Some(first) = parts.next() {
                return Some(first);
            }
        }
        ending.and_then(|(w, _)| w.kind).or_else(|| {
            let title = squeezed(title);
            let mut last = None;
            self.finder.each(&title, |at, len, word| last = last.max(Some((at + len, len, word))));
            last.and_then(|(_, _, word)| self.words[word].kind)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_a_title_tells_its_kind() {
        let titles = Titles::load().unwrap();
        let cases = [
            ("护林工作计划", Some(ArticleKind::Plan), true),
            ("关于护林工作方案的通知", Some(ArticleKind::Notice), true),
            ("农业和农村工作总结及明年打算", Some(ArticleKind::Summary), true),
            ("关于护林总结和防火计划的报告", Some(ArticleKind::Report), true),
            ("护林工作总结范文", Some(ArticleKind::Summary), true),
            ("护林工作总结范文大全", Some(ArticleKind::Summary), false),
            ("护林站重点任务清单", Some(ArticleKind::Other), false),
            ("镇长讲话提纲", Some(ArticleKind::Speech), false),
            ("护林站施政目标与重点", Some(ArticleKind::Plan), false),
            ("护林公约（试行）", Some(ArticleKind::Other), false),
            ("全镇林业形势分析", Some(ArticleKind::Report), false),
            ("护林站", None, false),
        ];
        for (title, kind, begins) in cases {
            assert_eq!((titles.kind(title), titles.ends(title)), (kind, begins), "{title}");
        }
    }
}
