//! What the lexer hands to the judge: one expression of number or time, read but not yet judged.

use crate::calendar::Edtf;
use crate::number::Decimal;
use crate::span::{Normal, Span};

/// The kind of a metric or expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // the names of the contract
pub enum Kind {
    Count,
    Measure,
    Money,
    Ratio,
    Duration,
    Deadline,
    Date,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Count, Self::Measure, Self::Money, Self::Ratio, Self::Duration, Self::Deadline, Self::Date];

    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Measure => "measure",
            Self::Money => "money",
            Self::Ratio => "ratio",
            Self::Duration => "duration",
            Self::Deadline => "deadline",
            Self::Date => "date",
        }
    }

    /// Whether the value is a date.
    #[must_use]
    pub fn is_calendar(self) -> bool {
        matches!(self, Self::Deadline | Self::Date)
    }
}

/// How the digits of an expression are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Writing {
    /// `303`, `３０３`, `1.5万`.
    Arabic,
    /// `三百零三`, `廿`, `壹`.
    Chinese,
    /// `xx`, `×`, `**`.
    Masked,
    /// No digits: 几十, 数百, 每两月 as a frequency, 七一 as a holiday.
    Words,
}

/// An expression of number or time.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// The core of `METRICS.md`: number and unit only.
    pub at: Span<Normal>,
    /// The core with its words of bound, approximation and deadline: 不少于4次, 4月30日以前, 近2000份左右.
    pub outer: Span<Normal>,
    /// The number part inside the core (the whole core for calendar expressions).
    pub number: Span<Normal>,
    /// What it is. A bare numeral is a `Count` with no unit.
    pub kind: Kind,
    /// Lower bound in `unit`; equal to `max` for an exact value.
    pub min: Option<Decimal>,
    /// Upper bound.
    pub max: Option<Decimal>,
    /// 约, 近, 左右, 余, 多, 几.
    pub approx: bool,
    /// Digits were blanked out.
    pub masked: bool,
    /// Canonical unit, in the normal form's script.
    pub unit: Option<String>,
    /// The surface of the unit inside the core; empty where there is none.
    pub unit_at: Span<Normal>,
    /// Period of a frequency or rate, an ISO 8601 duration.
    pub per: Option<String>,
    /// Of calendar expressions, the date; unknown years `XXXX`.
    pub edtf: Option<Edtf>,
    /// How the digits are written.
    pub writing: Writing,
    /// Whether it is an ordinal or a fixed word (第一, 统一, 两会): no value, kept so that the judge can see it.
    pub fixed: bool,
}
