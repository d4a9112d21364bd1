//! What is done at a time: the object of the action that a date schedules.

use super::behind;
use super::cues::Class;
use super::edges;
use super::indicator::{self, Sort};
use super::reject::{Sign, unit_is};
use super::sentence::{Sentence, Stop, has_chars};
use super::sets::Set;
use super::when::is_frequency;
use crate::metrics::expr::Expr;
use std::ops::Range;

/// What is done at the time: the object of the action, up to the clause's end; with its verb where `verb`.
pub(super) fn action(s: &Sentence<'_>, e: &Expr, verb: bool) -> Option<Range<usize>> {
    if !verb && let Some(held) = convened(s, e.outer.end().max(e.at.end())) {
        return Some(held);
    }
    let found = done_at(s, e, verb)?;
    // A phrase that the next date ends leaves its mark behind.
    let text =
        s.slice(found.clone()).trim_end_matches(|c: char| c.is_whitespace() || "、，,；;。".contains(c));
    let text = text.trim_end_matches(['由', '从', '已']);
    let mut end = found.start + text.len();
    // 将名单报办公室: to whom it is handed is no part of the name.
    let handed = Set::Handed.find(text);
    if let Some(cut) = handed.filter(|i| has_chars(&text[..*i], 2)) {
        end = found.start + cut;
    }
    // 年初有计划, 开展调研: a verb that says little is no part of the name.
    let rest = edges::trim_left(s, found.start..end, Class::PRED | Class::LEVEL | Class::DONE);
    let behind = found.start >= e.at.end();
    let named = !verb && behind && has_chars(s.slice(rest.clone()), 2);
    (end > found.start).then_some(if named { rest } else { found.start..end })
}

/// What is held where people are brought together for it: 组织委员就水质进行视察 → 视察, 邀请专家，围绕…召开座谈会 →
/// 座谈会; where no verb of holding follows, the verbs that the clause ends with (组织代表到外地参观学习).
fn convened(s: &Sentence<'_>, at: usize) -> Option<Range<usize>> {
    let mut at = at;
    for w in Set::BehindDate.words() {
        if let Some(rest) = s.after(at).strip_prefix(w) {
            at += s.after(at).len() - rest.len();
            break;
        }
    }
    let far = s.ahead(at);
    let end = s.marks_after(at).take_while(|m| m.start < far).find(|m| m.stop == Stop::Full);
    let end = end.map_or(far, |m| m.start);
    let classes = Class::ADV | Class::LEAD | Class::PLAN | Class::EACH | Class::WEAK;
    let start = edges::trim_left(s, at..end, classes).start;
    let convener = s.cue_starting(start).filter(|c| Set::Convene.has(s.slice(c.start..c.end)))?;
    // Another time's action is another's.
    let next = s.exprs.partition_point(|x| x.at.start() < convener.end);
    let next =
        s.exprs[next..].iter().find(|x| x.kind.is_calendar() && !x.fixed && s.quote(x.at.start()).is_none());
    let end = next.map_or(end, |x| x.outer.start().min(end));
    let clause = clause_outside_quotes(s, convener.end, end);
    let hold = s
        .cues_in(&(convener.end..end))
        .iter()
        .find(|c| s.quote(c.start).is_none() && Set::Hold.has(s.slice(c.start..c.end)));
    let range = match hold {
        Some(hold) if hold.start > convener.end => {
            let stop = clause_outside_quotes(s, hold.end, end);
            edges::trim(s, hold.end..stop, Class::ADV | Class::DONE | Class::VERB, true)
        }
        // 组织开展…: what the other readers find.
        Some(_) => return None,
        None => {
            let mut from = clause;
            while let Some(c) = s.cue_ending(from).filter(|c| {
                c.class.is(Class::VERB) && c.start > convener.end && !c.class.is(Class::LEVEL | Class::DONE)
            }) {
                from = c.start;
            }
            from..clause
        }
    };
    let text = s.slice(range.clone());
    let range = match text.rfind('的') {
        Some(i) if has_chars(&text[i + '的'.len_utf8()..], 4) => {
            range.start + i + '的'.len_utf8()..range.end
        }
        _ => range,
    };
    (has_chars(s.slice(range.clone()).trim(), 2)).then_some(range)
}

/// The end of the clause at `at`; commas inside quotation marks part none.
fn clause_outside_quotes(s: &Sentence<'_>, at: usize, end: usize) -> usize {
    let parts = |stop| matches!(stop, Stop::Comma | Stop::Colon | Stop::Full);
    s.marks_after(at)
        .take_while(|m| m.start < end)
        .find(|m| parts(m.stop) && s.quote(m.start).is_none())
        .map_or(end, |m| m.start)
}

/// [`action`], with what may stand at its edges.
fn done_at(s: &Sentence<'_>, e: &Expr, verb: bool) -> Option<Range<usize>> {
    let mut at = e.outer.end().max(e.at.end());
    for w in Set::BehindDate.words() {
        if s.after(at).trim_start().starts_with(w) {
            at = s.text.len() - s.text[at..].trim_start().len() + w.len();
            break;
        }
    }
    if let Some(b) = s.bracket(e.at.start()).filter(|b| s.slice(e.at.end()..b.end).chars().nth(2).is_none()) {
        // （二）施工阶段（6月至10月）: what stands before the bracket.
        let from = s.clause_start(b.start).max(s.body);
        let named = edges::trim_left(s, from..b.start, Class::ADV);
        return (!named.is_empty()).then_some(named);
    }
    let next = s.exprs.partition_point(|x| x.outer.start() < at);
    let next = s.exprs[next..]
        .iter()
        .find(|x| !x.fixed && !is_frequency(x) && !vague(x) && s.quote(x.at.start()).is_none())
        .map_or(s.at.end, |x| x.outer.start());
    let mut hops = 0;
    loop {
        // A bracket behind the phrase names who is responsible.
        let end = s.clause_end(at);
        let end = s
            .marks_after(at)
            .take_while(|m| m.start < end)
            // 与代表（委员）见面: a bracket inside the phrase.
            .find(|m| m.stop == Stop::Open && !behind::inside_noun(s, m.start, end))
            .map_or(end, |m| if m.start > at { m.start } else { end });
        // The next figure or date ends the phrase, unless it begins with one.
        let end = if next > at && s.slice(at..next.min(end).max(at)).trim().chars().count() >= 4 {
            end.min(next)
        } else {
            end
        };
        // 2030年达到…, 年底前…达到…: the level is the figure's; the noun is before the date, or before the level.
        let level = s.cues_in(&(at..end)).iter().find(|c| {
            c.class.is(Class::LEVEL | Class::TO | Class::UP | Class::DOWN)
                && c.end - c.start >= 6
                && !c.class.is(Class::VERB)
        });
        let end = match level {
            Some(c)
                if s.slice(at..c.start)
                    .trim_matches(|c: char| c.is_whitespace() || "，,、要".contains(c))
                    .is_empty()
                    // 年底前实现全覆盖: no figure follows, the object is what is done.
                    && !(next > end && has_chars(s.slice(c.end..end), 2)) =>
            {
                let floor = s.end_before(s.exprs.partition_point(|x| x.at.end() <= e.outer.start()));
                return indicator::before(s, floor, e.outer.start(), Sort::Rate).noun;
            }
            Some(c) if next > end && s.slice(at..c.start).trim().is_empty() => {
                at = c.end;
                end
            }
            Some(c) => {
                edges::trim_right(s, at..c.start, Class::ADV | Class::PLAN | Class::EACH | Class::BASE).end
            }
            None => end,
        };
        if let Some(start) = figure_starting(s, at, end) {
            let counted = edges::trim_left(s, start..end, Class::ADV);
            if has_chars(s.slice(counted.clone()), 2) {
                return Some(counted);
            }
        }
        if verb {
            let whole = edges::predicate(s, at..end);
            if has_chars(s.slice(whole.clone()), 2) {
                return Some(whole);
            }
        }
        let range = after_object(s, edges::object(s, at..end));
        if has_chars(s.slice(range.clone()), 2) {
            return Some(range);
        }
        let whole = edges::predicate(s, at..end);
        if has_chars(s.slice(whole.clone()), 2) {
            // Only a verb: what is finished stands before (…工作最迟须在某日前完成).
            let floor = s.end_before(s.exprs.partition_point(|x| x.at.end() <= e.outer.start()));
            let subject = indicator::before(s, floor, e.outer.start(), Sort::Rate);
            // What the clause before does at its own time is no subject of this one.
            let timed = subject.hops > 0 && floor > s.at.start;
            let noun = subject
                .noun
                .filter(|r| hops == 0 && !timed && s.slice(r.clone()).contains(char::is_alphanumeric));
            return Some(noun.unwrap_or_else(|| {
                let rest = edges::trim_left(s, whole.clone(), Class::PRED | Class::LEVEL | Class::LEAD);
                if has_chars(s.slice(rest.clone()), 2) { rest } else { whole }
            }));
        }
        if end >= s.at.end {
            // 执行期限为5月至8月: nothing follows.
            let named = || indicator::before(s, s.at.start, e.outer.start(), Sort::Rate);
            return beyond(s, at)
                .or_else(|| first_cell(s, e))
                .or_else(|| Some(named()).filter(|b| b.level && b.hops == 0).and_then(|b| b.noun));
        }
        hops += 1;
        if hops > 1 {
            return None;
        }
        at = s.marks_after(end).next().map_or(s.at.end, |m| m.end);
    }
}

/// 一批, 一系列: an article, no figure that ends the phrase.
fn vague(e: &Expr) -> bool {
    unit_is(e, Sign::Vague)
}

/// In a row of a table, its first cell.
fn first_cell(s: &Sentence<'_>, e: &Expr) -> Option<Range<usize>> {
    let row = s.before(e.at.start());
    let cell = row[..row.find('\t')?].trim();
    (!cell.is_empty()).then(|| {
        let start = s.at.start + row.find(cell).unwrap_or(0);
        start..start + cell.len()
    })
}

/// Where a figure ends that the phrase begins with (组织了2次培训: 培训), verbs before it left off.
fn figure_starting(s: &Sentence<'_>, at: usize, end: usize) -> Option<usize> {
    let from =
        edges::trim_left(s, at..end, Class::ADV | Class::LEAD | Class::DONE | Class::VERB | Class::PLAN)
            .start;
    let i = s.exprs.partition_point(|x| x.outer.start() < from);
    s.exprs
        .get(i)
        .filter(|x| x.outer.start() == from && !x.kind.is_calendar() && !x.fixed && x.outer.end() < end)
        .map(|x| x.outer.end())
}

/// The phrase that begins the next sentence of the line, where this one ends with a colon (第一季度：召开…).
fn beyond(s: &Sentence<'_>, at: usize) -> Option<Range<usize>> {
    if !s.slice(at.min(s.at.end)..s.at.end).trim().is_empty()
        && !s.slice(s.at.clone()).trim_end().ends_with([':', '：'])
    {
        return None;
    }
    let line = s.text[s.at.end..].lines().next()?;
    let next = Sentence::new(s.text, s.at.end..s.at.end + line.len());
    let end = next.clause_end(s.at.end);
    let end = end.min(line.find('。').map_or(end, |i| s.at.end + i));
    let text = s.text[s.at.end..end].trim();
    (text.chars().count() >= 2).then(|| {
        let start = s.at.end + (s.text[s.at.end..end].len() - s.text[s.at.end..end].trim_start().len());
        start..start + text.len()
    })
}

/// The object of the last verb of a chain (组织委员就…进行走访), else the phrase after its last 的.
fn after_object(s: &Sentence<'_>, range: Range<usize>) -> Range<usize> {
    let whole = range;
    let mut range = whole.clone();
    for cue in s.cues_in(&whole) {
        if cue.class.is(Class::PRED) && cue.start > range.start {
            // 进行走访考察: verbs that are nouns as often stay.
            let rest = edges::trim(s, cue.end..range.end, Class::ADV | Class::DONE | Class::VERB, true);
            // 投入使用: one verb is no object.
            let verb =
                s.cue_starting(rest.start).is_some_and(|c| c.class.is(Class::VERB) && c.end >= rest.end);
            if !verb && has_chars(s.slice(rest.clone()), 2) {
                range = rest;
            }
        }
    }
    let text = s.slice(range.clone());
    match text.rfind('的') {
        Some(i) if has_chars(&text[i + 3..], 2) => range.start + i + 3..range.end,
        _ => range,
    }
}
