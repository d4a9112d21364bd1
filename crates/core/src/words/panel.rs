//! Words counted by region and year: frequencies of all, shares of given terms.

use super::Segmenter;
use super::article::{ArticleWords, is_word};
use crate::document::{About, Document};
use crate::error::{Error, ErrorKind};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A cell of a panel: what its articles say of their region and year.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordCell {
    /// The region's code of GB/T 2260.
    pub region_code: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The year planned or reviewed, EDTF.
    pub year: Option<String>,
}

/// By what words are counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellBy {
    /// By region.
    pub region: bool,
    /// By year.
    pub year: bool,
}

impl CellBy {
    fn cell(self, about: &About) -> WordCell {
        WordCell {
            region_code: about.region_code.clone().filter(|_| self.region),
            region: about.region.clone().filter(|_| self.region),
            year: about.year.as_ref().filter(|_| self.year).map(|year| year.as_str().to_owned()),
        }
    }
}

/// How often a word stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordFrequency {
    /// The word, in the normal form.
    pub word: String,
    /// Its tag.
    pub tag: String,
    /// How often it stands.
    pub count: u64,
    /// In how many articles.
    pub documents: u64,
}

/// Frequencies of a collection, counted article by article.
#[derive(Debug)]
pub struct WordFrequencies {
    by: CellBy,
    cells: BTreeMap<WordCell, Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    words: HashMap<Box<str>, Count>,
    total: u64,
    articles: u64,
}

#[derive(Debug)]
struct Count {
    tag: Box<str>,
    count: u64,
    documents: u64,
}

impl WordFrequencies {
    /// An empty count.
    #[must_use]
    pub fn new(by: CellBy) -> Self {
        Self { by, cells: BTreeMap::new() }
    }

    /// Adds the articles of a page.
    pub fn add(&mut self, doc: &Document, articles: &[ArticleWords]) {
        for article in articles {
            let about = &doc.articles()[article.article.index()].about;
            let cell = self.cells.entry(self.by.cell(about)).or_default();
            cell.articles += 1;
            let mut seen = HashSet::new();
            for token in &article.tokens {
                let word = doc.normal().slice(token.at);
                if !is_word(&token.tag, word) {
                    continue;
                }
                cell.total += 1;
                if !cell.words.contains_key(word) {
                    let count = Count { tag: (*token.tag).into(), count: 0, documents: 0 };
                    cell.words.insert(word.into(), count);
                }
                let count = cell.words.get_mut(word).expect("inserted");
                count.count += 1;
                count.documents += u64::from(seen.insert(word));
            }
        }
    }

    /// Each cell with its number of words and of articles, and its words, the most frequent first.
    pub fn cells(&self) -> impl Iterator<Item = (&WordCell, u64, u64, Vec<WordFrequency>)> {
        self.cells.iter().map(|(cell, counts)| {
            let mut words: Vec<WordFrequency> = counts
                .words
                .iter()
                .map(|(word, c)| WordFrequency {
                    word: word.to_string(),
                    tag: c.tag.to_string(),
                    count: c.count,
                    documents: c.documents,
                })
                .collect();
            words.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
            (cell, counts.total, counts.articles, words)
        })
    }
}

/// What part given terms have of the words of each region and year: what researchers of policy count.
///
/// A term counts where it stands from one word's beginning to another's end in the fine cut (人大 does not in 他人大喊),
/// so that it is found inside longer terms, and need not be a word itself. Terms that overlap count each.
#[derive(Debug)]
pub struct TermShares {
    by: CellBy,
    terms: Vec<String>,
    find: AhoCorasick,
    cells: BTreeMap<WordCell, Shares>,
}

#[derive(Debug, Default)]
struct Shares {
    counts: Vec<u64>,
    documents: Vec<u64>,
    words: u64,
    articles: u64,
}

/// The share of a term in a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct TermShare<'a> {
    /// Where and when.
    pub cell: &'a WordCell,
    /// The term.
    pub term: &'a str,
    /// How often it stands.
    pub count: u64,
    /// Words of the cell, marks not counted.
    pub words: u64,
    /// Articles that have it.
    pub documents: u64,
    /// Articles of the cell.
    pub articles: u64,
}

/// What an article has of the terms.
#[derive(Clone, Debug)]
pub struct TermCount {
    cell: WordCell,
    counts: Vec<u64>,
    words: u64,
}

impl TermShares {
    /// An empty panel of these terms, in the normal form; the same term counts once.
    ///
    /// # Errors
    /// When there is no term.
    pub fn new(terms: impl IntoIterator<Item = String>, by: CellBy) -> Result<Self, Error> {
        let mut seen = HashSet::new();
        let terms: Vec<String> =
            terms.into_iter().filter(|term| !term.is_empty() && seen.insert(term.clone())).collect();
        if terms.is_empty() {
            return Err(Error::new(ErrorKind::Config("no terms to count".into())));
        }
        let find = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&terms);
        let find = find.map_err(|e| Error::new(ErrorKind::Config(format!("terms: {e}"))))?;
        Ok(Self { by, terms, find, cells: BTreeMap::new() })
    }

    /// Counts the terms of a page, article by article; for [`TermShares::add`].
    #[must_use]
    pub fn count(&self, doc: &Document, segmenter: &Segmenter) -> Vec<TermCount> {
        let mut found = Vec::new();
        for article in segmenter.articles(doc) {
            let about = &doc.articles()[article.article.index()].about;
            let tokens = &article.tokens;
            let text = doc.normal().text();
            let words = tokens.iter().filter(|t| is_word(&t.tag, &text[t.at.range()])).count() as u64;
            let mut counts = vec![0; self.terms.len()];
            // Stretches without a gap are searched each: a term does not reach over a line end.
            for run in tokens.chunk_by(|a, b| a.at.end() == b.at.start()) {
                let (start, end) = (run[0].at.start(), run[run.len() - 1].at.end());
                for hit in self.find.find_overlapping_iter(&text[start..end]) {
                    let begins = run.binary_search_by_key(&(start + hit.start()), |t| t.at.start()).is_ok();
                    let ends = run.binary_search_by_key(&(start + hit.end()), |t| t.at.end()).is_ok();
                    counts[hit.pattern().as_usize()] += u64::from(begins && ends);
                }
            }
            found.push(TermCount { cell: self.by.cell(about), counts, words });
        }
        found
    }

    /// Adds what was counted.
    pub fn add(&mut self, counted: Vec<TermCount>) {
        for one in counted {
            let cell = self.cells.entry(one.cell).or_default();
            cell.counts.resize(self.terms.len(), 0);
            cell.documents.resize(self.terms.len(), 0);
            cell.words += one.words;
            cell.articles += 1;
            for (n, count) in one.counts.into_iter().enumerate() {
                cell.counts[n] += count;
                cell.documents[n] += u64::from(count > 0);
            }
        }
    }

    /// The panel: every term in every cell, cells by region and year, terms as given.
    pub fn shares(&self) -> impl Iterator<Item = TermShare<'_>> {
        self.cells.iter().flat_map(move |(cell, shares)| {
            self.terms.iter().enumerate().map(move |(n, term)| TermShare {
                cell,
                term,
                count: shares.counts[n],
                words: shares.words,
                documents: shares.documents[n],
                articles: shares.articles,
            })
        })
    }
}
