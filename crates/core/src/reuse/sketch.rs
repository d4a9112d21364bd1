//! Sketches: what is remembered of a unit's shingles so that copies find each other without meeting.
//!
//! * Resemblance: one-permutation MinHash (Li, Owen and Zhang, 2012) with optimal densification (Shrivastava,
//!   2017). [`BANDS`] bands of [`ROWS`] bins: two units of Jaccard similarity *j* share a band with probability
//!   1 − (1 − *j*³)⁴², which is .996 at .5, .94 at .4, .68 at .3 and .04 at .1.
//! * Containment: FracMinHash (Irber and others, 2022): all shingle hashes below 2⁶⁴ / [`FRACTION`], which
//!   thins a long and a short text alike, so that the share found of the short one is an unbiased estimate. A text
//!   with few shingles keeps a finer sample of its own for asking; what is asked is only found as far as the
//!   other side kept it.
//!
//! Time linear in the unit; 4 bytes a band and 8 bytes a kept hash of memory.

use super::fold::NAME;
use super::hash::{self, GRAM};

/// Bands of the resemblance sketch.
pub(crate) const BANDS: usize = 42;
/// Bins in a band.
pub(crate) const ROWS: usize = 3;
const BINS: usize = BANDS * ROWS;
/// One shingle in so many is kept for containment.
pub(crate) const FRACTION: u64 = 8;

/// The distinct shingles of a folded text, sorted. A text shorter than a shingle is one shingle; shingles over a
/// blanked-out name are left out, unless nothing else is there.
pub(crate) fn grams(codes: &[u16]) -> Vec<u64> {
    let mut grams: Vec<u64> = Vec::with_capacity(codes.len());
    if codes.len() < GRAM {
        if !codes.is_empty() {
            grams.push(hash::codes(codes));
        }
        return grams;
    }
    grams.extend(codes.windows(GRAM).filter(|w| !w.contains(&NAME)).map(hash::codes));
    if grams.is_empty() {
        grams.extend(codes.windows(GRAM).map(hash::codes));
    }
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// What is remembered of one unit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sketch {
    /// Of the folded text: equal digests are equal texts.
    pub(crate) digest: (u64, u64),
    /// Number of distinct shingles.
    pub(crate) grams: u32,
    /// A key a band.
    pub(crate) bands: Box<[u32]>,
    /// The kept hashes, ascending.
    pub(crate) sample: Box<[u64]>,
}

impl Sketch {
    /// Sketches a folded text.
    pub(crate) fn new(codes: &[u16]) -> Self {
        let grams = grams(codes);
        let kept = grams.partition_point(|&g| g < u64::MAX / FRACTION);
        Self {
            digest: hash::digest(codes),
            grams: grams.len() as u32,
            bands: bands(&grams),
            sample: grams[..kept].into(),
        }
    }
}

/// The band keys of a set of shingles; none for the empty set.
fn bands(grams: &[u64]) -> Box<[u32]> {
    let bins = one_permutation::<BINS>(grams.iter().copied());
    bins.iter()
        .flat_map(|b| b.chunks(ROWS))
        .map(|rows| rows.iter().fold(0, |h, &r| hash::pair(h, r)) as u32)
        .collect()
}

/// The one-permutation MinHash of a set of hashes in `N` bins, densified; none for the empty set.
pub(crate) fn one_permutation<const N: usize>(hashes: impl Iterator<Item = u64>) -> Option<[u64; N]> {
    let mut bins = [u64::MAX; N];
    for g in hashes {
        // The upper half of a second hash names the bin, the lower half competes in it. The first hash will not
        // do: shingles are sorted by it and sampled by it.
        let h = hash::mix(g ^ 0x2545_f491_4f6c_dd1d);
        let bin = ((h >> 32) as usize * N) >> 32;
        bins[bin] = bins[bin].min(h & 0xFFFF_FFFF);
    }
    // An empty bin borrows from a full one that is drawn by the bin's number alone.
    let full: [bool; N] = std::array::from_fn(|i| bins[i] != u64::MAX);
    if !full.contains(&true) {
        return None;
    }
    for bin in 0..N {
        let mut attempt = 0;
        let mut from = bin;
        while !full[from] {
            attempt += 1;
            from = (hash::pair(bin as u64, attempt) % N as u64) as usize;
        }
        bins[bin] = bins[from];
    }
    Some(bins)
}

/// Of two ascending lists without repeats: how many values both hold.
pub(crate) fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        n += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two code runs of `n` shingles, `share` of which both have.
    fn two(n: usize, share: f64, seed: u64) -> (Vec<u64>, Vec<u64>) {
        let both = (n as f64 * share) as usize;
        let make = |s: u64| {
            let own = (both..n).map(|i| hash::pair(s, i as u64));
            let mut v: Vec<u64> = (0..both).map(|i| hash::pair(seed, i as u64)).chain(own).collect();
            v.sort_unstable();
            v
        };
        (make(seed + 1), make(seed + 2))
    }

    #[test]
    fn bands_agree_as_often_as_the_theory_says() {
        // Jaccard j when each has share s in common: s / (2 - s).
        for (share, low, high) in [(0.667, 0.96, 1.0), (0.95, 1.0, 1.0), (0.05, 0.0, 0.08)] {
            for n in [40, 1000] {
                let trials = 300;
                let met = (0..trials)
                    .filter(|t| {
                        let (a, b) = two(n, share, 1000 * t);
                        bands(&a).iter().zip(&bands(&b)).any(|(x, y)| x == y)
                    })
                    .count() as f64
                    / trials as f64;
                assert!((low..=high).contains(&met), "share {share}, {n} shingles: {met}");
            }
        }
    }

    #[test]
    fn samples_estimate_containment() {
        let text: Vec<u16> = (0..8000u64).map(|i| 0x4e00 + (hash::mix(i) % 3000) as u16).collect();
        let (whole, part) = (Sketch::new(&text), Sketch::new(&text[2000..3000]));
        assert_eq!(shared(&whole.sample, &part.sample), part.sample.len());
        let expected = part.grams as f64 / FRACTION as f64;
        assert!((part.sample.len() as f64 - expected).abs() < 4.0 * expected.sqrt());
    }

    #[test]
    fn tiny_texts_have_sketches() {
        assert_eq!(Sketch::new(&[]).grams, 0);
        assert_eq!(Sketch::new(&[1]).grams, 1);
        assert_eq!(Sketch::new(&[1, 2, 3, 4, 5, 6]).grams, 2);
        assert_eq!(Sketch::new(&[NAME; 9]).grams, 1);
        assert_eq!(Sketch::new(&[7; 9]).bands.len(), BANDS);
    }
}
