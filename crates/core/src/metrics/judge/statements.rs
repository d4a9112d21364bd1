//! Words in place of a number: 居民收入增长与经济增长同步, 单位能耗完成国家下达任务.
//!
//! A sentence that names a common indicator is cut into clauses; a clause that ends in one of the patterns of
//! `panel/qualitative.tsv` sets no number for the indicators that stand before the pattern, or inside it. Where a
//! clause states a figure, the figure is the metric and nothing is said here. Linear: the patterns are regular
//! expressions without backtracking, tried only on clauses that name an indicator.

use super::Role;
use super::behind;
use super::cues::Class;
use super::edges::trim_left;
use super::figure::Judge;
use super::identify::Own;
use super::passage::Passage;
use super::role;
use super::sentence::{Sentence, Stop};
use super::when;
use crate::calendar::Edtf;
use crate::error::Error;
use crate::metrics::indicators::{Concept, Indicators};
use crate::tables::{LazyRegex, Table};
use std::ops::Range;

/// A statement in offsets of the normal form.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) at: Range<usize>,
    pub(super) role: Role,
    pub(super) id: &'static str,
    pub(super) scope: Option<&'static str>,
    pub(super) indicator: Range<usize>,
    pub(super) time: Option<Edtf>,
    pub(super) pattern: &'static str,
}

#[derive(Debug)]
struct Pattern {
    id: &'static str,
    regex: LazyRegex,
    only: Option<Role>,
}

/// The table of patterns.
#[derive(Debug)]
pub(super) struct Statements {
    patterns: Vec<Pattern>,
}

const FILE: &str = "panel/qualitative.tsv";
const COLUMNS: [&str; 6] = ["id", "pattern", "role", "sense", "yes", "no"];

pub(super) fn table() -> Result<Table<'static>, Error> {
    Table::parse(FILE, include_str!("../../../data/metrics/panel/qualitative.tsv"), &COLUMNS)
}

impl Statements {
    pub(super) fn new() -> Result<Self, Error> {
        let table = table()?;
        table.unique("id")?;
        let mut patterns = Vec::new();
        for row in table.rows() {
            let regex = format!("(?:{})(?:、[^，；。：]*)?$", row.need("pattern")?);
            let regex = LazyRegex::new(regex, |e| row.error(e))?;
            let only = match row.need("role")? {
                "any" => None,
                "target" => Some(Role::Target),
                "actual" => Some(Role::Actual),
                other => return Err(row.error(format!("no role {other:?}"))),
            };
            patterns.push(Pattern { id: row.need("id")?, regex, only });
        }
        Ok(Self { patterns })
    }

    /// What the sentence says of indicators without a number.
    pub(super) fn find(
        &self,
        s: &Sentence<'_>,
        passage: &Passage,
        judge: &Judge<'_>,
        indicators: &Indicators,
        own: Own<'_>,
    ) -> Vec<Said> {
        let mut found = Vec::new();
        let mut mentions = None;
        for clause in clauses(s) {
            let text = s.slice(clause.clone());
            if !indicators.names_one(text) {
                continue;
            }
            for p in &self.patterns {
                let Some(m) = p.regex.get().captures(text) else { continue };
                let Some(whole) = m.get(0) else { continue };
                let at = clause.start + whole.start()..clause.start + whole.end();
                let subject = match m.name("of") {
                    Some(of) => clause.start + of.start()..clause.start + of.end(),
                    None => clause.start..at.start,
                };
                let named = concepts(s, indicators, subject, own);
                if named.is_empty() {
                    continue;
                }
                // A figure of the clause is the metric; a date or a plan's number is none.
                let figure = s.exprs.iter().any(|e| {
                    !e.fixed
                        && !e.kind.is_calendar()
                        && clause.start <= e.at.start()
                        && e.at.end() <= clause.end
                });
                if figure && p.id != "record" {
                    break;
                }
                let told = role::role(s, at.clone(), passage, None).role;
                if p.only.is_some_and(|only| only != told) || told == Role::Reference {
                    continue;
                }
                let mentions = mentions.get_or_insert_with(|| {
                    let rejected = vec![false; s.exprs.len()];
                    judge.times.resolve(s, passage, &rejected).1
                });
                let time = when::time_of(s, mentions, at.start);
                for (concept, indicator) in named {
                    let Some(id) = indicators.key_of_words(&concept) else { continue };
                    let scope = indicators.scope(&concept, 0, 1);
                    let (at, time) = (at.clone(), time.clone());
                    found.push(Said { at, role: told, id, scope, indicator, time, pattern: p.id });
                }
                break;
            }
        }
        found
    }
}

/// The clauses of a sentence: between commas and their like; brackets are passed over.
fn clauses(s: &Sentence<'_>) -> Vec<Range<usize>> {
    let (mut clauses, mut start, mut depth) = (Vec::new(), s.body, 0_u32);
    for m in s.marks_after(s.body) {
        match m.stop {
            Stop::Open => depth += 1,
            Stop::Close => depth = depth.saturating_sub(1),
            Stop::Comma | Stop::Full | Stop::Colon if depth == 0 => {
                clauses.push(start..m.start);
                start = m.end;
            }
            _ => {}
        }
    }
    clauses.push(start.min(s.at.end)..s.at.end);
    clauses
}

/// The indicators that a subject names: as a whole, or one by one.
fn concepts(
    s: &Sentence<'_>,
    indicators: &Indicators,
    subject: Range<usize>,
    own: Own<'_>,
) -> Vec<(Concept, Range<usize>)> {
    let one = |range: Range<usize>| {
        let lead = Class::ADV | Class::LEAD | Class::VERB | Class::PLAN | Class::DONE | Class::WEAK;
        let foreign = |r: &Range<usize>| !own.national && indicators.foreign(s.before(r.start));
        let trimmed = trim_left(s, range.clone(), lead);
        [trimmed, range].into_iter().find_map(|r| {
            let text = s.slice(r.clone());
            let inner = text.trim();
            let start = r.start + (text.len() - text.trim_start().len());
            let r = start..start + inner.len();
            indicators.find(inner, own.region).filter(|_| !foreign(&r)).map(|found| (found, r))
        })
    };
    if let Some(found) = one(subject.clone()) {
        return vec![found];
    }
    behind::items(s, subject).into_iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_reads_its_example_and_not_its_counterexample() {
        let statements = Statements::new().unwrap();
        for (row, pattern) in table().unwrap().rows().zip(&statements.patterns) {
            let (yes, no) = (row.need("yes").unwrap(), row.need("no").unwrap());
            let (open, close) = (yes.find('【').unwrap(), yes.find('】').unwrap());
            let plain = yes.replace(['【', '】'], "");
            let found = pattern.regex.get().find(&plain).unwrap_or_else(|| panic!("{yes}"));
            assert_eq!((found.start(), found.len()), (open, close - open - '【'.len_utf8()), "{yes}");
            assert!(!pattern.regex.get().is_match(no), "{} reads {no}", pattern.id);
        }
    }
}
