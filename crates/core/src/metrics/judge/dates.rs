//! Records of calendar expressions, and of frequencies without a counted occurrence.

use super::Role;
use super::cues::Class;
use super::figure::{Draft, Judge, Text};
use super::passage::Passage;
use super::schedule::{self, Reported};
use super::sentence::Sentence;
use super::sets::Set;
use super::when::Frequency;
use super::{action, aside, edges, role};
use crate::calendar::Edtf;
use crate::metrics::expr::Kind;
use crate::number::Decimal;
use std::collections::HashMap;

/// Where the time of the day behind a frequency ends: 每周一上午, 每天8时前, 每周五前.
fn behind_clock(s: &Sentence<'_>, at: usize) -> usize {
    let rest = s.after(at);
    let mut left = rest.trim_start();
    let mut strip = |words: &[&str]| {
        let word = words.iter().find(|w| left.starts_with(**w));
        if let Some(w) = word {
            left = &left[w.len()..];
        }
        word.is_some()
    };
    strip(Set::DayPart.words());
    let from = left;
    let digits = left.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':' || c == '：');
    if digits.len() < from.len() {
        left = digits;
        let mut strip = |words: &[&str]| {
            if let Some(w) = words.iter().find(|w| left.starts_with(**w)) {
                left = &left[w.len()..];
            }
        };
        strip(&["时", "点"]);
        strip(&["整", "半", "30分"]);
    }
    for w in ["之前", "以前", "前", "起"] {
        if let Some(l) = left.strip_prefix(w) {
            left = l;
            break;
        }
    }
    at + rest.len() - left.len()
}

impl Judge<'_> {
    /// Frequencies without a counted occurrence: 每两月常委会学习.
    pub(super) fn frequency_words(
        &self,
        s: &Sentence<'_>,
        passage: &Passage,
        frequencies: &[Frequency],
        figures: &[usize],
        before: Option<Role>,
        drafts: &mut Vec<Draft>,
    ) {
        let figured: Vec<(usize, Option<String>)> =
            drafts.iter().map(|d| (d.at.start, d.per.clone())).collect();
        for (k, f) in frequencies.iter().enumerate() {
            let word = s.slice(f.at.clone());
            if !word.starts_with('每') || s.title(f.at.start).is_some() {
                continue;
            }
            // One may stand inside another: 每周一 and 每周.
            let mut behind = frequencies[k + 1..].iter().map(|n| n.at.start);
            let next = behind.find(|start| *start >= f.at.end).unwrap_or(s.at.end);
            let end = s.marks_after(f.at.end).next().map_or(s.at.end, |m| m.start).min(next);
            let clause_end = s.clause_end(f.at.end).min(next);
            let from = figures.partition_point(|&i| s.exprs[i].at.start() < f.at.start);
            let counted = figures[from..].iter().take(1).any(|&i| {
                let at = s.exprs[i].at.start();
                f.at.start <= at && at < clause_end
            });
            let first = s.exprs.partition_point(|e| e.at.start() < f.at.end);
            let dated = s.exprs[first..]
                .iter()
                .take_while(|e| e.at.start() < clause_end)
                .any(|e| e.kind.is_calendar());
            // A figure further on has taken the frequency.
            let first = figured.partition_point(|d| d.0 < f.at.end);
            let taken = figured[first..]
                .iter()
                .take_while(|d| d.0 - f.at.end < 120)
                .any(|d| d.1.as_deref() == Some(f.period.as_str()));
            let counted = counted || dated || taken;
            let rest = s.slice(f.at.end..end);
            if counted
                || rest.starts_with('的')
                || rest.starts_with('都')
                || !self.times.event(rest)
                || rest.chars().count() > 24
            {
                continue;
            }
            let noun = edges::trim(
                s,
                behind_clock(s, f.at.end).min(end)..end,
                Class::ADV | Class::LEAD | Class::PLAN | Class::WEAK | Class::PRED | Class::VERB,
                true,
            );
            let told = role::role(s, f.at.clone(), passage, before);
            drafts.push(Draft {
                at: f.at.clone(),
                kind: Kind::Count,
                role: told.role,
                min: Some(Decimal::ONE),
                max: Some(Decimal::ONE),
                approx: false,
                masked: false,
                unit: Some(Text::Name("次".to_owned())),
                per: Some(f.period.clone()),
                edtf: None,
                indicator: Some(noun).filter(|r| !r.is_empty()),
                change: None,
                rule: "frequency-words",
                confidence: told.sure * 0.85,
                id: None,
                scope: None,
                sums: false,
                of: None,
            });
        }
    }

    /// Deadlines and dates.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn calendar(
        &self,
        s: &Sentence<'_>,
        passage: &Passage,
        rejected: &[bool],
        dates: &[Option<String>],
        figures: &[usize],
        before: Option<Role>,
        drafts: &mut Vec<Draft>,
    ) {
        // Where each figure's record stands: looked up for every date.
        let mut drafted = HashMap::new();
        for (k, d) in drafts.iter().enumerate() {
            drafted.entry(d.at.start).or_insert(k);
        }
        for (i, e) in s.exprs.iter().enumerate() {
            let (false, true, Some(date)) = (rejected[i], e.kind.is_calendar(), &dates[i]) else { continue };
            // （2024年5月8日） under a title is the date of the document; （4月至5月） behind a heading schedules.
            let dateline = date.len() == 10
                && s.bracket(e.at.start()).is_some_and(|b| b.end - b.start <= e.outer.len() + 8);
            if passage.title || dateline {
                continue;
            }
            let mut told = role::role(s, e.outer.range(), passage, before);
            if told.role == Role::Actual && role::future(date, passage) {
                told = role::Told { role: Role::Target, sure: 0.9 };
            } else if told.role == Role::Target && e.kind != Kind::Deadline && role::past(date, passage) {
                told = role::Told { role: Role::Actual, sure: 0.9 };
            }
            // 预计在12月开工: what a text of the same year expects is still to come.
            let expects = || {
                let clause = s.slice(s.clause_start(e.at.start())..e.outer.start());
                Set::Expected
                    .words()
                    .iter()
                    .any(|w| clause.trim_end_matches(['在', '于', '到', '至']).ends_with(w))
            };
            if told.role == Role::Actual && !role::past(date, passage) && expects() {
                told = role::Told { role: Role::Target, sure: 0.9 };
            }
            let Some(how) = schedule::reported(s, i, date, passage, told.role, figures) else { continue };
            let kind = match how {
                Reported::Deadline => Kind::Deadline,
                Reported::Date => Kind::Date,
            };
            let per = e.per.clone();
            let indicator = action::action(s, e, false);
            // 6月底达到50%, 上半年开工率达70%: what the figure behind it measures.
            let figure = figures.get(figures.partition_point(|&f| f < i)).map(|&f| &s.exprs[f]);
            let mut clause = s.clause_end(e.at.end());
            if s.slice(e.outer.end()..clause.max(e.outer.end())).trim().is_empty() {
                // 3月份，培训…: the comma only parts the time.
                clause = s.marks_after(clause).next().map_or(clause, |m| s.clause_end(m.end));
            }
            let measured = figure.filter(|f| f.at.start() < clause).and_then(|f| {
                let draft = &drafts[*drafted.get(&f.at.start())?];
                let level = matches!(draft.rule, "level" | "growth" | "figure-goes-on");
                let noun = draft.indicator.clone()?;
                // A phrase that ends where the figure begins, or behind it, speaks of what the figure counts.
                let runs_on = indicator.as_ref().is_some_and(|r| {
                    let adjoins = r.end + '约'.len_utf8() >= f.outer.start();
                    r.start < f.outer.start() && adjoins && noun.start >= r.start
                });
                (indicator.is_none() || (level || runs_on) && noun.start >= e.at.end()).then_some(noun)
            });
            let indicator = aside::topic_before(s, e.at.start()).or(measured).or(indicator);
            drafts.push(Draft {
                at: e.at.range(),
                kind,
                role: told.role,
                min: None,
                max: None,
                approx: e.approx,
                masked: e.masked,
                unit: None,
                per,
                edtf: Some(Edtf::from_text(date.clone())),
                rule: if kind == Kind::Deadline { "deadline" } else { "date" },
                // A year like 0403 is what copying left of another.
                confidence: told.sure
                    * if indicator.is_some() { 0.93 } else { 0.8 }
                    * if date.starts_with('0') { 0.5 } else { 1.0 },
                indicator,
                change: None,
                id: None,
                scope: None,
                sums: false,
                of: None,
            });
        }
    }
}
