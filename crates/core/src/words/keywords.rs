//! Keywords of articles: TF-IDF against the collection and the general language, and TextRank.
//!
//! **TF-IDF.** The weight of a word is its share of the article's content words times `ln((N + K) / (d + K·p))`: of
//! `N` articles of the collection `d` have it, and of an article of the general language it would be expected with the
//! probability `p = 1 − exp(−f·L)`, where `f` is its share of the dictionary's text and `L` a usual length. The
//! dictionary counts as [`PRIOR`] articles: one page alone is weighed by the general language, a large collection by
//! itself. A built-in table of document frequencies would be that of some other collection; this one is always that of
//! the pages at hand, and every figure of it can be had with `gongwen frequencies`.
//!
//! **TextRank** (Mihalcea and Tarau 2004): PageRank over the graph of content words that stand within
//! [`WINDOW`] words of each other.

use super::Token;
use super::article::{ArticleWords, Content};
use super::dictionary::Dictionary;
use super::trie::{SCALE, TOTAL};
use crate::document::{ArticleId, Document};
use crate::error::Error;
use std::collections::HashMap;

/// How many articles the general dictionary counts for.
const PRIOR: f64 = 50.0;
/// Words of a usual article.
const LENGTH: f64 = 1000.0;
/// Distance within which TextRank takes words to support each other.
const WINDOW: usize = 5;
const DAMPING: f64 = 0.85;
const ROUNDS: usize = 30;

/// How keywords are weighed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeywordMethod {
    /// Frequent here, rare elsewhere.
    #[default]
    TfIdf,
    /// Among many other content words here.
    TextRank,
}

/// A keyword of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// The word, in the normal form.
    pub word: String,
    /// Its weight, the heaviest first.
    pub weight: f64,
    /// How often it stands in the article.
    pub count: usize,
}

/// Takes the articles of a collection in and then tells the keywords of each.
#[derive(Debug)]
pub struct Keywords {
    method: KeywordMethod,
    content: Content,
    general: &'static Dictionary,
    numbers: HashMap<Box<str>, u32>,
    words: Vec<Box<str>>,
    /// How many articles have each word.
    documents: Vec<u32>,
    articles: Vec<Counted>,
}

#[derive(Debug)]
struct Counted {
    /// The number of the page, in the order of adding.
    page: usize,
    article: ArticleId,
    /// Words with count and, for TextRank, weight.
    words: Vec<(u32, u32, f64)>,
    total: u32,
}

impl Keywords {
    /// An empty collection.
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new(method: KeywordMethod) -> Result<Self, Error> {
        Ok(Self {
            method,
            content: Content::new()?,
            general: Dictionary::built_in(),
            numbers: HashMap::new(),
            words: Vec::new(),
            documents: Vec::new(),
            articles: Vec::new(),
        })
    }

    /// Adds the articles of a page.
    pub fn add(&mut self, page: usize, doc: &Document, articles: &[ArticleWords]) {
        for article in articles {
            let ids = self.ids(doc, &article.tokens);
            let mut counts: HashMap<u32, u32> = HashMap::new();
            ids.iter().flatten().for_each(|&id| *counts.entry(id).or_default() += 1);
            let mut words: Vec<(u32, u32, f64)> = counts.into_iter().map(|(id, n)| (id, n, 0.0)).collect();
            words.sort_unstable_by_key(|&(id, ..)| id);
            words.iter().for_each(|&(id, ..)| self.documents[id as usize] += 1);
            if self.method == KeywordMethod::TextRank {
                rank(&ids, &mut words);
            }
            let total = words.iter().map(|&(_, n, _)| n).sum();
            self.articles.push(Counted { page, article: article.article, words, total });
        }
    }

    /// The numbers of an article's content words; nothing for a word that bears no meaning.
    fn ids(&mut self, doc: &Document, tokens: &[Token]) -> Vec<Option<u32>> {
        let mut ids = Vec::with_capacity(tokens.len());
        for token in tokens {
            let word = doc.normal().slice(token.at);
            if !self.content.is_key(word, &token.tag) {
                ids.push(None);
                continue;
            }
            let id = match self.numbers.get(word) {
                Some(&id) => id,
                None => {
                    let id = u32::try_from(self.words.len()).expect("fewer than 2^32 words");
                    self.numbers.insert(word.into(), id);
                    self.words.push(word.into());
                    self.documents.push(0);
                    id
                }
            };
            ids.push(Some(id));
        }
        ids
    }

    /// For every article, in the order of adding: the number of its page, the article, and its `top` keywords.
    pub fn top(&self, top: usize) -> impl Iterator<Item = (usize, ArticleId, Vec<Keyword>)> {
        let idf: Vec<f64> = (0..self.words.len()).map(|id| self.idf(id)).collect();
        self.articles.iter().map(move |article| {
            let weight = |&(id, count, rank): &(u32, u32, f64)| match self.method {
                KeywordMethod::TfIdf => f64::from(count) / f64::from(article.total) * idf[id as usize],
                KeywordMethod::TextRank => rank,
            };
            let mut words: Vec<_> = article.words.iter().map(|entry| (weight(entry), entry)).collect();
            // Equal weights go by the word, so that the order is always the same.
            words.sort_by(|(a, x), (b, y)| {
                b.total_cmp(a).then_with(|| self.words[x.0 as usize].cmp(&self.words[y.0 as usize]))
            });
            let keyword = |(weight, &(id, count, _)): (f64, &(u32, u32, f64))| Keyword {
                word: self.words[id as usize].to_string(),
                weight,
                count: count as usize,
            };
            (article.page, article.article, words.into_iter().take(top).map(keyword).collect())
        })
    }

    fn idf(&self, id: usize) -> f64 {
        let share = self.general.get(&self.words[id]).filter(|word| word.general);
        let share = share.map_or(1.0 / TOTAL, |word| (-f64::from(word.cost) / SCALE).exp());
        let expected = 1.0 - (-share * LENGTH).exp();
        let articles = self.articles.len() as f64;
        ((articles + PRIOR) / (f64::from(self.documents[id]) + PRIOR * expected)).ln().max(0.0)
    }
}

/// Weighs words by how many content words stand around them. Links count as often as they are met.
fn rank(ids: &[Option<u32>], words: &mut [(u32, u32, f64)]) {
    let place = |id: u32| words.binary_search_by_key(&id, |&(id, ..)| id).expect("counted");
    let run: Vec<usize> = ids.iter().flatten().map(|&id| place(id)).collect();
    let mut links: HashMap<(usize, usize), f64> = HashMap::new();
    for (i, &a) in run.iter().enumerate() {
        for &b in run[i + 1..].iter().take(WINDOW - 1).filter(|&&b| b != a) {
            *links.entry((a.min(b), a.max(b))).or_default() += 1.0;
        }
    }
    // Floating point is summed in one order always.
    let mut links: Vec<((usize, usize), f64)> = links.into_iter().collect();
    links.sort_unstable_by_key(|&(pair, _)| pair);
    let mut strength = vec![0.0; words.len()];
    for &((a, b), n) in &links {
        strength[a] += n;
        strength[b] += n;
    }
    let count = words.len().max(1) as f64;
    let mut ranks = vec![1.0 / count; words.len()];
    for _ in 0..ROUNDS {
        let mut next = vec![(1.0 - DAMPING) / count; words.len()];
        for &((a, b), n) in &links {
            next[a] += DAMPING * ranks[b] * n / strength[b];
            next[b] += DAMPING * ranks[a] * n / strength[a];
        }
        ranks = next;
    }
    words.iter_mut().zip(ranks).for_each(|(word, rank)| word.2 = rank);
}
