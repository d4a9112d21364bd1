//! A numeral as read, and what units and signs do to its value.

use crate::metrics::expr::Writing;
use crate::number::Decimal;

/// A numeral as read: of an exact one both bounds are its value, of a masked one both are none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numeral {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) min: Option<Decimal>,
    pub(super) max: Option<Decimal>,
    pub(super) approx: bool,
    pub(super) masked: bool,
    pub(super) writing: Writing,
    /// The last multiplier (100, 10000 …; 1 where there is none), for ranges that share it.
    pub(super) scale: Decimal,
    pub(super) shape: Shape,
}

impl Numeral {
    /// One of an exact value and no particular shape.
    pub(super) fn exact(start: usize, end: usize, value: Decimal, writing: Writing) -> Self {
        Self {
            start,
            end,
            min: Some(value),
            max: Some(value),
            approx: false,
            masked: false,
            writing,
            scale: Decimal::ONE,
            shape: Shape::Full,
        }
    }

    /// One whose digits are blanked out.
    pub(super) fn hidden(start: usize, end: usize) -> Self {
        let masked = Self::exact(start, end, Decimal::ZERO, Writing::Masked);
        Self { min: None, max: None, masked: true, ..masked }
    }

    /// Its value, where it has exactly one.
    pub(super) fn value(&self) -> Option<Decimal> {
        self.min.filter(|_| self.min == self.max)
    }

    /// Puts both bounds through `f`; a bound that does not fit a decimal is open.
    pub(super) fn each(&mut self, f: impl Fn(Decimal) -> Option<Decimal>) {
        (self.min, self.max) = (self.min.and_then(&f), self.max.and_then(&f));
    }

    /// Multiplies it.
    pub(super) fn scale_by(&mut self, by: Decimal) {
        self.each(|v| v.checked_mul(by).map(|v| v.normalize()));
    }

    /// Adds to it.
    pub(super) fn add(&mut self, more: Decimal) {
        self.each(|v| v.checked_add(more));
    }

    /// Multiplies it by a multiplier that is written behind it and closes it; none where it grows too large.
    pub(super) fn multiply(&mut self, by: Decimal, end: usize) -> Option<()> {
        let times = |v: Option<Decimal>| match v {
            None => Some(None),
            Some(v) => v.checked_mul(by).map(Some),
        };
        (self.min, self.max) = (times(self.min)?, times(self.max)?);
        (self.end, self.scale, self.shape) = (end, by, Shape::Full);
        Some(())
    }

    /// The negative of it.
    pub(super) fn negate(&mut self) {
        (self.min, self.max) = (self.max.map(|v| -v), self.min.map(|v| -v));
    }
}

/// What a numeral looks like: what it can and cannot be follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// ASCII digits only, that many.
    Digits(u8),
    /// Chinese digits only, that many: 二〇一三, 三.
    Signs(u8),
    /// Two neighbouring Chinese digits that are a range before a measure word: 三四.
    Pair(Decimal, Decimal),
    /// A multiplier without digits: 百, 千, 万, which only 分之 and few others allow.
    Bare,
    /// Anything else.
    Full,
}
