//! Words of bound and approximation around a quantity.

use super::Lexer;
use super::sets::Set;
use super::stamp::Stamp;
use super::table::Effect;
use super::text::View;
use crate::metrics::expr::{Expr, Kind};
use crate::span::Span;

/// Applies the words around a quantity to its value and widens `outer`.
pub(super) fn apply(lex: &Lexer, view: &View<'_>, e: &mut Expr) {
    let (mut low, mut high) = (false, false);
    let mut start = e.at.start();
    // Words may pile up: 不少于约.
    for _ in 0..3 {
        let here = view.blanks_back(start);
        let hit = lex.before.back(view, here, |b, s| !b.calendar && b.fits(view.before(s)));
        let Some((bound, from)) = hit else { break };
        // 近三年 is the last three years.
        if bound.effect == Effect::Approx && e.kind == Kind::Duration && view.at(from) == Some('近') {
            break;
        }
        match bound.effect {
            Effect::Min => low = true,
            Effect::Max => high = true,
            Effect::Approx => e.approx = true,
            _ => {}
        }
        start = from;
    }
    let mut end = e.at.end();
    for _ in 0..3 {
        let here = view.blanks(end);
        let hit = lex.after.at(view, here, |b, stop| !b.calendar && b.fits(view.at(stop)));
        let Some((bound, stop)) = hit else { break };
        match bound.effect {
            Effect::More
                if !matches!(e.kind, Kind::Duration | Kind::Measure)
                    && e.unit.as_deref() != Some("倍")
                    && view.before(e.at.end()) != Some('成') =>
            {
                break;
            }
            Effect::More => {
                e.approx = true;
                low = true;
            }
            Effect::Min => low = true,
            Effect::Max => high = true,
            Effect::Approx => e.approx = true,
            _ => {}
        }
        end = stop;
    }
    if low && !high {
        e.max = None;
    } else if high && !low {
        e.min = None;
        // 不超过十几万 keeps nothing to bound by; take the number itself.
    }
    e.outer = Span::new(start, end);
}

/// The farthest that a word of bound may stand from its number, in characters.
const FAR: usize = 14;

/// Applies a word of bound that stands before other words of the same clause: 至少组织4次, 不超过总数的30%.
/// Looks back no further than `limit`.
pub(super) fn apply_far(lex: &Lexer, view: &View<'_>, e: &mut Expr, limit: usize) {
    let mut here = e.at.start();
    for steps in 0..=FAR {
        let Some((c, start)) = view.back(here).filter(|(_, start)| *start >= limit) else { return };
        // What touches the number was applied before.
        if steps > 0
            && lex.far.open_with(c)
            && let Some((bound, _)) = lex.far.back(view, here, |b, s| b.fits(view.before(s)) && s >= limit)
        {
            match bound.effect {
                Effect::Min => e.max = None,
                Effect::Max => e.min = None,
                _ => {}
            }
            return;
        }
        if parts_clauses(c) {
            return;
        }
        here = start;
    }
}

/// Whether no word of bound works over the character.
fn parts_clauses(c: char) -> bool {
    matches!(
        c,
        ',' | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | '，'
            | '。'
            | '；'
            | '：'
            | '、'
            | '！'
            | '？'
            | '('
            | ')'
            | '（'
            | '）'
            | '\n'
            | '\t'
    )
}

/// Applies the words around a date: deadline, start, approximation.
pub(super) fn apply_calendar(lex: &Lexer, view: &View<'_>, e: &mut Expr, stamp: &Stamp) {
    let after = after_date(lex, view, e);
    let start = view.blanks_back(e.outer.start());
    let before = lex.before.back(view, start, |b, s| b.calendar && b.fits(view.before(s)));
    match after {
        Some(Effect::Deadline) => e.kind = Kind::Deadline,
        Some(Effect::Since) if !matches!(stamp, Stamp::Span(..)) => e.edtf = Some(stamp.since()),
        Some(Effect::Around) => e.approx = true,
        _ => {}
    }
    if let Some((bound, from)) = before {
        match bound.effect {
            Effect::Deadline => e.kind = Kind::Deadline,
            // 到2025年, 到年底: reached by then.
            Effect::TillMark if after.is_none() && view.at(from) == Some('到') && ends_a_year(stamp) => {
                e.kind = Kind::Deadline;
            }
            _ => {}
        }
        e.outer = Span::new(from, e.outer.end());
    }
}

fn ends_a_year(stamp: &Stamp) -> bool {
    matches!(stamp, Stamp::Year(_) | Stamp::Month(_, Some(12)))
}

/// Applies the words behind a repeated date.
pub(super) fn apply_deadline(lex: &Lexer, view: &View<'_>, e: &mut Expr) {
    if after_date(lex, view, e) == Some(Effect::Deadline) {
        e.kind = Kind::Deadline;
    }
}

/// The word behind a date, and `outer` widened to it.
fn after_date(lex: &Lexer, view: &View<'_>, e: &mut Expr) -> Option<Effect> {
    let here = view.blanks(e.at.end());
    // “七一”前
    let here = view.any(here, &["”", "\"", "」", "』", "》"]).unwrap_or(here);
    let word = |here| lex.after.at(view, here, |b, stop| b.calendar && b.fits(view.at(stop)));
    // 5月15日17时前: the time of the day stands between.
    if let Some(end) = clock(view, here)
        && let Some(end) = view.any(view.blanks(end), &["之前", "以前", "前"])
    {
        e.outer = Span::new(e.outer.start(), end);
        return Some(Effect::Deadline);
    }
    let (bound, end) = word(here)?;
    e.outer = Span::new(e.outer.start(), end);
    Some(bound.effect)
}

/// Whether a lower and an upper bound are the two ends of one range: 大于等于10并小于20, 3年以上7年以下.
pub(super) fn joins(view: &View<'_>, low: &Expr, high: &Expr) -> bool {
    let one_sided = low.min.is_some() && low.max.is_none() && high.min.is_none() && high.max.is_some();
    if !one_sided || low.approx || low.fixed || high.fixed || high.outer == high.at || low.min > high.max {
        return false;
    }
    let same = low.unit == high.unit || low.unit.is_none() || high.unit.is_none();
    let (end, start) = (low.outer.end(), high.outer.start());
    same && (end == start || view.any(end, &[",", "、", "并且", "并", "且", "但", "而且"]) == Some(start))
}

/// Where a time of the day ends: 17时, 下午5点, 17:30, 24时整.
fn clock(view: &View<'_>, at: usize) -> Option<usize> {
    let from = Set::DayPart.at(view, at).unwrap_or(at);
    let digits = |from: usize| {
        let mut here = from;
        while let Some(end) = view.glyph(here).filter(|(g, _)| g.value <= 10).map(|(_, end)| end) {
            here = end;
        }
        (here > from && here - from <= 9).then_some(here)
    };
    let hour = digits(view.blanks(from))?;
    if let Some(colon) = view.word(hour, ":") {
        return digits(colon);
    }
    let end = Set::Hour.at(view, hour)?;
    Some(digits(end).and_then(|m| view.word(m, "分")).unwrap_or(end))
}
