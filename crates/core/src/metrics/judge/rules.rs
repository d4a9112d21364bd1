//! The tables of rules: every record names the one that made it, every statement its pattern, and every expression that
//! makes no record the reason.

use crate::error::Error;
use crate::tables::Table;

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleKind {
    /// Makes a metric.
    Metric,
    /// Finds words in place of a number.
    Statement,
    /// Says why an expression is no metric.
    Rejection,
}

impl RuleKind {
    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Metric => "metric",
            Self::Statement => "statement",
            Self::Rejection => "rejection",
        }
    }
}

/// A rule of the judge, as the tables in `data/metrics` document it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What it does.
    pub kind: RuleKind,
    /// Its stable id.
    pub id: &'static str,
    /// What it says.
    pub sense: &'static str,
    /// A sentence in which it speaks, of what stands in 【】.
    pub yes: &'static str,
    /// A sentence in which it does not.
    pub no: &'static str,
}

/// Every rule, in the order of the tables: what makes metrics (`rules.tsv`), what stands in place of a number
/// (`panel/qualitative.tsv`), and what is no metric (`reject/rules.tsv`).
///
/// # Errors
/// When a table is not well formed.
pub fn rules() -> Result<Vec<Rule>, Error> {
    const COLUMNS: [&str; 4] = ["id", "sense", "yes", "no"];
    let metric = Table::parse("rules.tsv", include_str!("../../../data/metrics/rules.tsv"), &COLUMNS)?;
    let rejection =
        Table::parse("reject/rules.tsv", include_str!("../../../data/metrics/reject/rules.tsv"), &COLUMNS)?;
    let statement = super::statements::table()?;
    let mut rules = Vec::new();
    for (kind, table) in
        [(RuleKind::Metric, metric), (RuleKind::Statement, statement), (RuleKind::Rejection, rejection)]
    {
        table.unique("id")?;
        for row in table.rows() {
            rules.push(Rule {
                kind,
                id: row.need("id")?,
                sense: row.need("sense")?,
                yes: row.need("yes")?,
                no: row.get("no"),
            });
        }
    }
    Ok(rules)
}
