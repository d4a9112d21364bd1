//! What the tables know of each line of a page: one pass over the text for all of them.
//!
//! The tables of furniture, of markers and of clues know of each pattern the literals that it needs
//! ([`super::filter`]). Here the literals of all tables are one list of words, looked for once, and each line keeps
//! which patterns of which table may speak of it; that is nothing for most lines. Words by which a text calls a
//! level of government its own are noted in the same pass. Linear in the length of the text.

use super::about::Clues;
use super::articles::Markers;
use super::filter::{Filter, Set};
use super::finder::Finder;
use super::furniture::Rules;
use super::lines::Line;
use super::places::{Calls, Own};
use super::regions::{Named, Regions};
use crate::error::Error;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

/// Most patterns of a table that shares a set with others.
const SMALL: u32 = 32;
/// The tables that share a set: where the numbers of each begin.
const INLINE: u32 = 0;
const STYLES: u32 = SMALL;
const CLOSINGS: u32 = 2 * SMALL;
const SPAM: u32 = 3 * SMALL;

/// The patterns that a line, or a word, may speak for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// Rules for whole lines.
    pub furniture: Set,
    /// Clues of what an article is.
    pub clues: Set,
    /// All other tables.
    small: Set,
}

impl Known {
    fn or(self, other: Self) -> Self {
        Self {
            furniture: self.furniture.or(other.furniture),
            clues: self.clues.or(other.clues),
            small: self.small.or(other.small),
        }
    }

    /// Rules for parts of lines.
    pub(super) fn inline(&self) -> Set {
        self.small.table(INLINE, SMALL)
    }

    /// Styles of markers.
    pub(super) fn styles(&self) -> Set {
        self.small.table(STYLES, SMALL)
    }

    /// Closing formulas.
    pub(super) fn closings(&self) -> Set {
        self.small.table(CLOSINGS, SMALL)
    }

    /// Whether it may be spam.
    pub(super) fn spam(&self) -> bool {
        self.small.has(SPAM as usize)
    }
}

/// A word of the tables.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    known: Known,
    own: Option<Own>,
}

/// The words of all tables.
#[derive(Debug)]
pub(super) struct Lexicon {
    finder: Finder<usize>,
    words: Vec<Word>,
}

impl Lexicon {
    /// The words that the tables need.
    ///
    /// # Errors
    /// When a table has more patterns than it has room for.
    pub(super) fn new(rules: &Rules, markers: &Markers, clues: &Clues) -> Result<Self, Error> {
        let mut words: HashMap<&str, Word> = HashMap::new();
        for (literal, set) in rules.filter().literals() {
            words.entry(literal).or_default().known.furniture = set;
        }
        for (literal, set) in clues.filter().literals() {
            words.entry(literal).or_default().known.clues = set;
        }
        let small: [(&Filter, u32, &str); 3] = [
            (rules.inline_filter(), INLINE, "structure/furniture.tsv"),
            (markers.filter(), STYLES, "structure/articles.tsv"),
            (markers.closings_filter(), CLOSINGS, "structure/closings.tsv"),
        ];
        for (filter, from, table) in small {
            for (literal, set) in filter.literals() {
                if set.table(0, SMALL) != set {
                    return Err(Error::table(table, format!("more than {SMALL} patterns")));
                }
                let known = &mut words.entry(literal).or_default().known;
                known.small = known.small.or(set.shifted(from));
            }
        }
        for word in rules.spam() {
            let known = &mut words.entry(word).or_default().known;
            known.small = known.small.with(SPAM as usize);
        }
        for (word, own) in clues.own().words() {
            words.entry(word).or_default().own = Some(own);
        }
        let (texts, words): (Vec<&str>, Vec<Word>) = words.into_iter().unzip();
        let finder = Finder::new(texts.into_iter().enumerate().map(|(i, text)| (text, i)));
        Ok(Self { finder, words })
    }
}

/// What is known of the lines of one page.
#[derive(Debug)]
pub(super) struct Survey {
    /// For each line, its place in `known`.
    lines: Vec<usize>,
    /// First what is known of most lines: nothing.
    known: Vec<Known>,
    /// Words by which the text calls a level its own, with their lines, rising.
    calls: Vec<(usize, Own)>,
    /// The places that the text names, found when first asked for.
    places: OnceCell<Vec<Named>>,
}

impl Survey {
    /// Goes over the lines of a page.
    pub(super) fn new(lexicon: &Lexicon, text: &str, lines: &[Line]) -> Self {
        let mut new = Self {
            lines: Vec::with_capacity(lines.len()),
            known: vec![Known::default()],
            calls: Vec::new(),
            places: OnceCell::new(),
        };
        for (i, line) in lines.iter().enumerate() {
            let (mut all, mut any) = (Known::default(), false);
            let mut called = 0; // where the last of the words that call a level one's own ends
            lexicon.finder.each(&text[line.at.range()], |at, len, word| {
                let word = &lexicon.words[word];
                (all, any) = (all.or(word.known), true);
                // Of words that overlap the first counts, of those the longest.
                if let Some(own) = word.own.filter(|_| at >= called) {
                    called = at + len;
                    new.calls.push((i, own));
                }
            });
            new.lines.push(if any { new.known.len() } else { 0 });
            new.known.extend(any.then_some(all));
        }
        new
    }

    /// What is known of line `i`.
    pub(super) fn line(&self, i: usize) -> &Known {
        &self.known[self.lines[i]]
    }

    /// The lines of which something is known.
    pub(super) fn speaking(&self) -> impl Iterator<Item = (usize, &Known)> {
        self.lines.iter().enumerate().filter(|(_, k)| **k > 0).map(|(i, k)| (i, &self.known[*k]))
    }

    /// How often some lines call each level their own.
    pub(super) fn calls(&self, lines: Range<usize>) -> Calls {
        let from = self.calls.partition_point(|(l, _)| *l < lines.start);
        self.calls[from..].iter().take_while(|(l, _)| *l < lines.end).map(|(_, own)| *own).collect()
    }

    /// The places that the page names, with the table of places, which short texts do not need.
    pub(super) fn places<'r>(&self, regions: impl FnOnce() -> &'r Regions, text: &str) -> &[Named] {
        self.places.get_or_init(|| {
            // Full names of places end with one of these; few short texts hold one.
            let named = text.contains(['省', '市', '县', '区', '州', '旗', '盟', '岛']);
            if named { regions().named(text) } else { Vec::new() }
        })
    }
}
