//! Quantities: amounts, ranges of them, and whether they can stand for themselves.

use super::Lexer;
use super::amount::{Amount, Measure};
use super::glyph::ten;
use super::number::amount;
use super::numeral::{Numeral, Shape};
use super::text::{View, is_han};
use crate::metrics::expr::{Expr, Kind, Writing};
use crate::number::Decimal;
use crate::span::Span;

/// Reads the quantity that begins at `at`.
pub(super) fn read(lex: &Lexer, view: &View<'_>, at: usize) -> Option<Expr> {
    let first = doubling(view, at).or_else(|| amount(lex, view, at))?;
    let whole = range(lex, view, &first).unwrap_or(first);
    if !stands(lex, view, &whole) {
        return None;
    }
    let unit_at = whole.unit.as_ref().map_or((whole.end, whole.end), |u| u.at);
    let (kind, unit, per) = match whole.unit {
        Some(u) => (u.kind, Some(u.canonical.into_owned()), u.per.map(str::to_owned)),
        None => (Kind::Count, None, None),
    };
    Some(Expr {
        at: Span::new(whole.start, whole.end),
        outer: Span::new(whole.start, whole.end),
        number: Span::new(whole.n.start, whole.n.end),
        kind,
        min: whole.n.min,
        max: whole.n.max,
        approx: whole.n.approx,
        masked: whole.n.masked,
        unit,
        unit_at: Span::new(unit_at.0, unit_at.1),
        per,
        edtf: None,
        writing: whole.n.writing,
        fixed: false,
    })
}

/// 翻番 is once doubled.
fn doubling(view: &View<'_>, at: usize) -> Option<Amount> {
    let end = view.word(at, "翻番")?;
    let unit_at = view.word(at, "翻")?;
    let unit = Measure { kind: Kind::Ratio, canonical: "番".into(), per: None, at: (unit_at, end) };
    Some(Amount::of(at, Numeral::exact(at, unit_at, Decimal::ONE, Writing::Words)).with(unit))
}

/// Whether the amount can stand for itself: a multiplier without digits and a mask need a unit.
fn stands(lex: &Lexer, view: &View<'_>, a: &Amount) -> bool {
    if a.n.shape == Shape::Bare && a.n.end - a.n.start <= '万'.len_utf8() {
        // 近百人, 超万元; 万 and 亿 alone are what blanking out left of a figure.
        let led = lex.before.back(view, a.start, |b, s| !b.calendar && b.fits(view.before(s))).is_some();
        return a.unit.is_some() && (led || view.before(a.start) == Some('达'));
    }
    if let Some(unit) = &a.unit {
        // 零点 is a time of the day.
        return !(unit.canonical == "点" && a.n.min == Some(Decimal::ZERO));
    }
    match a.n.shape {
        Shape::Bare => {
            // 百万, 千亿 may stand alone between other signs; 百, 万 and 亿 never do.
            a.n.min.is_some_and(|v| v >= ten(6))
                && !view.at(a.end).is_some_and(is_han)
                && !view.before(a.start).is_some_and(is_han)
        }
        // A zero written with 点 is a time of the day or a slip: 零点零.
        Shape::Full
            if a.n.writing == Writing::Chinese && a.n.min == Some(Decimal::ZERO) && a.end > a.start + 3 =>
        {
            false
        }
        // 零点零 in a word, by digits.
        _ if a.n.writing == Writing::Chinese
            && a.n.min == Some(Decimal::ZERO)
            && a.end > a.start + 3
            && view.at(a.end).is_some_and(is_han)
            && view.folded(a.start, a.end).contains('点') =>
        {
            false
        }
        // 零 alone is a word more often than a number: 零距离.
        Shape::Signs(1) | Shape::Full
            if a.n.writing == Writing::Chinese && a.n.min == Some(Decimal::ZERO) =>
        {
            !view.at(a.end).is_some_and(is_han) && !view.before(a.start).is_some_and(is_han)
        }
        // A mask without a unit hides a name as often as a number; two signs or more before a noun are taken for one.
        _ if a.n.masked => {
            a.end - a.start >= 2 && (a.n.approx || has_digit(view, a) || view.at(a.end).is_some_and(is_han))
        }
        _ => true,
    }
}

fn has_digit(view: &View<'_>, a: &Amount) -> bool {
    view.folded(a.start, a.end).contains(|c: char| c.is_ascii_digit())
}

/// Marks between the ends of a range.
const RANGE: [&str; 11] = ["——", "--", "—", "–", "-", "~", "―", "─", "ー", "至", "到"];

/// Whether such a mark begins with the character.
fn range_begins(c: char) -> bool {
    matches!(c, '—' | '-' | '–' | '~' | '―' | '─' | 'ー' | '至' | '到')
}

/// Where the range mark at `at` ends.
pub(super) fn range_mark(view: &View<'_>, at: usize) -> Option<usize> {
    // Asked behind every number: most characters are no mark of any kind.
    if view.at(at).is_some_and(range_begins) { view.any(at, &RANGE) } else { None }
}

/// The range that begins with `first`.
fn range(lex: &Lexer, view: &View<'_>, first: &Amount) -> Option<Amount> {
    let mut here = view.blanks(first.end);
    // Most characters are no mark.
    if !view.at(here).is_some_and(|c| range_begins(c) || matches!(c, '(' | '与' | '和' | '、')) {
        return None;
    }
    here = view.any(here, &["(含)", "(不含)"]).unwrap_or(here);
    let second = if let Some(mark) = range_mark(view, here) {
        let from = view.blanks(mark);
        amount(lex, view, from)?
    } else if let Some(mark) = view.any(here, &["与", "和"]) {
        // 10000与20000间, 位于20和30之间
        let mut second = amount(lex, view, view.blanks(mark))?;
        // 间 is also a measure word of rooms.
        if second.unit.as_ref().is_some_and(|u| u.canonical == "间") {
            second.unit = None;
            second.end = second.n.end;
        }
        view.any(view.blanks(second.end), &["之间", "间"])?;
        second
    } else if let Some(mark) = view.word(here, "、") {
        // 1、2% has lost its range mark.
        let second = amount(lex, view, mark)?;
        let next_to = first.n.min.zip(second.n.min).is_some_and(|(a, b)| a + Decimal::ONE == b);
        let percent = second.unit.as_ref().is_some_and(|u| u.canonical == "%");
        if !(next_to && percent && first.unit.is_none() && first.n.shape == Shape::Digits(1)) {
            return None;
        }
        second
    } else {
        return None;
    };
    let mut second = second;
    let unit = match (&first.unit, &second.unit) {
        (None, u) => u.clone(),
        (Some(a), Some(b)) if a.canonical == b.canonical && a.kind == b.kind => Some(b.clone()),
        (Some(a), None) if first.unit_first => Some(a.clone()),
        _ => return None,
    };
    // 百分之五至十: the second number has no 百分之 of its own.
    let mut min = first.n.min;
    if first.unit.is_none()
        && second.unit_first
        && second.unit.as_ref().is_some_and(|u| u.kind == Kind::Ratio)
    {
        return None;
    }
    // 0571-88888888 is a telephone number.
    if first.n.shape != Shape::Full
        && first.unit.is_none()
        && view.at(first.start) == Some('0')
        && first.end > first.start + 1
    {
        return None;
    }
    if !first.n.masked && !second.n.masked {
        let (a, b) = (min?, second.n.max.or(second.n.min)?);
        if first.n.scale == Decimal::ONE && first.unit.is_none()
            || (first.n.scale < second.n.scale && first.unit.is_none())
        {
            // 2至3万 and 七千到九千亿: the multiplier closes both.
            let closing = second.n.scale;
            if closing > Decimal::TEN && closing > first.n.scale {
                let coefficient = b.checked_div(closing)?;
                if a < coefficient && !(first.n.scale > Decimal::ONE && closing <= ten(3)) {
                    min = a.checked_mul(closing);
                }
            }
        }
        if let (Some(u), true) = (&second.unit, first.unit.is_none()) {
            // The first number takes part in what the unit does to the value.
            let by = match (u.kind, second.tenfold(view)) {
                (Kind::Ratio, true) => Decimal::TEN,
                _ => Decimal::ONE,
            };
            min = min.and_then(|v| v.checked_mul(by));
        }
        if min? > b {
            return None;
        }
    }
    if second.n.approx && second.n.max.is_none() {
        second.n.max = second.n.min;
    }
    let n = Numeral {
        start: first.n.start,
        end: second.n.end,
        min: if second.n.masked { None } else { min },
        max: if first.n.masked { None } else { second.n.max },
        approx: first.n.approx || second.n.approx,
        masked: first.n.masked || second.n.masked,
        writing: first.n.writing,
        scale: second.n.scale,
        shape: Shape::Full,
    };
    Some(Amount { start: first.start, end: second.end, n, unit, unit_first: first.unit_first })
}

impl Amount {
    /// Whether the unit is 成, which counts tenths.
    fn tenfold(&self, view: &View<'_>) -> bool {
        self.unit.as_ref().is_some_and(|u| view.at(u.at.0) == Some('成'))
    }
}
