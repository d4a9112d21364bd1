//! A trie over characters: the longest word that begins at a place, in one walk.
//!
//! Chinese text makes automata over bytes large (three transitions a character, tables of megabytes that no cache
//! holds). Here the first character is looked up in one dense table over the basic plane, the next ones by binary
//! search among the few that follow; most places are left after one load, most of the others after a test of the next
//! character against the bits of those that can follow. Memory is linear in the words, a look-up in the length of the
//! longest word that it meets.

use super::plane::{self, Plane};

/// Words as paths of characters.
pub(super) struct Trie {
    /// The node behind each first character of the basic plane; 0 where no word begins so. The children of the root
    /// are the first nodes, so that their numbers are no larger than characters.
    first: Plane<u16>,
    /// For the root's children, by their number: the bits of the characters that can follow; all of them where a word
    /// ends at once.
    heads: Vec<u64>,
    nodes: Vec<Node>,
    /// (character, node), the children of a node sorted and next to each other.
    edges: Vec<(char, u32)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    edges: (u32, u32),
    /// A bit for each child's character (by its low bits): most characters that are no child are told by one test.
    kids: u64,
    /// The rows of the words that end here: a range of the sorted rows; empty where none does.
    rows: (u32, u32),
}

impl Trie {
    /// Of words that are sorted by their characters in the order in which they are walked; rows with equal words
    /// stand next to each other.
    pub(super) fn new(words: &[Vec<char>]) -> Self {
        let (first, nodes) = (Plane::of(|_| 0), vec![Node::default()]);
        let mut trie = Self { first, heads: Vec::new(), nodes, edges: Vec::new() };
        trie.grow(0, words, 0, 0);
        let (from, to) = trie.nodes[0].edges;
        let head = |n: &Node| if n.rows.0 < n.rows.1 { u64::MAX } else { n.kids };
        trie.heads = trie.nodes[..=(to - from) as usize].iter().map(head).collect();
        for &(c, node) in &trie.edges[from as usize..to as usize] {
            if let (Some(slot), Ok(node)) = (trie.first.slot(c), u16::try_from(node)) {
                *slot = node;
            }
        }
        trie
    }

    /// Fills the node that all of `words` (from row `row` on) lead to after `depth` characters.
    fn grow(&mut self, node: usize, words: &[Vec<char>], row: usize, depth: usize) {
        let ends = words.iter().take_while(|w| w.len() == depth).count();
        self.nodes[node].rows = (row as u32, (row + ends) as u32);
        let (mut groups, mut from) = (Vec::new(), ends);
        while let Some(c) = words.get(from).and_then(|w| w.get(depth)).copied() {
            let len = words[from..].iter().take_while(|w| w.get(depth) == Some(&c)).count();
            groups.push((c, from, len));
            from += len;
        }
        let start = self.edges.len();
        for &(c, ..) in &groups {
            self.edges.push((c, self.nodes.len() as u32));
            self.nodes.push(Node::default());
        }
        self.nodes[node].edges = (start as u32, self.edges.len() as u32);
        self.nodes[node].kids = groups.iter().fold(0, |bits, (c, ..)| bits | bit(*c));
        for (i, (_, from, len)) in groups.into_iter().enumerate() {
            let child = self.edges[start + i].1 as usize;
            self.grow(child, &words[from..from + len], row + from, depth + 1);
        }
    }

    /// The node behind a word's first character.
    #[inline(always)]
    pub(super) fn begin(&self, c: char) -> Option<u32> {
        match self.first.get(c) {
            Some(0) => None,
            Some(node) => Some(u32::from(node)),
            None => self.child(0, c),
        }
    }

    /// The node behind the next character.
    #[inline]
    pub(super) fn child(&self, node: u32, c: char) -> Option<u32> {
        let Node { edges: (from, to), kids, .. } = self.nodes[node as usize];
        if kids & bit(c) == 0 {
            return None;
        }
        let edges = &self.edges[from as usize..to as usize];
        if edges.len() <= FEW {
            return edges.iter().find(|e| e.0 == c).map(|e| e.1);
        }
        edges.binary_search_by_key(&c, |e| e.0).ok().map(|i| edges[i].1)
    }

    /// The rows of the words that end at the node.
    #[inline]
    pub(super) fn rows(&self, node: u32) -> std::ops::Range<usize> {
        let (from, to) = self.nodes[node as usize].rows;
        from as usize..to as usize
    }

    /// The longest word that begins with the characters that led to `node`, the rest of it at the head of `rest`: how
    /// much of `rest` it takes and its first row.
    #[inline]
    fn longest(&self, mut node: u32, rest: &str) -> Option<(usize, usize)> {
        let (mut bytes, mut best) = (rest.as_bytes(), None);
        loop {
            let rows = self.nodes[node as usize].rows;
            let at = rest.len() - bytes.len();
            if rows.0 < rows.1 {
                best = Some((at, rows.0 as usize));
            }
            let Some((number, behind)) = plane::first(bytes) else { return best };
            // Characters outside the plane are rare, and decoded as 0.
            let next = match char::from_u32(number.into()) {
                Some(c) if number > 0 => c,
                _ => rest[at..].chars().next().unwrap_or_default(),
            };
            let Some(child) = self.child(node, next) else { return best };
            (node, bytes) = (child, behind);
        }
    }

    /// Every word of the text, the first before the later and of those that begin together the longest; disjoint.
    pub(super) fn find_all(&self, text: &str, mut put: impl FnMut(usize, usize, usize)) {
        let mut bytes = text.as_bytes();
        while let Some((c, behind)) = plane::first(bytes) {
            let first = self.first.at(c);
            let here = text.len() - bytes.len();
            bytes = behind;
            if !self.may_begin(c, first, behind) {
                continue;
            }
            let from = text.len() - behind.len();
            let word = match first {
                0 => self.head(&text[here..]).map(|(len, row)| (here + len, row)),
                node => self.longest(node.into(), &text[from..]).map(|(len, row)| (from + len, row)),
            };
            if let Some((end, row)) = word {
                put(here, end, row);
                bytes = &text.as_bytes()[end..];
            }
        }
    }

    /// Whether a word may begin with the character `c`, whose node is `first`, and `rest`. Most characters are passed
    /// over by one load, most of the others by a test of the next one's bit; those outside the plane are rare, and
    /// decoded as 0.
    #[inline(always)]
    fn may_begin(&self, c: u16, first: u16, rest: &[u8]) -> bool {
        if first == 0 {
            return c == 0;
        }
        let bits = self.heads.get(usize::from(first)).copied().unwrap_or(0);
        // The last byte of a character holds the low bits of its number.
        let low = match rest {
            [0xE0..=0xEF, _, low, ..] | [0xC0..=0xDF, low, ..] | [low @ 0..=0x7F, ..] => low,
            [_, _, _, low, ..] => low,
            _ => return bits == u64::MAX,
        };
        bits >> (low & 63) & 1 != 0
    }

    /// The first character of each word and its second, none where the word has no other.
    pub(super) fn openings(&self) -> impl Iterator<Item = (char, Option<char>)> + '_ {
        let edges = |node: u32| {
            let (from, to) = self.nodes[node as usize].edges;
            &self.edges[from as usize..to as usize]
        };
        edges(0).iter().flat_map(move |&(first, node)| {
            let alone = (!self.rows(node).is_empty()).then_some((first, None));
            alone.into_iter().chain(edges(node).iter().map(move |&(second, _)| (first, Some(second))))
        })
    }

    /// Every word of the text, wherever it begins, also inside others.
    pub(super) fn find_overlapping(&self, text: &str, mut put: impl FnMut(usize, usize, usize)) {
        let mut chars = text.char_indices();
        while let Some((start, c)) = chars.next() {
            let (mut at, mut here) = (start + c.len_utf8(), self.begin(c));
            let mut rest = chars.as_str().chars();
            while let Some(node) = here {
                let rows = self.rows(node);
                if !rows.is_empty() {
                    put(start, at, rows.start);
                }
                let Some(next) = rest.next() else { break };
                here = self.child(node, next);
                at += next.len_utf8();
            }
        }
    }

    /// Whether one of the words that begin as `chars` do is accepted, given its rows.
    pub(super) fn any(
        &self,
        mut chars: impl Iterator<Item = char>,
        ok: impl Fn(std::ops::Range<usize>) -> bool,
    ) -> bool {
        let mut node = chars.next().and_then(|c| self.begin(c));
        while let Some(here) = node {
            let rows = self.rows(here);
            if !rows.is_empty() && ok(rows) {
                return true;
            }
            node = chars.next().and_then(|c| self.child(here, c));
        }
        false
    }

    /// Whether a word stands in the text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let mut bytes = text.as_bytes();
        while let Some((c, behind)) = plane::first(bytes) {
            let here = text.len() - bytes.len();
            if self.may_begin(c, self.first.at(c), behind) && self.head(&text[here..]).is_some() {
                return true;
            }
            bytes = behind;
        }
        false
    }

    /// The longest word that the text begins with: its length and its first row.
    pub(super) fn head(&self, text: &str) -> Option<(usize, usize)> {
        let c = text.chars().next()?;
        let (len, row) = self.longest(self.begin(c)?, &text[c.len_utf8()..])?;
        Some((len + c.len_utf8(), row))
    }
}

/// So many children are looked through one by one: quicker than a binary search.
const FEW: usize = 6;

/// One of 64 bits for a character.
#[inline]
fn bit(c: char) -> u64 {
    1 << (c as u32 & 63)
}

impl std::fmt::Debug for Trie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trie").field("nodes", &self.nodes.len()).finish_non_exhaustive()
    }
}

/// Sorts rows as [`Trie::new`] wants them (equal words in their order) and gives the words as characters.
pub(super) fn sorted<W: AsRef<str>, T>(rows: &mut [(W, T)], backward: bool) -> Vec<Vec<char>> {
    let path = |w: &W| -> Vec<char> {
        let w = w.as_ref();
        if backward { w.chars().rev().collect() } else { w.chars().collect() }
    };
    rows.sort_by_cached_key(|(w, _)| path(w));
    rows.iter().map(|(w, _)| path(w)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use aho_corasick::{AhoCorasick, MatchKind};
    use proptest::prelude::*;

    proptest! {
        /// The automaton is the oracle: leftmost, then longest.
        #[test]
        fn finds_what_the_automaton_finds(
            words in prop::collection::btree_set("[甲乙丙a𠀀]{1,4}", 1..12),
            text in "[甲乙丙丁a𠀀 ]{0,40}",
        ) {
            let mut rows: Vec<(String, ())> = words.iter().map(|w| (w.clone(), ())).collect();
            let trie = Trie::new(&sorted(&mut rows, false));
            let mut found = Vec::new();
            trie.find_all(&text, |start, end, row| found.push((start, end, rows[row].0.clone())));
            let ac = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words).unwrap();
            let want: Vec<_> =
                ac.find_iter(&text).map(|m| (m.start(), m.end(), text[m.range()].to_owned())).collect();
            prop_assert_eq!(found, want);
            let mut found = Vec::new();
            trie.find_overlapping(&text, |start, end, row| found.push((start, end, rows[row].0.clone())));
            let ac = AhoCorasick::new(&words).unwrap();
            let mut want: Vec<_> = ac
                .find_overlapping_iter(&text)
                .map(|m| (m.start(), m.end(), text[m.range()].to_owned()))
                .collect();
            want.sort_unstable();
            prop_assert_eq!(&found, &want);
            prop_assert_eq!(trie.is_in(&text), !want.is_empty());
            let head = trie.head(&text).map(|(len, _)| len);
            prop_assert_eq!(head, want.iter().filter(|m| m.0 == 0).map(|m| m.1).max());
        }
    }
}
