//! Dates of the passage: resolving them, telling deadlines from dates, and giving figures the time they speak of.

use super::Role;
use super::cues::{Class, automaton};
use super::passage::{Passage, UNKNOWN, Year, number, year_of};
use super::reject::year_alone;
use super::sentence::{Sentence, Stop};
use crate::calendar::Edtf;
use crate::error::Error;
use crate::metrics::expr::{Expr, Kind};
use crate::tables::Table;
use aho_corasick::{AhoCorasick, Input};
use std::ops::Range;

/// Relative words and frequencies.
#[derive(Debug)]
pub(super) struct Times {
    relative: AhoCorasick,
    offsets: Vec<i16>,
    frequency: AhoCorasick,
    periods: Vec<String>,
    events: AhoCorasick,
}

/// A time that figures after it speak of.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) at: Range<usize>,
    pub(super) edtf: String,
}

/// A frequency: 每季度, with its ISO 8601 duration.
#[derive(Clone, Debug)]
pub(super) struct Frequency {
    pub(super) at: Range<usize>,
    pub(super) period: String,
}

impl Times {
    pub(super) fn new() -> Result<Self, Error> {
        let table = Table::parse(
            "relative.tsv",
            include_str!("../../../data/metrics/relative.tsv"),
            &["surface", "years"],
        )?;
        table.unique("surface")?;
        let (mut surfaces, mut offsets) = (Vec::new(), Vec::new());
        for row in table.rows() {
            surfaces.push(row.need("surface")?);
            let years = row.need("years")?;
            offsets.push(years.parse().map_err(|_| row.error(format!("{years:?} is no number of years")))?);
        }
        let table = Table::parse(
            "frequency.tsv",
            include_str!("../../../data/metrics/frequency.tsv"),
            &["surface", "period"],
        )?;
        table.unique("surface")?;
        let (mut words, mut periods) = (Vec::new(), Vec::new());
        for row in table.rows() {
            words.push(row.need("surface")?);
            periods.push(row.need("period")?.to_owned());
        }
        let events =
            Table::parse("events.tsv", include_str!("../../../data/metrics/events.tsv"), &["surface"])?;
        events.unique("surface")?;
        let events: Vec<&str> = events.rows().map(|r| r.need("surface")).collect::<Result<_, _>>()?;
        Ok(Self {
            relative: automaton("relative.tsv", &surfaces)?,
            offsets,
            frequency: automaton("frequency.tsv", &words)?,
            periods,
            events: automaton("events.tsv", &events)?,
        })
    }

    /// The frequencies of a sentence.
    pub(super) fn frequencies(&self, s: &Sentence<'_>) -> Vec<Frequency> {
        self.frequency
            .find_iter(Input::new(s.text).range(s.at.clone()))
            .map(|m| Frequency { at: m.range(), period: self.periods[m.pattern().as_usize()].clone() })
            .collect()
    }

    /// Whether the text names something that is held.
    pub(super) fn event(&self, text: &str) -> bool {
        self.events.is_match(text)
    }

    /// Relative years (今年, 去年) of a sentence.
    fn relatives(&self, s: &Sentence<'_>) -> Vec<(Range<usize>, i16)> {
        self.relative
            .find_iter(Input::new(s.text).range(s.at.clone()))
            .map(|m| (m.range(), self.offsets[m.pattern().as_usize()]))
            .collect()
    }

    /// Resolves the calendar expressions of a sentence. Gives the date of each expression (none where it is no
    /// calendar expression) and every mention of a time, sorted.
    pub(super) fn resolve(
        &self,
        s: &Sentence<'_>,
        passage: &Passage,
        rejected: &[bool],
    ) -> (Vec<Option<String>>, Vec<Mention>) {
        let relatives = self.relatives(s);
        let mut mentions = Vec::new();
        let mut dates = vec![None; s.exprs.len()];
        let mut year = passage.year;
        let mut next = 0;
        for (i, e) in s.exprs.iter().enumerate() {
            while let Some((at, offset)) = relatives.get(next).filter(|r| r.0.start < e.at.start()) {
                let base = shift(passage.year, *offset);
                year = base;
                if s.title(at.start).is_none() && !compared(s, at) {
                    mentions.push(Mention { at: at.clone(), edtf: text_of(base) });
                }
                next += 1;
            }
            if !e.kind.is_calendar() {
                continue;
            }
            let Some(edtf) = &e.edtf else { continue };
            let edtf = edtf.as_str();
            let own = year_of(edtf).filter(|y| *y != UNKNOWN);
            let adjacent = relatives.iter().find(|r| r.0.end == e.at.start() || r.0.end == e.outer.start());
            let resolved = match (own, adjacent) {
                (Some(_), None) => edtf.to_owned(),
                (_, Some((_, offset))) => with_year(edtf, shift(passage.year, *offset)),
                (None, None) => with_year(edtf, year),
            };
            if own.is_some() && !rejected[i] && !edtf.contains('/') {
                year = own.unwrap_or(year);
            }
            if s.title(e.at.start()).is_none() && !(rejected[i] && !year_alone(e)) {
                mentions.push(Mention { at: e.at.range(), edtf: resolved.clone() });
            }
            dates[i] = Some(resolved);
        }
        for (at, offset) in relatives.get(next..).unwrap_or_default() {
            if s.title(at.start).is_none() && !compared(s, at) {
                mentions.push(Mention { at: at.clone(), edtf: text_of(shift(passage.year, *offset)) });
            }
        }
        mentions.sort_by_key(|m| m.at.start);
        (dates, mentions)
    }
}

/// After 比, 较: only the base of a comparison.
fn compared(s: &Sentence<'_>, at: &Range<usize>) -> bool {
    let before = s.before(at.start);
    before.ends_with('比') || before.ends_with('较')
}

fn text_of(year: Year) -> String {
    year.iter().map(|b| char::from(*b)).collect()
}

/// A year moved by some years; what is hidden stays hidden.
fn shift(year: Year, by: i16) -> Year {
    if by == 0 {
        return year;
    }
    number(year)
        .and_then(|y| y.checked_add_signed(by))
        .and_then(|y| format!("{y:04}").into_bytes().try_into().ok())
        .unwrap_or(UNKNOWN)
}

/// Puts the year where `XXXX` stands, in both ends of an interval.
fn with_year(edtf: &str, year: Year) -> String {
    let year = text_of(year);
    let parts: Vec<String> = edtf
        .split('/')
        .map(|p| match p.strip_prefix("XXXX") {
            Some(rest) => format!("{year}{rest}"),
            None => p.to_owned(),
        })
        .collect();
    parts.join("/")
}

/// The time of the figure at `at`: the nearest mention before it in the sentence.
pub(super) fn time_of(s: &Sentence<'_>, mentions: &[Mention], at: usize) -> Option<Edtf> {
    let i = mentions.partition_point(|m| m.at.end <= at);
    let m = mentions[..i].last()?;
    // A time in brackets or in a quotation speaks only there.
    let inside = |here: Option<Range<usize>>| here.is_none_or(|b| b.start <= at && at < b.end);
    (inside(s.bracket(m.at.start)) && inside(s.quote(m.at.start))
        || s.quote(m.at.start).is_some_and(|q| q.end - q.start < 30))
    .then(|| Edtf::from_text(m.edtf.clone()))
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
    let before = s.before(e.at.start()).trim_end();
    let after = s.after(e.at.end()).trim_start();
    let grain = grain(date);
    let before_by = e.kind == Kind::Deadline
        || ["前", "之前", "以前", "底前", "末前", "”前", "’前"].iter().any(|w| after.starts_with(w))
            && !after.starts_with("前往")
            && !after.starts_with("前后");
    let up_to = ["到", "至", "力争到", "最迟", "截至", "截止", "截止到"].iter().any(|w| before.ends_with(w))
        && !before.ends_with("达到");
    if before.ends_with("截至") || before.ends_with("截止") || before.ends_with("截止到") {
        // 截至6月底，已…: the time that the figures speak of.
        return before_by.then_some(Reported::Deadline);
    }
    if before_by {
        return Some(Reported::Deadline);
    }
    let bounds = bounds_figure(s, i, figures);
    match grain {
        Grain::Years => None,
        Grain::Year => {
            if up_to && (role == Role::Target || !bounds) {
                return Some(Reported::Deadline);
            }
            if bounds
                || date.contains('X') && !date.starts_with("20")
                || date.as_bytes() == passage.article_year
                || date.as_bytes() == passage.year
            {
                return None;
            }
            let schedules = before.ends_with('于') || before.ends_with("计划") || before.ends_with("拟于");
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
            (schedules || !bounds).then_some(Reported::Date)
        }
        Grain::Months if date.get(5..7) == Some("01") && bounds => None,
        Grain::Month if e_is_end_of_year(s, e) && up_to => Some(Reported::Deadline),
        _ => Some(if up_to && role == Role::Target { Reported::Deadline } else { Reported::Date }),
    }
}

fn e_is_end_of_year(s: &Sentence<'_>, e: &Expr) -> bool {
    s.slice(e.at.range()).contains(['底', '末'])
}

/// Whether a figure that the time bounds follows before the next time.
fn bounds_figure(s: &Sentence<'_>, i: usize, figures: &[usize]) -> bool {
    let e = &s.exprs[i];
    let Some(next) = figures.iter().copied().find(|f| *f > i) else { return false };
    let between = e.at.end()..s.exprs[next].at.start();
    // 比1980年增加, 由1980年的…: a base, not a bound; the figure is near in any case.
    let later = s.exprs[i + 1..next].iter().any(|x| x.kind.is_calendar() && !year_alone(x));
    let full =
        s.marks_after(between.start).take_while(|m| m.end <= between.end).any(|m| m.stop == Stop::Full);
    !later && !full
}

/// What is done at the time: the object of the action, up to the clause's end.
pub(super) fn action(s: &Sentence<'_>, e: &Expr) -> Option<Range<usize>> {
    let mut at = e.outer.end().max(e.at.end());
    for w in ["底前", "之前", "以前", "前", "底", "间", "起", "期间", "以后", "后", "内", "”前", "’前", "”"]
    {
        if s.after(at).trim_start().starts_with(w) {
            at = s.text.len() - s.text[at..].trim_start().len() + w.len();
            break;
        }
    }
    let mut hops = 0;
    loop {
        let end = s.clause_end(at);
        let range = super::indicator::trim_left(
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
        if s.slice(range.clone()).chars().take(2).count() == 2 {
            return Some(range);
        }
        let whole =
            super::indicator::trim_left(s, at..end, Class::ADV | Class::LEAD | Class::PLAN | Class::EACH);
        if s.slice(whole.clone()).chars().take(2).count() == 2 {
            return Some(whole);
        }
        hops += 1;
        if hops > 1 || end >= s.at.end {
            return None;
        }
        at = s.marks_after(end).next().map_or(s.at.end, |m| m.end);
    }
}

/// The object of the last verb of a chain (组织委员就…进行走访), else the phrase after its last 的.
fn after_object(s: &Sentence<'_>, range: Range<usize>) -> Range<usize> {
    let mut range = range;
    for cue in s.cues_in(&range.clone()) {
        if cue.class.is(Class::PRED) && cue.start > range.start {
            let rest =
                super::indicator::trim_left(s, cue.end..range.end, Class::ADV | Class::DONE | Class::VERB);
            if s.slice(rest.clone()).chars().take(2).count() == 2 {
                range = rest;
            }
        }
    }
    let text = s.slice(range.clone());
    match text.rfind('的') {
        Some(i) if text[i + 3..].chars().take(2).count() == 2 => range.start + i + 3..range.end,
        _ => range,
    }
}
