//! Numerals with their units: amounts, ranges, fractions, percentages, compound sums.

use super::Lexer;
use super::numeral::{self, Class, Numeral, Shape, ten};
use super::text::{View, is_han};
use crate::metrics::expr::{Expr, Kind, Writing};
use crate::number::Decimal;
use crate::span::Span;

/// A unit found behind (or before) a number.
#[derive(Clone, Debug)]
struct Measure {
    kind: Kind,
    canonical: String,
    per: Option<&'static str>,
    at: (usize, usize),
}

/// One number with its unit.
#[derive(Clone, Debug)]
struct Amount {
    start: usize,
    number: (usize, usize),
    end: usize,
    min: Option<Decimal>,
    max: Option<Decimal>,
    approx: bool,
    masked: bool,
    writing: Writing,
    scale: Decimal,
    shape: Shape,
    unit: Option<Measure>,
    /// The unit stands before the number (百分之, 人民币) and may serve a second number that has none.
    unit_first: bool,
}

/// Reads the quantity that begins at `at`.
pub(super) fn read(lex: &Lexer, view: &View<'_>, at: usize) -> Option<Expr> {
    let first = amount(lex, view, at)?;
    let whole = range(lex, view, &first).unwrap_or(first);
    if !stands(view, &whole) {
        return None;
    }
    let unit_at = whole.unit.as_ref().map_or((whole.end, whole.end), |u| u.at);
    let (kind, unit, per) = match whole.unit {
        Some(u) => (u.kind, Some(u.canonical), u.per.map(str::to_owned)),
        None => (Kind::Count, None, None),
    };
    Some(Expr {
        at: Span::new(whole.start, whole.end),
        outer: Span::new(whole.start, whole.end),
        number: Span::new(whole.number.0, whole.number.1),
        kind,
        min: whole.min,
        max: whole.max,
        approx: whole.approx,
        masked: whole.masked,
        unit,
        unit_at: Span::new(unit_at.0, unit_at.1),
        per,
        edtf: None,
        writing: whole.writing,
        fixed: false,
    })
}

/// Whether the amount can stand for itself: a multiplier without digits and a mask need a unit.
fn stands(view: &View<'_>, a: &Amount) -> bool {
    if a.unit.is_some() {
        return true;
    }
    match a.shape {
        Shape::Bare => {
            // 百万, 千亿 may stand alone between other signs; 百, 万 and 亿 never do.
            a.min.is_some_and(|v| v >= ten(6))
                && !view.at(a.end).is_some_and(is_han)
                && !view.before(a.start).is_some_and(is_han)
        }
        // 零 alone is a word more often than a number, as is a zero written with 点: 零距离, 零点.
        Shape::Signs(1) | Shape::Full if a.writing == Writing::Chinese && a.min == Some(Decimal::ZERO) => {
            !view.at(a.end).is_some_and(is_han) && !view.before(a.start).is_some_and(is_han)
        }
        // A mask without a unit hides a name as often as a number; two signs or more before a noun are taken for one.
        _ if a.masked => {
            a.end - a.start >= 2 && (a.approx || has_digit(view, a) || view.at(a.end).is_some_and(is_han))
        }
        _ => true,
    }
}

fn has_digit(view: &View<'_>, a: &Amount) -> bool {
    view.folded(a.start, a.end).contains(|c: char| c.is_ascii_digit())
}

/// A sign at `at`: its factor and where the number begins.
fn sign(view: &View<'_>, at: usize) -> (bool, usize) {
    match view.next(at) {
        Some(('负', end)) => (true, end),
        Some(('-', end)) => {
            let free = match view.before(at) {
                None => true,
                Some(c) => {
                    !(c.is_ascii_alphanumeric() || matches!(c, ')' | '-' | '%' | '}' | ']' | '*' | '×'))
                }
            };
            (free, end)
        }
        _ => (false, at),
    }
}

/// One number with sign and unit, without ranges.
fn amount(lex: &Lexer, view: &View<'_>, at: usize) -> Option<Amount> {
    if let Some((canonical, end)) = lex.currency_prefixes.at(view, at, |_, _| true) {
        let prefix = (at, end);
        let from = view.blanks(end);
        let mut a = amount(lex, view, from)?;
        match &a.unit {
            Some(u) if u.kind == Kind::Money => {}
            None => {
                let unit =
                    Measure { kind: Kind::Money, canonical: canonical.to_string(), per: None, at: prefix };
                a.unit = Some(unit);
                a.unit_first = true;
            }
            Some(_) => return None,
        }
        if a.unit_first || view.at(at).is_some_and(is_han) {
            a.start = at;
        }
        return Some(a);
    }
    let (negative, from) = sign(view, at);
    if from > at && !negative {
        return None;
    }
    if let Some(a) = half(lex, view, from) {
        return Some(a);
    }
    let n = numeral::read(view, from)?;
    if let Some(a) = fraction(view, at, negative, &n) {
        return Some(a);
    }
    let mut n = n;
    thousand(view, &mut n);
    if negative {
        // A hyphen before a mask or between a page number's dashes is no sign.
        if n.masked
            || view.at(n.end) == Some('-')
                && !matches!(view.glyph(n.end + 1), Some((g, _)) if g.class == Class::Arabic)
        {
            return None;
        }
        (n.min, n.max) = (n.max.map(|v| -v), n.min.map(|v| -v));
    }
    let mut a = Amount {
        start: at,
        number: (at, n.end),
        end: n.end,
        min: n.min,
        max: n.max,
        approx: n.approx,
        masked: n.masked,
        writing: n.writing,
        scale: n.scale,
        shape: n.shape,
        unit: None,
        unit_first: false,
    };
    attach(lex, view, &mut a);
    Some(a)
}

/// 15K is 15,000.
fn thousand(view: &View<'_>, n: &mut Numeral) {
    if n.writing != Writing::Arabic || n.masked {
        return;
    }
    if let Some(('K' | 'k', end)) = view.next(n.end) {
        if !view.at(end).is_some_and(|c| c.is_ascii_alphanumeric() || c == '/' || c == '²') {
            let by = |v: Option<Decimal>| v.and_then(|v| v.checked_mul(ten(3)));
            (n.min, n.max, n.end, n.scale, n.shape) = (by(n.min), by(n.max), end, ten(3), Shape::Full);
        }
    }
}

/// 半年, 半个小时, 半成: half of a unit of time, measure or tenths. 一半 and 过半 are a ratio.
fn half(lex: &Lexer, view: &View<'_>, at: usize) -> Option<Amount> {
    let (c, end) = view.next(at)?;
    let make = |end: usize, value: Decimal, unit: Measure| Amount {
        start: at,
        number: (at, unit.at.0),
        end,
        min: Some(value),
        max: Some(value),
        approx: false,
        masked: false,
        writing: Writing::Chinese,
        scale: Decimal::ONE,
        shape: Shape::Full,
        unit: Some(unit),
        unit_first: false,
    };
    if c == '半' {
        let unit = lex.unit_at(view, view.blanks(end))?;
        if !matches!(unit.kind, Kind::Duration | Kind::Measure | Kind::Money) && unit.canonical != "成" {
            return None;
        }
        let stop = unit.at.1;
        let (value, unit) = if unit.canonical == "成" {
            (Decimal::from(5), Measure { canonical: "%".into(), ..unit })
        } else {
            (Decimal::new(5, 1), unit)
        };
        return Some(make(stop, value, unit));
    }
    if c == '一' {
        let stop = view.word(end, "半")?;
        // 一半天 does not occur; 一半以上, 一半的 do.
        let unit = Measure { kind: Kind::Ratio, canonical: "%".into(), per: None, at: (stop, stop) };
        return Some(make(stop, Decimal::from(50), unit));
    }
    None
}

/// A分之B: 百分之七十, 三分之二, 千分之五.
fn fraction(view: &View<'_>, start: usize, negative: bool, whole: &Numeral) -> Option<Amount> {
    if whole.masked {
        return None;
    }
    let (base, below) = match view.next(whole.end) {
        Some(('又', end)) => (whole.min?, numeral::read(view, end)?),
        _ => (Decimal::ZERO, *whole),
    };
    let mid = view.word(below.end, "分之")?;
    let (minus, from) = sign(view, mid);
    let mut above = numeral::read(view, from)?;
    thousand(view, &mut above);
    let bottom = below.min?;
    if bottom.is_zero() || (above.shape == Shape::Bare && bottom != Decimal::ONE_HUNDRED) {
        return None;
    }
    let flip = negative != minus;
    let share = |v: Option<Decimal>| {
        let v = v?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(bottom)?;
        let v = base.checked_mul(Decimal::ONE_HUNDRED)?.checked_add(v)?;
        Some(tidy(if flip { -v } else { v }))
    };
    let (low, high) = match above.shape {
        // 百分之二三 is two or three per cent.
        Shape::Pair(a, b) => (share(Some(a)), share(Some(b))),
        _ => (share(above.min), share(above.max)),
    };
    let unit = Measure { kind: Kind::Ratio, canonical: "%".into(), per: None, at: (start, mid) };
    Some(Amount {
        start,
        number: (start, above.end),
        end: above.end,
        min: low,
        max: high,
        approx: above.approx,
        masked: above.masked,
        writing: if above.masked { Writing::Masked } else { above.writing },
        scale: above.scale,
        shape: Shape::Full,
        unit: Some(unit),
        unit_first: bottom == Decimal::ONE_HUNDRED || bottom == ten(3) || bottom == ten(4),
    })
}

/// A quotient to two decimals, to four significant digits where it is small; exact where it is short.
fn tidy(v: Decimal) -> Decimal {
    let v = v.normalize();
    if v.scale() <= 10 {
        return v;
    }
    if v.abs() >= Decimal::ONE { v.round_dp(2) } else { v.round_sf(4).unwrap_or(v) }.normalize()
}

/// Adds the unit behind the number, with what it does to the value.
fn attach(lex: &Lexer, view: &View<'_>, a: &mut Amount) {
    let gap = view.blanks(a.number.1);
    // 一个半小时, 两个半月.
    if let Some(end) = view.word(gap, "个半") {
        let unit = lex.unit_at(view, end).or_else(|| {
            let end_of = view.word(end, "月")?;
            Some(Measure { kind: Kind::Duration, canonical: "个月".into(), per: None, at: (end, end_of) })
        });
        if let Some(mut unit) = unit.filter(|u| u.kind == Kind::Duration && u.canonical != "天") {
            a.end = unit.at.1;
            unit.at.0 = gap;
            add_half(a);
            if unit.canonical == "月" {
                unit.canonical = "个月".into();
            }
            a.unit = Some(unit);
            return;
        }
    }
    // 两个亿, 三个万: a multiplier with 个.
    if let Some(end) = view.word(gap, "个") {
        if let Some((g, stop)) = view.glyph(end) {
            if g.class == Class::Big && a.scale == Decimal::ONE && view.at(end) == Some('亿') {
                let m = ten(g.value);
                let by = |v: Option<Decimal>| v.and_then(|v| v.checked_mul(m));
                (a.min, a.max, a.scale) = (by(a.min), by(a.max), m);
                a.shape = Shape::Full;
                a.number.1 = stop;
                a.end = stop;
                let next = view.blanks(stop);
                if let Some(unit) = lex.unit_at(view, next) {
                    finish(lex, view, a, unit);
                }
                return;
            }
        }
    }
    let Some(unit) = lex.unit_at(view, gap) else { return };
    // Digits with a blank before an ordinary word are not a quantity of it.
    if gap > a.number.1 && unit.kind == Kind::Count && a.writing == Writing::Chinese {
        return;
    }
    finish(lex, view, a, unit);
}

fn add_half(a: &mut Amount) {
    let half = Decimal::new(5, 1);
    a.min = a.min.and_then(|v| v.checked_add(half));
    a.max = a.max.and_then(|v| v.checked_add(half));
}

fn finish(lex: &Lexer, view: &View<'_>, a: &mut Amount, mut unit: Measure) {
    if let Shape::Pair(low, high) = a.shape {
        if a.writing == Writing::Chinese {
            (a.min, a.max, a.shape) = (Some(low), Some(high), Shape::Full);
        }
    }
    a.end = unit.at.1;
    let scaled = |v: Option<Decimal>, by: Decimal| v.and_then(|v| v.checked_mul(by)).map(|v| v.normalize());
    match unit.canonical.as_str() {
        "成" => {
            if a.max.or(a.min).is_some_and(|v| v > Decimal::TEN) {
                return;
            }
            (a.min, a.max) = (scaled(a.min, Decimal::TEN), scaled(a.max, Decimal::TEN));
            unit.canonical = "%".into();
            if let Some(end) = view.word(a.end, "半") {
                let five = Decimal::from(5);
                (a.min, a.max) = (a.min.map(|v| v + five), a.max.map(|v| v + five));
                a.end = end;
                unit.at.1 = end;
            }
        }
        "‰" => {
            (a.min, a.max) = (scaled(a.min, Decimal::new(1, 1)), scaled(a.max, Decimal::new(1, 1)));
            unit.canonical = "%".into();
        }
        "元" if unit.kind == Kind::Money => small_money(lex, view, a, &mut unit),
        "角" | "分" if unit.kind == Kind::Money => {
            let by = Decimal::new(1, if unit.canonical == "角" { 1 } else { 2 });
            (a.min, a.max) = (scaled(a.min, by), scaled(a.max, by));
            if unit.canonical == "角" {
                cents(view, a, &mut unit);
            }
            unit.canonical = "元".into();
        }
        _ => {
            // 三年半, 一吨半, 一倍半.
            let takes_half = matches!(unit.kind, Kind::Duration | Kind::Measure) || unit.canonical == "倍";
            if let (true, Some(end)) = (takes_half, view.word(a.end, "半")) {
                let clash = view.at(end).is_some_and(|c| "径导决数年月天日小个夜".contains(c));
                if !clash {
                    add_half(a);
                    a.end = end;
                    unit.at.1 = end;
                }
            }
        }
    }
    compound(lex, view, a, &mut unit);
    a.unit = Some(unit);
}

/// 角 and 分 behind 元: 50元6角三分, 三块五.
fn small_money(lex: &Lexer, view: &View<'_>, a: &mut Amount, unit: &mut Measure) {
    let Some(n) = single_digit(view, a.end) else { return };
    if let Some(end) = view.any(n.1, &["角", "毛"]) {
        a.min = a.min.map(|v| v + n.0 * Decimal::new(1, 1));
        a.max = a.max.map(|v| v + n.0 * Decimal::new(1, 1));
        a.end = end;
        unit.at.1 = end;
        cents(view, a, unit);
    } else if let Some(end) =
        view.word(n.1, "分").filter(|e| view.word(*e, "之").is_none() && view.word(*e, "钟").is_none())
    {
        a.min = a.min.map(|v| v + n.0 * Decimal::new(1, 2));
        a.max = a.max.map(|v| v + n.0 * Decimal::new(1, 2));
        a.end = end;
        unit.at.1 = end;
    } else if view.word_back(a.end, "块").is_some()
        && lex.unit_at(view, n.1).is_none()
        && view.glyph(n.1).is_none()
    {
        // 三块五
        a.min = a.min.map(|v| v + n.0 * Decimal::new(1, 1));
        a.max = a.max.map(|v| v + n.0 * Decimal::new(1, 1));
        a.end = n.1;
        unit.at.1 = n.1;
    }
}

fn cents(view: &View<'_>, a: &mut Amount, unit: &mut Measure) {
    if let Some(end) = view.any(a.end, &["整", "正", "钱"]) {
        a.end = end;
        unit.at.1 = end;
        return;
    }
    let Some((d, end)) = single_digit(view, a.end) else { return };
    if let Some(end) = view.word(end, "分") {
        a.min = a.min.map(|v| v + d * Decimal::new(1, 2));
        a.max = a.max.map(|v| v + d * Decimal::new(1, 2));
        a.end = end;
        unit.at.1 = end;
    }
}

/// One digit, perhaps after 零.
fn single_digit(view: &View<'_>, at: usize) -> Option<(Decimal, usize)> {
    let from = view.word(at, "零").unwrap_or(at);
    let (g, end) = view.glyph(from)?;
    let digit = matches!(g.class, Class::Arabic | Class::Digit);
    let more = matches!(view.glyph(end), Some((f, _)) if f.class == Class::Arabic);
    (digit && !more).then(|| (Decimal::from(g.value), end))
}

/// A second unit behind a stroke or 每: 微克/立方米, 元/月, 元/人.
fn compound(lex: &Lexer, view: &View<'_>, a: &mut Amount, unit: &mut Measure) {
    let Some(('/', after)) = view.next(a.end) else { return };
    let period = match view.next(after) {
        Some(('年', end)) => Some(("P1Y", "年", end)),
        Some(('月', end)) => Some(("P1M", "月", end)),
        Some(('周', end)) => Some(("P1W", "周", end)),
        Some(('天', end)) => Some(("P1D", "天", end)),
        Some(('日', end)) => Some(("P1D", "日", end)),
        _ => view.word(after, "季度").map(|end| ("P3M", "季度", end)),
    };
    if let Some((per, name, end)) = period {
        a.end = end;
        unit.at.1 = end;
        unit.per = Some(per);
        if unit.kind == Kind::Measure {
            // A rate of a physical unit is its own unit.
            unit.canonical = format!("{}/{name}", unit.canonical);
        }
        return;
    }
    let Some(below) = lex.unit_at(view, after) else { return };
    a.end = below.at.1;
    unit.at.1 = below.at.1;
    match unit.kind {
        Kind::Money => {
            // 元/人·月 has a period as well.
            if let Some(end) = view.any(a.end, &["·月", ".月", "/月"]) {
                a.end = end;
                unit.at.1 = end;
                unit.per = Some("P1M");
            }
        }
        _ => unit.canonical = format!("{}/{}", unit.canonical, below.canonical),
    }
}

/// Marks between the ends of a range.
const RANGE: [&str; 14] = ["——", "--", "—", "–", "-", "~", "―", "─", "至", "到", "―", "﹣", "ー", "一-"];

pub(super) fn range_mark(view: &View<'_>, at: usize) -> Option<usize> {
    view.any(at, &RANGE[..13])
}

/// The range that begins with `first`.
fn range(lex: &Lexer, view: &View<'_>, first: &Amount) -> Option<Amount> {
    let mut here = view.blanks(first.end);
    here = view.any(here, &["(含)", "(不含)"]).unwrap_or(here);
    let second = if let Some(mark) = range_mark(view, here) {
        let from = view.blanks(mark);
        amount(lex, view, from)?
    } else if let Some(mark) = view.any(here, &["与", "和"]) {
        // 10000与20000间, 位于20和30之间
        let second = amount(lex, view, view.blanks(mark))?;
        view.any(view.blanks(second.end), &["之间", "间"])?;
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
    let mut min = first.min;
    if first.unit.is_none()
        && second.unit_first
        && second.unit.as_ref().is_some_and(|u| u.kind == Kind::Ratio)
    {
        return None;
    }
    if !first.masked && !second.masked {
        let (a, b) = (min?, second.max.or(second.min)?);
        if first.scale == Decimal::ONE && first.unit.is_none()
            || (first.scale < second.scale && first.unit.is_none())
        {
            // 2至3万 and 七千到九千亿: the multiplier closes both.
            let closing = second.scale;
            if closing > Decimal::TEN && closing > first.scale {
                let coefficient = b.checked_div(closing)?;
                if a < coefficient && !(first.scale > Decimal::ONE && closing <= ten(3)) {
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
    if second.approx && second.max.is_none() {
        second.max = second.min;
    }
    Some(Amount {
        start: first.start,
        number: (first.number.0, second.number.1),
        end: second.end,
        min: if second.masked { None } else { min },
        max: if first.masked { None } else { second.max },
        approx: first.approx || second.approx,
        masked: first.masked || second.masked,
        writing: first.writing,
        scale: second.scale,
        shape: Shape::Full,
        unit,
        unit_first: first.unit_first,
    })
}

impl Amount {
    /// Whether the unit is 成, which counts tenths.
    fn tenfold(&self, view: &View<'_>) -> bool {
        self.unit.as_ref().is_some_and(|u| view.at(u.at.0) == Some('成'))
    }
}

impl Lexer {
    /// The unit at `at`.
    fn unit_at(&self, view: &View<'_>, at: usize) -> Option<Measure> {
        let (unit, end) = self.units.at(view, at, |u, end| u.fits(view.at(end)))?;
        Some(Measure { kind: unit.kind, canonical: unit.canonical.to_string(), per: None, at: (at, end) })
    }

    /// Where the unit at `at` ends, if one stands there.
    pub(super) fn is_unit(&self, view: &View<'_>, at: usize) -> Option<usize> {
        self.unit_at(view, at).map(|u| u.at.1)
    }
}
