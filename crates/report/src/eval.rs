//! Scores predicted records against gold ones.
//!
//! What is compared, and how, in the order in which it happens:
//!
//! 1. Records of one page are matched one to one, greedily by the intersection over union of their spans; ties
//!    go to the pair that agrees in more fields, then to the nearer start ([`score`]).
//! 2. A gold value may be a list: any member is right. A field that a gold record lacks is not checked. A gold
//!    record with `"optional": true` neither rewards nor punishes.
//! 3. *Detection* asks for a match, *value* for kind and value (or date) too, *full* for the role as well.
//!    Over the matched pairs each field has an accuracy of its own.
//! 4. Places that look like figures and are none (`nonmetrics`) count false alarms by reason.
//!
//! Matching is a sweep over spans sorted by start: `O(n log n + k)` for `k` overlapping pairs, which in practice
//! is about one a record. The greedy choice is that of the usual span-matching evaluations (SemEval's, MUC's
//! partial match); it is deterministic because every tie is broken, lastly by position.
//!
//! [`differences`] lists what [`score`] counts; [`score_suite`] scores test suites of single expressions,
//! [`structure`] articles, headings, furniture and masks.

mod differences;
mod record;
pub mod structure;
mod suite;

pub use differences::{Difference, differences};
pub use record::{EvalError, Record, char_f1, read_records};
pub use suite::{Area, Split, SuiteScores, score_suite};

use record::FIELDS;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// True positives, false positives, false negatives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found and right.
    pub tp: usize,
    /// Found and wrong.
    pub fp: usize,
    /// Missed.
    pub missed: usize,
}

impl Counts {
    /// Share of the found that is right; 0 when nothing was found.
    #[must_use]
    pub fn precision(self) -> f64 {
        ratio(self.tp, self.tp + self.fp).unwrap_or(0.0)
    }

    /// Share of the gold that was found; 0 when there is none.
    #[must_use]
    pub fn recall(self) -> f64 {
        ratio(self.tp, self.tp + self.missed).unwrap_or(0.0)
    }

    /// Harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    fn to_json(self) -> Value {
        json!({
            "tp": self.tp, "fp": self.fp, "fn": self.missed,
            "p": four(self.precision()), "r": four(self.recall()), "f1": four(self.f1()),
        })
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.tp += other.tp;
        self.fp += other.fp;
        self.missed += other.missed;
    }
}

/// Right answers of all answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Right ones.
    pub right: usize,
    /// All.
    pub of: usize,
}

impl Share {
    /// The share; none when there were no answers.
    #[must_use]
    pub fn accuracy(self) -> Option<f64> {
        ratio(self.right, self.of)
    }

    fn add(&mut self, right: bool) {
        self.of += 1;
        self.right += usize::from(right);
    }
}

impl std::ops::AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.of += other.of;
    }
}

/// Detection, value and full score of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindScores {
    /// The span was found.
    pub detection: Counts,
    /// Kind and value are right, too.
    pub value: Counts,
    /// The role is right, too.
    pub full: Counts,
}

/// What [`score`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// Pages that gold speaks of.
    pub docs: usize,
    /// Gold records that count.
    pub gold: usize,
    /// Predictions that count.
    pub pred: usize,
    /// Predictions in other pages, not counted.
    pub pred_other_docs: usize,
    /// The span was found.
    pub detection: Counts,
    /// Kind and value (or date) are right, too.
    pub value: Counts,
    /// The role is right, too.
    pub full: Counts,
    /// Among the matched, by field.
    pub accuracy: Vec<(&'static str, Share)>,
    /// By gold kind (false positives by their own kind).
    pub by_kind: BTreeMap<String, KindScores>,
    /// Places that are no metric, by reason: how many were hit.
    pub false_alarms: Option<BTreeMap<String, Share>>,
}

/// Scores predictions against gold, and counts false alarms where `nonmetrics` are given.
#[must_use]
pub fn score(gold: &[Record], pred: &[Record], nonmetrics: Option<&[Record]>) -> Scores {
    let mut pages: BTreeMap<&str, Page<'_>> = BTreeMap::new();
    for g in gold {
        pages.entry(g.doc()).or_default().gold.push(g);
    }
    for n in nonmetrics.unwrap_or_default() {
        pages.entry(n.doc()).or_default().none.push(n);
    }
    let mut s = Scores {
        docs: pages.len(),
        accuracy: FIELDS.map(|f| (f, Share::default())).to_vec(),
        false_alarms: nonmetrics.map(|_| BTreeMap::new()),
        ..Scores::default()
    };
    for p in pred {
        match pages.get_mut(p.doc()) {
            Some(page) => page.pred.push(p),
            None => s.pred_other_docs += 1,
        }
    }
    for page in pages.values() {
        page.score(&mut s);
    }
    s.gold = s.detection.tp + s.detection.missed;
    s.pred = s.detection.tp + s.detection.fp;
    // A match with a wrong value is both a wrong answer and a missed one.
    let settle = |c: &mut Counts, d: Counts| {
        c.fp = d.tp + d.fp - c.tp;
        c.missed = d.tp + d.missed - c.tp;
    };
    settle(&mut s.value, s.detection);
    settle(&mut s.full, s.detection);
    for k in s.by_kind.values_mut() {
        settle(&mut k.value, k.detection);
        settle(&mut k.full, k.detection);
    }
    s
}

/// The records of one page.
#[derive(Default)]
struct Page<'a> {
    gold: Vec<&'a Record>,
    pred: Vec<&'a Record>,
    none: Vec<&'a Record>,
}

impl Page<'_> {
    fn score(&self, s: &mut Scores) {
        let pairs = record::matches(&self.gold, &self.pred);
        let (mut hit_gold, mut hit_pred) = (vec![false; self.gold.len()], vec![false; self.pred.len()]);
        for &(i, j) in &pairs {
            (hit_gold[i], hit_pred[j]) = (true, true);
            let (g, p) = (self.gold[i], self.pred[j]);
            if g.optional() {
                continue;
            }
            for (field, share) in &mut s.accuracy {
                if let Some(right) = g.verdict(p, field) {
                    share.add(right);
                }
            }
            let kind = s.by_kind.entry(g.first_kind()).or_default();
            s.detection.tp += 1;
            kind.detection.tp += 1;
            if g.value_matches(p) {
                s.value.tp += 1;
                kind.value.tp += 1;
                if g.field_matches(p, "role") {
                    s.full.tp += 1;
                    kind.full.tp += 1;
                }
            }
        }
        for (g, _) in self.gold.iter().zip(&hit_gold).filter(|&(g, &hit)| !hit && !g.optional()) {
            s.detection.missed += 1;
            s.by_kind.entry(g.first_kind()).or_default().detection.missed += 1;
        }
        let optional = record::Overlaps::new(self.gold.iter().copied().filter(|g| g.optional()));
        for (p, _) in self.pred.iter().zip(&hit_pred).filter(|&(_, &hit)| !hit) {
            if optional.of(p).next().is_none() {
                s.detection.fp += 1;
                s.by_kind.entry(p.kind_name()).or_default().detection.fp += 1;
            }
        }
        if let Some(alarms) = &mut s.false_alarms {
            let gold = record::Overlaps::new(self.gold.iter().copied());
            let pred = record::Overlaps::new(self.pred.iter().copied());
            for n in &self.none {
                // A prediction that fits a metric at least as well is no false alarm.
                let alarm = pred.of(n).any(|p| {
                    let fit = n.iou(p);
                    !gold.of(p).any(|g| g.iou(p) >= fit)
                });
                alarms.entry(n.text("why").unwrap_or("?").to_owned()).or_default().add(alarm);
            }
        }
    }
}

impl Scores {
    /// False alarms of all reasons.
    #[must_use]
    pub fn alarms(&self) -> Share {
        let mut all = Share::default();
        for share in self.false_alarms.iter().flat_map(BTreeMap::values) {
            all += *share;
        }
        all
    }

    /// The accuracy of one field among the matched.
    #[must_use]
    pub fn accuracy_of(&self, field: &str) -> Option<f64> {
        self.accuracy.iter().find(|(f, _)| *f == field).and_then(|(_, s)| s.accuracy())
    }

    /// As JSON, figures to four decimals.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let accuracy: Map<String, Value> = self
            .accuracy
            .iter()
            .map(|(f, s)| {
                (
                    (*f).to_owned(),
                    json!({"right": s.right, "of": s.of, "acc": s.accuracy().map_or(Value::Null, four)}),
                )
            })
            .collect();
        let by_kind: Map<String, Value> = self
            .by_kind
            .iter()
            .map(|(k, c)| {
                let parts = json!({
                    "detection": c.detection.to_json(), "value": c.value.to_json(), "full": c.full.to_json(),
                });
                (k.clone(), parts)
            })
            .collect();
        let mut out = json!({
            "docs": self.docs, "gold": self.gold, "pred": self.pred, "pred_other_docs": self.pred_other_docs,
            "detection": self.detection.to_json(), "value": self.value.to_json(), "full": self.full.to_json(),
            "accuracy": accuracy, "by_kind": by_kind,
        });
        if let Some(alarms) = &self.false_alarms {
            out["false_alarms"] =
                alarms.iter().map(|(w, s)| (w.clone(), json!({"hit": s.right, "of": s.of}))).collect();
        }
        out
    }

    /// As a table for people.
    #[must_use]
    pub fn table(&self) -> String {
        let mut t = format!("docs {}  gold {}  predicted {}\n", self.docs, self.gold, self.pred);
        // Writing to a String cannot fail.
        let _ = writeln!(t, "\n            P      R      F1");
        for (name, c) in [("detection", self.detection), ("value", self.value), ("full", self.full)] {
            let (p, r, f) = (percent(Some(c.precision())), percent(Some(c.recall())), percent(Some(c.f1())));
            let _ = writeln!(t, "{name:10} {p} {r} {f}");
        }
        let _ = writeln!(t, "\namong the matched   acc   right/of");
        for (field, s) in &self.accuracy {
            let _ = writeln!(t, "{field:16} {}   {}/{}", percent(s.accuracy()), s.right, s.of);
        }
        let _ = writeln!(t, "\nkind        gold  det.F1  val.F1 full.F1");
        for (kind, c) in &self.by_kind {
            let [d, v, f] = [c.detection, c.value, c.full].map(|c| percent(Some(c.f1())));
            let _ = writeln!(t, "{kind:10} {:5}  {d}  {v}  {f}", c.detection.tp + c.detection.missed);
        }
        if let Some(alarms) = &self.false_alarms {
            let _ = writeln!(t, "\nfalse alarms by why");
            for (why, s) in alarms {
                let _ = writeln!(t, "{why:14} {}/{}", s.right, s.of);
            }
        }
        t
    }
}

fn ratio(part: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| part as f64 / of as f64)
}

/// A figure to four decimals.
fn four(x: f64) -> Value {
    format!("{x:.4}").parse::<f64>().map_or(Value::Null, Value::from)
}

fn percent(x: Option<f64>) -> String {
    x.map_or_else(|| "   -  ".to_owned(), |x| format!("{:6.2}", 100.0 * x))
}

#[cfg(test)]
mod tests;
