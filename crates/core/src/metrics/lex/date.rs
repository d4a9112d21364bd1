//! Reads dates: years, quarters, months, days and their parts, and ranges of them.

use super::numeral::{self, Class, Shape};
use super::quantity::range_mark;
use super::stamp::{Part, Stamp, Year};
use super::table::CalendarClass as C;
use super::text::View;
use super::{Anchor, Lexer};
use crate::metrics::expr::Writing;
use crate::number::Decimal;

/// A date or a range of dates as read.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// The core: a relative year stays outside (3月份 in 今年3月份).
    pub(super) start: usize,
    pub(super) outer: usize,
    pub(super) end: usize,
    pub(super) stamp: Stamp,
    pub(super) masked: bool,
    pub(super) writing: Writing,
}

/// What a reader knows besides the text.
#[derive(Clone, Copy)]
pub(super) struct Context<'l, 't> {
    pub(super) lex: &'l Lexer,
    pub(super) view: View<'t>,
    pub(super) anchor: Anchor,
}

/// A number of a date, at most 99.
#[derive(Clone, Copy, Debug)]
struct Small {
    end: usize,
    value: Part,
    pair: Option<(u8, u8)>,
    writing: Writing,
}

/// A year as read.
struct YearHit {
    year: Year,
    end: usize,
    masked: bool,
    /// Two digits only, which may as well be a number of years.
    short: bool,
    writing: Writing,
    /// 年 stands behind it.
    marked: bool,
}

impl Context<'_, '_> {
    /// The date or range that begins at `at`. `list`: the date that this one stands in a list with.
    pub(super) fn read(&self, at: usize, list: Option<&Stamp>) -> Option<Hit> {
        let first = self.point(at, list.map(Stamp::year), list)?;
        Some(self.range(&first).unwrap_or(first))
    }

    /// Extends a date to a range.
    fn range(&self, first: &Hit) -> Option<Hit> {
        let v = &self.view;
        let mut here = v.blanks(first.end);
        here = v.word(here, "起").unwrap_or(here);
        let mark = v.blanks(range_mark(v, v.blanks(here))?);
        let second = self
            .point(mark, Some(first.stamp.year()), None)
            .or_else(|| self.bare_day(mark, &first.stamp, true))
            .or_else(|| self.bare_year(mark, &first.stamp))?;
        let stamp = Stamp::Span(Box::new(first.stamp.clone()), Box::new(second.stamp.clone()));
        if !stamp.is_sound() {
            return None;
        }
        Some(Hit {
            end: second.end,
            stamp,
            masked: first.masked || second.masked,
            start: first.start,
            outer: first.outer,
            writing: first.writing,
        })
    }

    /// A part of a year (a quarter, a month, its edge) in the year that is given.
    pub(super) fn parts_of(&self, at: usize, year: Year) -> Option<Hit> {
        self.within_year(at, year, true).filter(|h| h.stamp.is_sound())
    }

    /// One date. `year`: the year that it is in where it does not say.
    fn point(&self, at: usize, year: Option<Year>, list: Option<&Stamp>) -> Option<Hit> {
        let v = &self.view;
        if let Some(hit) = self.numeric(at).or_else(|| self.years(at)) {
            return hit.stamp.is_sound().then_some(hit);
        }
        if let Some((offset, end, weak)) = self.relative_year(at) {
            let y = self.anchor.year_on(offset);
            let from = v.word(end, "的").unwrap_or(end);
            let from = v.blanks(from);
            if let Some(mut hit) = self.within_year(from, y, true) {
                hit.outer = at;
                return hit.stamp.is_sound().then_some(hit);
            }
            return (!weak).then(|| Hit {
                start: at,
                outer: at,
                end,
                stamp: Stamp::Year(y),
                masked: false,
                writing: Writing::Words,
            });
        }
        if let Some(y) = self.year(at) {
            let rest = self.within_year(v.blanks(y.end), y.year, true);
            if y.short && rest.is_none() && !self.short_year_stands(at, &y) {
                return None;
            }
            match rest {
                Some(mut hit) => {
                    hit.start = at;
                    hit.outer = at;
                    hit.masked |= y.masked;
                    hit.writing = y.writing;
                    return hit.stamp.is_sound().then_some(hit);
                }
                None if y.marked => {
                    let end = v.any(y.end, &["度"]).filter(|e| v.at(*e) != Some('假')).unwrap_or(y.end);
                    return Some(Hit {
                        start: at,
                        outer: at,
                        end,
                        stamp: Stamp::Year(y.year),
                        masked: y.masked,
                        writing: y.writing,
                    });
                }
                None => {}
            }
        }
        let year = year.unwrap_or_else(|| self.anchor.year_on(0));
        let hit = self
            .within_year(at, year, false)
            .or_else(|| self.decade(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.plan(at))
            .or_else(|| self.holiday(at, year))
            .or_else(|| list.and_then(|l| self.bare_day(at, l, false)))?;
        hit.stamp.is_sound().then_some(hit)
    }

    /// A word of the calendar table at `at`.
    fn word(&self, at: usize, class: &[C]) -> Option<(C, &str, usize)> {
        let v = &self.view;
        let (w, end) = self
            .lex
            .calendar
            .at(v, at, |w, end| class.contains(&w.class) && w.fits(v.before(at), v.at(end)))?;
        Some((w.class, &w.value, end))
    }

    fn relative_year(&self, at: usize) -> Option<(i32, usize, bool)> {
        let (class, value, end) = self.word(at, &[C::RelYear, C::WeakYear])?;
        Some((value.parse().ok()?, end, class == C::WeakYear))
    }

    /// Whether a year of two digits without a month can stand: 07年, 98年以后, 五八年.
    fn short_year_stands(&self, at: usize, y: &YearHit) -> bool {
        let v = &self.view;
        let first = v.at(at);
        let after = v.any(y.end, &["以后", "以前", "之前", "之后", "以来", "度"]).is_some();
        match y.writing {
            Writing::Arabic => first == Some('0') || (after && matches!(first, Some('8' | '9'))),
            Writing::Chinese => {
                !matches!(numeral::read(v, at), Some(n) if matches!(n.shape, Shape::Pair(..)) || n.shape == Shape::Full)
            }
            _ => false,
        }
    }

    /// A year in digits with 年.
    fn year(&self, at: usize) -> Option<YearHit> {
        let v = &self.view;
        if matches!(v.glyph(at), Some((g, _)) if g.class == Class::Arabic)
            && matches!(v.back(at).and_then(|(_, s)| v.glyph(s)), Some((g, _)) if g.class == Class::Arabic)
        {
            return None;
        }
        let (from, republic) = match v.word(at, "民国") {
            Some(end) => (v.blanks(end), true),
            None => (v.word(at, "公元").map_or(at, |e| v.blanks(e)), false),
        };
        if republic {
            if let Some(end) = v.word(from, "元年") {
                return Some(YearHit {
                    year: Year::of(1912),
                    end,
                    masked: false,
                    short: false,
                    writing: Writing::Chinese,
                    marked: true,
                });
            }
            let n = numeral::read(v, from)?;
            let value: i32 = i32::try_from(n.min?).ok().filter(|n| *n < 200)?;
            let end = v.word(v.blanks(n.end), "年")?;
            return Some(YearHit {
                year: Year::of(1911 + value),
                end,
                masked: false,
                short: false,
                writing: n.writing,
                marked: true,
            });
        }
        let mut digits = Vec::with_capacity(5);
        let (mut here, mut masked, mut chinese) = (from, false, false);
        while digits.len() < 5 {
            let Some((c, end)) = v.next(here) else { break };
            let d = match v.glyph(here) {
                Some((g, _)) if g.class == Class::Arabic => b'0' + g.value,
                Some((g, _)) if g.class == Class::Digit && !g.formal && c != '两' => {
                    chinese = true;
                    b'0' + g.value
                }
                // ○ between Chinese digits is a zero, as are the letters O that OCR makes of it.
                _ if chinese && matches!(c, '○' | '◯' | 'O' | 'o') => b'0',
                Some((g, _)) if g.class == Class::Mask => {
                    masked = true;
                    b'X'
                }
                // 20--年
                _ if c == '-'
                    && digits.len() >= 2
                    && (digits.starts_with(b"20") || digits.starts_with(b"19"))
                    && self.dashes_to_year(here) =>
                {
                    masked = true;
                    b'X'
                }
                _ => break,
            };
            digits.push(d);
            here = end;
        }
        let mut end = v.word(v.blanks(here), "年");
        let writing = match (masked, chinese) {
            (true, _) => Writing::Masked,
            (_, true) => Writing::Chinese,
            _ => Writing::Arabic,
        };
        let marked = end.is_some();
        if let Some(e) = end {
            if v.at(e) == Some('代') || (v.at(e) == Some('级') && !chinese) {
                end = None;
            }
        }
        let end = end?;
        let hit = |year, short| Some(YearHit { year, end, masked, short, writing, marked });
        match digits.as_slice() {
            &[a, b, c, d] if chinese || masked || (b"0123".contains(&a) && (a != b'3')) => {
                if !masked && !chinese && matches!(a, b'0') && b != b'0' && b != b'4' {
                    return None;
                }
                hit(Year([a, b, c, d]), false)
            }
            // 114年度, 113年12月: years of the Republic in texts of Taiwan.
            &[b'1', b, c] if !chinese && !masked && b <= b'3' && self.month_follows(end) => {
                hit(Year::of(1911 + 100 + i32::from(b - b'0') * 10 + i32::from(c - b'0')), false)
            }
            &[b'X', b'X'] if self.month_follows(end) => hit(Year::UNKNOWN, false),
            &[a, b] if a.is_ascii_digit() && b.is_ascii_digit() => {
                let two = i32::from(a - b'0') * 10 + i32::from(b - b'0');
                hit(Year::of(self.anchor.century(two)), true)
            }
            _ => None,
        }
    }

    fn dashes_to_year(&self, at: usize) -> bool {
        let v = &self.view;
        v.word(at, "--年").is_some() || v.word(at, "-年").is_some()
    }

    fn month_follows(&self, at: usize) -> bool {
        let v = &self.view;
        v.word(at, "度").is_some()
            || self.small(v.blanks(at), 12).is_some_and(|s| v.at(v.blanks(s.end)) == Some('月'))
    }

    /// A whole number up to `max`, or a mask.
    fn small(&self, at: usize, max: u8) -> Option<Small> {
        let v = &self.view;
        let (g, _) = v.glyph(at)?;
        if matches!(g.class, Class::Point | Class::Half | Class::Vague | Class::Big) || g.formal {
            return None;
        }
        let n = numeral::read(v, at)?;
        if n.masked {
            let short = n.end - at <= 6 && !n.approx && !v.folded(at, n.end).contains('.');
            return short.then_some(Small { end: n.end, value: None, pair: None, writing: Writing::Masked });
        }
        if n.approx || n.shape == Shape::Bare || matches!(n.shape, Shape::Digits(3..)) {
            return None;
        }
        if let Shape::Pair(a, b) = n.shape {
            let (a, b) = (u8::try_from(a).ok()?, u8::try_from(b).ok()?);
            return Some(Small { end: n.end, value: Some(b), pair: Some((a, b)), writing: n.writing });
        }
        let value = n.min.filter(|v| v.fract().is_zero() && *v <= Decimal::from(max))?;
        let value = u8::try_from(value).ok().filter(|v| *v >= 1)?;
        (n.min == n.max).then_some(Small { end: n.end, value: Some(value), pair: None, writing: n.writing })
    }

    /// 2010-01-29, 2010/1/29, 2010.01.29, 2008.03.
    fn numeric(&self, at: usize) -> Option<Hit> {
        let v = &self.view;
        if v.before(at).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/')) {
            return None;
        }
        let (year, mut here, mut masked) = self.four(at)?;
        let (mark, after) = v.next(here)?;
        if !matches!(mark, '-' | '/' | '.') {
            return None;
        }
        let two = |at: usize| -> Option<(Part, usize, usize)> {
            let (mut p, mut n, mut value, mut hidden) = (at, 0, 0_u8, false);
            while let Some((g, end)) = v.glyph(p) {
                match g.class {
                    Class::Arabic if n < 2 => value = value * 10 + g.value,
                    Class::Mask if n < 2 => hidden = true,
                    Class::Arabic | Class::Mask => return None,
                    _ => break,
                }
                (p, n) = (end, n + 1);
            }
            (n > 0).then_some((if hidden { None } else { Some(value) }, p, n))
        };
        let (month, end, width) = two(after)?;
        masked |= month.is_none();
        here = end;
        let full = match v.next(here) {
            Some((c, next)) if c == mark => two(next),
            _ => None,
        };
        let hit =
            |end, stamp, masked| Hit { start: at, outer: at, end, stamp, masked, writing: Writing::Arabic };
        if let Some((day, end, _)) = full {
            let end = v.any(end, &["日", "号"]).unwrap_or(end);
            let stamp = Stamp::Day(year, month, day);
            return stamp.is_sound().then(|| hit(end, stamp, masked || day.is_none()));
        }
        let plain = year.known().is_some_and(|y| (1900..2100).contains(&y))
            && width == 2
            && month.is_some_and(|m| (1..=12).contains(&m));
        let next = v.at(here);
        let followed = next.is_some_and(|c| {
            c.is_ascii_digit() || c == '%' || c == '.' && matches!(v.at(here + 1), Some('0'..='9'))
        }) || self.lex.is_unit(v, v.blanks(here)).is_some()
            || matches!(v.glyph(here), Some((g, _)) if matches!(g.class, Class::Big | Class::Unit | Class::Mask));
        (plain && !followed).then(|| hit(here, Stamp::Month(year, month), masked))
    }

    /// Four digits or masks that can be a year, not followed by a fifth.
    fn four(&self, at: usize) -> Option<(Year, usize, bool)> {
        let v = &self.view;
        let (mut here, mut digits, mut masked) = (at, [0_u8; 4], false);
        for slot in &mut digits {
            let (g, end) = v.glyph(here)?;
            *slot = match g.class {
                Class::Arabic => b'0' + g.value,
                Class::Mask => {
                    masked = true;
                    b'X'
                }
                _ => return None,
            };
            here = end;
        }
        let more = matches!(v.glyph(here), Some((g, _)) if matches!(g.class, Class::Arabic | Class::Mask));
        (!more && matches!(&digits[..2], b"17" | b"18" | b"19" | b"20" | b"21" | b"XX")).then_some((
            Year(digits),
            here,
            masked,
        ))
    }

    /// 1995-1997年, 2016-2018, 2013至2015年: the first year has no 年.
    fn years(&self, at: usize) -> Option<Hit> {
        let v = &self.view;
        if v.before(at).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-')) {
            return None;
        }
        let (first, end, m1) = self.four(at).or_else(|| self.four_signs(at))?;
        let mark = v.blanks(range_mark(v, v.blanks(end))?);
        let hit = |end, second: Year, masked| Hit {
            start: at,
            outer: at,
            end,
            stamp: Stamp::Span(Box::new(Stamp::Year(first)), Box::new(Stamp::Year(second))),
            masked,
            writing: Writing::Arabic,
        };
        if let Some(y) = self.year(mark).filter(|y| !y.short) {
            if let Some(within) = self.within_year(v.blanks(y.end), y.year, true) {
                let stamp = Stamp::Span(Box::new(Stamp::Year(first)), Box::new(within.stamp));
                return Some(Hit { stamp, ..hit(within.end, y.year, m1 || y.masked) });
            }
            let end = v.word(y.end, "度").unwrap_or(y.end);
            return Some(hit(end, y.year, m1 || y.masked));
        }
        let (second, end, m2) = self.four(mark)?;
        let (a, b) = (first.known()?, second.known()?);
        let followed = self.lex.is_unit(v, v.blanks(end)).is_some_and(|_| v.word(end, "学年").is_none())
            || matches!(v.at(end), Some('-' | '.' | '%' | ',' | '~'))
            || matches!(v.glyph(end), Some((g, _)) if !matches!(g.class, Class::Digit | Class::Half));
        (a < b && a >= 1900 && !followed).then(|| hit(v.word(end, "学年").unwrap_or(end), second, m1 || m2))
    }

    /// Four Chinese digits: 二〇一三.
    fn four_signs(&self, at: usize) -> Option<(Year, usize, bool)> {
        let v = &self.view;
        let n = numeral::read(v, at)?;
        let value = i32::try_from(n.min?).ok()?;
        (n.shape == Shape::Signs(4) && (1700..2200).contains(&value)).then(|| (Year::of(value), n.end, false))
    }

    /// A bare year behind a date that has one: 2008.03-2009.
    fn bare_year(&self, at: usize, first: &Stamp) -> Option<Hit> {
        let (year, end, masked) = self.four(at)?;
        let (a, b) = (first.year().known()?, year.known()?);
        (a <= b && self.lex.is_unit(&self.view, end).is_none()).then_some(Hit {
            start: at,
            outer: at,
            end,
            stamp: Stamp::Year(year),
            masked,
            writing: Writing::Arabic,
        })
    }

    /// A day without its month, in the month of the date before it.
    fn bare_day(&self, at: usize, first: &Stamp, range: bool) -> Option<Hit> {
        let v = &self.view;
        if !matches!(first, Stamp::Day(..))
            && !matches!(first, Stamp::Span(_, b) if matches!(**b, Stamp::Day(..)))
        {
            return None;
        }
        let s = self.small(at, 31)?;
        let end = match v.any(v.blanks(s.end), &["日", "号"]) {
            Some(end) => end,
            None if range && self.ends_date(s.end) => s.end,
            None => return None,
        };
        let stamp = Stamp::Day(first.year(), first.month()?, s.value);
        Some(Hit { start: at, outer: at, end, stamp, masked: s.value.is_none(), writing: s.writing })
    }

    /// Whether a date may end here without 日: nothing goes on that would make the digits another number.
    fn ends_date(&self, at: usize) -> bool {
        let v = &self.view;
        let next = v.at(at);
        next.is_none_or(|c| {
            !super::text::is_han(c)
                && !c.is_ascii_alphanumeric()
                && !matches!(c, '%' | '.' | '/' | ':' | '℃' | '‰')
        }) || v.any(at, &["至", "到"]).is_some()
    }

    /// What can stand behind a year, or alone in a known year: quarter, half, month, edge of the year.
    fn within_year(&self, at: usize, year: Year, said: bool) -> Option<Hit> {
        self.season(at, year)
            .or_else(|| self.month(at, year))
            .or_else(|| self.first_months(at, year, said))
            .or_else(|| self.half_or_edge(at, year, said))
    }

    fn hit(&self, at: usize, end: usize, stamp: Stamp, writing: Writing) -> Option<Hit> {
        Some(Hit { start: at, outer: at, end, stamp, masked: false, writing })
    }

    fn half_or_edge(&self, at: usize, year: Year, said: bool) -> Option<Hit> {
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
                let clash = v.at(end).is_some_and(|c| "中小级衷步次期审始端".contains(c));
                if !clash {
                    return self.hit(at, end, Stamp::Month(year, Some(m)), Writing::Words);
                }
            }
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

    /// 第一季度, 1季度, 首季度, 一至三季度, 前三季度, 季度末.
    fn season(&self, at: usize, year: Year) -> Option<Hit> {
        let v = &self.view;
        let mut from = v.word(at, "第").unwrap_or(at);
        let ordinal = from > at;
        let mut whole = false;
        let (mut a, b, mut here, writing);
        if let Some(end) = v.any(at, &["首"]) {
            (a, b, here, writing) = (1, 1, end, Writing::Words);
        } else {
            if !ordinal {
                if let Some(end) = v.any(at, &["前", "头"]) {
                    from = end;
                    whole = true;
                }
            }
            let s = self.small(from, 4)?;
            (a, writing) = (s.value.unwrap_or(0), s.writing);
            here = s.end;
            let mut last = a;
            if let Some((x, y)) = s.pair {
                (a, last) = (x, y);
            }
            let next = range_mark(v, here).or_else(|| v.any(here, &["、", "和", "及"]));
            if let Some(mark) = next.filter(|_| !whole) {
                let mark = v.word(mark, "第").unwrap_or(mark);
                if let Some(t) = self.small(mark, 4) {
                    if self.quarter_word(t.end, ordinal).is_some() && t.value > s.value {
                        if v.any(here, &["、", "和", "及"]).is_some() && t.value != s.value.map(|x| x + 1)
                        {
                            return None;
                        }
                        here = t.end;
                        last = t.value?;
                    }
                }
            }
            if last > 4 {
                return None;
            }
            b = last;
            if whole {
                (a, from) = (1, from);
            }
        }
        let _ = from;
        let end = self.quarter_word(here, ordinal || whole || matches!(v.at(at), Some('首')))?;
        if a == 0 {
            return Some(Hit { start: at, outer: at, end, stamp: Stamp::Year(year), masked: true, writing });
        }
        // 一季度一次 is a frequency, 两个季度 a duration.
        if a == 1
            && b == 1
            && !ordinal
            && v.word(at, "一").is_some()
            && v.any(end, &["一次", "1次", "两次", "一期", "一会"]).is_some()
        {
            return None;
        }
        if let Some(stop) = v.any(end, &["末", "底"]) {
            return self.hit(at, stop, Stamp::Month(year, Some(b * 3)), writing);
        }
        if whole || a != b {
            let month = |m| Box::new(Stamp::Month(year, Some(m)));
            return self.hit(at, end, Stamp::Span(month(a * 3 - 2), month(b * 3)), writing);
        }
        self.hit(at, end, Stamp::Season(year, 32 + a), writing)
    }

    /// 季度, or 季 where it cannot be a season of another kind.
    fn quarter_word(&self, at: usize, sure: bool) -> Option<usize> {
        let v = &self.view;
        if let Some(end) = v.word(at, "季度") {
            return Some(end);
        }
        let end = v.word(at, "季")?;
        let next = v.at(end);
        (sure || next.is_none_or(|c| !super::text::is_han(c)) || v.any(end, &["末", "前", "报"]).is_some())
            .then_some(end)
    }

    /// 前七个月, 1-7月 is read by `month`.
    fn first_months(&self, at: usize, year: Year, said: bool) -> Option<Hit> {
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
    fn month(&self, at: usize, year: Year) -> Option<Hit> {
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
        if v.word(at, "一月").is_some() {
            if let Some(n) = numeral::read(v, end) {
                if n.max.is_some_and(|m| m < Decimal::TEN) && self.lex.is_unit(v, n.end).is_some() {
                    return None;
                }
            }
        }
        if v.word(end, "饼").is_some() || v.word(end, "子").is_some() {
            return None;
        }
        done(end, Stamp::Month(year, month), masked)
    }

    /// 上旬, 初, 底, 上半月 behind a month.
    fn within_month(&self, at: usize, year: Year, month: Part) -> Option<(Stamp, usize)> {
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
        let clash = v.at(end).is_some_and(|n| "中小级步次期审始端".contains(n));
        match c {
            '初' if !clash => Some((Stamp::Third(year, month, 1), end)),
            '底' | '末' => Some((Stamp::month_end(year, month), end)),
            _ => None,
        }
    }

    /// A day behind its month, or several: 11日, 3-5日, 二十三.
    fn day(&self, at: usize, month: Part, year: Year) -> Option<(Stamp, usize, bool)> {
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
        if let Some(t) = range_mark(v, gap).or(list).and_then(|m| self.small(v.blanks(m), 31)) {
            if let Some(end) = v.any(v.blanks(t.end), &["日", "号"]) {
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
        }
        // 一月二十三, 11月10至11月15日
        let two = s.end - at >= 2 && s.value.is_some() && s.pair.is_none();
        (two && self.ends_date(s.end)).then_some((Stamp::Day(year, month, s.value), s.end, false))
    }

    /// 本月十日, 下个月, 上季度, 明天; parts of a month that is not named.
    fn relative(&self, at: usize) -> Option<Hit> {
        let v = &self.view;
        let classes = [
            C::RelMonth,
            C::WeakMonth,
            C::RelQuarter,
            C::RelDay,
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

    /// 十四五, “十二五”末, 第一个五年计划.
    fn plan(&self, at: usize) -> Option<Hit> {
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
            && (!(quoted || v.any(end, &["期间", "时期", "规划", "计划", "末", "初"]).is_some())
                || v.word(close, "普法").is_some())
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

    /// A holiday that schedules.
    fn holiday(&self, at: usize, year: Year) -> Option<Hit> {
        let v = &self.view;
        let (class, value, end) = self.word(at, &[C::Holiday, C::HolidayWord, C::Moving])?;
        let scheduled = v
            .any(
                end,
                &[
                    "前",
                    "以前",
                    "之前",
                    "前夕",
                    "前后",
                    "期间",
                    "假期",
                    "后",
                    "节前",
                    "节后",
                    "节日",
                    "长假",
                    "黄金周",
                    "当天",
                    "来临",
                    "到来",
                    "之际",
                    "之后",
                    "以后",
                    "小长假",
                ],
            )
            .is_some();
        if class == C::HolidayWord
            && !scheduled
            && !matches!(v.word_back(end, "国庆").or(v.word_back(end, "元旦")), Some(_))
        {
            return None;
        }
        let stamp = if class == C::Moving {
            match self.lex.moving_day(value, year) {
                Some((m, d)) => Stamp::Day(year, Some(m), Some(d)),
                None => Stamp::Year(year),
            }
        } else {
            let (m, d) = value.split_once('-')?;
            Stamp::Day(year, m.parse().ok(), d.parse().ok())
        };
        self.hit(at, end, stamp, Writing::Words)
    }

    /// 90年代, 上世纪80年代.
    fn decade(&self, at: usize) -> Option<Hit> {
        let v = &self.view;
        let mut from = at;
        let mut century = None;
        if let Some(end) = v.word(at, "上世纪") {
            (from, century) = (end, Some(19));
        } else if let Some(end) = v.word(at, "本世纪") {
            (from, century) = (end, Some(20));
        } else if let Some(s) = self.small(at, 21) {
            if let Some(end) = v.word(s.end, "世纪") {
                century = s.value.map(|n| i32::from(n) - 1);
                from = end;
            }
        }
        let (ten, end, writing) = match self.four(from) {
            Some((y, end, false)) => (y.known()?, end, Writing::Arabic),
            _ => {
                let s = self.small(from, 90)?;
                let n = i32::from(s.value?);
                let c = century.unwrap_or(if n >= 30 { 19 } else { 20 });
                (c * 100 + n, s.end, s.writing)
            }
        };
        let end = v.word(v.blanks(end), "年代")?;
        if ten % 10 != 0 {
            return None;
        }
        let Year([a, b, c, _]) = Year::of(ten);
        self.hit(at, end, Stamp::Year(Year([a, b, c, b'X'])), writing)
    }
}
