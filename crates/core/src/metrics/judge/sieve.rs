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
    /// What each character may be in words of the sets.
    places: Plane<u32>,
}

/// Where in a character's cell the sets stand of which a word begins with it, of which it is a word, and of which it
/// stands second in a word.
const FIRST: u32 = 0;
const ALONE: u32 = 8;
const SECOND: u32 = 16;

impl Sieve {
    pub(super) fn new<'a>(sets: impl IntoIterator<Item = (Sets, &'a Trie)>) -> Self {
        let mut places = Plane::of(|_| 0);
        let mut put = |c: char, set: u8, place: u32| {
            // Characters outside the plane are decoded as 0.
            let c = u16::try_from(u32::from(c)).map_or('\0', |_| c);
            if let Some(cell) = places.slot(c) {
                *cell |= u32::from(set) << place;
            }
        };
        for (Sets(set), words) in sets {
            for (first, second) in words.openings() {
                put(first, set, FIRST);
                match second {
                    Some(second) => put(second, set, SECOND),
                    None => put(first, set, ALONE),
                }
            }
        }
        Self { places }
    }

    /// The sets of which words may stand in the text.
    pub(super) fn sets(&self, text: &str) -> Sets {
        let (mut found, mut before, mut rest) = (0, 0, text.as_bytes());
        while let Some((c, behind)) = plane::first(rest) {
            let cell = self.places.at(c);
            found |= (before & cell >> SECOND) | cell >> ALONE;
            (before, rest) = (cell, behind);
        }
        // What `found` holds above its lowest byte is of no sense.
        Sets(found as u8)
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
