//! How the figures of a sentence stand to each other and to the nouns around them: groups that share a noun,
//! lists told 分别, from A to B, bases of comparison.

use super::behind;
use super::cues::{Class, Cue};
use super::figure::{Judge, Reading};
use super::indicator::{self, Sort};
use super::reject::Sign;
use super::sentence::{Sentence, has_chars};
use super::sets::Set;
use super::{Role, action, when};
use crate::metrics::expr::{Expr, Kind};
use crate::span::Span;
use std::ops::Range;

/// Characters between the name of a sum and its figure, at most: 迈上300亿、.
const BETWEEN: usize = 9;

impl Judge<'_> {
    /// Reads the words around a group of values.
    pub(super) fn read(
        &self,
        s: &Sentence<'_>,
        group: &[usize],
        next: Option<usize>,
        floor: usize,
        last: Option<&Reading>,
    ) -> Reading {
        let head = &s.exprs[group[0]];
        let event = head.kind == Kind::Count && head.unit.as_deref().is_some_and(|u| Set::Occasion.has(u));
        let sort = match head.kind {
            Kind::Ratio => Sort::Rate,
            _ if event => Sort::Event,
            _ => Sort::Thing,
        };
        let before = indicator::before(s, floor, head.outer.start(), sort);
        // The noun after the figure ends where the next figure, date or frequency begins.
        let after_group = group[group.len() - 1] + 1;
        // Looked for no further than the next figure: a sentence of figures alone would be gone through for each.
        let before_next = after_group..next.unwrap_or(s.exprs.len());
        let time = s.exprs[before_next].iter().find(|e| e.kind.is_calendar() || when::is_frequency(e));
        let ceiling = next
            .map_or(s.at.end, |n| s.exprs[n].outer.start())
            .min(time.map_or(s.at.end, |e| e.outer.start()));
        let tail = &s.exprs[group[group.len() - 1]];
        let mut own_after: Vec<Option<Range<usize>>> = Vec::new();
        for (k, &i) in group.iter().enumerate() {
            let stop = group.get(k + 1).map_or(ceiling, |&n| s.exprs[n].outer.start());
            own_after.push(behind::after(s, s.exprs[i].outer.end(), stop));
        }
        let after = own_after.last().cloned().flatten();
        // 6台任务: what the figure is, not what it counts.
        let after = after
            .filter(|r| !s.cue_starting(r.start).is_some_and(|c| c.class.is(Class::TASK) && c.end >= r.end));
        // 90分以上的评为优秀: a verb follows, no noun.
        let de = s.after(tail.outer.end()).starts_with('的');
        let judged = de
            && s.cue_starting(tail.outer.end() + '的'.len_utf8())
                .is_some_and(|c| c.class.is(Class::VERB) && !c.class.is(Class::NOMINAL));
        let after = after.filter(|_| !judged);
        let verbal = s.cue_starting(tail.outer.end()).is_some_and(|c| c.class.is(Class::VERB));
        let inherited = || last.and_then(|l| l.indicators.last().cloned().flatten());
        let own = before.noun.clone().filter(|_| before.hops == 0 && !before.verb);
        // 每篇给予50元奖励: the distribution is not what is measured.
        let own = own
            .filter(|r| after.is_none() || !s.cue_starting(r.start).is_some_and(|c| c.class.is(Class::DIST)));
        // 保住了8000亩晚稻: what stands before 了 is a verb.
        let own = own.filter(|_| after.is_none() || !before.acted);
        // 各村引进500万元以上项目1个: what ends in a verb is no name of the sum.
        let sums = matches!(head.kind, Kind::Money | Kind::Measure);
        let verb_ends = s.cue_ending(head.outer.start()).is_some_and(|c| {
            c.class.is(Class::VERB | Class::PRED) && !c.class.is(Class::NOMINAL | Class::LEVEL)
        });
        let own = own.filter(|_| after.is_none() || !sums || !verb_ends || tail.outer.end() == tail.at.end());
        // 以三村为重点的3500亩果园: so is what ends in 的.
        let ends_in_de = s.before(head.outer.start()).trim_end().ends_with('的');
        let own = own.filter(|_| after.is_none() || !ends_in_de || before.change.is_some());
        // 河东镇1.6万吨仓储设施: the place is not what is measured.
        let place = |r: &Range<usize>| Set::Place.ends(s.slice(r.clone()));
        let own = own.filter(|r| head.kind != Kind::Measure || after.is_none() || !place(r));
        let bounded = tail.outer != tail.at;
        // 给予举报人5000元奖励: to whom it is given is not what it is.
        let paid = head.kind == Kind::Money
            && before.change.is_none()
            && !before.level
            && after.as_ref().is_some_and(|r| Set::Payment.has(s.slice(r.clone()).trim()))
            && own.as_ref().is_some_and(|r| {
                s.cue_ending(r.start).is_some_and(|c| c.class.is(Class::VERB | Class::PRED))
            });
        // 编印简报108期报送领导: a verb that is never a noun begins what is done with them.
        let handed = s
            .cue_starting(tail.outer.end())
            .is_some_and(|c| c.class.is(Class::VERB) && !c.class.is(Class::NOMINAL | Class::PRED))
            && own.is_some();
        let after_wins = match head.kind {
            Kind::Count if handed => false,
            Kind::Count => {
                after.is_some()
                    && before.change.is_none()
                    && !(verbal && (own.is_some() || before.verb) && !event)
            }
            Kind::Duration => false,
            _ if paid => true,
            _ => {
                after.is_some()
                    && (de && before.change.is_none() && (own.is_none() || !bounded)
                        || own.is_none() && !verbal && before.change.is_none() && !before.share)
            }
        };
        let far = before.noun.clone();
        // 在x个工作日内办结: what is to be done within it.
        if head.kind == Kind::Duration
            && head.outer.end() > head.at.end()
            && before.change.is_none()
            && !before.level
        {
            // 48小时内办结: only a verb; its subject says more.
            let action = action::action(s, head, true);
            let bare = action.as_ref().is_some_and(|a| {
                s.cue_starting(a.start).is_some_and(|c| c.class.is(Class::VERB) && c.end >= a.end)
            });
            // 接诉后24小时内答复: since when is no name.
            let own = own.filter(|r| !s.slice(r.clone()).ends_with(['后', '起']));
            let one = if bare { own.or(action) } else { action.or(own) };
            return Reading {
                indicators: vec![one; group.len()],
                before,
                rule: "within",
                sure: 0.9,
                ..Reading::default()
            };
        }
        // 每半个月通报一次进度: a verb that is no mere holding (召开, 组织) names the event.
        let named = s.cue_ending(head.outer.start()).filter(|c| {
            event
                && c.class.is(Class::VERB)
                && !c.class.is(Class::PRED | Class::LEVEL)
                && c.start >= floor
                && head.per.is_none()
        });
        let named = named
            .filter(|c| s.slice(s.clause_start(c.start)..c.start).contains('每'))
            .map(|c| c.start..c.end);
        let (one, rule, sure) = if let Some(verb) = named.filter(|_| after.is_some()) {
            (Some(verb), "verb-before-figure", 0.93)
        } else if after_wins && group.len() == 1 {
            (after, if de { "figure-of" } else { "figure-before-noun" }, 0.97)
        } else if let Some(noun) = own {
            let rule = if before.change.is_some() {
                "growth"
            } else if before.level {
                "level"
            } else {
                "noun-before-figure"
            };
            (Some(noun), rule, 0.97)
        } else if before.share || before.change.is_some() || before.level {
            let from_last = inherited().or(far);
            (from_last, if before.share { "share" } else { "figure-goes-on" }, 0.93)
        } else if let Some(sum) = own_after
            .last()
            .cloned()
            .flatten()
            .filter(|r| group.len() > 1 && Set::Payment.ends(s.slice(r.clone()).trim()))
        {
            // 分别给予10万元、30万元一次性奖励
            (Some(sum), "figure-before-noun", 0.93)
        } else if before.verb {
            (before.noun.clone().filter(|_| head.kind != Kind::Duration), "verb-before-figure", 0.9)
        } else if let Some(noun) = after {
            (Some(noun), "figure-before-noun", 0.93)
        } else {
            (far.or_else(inherited), "figure-goes-on", 0.85)
        };
        let mut indicators = vec![one.clone(); group.len()];
        let mut rule = rule;
        if group.len() > 1 {
            let items = one.map(|r| behind::items(s, r)).unwrap_or_default();
            if items.len() == group.len() {
                indicators = items.into_iter().map(Some).collect();
                rule = "respective-list";
            } else if !before.respectively && own_after.iter().all(Option::is_some) {
                indicators = own_after;
            } else if before.respectively {
                rule = "respective-list";
            }
        }
        Reading {
            change: before.change,
            before,
            indicators,
            role: None,
            edtf: None,
            since: None,
            base: None,
            rule,
            sure,
        }
    }

    /// 由A提高到B: A is the reference, and the indicator stands before 由.
    pub(super) fn read_from_to(
        &self,
        s: &Sentence<'_>,
        figures: &[usize],
        group: Range<usize>,
        mentions: &[when::Mention],
        reading: &mut Reading,
        inherited: Option<Range<usize>>,
    ) {
        let (at, e) = (group.start, &s.exprs[figures[group.start]]);
        let Some(&n) = figures.get(group.end) else {
            return self.base(s, e, mentions, reading, inherited);
        };
        let from = s.clause_start(e.outer.start());
        let Some(cue) = s.last(&(from..e.outer.start()), Class::FROM) else {
            return self.base(s, e, mentions, reading, inherited);
        };
        let next = &s.exprs[n];
        if e.kind != next.kind || !to_level(s, &s.exprs[figures[group.end - 1]], next) {
            return self.base(s, e, mentions, reading, inherited);
        }
        let subject = indicator::before(s, from_floor(s, figures, at), cue.start, Sort::Rate);
        reading.indicators = vec![
            subject.noun.or_else(|| reading.indicators.first().cloned().flatten());
            reading.indicators.len()
        ];
        reading.role = Some(Role::Reference);
        reading.change = None;
        reading.rule = "from-to";
        reading.sure = 0.97;
        reading.edtf = beside(mentions, cue.start..e.outer.start());
        reading.since = Some(cue.start);
        reading.base = Some(cue.start..e.outer.start());
    }

    /// 比1980年的A增加B: A is the reference.
    fn base(
        &self,
        s: &Sentence<'_>,
        e: &Expr,
        mentions: &[when::Mention],
        reading: &mut Reading,
        inherited: Option<Range<usize>>,
    ) {
        let from = s.clause_start(e.outer.start());
        // 占年度任务44亿元的101%: the whole that the share is told of.
        let whole = s.ratio_of(e.outer.end());
        let told = s.slice(from..e.outer.start()).trim_start();
        if whole && e.kind != Kind::Ratio && (told.starts_with('占') || told.starts_with("完成")) {
            reading.role = Some(Role::Reference);
            reading.change = None;
            reading.rule = "base-of-comparison";
            return;
        }
        // 与1995年的450万吨持平
        let clause = s.slice(from..e.outer.start());
        if s.after(e.outer.end()).starts_with("持平") && clause.trim_start().starts_with(['与', '同', '和'])
        {
            reading.indicators = vec![inherited; reading.indicators.len()];
            reading.role = Some(Role::Reference);
            reading.change = None;
            reading.rule = "base-of-comparison";
            reading.edtf = beside(mentions, from..e.outer.start());
            reading.base = Some(from..e.outer.start());
            return;
        }
        // 比去年同期的600起减少100起: the word of comparison holds its year.
        let than = |c: &Cue| {
            c.class.is(Class::THAN)
                || c.class.is(Class::BASE)
                    && s.slice(c.start..c.end).starts_with(['比', '较'])
                    && s.slice(c.end..e.outer.start()).starts_with('的')
        };
        let Some(cue) = s.cues_in(&(from..e.outer.start())).iter().rev().find(|c| than(c)).copied() else {
            return;
        };
        let grows = s.cue_starting(e.outer.end()).is_some_and(|c| c.class.is(Class::UP | Class::DOWN));
        if grows {
            if reading.before.noun.as_ref().is_none_or(|n| n.start >= cue.start || n.end > cue.start) {
                let subject = indicator::before(s, s.at.start, cue.start, Sort::Rate);
                if let Some(noun) = subject.noun.filter(|_| subject.hops == 0).or(inherited) {
                    reading.indicators = vec![Some(noun); reading.indicators.len()];
                }
            }
            reading.role = Some(Role::Reference);
            reading.change = None;
            reading.rule = "base-of-comparison";
            reading.edtf = beside(mentions, cue.start..e.outer.start());
            reading.since = Some(cue.start);
            reading.base = Some(cue.start..e.outer.start());
        }
    }
}

/// 分别回落2.16和1.66个百分点: a bare number of a list told 分别 has the unit of the next.
pub(super) fn share_units(s: &mut Sentence<'_>) {
    for i in (1..s.exprs.len()).rev() {
        let (a, b) = (&s.exprs[i - 1], &s.exprs[i]);
        let bare = a.kind == Kind::Count && a.unit.is_none() && !a.fixed && !a.masked && a.outer == a.at;
        if !bare || b.fixed || b.unit.is_none() || b.kind.is_calendar() || b.writing != a.writing {
            continue;
        }
        let between = s.slice(a.outer.end()..b.outer.start().max(a.outer.end())).trim();
        // 2.1和3万吨: whether 万 is of both, nothing tells.
        let plain = !s.slice(b.at.range()).contains(['万', '亿']);
        let told = || {
            let from = s.clause_start(a.at.start());
            s.has(&(from..a.at.start()), Class::RESPECTIVELY)
        };
        if !plain || !matches!(between, "、" | "和" | "与" | "及") || !told() {
            continue;
        }
        let (kind, unit, unit_at) = (b.kind, b.unit.clone(), b.unit_at);
        let a = &mut s.exprs[i - 1];
        (a.kind, a.unit, a.unit_at) = (kind, unit, unit_at);
    }
}

/// 生产总值突破300亿: a bare number in 万 or 亿 behind the name of a sum is in 元.
pub(super) fn money_units(s: &mut Sentence<'_>) {
    for i in 0..s.exprs.len() {
        let e = &s.exprs[i];
        let bare = e.kind == Kind::Count && e.unit.is_none() && !e.fixed;
        if bare && Sign::Large.ends(s.slice(e.number.range())) && ends_there(s, e) && behind_sum(s, e) {
            let e = &mut s.exprs[i];
            (e.kind, e.unit, e.unit_at) = (Kind::Money, Some("元".into()), Span::empty(e.at.end()));
        }
    }
}

/// Whether nothing that is counted stands behind a figure: a mark, or the step that it is (迈上300亿台阶).
fn ends_there(s: &Sentence<'_>, e: &Expr) -> bool {
    let after = s.after(e.outer.end());
    let near = after.char_indices().nth(BETWEEN).map_or(after, |(i, _)| &after[..i]);
    let clause = near.split(['，', ',', '。', '；', ';']).next().unwrap_or_default();
    !clause.starts_with(char::is_alphanumeric) || Set::Step.stands_in(clause)
}

/// Whether the name of a sum stands in the clause before a figure, and little between them.
fn behind_sum(s: &Sentence<'_>, e: &Expr) -> bool {
    let start = e.outer.start();
    let head = s.slice(s.clause_start(start).min(start)..start);
    let name = Set::Sum.words().iter().filter_map(|w| Some(head.rfind(w)? + w.len())).max();
    name.is_some_and(|end| !has_chars(&head[end..], BETWEEN) && !Set::Total.stands_in(&head[end..]))
}

/// The end of the group of values that begins at `at`: values of one kind and unit with only 、 or 和 between.
pub(super) fn group_end(s: &Sentence<'_>, figures: &[usize], at: usize) -> usize {
    let mut end = at + 1;
    let head = &s.exprs[figures[at]];
    let respectively = s.has(&(s.clause_start(head.outer.start())..head.outer.start()), Class::RESPECTIVELY);
    let mut joined = false;
    while end < figures.len() {
        let (a, b) = (&s.exprs[figures[end - 1]], &s.exprs[figures[end]]);
        let between = s.slice(a.outer.end()..b.outer.start().max(a.outer.end())).trim();
        let alike = a.kind == b.kind && a.unit == b.unit;
        let goes_on = match between {
            // 增至5万家，11家企业…: a comma parts clauses, but in a list told 分别 that has no other mark.
            "，" | "," => respectively && (alike || !joined),
            "、" | "和" | "及" | "与" | "以及" | "和约" | "" => respectively || alike,
            _ => false,
        };
        if !goes_on {
            break;
        }
        joined |= !matches!(between, "，" | ",");
        end += 1;
    }
    end
}

/// Whether words that make a level stand between two figures.
pub(super) fn to_level(s: &Sentence<'_>, a: &Expr, b: &Expr) -> bool {
    let between = a.outer.end()..b.outer.start().max(a.outer.end());
    between.len() < 90 && s.has(&between, Class::TO)
}

/// The time that stands in the range.
pub(super) fn beside(mentions: &[when::Mention], range: Range<usize>) -> Option<String> {
    let to = mentions.partition_point(|m| m.at.end <= range.end);
    mentions[..to].last().filter(|m| range.start <= m.at.start).map(|m| m.edtf.clone())
}

/// Where the figure before the one at `at` ends.
fn from_floor(s: &Sentence<'_>, figures: &[usize], at: usize) -> usize {
    at.checked_sub(1).map_or(s.at.start, |k| s.exprs[figures[k]].outer.end())
}
