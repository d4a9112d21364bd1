//! Words that are made by rule: quantities, sessions, rates, bodies with their level.
//!
//! A rule offers a word as a rival of the dictionary's ([`Edge`]); the cheapest way through the block decides. Rules
//! are tables: `measures.tsv`, `patterns.tsv`, `suffixes.tsv`, `bodies.tsv`. For names of persons see [`Names`].

use super::atoms::Atoms;
use super::block::{Block, Char, Edge, Parts, Range, UNKNOWN};
use super::dictionary::Dictionary;
use super::names::Names;
use super::trie::{self, Node};
use crate::error::Error;
use crate::tables::{LazyRegex, Row, Table};
use std::collections::{HashMap, HashSet};

const MEASURES: &str = include_str!("../../data/words/measures.tsv");
const PATTERNS: &str = include_str!("../../data/words/patterns.tsv");
const SUFFIXES: &str = include_str!("../../data/words/suffixes.tsv");
const BODIES: &str = include_str!("../../data/words/bodies.tsv");

/// What a numeral of one character costs in a quantity, and one of more characters anywhere.
const NUMERAL: u32 = 11_500;
const NUMERALS: u32 = 15_000;
/// What a number costs that has the form of a date, a share or the number of a document.
const FORMED: u32 = 12_000;
/// How much less a word costs than what a suffix makes if it is to stand against it.
const CLEAR: u32 = 1_500;
/// What a level of government costs before a body that it belongs to: less than standing alone, more than the
/// difference between a place with and without its level (昆明市|教育局, not 昆明|市教育局).
const LEVEL: u32 = 11_000;

/// The tables of the rules.
#[derive(Debug)]
pub(super) struct Patterns {
    measures: HashMap<char, Vec<(&'static str, u32)>>,
    regexes: HashMap<char, Vec<Rule>>,
    suffixes: HashMap<char, (u32, &'static str)>,
    bodies: Bodies,
    names: Names,
}

#[derive(Debug)]
struct Rule {
    tag: &'static str,
    back: usize,
    cost: u32,
    parts: Parts,
    pattern: LazyRegex,
}

/// Levels of government, and what they are said before.
#[derive(Debug)]
struct Bodies {
    levels: HashSet<char>,
    /// Before these a level belongs to what precedes: 我市, 全县.
    not_after: HashSet<char>,
    heads: HashSet<&'static str>,
    /// Heads that make one word with their level.
    joined: HashSet<&'static str>,
    ends: Vec<&'static str>,
    tags: HashSet<&'static str>,
}

/// The words of a row, separated by spaces.
pub(super) fn words(row: Row<'_, 'static>) -> Result<impl Iterator<Item = &'static str>, Error> {
    Ok(row.need("words")?.split(' '))
}

fn first(word: &str) -> char {
    word.chars().next().unwrap_or('\0')
}

fn weight(row: Row<'_, 'static>) -> Result<u32, Error> {
    match row.need("freq")?.parse() {
        Ok(0) | Err(_) => Err(row.error("freq is not a number above zero")),
        Ok(n) => Ok(u32::from(trie::cost(n))),
    }
}

impl Patterns {
    pub(super) fn new(dictionary: &Dictionary) -> Result<Self, Error> {
        let mut measures: HashMap<char, Vec<_>> = HashMap::new();
        for row in Table::parse("words/measures.tsv", MEASURES, &["class", "freq", "words"])?.rows() {
            let most = weight(row)?;
            for word in words(row)? {
                // Behind a number it is likelier than anywhere else.
                let alone = dictionary.get(word).map_or(most, |word| u32::from(word.cost) * 3 / 4);
                measures.entry(first(word)).or_default().push((word, most.min(alone)));
            }
        }
        let mut regexes: HashMap<char, Vec<_>> = HashMap::new();
        let columns = &["tag", "cue", "back", "freq", "fine", "pattern", "example"];
        for row in Table::parse("words/patterns.tsv", PATTERNS, columns)?.rows() {
            let pattern = LazyRegex::new(row.need("pattern")?.to_owned(), |e| row.error(e))?;
            let back = row.need("back")?.parse().map_err(|_| row.error("back is no number"))?;
            let parts = match row.need("fine")? {
                "whole" => Parts::Whole,
                "words" => Parts::Words,
                fine => return Err(row.error(format!("fine is {fine:?}, not `whole` or `words`"))),
            };
            let rule = Rule { tag: row.need("tag")?, back, cost: weight(row)?, parts, pattern };
            regexes.entry(first(row.need("cue")?)).or_default().push(rule);
        }
        let mut suffixes = HashMap::new();
        for row in Table::parse("words/suffixes.tsv", SUFFIXES, &["suffix", "freq", "tag", "example"])?.rows()
        {
            suffixes.insert(first(row.need("suffix")?), (weight(row)?, row.need("tag")?));
        }
        Ok(Self { measures, regexes, suffixes, bodies: Bodies::new()?, names: Names::new(dictionary)? })
    }

    /// Characters at which a rule may look around.
    pub(super) fn cues(&self) -> impl Iterator<Item = char> {
        let rules = self.regexes.keys().chain(self.suffixes.keys()).chain(&self.bodies.levels);
        rules.copied().chain(self.names.cues()).chain(NUMERAL_SIGNS.chars()).chain(['第'])
    }

    /// Offers the words of all rules in a block of `text`. `listed` says whether the block stands in an enumeration.
    pub(super) fn offer(
        &self,
        text: &str,
        atoms: &Atoms,
        dictionary: &Dictionary,
        block: &mut Block,
        listed: bool,
    ) {
        for n in 0..block.atoms.len() {
            let (at, class) = block.atoms[n];
            if matches!(atoms.tag(class), "m" | "mask") {
                self.measure(text, dictionary, block, at, UNKNOWN);
            }
        }
        let mut done = 0;
        for n in 0..block.cues.len() {
            let (i, c) = block.cues[n];
            if i < done {
                continue;
            }
            if is_numeral(c) || c == '第' {
                done = self.numeral(text, atoms, dictionary, block, n);
            }
            self.rules(text, block, i, c);
            self.suffix(text, dictionary, block, i, c);
            if self.bodies.levels.contains(&c) {
                self.bodies.offer(text, dictionary, block, i);
            }
            self.names.offer(text, dictionary, block, i, c);
        }
        if listed {
            self.names.listed(block);
        }
        block.edges.sort_by_key(|e| e.at.start);
    }

    /// A numeral in Chinese characters, from the cue of this number on; what has its form; its measure words.
    fn numeral(
        &self,
        text: &str,
        atoms: &Atoms,
        dictionary: &Dictionary,
        block: &mut Block,
        cue: usize,
    ) -> usize {
        let (start, head) = block.cues[cue];
        let mut end = start + 1;
        while block.cues.get(cue + end - start).is_some_and(|&(i, c)| i == end && is_numeral(c)) {
            end += 1;
        }
        if head == '第' && end == start + 1 && block.chars.get(end).is_none_or(|c| c.code == 0 && c.at == 0)
        {
            return end;
        }
        let from = block.byte(start);
        let next = text[block.byte(end)..block.end].chars().next().unwrap_or('\0');
        if (end - start > 1
            || matches!(next, '月' | '分' | '时' | '.' | '．' | '%' | '％' | '‰' | '○' | '0'..='9'))
            && let Some((to, class)) = atoms.soft(text, from, block.end)
            && let Some(to) = block.index(to)
        {
            let at = Range { start, end: to };
            block.edges.push(Edge { at, cost: FORMED, tag: atoms.tag(class), parts: Parts::Atom(class) });
            if atoms.tag(class) == "m" {
                self.measure(text, dictionary, block, at, FORMED);
            }
        }
        if head == '第' && end == start + 1 {
            return end;
        }
        // 三十多, 百余: what is left open belongs to the number.
        if end - start > 1 && matches!(next, '多' | '余') {
            end += 1;
        }
        let at = Range { start, end };
        if end - start > 1 {
            block.edges.push(Edge { at, cost: NUMERALS, tag: "m", parts: Parts::Whole });
        }
        self.measure(text, dictionary, block, at, if end - start > 1 { NUMERALS } else { NUMERAL });
        start + 1
    }

    /// The measure words behind a number.
    fn measure(&self, text: &str, dictionary: &Dictionary, block: &mut Block, number: Range, cost: u32) {
        // 百年, 一时: words that only look like a quantity.
        let (from, to) = (block.byte(number.start), block.byte(number.end));
        let lexical = |measure: &str| {
            let word = dictionary.get(&text[from..to + measure.len()]);
            number.end == number.start + 1 && word.is_some_and(|word| word.whole)
        };
        let behind = &text[to..block.end];
        for (word, more) in self.measures.get(&first(behind)).into_iter().flatten() {
            if behind.starts_with(word) && !lexical(word) {
                let at = Range { start: number.start, end: number.end + word.chars().count() };
                let parts = Parts::Quantity(number.end);
                block.edges.push(Edge { at, cost: cost + more, tag: "mq", parts });
            }
        }
    }

    fn rules(&self, text: &str, block: &mut Block, cue: usize, c: char) {
        for rule in self.regexes.get(&c).into_iter().flatten() {
            let (from, here) = (block.byte(cue.saturating_sub(rule.back)), block.byte(cue));
            // A name holds its cue: one that ends before it is another's.
            let found = rule.pattern.get().find_iter(&text[from..block.end]).find(|m| from + m.end() > here);
            let Some(found) = found.filter(|m| from + m.start() <= here) else { continue };
            let ends = (block.index(from + found.start()), block.index(from + found.end()));
            if let (Some(start), Some(end)) = ends {
                let at = Range { start, end };
                block.edges.push(Edge { at, cost: rule.cost, tag: rule.tag, parts: rule.parts });
            }
        }
    }

    /// 见面率: a word of two characters and a suffix; 县水务局, where it makes a body, with the level before it.
    fn suffix(&self, text: &str, dictionary: &Dictionary, block: &mut Block, i: usize, c: char) {
        let (Some(&(cost, tag)), Some(start)) = (self.suffixes.get(&c), i.checked_sub(2)) else { return };
        let units = dictionary.units();
        let walk = |chars: &[Char]| {
            chars.iter().try_fold(Node::root(units), |node, c| node.step(units, c.code)).and_then(Node::word)
        };
        // 名|学员, 会|议员: what ends in a common word is that word and something else.
        let ends = walk(&block.chars[i - 1..=i]).is_some_and(|word| u32::from(word.cost) + CLEAR < cost);
        if ends || walk(&block.chars[start..i]).is_none() {
            return;
        }
        let at = Range { start, end: i + 1 };
        block.edges.push(Edge { at, cost, tag, parts: Parts::Whole });
        if tag == "nt" && start > 0 && self.bodies.is_level(text, block, start - 1) {
            let at = Range { start: start - 1, end: i + 1 };
            block.edges.push(Edge { at, cost: LEVEL + cost, tag, parts: Parts::Words });
        }
    }
}

/// Numerals in Chinese characters.
const NUMERAL_SIGNS: &str = "〇零一二三四五六七八九十百千万亿两几廿卅卌";

pub(super) fn is_numeral(c: char) -> bool {
    NUMERAL_SIGNS.contains(c)
}

impl Bodies {
    fn new() -> Result<Self, Error> {
        let mut new = Self {
            levels: HashSet::new(),
            not_after: HashSet::new(),
            heads: HashSet::new(),
            joined: HashSet::new(),
            ends: Vec::new(),
            tags: HashSet::new(),
        };
        for row in Table::parse("words/bodies.tsv", BODIES, &["class", "words"])?.rows() {
            let words = words(row)?;
            match row.get("class") {
                "level" => new.levels.extend(words.map(first)),
                "not_after" => new.not_after.extend(words.map(first)),
                "head" => new.heads.extend(words),
                "joined" => new.joined.extend(words),
                "end" => new.ends.extend(words),
                "tag" => new.tags.extend(words),
                class => return Err(row.error(format!("no class {class:?}"))),
            }
        }
        Ok(new)
    }

    /// Whether the `i`th character is a level that belongs to what follows.
    fn is_level(&self, text: &str, block: &Block, i: usize) -> bool {
        let before = text[..block.byte(i)].chars().next_back().filter(|_| i > 0);
        text[block.byte(i)..].starts_with(|c| self.levels.contains(&c))
            && before.is_none_or(|c| !self.not_after.contains(&c) && super::atoms::is_han(c))
    }

    /// 市|教育局 as one word.
    fn offer(&self, text: &str, dictionary: &Dictionary, block: &mut Block, level: usize) {
        if !self.is_level(text, block, level) {
            return;
        }
        let mut node = Node::root(dictionary.units());
        for end in level + 1..block.chars.len() {
            match node.step(dictionary.units(), block.chars[end].code) {
                Some(next) => node = next,
                None => return,
            }
            let Some(word) = node.word() else { continue };
            let body = &text[block.byte(level + 1)..block.byte(end + 1)];
            let named = (word.domain && self.tags.contains(super::dictionary::TAGS[usize::from(word.tag)]))
                || self.heads.contains(body)
                || (end > level + 2 && self.ends.iter().any(|e| body.ends_with(e)));
            if named {
                let at = Range { start: level, end: end + 1 };
                let cost = LEVEL + u32::from(word.cost);
                let parts = if self.joined.contains(body) { Parts::Whole } else { Parts::Words };
                block.edges.push(Edge { at, cost, tag: "nt", parts });
            }
        }
    }
}
