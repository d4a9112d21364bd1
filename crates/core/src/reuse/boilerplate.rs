//! Boilerplate: wordings that stand in many pages, with their document frequency and their slots.
//!
//! Sentences are grouped into [families](super::families); families that follow each other wherever they stand
//! are one passage. Of the sentences in no family, clauses are grouped likewise, so that a formula inside an
//! otherwise new sentence is found too. Copies of whole articles are no evidence: a wording counts only when texts
//! that are no copies of each other hold it. What is mostly the title of a law in 《》 is left out; furniture and
//! headings never came this far. Linear in the text, but for the slots of a family, which align a bounded number of its members.

use super::families::families;
use super::fold::Clause;
use super::sets::Sets;
use super::store::{Store, Stretch};
use super::template::Draft;
use super::{Family, FamilyKind, Place, ReuseConfig, SegmentRecord, Share};
use crate::document::ArticleId;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Shortest wording, in folded signs outside 《》.
const LEAST: u32 = 10;
/// Two families are one passage when the one follows the other in this share of both.
const FOLLOWS: f64 = 0.8;
/// A clause makes a family of its own when one in so many of its places is outside families of sentences.
const NEW: usize = 3;
/// A sentence or clause.
#[derive(Clone, Copy, Debug)]
struct Phrase {
    at: Stretch,
    article: Option<ArticleId>,
    /// What it shares with phrases of copied articles.
    group: u64,
    /// Whether it is long enough outside quoted titles.
    counts: bool,
    /// Whether the phrase before stands in the same segment.
    follows: bool,
}

/// Finds the boilerplate. `clauses` are those of each page; `group` numbers a place so that copies of one article
/// have one number; `date` tells the date of the text around a place.
pub(crate) fn boilerplate(
    segments: &[SegmentRecord],
    clauses: &[Vec<Clause>],
    group: impl Fn(Stretch) -> u64 + Sync,
    date: impl Fn(Stretch) -> Option<Box<str>> + Sync,
    store: &Store,
    config: &ReuseConfig,
) -> (Vec<Family>, Vec<Share>) {
    let sentences = phrases(segments, clauses, &group, false);
    let (mut drafts, covered) = drafts(&sentences, store, config);
    let mut parts = phrases(segments, clauses, &group, true);
    // A clause of a covered sentence counts for the frequency of its wording, but does not make one.
    let inside = |p: &Phrase| {
        let i = covered.partition_point(|c| (c.doc, c.end) <= (p.at.doc, p.at.start));
        covered.get(i).is_some_and(|c| c.doc == p.at.doc && c.start <= p.at.start && p.at.end <= c.end)
    };
    let whole: BTreeSet<Stretch> = sentences.iter().map(|s| s.at).collect();
    parts.retain(|p| !whole.contains(&p.at));
    let (more, _) = self::drafts(&parts, store, config);
    drafts.extend(more.into_iter().filter(|d| {
        let new = d
            .occurrences
            .iter()
            .filter(|o| !inside(&Phrase { at: o.0, article: o.1, group: o.2, counts: true, follows: false }));
        let new: Vec<_> = new.map(|o| (o.0.doc, o.2)).collect();
        stands(&new, config) && new.len() * NEW >= d.occurrences.len()
    }));
    let mut found: Vec<(Family, Draft)> =
        drafts.into_par_iter().map(|d| (d.finish(store, &date), d)).collect();
    let key = |p: &Place| (p.doc, p.at.start(), p.at.end());
    found.sort_by_cached_key(|(f, _)| (Reverse(f.documents), f.occurrences.first().map(key), f.text.clone()));
    let shares = shares(segments, &found);
    (found.into_iter().map(|f| f.0).collect(), shares)
}

/// How much of each segment is formulas.
fn shares(segments: &[SegmentRecord], found: &[(Family, Draft)]) -> Vec<Share> {
    let formulas = found.iter().filter(|f| f.0.kind == FamilyKind::Formula);
    let mut covered: Vec<Stretch> = formulas.flat_map(|(_, d)| d.occurrences.iter().map(|o| o.0)).collect();
    covered.par_sort_unstable();
    let mut next = 0;
    let mut shares: Vec<Share> = Vec::new();
    for s in segments {
        let Stretch { doc, start, end } = s.stretch;
        while covered.get(next).is_some_and(|c| (c.doc, c.end) <= (doc, start)) {
            next += 1;
        }
        let (mut boilerplate, mut at) = (0, start);
        for c in covered[next..].iter().take_while(|c| (c.doc, c.start) < (doc, end)) {
            boilerplate += c.end.min(end).saturating_sub(c.start.max(at)) as usize;
            at = at.max(c.end);
        }
        let chars = s.stretch.len();
        // An article that holds others has several segments.
        match shares.iter_mut().rev().take_while(|o| o.doc == doc).find(|o| o.article == s.article) {
            Some(share) => {
                share.chars += chars;
                share.boilerplate += boilerplate;
            }
            None => shares.push(Share { doc, article: s.article, chars, boilerplate }),
        }
    }
    shares
}

/// The phrases of all pages in order: sentences, or the clauses of them.
fn phrases(
    segments: &[SegmentRecord],
    clauses: &[Vec<Clause>],
    group: &(impl Fn(Stretch) -> u64 + Sync),
    parts: bool,
) -> Vec<Phrase> {
    let cut = |s: &SegmentRecord| {
        let mut phrases: Vec<Phrase> = Vec::new();
        let page = &clauses[s.stretch.doc as usize];
        let mut open: Option<Clause> = None;
        let mut first = true;
        let mut close = |c: Clause| {
            let at = Stretch {
                doc: s.stretch.doc,
                start: c.start.max(s.stretch.start),
                end: c.end.min(s.stretch.end),
            };
            if at.start < at.end {
                let counts =
                    (at.len() as u32).saturating_sub(c.quoted) >= LEAST && c.quoted * 2 <= at.len() as u32;
                phrases.push(Phrase { at, article: s.article, group: group(at), counts, follows: !first });
                first = false;
            }
        };
        let from = page.partition_point(|c| c.end <= s.stretch.start);
        for &c in page[from..].iter().take_while(|c| c.start < s.stretch.end) {
            match &mut open {
                Some(o) if !parts && !c.opens => (o.end, o.quoted) = (c.end, o.quoted + c.quoted),
                _ => {
                    if let Some(o) = open.replace(c) {
                        close(o);
                    }
                }
            }
        }
        if let Some(o) = open {
            close(o);
        }
        phrases
    };
    segments.par_iter().flat_map_iter(cut).collect()
}

/// Whether places (page, group) are enough: pages, and texts that are no copies of each other.
fn stands(places: &[(u32, u64)], config: &ReuseConfig) -> bool {
    let pages: BTreeSet<u32> = places.iter().map(|p| p.0).collect();
    let texts: BTreeSet<u64> = places.iter().map(|p| p.1).collect();
    pages.len() >= config.min_documents && texts.len() >= config.min_documents.min(2)
}

/// The passages that families of phrases make, and what they cover, sorted.
fn drafts(phrases: &[Phrase], store: &Store, config: &ReuseConfig) -> (Vec<Draft>, Vec<Stretch>) {
    let counting: Vec<usize> = (0..phrases.len()).filter(|&i| phrases[i].counts).collect();
    let texts: Vec<Stretch> = counting.iter().map(|&i| phrases[i].at).collect();
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (&i, family) in counting.iter().zip(families(&texts, store)) {
        members.entry(family).or_default().push(i);
    }
    members.retain(|_, m| {
        stands(&m.iter().map(|&i| (phrases[i].at.doc, phrases[i].group)).collect::<Vec<_>>(), config)
    });
    let mut family: Vec<Option<u32>> = vec![None; phrases.len()];
    for (&f, m) in &members {
        m.iter().for_each(|&i| family[i] = Some(f));
    }
    let next = successors(phrases, &members, &family);
    let preceded: BTreeSet<u32> = next.values().copied().collect();
    let mut drafts = Vec::new();
    for &f in members.keys().filter(|f| !preceded.contains(f)) {
        let mut chain = vec![f];
        while let Some(&g) = next.get(&chain[chain.len() - 1]) {
            chain.push(g);
        }
        drafts.push(draft(phrases, &members, &family, &chain));
    }
    let mut covered: Vec<Stretch> =
        drafts.iter().flat_map(|d: &Draft| d.occurrences.iter().map(|o| o.0)).collect();
    covered.sort_unstable();
    (drafts, covered)
}

/// Which family follows which in nearly all places of both. No family follows two, and none itself, so chains end.
fn successors(
    phrases: &[Phrase],
    members: &BTreeMap<u32, Vec<usize>>,
    family: &[Option<u32>],
) -> BTreeMap<u32, u32> {
    let mut next: BTreeMap<u32, u32> = BTreeMap::new();
    let mut taken: BTreeSet<u32> = BTreeSet::new();
    let mut chain = Sets::new(members.len());
    let number: HashMap<u32, u32> = members.keys().copied().zip(0..).collect();
    for (&f, m) in members {
        let mut votes: BTreeMap<u32, usize> = BTreeMap::new();
        for &i in m {
            let after = phrases.get(i + 1).filter(|p| p.follows).and_then(|_| family[i + 1]);
            if let Some(g) = after {
                *votes.entry(g).or_default() += 1;
            }
        }
        let Some((&g, &n)) = votes.iter().max_by_key(|(g, n)| (**n, Reverse(**g))) else { continue };
        let both = m.len().max(members[&g].len()) as f64;
        let ring = chain.find(number[&f]) == chain.find(number[&g]);
        if n as f64 >= FOLLOWS * both && !ring && taken.insert(g) {
            chain.join(number[&f], number[&g]);
            next.insert(f, g);
        }
    }
    next
}

/// The passage that a chain of families makes: where they follow each other one occurrence, else each its own.
fn draft(
    phrases: &[Phrase],
    members: &BTreeMap<u32, Vec<usize>>,
    family: &[Option<u32>],
    chain: &[u32],
) -> Draft {
    let mut places: Vec<usize> = chain.iter().flat_map(|f| members[f].iter().copied()).collect();
    places.sort_unstable();
    let rank: HashMap<u32, usize> = chain.iter().copied().zip(0..).collect();
    let step = |i: usize| family[i].and_then(|f| rank.get(&f).copied());
    let mut occurrences: Vec<(Stretch, Option<ArticleId>, u64)> = Vec::new();
    let mut last: Option<usize> = None;
    for i in places {
        let p = &phrases[i];
        let goes_on = last.is_some_and(|l| l + 1 == i && p.follows && step(l).map(|s| s + 1) == step(i));
        match occurrences.last_mut() {
            Some(o) if goes_on => o.0.end = p.at.end,
            _ => occurrences.push((p.at, p.article, p.group)),
        }
        last = Some(i);
    }
    Draft { occurrences }
}
