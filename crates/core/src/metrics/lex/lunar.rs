//! Dates of the lunar calendar: holidays (春节, 中秋), and days of its months (农历正月十五, 腊月二十).
//!
//! `lunar.tsv` says where each lunar month begins; what lies in it is counted from there. A day of the eleventh or
//! twelfth month falls in the next Gregorian year as a rule: of the two lunar years that a Gregorian year sees, the one
//! is meant whose day falls in it. Every look-up is a step into an array.

use super::Anchor;
use super::date::{Context, Hit};
use super::moving::Moving;
use super::sets::Set;
use super::stamp::{Stamp, Year, weekday};
use super::table::CalendarClass as C;
use crate::error::Error;
use crate::metrics::expr::Writing;
use crate::tables::Table;

/// A lunar year: the first days of its months, none of them leap, and of the year that follows.
#[derive(Debug)]
struct Months {
    /// Month and day, and whether in the next Gregorian year.
    first: [(u8, u8, bool); 12],
    qingming: u8,
}

/// The table, from its first year on.
#[derive(Debug)]
pub(super) struct Lunar {
    from: i32,
    years: Vec<Months>,
}

impl Lunar {
    /// `lunar.tsv`.
    pub(super) fn new() -> Result<Self, Error> {
        let text = include_str!("../../../data/metrics/lunar.tsv");
        let table = Table::parse("lunar.tsv", text, &["year", "months", "qingming"])?;
        let (mut from, mut years) = (0, Vec::new());
        for row in table.rows() {
            let year: i32 = row.need("year")?.parse().map_err(|_| row.error("no year"))?;
            if years.is_empty() {
                from = year;
            }
            if from + i32::try_from(years.len()).unwrap_or(i32::MAX) != year {
                return Err(row.error("the years do not follow each other"));
            }
            let (mut first, mut next, mut last, mut n) = ([(0, 0, false); 12], false, 0, 0);
            for word in row.need("months")?.split(' ') {
                let day = word.trim_start_matches('L').split_once('-');
                let day = day.and_then(|(m, d)| Some((m.parse::<u8>().ok()?, d.parse::<u8>().ok()?)));
                let (m, d) = day.ok_or_else(|| row.error(format!("{word:?} is no day")))?;
                next |= m < last;
                last = m;
                if !word.starts_with('L') {
                    *first.get_mut(n).ok_or_else(|| row.error("more than twelve months"))? = (m, d, next);
                    n += 1;
                }
            }
            if n != 12 {
                return Err(row.error("not twelve months"));
            }
            let qingming = row.need("qingming")?.parse().map_err(|_| row.error("no day of April"))?;
            years.push(Months { first, qingming });
        }
        Ok(Self { from, years })
    }

    /// How many years it knows.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.years.len()
    }

    fn months(&self, year: i32) -> Option<&Months> {
        self.years.get(usize::try_from(year - self.from).ok()?)
    }

    /// The day of a month of a lunar year, in the Gregorian calendar.
    fn day_of(&self, year: i32, month: u8, day: u8) -> Option<Stamp> {
        let &(m, d, next) = self.months(year)?.first.get(usize::from(month).checked_sub(1)?)?;
        let year = u16::try_from(year + i32::from(next)).ok()?;
        let first = Anchor { year: Some(year), month: Some(m), day: Some(d) };
        first.day_on(i32::from(day) - 1)
    }

    /// The lunar day that falls in the Gregorian year; of the next lunar year where none does.
    fn day_in(&self, year: i32, month: u8, day: u8) -> Option<Stamp> {
        let (before, own) = (self.day_of(year - 1, month, day), self.day_of(year, month, day));
        before.filter(|s| s.year().known() == Some(year)).or(own)
    }

    fn named(&self, year: i32, day: Moving) -> Option<Stamp> {
        match day {
            Moving::Of(month, day) => self.day_in(year, month, day),
            Moving::Eve => {
                let &(m, d, _) = self.months(year)?.first.first()?;
                let anchor = Anchor { year: Some(u16::try_from(year).ok()?), month: Some(m), day: Some(d) };
                anchor.day_on(-1)
            }
            Moving::Weekday(month, nth, day) => {
                let first = weekday(year, month, 1);
                let day = (day + 7 - first) % 7 + 1 + 7 * (nth - 1);
                Some(Stamp::Day(Year::of(year), Some(month), Some(day)))
            }
            Moving::Qingming => Some(Stamp::Day(Year::of(year), Some(4), Some(self.months(year)?.qingming))),
        }
    }
}

impl Context<'_, '_> {
    /// The day of a holiday that moves; the year alone where the table or the text does not tell it.
    pub(super) fn moving(&self, value: &str, year: Year) -> Option<Stamp> {
        let day = Moving::named(value)?;
        Some(year.known().and_then(|y| self.lex.lunar.named(y, day)).unwrap_or(Stamp::Year(year)))
    }

    /// 农历正月十五, 腊月二十, 农历八月初一, 正月底; 正月 alone with 农历 before it or 前 behind it.
    pub(super) fn lunar(&self, at: usize, year: Year) -> Option<Hit> {
        let v = &self.view;
        let (_, value, end) = self.word(at, &[C::Lunar])?;
        let mut month: u8 = value.parse().ok()?;
        let prefixed = month == 0;
        let (mut end, mut year) = (end, year);
        if prefixed {
            end = v.blanks(end);
            if let Some(y) = self.year(end).filter(|y| !y.short) {
                (year, end) = (y.year, v.blanks(y.end));
            }
            // 农历2024年正月: the year may be written between.
            if let Some((C::Lunar, value, stop)) = self.word(end, &[C::Lunar]) {
                (month, end) = (value.parse().ok().filter(|m| *m > 0)?, stop);
            } else {
                let s = self.small(end, 12)?;
                (month, end) = (s.value?, v.word(s.end, "月")?);
            }
        }
        let known = year.known();
        let day = |n: u8| match known {
            Some(y) => self.lex.lunar.day_in(y, month, n).unwrap_or(Stamp::Year(year)),
            None => Stamp::Year(year),
        };
        let first = v.word(end, "初");
        let numbered = self.small(first.unwrap_or(end), 30).filter(|s| s.pair.is_none());
        if let Some((n, s)) = numbered.and_then(|s| Some((s.value?, s))) {
            let stop = v.any(s.end, &["日", "号"]).unwrap_or(s.end);
            // 正月三场大戏: a count, no day.
            let counted = first.is_none() && stop == s.end && self.lex.is_unit(v, s.end).is_some();
            return if counted { None } else { self.hit(at, stop, day(n), Writing::Words) };
        }
        let span = |a, b| match (day(a), day(b)) {
            (Stamp::Year(y), _) => Stamp::Year(y),
            (a, b) => Stamp::Span(Box::new(a), Box::new(b)),
        };
        for (word, from, to) in [("上旬", 1, 10), ("中旬", 11, 20), ("下旬", 21, 29), ("初", 1, 10)] {
            if let Some(stop) = v.word(end, word) {
                return self.hit(at, stop, span(from, to), Writing::Words);
            }
        }
        let whole = prefixed || Set::Around.stands(v, end);
        let stop = v.any(end, &["底", "末"]);
        if let Some(stop) = stop {
            return self.hit(at, stop, day(29), Writing::Words);
        }
        if whole { self.hit(at, end, span(1, 29), Writing::Words) } else { None }
    }
}
