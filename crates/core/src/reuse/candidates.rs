//! Candidates: which units are worth comparing exactly.
//!
//! Two nets. *Resemblance*: units that share a band of their MinHash sketch, and whose bins do not deny it.
//! *Containment*: units that share kept runs which are not common. Neither drops a bucket for being
//! large, for the members of a large bucket may well be copies: they are linked to their neighbours and to the
//! first instead of each to each, which keeps copies connected at linear cost. Both read their keys from a
//! [`Sorter`], so memory is bounded; what they hold is a byte a unit, and the pairs of one band.

use super::spill::Sorter;
use super::{UnitRecord, sketch};
use crate::error::Error;

/// Two units by number.
pub(crate) type Pair = (u32, u32);

/// Buckets up to this size are linked each with each.
const ALL_PAIRS: usize = 24;
/// In larger ones each is linked with so many that follow, and with the first.
const NEIGHBOURS: usize = 4;
/// A kept run of more units than this is common: it is asked only where rarer ones do not suffice.
const COMMON: usize = 32;
/// So many runs of a unit are looked up: a share is then known to within .06 (one standard deviation).
const ASKED: u8 = 64;
/// Common runs are asked until there are so many.
const SUFFICE: u8 = 12;

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

/// Hears of the pairs that share a band.
pub(crate) trait Listener {
    /// Whether a pair is worth hearing of.
    fn wants(&mut self, pair: Pair) -> bool;
    /// The pairs of a round: those of a band with the first of their bucket, which mostly suffice to join it, or
    /// the rest.
    fn hear(&mut self, pairs: Vec<Pair>) -> Result<(), Error>;
}

/// The pairs among `leaders` that share a band, band by band. The sorter holds [band, key, unit].
pub(crate) fn resembling(
    units: &[UnitRecord],
    leads: &[bool],
    bands: &mut Sorter<3>,
    to: &mut impl Listener,
) -> Result<(), Error> {
    let mut sorted = bands.sorted();
    let (mut stars, mut others) = (Vec::new(), Vec::new());
    let (mut bucket, mut band) = (Vec::new(), 0);
    while sorted.group::<2>(&mut bucket)? {
        if bucket[0][0] != band {
            band = bucket[0][0];
            to.hear(std::mem::take(&mut stars))?;
            to.hear(std::mem::take(&mut others))?;
        }
        bucket.retain(|r| leads[r[2] as usize]);
        link(bucket.len(), ALL_PAIRS, NEIGHBOURS, |i, j| {
            let (a, b) = (bucket[i][2], bucket[j][2]);
            let brief = |u: u32| &units[u as usize].brief;
            if brief(a).may_resemble(brief(b)) && to.wants((a, b)) {
                let pairs = if i == 0 { &mut stars } else { &mut others };
                pairs.push((a, b));
            }
        });
    }
    to.hear(stars)?;
    to.hear(others)
}

/// What the containment net says of a pair: of the kept runs of the one that asks, `asked` were looked up and
/// `found` of them are the other's too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hits {
    pub(crate) asks: u32,
    pub(crate) unit: u32,
    pub(crate) found: u32,
    pub(crate) asked: u32,
}

impl Hits {
    /// Whether a share of `share` of the shingles is still likely enough (three standard deviations) to be looked at
    /// exactly. Runs are longer than shingles: where edits are strewn evenly, fewer of them survive.
    pub(crate) fn may_reach(self, share: f64) -> bool {
        let asked = f64::from(self.asked);
        let share = share.powf(sketch::RUN as f64 / super::hash::GRAM as f64);
        // One run may be shared by chance.
        let few = if self.asked > u32::from(SUFFICE) { 2.0 } else { 1.0 };
        f64::from(self.found) >= (share * asked - 3.0 * (share * (1.0 - share) * asked).sqrt()).max(few)
    }
}

/// What all units share of the kept runs that they ask for. The sorter holds [hash, hash, unit]; `tell` hears of each
/// pair that meets, by the number of the one that asks and then by that of the other, but for those that `may` denies:
/// in a large collection most pairs meet by chance.
pub(crate) fn containing(
    leads: &[bool],
    runs: &mut Sorter<3>,
    room: usize,
    may: impl Fn(u32, u32) -> bool,
    mut tell: impl FnMut(Hits) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut asked = vec![0u8; leads.len()];
    let mut met: Sorter<2> = Sorter::new(room);
    let mut list = Vec::new();
    let mut common = false;
    // The sample is a fair one in any order of hashes; rarer runs first would not be, for what a text shares with
    // nobody is rarest.
    let mut sorted = runs.sorted();
    while sorted.group::<2>(&mut list)? {
        list.retain(|r| leads[r[2] as usize]);
        if list.len() > COMMON {
            common = true;
            continue;
        }
        for r in &list {
            let x = r[2];
            if asked[x as usize] < ASKED {
                asked[x as usize] += 1;
                met.extend(list.iter().filter(|y| y[2] != x && may(x, y[2])).map(|y| [x, y[2]]))?;
            }
        }
    }
    if common && asked.iter().any(|&n| n < SUFFICE) {
        let mut sorted = runs.sorted();
        while sorted.group::<2>(&mut list)? {
            list.retain(|r| leads[r[2] as usize]);
            if list.len() <= COMMON {
                continue;
            }
            for (i, r) in list.iter().enumerate() {
                let x = r[2];
                if asked[x as usize] < SUFFICE {
                    asked[x as usize] += 1;
                    let (from, to) = (i.saturating_sub(NEIGHBOURS), (i + NEIGHBOURS + 1).min(list.len()));
                    let first = (from > 0).then_some(&list[0]).filter(|y| may(x, y[2]));
                    let others = list[from..to].iter().filter(|y| y[2] != x && may(x, y[2]));
                    met.extend(first.into_iter().chain(others).map(|y| [x, y[2]]))?;
                }
            }
        }
    }
    let (mut sorted, mut same) = (met.sorted(), Vec::new());
    while sorted.group::<2>(&mut same)? {
        let [asks, unit] = same[0];
        tell(Hits { asks, unit, found: same.len() as u32, asked: asked[asks as usize].into() })?;
    }
    Ok(())
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

    #[test]
    fn common_runs_are_asked_where_rare_ones_do_not_suffice() {
        let n = COMMON as u32 * 3;
        let mut runs: Sorter<3> = Sorter::new(0);
        // Ten runs that all have, and one that the last two share.
        runs.extend((0..n).flat_map(|u| (0..10).map(move |h| [h, 0, u]))).unwrap();
        runs.extend([[99, 0, n - 2], [99, 0, n - 1]]).unwrap();
        let mut met = Vec::new();
        let leads = vec![true; n as usize];
        containing(
            &leads,
            &mut runs,
            0,
            |_, _| true,
            |hits| {
                met.push(hits);
                Ok(())
            },
        )
        .unwrap();
        let of =
            |asks, unit| met.iter().find(|h| h.asks == asks && h.unit == unit).map(|h| (h.found, h.asked));
        assert_eq!(of(n - 1, n - 2), Some((11, 11)));
        assert_eq!(of(50, 51), Some((10, 10)), "neighbours");
        assert_eq!(of(50, 0), Some((10, 10)), "the first");
        assert_eq!(of(50, 80), None);
        assert!(met.len() < n as usize * 10);
    }
}
