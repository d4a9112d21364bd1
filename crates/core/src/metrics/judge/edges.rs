//! Trimming the edges of a noun: words of time, place, aspect and bound, dates, and punctuation.

use super::cues::Class;
use super::sentence::{Sentence, has_chars};
use super::sets::Set;
use super::when::is_frequency;
use crate::metrics::expr::{Expr, Kind};
use std::ops::Range;

pub(super) fn trim_left_marks(s: &Sentence<'_>, mut range: Range<usize>) -> Range<usize> {
    // A bracket that opens the region belongs to the figure before: 61万套（间）.
    if s.slice(range.clone()).starts_with(['（', '('])
        && let Some(b) = s.bracket(range.start).filter(|b| b.end <= range.end)
    {
        range.start = b.end;
    }
    let text = s.slice(range.clone());
    let rest = text.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '、' | '，'
                    | ','
                    | '；'
                    | ';'
                    | '：'
                    | ':'
                    | '。'
                    | '）'
                    | ')'
                    | '】'
                    | ']'
                    | '—'
                    | '-'
                    | '的'
                    | '之'
                    | '”'
                    | '’'
                    | '」'
            )
    });
    range.start += text.len() - rest.len();
    range
}

/// Trims words of the classes, calendar expressions and marks off the left edge.
pub(super) fn trim_left(s: &Sentence<'_>, range: Range<usize>, classes: Class) -> Range<usize> {
    trim(s, range, classes, false)
}

/// The same; where `rate`, verbs that are nouns as often stay.
pub(super) fn trim(s: &Sentence<'_>, mut range: Range<usize>, classes: Class, rate: bool) -> Range<usize> {
    loop {
        range = trim_left_marks(s, range);
        if let Some(time) = calendar_starting(s, range.start).filter(|t| t.end <= range.end) {
            range.start = time.end;
        } else if let Some(cue) =
            s.cue_starting(range.start).filter(|c| c.end <= range.end && c.class.is(classes))
            && !(cue.class.is(Class::VERB) && joined(s, cue.end, range.end))
            && !(rate && cue.class.is(Class::NOMINAL))
            && !(rate && timely(s, cue.start..cue.end, range.end))
            && s.slice(cue.end..range.end).chars().take(2).count() != 1
        {
            range.start = cue.end;
        } else {
            return range;
        }
    }
}

/// 按时结案率: the word of time is part of the rate's name.
fn timely(s: &Sentence<'_>, word: Range<usize>, end: usize) -> bool {
    let rest = s.slice(word.end..end);
    Set::Timely.has(s.slice(word)) && rest.ends_with('率') && !has_chars(rest, 6)
}

/// What is done in `range`, with its verb: without words of time, manner and intent before it.
pub(super) fn predicate(s: &Sentence<'_>, range: Range<usize>) -> Range<usize> {
    trim_left(s, range, Class::ADV | Class::LEAD | Class::PLAN | Class::EACH)
}

/// The object of what is done in `range`: its verbs are left off as well.
pub(super) fn object(s: &Sentence<'_>, range: Range<usize>) -> Range<usize> {
    let modal = Class::ADV | Class::LEAD | Class::PLAN | Class::WEAK | Class::EACH | Class::TOTAL;
    trim_left(s, range, modal | Class::DONE | Class::VERB | Class::PRED | Class::LEVEL)
}

/// Trims words of the classes, calendar expressions and marks off the right edge.
pub(super) fn trim_right(s: &Sentence<'_>, mut range: Range<usize>, classes: Class) -> Range<usize> {
    loop {
        let text = s.slice(range.clone());
        let trimmed = text.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '的' | '：' | ':' | '、' | '，' | '—' | '-' | '“' | '‘')
        });
        range.end = range.start + trimmed.len();
        if let Some(time) = calendar_ending(s, range.end).filter(|t| t.start >= range.start) {
            range.end = time.start;
        } else if let Some(cue) =
            s.cue_ending(range.end).filter(|c| c.start >= range.start && c.class.is(classes))
        {
            range.end = cue.start;
        } else {
            return range;
        }
    }
}

pub(super) fn calendar_starting(s: &Sentence<'_>, at: usize) -> Option<Range<usize>> {
    let i = s.exprs.partition_point(|e| e.outer.start() < at);
    s.exprs.get(i).filter(|e| e.kind.is_calendar() && e.outer.start() == at).map(|e| e.outer.range())
}

/// The date, frequency or period (三年翻一番) that ends at `at`.
pub(super) fn time_ending(s: &Sentence<'_>, at: usize) -> Option<Range<usize>> {
    let i = s.exprs.partition_point(|e| e.outer.end() < at);
    let period = |e: &Expr| e.kind == Kind::Duration && e.outer == e.at;
    s.exprs
        .get(i)
        .filter(|e| e.outer.end() == at && (e.kind.is_calendar() || is_frequency(e) || period(e)))
        .map(|e| e.outer.range())
}

pub(super) fn calendar_ending(s: &Sentence<'_>, at: usize) -> Option<Range<usize>> {
    let i = s.exprs.partition_point(|e| e.outer.end() < at);
    s.exprs.get(i).filter(|e| e.kind.is_calendar() && e.outer.end() == at).map(|e| e.outer.range())
}

/// Whether what follows a verb at `at` makes a noun of it.
pub(super) fn joined(s: &Sentence<'_>, at: usize, end: usize) -> bool {
    let rest = &s.text[at.min(end)..end];
    // 报送法律文书: the character begins another word.
    Set::Nominal.begins(rest) && !Set::Begins.begins(rest)
}
