//! Dates as the calendar reader finds them, and their EDTF.

use super::Anchor;
use crate::calendar::{Edtf, days_in};

/// Four digits, `X` where one is masked or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Year(pub(super) [u8; 4]);

impl Year {
    pub(super) const UNKNOWN: Self = Self(*b"XXXX");

    pub(super) fn of(n: i32) -> Self {
        match u16::try_from(n) {
            Ok(n) if n <= 9999 => {
                let d = |k: u16| b'0' + u8::try_from(n / k % 10).unwrap_or(0);
                Self([d(1000), d(100), d(10), d(1)])
            }
            _ => Self::UNKNOWN,
        }
    }

    pub(super) fn known(self) -> Option<i32> {
        self.0.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i32::from(b - b'0')))
    }

    /// As a text, with room for a date.
    fn text(self) -> String {
        let mut out = String::with_capacity("2000-01-01/2000-01-01".len());
        out.extend(self.0.map(char::from));
        out
    }
}

/// A month or day: a number, or masked.
pub(super) type Part = Option<u8>;

/// Adds a hyphen and two digits.
fn put(out: &mut String, p: Part) {
    let digit = |n: u8| char::from(b'0' + n % 10);
    let (tens, ones) = p.map_or(('X', 'X'), |n| (digit(n / 10), digit(n)));
    out.extend(['-', tens, ones]);
}

/// A calendar expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stamp {
    Year(Year),
    /// EDTF season code: 33–36 quarters, 40 and 41 halves.
    Season(Year, u8),
    Month(Year, Part),
    /// 旬, 1–3.
    Third(Year, Part, u8),
    /// Half of a month, 1 or 2.
    Half(Year, Part, u8),
    Day(Year, Part, Part),
    Span(Box<Stamp>, Box<Stamp>),
}

impl Stamp {
    pub(super) fn year(&self) -> Year {
        match self {
            Self::Year(y)
            | Self::Season(y, _)
            | Self::Month(y, _)
            | Self::Third(y, ..)
            | Self::Half(y, ..)
            | Self::Day(y, ..) => *y,
            Self::Span(_, b) => b.year(),
        }
    }

    /// The month that a bare day behind it belongs to.
    pub(super) fn month(&self) -> Option<Part> {
        match self {
            Self::Month(_, m) | Self::Third(_, m, _) | Self::Half(_, m, _) | Self::Day(_, m, _) => Some(*m),
            Self::Span(_, b) => b.month(),
            _ => None,
        }
    }

    fn has_day(&self) -> bool {
        match self {
            Self::Third(..) | Self::Half(..) | Self::Day(..) => true,
            Self::Span(a, _) => a.has_day(),
            _ => false,
        }
    }

    fn day(y: Year, m: Part, d: Part) -> String {
        let mut out = y.text();
        put(&mut out, m);
        put(&mut out, d);
        out
    }

    fn month_text(y: Year, m: Part) -> String {
        let mut out = y.text();
        put(&mut out, m);
        out
    }

    fn last_of(y: Year, m: Part) -> Part {
        m.map(|m| days_in(y.known().and_then(|y| u16::try_from(y).ok()), m))
    }

    /// The last day of a month.
    pub(super) fn month_end(y: Year, m: Part) -> Self {
        match m {
            Some(2) if y.known().is_none() => Self::Month(y, m),
            _ => Self::Day(y, m, Self::last_of(y, m)),
        }
    }

    /// Where it begins; to the day when `exact`.
    fn first(&self, exact: bool) -> String {
        match self {
            Self::Third(y, m, n) => Self::day(*y, *m, Some(n * 10 - 9)),
            Self::Half(y, m, n) => Self::day(*y, *m, Some(n * 15 - 14)),
            Self::Span(a, _) => a.first(exact),
            Self::Month(y, m) if exact => Self::day(*y, *m, Some(1)),
            other => other.whole(),
        }
    }

    /// Where it ends; to the day when `exact`.
    fn last(&self, exact: bool) -> String {
        match self {
            Self::Third(y, m, n @ 1..=2) => Self::day(*y, *m, Some(n * 10)),
            Self::Half(y, m, 1) => Self::day(*y, *m, Some(15)),
            Self::Third(y, m, _) | Self::Half(y, m, _) => Self::day(*y, *m, Self::last_of(*y, *m)),
            Self::Span(_, b) => b.last(exact),
            Self::Month(y, m) if exact => Self::day(*y, *m, Self::last_of(*y, *m)),
            other => other.whole(),
        }
    }

    fn whole(&self) -> String {
        match self {
            Self::Year(y) => y.text(),
            Self::Season(y, part) => Self::month_text(*y, Some(*part)),
            Self::Month(y, m) => Self::month_text(*y, *m),
            Self::Day(y, m, d) => Self::day(*y, *m, *d),
            Self::Third(..) | Self::Half(..) => format!("{}/{}", self.first(false), self.last(false)),
            Self::Span(a, b) => {
                // A month beside a day is taken to the day: 2014年11月到7月9日.
                let exact = a.has_day() || b.has_day();
                format!("{}/{}", a.first(exact), b.last(exact))
            }
        }
    }

    pub(super) fn edtf(&self) -> Edtf {
        Edtf::from_text(self.whole())
    }

    /// Open towards the future.
    pub(super) fn since(&self) -> Edtf {
        Edtf::from_text(format!("{}/..", self.first(false)))
    }

    /// Whether every known part is a date that exists, the ends of a span in order.
    pub(super) fn is_sound(&self) -> bool {
        match self {
            Self::Span(a, b) => {
                let ordered = match (a.year().known(), b.year().known()) {
                    (Some(x), Some(y)) => x <= y,
                    _ => true,
                };
                ordered && a.is_sound() && b.is_sound()
            }
            Self::Day(y, Some(m), Some(d)) => {
                (1..=12).contains(m)
                    && *d >= 1
                    && *d <= days_in(y.known().and_then(|y| u16::try_from(y).ok()), *m)
            }
            Self::Day(_, None, Some(d)) => (1..=31).contains(d),
            Self::Month(_, Some(m)) => (1..=12).contains(m),
            _ => true,
        }
    }
}

impl Anchor {
    pub(super) fn year_on(self, by: i32) -> Year {
        self.year.map_or(Year::UNKNOWN, |y| Year::of(i32::from(y) + by))
    }

    /// The month `by` months on.
    pub(super) fn month_on(self, by: i32) -> (Year, Part) {
        match (self.year, self.month) {
            (Some(y), Some(m)) => {
                let n = i32::from(y) * 12 + i32::from(m) - 1 + by;
                (Year::of(n.div_euclid(12)), u8::try_from(n.rem_euclid(12) + 1).ok())
            }
            (Some(y), None) if by == 0 => (Year::of(i32::from(y)), None),
            _ => (Year::UNKNOWN, None),
        }
    }

    /// The quarter `by` quarters on, as a season code.
    pub(super) fn quarter_on(self, by: i32) -> Option<(Year, u8)> {
        let (y, m) = (self.year?, self.month?);
        let n = i32::from(y) * 4 + (i32::from(m) - 1) / 3 + by;
        Some((Year::of(n.div_euclid(4)), 33 + u8::try_from(n.rem_euclid(4)).ok()?))
    }

    /// The day `by` days on (a few at most).
    pub(super) fn day_on(self, by: i32) -> Option<Stamp> {
        let (mut y, mut m, d) = (i32::from(self.year?), self.month?, i32::from(self.day?) + by);
        let days = |y: i32, m: u8| i32::from(days_in(u16::try_from(y).ok(), m));
        let mut d = d;
        while d < 1 {
            (y, m) = if m <= 1 { (y - 1, 12) } else { (y, m - 1) };
            d += days(y, m);
        }
        while d > days(y, m) {
            d -= days(y, m);
            (y, m) = if m >= 12 { (y + 1, 1) } else { (y, m + 1) };
        }
        Some(Stamp::Day(Year::of(y), Some(m), u8::try_from(d).ok()))
    }

    /// The Monday of the week `by` weeks on.
    pub(super) fn monday_on(self, by: i32) -> Option<Self> {
        let (y, m, d) = (self.year?, self.month?, self.day?);
        let back = i32::from(weekday(i32::from(y), m, d)) - 1;
        match self.day_on(7 * by - back)? {
            Stamp::Day(y, month, day) => {
                Some(Self { year: y.known().and_then(|y| u16::try_from(y).ok()), month, day })
            }
            _ => None,
        }
    }

    /// The year of two digits that is nearest.
    pub(super) fn century(self, two: i32) -> i32 {
        let base = self.year.map_or(2015, i32::from);
        let near = base - base.rem_euclid(100) + two;
        [near - 100, near, near + 100].into_iter().min_by_key(|y| (y - base).abs()).unwrap_or(near)
    }
}

/// The day of the week, 1 Monday to 7, of a day of the Gregorian calendar: days since a Monday, by Sakamoto's method.
pub(super) fn weekday(year: i32, month: u8, day: u8) -> u8 {
    const SHIFT: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let y = if month < 3 { year - 1 } else { year };
    let shift = SHIFT[usize::from(month.clamp(1, 12)) - 1];
    let sunday = (y + y / 4 - y / 100 + y / 400 + shift + i32::from(day)).rem_euclid(7);
    if sunday == 0 { 7 } else { sunday as u8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_week() {
        for (y, m, d, day) in [(2024, 2, 29, 4), (2000, 1, 1, 6), (1900, 3, 1, 4), (2026, 11, 22, 7)] {
            assert_eq!(weekday(y, m, d), day, "{y}-{m}-{d}");
        }
    }
}
