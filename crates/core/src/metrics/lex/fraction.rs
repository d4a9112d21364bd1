//! Fractions: 百分之七十, 三分之二, 一又二分之一, 2/3.

use super::amount::{Amount, Measure, sign};
use super::glyph::ten;
use super::numeral::{Numeral, Shape};
use super::text::View;
use super::written::thousand;
use crate::metrics::expr::Writing;
use crate::number::Decimal;

/// A分之B: 百分之七十, 三分之二, 千分之五.
pub(super) fn fraction(view: &View<'_>, start: usize, negative: bool, whole: &Numeral) -> Option<Amount> {
    if whole.masked {
        return None;
    }
    let (base, below) = match view.next(whole.end) {
        Some(('又', end)) => (whole.min?, view.numeral(end)?),
        _ => (Decimal::ZERO, *whole),
    };
    let mid = view.word(below.end, "分之")?;
    let (minus, from) = sign(view, mid);
    let mut above = view.numeral(from)?;
    thousand(view, &mut above);
    let bottom = below.min?;
    if bottom.is_zero() || (above.shape == Shape::Bare && bottom != Decimal::ONE_HUNDRED) {
        return None;
    }
    let share = |v: Option<Decimal>| {
        let v = v?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(bottom)?;
        let v = base.checked_mul(Decimal::ONE_HUNDRED)?.checked_add(v)?;
        Some(tidy(v))
    };
    let (low, high) = match above.shape {
        // 百分之二三 is two or three per cent.
        Shape::Pair(a, b) => (share(Some(a)), share(Some(b))),
        _ => (share(above.min), share(above.max)),
    };
    let mut n = Numeral { min: low, max: high, shape: Shape::Full, ..above };
    if negative != minus {
        n.negate();
    }
    let unit_first = bottom == Decimal::ONE_HUNDRED || bottom == ten(3) || bottom == ten(4);
    Some(Amount { unit_first, ..Amount::of(start, n).with(Measure::percent((start, mid))) })
}

/// 2/3 of a rule (2/3以上), or of a text that says nothing else.
pub(super) fn stroke(view: &View<'_>, at: usize, n: &Numeral) -> Option<Amount> {
    let Shape::Digits(1..=3) = n.shape else { return None };
    let from = view.word(view.blanks(n.end), "/")?;
    let below = view.numeral(view.blanks(from)).filter(|b| matches!(b.shape, Shape::Digits(1..=3)))?;
    let (a, b) = (n.min?, below.min?);
    let alone = view.before(at).is_none() && view.at(below.end).is_none();
    if a >= b || b.is_zero() || !(alone || view.any(below.end, &["以上", "以下", "的", "左右"]).is_some())
    {
        return None;
    }
    let value = tidy(a.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(b)?);
    let n = Numeral::exact(at, below.end, value, Writing::Arabic);
    Some(Amount::of(at, n).with(Measure::percent((below.end, below.end))))
}

/// A quotient to two decimals, to four significant digits where it is small; exact where it is short.
fn tidy(v: Decimal) -> Decimal {
    let v = v.normalize();
    if v.scale() <= 10 {
        return v;
    }
    if v.abs() >= Decimal::ONE { v.round_dp(2) } else { v.round_sf(4).unwrap_or(v) }.normalize()
}
