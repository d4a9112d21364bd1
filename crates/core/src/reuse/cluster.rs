//! Clusters: copies of one text, and what they contain.
//!
//! Equal folded texts are one from the start and stand for each other in all that follows, so a thousand copies
//! cost as much as one. Candidates are verified on the exact shingle sets, in parallel, round by round; a pair whose
//! cluster is one already is passed over, a refused pair is not asked again. Clusters are the components of the verified pairs; members
//! that are nothing like their representative (chains of ever changed copies) are parted off again. Containment
//! is found last and joins nothing.

use super::candidates::{Containment, Pair, resembling};
use super::near::{Near, align};
use super::sets::Sets;
use super::sketch::BANDS;
use super::store::{Store, Stretch};
use super::verify::Verifier;
use super::{Cluster, Member, Reason, Relation, ReuseConfig, UnitRecord, Why};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

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

/// Finds the copies among `units`, which are sorted by place.
pub(crate) fn cluster(units: &[UnitRecord], store: &Store, config: &ReuseConfig) -> Copies {
    let mut sets = Sets::new(units.len());
    let leaders = leaders(units, &mut sets);
    let near = Near { threshold: config.threshold, containment: config.containment };
    let mut judge = Judge { units, store, near, sets, refused: HashSet::new() };
    for band in 0..BANDS {
        let (stars, others) = resembling(units, &leaders, band);
        judge.join(stars);
        judge.join(others);
    }
    let index = Containment::new(units, &leaders);
    let (resembling, holding) = asked(units, &index, &leaders, near);
    judge.join(resembling);
    let inside = held(units, store, config, &holding);
    let Judge { mut sets, .. } = judge;
    let mut drafts = drafts(units, &mut sets, store, config);
    let mut of: Vec<Option<usize>> = vec![None; units.len()];
    for (i, d) in drafts.iter().enumerate() {
        for &(u, _) in &d.members {
            of[u as usize] = Some(i);
        }
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
    let finish = |v: &mut Verifier<'_>, d: Draft| d.finish(units, store, v);
    let mut clusters: Vec<Cluster> = drafts.into_par_iter().map_init(verifier, finish).collect();
    let first = |c: &Cluster| c.members.first().map(|m| (m.place.doc, m.place.at.start(), m.place.at.end()));
    clusters.sort_by_key(|c| (first(c), c.representative));
    Copies { clusters, group }
}

/// Decides on candidates and joins them. Candidates come in rounds; those of one round are judged in parallel, and
/// all that hold are joined, so that what is joined does not depend on the number of threads.
struct Judge<'u> {
    units: &'u [UnitRecord],
    store: &'u Store,
    near: Near,
    sets: Sets,
    refused: HashSet<Pair>,
}

impl Judge<'_> {
    fn join(&mut self, mut pairs: Vec<Pair>) {
        pairs.par_sort_unstable();
        pairs.dedup();
        pairs.retain(|p| self.sets.find(p.0) != self.sets.find(p.1) && !self.refused.contains(p));
        let (units, store, near) = (self.units, self.store, self.near);
        let verdicts: Vec<bool> = pairs
            .par_iter()
            .with_min_len(64)
            .map_init(|| Verifier::new(units, store), |verifier, &(a, b)| near.holds(verifier, a, b))
            .collect();
        for (&pair, holds) in pairs.iter().zip(verdicts) {
            if holds {
                self.sets.join(pair.0, pair.1);
            } else {
                self.refused.insert(pair);
            }
        }
    }
}

/// What the containment net says: pairs that may resemble each other, and pairs of which the first may be held by
/// the second, in order.
fn asked(units: &[UnitRecord], index: &Containment, leaders: &[u32], near: Near) -> (Vec<Pair>, Vec<Pair>) {
    let ask = |&x: &u32| {
        let x_grams = units[x as usize].sketch.grams;
        let (mut alike, mut held) = (Vec::new(), Vec::new());
        for hit in index.ask(units, x) {
            let y = hit.unit;
            let y_grams = units[y as usize].sketch.grams;
            // The share of x in y that a Jaccard similarity asks for.
            let reach = |j: f64| j * f64::from(x_grams + y_grams) / (f64::from(x_grams) * (1.0 + j));
            let least = reach(near.least());
            if least <= 1.0 && hit.may_reach(least) {
                alike.push((x.min(y), x.max(y)));
            }
            if x_grams >= LEAST && x_grams < y_grams && hit.may_reach(near.containment) {
                held.push((x, y));
            }
        }
        (alike, held)
    };
    let parts: Vec<_> = leaders.par_iter().with_min_len(64).map(ask).collect();
    let (mut alike, mut held) = (Vec::new(), Vec::new());
    for part in parts {
        alike.extend(part.0);
        held.extend(part.1);
    }
    (alike, held)
}

/// Of `pairs`, those of which the second holds the first, with the share that it holds.
fn held(units: &[UnitRecord], store: &Store, config: &ReuseConfig, pairs: &[Pair]) -> Vec<(u32, u32, f64)> {
    let share = |verifier: &mut Verifier<'_>, &(x, y): &Pair| (x, y, verifier.overlap(x, y).of_a());
    let found = pairs.par_iter().with_min_len(64).map_init(|| Verifier::new(units, store), share);
    found.filter(|p| p.2 >= config.containment).collect()
}

/// The first of each set of equal texts; the others join it.
fn leaders(units: &[UnitRecord], sets: &mut Sets) -> Vec<u32> {
    let mut order: Vec<((u64, u64), u32)> = (0..).zip(units).map(|(i, u)| (u.sketch.digest, i)).collect();
    order.sort_unstable();
    let mut leaders = Vec::new();
    for same in order.chunk_by(|x, y| x.0 == y.0) {
        leaders.push(same[0].1);
        same[1..].iter().for_each(|u| sets.join(same[0].1, u.1));
    }
    leaders.sort_unstable();
    leaders
}

/// A cluster in the making.
struct Draft {
    representative: u32,
    /// With their overlap with the representative, sorted.
    members: Vec<(u32, f64)>,
    /// Contained units with container and share.
    inside: BTreeMap<u32, (u32, f64)>,
}

/// The components, each with its representative; what only a chain holds together is parted.
fn drafts(units: &[UnitRecord], sets: &mut Sets, store: &Store, config: &ReuseConfig) -> Vec<Draft> {
    let mut components: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for u in 0..units.len() as u32 {
        components.entry(sets.find(u)).or_default().push(u);
    }
    let components: Vec<Vec<u32>> = components.into_values().filter(|c| c.len() > 1).collect();
    let verifier = || Verifier::new(units, store);
    let part = |v: &mut Verifier<'_>, rest: Vec<u32>| parted(units, v, config, rest);
    let drafts: Vec<Vec<Draft>> = components.into_par_iter().map_init(verifier, part).collect();
    drafts.into_iter().flatten().collect()
}

/// The clusters of one component.
fn parted(
    units: &[UnitRecord],
    verifier: &mut Verifier<'_>,
    config: &ReuseConfig,
    mut rest: Vec<u32>,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for round in 0.. {
        if rest.len() < 2 {
            break;
        }
        let Some(representative) = rest.iter().copied().min_by_key(|&u| standing(&units[u as usize], u))
        else {
            break;
        };
        let digest = units[representative as usize].sketch.digest;
        let (mut members, mut others) = (Vec::new(), Vec::new());
        for &u in &rest {
            let similarity = if units[u as usize].sketch.digest == digest {
                1.0
            } else {
                verifier.overlap(representative, u).jaccard()
            };
            if similarity >= CHAINED * config.threshold || round == ROUNDS {
                members.push((u, similarity));
            } else {
                others.push(u);
            }
        }
        drafts.push(Draft { representative, members, inside: BTreeMap::new() });
        rest = others;
    }
    drafts.retain(|d| d.members.len() > 1);
    drafts
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
    of: &mut [Option<usize>],
) {
    let mut copies: BTreeMap<(u64, u64), Vec<u32>> = BTreeMap::new();
    let held: HashSet<u32> = inside.iter().map(|i| i.0).collect();
    let mut order: Vec<u32> = held.iter().copied().collect();
    order.sort_unstable();
    let digests: HashSet<(u64, u64)> = order.iter().map(|&u| units[u as usize].sketch.digest).collect();
    for (i, u) in (0..).zip(units) {
        if digests.contains(&u.sketch.digest) {
            copies.entry(u.sketch.digest).or_default().push(i);
        }
    }
    for &(x, y, share) in inside {
        if sets.find(x) == sets.find(y) {
            continue;
        }
        let cluster = *of[y as usize].get_or_insert_with(|| {
            drafts.push(Draft { representative: y, members: vec![(y, 1.0)], inside: BTreeMap::new() });
            drafts.len() - 1
        });
        let draft = &mut drafts[cluster];
        for &copy in &copies[&units[x as usize].sketch.digest] {
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
    fn finish(self, units: &[UnitRecord], store: &Store, verifier: &mut Verifier<'_>) -> Cluster {
        let unit = |u: u32| &units[u as usize];
        let digest = unit(self.representative).sketch.digest;
        let best = standing(unit(self.representative), self.representative);
        let others = self.members.iter().map(|m| m.0).filter(|&u| u != self.representative);
        let next = others.map(|u| standing(unit(u), u)).min();
        let reason = next.map_or(Reason::Container, |next| reason(&best, &next));
        let mut members: Vec<(u32, Member)> = Vec::new();
        for &(u, similarity) in &self.members {
            let exact = unit(u).sketch.digest == digest;
            let relation = if exact { Relation::Exact } else { Relation::Near };
            let other = self.representative;
            let why = (u != other).then(|| why(units, store, verifier, u, other));
            members.push((u, Member { place: unit(u).place(), relation, similarity, container: None, why }));
        }
        for (&u, &(y, similarity)) in &self.inside {
            let container = Some((unit(y).stretch.doc, unit(y).article));
            let why = Some(why(units, store, verifier, u, y));
            let relation = Relation::Contained;
            members.push((u, Member { place: unit(u).place(), relation, similarity, container, why }));
        }
        // Units are numbered in the order of their places.
        members.sort_by_key(|m| m.0);
        let representative = members.iter().position(|m| m.0 == self.representative).unwrap_or(0);
        Cluster { representative, reason, members: members.into_iter().map(|m| m.1).collect() }
    }
}

/// Why `u` matched `other`: the share of its shingles found there, and the longest run that both have.
fn why(units: &[UnitRecord], store: &Store, verifier: &mut Verifier<'_>, u: u32, other: u32) -> Why {
    let at = units[u as usize].stretch;
    let same = units[u as usize].sketch.digest == units[other as usize].sketch.digest;
    let shared = if same { 1.0 } else { verifier.overlap(u, other).of_a() };
    let run = if same {
        (0, at.len() as u32)
    } else {
        let passages = align(verifier.codes(u), verifier.codes(other));
        let runs = passages.iter().flat_map(|p| &p.matches);
        runs.max_by_key(|m| (m.len, Reverse(m.a))).map_or((0, 0), |m| (m.a, m.len))
    };
    let (start, len) = (at.start + run.0, run.1.min(EXAMPLE));
    let place = store.place(Stretch { start, end: start + len, ..at }, units[u as usize].article);
    Why { shared, example: place, text: store.wording(&place).to_owned() }
}
