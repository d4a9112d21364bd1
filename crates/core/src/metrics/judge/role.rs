//! What a figure is to its text: target, actual, or only a reference.
//!
//! The nearest word of tense before the figure decides, first in its clause, then in the clauses before it; a
//! future deadline in the sentence makes a target; where nothing speaks, the passage does.

use super::Role;
use super::cues::{Class, Cue};
use super::passage::{Passage, number, year_of};
use super::sentence::{Sentence, has_chars};
use super::sets::Set;
use crate::metrics::expr::Expr;
use std::ops::Range;

/// A role and how sure it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub(super) role: Role,
    pub(super) sure: f32,
}

/// The role of what stands at `at` (an expression's outer span).
pub(super) fn role(s: &Sentence<'_>, at: Range<usize>, passage: &Passage, before: Option<Role>) -> Told {
    let clause = s.clause_start(at.start);
    // What the clause itself says.
    if let Some(role) = spoken(s, &(clause..at.start), passage) {
        return Told { role, sure: 0.95 };
    }
    // 6台任务: the figure is the task.
    if let Some(next) = s.cue_starting(at.end)
        && next.class.is(Class::TASK)
        && passage.role == Role::Actual
        && !s.has(&(clause..at.start), Class::DONE)
    {
        let word = s.slice(next.start..next.end);
        return Told {
            role: if word.starts_with("任务") { Role::Target } else { Role::Reference },
            sure: 0.8,
        };
    }
    if let Some(role) = spoken(s, &(behind_purpose(s, s.horizon(clause)..clause, passage)..clause), passage) {
        return Told { role, sure: 0.88 };
    }
    // 已… after the figure, in its clause.
    let end = s.clause_end(at.end);
    if let Some(c) = s.last(&(at.end..end), Class::DONE)
        && passage.role == Role::Actual
    {
        let _ = c;
        return Told { role: Role::Actual, sure: 0.95 };
    }
    if s.before(at.start).trim_start().starts_with("其中")
        && let Some(role) = before
    {
        return Told { role, sure: 0.9 };
    }
    // 同比 speaks of what is measured more often than of what is planned.
    let measured = passage.role == Role::Target && s.has(&(clause..at.start), Class::BASE);
    Told { role: passage.role, sure: if passage.told && !measured { 0.93 } else { 0.75 } }
}

/// Where looking back through the clauses before a figure of a report ends: 制定11项制度，确保运转规范；编发手册14期
/// says with 确保 what the rules are for, and nothing of the handbook.
fn behind_purpose(s: &Sentence<'_>, range: Range<usize>, passage: &Passage) -> usize {
    if passage.role != Role::Actual {
        return range.start;
    }
    let purpose = s.cues_in(&range).iter().rev().find(|c| Set::Purpose.has(s.slice(c.start..c.end)));
    match purpose {
        // At the head of its sentence it speaks of all that follows.
        Some(c) if has_chars(s.slice(range.start..c.start), 6) => s.clause_end(c.end).min(range.end),
        _ => range.start,
    }
}

/// The last word of tense in the range that counts in this passage.
fn spoken(s: &Sentence<'_>, range: &Range<usize>, passage: &Passage) -> Option<Role> {
    let planning = passage.role == Role::Target;
    for c in s.telling_in(range, planning, |c| may_tell(s, c, planning)).iter().rev() {
        let word = s.slice(c.start..c.end);
        if c.class.is(Class::PLAN) {
            let then = &s.text[c.end..range.end.max(c.end)];
            if then.starts_with('了') {
                return Some(Role::Actual);
            }
            // 要求 and 规划 are nouns as often as verbs, and 原则上 is the rule of a habit.
            if c.class.is(Class::LOOSE) && !planning {
                continue;
            }
            return Some(Role::Target);
        }
        if c.class.is(Class::DONE) {
            // In a plan only words that cannot speak of the future count.
            // 每周至少2篇，共8篇: the total of what is planned.
            let counts = |e: &Expr| !e.fixed && !e.kind.is_calendar();
            let sums = word.starts_with('共') && {
                let k = s.exprs.partition_point(|e| e.at.end() <= c.start);
                s.exprs[..k].iter().rev().take(16).any(counts)
            };
            if !planning || c.class.is(Class::FIRM) && !sums {
                return Some(Role::Actual);
            }
        }
        // 有46件: how things stand, in a plan too.
        if word == "有" && s.exprs.binary_search_by_key(&c.end, |e| e.outer.start()).is_ok() {
            return Some(Role::Actual);
        }
        if c.class.is(Class::TOTAL) && !planning {
            return Some(Role::Actual);
        }
        if c.class.is(Class::SHOULD) && planning {
            return Some(Role::Target);
        }
    }
    None
}

/// Whether the cue can speak in some range of the sentence: most cannot, and a long sentence is looked back through for
/// every figure.
fn may_tell(s: &Sentence<'_>, c: &Cue, planning: bool) -> bool {
    let loose = c.class.is(Class::LOOSE) && !planning;
    c.class.is(Class::PLAN) && (!loose || s.after(c.end).starts_with('了'))
        || c.class.is(Class::DONE) && (!planning || c.class.is(Class::FIRM))
        || c.class.is(if planning { Class::SHOULD } else { Class::TOTAL })
        || s.slice(c.start..c.end) == "有"
}

/// Whether a date lies before the article's year: what a plan tells of it is done.
pub(super) fn past(date: &str, passage: &Passage) -> bool {
    let last = date.rsplit('/').next().unwrap_or(date);
    match (year_of(last).and_then(number), number(passage.article_year)) {
        // A year far off is a slip of the pen or history: it tells nothing of this plan.
        (Some(y), Some(a)) => y < a && a - y <= 30,
        _ => false,
    }
}

/// Whether a date lies after the passage's own year;
/// of a period that has begun, nothing is told.
pub(super) fn future(date: &str, passage: &Passage) -> bool {
    let first = date.split('/').next().unwrap_or(date);
    match (year_of(first).and_then(number), number(passage.article_year)) {
        (Some(y), Some(a)) => y > a,
        _ => false,
    }
}
