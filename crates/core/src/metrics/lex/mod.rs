//! Finds every number, quantity and calendar expression.
//!
//! A hand-written scanner over the characters. Dense tables tell in one load whether an expression can begin at a
//! character; where it can, the readers are tried in order (calendar, fixed words, frequencies, quantities) and the
//! scan goes on behind what they read. Every reader looks a bounded number of characters ahead or consumes what it
//! reads, so the whole is linear in the text.
//!
//! Words (units, bounds, periods, fixed words) live in `data/metrics/*.tsv`; code knows how they combine.

mod amount;
mod bare;
mod bound;
mod date;
mod fixed;
mod fraction;
mod frequency;
mod glyph;
mod lunar;
mod month;
mod moving;
mod named;
mod number;
mod numeral;
mod place;
mod quantity;
mod sets;
mod stamp;
mod table;
mod text;
mod unit;
mod words;
mod written;
mod year;

use super::expr::{Expr, Kind, Writing};
use crate::calendar::Edtf;
use crate::error::Error;
use crate::span::{Normal, Span};
use date::Context;
use lunar::Lunar;
use stamp::Stamp;
use table::{Bound, Fixed, Guarded, Unit};
use text::{Chars, View, on};
use words::Words;

pub use bare::parse_number;

/// What relative words (今年, 本月十日) are reckoned from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// Year, where known.
    pub year: Option<u16>,
    /// Month, where known.
    pub month: Option<u8>,
    /// Day, where known.
    pub day: Option<u8>,
}

/// The lexer of numbers and time. Immutable and shareable.
#[derive(Debug)]
pub struct Lexer {
    chars: Chars,
    units: Words<Unit>,
    currency_prefixes: Words<&'static str>,
    before: Words<Bound>,
    /// Those of `before` that work over other words.
    far: Words<Bound>,
    after: Words<Bound>,
    calendar: Words<Guarded>,
    lunar: Lunar,
    fixed: Words<Fixed>,
}

impl Lexer {
    /// Loads the tables of units and calendar words.
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new() -> Result<Self, Error> {
        sets::Set::check()?;
        let mut chars = table::chars()?;
        let (before, after) = table::bounds()?;
        let far = before.words().filter(|(_, b)| b.far).map(|(w, b)| (w.into(), b.clone()));
        let far = Words::backward(far.collect());
        let currency_prefixes = table::currency_prefixes()?;
        let (calendar, fixed) = (table::calendar()?, table::fixed()?);
        // What numerals begin with is known to the characters; these are the beginnings of everything else.
        currency_prefixes.words().for_each(|(w, _)| chars.begin_word(w, on::QUANTITY));
        for (w, guarded) in calendar.words() {
            let every = if guarded.class == table::CalendarClass::Per { on::EVERY } else { 0 };
            chars.begin_word(w, on::CALENDAR | every);
        }
        fixed.words().for_each(|(w, _)| chars.begin_word(w, on::FIXED));
        chars.begin_word("翻番", on::QUANTITY);
        for (c, readers, others) in [
            ('负', on::QUANTITY, ""),
            ('-', on::QUANTITY, "-"),
            ('上', on::QUANTITY, ""),
            ('第', on::FIXED, " "),
            ('前', on::FIXED, ""),
            ('每', on::EVERY, "隔"),
            ('间', on::EVERY, "隔"),
        ] {
            chars.begin_before_numeral(c, readers, others);
        }
        // A blank may stand between: date::may_begin passes over it.
        let others = format!(" {}", date::GOES_ON);
        date::LEADS.chars().for_each(|c| chars.begin_before_numeral(c, on::CALENDAR, &others));
        chars.spread();
        let (units, lunar) = (table::units()?, Lunar::new()?);
        Ok(Self { chars, units, currency_prefixes, before, far, after, calendar, lunar, fixed })
    }

    /// Every expression inside `within`, sorted by start, disjoint.
    ///
    /// `text` is best a normal form; Traditional and full-width characters are understood as well.
    ///
    /// # Panics
    /// When `within` does not lie on character boundaries of `text`.
    #[must_use]
    pub fn scan(&self, text: &str, within: Span<Normal>, anchor: Anchor) -> Vec<Expr> {
        let last = text::Last::default();
        let view = View::new(text, within.start(), within.end(), &self.chars, &last);
        let mut scan = Scan { cx: Context { lex: self, view, anchor }, out: Vec::new(), last: None };
        let mut here = view.start();
        while let Some((at, set)) = view.seek(here) {
            let end = scan.read(at, set);
            // A run of like characters that no reader takes (a line of asterisks) is passed at once: read from each of
            // its characters again, it would cost the square of its length.
            here = end.unwrap_or_else(|| view.past_run(at));
        }
        scan.out
    }
}

/// A scan under way.
struct Scan<'l, 't> {
    cx: Context<'l, 't>,
    out: Vec<Expr>,
    /// The last date, and where it ended: a list goes on in its year and month.
    last: Option<(Stamp, usize)>,
}

impl Scan<'_, '_> {
    /// Reads what begins at `at` with one of the readers of `set`, and tells where it ends.
    fn read(&mut self, at: usize, set: u8) -> Option<usize> {
        let cx = self.cx;
        let v = &cx.view;
        let can = |readers: u8| set & readers != 0;
        let list = self.last.take_if(|(_, end)| *end < at).filter(|(_, end)| in_list(v, *end, at));
        let dated = can(on::NUMERAL | on::CALENDAR) && (list.is_some() || cx.may_begin(at, set));
        let hit = if dated { cx.read(at, list.as_ref().map(|(s, _)| s)) } else { None };
        if let Some(hit) = hit {
            let end = hit.end;
            let mut e = calendar_expr(hit.start, hit.end, hit.stamp.edtf(), hit.writing);
            e.masked = hit.masked;
            e.outer = Span::new(hit.outer, hit.end);
            bound::apply_calendar(cx.lex, v, &mut e, &hit.stamp);
            self.last = Some((hit.stamp, end));
            self.out.push(e);
            return Some(end);
        }
        if let Some(f) = if can(on::EVERY) { cx.frequency(at) } else { None } {
            let repeated = cx.repeated(at, &f);
            if let Some(end) = repeated.last().map(|e| e.at.end()) {
                for mut e in repeated {
                    bound::apply_deadline(cx.lex, v, &mut e);
                    self.out.push(e);
                }
                return Some(end);
            }
            return Some(self.push(Context::once(at, &f)));
        }
        if let Some(e) = if can(on::NUMERAL | on::FIXED) { fixed::read(cx.lex, v, at, set) } else { None } {
            return Some(self.push(e));
        }
        if !can(on::NUMERAL | on::QUANTITY) {
            return None;
        }
        if let Some(f) = cx.rate(at) {
            let mut e = quantity::read(cx.lex, v, f.end)?;
            e.per = Some(f.per);
            bound::apply(cx.lex, v, &mut e);
            e.outer = Span::new(at, e.outer.end());
            return Some(self.push(e));
        }
        let mut e = quantity::read(cx.lex, v, at)?;
        if let Some(name) = fixed::lettered(v, &e) {
            return Some(self.push(name));
        }
        bound::apply(cx.lex, v, &mut e);
        if e.outer == e.at {
            bound::apply_far(cx.lex, v, &mut e, self.clause_start());
        }
        Some(self.push(e))
    }

    /// How far back the words of a clause may bear on the next number: not past another number. Frequencies and
    /// dates let them through (至少每年2次).
    fn clause_start(&self) -> usize {
        let barrier = self.out.iter().rev().find(|e| !is_frequency(e) && !e.kind.is_calendar() && !e.fixed);
        barrier.map_or(self.cx.view.start(), |e| e.at.end())
    }

    /// Adds an expression, joined with the one before it where the two are one: a frequency and its count, a lower
    /// and an upper bound.
    fn push(&mut self, mut e: Expr) -> usize {
        let end = e.at.end();
        if let Some(last) = self.out.last() {
            let v = &self.cx.view;
            if is_frequency(last)
                && !e.fixed
                && !e.kind.is_calendar()
                && v.blanks(last.at.end()) >= e.outer.start()
            {
                e.per.clone_from(&last.per);
                e.outer = last.outer.cover(e.outer);
                self.out.pop();
            } else if bound::joins(v, last, &e) {
                e.at = last.at.cover(e.at);
                e.number = last.number.cover(e.number);
                e.outer = last.outer.cover(e.outer);
                e.min = last.min;
                if e.unit.is_none() {
                    (e.unit, e.kind) = (last.unit.clone(), last.kind);
                }
                self.out.pop();
            }
        }
        self.out.push(e);
        end
    }
}

/// 每季度 and its like, without a count.
fn is_frequency(e: &Expr) -> bool {
    e.per.is_some() && e.writing == Writing::Words && e.kind == Kind::Count && e.unit_at.is_empty()
}

/// Whether only a mark of lists stands between two dates.
fn in_list(v: &View<'_>, end: usize, at: usize) -> bool {
    at > end && v.any(end, &["、", "和", "及", "与", "或"]) == Some(at)
}

/// A date with nothing but its span and value.
fn calendar_expr(start: usize, end: usize, edtf: Edtf, writing: Writing) -> Expr {
    Expr { kind: Kind::Date, edtf: Some(edtf), writing, fixed: false, ..fixed::expr(start, end) }
}

#[cfg(test)]
mod tests;
