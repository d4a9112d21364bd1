//! The dictionary: jieba's words and the lexicon's, compiled when the crate is built and read in place.

use super::atoms::is_han;
use super::trie::{self, Node, Unit, Word};
use crate::error::{Error, ErrorKind};
use std::borrow::Cow;
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

static UNITS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.units"));
static CODES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.codes"));

/// A trie with the codes of its characters.
#[derive(Debug)]
pub(super) struct Dictionary {
    units: Cow<'static, [Unit]>,
    /// For each character of the basic plane, its code.
    codes: Vec<u16>,
    /// Characters beyond, with their codes, sorted.
    beyond: Vec<(char, u16)>,
}

impl Dictionary {
    /// The dictionary that comes with the crate, one for all who ask. Nothing is parsed.
    pub(super) fn built_in() -> &'static Self {
        static BUILT_IN: LazyLock<Dictionary> = LazyLock::new(|| {
            let codes = CODES.as_chunks::<2>().0.iter().map(|code| u16::from_le_bytes(*code)).collect();
            Dictionary { units: Cow::Borrowed(UNITS.as_chunks::<8>().0), codes, beyond: Vec::new() }
        });
        &BUILT_IN
    }

    /// A dictionary of a user's words: each with its cost and the number of its tag.
    pub(super) fn of<'w>(words: impl Iterator<Item = (&'w str, u16, u8)> + Clone) -> Result<Self, Error> {
        let table = trie::codes(words.clone().map(|(word, ..)| word))
            .ok_or_else(|| refused(format!("more than {} characters", trie::CODES - 1)))?;
        let mut coded: Vec<(Vec<u16>, Word)> = words
            .map(|(word, cost, tag)| {
                let what = Word { cost, tag, general: false, domain: true, whole: true };
                (word.chars().map(|c| table[&c]).collect(), what)
            })
            .collect();
        // The last of equal words stands, as a later line of a dictionary corrects an earlier one.
        coded.reverse();
        coded.sort_by(|a, b| a.0.cmp(&b.0));
        coded.dedup_by(|a, b| a.0 == b.0);
        let units = trie::build(&coded).ok_or_else(|| refused("too many words"))?;
        let mut codes = vec![0; 0x1_0000];
        let mut beyond = Vec::new();
        for (c, code) in table {
            match codes.get_mut(c as usize) {
                Some(place) => *place = code,
                None => beyond.push((c, code)),
            }
        }
        beyond.sort_unstable();
        Ok(Self { units: Cow::Owned(units), codes, beyond })
    }

    /// The code of a character; 0 where no word has it.
    #[inline]
    pub(super) fn code(&self, c: char) -> u16 {
        match self.codes.get(c as usize) {
            Some(&code) => code,
            None => self.beyond.binary_search_by_key(&c, |&(c, _)| c).map_or(0, |i| self.beyond[i].1),
        }
    }

    /// The units, to walk.
    #[inline]
    pub(super) fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The word of exactly these characters.
    pub(super) fn get(&self, word: &str) -> Option<Word> {
        let mut node = Node::root(self.units());
        for c in word.chars() {
            node = node.step(self.units(), self.code(c))?;
        }
        node.word()
    }
}

fn refused(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::Config(format!("user dictionary: {}", what.into())))
}

/// How the scanner sees a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Anything but a Chinese character.
    Other,
    /// A Chinese character.
    Han,
    /// One at which a pattern may stand: a numeral, 届, 率.
    Cue,
}

/// Kind and code of every character of the basic plane in one look-up: the kind in the two highest bits.
#[derive(Debug)]
pub(super) struct Kinds(Vec<u16>);

impl Kinds {
    pub(super) fn new(dictionary: &Dictionary, cues: impl Iterator<Item = char>) -> Self {
        let han = ('\u{0}'..='\u{FFFF}').filter(|&c| is_han(c));
        let mut kinds = dictionary.codes.clone();
        han.for_each(|c| kinds[c as usize] |= (Kind::Han as u16) << 14);
        for c in cues.filter(|&c| (c as usize) < 0x1_0000) {
            let code = kinds[c as usize] & (trie::CODES as u16 - 1);
            kinds[c as usize] = code | (Kind::Cue as u16) << 14;
        }
        Self(kinds)
    }

    #[inline]
    pub(super) fn of(&self, c: char) -> (Kind, u16) {
        match self.0.get(c as usize) {
            Some(&both) => {
                let kind = match both >> 14 {
                    0 => Kind::Other,
                    1 => Kind::Han,
                    _ => Kind::Cue,
                };
                (kind, both & (trie::CODES as u16 - 1))
            }
            None => (if is_han(c) { Kind::Han } else { Kind::Other }, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_with_what_its_table_says() {
        let dictionary = Dictionary::built_in();
        let general = include_str!("../../data/words/jieba/dict.txt");
        let adjust = include_str!("../../data/words/adjust.tsv");
        let (mut words, mut gone) = (0, 0);
        for line in general.lines() {
            let (word, rest) = line.split_once(' ').unwrap();
            let (frequency, tag) = rest.split_once(' ').unwrap();
            let frequency: u64 = frequency.parse().unwrap();
            let adjusted = adjust.lines().any(|row| row.split('\t').next() == Some(word));
            let Some(found) = dictionary.get(word) else {
                assert!(adjusted || frequency <= 9, "{word}");
                gone += 1;
                continue;
            };
            assert!(found.general || found.domain, "{word}");
            if !found.domain && !adjusted {
                assert_eq!(found.cost, trie::cost(frequency), "{word}");
                assert_eq!(TAGS[usize::from(found.tag)], tag, "{word}");
            }
            words += 1;
        }
        assert!(gone < 21_000, "{gone} phrases");
        assert!(words > 325_000, "{words}");
        const { assert!(LEXICON > 100) };
        assert_eq!(dictionary.get("工作计划表格式"), None);
        assert_eq!(dictionary.get(""), None);
    }

    #[test]
    fn a_dictionary_of_the_user_takes_any_characters() {
        let words = [("𠮷野家", 5, 0), ("甲", 7, 1), ("甲", 9, 2), ("hello", 1, 3)];
        let dictionary = Dictionary::of(words.into_iter()).unwrap();
        assert_eq!(dictionary.get("𠮷野家").unwrap().tag, 0);
        assert_eq!(dictionary.get("甲").unwrap().tag, 2, "the later line");
        assert_eq!(dictionary.get("hello").unwrap().cost, 1);
        assert_eq!(dictionary.get("𠮷"), None);
        assert_eq!(Dictionary::of([].into_iter()).unwrap().get("甲"), None);
    }
}
