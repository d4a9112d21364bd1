//! Loads the lexer's tables.

use super::numeral::{Class, Glyph};
use super::text::Chars;
use super::words::Words;
use crate::error::Error;
use crate::metrics::expr::Kind;
use crate::tables::{Row, Table};

/// A unit of `units.tsv`.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) canonical: Box<str>,
    pub(super) kind: Kind,
    not_before: Box<str>,
    ascii: bool,
}

impl Unit {
    /// Whether the surface is the whole word, given the character behind it.
    pub(super) fn fits(&self, next: Option<char>) -> bool {
        match next {
            None => true,
            Some(c) if self.ascii && c.is_ascii_alphanumeric() => false,
            Some(c) => !self.not_before.contains(c),
        }
    }
}

/// What a word of `bounds.tsv` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Min,
    Max,
    Level,
    Approx,
    More,
    Deadline,
    Since,
    Till,
    SinceMark,
    TillMark,
    Around,
    None,
}

/// A word of `bounds.tsv`.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) effect: Effect,
    pub(super) calendar: bool,
    pub(super) far: bool,
    guard: Box<str>,
}

impl Bound {
    /// Whether the neighbour on the outer side lets the word be itself.
    pub(super) fn fits(&self, neighbour: Option<char>) -> bool {
        neighbour.is_none_or(|c| !self.guard.contains(c))
    }
}

fn one_char(row: &Row<'_, '_>, column: &str) -> Result<char, Error> {
    let mut cs = row.get(column).chars();
    match (cs.next(), cs.next()) {
        (Some(c), None) => Ok(c),
        _ => Err(row.error(format!("{column} is not one character"))),
    }
}

/// The characters: what they are read as and what they are in numerals.
pub(super) fn chars() -> Result<Chars, Error> {
    let table = Table::parse(
        "variants.tsv",
        include_str!("../../../data/metrics/variants.tsv"),
        &["char", "read_as"],
    )?;
    table.unique("char")?;
    let mut variants = Vec::new();
    for row in table.rows() {
        variants.push((one_char(&row, "char")?, one_char(&row, "read_as")?));
    }
    let columns = ["char", "class", "value", "style"];
    let table = Table::parse("numerals.tsv", include_str!("../../../data/metrics/numerals.tsv"), &columns)?;
    table.unique("char")?;
    let mut glyphs = Vec::new();
    for row in table.rows() {
        let class = match row.get("class") {
            "digit" => Class::Digit,
            "unit" => Class::Unit,
            "big" => Class::Big,
            "tens" => Class::Tens,
            "point" => Class::Point,
            "half" => Class::Half,
            "vague" => Class::Vague,
            "mask" => Class::Mask,
            other => return Err(row.error(format!("no class {other:?}"))),
        };
        let value = row.get("value").parse().map_err(|_| row.error("value is no small number"))?;
        let formal = match row.get("style") {
            "plain" => false,
            "formal" => true,
            other => return Err(row.error(format!("no style {other:?}"))),
        };
        glyphs.push((one_char(&row, "char")?, Glyph { class, value, formal }));
    }
    Ok(Chars::new(&variants, &glyphs))
}

/// `units.tsv`.
pub(super) fn units() -> Result<Words<Unit>, Error> {
    let columns = ["surface", "canonical", "kind", "dimension", "factor", "not_before"];
    let table = Table::parse("units.tsv", include_str!("../../../data/metrics/units.tsv"), &columns)?;
    table.unique("surface")?;
    let mut rows = Vec::new();
    for row in table.rows() {
        let kind = Kind::ALL
            .into_iter()
            .find(|k| k.name() == row.get("kind") && !k.is_calendar())
            .ok_or_else(|| row.error(format!("no kind {:?} of quantities", row.get("kind"))))?;
        let surface = row.need("surface")?;
        let unit = Unit {
            canonical: row.need("canonical")?.into(),
            kind,
            not_before: row.get("not_before").into(),
            ascii: surface.ends_with(|c: char| c.is_ascii_alphanumeric()),
        };
        rows.push((surface.into(), unit));
    }
    Ok(Words::forward(rows))
}

/// `currency_prefixes.tsv`.
pub(super) fn currency_prefixes() -> Result<Words<Box<str>>, Error> {
    let text = include_str!("../../../data/metrics/currency_prefixes.tsv");
    let table = Table::parse("currency_prefixes.tsv", text, &["surface", "canonical"])?;
    table.unique("surface")?;
    let rows = table.rows().map(|row| Ok((row.need("surface")?.into(), row.need("canonical")?.into())));
    Ok(Words::forward(rows.collect::<Result<_, Error>>()?))
}

/// `bounds.tsv`: the words that stand before, and those that stand after.
pub(super) fn bounds() -> Result<(Words<Bound>, Words<Bound>), Error> {
    let columns = ["surface", "side", "effect", "scope", "far", "guard"];
    let table = Table::parse("bounds.tsv", include_str!("../../../data/metrics/bounds.tsv"), &columns)?;
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for row in table.rows() {
        let effect = match row.get("effect") {
            "min" => Effect::Min,
            "max" => Effect::Max,
            "level" => Effect::Level,
            "approx" => Effect::Approx,
            "more" => Effect::More,
            "deadline" => Effect::Deadline,
            "since" => Effect::Since,
            "till" => Effect::Till,
            "since_mark" => Effect::SinceMark,
            "till_mark" => Effect::TillMark,
            "around" => Effect::Around,
            "none" => Effect::None,
            other => return Err(row.error(format!("no effect {other:?}"))),
        };
        let calendar = match row.get("scope") {
            "calendar" => true,
            "number" => false,
            other => return Err(row.error(format!("no scope {other:?}"))),
        };
        let far = match row.get("far") {
            "far" => true,
            "" => false,
            other => return Err(row.error(format!("far is {other:?}"))),
        };
        let bound = Bound { effect, calendar, far, guard: row.get("guard").into() };
        match row.get("side") {
            "before" => before.push((row.need("surface")?.into(), bound)),
            "after" => after.push((row.need("surface")?.into(), bound)),
            other => return Err(row.error(format!("no side {other:?}"))),
        }
    }
    Ok((Words::backward(before), Words::forward(after)))
}
