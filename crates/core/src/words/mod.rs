//! Words: jieba over the normal form, numbers, dates, document numbers and masks kept whole.
//!
//! What must stay whole ([`atoms`]) is found first; jieba cuts the gaps, with the domain's own words
//! (`data/words/lexicon.tsv`) added to its dictionary. The hidden Markov model is off by default: it loses more
//! words of official prose than it finds.

mod atoms;

use crate::error::Error;
use crate::span::{Normal, Span};
use crate::tables::Table;
use atoms::Atoms;
use jieba_rs::Jieba;
use std::borrow::Cow;

const LEXICON: &str = include_str!("../../data/words/lexicon.tsv");

/// How finely text is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Granularity {
    /// Long words also give the dictionary's words inside them in place of the whole.
    #[default]
    Fine,
    /// Names and terms whole.
    Coarse,
    /// Coarse words and, before each, the words inside it: for an index.
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
    /// Part of speech (ICTCLAS tags as jieba has them), or the class of an atom: `m` number, `mq` quantity, `mt`
    /// time, `docno`, `url`, `mask`, `eng`; `x` for punctuation.
    pub tag: Cow<'static, str>,
}

/// Cuts text into words. Immutable and shareable; holds the dictionary (about 40 MB).
#[derive(Debug)]
pub struct Segmenter {
    config: SegmentConfig,
    jieba: Jieba,
    atoms: Atoms,
}

impl Segmenter {
    /// Loads the dictionary (over 100 ms: do it once).
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new(config: SegmentConfig) -> Result<Self, Error> {
        let mut jieba = Jieba::new();
        for (word, frequency, tag) in lexicon(LEXICON)? {
            jieba.add_word(word, Some(frequency), Some(tag));
        }
        Ok(Self { config, jieba, atoms: Atoms::new()? })
    }

    /// The words inside `within` of a normal form, sorted by start (of equal starts, the longer first). White space
    /// is in no word; but for it, the words of [`Granularity::Fine`] and [`Granularity::Coarse`] make up the text.
    /// Linear time.
    ///
    /// ```
    /// use gongwen::{SegmentConfig, Segmenter, Span};
    /// let segmenter = Segmenter::new(SegmentConfig::default())?;
    /// let text = "2024年办结率达到98.5%";
    /// let words: Vec<&str> =
    ///     segmenter.segment(text, Span::new(0, text.len())).iter().map(|t| &text[t.at.range()]).collect();
    /// assert_eq!(words, ["2024年", "办结率", "达到", "98.5%"]);
    /// # Ok::<(), gongwen::Error>(())
    /// ```
    #[must_use]
    pub fn segment(&self, text: &str, within: Span<Normal>) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut from = within.start();
        for (at, tag) in self.atoms.find(text, within) {
            self.cut(text, Span::new(from, at.start()), &mut tokens);
            tokens.push(Token { at, tag: Cow::Borrowed(tag) });
            from = at.end();
        }
        self.cut(text, Span::new(from, within.end()), &mut tokens);
        tokens
    }

    /// Cuts a gap between atoms.
    fn cut(&self, text: &str, gap: Span<Normal>, tokens: &mut Vec<Token>) {
        for tag in self.jieba.tag(&text[gap.range()], self.config.hmm) {
            let at = Span::new(gap.start() + tag.byte_start, gap.start() + tag.byte_end);
            if tag.word.trim().is_empty() {
                continue;
            }
            match self.config.granularity {
                Granularity::Coarse => tokens.push(token(at, tag.tag)),
                Granularity::Fine if tag.word.chars().count() <= FINE => tokens.push(token(at, tag.tag)),
                Granularity::Fine => match self.halves(tag.word) {
                    Some(parts) => self.push_parts(at, &parts, tokens),
                    None => tokens.push(token(at, tag.tag)),
                },
                Granularity::Search => {
                    tokens.push(token(at, tag.tag));
                    for inner in self.jieba.cut_for_search(tag.word, false) {
                        if inner.word.len() < tag.word.len() {
                            let inside =
                                Span::new(at.start() + inner.byte_start, at.start() + inner.byte_end);
                            tokens.push(self.tagged(inside, inner.word));
                        }
                    }
                }
            }
        }
        if self.config.granularity == Granularity::Search {
            tokens.sort_by_key(|t| (t.at.start(), std::cmp::Reverse(t.at.end())));
        }
    }

    fn push_parts(&self, at: Span<Normal>, parts: &[&str], tokens: &mut Vec<Token>) {
        let mut offset = at.start();
        for part in parts {
            let span = Span::new(offset, offset + part.len());
            offset = span.end();
            tokens.push(self.tagged(span, part));
        }
    }

    fn tagged(&self, at: Span<Normal>, word: &str) -> Token {
        let tag = self.jieba.tag(word, false).first().map_or("x", |t| t.tag);
        token(at, tag)
    }

    /// A long word as words of two characters and more that make it up exactly, where the dictionary has such:
    /// 应急管理局 → 应急, 管理局. The longest first word wins.
    fn halves<'w>(&self, word: &'w str) -> Option<Vec<&'w str>> {
        let bounds: Vec<usize> = word.char_indices().map(|(i, _)| i).collect();
        (2..bounds.len() - 1)
            .rev()
            .map(|k| word.split_at(bounds[k]))
            .find_map(|(a, b)| (self.jieba.has_word(a) && self.jieba.has_word(b)).then(|| vec![a, b]))
    }
}

/// Words longer than this are cut further by [`Granularity::Fine`] where their parts are words.
const FINE: usize = 4;

fn token(at: Span<Normal>, tag: &str) -> Token {
    Token { at, tag: Cow::Owned(tag.to_owned()) }
}

/// Word, frequency, tag. A frequency of zero would never win against the parts.
fn lexicon(text: &str) -> Result<Vec<(&str, usize, &str)>, Error> {
    let table = Table::parse("words/lexicon.tsv", text, &["word", "frequency", "tag"])?;
    table.unique("word")?;
    table
        .rows()
        .map(|row| match row.need("frequency")?.parse() {
            Ok(0) | Err(_) => Err(row.error("frequency is not a number above zero")),
            Ok(n) => Ok((row.need("word")?, n, row.need("tag")?)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static FINE_CUT: LazyLock<Segmenter> =
        LazyLock::new(|| Segmenter::new(SegmentConfig::default()).unwrap());

    fn words<'t>(segmenter: &Segmenter, text: &'t str) -> Vec<&'t str> {
        let all = Span::new(0, text.len());
        segmenter.segment(text, all).iter().map(|t| &text[t.at.range()]).collect()
    }

    #[test]
    fn atoms_and_terms_stay_whole() {
        for (text, want) in [
            ("按照云政发〔2021〕37号文件", &["按照", "云政发〔2021〕37号", "文件"][..]),
            ("共收入12,345.67万元", &["共", "收入", "12,345.67万元"]),
            ("6月15日前办结", &["6月15日", "前", "办结"]),
            ("20xx年××同志", &["20xx年", "××", "同志"]),
            ("推进双随机一公开", &["推进", "双随机一公开"]),
            ("组织两学一做", &["组织", "两学一做"]),
            ("PM2.5浓度", &["PM2.5", "浓度"]),
        ] {
            let coarse =
                Segmenter::new(SegmentConfig { granularity: Granularity::Coarse, hmm: false }).unwrap();
            assert_eq!(words(&coarse, text), want, "{text}");
        }
    }

    #[test]
    fn fine_cuts_what_search_shows_besides_the_whole() {
        assert_eq!(words(&FINE_CUT, "应急管理局"), ["应急", "管理局"]);
        let search = Segmenter::new(SegmentConfig { granularity: Granularity::Search, hmm: false }).unwrap();
        let found = words(&search, "应急管理局");
        assert!(
            found.contains(&"应急管理局") && found.contains(&"应急") && found.contains(&"管理局"),
            "{found:?}"
        );
    }

    #[test]
    fn the_lexicon_is_well_formed() {
        assert_eq!(lexicon(LEXICON).unwrap().len(), LEXICON_WORDS);
        assert!(lexicon("word\tfrequency\ttag\n两会\t0\tnz\n").is_err());
    }

    const LEXICON_WORDS: usize = 137;

    proptest! {
        #[test]
        fn words_and_white_space_make_up_the_text(text in "\\PC{0,60}|[人大工委0-9年月日%×x, 。]{0,40}") {
            let mut at = 0;
            for t in FINE_CUT.segment(&text, Span::new(0, text.len())) {
                prop_assert!(text[at..t.at.start()].chars().all(char::is_whitespace));
                at = t.at.end();
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
