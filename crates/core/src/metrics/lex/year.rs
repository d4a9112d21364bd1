//! Years: in digits, of the Republic, masked; numeric dates; decades.

use super::date::{Context, Hit};
use super::glyph::Class;
use super::numeral::Shape;
use super::quantity::range_mark;
use super::stamp::{Part, Stamp, Year};
use crate::metrics::expr::Writing;

/// A year as read.
pub(super) struct YearHit {
    pub(super) year: Year,
    pub(super) end: usize,
    pub(super) masked: bool,
    /// Two digits only, which may as well be a number of years.
    pub(super) short: bool,
    pub(super) writing: Writing,
    /// 年 stands behind it.
    pub(super) marked: bool,
}

impl Context<'_, '_> {
    /// Whether a year of two digits without a month can stand: 07年, 98年以后, 五八年.
    pub(super) fn short_year_stands(&self, at: usize, y: &YearHit) -> bool {
        let v = &self.view;
        let first = v.at(at);
        let after = v.any(y.end, &["以后", "以前", "之前", "之后", "以来", "度"]).is_some();
        match y.writing {
            Writing::Arabic => first == Some('0') || (after && matches!(first, Some('8' | '9'))),
            Writing::Chinese => {
                !matches!(v.numeral(at), Some(n) if matches!(n.shape, Shape::Pair(..)) || n.shape == Shape::Full)
            }
            _ => false,
        }
    }

    /// A year in digits with 年.
    pub(super) fn year(&self, at: usize) -> Option<YearHit> {
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
            let n = v.numeral(from)?;
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
        let (mut digits, mut count) = ([0_u8; 5], 0);
        let (mut here, mut masked, mut chinese) = (from, false, false);
        let spaced = self.spaced(from);
        while count < digits.len() {
            if spaced && count > 0 {
                here = v.blanks(here);
            }
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
                    && count >= 2
                    && (digits.starts_with(b"20") || digits.starts_with(b"19"))
                    && self.dashes_to_year(here) =>
                {
                    masked = true;
                    b'X'
                }
                _ => break,
            };
            digits[count] = d;
            count += 1;
            here = end;
        }
        let mut end = v.word(v.blanks(here), "年");
        let writing = match (masked, chinese) {
            (true, _) => Writing::Masked,
            (_, true) => Writing::Chinese,
            _ => Writing::Arabic,
        };
        let marked = end.is_some();
        if let Some(e) = end
            && (v.at(e) == Some('代') || (v.at(e) == Some('级') && !chinese))
        {
            end = None;
        }
        let end = end?;
        let hit = |year, short| Some(YearHit { year, end, masked, short, writing, marked });
        match digits[..count] {
            [a, b, c, d] if chinese || masked || (b"0123".contains(&a) && (a != b'3')) => {
                if !masked && !chinese && matches!(a, b'0') && b != b'0' && b != b'4' {
                    return None;
                }
                hit(Year([a, b, c, d]), false)
            }
            // 114年度, 113年12月: years of the Republic in texts of Taiwan.
            [b'1', b, c] if !chinese && !masked && b <= b'3' && self.month_follows(end) => {
                hit(Year::of(1911 + 100 + i32::from(b - b'0') * 10 + i32::from(c - b'0')), false)
            }
            // 20_年: one sign stands for both digits.
            [b'2', b'0', b'X'] | [b'1', b'9', b'X'] if masked => {
                hit(Year([digits[0], digits[1], b'X', b'X']), false)
            }
            [b'X', b'X'] if self.month_follows(end) => hit(Year::UNKNOWN, false),
            [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => {
                let two = i32::from(a - b'0') * 10 + i32::from(b - b'0');
                hit(Year::of(self.anchor.century(two)), true)
            }
            _ => None,
        }
    }

    /// Whether blanks part the digits of a year: 1 9 9 3 年.
    fn spaced(&self, at: usize) -> bool {
        let v = &self.view;
        let mut here = at;
        for i in 0..4 {
            let Some((g, end)) = v.glyph(here).filter(|(g, _)| g.class == Class::Arabic) else {
                return false;
            };
            if i == 0 && g.value != 1 && g.value != 2 {
                return false;
            }
            here = v.blanks(end);
            if here == end && i < 3 {
                return false;
            }
        }
        v.at(here) == Some('年')
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

    /// 2010-01-29, 2010/1/29, 2010.01.29, 2008.03.
    pub(super) fn numeric(&self, at: usize) -> Option<Hit> {
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
            && (width == 2 || self.year_behind(here))
            && month.is_some_and(|m| (1..=12).contains(&m));
        let next = v.at(here);
        let followed = next.is_some_and(|c| {
            c.is_ascii_digit() || c == '%' || c == '.' && matches!(v.at(here + 1), Some('0'..='9'))
        }) || self.lex.is_unit(v, v.blanks(here)).is_some()
            || matches!(v.glyph(here), Some((g, _)) if matches!(g.class, Class::Big | Class::Unit | Class::Mask));
        (plain && !followed).then(|| hit(here, Stamp::Month(year, month), masked))
    }

    /// Whether a range goes on to another numeric month: 2010.8-2011.9.
    fn year_behind(&self, at: usize) -> bool {
        let v = &self.view;
        let second = range_mark(v, at).and_then(|mark| self.four(v.blanks(mark)));
        second.is_some_and(|(_, end, _)| matches!(v.at(end), Some('.' | '/')))
            || matches!(v.back(at), Some((_, d)) if matches!(v.back(d), Some(('.' | '/', dot)) if self.range_before(dot)))
    }

    /// Whether a range mark stands before the four digits that end at `at`.
    fn range_before(&self, at: usize) -> bool {
        let v = &self.view;
        let mut here = at;
        for _ in 0..4 {
            match v.back(here) {
                Some(('0'..='9', start)) => here = start,
                _ => return false,
            }
        }
        matches!(v.before(here), Some('-' | '~' | '—' | '至' | '到'))
    }

    /// Four digits or masks that can be a year, not followed by a fifth.
    pub(super) fn four(&self, at: usize) -> Option<(Year, usize, bool)> {
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
    pub(super) fn years(&self, at: usize) -> Option<Hit> {
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
        let n = v.numeral(at)?;
        let value = i32::try_from(n.min?).ok()?;
        (n.shape == Shape::Signs(4) && (1700..2200).contains(&value)).then(|| (Year::of(value), n.end, false))
    }

    /// 90年代, 上世纪80年代.
    pub(super) fn decade(&self, at: usize) -> Option<Hit> {
        let v = &self.view;
        let mut from = at;
        let mut century = None;
        if let Some(end) = v.word(at, "上世纪") {
            (from, century) = (end, Some(19));
        } else if let Some(end) = v.word(at, "本世纪") {
            (from, century) = (end, Some(20));
        } else if let Some(s) = self.small(at, 21)
            && let Some(end) = v.word(s.end, "世纪")
        {
            century = s.value.map(|n| i32::from(n) - 1);
            from = end;
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
