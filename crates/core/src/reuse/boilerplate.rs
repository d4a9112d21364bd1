//! Boilerplate: wordings that stand in many pages, with their document frequency and their slots.
//!
//! Sentences are grouped into [families](super::families); families that follow each other wherever they stand
//! are one passage. Of the sentences in no family, clauses are grouped likewise, so that a formula inside an
//! otherwise new sentence is found too. Copies of whole articles are no evidence: a wording counts only when texts
//! that are no copies of each other hold it, and texts that share several rare wordings took them from each other.
//! A short wording counts only when it coheres, that is when its halves go together more often than with others.
//! What is mostly the title of a law in 《》 is left out; furniture and
//! headings never came this far. Linear in the text, but for the slots of a family, which align a bounded number of
//! its members.

use super::families::{Families, Member, families};
use super::phrases::{Found, Pages, Phrase, Phrases};
use super::sets::Sets;
use super::store::{Page, Stretch};
use super::template::{Draft, Occurrence};
use super::{Family, FamilyKind, Place, ReuseConfig, SegmentRecord, Share, hash};
use crate::error::Error;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Two families are one passage when the one follows the other in this share of both.
const FOLLOWS: f64 = 0.8;
/// A clause makes a family of its own when one in so many of its places is outside families of sentences.
const NEW: usize = 3;
/// Two texts that share so many wordings which stand in few texts took them from each other.
const BORROWED: usize = 3;
/// Few texts: so many, and one in so many of the collection.
const RARE: (usize, usize) = (8, 500);
/// Wordings up to this length must cohere, in signs.
const SHORT: usize = 20;
/// Signs at the beginning and at the end of a wording that are looked for in others.
const HALF: usize = 5;
/// Of the phrases that begin, and of those that end, as a wording does, these shares must be of its family: the
/// geometric mean of both, and the less of them.
const COHERES: (f64, f64) = (0.05, 0.02);

/// Finds the boilerplate, and how much of each article it is.
pub(crate) fn boilerplate(pages: &Pages<'_>) -> Result<(Vec<Family>, Vec<Share>), Error> {
    let config = pages.config;
    let mut drafts = drafts(pages, false)?;
    let mut covered: Vec<Stretch> = drafts.iter().flat_map(|d| d.occurrences.iter().map(|o| o.at)).collect();
    covered.par_sort_unstable();
    // A clause of a covered sentence counts for the frequency of its wording, but does not make one.
    let inside = |at: Stretch| {
        let i = covered.partition_point(|c| (c.doc, c.end) <= (at.doc, at.start));
        covered.get(i).is_some_and(|c| c.doc == at.doc && c.start <= at.start && at.end <= c.end)
    };
    drafts.extend(self::drafts(pages, true)?.into_iter().filter(|d| {
        let new: Vec<_> =
            d.occurrences.iter().filter(|o| !inside(o.at)).map(|o| (o.at.doc, o.group)).collect();
        stands(new.iter().copied(), config) && new.len() * NEW >= d.occurrences.len()
    }));
    let date = |at: Stretch| pages.date(at);
    let finish = |d: Draft| d.finish(pages.store, date).map(|f| (f, d));
    let mut found: Vec<(Family, Draft)> = drafts.into_par_iter().map(finish).collect::<Result<_, Error>>()?;
    let key = |p: &Place| (p.doc, p.at.start(), p.at.end());
    found.par_sort_by_cached_key(|(f, _)| {
        (Reverse(f.documents), f.occurrences.first().map(key), f.text.clone())
    });
    let shares = shares(pages.segments, &found);
    Ok((found.into_iter().map(|f| f.0).collect(), shares))
}

/// How much of each segment is formulas.
fn shares(segments: &[SegmentRecord], found: &[(Family, Draft)]) -> Vec<Share> {
    let formulas = found.iter().filter(|f| f.0.kind == FamilyKind::Formula);
    let mut covered: Vec<Stretch> = formulas.flat_map(|(_, d)| d.occurrences.iter().map(|o| o.at)).collect();
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

/// Whether places (page, group) are enough: pages, and texts that are no copies of each other.
fn stands(places: impl Iterator<Item = (u32, u32)> + Clone, config: &ReuseConfig) -> bool {
    distinct(places.clone().map(|p| p.0), config.min_documents)
        && distinct(places.map(|p| p.1), config.min_documents.min(2))
}

/// Whether so many of `numbers` are different.
fn distinct(mut numbers: impl Iterator<Item = u32>, least: usize) -> bool {
    let mut seen = BTreeSet::new();
    numbers.any(|n| {
        seen.insert(n);
        seen.len() >= least
    })
}

/// The passages that families of phrases make.
fn drafts(pages: &Pages<'_>, parts: bool) -> Result<Vec<Draft>, Error> {
    let enough = |phrases: &Phrases<'_>, members: &[Member]| {
        stands(members.iter().map(|m| (phrases.doc(m.number), m.group)), pages.config)
    };
    let mut families = families(*pages, parts, enough)?;
    independent(&mut families, pages.store.len(), pages.config);
    cohering(&mut families)?;
    let mut of: Vec<(u32, u32)> = Vec::new();
    for (f, members) in (0..).zip(&families.members) {
        of.extend(members.iter().map(|m| (m.number, f)));
    }
    of.par_sort_unstable();
    let family = |number: u32| of.binary_search_by_key(&number, |o| o.0).ok().map(|i| of[i].1);
    let next = successors(&families, family);
    let preceded: HashSet<u32> = next.values().copied().collect();
    let mut runs: Vec<Run> = Vec::new();
    let mut count = 0;
    for f in (0..families.members.len() as u32).filter(|f| !preceded.contains(f)) {
        let mut chain = vec![f];
        while let Some(&g) = next.get(&chain[chain.len() - 1]) {
            chain.push(g);
        }
        join(&families, family, &chain, count, &mut runs);
        count += 1;
    }
    drop(of);
    runs.par_sort_unstable_by_key(|r| (r.first, r.draft));
    let mut drafts: Vec<Draft> = (0..count).map(|_| Draft::default()).collect();
    let place = |page: &Page, found: &Found<'_>, runs: &[Run]| {
        let place = |r: &Run| {
            let (first, last) = (found.get(r.first), found.get(r.last));
            let at = Stretch { end: last.at.end, ..first.at };
            (r.draft, Occurrence::new(page, at, first.article, r.group))
        };
        runs.iter().map(place).collect::<Vec<_>>()
    };
    families.phrases.look_up(
        &runs,
        |r| r.first,
        place,
        |found| {
            found.into_iter().for_each(|(draft, o)| drafts[draft as usize].occurrences.push(o));
            Ok(())
        },
    )?;
    Ok(drafts)
}

/// Leaves out families that only texts hold which took them from each other: who borrows a paragraph borrows several
/// wordings that stand hardly anywhere else. In a small collection nothing can be told to be rare.
fn independent(families: &mut Families<'_>, pages: usize, config: &ReuseConfig) {
    let rare = RARE.0.min(pages / RARE.1);
    let texts = |members: &[Member]| {
        let mut texts: Vec<u32> = members.iter().map(|m| m.group).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    };
    let mut shared: HashMap<(u32, u32), usize> = HashMap::new();
    for members in &families.members {
        let texts = texts(members);
        if texts.len() <= rare {
            for (i, &a) in texts.iter().enumerate() {
                texts[i + 1..].iter().for_each(|&b| *shared.entry((a, b)).or_default() += 1);
            }
        }
    }
    shared.retain(|_, n| *n >= BORROWED);
    families.members.retain(|members| {
        let texts = texts(members);
        if texts.len() > rare {
            return true;
        }
        let mut kin = Sets::new(texts.len());
        for i in 0..texts.len() {
            for j in i + 1..texts.len() {
                if shared.contains_key(&(texts[i], texts[j])) {
                    kin.join(i as u32, j as u32);
                }
            }
        }
        let apart = (0..texts.len() as u32).filter(|&i| kin.find(i) == i).count();
        // Where some have it from each other, one that has it by chance makes no formula.
        apart >= config.min_documents.min(2) + usize::from(apart < texts.len())
    });
}

/// Leaves out short families whose beginning and end go together by chance.
fn cohering(families: &mut Families<'_>) -> Result<(), Error> {
    let first = |(f, m): (u32, &Vec<Member>)| m.first().map(|m| (m.number, f));
    let mut order: Vec<(u32, u32)> = (0..).zip(&families.members).filter_map(first).collect();
    order.sort_unstable();
    let ends = |codes: &[u16]| {
        let (head, tail) = (&codes[..HALF.min(codes.len())], &codes[codes.len().saturating_sub(HALF)..]);
        (hash::codes(head), hash::codes(tail))
    };
    // Of short families, how they begin and end.
    let mut short: Vec<(u32, u64, u64)> = Vec::new();
    let of = |page: &Page, found: &Found<'_>, wanted: &[(u32, u32)]| {
        let ends = |&(number, f): &(u32, u32)| {
            let codes = page.part(found.get(number).at);
            let (head, tail) = ends(codes);
            (codes.len() < SHORT).then_some((f, head, tail))
        };
        wanted.iter().filter_map(ends).collect::<Vec<_>>()
    };
    families.phrases.look_up(
        &order,
        |w| w.0,
        of,
        |ends| {
            short.extend(ends);
            Ok(())
        },
    )?;
    let heads: HashSet<u64> = short.iter().map(|s| s.1).collect();
    let tails: HashSet<u64> = short.iter().map(|s| s.2).collect();
    let met = |page: &Page, phrases: &[Phrase]| {
        let ends = |p: &Phrase| {
            let (head, tail) = ends(page.part(p.at));
            (heads.contains(&head).then_some(head), tails.contains(&tail).then_some(tail))
        };
        let met = phrases.iter().filter(|p| p.counts).map(ends);
        met.filter(|e| *e != (None, None)).collect::<Vec<_>>()
    };
    let (mut begin, mut end): (HashMap<u64, usize>, HashMap<u64, usize>) = Default::default();
    families.phrases.all(met, |met| {
        for (head, tail) in met {
            head.into_iter().for_each(|h| *begin.entry(h).or_default() += 1);
            tail.into_iter().for_each(|t| *end.entry(t).or_default() += 1);
        }
        Ok(())
    })?;
    let mut chance = vec![false; families.members.len()];
    for (f, head, tail) in short {
        let members = families.members[f as usize].len() as f64;
        let share = |all: Option<&usize>| (members / all.map_or(members, |n| *n as f64)).min(1.0);
        let (begins, ends) = (share(begin.get(&head)), share(end.get(&tail)));
        chance[f as usize] = (begins * ends).sqrt() < COHERES.0 || begins.min(ends) < COHERES.1;
    }
    let mut chance = chance.into_iter();
    families.members.retain(|_| !chance.next().unwrap_or(false));
    Ok(())
}

/// Which family follows which in nearly all places of both. No family follows two, and none itself, so chains end.
fn successors(families: &Families<'_>, family: impl Fn(u32) -> Option<u32>) -> BTreeMap<u32, u32> {
    let mut next: BTreeMap<u32, u32> = BTreeMap::new();
    let mut taken: HashSet<u32> = HashSet::new();
    let mut chain = Sets::new(families.members.len());
    for (f, members) in (0..).zip(&families.members) {
        let mut votes: BTreeMap<u32, usize> = BTreeMap::new();
        for after in members.iter().map(|m| m.number + 1).filter(|&n| families.follows(n)) {
            family(after).into_iter().for_each(|g| *votes.entry(g).or_default() += 1);
        }
        let Some((&g, &n)) = votes.iter().max_by_key(|(g, n)| (**n, Reverse(**g))) else { continue };
        let both = members.len().max(families.members[g as usize].len()) as f64;
        let ring = chain.find(f) == chain.find(g);
        if n as f64 >= FOLLOWS * both && !ring && taken.insert(g) {
            chain.join(f, g);
            next.insert(f, g);
        }
    }
    next
}

/// Phrases that follow each other and make one occurrence of a passage.
#[derive(Clone, Copy, Debug)]
struct Run {
    draft: u32,
    first: u32,
    last: u32,
    group: u32,
}

/// The passage that a chain of families makes: where they follow each other one occurrence, else each its own.
fn join(
    families: &Families<'_>,
    family: impl Fn(u32) -> Option<u32>,
    chain: &[u32],
    draft: u32,
    runs: &mut Vec<Run>,
) {
    let of = |f: &u32| families.members[*f as usize].iter();
    let mut places: Vec<Member> = chain.iter().flat_map(of).copied().collect();
    places.sort_unstable_by_key(|m| m.number);
    let rank: HashMap<u32, usize> = chain.iter().copied().zip(0..).collect();
    let step = |n: u32| family(n).and_then(|f| rank.get(&f).copied());
    let from = runs.len();
    for Member { number, group } in places {
        match runs[from..].last_mut() {
            Some(r)
                if r.last + 1 == number
                    && families.follows(number)
                    && step(r.last).map(|s| s + 1) == step(number) =>
            {
                r.last = number;
            }
            _ => runs.push(Run { draft, first: number, last: number, group }),
        }
    }
}
