//! Records of figures: `extract`, `parse`.

use crate::exact::Exact;
use crate::schema::{Column, PutRow, Record, exact, flag, integer, list, real, text};
use gongwen::{ArticleId, Document, Edtf, Expr, Metric, Normalised, SourceText};
use serde::Serialize;
use std::io;

/// Decimals of a confidence.
const CONFIDENCE: u32 = 2;

/// `extract`: one metric, with its proof.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct MetricRecord<'a> {
    pub doc: &'a str,
    pub article: Option<usize>,
    pub section: Vec<String>,
    pub start: usize,
    pub end: usize,
    pub text: &'a str,
    pub sentence: &'a str,
    pub kind: &'a str,
    pub role: &'a str,
    pub min: Option<Exact>,
    pub max: Option<Exact>,
    pub approx: bool,
    pub masked: bool,
    pub unit: Option<&'a str>,
    pub per: Option<&'a str>,
    pub edtf: Option<&'a str>,
    pub indicator: Option<&'a str>,
    pub change: Option<&'a str>,
    pub rule: &'a str,
    pub confidence: Exact,
    pub indicator_id: Option<&'a str>,
    pub year: Option<&'a str>,
    pub region: Option<&'a str>,
    pub region_code: Option<&'a str>,
    pub scope: Option<&'a str>,
}

impl<'a> MetricRecord<'a> {
    /// Of a metric that was found in the page; region and code are those of its article.
    #[must_use]
    pub fn new(doc: &'a Document, metric: &'a Metric) -> Self {
        let source = doc.source();
        let at = source.points(metric.at);
        let about = metric.article.map(|id| &doc.articles()[id.index()].about);
        Self {
            doc: doc.id(),
            article: metric.article.map(ArticleId::index),
            section: doc.path(metric.section),
            start: at.start(),
            end: at.end(),
            text: source.slice(metric.at),
            sentence: source.slice(metric.sentence),
            kind: metric.kind.name(),
            role: metric.role.name(),
            min: metric.min.map(Exact),
            max: metric.max.map(Exact),
            approx: metric.approx,
            masked: metric.masked,
            unit: metric.unit.as_deref(),
            per: metric.per.as_deref(),
            edtf: metric.edtf.as_ref().map(Edtf::as_str),
            indicator: metric.indicator.as_deref(),
            change: metric.change.map(gongwen::Change::name),
            rule: metric.rule,
            confidence: Exact::rounded(f64::from(metric.confidence), CONFIDENCE),
            indicator_id: metric.indicator_id,
            year: metric.year.as_ref().map(Edtf::as_str),
            region: about.and_then(|a| a.region.as_deref()),
            region_code: about.and_then(|a| a.region_code.as_deref()),
            scope: metric.scope,
        }
    }
}

impl Record for MetricRecord<'_> {
    const NAME: &'static str = "metrics";
    const COLUMNS: &'static [Column] = &[
        text("doc").brief(),
        integer("article"),
        list("section"),
        integer("start").brief(),
        integer("end"),
        text("text").brief(),
        text("sentence"),
        text("kind").brief(),
        text("role").brief(),
        exact("min").brief(),
        exact("max").brief(),
        flag("approx"),
        flag("masked"),
        text("unit").brief(),
        text("per"),
        text("edtf").brief(),
        text("indicator").brief(),
        text("change"),
        text("rule"),
        real("confidence"),
        text("indicator_id"),
        text("year"),
        text("region"),
        text("region_code"),
        text("scope"),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        put(&[
            self.doc.into(),
            self.article.into(),
            (&self.section).into(),
            self.start.into(),
            self.end.into(),
            self.text.into(),
            self.sentence.into(),
            self.kind.into(),
            self.role.into(),
            self.min.into(),
            self.max.into(),
            self.approx.into(),
            self.masked.into(),
            self.unit.into(),
            self.per.into(),
            self.edtf.into(),
            self.indicator.into(),
            self.change.into(),
            self.rule.into(),
            self.confidence.into(),
            self.indicator_id.into(),
            self.year.into(),
            self.region.into(),
            self.region_code.into(),
            self.scope.into(),
        ])
    }
}

/// `parse`: an expression of number or time, not judged.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct ParseRecord<'a> {
    pub doc: &'a str,
    pub start: usize,
    pub end: usize,
    pub text: &'a str,
    pub kind: &'a str,
    pub min: Option<Exact>,
    pub max: Option<Exact>,
    pub approx: bool,
    pub masked: bool,
    pub unit: Option<&'a str>,
    pub per: Option<&'a str>,
    pub edtf: Option<&'a str>,
}

impl<'a> ParseRecord<'a> {
    /// Of an expression in a short text; ordinals and fixed words give nothing.
    #[must_use]
    pub fn new(doc: &'a str, source: &'a SourceText, normal: &Normalised, expr: &'a Expr) -> Option<Self> {
        if expr.fixed {
            return None;
        }
        let at = normal.to_source(expr.at);
        let place = source.points(at);
        Some(Self {
            doc,
            start: place.start(),
            end: place.end(),
            text: source.slice(at),
            kind: expr.kind.name(),
            min: expr.min.map(Exact),
            max: expr.max.map(Exact),
            approx: expr.approx,
            masked: expr.masked,
            unit: expr.unit.as_deref(),
            per: expr.per.as_deref(),
            edtf: expr.edtf.as_ref().map(Edtf::as_str),
        })
    }

    /// Those of all expressions of a page.
    pub fn all(doc: &'a Document, found: &'a [Expr]) -> impl Iterator<Item = Self> {
        found.iter().filter_map(|e| Self::new(doc.id(), doc.source(), doc.normal(), e))
    }
}

impl Record for ParseRecord<'_> {
    const NAME: &'static str = "parse";
    const COLUMNS: &'static [Column] = &[
        text("doc").brief(),
        integer("start").brief(),
        integer("end").brief(),
        text("text").brief(),
        text("kind").brief(),
        exact("min").brief(),
        exact("max").brief(),
        flag("approx").brief(),
        flag("masked").brief(),
        text("unit").brief(),
        text("per").brief(),
        text("edtf").brief(),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        put(&[
            self.doc.into(),
            self.start.into(),
            self.end.into(),
            self.text.into(),
            self.kind.into(),
            self.min.into(),
            self.max.into(),
            self.approx.into(),
            self.masked.into(),
            self.unit.into(),
            self.per.into(),
            self.edtf.into(),
        ])
    }
}
