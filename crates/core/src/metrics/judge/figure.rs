//! From the expressions of a sentence to its metrics.

use super::behind;
use super::confidence::doubt;
use super::cues::{Class, Cue, Cues};
use super::indicator::{self, Before, Sort};
use super::lists::{in_order, respective};
use super::passage::Passage;
use super::reject::{self, Neighbours};
use super::relations::{beside, group_end, to_level};
use super::role;
use super::sentence::Sentence;
use super::sets::Set;
use super::when::{self, Frequency, Times};
use super::{Change, Role};
use crate::calendar::Edtf;
use crate::metrics::expr::{Expr, Kind, Writing};
use crate::number::Decimal;
use std::ops::Range;

/// A metric in offsets of the normal form.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) at: Range<usize>,
    pub(super) kind: Kind,
    pub(super) role: Role,
    pub(super) min: Option<Decimal>,
    pub(super) max: Option<Decimal>,
    pub(super) approx: bool,
    pub(super) masked: bool,
    pub(super) unit: Option<Text>,
    pub(super) per: Option<String>,
    pub(super) edtf: Option<Edtf>,
    pub(super) indicator: Option<Range<usize>>,
    pub(super) change: Option<Change>,
    pub(super) rule: &'static str,
    pub(super) confidence: f32,
    /// Key of a common indicator, and of whom it speaks.
    pub(super) id: Option<&'static str>,
    pub(super) scope: Option<&'static str>,
    /// Whether the indicator's figures add up over the years.
    pub(super) sums: bool,
    /// Which figure of its group it is; none of what is no figure.
    pub(super) of: Option<Grouped>,
}

/// A figure's place among those that share a noun.
#[derive(Clone, Debug)]
pub(super) struct Grouped {
    /// Its expression.
    pub(super) expr: usize,
    /// The whole noun, of which its indicator may be one item.
    pub(super) noun: Option<Range<usize>>,
    /// It is the `k`th of `n`.
    pub(super) k: usize,
    pub(super) n: usize,
    /// Whether words of growth stand before it, whatever its record says.
    pub(super) grows: bool,
}

/// A unit: a canonical name, or the noun that serves as one.
#[derive(Clone, Debug)]
pub(super) enum Text {
    Name(String),
    Place(Range<usize>),
}

/// What the figure's relations to its neighbours are.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) before: Before,
    pub(super) indicators: Vec<Option<Range<usize>>>,
    pub(super) change: Option<Change>,
    pub(super) role: Option<Role>,
    pub(super) edtf: Option<String>,
    /// Where the time is looked for from; the figure itself where none.
    pub(super) since: Option<usize>,
    /// Where the words of the base stand: their time is no other figure's.
    pub(super) base: Option<Range<usize>>,
    pub(super) rule: &'static str,
    pub(super) sure: f32,
}

/// Everything that judging a sentence needs.
pub(super) struct Judge<'a> {
    pub(super) cues: &'a Cues,
    pub(super) neighbours: &'a Neighbours,
    pub(super) times: &'a Times,
}

impl Judge<'_> {
    /// The metrics of a sentence, in order. `before` is the role of the last figure of the sentence before.
    pub(super) fn sentence(&self, s: &Sentence<'_>, passage: &Passage, before: Option<Role>) -> Vec<Draft> {
        let rejected: Vec<bool> =
            (0..s.exprs.len()).map(|i| reject::reject(s, i, self.cues, self.neighbours)).collect();
        let (dates, mut mentions) = self.times.resolve(s, passage, &rejected);
        let frequencies = self.times.frequencies(s);
        let figures: Vec<usize> = (0..s.exprs.len())
            .filter(|&i| !rejected[i] && !s.exprs[i].kind.is_calendar() && !when::is_frequency(&s.exprs[i]))
            .filter(|&i| self.duration_counts(s, i))
            .collect();
        let mut drafts = Vec::new();
        let mut floor = s.at.start;
        let mut last: Option<Reading> = None;
        let mut at = 0;
        while at < figures.len() {
            let end = group_end(s, &figures, at);
            let group = &figures[at..end];
            let mut reading = self.read(s, group, figures.get(end).copied(), floor, last.as_ref());
            let inherited = last.as_ref().and_then(|l| l.indicators.last().cloned().flatten());
            self.read_from_to(s, &figures, at..end, &mentions, &mut reading, inherited);
            if let Some(previous) = &last
                && previous.role == Some(Role::Reference)
                && previous.rule == "from-to"
                && reading.rule != "from-to"
                && at > 0
                && to_level(s, &s.exprs[figures[at - 1]], &s.exprs[figures[at]])
            {
                let names = &previous.indicators;
                reading.indicators =
                    (0..group.len()).map(|k| names.get(k).or(names.first()).cloned().flatten()).collect();
                reading.change = None;
                reading.rule = "from-to";
                let from = &s.exprs[figures[at - 1]];
                reading.edtf = beside(&mentions, from.outer.end()..s.exprs[group[0]].outer.start());
                // The time beside A is not that of B.
                reading.since = Some(previous.since.unwrap_or(from.at.start()));
            }
            // 分别完成任务数的168%和343%
            let told = || {
                let at = s.exprs[group[0]].outer.start();
                s.has(&(s.clause_start(at)..at), Class::RESPECTIVELY)
            };
            if (reading.before.respectively || reading.before.share && told())
                && group.len() > 1
                && (reading.before.noun.is_none() || reading.before.hops > 0)
            {
                respective(&drafts, group.len(), &mut reading);
            } else if group.len() > 1 && reading.rule == "figure-goes-on" && reading.change.is_some() {
                // 受理320件，办结310件，同比下降12%、10%: also without 分别, where the figures before are as many.
                in_order(s, &drafts, group.len(), &mut reading);
            }
            for (k, &i) in group.iter().enumerate() {
                let e = &s.exprs[i];
                let each = reading.before.each || reading.before.respectively;
                let shared = if group.len() == 1 && e.kind == Kind::Ratio {
                    // 受理率、答复率100%: rates share a value also without 均.
                    let rates = |v: &Vec<Range<usize>>| v.iter().all(|r| s.slice(r.clone()).ends_with('率'));
                    reading
                        .indicators
                        .first()
                        .cloned()
                        .flatten()
                        .map(|r| behind::items(s, r))
                        .filter(|v| v.len() > 1 && (each || rates(v)))
                } else {
                    None
                };
                let names = match shared {
                    Some(items) => items.into_iter().map(Some).collect(),
                    None => vec![reading.indicators.get(k).cloned().flatten()],
                };
                let (several, n) = (names.len() > 1, names.len().max(group.len()));
                for (j, name) in names.into_iter().enumerate() {
                    let mut draft =
                        self.figure(s, i, &reading, name, passage, before, &frequencies, &mentions);
                    let noun = reading.before.noun.clone().or_else(|| draft.indicator.clone());
                    let (k, grows) = (if several { j } else { k }, reading.change.is_some());
                    draft.of = Some(Grouped { expr: i, noun, k, n, grows });
                    drafts.push(draft);
                }
            }
            // 每人每年7992元、5900元: the rate is of all.
            let of_group = |d: &Draft| d.of.as_ref().is_some_and(|of| group[0] <= of.expr);
            let per = s.exprs[group[0]].per.clone().filter(|_| group.len() > 1);
            for d in drafts.iter_mut().rev().take_while(|d| of_group(d)) {
                d.per = d.per.take().or_else(|| per.clone());
            }
            if let Some(base) = &reading.base {
                let from = mentions.partition_point(|m| m.at.start < base.start);
                mentions[from..].iter_mut().take_while(|m| m.at.end <= base.end).for_each(|m| m.base = true);
            }
            floor = s.exprs[group[group.len() - 1]].outer.end();
            // A noun that was taken after the figure is not the next one's.
            if matches!(reading.rule, "figure-of" | "figure-before-noun")
                && let Some(Some(noun)) = reading.indicators.last()
            {
                // 2万亩水稻平均单产达620公斤: the noun goes on into the next figure's.
                let goes_on = Set::Averaging.begins(s.after(noun.end));
                floor = floor.max(if goes_on { noun.start } else { noun.end });
            }
            // 案件3881件（含执行1568件），同比下降8%: what a bracket adds is not what goes on behind it.
            let aside = s.bracket(s.exprs[group[0]].at.start()).is_some_and(|b| {
                last.is_some() && figures.get(end).is_some_and(|&n| b.end <= s.exprs[n].at.start())
            });
            if !aside {
                last = Some(reading);
            }
            at = end;
        }
        self.frequency_words(s, passage, &frequencies, &figures, before, &mut drafts);
        self.calendar(s, passage, &rejected, &dates, &figures, before, &mut drafts);
        drafts.sort_by_key(|d| (d.at.start, d.at.end));
        drafts
    }

    /// Whether a duration is one that counts: bounded, or told of a thing; 五年 alone is a period.
    fn duration_counts(&self, s: &Sentence<'_>, i: usize) -> bool {
        let e = &s.exprs[i];
        if e.kind != Kind::Duration {
            return true;
        }
        let after = s.after(e.at.end());
        // 10分钟健身圈, 半小时交通圈: a name.
        if after.chars().take(6).any(|c| c == '圈') {
            return false;
        }
        let from = s.clause_start(e.at.start());
        // 是不平凡的五年: a period that is spoken of.
        if e.unit.as_deref() == Some("年")
            && s.before(e.outer.start()).ends_with('的')
            && after.trim_start().chars().next().is_none_or(|c| !c.is_alphanumeric())
        {
            return false;
        }
        // 到200年: a year that lost a digit, no duration.
        if e.unit.as_deref() == Some("年") && lost_digit(s, e) {
            return false;
        }
        if s.has(&(from..e.at.start()), Class::RUN) {
            // 连续三年: only where it is the clause's only figure.
            let end = s.clause_end(e.at.end());
            let rest = s.exprs[i + 1..].iter().take_while(|x| x.at.start() < end);
            return !rest.into_iter().any(|x| !x.fixed && !x.kind.is_calendar() && x.kind != Kind::Duration);
        }
        if after.starts_with('内') || after.starts_with("以内") || after.starts_with("之内") {
            // 一年内检查不超过2次: the period of another figure.
            let end = s.clause_end(e.at.end());
            let bounds = e.unit.as_deref() == Some("年")
                && s.exprs[i + 1..]
                    .iter()
                    .take_while(|x| x.at.start() < end)
                    .any(|x| !x.fixed && !x.kind.is_calendar());
            return !bounds && (e.max.is_some() || e.masked);
        }
        // 由两个月压缩到20天
        let between = |x: &Expr| e.outer.end()..x.outer.start().max(e.outer.end());
        let bounded = |x: &Expr| x.kind == Kind::Duration && s.has(&between(x), Class::TO);
        if s.has(&(from..e.at.start()), Class::FROM)
            && s.exprs.get(i + 1).is_some_and(|x| x.at.start() < s.clause_end(e.at.end()) && bounded(x))
        {
            return true;
        }
        // 已驻村4年
        if i.checked_sub(1).is_none_or(|k| s.exprs[k].at.start() < from)
            && s.cues_in(&(from..e.at.start())).iter().any(|c| s.slice(c.start..c.end) == "已")
        {
            return true;
        }
        // 质保期五年
        let noun = s.slice(from..e.outer.start());
        if Set::Term.ends(noun) {
            return true;
        }
        let unit = e.unit.as_deref().unwrap_or("");
        let fine = !matches!(unit, "年");
        let before = indicator::before(s, from, e.outer.start(), Sort::Thing);
        let noun = before.noun.is_some() && before.hops == 0;
        let words = s.slice(from..e.outer.start());
        let uses = Set::Lasting.ends(words);
        noun && (uses || before.level || before.change.is_some() || fine && e.writing == Writing::Arabic)
            || uses
            || e.outer.start() < e.at.start()
            || fine && e.writing == Writing::Arabic
            || e.masked
    }

    /// Makes the record of a figure.
    #[allow(clippy::too_many_arguments)] // all of them are views of the one sentence
    fn figure(
        &self,
        s: &Sentence<'_>,
        i: usize,
        reading: &Reading,
        name: Option<Range<usize>>,
        passage: &Passage,
        before: Option<Role>,
        frequencies: &[Frequency],
        mentions: &[when::Mention],
    ) -> Draft {
        let e = &s.exprs[i];
        // 每增加1个百分点: what is left of a clause is no name.
        let name = name.filter(|n| !Set::Nameless.has(s.slice(n.clone()).trim()));
        let mut told = role::role(s, e.outer.range(), passage, before);
        if let Some(role) = reading.role {
            told = role::Told { role, sure: 0.95 };
        }
        let mut time = match &reading.edtf {
            Some(t) => Some(Edtf::from_text(t.clone())),
            None => when::time_of(s, mentions, reading.since.unwrap_or(e.at.start())),
        };
        if reading.role.is_none()
            && told.role == Role::Actual
            && time.as_ref().is_some_and(|t| role::future(t.as_str(), passage))
        {
            told = role::Told { role: Role::Target, sure: 0.9 };
        }
        if reading.role.is_none()
            && told.role == Role::Target
            && time.as_ref().is_some_and(|t| role::past(t.as_str(), passage))
            && !s.has(&(s.clause_start(e.at.start())..e.at.start()), Class::PLAN)
        {
            told = role::Told { role: Role::Actual, sure: 0.9 };
        }
        let (per, per_sure) = self.per(s, e, reading, frequencies);
        // 优良天数达320天 counts days.
        let kind = match name.as_ref().map(|n| s.slice(n.clone())) {
            Some(n) if e.kind == Kind::Duration && (n.ends_with("天数") || n.ends_with("日数")) => {
                Kind::Count
            }
            _ => e.kind,
        };
        let unit = match (&e.unit, e.kind) {
            (Some(u), _) => Some(match s.slice(e.unit_at.range()).strip_suffix(u.as_str()) {
                // In the text's own script where it is written as it is called.
                Some(rest) => Text::Place(e.unit_at.start() + rest.len()..e.unit_at.end()),
                None => Text::Name(u.clone()),
            }),
            (None, Kind::Count) => unit_of_total(s, e, name.as_ref()),
            (None, _) => None,
        };
        let mut confidence = told.sure * reading.sure * per_sure;
        if let Some(n) = &name {
            confidence *= doubt(s, reading, n);
        }
        // The passage alone tells the role, and the figure before had another.
        if before.is_some_and(|b| b != told.role && b != Role::Reference) {
            confidence *= 0.95;
        }
        if name.is_none() {
            confidence *= 0.85;
        }
        if e.masked {
            confidence *= 0.97;
        }
        if e.unit.is_none() {
            confidence *= 0.7;
        }
        let (mut min, mut max) = (e.min.filter(|_| !e.masked), e.max.filter(|_| !e.masked));
        // 控制在5.5%左右 is a level, not a ceiling.
        let outer = s.slice(e.outer.range());
        if min.is_none() && max.is_some() && outer.starts_with("控制在") && outer.ends_with("左右") {
            min = max;
        }
        // 增长-6.2%, 同比-6.2%: the sign is the direction's.
        let mut change = reading.change;
        let (mut negative, rate) = (false, e.kind == Kind::Ratio && e.unit.as_deref() != Some("倍"));
        if rate && (change.is_some() || reading.before.based) {
            negative = min.is_some_and(|v| v.is_sign_negative());
            if negative {
                (min, max) = (max.map(|v| v.abs()), min.map(|v| v.abs()));
                change = Some(Change::Down);
            } else if change.is_none() && e.unit.as_deref() == Some("%") && !reading.before.level {
                change = Some(Change::Up);
            }
        }
        // 至少…三次: a bound that its verb parts from the figure.
        let best = |c: &Cue| {
            told.role == Role::Actual && reading.before.level && Set::Bound.has(s.slice(c.start..c.end))
        };
        if min.is_some() && min == max && reading.role.is_none() && !negative {
            let from = s.clause_start(e.at.start()).max(frequencies_floor(s, i));
            let bound = s.last(&(from..e.at.start()), Class::FLOOR | Class::CEILING);
            match bound.filter(|c| !best(c)).map(|c| c.class) {
                Some(c) if c.is(Class::FLOOR) => max = None,
                Some(c) if c.is(Class::CEILING) => min = None,
                _ => {}
            }
        }
        // 结案36件（去年同期为28件）: what is compared with.
        let since = s.slice(s.clause_start(e.at.start())..e.outer.start().max(s.clause_start(e.at.start())));
        let year_before = ["去年同期", "上年同期", "去年为", "上年为"];
        if told.role == Role::Actual
            && reading.change.is_none()
            && year_before.iter().any(|w| since.trim_start().starts_with(w))
            && since.trim_end().ends_with(['为', '是'])
        {
            told = role::Told { role: Role::Reference, sure: 0.9 };
            let own = beside(mentions, s.clause_start(e.at.start())..e.outer.start());
            time = own.map(Edtf::from_text).or(time);
        }
        // 超过15%年度目标: the bound's figure is the target that is compared with.
        // 增长5%的目标 in a report is what the result is compared with.
        if told.role == Role::Actual && Set::Goal.begins(s.after(e.outer.end())) {
            told = role::Told { role: Role::Reference, sure: 0.9 };
        }
        // 目标增长6%，实际增长6.3%
        let answered =
            |s: &Sentence<'_>| s.after(e.outer.end()).trim_start_matches(['，', ',']).starts_with("实际");
        if told.role == Role::Actual && reading.role.is_none() && answered(s) {
            let from = s.clause_start(e.at.start());
            if Set::Aim.ends(s.slice(from..e.at.start())) {
                told = role::Told { role: Role::Reference, sure: 0.9 };
            }
        }
        if told.role == Role::Actual && e.outer.start() < e.at.start() && (min.is_none() || max.is_none()) {
            let end = s.clause_end(e.at.end());
            if let Some(task) = s.cues_in(&(e.at.end()..end)).iter().find(|c| c.class.is(Class::TASK))
                && task.start - e.at.end() <= 24
            {
                told = role::Told { role: Role::Reference, sure: 0.9 };
                (min, max) = (min.or(max), max.or(min));
            }
        }
        let rule = if per.is_some() && reading.rule != "growth" { "frequency" } else { reading.rule };
        Draft {
            at: e.at.range(),
            kind,
            role: told.role,
            min,
            max,
            approx: e.approx,
            masked: e.masked,
            unit,
            per,
            edtf: time,
            indicator: name,
            // 翻番 is a rise.
            change: change
                .filter(|_| {
                    e.kind != Kind::Duration
                        || matches!(reading.rule, "growth" | "respective-list" | "figure-goes-on")
                })
                .or((e.unit.as_deref() == Some("番")).then_some(Change::Up)),
            rule,
            confidence,
            id: None,
            scope: None,
            sums: false,
            of: None,
        }
    }

    /// The period of a frequency or rate.
    fn per(
        &self,
        s: &Sentence<'_>,
        e: &Expr,
        reading: &Reading,
        frequencies: &[Frequency],
    ) -> (Option<String>, f32) {
        if e.per.is_some() {
            return (e.per.clone(), 1.0);
        }
        let k = frequencies.partition_point(|f| f.at.end <= e.at.start());
        let Some(f) = frequencies[..k].last() else { return (None, 1.0) };
        let word = s.slice(f.at.clone());
        let monthly = word.contains("月均") || word.contains("月人均") || word.starts_with("每人每");
        // 每天锻炼不少于1小时 has a period, 每年提前3天 has none.
        let lasts = e.kind == Kind::Duration && e.outer == e.at;
        if reading.change.is_some() && !monthly || e.kind == Kind::Ratio || lasts {
            return (None, 1.0);
        }
        if s.before(f.at.start).ends_with("平均") && e.kind != Kind::Count {
            return (None, 1.0);
        }
        if s.after(f.at.end).starts_with('的') && !s.after(f.at.end).starts_with("的1") {
            return (None, 1.0);
        }
        let same = s.clause_start(e.at.start()) <= f.at.start;
        if same {
            // Another figure between has used it up, unless it shares the list.
            return (Some(f.period.clone()), 0.98);
        }
        // 每年提交一件…，反映一条…: the items of one commitment.
        if reject::one(s, e) && s.slice(f.at.end..e.at.start()).chars().nth(59).is_none() {
            return (Some(f.period.clone()), 0.85);
        }
        (None, 1.0)
    }
}

/// Whether the digits are those of a year of which one was lost in scanning (到200年).
fn lost_digit(s: &Sentence<'_>, e: &Expr) -> bool {
    let digits = s.slice(e.number.range()).trim();
    let before = s.before(e.outer.start()).trim_end();
    e.writing == Writing::Arabic
        && digits.len() == 3
        && (digits.starts_with("19") || digits.starts_with("20"))
        && (e.outer.start() < e.at.start()
            || before.is_empty()
            || before.ends_with(['到', '至', '自', '从', '比', '在', '于', '前', '和', '与']))
        && e.outer.end() == e.at.end()
}

/// Where the expression before the one at `i` ends: a bound before it is not this one's.
fn frequencies_floor(s: &Sentence<'_>, i: usize) -> usize {
    let counts = |x: &&Expr| !x.fixed && !x.kind.is_calendar() && !when::is_frequency(x);
    let before = s.exprs[..i].iter().rev().find(counts);
    before.map_or(s.at.start, |x| x.at.end())
}

/// The noun that serves as unit of a bare total: 参保人数增加1.4亿 → 人.
fn unit_of_total(s: &Sentence<'_>, e: &Expr, name: Option<&Range<usize>>) -> Option<Text> {
    let from = s.clause_start(e.at.start());
    let head = s.slice(from..e.outer.start().max(from));
    let told = [("户数", "户"), ("人次", "人次"), ("家数", "家"), ("企业", "家")]
        .iter()
        .find(|(w, _)| head.contains(w))
        .map_or("人", |(_, u)| u);
    if Set::People.stands_in(head) {
        Some(Text::Name(told.to_owned()))
    } else {
        name.cloned().map(Text::Place)
    }
}
