//! Passages: pairs of places that say the same, over all pages.
//!
//! Every segment is winnowed (Schleimer, Wilkerson and Aiken, 2003): of each [`WINDOW`] neighbouring runs of
//! [`SEED`] signs the one with the least hash is a seed, so that two segments that share [`SEED`] + [`WINDOW`] − 1
//! = 12 signs share a seed. Equal seeds are linked; few of a kind all with each other, many only with their
//! neighbours in page order and with the first, so that the links of a formula grow with its copies and not with
//! their square. A pair that shares anything beside formulas is found by that, and its alignment runs over the
//! formulas too. Linear in the text and in what is linked.

use super::align::{Aligned, Texts};
use super::candidates;
use super::fold::{Blank, NAME};
use super::hash;
use super::store::{Store, Stretch};
use super::unmask::{self, Fill};
use super::{Passage, Place, ReuseConfig, SegmentRecord};
use rayon::prelude::*;

/// Signs in a seed.
pub(crate) const SEED: usize = 8;
/// Neighbouring runs of which one is a seed.
pub(crate) const WINDOW: usize = 5;
/// So many equal seeds are linked each with each.
const ALL_PAIRS: usize = 16;
/// Beyond that, each with so many that follow.
const NEIGHBOURS: usize = 3;
/// Least matched share of a passage.
const SIMILARITY: f64 = 0.5;

/// A seed of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seed {
    hash: u64,
    segment: u32,
    at: u32,
}

/// A link of two equal seeds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    segments: (u32, u32),
    at: (u32, u32),
}

/// The seeds of a text: places, with their hashes, of the least runs. Of equal ones the rightmost, which makes
/// fewest.
pub(crate) fn winnow(codes: &[u16]) -> Vec<(u64, u32)> {
    let hashes: Vec<u64> = codes.windows(SEED).map(hash::codes).collect();
    let mut seeds: Vec<(u64, u32)> = Vec::with_capacity(hashes.len() / 2);
    for (start, window) in hashes.windows(WINDOW.min(hashes.len().max(1))).enumerate() {
        let Some((i, &least)) = window.iter().enumerate().rev().min_by_key(|(_, h)| **h) else { continue };
        let at = (start + i) as u32;
        if seeds.last().is_none_or(|s| s.1 != at) {
            seeds.push((least, at));
        }
    }
    seeds.retain(|&(_, at)| !codes[at as usize..at as usize + SEED].contains(&NAME));
    seeds
}

/// What aligning found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// All passages that two segments, or two places of one, have in common, in order.
    pub(crate) passages: Vec<Passage>,
    /// What they show of blanks.
    pub(crate) fills: Vec<Fill>,
}

/// Aligns all segments that share seeds, pairs in parallel; what is found does not depend on the number of threads.
pub(crate) fn passages(
    segments: &[SegmentRecord],
    blanks: &[Vec<Blank>],
    store: &Store,
    config: &ReuseConfig,
) -> Found {
    let links = links(segments, store);
    let pairs: Vec<&[Link]> = links.chunk_by(|x, y| x.segments == y.segments).collect();
    let align = |pair: &&[Link]| {
        let (a, b) = pair[0].segments;
        let (x, y) = (&segments[a as usize], &segments[b as usize]);
        let texts = Texts { a: store.codes(x.stretch), b: store.codes(y.stretch), same: a == b };
        let seeds: Vec<(u32, u32)> = pair.iter().map(|l| l.at).collect();
        let mut found = Found::default();
        for aligned in texts.passages(&seeds) {
            let passage = passage(&aligned, (x, y), store);
            if passage.similarity >= SIMILARITY {
                unmask::evidence(&aligned, (x, y), blanks, store, &mut found.fills);
                if passage.chars >= config.min_chars {
                    found.passages.push(passage);
                }
            }
        }
        found
    };
    let parts: Vec<Found> = pairs.par_iter().with_min_len(16).map(align).collect();
    let mut found = Found::default();
    for part in parts {
        found.passages.extend(part.passages);
        found.fills.extend(part.fills);
    }
    let key = |p: &Place| (p.doc, p.at.start(), p.at.end());
    found.passages.par_sort_by_key(|p: &Passage| (key(&p.a), key(&p.b)));
    found.passages.dedup_by_key(|p| (key(&p.a), key(&p.b)));
    found
}

/// Equal seeds of all segments, linked; sorted, none twice.
fn links(segments: &[SegmentRecord], store: &Store) -> Vec<Link> {
    let seeds = |(segment, s): (usize, &SegmentRecord)| {
        let seed = move |(hash, at)| Seed { hash, segment: segment as u32, at };
        winnow(store.codes(s.stretch)).into_iter().map(seed)
    };
    let mut seeds: Vec<Seed> = segments.par_iter().enumerate().flat_map_iter(seeds).collect();
    seeds.par_sort_unstable();
    let mut links = Vec::new();
    let mut link = |x: &Seed, y: &Seed| {
        // Of one text the copies must not overlap.
        if x.segment != y.segment || y.at - x.at >= SEED as u32 {
            links.push(Link { segments: (x.segment, y.segment), at: (x.at, y.at) });
        }
    };
    for same in seeds.chunk_by(|x, y| x.hash == y.hash) {
        candidates::link(same.len(), ALL_PAIRS, NEIGHBOURS, |i, j| link(&same[i], &same[j]));
    }
    drop(seeds);
    links.par_sort_unstable();
    links.dedup();
    links
}

/// The record of an aligned pair.
fn passage(aligned: &Aligned, (x, y): (&SegmentRecord, &SegmentRecord), store: &Store) -> Passage {
    let place = |s: &SegmentRecord, (start, end): (u32, u32)| {
        let stretch =
            Stretch { doc: s.stretch.doc, start: s.stretch.start + start, end: s.stretch.start + end };
        (stretch, s.article)
    };
    let (a, b) = (place(x, aligned.a()), place(y, aligned.b()));
    // A full stop after both belongs to both.
    let stops = store.stops(a.0) && store.stops(b.0);
    let (a, b) = (store.whole(a.0, a.1, stops), store.whole(b.0, b.1, stops));
    let chars = a.points.len().min(b.points.len());
    Passage { a, b, similarity: aligned.similarity(), chars }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_texts_that_share_twelve_signs_share_a_seed() {
        let noise =
            |s: u64, n: u64| (0..n).map(|i| 0x4e00 + (hash::pair(s, i) % 5000) as u16).collect::<Vec<_>>();
        for trial in 0..200 {
            let common = noise(trial, (SEED + WINDOW - 1) as u64);
            let a = [noise(trial + 1000, 37), common.clone(), noise(trial + 2000, 11)].concat();
            let b = [noise(trial + 3000, 5), common, noise(trial + 4000, 60)].concat();
            let seeds: Vec<u64> = winnow(&a).iter().map(|s| s.0).collect();
            assert!(winnow(&b).iter().any(|s| seeds.contains(&s.0)));
        }
        assert!(winnow(&[]).is_empty());
        assert_eq!(winnow(&[1; SEED]).len(), 1);
        assert!(winnow(&[1; SEED - 1]).is_empty());
    }
}
