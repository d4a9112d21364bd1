//! Names of persons.
//!
//! A surname with one or two given characters is offered as a word where something stands beside it that only a
//! person has (张志远同志, 李文等), and anywhere where its characters are likely as those of a name. How likely is
//! reckoned when the crate is built, from the names of the general dictionary: the cost of a name is that of its
//! surname, of its given characters and of there being a name at all, and stands against that of the words that
//! would be there instead (the class-based model of Gao, Li, Wu and Huang, "Chinese Word Segmentation and Named
//! Entity Recognition: A Pragmatic Approach", 2005, with the dictionary's names for a corpus).
//!
//! A foreign name is known by its ·: the characters around it that write sounds (卡尔·马克思).

use super::block::{Block, Edge, Parts, Range};
use super::dictionary::{Dictionary, GIVEN, SURNAMES};
use super::patterns::words;
use crate::error::Error;
use crate::tables::Table;
use std::collections::{HashMap, HashSet};

const NAMES: &str = include_str!("../../data/words/names.tsv");

/// What a name of a person costs where it is certain.
const CERTAIN: u32 = 24_000;
/// What there being a name costs, of three characters and of two.
const NAME: u32 = 15_500;
const SHORT: u32 = 19_500;
/// What it costs less before a word that persons stand before, and in an enumeration.
const BEHIND: u32 = 8_000;
const LISTED: u32 = 4_000;
/// Words that cost less than this are common: they stand more than a hundred times in the dictionary's text.
const COMMON: u16 = 27_000;
/// What a given name costs more that is a common word.
const COMMON_MORE: u32 = 6_000;
/// What a foreign name costs, and what each of its characters does.
const FOREIGN: u32 = 10_000;
const SOUND: u32 = 5_500;
/// Characters of a part of a foreign name.
const PART: usize = 7;

/// What a character costs in each place of a name; zero where it does not stand there.
#[derive(Clone, Copy, Debug, Default)]
struct Costs {
    surname: u16,
    first: u16,
    last: u16,
}

/// The tables of names.
#[derive(Debug)]
pub(super) struct Names {
    surnames: HashSet<char>,
    compound: Vec<&'static str>,
    certain: HashMap<char, Vec<&'static str>>,
    behind: HashMap<char, Vec<&'static str>>,
    never: HashSet<char>,
    foreign: HashSet<char>,
    /// By the code of a character in the dictionary.
    costs: Vec<Costs>,
}

fn first(word: &str) -> char {
    word.chars().next().unwrap_or('\0')
}

impl Names {
    pub(super) fn new(dictionary: &Dictionary) -> Result<Self, Error> {
        let mut new = Self {
            surnames: HashSet::new(),
            compound: Vec::new(),
            certain: HashMap::new(),
            behind: HashMap::new(),
            never: HashSet::new(),
            foreign: HashSet::new(),
            costs: Vec::new(),
        };
        for row in Table::parse("words/names.tsv", NAMES, &["class", "words"])?.rows() {
            let words = words(row)?;
            match row.get("class") {
                "surname" => new.surnames.extend(words.map(first)),
                "compound" => new.compound.extend(words),
                "certain" => words.for_each(|w| new.certain.entry(first(w)).or_default().push(w)),
                "behind" => words.for_each(|w| new.behind.entry(first(w)).or_default().push(w)),
                "never" => new.never.extend(words.map(first)),
                "foreign" => new.foreign.extend(words.map(first)),
                "anywhere" => {} // read by the build script
                class => return Err(row.error(format!("no class {class:?}"))),
            }
        }
        for &(c, surname) in SURNAMES {
            new.cost(dictionary, c).surname = surname;
        }
        for &(c, first, last) in GIVEN {
            let costs = new.cost(dictionary, c);
            (costs.first, costs.last) = (first, last);
        }
        Ok(new)
    }

    fn cost(&mut self, dictionary: &Dictionary, c: char) -> &mut Costs {
        let code = usize::from(dictionary.code(c));
        if code >= self.costs.len() {
            self.costs.resize(code + 1, Costs::default());
        }
        &mut self.costs[code]
    }

    /// Characters at which a name may begin or end.
    pub(super) fn cues(&self) -> impl Iterator<Item = char> {
        self.certain
            .keys()
            .chain(self.behind.keys())
            .copied()
            .chain(SURNAMES.iter().map(|(c, _)| *c))
            .chain([DOT])
    }

    /// Offers the names that the cue at the `i`th character tells of.
    pub(super) fn offer(&self, text: &str, dictionary: &Dictionary, block: &mut Block, i: usize, c: char) {
        if c == DOT {
            self.foreign(text, block, i);
            return;
        }
        self.likely(block, i, None, 0);
        let here = |words: &HashMap<char, Vec<&str>>| {
            words.get(&c).is_some_and(|all| all.iter().any(|word| text[block.byte(i)..].starts_with(word)))
        };
        if here(&self.behind) {
            self.likely_before(block, i, BEHIND);
        } else if here(&self.certain) {
            self.certain_before(text, dictionary, block, i);
        }
    }

    /// The name that may make up the end of a block in an enumeration.
    pub(super) fn listed(&self, block: &mut Block) {
        self.likely_before(block, block.chars.len(), LISTED);
    }

    /// The names that may end before the `end`th character, for so much less.
    fn likely_before(&self, block: &mut Block, end: usize, less: u32) {
        for length in [2, 3] {
            if let Some(start) = end.checked_sub(length) {
                self.likely(block, start, Some(end), less);
            }
        }
    }

    /// The names that may begin with the `i`th character and end where `only` says, for so much less.
    fn likely(&self, block: &mut Block, i: usize, only: Option<usize>, less: u32) {
        let at = |i: usize| block.chars.get(i).and_then(|c| self.costs.get(usize::from(c.code)));
        let (Some(surname), Some(given)) = (at(i), at(i + 1)) else { return };
        if surname.surname == 0 || given.last == 0 {
            return;
        }
        let last = at(i + 2).map_or(0, |c| c.last);
        let [two, three] = [
            SHORT + u32::from(surname.surname) + u32::from(given.last),
            NAME + u32::from(surname.surname) + u32::from(given.first) + u32::from(last),
        ];
        let mut put = |end, cost: u32| {
            if only.is_some_and(|only| only != end) {
                return;
            }
            let (at, cost) = (Range { start: i, end }, cost - less);
            block.edges.push(Edge { at, cost, tag: "nr", parts: Parts::Whole });
        };
        put(i + 2, two);
        if last != 0 {
            put(i + 3, three);
        }
    }

    /// The names that may end before the `end`th character, where something of a person stands.
    fn certain_before(&self, text: &str, dictionary: &Dictionary, block: &mut Block, end: usize) {
        for length in 2..=4 {
            let Some(start) = end.checked_sub(length) else { return };
            let name = &text[block.byte(start)..block.byte(end)];
            let surname = if length < 4 && self.surnames.contains(&first(name)) {
                1
            } else if self.compound.iter().any(|surname| name.starts_with(surname)) {
                2
            } else {
                continue;
            };
            let given = &name[name.char_indices().nth(surname).map_or(name.len(), |(i, _)| i)..];
            if given.is_empty() || given.chars().any(|c| self.never.contains(&c) || !super::atoms::is_han(c))
            {
                continue;
            }
            let common =
                dictionary.get(given).is_some_and(|word| given.chars().count() > 1 && word.cost < COMMON);
            let cost = CERTAIN + if common { COMMON_MORE } else { 0 };
            let at = Range { start, end };
            block.edges.push(Edge { at, cost, tag: "nr", parts: Parts::Whole });
        }
    }

    /// The names around the · at the `dot`th character, if it is their first one.
    fn foreign(&self, text: &str, block: &mut Block, dot: usize) {
        let char = |i: usize| text[block.byte(i)..].chars().next().filter(|_| i < block.chars.len());
        let sounds = |i: usize| char(i).is_some_and(|c| self.foreign.contains(&c));
        let before = (1..=PART).take_while(|n| dot >= *n && sounds(dot - n)).count();
        if before == 0 || dot.checked_sub(before + 1).is_some_and(|i| char(i) == Some(DOT)) {
            return;
        }
        // Of the last part any beginning may be the name's.
        let (first, mut dot) = (dot, dot);
        let part = |dot: usize| (1..=PART).take_while(|n| sounds(dot + n)).count();
        let mut after = part(dot);
        while after > 0 && char(dot + after + 1) == Some(DOT) && part(dot + after + 1) > 0 {
            dot += after + 1;
            after = part(dot);
        }
        for start in first - before..first {
            for end in dot + 2..=dot + 1 + after {
                let (at, cost) = (Range { start, end }, FOREIGN + SOUND * (end - start) as u32);
                block.edges.push(Edge { at, cost, tag: "nrf", parts: Parts::Whole });
            }
        }
    }
}

/// What parts the parts of a foreign name.
const DOT: char = '·';
