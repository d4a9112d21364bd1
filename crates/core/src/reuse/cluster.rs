//! Clusters: copies of one text, and what they contain.
//!
//! Equal folded texts are one from the start and stand for each other in all that follows, so a thousand copies
//! cost as much as one. Candidates are verified on the exact shingle sets; a pair whose cluster is one already is
//! passed over, a refused pair is not asked again. Clusters are the components of the verified pairs; members
//! that are nothing like their representative (chains of ever changed copies) are parted off again. Containment
//! is found last and joins nothing.

use super::align::{Aligned, Texts};
use super::candidates::{Containment, resembling};
use super::passages::winnow;
use super::store::Store;
use super::verify::Verifier;
use super::{Cluster, Member, Relation, ReuseConfig, UnitRecord};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

/// Edits that are strewn over a text break five shingles each, so the share of shingles understates how alike two
/// texts are. A pair that shares this part of the threshold is aligned, and near if its alignment reaches the
/// threshold proper.
const STREWN: f64 = 0.5;
/// But an alignment must cover so much of the longer text at least.
const ALIGNED: f64 = 0.6;
/// A copy that lost its end, or sentences here and there, is still a copy while it keeps this part of the longer
/// text, in thresholds (.4 of it by default); what is shorter is contained.
const KEPT: f64 = 0.8;
/// Such a copy begins where the longer text begins, give or take this part of it, and no title follows where it
/// ends: what begins elsewhere, or is followed by a title, is an article among others.
const HEAD: f64 = 0.1;
/// A member that shares less than this part of the threshold with its representative is parted off.
const CHAINED: f64 = 0.3;
/// So often a chain is parted; what is left then stays together.
const ROUNDS: usize = 64;
/// A contained unit has at least so many shingles: shorter ones are formulas.
const LEAST: u32 = 20;

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
    let mut verifier = Verifier::new(units, store);
    let near = Near { threshold: config.threshold, containment: config.containment };
    let mut refused: HashSet<(u32, u32)> = HashSet::new();
    resembling(units, &leaders, |a, b| {
        if sets.find(a) != sets.find(b) && !refused.contains(&(a, b)) {
            if near.holds(&mut verifier, a, b) {
                sets.join(a, b);
            } else {
                refused.insert((a, b));
            }
        }
    });
    let index = Containment::new(units, &leaders);
    let mut inside: Vec<(u32, u32, f64)> = Vec::new(); // member, container, share
    for &x in &leaders {
        let x_grams = units[x as usize].sketch.grams;
        for hit in index.ask(units, x) {
            let y = hit.unit;
            let y_grams = units[y as usize].sketch.grams;
            let pair = (x.min(y), x.max(y));
            // The share of x in y that a Jaccard similarity asks for.
            let reach = |j: f64| j * f64::from(x_grams + y_grams) / (f64::from(x_grams) * (1.0 + j));
            let least = reach(near.least());
            if least <= 1.0
                && hit.may_reach(least)
                && sets.find(x) != sets.find(y)
                && !refused.contains(&pair)
            {
                if near.holds(&mut verifier, pair.0, pair.1) {
                    sets.join(x, y);
                } else {
                    refused.insert(pair);
                }
            }
            if x_grams >= LEAST && x_grams < y_grams && hit.may_reach(config.containment) {
                let share = verifier.overlap(x, y).of_a();
                if share >= config.containment {
                    inside.push((x, y, share));
                }
            }
        }
    }
    let mut drafts = drafts(units, &mut sets, &mut verifier, config);
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
    let mut clusters: Vec<Cluster> = drafts
        .into_iter()
        .filter(|d| d.members.len() + d.inside.len() > 1)
        .map(|d| d.finish(units))
        .collect();
    let first = |c: &Cluster| c.members.first().map(|m| (m.place.doc, m.place.at.start(), m.place.at.end()));
    clusters.sort_by_key(|c| (first(c), c.representative));
    Copies { clusters, group }
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

/// When two units are near copies: their shingles say so, or their alignment does.
struct Near {
    threshold: f64,
    containment: f64,
}

impl Near {
    /// The least Jaccard similarity with which a pair can be near.
    fn least(&self) -> f64 {
        self.threshold * STREWN
    }

    fn holds(&self, verifier: &mut Verifier<'_>, a: u32, b: u32) -> bool {
        let overlap = verifier.overlap(a, b);
        let j = overlap.jaccard();
        if j >= self.threshold {
            return true;
        }
        if j < self.least() {
            return false;
        }
        let (x, y) = (verifier.codes(a), verifier.codes(b));
        let (short, long, longer) = if x.len() <= y.len() { (x, y, b) } else { (y, x, a) };
        let kept = short.len() as f64 / long.len() as f64;
        if kept < self.threshold * KEPT {
            return false;
        }
        let passages = align(short, long);
        let matched = f64::from(passages.iter().map(Aligned::matched).sum::<u32>());
        if matched >= self.threshold.max(ALIGNED) * long.len() as f64 {
            return true;
        }
        let begins = passages.iter().map(|p| p.b().0).min().unwrap_or(u32::MAX);
        let ends = passages.iter().map(|p| p.b().1).max().unwrap_or(0);
        matched >= self.containment * short.len() as f64
            && f64::from(begins) <= HEAD * long.len() as f64
            && !verifier.title_after(longer, ends)
    }
}

/// The passages of two units.
fn align(a: &[u16], b: &[u16]) -> Vec<Aligned> {
    let mut of_b = winnow(b);
    of_b.sort_unstable();
    let mut seeds = Vec::new();
    for (hash, p) in winnow(a) {
        let from = of_b.partition_point(|s| s.0 < hash);
        // A run that one text repeats over and over tells nothing of where it belongs.
        seeds.extend(of_b[from..].iter().take_while(|s| s.0 == hash).take(4).map(|s| (p, s.1)));
    }
    seeds.sort_unstable();
    Texts { a, b, same: false }.passages(&seeds)
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
fn drafts(
    units: &[UnitRecord],
    sets: &mut Sets,
    verifier: &mut Verifier<'_>,
    config: &ReuseConfig,
) -> Vec<Draft> {
    let mut components: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for u in 0..units.len() as u32 {
        components.entry(sets.find(u)).or_default().push(u);
    }
    let mut drafts = Vec::new();
    for mut rest in components.into_values() {
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
    }
    drafts.retain(|d| d.members.len() > 1);
    drafts
}

/// Why a copy stands for the others: least masked (in steps of one mask a thousand signs), longest, earliest
/// dated, cleanest, first. The least standing is the best.
fn standing(unit: &UnitRecord, index: u32) -> impl Ord + use<> {
    let length = unit.stretch.len() as u64;
    let masked = u64::from(unit.masks) * 1000 / length.max(1);
    (masked, Reverse(length), unit.date.is_none(), unit.date.clone(), unit.furniture, index)
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
    fn finish(self, units: &[UnitRecord]) -> Cluster {
        let digest = units[self.representative as usize].sketch.digest;
        let unit = |u: u32| &units[u as usize];
        let mut members: Vec<(u32, Member)> = Vec::new();
        for (u, similarity) in self.members {
            let exact = unit(u).sketch.digest == digest;
            let relation = if exact { Relation::Exact } else { Relation::Near };
            members.push((u, Member { place: unit(u).place(), relation, similarity, container: None }));
        }
        for (u, (y, similarity)) in self.inside {
            let container = Some((unit(y).stretch.doc, unit(y).article));
            members.push((
                u,
                Member { place: unit(u).place(), relation: Relation::Contained, similarity, container },
            ));
        }
        // Units are numbered in the order of their places.
        members.sort_by_key(|m| m.0);
        let representative = members.iter().position(|m| m.0 == self.representative).unwrap_or(0);
        Cluster { representative, members: members.into_iter().map(|m| m.1).collect() }
    }
}

/// Disjoint sets with path halving; the least member is the root, so results do not depend on the order of joins.
#[derive(Debug)]
pub(crate) struct Sets(Vec<u32>);

impl Sets {
    pub(crate) fn new(n: usize) -> Self {
        Self((0..n as u32).collect())
    }

    pub(crate) fn find(&mut self, mut u: u32) -> u32 {
        while self.0[u as usize] != u {
            let up = self.0[self.0[u as usize] as usize];
            self.0[u as usize] = up;
            u = up;
        }
        u
    }

    pub(crate) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}
