//! Parts of a year: quarters, halves, months and what is said of them, days.

use super::date::{Context, Hit};
use super::quantity::range_mark;
use super::sets::Set;
use super::stamp::{Part, Stamp, Year};
use super::table::CalendarClass as C;
use crate::metrics::expr::Writing;
use crate::number::Decimal;

impl Context<'_, '_> {
    pub(super) fn half_or_edge(&self, at: usize, year: Year, said: bool) -> Option<Hit> {
        let v = &self.view;
        if said {
            let month = match v.at(at) {
                Some('初') => Some(1),
                Some('底' | '末' | '尾') => Some(12),
                Some('终') => Some(12),
                _ => None,
            };
            if let Some(m) = month {
                let (_, end) = v.next(at)?;
                if !Set::NotEdge.stands(v, end) {
                    return self.hit(at, end, Stamp::Month(year, Some(m)), Writing::Words);
                }
            }
        }
        // 年初有计划、半年有小结: the middle of the year.
        if let Some(end) = v.word(at, "半年")
            && Set::Halfway.stands(v, end)
        {
            return self.hit(at, end, Stamp::Month(year, Some(6)), Writing::Words);
        }
        let (class, value, end) = self.word(at, &[C::Half, C::YearEdge])?;
        let n = value.parse().ok()?;
        let stamp = if class == C::Half { Stamp::Season(year, n) } else { Stamp::Month(year, Some(n)) };
        // 年中 alone is a word of many uses.
        if class == C::YearEdge && n == 6 && !said && v.word(end, "前").is_none() {
            return None;
        }
        self.hit(at, end, stamp, Writing::Words)
    }

    /// 第一季度, 1季度, 首季度, 一至三季度, 前三季度, 季度末, Q1.
    pub(super) fn season(&self, at: usize, year: Year) -> Option<Hit> {
        let v = &self.view;
        if let Some(('Q', digit)) = v.next(at) {
            return self.table_quarter(at, digit, year);
        }
        let (lead, from) = match v.next(at)? {
            ('第', end) => ('第', end),
            ('前' | '头', end) => ('前', end),
            ('首', end) => ('首', end),
            _ => (' ', at),
        };
        let sure = lead != ' ';
        let (first, last, here, writing) = if lead == '首' {
            (1, 1, from, Writing::Words)
        } else {
            let s = self.small(from, 4)?;
            let n = s.value.unwrap_or(0);
            let (first, last) = s.pair.unwrap_or((if lead == '前' { 1 } else { n }, n));
            match self.second_quarter(s.end, n, sure).filter(|_| lead != '前') {
                Some((last, end)) => (first, last, end, s.writing),
                None => (first, last, s.end, s.writing),
            }
        };
        // 前两个季度
        let here = v.word(here, "个").filter(|_| lead == '前').unwrap_or(here);
        let end = self.quarter_word(here, sure).filter(|_| last <= 4)?;
        if last == 0 {
            return Some(Hit { start: at, outer: at, end, stamp: Stamp::Year(year), masked: true, writing });
        }
        // 一季度一次 is a frequency.
        if lead == ' ' && last == 1 && Set::Once.stands(v, end) {
            return None;
        }
        let month = |m| Box::new(Stamp::Month(year, Some(m)));
        if let Some(stop) = v.any(end, &["末", "底"]) {
            return self.hit(at, stop, *month(last * 3), writing);
        }
        if first != last || lead == '前' {
            return self.hit(at, end, Stamp::Span(month(first * 3 - 2), month(last * 3)), writing);
        }
        self.hit(at, end, Stamp::Season(year, 32 + last), writing)
    }

    /// Q1 to Q4, as in tables.
    fn table_quarter(&self, at: usize, digit: usize, year: Year) -> Option<Hit> {
        let v = &self.view;
        let (c, end) = v.next(digit)?;
        let n = c.to_digit(10).and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=4).contains(n))?;
        let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if joined(v.at(end)) || joined(v.before(at)) {
            return None;
        }
        self.hit(at, end, Stamp::Season(year, 32 + n), Writing::Arabic)
    }

    /// The second quarter of a range (一至三季度) or of two neighbours (三、四季度), and where its number ends.
    fn second_quarter(&self, at: usize, first: u8, sure: bool) -> Option<(u8, usize)> {
        let v = &self.view;
        let listed = v.any(at, &["、", "和", "及"]);
        let mark = range_mark(v, at).or(listed)?;
        let t = self.small(v.word(mark, "第").unwrap_or(mark), 4)?;
        let last = t.value.filter(|l| *l > first && (listed.is_none() || *l == first + 1))?;
        self.quarter_word(t.end, sure)?;
        Some((last, t.end))
    }

    /// 季度, or 季 where nothing else can be meant: 四季 are the seasons.
    fn quarter_word(&self, at: usize, sure: bool) -> Option<usize> {
        let v = &self.view;
        if let Some(end) = v.word(at, "季度") {
            return Some(end);
        }
        let end = v.word(at, "季")?;
        let word = v.at(end).is_some_and(|c| "节稻麦菜作刊候军".contains(c));
        ((sure && !word) || v.any(end, &["末", "前", "报"]).is_some()).then_some(end)
    }

    /// 前七个月, 1-7月 is read by `month`.
    pub(super) fn first_months(&self, at: usize, year: Year, said: bool) -> Option<Hit> {
        let v = &self.view;
        let (c, from) = v.next(at)?;
        if !matches!(c, '前' | '头' | '后') || (c == '后' && !said) {
            return None;
        }
        let s = self.small(from, 12)?;
        let n = s.value?;
        let end = v.any(s.end, &["个月", "月"])?;
        let month = |m| Box::new(Stamp::Month(year, Some(m)));
        let stamp =
            if c == '后' { Stamp::Span(month(13 - n), month(12)) } else { Stamp::Span(month(1), month(n)) };
        if c != '后' && v.word(s.end, "月").is_some() && !said {
            return None;
        }
        self.hit(at, end, stamp, s.writing)
    }

    /// A month in digits, with what is said of it: 3月, 3月份, 4-5月, 2月中旬, 5月底, 3月11日, 3月3-5日.
    pub(super) fn month(&self, at: usize, year: Year) -> Option<Hit> {
        let v = &self.view;
        let s = self.small(at, 12)?;
        let mut here = v.blanks(s.end);
        let mut first = s.value;
        let mut last = s.value;
        let mut masked = s.value.is_none();
        if let Some((a, b)) = s.pair {
            (first, last) = (Some(a), Some(b));
        }
        if v.at(here) != Some('月') {
            // 4-5月, 3、4月: the first has no 月.
            let list = v.word(here, "、");
            let mark = range_mark(v, here).or(list)?;
            let t = self.small(v.blanks(mark), 12)?;
            if v.at(v.blanks(t.end)) != Some('月') || t.pair.is_some() || s.pair.is_some() {
                return None;
            }
            match (s.value, t.value) {
                (Some(x), Some(y)) if x < y && (list.is_none() || y == x + 1) => {}
                (None, _) | (_, None) if list.is_none() => {}
                _ => return None,
            }
            masked |= t.value.is_none();
            last = t.value;
            here = v.blanks(t.end);
        }
        let mut end = v.word(here, "月")?;
        // 5月份, but 5月份额 …
        end = v.word(end, "份").filter(|e| !matches!(v.at(*e), Some('额'))).unwrap_or(end);
        let done =
            |end, stamp, masked| Some(Hit { start: at, outer: at, end, stamp, masked, writing: s.writing });
        if first != last {
            let b = |m| Box::new(Stamp::Month(year, m));
            return done(end, Stamp::Span(b(first), b(last)), masked);
        }
        let month = first;
        if let Some((stamp, stop)) = self.within_month(end, year, month) {
            return done(stop, stamp, masked);
        }
        if let Some((day, stop, hidden)) = self.day(v.blanks(end), month, year) {
            return done(stop, day, masked || hidden);
        }
        // 一月一次 and 一月一堂课 are frequencies.
        if v.word(at, "一月").is_some()
            && let Some(n) = v.numeral(end)
            && n.max.is_some_and(|m| m < Decimal::TEN)
            && self.lex.is_unit(v, n.end).is_some()
        {
            return None;
        }
        if v.any(end, &["饼", "子", "革命"]).is_some() {
            return None;
        }
        done(end, Stamp::Month(year, month), masked)
    }

    /// 上旬, 初, 底, 上半月 behind a month.
    pub(super) fn within_month(&self, at: usize, year: Year, month: Part) -> Option<(Stamp, usize)> {
        let v = &self.view;
        if let Some((class, value, end)) = self.word(at, &[C::Third, C::HalfMonth, C::MonthEdge]) {
            let n: u8 = value.parse().ok()?;
            let mut stamp = match class {
                C::HalfMonth => Stamp::Half(year, month, n),
                C::MonthEdge if n == 3 => Stamp::month_end(year, month),
                _ => Stamp::Third(year, month, n),
            };
            let mut stop = end;
            // 2月中下旬, 3月上中旬
            if let Some(more) = range_mark(v, end).and_then(|m| self.word(m, &[C::Third])) {
                let until: u8 = more.1.parse().ok()?;
                if until > n {
                    stamp = Stamp::Span(Box::new(stamp), Box::new(Stamp::Third(year, month, until)));
                    stop = more.2;
                }
            }
            return Some((stamp, stop));
        }
        for (word, a, b) in [("上中旬", 1, 2), ("中下旬", 2, 3)] {
            if let Some(end) = v.word(at, word) {
                let third = |n| Box::new(Stamp::Third(year, month, n));
                return Some((Stamp::Span(third(a), third(b)), end));
            }
        }
        let (c, end) = v.next(at)?;
        let clash = Set::NotEdge.stands(v, end);
        match c {
            '初' if !clash => Some((Stamp::Third(year, month, 1), end)),
            '底' | '末' => Some((Stamp::month_end(year, month), end)),
            _ => None,
        }
    }

    /// A day behind its month, or several: 11日, 3-5日, 二十三.
    pub(super) fn day(&self, at: usize, month: Part, year: Year) -> Option<(Stamp, usize, bool)> {
        let v = &self.view;
        let s = self.small(at, 31)?;
        let gap = v.blanks(s.end);
        if let Some(end) = v.any(gap, &["日", "号"]) {
            if let Some((a, b)) = s.pair {
                let d = |n| Box::new(Stamp::Day(year, month, Some(n)));
                return Some((Stamp::Span(d(a), d(b)), end, false));
            }
            return Some((Stamp::Day(year, month, s.value), end, s.value.is_none()));
        }
        // 3-5日, 3、4日: the first has no 日.
        let list = v.word(gap, "、");
        if let Some(t) = range_mark(v, gap).or(list).and_then(|m| self.small(v.blanks(m), 31))
            && let Some(end) = v.any(v.blanks(t.end), &["日", "号"])
        {
            let next_to = matches!((s.value, t.value), (Some(x), Some(y)) if y == x + 1);
            let ordered = match (s.value, t.value) {
                (Some(x), Some(y)) => x < y,
                _ => true,
            };
            if ordered && v.at(t.end) != Some('月') && (list.is_none() || next_to) {
                let d = |n| Box::new(Stamp::Day(year, month, n));
                let stamp = Stamp::Span(d(s.value), d(t.value));
                return Some((stamp, end, s.value.is_none() || t.value.is_none()));
            }
        }
        // 一月二十三, 11月10至11月15日
        let two = s.end - at >= 2 && s.value.is_some() && s.pair.is_none();
        (two && self.ends_date(s.end)).then_some((Stamp::Day(year, month, s.value), s.end, false))
    }
}
