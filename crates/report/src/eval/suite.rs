//! Suites of single expressions: a case is right when each expected record is matched with every given field
//! right, and no prediction of a kind in the case's `extras` is left over.

use super::record::{self, EvalError, Record};
use super::{Share, four, percent};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::BufRead;

/// The fields that must be right, where the case gives them.
const CHECKED: [&str; 7] = ["kind", "min", "max", "unit", "approx", "edtf", "per"];

/// Which cases are scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Split {
    /// All.
    #[default]
    All,
    /// Those that say `"split": "shown"`.
    Shown,
    /// Those that say `"split": "held"`.
    Held,
}

impl Split {
    /// The name in cases.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Shown => "shown",
            Self::Held => "held",
        }
    }
}

/// The cases of one area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Cases, and how many are right.
    pub cases: Share,
    /// Expected records.
    pub expected: usize,
    /// Expected records that were found.
    pub found: usize,
    /// Expected records that were found with every field right.
    pub fields_right: usize,
}

/// What [`score_suite`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SuiteScores {
    /// Which cases were scored.
    pub split: Split,
    /// By area.
    pub areas: BTreeMap<String, Area>,
    /// All areas together.
    pub all: Area,
    /// By where a case comes from.
    pub sources: BTreeMap<String, Share>,
    /// What was wrong, by how many cases.
    pub why_wrong: BTreeMap<String, usize>,
}

/// Scores predictions (their `doc` is a case's `id`) against a suite, one case a line.
///
/// # Errors
/// At the first case that cannot be read.
pub fn score_suite(cases: impl BufRead, pred: &[Record], split: Split) -> Result<SuiteScores, EvalError> {
    let mut by_doc: HashMap<&str, Vec<&Record>> = HashMap::new();
    for p in pred {
        by_doc.entry(p.doc()).or_default().push(p);
    }
    let mut s = SuiteScores { split, ..SuiteScores::default() };
    for row in record::objects(cases) {
        let (place, case) = row?;
        if split != Split::All && case.get("split").and_then(Value::as_str) != Some(split.name()) {
            continue;
        }
        let text = |f: &str| case.get(f).and_then(Value::as_str).unwrap_or("");
        let expected = expected(&case).map_err(|what| EvalError { place, what })?;
        let found = by_doc.get(text("id")).map_or(&[][..], Vec::as_slice);
        let result = judge(&case, &expected, found);
        for area in [s.areas.entry(text("area").to_owned()).or_default(), &mut s.all] {
            area.cases.add(result.right);
            area.expected += expected.len();
            area.found += result.found;
            area.fields_right += result.fields_right;
        }
        let source = text("source").split(':').next().unwrap_or("");
        s.sources.entry(source.to_owned()).or_default().add(result.right);
        for why in result.why {
            *s.why_wrong.entry(why.to_owned()).or_default() += 1;
        }
    }
    Ok(s)
}

fn expected(case: &Map<String, Value>) -> Result<Vec<Record>, String> {
    let list = case.get("expected").and_then(Value::as_array).ok_or("no list \"expected\"")?;
    list.iter()
        .map(|e| {
            let mut fields = e.as_object().ok_or("an expected record is no object")?.clone();
            fields.insert("doc".to_owned(), Value::from(""));
            Record::new(fields)
        })
        .collect()
}

struct Verdict {
    right: bool,
    found: usize,
    fields_right: usize,
    /// Sorted, each once.
    why: Vec<&'static str>,
}

fn judge(case: &Map<String, Value>, expected: &[Record], pred: &[&Record]) -> Verdict {
    let gold: Vec<&Record> = expected.iter().collect();
    let pairs = record::matches(&gold, pred);
    let mut why = Vec::new();
    if pairs.len() < gold.len() {
        why.push("missed");
    }
    let mut fields_right = 0;
    let mut left_over = vec![true; pred.len()];
    for &(i, j) in &pairs {
        left_over[j] = false;
        let wrong = why.len();
        why.extend(CHECKED.iter().filter(|f| !gold[i].field_matches(pred[j], f)));
        fields_right += usize::from(why.len() == wrong);
    }
    let extras = case.get("extras").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let extra =
        pred.iter().zip(left_over).any(|(p, left)| left && p.get("kind").is_some_and(|k| extras.contains(k)));
    if extra {
        why.push("extra");
    }
    why.sort_unstable();
    why.dedup();
    Verdict { right: fields_right == gold.len() && !extra, found: pairs.len(), fields_right, why }
}

impl SuiteScores {
    fn rows(&self) -> impl Iterator<Item = (&str, Area)> {
        self.areas.iter().map(|(k, a)| (k.as_str(), *a)).chain([("ALL", self.all)])
    }

    /// As JSON, figures to four decimals.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let share = |s: Share| s.accuracy().map_or(Value::Null, four);
        let areas: Map<String, Value> = self
            .rows()
            .map(|(k, a)| {
                let row = json!({
                    "cases": a.cases.of, "right": a.cases.right, "acc": share(a.cases),
                    "expected": a.expected, "found": a.found, "fields_right": a.fields_right,
                });
                (k.to_owned(), row)
            })
            .collect();
        let sources: Map<String, Value> = self
            .sources
            .iter()
            .map(|(k, s)| (k.clone(), json!({"cases": s.of, "right": s.right, "acc": share(*s)})))
            .collect();
        json!({"split": self.split.name(), "areas": areas, "sources": sources, "why_wrong": self.why_wrong})
    }

    /// As a table for people.
    #[must_use]
    pub fn table(&self) -> String {
        let mut t = format!("split {}\n", self.split.name());
        // Writing to a String cannot fail.
        let _ = writeln!(t, "{:12} cases right    acc   expected found fields-right", "area");
        for (k, a) in self.rows() {
            let (c, acc) = (a.cases, percent(a.cases.accuracy()));
            let _ = writeln!(
                t,
                "{k:12} {:5} {:5} {acc}   {:6} {:6} {:6}",
                c.of, c.right, a.expected, a.found, a.fields_right
            );
        }
        t.push('\n');
        for (k, s) in &self.sources {
            let _ = writeln!(t, "{k:24} {:5} {:5} {}", s.of, s.right, percent(s.accuracy()));
        }
        let mut why: Vec<_> = self.why_wrong.iter().collect();
        why.sort_by_key(|(k, n)| (std::cmp::Reverse(**n), k.as_str()));
        let why: Vec<_> = why.iter().map(|(k, n)| format!("{k} {n}")).collect();
        let _ = writeln!(t, "wrong because of: {}", why.join(", "));
        t
    }
}
