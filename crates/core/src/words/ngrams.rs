//! Words that go together: collocations, and candidates for words that no dictionary has.

use super::article::{ArticleWords, Content, is_word};
use super::atoms::is_han;
use super::dictionary::Dictionary;
use crate::document::Document;
use crate::error::Error;
use std::collections::{BTreeMap, HashMap};

/// Entries kept at most: above it what was met once goes. Figures of what stays are then lower bounds, short by what
/// was met before it last went; nothing frequent goes.
const ENTRIES: usize = 4_000_000;

/// Two words that stand together more often than chance has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Collocation {
    /// The first word.
    pub a: String,
    /// The second.
    pub b: String,
    /// How often they stand together.
    pub count: u64,
    /// How often the first stands.
    pub count_a: u64,
    /// How often the second stands.
    pub count_b: u64,
    /// Dunning's log-likelihood ratio, G².
    pub log_likelihood: f64,
    /// Pointwise mutual information, in bits.
    pub pmi: f64,
}

/// Words by number, so that pairs are small.
#[derive(Debug, Default)]
struct Words {
    numbers: HashMap<Box<str>, u32>,
    words: Vec<Box<str>>,
    counts: Vec<u64>,
    total: u64,
}

impl Words {
    fn add(&mut self, word: &str) -> u32 {
        self.total += 1;
        if let Some(&id) = self.numbers.get(word) {
            self.counts[id as usize] += 1;
            return id;
        }
        let id = u32::try_from(self.words.len()).expect("fewer than 2^32 words");
        self.numbers.insert(word.into(), id);
        self.words.push(word.into());
        self.counts.push(1);
        id
    }
}

/// Counts pairs of content words that stand within so many words of each other in one sentence.
#[derive(Debug)]
pub struct Collocations {
    window: usize,
    content: Content,
    words: Words,
    pairs: HashMap<(u32, u32), u64>,
}

impl Collocations {
    /// Counts words at most `window` words apart (1: side by side).
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new(window: usize) -> Result<Self, Error> {
        Ok(Self {
            window: window.max(1),
            content: Content::new()?,
            words: Words::default(),
            pairs: HashMap::new(),
        })
    }

    /// Adds the articles of a page.
    pub fn add(&mut self, doc: &Document, articles: &[ArticleWords]) {
        let text = doc.normal().text();
        for article in articles {
            let mut near: Vec<Option<u32>> = Vec::new();
            for token in &article.tokens {
                let word = &text[token.at.range()];
                if !is_word(&token.tag, word) {
                    near.clear();
                    continue;
                }
                let id = self.content.has(word, &token.tag).then(|| self.words.add(word));
                if let Some(b) = id {
                    let before = &near[near.len().saturating_sub(self.window)..];
                    before.iter().flatten().for_each(|&a| *self.pairs.entry((a, b)).or_default() += 1);
                }
                near.push(id);
            }
            if self.pairs.len() > ENTRIES {
                self.pairs.retain(|_, count| *count > 1);
            }
        }
    }

    /// Pairs met at least `least` times, the most telling first: those that chance brings together are left out.
    #[must_use]
    pub fn found(&self, least: u64) -> Vec<Collocation> {
        let total = (self.words.total * self.window as u64) as f64;
        let pair = |(&(a, b), &count): (&(u32, u32), &u64)| {
            let (count_a, count_b) = (self.words.counts[a as usize], self.words.counts[b as usize]);
            let expected = count_a as f64 * count_b as f64 * self.window as f64 / self.words.total as f64;
            (count >= least && count as f64 > expected).then(|| Collocation {
                a: self.words.words[a as usize].to_string(),
                b: self.words.words[b as usize].to_string(),
                count,
                count_a,
                count_b,
                log_likelihood: log_likelihood(
                    count as f64,
                    count_a as f64 * self.window as f64,
                    count_b as f64 * self.window as f64,
                    total,
                ),
                pmi: (count as f64 / expected).log2(),
            })
        };
        let mut found: Vec<Collocation> = self.pairs.iter().filter_map(pair).collect();
        found.sort_by(|x, y| {
            y.log_likelihood.total_cmp(&x.log_likelihood).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b)))
        });
        found
    }
}

/// G² of a table of two by two: `both` of `total` places have both, `a` have the first, `b` the second (Dunning 1993).
fn log_likelihood(both: f64, a: f64, b: f64, total: f64) -> f64 {
    let cells = [
        (both, a * b),
        (a - both, a * (total - b)),
        (b - both, (total - a) * b),
        (total - a - b + both, (total - a) * (total - b)),
    ];
    let of = |(seen, expected): (f64, f64)| {
        if seen > 0.0 && expected > 0.0 { seen * (seen * total / expected).ln() } else { 0.0 }
    };
    2.0 * cells.into_iter().map(of).sum::<f64>()
}

/// A string that behaves like a word, and is in no dictionary.
#[derive(Clone, Debug, PartialEq)]
pub struct NewWord {
    /// The string, in the normal form.
    pub word: String,
    /// How often it stands.
    pub count: u64,
    /// In how many articles.
    pub documents: u64,
    /// How much more often its parts stand together than chance has it, at the weakest seam; in bits.
    pub cohesion: f64,
    /// How open it is on its left and right: entropy of what stands there, in bits, the smaller side.
    pub freedom: f64,
}

/// Looks for words that no dictionary has: strings of two to four words of the fine cut, up to eight characters, that
/// hold together inside and are free outside (Sproat and Shih 1990; Luo and Sun 2003).
#[derive(Debug)]
pub struct NewWords {
    dictionary: &'static Dictionary,
    content: Content,
    words: Words,
    /// By the number of a word: whether a candidate may begin and end with it, as it was first met.
    edges: Vec<(bool, bool)>,
    grams: HashMap<Box<[u32]>, Gram>,
    articles: u32,
}

#[derive(Debug, Default)]
struct Gram {
    count: u64,
    documents: u64,
    /// The last article that had it.
    last: u32,
    left: BTreeMap<u32, u32>,
    right: BTreeMap<u32, u32>,
}

/// Words of a candidate, and its characters.
const PARTS: usize = 4;
const CHARS: usize = 8;
/// Stands for the edge of a sentence beside a candidate.
const EDGE: u32 = u32::MAX;

impl NewWords {
    /// An empty count.
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new() -> Result<Self, Error> {
        Ok(Self {
            dictionary: Dictionary::built_in(),
            content: Content::new()?,
            words: Words::default(),
            edges: Vec::new(),
            grams: HashMap::new(),
            articles: 0,
        })
    }

    /// Adds the articles of a page, in the fine cut.
    pub fn add(&mut self, doc: &Document, articles: &[ArticleWords]) {
        let text = doc.normal().text();
        for article in articles {
            self.articles += 1;
            // A run of Chinese words that nothing parts; atoms part, too.
            let mut run: Vec<(u32, usize)> = Vec::new();
            let mut last = 0;
            for token in &article.tokens {
                let word = &text[token.at.range()];
                let joins = word.chars().all(is_han) && !matches!(&*token.tag, "m" | "mt" | "mq" | "q");
                if !joins || last != token.at.start() {
                    self.run(&run);
                    run.clear();
                }
                if joins {
                    let id = self.words.add(word);
                    if id as usize == self.edges.len() {
                        self.edges
                            .push((self.content.begins(word, &token.tag), self.content.ends(&token.tag)));
                    }
                    run.push((id, word.chars().count()));
                }
                last = token.at.end();
            }
            self.run(&run);
            if self.grams.len() > ENTRIES / 4 {
                self.grams.retain(|_, gram| gram.count > 1);
            }
        }
    }

    fn run(&mut self, run: &[(u32, usize)]) {
        for start in 0..run.len() {
            let mut chars = run[start].1;
            for end in start + 1..run.len().min(start + PARTS) {
                chars += run[end].1;
                if chars > CHARS {
                    break;
                }
                let key: Box<[u32]> = run[start..=end].iter().map(|&(id, _)| id).collect();
                let gram = self.grams.entry(key).or_default();
                gram.count += 1;
                if gram.last != self.articles {
                    gram.documents += 1;
                    gram.last = self.articles;
                }
                let left = if start > 0 { run[start - 1].0 } else { EDGE };
                let right = run.get(end + 1).map_or(EDGE, |&(id, _)| id);
                *gram.left.entry(left).or_default() += 1;
                *gram.right.entry(right).or_default() += 1;
            }
        }
    }

    /// Candidates met at least `least` times, whose parts hold together by `cohesion` bits and more and that are free
    /// by `freedom` bits and more; the most telling first: often met, and held together more than chance has it
    /// (count times cohesion, the log-likelihood of the weakest seam but for its smaller terms). What nearly always
    /// stands inside a longer candidate is left out.
    #[must_use]
    pub fn found(&self, least: u64, cohesion: f64, freedom: f64) -> Vec<NewWord> {
        let mut found = Vec::new();
        for (key, gram) in self.grams.iter().filter(|(key, gram)| gram.count >= least && self.is_nominal(key))
        {
            let word: String = key.iter().map(|&id| &*self.words.words[id as usize]).collect();
            if self.dictionary.get(&word).is_some() {
                continue;
            }
            let holds = self.cohesion(key, gram.count);
            let free = entropy(&gram.left).min(entropy(&gram.right));
            if holds >= cohesion && free >= freedom {
                let (count, documents) = (gram.count, gram.documents);
                found.push(NewWord { word, count, documents, cohesion: holds, freedom: free });
            }
        }
        // The longest of those with one another inside stands; shorter ones only where they are often by themselves.
        found.sort_by(|a, b| b.word.len().cmp(&a.word.len()).then_with(|| a.word.cmp(&b.word)));
        let mut inside: HashMap<String, u64> = HashMap::new();
        found.retain(|candidate| {
            let seen = inside.get(&candidate.word).copied().unwrap_or_default();
            if seen * 10 >= candidate.count * 8 {
                return false;
            }
            let cuts: Vec<usize> =
                candidate.word.char_indices().map(|(i, _)| i).chain([candidate.word.len()]).collect();
            for (i, &start) in cuts.iter().enumerate() {
                for &end in cuts[i..].iter().skip(2) {
                    *inside.entry(candidate.word[start..end].to_owned()).or_default() += candidate.count;
                }
            }
            true
        });
        let weight = |candidate: &NewWord| candidate.count as f64 * candidate.cohesion;
        found.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| a.word.cmp(&b.word)));
        found
    }

    /// Whether a candidate begins and ends as a term does, and not as a stretch of a sentence.
    fn is_nominal(&self, key: &[u32]) -> bool {
        let edge =
            |id: Option<&u32>| id.and_then(|&id| self.edges.get(id as usize)).copied().unwrap_or_default();
        edge(key.first()).0 && edge(key.last()).1
    }

    /// The least mutual information over all seams.
    fn cohesion(&self, key: &[u32], count: u64) -> f64 {
        let of = |part: &[u32]| match part {
            [one] => self.words.counts[*one as usize],
            several => self.grams.get(several).map_or(1, |gram| gram.count),
        };
        let seam = |at| {
            let (left, right) = key.split_at(at);
            (count as f64 * self.words.total as f64 / (of(left) as f64 * of(right) as f64)).log2()
        };
        (1..key.len()).map(seam).fold(f64::INFINITY, f64::min)
    }
}

/// Entropy in bits; every edge of a sentence is a neighbour of its own.
fn entropy(beside: &BTreeMap<u32, u32>) -> f64 {
    let total: u32 = beside.values().sum();
    let part = |n: f64| {
        let p = n / f64::from(total);
        -p * p.log2()
    };
    let bits =
        |(&id, &n): (&u32, &u32)| if id == EDGE { f64::from(n) * part(1.0) } else { part(f64::from(n)) };
    beside.iter().map(bits).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_chance_brings_together_tells_nothing() {
        assert!(log_likelihood(10.0, 100.0, 100.0, 1000.0).abs() < 1e-9);
        // Two words that only ever stand together: 2·(20·ln 5 + 80·ln 1.25) by hand.
        let together = log_likelihood(20.0, 20.0, 20.0, 100.0);
        assert!((together - 2.0 * (20.0 * 5_f64.ln() + 80.0 * 1.25_f64.ln())).abs() < 1e-9, "{together}");
    }

    #[test]
    fn entropy_in_bits() {
        assert_eq!(entropy(&BTreeMap::from([(1, 7)])), 0.0);
        assert_eq!(entropy(&BTreeMap::from([(1, 1), (2, 1)])), 1.0);
        assert_eq!(entropy(&BTreeMap::from([(EDGE, 4)])), 2.0);
    }
}
