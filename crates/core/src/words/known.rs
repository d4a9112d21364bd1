//! Whether a string is a word, asked by stages that come before words are cut.

use super::dictionary::Dictionary;
use super::trie;

/// Occurrences in the sixty million words of the general dictionary's corpus from which a word is common.
const COMMON: u64 = 100;

/// Whether the dictionary has a word.
pub(crate) fn is_word(word: &str) -> bool {
    Dictionary::built_in().get(word).is_some()
}

/// Whether it has it as a common one.
pub(crate) fn is_common(word: &str) -> bool {
    Dictionary::built_in().get(word).is_some_and(|word| word.cost <= trie::cost(COMMON))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_words() {
        assert!(is_common("增长") && is_word("增长"));
        assert!(!is_word("次会") && !is_word(""));
        assert!(is_word("育肥") && !is_common("业增"));
    }
}
