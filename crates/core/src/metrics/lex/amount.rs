//! A number with its sign and unit.

use super::numeral::Numeral;
use super::text::View;
use crate::metrics::expr::Kind;
use crate::number::Decimal;
use std::borrow::Cow;

/// A unit found behind (or before) a number.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    pub(super) kind: Kind,
    /// Its name: the table's, or one made of two.
    pub(super) canonical: Cow<'static, str>,
    pub(super) per: Option<&'static str>,
    pub(super) at: (usize, usize),
}

impl Measure {
    /// A share, told by the sign or words at `at`.
    pub(super) fn percent(at: (usize, usize)) -> Self {
        Self { kind: Kind::Ratio, canonical: "%".into(), per: None, at }
    }
}

/// A number with its unit.
#[derive(Clone, Debug)]
pub(super) struct Amount {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The number, from its sign to its last multiplier.
    pub(super) n: Numeral,
    pub(super) unit: Option<Measure>,
    /// The unit stands before the number (百分之, 人民币) and may serve a second number that has none.
    pub(super) unit_first: bool,
}

impl Amount {
    /// A number alone, from its sign at `start` on.
    pub(super) fn of(start: usize, n: Numeral) -> Self {
        Self { start, end: n.end, n: Numeral { start, ..n }, unit: None, unit_first: false }
    }

    /// Adds the unit behind the number.
    pub(super) fn with(mut self, unit: Measure) -> Self {
        self.end = self.end.max(unit.at.1);
        self.unit = Some(unit);
        self
    }

    /// Adds a half, which is written behind the unit.
    pub(super) fn add_half(&mut self) {
        self.n.add(Decimal::new(5, 1));
    }
}

/// A sign at `at`: its factor and where the number begins.
pub(super) fn sign(view: &View<'_>, at: usize) -> (bool, usize) {
    if let Some(end) = view.word(at, "零下") {
        return (true, end);
    }
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
