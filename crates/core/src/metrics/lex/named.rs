//! Times that have names: relative months and days, five-year plans, holidays.

use super::date::{Context, Hit};
use super::glyph::Class;
use super::sets::Set;
use super::stamp::{Stamp, Year};
use super::table::CalendarClass as C;
use crate::metrics::expr::Writing;

impl Context<'_, '_> {
    /// 本月十日, 下个月, 上季度, 明天; parts of a month that is not named.
    pub(super) fn relative(&self, at: usize) -> Option<Hit> {
        let v = &self.view;
        let classes = [
            C::RelMonth,
            C::WeakMonth,
            C::RelQuarter,
            C::RelDay,
            C::Week,
            C::Third,
            C::HalfMonth,
            C::MonthEdge,
            C::QuarterEdge,
        ];
        let (class, value, end) = self.word(at, &classes)?;
        let n: i32 = value.parse().ok()?;
        let words = |end, stamp| self.hit(at, end, stamp, Writing::Words);
        match class {
            C::RelMonth | C::WeakMonth => {
                let (year, month) = self.anchor.month_on(n);
                if let Some((stamp, stop)) = self.within_month(end, year, month) {
                    return words(stop, stamp);
                }
                if let Some((stamp, stop, _)) = self.day(v.blanks(end), month, year) {
                    return words(stop, stamp);
                }
                if class == C::WeakMonth {
                    return None;
                }
                words(end, Stamp::Month(year, month))
            }
            C::RelQuarter => {
                let stamp = match self.anchor.quarter_on(n) {
                    Some((y, q)) => match v.any(end, &["末", "底"]) {
                        Some(stop) => return words(stop, Stamp::Month(y, Some((q - 32) * 3))),
                        None => Stamp::Season(y, q),
                    },
                    None => Stamp::Year(Year::UNKNOWN),
                };
                words(end, stamp)
            }
            C::RelDay => words(end, self.anchor.day_on(n)?),
            C::Week => {
                let (stamp, end) = self.week(n, end)?;
                words(end, stamp)
            }
            _ => {
                let (year, month) = self.anchor.month_on(0);
                let k: u8 = value.parse().ok()?;
                let stamp = match class {
                    C::Third => Stamp::Third(year, month, k),
                    C::HalfMonth => Stamp::Half(year, month, k),
                    C::QuarterEdge => {
                        let (y, q) = self.anchor.quarter_on(0)?;
                        Stamp::Month(y, Some(if k == 0 { (q - 32) * 3 } else { (q - 32) * 3 - 2 }))
                    }
                    _ if k == 3 => Stamp::month_end(year, month),
                    _ => Stamp::Third(year, month, k),
                };
                words(end, stamp)
            }
        }
    }

    /// 本周, 下周二, 上周末: the week `by` weeks on, or what of it is named at `at`. None where the day of the text is
    /// not known.
    fn week(&self, by: i32, at: usize) -> Option<(Stamp, usize)> {
        let v = &self.view;
        let monday = self.anchor.monday_on(by)?;
        let span = |from, to| Some(Stamp::Span(Box::new(monday.day_on(from)?), Box::new(monday.day_on(to)?)));
        if let Some(end) = v.word(at, "末") {
            return Some((span(5, 6)?, end));
        }
        let day = v.next(at).and_then(|(c, end)| {
            let n = match c {
                '日' | '天' => 6,
                _ => v
                    .glyph(at)
                    .filter(|(g, _)| (1..=6).contains(&g.value))
                    .map(|(g, _)| i32::from(g.value) - 1)?,
            };
            // 本周三次例会: a count.
            (v.glyph(end).is_none() && self.lex.is_unit(v, end).is_none()).then_some((n, end))
        });
        match day {
            Some((n, end)) => Some((monday.day_on(n)?, end)),
            None => Some((span(0, 6)?, at)),
        }
    }

    /// A day that has a name, in the year that stands before it: 2024年春节, 去年中秋节, 2024年农历八月十五.
    pub(super) fn named_day(&self, at: usize, year: Year) -> Option<Hit> {
        self.lunar(at, year).or_else(|| self.holiday(at, year, true))
    }

    /// A day that has a name, in the year of the text; a holiday must schedule.
    pub(super) fn named_day_alone(&self, at: usize, year: Year) -> Option<Hit> {
        self.lunar(at, year).or_else(|| self.holiday(at, year, false))
    }

    /// 十四五, “十二五”末, 第一个五年计划.
    pub(super) fn plan(&self, at: usize) -> Option<Hit> {
        let v = &self.view;
        if let Some(from) = v.word(at, "第") {
            let s = self.small(from, 20)?;
            let end = v.any(s.end, &["个五年计划", "个五年规划", "个五年"])?;
            let n = i32::from(s.value?);
            // The first began in 1953, the third, after three years of adjustment, in 1966; each lasts five years.
            let start = if n <= 2 { 1953 + 5 * (n - 1) } else { 1966 + 5 * (n - 3) };
            return self.plan_years(at, end, start, start + 4, s.writing);
        }
        let (class, value, end) = self.word(at, &[C::Plan, C::PlanWord])?;
        let quoted = matches!(v.before(at), Some('“' | '"' | '「' | '『' | '〝' | '\''))
            && matches!(v.at(end), Some('”' | '"' | '」' | '』' | '〞' | '\''));
        let close = if quoted { v.next(end)?.1 } else { end };
        if class == C::PlanWord
            && (!(quoted || Set::Planned.stands(v, end)) || v.word(close, "普法").is_some())
        {
            return None;
        }
        // 十四五 of 二十四五: a numeral goes on to the left.
        if matches!(v.back(at).and_then(|(_, s)| v.glyph(s)), Some((g, _)) if matches!(g.class, Class::Digit | Class::Unit))
        {
            return None;
        }
        let (a, b) = value.split_once('/')?;
        let (a, b) = (a.parse().ok()?, b.parse().ok()?);
        let tail = v.any(close, &["期间", "时期", "规划期"]).unwrap_or(close);
        if let Some(stop) = v.any(tail, &["末", "期末"]) {
            return self.hit(at, stop, Stamp::Year(Year::of(b)), Writing::Words);
        }
        if let Some(stop) = v.any(tail, &["初", "开局之年", "的开局之年"]) {
            return self.hit(at, stop, Stamp::Year(Year::of(a)), Writing::Words);
        }
        self.plan_years(at, end, a, b, Writing::Words)
    }

    fn plan_years(&self, at: usize, end: usize, a: i32, b: i32, writing: Writing) -> Option<Hit> {
        let y = |n| Box::new(Stamp::Year(Year::of(n)));
        self.hit(at, end, Stamp::Span(y(a), y(b)), writing)
    }

    /// A holiday; where its year is `said`, it schedules by that.
    fn holiday(&self, at: usize, year: Year, said: bool) -> Option<Hit> {
        let v = &self.view;
        let (class, value, end) = self.word(at, &[C::Holiday, C::HolidayWord, C::Moving])?;
        let close = v.any(end, &["”", "\"", "」", "』"]).unwrap_or(end);
        let scheduled = Set::Scheduled.stands(v, close);
        if class == C::HolidayWord && !scheduled && !v.any_back(end, &["国庆", "元旦"]) {
            return None;
        }
        // Those that the week tells name what is done oftener than when.
        if class == C::Moving && value.starts_with('w') && !scheduled && !said {
            return None;
        }
        let stamp = if class == C::Moving {
            self.moving(value, year)?
        } else {
            let (m, d) = value.split_once('-')?;
            Stamp::Day(year, m.parse().ok(), d.parse().ok())
        };
        self.hit(at, end, stamp, Writing::Words)
    }
}
