//! Words: the general dictionary, the domain's, and rules, over the normal form.
//!
//! | file | what |
//! |---|---|
//! | `segmenter` | takes text apart into blocks and atoms, and words apart as finely as asked |
//! | `atoms` | stretches whose form says that they are one word: numbers, dates, document numbers, masks |
//! | `block` | the cheapest way through a block: dictionary words and what rules offer |
//! | `patterns` | words made by rule: quantities, sessions, rates, bodies |
//! | `names` | names of persons, Chinese and foreign |
//! | `dictionary`, `trie` | jieba's dictionary and `data/words/lexicon/`, compiled when the crate is built |
//! | `builder` | configuration and words of the user |
//! | `article` | the words of articles, and which of them bear meaning |
//! | `keywords`, `panel`, `ngrams` | what is counted: keywords, frequencies and shares by region and year, collocations, new words |
//!
//! The model is jieba's: a word costs the logarithm of how rare it is, and the cut of least cost is taken. jieba's
//! own crate parses its dictionary at every start (over 100 ms); here the same words lie ready in the program.
//! What no dictionary has stays in single characters unless jieba's hidden Markov model is asked for: it glues more
//! words of official prose than it finds.

mod article;
mod atoms;
mod block;
mod builder;
mod dictionary;
mod keywords;
pub(crate) mod known;
mod names;
mod ngrams;
mod panel;
mod patterns;
mod segmenter;
mod trie;

#[cfg(test)]
mod tests;

use crate::span::{Normal, Span};
use std::borrow::Cow;

pub use article::{ArticleWords, Content};
pub use builder::SegmenterBuilder;
pub use keywords::{Keyword, KeywordMethod, Keywords};
pub use ngrams::{Collocation, Collocations, NewWord, NewWords};
pub use panel::{CellBy, TermCount, TermShare, TermShares, WordCell, WordFrequencies, WordFrequency};
pub use segmenter::Segmenter;

/// How finely text is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Granularity {
    /// The words of the general language: terms, quantities and dates cut into theirs.
    #[default]
    Fine,
    /// Names, terms, quantities, dates and titles of documents whole.
    Coarse,
    /// Coarse words and, after each, the words inside it: for an index.
    Search,
}

/// How to segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SegmentConfig {
    /// How finely.
    pub granularity: Granularity,
    /// Whether unknown words are guessed by jieba's hidden Markov model.
    pub hmm: bool,
}

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where.
    pub at: Span<Normal>,
    /// Part of speech (ICTCLAS tags as jieba has them), the category of a word of the lexicon, or the class of an
    /// atom: `m` number, `mq` quantity, `q` measure word, `mt` time, `docno`, `nw` document, `url`, `email`, `mask`, `eng`;
    /// `x` for marks and for characters that no dictionary has.
    pub tag: Cow<'static, str>,
}
