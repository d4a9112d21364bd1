//! Scores: what a comparison found against what is true.

use crate::corpus::{Corpus, Range};
use crate::edit::Edit;
use gongwen::{Relation, Reuse};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// Of these.
    pub right: usize,
    /// All.
    pub all: usize,
}

impl Rate {
    /// As a share; 1 of nothing.
    #[must_use]
    pub fn share(self) -> f64 {
        if self.all == 0 { 1.0 } else { self.right as f64 / self.all as f64 }
    }

    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }
}

/// What was found, against the truth.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Pairs in one cluster that truly are: of those found.
    pub precision: Rate,
    /// Pairs in one cluster: found, of those that truly are.
    pub recall: Rate,
    /// Copies in one cluster with their original, by edit.
    pub by_edit: BTreeMap<Edit, Rate>,
    /// Copies that are in one cluster with their original or contained in it or hold it, by edit.
    pub by_edit_or_contained: BTreeMap<Edit, Rate>,
    /// Negatives that were clustered with what they borrowed from.
    pub negatives: Rate,
    /// Held documents found in their anthologies (or in copies of them).
    pub contained: Rate,
    /// Contained members that truly are contained in, or copies of parts of, their container.
    pub contained_right: Rate,
    /// Characters of copies that lie in a passage aligned with their original, by edit.
    pub passages: BTreeMap<Edit, Rate>,
    /// Distances of passage edges from the copied ranges, sorted.
    pub edges: Vec<usize>,
    /// Formulas found: places covered by one family.
    pub formula_places: Rate,
    /// Families that are a formula, of all families in texts of at least five clusters.
    pub families: Rate,
}

impl Figures {
    /// Harmonic mean of precision and recall of pairs.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision.share(), self.recall.share());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
}

/// Scores a comparison of the corpus's documents, added in order.
#[must_use]
pub fn score(corpus: &Corpus, reuse: &Reuse) -> Figures {
    let mut f = Figures::default();
    clusters(corpus, reuse, &mut f);
    passages(corpus, reuse, &mut f);
    formulas(corpus, reuse, &mut f);
    f
}

fn clusters(corpus: &Corpus, reuse: &Reuse, f: &mut Figures) {
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
    let pairs = |n: &usize| n * n.saturating_sub(1) / 2;
    let right = sizes.values().map(pairs).sum();
    f.precision = Rate { right, all: found.values().map(pairs).sum() };
    f.recall = Rate { right, all: real.values().map(pairs).sum() };
    for s in &corpus.shared {
        let Some(edit) = corpus.docs[s.copy].edit else { continue };
        let one = of.get(&s.original).is_some_and(|c| of.get(&s.copy) == Some(c));
        f.by_edit.entry(edit).or_default().add(one);
        let held = inside.contains(&(s.copy, s.original)) || inside.contains(&(s.original, s.copy));
        f.by_edit_or_contained.entry(edit).or_default().add(one || held);
    }
    for &(a, b) in &corpus.negatives {
        f.negatives.add(of.get(&a).is_some_and(|c| of.get(&b) == Some(c)));
    }
    let real: BTreeSet<(usize, usize)> = corpus.contained.iter().copied().collect();
    for pair in &real {
        f.contained.add(inside.contains(pair));
    }
    for &(member, container) in &inside {
        let same = truth(member) == truth(container);
        let held = real.iter().any(|&(m, c)| truth(m) == truth(member) && c == container);
        f.contained_right.add(same || held);
    }
}

fn passages(corpus: &Corpus, reuse: &Reuse, f: &mut Figures) {
    let mut of: HashMap<(usize, usize), Vec<(Range, Range)>> = HashMap::new();
    for p in &reuse.passages {
        let range = |p: &gongwen::Place| (p.points.start(), p.points.end());
        let (a, b) = (p.a.doc as usize, p.b.doc as usize);
        of.entry((a, b)).or_default().push((range(&p.a), range(&p.b)));
    }
    for s in &corpus.shared {
        let edit = corpus.docs[s.copy].edit.unwrap_or(Edit::Exact);
        let none = Vec::new();
        // Originals are made before their copies.
        let found = of.get(&(s.original, s.copy)).unwrap_or(&none);
        let rate = f.passages.entry(edit).or_default();
        for &(original, copy) in &s.ranges {
            let common = |x: Range, y: Range| x.1.min(y.1).saturating_sub(x.0.max(y.0));
            let on = found.iter().filter(|p| common(p.0, original) > 0);
            let covered = on.map(|p| common(p.1, copy)).max().unwrap_or(0);
            rate.right += covered;
            rate.all += copy.1 - copy.0;
        }
        let (first, last) = (s.ranges.first(), s.ranges.last());
        if let (Some(first), Some(last), [(_, b)]) = (first, last, found.as_slice()) {
            f.edges.extend([b.0.abs_diff(first.1.0), b.1.abs_diff(last.1.1)]);
        }
    }
    f.edges.sort_unstable();
}

fn formulas(corpus: &Corpus, reuse: &Reuse, f: &mut Figures) {
    let mut place_of: HashMap<usize, Vec<(Range, usize)>> = HashMap::new();
    for (n, formula) in corpus.formulas.iter().enumerate() {
        for &(doc, at) in &formula.places {
            place_of.entry(doc).or_default().push((at, n));
        }
    }
    let mut best = vec![0; corpus.formulas.len()];
    for family in &reuse.boilerplate {
        let mut hits: BTreeMap<usize, usize> = BTreeMap::new();
        for o in &family.occurrences {
            let (start, end) = (o.points.start(), o.points.end());
            let near = place_of
                .get(&(o.doc as usize))
                .into_iter()
                .flatten()
                .find(|(at, _)| end.min(at.1).saturating_sub(start.max(at.0)) * 10 >= (at.1 - at.0) * 9);
            if let Some(&(_, n)) = near {
                *hits.entry(n).or_default() += 1;
            }
        }
        let texts: BTreeSet<usize> =
            family.occurrences.iter().map(|o| corpus.docs[o.doc as usize].cluster).collect();
        if texts.len() >= 5 {
            f.families.add(hits.values().sum::<usize>() * 10 >= family.occurrences.len() * 9);
        }
        for (n, count) in hits {
            best[n] = best[n].max(count);
        }
    }
    for (formula, found) in corpus.formulas.iter().zip(best) {
        f.formula_places.right += found.min(formula.places.len());
        f.formula_places.all += formula.places.len();
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |out: &mut fmt::Formatter<'_>, name: &str, r: Rate| {
            writeln!(out, "{name:24} {:.4}  {}/{}", r.share(), r.right, r.all)
        };
        line(out, "pairs precision", self.precision)?;
        line(out, "pairs recall", self.recall)?;
        writeln!(out, "{:24} {:.4}", "pairs F1", self.f1())?;
        line(out, "negatives joined", self.negatives)?;
        line(out, "contained found", self.contained)?;
        line(out, "contained right", self.contained_right)?;
        line(out, "formula places", self.formula_places)?;
        line(out, "families right", self.families)?;
        if let Some(edge) = self.edges.get(self.edges.len() / 2) {
            writeln!(out, "{:24} {edge}", "passage edge, median")?;
        }
        writeln!(out, "{:24} clustered  or contained  passage characters", "edit")?;
        for (edit, r) in &self.by_edit {
            let or = self.by_edit_or_contained.get(edit).copied().unwrap_or_default();
            let p = self.passages.get(edit).copied().unwrap_or_default();
            writeln!(
                out,
                "{:24} {:.3}      {:.3}         {:.4}",
                edit.name(),
                r.share(),
                or.share(),
                p.share()
            )?;
        }
        Ok(())
    }
}
