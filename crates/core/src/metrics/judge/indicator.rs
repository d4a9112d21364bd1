//! What a figure measures: the noun before it (the one behind it: `behind`).
//!
//! Official prose puts the thing counted on one of two sides: `人大代表建议84件`, `办结率达100%` (before), or
//! `建成5座处理设施`, `实现100%的见面率` (after). Both sides are read as far as punctuation and neighbouring
//! figures allow; then words of time, place, aspect and bound are trimmed off the edges, a verb cuts off its
//! subject, and 的 its modifiers. No segmentation: the cue automaton's longest match keeps words whole.

use super::Change;
use super::behind::begins_word;
use super::cues::{Class, Cue};
use super::edges::{joined, time_ending, trim, trim_left, trim_left_marks, trim_right};
use super::sentence::{REACH, Sentence, Stop, boundary, has_chars};
use super::sets::Set;
use super::when::is_frequency;
use std::ops::Range;

/// What sort of figure a noun is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// It counts things: a verb before them is not part of their name.
    Thing,
    /// It counts occurrences: their name may be a verb (督办一次).
    Event,
    /// It is a rate or level: a verb that is a noun as often belongs to the name (绿化覆盖率, 出口总值).
    Rate,
}

/// What stands before a figure.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    /// The noun; none where the clause has none of its own.
    pub(super) noun: Option<Range<usize>>,
    /// Words of growth stand next to the figure.
    pub(super) change: Option<Change>,
    /// A level word (达到, 为) stands next to the figure.
    pub(super) level: bool,
    /// 分别 or 均 stands between noun and figure.
    pub(super) respectively: bool,
    pub(super) each: bool,
    /// The noun is only a verb (主办7件).
    pub(super) verb: bool,
    /// The clause only says 占…: the indicator is that of the figure before.
    pub(super) share: bool,
    /// 保住了8000亩晚稻: a verb and 了 stand before the figure.
    pub(super) acted: bool,
    /// 高于平均: the figure compares, it is no growth.
    pub(super) compares: bool,
    /// 同比 stands right before the figure, and no word of growth: the figure's sign tells it.
    pub(super) based: bool,
    /// A word that is known for a verb, or a mark of what is done, stands right before the noun: it begins there.
    pub(super) headed: bool,
    /// Distance in clauses: 0 the figure's own.
    pub(super) hops: u8,
}

pub(super) fn right() -> Class {
    Class::ADV
        | Class::LEVEL
        | Class::TO
        | Class::UP
        | Class::DOWN
        | Class::DONE
        | Class::PLAN
        | Class::WEAK
        | Class::RESPECTIVELY
        | Class::EACH
        | Class::BASE
        | Class::TOTAL
        | Class::LEAD
        | Class::RUN
}

fn left() -> Class {
    Class::ADV
        | Class::LEAD
        | Class::VERB
        | Class::PLAN
        | Class::DONE
        | Class::WEAK
        | Class::LEVEL
        | Class::BASE
        | Class::EACH
        | Class::TOTAL
        | Class::RESPECTIVELY
}

/// The noun before the figure that begins at `at`; nothing before `floor` belongs to it.
pub(super) fn before(s: &Sentence<'_>, floor: usize, at: usize, sort: Sort) -> Before {
    let mut found = Before::default();
    let floor = floor.min(at);
    let mut end = at;
    for hop in 0..3 {
        let start = region_start(s, floor, end);
        // 达到5600亿元（预计数），增长14%: an aside names nothing.
        let aside = s.bracket(start).is_some_and(|b| b.start == start && b.end == end);
        let one = if aside { None } else { clause(s, start..end, sort, &mut found, hop == 0) };
        if let Some(noun) = one {
            let acts = Class::VERB | Class::PRED | Class::DONE | Class::FLOOR;
            found.headed = s.cue_ending(noun.start).is_some_and(|c| c.class.is(acts));
            found.noun = Some(noun);
            found.hops = hop;
            return found;
        }
        if found.share {
            return found;
        }
        // The clause names nothing: the one before may, unless it has a figure of its own.
        let Some(mark) = s.marks_before(start).next() else { break };
        if mark.end != start
            || mark.start <= floor
            || !matches!(mark.stop, Stop::Comma | Stop::Colon | Stop::Open)
        {
            break;
        }
        end = mark.start;
    }
    found
}

/// Where the clause part before `at` begins: after a comma or colon; brackets that close inside are passed over.
fn region_start(s: &Sentence<'_>, floor: usize, at: usize) -> usize {
    let mut depth = 0;
    let reach = at.saturating_sub(REACH);
    for m in s.marks_before(at) {
        if m.end <= floor || m.end < reach {
            break;
        }
        match m.stop {
            Stop::Close => depth += 1,
            Stop::Open if depth > 0 => depth -= 1,
            Stop::List => {}
            _ if depth > 0 => {}
            _ => return m.end.max(floor),
        }
    }
    floor.max(s.body).max(boundary(s.text, reach)).min(at)
}

/// Reads one clause part; notes what stands next to the figure in `found` where `near`.
fn clause(
    s: &Sentence<'_>,
    region: Range<usize>,
    sort: Sort,
    found: &mut Before,
    near: bool,
) -> Option<Range<usize>> {
    let mut range = behind_and(s, trim_left_marks(s, region));
    let all = range.clone();
    let mut touched = false; // a level or growth word was met
    let mut growth = None; // 增速高于平均: the name of the growth
    // 为全市平均水平的八成, 是上年的1.4倍: what is compared stands before 为.
    if s.slice(range.clone()).trim_end().ends_with('的')
        && let Some(is) = s
            .cues_in(&range)
            .iter()
            .rev()
            .find(|c| c.class.is(Class::LEVEL) && s.slice(c.start..c.end).ends_with(['为', '是', '于']))
    {
        // 完成投资A，是前年的1.4倍: the clause before names it.
        if is.start == range.start {
            return None;
        }
        range.end = is.end;
    }
    loop {
        let text = s.slice(range.clone());
        let trimmed = text.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '的' | '：' | ':' | '、' | '，' | '—' | '-')
        });
        range.end = range.start + trimmed.len();
        let edge = right() | Class::SHARE | Class::THAN;
        // 提高到每人每月685元: the distribution is no part of the name.
        let dist = |c: &Cue| {
            let before = s.cue_ending(c.start).map(|b| b.class);
            let word = s.slice(c.start..c.end);
            c.class.is(Class::DIST)
                && match before {
                    // 农户户均增收8000元: no name ends so.
                    _ if word.ends_with('均') => c.start > range.start,
                    // 补贴每人90元: so is it behind a noun, but not behind a verb (给予每人1万元救助).
                    Some(b) if !b.is(Class::NOUN) => {
                        b.is(Class::LEVEL | Class::TO | Class::NOMINAL | Class::TASK)
                    }
                    _ => c.start >= range.start + 6 && word.starts_with('每'),
                }
        };
        let cue = s.cue_ending(range.end).filter(|c| c.start >= range.start && (c.class.is(edge) || dist(c)));
        // The longer of the two: of 2019年底, 年底 alone is a cue; of 较上年, 上年 alone is a time.
        let time = time_ending(s, range.end).filter(|t| t.start >= range.start);
        if let Some(time) = time.filter(|t| cue.is_none_or(|c| t.start < c.start)) {
            range.end = time.start;
            // 比上年年末增加: the cue 比上年 reaches into the time.
            let than = s.slice(range.clone()).chars().next_back().filter(|c| matches!(c, '比' | '较'));
            if let Some(c) = than.filter(|c| s.cue_starting(range.end - c.len_utf8()).is_some()) {
                range.end -= c.len_utf8();
            }
            continue;
        }
        let Some(cue) = cue else { break };
        if near {
            let c = cue.class;
            let than = |word: &str| word.starts_with(['比', '较']) || word.ends_with("比");
            found.based |=
                !touched && c.is(Class::BASE) && !c.is(Class::LEVEL) && than(s.slice(cue.start..cue.end));
            found.acted |= !touched && s.slice(cue.start..cue.end) == "了";
            found.respectively |= c.is(Class::RESPECTIVELY);
            found.each |= c.is(Class::EACH);
            found.compares |= c.is(Class::LEVEL) && c.is(Class::BASE);
            if c.is(Class::UP | Class::DOWN)
                && !found.compares
                && (!touched || c.is(Class::GROWTH_NAME))
                && found.change.is_none()
            {
                found.change = Some(if c.is(Class::UP) { Change::Up } else { Change::Down });
                touched = true;
            } else if c.is(Class::LEVEL | Class::TO) {
                // 在, 有, 是 say little: they mark no level.
                found.level |= !touched
                    && (cue.end - cue.start >= 6 || c.is(Class::TO) || s.slice(cue.start..cue.end) != "在");
                touched = true;
            }
        }
        if near && found.compares && cue.class.is(Class::GROWTH_NAME) {
            growth = Some(cue.start..cue.end);
        }
        range.end = cue.start;
    }
    if found.change.is_some()
        && near
        && let Some(than) = s.last(&range, Class::THAN)
    {
        range.end = than.start;
        range = trim_right(s, range, right());
    }
    // A verb right before the figure (须送一份) leaves its object before it, when something marks it as a verb.
    // Of what grows, the verb is the name (治安查处上升5%).
    if sort != Sort::Event && found.change.is_none() {
        let cut = trim_right(s, range.clone(), Class::VERB);
        // 支出安排28亿元, 班列开行300列: so does a verb that is never a noun.
        let plain = s.cue_ending(range.end).is_some_and(|c| {
            c.class.is(Class::VERB) && !c.class.is(Class::NOMINAL | Class::PRED | Class::LEVEL | Class::NOUN)
        });
        let marked = plain
            || s.cue_ending(cut.end).is_some_and(|c| {
                c.class.is(Class::PLAN | Class::DONE | Class::EACH | Class::WEAK | Class::TOTAL)
            });
        let cut = trim_right(s, cut, right());
        if marked && head_chars(s, &cut) >= 2 {
            range = cut;
        }
    }
    // 招聘会举办60场: the verb of holding behind what is held.
    if sort == Sort::Event
        && let Some(hold) = s.cue_ending(range.end).filter(|c| {
            Set::Hold.has(s.slice(c.start..c.end))
                && c.start > range.start
                && s.cue_ending(c.start).is_none_or(|b| b.class.is(Class::NOUN))
        })
    {
        let cut = range.start..hold.start;
        if head_chars(s, &cut) >= 2 {
            range = cut;
        }
    }
    let whole = range.clone();
    let rate = sort == Sort::Rate || found.change.is_some();
    // 其他969件: what is left of the whole is named by that word.
    if matches!(s.slice(whole.clone()).trim(), "其他" | "其它") {
        return Some(whole);
    }
    // 扩大种植面积至8000亩: the verb of a level that is reached.
    let grows = s.cue_starting(range.start).filter(|c| found.level && c.class.is(Class::UP | Class::DOWN));
    if let Some(c) =
        grows.filter(|c| c.end - c.start >= 6 && has_chars(&s.text[c.end..range.end.max(c.end)], 2))
    {
        range.start = c.end;
    }
    range = trim(s, range, left(), rate);
    if s.cue_starting(range.start).is_some_and(|c| c.class.is(Class::SHARE)) && near {
        found.share = true;
        return None;
    }
    if near && range.is_empty() && s.has(&whole, Class::SHARE) {
        found.share = true;
        return None;
    }
    // 来电212件，占比7.3%: a share of the subject before.
    if near && Set::Portion.has(s.slice(range.clone()).trim()) {
        found.share = true;
        return None;
    }
    // 完成全年目标的77%: a share of the task that the subject before has.
    if near && sort == Sort::Rate && found.change.is_none() && !found.level && hits_task(s, &all, &range) {
        found.share = true;
        return None;
    }
    range = beside_time(s, range, rate, sort);
    range = behind_year(s, range, rate);
    let share = s.has(&range, Class::SHARE);
    if !share {
        range = after_verb(s, range, sort);
        let head = after_de(s, range.clone());
        // 用于建设的支出: two characters say too little without what stands before 的.
        if s.slice(head.clone()).chars().count() > 2 {
            range = head;
        }
    }
    if range.is_empty() && growth.is_some() {
        return growth;
    }
    if range.is_empty() || s.slice(range.clone()).trim().is_empty() {
        // Only a verb is there: it names what is counted (主办7件).
        let verb = s.cues_in(&whole).iter().rev().find(|c| c.class.is(Class::VERB))?;
        if !near || verb.class.is(Class::LEVEL) {
            return None;
        }
        found.verb = true;
        return Some(verb.start..verb.end);
    }
    // 和200亩竹柳基地: what joins two figures is no name.
    let text = s.slice(range.clone()).trim();
    if Set::Step.ends(text) || matches!(text, "和" | "与" | "及" | "以及") {
        return None;
    }
    // 建议被采纳131条: so is what made the verb passive.
    if text.ends_with('被') && has_chars(text, 3) {
        range.end = range.start + s.slice(range.clone()).rfind('被').unwrap_or(0);
        return Some(range);
    }
    // 住房开工建设和筹集94万套: what joined the verb to the noun is left over.
    let left_over = text.strip_suffix(['和', '与', '及']).filter(|t| has_chars(t, 4) && range.end < all.end);
    if left_over.is_some() && s.cue_ending(range.end).is_none() {
        range.end = range.start + s.slice(range.clone()).rfind(['和', '与', '及']).unwrap_or(0);
    }
    Some(range)
}

/// 东村12户和西村8户: what joins a noun to the figure before it is no part of it.
fn behind_and(s: &Sentence<'_>, range: Range<usize>) -> Range<usize> {
    let text = s.slice(range.clone());
    let joint = ["以及", "和", "与", "及"].iter().find(|w| text.starts_with(**w));
    let i = s.exprs.partition_point(|e| e.outer.end() < range.start);
    let figure = s.exprs.get(i).is_some_and(|e| e.outer.end() == range.start);
    match joint {
        Some(w) if figure && !begins_word(text) && has_chars(&text[w.len()..], 2) => {
            range.start + w.len()..range.end
        }
        _ => range,
    }
}

/// Whether a phrase is only a task or goal (目标, 全年目标数, 年度任务).
fn hits_task(s: &Sentence<'_>, all: &Range<usize>, range: &Range<usize>) -> bool {
    let bare = trim_left(s, range.clone(), left());
    let text = s.slice(bare.clone()).trim_end_matches(['数', '的']);
    let alone = s
        .cue_starting(bare.start)
        .is_some_and(|c| c.class.is(Class::TASK) && c.end - bare.start == text.len());
    // 完成省局下达计划的107%
    let clause = s.slice(all.clone()).trim().trim_start_matches("分别");
    let task = clause.trim_end_matches(['数', '的']);
    let given = task.len() < clause.len() && Set::Measuring.begins(clause) && Set::Tasked.ends(task);
    alone || given
}

/// What stands behind a date or frequency inside the range (3月15日前专题研究, 每季度研究安全生产), or before it
/// where only a verb stands behind.
fn beside_time(s: &Sentence<'_>, range: Range<usize>, rate: bool, sort: Sort) -> Range<usize> {
    let to = s.exprs.partition_point(|e| e.outer.end() <= range.end);
    let Some(time) = s.exprs[..to]
        .iter()
        .rev()
        .take_while(|e| e.outer.start() >= range.start)
        .find(|e| e.kind.is_calendar() || is_frequency(e))
    else {
        return range;
    };
    let after = trim(s, time.outer.end().max(time.at.end())..range.end, left(), rate);
    if has_chars(s.slice(after.clone()), 2) {
        return after;
    }
    // 每周排练两次: what is counted is the verb.
    let verb = time.outer.end().max(time.at.end())..range.end;
    if sort == Sort::Event && s.has(&verb, Class::VERB) {
        return trim_left(s, verb, Class::ADV | Class::PLAN | Class::DONE);
    }
    // 教师每五年接受培训: a verb that is a noun as often.
    if let Some(c) = s.cue_ending(range.end).filter(|c| c.class.is(Class::VERB) && c.class.is(Class::NOMINAL))
        && c.start >= verb.start
    {
        return c.start..c.end;
    }
    let before = trim_right(s, range.start..time.outer.start(), right());
    if before.is_empty() { range } else { before }
}

/// What stands behind 全年 and its like inside the range: 我局全年发文 → 发文.
fn behind_year(s: &Sentence<'_>, range: Range<usize>, rate: bool) -> Range<usize> {
    let year = s.cues_in(&range).iter().rev().find(|c| {
        c.start > range.start && c.class.is(Class::LEAD) && Set::Within.has(s.slice(c.start..c.end))
    });
    let Some(year) = year else { return range };
    let rest = trim(s, year.end..range.end, left(), rate);
    if has_chars(s.slice(rest.clone()), 2) { rest } else { range }
}

fn head_chars(s: &Sentence<'_>, range: &Range<usize>) -> usize {
    let r = trim_left(s, range.clone(), left());
    s.slice(r).chars().take(3).count()
}

/// What stands after the last verb (or level word) of the range, if that is a noun.
fn after_verb(s: &Sentence<'_>, range: Range<usize>, sort: Sort) -> Range<usize> {
    for cue in s.cues_in(&range).iter().rev() {
        let long =
            cue.end - cue.start >= 6 || matches!(s.slice(cue.start..cue.end), "为" | "了" | "对" | "把");
        // 计划完成, 力争实现: a word of planning that ends in its verb.
        let planned = cue.class.is(Class::PLAN) && Set::Measuring.ends(s.slice(cue.start..cue.end));
        // 林业局共有职工44人: a verb of being behind its owner.
        let word = s.slice(cue.start..cue.end);
        let acts = planned || cue.class.is(Class::VERB | Class::LEVEL | Class::DONE) || Set::Being.has(word);
        if !long || !acts || cue.start == range.start {
            continue;
        }
        // 立案数, 生活补贴和…: the verb is part of a noun.
        if joined(s, cue.end, range.end) {
            continue;
        }
        // 出口规模: a verb that is a noun as often, unless a word before it says otherwise.
        let marked = s
            .cue_ending(cue.start)
            .is_some_and(|c| c.class.is(Class::ADV | Class::DONE | Class::PLAN | Class::TOTAL | Class::WEAK));
        if cue.class.is(Class::NOMINAL) && !marked {
            continue;
        }
        let rest = trim_left(s, cue.end..range.end, left());
        let head = s.slice(rest.clone());
        // 建议办理工作: too little without its verb.
        if head == "工作" {
            continue;
        }
        // 签约覆盖率, 第二产业实现增加值: so are the rates and sums that many things have.
        if !marked && (head.ends_with('率') && !has_chars(head, 4) || Set::Measured.has(head)) {
            continue;
        }
        if has_chars(s.slice(rest.clone()), 2) {
            return rest;
        }
        // 组织视察4次: the event is named by a verb.
        let verb = trim_left(s, cue.end..range.end, Class::ADV | Class::DONE);
        if sort == Sort::Event && cue.class.is(Class::PRED) && s.has(&verb, Class::VERB) {
            return verb;
        }
    }
    range
}

/// What stands after the last 的, if that is more than a word of measure.
pub(super) fn after_de(s: &Sentence<'_>, range: Range<usize>) -> Range<usize> {
    let text = s.slice(range.clone());
    let Some(i) = text.rfind('的') else { return range };
    let rest = &text[i + '的'.len_utf8()..];
    if Set::WeakHead.has(rest) || rest.chars().take(2).count() < 2 {
        return range;
    }
    range.end - rest.len()..range.end
}
