//! Records of `panel`, long and wide, and of `rules`.

use crate::exact::Exact;
use crate::schema::{Cell, Column, PutRow, Record, exact, flag, integer, list, text};
use gongwen::{Change, Document, PanelRow, Rule};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

/// `panel`: the analyst's table, a row a region, year, indicator, role and source.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names of the contract
pub struct PanelRecord<'a> {
    pub region: Option<&'a str>,
    pub region_code: Option<&'a str>,
    pub year: &'a str,
    pub indicator_id: &'a str,
    pub indicator: Option<&'a str>,
    pub role: &'a str,
    pub min: Option<Exact>,
    pub max: Option<Exact>,
    pub approx: bool,
    pub change: Option<&'a str>,
    pub masked: bool,
    pub unit: Option<&'a str>,
    pub text: &'a str,
    pub qualitative: Option<&'a str>,
    pub doc: &'a str,
    pub start: usize,
    pub end: usize,
    pub scope: Option<&'a str>,
    pub mentions: usize,
    pub conflict: bool,
    pub choice: &'a str,
}

impl<'a> PanelRecord<'a> {
    /// Of a row that was made from the page.
    #[must_use]
    pub fn new(doc: &'a Document, row: &'a PanelRow) -> Self {
        let source = doc.source();
        let at = source.points(row.at);
        let text = source.slice(row.at);
        Self {
            region: row.region.as_deref(),
            region_code: row.region_code.as_deref(),
            year: row.year.as_str(),
            indicator_id: row.indicator_id,
            indicator: row.indicator.as_deref(),
            role: row.role.name(),
            min: row.min.map(Exact),
            max: row.max.map(Exact),
            approx: row.approx,
            change: row.change.map(Change::name),
            masked: row.masked,
            unit: row.unit.as_deref(),
            text,
            qualitative: row.worded.then_some(text),
            doc: doc.id(),
            start: at.start(),
            end: at.end(),
            scope: row.scope,
            mentions: row.mentions,
            conflict: row.conflict,
            choice: row.choice.name(),
        }
    }
}

impl Record for PanelRecord<'_> {
    const NAME: &'static str = "panel";
    const COLUMNS: &'static [Column] = &[
        text("region").brief(),
        text("region_code"),
        text("year").brief(),
        text("indicator_id").brief(),
        text("indicator").brief(),
        text("role").brief(),
        exact("min").brief(),
        exact("max").brief(),
        flag("approx"),
        text("change").brief(),
        flag("masked"),
        text("unit").brief(),
        text("text").brief(),
        text("qualitative").brief(),
        text("doc").brief(),
        integer("start"),
        integer("end"),
        text("scope").brief(),
        integer("mentions"),
        flag("conflict").brief(),
        text("choice"),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        put(&[
            self.region.into(),
            self.region_code.into(),
            self.year.into(),
            self.indicator_id.into(),
            self.indicator.into(),
            self.role.into(),
            self.min.into(),
            self.max.into(),
            self.approx.into(),
            self.change.into(),
            self.masked.into(),
            self.unit.into(),
            self.text.into(),
            self.qualitative.into(),
            self.doc.into(),
            self.start.into(),
            self.end.into(),
            self.scope.into(),
            self.mentions.into(),
            self.conflict.into(),
            self.choice.into(),
        ])
    }
}

/// `panel --wide`: a row a region, year, role and page, a column an indicator (`gdp_growth`, `income_growth.农村`).
///
/// A cell holds the figure as an analyst reads it: `5`, `4.5~5`, `>=180000`, `<=5.5`, an `X` where the digits are
/// blanked out, or the words that stand in its place. Units are those of the long table.
/// Of figures that contradict each other the first stands here; the long table has them all.
#[derive(Clone, Debug, Default)]
pub struct WidePanel {
    columns: BTreeMap<String, ()>,
    rows: BTreeMap<WideKey, BTreeMap<String, String>>,
}

/// Region, code, year, role and page of a row of the wide table.
type WideKey = (Option<String>, Option<String>, String, String, String);

impl WidePanel {
    /// Takes a row of the long table in.
    pub fn add(&mut self, row: &PanelRecord<'_>) {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let column = match row.scope {
            Some(scope) => format!("{}.{scope}", row.indicator_id),
            None => row.indicator_id.to_owned(),
        };
        self.columns.insert(column.clone(), ());
        let (year, role, doc) = (row.year.to_owned(), row.role.to_owned(), row.doc.to_owned());
        let key = (own(row.region), own(row.region_code), year, role, doc);
        let cell = self.rows.entry(key).or_default().entry(column);
        cell.or_insert_with(|| wide_cell(row));
    }

    /// The columns: those of the key, then one an indicator, by name.
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        let key = ["region", "region_code", "year", "role", "doc"].map(|name| text(name).brief());
        let of = self
            .columns
            .keys()
            .map(|name| Column::new(Cow::Owned(name.clone()), crate::schema::ColumnType::Text).brief());
        key.into_iter().chain(of).collect()
    }

    /// Hands over the rows, sorted by their keys.
    ///
    /// # Errors
    /// Those of `put`.
    pub fn rows<E>(&self, mut put: impl FnMut(&[Cell<'_>]) -> Result<(), E>) -> Result<(), E> {
        for ((region, code, year, role, doc), figures) in &self.rows {
            let mut cells: Vec<Cell<'_>> = vec![
                region.as_deref().into(),
                code.as_deref().into(),
                year.as_str().into(),
                role.as_str().into(),
                doc.as_str().into(),
            ];
            cells.extend(self.columns.keys().map(|name| Cell::from(figures.get(name).map(String::as_str))));
            put(&cells)?;
        }
        Ok(())
    }
}

/// A figure in one cell.
fn wide_cell(row: &PanelRecord<'_>) -> String {
    let write = |value: Exact| gongwen::plain(value.0);
    match (row.qualitative, row.min, row.max) {
        (Some(words), ..) => words.to_owned(),
        (None, Some(min), Some(max)) if min == max => write(min),
        (None, Some(min), Some(max)) => format!("{}~{}", write(min), write(max)),
        (None, Some(min), None) => format!(">={}", write(min)),
        (None, None, Some(max)) => format!("<={}", write(max)),
        (None, None, None) => "X".to_owned(),
    }
}

/// `rules`: a rule of the extractor, with its examples and what it made of the inputs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the names say it
pub struct RuleRecord<'a> {
    pub id: &'a str,
    pub kind: &'a str,
    pub sense: &'a str,
    pub yes: &'a str,
    pub no: &'a str,
    pub hits: usize,
    pub samples: Vec<String>,
}

impl<'a> RuleRecord<'a> {
    /// Of a rule, with the number of records that it made and some of them.
    #[must_use]
    pub fn new(rule: &'a Rule, hits: usize, samples: Vec<String>) -> Self {
        Self {
            id: rule.id,
            kind: rule.kind.name(),
            sense: rule.sense,
            yes: rule.yes,
            no: rule.no,
            hits,
            samples,
        }
    }
}

impl Record for RuleRecord<'_> {
    const NAME: &'static str = "rules";
    const COLUMNS: &'static [Column] = &[
        text("id").brief(),
        text("kind").brief(),
        text("sense").brief(),
        text("yes").brief(),
        text("no"),
        integer("hits").brief(),
        list("samples"),
    ];

    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()> {
        let (hits, samples) = (self.hits.into(), (&self.samples).into());
        put(&[
            self.id.into(),
            self.kind.into(),
            self.sense.into(),
            self.yes.into(),
            self.no.into(),
            hits,
            samples,
        ])
    }
}
