//! Loads the lexer's tables.

use super::glyph::{Class, Glyph};
use super::moving::Moving;
use super::text::{Chars, is_han};
use super::words::Words;
use crate::calendar::Edtf;
use crate::error::Error;
use crate::metrics::expr::Kind;
use crate::number::Decimal;
use crate::tables::{Row, Table};
use std::collections::HashSet;

/// Whether a short list of characters holds `c`: quicker than a search, which prepares itself for long texts.
fn holds(list: &str, c: char) -> bool {
    list.chars().any(|one| one == c)
}

/// A unit of `units.tsv`.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) canonical: &'static str,
    pub(super) kind: Kind,
    not_before: Box<str>,
    ascii: bool,
    apart: bool,
}

impl Unit {
    /// Whether the surface is the whole word, given the character behind it.
    pub(super) fn fits(&self, next: Option<char>) -> bool {
        match next {
            None => true,
            Some(c) if self.ascii && c.is_ascii_alphanumeric() => false,
            Some(c) if self.apart && is_han(c) => "零一二三四五六七八九".contains(c),
            Some(c) => !holds(&self.not_before, c),
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
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub(super) effect: Effect,
    pub(super) calendar: bool,
    pub(super) far: bool,
    guard: Box<str>,
}

impl Bound {
    /// Whether the neighbour on the outer side lets the word be itself.
    pub(super) fn fits(&self, neighbour: Option<char>) -> bool {
        neighbour.is_none_or(|c| !holds(&self.guard, c))
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
    let columns = ["surface", "canonical", "kind", "dimension", "factor", "not_before", "where"];
    let table = Table::parse("units.tsv", include_str!("../../../data/metrics/units.tsv"), &columns)?;
    let (mut rows, mut seen) = (Vec::new(), HashSet::new());
    for row in table.rows() {
        if !seen.insert((row.get("surface"), row.get("where"))) {
            return Err(row.error(format!("surface {:?} stands there already", row.get("surface"))));
        }
        let apart = match row.get("where") {
            "apart" => true,
            "" => false,
            other => return Err(row.error(format!("where is {other:?}"))),
        };
        let kind = Kind::ALL
            .into_iter()
            .find(|k| k.name() == row.get("kind") && !k.is_calendar())
            .ok_or_else(|| row.error(format!("no kind {:?} of quantities", row.get("kind"))))?;
        let surface = row.need("surface")?;
        if !row.get("factor").is_empty() && row.get("factor").parse::<Decimal>().is_err() {
            return Err(row.error("factor is no number"));
        }
        let unit = Unit {
            canonical: row.need("canonical")?,
            kind,
            not_before: row.get("not_before").into(),
            apart,
            ascii: surface.ends_with(|c: char| c.is_ascii_alphanumeric()),
        };
        rows.push((surface.into(), unit));
    }
    Ok(Words::forward(rows))
}

/// `currency_prefixes.tsv`.
pub(super) fn currency_prefixes() -> Result<Words<&'static str>, Error> {
    let text = include_str!("../../../data/metrics/currency_prefixes.tsv");
    let table = Table::parse("currency_prefixes.tsv", text, &["surface", "canonical"])?;
    table.unique("surface")?;
    let rows = table.rows().map(|row| Ok((row.need("surface")?.into(), row.need("canonical")?)));
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

/// What a word of `calendar.tsv` is; see there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CalendarClass {
    RelYear,
    WeakYear,
    RelMonth,
    WeakMonth,
    RelQuarter,
    RelDay,
    Week,
    Half,
    HalfMonth,
    Third,
    YearEdge,
    MonthEdge,
    QuarterEdge,
    Plan,
    PlanWord,
    Holiday,
    HolidayWord,
    Moving,
    Lunar,
    Per,
}

/// A word that must not be part of another.
#[derive(Debug)]
pub(super) struct Guarded {
    pub(super) class: CalendarClass,
    pub(super) value: Box<str>,
    not_after: Box<str>,
    not_before: Box<str>,
}

impl Guarded {
    /// Whether its neighbours let it be itself.
    pub(super) fn fits(&self, before: Option<char>, after: Option<char>) -> bool {
        before.is_none_or(|c| !holds(&self.not_after, c)) && after.is_none_or(|c| !holds(&self.not_before, c))
    }
}

/// `calendar.tsv`.
pub(super) fn calendar() -> Result<Words<Guarded>, Error> {
    use CalendarClass as C;
    let columns = ["word", "class", "value", "not_after", "not_before"];
    let table = Table::parse("calendar.tsv", include_str!("../../../data/metrics/calendar.tsv"), &columns)?;
    table.unique("word")?;
    let mut rows = Vec::new();
    for row in table.rows() {
        let value = row.need("value")?;
        let small = || value.parse::<i8>().is_ok();
        let (class, ok) = match row.get("class") {
            "rel_year" => (C::RelYear, small()),
            "weak_year" => (C::WeakYear, small()),
            "rel_month" => (C::RelMonth, small()),
            "weak_month" => (C::WeakMonth, small()),
            "rel_quarter" => (C::RelQuarter, small()),
            "rel_day" => (C::RelDay, small()),
            "week" => (C::Week, small()),
            "half" => (C::Half, matches!(value, "40" | "41")),
            "half_month" => (C::HalfMonth, matches!(value, "1" | "2")),
            "third" => (C::Third, matches!(value, "1" | "2" | "3")),
            "year_edge" => (C::YearEdge, matches!(value, "1" | "6" | "12")),
            "month_edge" => (C::MonthEdge, matches!(value, "1" | "2" | "3")),
            "quarter_edge" => (C::QuarterEdge, matches!(value, "0" | "1")),
            "plan" => (C::Plan, value.parse::<Edtf>().is_ok_and(|e| e.is_interval())),
            "plan_word" => (C::PlanWord, value.parse::<Edtf>().is_ok_and(|e| e.is_interval())),
            "holiday" => (C::Holiday, format!("2000-{value}").parse::<Edtf>().is_ok()),
            "holiday_word" => (C::HolidayWord, format!("2000-{value}").parse::<Edtf>().is_ok()),
            "moving" => (C::Moving, Moving::named(value).is_some()),
            "lunar" => (C::Lunar, value.parse::<u8>().is_ok_and(|m| m <= 12)),
            "per" => (C::Per, value.starts_with('P')),
            other => return Err(row.error(format!("no class {other:?}"))),
        };
        if !ok {
            return Err(row.error(format!("value {value:?} does not suit the class")));
        }
        let guarded = Guarded {
            class,
            value: value.into(),
            not_after: row.get("not_after").into(),
            not_before: row.get("not_before").into(),
        };
        rows.push((row.need("word")?.into(), guarded));
    }
    Ok(Words::forward(rows))
}

/// A word of `fixed.tsv`.
#[derive(Debug)]
pub(super) struct Fixed {
    not_after: Box<str>,
    not_before: Box<str>,
}

impl Fixed {
    /// Whether its neighbours let it be itself.
    pub(super) fn fits(&self, before: Option<char>, after: Option<char>) -> bool {
        before.is_none_or(|c| !holds(&self.not_after, c)) && after.is_none_or(|c| !holds(&self.not_before, c))
    }
}

/// `fixed.tsv`.
pub(super) fn fixed() -> Result<Words<Fixed>, Error> {
    let columns = ["word", "not_after", "not_before"];
    let table = Table::parse("fixed.tsv", include_str!("../../../data/metrics/fixed.tsv"), &columns)?;
    table.unique("word")?;
    let rows = table.rows().map(|row| {
        let fixed =
            Fixed { not_after: row.get("not_after").into(), not_before: row.get("not_before").into() };
        Ok((row.need("word")?.into(), fixed))
    });
    Ok(Words::forward(rows.collect::<Result<_, Error>>()?))
}
