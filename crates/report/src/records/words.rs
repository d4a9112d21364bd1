//! Records of words: `segment`, `keywords`.

use super::points;
use crate::exact::Exact;
use crate::schema::{Cell, Column, PutRow, Record, integer, real, text};
use gongwen::{Document, Token};
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
