//! Patterns of the tables: compiled when first tried, and tried only on texts that hold what they need.
//!
//! Most pages meet few of the patterns, and compiling one costs more than reading a page. So a pattern is kept as
//! it is written until a text holds one of the literals without which it cannot match (一份 of `范文|例文|样本`, the
//! 篇 of `第{D}篇`). The literals are read off the parsed pattern; one automaton looks for those of a whole table
//! at once, so that a line that no rule knows costs one pass, however many rules there are. Linear in the text.

use crate::error::Error;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Chinese numerals as ordinals are written: up to three digits.
const NUMERAL: &str = "(?:[〇零一二三四五六七八九十百]{1,5})";
/// Optional white space inside a label.
const BLANKS: &str = r"[\s\u{3000}]*";
/// Most literals of one pattern: with more, the literals say too little to be worth looking for.
const MOST: usize = 400;
/// Literals up to which the fast automaton is also built fast.
const FEW: usize = 80;
/// Most characters of a class that count as literals.
const SMALL_CLASS: u32 = 24;

/// A regular expression that is compiled when it is first tried.
#[derive(Debug)]
pub(super) struct Pattern {
    source: String,
    built: OnceLock<Regex>,
}

impl Pattern {
    /// A pattern of a table; {D} stands for a Chinese numeral, {B} for optional blanks.
    ///
    /// The tables are part of the program, so that their patterns are checked where the tests load them.
    pub(super) fn new(pattern: &str, error: impl Fn(String) -> Error) -> Result<Self, Error> {
        let source = digits(&pattern.replace("{D}", NUMERAL).replace("{B}", BLANKS));
        if cfg!(test) {
            Regex::new(&source).map_err(|e| error(e.to_string()))?;
        }
        Ok(Self { source, built: OnceLock::new() })
    }

    /// The pattern, compiled.
    pub(super) fn regex(&self) -> &Regex {
        self.built.get_or_init(|| Regex::new(&self.source).expect("a test compiles every pattern"))
    }

    /// Whether it is found in `text`.
    pub(super) fn is_match(&self, text: &str) -> bool {
        self.regex().is_match(text)
    }

    /// What it finds first in `text`.
    pub(super) fn captures<'t>(&self, text: &'t str) -> Option<regex::Captures<'t>> {
        self.regex().captures(text)
    }
}

/// A set of patterns of one table, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Set(u128);

impl Set {
    /// Whether pattern `i` is in it.
    pub(super) fn has(self, i: usize) -> bool {
        self.0 >> i & 1 == 1
    }

    /// Whether it holds nothing.
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Tells which patterns of a table may match a text.
#[derive(Debug)]
pub(super) struct Filter {
    finder: AhoCorasick,
    /// For each literal, the patterns that need it or another of theirs.
    owners: Vec<Set>,
    /// Patterns that need no literal.
    always: Set,
}

impl Filter {
    /// The filter of `patterns`, which are known by their place in the order given.
    pub(super) fn new<'p>(
        table: &'static str,
        patterns: impl Iterator<Item = &'p Pattern>,
    ) -> Result<Self, Error> {
        let error = |e: String| Error::table(table, e);
        let (mut literals, mut owners, mut always) = (Vec::new(), Vec::<Set>::new(), Set::default());
        let mut places: HashMap<String, usize> = HashMap::new();
        for (i, pattern) in patterns.enumerate() {
            let one = 1u128.checked_shl(u32::try_from(i).unwrap_or(u32::MAX));
            let one = one.ok_or_else(|| error("more than 128 patterns".to_owned()))?;
            let hir = regex_syntax::parse(&pattern.source).map_err(|e| error(e.to_string()))?;
            let Some(needs) = needs(&hir).filter(|n| n.len() <= MOST && n.iter().all(|l| !l.is_empty()))
            else {
                always.0 |= one;
                continue;
            };
            for literal in needs {
                let place = *places.entry(literal).or_insert_with_key(|literal| {
                    literals.push(literal.clone());
                    owners.push(Set::default());
                    owners.len() - 1
                });
                owners[place].0 |= one;
            }
        }
        let finder = AhoCorasick::builder()
            .kind(Some(if literals.len() <= FEW {
                AhoCorasickKind::DFA
            } else {
                AhoCorasickKind::ContiguousNFA
            }))
            .build(&literals)
            .map_err(|e| error(e.to_string()))?;
        Ok(Self { finder, owners, always })
    }

    /// The patterns that may match `text`; all that do are among them.
    pub(super) fn of(&self, text: &str) -> Set {
        let found = self.finder.find_overlapping_iter(text);
        found.fold(self.always, |all, m| Set(all.0 | self.owners[m.pattern().as_usize()].0))
    }
}

/// Literals of which every match holds at least one: the part of the pattern whose literals say most.
fn needs(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![std::str::from_utf8(&literal.0).ok()?.to_owned()]),
        HirKind::Class(Class::Unicode(class)) => {
            let size: u32 = class.iter().map(|r| u32::from(r.end()) - u32::from(r.start()) + 1).sum();
            (size <= SMALL_CLASS)
                .then(|| class.iter().flat_map(|r| r.start()..=r.end()).map(String::from).collect())
        }
        HirKind::Repetition(r) if r.min > 0 => needs(&r.sub),
        HirKind::Capture(c) => needs(&c.sub),
        HirKind::Concat(parts) => parts
            .iter()
            .filter_map(needs)
            .max_by_key(|n| (n.iter().map(|l| worth(l)).min(), std::cmp::Reverse(n.len()))),
        HirKind::Alternation(parts) => {
            let all: Option<Vec<Vec<String>>> = parts.iter().map(needs).collect();
            all.map(|a| a.concat())
        }
        _ => None,
    }
}

/// How much a literal says: a word more than a sign, a sign of ASCII in Chinese text more than another character.
fn worth(literal: &str) -> usize {
    let chars = literal.chars().count();
    if chars > 1 { 1 + chars } else { usize::from(literal.starts_with(|c: char| c.is_ascii_punctuation())) }
}

/// `pattern` with `\d` for the ten digits only: the normal form has no others, and all of Unicode's make the
/// automaton ten times as large.
fn digits(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let (mut class, mut chars) = (false, pattern.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('d') => out.push_str(if class { "0-9" } else { "[0-9]" }),
                other => {
                    out.push(c);
                    out.extend(other);
                    continue;
                }
            },
            '[' | ']' => {
                class = c == '[';
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(p: &str) -> Pattern {
        Pattern::new(p, |e| Error::table("test", e)).unwrap()
    }

    #[test]
    fn a_pattern_needs_its_literals() {
        let cases: [(&str, Option<&[&str]>); 7] = [
            ("^.{0,9}范文{D}$", Some(&["范文"])),
            ("(?:范文|例文)[一二]", Some(&["范文", "例文"])),
            ("[一二]?甲*", None),
            ("(?:甲|.)", None),
            ("(?:甲乙){1,3}丙?", Some(&["甲乙"])),
            ("[甲乙][^。]", Some(&["乙", "甲"])),
            (r"\p{Han}+", None),
        ];
        for (p, expected) in cases {
            let hir = regex_syntax::parse(&pattern(p).source).unwrap();
            let found = needs(&hir).map(|mut n| {
                n.sort_unstable();
                n
            });
            let expected = expected.map(|e| {
                let mut e: Vec<String> = e.iter().map(|l| (*l).to_owned()).collect();
                e.sort_unstable();
                e
            });
            assert_eq!(found, expected, "{p}");
        }
    }

    #[test]
    fn digits_are_ten() {
        let cases = [
            (r"\d{2}年", "[0-9]{2}年"),
            (r"[〔\[]\d\]", r"[〔\[][0-9]\]"),
            (r"[\d\s]\D", r"[0-9\s]\D"),
            (r"\\d", r"\\d"),
        ];
        for (p, expected) in cases {
            assert_eq!(digits(p), expected);
        }
    }

    #[test]
    fn a_filter_lets_every_match_through() {
        let patterns = ["^甲.*乙$", "丙|丁", "[0-9]{2}"].map(pattern);
        let filter = Filter::new("test", patterns.iter()).unwrap();
        for text in ["甲子乙", "丁", "42", "x", "", "甲丙"] {
            let set = filter.of(text);
            for (i, p) in patterns.iter().enumerate() {
                assert!(set.has(i) || !p.is_match(text), "{text} {}", p.source);
            }
        }
        assert!(filter.of("x").is_empty());
        assert!(pattern("甲").built.get().is_none());
        assert!(Pattern::new("(", |e| Error::table("test", e)).is_err());
    }
}
