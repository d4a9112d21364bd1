//! Families: which short texts are one wording, up to what stands in their slots.
//!
//! Equal folded texts are one *variant*. Variants are ranked, most frequent first; each joins the first leader of
//! an earlier rank that it resembles, or leads a family itself. Nothing joins by way of a member, so a family
//! never drifts from its leader. Resemblance is looked for by a small
//! MinHash of 3-grams and decided by the
//! characters in common in order. Linear in the texts for the first step, in the variants for the second.

use super::align::in_order;
use super::hash;
use super::sketch::one_permutation;
use super::store::{Store, Stretch};
use rayon::prelude::*;
use std::collections::HashMap;

/// Signs in a shingle: texts are short and slots many.
const GRAM: usize = 3;
/// Bands of two bins: two texts of Jaccard similarity *j* meet with probability 1 − (1 − *j*²)¹⁶, .94 at .4 and
/// .99 at .5.
const BANDS: usize = 16;
const BINS: usize = 2 * BANDS;
/// Of the [`BINS`] so many must agree before two texts are compared sign by sign: at a similarity of .4 13 do, with
/// a deviation of 2.8; of texts that met by chance 2 or 3.
const AGREE: usize = 5;
/// Signs in common in order, as a share of the longer text: of a short text more, for there a slot or two leave
/// little else, and frames that differ in every word look alike.
fn alike(signs: usize) -> f64 {
    if signs < 24 { 0.8 } else { 0.65 }
}
/// Leaders that a variant is compared with in one bucket.
const TRIES: usize = 4;
/// Texts below this length are variants of nothing but themselves.
const LEAST: usize = 16;

/// The family of each of `texts`, numbered by its most frequent variant.
pub(crate) fn families(texts: &[Stretch], store: &Store) -> Vec<u32> {
    let digests: Vec<(u64, u64)> = texts.par_iter().map(|&t| hash::digest(store.codes(t))).collect();
    let mut number: HashMap<(u64, u64), u32> = HashMap::new();
    let mut variants: Vec<(u32, Stretch)> = Vec::new(); // how often, where first
    let mut variant_of = Vec::with_capacity(texts.len());
    for (&text, digest) in texts.iter().zip(digests) {
        let next = variants.len() as u32;
        let v = *number.entry(digest).or_insert(next);
        if v == next {
            variants.push((0, text));
        }
        variants[v as usize].0 += 1;
        variant_of.push(v);
    }
    let mut ranked: Vec<u32> = (0..variants.len() as u32).collect();
    ranked.par_sort_by_key(|&v| (std::cmp::Reverse(variants[v as usize].0), v));
    let leader = lead(&ranked.iter().map(|&v| variants[v as usize].1).collect::<Vec<_>>(), store);
    let mut family = vec![0; variants.len()];
    for (rank, &v) in ranked.iter().enumerate() {
        family[v as usize] = leader[rank];
    }
    variant_of.into_iter().map(|v| family[v as usize]).collect()
}

/// For each of `ranked`, the rank of its leader.
fn lead(ranked: &[Stretch], store: &Store) -> Vec<u32> {
    let sketches: Vec<Option<Sketch>> = ranked.par_iter().map(|&text| sketch(store.codes(text))).collect();
    // Pairs that meet, as (later, earlier), so that each variant sees its possible leaders by rank. A band at a time,
    // and of each only the pairs whose sketches agree: most that meet do so by chance.
    let mut met: Vec<(u32, u32)> = Vec::new();
    for band in 0..BANDS {
        let key = |(rank, s): (usize, &Option<Sketch>)| s.as_ref().map(|s| (s.keys[band], rank as u32));
        let mut entries: Vec<(u32, u32)> = sketches.par_iter().enumerate().filter_map(key).collect();
        entries.par_sort_unstable();
        let buckets: Vec<&[(u32, u32)]> =
            entries.chunk_by(|x, y| x.0 == y.0).filter(|b| b.len() > 1).collect();
        let pairs = |bucket: &&[(u32, u32)]| {
            let mut pairs = Vec::new();
            for (i, later) in bucket.iter().enumerate().skip(1) {
                let earlier = bucket[..i.min(TRIES)].iter();
                let agree = earlier.filter(|e| agree(&sketches, e.1, later.1));
                pairs.extend(agree.map(|e| (later.1, e.1)));
            }
            pairs
        };
        met.par_extend(buckets.par_iter().with_min_len(256).flat_map_iter(pairs));
    }
    met.par_sort_unstable();
    met.dedup();
    let mut leader: Vec<u32> = (0..ranked.len() as u32).collect();
    let mut tried: Vec<u32> = Vec::new();
    for same in met.chunk_by(|x, y| x.0 == y.0) {
        let later = same[0].0;
        tried.clear();
        for &(_, earlier) in same {
            // What was met may follow a leader by now: then that leader is tried.
            let first = leader[earlier as usize];
            if tried.contains(&first) {
                continue;
            }
            tried.push(first);
            if !agree(&sketches, first, later) {
                continue;
            }
            let (x, y) = (store.codes(ranked[first as usize]), store.codes(ranked[later as usize]));
            let (short, long) = (x.len().min(y.len()), x.len().max(y.len()));
            let need = alike(long);
            if short as f64 >= need * long as f64 && may_be(x, y, need) && in_order(x, y) >= need {
                leader[later as usize] = first;
                break;
            }
        }
    }
    leader
}

/// What is remembered of a text: a key a band, and a byte of each bin.
struct Sketch {
    keys: [u32; BANDS],
    bins: [u8; BINS],
}

/// The sketch of a text that is long enough to have variants.
fn sketch(codes: &[u16]) -> Option<Sketch> {
    let bins: [u64; BINS] =
        one_permutation(codes.windows(GRAM).map(hash::codes)).filter(|_| codes.len() >= LEAST)?;
    Some(Sketch {
        keys: std::array::from_fn(|b| hash::pair(bins[2 * b], bins[2 * b + 1]) as u32),
        bins: bins.map(|bin| hash::mix(bin) as u8),
    })
}

/// Whether the sketches of two texts agree well enough to compare them sign by sign.
fn agree(sketches: &[Option<Sketch>], x: u32, y: u32) -> bool {
    let (Some(x), Some(y)) = (&sketches[x as usize], &sketches[y as usize]) else { return false };
    x.bins.iter().zip(&y.bins).filter(|(x, y)| x == y).count() >= AGREE
}

/// Whether so large a share of the longer text can be common at all, judged by the signs that both hold: a longest
/// common subsequence has no more.
fn may_be(x: &[u16], y: &[u16], need: f64) -> bool {
    let mut counts = [0i16; 256];
    // Signs that fall together only make the bound looser.
    let slot = |c: u16| (c ^ (c >> 8)) as usize & 0xFF;
    x.iter().for_each(|&c| counts[slot(c)] = counts[slot(c)].saturating_add(1));
    let mut common = 0;
    for &c in y {
        if counts[slot(c)] > 0 {
            counts[slot(c)] -= 1;
            common += 1;
        }
    }
    f64::from(common) >= need * x.len().max(y.len()) as f64
}
