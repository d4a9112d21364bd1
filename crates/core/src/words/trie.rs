//! A double-array trie over characters, compiled once: of the dictionary when the crate is built (the build script
//! shares this file), of a user's words when a segmenter is built.
//!
//! A character has a code, small for the frequent ones; a node's child by code `c` stands in the unit `base ^ c`. No
//! two nodes share a base, so a unit need only remember its code to tell whose child it is, and everything about a
//! node fits one word of 64 bits: a step of a walk is one load.
//!
//! Aoe, "An Efficient Digital Search Algorithm by Using a Double-Array Structure" (1989); the codes by frequency are
//! those of Kanda, Akabe and Oda, "Engineering faster double-array Aho–Corasick automata" (2023).

use std::collections::HashMap;

/// Bits of a unit, from the lowest: base, code, tag, the three flags of [`Word`], cost. A cost of zero says that no
/// word ends here.
const BASE_BITS: u32 = 22;
const CODE_BITS: u32 = 14;
const TAG_BITS: u32 = 8;
const TAG_AT: u32 = BASE_BITS + CODE_BITS;
const GENERAL_AT: u32 = TAG_AT + TAG_BITS;
const DOMAIN_AT: u32 = GENERAL_AT + 1;
const WHOLE_AT: u32 = DOMAIN_AT + 1;
const COST_AT: u32 = 48;

/// How many characters can have a code, and one.
pub(super) const CODES: usize = 1 << CODE_BITS;

/// A word's cost is `SCALE · ln(total / frequency)`, rounded.
pub(super) const SCALE: f64 = 2048.0;

/// The frequencies of the general dictionary, added up; others are measured by the same total.
pub(super) const TOTAL: f64 = 60_101_964.0;

/// What a word of this frequency costs: at least one, at most what sixteen bits hold.
#[must_use]
pub(super) fn cost(frequency: u64) -> u16 {
    cost_of(frequency.max(1) as f64, TOTAL)
}

/// What something costs that is met `n` times of `total`.
#[must_use]
pub(super) fn cost_of(n: f64, total: f64) -> u16 {
    ((total / n).ln() * SCALE).clamp(1.0, f64::from(u16::MAX)).round() as u16
}

/// A unit, as it is stored: little-endian, so that a compiled trie is read in place.
pub(super) type Unit = [u8; 8];

/// What ends at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// See [`cost`].
    pub(super) cost: u16,
    /// Number of its tag.
    pub(super) tag: u8,
    /// Whether the general dictionary has it.
    pub(super) general: bool,
    /// Whether the lexicon of the domain, or the user, has it.
    pub(super) domain: bool,
    /// Whether the fine cut leaves it whole.
    pub(super) whole: bool,
}

/// A node reached by a walk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node(u64);

impl Node {
    /// The node above all words.
    #[inline]
    #[must_use]
    pub(super) fn root(units: &[Unit]) -> Self {
        Self(units.first().map_or(0, |unit| u64::from_le_bytes(*unit)))
    }

    /// The node below this one by `code`, if there is one.
    #[inline]
    #[must_use]
    pub(super) fn step(self, units: &[Unit], code: u16) -> Option<Self> {
        let base = (self.0 & ((1 << BASE_BITS) - 1)) as usize;
        let unit = u64::from_le_bytes(*units.get(base ^ usize::from(code))?);
        let here = (unit >> BASE_BITS) as u16 & (CODES as u16 - 1);
        // Code 0 is of no character, and base 0 of no node.
        (here == code && code != 0 && base != 0).then_some(Self(unit))
    }

    /// The cost of the word that ends here; zero where none does.
    #[inline]
    #[must_use]
    pub(super) fn cost(self) -> u16 {
        (self.0 >> COST_AT) as u16
    }

    /// Whether there is nothing below.
    #[inline]
    #[must_use]
    pub(super) fn is_leaf(self) -> bool {
        self.0 & ((1 << BASE_BITS) - 1) == 0
    }

    /// The word that ends here.
    #[inline]
    #[must_use]
    pub(super) fn word(self) -> Option<Word> {
        (self.cost() != 0).then(|| Word {
            cost: self.cost(),
            tag: (self.0 >> TAG_AT) as u8,
            general: self.0 >> GENERAL_AT & 1 == 1,
            domain: self.0 >> DOMAIN_AT & 1 == 1,
            whole: self.0 >> WHOLE_AT & 1 == 1,
        })
    }
}

/// Codes for the characters of `words`, the most frequent first; none where there are more than [`CODES`].
#[must_use]
pub(super) fn codes<'w>(words: impl Iterator<Item = &'w str>) -> Option<HashMap<char, u16>> {
    let mut count: HashMap<char, u32> = HashMap::new();
    for word in words {
        word.chars().for_each(|c| *count.entry(c).or_default() += 1);
    }
    let mut order: Vec<(char, u32)> = count.into_iter().collect();
    order.sort_unstable_by_key(|&(c, n)| (std::cmp::Reverse(n), c));
    let number = |(i, (c, _)): (usize, (char, u32))| (c, i as u16 + 1);
    (order.len() < CODES).then(|| order.into_iter().enumerate().map(number).collect())
}

/// A node while the trie is built: its code, its word, and its children, which stand in a row.
struct Building {
    code: u16,
    word: Option<Word>,
    first: usize,
    children: usize,
}

/// Compiles words, given as codes, sorted and each once. None where a base does not fit its bits (millions of nodes).
///
/// Nodes with many children are placed first, while there is room; those with one child fill the holes.
#[must_use]
pub(super) fn build(words: &[(Vec<u16>, Word)]) -> Option<Vec<Unit>> {
    let nodes = nodes(words);
    let mut order: Vec<usize> = (0..nodes.len()).filter(|&n| nodes[n].children > 0).collect();
    order.sort_by_key(|&n| std::cmp::Reverse(nodes[n].children));

    let mut room = Room::new();
    let mut bases = vec![0; nodes.len()];
    let mut place = vec![0; nodes.len()];
    let mut labels = Vec::new();
    for n in order {
        let below = nodes[n].first..nodes[n].first + nodes[n].children;
        labels.clear();
        labels.extend(nodes[below.clone()].iter().map(|child| usize::from(child.code)));
        bases[n] = room.place(&labels);
        below.zip(&labels).for_each(|(child, label)| place[child] = bases[n] ^ label);
    }
    if room.next.len() > 1 << BASE_BITS {
        return None;
    }
    let mut units = vec![[0; 8]; room.next.len()];
    for (n, node) in nodes.iter().enumerate() {
        let mut unit = bases[n] as u64 | u64::from(node.code) << BASE_BITS;
        if let Some(word) = node.word {
            unit |= u64::from(word.tag) << TAG_AT | u64::from(word.cost.max(1)) << COST_AT;
            unit |= u64::from(word.general) << GENERAL_AT | u64::from(word.domain) << DOMAIN_AT;
            unit |= u64::from(word.whole) << WHOLE_AT;
        }
        units[place[n]] = unit.to_le_bytes();
    }
    Some(units)
}

/// The nodes of a plain trie, level by level, the root first.
fn nodes(words: &[(Vec<u16>, Word)]) -> Vec<Building> {
    let mut nodes = vec![Building { code: 0, word: None, first: 0, children: 0 }];
    let mut ranges: Vec<_> = std::iter::once(0..words.len()).collect();
    let (mut n, mut depth, mut level_end) = (0, 0, 1);
    while n < nodes.len() {
        if n == level_end {
            (depth, level_end) = (depth + 1, nodes.len());
        }
        let mut range = ranges[n].clone();
        if range.start < range.end && words[range.start].0.len() == depth {
            nodes[n].word = Some(words[range.start].1);
            range.start += 1;
        }
        nodes[n].first = nodes.len();
        while range.start < range.end {
            let code = words[range.start].0[depth];
            let same = words[range.clone()].partition_point(|(word, _)| word[depth] <= code);
            nodes.push(Building { code, word: None, first: 0, children: 0 });
            ranges.push(range.start..range.start + same);
            range.start += same;
            nodes[n].children += 1;
        }
        n += 1;
    }
    nodes
}

/// Where units are free: each free unit knows the next and the one before, in a ring through unit 0, which is taken.
struct Room {
    next: Vec<u32>,
    before: Vec<u32>,
    free: Vec<bool>,
    base_taken: Vec<bool>,
}

/// Holes and other bases tried for a family of children before new room is made.
const HOLES: usize = 64;
const SPREAD: usize = 4096;
/// From one base to the next that is tried, a prime, so that neighbours that failed are not tried again.
const STRIDE: usize = 7919;

impl Room {
    fn new() -> Self {
        Self { next: vec![0], before: vec![0], free: vec![false], base_taken: vec![true] }
    }

    /// A base under which all labels are free, which are taken.
    fn place(&mut self, labels: &[usize]) -> usize {
        // The oldest holes first, which any small family fits; then bases all over, from the newest room on.
        let mut hole = self.next[0] as usize;
        let holes = std::iter::from_fn(|| {
            let at = hole;
            hole = self.next[at] as usize;
            (at != 0).then_some(at ^ labels[0])
        });
        let len = self.next.len();
        let spread = (0..SPREAD).map(|n| len - 1 - n * STRIDE % len);
        let found = holes.take(HOLES).chain(spread).find(|&base| self.fits(base, labels));
        let base = found.unwrap_or_else(|| {
            let widest = labels.iter().max().map_or(1, |label| (label + 1).next_power_of_two());
            let base = len.next_multiple_of(widest);
            self.extend(base + widest);
            base
        });
        self.base_taken[base] = true;
        labels.iter().for_each(|label| self.take(base ^ label));
        base
    }

    fn fits(&self, base: usize, labels: &[usize]) -> bool {
        let free = |label: &usize| self.free.get(base ^ label).copied().unwrap_or(false);
        !self.base_taken.get(base).copied().unwrap_or(true) && labels.iter().all(free)
    }

    fn extend(&mut self, len: usize) {
        for unit in self.next.len()..len {
            let last = self.before[0];
            self.next[last as usize] = unit as u32;
            self.before[0] = unit as u32;
            self.next.push(0);
            self.before.push(last);
            self.free.push(true);
            self.base_taken.push(false);
        }
    }

    fn take(&mut self, unit: usize) {
        let (before, next) = (self.before[unit], self.next[unit]);
        self.next[before as usize] = next;
        self.before[next as usize] = before;
        self.free[unit] = false;
    }
}
