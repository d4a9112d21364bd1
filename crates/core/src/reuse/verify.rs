//! Verification: the exact shares that sketches only estimate.

use super::sketch::{grams, shared};
use super::store::{Store, Stretch};
use super::{Place, UnitRecord};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

/// How many shingle sets are remembered: candidates come sorted, so the same ones are asked for again soon.
const REMEMBERED: usize = 256;

/// Longest title, in characters.
const TITLE: usize = 40;

/// What two sets of shingles have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overlap {
    pub(crate) shared: usize,
    pub(crate) a: usize,
    pub(crate) b: usize,
}

impl Overlap {
    /// Shared share of the union; 0 of two empty sets.
    pub(crate) fn jaccard(self) -> f64 {
        share(self.shared, self.a + self.b - self.shared)
    }

    /// Share of `a`'s shingles found in `b`.
    pub(crate) fn of_a(self) -> f64 {
        share(self.shared, self.a)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Compares units exactly, on the texts of the store.
pub(crate) struct Verifier<'s> {
    units: &'s [UnitRecord],
    store: &'s Store,
    sets: HashMap<u32, Rc<Vec<u64>>>,
    order: VecDeque<u32>,
}

impl<'s> Verifier<'s> {
    pub(crate) fn new(units: &'s [UnitRecord], store: &'s Store) -> Self {
        Self { units, store, sets: HashMap::new(), order: VecDeque::new() }
    }

    /// The exact overlap of two units.
    pub(crate) fn overlap(&mut self, a: u32, b: u32) -> Overlap {
        let (x, y) = (self.set(a), self.set(b));
        Overlap { shared: shared(&x, &y), a: x.len(), b: y.len() }
    }

    /// The folded text of a unit.
    pub(crate) fn codes(&self, unit: u32) -> &'s [u16] {
        self.store.codes(self.units[unit as usize].stretch)
    }

    /// Whether what follows the sign before `end` of a unit is a line that reads as a title: the line ends with
    /// that sign, and the next is short, has no full stop and no number in front.
    pub(crate) fn title_after(&self, unit: u32, end: u32) -> bool {
        let whole = self.units[unit as usize].stretch;
        let rest = Stretch { start: whole.start + end, ..whole };
        if end == 0 || rest.start >= rest.end {
            return false;
        }
        let before = Stretch { start: rest.start - 1, end: rest.start, ..whole };
        let (before, rest) = (self.store.whole(before, None, true), self.store.place(rest, None));
        let text = self.store.wording(&Place { at: before.at.cover(rest.at), ..rest })[before.at.len()..]
            .trim_start_matches([' ', '　']);
        let Some(text) = text.strip_prefix(['\n', '\r']) else { return false };
        let line = text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
        let numbered = line.starts_with(|c: char| c.is_numeric() || "一二三四五六七八九十（(第".contains(c));
        line.chars().count() <= TITLE && !numbered && !line.ends_with(['。', '；', '！', '？', '：', '，'])
    }

    fn set(&mut self, unit: u32) -> Rc<Vec<u64>> {
        if let Some(set) = self.sets.get(&unit) {
            return Rc::clone(set);
        }
        if self.order.len() == REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.sets.remove(&oldest);
        }
        let set = Rc::new(grams(self.codes(unit)));
        self.sets.insert(unit, Rc::clone(&set));
        self.order.push_back(unit);
        set
    }
}
