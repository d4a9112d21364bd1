//! The units that records use, with their dimension and exact factor: for whoever converts or compares values.

use super::expr::Kind;
use crate::number::Decimal;
use crate::tables::Table;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A canonical unit of `units.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitInfo {
    /// Its name in records: 公顷, 元, 个百分点.
    pub name: &'static str,
    /// The kind of the figures that it makes.
    pub kind: Kind,
    /// What it measures (`mass`, `area`, `money`, …); none for what is only counted.
    pub dimension: Option<&'static str>,
    /// How many of its dimension's SI unit (of money, of the currency's main unit; of ratios, of 1) it is.
    pub factor: Option<Decimal>,
}

/// The unit of that canonical name. The first call reads the table.
///
/// ```
/// let unit = gongwen::unit("公顷").unwrap();
/// assert_eq!((unit.dimension, unit.factor), (Some("area"), Some(10_000.into())));
/// assert_eq!(gongwen::unit("件").unwrap().dimension, None);
/// assert!(gongwen::unit("桶装").is_none());
/// ```
#[must_use]
pub fn unit(name: &str) -> Option<&'static UnitInfo> {
    static UNITS: OnceLock<HashMap<&'static str, UnitInfo>> = OnceLock::new();
    UNITS.get_or_init(load).get(name)
}

/// Every canonical unit, by the table; a table that is not well formed gives none, and the lexer's test tells.
fn load() -> HashMap<&'static str, UnitInfo> {
    let columns = ["surface", "canonical", "kind", "dimension", "factor", "not_before", "where"];
    let mut units: HashMap<&'static str, UnitInfo> = HashMap::new();
    let text = include_str!("../../data/metrics/units.tsv");
    let Ok(table) = Table::parse("units.tsv", text, &columns) else { return units };
    for row in table.rows() {
        let Some(kind) = Kind::ALL.into_iter().find(|k| k.name() == row.get("kind")) else { continue };
        let name = row.get("canonical");
        let own = row.get("surface") == name;
        let dimension = Some(row.get("dimension")).filter(|d| !d.is_empty());
        let factor = row.get("factor").parse().ok();
        let unit = UnitInfo { name, kind, dimension, factor };
        // The row in which a unit is written as it is called knows its factor best: others may be fractions of it.
        if own || !units.contains_key(name) {
            units.insert(name, unit);
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_are_those_of_the_names() {
        for (name, dimension, factor) in [
            ("吨", "mass", "1000"),
            ("斤", "mass", "0.5"),
            ("公里", "length", "1000"),
            ("%", "ratio", "0.01"),
            ("立方米", "volume", "1"),
        ] {
            let unit = unit(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(unit.dimension, Some(dimension), "{name}");
            assert_eq!(unit.factor, factor.parse().ok(), "{name}");
        }
        assert!(load().len() > 300);
    }
}
