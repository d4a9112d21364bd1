//! Verification: the exact shares that sketches only estimate.

use super::UnitRecord;
use super::near::Side;
use super::sketch::{grams, shared};
use super::store::{Page, Store, Stretch};
use crate::error::Error;
use std::cell::OnceCell;
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

/// How many units are remembered: candidates come sorted, so the same ones are asked for again soon.
const REMEMBERED: usize = 256;

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

    /// The overlap of `b` and `a`.
    pub(crate) fn turned(self) -> Self {
        Self { a: self.b, b: self.a, ..self }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// A unit that is at hand: its text and its shingles.
pub(crate) struct Text {
    page: Page,
    at: Stretch,
    grams: OnceCell<Vec<u64>>,
}

impl Text {
    /// The folded text.
    pub(crate) fn codes(&self) -> &[u16] {
        self.page.part(self.at)
    }

    /// The page that it stands in.
    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    /// The shingles.
    fn grams(&self) -> &[u64] {
        self.grams.get_or_init(|| grams(self.codes()))
    }

    /// The overlap of two units.
    pub(crate) fn overlap(&self, other: &Self) -> Overlap {
        let (a, b) = (self.grams(), other.grams());
        Overlap { shared: shared(a, b), a: a.len(), b: b.len() }
    }
}

impl Side for Text {
    fn codes(&self) -> &[u16] {
        self.codes()
    }

    fn title_after(&self, end: u32) -> bool {
        self.page.title_after(self.at.start + end, self.at.start, self.at.end)
    }
}

/// Gets units from the store, and keeps those that were asked for last.
pub(crate) struct Verifier<'s> {
    units: &'s [UnitRecord],
    store: &'s Store,
    texts: HashMap<u32, Rc<Text>>,
    order: VecDeque<u32>,
}

impl<'s> Verifier<'s> {
    pub(crate) fn new(units: &'s [UnitRecord], store: &'s Store) -> Self {
        Self { units, store, texts: HashMap::new(), order: VecDeque::new() }
    }

    /// The exact overlap of two units.
    pub(crate) fn overlap(&mut self, a: u32, b: u32) -> Result<Overlap, Error> {
        Ok(self.text(a)?.overlap(&*self.text(b)?))
    }

    /// Gets the units of `pairs` in the order in which they stand in the store, as far as they can be remembered.
    pub(crate) fn fetch(&mut self, pairs: &[(u32, u32)]) -> Result<(), Error> {
        let mut wanted: Vec<u32> = pairs.iter().flat_map(|p| [p.0, p.1]).collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted.iter().take(REMEMBERED).try_for_each(|&u| self.text(u).map(drop))
    }

    /// A unit.
    pub(crate) fn text(&mut self, unit: u32) -> Result<Rc<Text>, Error> {
        if let Some(text) = self.texts.get(&unit) {
            return Ok(Rc::clone(text));
        }
        if self.order.len() == REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.texts.remove(&oldest);
        }
        let at = self.units[unit as usize].stretch;
        let page = self.store.page(at.doc)?;
        let text = Rc::new(Text { grams: OnceCell::new(), page, at });
        self.texts.insert(unit, Rc::clone(&text));
        self.order.push_back(unit);
        Ok(text)
    }
}
