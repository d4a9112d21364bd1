//! The rows of a summary: owned, since they outlive their pages.

use super::caps;
use crate::records::MetricRecord;
use gongwen::{Decimal, Document, Kind, Metric, Role, Script};
use std::collections::BTreeMap;
use std::ops::Range;

/// The figures.
#[derive(Clone, Debug, Default)]
pub(crate) struct Totals {
    pub(crate) chars: u64,
    pub(crate) furniture: u64,
    pub(crate) articles: u64,
    pub(crate) article_chars: u64,
    pub(crate) masks: u64,
    pub(crate) malformed: u64,
    pub(crate) repaired: u64,
    pub(crate) boilerplate_chars: u64,
    pub(crate) families: usize,
    pub(crate) copies: usize,
    pub(crate) passages: usize,
    pub(crate) encodings: BTreeMap<&'static str, u64>,
    pub(crate) scripts: BTreeMap<&'static str, u64>,
    pub(crate) kinds: BTreeMap<&'static str, u64>,
    pub(crate) metrics: BTreeMap<(Kind, Role), u64>,
}

/// A page, for the table of pages.
#[derive(Clone, Debug)]
pub(crate) struct PageRow {
    pub(crate) doc: String,
    pub(crate) title: Option<String>,
    pub(crate) encoding: &'static str,
    pub(crate) malformed: u32,
    pub(crate) repaired: Option<&'static str>,
    pub(crate) script: Script,
    pub(crate) chars: usize,
    pub(crate) furniture: usize,
    pub(crate) articles: usize,
    pub(crate) masks: usize,
    pub(crate) metrics: usize,
}

/// A metric with its proof.
#[derive(Clone, Debug)]
pub(crate) struct MetricRow {
    pub(crate) doc: String,
    pub(crate) article: Option<usize>,
    pub(crate) start: usize,
    pub(crate) script: Script,
    pub(crate) kind: Kind,
    pub(crate) value: String,
    /// For sorting by value.
    pub(crate) order: Option<String>,
    pub(crate) edtf: Option<String>,
    pub(crate) year: Option<String>,
    pub(crate) indicator: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) proof: Proof,
}

/// A common indicator over all pages.
#[derive(Clone, Debug)]
pub(crate) struct IndicatorRow {
    /// How the first page calls it.
    pub(crate) name: String,
    /// The unit of `targets` and `actuals`: the first that was met.
    pub(crate) unit: Option<String>,
    pub(crate) pages: usize,
    pub(crate) targets: Spread,
    pub(crate) actuals: Spread,
    last_page: usize,
}

/// How many figures there were, and between which values those in one unit lie.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spread {
    pub(crate) count: u64,
    pub(crate) between: Option<(Decimal, Decimal)>,
}

/// Part of a sentence, with the figure in it.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    pub(crate) text: String,
    /// Bytes of `text`.
    pub(crate) core: Range<usize>,
}

/// A family of repeated passages.
#[derive(Clone, Debug)]
pub(crate) struct FamilyRow {
    pub(crate) text: String,
    pub(crate) documents: usize,
    pub(crate) occurrences: usize,
    pub(crate) places: Vec<At>,
}

/// A cluster of copies.
#[derive(Clone, Debug)]
pub(crate) struct ClusterRow {
    pub(crate) cluster: usize,
    pub(crate) representative: At,
    pub(crate) count: usize,
    pub(crate) members: Vec<MemberRow>,
}

/// A member of a cluster.
#[derive(Clone, Debug)]
pub(crate) struct MemberRow {
    pub(crate) place: At,
    pub(crate) chars: usize,
    pub(crate) relation: &'static str,
    pub(crate) similarity: f64,
    pub(crate) container: Option<At>,
    pub(crate) representative: bool,
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) doc: String,
    pub(crate) article: Option<usize>,
    pub(crate) start: Option<usize>,
    /// The article's title.
    pub(crate) title: Option<String>,
}

impl IndicatorRow {
    pub(super) fn new(id: &str, first: &Metric) -> Self {
        Self {
            name: first.indicator.clone().unwrap_or_else(|| id.to_owned()),
            unit: first.unit.clone(),
            pages: 0,
            targets: Spread::default(),
            actuals: Spread::default(),
            last_page: 0,
        }
    }

    /// Adds a figure of the `page`th page, counted from 1.
    pub(super) fn add(&mut self, page: usize, metric: &Metric) {
        self.pages += usize::from(page != self.last_page);
        self.last_page = page;
        let range = match metric.role {
            Role::Target => &mut self.targets,
            Role::Actual => &mut self.actuals,
            Role::Reference => return,
        };
        range.count += 1;
        if let Some(value) = metric.min.or(metric.max).filter(|_| metric.unit == self.unit) {
            // A fall counts below zero, so that growth of -2 % to 5 % reads as that.
            let value = if metric.change == Some(gongwen::Change::Down) { -value } else { value };
            let (low, high) = range.between.unwrap_or((value, value));
            range.between = Some((low.min(value), high.max(value)));
        }
    }
}

impl MetricRow {
    pub(super) fn new(doc: &Document, metric: &Metric) -> Self {
        let r = MetricRecord::new(doc, metric);
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let core = if metric.sentence.contains(metric.at) {
            let from = metric.at.start() - metric.sentence.start();
            from..from + metric.at.len()
        } else {
            0..0
        };
        Self {
            doc: r.doc.to_owned(),
            article: r.article,
            start: r.start,
            script: doc.script(),
            kind: metric.kind,
            value: value(&r),
            order: r.min.or(r.max).map(|v| gongwen::plain(v.0)),
            edtf: owned(r.edtf),
            year: owned(r.year),
            indicator: owned(r.indicator),
            region: owned(r.region),
            proof: around(r.sentence, core),
        }
    }
}

/// A value for people: the figure as written, with a sign of its bound: `≥4次`, `约2000份`, `1-2次`, `xx件`.
fn value(r: &MetricRecord<'_>) -> String {
    let bound = match (r.min, r.max) {
        // 100多人次, 30余人: the figure itself says that there are more.
        (Some(_), None) if !r.approx => "≥",
        (None, Some(_)) => "≤",
        _ if r.approx => "约",
        _ => "",
    };
    format!("{bound}{}", r.text)
}

/// The text around `core`, cut where it is long.
pub(super) fn around(text: &str, core: Range<usize>) -> Proof {
    let before = &text[..core.start];
    let from = before.char_indices().rev().nth(caps::CONTEXT).map_or(0, |(i, c)| i + c.len_utf8());
    let after = &text[core.end..];
    let to = after.char_indices().nth(2 * caps::CONTEXT).map_or(text.len(), |(i, _)| core.end + i);
    let lead = if from > 0 { "…" } else { "" };
    let tail = if to < text.len() { "…" } else { "" };
    let shift = |i: usize| i - from + lead.len();
    Proof { text: format!("{lead}{}{tail}", &text[from..to]), core: shift(core.start)..shift(core.end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sentences_are_cut_around_their_figure() {
        let text = format!("{}4次{}", "前".repeat(500), "后".repeat(500));
        let proof = around(&text, 1500..1504);
        assert_eq!(&proof.text[proof.core.clone()], "4次");
        assert!(proof.text.starts_with("…前") && proof.text.ends_with("后…"));
        assert_eq!(proof.text.chars().count(), 1 + 120 + 2 + 240 + 1);
        let short = around("共4次。", 3..7);
        assert_eq!((short.text.as_str(), short.core), ("共4次。", 3..7));
    }
}
