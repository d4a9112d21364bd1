//! Which patterns of a table may match a text: most lines meet none, and learn so in one pass.
//!
//! The filter knows of each pattern the literals without which it cannot match and, of those bound to the ends of
//! a line, the characters that can stand there ([`super::literals`]). A line is first asked for its first characters
//! and its last one; only if a pattern is left are literals looked for.
//!
//! Linear in the text.

use super::finder::Finder;
use super::literals::{self, Asks, OPENING};
use super::pattern::Pattern;
use crate::error::Error;
use std::collections::HashMap;

/// A set of patterns of one table, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Set(u128);

impl Set {
    /// Whether it holds nothing.
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What is in both.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether pattern `i` is in it.
    pub(super) fn has(self, i: usize) -> bool {
        self.0 >> i & 1 == 1
    }

    /// This set and pattern `i`.
    pub(super) fn with(self, i: usize) -> Self {
        Self(self.0 | 1 << i)
    }

    /// What is in this set only.
    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// What is in either.
    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The same patterns with numbers that are `by` larger.
    pub(super) fn shifted(self, by: u32) -> Self {
        Self(self.0 << by)
    }

    /// Of a set of tables with `len` numbers each, the patterns of the table whose numbers begin with `from`.
    pub(super) fn table(self, from: u32, len: u32) -> Self {
        Self(self.0 >> from & ((1 << len) - 1))
    }

    /// The numbers in it, rising.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let next = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(next)
        })
    }
}

/// Tells which patterns of a table may match a text.
#[derive(Debug)]
pub(super) struct Filter {
    finder: Finder<Set>,
    /// Patterns that need no literal.
    always: Set,
    first: [Edge; OPENING],
    last: Edge,
}

/// Literals that are met so often in ten thousand characters are not looked for.
const COMMON: usize = 300;

include!(concat!(env!("OUT_DIR"), "/asks.rs"));

/// What the build script knows of a pattern.
fn known(pattern: &str) -> Option<&'static Asks<&'static [&'static str], &'static str>> {
    ASKS.binary_search_by_key(&pattern, |(pattern, _)| *pattern).ok().map(|i| &ASKS[i].1)
}

impl Filter {
    /// The filter of `patterns`, which are known by their place in the order given.
    pub(super) fn new<'p>(
        table: &'static str,
        patterns: impl Iterator<Item = &'p Pattern>,
    ) -> Result<Self, Error> {
        let error = |e: String| Error::table(table, e);
        let mut new = FilterBuilder::default();
        for (i, pattern) in patterns.enumerate() {
            let one = 1u128.checked_shl(u32::try_from(i).unwrap_or(u32::MAX));
            let one = Set(one.ok_or_else(|| error("more than 128 patterns".to_owned()))?);
            if let Some(asks) = known(pattern.source()) {
                new.add(one, asks.needs, asks.opening, asks.last);
            } else {
                #[cfg(test)]
                super::work::read(pattern.source());
                let hir = regex_syntax::parse(pattern.source()).map_err(|e| error(e.to_string()))?;
                let Asks { needs, opening, last } = Asks::of(&hir);
                new.add(one, needs.as_deref(), opening.each_ref().map(Option::as_deref), last.as_deref());
            }
        }
        let FilterBuilder { always, literals, first, last } = new;
        let (first, last) = (first.map(EdgeBuilder::finish), last.finish());
        Ok(Self { finder: Finder::new(literals.into_iter()), always, first, last })
    }

    /// The patterns that may match somewhere in `text`; all that do are among them.
    pub(super) fn of(&self, text: &str) -> Set {
        let mut all = self.always;
        self.finder.each(text, |_, _, set| all.0 |= set.0);
        all
    }

    /// The patterns that may match `line`, which has no white space at its ends.
    pub(super) fn of_line(&self, line: &str) -> Set {
        let edges = self.of_edges(line);
        if edges.is_empty() { edges } else { edges.and(self.of(line)) }
    }

    /// The same where the literals of `found` are known to be all that the line, or more than the line, holds.
    pub(super) fn of_known_line(&self, line: &str, found: Set) -> Set {
        let may = self.of_known(found);
        if may.is_empty() { may } else { may.and(self.of_edges(line)) }
    }

    /// The patterns that may match somewhere in a text that has no literals but those of `found`.
    pub(super) fn of_known(&self, found: Set) -> Set {
        self.always.or(found)
    }

    /// The patterns that may match at the start of `text`, by its first characters alone.
    pub(super) fn of_start(&self, text: &str) -> Set {
        let mut chars = text.chars();
        let [first, rest @ ..] = &self.first;
        let mut may = first.of(chars.next());
        for edge in rest {
            if may.is_empty() {
                break;
            }
            may = may.and(edge.of(chars.next()));
        }
        may
    }

    /// The patterns that may match `line` by its first characters and its last one alone.
    fn of_edges(&self, line: &str) -> Set {
        self.first[0].of(line.chars().next()).and(self.last.of(line.chars().next_back()))
    }

    /// Whether some pattern needs no literal.
    pub(super) fn has_free(&self) -> bool {
        !self.always.is_empty()
    }

    /// The literals and the patterns that need each.
    pub(super) fn literals(&self) -> impl Iterator<Item = (&str, Set)> {
        self.finder.words()
    }
}

/// A filter while its patterns are read.
#[derive(Default)]
struct FilterBuilder {
    always: Set,
    literals: HashMap<Box<str>, Set>,
    first: [EdgeBuilder; OPENING],
    last: EdgeBuilder,
}

impl FilterBuilder {
    /// Adds a pattern with what it asks.
    fn add<S: AsRef<str>>(
        &mut self,
        pattern: Set,
        needs: Option<&[S]>,
        opening: [Option<&str>; OPENING],
        last: Option<&str>,
    ) {
        let bound = opening[0].is_some();
        for (edge, chars) in self.first.iter_mut().zip(opening) {
            edge.add(pattern, chars);
        }
        self.last.add(pattern, last);
        // What stands in every other line tells less than the first character does.
        match needs.filter(|needs| !bound || literals::frequency(needs) < COMMON) {
            Some(needs) => {
                for literal in needs {
                    let set = match self.literals.get_mut(literal.as_ref()) {
                        Some(set) => set,
                        None => self.literals.entry(literal.as_ref().into()).or_default(),
                    };
                    *set = set.or(pattern);
                }
            }
            None => self.always = self.always.or(pattern),
        }
    }
}

/// What a character at one place of a line tells, while the patterns are read.
#[derive(Default)]
struct EdgeBuilder {
    free: Set,
    by_char: HashMap<char, Set>,
}

impl EdgeBuilder {
    /// Adds a pattern, with the characters that it may have there.
    fn add(&mut self, pattern: Set, chars: Option<&str>) {
        match chars {
            None => self.free = self.free.or(pattern),
            Some(chars) => chars.chars().for_each(|c| {
                let set = self.by_char.entry(c).or_default();
                *set = set.or(pattern);
            }),
        }
    }

    fn finish(self) -> Edge {
        Edge::new(self.free, &self.by_char)
    }
}

/// What a character at one place of a line tells: one of the first, or the last.
#[derive(Debug)]
struct Edge {
    /// Patterns that may have any character there.
    free: Set,
    /// By the hash of the character, in the next free place: the patterns that may have it.
    chars: Vec<(char, Set)>,
    shift: u32,
}

impl Edge {
    fn new(free: Set, by_char: &HashMap<char, Set>) -> Self {
        // At most half of the places are taken.
        let bits = (usize::BITS - (2 * by_char.len()).leading_zeros()).max(1);
        let mut new = Self { free, chars: vec![('\0', Set::default()); 1 << bits], shift: 32 - bits };
        for (c, set) in by_char {
            let place = new.place(*c);
            new.chars[place] = (*c, *set);
        }
        new
    }

    /// The place of a character, or the free one where it would stand.
    fn place(&self, c: char) -> usize {
        // 2^32 divided by the golden ratio spreads the characters.
        let mut at = (u32::from(c).wrapping_mul(0x9e37_79b1) >> self.shift) as usize;
        while self.chars[at].0 != c && !self.chars[at].1.is_empty() {
            at = (at + 1) & (self.chars.len() - 1);
        }
        at
    }

    fn of(&self, c: Option<char>) -> Set {
        c.map_or(self.free, |c| self.free.or(self.chars[self.place(c)].1))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Structurer, work};
    use super::*;

    fn pattern(p: &str) -> Pattern {
        Pattern::new(p, |e| Error::table("test", e)).unwrap()
    }

    #[test]
    fn the_patterns_of_the_tables_are_known_when_the_crate_is_built() {
        assert!(ASKS.is_sorted_by_key(|(pattern, _)| pattern) && ASKS.len() > 200, "{}", ASKS.len());
        for (pattern, asks) in ASKS {
            let Asks { needs, opening, last } = Asks::of(&regex_syntax::parse(pattern).unwrap());
            assert_eq!(
                needs.as_deref(),
                asks.needs.map(|n| n.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>()).as_deref()
            );
            assert_eq!(
                (opening.each_ref().map(Option::as_deref), last.as_deref()),
                (asks.opening, asks.last)
            );
        }
        let read = work::patterns_read(|| drop(Structurer::new().unwrap()));
        assert!(read.is_empty(), "patterns are read at every start: {read:?}");
    }

    #[test]
    fn a_filter_lets_every_match_through() {
        let patterns = ["^甲.*乙$", "丙|丁", "[0-9]{2}", "^(?:甲|乙)$", "丙丁?戊"].map(pattern);
        let filter = Filter::new("test", patterns.iter()).unwrap();
        for text in ["甲子乙", "丁", "42", "x", "", "甲丙", "甲", "丙丁戊", "丙戊甲乙", "甲a乙"]
        {
            let (of, line): (Vec<_>, Vec<_>) =
                (filter.of(text).iter().collect(), filter.of_line(text).iter().collect());
            for (i, p) in patterns.iter().enumerate() {
                assert!(of.contains(&i) || !p.is_match(text), "{text} {}", p.source());
                assert!(line.contains(&i) || !p.is_match(text), "{text} {}", p.source());
            }
        }
        assert!(filter.of("x").is_empty());
        assert_eq!(filter.of_line("甲丁").iter().collect::<Vec<_>>(), [1]);
    }
}
