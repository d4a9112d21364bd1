//! Finds many words in a text at once.
//!
//! Words are looked up by their first two characters, hashed into a small table (after Wu and Manber, *A fast
//! algorithm for multi-pattern searching*, 1994, with the block at the front of the word): a place where none
//! begins costs one look-up, whatever the number of words, and the table is built in no time, which counts where
//! a process reads one page. Linear in the text times the words of one beginning.

/// Words, each with what it stands for.
#[derive(Debug)]
pub(super) struct Finder<T> {
    /// By the hash of two characters: one more than the first group that may begin with them; 0 for none.
    slots: Vec<u32>,
    /// How far a hash is shifted to give a slot.
    shift: u32,
    groups: Vec<Group>,
    words: Vec<(Box<str>, T)>,
    /// Whether some word has one character only.
    single: bool,
}

/// Words with the same two first characters, which stand together.
#[derive(Clone, Copy, Debug)]
struct Group {
    head: (char, char),
    start: usize,
    end: usize,
    /// The next group of the same slot, counted from 1; 0 for none.
    next: u32,
}

/// The second character of a word of one character.
const NONE: char = '\0';
/// Least number of slots, as a power of two: 4096 of four bytes.
const BITS: u32 = 12;

impl<T: Copy> Finder<T> {
    /// A finder of `words`, of which no two are the same; empty ones are found nowhere.
    pub(super) fn new(words: impl Iterator<Item = (impl Into<Box<str>>, T)>) -> Self {
        let head = |word: &str| {
            let mut chars = word.chars();
            (chars.next().unwrap_or(NONE), chars.next().unwrap_or(NONE))
        };
        let mut words: Vec<(Box<str>, T)> =
            words.map(|(w, t)| (w.into(), t)).filter(|(w, _)| !w.is_empty()).collect();
        // Of one beginning the longest first.
        words.sort_by(|(a, _), (b, _)| (head(a), b.len(), a).cmp(&(head(b), a.len(), b)));
        // Four slots a word, so that most places cost no more than the look-up.
        let bits = (usize::BITS - (4 * words.len()).leading_zeros()).clamp(BITS, 20);
        let mut slots = vec![0u32; 1 << bits];
        let mut groups: Vec<Group> = Vec::new();
        let mut start = 0;
        for group in words.chunk_by(|a, b| head(&a.0) == head(&b.0)) {
            let head = head(&group[0].0);
            let end = start + group.len();
            let slot = &mut slots[hash(head.0, head.1, 32 - bits)];
            groups.push(Group { head, start, end, next: *slot });
            *slot = u32::try_from(groups.len()).expect("tables have fewer words than that");
            start = end;
        }
        let single = words.iter().any(|(w, _)| head(w).1 == NONE);
        Self { slots, shift: 32 - bits, groups, words, single }
    }

    /// Calls `found` with the start and length of every word in `text`, by rising start, the longest first.
    pub(super) fn each(&self, text: &str, mut found: impl FnMut(usize, usize, T)) {
        #[cfg(test)]
        super::work::add(text.len());
        if self.words.is_empty() {
            return;
        }
        let mut before = NONE;
        let mut at = 0; // where `before` begins
        for (i, c) in text.char_indices() {
            let next = self.slots[hash(before, c, self.shift)];
            if next != 0 && c != NONE {
                self.look(text, at, (before, c), next, &mut found);
            }
            if self.single && before != NONE {
                let next = self.slots[hash(before, NONE, self.shift)];
                if next != 0 {
                    self.look(text, at, (before, NONE), next, &mut found);
                }
            }
            (before, at) = (c, i);
        }
        if self.single && before != NONE {
            self.look(text, at, (before, NONE), self.slots[hash(before, NONE, self.shift)], &mut found);
        }
    }

    /// Calls `found` with the start and length of words that do not overlap: the first, of those the longest.
    pub(super) fn longest(&self, text: &str, mut found: impl FnMut(usize, usize, T)) {
        let mut end = 0;
        self.each(text, |at, len, what| {
            if at >= end {
                end = at + len;
                found(at, len, what);
            }
        });
    }

    #[inline(never)]
    fn look(
        &self,
        text: &str,
        at: usize,
        head: (char, char),
        mut next: u32,
        found: &mut impl FnMut(usize, usize, T),
    ) {
        while next != 0 {
            let group = self.groups[next as usize - 1];
            if group.head == head {
                for (word, what) in &self.words[group.start..group.end] {
                    if text[at..].starts_with(&**word) {
                        found(at, word.len(), *what);
                    }
                }
                return;
            }
            next = group.next;
        }
    }
}

fn hash(a: char, b: char, shift: u32) -> usize {
    // Odd multipliers from the golden ratio spread the characters over the slots.
    let mixed = u32::from(a).wrapping_mul(0x9e37_79b1) ^ u32::from(b).wrapping_mul(0x85eb_ca6b);
    (mixed >> shift) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_longest_word_counts() {
        let finder = Finder::new([("长安", 1), ("长安区", 2), ("安", 3), ("区长", 4)].into_iter());
        let mut got = Vec::new();
        finder.longest("长安区长安", |at, len, what| got.push((at, len, what)));
        assert_eq!(got, [(0, 9, 2), (9, 6, 1)]);
    }

    proptest! {
        #[test]
        fn every_word_is_found(
            text in "[甲乙丙a\\x00]{0,30}",
            words in prop::collection::hash_set("[甲乙丙a]{1,4}", 1..8),
        ) {
            let finder = Finder::new(words.iter().map(|w| (w.as_str(), ())));
            let mut got = Vec::new();
            finder.each(&text, |at, len, ()| got.push((at, std::cmp::Reverse(len))));
            let mut want: Vec<_> = words
                .iter()
                .flat_map(|w| text.char_indices().map(move |(i, _)| (i, w)))
                .filter(|(i, w)| text[*i..].starts_with(w.as_str()))
                .map(|(i, w)| (i, std::cmp::Reverse(w.len())))
                .collect();
            want.sort_unstable();
            prop_assert_eq!(got, want);
        }
    }
}
