//! Frequencies: 每季度, 每两个月, 每隔3天, 逐月, 双月; and rates said without 每: 一年两次.

use super::date::Context;
use super::glyph::Class;
use super::quantity::range_mark;
use super::sets::Set;
use super::stamp::{Stamp, Year};
use super::table::CalendarClass as C;
use crate::metrics::expr::{Expr, Kind, Writing};
use crate::number::Decimal;
use crate::span::Span;

/// A frequency as read.
pub(super) struct Frequency {
    pub(super) end: usize,
    pub(super) per: String,
    /// How often in each period: as many as days are named, else once.
    times: u8,
}

impl Context<'_, '_> {
    /// The frequency at `at`.
    pub(super) fn frequency(&self, at: usize) -> Option<Frequency> {
        let v = &self.view;
        let listed =
            self.lex.calendar.at(v, at, |w, end| w.class == C::Per && w.fits(v.before(at), v.at(end)));
        if let Some((word, end)) = listed {
            // 每年的 goes with a noun; 每月 of 每月月底 is read with it by the caller.
            if v.at(end) == Some('的') || (v.word(at, "每日").is_some() && v.at(end) == Some('新')) {
                return None;
            }
            let (days, end) = self.weekdays(at, end).unwrap_or((1, end));
            return Some(Frequency { end, per: word.value.to_string(), times: days });
        }
        let from = v.any(at, &["每隔", "每", "间隔"])?;
        let (per, end) = self.period(from)?;
        (v.at(end) != Some('的')).then_some(Frequency { end, per, times: 1 })
    }

    /// 每周一, 每周一、三、五, 每周一至周五, but not 每周一次: how many days, and where they end.
    fn weekdays(&self, at: usize, end: usize) -> Option<(u8, usize)> {
        let v = &self.view;
        v.any(at, &["每周", "每星期", "每个星期"])?;
        let (first, mut end) = self.weekday(end)?;
        if let Some((last, stop)) = range_mark(v, end).and_then(|mark| self.weekday(mark)) {
            return (last > first).then_some((last - first + 1, stop));
        }
        let (mut days, mut last) = (1, first);
        while let Some((day, stop)) = v.any(end, &["、", "和"]).and_then(|mark| self.weekday(mark))
            && day > last
        {
            (days, last, end) = (days + 1, day, stop);
        }
        Some((days, end))
    }

    /// The day of the week at `at`, 1 to 7; a number that counts is none.
    fn weekday(&self, at: usize) -> Option<(u8, usize)> {
        let v = &self.view;
        let from = v.any(at, &["周", "星期"]).unwrap_or(at);
        let (c, stop) = v.next(from)?;
        let day = "一二三四五六日".chars().zip(1..).find(|(d, _)| *d == c).map(|(_, n)| n);
        let day = day.or(if matches!(c, '天' | '末') { Some(7) } else { None })?;
        let goes_on = self.lex.is_unit(v, stop).is_some()
            || matches!(v.glyph(stop), Some((g, _)) if !matches!(g.class, Class::Half | Class::Arabic));
        (!goes_on).then_some((day, stop))
    }

    /// A number of years, months, weeks or days, as an ISO 8601 duration: 两个月, 3天, 半年.
    fn period(&self, at: usize) -> Option<(String, usize)> {
        let v = &self.view;
        if let Some(end) = v.word(at, "半") {
            for (word, per) in [
                ("年", "P6M"),
                ("个月", "P15D"),
                ("月", "P15D"),
                ("天", "PT12H"),
                ("小时", "PT30M"),
                ("个小时", "PT30M"),
            ] {
                if let Some(stop) = v.word(end, word) {
                    return Some((per.to_owned(), stop));
                }
            }
            return None;
        }
        let n = v.numeral(at)?;
        let here = v.blanks(n.end);
        let here = v.word(here, "个").unwrap_or(here);
        // What the periods below begin with.
        if !matches!(v.at(here)?, '年' | '季' | '月' | '星' | '礼' | '周' | '工' | '天' | '日' | '小')
            || n.masked
            || n.approx
            || n.min != n.max
        {
            return None;
        }
        let count =
            n.min.filter(|c| c.fract().is_zero() && *c >= Decimal::ONE && *c < Decimal::ONE_THOUSAND)?;
        for (word, by, letter) in [
            ("年度", 1, "Y"),
            ("年", 1, "Y"),
            ("季度", 3, "M"),
            ("月", 1, "M"),
            ("星期", 1, "W"),
            ("礼拜", 1, "W"),
            ("周", 1, "W"),
            ("工作日", 1, "D"),
            ("天", 1, "D"),
            ("日", 1, "D"),
        ] {
            if let Some(end) = v.word(here, word) {
                return Some((format!("P{}{letter}", (count * Decimal::from(by)).normalize()), end));
            }
        }
        let here = v.any(here, &["小时"])?;
        Some((format!("PT{}H", count.normalize()), here))
    }

    /// 一年两次, 一月一堂, 半年一次: where the count begins and its period.
    pub(super) fn rate(&self, at: usize) -> Option<Frequency> {
        let v = &self.view;
        let first = v.at(at)?;
        if !matches!(first, '一' | '二' | '两' | '三' | '四' | '五' | '半' | '1'..='4') {
            return None;
        }
        let (per, end) = self.period(at)?;
        let n = v.numeral(end).filter(|n| !n.masked)?;
        let unit = self.lex.is_unit(v, n.end)?;
        (Set::Occurs.stands(v, n.end) && unit > n.end).then_some(Frequency { end, per, times: 1 })
    }

    /// The dates that come back: behind 每月 days (10日; 10、20、30号) and parts of a month (每月底), behind 每季度 the
    /// days of one of its months (末月15日), behind 每年 parts of the year (3月、9月).
    pub(super) fn repeated(&self, at: usize, f: &Frequency) -> Vec<Expr> {
        let v = &self.view;
        let year = self.anchor.year_on(0);
        let mut out = Vec::new();
        if matches!(&*f.per, "P1M" | "P2M") {
            for (from, to, first, last, writing) in self.days_of_month(v.blanks(f.end)) {
                let day = |d| Stamp::Day(year, None, Some(d));
                let stamp = match last {
                    Some(last) => Stamp::Span(Box::new(day(first)), Box::new(day(last))),
                    None => day(first),
                };
                let mut e = super::calendar_expr(from, to, stamp.edtf(), writing);
                e.per = Some(f.per.clone());
                out.push(e);
            }
            if out.is_empty() {
                out.extend(self.part_of_month(f, year));
            }
        } else if f.per == "P3M" {
            out.extend(self.in_quarter(f, year));
        } else if f.per == "P1Y" {
            let mut here = v.blanks(f.end);
            while let Some(hit) = self.parts_of(here, Year::UNKNOWN) {
                let mut e = super::calendar_expr(hit.start, hit.end, hit.stamp.edtf(), hit.writing);
                e.per = Some(f.per.clone());
                out.push(e);
                let Some(next) = v.any(hit.end, &["、", "和", "及"]) else { break };
                here = next;
            }
        }
        if let Some(first) = out.first_mut() {
            first.outer = Span::new(at, first.outer.end());
        }
        out
    }

    /// 每月底, 每月上旬, 每月月底: the word is 月底.
    fn part_of_month(&self, f: &Frequency, year: Year) -> Option<Expr> {
        let v = &self.view;
        let (stamp, end) = self.within_month(f.end, year, None)?;
        let edge = matches!(v.at(f.end), Some('初' | '底' | '末'));
        let start = if edge && v.before(f.end) == Some('月') { f.end - '月'.len_utf8() } else { f.end };
        let mut e = super::calendar_expr(start, end, stamp.edtf(), Writing::Words);
        e.per = Some(f.per.clone());
        Some(e)
    }

    /// 每季度末月15日, 每季度首月上旬, 每季度末: a day or part of one month of each quarter.
    fn in_quarter(&self, f: &Frequency, year: Year) -> Option<Expr> {
        let v = &self.view;
        let from = v.word(v.blanks(f.end), "的").unwrap_or(v.blanks(f.end));
        let month = Set::QuarterMonth.at(v, from);
        let (start, end, stamp) = match month {
            Some(month) => {
                let month =
                    v.word(month, "的").filter(|m| self.day(*m, None, year).is_some()).unwrap_or(month);
                let (stamp, end) = self
                    .day(v.blanks(month), None, year)
                    .map(|(stamp, end, _)| (stamp, end))
                    .or_else(|| self.within_month(month, year, None))
                    .unwrap_or((Stamp::Month(year, None), month));
                (from, end, stamp)
            }
            None => {
                let end = v.any(f.end, &["末", "底"])?;
                let start = ["季度", "季"].into_iter().find_map(|w| v.word_back(f.end, w))?;
                (start, end, Stamp::Month(year, None))
            }
        };
        let mut e = super::calendar_expr(start, end, stamp.edtf(), Writing::Words);
        e.per = Some(f.per.clone());
        Some(e)
    }

    /// Days of a month in a list, each a day or a range of days, at least the last with its 日: 10、20、30号; 5日、15日;
    /// 1日至20日.
    fn days_of_month(&self, at: usize) -> Vec<(usize, usize, u8, Option<u8>, Writing)> {
        let v = &self.view;
        let day = |at: usize| -> Option<(u8, usize, bool, Writing)> {
            let n = v.numeral(at)?;
            let d = n.min.and_then(|d| u8::try_from(d).ok()).filter(|d| (1..=31).contains(d))?;
            let end = v.any(n.end, &["日", "号"]);
            Some((d, end.unwrap_or(n.end), end.is_some(), n.writing))
        };
        let mut days = Vec::new();
        // What has its 日 closes what stands before it; digits behind the last 日 are no days.
        let mut closed = 0;
        let mut here = at;
        while let Some((first, end, mut said, writing)) = day(here) {
            let mut item = (here, end, first, None, writing);
            let second = range_mark(v, end).and_then(|m| day(v.blanks(m)));
            if let Some((last, end, marked, _)) = second.filter(|s| s.0 > first && s.2) {
                (item.1, item.3, said) = (end, Some(last), marked);
            }
            days.push(item);
            if said {
                closed = days.len();
            }
            let Some(next) = v.any(item.1, &["、", ",", "，", "和"]) else { break };
            here = next;
        }
        days.truncate(closed);
        days
    }

    /// The expression of a frequency without a counted occurrence.
    pub(super) fn once(at: usize, f: &Frequency) -> Expr {
        Expr {
            at: Span::new(at, f.end),
            outer: Span::new(at, f.end),
            number: Span::new(at, f.end),
            kind: Kind::Count,
            min: Some(f.times.into()),
            max: Some(f.times.into()),
            approx: false,
            masked: false,
            unit: Some("次".to_owned()),
            unit_at: Span::empty(f.end),
            per: Some(f.per.clone()),
            edtf: None,
            writing: Writing::Words,
            fixed: false,
        }
    }
}
