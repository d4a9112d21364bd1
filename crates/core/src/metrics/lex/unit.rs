//! What a unit does to the number before it: tenths, small money, halves, compound units.

use super::Lexer;
use super::amount::{Amount, Measure};
use super::glyph::{Class, ten};
use super::numeral::Shape;
use super::sets::Set;
use super::text::{View, is_han};
use crate::metrics::expr::{Kind, Writing};
use crate::number::Decimal;

pub(super) fn finish(lex: &Lexer, view: &View<'_>, a: &mut Amount, mut unit: Measure) {
    if let Shape::Pair(low, high) = a.n.shape
        && a.n.writing == Writing::Chinese
    {
        (a.n.min, a.n.max, a.n.shape) = (Some(low), Some(high), Shape::Full);
    }
    a.end = unit.at.1;
    match &*unit.canonical {
        "成" => {
            if a.n.max.or(a.n.min).is_some_and(|v| v > Decimal::TEN) {
                return;
            }
            a.n.scale_by(Decimal::TEN);
            unit.canonical = "%".into();
            if let Some(end) = view.word(a.end, "半") {
                a.n.add(Decimal::from(5));
                a.end = end;
                unit.at.1 = end;
            } else if a.n.writing == Writing::Chinese
                && let Some((digit, end)) = single_digit(view, a.end)
                && lex.unit_at(view, end).is_none()
                && view.glyph(end).is_none()
            {
                // 八成五
                a.n.add(digit);
                a.end = end;
                unit.at.1 = end;
            }
        }
        "‰" => {
            a.n.scale_by(Decimal::new(1, 1));
            unit.canonical = "%".into();
        }
        "刻钟" => {
            a.n.scale_by(Decimal::from(15));
            unit.canonical = "分钟".into();
        }
        // 2小时30分
        "分" if unit.kind == Kind::Count && view.any_back(a.start, &["小时", "时", "钟头"]) => {
            (unit.kind, unit.canonical) = (Kind::Duration, "分钟".into());
        }
        // 摄氏5度
        "度" if view.any_back(a.start, &["摄氏", "华氏"]) => {
            unit.canonical = if view.any_back(a.start, &["华氏"]) { "华氏度" } else { "摄氏度" }.into();
        }
        // 灯泡三十万块: of goods; money of that size is told in 元, but for an expression that stands alone.
        "元" if a.n.scale >= ten(4)
            && view.any_back(unit.at.1, &["块"])
            && view.word(unit.at.1, "钱").is_none()
            && !(a.n.scale < ten(8) && view.before(a.start).is_none() && view.at(unit.at.1).is_none()) =>
        {
            (unit.kind, unit.canonical) = (Kind::Count, "块".into());
        }
        "美元" | "欧元" | "英镑" | "港元" => foreign_cents(view, a, &mut unit),
        "元" if unit.kind == Kind::Money => small_money(lex, view, a, &mut unit),
        "角" | "分" if unit.kind == Kind::Money => {
            a.n.scale_by(Decimal::new(1, if unit.canonical == "角" { 1 } else { 2 }));
            if unit.canonical == "角" {
                cents(lex, view, a, &mut unit);
            }
            unit.canonical = "元".into();
        }
        "米" => decimals_of_height(lex, view, a, &mut unit),
        "斤" => {
            // 两斤三两
            let liang = single_digit(view, a.end).and_then(|(d, end)| Some((d, view.word(end, "两")?)));
            if let Some((liang, end)) = liang {
                a.n.add(liang * Decimal::new(1, 1));
                (a.end, unit.at.1) = (end, end);
            }
        }
        _ => {}
    }
    // 三年半, 一吨半, 一倍半.
    let takes_half = matches!(unit.kind, Kind::Duration | Kind::Measure) || unit.canonical == "倍";
    if let (true, Some(end)) = (takes_half, view.word(a.end, "半"))
        && !Set::NotHalf.stands(view, end)
    {
        a.add_half();
        (a.end, unit.at.1) = (end, end);
    }
    compound(lex, view, a, &mut unit);
    a.unit = Some(unit);
}

/// 角 and 分 behind 元: 50元6角三分, 三块五.
fn small_money(lex: &Lexer, view: &View<'_>, a: &mut Amount, unit: &mut Measure) {
    let Some(n) = single_digit(view, a.end) else { return };
    if let Some(end) = view.any(n.1, &["角", "毛"]) {
        a.n.add(n.0 * Decimal::new(1, 1));
        a.end = end;
        unit.at.1 = end;
        cents(lex, view, a, unit);
    } else if let Some(end) =
        view.word(n.1, "分").filter(|e| view.word(*e, "之").is_none() && view.word(*e, "钟").is_none())
    {
        a.n.add(n.0 * Decimal::new(1, 2));
        a.end = end;
        unit.at.1 = end;
    } else if view.word_back(a.end, "块").is_some()
        && lex.unit_at(view, n.1).is_none()
        && view.glyph(n.1).is_none()
    {
        // 三块五
        a.n.add(n.0 * Decimal::new(1, 1));
        a.end = n.1;
        unit.at.1 = n.1;
    }
}

fn cents(lex: &Lexer, view: &View<'_>, a: &mut Amount, unit: &mut Measure) {
    if let Some(end) = view.any(a.end, &["整", "正", "钱"]) {
        a.end = end;
        unit.at.1 = end;
        return;
    }
    let Some((d, end)) = single_digit(view, a.end) else { return };
    // 两块八毛五
    let tail = || {
        let closes = view.glyph(end).is_none() && lex.is_unit(view, end).is_none();
        (closes && view.word_back(a.end, "毛").is_some()).then_some(end)
    };
    if let Some(end) = view.word(end, "分").or_else(tail) {
        a.n.add(d * Decimal::new(1, 2));
        a.end = end;
        unit.at.1 = end;
    }
}

/// 一米七, 1米75: digits behind the metres of a height are its decimals.
fn decimals_of_height(lex: &Lexer, view: &View<'_>, a: &mut Amount, unit: &mut Measure) {
    let metres = a.n.value().is_some_and(|m| m.fract().is_zero() && m < Decimal::TEN);
    let (mut here, mut value, mut place) = (a.end, Decimal::ZERO, 0);
    while let Some((g, end)) =
        view.glyph(here).filter(|(g, _)| matches!(g.class, Class::Arabic | Class::Digit))
    {
        place += 1;
        value += Decimal::new(i64::from(g.value), place.min(2));
        here = end;
    }
    let date = matches!(view.at(here), Some('年' | '月' | '日' | '号'));
    let counted = date || view.glyph(here).is_some() || lex.is_unit(view, here).is_some();
    if metres && (1..=2).contains(&place) && !counted {
        a.n.add(value);
        (a.end, unit.at.1) = (here, here);
    }
}

/// 五美元二十美分.
fn foreign_cents(view: &View<'_>, a: &mut Amount, unit: &mut Measure) {
    let Some(n) = view.numeral(a.end) else { return };
    let (Some(cents), Some(end)) = (n.value(), view.any(n.end, &["美分", "欧分", "便士", "港仙"]))
    else {
        return;
    };
    let Some(cents) = cents.checked_mul(Decimal::new(1, 2)) else { return };
    a.n.add(cents);
    a.end = end;
    unit.at.1 = end;
}

/// One digit, perhaps after 零.
fn single_digit(view: &View<'_>, at: usize) -> Option<(Decimal, usize)> {
    let from = view.word(at, "零").unwrap_or(at);
    let (g, end) = view.glyph(from)?;
    let digit = matches!(g.class, Class::Arabic | Class::Digit);
    let more = matches!(view.glyph(end), Some((f, _)) if f.class == Class::Arabic);
    (digit && !more).then(|| (Decimal::from(g.value), end))
}

/// A second unit behind a stroke or 每: 微克/立方米, 微克每立方米, 元/月, 元/人.
fn compound(lex: &Lexer, view: &View<'_>, a: &mut Amount, unit: &mut Measure) {
    if unit.kind == Kind::Measure
        && let Some(after) = view.word(a.end, "每")
        && let Some(below) = lex.unit_at(view, after).filter(|u| u.kind == Kind::Measure)
    {
        // 5米每公里设一处: what follows tells what is done for each.
        if view.at(below.at.1).is_none_or(|c| !is_han(c)) {
            unit.canonical = format!("{}/{}", unit.canonical, below.canonical).into();
            (a.end, unit.at.1) = (below.at.1, below.at.1);
        }
        return;
    }
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
            unit.canonical = format!("{}/{name}", unit.canonical).into();
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
        _ => unit.canonical = format!("{}/{}", unit.canonical, below.canonical).into(),
    }
}

impl Lexer {
    /// The unit at `at`.
    pub(super) fn unit_at(&self, view: &View<'_>, at: usize) -> Option<Measure> {
        let (unit, end) = self.units.at(view, at, |u, end| u.fits(view.at(end)))?;
        Some(Measure { kind: unit.kind, canonical: unit.canonical.into(), per: None, at: (at, end) })
    }

    /// Where the unit at `at` ends, if one stands there.
    pub(super) fn is_unit(&self, view: &View<'_>, at: usize) -> Option<usize> {
        self.units.at(view, at, |u, end| u.fits(view.at(end))).map(|(_, end)| end)
    }
}
