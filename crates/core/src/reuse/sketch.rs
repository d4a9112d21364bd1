//! Sketches: what is remembered of a unit's shingles so that copies find each other without meeting.
//!
//! * Resemblance: one-permutation MinHash (Li, Owen and Zhang, 2012) with optimal densification (Shrivastava,
//!   2017). [`BANDS`] bands of [`ROWS`] bins: two units of Jaccard similarity *j* share a band with probability
//!   1 − (1 − *j*³)⁴², which is .996 at .5, .94 at .4, .68 at .3 and .04 at .1.
//! * Containment: FracMinHash (Irber and others, 2022): all hashes of [`RUN`]-grams below 2⁶⁴ / [`FRACTION`],
//!   which thins a long and a short text alike, so that the share found of the short one is an unbiased estimate.
//!   Runs are longer than shingles: among a million documents every five characters have met before.
//! * [`KEPT`] bytes of bins, to estimate the resemblance of two units that share a band by chance.
//!
//! Time linear in the unit. Bands and kept hashes go to sorters; what stays in memory is the digest and the bins.

use super::fold::NAME;
use super::hash::{self, GRAM};

/// Bands of the resemblance sketch.
pub(crate) const BANDS: usize = 42;
/// Bins in a band.
pub(crate) const ROWS: usize = 3;
const BINS: usize = BANDS * ROWS;
/// One run in so many is kept for containment.
pub(crate) const FRACTION: u64 = 8;
/// Characters in a run that is kept.
pub(crate) const RUN: usize = 8;
/// Bins of which a byte is kept.
pub(crate) const KEPT: usize = 64;
/// Of these so many agree at least where two units resemble each other: at a similarity of .25 16 do with a
/// deviation of 3.5, of unrelated texts one or two.
const AGREE: usize = 6;
/// Texts with fewer shingles fill too few bins to be judged by them.
const FEW: u32 = 64;
/// A bucket with more hashes than this is not the work of chance.
const CROWDED: u32 = 24;
/// Bits by shingle for counting distinct ones, and most of them.
const BITS: (usize, usize) = (8, 1 << 20);

/// Calls `gram` with the hash of every shingle and `run` with every [`RUN`] signs as two words, but for those over a
/// blanked-out name. A text shorter than a shingle is one shingle; where nothing but shingles over names is there, they
/// count.
#[inline]
fn each(codes: &[u16], mut gram: impl FnMut(u64), mut run: impl FnMut(u64, u64)) {
    if codes.len() < GRAM {
        if !codes.is_empty() {
            gram(hash::codes(codes));
        }
        return;
    }
    // The last eight signs as two words.
    let (mut older, mut newer) = (0u64, 0u64);
    let mut step = |c: u16| {
        let shingle = hash::gram(newer, c);
        older = older << 16 | newer >> 48;
        newer = newer << 16 | u64::from(c);
        (shingle, older, newer)
    };
    if !codes.contains(&NAME) {
        let (head, tail) = codes.split_at(codes.len().min(RUN - 1));
        for (i, &c) in head.iter().enumerate() {
            let (shingle, ..) = step(c);
            if i + 1 >= GRAM {
                gram(shingle);
            }
        }
        for &c in tail {
            let (shingle, older, newer) = step(c);
            gram(shingle);
            run(older, newer);
        }
        return;
    }
    // How many signs there are since the last name.
    let (mut since, mut any) = (0, false);
    for &c in codes {
        let (shingle, older, newer) = step(c);
        since = if c == NAME { 0 } else { since + 1 };
        if since >= GRAM {
            any = true;
            gram(shingle);
        }
        if since >= RUN {
            run(older, newer);
        }
    }
    if !any {
        codes.windows(GRAM).for_each(|w| gram(hash::codes(w)));
    }
}

/// The distinct shingles of a folded text, sorted.
pub(crate) fn grams(codes: &[u16]) -> Vec<u64> {
    let mut grams: Vec<u64> = Vec::with_capacity(codes.len());
    each(codes, |g| grams.push(g), |_, _| ());
    let mut grams = sorted(grams);
    grams.dedup();
    grams
}

/// Sorts hashes. They are spread evenly, so each is nearly at its place once they are thrown into as many buckets as
/// there are hashes.
fn sorted(mut hashes: Vec<u64>) -> Vec<u64> {
    let n = hashes.len();
    if n < 64 {
        hashes.sort_unstable();
        return hashes;
    }
    let shift = 64 - n.ilog2();
    let mut ends = vec![0u32; (1 << (64 - shift)) + 1];
    hashes.iter().for_each(|h| ends[(h >> shift) as usize + 1] += 1);
    let most = ends.iter().max().copied().unwrap_or(0);
    if most > CROWDED {
        // One run over and over.
        hashes.sort_unstable();
        return hashes;
    }
    for i in 1..ends.len() {
        ends[i] += ends[i - 1];
    }
    let mut out = vec![0; n];
    for h in hashes {
        let place = &mut ends[(h >> shift) as usize];
        out[*place as usize] = h;
        *place += 1;
    }
    for i in 1..n {
        let h = out[i];
        let mut to = i;
        while to > 0 && out[to - 1] > h {
            out[to] = out[to - 1];
            to -= 1;
        }
        out[to] = h;
    }
    out
}

/// What stays in memory of one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Brief {
    /// Of the folded text: equal digests are equal texts.
    pub(crate) digest: (u64, u64),
    /// Number of distinct shingles, about.
    pub(crate) grams: u32,
    bins: [u8; KEPT],
}

impl Brief {
    /// Whether two units may share a quarter of their shingles, as far as the bins tell.
    pub(crate) fn may_resemble(&self, other: &Self) -> bool {
        self.grams.min(other.grams) < FEW || self.agree(other) >= AGREE
    }

    /// Whether the other unit may hold so large a share of this one's shingles, as far as the bins tell: not at all
    /// where it is much longer.
    pub(crate) fn may_be_held(&self, other: &Self, share: f64) -> bool {
        let (mine, theirs) = (f64::from(self.grams), f64::from(other.grams));
        let jaccard = (share * mine / (theirs + (1.0 - share) * mine)).min(1.0);
        let expected = KEPT as f64 * jaccard;
        let least = expected - 4.0 * (expected * (1.0 - jaccard)).sqrt() - 1.0;
        self.grams.min(other.grams) < FEW || least < 1.0 || self.agree(other) as f64 >= least
    }

    fn agree(&self, other: &Self) -> usize {
        self.bins.iter().zip(&other.bins).filter(|(x, y)| x == y).count()
    }
}

/// The sketch of one unit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sketch {
    pub(crate) brief: Brief,
    /// A key a band.
    pub(crate) bands: Box<[u32]>,
    /// The kept hashes, ascending.
    pub(crate) sample: Box<[u64]>,
}

impl Sketch {
    /// Sketches a folded text.
    pub(crate) fn new(codes: &[u16]) -> Self {
        let mut bins = [u32::MAX; BINS];
        let mut seen = Seen::new(codes.len());
        let mut sample = Vec::with_capacity(codes.len() / FRACTION as usize * 5 / 4);
        let gram = |g: u64| {
            // The upper half names the bin, the lower half competes in it.
            let bin = &mut bins[((g >> 32) as usize * BINS) >> 32];
            *bin = (*bin).min(g as u32);
            seen.see(g);
        };
        let run = |older: u64, newer: u64| {
            let h = hash::eight(older, newer);
            if h < u64::MAX / FRACTION {
                sample.push(h);
            }
        };
        each(codes, gram, run);
        sample.sort_unstable();
        sample.dedup();
        let bins = dense(bins.map(|bin| if bin == u32::MAX { u64::MAX } else { bin.into() }));
        let kept = bins.map_or([0; KEPT], |b| std::array::from_fn(|i| hash::mix(b[i]) as u8));
        let brief = Brief { digest: hash::digest(codes), grams: seen.distinct(), bins: kept };
        Self { brief, bands: bands(bins.as_ref()), sample: sample.into() }
    }
}

/// Counts distinct hashes by the bits that they set (linear counting: Whang, Vander-Zanden and Taylor, 1990): to one in a
/// hundred at [`BITS`] bits each.
struct Seen {
    bits: Vec<u64>,
    set: u32,
}

impl Seen {
    fn new(most: usize) -> Self {
        let bits = (most * BITS.0).next_power_of_two().clamp(64, BITS.1);
        Self { bits: vec![0; bits / 64], set: 0 }
    }

    #[inline]
    fn see(&mut self, hash: u64) {
        let mask = self.bits.len() - 1;
        let word = &mut self.bits[(hash >> 6) as usize & mask];
        let before = *word;
        *word |= 1 << (hash % 64);
        self.set += u32::from(*word != before);
    }

    fn distinct(&self) -> u32 {
        let all = (self.bits.len() * 64) as f64;
        let set = f64::from(self.set).min(all - 1.0);
        (-all * (1.0 - set / all).ln()).round() as u32
    }
}

/// The band keys of bins; none of a text without shingles.
fn bands(bins: Option<&[u64; BINS]>) -> Box<[u32]> {
    bins.into_iter()
        .flat_map(|b| b.chunks(ROWS))
        .map(|rows| rows.iter().fold(0, |h, &r| hash::pair(h, r)) as u32)
        .collect()
}

/// The one-permutation MinHash of a set of hashes in `N` bins, densified; none for the empty set.
pub(crate) fn one_permutation<const N: usize>(hashes: impl Iterator<Item = u64>) -> Option<[u64; N]> {
    let mut bins = [u64::MAX; N];
    for g in hashes {
        // The upper half of a second hash names the bin, the lower half competes in it: what comes need not be spread
        // evenly.
        let h = hash::mix(g ^ 0x2545_f491_4f6c_dd1d);
        let bin = ((h >> 32) as usize * N) >> 32;
        bins[bin] = bins[bin].min(h & 0xFFFF_FFFF);
    }
    dense(bins)
}

/// Fills the bins that no hash fell into; none where all are empty.
fn dense<const N: usize>(mut bins: [u64; N]) -> Option<[u64; N]> {
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
                        let keys = |v: Vec<u64>| bands(one_permutation(v.into_iter()).as_ref());
                        keys(a).iter().zip(&keys(b)).any(|(x, y)| x == y)
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
        let expected = part.brief.grams as f64 / FRACTION as f64;
        assert!((part.sample.len() as f64 - expected).abs() < 4.0 * expected.sqrt());
    }

    #[test]
    fn bins_tell_copies_from_strangers() {
        let text = |seed: u64, n: u64| (0..n).map(move |i| 0x4e00 + (hash::pair(seed, i) % 3000) as u16);
        for seed in 0..50 {
            // 40 % of the shingles of each: a Jaccard similarity of .25.
            let make = |own| Sketch::new(&text(seed, 400).chain(text(own, 600)).collect::<Vec<_>>()).brief;
            assert!(make(seed + 100).may_resemble(&make(seed + 200)), "{seed}");
            let strange = Sketch::new(&text(seed + 300, 1000).collect::<Vec<_>>()).brief;
            assert!(!strange.may_resemble(&make(seed + 100)), "{seed}");
        }
    }

    #[test]
    fn bins_never_deny_what_is_held() {
        let text = |seed: u64, n: u64| (0..n).map(move |i| 0x4e00 + (hash::pair(seed, i) % 3000) as u16);
        for seed in 0..50 {
            for (inner, outer) in [(80, 20), (300, 200), (300, 3000), (2000, 1500)] {
                let make = |codes: Vec<u16>| Sketch::new(&codes).brief;
                let held = make(text(seed, inner).collect());
                let whole = make(text(seed, inner).chain(text(seed + 100, outer)).collect());
                assert!(held.may_be_held(&whole, 0.8), "{seed} {inner} {outer}");
                let strange = make(text(seed + 200, inner + outer).collect());
                assert!(inner < 1000 || !held.may_be_held(&strange, 0.8), "{seed} {inner} {outer}");
            }
        }
    }

    #[test]
    fn tiny_texts_have_sketches() {
        assert_eq!(Sketch::new(&[]).brief.grams, 0);
        assert_eq!(Sketch::new(&[1]).brief.grams, 1);
        assert_eq!(Sketch::new(&[1, 2, 3, 4, 5, 6]).brief.grams, 2);
        assert_eq!(Sketch::new(&[NAME; 9]).brief.grams, 1);
        assert_eq!(Sketch::new(&[7; 9]).bands.len(), BANDS);
    }
}
