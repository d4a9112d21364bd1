//! Which calendar expressions are reported: deadlines, and dates that schedule an action or say when it was done;
//! a time that only bounds a figure, names a plan or identifies a document is not. And what is done then.

use super::Role;
use super::cues::Class;
use super::edges;
use super::indicator::{self, Sort};
use super::passage::Passage;
use super::reject::year_alone;
use super::sentence::{Sentence, Stop, has_chars};
use super::sets::Set;
use super::when::{is_frequency, relative};
use crate::metrics::expr::{Expr, Kind};
use std::ops::Range;

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
            n.kind == Kind::Deadline
                && matches!(s.slice(e.at.end()..n.at.start().max(e.at.end())), "、" | "和" | "及")
        })
    };
    let before_by = e.kind == Kind::Deadline
        || shared()
        || ["前", "之前", "以前", "底前", "末前", "”前", "’前"].iter().any(|w| after.starts_with(w))
            && !after.starts_with("前往")
            && !after.starts_with("前后");
    let up_to = ["到", "至", "力争到", "最迟", "截至", "截止", "截止到"].iter().any(|w| before.ends_with(w))
        && !["达到", "做到", "得到", "看到"].iter().any(|w| before.ends_with(w));
    if after.starts_with("以来") || after.starts_with("来，") || after.starts_with("来,") {
        return None;
    }
    // 下降到1985年的105天: the year of a level, not a deadline.
    if matches!(grain, Grain::Year)
        && s.cue_ending(e.at.start()).is_some_and(|c| c.class.is(Class::TO) && c.end - c.start > 3)
    {
        return None;
    }
    if before.ends_with("截至") || before.ends_with("截止") || before.ends_with("截止到") {
        // 截至6月底，已…: the time that the figures speak of; with no figure, when it was done.
        let speaks = bounds_figure(s, i, figures);
        return if before_by {
            Some(Reported::Deadline)
        } else {
            (!speaks && role == Role::Actual && grain != Grain::Year).then_some(Reported::Date)
        };
    }
    // 由年初的…增至: the time of a base.
    if (before.ends_with('由') || before.ends_with('从') || before.ends_with('比')) && after.starts_with('的')
    {
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
            let acts = acts(s, e);
            let schedules =
                before.ends_with('于') || before.ends_with("计划") || before.ends_with("拟于") || acts;
            schedules.then_some(Reported::Date)
        }
        Grain::Half => {
            if up_to {
                return Some(Reported::Deadline);
            }
            let schedules = before.ends_with('于')
                || before.ends_with("于今年")
                || before.ends_with("拟在")
                || before.ends_with("拟在今年");
            // A plan schedules what it counts (上半年召开座谈会2场); a report only bounds it.
            let planned = role == Role::Target && acts(s, e);
            (schedules || planned || !bounds).then_some(Reported::Date)
        }
        Grain::Month | Grain::Months | Grain::Day
            if role == Role::Actual && bounds && states_level(s, i, figures) =>
        {
            None
        }
        Grain::Months if date.get(5..7) == Some("01") && bounds => None,
        Grain::Month if e_is_end_of_year(s, e) && up_to => Some(Reported::Deadline),
        _ => {
            // 9月末达到75%: a level is reached by then.
            let level =
                after.starts_with("达到") || after.starts_with("要达到") || after.starts_with("应达到");
            let by = role == Role::Target && (up_to || level && bounds);
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
    let passed =
        ["印发", "通过", "发布", "公布", "批准", "修订", "修正"].iter().any(|w| rest.trim_end().ends_with(w))
            && (s.bracket(e.at.start()).is_some() || s.clause_end(e.at.end()) >= s.at.end)
            && before.chars().count() < 12;
    if alone || passed {
        return true;
    }
    let spirit = rest.contains("精神")
        && ["落实", "贯彻", "学习", "传达", "领会", "按照", "根据"].iter().any(|w| before.contains(w));
    let about = before.contains("关于")
        && ["通报", "报告", "情况", "决定", "意见", "汇报", "决议"].iter().any(|w| rest.contains(w));
    let line = rest.trim_end().trim_end_matches(['）', ')']);
    let ruled = before.trim_end().ends_with("——");
    let dateline = (before.trim().trim_start_matches(['（', '(', '—']).is_empty()
        && line.ends_with("会议上")
        && e.at.end() + rest.len() >= s.at.end)
        || ruled && line.split_whitespace().next().is_some_and(|l| l.ends_with("会议上"));
    spirit || about || dateline
}

/// Whether what follows the year is a level to be reached (1962年…达到…).
fn reached(s: &Sentence<'_>, i: usize, figures: &[usize]) -> bool {
    let e = &s.exprs[i];
    let end = Sentence::next_of(figures, i).map_or(s.clause_end(e.at.end()), |f| s.exprs[f].outer.end());
    let part = s.slice(e.at.end()..end.min(s.clause_end(s.clause_end(e.at.end()) + 1)).max(e.at.end()));
    ["达到", "突破", "超过", "实现"].iter().any(|w| part.contains(w))
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
    let edge = s.slice(e.at.range()).ends_with(['末', '底']);
    !scheduled
        && !verb
        && between.len() < 120
        && (edge || s.has(&between, Class::LEVEL | Class::UP | Class::DOWN))
}

fn e_is_end_of_year(s: &Sentence<'_>, e: &Expr) -> bool {
    s.slice(e.at.range()).contains(['底', '末'])
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
    let handed = Set::Handed.words().iter().filter_map(|w| text.find(w)).min();
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
            .find(|m| m.stop == Stop::Open && !indicator::inside_noun(s, m.start, end))
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
            let whole = edges::trim_left(s, at..end, Class::ADV | Class::LEAD | Class::PLAN | Class::EACH);
            if has_chars(s.slice(whole.clone()), 2) {
                return Some(whole);
            }
        }
        let range = edges::trim_left(
            s,
            at..end,
            Class::ADV
                | Class::LEAD
                | Class::PLAN
                | Class::WEAK
                | Class::DONE
                | Class::EACH
                | Class::TOTAL
                | Class::VERB
                | Class::PRED,
        );
        let range = after_object(s, range);
        if has_chars(s.slice(range.clone()), 2) {
            return Some(range);
        }
        let whole = edges::trim_left(s, at..end, Class::ADV | Class::LEAD | Class::PLAN | Class::EACH);
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
    matches!(e.unit.as_deref(), Some("批" | "系列" | "些" | "种" | "类"))
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
