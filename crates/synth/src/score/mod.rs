//! Scores: what a comparison found against what is true.

mod clusters;
mod formulas;
mod passages;

use crate::corpus::Corpus;
use crate::edit::{Edit, Intensity};
use gongwen::Reuse;
use std::collections::BTreeMap;
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

/// An edit and how much it changed.
pub type How = (Edit, Intensity);

/// What was found, against the truth.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Pairs in one cluster that truly are: of those found.
    pub precision: Rate,
    /// Pairs in one cluster: found, of those that truly are.
    pub recall: Rate,
    /// Copies in one cluster with their original, by edit.
    pub by_edit: BTreeMap<How, Rate>,
    /// Copies that are in one cluster with their original or contained in it or hold it, by edit.
    pub by_edit_or_contained: BTreeMap<How, Rate>,
    /// Negatives that were clustered with what they borrowed from.
    pub negatives: Rate,
    /// Held documents found in their anthologies (or in copies of them).
    pub contained: Rate,
    /// Contained members that truly are contained in, or copies of parts of, their container.
    pub contained_right: Rate,
    /// Characters of copies that lie in a passage aligned with their original, by edit.
    pub passages: BTreeMap<How, Rate>,
    /// Distances of passage edges from the copied ranges, sorted.
    pub edges: Vec<usize>,
    /// Formulas found: places covered by one family.
    pub formula_places: Rate,
    /// Families that are a formula, of all families in texts of at least five clusters.
    pub families: Rate,
    /// The greatest error of a formula's document frequency, as a share of the true one.
    pub frequency_off: f64,
    /// Formulas whose document frequency is told within a fiftieth, or one document.
    pub frequencies: Rate,
    /// Slots of formulas that their families have.
    pub slots: Rate,
    /// Slots of those families that the formulas have.
    pub slots_right: Rate,
    /// Masks of copies that were filled, by edit.
    pub masks: BTreeMap<How, Rate>,
    /// Filled places whose value is right.
    pub unmasked: Rate,
    /// What went wrong, for people.
    pub wrong: Vec<String>,
}

impl Figures {
    /// The rates of one edit over all intensities.
    #[must_use]
    pub fn all(rates: &BTreeMap<How, Rate>, edit: Edit) -> Rate {
        let of = rates.iter().filter(|(how, _)| how.0 == edit).map(|(_, r)| r);
        of.fold(Rate::default(), |sum, r| Rate { right: sum.right + r.right, all: sum.all + r.all })
    }

    /// Masks of copies that were filled, of every edit.
    #[must_use]
    pub fn masks_filled(&self) -> Rate {
        let sum = |s: Rate, r: &Rate| Rate { right: s.right + r.right, all: s.all + r.all };
        self.masks.values().fold(Rate::default(), sum)
    }

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
    clusters::clusters(corpus, reuse, &mut f);
    passages::passages(corpus, reuse, &mut f);
    passages::masks(corpus, reuse, &mut f);
    formulas::formulas(corpus, reuse, &mut f);
    f
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
        writeln!(out, "{:24} {:.4}", "frequency off by", self.frequency_off)?;
        line(out, "frequencies right", self.frequencies)?;
        line(out, "slots found", self.slots)?;
        line(out, "slots right", self.slots_right)?;
        line(out, "masks filled", self.masks_filled())?;
        line(out, "values right", self.unmasked)?;
        writeln!(out, "{:24} clustered (light, medium, strong)  or contained  passages  filled", "edit")?;
        for edit in Edit::ALL {
            let share = |rates, edit| Self::all(rates, edit).share();
            let [light, medium, strong] =
                Intensity::ALL.map(|how| self.by_edit.get(&(edit, how)).copied().unwrap_or_default().share());
            writeln!(
                out,
                "{:24} {:.4}  {light:.3} {medium:.3} {strong:.3}     {:.4}        {:.4}    {:.4}",
                edit.name(),
                share(&self.by_edit, edit),
                share(&self.by_edit_or_contained, edit),
                share(&self.passages, edit),
                share(&self.masks, edit),
            )?;
        }
        Ok(())
    }
}
