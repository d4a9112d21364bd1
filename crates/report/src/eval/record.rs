//! One record of gold or prediction, and how two of them compare.

use serde_json::{Map, Value};
use std::collections::HashMap;
use std::fmt;
use std::io::BufRead;

/// The fields whose accuracy is reported, in the order of the table. `value` stands for `min` and `max`.
pub(super) const FIELDS: [&str; 9] =
    ["kind", "value", "unit", "approx", "masked", "role", "edtf", "per", "indicator"];

/// Why records could not be read.
#[derive(Debug)]
pub struct EvalError {
    pub(super) place: String,
    pub(super) what: String,
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl std::error::Error for EvalError {}

/// A record of gold or prediction.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    doc: String,
    start: u64,
    end: u64,
    optional: bool,
    fields: Map<String, Value>,
}

/// Reads records, one JSON object a line; empty lines are skipped.
///
/// # Errors
/// At the first line that cannot be read, is no object, or lacks `doc`, `start` or `end`.
pub fn read_records(input: impl BufRead) -> Result<Vec<Record>, EvalError> {
    objects(input)
        .map(|row| {
            row.and_then(|(place, fields)| Record::new(fields).map_err(|what| EvalError { place, what }))
        })
        .collect()
}

/// The objects of a JSONL file with their places; empty lines are skipped.
pub(super) fn objects(
    input: impl BufRead,
) -> impl Iterator<Item = Result<(String, Map<String, Value>), EvalError>> {
    input.lines().enumerate().filter_map(|(n, line)| {
        let place = format!("line {}", n + 1);
        let read = line.map_err(|e| e.to_string()).and_then(|line| {
            let text = line.trim_start_matches('\u{FEFF}').trim();
            if text.is_empty() {
                return Ok(None);
            }
            serde_json::from_str(text).map(Some).map_err(|e| e.to_string())
        });
        match read {
            Ok(None) => None,
            Ok(Some(fields)) => Some(Ok((place, fields))),
            Err(what) => Some(Err(EvalError { place, what })),
        }
    })
}

impl Record {
    /// Takes the fields of a JSON object.
    ///
    /// # Errors
    /// When it lacks `doc`, `start` or `end`, or ends before it starts; the message says which.
    pub fn new(fields: Map<String, Value>) -> Result<Self, String> {
        let doc = fields.get("doc").and_then(Value::as_str).ok_or("no string \"doc\"")?.to_owned();
        let offset = |name: &str| {
            fields.get(name).and_then(Value::as_u64).ok_or_else(|| format!("no offset \"{name}\""))
        };
        let (start, end) = (offset("start")?, offset("end")?);
        if start > end {
            return Err(format!("ends ({end}) before it starts ({start})"));
        }
        let optional = fields.get("optional").and_then(Value::as_bool).unwrap_or(false);
        Ok(Self { doc, start, end, optional, fields })
    }

    /// The page.
    #[must_use]
    pub fn doc(&self) -> &str {
        &self.doc
    }

    /// First code point.
    #[must_use]
    pub fn start(&self) -> usize {
        usize::try_from(self.start).unwrap_or(usize::MAX)
    }

    /// First code point after.
    #[must_use]
    pub fn end(&self) -> usize {
        usize::try_from(self.end).unwrap_or(usize::MAX)
    }

    /// Whether it neither rewards nor punishes.
    #[must_use]
    pub fn optional(&self) -> bool {
        self.optional
    }

    /// A field that holds a string.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(Value::as_str)
    }

    /// Any field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.fields.get(field)
    }

    /// Intersection over union of the two spans.
    #[must_use]
    pub fn iou(&self, other: &Self) -> f64 {
        let shared = self.end.min(other.end).saturating_sub(self.start.max(other.start));
        if shared == 0 {
            return 0.0;
        }
        shared as f64 / (self.end.max(other.end) - self.start.min(other.start)) as f64
    }

    /// What may stand in a field: the members of a list, or the one value; null where there is none.
    fn alternatives(&self, field: &str) -> &[Value] {
        match self.fields.get(field) {
            Some(Value::Array(list)) => list,
            Some(one) => std::slice::from_ref(one),
            None => &[Value::Null],
        }
    }

    /// The first kind of a gold record.
    pub(super) fn first_kind(&self) -> String {
        name(self.alternatives("kind").first())
    }

    /// The kind of a prediction.
    pub(super) fn kind_name(&self) -> String {
        name(self.fields.get("kind"))
    }

    /// Whether a prediction has this gold record's field right; a field that the gold lacks always is.
    pub(super) fn field_matches(&self, pred: &Self, field: &str) -> bool {
        let Some(gold) = self.fields.get(field) else { return true };
        let null = Value::Null;
        let found = pred.fields.get(field).unwrap_or(&null);
        match field {
            "approx" | "masked" => truthy(gold) == truthy(found),
            "min" | "max" => {
                let percent = self.alternatives("unit").iter().any(|u| u == "%");
                self.alternatives(field).iter().any(|x| numbers_agree(x, found, percent))
            }
            "edtf" => self.alternatives(field).iter().any(|x| dates_agree(x, found)),
            _ => self.alternatives(field).iter().any(|x| x == found),
        }
    }

    /// Whether kind and value are right: the date of a calendar record, bounds and unit of the others.
    pub(super) fn value_matches(&self, pred: &Self) -> bool {
        let calendar =
            matches!(self.alternatives("kind").first().and_then(Value::as_str), Some("deadline" | "date"));
        let fields: &[&str] = if calendar { &["kind", "edtf"] } else { &["kind", "min", "max", "unit"] };
        fields.iter().all(|f| self.field_matches(pred, f))
    }

    /// Whether a matched prediction has a reported field right; none where the gold does not ask for it.
    pub(super) fn verdict(&self, pred: &Self, field: &str) -> Option<bool> {
        let has = |f: &str| self.fields.contains_key(f);
        let firm = |f: &str| has(f) && !self.alternatives(f).contains(&Value::Null);
        let either = |f: &str| {
            has(f) && (self.fields.get(f).is_some_and(truthy) || pred.fields.get(f).is_some_and(truthy))
        };
        match field {
            "value" => (has("min") || has("max"))
                .then(|| self.field_matches(pred, "min") && self.field_matches(pred, "max")),
            "indicator" => {
                self.fields.get(field).is_some_and(truthy).then(|| self.indicator_overlap(pred) >= 0.5)
            }
            "edtf" | "per" => firm(field).then(|| self.field_matches(pred, field)),
            "masked" | "approx" => either(field).then(|| self.field_matches(pred, field)),
            _ => has(field).then(|| self.field_matches(pred, field)),
        }
    }

    /// The best F1 of characters between the indicators.
    fn indicator_overlap(&self, pred: &Self) -> f64 {
        let found = pred.text("indicator").unwrap_or("");
        self.alternatives("indicator")
            .iter()
            .map(|x| char_f1(x.as_str().unwrap_or(""), found))
            .fold(0.0, f64::max)
    }

    /// In how much two overlapping records agree: tells records that share a span apart.
    fn agreement(&self, pred: &Self) -> f64 {
        let fields = ["kind", "unit", "min", "max"].iter().filter(|f| self.field_matches(pred, f)).count();
        fields as f64 + self.indicator_overlap(pred)
    }
}

/// The pairs of gold and prediction, one to one, best overlap first.
pub(super) fn matches(gold: &[&Record], pred: &[&Record]) -> Vec<(usize, usize)> {
    // Nine decimals, so that overlaps that are equal but for rounding are ties.
    let nine = |x: f64| (x * 1e9).round() as u64;
    let index = Overlaps::new(pred.iter().copied());
    let mut candidates = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in index.numbered(g) {
            let rank = (nine(g.iou(p)), nine(g.agreement(p)));
            candidates.push((std::cmp::Reverse(rank), g.start.abs_diff(p.start), i, j));
        }
    }
    candidates.sort_unstable();
    let (mut gold_free, mut pred_free) = (vec![true; gold.len()], vec![true; pred.len()]);
    let mut pairs = Vec::new();
    for (_, _, i, j) in candidates {
        if gold_free[i] && pred_free[j] {
            (gold_free[i], pred_free[j]) = (false, false);
            pairs.push((i, j));
        }
    }
    pairs
}

/// Records sorted by start, to find those that overlap another.
pub(super) struct Overlaps<'a> {
    /// With the position in the list that it was made of.
    sorted: Vec<(usize, &'a Record)>,
    /// The greatest end up to and with each.
    reach: Vec<u64>,
}

impl<'a> Overlaps<'a> {
    pub(super) fn new(records: impl Iterator<Item = &'a Record>) -> Self {
        let mut sorted: Vec<_> = records.enumerate().collect();
        sorted.sort_by_key(|(_, r)| (r.start, r.end));
        let mut reach = Vec::with_capacity(sorted.len());
        for (_, r) in &sorted {
            reach.push(reach.last().copied().unwrap_or(0).max(r.end));
        }
        Self { sorted, reach }
    }

    /// Those that share a code point with `r`, with their positions.
    pub(super) fn numbered(&self, r: &Record) -> impl Iterator<Item = (usize, &'a Record)> {
        // `reach` never falls, so all before the first that reaches past the start end too early.
        let first = self.reach.partition_point(|&end| end <= r.start);
        let (start, end) = (r.start, r.end);
        self.sorted[first..]
            .iter()
            .take_while(move |(_, x)| x.start < end)
            .filter(move |(_, x)| x.end.min(end) > x.start.max(start))
            .copied()
    }

    /// Those that share a code point with `r`.
    pub(super) fn of(&self, r: &Record) -> impl Iterator<Item = &'a Record> {
        self.numbered(r).map(|(_, x)| x)
    }
}

fn name(kind: Option<&Value>) -> String {
    kind.and_then(Value::as_str).unwrap_or("None").to_owned()
}

/// What counts as said: not null, false, empty or zero.
fn truthy(v: &Value) -> bool {
    match v {
        Value::Null => false,
        Value::Bool(b) => *b,
        Value::Number(n) => n.as_f64() != Some(0.0),
        Value::String(s) => !s.is_empty(),
        Value::Array(a) => !a.is_empty(),
        Value::Object(o) => !o.is_empty(),
    }
}

fn number(v: &Value) -> Option<f64> {
    match v {
        Value::Number(n) => n.as_f64(),
        Value::String(s) => s.trim().parse().ok(),
        _ => None,
    }
}

/// Equal within 1e-6 relative; ratios written to two decimals (66.67) also match their exact value.
fn numbers_agree(gold: &Value, pred: &Value, percent: bool) -> bool {
    if gold.is_null() || pred.is_null() {
        return gold.is_null() && pred.is_null();
    }
    let (Some(g), Some(p)) = (number(gold), number(pred)) else { return false };
    let apart = (g - p).abs();
    apart <= 1e-6 * g.abs().max(p.abs()).max(1e-12) || percent && apart < 0.005 + 1e-9
}

/// Exact; where the gold has a year, the prediction may have XXXX for it.
fn dates_agree(gold: &Value, pred: &Value) -> bool {
    let (Some(g), Some(p)) = (gold.as_str(), pred.as_str()) else { return gold.is_null() && pred.is_null() };
    g.split('/').count() == p.split('/').count()
        && g.split('/')
            .zip(p.split('/'))
            .all(|(a, b)| a == b || b.strip_prefix("XXXX").is_some_and(|rest| a.get(4..) == Some(rest)))
}

/// F1 of the characters of two strings, as multisets.
#[must_use]
pub fn char_f1(a: &str, b: &str) -> f64 {
    let (n, m) = (a.chars().count(), b.chars().count());
    if n == 0 || m == 0 {
        return if n == m { 1.0 } else { 0.0 };
    }
    let mut left: HashMap<char, usize> = HashMap::new();
    for c in a.chars() {
        *left.entry(c).or_default() += 1;
    }
    let mut shared = 0_usize;
    for c in b.chars() {
        if let Some(k) = left.get_mut(&c).filter(|k| **k > 0) {
            *k -= 1;
            shared += 1;
        }
    }
    if shared == 0 {
        return 0.0;
    }
    let (p, r) = (shared as f64 / m as f64, shared as f64 / n as f64);
    2.0 * p * r / (p + r)
}
