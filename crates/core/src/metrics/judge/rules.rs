//! The table of rules: every record names the one that made it.

use crate::error::Error;
use crate::tables::Table;

/// A rule of the judge, as `data/metrics/rules.tsv` documents it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable id.
    pub id: &'static str,
    /// What it says.
    pub sense: &'static str,
    /// A sentence in which it makes a record, the core in 【】.
    pub yes: &'static str,
    /// A sentence in which it makes none.
    pub no: &'static str,
}

/// Every rule, in the table's order.
///
/// # Errors
/// When the table is not well formed.
pub fn rules() -> Result<Vec<Rule>, Error> {
    let table = Table::parse(
        "rules.tsv",
        include_str!("../../../data/metrics/rules.tsv"),
        &["id", "sense", "yes", "no"],
    )?;
    table.unique("id")?;
    table
        .rows()
        .map(|r| {
            Ok(Rule { id: r.need("id")?, sense: r.need("sense")?, yes: r.need("yes")?, no: r.get("no") })
        })
        .collect()
}
