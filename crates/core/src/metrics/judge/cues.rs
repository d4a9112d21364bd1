//! Cue words: what stands around a figure and tells what it means.
//!
//! One trie finds all of them in one pass over a sentence, leftmost and longest first, so that
//! a longer word without a function (`noun`: 增加值, 主要) shadows the cue inside it (增加, 要). A second one
//! finds the words that hold a numeral and state no figure.

use crate::error::Error;
use crate::metrics::trie::{Trie, sorted};
use crate::tables::Table;
use aho_corasick::{AhoCorasick, Input, MatchKind};
use std::ops::{BitOr, Range};

/// What a cue does; a word may do several things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Class(u32);

macro_rules! classes {
    ($($name:ident $text:literal $bit:literal,)*) => {
        impl Class {
            $(pub(super) const $name: Self = Self(1 << $bit);)*
            /// Every class with its name in the table.
            const NAMES: &[(&'static str, Self)] = &[$(($text, Self::$name)),*];
        }
    };
}

classes! {
    VERB "verb" 0,
    DONE "done" 1,
    PLAN "plan" 2,
    WEAK "weak" 3,
    ADV "adv" 4,
    LEVEL "level" 5,
    TO "to" 6,
    UP "up" 7,
    DOWN "down" 8,
    GROWTH_NAME "growth-name" 9,
    RESPECTIVELY "respectively" 10,
    EACH "each" 11,
    LEAD "lead" 12,
    BASE "base" 13,
    THAN "than" 14,
    FROM "from" 15,
    SHARE "share" 16,
    RUN "run" 17,
    DIST "dist" 18,
    TASK "task" 19,
    NOUN "noun" 20,
    TOTAL "total" 21,
    PRED "pred" 22,
    NOMINAL "nominal" 23,
    FLOOR "floor" 24,
    CEILING "ceiling" 25,
    FIRM "firm" 26,
    LOOSE "loose" 27,
    SHOULD "should" 28,
}

impl Class {
    /// No class.
    pub(super) const NONE: Self = Self(0);

    /// Whether the two share a class.
    pub(super) fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|(_, c)| *c)
    }
}

impl BitOr for Class {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A cue in the text; offsets of the normal form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) class: Class,
}

/// Why an expression inside a fixed word is no metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    Fixed,
    Slogan,
    Name,
    /// No veto: shadows a shorter word (十分钟 shadows 十分).
    Free,
}

/// The automata.
#[derive(Debug)]
pub(super) struct Cues {
    cues: Trie,
    classes: Vec<Class>,
    fixed: Trie,
    whys: Vec<Why>,
    announced: AhoCorasick,
}

impl Cues {
    pub(super) fn new() -> Result<Self, Error> {
        let table = Table::parse(
            "roles/cues.tsv",
            include_str!("../../../data/metrics/roles/cues.tsv"),
            &["surface", "class"],
        )?;
        table.unique("surface")?;
        let mut rows = Vec::new();
        for row in table.rows() {
            let mut class = Class::NONE;
            for name in row.need("class")?.split(' ') {
                class = class | Class::named(name).ok_or_else(|| row.error(format!("no class {name:?}")))?;
            }
            rows.push((row.need("surface")?, class));
        }
        let cues = Trie::new(&sorted(&mut rows, false));
        let classes = rows.into_iter().map(|(_, class)| class).collect();
        let mut rows = Vec::new();
        for (name, text) in [
            ("fixed.tsv", include_str!("../../../data/metrics/reject/fixed.tsv")),
            ("slogans.tsv", include_str!("../../../data/metrics/reject/slogans.tsv")),
            ("names.tsv", include_str!("../../../data/metrics/reject/names.tsv")),
        ] {
            let table = Table::parse(name, text, &["surface", "why"])?;
            table.unique("surface")?;
            for row in table.rows() {
                let why = match row.need("why")? {
                    "fixed" => Why::Fixed,
                    "slogan" => Why::Slogan,
                    "name" => Why::Name,
                    "free" => Why::Free,
                    other => return Err(row.error(format!("no reason {other:?}"))),
                };
                rows.push((row.need("surface")?, why));
            }
        }
        let fixed = Trie::new(&sorted(&mut rows, false));
        let whys = rows.into_iter().map(|(_, why)| why).collect();
        let heads = Table::parse(
            "announced.tsv",
            include_str!("../../../data/metrics/reject/announced.tsv"),
            &["head"],
        )?;
        heads.unique("head")?;
        let heads: Vec<&str> = heads.rows().map(|r| r.need("head")).collect::<Result<_, _>>()?;
        Ok(Self { cues, classes, fixed, whys, announced: automaton("announced.tsv", &heads)? })
    }

    /// The cues inside `within`, sorted and disjoint.
    pub(super) fn find(&self, text: &str, within: Range<usize>, out: &mut Vec<Cue>) {
        out.clear();
        let from = within.start;
        self.cues.find_all(&text[within], |start, end, row| {
            out.push(Cue { start: from + start, end: from + end, class: self.classes[row] });
        });
    }

    /// The fixed words inside `within`, sorted and disjoint.
    pub(super) fn fixed(&self, text: &str, within: Range<usize>, out: &mut Vec<(Range<usize>, Why)>) {
        out.clear();
        let from = within.start;
        self.fixed.find_all(&text[within], |start, end, row| match self.whys[row] {
            Why::Free => {}
            why => out.push((from + start..from + end, why)),
        });
    }

    /// Whether `text` begins with the head of an announced list.
    pub(super) fn announces(&self, text: &str) -> bool {
        self.announced.find(Input::new(text).anchored(aho_corasick::Anchored::Yes)).is_some()
    }
}

/// Leftmost-longest, anchored searches allowed too.
pub(super) fn automaton<S: AsRef<[u8]>>(name: &'static str, surfaces: &[S]) -> Result<AhoCorasick, Error> {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .start_kind(aho_corasick::StartKind::Both)
        .build(surfaces)
        .map_err(|e| Error::table(name, e.to_string()))
}
