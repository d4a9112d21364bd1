//! Dates in EDTF (ISO 8601-2).

use crate::error::{Error, ErrorKind};
use std::fmt;
use std::str::FromStr;

/// A date, interval, quarter or half-year in EDTF, digits that are unknown or masked as `X`.
///
/// `2013-03-11`, `2013-33` (first quarter), `2013-41` (second half), `20XX`, `2013-02-11/2013-04-30`, `2015/..`.
///
/// ```
/// use gongwen::Edtf;
/// let spring: Edtf = "2013-02-11/2013-04-30".parse()?;
/// assert_eq!(spring.year(), Some(2013));
/// assert!("2013-13".parse::<Edtf>().is_err());
/// assert!("2013-02-30".parse::<Edtf>().is_err());
/// # Ok::<(), gongwen::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edtf(String);

impl Edtf {
    /// Wraps text that is known to be EDTF.
    pub(crate) fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The year in which it begins, where all its digits are known.
    ///
    /// ```
    /// # use gongwen::Edtf;
    /// assert_eq!("2015/..".parse::<Edtf>()?.year(), Some(2015));
    /// assert_eq!("20XX-03".parse::<Edtf>()?.year(), None);
    /// # Ok::<(), gongwen::Error>(())
    /// ```
    #[must_use]
    pub fn year(&self) -> Option<u16> {
        let start = self.0.split('/').next().filter(|s| *s != "..").unwrap_or_else(|| self.end());
        start.get(..4)?.parse().ok()
    }

    /// Whether it has two ends.
    #[must_use]
    pub fn is_interval(&self) -> bool {
        self.0.contains('/')
    }

    /// Its later end: the whole where it is no interval.
    fn end(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The last day that it covers, as (year, month, day): deadlines in their order. What is unknown or open
    /// comes last (9999 for a year, 12 for a month, 31 for a day).
    ///
    /// ```
    /// # use gongwen::Edtf;
    /// let key = |s: &str| s.parse::<Edtf>().unwrap().sort_key();
    /// assert_eq!(key("2013-33"), (2013, 3, 31));
    /// assert_eq!(key("2024-02"), (2024, 2, 29));
    /// assert!(key("2013-40") < key("2013-07-01"));
    /// assert!(key("2013") < key("2015/.."));
    /// ```
    #[must_use]
    pub fn sort_key(&self) -> (u16, u8, u8) {
        let end = self.end();
        let part = |r: std::ops::Range<usize>| end.get(r).and_then(|s| s.parse::<u16>().ok());
        let year = part(0..4).unwrap_or(9999);
        let month = match part(5..7) {
            Some(m @ 1..=12) => m as u8,
            Some(q @ 33..=36) => (q - 32) as u8 * 3,
            Some(40) => 6,
            _ => 12,
        };
        let day = match part(8..10) {
            Some(d @ 1..=31) => d as u8,
            _ => days_in(part(0..4), month),
        };
        (year, month, day)
    }
}

/// Days of a month; of February in an unknown year 29.
#[must_use]
pub(crate) fn days_in(year: Option<u16>, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => match year {
            Some(y) if y % 4 != 0 || (y % 100 == 0 && y % 400 != 0) => 28,
            _ => 29,
        },
        _ => 31,
    }
}

/// Two places: digits within `range`, or with `X` among them.
fn two_places(s: &str, range: std::ops::RangeInclusive<u8>) -> bool {
    s.len() == 2
        && s.bytes().all(|b| b.is_ascii_digit() || b == b'X')
        && (s.contains('X') || s.parse::<u8>().is_ok_and(|n| range.contains(&n)))
}

/// Whether one end of an interval, or the whole, is well formed.
fn is_date(s: &str) -> bool {
    let mut parts = s.split('-');
    let (year, month, day, rest) = (parts.next(), parts.next(), parts.next(), parts.next());
    let Some(year) = year.filter(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit() || b == b'X'))
    else {
        return false;
    };
    let month_ok = match month {
        None => return rest.is_none(),
        Some(m) if day.is_none() => {
            two_places(m, 1..=12)
                || matches!(m, "21" | "22" | "23" | "24" | "33" | "34" | "35" | "36" | "40" | "41")
        }
        Some(m) => two_places(m, 1..=12),
    };
    let last = days_in(year.parse().ok(), month.and_then(|m| m.parse().ok()).unwrap_or(1));
    month_ok && rest.is_none() && day.is_none_or(|d| two_places(d, 1..=last))
}

impl FromStr for Edtf {
    type Err = Error;

    fn from_str(s: &str) -> Result<Self, Error> {
        let ok = match s.split_once('/') {
            None => is_date(s),
            Some((a, b)) => (a == ".." || is_date(a)) && (b == ".." || is_date(b)) && (a, b) != ("..", ".."),
        };
        if ok {
            Ok(Self(s.to_owned()))
        } else {
            Err(Error::new(ErrorKind::Config(format!("{s:?} is no EDTF date"))))
        }
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_edtf_and_what_is_not() {
        for s in [
            "2013",
            "20XX",
            "XXXX-04-30",
            "2013-XX-10",
            "2013-33",
            "2013-41",
            "2015/..",
            "../2015",
            "199X",
            "2024-02-29",
        ] {
            assert!(s.parse::<Edtf>().is_ok(), "{s}");
        }
        for s in [
            "",
            "213",
            "2013-",
            "2013-00",
            "2013-37",
            "2013-33-01",
            "2013-04-31",
            "2023-02-29",
            "../..",
            "2013/2014/2015",
            "二〇",
        ] {
            assert!(s.parse::<Edtf>().is_err(), "{s}");
        }
    }

    #[test]
    fn deadlines_sort_by_the_last_day_they_cover() {
        let mut dates =
            ["XXXX-04-30", "2013-12", "2013-40", "2013-07-01", "2013-33", "2013-02-11/2013-04-30"]
                .map(|s| s.parse::<Edtf>().unwrap());
        dates.sort_by_key(Edtf::sort_key);
        let order: Vec<&str> = dates.iter().map(Edtf::as_str).collect();
        assert_eq!(
            order,
            ["2013-33", "2013-02-11/2013-04-30", "2013-40", "2013-07-01", "2013-12", "XXXX-04-30"]
        );
    }
}
