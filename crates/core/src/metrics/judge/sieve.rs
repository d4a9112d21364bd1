//! Which small sets of words may stand in a sentence at all: one pass tells for all of them, and only those that may
//! are searched for.
//!
//! A set is let through where a character that one of its words begins with is followed by one that stands second in
//! one of them. What is held back is held back rightly; of what is let through, little is let through in vain, since
//! the sets are small. Linear, some twenty instructions a character.

use crate::metrics::plane::{self, Plane};
use crate::metrics::trie::Trie;

/// Sets of words, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sets(u8);

impl Sets {
    /// Words that turn a passage.
    pub(super) const TURN: Self = Self(1);
    /// Words of the years that figures are told over.
    pub(super) const SPAN: Self = Self(1 << 1);
    /// Relative years.
    pub(super) const RELATIVE: Self = Self(1 << 2);
    /// Frequencies.
    pub(super) const FREQUENCY: Self = Self(1 << 3);
    /// Every set: what must be supposed of a text that was not sieved.
    pub(super) const ALL: Self = Self(u8::MAX);

    /// Whether the two share a set.
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl Default for Sets {
    fn default() -> Self {
        Self::ALL
    }
}

/// See the module.
pub(super) struct Sieve {
    /// The sets of which a word begins with the character, and (in the upper half) those of which it is a word.
    first: Plane<u16>,
    /// The sets of which it stands second in a word.
    second: Plane<u8>,
}

impl Sieve {
    pub(super) fn new<'a>(sets: impl IntoIterator<Item = (Sets, &'a Trie)>) -> Self {
        let mut sieve = Self { first: Plane::of(|_| 0), second: Plane::of(|_| 0) };
        for (Sets(set), words) in sets {
            for (first, second) in words.openings() {
                // Characters outside the plane are decoded as 0, at both places.
                let plane = |c: char| u16::try_from(u32::from(c)).map_or('\0', |_| c);
                let alone = if second.is_none() { u16::from(set) << 8 } else { 0 };
                if let Some(cell) = sieve.first.slot(plane(first)) {
                    *cell |= u16::from(set) | alone;
                }
                if let Some(cell) = second.and_then(|c| sieve.second.slot(plane(c))) {
                    *cell |= set;
                }
            }
        }
        sieve
    }

    /// The sets of which words may stand in the text.
    pub(super) fn sets(&self, text: &str) -> Sets {
        let (mut found, mut before, mut rest) = (0, 0, text.as_bytes());
        while let Some((c, behind)) = plane::first(rest) {
            let first = self.first.at(c);
            found |= (before & self.second.at(c)) | (first >> 8) as u8;
            (before, rest) = (first as u8, behind);
        }
        Sets(found)
    }
}

impl std::fmt::Debug for Sieve {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sieve").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::trie::sorted;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_stands_in_a_text_is_let_through(
            words in prop::collection::btree_set("[甲乙丙a𠀀]{1,3}", 1..6),
            others in prop::collection::btree_set("[甲丁b𠀀]{2,3}", 1..6),
            text in "[甲乙丙丁ab𠀀 ]{0,12}",
        ) {
            let trie = |words: &std::collections::BTreeSet<String>| {
                Trie::new(&sorted(&mut words.iter().map(|w| (w.clone(), ())).collect::<Vec<_>>(), false))
            };
            let (a, b) = (trie(&words), trie(&others));
            let sets = Sieve::new([(Sets::TURN, &a), (Sets::SPAN, &b)]).sets(&text);
            prop_assert!(sets.has(Sets::TURN) || !a.is_in(&text));
            prop_assert!(sets.has(Sets::SPAN) || !b.is_in(&text));
        }
    }
}
