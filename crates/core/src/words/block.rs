//! A stretch of text without marks and spaces between its words, and the cheapest way through it.
//!
//! A dictionary word costs what it is rare, a character that begins no word as much as the rarest. Patterns offer
//! words of their own as rivals ([`Edge`]); atoms are never cut. The way of least cost is found from the end to the
//! beginning, so that every word met on a walk through the trie can be weighed at once: no list of candidates is
//! kept. Linear in the length of the block, for words have a longest.

use super::atoms::AtomClass;
use super::dictionary::Dictionary;
use super::trie::{Node, Word};

/// More than any way costs.
const NEVER: u64 = u64::MAX / 2;

/// A character of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Char {
    /// Where it begins in the text.
    pub(super) at: u32,
    pub(super) code: u16,
    pub(super) mark: Mark,
}

/// What an atom says of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing.
    Free,
    /// An atom begins here.
    Atom,
    /// No word begins here: it is inside an atom.
    Inside,
}

/// Numbers of characters of a block, from the first to the one after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A word that a pattern offers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) at: Range,
    pub(super) cost: u32,
    pub(super) tag: &'static str,
    pub(super) parts: Parts,
}

/// What the fine cut makes of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parts {
    /// Nothing.
    Whole,
    /// What its class says.
    Atom(AtomClass),
    /// A numeral and its measure word, which begins at this character.
    Quantity(usize),
    /// The words of the dictionary inside; the numerals that other patterns offer stay whole.
    Words,
}

/// What a step of the way is.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// A character that is no word.
    Unknown,
    /// A word of the dictionary.
    Word(Word),
    /// A word of the user's dictionary; the number of its tag.
    User(u8),
    /// The edge of this number.
    Edge(usize),
    /// The atom of this number.
    Atom(usize),
}

/// A word of the way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) at: Range,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    cost: u64,
    end: usize,
    what: What,
}

/// What a single character costs that is no word, and what an atom costs.
pub(super) const UNKNOWN: u32 = 36_683; // trie::cost(1), which a test compares

/// What a single character costs more inside a word: 民主|党派, not 民主党|派.
const SINGLE: u64 = 6_000;

/// A block with its candidates, and room to work in. One serves any number of blocks in turn.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) chars: Vec<Char>,
    /// Characters at which a pattern may stand.
    pub(super) cues: Vec<(usize, char)>,
    pub(super) atoms: Vec<(Range, AtomClass)>,
    pub(super) edges: Vec<Edge>,
    /// Codes of the user's dictionary, where there is one.
    pub(super) user: Vec<u16>,
    /// Where the block ends in the text.
    pub(super) end: usize,
    route: Vec<Step>,
}

impl Block {
    /// Forgets the block, keeps the room.
    pub(super) fn clear(&mut self) {
        self.chars.clear();
        self.cues.clear();
        self.atoms.clear();
        self.edges.clear();
        self.user.clear();
    }

    /// Where the `i`th character begins in the text, or the block's end.
    pub(super) fn byte(&self, i: usize) -> usize {
        self.chars.get(i).map_or(self.end, |c| c.at as usize)
    }

    /// The number of the character that begins at `byte`, if one does.
    pub(super) fn index(&self, byte: usize) -> Option<usize> {
        if byte == self.end {
            return Some(self.chars.len());
        }
        self.chars.binary_search_by_key(&byte, |c| c.at as usize).ok()
    }

    /// The words of the cheapest way through the whole block. Edges are to be sorted by their start.
    pub(super) fn cut(&mut self, dictionary: &Dictionary, user: Option<&Dictionary>, out: &mut Vec<Piece>) {
        let all = Range { start: 0, end: self.chars.len() };
        self.route::<false>(all, dictionary, user);
        self.follow(all, out);
    }

    /// The words inside a word: those that the fine cut leaves whole.
    pub(super) fn cut_inside(&mut self, at: Range, dictionary: &Dictionary, out: &mut Vec<Piece>) {
        self.route::<true>(at, dictionary, None);
        self.follow(at, out);
    }

    fn follow(&self, at: Range, out: &mut Vec<Piece>) {
        let mut start = at.start;
        while start < at.end {
            let step = self.route[start];
            out.push(Piece { at: Range { start, end: step.end }, what: step.what });
            start = step.end;
        }
    }

    fn route<const INSIDE: bool>(&mut self, at: Range, dictionary: &Dictionary, user: Option<&Dictionary>) {
        let Self { chars, atoms, edges, user: user_codes, route, .. } = self;
        let chars = &chars[..at.end];
        if route.len() <= at.end {
            route.resize(at.end + 1, Step { cost: 0, end: 0, what: What::Unknown });
        }
        route[at.end] = Step { cost: 0, end: at.end, what: What::Unknown };
        let units = dictionary.units();
        let root = Node::root(units);
        let mut atom = atoms.partition_point(|(a, _)| a.start < at.end);
        let mut edge = edges.partition_point(|e| e.at.start < at.end);
        for i in (at.start..at.end).rev() {
            if chars[i].mark == Mark::Inside {
                route[i].cost = NEVER;
                continue;
            }
            let mut best = if chars[i].mark == Mark::Atom {
                // Atoms begin in order: walking back, the next one is this.
                atom -= 1;
                let end = atoms[atom].0.end.min(at.end);
                Step { cost: u64::from(UNKNOWN) + route[end].cost, end, what: What::Atom(atom) }
            } else {
                Step { cost: u64::from(UNKNOWN) + route[i + 1].cost, end: i + 1, what: What::Unknown }
            };
            let mut node = root;
            for (j, c) in chars.iter().enumerate().skip(i) {
                let Some(next) = node.step(units, c.code) else { break };
                node = next;
                let here = node.cost();
                if here == 0 {
                    if node.is_leaf() {
                        break;
                    }
                    continue;
                }
                let cost = u64::from(here) + route[j + 1].cost + if INSIDE && j == i { SINGLE } else { 0 };
                // Of equals the longer, as jieba has it.
                if cost <= best.cost {
                    let word = node.word().expect("it has a cost");
                    if !INSIDE || (word.whole && (i, j + 1) != (at.start, at.end)) {
                        best = Step { cost, end: j + 1, what: What::Word(word) };
                    }
                }
                if node.is_leaf() {
                    break;
                }
            }
            if let Some(user) = user {
                let mut node = Node::root(user.units());
                for (j, &code) in user_codes.iter().enumerate().take(at.end).skip(i) {
                    let Some(next) = node.step(user.units(), code) else { break };
                    node = next;
                    if let Some(word) = node.word()
                        && u64::from(word.cost) + route[j + 1].cost <= best.cost
                    {
                        let cost = u64::from(word.cost) + route[j + 1].cost;
                        best = Step { cost, end: j + 1, what: What::User(word.tag) };
                    }
                }
            }
            while edge > 0 && edges[edge - 1].at.start == i {
                edge -= 1;
                let e = &edges[edge];
                let fits = e.at.end <= at.end && (!INSIDE || (e.parts == Parts::Whole && e.at != at));
                if fits && u64::from(e.cost) + route[e.at.end].cost < best.cost {
                    let cost = u64::from(e.cost) + route[e.at.end].cost;
                    best = Step { cost, end: e.at.end, what: What::Edge(edge) };
                }
            }
            route[i] = best;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::trie;
    use super::*;

    #[test]
    fn an_unknown_character_costs_what_the_rarest_word_does() {
        assert_eq!(UNKNOWN, u32::from(trie::cost(1)));
    }
}
