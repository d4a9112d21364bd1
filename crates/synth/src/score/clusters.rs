//! Clusters and containment against the truth.

use super::{Figures, Rate};
use crate::corpus::Corpus;
use gongwen::{Relation, Reuse};
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) fn clusters(corpus: &Corpus, reuse: &Reuse, f: &mut Figures) {
    let mut of: HashMap<usize, usize> = HashMap::new();
    let mut inside: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (i, c) in reuse.clusters.iter().enumerate() {
        for m in &c.members {
            match (m.relation, m.container) {
                (Relation::Contained, Some((container, _))) => {
                    inside.insert((m.place.doc as usize, container as usize));
                }
                _ => {
                    of.insert(m.place.doc as usize, i);
                }
            }
        }
    }
    let truth = |d: usize| corpus.docs[d].cluster;
    let mut sizes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let (mut found, mut real): (BTreeMap<usize, usize>, BTreeMap<usize, usize>) = Default::default();
    for d in 0..corpus.docs.len() {
        *real.entry(truth(d)).or_default() += 1;
        if let Some(&c) = of.get(&d) {
            *found.entry(c).or_default() += 1;
            *sizes.entry((c, truth(d))).or_default() += 1;
        }
    }
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    for d in 0..corpus.docs.len() {
        if let Some(&c) = of.get(&d) {
            let first = *seen.entry(c).or_insert(d);
            if truth(first) != truth(d) {
                f.wrong.push(format!(
                    "joined: {first} {:?} and {d} {:?}",
                    corpus.docs[first].edit, corpus.docs[d].edit
                ));
            }
        }
    }
    let pairs = |n: &usize| n * n.saturating_sub(1) / 2;
    let right = sizes.values().map(pairs).sum();
    f.precision = Rate { right, all: found.values().map(pairs).sum() };
    f.recall = Rate { right, all: real.values().map(pairs).sum() };
    for s in &corpus.shared {
        let Some(edit) = corpus.docs[s.copy].edit else { continue };
        let one = of.get(&s.original).is_some_and(|c| of.get(&s.copy) == Some(c));
        f.by_edit.entry(edit).or_default().add(one);
        if !one {
            let (name, how) = (edit.0.name(), edit.1.name());
            f.wrong.push(format!("not joined: {} and {}, {name} {how}", s.original, s.copy));
        }
        let held = inside.contains(&(s.copy, s.original)) || inside.contains(&(s.original, s.copy));
        f.by_edit_or_contained.entry(edit).or_default().add(one || held);
    }
    for &(a, b) in &corpus.negatives {
        f.negatives.add(of.get(&a).is_some_and(|c| of.get(&b) == Some(c)));
    }
    let real: BTreeSet<(usize, usize)> = corpus.contained.iter().copied().collect();
    for pair in &real {
        f.contained.add(inside.contains(pair));
        if !inside.contains(pair) {
            f.wrong.push(format!("not contained: {} in {}", pair.0, pair.1));
        }
    }
    let held: BTreeSet<(usize, usize)> = real.iter().map(|&(m, c)| (truth(m), c)).collect();
    for &(member, container) in &inside {
        let same = truth(member) == truth(container);
        f.contained_right.add(same || held.contains(&(truth(member), container)));
    }
}
