//! Reads dates and ranges of dates.

use super::glyph::Class;
use super::numeral::Shape;
use super::quantity::range_mark;
use super::sets::Set;
use super::stamp::{Part, Stamp, Year};
use super::table::CalendarClass as C;
use super::text::{View, on};
use super::year::YearHit;
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
pub(super) struct Small {
    pub(super) end: usize,
    pub(super) value: Part,
    pub(super) pair: Option<(u8, u8)>,
    pub(super) writing: Writing,
}

/// What dates begin with besides numerals and the words of the calendar table: 第一季度, 前三个月, 民国, 公元, 本世纪, Q1.
pub(super) const LEADS: &str = "第首前头后民公Q上本";

/// What such a word goes on with where no numeral follows: 民国, 公元, 上世纪, 首季, 上个月.
pub(super) const GOES_ON: &str = "国元世个季月旬半周年天日星礼期末";

impl Context<'_, '_> {
    /// The date or range that begins at `at`. `list`: the date that this one stands in a list with.
    pub(super) fn read(&self, at: usize, list: Option<&Stamp>) -> Option<Hit> {
        let first = self.point(at, list.map(Stamp::year), list)?;
        Some(self.range(&first).unwrap_or(first))
    }

    /// Whether a date can begin at `at`, by a look at what stands behind its first number or at its first word. Most
    /// numerals are none, and the readers of dates are many. `readers`: those that the character can begin.
    pub(super) fn may_begin(&self, at: usize, readers: u8) -> bool {
        let v = &self.view;
        if readers & on::CALENDAR != 0 && self.lex.calendar.at(v, at, |w, _| w.class != C::Per).is_some() {
            return true;
        }
        let Some((c, _)) = v.next(at) else { return false };
        if v.glyph(at).is_none() {
            // 民国, 公元, 前三季度, 第一季度; but most words that begin so are no dates.
            let next = v.next(at).map_or(at, |(_, end)| v.blanks(end));
            let date = || v.glyph(next).is_some() || v.at(next).is_some_and(|c| GOES_ON.contains(c));
            return LEADS.contains(c) && date();
        }
        let Some(n) = v.numeral(at) else { return true };
        let next = v.blanks(n.end);
        // 二0二四年, 二〇xx年: another sort of digit goes on; 1 9 9 3 年: the digits of a year do.
        let goes_on = || n.shape != Shape::Full && v.glyph(next).is_some();
        let date = |c| {
            matches!(
                c,
                '年' | '月'
                    | '日'
                    | '号'
                    | '季'
                    | '世'
                    | '、'
                    | '和'
                    | '及'
                    | '/'
                    | '.'
                    | '-'
                    | '○'
                    | '◯'
                    | 'O'
                    | 'o'
            )
        };
        v.at(next).is_some_and(date) || range_mark(v, next).is_some() || goes_on()
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
        // A word of the calendar, of which most dates begin with none.
        let worded = self.lex.calendar.at(v, at, |_, _| true).is_some();
        if let Some((offset, end, weak)) = if worded { self.relative_year(at) } else { None } {
            let y = self.anchor.year_on(offset);
            let from = v.word(end, "的").unwrap_or(end);
            let from = v.blanks(from);
            if let Some(mut hit) = self.within_year(from, y, true).or_else(|| self.named_day(from, y)) {
                hit.outer = at;
                // 去年底: the word is 年底.
                if from == end && hit.end - hit.start == '底'.len_utf8() && v.before(end) == Some('年') {
                    hit.start = end - '年'.len_utf8();
                }
                return hit.stamp.is_sound().then_some(hit);
            }
            return (!weak).then_some(Hit {
                start: at,
                outer: at,
                end,
                stamp: Stamp::Year(y),
                masked: false,
                writing: Writing::Words,
            });
        }
        if let Some(y) = self.year(at) {
            let rest = self.rest_of(&y);
            if y.short && rest.is_none() && !self.short_year_stands(at, &y) {
                return None;
            }
            // Of 2021年2月30日 the year stands.
            match rest.filter(|hit| hit.stamp.is_sound()) {
                Some(mut hit) => {
                    hit.start = at;
                    hit.outer = at;
                    hit.masked |= y.masked;
                    hit.writing = y.writing;
                    return Some(hit);
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
            .or_else(|| if worded { self.relative(at) } else { None })
            .or_else(|| if worded || v.at(at) == Some('第') { self.plan(at) } else { None })
            .or_else(|| if worded { self.named_day_alone(at, year) } else { None })
            .or_else(|| self.days(at, year))
            .or_else(|| list.and_then(|l| self.bare_day(at, l, false)))?;
        hit.stamp.is_sound().then_some(hit)
    }

    /// What stands behind a year: a part of it, or one of its days.
    fn rest_of(&self, y: &YearHit) -> Option<Hit> {
        let v = &self.view;
        let next = v.blanks(y.end);
        let part = self.within_year(next, y.year, true).or_else(|| self.named_day(next, y.year));
        part.or_else(|| {
            // 2018年的3月, 2018年的前三季度.
            let from = v.word(y.end, "的").filter(|_| y.marked && !y.short)?;
            self.season(from, y.year).or_else(|| self.month(from, y.year))
        })
    }

    /// A word of the calendar table at `at`.
    pub(super) fn word(&self, at: usize, class: &[C]) -> Option<(C, &str, usize)> {
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

    /// A whole number up to `max`, or a mask.
    pub(super) fn small(&self, at: usize, max: u8) -> Option<Small> {
        let v = &self.view;
        let (g, _) = v.glyph(at)?;
        if matches!(g.class, Class::Point | Class::Half | Class::Vague | Class::Big) || g.formal {
            return None;
        }
        let n = v.numeral(at)?;
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

    /// Days without their month: 21日至24日. Behind them 内 and the like make a duration of it.
    fn days(&self, at: usize, year: Year) -> Option<Hit> {
        let v = &self.view;
        let day = |at: usize| {
            let s = self.small(at, 31)?;
            let end = v.any(v.blanks(s.end), &["日", "号"])?;
            (s.pair.is_none() && s.value.is_some()).then_some((s, end))
        };
        let (first, end) = day(at)?;
        let (last, end) = day(v.blanks(range_mark(v, v.blanks(end))?))?;
        let period = Set::Lasting.stands(v, end);
        if first.value >= last.value || period {
            return None;
        }
        let stamp = |d| Box::new(Stamp::Day(year, None, d));
        self.hit(at, end, Stamp::Span(stamp(first.value), stamp(last.value)), first.writing)
    }

    /// Whether a date may end here without 日: nothing goes on that would make the digits another number.
    pub(super) fn ends_date(&self, at: usize) -> bool {
        let v = &self.view;
        let next = v.at(at);
        next.is_none_or(|c| {
            !super::text::is_han(c)
                && !c.is_ascii_alphanumeric()
                && !matches!(c, '%' | '.' | '/' | ':' | '℃' | '‰')
        }) || v.any(at, &["至", "到"]).is_some()
    }

    /// What can stand behind a year, or alone in a known year: quarter, half, month, edge of the year.
    pub(super) fn within_year(&self, at: usize, year: Year, said: bool) -> Option<Hit> {
        self.season(at, year)
            .or_else(|| self.month(at, year))
            .or_else(|| self.first_months(at, year, said))
            .or_else(|| self.half_or_edge(at, year, said))
    }

    pub(super) fn hit(&self, at: usize, end: usize, stamp: Stamp, writing: Writing) -> Option<Hit> {
        Some(Hit { start: at, outer: at, end, stamp, masked: false, writing })
    }
}
