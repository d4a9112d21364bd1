//! Reads one number with its sign and unit.

use super::Lexer;
use super::amount::{Amount, Measure, sign};
use super::fraction::{fraction, stroke};
use super::glyph::{Class, ten};
use super::numeral::{Numeral, Shape};
use super::sets::Set;
use super::text::{View, is_han};
use super::unit::finish;
use super::written::thousand;
use crate::metrics::expr::{Kind, Writing};
use crate::number::Decimal;

/// One number with sign and unit, without ranges.
pub(super) fn amount(lex: &Lexer, view: &View<'_>, at: usize) -> Option<Amount> {
    // Most numbers begin with a digit, with which no currency, sign or half does.
    if matches!(view.glyph(at), Some((g, _)) if g.class == Class::Arabic) {
        return signed(lex, view, at, at, false);
    }
    if let Some((canonical, end)) = lex.currency_prefixes.at(view, at, |_, _| true) {
        let prefix = (at, end);
        let from = view.blanks(end);
        let mut a = amount(lex, view, from)?;
        match &mut a.unit {
            // 港币500元
            Some(u) if u.canonical == "元" => u.canonical = (*canonical).into(),
            Some(u) if u.kind == Kind::Money => {}
            None => {
                let unit =
                    Measure { kind: Kind::Money, canonical: (*canonical).into(), per: None, at: prefix };
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
    if let Some(a) = dashes(lex, view, at) {
        return Some(a);
    }
    let (negative, from) = sign(view, at);
    if from > at && !negative {
        return None;
    }
    if let Some(a) = half(lex, view, from) {
        return Some(a);
    }
    signed(lex, view, at, from, negative)
}

/// The number at `from`, its sign at `start`.
fn signed(lex: &Lexer, view: &View<'_>, start: usize, from: usize, negative: bool) -> Option<Amount> {
    let mut n = view.numeral(from)?;
    // What follows tells what it may be besides a number.
    let other = match view.at(n.end) {
        Some('又' | '分') => fraction(view, start, negative, &n),
        Some('K' | 'k' | 'w') => {
            thousand(view, &mut n);
            None
        }
        Some('/') => stroke(view, start, &n),
        Some(' ' | '·' | '•' | '・') => {
            ocr_point(lex, view, &mut n);
            stroke(view, start, &n)
        }
        _ => None,
    };
    if other.is_some() {
        return other;
    }
    if negative {
        // A hyphen before a mask or between a page number's dashes is no sign.
        if n.masked
            || view.at(n.end) == Some('-')
                && !matches!(view.glyph(n.end + 1), Some((g, _)) if g.class == Class::Arabic)
        {
            return None;
        }
        n.negate();
    }
    let mut a = Amount::of(start, n);
    attach(lex, view, &mut a);
    Some(a)
}

/// Digits blanked out with dashes: two or more between a noun and a unit.
fn dashes(lex: &Lexer, view: &View<'_>, at: usize) -> Option<Amount> {
    if view.at(at) != Some('-') || !view.before(at).is_some_and(is_han) {
        return None;
    }
    let mut end = at;
    while let Some(('-', next)) = view.next(end) {
        end = next;
    }
    let unit = Set::Dashed.at(view, end)?;
    // 落实--件件抓好, 甲公司--家具厂: a word goes on.
    let doubled = view.at(end) == view.at(unit);
    let closes = view.at(unit).is_none_or(|c| !is_han(c)) || view.any(end, &["万", "亿", "余"]).is_some();
    if end - at < 2 || doubled || !closes {
        return None;
    }
    let end = view.any(end, &["万", "亿"]).unwrap_or(end);
    let mut a = Amount::of(at, Numeral::hidden(at, end));
    attach(lex, view, &mut a);
    a.unit.is_some().then_some(a)
}

/// A decimal point that scanning turned into a middle dot, with blanks around it: 8 · 15万吨, 3·3%. Only before a unit:
/// 3·15 is also a name.
fn ocr_point(lex: &Lexer, view: &View<'_>, n: &mut Numeral) {
    let Shape::Digits(1..=4) = n.shape else { return };
    let dot = view.blanks(n.end);
    let Some(after) = view.any(dot, &["·", "•", "・"]) else { return };
    let from = view.blanks(after);
    let Some(f) = view.numeral(from) else { return };
    let digits = view.folded(from, f.end);
    let digits = digits.trim_end_matches(|c: char| !c.is_ascii_digit());
    if f.writing != Writing::Arabic
        || f.masked
        || digits.is_empty()
        || !digits.bytes().all(|b| b.is_ascii_digit())
    {
        return;
    }
    if f.scale == Decimal::ONE && lex.unit_at(view, view.blanks(f.end)).is_none_or(|u| u.kind == Kind::Count)
    {
        return;
    }
    let Some(whole) = n.min else { return };
    let Ok(value) = format!("{whole}.{digits}").parse::<Decimal>() else { return };
    let value = value.checked_mul(f.scale);
    *n = Numeral { end: f.end, min: value, max: value, scale: f.scale, shape: Shape::Full, ..*n };
}

/// 半年, 半个小时, 半成: half of a unit of time, measure or tenths. 一半 and 过半 are a ratio.
fn half(lex: &Lexer, view: &View<'_>, at: usize) -> Option<Amount> {
    let (c, end) = view.next(at)?;
    let make = |value: Decimal, unit: Measure| {
        Amount::of(at, Numeral::exact(at, unit.at.0, value, Writing::Chinese)).with(unit)
    };
    if c == '半' {
        // 半, and nothing else.
        if view.before(at).is_none() && view.at(end).is_none() {
            return Some(Amount::of(at, Numeral::exact(at, end, Decimal::new(5, 1), Writing::Chinese)));
        }
        let unit = lex.unit_at(view, view.blanks(end))?;
        let halves = matches!(unit.kind, Kind::Duration | Kind::Measure | Kind::Money);
        if !halves && !matches!(&*unit.canonical, "成" | "个百分点") {
            return None;
        }
        let (value, unit) = if unit.canonical == "成" {
            (Decimal::from(5), Measure { canonical: "%".into(), ..unit })
        } else {
            (Decimal::new(5, 1), unit)
        };
        return Some(make(value, unit));
    }
    if let Some(stop) = view.word(at, "百分百") {
        return Some(make(Decimal::ONE_HUNDRED, Measure::percent((stop, stop))));
    }
    if c == '一' {
        let stop = view.word(end, "半")?;
        // 一半天 does not occur; 一半以上, 一半的 do.
        return Some(make(Decimal::from(50), Measure::percent((stop, stop))));
    }
    None
}

/// 打八折, 七五折优惠: what is left of a price, in per cent.
fn discount(view: &View<'_>, a: &mut Amount) -> Option<()> {
    let end = view.word(a.n.end, "折")?;
    let meant = view.word_back(a.start, "打").is_some() || Set::Priced.stands(view, end);
    let value = a.n.min.filter(|v| meant && *v > Decimal::ZERO && *v < Decimal::ONE_HUNDRED)?;
    let by = if value < Decimal::TEN { Decimal::TEN } else { Decimal::ONE };
    a.n.scale_by(by);
    a.unit = Some(Measure::percent((a.n.end, end)));
    a.end = end;
    Some(())
}

/// Adds the unit behind the number, with what it does to the value.
fn attach(lex: &Lexer, view: &View<'_>, a: &mut Amount) {
    let gap = view.blanks(a.n.end);
    let done = match view.at(gap) {
        Some('折') => discount(view, a).is_some(),
        Some('个') => pieces(lex, view, a, gap),
        _ => false,
    };
    if done {
        return;
    }
    let Some(mut unit) = lex.unit_at(view, gap) else { return };
    // 套（间）: a measure word with its alternative.
    if unit.kind == Kind::Count
        && let Some(open) = view.any(unit.at.1, &["（", "("])
        && let Some(other) = lex.unit_at(view, open).filter(|u| u.kind == Kind::Count && u.at.1 - u.at.0 <= 6)
        && let Some(close) = view.any(other.at.1, &["）", ")"])
    {
        unit.canonical = format!("{}（{}）", unit.canonical, other.canonical).into();
        unit.at.1 = close;
    }
    // Digits with a blank before an ordinary word are not a quantity of it.
    if gap > a.n.end && unit.kind == Kind::Count && a.n.writing == Writing::Chinese {
        return;
    }
    finish(lex, view, a, unit);
    two_units_of_time(view, a);
}

/// 一个半小时, 三个多月, 两个亿: what 个 begins that is no measure word. Whether it was read.
fn pieces(lex: &Lexer, view: &View<'_>, a: &mut Amount, gap: usize) -> bool {
    // 一个半小时, 两个半月.
    if let Some(end) = view.word(gap, "个半") {
        let unit = lex.unit_at(view, end).or_else(|| {
            let end_of = view.word(end, "月")?;
            Some(Measure { kind: Kind::Duration, canonical: "个月".into(), per: None, at: (end, end_of) })
        });
        if let Some(mut unit) = unit.filter(|u| u.kind == Kind::Duration && u.canonical != "天") {
            a.end = unit.at.1;
            unit.at.0 = gap;
            a.add_half();
            if unit.canonical == "月" {
                unit.canonical = "个月".into();
            }
            a.unit = Some(unit);
            return true;
        }
    }
    // 三个多月, 两个多小时.
    if let Some(end) = view.word(gap, "个多") {
        let unit = lex.unit_at(view, end).filter(|u| u.kind == Kind::Duration && u.canonical != "天");
        let month = view.word(end, "月").map(|stop| Measure {
            kind: Kind::Duration,
            canonical: "个月".into(),
            per: None,
            at: (end, stop),
        });
        if let Some(mut unit) = unit.or(month) {
            a.end = unit.at.1;
            unit.at.0 = gap;
            (a.n.max, a.n.approx) = (None, true);
            a.unit = Some(unit);
            return true;
        }
    }
    // 两个亿, 三个万: a multiplier with 个.
    if let Some(end) = view.word(gap, "个")
        && let Some((g, stop)) = view.glyph(end)
        && g.class == Class::Big
        && a.n.scale == Decimal::ONE
        && view.at(end) == Some('亿')
        // 3个亿元项目: projects of more than 亿元 each.
        && !(view.at(stop) == Some('元') && view.at(view.any(stop, &["元"]).unwrap_or(stop)).is_some_and(is_han))
    {
        if a.n.multiply(ten(g.value), stop).is_none() {
            return true;
        }
        a.end = stop;
        let next = view.blanks(stop);
        if let Some(unit) = lex.unit_at(view, next) {
            finish(lex, view, a, unit);
        }
        return true;
    }
    false
}

/// 一年零三个月, 2小时30分钟: in the smaller unit.
fn two_units_of_time(view: &View<'_>, a: &mut Amount) -> Option<()> {
    let unit = a.unit.as_ref()?;
    let (below, surfaces, per): (_, &[&str], _) = match &*unit.canonical {
        "年" => ("个月", &["个月"], 12),
        "小时" => ("分钟", &["分钟", "分"], 60),
        // 5分30秒: 分 alone is a score or a cent.
        "分钟" | "分" => ("秒", &["秒钟", "秒"], 60),
        _ => return None,
    };
    let larger = a.n.value().filter(|y| y.fract().is_zero() && *y < Decimal::ONE_HUNDRED)?;
    let from = view.any(a.end, &["零", "又"]).unwrap_or(a.end);
    let n = view.numeral(from).filter(|n| !n.masked && !n.approx)?;
    let smaller = n.value().filter(|m| m.fract().is_zero() && *m < Decimal::from(per))?;
    let end = view.any(n.end, surfaces)?;
    let total = larger.checked_mul(Decimal::from(per))?.checked_add(smaller)?;
    (a.n.min, a.n.max) = (Some(total), Some(total));
    let at = (unit.at.0, end);
    a.n.end = n.end;
    a.unit = Some(Measure { kind: Kind::Duration, canonical: below.into(), per: None, at });
    (a.end, a.n.shape) = (end, Shape::Full);
    Some(())
}
