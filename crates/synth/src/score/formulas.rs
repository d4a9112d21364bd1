//! Boilerplate against the formulas.

use super::Figures;
use crate::corpus::{Corpus, Formula, Range};
use gongwen::{Family, FamilyKind, Reuse};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Families and formulas in so many texts that are no copies of each other are judged: chance makes smaller families.
const TEXTS: usize = 5;
/// A document frequency is right within this share of it, or within one document.
const NEAR: f64 = 0.02;

pub(super) fn formulas(corpus: &Corpus, reuse: &Reuse, f: &mut Figures) {
    let mut place_of: HashMap<usize, Vec<(Range, usize)>> = HashMap::new();
    for (n, formula) in corpus.formulas.iter().enumerate() {
        for &(doc, at) in &formula.places {
            place_of.entry(doc).or_default().push((at, n));
        }
    }
    let mut best: Vec<(usize, Option<&Family>)> = vec![(0, None); corpus.formulas.len()];
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
        // Lines of sites are no formulas, and are told apart.
        if texts.len() >= TEXTS && family.kind != FamilyKind::Furniture {
            let right = hits.values().sum::<usize>() * 10 >= family.occurrences.len() * 9;
            f.families.add(right);
            if !right {
                let n = family.occurrences.len();
                f.wrong.push(format!("family of {n} in {} texts: {}", texts.len(), family.template));
            }
        }
        for (n, count) in hits {
            if count > best[n].0 {
                best[n] = (count, Some(family));
            }
        }
    }
    for (formula, (found, family)) in corpus.formulas.iter().zip(best) {
        let texts: BTreeSet<usize> = formula.places.iter().map(|p| corpus.docs[p.0].cluster).collect();
        if texts.len() < TEXTS {
            continue;
        }
        f.formula_places.right += found.min(formula.places.len());
        f.formula_places.all += formula.places.len();
        let documents: BTreeSet<usize> = formula.places.iter().map(|p| p.0).collect();
        let told = family.map_or(0, |f| f.documents);
        let off = told.abs_diff(documents.len());
        f.frequency_off = f.frequency_off.max(off as f64 / documents.len().max(1) as f64);
        let near = off <= 1.max((NEAR * documents.len() as f64) as usize);
        f.frequencies.add(near);
        if !near {
            let n = documents.len();
            f.wrong.push(format!("{told} documents, not {n}, hold {}", formula.wording));
        }
        slots(formula, family.map_or("", |f| f.template.as_str()), f);
    }
}

/// The slots of a wording with braces: what stands fixed before and after each, neighbouring slots as one.
fn sides(wording: &str) -> Vec<(String, String)> {
    let mut fixed = vec![String::new()];
    let mut depth = 0;
    for c in wording.chars() {
        match c {
            '{' => {
                depth = 1;
                if fixed.last().is_some_and(|f| !f.is_empty()) || fixed.len() == 1 {
                    fixed.push(String::new());
                }
            }
            '}' => depth = 0,
            c if depth == 0 => fixed.last_mut().expect("never empty").push(c),
            _ => {}
        }
    }
    let near = |s: &str, back: bool| -> String {
        let c: Vec<char> = s.chars().filter(|c| c.is_alphanumeric()).collect();
        if back { c[c.len().saturating_sub(2)..].iter().collect() } else { c.iter().take(2).collect() }
    };
    fixed.windows(2).map(|w| (near(&w[0], true), near(&w[1], false))).collect()
}

/// A slot is found when the template has one with the same signs before or after it: the other side may have been
/// drawn in where values happen to agree.
fn slots(formula: &Formula, template: &str, f: &mut Figures) {
    let (real, found) = (sides(&formula.wording), sides(template));
    let same = |x: &(String, String), y: &(String, String)| {
        (x.0 == y.0 && !x.0.is_empty()) || (x.1 == y.1 && !x.1.is_empty())
    };
    for slot in &real {
        let hit = found.iter().any(|s| same(s, slot));
        f.slots.add(hit);
        if !hit {
            f.wrong.push(format!("slot {slot:?} of {} not in {template}", formula.wording));
        }
    }
    for slot in &found {
        f.slots_right.add(real.iter().any(|s| same(s, slot)));
    }
}
