//! The words of articles: of their paragraphs, without furniture, and which of them bear meaning.

use super::{Segmenter, Token};
use crate::document::{ArticleId, Document};
use crate::error::Error;
use crate::tables::Table;
use std::collections::HashSet;

const CONTENT: &str = include_str!("../../data/words/content.tsv");

/// The words of one article, in order, marks included.
#[derive(Clone, Debug)]
pub struct ArticleWords {
    /// Which.
    pub article: ArticleId,
    /// Its words.
    pub tokens: Vec<Token>,
}

impl Segmenter {
    /// The words of each innermost article of a page, in order; what stands outside articles, and furniture, has none.
    #[must_use]
    pub fn articles(&self, doc: &Document) -> Vec<ArticleWords> {
        let mut all: Vec<ArticleWords> = Vec::new();
        for paragraph in doc.paragraphs() {
            let Some(article) = paragraph.article else { continue };
            let tokens = self.segment(doc.normal().text(), paragraph.at);
            match all.last_mut().filter(|last| last.article == article) {
                Some(last) => last.tokens.extend(tokens),
                None => all.push(ArticleWords { article, tokens }),
            }
        }
        // An article goes on behind one that it holds.
        all.sort_by_key(|words| words.article);
        all.dedup_by(|next, first| {
            let same = next.article == first.article;
            if same {
                first.tokens.append(&mut next.tokens);
            }
            same
        });
        all
    }
}

/// Tells words that bear meaning from those that only join them (`data/words/content.tsv`).
#[derive(Clone, Debug)]
pub struct Content {
    tags: Vec<&'static str>,
    not: HashSet<&'static str>,
    dull: HashSet<&'static str>,
    first: Vec<&'static str>,
    last: Vec<&'static str>,
}

impl Content {
    /// Loads the table.
    ///
    /// # Errors
    /// When it is not well formed.
    pub fn new() -> Result<Self, Error> {
        let mut new = Self {
            tags: Vec::new(),
            not: HashSet::new(),
            dull: HashSet::new(),
            first: Vec::new(),
            last: Vec::new(),
        };
        for row in Table::parse("words/content.tsv", CONTENT, &["class", "words"])?.rows() {
            let words = row.need("words")?.split(' ');
            match row.get("class") {
                "tag" => new.tags.extend(words),
                "not" => new.not.extend(words),
                "dull" => new.dull.extend(words),
                "first" => new.first.extend(words),
                "last" => new.last.extend(words),
                class => return Err(row.error(format!("no class {class:?}"))),
            }
        }
        Ok(new)
    }

    /// Whether a word bears meaning: of two characters and more, of a tag that does, and no word of every document.
    #[must_use]
    pub fn has(&self, word: &str, tag: &str) -> bool {
        word.chars().nth(1).is_some()
            && tag != "nw"
            && self.tags.iter().any(|t| tag.starts_with(t))
            && !self.not.contains(word)
    }

    /// Whether a word that bears meaning may be a keyword: the verbs of every plan are none.
    #[must_use]
    pub fn is_key(&self, word: &str, tag: &str) -> bool {
        self.has(word, tag) && !self.dull.contains(word)
    }

    /// Whether a new word may begin with a word of this tag: no joining word, and no verb of one character, whose
    /// object follows.
    pub(super) fn begins(&self, word: &str, tag: &str) -> bool {
        let short_verb = tag == "v" && word.chars().nth(1).is_none();
        !short_verb && !self.first.iter().any(|t| tag.starts_with(t))
    }

    /// Whether a new word may end with a word of this tag.
    pub(super) fn ends(&self, tag: &str) -> bool {
        self.last.iter().any(|t| tag.starts_with(t))
    }
}

/// Whether a token is a word, and not a mark.
#[must_use]
pub(super) fn is_word(tag: &str, word: &str) -> bool {
    tag != "x" || word.starts_with(char::is_alphanumeric)
}
