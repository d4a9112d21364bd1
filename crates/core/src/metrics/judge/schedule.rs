//! Which calendar expressions are reported: deadlines, and dates that schedule an action or say when it was done;
//! a time that only bounds a figure, names a plan or identifies a document is not.

use super::Role;
use super::cues::Class;
use super::edges;
use super::passage::Passage;
use super::reject::year_alone;
use super::sentence::{Sentence, Stop};
use super::sets::Set;
use super::when::relative;
use crate::metrics::expr::{Expr, Kind};
use crate::metrics::sets::sets;

sets! {
    /// Sets of words beside a date.
    pub(super) Beside of "roles/schedule.tsv", PLAIN:
    ByThen "by-then",
    NotBy "not-by",
    Until "until",
    NotUntil "not-until",
    Since "since",
    AsOf "as-of",
    Base "base",
    SetsYear "sets-year",
    SetsHalf "sets-half",
    Level "level",
    Attained "attained",
    Issued "issued",
    Heeded "heeded",
    Told "told",
    Joins "joins",
    Edge "edge",
    Finish "finish",
    Tally "tally",
}

/// How a calendar expression is reported, if at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reported {
    Deadline,
    Date,
}

/// What kind of time an EDTF date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grain {
    Year,
    Years,
    Half,
    Month,
    Months,
    Day,
}

fn grain(edtf: &str) -> Grain {
    let (first, second) = edtf.split_once('/').map_or((edtf, None), |(a, b)| (a, Some(b)));
    match (first.len(), second) {
        (4, Some("..")) => Grain::Day, // 自…起 schedules
        (4, None) => Grain::Year,
        (4, Some(_)) => Grain::Years,
        (7, _) if matches!(first.get(5..), Some("33" | "34" | "35" | "36" | "40" | "41")) => Grain::Half,
        (7, None) => Grain::Month,
        (7, Some(_)) => Grain::Months,
        _ => Grain::Day,
    }
}

/// Whether a calendar expression is reported, and as what. `figures` are the indices of the sentence's metrics
/// that are no dates, sorted.
pub(super) fn reported(
    s: &Sentence<'_>,
    i: usize,
    date: &str,
    passage: &Passage,
    role: Role,
    figures: &[usize],
) -> Option<Reported> {
    let e = &s.exprs[i];
    if relative(s, e) || identifies(s, e) {
        return None;
    }
    let before = s.before(e.at.start()).trim_end();
    let after = s.after(e.at.end()).trim_start();
    let grain = grain(date);
    // 上月报表, 当月任务 in a text of no known month.
    if !e.masked && e.per.is_none() && date.len() == 7 && date.ends_with("-XX") {
        return None;
    }
    // Nothing of it is known (次月起), or only the decade.
    if !e.masked
        && (!date.bytes().any(|b| b.is_ascii_digit())
            || date.len() == 4 && !date.starts_with("XX") && date.ends_with('X') && !acts(s, e))
    {
        return None;
    }
    // 元旦、春节前: the word is of both.
    let shared = || {
        s.exprs.get(i + 1).is_some_and(|n| {
            n.kind == Kind::Deadline && Beside::Joins.has(s.slice(e.at.end()..n.at.start().max(e.at.end())))
        })
    };
    let before_by =
        e.kind == Kind::Deadline || shared() || Beside::ByThen.begins(after) && !Beside::NotBy.begins(after);
    let up_to = Beside::Until.ends(before) && !Beside::NotUntil.ends(before);
    if Beside::Since.begins(after) {
        return None;
    }
    // 下降到1985年的105天: the year of a level, not a deadline.
    if matches!(grain, Grain::Year)
        && s.cue_ending(e.at.start()).is_some_and(|c| c.class.is(Class::TO) && c.end - c.start > 3)
    {
        return None;
    }
    if Beside::AsOf.ends(before) {
        // 截至6月底，已…: the time that the figures speak of; with no figure, when it was done.
        let speaks = bounds_figure(s, i, figures);
        return if before_by {
            Some(Reported::Deadline)
        } else {
            (!speaks && role == Role::Actual && grain != Grain::Year).then_some(Reported::Date)
        };
    }
    // 由年初的…增至: the time of a base.
    if Beside::Base.ends(before) && after.starts_with('的') {
        return None;
    }
    // 到去年底，已有…: the time that the figures speak of, as behind 截至.
    let outer = s.slice(e.outer.range());
    if outer.starts_with('到')
        && !outer.ends_with('前')
        && role == Role::Actual
        && grain != Grain::Year
        && bounds_figure(s, i, figures)
    {
        return None;
    }
    if before_by {
        // 对2000年底前建成的小区: what is over is no deadline of a plan.
        let over = role == Role::Target
            && super::role::past(date, passage)
            && s.slice(e.at.end()..s.clause_end(e.at.end())).contains('的');
        return (!over).then_some(Reported::Deadline);
    }
    let bounds = bounds_figure(s, i, figures);
    // 于6月底完成主体工程
    if role == Role::Target && before.ends_with('于') && Beside::Finish.begins(after) {
        return Some(Reported::Deadline);
    }
    // 从3月1日到5月31日，共排查隐患600处: the time of what was counted.
    let tallied = || Beside::Tally.begins(after.trim_start_matches(['，', ',']));
    // 3月，中心共受理来电900件: so is a month that nothing is done in but counting.
    let counted = || {
        let end = Sentence::next_of(figures, i).map_or(e.at.end(), |n| s.exprs[n].at.start());
        let cues = s.cues_in(&(e.at.end()..end));
        let total = cues.iter().position(|c| {
            let word = s.slice(c.start..c.end);
            c.class.is(Class::TOTAL) || word == "共" || word == "一共"
        });
        let acts =
            |c: &super::cues::Cue| c.class.is(Class::VERB | Class::PRED) && !c.class.is(Class::NOMINAL);
        (grain == Grain::Month || date.contains('/')) && total.is_some_and(|k| !cues[..k].iter().any(acts))
    };
    if role == Role::Actual && bounds && (date.contains('/') && tallied() || counted()) {
        return None;
    }
    match grain {
        Grain::Years => None,
        Grain::Year => {
            let own = date.as_bytes() == passage.article_year || date.as_bytes() == passage.year;
            if up_to && (role == Role::Target || !bounds)
                || role == Role::Target && !own && reached(s, i, figures)
            {
                return Some(Reported::Deadline);
            }
            if bounds || date.contains('X') && !date.starts_with("20") && !acts(s, e) || own {
                return None;
            }
            (Beside::SetsYear.ends(before) || acts(s, e)).then_some(Reported::Date)
        }
        Grain::Half => {
            if up_to {
                return Some(Reported::Deadline);
            }
            // A plan schedules what it counts (上半年召开座谈会2场); a report only bounds it.
            let planned = role == Role::Target && acts(s, e);
            (Beside::SetsHalf.ends(before) || planned || !bounds).then_some(Reported::Date)
        }
        Grain::Month | Grain::Months | Grain::Day
            if role == Role::Actual && bounds && states_level(s, i, figures) =>
        {
            None
        }
        Grain::Months if date.get(5..7) == Some("01") && bounds => None,
        Grain::Month if up_to && Beside::Edge.stands_in(s.slice(e.at.range())) => Some(Reported::Deadline),
        _ => {
            // 9月末达到75%: a level is reached by then.
            let by = role == Role::Target && (up_to || Beside::Level.begins(after) && bounds);
            Some(if by { Reported::Deadline } else { Reported::Date })
        }
    }
}

/// Whether the date only identifies a document or an event: 落实3月21日…会议精神, 关于今年前三季度…的通报,
/// 2026年1月14日在…会议上 under a title.
fn identifies(s: &Sentence<'_>, e: &Expr) -> bool {
    let clause = s.clause_start(e.at.start());
    let before = s.slice(clause..e.outer.start().max(clause));
    let rest = s.slice(e.at.end()..s.clause_end(e.at.end()));
    // The date of the document itself: alone in its line, or before 印发, 通过.
    let alone =
        s.slice(s.horizon(e.at.start())..e.at.start()).trim().trim_start_matches(['（', '(']).is_empty()
            && s.after(e.at.end()).trim().trim_end_matches(['）', ')', '。']).is_empty();
    let passed = Beside::Issued.ends(rest.trim_end())
        && (s.bracket(e.at.start()).is_some() || s.clause_end(e.at.end()) >= s.at.end)
        && before.chars().count() < 12;
    if alone || passed {
        return true;
    }
    let spirit = rest.contains("精神") && Beside::Heeded.stands_in(before);
    let about = before.contains("关于") && Beside::Told.stands_in(rest);
    let line = rest.trim_end().trim_end_matches(['）', ')']);
    let ruled = before.trim_end().ends_with("——");
    let dateline = (before.trim().trim_start_matches(['（', '(', '—']).is_empty()
        && line.ends_with("会议上")
        && s.after(e.at.end() + rest.len()).trim_matches(['）', ')', '\n', ' ']).is_empty())
        || ruled && line.split_whitespace().next().is_some_and(|l| l.ends_with("会议上"));
    spirit || about || dateline
}

/// Whether what follows the year is a level to be reached (1962年…达到…).
fn reached(s: &Sentence<'_>, i: usize, figures: &[usize]) -> bool {
    let e = &s.exprs[i];
    let end = Sentence::next_of(figures, i).map_or(s.clause_end(e.at.end()), |f| s.exprs[f].outer.end());
    let part = s.slice(e.at.end()..end.min(s.clause_end(s.clause_end(e.at.end()) + 1)).max(e.at.end()));
    Beside::Attained.stands_in(part)
}

/// Whether a verb follows the time at once: an action is scheduled.
fn acts(s: &Sentence<'_>, e: &Expr) -> bool {
    let mut at = e.outer.end().max(e.at.end());
    // 第四季度，开展专题询问: the comma only parts the time.
    if let Some(rest) = s.after(at).strip_prefix(['，', ',']) {
        at += s.after(at).len() - rest.len();
    }
    // 1956年的成就, 1972年发表的公报: the year belongs to a noun.
    if s.slice(at..s.clause_end(at)).contains('的') {
        return false;
    }
    let rest = edges::trim_left(s, at..s.clause_end(at), Class::ADV | Class::PLAN | Class::WEAK);
    s.cue_starting(rest.start).is_some_and(|c| {
        c.class.is(Class::VERB | Class::DONE) && !c.class.is(Class::LEVEL) && c.end - c.start >= 6
    })
}

/// Whether the figure after the time is a state that the time only bounds: 年末失业率降到5.5%. An action of the
/// time (3月召开…) has a verb.
fn states_level(s: &Sentence<'_>, i: usize, figures: &[usize]) -> bool {
    let e = &s.exprs[i];
    let Some(next) = Sentence::next_of(figures, i) else { return false };
    let between = e.at.end()..s.exprs[next].outer.start();
    let scheduled = s.before(e.outer.start()).ends_with('于') || s.before(e.at.start()).ends_with('于');
    let verb = s.cues_in(&between).iter().any(|c| {
        c.class.is(Class::VERB | Class::PRED)
            && !c.class.is(Class::LEVEL | Class::NOMINAL)
            && !Set::Stative.has(s.slice(c.start..c.end))
    });
    let edge = Beside::Edge.ends(s.slice(e.at.range()));
    !scheduled
        && !verb
        && between.len() < 120
        && (edge || s.has(&between, Class::LEVEL | Class::UP | Class::DOWN))
}

/// Whether a figure that the time bounds follows before the next time.
fn bounds_figure(s: &Sentence<'_>, i: usize, figures: &[usize]) -> bool {
    let e = &s.exprs[i];
    let Some(next) = Sentence::next_of(figures, i) else { return false };
    let between = e.at.end()..s.exprs[next].at.start();
    // 比1980年增加, 由1980年的…: a base, not a bound; the figure is near in any case.
    let later = s.exprs[i + 1..next].iter().any(|x| x.kind.is_calendar() && !year_alone(x));
    let full =
        s.marks_after(between.start).take_while(|m| m.end <= between.end).any(|m| m.stop == Stop::Full);
    !later && !full
}
