//! Where predictions and gold differ, one line a place, for whoever wants to know why a score is what it is.

use super::record::{self, FIELDS, Record};
use std::collections::BTreeMap;

/// One difference.
#[derive(Clone, Debug)]
pub enum Difference<'a> {
    /// A gold record that nothing matches.
    Missed(&'a Record),
    /// A prediction that matches nothing and is not optional.
    Extra(&'a Record),
    /// A matched pair with a field that differs; `value` stands for `min` and `max`.
    Wrong {
        /// The gold record.
        gold: &'a Record,
        /// What was predicted.
        pred: &'a Record,
        /// The field.
        field: &'static str,
    },
}

impl<'a> Difference<'a> {
    /// The record that says where: gold's, but for what is extra.
    #[must_use]
    pub fn place(&self) -> &'a Record {
        match self {
            Self::Missed(r) | Self::Extra(r) | Self::Wrong { gold: r, .. } => r,
        }
    }
}

/// All differences by the rules of [`super::score`], by page and start. Optional gold is never among them.
#[must_use]
pub fn differences<'a>(gold: &'a [Record], pred: &'a [Record]) -> Vec<Difference<'a>> {
    let mut pages: BTreeMap<&str, (Vec<&Record>, Vec<&Record>)> = BTreeMap::new();
    for g in gold {
        pages.entry(g.doc()).or_default().0.push(g);
    }
    for p in pred {
        if let Some(page) = pages.get_mut(p.doc()) {
            page.1.push(p);
        }
    }
    let mut all = Vec::new();
    for (gold, pred) in pages.into_values() {
        let from = all.len();
        let (mut hit_gold, mut hit_pred) = (vec![false; gold.len()], vec![false; pred.len()]);
        for (i, j) in record::matches(&gold, &pred) {
            (hit_gold[i], hit_pred[j]) = (true, true);
            let (gold, pred) = (gold[i], pred[j]);
            if !gold.optional() {
                let wrong = FIELDS.iter().filter(|f| gold.verdict(pred, f) == Some(false));
                all.extend(wrong.map(|field| Difference::Wrong { gold, pred, field }));
            }
        }
        let missed = gold.iter().zip(hit_gold).filter(|(g, hit)| !hit && !g.optional());
        all.extend(missed.map(|(g, _)| Difference::Missed(g)));
        let optional = record::Overlaps::new(gold.iter().copied().filter(|g| g.optional()));
        let extra = pred.iter().zip(hit_pred).filter(|(p, hit)| !hit && optional.of(p).next().is_none());
        all.extend(extra.map(|(p, _)| Difference::Extra(p)));
        all[from..].sort_by_key(|d| (d.place().start(), d.place().end()));
    }
    all
}
