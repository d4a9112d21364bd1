//! Clusters: copies of one text, and what they contain.
//!
//! Equal folded texts are one from the start and stand for each other in all that follows, so a thousand copies
//! cost as much as one. Candidates are verified on the exact shingle sets, in parallel, round by round; a pair whose
//! cluster is one already is passed over, a refused pair is not asked again. Clusters are the components of the verified pairs; members
//! that are nothing like their representative (chains of ever changed copies) are parted off again. Containment
//! is found last and joins nothing.

use super::candidates::{self, Listener, Pair};
use super::near::{Near, longest_run};
use super::sets::Sets;
use super::spill::Sorter;
use super::store::{Store, Stretch};
use super::verify::{Overlap, Verifier};
use super::{Cluster, Member, Reason, Relation, ReuseConfig, UnitRecord, Why};
use crate::error::Error;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A member that shares less than this part of the threshold with its representative is parted off.
const CHAINED: f64 = 0.3;
/// So often a chain is parted; what is left then stays together.
const ROUNDS: usize = 64;
/// A contained unit has at least so many shingles: shorter ones are formulas.
const LEAST: u32 = 20;
/// Longest example of what two copies share, in signs.
const EXAMPLE: u32 = 40;

/// What stands for what after comparing.
#[derive(Debug, Default)]
pub(crate) struct Copies {
    /// The clusters of the contract.
    pub(crate) clusters: Vec<Cluster>,
    /// Of each unit, a number that it shares with its copies, its containers and what it contains.
    pub(crate) group: Vec<u32>,
}

/// What the sketches of all units left behind, for finding candidates.
#[derive(Debug)]
pub(crate) struct Keys {
    /// [band, key, unit].
    pub(crate) bands: Sorter<3>,
    /// [hash, hash, unit] of kept runs.
    pub(crate) runs: Sorter<3>,
}

impl Keys {
    /// No keys, and room for so many bytes of each kind.
    pub(crate) fn new(room: usize) -> Self {
        Self { bands: Sorter::new(room), runs: Sorter::new(room) }
    }
}

/// Pairs that are judged by one thread at a time.
const BATCH: usize = 128;

/// Finds the copies among `units`, which are sorted by place.
pub(crate) fn cluster(
    units: &[UnitRecord],
    keys: &mut Keys,
    store: &Store,
    config: &ReuseConfig,
) -> Result<Copies, Error> {
    let mut sets = Sets::new(units.len());
    let leads = leaders(units, &mut sets);
    let near = Near { threshold: config.threshold, containment: config.containment };
    let mut judge = Judge { units, store, near, sets, refused: HashSet::new(), known: HashMap::new() };
    candidates::resembling(units, &leads, &mut keys.bands, &mut judge)?;
    let (resembling, mut holding) = asked(units, &leads, keys, config, &mut judge)?;
    judge.hear(resembling)?;
    // What is a copy is not held.
    holding.retain(|&(x, y)| judge.sets.find(x) != judge.sets.find(y));
    let inside = held(units, store, config, &holding)?;
    let Judge { mut sets, known, .. } = judge;
    let mut drafts = drafts(units, &mut sets, store, config, &known)?;
    drop(known);
    let mut of: HashMap<u32, usize> = HashMap::new();
    for (i, d) in drafts.iter().enumerate() {
        of.extend(d.members.iter().map(|&(u, _)| (u, i)));
    }
    contain(units, &mut sets, &inside, &mut drafts, &mut of);
    let mut kin = Sets::new(units.len());
    for d in &drafts {
        d.members.iter().for_each(|m| kin.join(d.members[0].0, m.0));
        d.inside.iter().for_each(|(&u, i)| kin.join(u, i.0));
    }
    let group = (0..units.len() as u32).map(|u| kin.find(u)).collect();
    drafts.retain(|d| d.members.len() + d.inside.len() > 1);
    let verifier = || Verifier::new(units, store);
    let finish = |v: &mut Verifier<'_>, d: Draft| d.finish(units, v);
    let mut clusters: Vec<Cluster> =
        drafts.into_par_iter().map_init(verifier, finish).collect::<Result<_, _>>()?;
    let first = |c: &Cluster| c.members.first().map(|m| (m.place.doc, m.place.at.start(), m.place.at.end()));
    clusters.sort_by_key(|c| (first(c), c.representative));
    Ok(Copies { clusters, group })
}

/// Decides on candidates and joins them. Candidates come in rounds; those of one round are judged in parallel, and
/// all that hold are joined, so that what is joined does not depend on the number of threads.
struct Judge<'u> {
    units: &'u [UnitRecord],
    store: &'u Store,
    near: Near,
    sets: Sets,
    refused: HashSet<Pair>,
    /// The overlaps of pairs that hold.
    known: HashMap<Pair, Overlap>,
}

impl Listener for Judge<'_> {
    fn wants(&mut self, pair: Pair) -> bool {
        self.sets.find(pair.0) != self.sets.find(pair.1) && !self.refused.contains(&pair)
    }

    fn hear(&mut self, mut pairs: Vec<Pair>) -> Result<(), Error> {
        pairs.par_sort_unstable();
        pairs.dedup();
        pairs.retain(|&p| self.wants(p));
        let (units, store, near) = (self.units, self.store, self.near);
        let judge = |pairs: &[Pair]| {
            let mut verifier = Verifier::new(units, store);
            verifier.fetch(pairs)?;
            let judge = |&(a, b): &Pair| {
                let (a, b) = (verifier.text(a)?, verifier.text(b)?);
                let overlap = a.overlap(&b);
                Ok(near.holds(overlap, &*a, &*b).then_some(overlap))
            };
            pairs.iter().map(judge).collect::<Result<Vec<Option<Overlap>>, Error>>()
        };
        let verdicts: Vec<Vec<Option<Overlap>>> =
            pairs.par_chunks(BATCH).map(judge).collect::<Result<_, _>>()?;
        for (&pair, holds) in pairs.iter().zip(verdicts.into_iter().flatten()) {
            match holds {
                Some(overlap) => {
                    self.sets.join(pair.0, pair.1);
                    self.known.insert(pair, overlap);
                }
                None => {
                    self.refused.insert(pair);
                }
            }
        }
        Ok(())
    }
}

/// What the containment net says: pairs that may resemble each other, and pairs of which the first may be held by
/// the second, in order.
fn asked(
    units: &[UnitRecord],
    leads: &[bool],
    keys: &mut Keys,
    config: &ReuseConfig,
    judge: &mut Judge<'_>,
) -> Result<(Vec<Pair>, Vec<Pair>), Error> {
    let near = judge.near;
    let (mut alike, mut held) = (Vec::new(), Vec::new());
    let may = |x: u32, y: u32| {
        let (x, y) = (&units[x as usize].brief, &units[y as usize].brief);
        x.may_resemble(y) || (x.grams < y.grams && x.may_be_held(y, near.containment))
    };
    candidates::containing(leads, &mut keys.runs, config.share(), may, |hit| {
        let (x, y) = (hit.asks, hit.unit);
        let (x_brief, y_brief) = (&units[x as usize].brief, &units[y as usize].brief);
        let (x_grams, y_grams) = (x_brief.grams, y_brief.grams);
        // The share of x in y that a Jaccard similarity asks for.
        let reach = |j: f64| j * f64::from(x_grams + y_grams) / (f64::from(x_grams) * (1.0 + j));
        let least = reach(near.least());
        let pair = (x.min(y), x.max(y));
        if least <= 1.0 && hit.may_reach(least) && x_brief.may_resemble(y_brief) && judge.wants(pair) {
            alike.push(pair);
        }
        if x_grams >= LEAST && x_grams < y_grams && hit.may_reach(near.containment) {
            held.push((x, y));
        }
        Ok(())
    })?;
    Ok((alike, held))
}

/// Of `pairs`, those of which the second holds the first, with the share that it holds.
fn held(
    units: &[UnitRecord],
    store: &Store,
    config: &ReuseConfig,
    pairs: &[Pair],
) -> Result<Vec<(u32, u32, f64)>, Error> {
    let share = |pairs: &[Pair]| {
        let mut verifier = Verifier::new(units, store);
        verifier.fetch(pairs)?;
        let share = |&(x, y): &Pair| Ok((x, y, verifier.overlap(x, y)?.of_a()));
        pairs.iter().map(share).collect::<Result<Vec<_>, Error>>()
    };
    let shares: Vec<Vec<(u32, u32, f64)>> = pairs.par_chunks(BATCH).map(share).collect::<Result<_, _>>()?;
    Ok(shares.into_iter().flatten().filter(|p| p.2 >= config.containment).collect())
}

/// Whether each unit is the first of its set of equal texts; the others join it.
fn leaders(units: &[UnitRecord], sets: &mut Sets) -> Vec<bool> {
    let mut order: Vec<((u64, u64), u32)> = (0..).zip(units).map(|(i, u)| (u.brief.digest, i)).collect();
    order.par_sort_unstable();
    let mut leads = vec![false; units.len()];
    for same in order.chunk_by(|x, y| x.0 == y.0) {
        leads[same[0].1 as usize] = true;
        same[1..].iter().for_each(|u| sets.join(same[0].1, u.1));
    }
    leads
}

/// A cluster in the making.
struct Draft {
    representative: u32,
    /// With their overlap with the representative, sorted; none of equal texts.
    members: Vec<(u32, Option<Overlap>)>,
    /// Contained units with container and share.
    inside: BTreeMap<u32, (u32, f64)>,
}

/// The components, each with its representative; what only a chain holds together is parted.
fn drafts(
    units: &[UnitRecord],
    sets: &mut Sets,
    store: &Store,
    config: &ReuseConfig,
    known: &HashMap<Pair, Overlap>,
) -> Result<Vec<Draft>, Error> {
    let mut order: Vec<Pair> = (0..units.len() as u32).map(|u| (sets.find(u), u)).collect();
    order.par_sort_unstable();
    let components: Vec<Vec<u32>> = order
        .chunk_by(|x, y| x.0 == y.0)
        .filter(|c| c.len() > 1)
        .map(|c| c.iter().map(|p| p.1).collect())
        .collect();
    drop(order);
    let verifier = || Verifier::new(units, store);
    let part = |v: &mut Verifier<'_>, rest: Vec<u32>| parted(units, v, config, known, rest);
    let drafts: Vec<Vec<Draft>> =
        components.into_par_iter().map_init(verifier, part).collect::<Result<_, _>>()?;
    Ok(drafts.into_iter().flatten().collect())
}

/// The clusters of one component.
fn parted(
    units: &[UnitRecord],
    verifier: &mut Verifier<'_>,
    config: &ReuseConfig,
    known: &HashMap<Pair, Overlap>,
    mut rest: Vec<u32>,
) -> Result<Vec<Draft>, Error> {
    let mut drafts = Vec::new();
    for round in 0.. {
        if rest.len() < 2 {
            break;
        }
        let Some(representative) = rest.iter().copied().min_by_key(|&u| standing(&units[u as usize], u))
        else {
            break;
        };
        let digest = units[representative as usize].brief.digest;
        let (mut members, mut others) = (Vec::new(), Vec::new());
        for &u in &rest {
            let overlap = if units[u as usize].brief.digest == digest {
                None
            } else if let Some(overlap) = known.get(&(u, representative)) {
                Some(*overlap)
            } else if let Some(overlap) = known.get(&(representative, u)) {
                Some(overlap.turned())
            } else {
                Some(verifier.overlap(u, representative)?)
            };
            let is_like = |o: Overlap| o.jaccard() >= CHAINED * config.threshold;
            if overlap.is_none_or(is_like) || round == ROUNDS {
                members.push((u, overlap));
            } else {
                others.push(u);
            }
        }
        drafts.push(Draft { representative, members, inside: BTreeMap::new() });
        rest = others;
    }
    drafts.retain(|d| d.members.len() > 1);
    Ok(drafts)
}

/// Why a copy stands for the others: least masked (in steps of one mask a thousand signs), longest, earliest
/// dated, cleanest, first. The least standing is the best.
fn standing(unit: &UnitRecord, index: u32) -> Standing<'_> {
    let length = unit.stretch.len() as u64;
    let masked = u64::from(unit.masks) * 1000 / length.max(1);
    (masked, Reverse(length), (unit.date.is_none(), unit.date.as_deref()), unit.furniture, index)
}

/// Masks, length, date, furniture, number.
type Standing<'u> = (u64, Reverse<u64>, (bool, Option<&'u str>), u32, u32);

/// What sets the best of two standings apart from the next.
fn reason(best: &Standing<'_>, next: &Standing<'_>) -> Reason {
    if best.0 != next.0 {
        Reason::LeastMasked
    } else if best.1 != next.1 {
        Reason::Longest
    } else if best.2 != next.2 {
        Reason::EarliestDated
    } else if best.3 != next.3 {
        Reason::Cleanest
    } else {
        Reason::First
    }
}

/// Enters contained units into the clusters of their containers.
fn contain(
    units: &[UnitRecord],
    sets: &mut Sets,
    inside: &[(u32, u32, f64)],
    drafts: &mut Vec<Draft>,
    of: &mut HashMap<u32, usize>,
) {
    let mut copies: BTreeMap<(u64, u64), Vec<u32>> = BTreeMap::new();
    let held: HashSet<u32> = inside.iter().map(|i| i.0).collect();
    let mut order: Vec<u32> = held.iter().copied().collect();
    order.sort_unstable();
    let digests: HashSet<(u64, u64)> = order.iter().map(|&u| units[u as usize].brief.digest).collect();
    for (i, u) in (0..).zip(units) {
        if digests.contains(&u.brief.digest) {
            copies.entry(u.brief.digest).or_default().push(i);
        }
    }
    for &(x, y, share) in inside {
        if sets.find(x) == sets.find(y) {
            continue;
        }
        let cluster = *of.entry(y).or_insert_with(|| {
            drafts.push(Draft { representative: y, members: vec![(y, None)], inside: BTreeMap::new() });
            drafts.len() - 1
        });
        let draft = &mut drafts[cluster];
        for &copy in &copies[&units[x as usize].brief.digest] {
            // Of several containers in one cluster: the one that holds most, the representative, the first.
            let rank = |y: u32, share: f64| (share, y == draft.representative, Reverse(y));
            let best = draft.inside.entry(copy).or_insert((y, share));
            if rank(best.0, best.1) < rank(y, share) {
                *best = (y, share);
            }
        }
    }
}

impl Draft {
    fn finish(self, units: &[UnitRecord], verifier: &mut Verifier<'_>) -> Result<Cluster, Error> {
        let unit = |u: u32| &units[u as usize];
        let best = standing(unit(self.representative), self.representative);
        let others = self.members.iter().map(|m| m.0).filter(|&u| u != self.representative);
        let next = others.map(|u| standing(unit(u), u)).min();
        let reason = next.map_or(Reason::Container, |next| reason(&best, &next));
        let mut members: Vec<(u32, Member)> = Vec::new();
        for &(u, overlap) in &self.members {
            let relation = if overlap.is_none() { Relation::Exact } else { Relation::Near };
            let other = self.representative;
            let similarity = overlap.map_or(1.0, Overlap::jaccard);
            let shared = overlap.map_or(1.0, Overlap::of_a);
            let why = (u != other).then(|| why(units, verifier, u, other, shared)).transpose()?;
            members.push((u, Member { place: unit(u).place(), relation, similarity, container: None, why }));
        }
        for (&u, &(y, similarity)) in &self.inside {
            let container = Some((unit(y).stretch.doc, unit(y).article));
            let why = Some(why(units, verifier, u, y, similarity)?);
            let relation = Relation::Contained;
            members.push((u, Member { place: unit(u).place(), relation, similarity, container, why }));
        }
        // Units are numbered in the order of their places.
        members.sort_by_key(|m| m.0);
        let representative = members.iter().position(|m| m.0 == self.representative).unwrap_or(0);
        Ok(Cluster { representative, reason, members: members.into_iter().map(|m| m.1).collect() })
    }
}

/// Why `u` matched `other`: the share of its shingles found there, and the longest run that both have.
fn why(
    units: &[UnitRecord],
    verifier: &mut Verifier<'_>,
    u: u32,
    other: u32,
    shared: f64,
) -> Result<Why, Error> {
    let at = units[u as usize].stretch;
    let mine = verifier.text(u)?;
    let run = if units[u as usize].brief.digest == units[other as usize].brief.digest {
        (0, at.len() as u32)
    } else {
        longest_run(mine.codes(), verifier.text(other)?.codes())
    };
    let (start, len) = (at.start + run.0, run.1.min(EXAMPLE));
    let page = mine.page();
    let place = page.place(Stretch { start, end: start + len, ..at }, units[u as usize].article);
    Ok(Why { shared, example: place, text: page.shown(&place).to_owned() })
}
