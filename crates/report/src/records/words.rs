//! Records of words: `segment`, `keywords`, `frequencies`, `shares`, `collocations`, `new-words`.

use super::points;
use crate::exact::Exact;
use crate::schema::{Cell, Column, PutRow, Record, integer, real, text};
use gongwen::{
    ArticleId, Collocation, Document, Keyword, NewWord, TermShare, Token, WordCell, WordFrequency,
};
use serde::Serialize;
use std::borrow::Cow;
use std::io;

/// A word of `segment`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct TokenRecord<'a> {
    pub start: usize,
    pub end: usize,
    pub word: Cow<'a, str>,
    pub tag: &'a str,
}

/// `segment`: the words of a page, in the page's own script, without the glosses and line breaks inside them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct SegmentRecord<'a> {
    pub doc: &'a str,
    pub tokens: Vec<TokenRecord<'a>>,
}

impl<'a> SegmentRecord<'a> {
    /// Of a page and its words.
    #[must_use]
    pub fn new(doc: &'a Document, tokens: &'a [Token]) -> Self {
        let tokens = tokens.iter().map(|t| {
            let at = points(doc, t.at);
            let written = doc.source().slice(doc.normal().to_source(t.at));
            // Nearly every word stands in the original as it does in the normal form.
            let word = if written == doc.normal().slice(t.at) {
                Cow::Borrowed(written)
            } else {
                Cow::Owned(doc.as_written(t.at))
            };
            TokenRecord { start: at.start(), end: at.end(), word, tag: &t.tag }
        });
        Self { doc: doc.id(), tokens: tokens.collect() }
    }
}

impl Record for SegmentRecord<'_> {
    const NAME: &'static str = "segment";
    const COLUMNS: &'static [Column] = &[
        text("doc").brief(),
        integer("start").brief(),
        integer("end").brief(),
        text("word").brief(),
        text("tag").brief(),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        if self.tokens.is_empty() {
            return put(&[self.doc.into(), Cell::Null, Cell::Null, Cell::Null, Cell::Null]);
        }
        self.tokens.iter().try_for_each(|t| {
            put(&[self.doc.into(), t.start.into(), t.end.into(), (&t.word).into(), t.tag.into()])
        })
    }
}

/// A keyword of `keywords`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct KeywordRecord {
    pub word: String,
    pub weight: Exact,
    pub count: usize,
}

/// `keywords`: the words that tell an article from others.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct KeywordsRecord<'a> {
    pub doc: &'a str,
    pub article: Option<usize>,
    pub keywords: Vec<KeywordRecord>,
}

/// Decimals of weights and shares.
const WEIGHT: u32 = 6;
/// Decimals of bits and likelihoods.
const BITS: u32 = 3;

impl<'a> KeywordsRecord<'a> {
    /// Of an article of the page of this id.
    #[must_use]
    pub fn new(doc: &'a str, article: ArticleId, keywords: &[Keyword]) -> Self {
        let keyword = |k: &Keyword| KeywordRecord {
            word: k.word.clone(),
            weight: Exact::rounded(k.weight, WEIGHT),
            count: k.count,
        };
        Self { doc, article: Some(article.index()), keywords: keywords.iter().map(keyword).collect() }
    }
}

impl Record for KeywordsRecord<'_> {
    const NAME: &'static str = "keywords";
    const COLUMNS: &'static [Column] = &[
        text("doc").brief(),
        integer("article").brief(),
        text("word").brief(),
        real("weight").brief(),
        integer("count").brief(),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        if self.keywords.is_empty() {
            return put(&[self.doc.into(), self.article.into(), Cell::Null, Cell::Null, Cell::Null]);
        }
        self.keywords.iter().try_for_each(|k| {
            put(&[self.doc.into(), self.article.into(), (&k.word).into(), k.weight.into(), k.count.into()])
        })
    }
}

/// A figure of a count.
fn whole(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// A share; of nothing, 0.
fn share(count: u64, of: u64) -> Exact {
    Exact::rounded(count as f64 / of.max(1) as f64, 9)
}

/// `frequencies`: how often a word stands in a region and year.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names say it
pub struct FrequencyRecord<'a> {
    pub region: Option<&'a str>,
    pub region_code: Option<&'a str>,
    pub year: Option<&'a str>,
    pub word: &'a str,
    pub tag: &'a str,
    pub count: usize,
    pub share: Exact,
    pub documents: usize,
    pub articles: usize,
}

impl<'a> FrequencyRecord<'a> {
    /// Of a word of a cell that has `total` words in `articles` articles.
    #[must_use]
    pub fn new(cell: &'a WordCell, word: &'a WordFrequency, total: u64, articles: u64) -> Self {
        Self {
            region: cell.region.as_deref(),
            region_code: cell.region_code.as_deref(),
            year: cell.year.as_deref(),
            word: &word.word,
            tag: &word.tag,
            count: whole(word.count),
            share: share(word.count, total),
            documents: whole(word.documents),
            articles: whole(articles),
        }
    }
}

impl Record for FrequencyRecord<'_> {
    const NAME: &'static str = "frequencies";
    const COLUMNS: &'static [Column] = &[
        text("region").brief(),
        text("region_code"),
        text("year").brief(),
        text("word").brief(),
        text("tag").brief(),
        integer("count").brief(),
        real("share").brief(),
        integer("documents").brief(),
        integer("articles"),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        put(&[
            self.region.into(),
            self.region_code.into(),
            self.year.into(),
            self.word.into(),
            self.tag.into(),
            self.count.into(),
            self.share.into(),
            self.documents.into(),
            self.articles.into(),
        ])
    }
}

/// `shares`: what part a term has of the words of a region and year.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names say it
pub struct TermShareRecord<'a> {
    pub region: Option<&'a str>,
    pub region_code: Option<&'a str>,
    pub year: Option<&'a str>,
    pub term: &'a str,
    pub count: usize,
    pub words: usize,
    pub share: Exact,
    pub documents: usize,
    pub articles: usize,
}

impl<'a> TermShareRecord<'a> {
    /// Of a term's share.
    #[must_use]
    pub fn new(of: &TermShare<'a>) -> Self {
        Self {
            region: of.cell.region.as_deref(),
            region_code: of.cell.region_code.as_deref(),
            year: of.cell.year.as_deref(),
            term: of.term,
            count: whole(of.count),
            words: whole(of.words),
            share: share(of.count, of.words),
            documents: whole(of.documents),
            articles: whole(of.articles),
        }
    }
}

impl Record for TermShareRecord<'_> {
    const NAME: &'static str = "shares";
    const COLUMNS: &'static [Column] = &[
        text("region").brief(),
        text("region_code"),
        text("year").brief(),
        text("term").brief(),
        integer("count").brief(),
        integer("words").brief(),
        real("share").brief(),
        integer("documents").brief(),
        integer("articles").brief(),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        put(&[
            self.region.into(),
            self.region_code.into(),
            self.year.into(),
            self.term.into(),
            self.count.into(),
            self.words.into(),
            self.share.into(),
            self.documents.into(),
            self.articles.into(),
        ])
    }
}

/// `collocations`: two words that stand together more often than chance has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names say it
pub struct CollocationRecord<'a> {
    pub a: &'a str,
    pub b: &'a str,
    pub count: usize,
    pub count_a: usize,
    pub count_b: usize,
    pub log_likelihood: Exact,
    pub pmi: Exact,
}

impl<'a> CollocationRecord<'a> {
    /// Of a pair.
    #[must_use]
    pub fn new(pair: &'a Collocation) -> Self {
        Self {
            a: &pair.a,
            b: &pair.b,
            count: whole(pair.count),
            count_a: whole(pair.count_a),
            count_b: whole(pair.count_b),
            log_likelihood: Exact::rounded(pair.log_likelihood, BITS),
            pmi: Exact::rounded(pair.pmi, BITS),
        }
    }
}

impl Record for CollocationRecord<'_> {
    const NAME: &'static str = "collocations";
    const COLUMNS: &'static [Column] = &[
        text("a").brief(),
        text("b").brief(),
        integer("count").brief(),
        integer("count_a").brief(),
        integer("count_b").brief(),
        real("log_likelihood").brief(),
        real("pmi").brief(),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        put(&[
            self.a.into(),
            self.b.into(),
            self.count.into(),
            self.count_a.into(),
            self.count_b.into(),
            self.log_likelihood.into(),
            self.pmi.into(),
        ])
    }
}

/// `new-words`: a candidate for a word that no dictionary has.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names say it
pub struct NewWordRecord<'a> {
    pub word: &'a str,
    pub count: usize,
    pub documents: usize,
    pub cohesion: Exact,
    pub freedom: Exact,
}

impl<'a> NewWordRecord<'a> {
    /// Of a candidate.
    #[must_use]
    pub fn new(of: &'a NewWord) -> Self {
        Self {
            word: &of.word,
            count: whole(of.count),
            documents: whole(of.documents),
            cohesion: Exact::rounded(of.cohesion, BITS),
            freedom: Exact::rounded(of.freedom, BITS),
        }
    }
}

impl Record for NewWordRecord<'_> {
    const NAME: &'static str = "new_words";
    const COLUMNS: &'static [Column] = &[
        text("word").brief(),
        integer("count").brief(),
        integer("documents").brief(),
        real("cohesion").brief(),
        real("freedom").brief(),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        put(&[
            self.word.into(),
            self.count.into(),
            self.documents.into(),
            self.cohesion.into(),
            self.freedom.into(),
        ])
    }
}
