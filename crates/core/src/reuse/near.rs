//! When two units are near copies of each other.

use super::align::{Aligned, Match, Texts};
use super::hash;
use super::passages::winnow;
use super::verify::Overlap;

/// Short texts of one form (a letter that goes with a decree) share their frame. Of texts with fewer shingles than
/// this more must agree, the more the shorter they are, up to this part of what the threshold leaves open.
const SHORT: (f64, f64) = (200.0, 0.4);
/// Or they differ in nothing longer than a name, in signs.
const NAME: u32 = 8;

/// Edits that are strewn over a text break five shingles each, so the share of shingles understates how alike two
/// texts are. A pair that shares this part of the threshold is aligned, and near if its alignment reaches the
/// threshold proper.
const STREWN: f64 = 0.5;
/// But an alignment must cover so much of the longer text at least.
const ALIGNED: f64 = 0.6;
/// A copy that lost its end, or sentences here and there, is still a copy while it keeps this part of the longer
/// text, in thresholds (.4 of it by default); what is shorter is contained.
const KEPT: f64 = 0.8;
/// Such a copy begins where the longer text begins, give or take this part of it, or has its title; and no title follows
/// where it ends: what begins elsewhere, or is followed by a title, is an article among others.
const HEAD: f64 = 0.1;
/// And so much of it is the longer text's; of a text with fewer signs than this as much as of one that is contained,
/// for letters that go with a decree share most of what they say.
const COPIED: (f64, usize) = (0.7, 400);
/// A text that fills at most this part of another may be an article in it, however much they share: it is when so
/// much of it stands there in a piece which is not much longer than itself, and is not the beginning.
const HELD: f64 = 0.85;
const PIECE: f64 = 0.85;
/// And so much of it is found there: of shuffled sentences a little is lost at both ends of each.
const FOUND: f64 = 0.75;

/// Passages of fewer signs than this may be chance.
const CHANCE: u32 = 20;
/// Texts whose first so many signs share a run of so many begin alike.
const TITLE: (usize, usize) = (24, 8);

/// Signs in a seed. Two texts are at hand here, so that a seed that stands in many others is as good as any.
const SEED: usize = 8;
/// One in so many runs of that length is looked at for the longest that two texts share, where that is so long.
const SAMPLED: u64 = 8;
const LONG: u32 = 40;

/// When two units are near copies: their shingles say so, or their alignment does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    pub(crate) threshold: f64,
    pub(crate) containment: f64,
}

impl Near {
    /// The least Jaccard similarity with which a pair can be near.
    pub(crate) fn least(&self) -> f64 {
        self.threshold * STREWN
    }

    /// The Jaccard similarity that suffices for texts so long.
    fn asked(&self, overlap: Overlap) -> f64 {
        let short = 1.0 - (overlap.a.max(overlap.b) as f64 / SHORT.0).min(1.0);
        self.threshold + (1.0 - self.threshold) * SHORT.1 * short
    }

    /// Whether two texts are, whose shingles overlap so far.
    pub(crate) fn holds<S: Side>(&self, overlap: Overlap, a: &S, b: &S) -> bool {
        let j = overlap.jaccard();
        if j < self.least() {
            return false;
        }
        let (shorter, longer) = if a.codes().len() <= b.codes().len() { (a, b) } else { (b, a) };
        let (short, long) = (shorter.codes(), longer.codes());
        let of_fewer = overlap.shared as f64 / overlap.a.min(overlap.b).max(1) as f64;
        if j >= self.asked(overlap) {
            return of_fewer < self.containment
                || short.len() as f64 > HELD * long.len() as f64
                || !is_held(short, longer);
        }
        let kept = short.len() as f64 / long.len() as f64;
        if kept < self.threshold * KEPT {
            return false;
        }
        let passages = align(short, long);
        if overlap.a.max(overlap.b) < SHORT.0 as usize && !strewn(&passages, short.len(), long.len()) {
            return false;
        }
        let matched = f64::from(passages.iter().map(Aligned::matched).sum::<u32>());
        if matched >= self.threshold.max(ALIGNED) * long.len() as f64 {
            return true;
        }
        let copied = if short.len() < COPIED.1 { self.containment.max(COPIED.0) } else { COPIED.0 };
        let Some((begins, ends)) = reach(&passages) else { return false };
        matched >= copied * short.len() as f64
            && (f64::from(begins) <= HEAD * long.len() as f64 || begin_alike(short, long))
            && !longer.title_after(ends)
    }
}

/// From where to where passages reach in the second text: those that are no chance.
fn reach(passages: &[Aligned]) -> Option<(u32, u32)> {
    let solid = || passages.iter().filter(|p| p.matched() >= CHANCE);
    Some((solid().map(|p| p.b().0).min()?, solid().map(|p| p.b().1).max()?))
}

/// Whether two texts begin with the same title, or what is left of it.
fn begin_alike(a: &[u16], b: &[u16]) -> bool {
    let head = |codes: &[u16]| codes[..codes.len().min(TITLE.0)].to_vec();
    let (a, b) = (head(a), head(b));
    a.windows(TITLE.1).any(|run| b.windows(TITLE.1).any(|other| run == other))
}

/// Whether a text stands in another in one piece, as an article among others. Its sentences may have another order there.
fn is_held<S: Side>(short: &[u16], longer: &S) -> bool {
    let long = longer.codes();
    let passages = align(short, long);
    let Some((begins, ends)) = reach(&passages) else { return false };
    let whole = short.len() as f64;
    let matched = passages.iter().map(Aligned::matched).filter(|n| *n >= CHANCE).sum::<u32>();
    f64::from(matched) >= FOUND * whole
        && f64::from(ends - begins) * PIECE <= whole
        && ((f64::from(begins) > HEAD * long.len() as f64 && !begin_alike(short, long))
            || longer.title_after(ends))
}

/// What is asked of a text to tell whether it is a copy.
pub(crate) trait Side {
    /// The folded text.
    fn codes(&self) -> &[u16];
    /// Whether a title follows where the first `end` signs end.
    fn title_after(&self, end: u32) -> bool;
}

/// Whether two texts differ here and there only, nowhere in a longer stretch.
fn strewn(passages: &[Aligned], a: usize, b: usize) -> bool {
    let mut matches: Vec<Match> = passages.iter().flat_map(|p| p.matches.iter().copied()).collect();
    matches.push(Match { a: a as u32, b: b as u32, len: 0 });
    matches.sort_by_key(|m| (m.a, m.b));
    let mut last = (0, 0);
    matches.into_iter().all(|m| {
        let hole = m.a.saturating_sub(last.0).max(m.b.saturating_sub(last.1));
        last = (last.0.max(m.a + m.len), last.1.max(m.b + m.len));
        hole <= NAME
    })
}

/// Places where two texts hold the same run, in the order of the first: `of` tells the hashes and places of the runs that
/// are looked at.
fn seeds(a: &[u16], b: &[u16], of: impl Fn(&[u16]) -> Vec<(u64, u32)>) -> Vec<(u32, u32)> {
    let mut of_b = of(b);
    of_b.sort_unstable();
    let mut seeds = Vec::new();
    for (hash, p) in of(a) {
        let from = of_b.partition_point(|s| s.0 < hash);
        // A run that one text repeats over and over tells nothing of where it belongs.
        seeds.extend(of_b[from..].iter().take_while(|s| s.0 == hash).take(4).map(|s| (p, s.1)));
    }
    seeds.sort_unstable();
    seeds
}

/// One in so many runs of a text, the same in every text.
fn sampled(codes: &[u16]) -> Vec<(u64, u32)> {
    let mut sampled = Vec::with_capacity(codes.len() / SAMPLED as usize * 5 / 4);
    let mut at = 0;
    hash::runs(codes, SEED, |hash| {
        if hash < u64::MAX / SAMPLED {
            sampled.push((hash, at));
        }
        at += 1;
    });
    sampled
}

/// The passages of two units.
pub(crate) fn align(a: &[u16], b: &[u16]) -> Vec<Aligned> {
    Texts { a, b, same: false }.passages(&seeds(a, b, |codes| winnow(codes, SEED)))
}

/// The longest run that both units hold, as far as it can be told from a sample of their runs, or from their seeds: where
/// it begins in the first, and its length.
pub(crate) fn longest_run(a: &[u16], b: &[u16]) -> (u32, u32) {
    let longest = |seeds: Vec<(u32, u32)>| {
        let mut best = (0, 0);
        // Where the last run ended, and by how much it is shifted.
        let mut last = (0, 0);
        for (p, q) in seeds {
            let shift = i64::from(q) - i64::from(p);
            if p < last.0 && shift == last.1 {
                continue;
            }
            let (x, y) = (p as usize, q as usize);
            let same = |(x, y): &(&u16, &u16)| x == y;
            let ahead = a[x..].iter().zip(&b[y..]).take_while(same).count() as u32;
            let back = a[..x].iter().rev().zip(b[..y].iter().rev()).take_while(same).count() as u32;
            last = (p + ahead, shift);
            if back + ahead > best.1 {
                best = (p - back, back + ahead);
            }
        }
        best
    };
    let best = longest(seeds(a, b, sampled));
    if best.1 >= LONG { best } else { longest(seeds(a, b, |codes| winnow(codes, SEED))) }
}
