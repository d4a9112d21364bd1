//! Families: which phrases are one wording, up to what stands in their slots.
//!
//! Equal folded phrases are one *variant*; they meet in a [`Sorter`]. Variants are ranked, most frequent first; each
//! joins the first leader of an earlier rank that it resembles, or leads a family itself. Nothing joins by way of a
//! member, so a family never drifts from its leader. Resemblance is looked for by a small MinHash of 3-grams and
//! decided by the characters in common in order.
//!
//! Only so many variants are ranked ([`RANKED`]): the most frequent ones, and of those that stand once an even
//! sample. The others are compared with the leaders that were followed, as they stream by. So memory does not grow
//! with the collection, and time grows linearly; repeated phrases are all found, and a wording that differs wherever
//! it stands is found while some of its places are in the sample.

use super::align::diff;
use super::hash;
use super::phrases::{Found, Pages, Phrase, Phrases};
use super::sketch::one_permutation;
use super::spill::{Sorter, halves};
use super::store::Page;
use crate::error::Error;
use rayon::prelude::*;
use std::cmp::Reverse;

/// Variants that are ranked.
const RANKED: usize = 1 << 19;
/// A leader that stands for so many of the ranked phrases is one that the others are compared with: fewer meet by
/// chance.
const FOLLOWED: u32 = 4;
/// Phrases that are compared with the leaders at a time.
const BATCH: usize = 1 << 18;
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
fn share(signs: usize) -> f64 {
    let longer = signs.clamp(SHORT, LONG) - SHORT;
    0.8 - 0.15 * longer as f64 / (LONG - SHORT) as f64
}
/// Texts that are short, and long, in that sense.
const SHORT: usize = 16;
const LONG: usize = 24;
/// Leaders that a variant is compared with in one bucket.
const TRIES: usize = 4;
/// Texts below this length are variants of nothing but themselves.
const LEAST: usize = 16;

/// A place of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// The phrase.
    pub(crate) number: u32,
    /// The text that it stands in, with its copies.
    pub(crate) group: u32,
}

/// The families of a collection, each with its members in order.
pub(crate) struct Families<'p> {
    pub(crate) phrases: Phrases<'p>,
    pub(crate) members: Vec<Vec<Member>>,
    follows: Bits,
}

impl Families<'_> {
    /// Whether a member follows the phrase before it in one segment.
    pub(crate) fn follows(&self, number: u32) -> bool {
        self.follows.get(number)
    }
}

/// A bit a phrase.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn set(&mut self, n: u32) {
        let word = n as usize / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (n % 64);
    }

    fn get(&self, n: u32) -> bool {
        self.0.get(n as usize / 64).is_some_and(|w| w >> (n % 64) & 1 == 1)
    }
}

/// The families of sentences, or with `parts` of clauses, that `stands` admits.
pub(crate) fn families(
    pages: Pages<'_>,
    parts: bool,
    stands: impl Fn(&Phrases<'_>, &[Member]) -> bool,
) -> Result<Families<'_>, Error> {
    let room = pages.config.share();
    let mut texts: Sorter<4> = Sorter::new(room);
    let mut follows = Bits::default();
    let of = |page: &Page, p: &Phrase| {
        let codes = page.part(p.at);
        let [upper, lower] = halves(hash::digest(codes).0);
        // The lowest bit tells whether the phrase is long enough to have variants.
        (upper, lower & !1 | u32::from(codes.len() >= LEAST), pages.group(p.at), p.follows)
    };
    let phrases = Phrases::number(pages, parts, of, |number, (upper, lower, group, after)| {
        if after {
            follows.set(number);
        }
        texts.push([upper, lower, number, group])
    })?;
    // Variants that stand more than once, as (how often, where first, whether long), and those that stand once.
    let mut repeated: Vec<(u32, u32, bool)> = Vec::new();
    let (mut places, mut singles): (Sorter<3>, Sorter<2>) = (Sorter::new(room / 2), Sorter::new(room / 2));
    let mut single = 0;
    let (mut sorted, mut same) = (texts.sorted(), Vec::new());
    while sorted.group::<2>(&mut same)? {
        let [_, lower, number, group] = same[0];
        let long = lower & 1 == 1;
        if same.len() > 1 {
            let variant = repeated.len() as u32;
            repeated.push((same.len() as u32, number, long));
            places.extend(same.iter().map(|p| [variant, p[2], p[3]]))?;
        } else if long {
            singles.push([number, group])?;
            single += 1;
        }
    }
    drop(texts);
    let ranked = Ranked::new(&phrases, &repeated, &mut singles, single)?;
    let leaders = ranked.leaders();
    let mut members: Sorter<3> = Sorter::new(room);
    // The family of each repeated variant: the rank of a leader, or a number of its own.
    let own = |variant: usize| (ranked.texts.len() + variant) as u32;
    let mut family: Vec<u32> = (0..repeated.len()).map(own).collect();
    for (rank, &leader) in leaders.of.iter().enumerate() {
        match ranked.from[rank] {
            From::Repeated(variant) => family[variant as usize] = leader,
            From::Single(m) => members.push([leader, m.number, m.group])?,
        }
    }
    let mut rest: Vec<(u32, u32)> = ranked.unranked.iter().map(|&v| (repeated[v as usize].1, v)).collect();
    rest.sort_unstable();
    leaders.followed(&phrases, &rest, |&(_, variant), leader| {
        family[variant as usize] = leader;
        Ok(())
    })?;
    let mut batch: Vec<(u32, u32)> = Vec::new();
    let mut sorted = singles.sorted();
    while let Some([number, group]) = sorted.next()? {
        if !ranked.samples(number) {
            batch.push((number, group));
        }
        if batch.len() == BATCH {
            leaders.followed(&phrases, &batch, |&(n, group), leader| members.push([leader, n, group]))?;
            batch.clear();
        }
    }
    leaders.followed(&phrases, &batch, |&(n, group), leader| members.push([leader, n, group]))?;
    let mut sorted = places.sorted();
    while let Some([variant, number, group]) = sorted.next()? {
        members.push([family[variant as usize], number, group])?;
    }
    drop(leaders);
    drop((places, singles, family, ranked));
    let mut kept = Vec::new();
    let mut sorted = members.sorted();
    let mut same = Vec::new();
    while sorted.group::<1>(&mut same)? {
        let family: Vec<Member> = same.iter().map(|&[_, number, group]| Member { number, group }).collect();
        if stands(&phrases, &family) {
            kept.push(family);
        }
    }
    Ok(Families { phrases, members: kept, follows })
}

/// Where a ranked variant comes from.
enum From {
    Repeated(u32),
    Single(Member),
}

/// The variants that are ranked.
struct Ranked {
    /// By rank.
    texts: Vec<Box<[u16]>>,
    counts: Vec<u32>,
    from: Vec<From>,
    /// Repeated ones that are not.
    unranked: Vec<u32>,
    /// Of those that stand once, which are sampled: those whose hash is below.
    sample: u64,
}

impl Ranked {
    fn new(
        phrases: &Phrases<'_>,
        repeated: &[(u32, u32, bool)],
        singles: &mut Sorter<2>,
        single: usize,
    ) -> Result<Self, Error> {
        let mut order: Vec<u32> = (0..repeated.len() as u32).filter(|&v| repeated[v as usize].2).collect();
        order.par_sort_unstable_by_key(|&v| (Reverse(repeated[v as usize].0), repeated[v as usize].1));
        let unranked = order.split_off(order.len().min(RANKED / 2));
        let room = RANKED - order.len();
        let sample =
            if single <= room { u64::MAX } else { (u64::MAX as f64 * (room as f64 / single as f64)) as u64 };
        let mut ranked = Self { texts: Vec::new(), counts: Vec::new(), from: Vec::new(), unranked, sample };
        let mut wanted: Vec<(u32, usize)> = Vec::new();
        for variant in order {
            let (count, first, _) = repeated[variant as usize];
            wanted.push((first, ranked.from.len()));
            ranked.counts.push(count);
            ranked.from.push(From::Repeated(variant));
        }
        let mut sorted = singles.sorted();
        while let Some([number, group]) = sorted.next()? {
            if ranked.samples(number) {
                wanted.push((number, ranked.from.len()));
                ranked.counts.push(1);
                ranked.from.push(From::Single(Member { number, group }));
            }
        }
        wanted.par_sort_unstable();
        ranked.texts = vec![Box::default(); wanted.len()];
        let text = |page: &Page, found: &Found<'_>, wanted: &[(u32, usize)]| {
            let text = |&(number, rank): &(u32, usize)| (rank, page.part(found.get(number).at).into());
            wanted.iter().map(text).collect::<Vec<(usize, Box<[u16]>)>>()
        };
        phrases.look_up(
            &wanted,
            |w| w.0,
            text,
            |texts| {
                texts.into_iter().for_each(|(rank, text)| ranked.texts[rank] = text);
                Ok(())
            },
        )?;
        Ok(ranked)
    }

    /// Whether a phrase that stands once is ranked.
    fn samples(&self, number: u32) -> bool {
        hash::mix(number.into()) <= self.sample
    }

    fn leaders(&self) -> Leaders<'_> {
        let sketches: Vec<Option<Sketch>> = self.texts.par_iter().map(|text| sketch(text)).collect();
        let of = lead(&self.texts, &sketches);
        let mut followed = vec![0u32; of.len()];
        of.iter().zip(&self.counts).for_each(|(&leader, count)| followed[leader as usize] += count);
        let bands = std::array::from_fn(|band| {
            // A text with other values in its slots may meet one that follows, and misses the leader.
            let key = |(leader, s): (&u32, &Option<Sketch>)| {
                s.as_ref().filter(|_| followed[*leader as usize] >= FOLLOWED).map(|s| (s.keys[band], *leader))
            };
            let mut entries: Vec<(u32, u32)> =
                of.par_iter().zip(sketches.par_iter()).filter_map(key).collect();
            entries.par_sort_unstable();
            entries.dedup();
            entries
        });
        Leaders { texts: &self.texts, sketches, of, bands }
    }
}

/// The leaders among the ranked variants.
struct Leaders<'r> {
    texts: &'r [Box<[u16]>],
    sketches: Vec<Option<Sketch>>,
    /// Of each rank, the rank of its leader.
    of: Vec<u32>,
    /// Of each band, the leaders that are followed, by their own keys and those of what follows them.
    bands: [Vec<(u32, u32)>; BANDS],
}

impl Leaders<'_> {
    /// Tells which leader each of `wanted` (number of a phrase, whatever) follows, of those that follow one.
    fn followed(
        &self,
        phrases: &Phrases<'_>,
        wanted: &[(u32, u32)],
        mut tell: impl FnMut(&(u32, u32), u32) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let follow = |page: &Page, found: &Found<'_>, wanted: &[(u32, u32)]| {
            let leader = |w: &(u32, u32)| Some((*w, self.leader(page.part(found.get(w.0).at))?));
            wanted.iter().filter_map(leader).collect::<Vec<_>>()
        };
        phrases.look_up(
            wanted,
            |w| w.0,
            follow,
            |found| found.into_iter().try_for_each(|(w, leader)| tell(&w, leader)),
        )
    }

    /// The first leader that a text resembles.
    fn leader(&self, text: &[u16]) -> Option<u32> {
        let own = sketch(text)?;
        let mut met: Vec<u32> = Vec::new();
        for (band, key) in self.bands.iter().zip(own.keys) {
            let from = band.partition_point(|e| e.0 < key);
            met.extend(band[from..].iter().take(TRIES).take_while(|e| e.0 == key).map(|e| e.1));
        }
        met.sort_unstable();
        met.dedup();
        let alike = |&rank: &u32| {
            self.sketches[rank as usize].as_ref().is_some_and(|s| agree(s, &own))
                && alike(&self.texts[rank as usize], text)
        };
        met.into_iter().find(alike)
    }
}

/// For each text, the rank of its leader.
fn lead(texts: &[Box<[u16]>], sketches: &[Option<Sketch>]) -> Vec<u32> {
    // Pairs that meet, as (later, earlier), so that each variant sees its possible leaders by rank. A band at a time,
    // and of each only the pairs whose sketches agree: most that meet do so by chance.
    let agree = |x: u32, y: u32| match (&sketches[x as usize], &sketches[y as usize]) {
        (Some(x), Some(y)) => agree(x, y),
        _ => false,
    };
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
                pairs.extend(earlier.filter(|e| agree(e.1, later.1)).map(|e| (later.1, e.1)));
            }
            pairs
        };
        met.par_extend(buckets.par_iter().with_min_len(256).flat_map_iter(pairs));
    }
    met.par_sort_unstable();
    met.dedup();
    let mut leader: Vec<u32> = (0..texts.len() as u32).collect();
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
            if agree(first, later) && alike(&texts[first as usize], &texts[later as usize]) {
                leader[later as usize] = first;
                break;
            }
        }
    }
    leader
}

/// Whether enough signs of two texts are the same in order.
fn alike(x: &[u16], y: &[u16]) -> bool {
    let (short, long) = (x.len().min(y.len()), x.len().max(y.len()));
    let need = share(long) * long as f64;
    let common = || diff(x, y).iter().map(|m| m.len).sum::<u32>();
    short as f64 >= need && may_be(x, y, need) && f64::from(common()) >= need
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
fn agree(x: &Sketch, y: &Sketch) -> bool {
    x.bins.iter().zip(&y.bins).filter(|(x, y)| x == y).count() >= AGREE
}

/// Whether so many signs can be common at all, judged by the signs that both hold: a longest common subsequence has no
/// more.
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
    f64::from(common) >= need
}
