//! Words that stand beside masks, found by one of their characters.

use crate::document::MaskKind;

/// A word that may follow a mask.
#[derive(Debug)]
pub(super) struct Follower {
    pub(super) word: Box<[char]>,
    /// What it says of the mask; none: that it is no mask.
    pub(super) says: Option<MaskKind>,
    /// What may not follow the word.
    pub(super) not: Vec<Box<[char]>>,
    /// How many characters have to be looked at.
    pub(super) reach: usize,
}

impl Follower {
    /// How far the words of the table reach at most.
    pub(super) const REACH: usize = 16;

    /// None where there are more characters to look at than [`Self::REACH`].
    pub(super) fn new(word: &str, says: Option<MaskKind>, not: &str) -> Option<Self> {
        let chars = |word: &str| word.chars().collect();
        let word: Box<[char]> = chars(word);
        let not: Vec<Box<[char]>> = not.split(' ').filter(|n| !n.is_empty()).map(chars).collect();
        let reach = word.len() + not.iter().map(|n| n.len()).max().unwrap_or(0);
        (reach <= Self::REACH).then_some(Self { word, says, not, reach })
    }

    /// Whether the word stands at the start of `text`, and nothing behind it that may not.
    pub(super) fn fits(&self, text: &[char]) -> bool {
        text.strip_prefix(&*self.word).is_some_and(|rest| !self.not.iter().any(|n| rest.starts_with(n)))
    }
}

/// A word that may stand before a mask.
#[derive(Debug)]
pub(super) struct Before {
    pub(super) word: &'static str,
    pub(super) says: Option<MaskKind>,
}

/// The two parts of a word with a mask inside.
#[derive(Debug)]
pub(super) struct Inside {
    pub(super) head: &'static str,
    pub(super) tail: &'static str,
    pub(super) kind: MaskKind,
}

/// Words by their first or last character, the longest of a character first.
#[derive(Debug)]
pub(super) struct Words<T> {
    /// Each character, and where its words begin.
    keys: Vec<(char, usize)>,
    words: Vec<T>,
}

impl<T> Words<T> {
    pub(super) fn by_first(words: Vec<(&str, T)>) -> Self {
        Self::by(words, |word| word.chars().next())
    }

    pub(super) fn by_last(words: Vec<(&str, T)>) -> Self {
        Self::by(words, |word| word.chars().next_back())
    }

    fn by(mut words: Vec<(&str, T)>, key: impl Fn(&str) -> Option<char>) -> Self {
        words.sort_by_key(|(word, _)| (key(word), std::cmp::Reverse(word.len())));
        let mut this = Self { keys: Vec::new(), words: Vec::with_capacity(words.len()) };
        for (word, value) in words {
            let Some(key) = key(word) else { continue };
            if this.keys.last().is_none_or(|&(last, _)| last != key) {
                this.keys.push((key, this.words.len()));
            }
            this.words.push(value);
        }
        this
    }

    /// The words of a character.
    pub(super) fn of(&self, key: char) -> &[T] {
        match self.keys.binary_search_by_key(&key, |&(key, _)| key) {
            Ok(i) => {
                let end = self.keys.get(i + 1).map_or(self.words.len(), |&(_, at)| at);
                &self.words[self.keys[i].1..end]
            }
            Err(_) => &[],
        }
    }
}
