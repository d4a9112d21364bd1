//! The analyst's table: a row a region, year, indicator, role and page.
//!
//! A report states its main figures several times: in the summary, in the review, again with the work that serves
//! them. Mentions of one key that agree (equal, rounded, or a bound that the other keeps) become one row; mentions
//! that contradict each other stay side by side and say so. Words in place of a number (与经济增长同步) make a row
//! where no number is set. Which mention a row is taken from is told with the row. Linear in the page but for the
//! few mentions of one key.

use crate::calendar::Edtf;
use crate::document::{ArticleId, Document};
use crate::error::Error;
use crate::metrics::{Change, Extraction, Metric, Role, Statement, unit};
use crate::number::Decimal;
use crate::span::{Source, Span};
use crate::tables::Table;
use aho_corasick::AhoCorasick;
use std::collections::HashMap;

/// Why a row was taken from this mention and not from another that agrees with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Choice {
    /// It is the only one.
    Only,
    /// It stands in the sentence that sets the main targets.
    GoalSentence,
    /// It is a value where the others are bounds or approximate.
    Exact,
    /// It is told to more digits.
    Precise,
    /// It comes first.
    First,
}

impl Choice {
    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Only => "only",
            Self::GoalSentence => "goal_sentence",
            Self::Exact => "exact",
            Self::Precise => "precise",
            Self::First => "first",
        }
    }
}

/// One row; the fields are those of the contract.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the names of the contract
pub struct PanelRow {
    pub article: Option<ArticleId>,
    pub region: Option<String>,
    pub region_code: Option<String>,
    /// The year, the years of a plan, or the part of a year that the figure is of.
    pub year: Edtf,
    pub indicator_id: &'static str,
    /// Of whom it is told: 全体, 城镇, 农村.
    pub scope: Option<&'static str>,
    pub indicator: Option<String>,
    pub role: Role,
    pub min: Option<Decimal>,
    pub max: Option<Decimal>,
    pub approx: bool,
    pub change: Option<Change>,
    pub masked: bool,
    pub unit: Option<String>,
    /// Whether words stand there in place of a number.
    pub worded: bool,
    pub at: Span<Source>,
    /// How many mentions agree on it, itself among them.
    pub mentions: usize,
    /// Whether another row of the same key says otherwise.
    pub conflict: bool,
    /// Why it was taken from here.
    pub choice: Choice,
}

/// Rows of one key that contradict each other; what comes after so many is only counted.
const CONFLICTS: usize = 8;

/// Makes panels. Immutable and shareable.
#[derive(Debug)]
pub struct Panel {
    goals: AhoCorasick,
}

impl Panel {
    /// Loads the table of words.
    ///
    /// # Errors
    /// When it is not well formed.
    pub fn new() -> Result<Self, Error> {
        let text = include_str!("../data/metrics/panel/goals.tsv");
        let table = Table::parse("panel/goals.tsv", text, &["word"])?;
        let words = table.rows().map(|r| r.need("word")).collect::<Result<Vec<_>, _>>()?;
        let goals = AhoCorasick::new(words).map_err(|e| Error::table("panel/goals.tsv", e.to_string()))?;
        Ok(Self { goals })
    }

    /// The rows of a page, sorted by start.
    #[must_use]
    pub fn rows(&self, doc: &Document, found: &Extraction) -> Vec<PanelRow> {
        let source = doc.source();
        let goal = |at: Span<Source>| self.goals.is_match(source.slice(at));
        let mut keys: HashMap<Key, Vec<Draft>> = HashMap::new();
        for m in found.metrics.iter().filter(|m| !m.kind.is_calendar()) {
            let (Some(id), Some(year)) = (m.indicator_id, period(m)) else { continue };
            let row = figure(doc, m, id, year);
            let rank = Rank {
                goal: m.role == Role::Target && goal(m.sentence),
                exact: row.min.is_some() && row.min == row.max && !row.approx,
                digits: significant(&row),
                earlier: std::cmp::Reverse(m.at.start()),
            };
            keys.entry(Key::of(&row)).or_default().push(Draft { row, rank });
        }
        let mut rows = Vec::new();
        let mut worded: HashMap<Key, (PanelRow, bool)> = HashMap::new();
        for s in &found.statements {
            let row = words(doc, s);
            let key = Key::of(&row);
            if keys.contains_key(&key) {
                continue;
            }
            let set = s.role == Role::Target && goal(s.sentence);
            match worded.get_mut(&key) {
                Some((first, first_set)) => {
                    first.mentions += 1;
                    if set && !*first_set {
                        *first = PanelRow { mentions: first.mentions, ..row };
                    }
                    first.choice = match first.choice {
                        _ if set != *first_set => Choice::GoalSentence,
                        Choice::Only => Choice::First,
                        chosen => chosen,
                    };
                    *first_set |= set;
                }
                None => {
                    worded.insert(key, (row, set));
                }
            }
        }
        rows.extend(worded.into_values().map(|(row, _)| row));
        for (_, drafts) in keys {
            rows.extend(settle(drafts));
        }
        rows.sort_by(|a, b| {
            let key = |r: &PanelRow| (r.at.start(), r.at.end(), r.indicator_id, r.scope);
            key(a).cmp(&key(b))
        });
        rows
    }
}

fn figure(doc: &Document, m: &Metric, id: &'static str, year: Edtf) -> PanelRow {
    let (region, region_code) = place(doc, m.article);
    PanelRow {
        article: m.article,
        region,
        region_code,
        year,
        indicator_id: id,
        scope: m.scope,
        indicator: m.indicator.clone(),
        role: m.role,
        min: m.min,
        max: m.max,
        approx: m.approx,
        change: m.change,
        masked: m.masked,
        unit: m.unit.clone(),
        worded: false,
        at: m.at,
        mentions: 1,
        conflict: false,
        choice: Choice::Only,
    }
}

/// What mentions share that are of one figure. Unknown regions of two articles may be two places.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    region: Result<String, Option<ArticleId>>,
    year: Edtf,
    id: &'static str,
    scope: Option<&'static str>,
    role: Role,
}

impl Key {
    fn of(row: &PanelRow) -> Self {
        let region = row.region_code.clone().or_else(|| row.region.clone()).ok_or(row.article);
        Self { region, year: row.year.clone(), id: row.indicator_id, scope: row.scope, role: row.role }
    }
}

/// What speaks for a mention, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    goal: bool,
    exact: bool,
    digits: usize,
    earlier: std::cmp::Reverse<usize>,
}

#[derive(Clone, Debug)]
struct Draft {
    row: PanelRow,
    rank: Rank,
}

/// One row for mentions that agree, several that know of each other for those that do not.
fn settle(mut drafts: Vec<Draft>) -> Vec<PanelRow> {
    drafts.sort_by_key(|d| std::cmp::Reverse(d.rank));
    let mut kept: Vec<(Draft, Option<Rank>)> = Vec::new();
    for draft in drafts {
        match kept.iter().position(|(k, _)| agree(&k.row, &draft.row)) {
            Some(i) => {
                kept[i].0.row.mentions += 1;
                kept[i].1.get_or_insert(draft.rank);
            }
            None if kept.len() < CONFLICTS => kept.push((draft, None)),
            None => {}
        }
    }
    let conflict = kept.len() > 1;
    let rows = kept.into_iter().map(|(mut k, second)| {
        k.row.conflict = conflict;
        k.row.choice = match second {
            None => Choice::Only,
            Some(s) if k.rank.goal && !s.goal => Choice::GoalSentence,
            Some(s) if k.rank.exact && !s.exact => Choice::Exact,
            Some(s) if k.rank.digits > s.digits => Choice::Precise,
            Some(_) => Choice::First,
        };
        k.row
    });
    rows.collect()
}

/// Whether two mentions of one key can both be true.
fn agree(a: &PanelRow, b: &PanelRow) -> bool {
    if a.masked || b.masked {
        return true;
    }
    let (Some(x), Some(y)) = (Bounds::of(a), Bounds::of(b)) else {
        // Units that cannot be compared: only what is written alike is one.
        return a.unit == b.unit && (a.min, a.max) == (b.min, b.max);
    };
    let least = |v: Option<Decimal>| v.unwrap_or(Decimal::MIN);
    let most = |v: Option<Decimal>| v.unwrap_or(Decimal::MAX);
    if a.role == Role::Target {
        // Targets that differ are two targets, but 45万人以上 is the 45万人 said again.
        let said = |p: &Bounds, q: &Bounds| {
            let (p, q) = ([p.min, p.max], [q.min, q.max]);
            p.iter().flatten().any(|v| q.iter().flatten().any(|w| v == w))
        };
        return said(&x, &y);
    }
    // The rounded value covers what it may have been rounded from.
    let wide = |v: &Bounds| {
        (least(v.min.map(|m| m.saturating_sub(v.slack))), most(v.max.map(|m| m.saturating_add(v.slack))))
    };
    let ((a0, a1), (b0, b1)) = (wide(&x), wide(&y));
    a0 <= b1 && b0 <= a1
}

/// A value in its dimension's SI unit, with half a unit of its last place where it is rounded.
struct Bounds {
    min: Option<Decimal>,
    max: Option<Decimal>,
    slack: Decimal,
}

impl Bounds {
    fn of(row: &PanelRow) -> Option<Self> {
        let unit = row.unit.as_deref().and_then(unit);
        let factor = unit.and_then(|u| u.factor).unwrap_or(Decimal::ONE);
        let times = |v: Option<Decimal>| match v {
            Some(v) => v.checked_mul(factor).map(Some),
            None => Some(None),
        };
        let slack = match precision(row) {
            // Only large numbers are rounded in speech: 5.4% is not 5%.
            Some(zeros @ 4..=18) => Decimal::from(10_i64.checked_pow(zeros)? / 2).checked_mul(factor)?,
            _ => Decimal::ZERO,
        };
        Some(Self { min: times(row.min)?, max: times(row.max)?, slack })
    }
}

/// The digits that the value is told to: the two of 210万 and of 42亿.
fn significant(row: &PanelRow) -> usize {
    let value = row.min.or(row.max).unwrap_or_default().normalize();
    value.mantissa().unsigned_abs().to_string().trim_end_matches('0').len()
}

/// The zeros that the value ends in: the more, the more it is rounded.
fn precision(row: &PanelRow) -> Option<u32> {
    let value = row.min.or(row.max)?.normalize();
    if value.scale() > 0 {
        return Some(0);
    }
    let digits = value.to_string();
    u32::try_from(digits.len() - digits.trim_end_matches('0').len()).ok()
}

/// The time that a figure is of: its year, or the part of it that its own time names.
fn period(m: &Metric) -> Option<Edtf> {
    let year = m.year.clone()?;
    // Of what a figure is only compared with, the year must be told: it is not the passage's.
    if m.role == Role::Reference && m.edtf.is_none() {
        return None;
    }
    let Some(time) = m.edtf.as_ref().map(Edtf::as_str) else { return Some(year) };
    // December and the year's end close the year; a day or month before that is a part of it.
    let part = match time.get(4..) {
        Some(rest) if rest.starts_with("-12") => false,
        Some(rest) => !rest.is_empty() && year.as_str().len() == 4 && time.starts_with(year.as_str()),
        None => false,
    };
    let whole_open = time.ends_with("/..") || time.starts_with("../");
    Some(if part && !whole_open { m.edtf.clone()? } else { year })
}

fn words(doc: &Document, s: &Statement) -> PanelRow {
    let (region, region_code) = place(doc, s.article);
    PanelRow {
        article: s.article,
        region,
        region_code,
        year: s.year.clone(),
        indicator_id: s.indicator_id,
        scope: s.scope,
        indicator: Some(s.indicator.clone()),
        role: s.role,
        min: None,
        max: None,
        approx: false,
        change: None,
        masked: false,
        unit: None,
        worded: true,
        at: s.at,
        mentions: 1,
        conflict: false,
        choice: Choice::Only,
    }
}

/// The place that an article speaks of.
fn place(doc: &Document, article: Option<ArticleId>) -> (Option<String>, Option<String>) {
    let about = article.and_then(|a| doc.articles().get(a.index())).map(|a| &a.about);
    (about.and_then(|a| a.region.clone()), about.and_then(|a| a.region_code.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, Miner};

    fn rows(text: &str) -> Vec<String> {
        let miner = Miner::new(Config::default()).unwrap();
        let doc = miner.read("report.txt", text.as_bytes()).unwrap();
        let show = |r: &PanelRow| {
            let words = doc.source().slice(r.at);
            let scope = r.scope.map_or(String::new(), |s| format!(".{s}"));
            let worded = if r.worded { " in words" } else { "" };
            let conflict = if r.conflict { " conflict" } else { "" };
            let (id, role, choice) = (r.indicator_id, r.role.name(), r.choice.name());
            format!("{} {id}{scope} {role} {words}{worded} x{} {choice}{conflict}", r.year, r.mentions)
        };
        miner.panel(&doc).iter().map(show).collect()
    }

    const HEAD: &str =
        "云川市2026年政府工作报告\n——2026年1月20日在云川市第九届人民代表大会第六次会议上\n各位代表：\n";

    #[test]
    fn targets_beside_results_and_no_row_twice() {
        let text = format!(
            "{HEAD}一、2025年工作回顾\n\
             过去一年，全市生产总值达到3210.5亿元、增长6.1%，城乡居民人均可支配收入分别增长5.2%、6.4%。\n\
             农业基础更加稳固。粮食总产量再创新高。地区生产总值突破3000亿元。\n\
             二、2026年主要目标\n\
             今年经济社会发展的主要预期目标是：地区生产总值增长6%左右，城镇新增就业3万人以上，居民收入增长与经济增长同步，单位地区生产总值能耗完成省下达目标。\n\
             要稳住就业。全年城镇新增就业3万人。\n"
        );
        let want = [
            "2025 gdp actual 3210.5亿元 x2 exact",
            "2025 gdp_growth actual 6.1% x1 only",
            "2025 income_growth.城镇 actual 5.2% x1 only",
            "2025 income_growth.农村 actual 6.4% x1 only",
            "2025 grain actual 再创新高 in words x1 only",
            "2026 gdp_growth target 6% x1 only",
            "2026 jobs target 3万人 x2 goal_sentence",
            "2026 income_growth.全体 target 与经济增长同步 in words x1 only",
            "2026 energy_intensity target 完成省下达目标 in words x1 only",
        ];
        assert_eq!(rows(&text), want, "{text}");
    }

    #[test]
    fn years_of_a_plan_are_no_single_year() {
        let text = format!(
            "{HEAD}一、“十四五”时期工作回顾\n\
             五年来，地区生产总值年均增长5.5%，城镇新增就业累计达到20万人，常住人口城镇化率达到68%。\n\
             刚刚过去的2025年，地区生产总值增长6.1%，城镇新增就业4.1万人。\n\
             二、“十五五”时期主要目标\n\
             地区生产总值年均增长5%以上，到2030年常住人口城镇化率达到72%。\n"
        );
        let want = [
            "2021/2025 gdp_growth actual 5.5% x1 only",
            "2021/2025 jobs actual 20万人 x1 only",
            "2025 urbanisation actual 68% x1 only",
            "2025 gdp_growth actual 6.1% x1 only",
            "2025 jobs actual 4.1万人 x1 only",
            "2026/2030 gdp_growth target 5% x1 only",
            "2030 urbanisation target 72% x1 only",
        ];
        assert_eq!(rows(&text), want, "{text}");
    }

    #[test]
    fn contradictions_are_kept_and_told() {
        let text = format!(
            "{HEAD}一、2025年工作回顾\n\
             全市规模以上工业增加值增长7.2%。工业经济稳中有进，规上工业增加值增长7.4%。\n\
             全国居民消费价格上涨1.1%，我市居民消费价格上涨0.4%。粮食产量210万吨，粮食产量42亿斤。\n"
        );
        let want = [
            "2025 industry_growth actual 7.2% x1 only conflict",
            "2025 industry_growth actual 7.4% x1 only conflict",
            "2025 cpi actual 0.4% x1 only",
            "2025 grain actual 210万吨 x2 first",
        ];
        assert_eq!(rows(&text), want, "{text}");
    }
}
