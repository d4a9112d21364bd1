//! Fractions: 百分之七十, 三分之二, 一又二分之一, 2/3.

use super::amount::{Amount, sign, thousand};
use super::numeral::{self, Numeral, Shape, ten};
use super::text::View;
use super::unit::Measure;
use crate::metrics::expr::{Kind, Writing};
use crate::number::Decimal;

/// A分之B: 百分之七十, 三分之二, 千分之五.
pub(super) fn fraction(view: &View<'_>, start: usize, negative: bool, whole: &Numeral) -> Option<Amount> {
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

/// 2/3 of a rule (2/3以上), or of a text that says nothing else.
pub(super) fn stroke(view: &View<'_>, at: usize, n: &Numeral) -> Option<Amount> {
    let Shape::Digits(1..=3) = n.shape else { return None };
    let from = view.word(view.blanks(n.end), "/")?;
    let below = numeral::read(view, view.blanks(from)).filter(|b| matches!(b.shape, Shape::Digits(1..=3)))?;
    let (a, b) = (n.min?, below.min?);
    let alone = view.before(at).is_none() && view.at(below.end).is_none();
    if a >= b || b.is_zero() || !(alone || view.any(below.end, &["以上", "以下", "的", "左右"]).is_some())
    {
        return None;
    }
    let value = a.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(b).map(tidy);
    let unit = Measure { kind: Kind::Ratio, canonical: "%".into(), per: None, at: (below.end, below.end) };
    Some(Amount {
        start: at,
        number: (at, below.end),
        end: below.end,
        min: value,
        max: value,
        approx: false,
        masked: false,
        writing: Writing::Arabic,
        scale: Decimal::ONE,
        shape: Shape::Full,
        unit: Some(unit),
        unit_first: false,
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
