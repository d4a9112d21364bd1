//! Candidates: which units are worth comparing exactly.
//!
//! Two nets, both linear in what they hold. *Resemblance*: units that share a band of their MinHash sketch.
//! *Containment*: units that share kept shingles which are not common. Neither drops a bucket for being
//! large, for the members of a large bucket may well be copies: they are linked to their neighbours and to the
//! first instead of each to each, which keeps copies connected at linear cost.

use super::UnitRecord;
use rayon::prelude::*;

/// Two units by number.
pub(crate) type Pair = (u32, u32);

/// Buckets up to this size are linked each with each.
const ALL_PAIRS: usize = 24;
/// In larger ones each is linked with so many that follow, and with the first.
const NEIGHBOURS: usize = 4;
/// A kept shingle of more units than this is common: it is asked only where rarer ones do not suffice.
const COMMON: usize = 64;
/// So many shingles of a unit are looked up: a share is then known to within .06 (one standard deviation).
const ASKED: usize = 64;
/// Common shingles are asked until there are so many.
const SUFFICE: usize = 12;

/// Links the `n` members of a bucket: all pairs of a small one, a connected linear number of a large one.
pub(crate) fn link(n: usize, all: usize, neighbours: usize, mut visit: impl FnMut(usize, usize)) {
    let reach = if n <= all { n } else { neighbours };
    for i in 0..n {
        for j in i + 1..n.min(i + 1 + reach) {
            visit(i, j);
        }
        if i > reach {
            visit(0, i);
        }
    }
}

/// The pairs that share a band: those with the first of their bucket, which mostly suffice to join it, and the rest.
pub(crate) fn resembling(units: &[UnitRecord], among: &[u32], band: usize) -> (Vec<Pair>, Vec<Pair>) {
    let key = |&u: &u32| units[u as usize].sketch.bands.get(band).map(|&k| (k, u));
    let mut entries: Vec<(u32, u32)> = among.par_iter().filter_map(key).collect();
    entries.par_sort_unstable();
    let (mut stars, mut others) = (Vec::new(), Vec::new());
    for bucket in entries.chunk_by(|x, y| x.0 == y.0) {
        link(bucket.len(), ALL_PAIRS, NEIGHBOURS, |i, j| {
            let pairs = if i == 0 { &mut stars } else { &mut others };
            pairs.push((bucket[i].1, bucket[j].1));
        });
    }
    (stars, others)
}

/// What the containment net says of a pair: of the kept shingles of the one that asks, `asked` were looked up and
/// `found` of them are the other's too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hits {
    pub(crate) unit: u32,
    pub(crate) found: u32,
    pub(crate) asked: u32,
}

impl Hits {
    /// Whether a share of `share` is still likely enough (three standard deviations) to be looked at exactly.
    pub(crate) fn may_reach(self, share: f64) -> bool {
        let asked = f64::from(self.asked);
        f64::from(self.found) >= share * asked - 3.0 * (share * (1.0 - share) * asked).sqrt()
    }
}

/// Kept shingles of all units, by hash.
pub(crate) struct Containment {
    postings: Vec<(u64, u32)>,
}

impl Containment {
    pub(crate) fn new(units: &[UnitRecord], among: &[u32]) -> Self {
        let sample = |u: u32| units[u as usize].sketch.sample.iter().map(move |&h| (h, u));
        let mut postings: Vec<(u64, u32)> = among.iter().flat_map(|&u| sample(u)).collect();
        postings.par_sort_unstable();
        Self { postings }
    }

    /// The units that share kept shingles with `unit`, ascending.
    pub(crate) fn ask(&self, units: &[UnitRecord], unit: u32) -> Vec<Hits> {
        // The sample is a fair one in any order of hashes; rarer shingles first would not be, for what a text
        // shares with nobody is rarest.
        let lists = || units[unit as usize].sketch.sample.iter().map(|&h| self.list(h));
        let mut asked: Vec<&[(u64, u32)]> = lists().filter(|l| l.len() <= COMMON).take(ASKED).collect();
        let few = SUFFICE.saturating_sub(asked.len());
        asked.extend(lists().filter(|l| l.len() > COMMON).take(few));
        let mut met: Vec<u32> = Vec::new();
        for list in &asked {
            if list.len() <= COMMON {
                met.extend(list.iter().map(|p| p.1));
            } else {
                let here = list.partition_point(|p| p.1 < unit);
                let (from, to) = (here.saturating_sub(NEIGHBOURS), (here + NEIGHBOURS + 1).min(list.len()));
                if from > 0 {
                    met.push(list[0].1);
                }
                met.extend(list[from..to].iter().map(|p| p.1));
            }
        }
        met.sort_unstable();
        let found = met.chunk_by(|x, y| x == y).filter(|same| same[0] != unit);
        found
            .map(|same| Hits { unit: same[0], found: same.len() as u32, asked: asked.len() as u32 })
            .collect()
    }

    fn list(&self, hash: u64) -> &[(u64, u32)] {
        let start = self.postings.partition_point(|p| p.0 < hash);
        let len = self.postings[start..].partition_point(|p| p.0 == hash);
        &self.postings[start..start + len]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_buckets_stay_connected_at_linear_cost() {
        for n in [0, 1, 2, 10, 24, 25, 1000] {
            let mut pairs = Vec::new();
            link(n, ALL_PAIRS, NEIGHBOURS, |i, j| pairs.push((i, j)));
            assert!(pairs.len() <= n * (ALL_PAIRS / 2 + 1), "{n}");
            let mut reached = vec![false; n];
            for &(i, j) in &pairs {
                assert!(i < j && j < n);
                reached[j] = true;
            }
            assert_eq!(reached.iter().filter(|r| **r).count(), n.saturating_sub(1), "{n}");
            pairs.sort_unstable();
            let before = pairs.len();
            pairs.dedup();
            assert_eq!(pairs.len(), before, "no pair twice in {n}");
        }
    }
}
