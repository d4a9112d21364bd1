//! Configuration and words of the user.

use super::SegmentConfig;
use super::block::{Block, Char, Mark, What};
use super::dictionary::{Dictionary, TAGS};
use super::segmenter::Segmenter;
use super::trie;
use crate::error::{Error, ErrorKind};
use std::borrow::Cow;
use std::collections::HashMap;

/// Makes a [`Segmenter`] with words of one's own.
///
/// ```
/// use gongwen::{Granularity, Segmenter, Span};
/// let mut builder = Segmenter::builder();
/// builder.config.granularity = Granularity::Coarse;
/// let segmenter = builder.word("云上办", None, "nz").dictionary("# comment\n青龙坝 20 ns\n")?.build()?;
/// let text = "青龙坝推行云上办";
/// let words: Vec<&str> =
///     segmenter.segment(text, Span::new(0, text.len())).iter().map(|t| &text[t.at.range()]).collect();
/// assert_eq!(words, ["青龙坝", "推行", "云上办"]);
/// # Ok::<(), gongwen::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct SegmenterBuilder {
    /// How to segment.
    pub config: SegmentConfig,
    words: Vec<UserWord>,
}

#[derive(Clone, Debug)]
struct UserWord {
    word: String,
    frequency: Option<u64>,
    tag: String,
}

/// The tag of a user's word that has none.
const TAG: &str = "nz";

impl SegmenterBuilder {
    /// Sets how to segment.
    #[must_use]
    pub fn config(mut self, config: SegmentConfig) -> Self {
        self.config = config;
        self
    }

    /// Adds a word; a later one of the same form takes its place. Without a frequency it gets one that just wins over
    /// its parts; one of zero never wins.
    #[must_use]
    pub fn word(mut self, word: &str, frequency: Option<u64>, tag: &str) -> Self {
        self.words.push(UserWord { word: word.to_owned(), frequency, tag: tag.to_owned() });
        self
    }

    /// Adds the words of a dictionary in jieba's form: a word a line, then, where known, its frequency and its tag,
    /// separated by spaces or tabs. `#` begins a comment line.
    ///
    /// # Errors
    /// With the line that is not so.
    pub fn dictionary(mut self, text: &str) -> Result<Self, Error> {
        for (n, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
            let mut cells = line.split_whitespace();
            let Some(word) = cells.next().filter(|word| !word.starts_with('#')) else { continue };
            let refuse = |what: &str| {
                Error::new(ErrorKind::Config(format!("line {} of the user dictionary: {what}", n + 1)))
            };
            let (frequency, tag) = match (cells.next(), cells.next()) {
                (None, _) => (None, TAG),
                (Some(one), tag) => match (one.parse::<u64>(), tag) {
                    (Ok(frequency), tag) => (Some(frequency), tag.unwrap_or(TAG)),
                    (Err(_), None) => (None, one),
                    (Err(_), Some(_)) => return Err(refuse(&format!("{one:?} is no frequency"))),
                },
            };
            if cells.next().is_some() {
                return Err(refuse("more than a word, its frequency and its tag"));
            }
            self = self.word(word, frequency, tag);
        }
        Ok(self)
    }

    /// Makes the segmenter.
    ///
    /// # Errors
    /// When a table is not well formed, or the words are more than a dictionary holds.
    pub fn build(&self) -> Result<Segmenter, Error> {
        let built_in = Dictionary::built_in();
        let mut tags: Vec<Cow<'static, str>> = Vec::new();
        let mut numbers: HashMap<&str, u8> = HashMap::new();
        let mut words = Vec::new();
        for word in self.words.iter().filter(|word| word.frequency != Some(0)) {
            let next = u8::try_from(numbers.len());
            let tag = match (numbers.get(word.tag.as_str()), next) {
                (Some(&tag), _) => tag,
                (None, Ok(next)) => {
                    let known = TAGS.iter().find(|tag| **tag == word.tag);
                    tags.push(known.map_or_else(|| Cow::Owned(word.tag.clone()), |tag| Cow::Borrowed(*tag)));
                    numbers.insert(&word.tag, next);
                    next
                }
                (None, Err(_)) => {
                    return Err(Error::new(ErrorKind::Config("user dictionary: more than 256 tags".into())));
                }
            };
            let cost = word.frequency.map_or_else(|| winning(&word.word, built_in), trie::cost);
            words.push((word.word.as_str(), cost, tag));
        }
        let user = if words.is_empty() { None } else { Some(Dictionary::of(words.into_iter())?) };
        Segmenter::with(self.config, built_in, user, tags)
    }
}

/// A cost that is just below that of the parts of a word.
fn winning(word: &str, dictionary: &Dictionary) -> u16 {
    let mut block = Block::default();
    block.end = word.len();
    let chars = word.char_indices();
    block.chars.extend(chars.map(|(at, c)| Char {
        at: at as u32,
        code: dictionary.code(c),
        mark: Mark::Free,
    }));
    let mut parts = Vec::new();
    block.cut(dictionary, None, &mut parts);
    let cost = |what: What| match what {
        What::Word(word) => u64::from(word.cost),
        _ => u64::from(super::block::UNKNOWN),
    };
    let parts: u64 = parts.iter().map(|part| cost(part.what)).sum();
    let rarest = u64::from(trie::cost(3));
    parts.saturating_sub(1).clamp(1, rarest) as u16
}
