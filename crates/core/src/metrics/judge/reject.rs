//! What is a number and no metric: enumerators, sessions, slogans, ranks, names, lists that are only announced.
//!
//! Rejection comes first and looks only at the expression and what touches it. Words live in tables
//! (`fixed.tsv`, `slogans.tsv`, `names.tsv`, `announced.tsv`, `neighbours.tsv`, `sets.tsv`); this file knows how they
//! combine.

use super::cues::{Class, Cues, Why};
use super::sentence::{Sentence, Stop};
use super::sets::Set;
use crate::error::Error;
use crate::metrics::expr::{Expr, Kind, Writing};
use crate::metrics::sets::sets;
use crate::metrics::trie::{Trie, sorted};
use crate::number::Decimal;
use crate::tables::Table;
use std::collections::HashMap;

sets! {
    /// Sets of words that reject by their place.
    pub(super) Sign of "reject/sets.tsv", REJECTING:
    AgeFree "age-free",
    Large "large",
    Session "session",
    Announcing "announcing",
    NeverCounting "never-counting",
    SpelledOut "spelled-out",
    Tally "tally",
    Vague "vague",
    Whole "whole",
    Article "article",
    Itemised "itemised",
    Phased "phased",
}

/// Whether the unit of `e` is one of the set.
pub(super) fn unit_is(e: &Expr, set: Sign) -> bool {
    e.unit.as_deref().is_some_and(|u| set.has(u))
}

/// Words that reject an expression by touching it.
#[derive(Debug)]
pub(super) struct Neighbours {
    /// Words that end before it, read backwards, and words that begin behind it, each with the kinds it rejects.
    before: (Trie, Vec<Kinds>),
    after: (Trie, Vec<Kinds>),
    /// Units.
    units: HashMap<&'static str, Kinds>,
}

/// Kinds of expressions that a neighbour rejects, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Kinds(u16);

impl Kinds {
    const ANY: Self = Self(1);
    const SMALL: Self = Self(1 << 1);
    const DURATION: Self = Self(1 << 2);
    const YEAR: Self = Self(1 << 3);
    const CALENDAR: Self = Self(1 << 4);
    const ONE: Self = Self(1 << 5);
    const WORDS: Self = Self(1 << 6);
    const FIGURE: Self = Self(1 << 7);
    const MASKED: Self = Self(1 << 8);

    /// Both sets, where `when`.
    fn with(self, other: Self, when: bool) -> Self {
        if when { Self(self.0 | other.0) } else { self }
    }

    fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Before,
    After,
    Unit,
}

impl Neighbours {
    pub(super) fn new() -> Result<Self, Error> {
        let table = Table::parse(
            "neighbours.tsv",
            include_str!("../../../data/metrics/reject/neighbours.tsv"),
            &["surface", "side", "of", "example"],
        )?;
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut units: HashMap<&str, Kinds> = HashMap::new();
        for row in table.rows() {
            let of = match row.need("of")? {
                "any" => Kinds::ANY,
                "small" => Kinds::SMALL,
                "duration" => Kinds::DURATION,
                "year" => Kinds::YEAR,
                "calendar" => Kinds::CALENDAR,
                "one" => Kinds::ONE,
                "words" => Kinds::WORDS,
                "figure" => Kinds::FIGURE,
                "masked" => Kinds::MASKED,
                other => return Err(row.error(format!("no kind of expression {other:?}"))),
            };
            let surface = row.need("surface")?;
            match row.need("side")? {
                "before" => before.push((surface, of)),
                "after" => after.push((surface, of)),
                "unit" => {
                    let all = units.entry(surface).or_default();
                    *all = all.with(of, true);
                }
                other => return Err(row.error(format!("no side {other:?}"))),
            }
        }
        let trie = |mut rows: Vec<(&str, Kinds)>, backward| {
            let trie = Trie::new(&sorted(&mut rows, backward));
            (trie, rows.into_iter().map(|(_, of)| of).collect())
        };
        Ok(Self { before: trie(before, true), after: trie(after, false), units })
    }

    /// Whether a neighbour on `side` rejects an expression that is one of `of`.
    fn hit(&self, side: Side, of: Kinds, text: &str) -> bool {
        let one_of = |rows: &[Kinds]| rows.iter().any(|kinds| kinds.is(of));
        match side {
            Side::Before => self.before.0.any(text.chars().rev(), |rows| one_of(&self.before.1[rows])),
            Side::After => self.after.0.any(text.chars(), |rows| one_of(&self.after.1[rows])),
            Side::Unit => self.units.get(text).is_some_and(|kinds| kinds.is(of)),
        }
    }
}

/// Whether the number is a small Chinese numeral: what slogans and announced lists are made with.
pub(super) fn small(e: &Expr) -> bool {
    e.writing == Writing::Chinese
        && !e.approx
        && e.min == e.max
        && e.min.is_some_and(|v| v <= Decimal::from(15))
}

/// Whether the number is 一.
pub(super) fn one(s: &Sentence<'_>, e: &Expr) -> bool {
    e.writing == Writing::Chinese && s.slice(e.number.range()).trim() == "一"
}

/// Whether the year alone is named.
pub(super) fn year_alone(e: &Expr) -> bool {
    e.edtf.as_ref().is_some_and(|d| d.as_str().len() == 4)
}

/// Whether the expression is no metric whatever the passage.
pub(super) fn reject(s: &Sentence<'_>, i: usize, cues: &Cues, neighbours: &Neighbours) -> bool {
    let e = &s.exprs[i];
    if e.fixed || s.title(e.at.start()).is_some() {
        return true;
    }
    // A word that holds the number; of a date, only a name that holds it whole.
    if s.fixed_over(&e.at.range()).is_some_and(|(f, why)| {
        if e.kind.is_calendar() { why == Why::Name && f.end >= e.at.end() } else { f.end >= e.number.end() }
    }) {
        return true;
    }
    let (before, after) = (s.before(e.at.start()), s.after(e.at.end()));
    let unit = s.slice(e.unit_at.range());
    let mut of = if e.kind.is_calendar() {
        Kinds::ANY.with(Kinds::CALENDAR, true).with(Kinds::YEAR, year_alone(e))
    } else {
        Kinds::ANY
            .with(Kinds::FIGURE, true)
            .with(Kinds::DURATION, e.kind == Kind::Duration)
            .with(Kinds::SMALL, small(e))
            .with(Kinds::WORDS, e.writing == Writing::Words)
            .with(Kinds::MASKED, e.masked)
            .with(Kinds::ONE, one(s, e))
    };
    // 发现后2小时内, 提前3天: only 后两年, 前三年 and the like name a period.
    if e.kind == Kind::Duration && (e.unit.as_deref() != Some("年") || after.starts_with('内')) {
        of = of.without(Kinds::DURATION);
        if neighbours.hit(Side::After, Kinds::DURATION, after) {
            return true;
        }
    }
    if neighbours.hit(Side::Before, of, before) || neighbours.hit(Side::After, of, after) {
        return true;
    }
    if !e.kind.is_calendar() && !unit.is_empty() && neighbours.hit(Side::Unit, of, unit) {
        // 人均预期寿命82岁 is a measure of the people, not an age.
        let clause = s.slice(s.clause_start(e.at.start())..e.at.start());
        if !Sign::AgeFree.stands_in(clause) {
            return true;
        }
    }
    if e.kind.is_calendar() {
        return in_slogan(s, e) && !matches!(e.kind, Kind::Deadline);
    }
    // 318国道, 57省道改建: the number of a road.
    if e.writing == Writing::Arabic && matches!(unit, "国" | "省" | "县" | "乡") && after.starts_with('道')
    {
        return true;
    }
    // 3个亿元项目, 4个万亿元台阶: a class of things.
    if e.kind == Kind::Money && before.ends_with('个') {
        return true;
    }
    if e.kind == Kind::Count && e.unit.is_none() && !bare_total(s, e) {
        return true;
    }
    if in_slogan(s, e) || ordinal(before) || session(s, e) {
        return true;
    }
    if small(e) && announced(s, e, cues) {
        return true;
    }
    if s.bracket(e.at.start()).is_some_and(|b| tally_of_part(s, &b)) {
        return true;
    }
    if listed_before(s, e) {
        return true;
    }
    // 改造二期工程: a phase, unless things are done in so many phases.
    if small(e)
        && e.unit.as_deref() == Some("期")
        && !before.ends_with('分')
        // What is counted is 两期, not 二期.
        && (s.slice(e.number.range()) == "二"
            || after.chars().next().is_some_and(char::is_alphabetic)
            || Sign::Phased.ends(before))
    {
        return true;
    }
    one(s, e) && (asked(s) || !counted_one(s, i))
}

/// In a question nothing is stated.
pub(super) fn asked(s: &Sentence<'_>) -> bool {
    s.slice(s.at.clone()).trim_end().ends_with(['?', '？'])
}

/// A bare numeral that counts after all: `参保人数增加1.4亿`, where the noun before is a number of people or things.
fn bare_total(s: &Sentence<'_>, e: &Expr) -> bool {
    let number = s.slice(e.number.range());
    Sign::Large.ends(number) && {
        let from = s.clause_start(e.at.start());
        let head = s.slice(from..e.outer.start().max(from));
        Set::Total.stands_in(head)
    }
}

/// Inside a short quotation: a slogan or a name.
pub(super) fn in_slogan(s: &Sentence<'_>, e: &Expr) -> bool {
    s.quote(e.at.start()).is_some_and(|q| {
        let text = s.slice(q);
        let chars = text.chars().take(41).count(); // a quotation may be a page long
        e.kind.is_calendar() && chars <= 40 || chars <= 14 || chars <= 30 && small(e) && !text.contains('每')
    })
}

/// After 第 or a word of rank.
pub(super) fn ordinal(before: &str) -> bool {
    before.ends_with('第') || before.ends_with('前') && !Set::NoRank.ends(before)
}

/// The number of a session: 五届二次会议, 三次全会; 召开三次会议 counts.
pub(super) fn session(s: &Sentence<'_>, e: &Expr) -> bool {
    let after = s.after(e.at.end());
    small(e)
        && e.unit.as_deref() == Some("次")
        && Sign::Session.begins(after)
        && s.cue_ending(e.outer.start()).is_none_or(|c| c.class.is(Class::NOUN))
}

/// A small number that only opens or closes an enumeration: `三个环节`, `两个主要部门`, `三点：一是`.
pub(super) fn announced(s: &Sentence<'_>, e: &Expr, cues: &Cues) -> bool {
    let after = s.after(e.at.end());
    // （一带：…；四片：…): what follows spells a slogan out.
    let head = s.slice(s.clause_start(e.at.start())..e.outer.start().max(s.clause_start(e.at.start())));
    if after.starts_with(['：', ':']) && head.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
        return true;
    }
    if !unit_is(e, Sign::Announcing) {
        return false;
    }
    let next = after.chars().next();
    if unit_is(e, Sign::NeverCounting) {
        return true;
    }
    // 办好十件实事：改造…
    let end = s.clause_end(e.at.end());
    if s.text[end..].starts_with(['：', ':']) {
        return true;
    }
    // 实现两个转变，一是…，二是…: what follows spells it out.
    if unit_is(e, Sign::SpelledOut) && s.last_item() >= Some(end) {
        return true;
    }
    // The noun may follow an adjective or two: look at the heads within the phrase.
    if next.is_none_or(|c| "：:；。”".contains(c)) {
        // 制定制度三项: a tally behind its noun; 做好以下三项 is none.
        let head = s.clause_start(e.at.start())..e.outer.start().max(s.clause_start(e.at.start()));
        let noun = !next.is_some_and(|c| "：:".contains(c))
            && unit_is(e, Sign::Tally)
            && s.has(&head, Class::VERB)
            && !Set::Pointing.ends(s.slice(head))
            && s.cue_ending(e.outer.start()).is_none_or(|c| c.class.is(Class::NOUN | Class::TASK));
        return !noun
            && s.cue_ending(e.outer.start()).is_none_or(|c| !c.class.is(Class::TOTAL | Class::DONE));
    }
    if cues.announces(after) {
        return true;
    }
    // 两个…：a verb of result must stand right before, else it is a manner of speaking.
    let verb = s
        .cue_ending(e.outer.start())
        .is_some_and(|c| c.class.is(Class::VERB | Class::DONE | Class::TOTAL | Class::LEVEL));
    let clause_end = s.clause_end(e.at.end());
    let tally = after.is_empty() || clause_end == e.outer.end();
    let dist = s.has(&(s.clause_start(e.at.start())..e.at.start()), Class::DIST);
    !(verb || tally || dist || e.outer.start() < e.at.start())
}

/// After a list of exactly so many names, without a verb that made them: `甲、乙两个村`.
pub(super) fn listed_before(s: &Sentence<'_>, e: &Expr) -> bool {
    if e.kind != Kind::Count || e.min != e.max || e.writing == Writing::Masked {
        return false;
    }
    let Some(n) = e.min.filter(|v| *v >= Decimal::TWO && *v <= Decimal::from(20)) else { return false };
    let mut items = 1_u32;
    let mut last = e.at.start();
    let mut from = last;
    let k = s.exprs.partition_point(|x| x.at.start() < e.at.start());
    // A numeral without a unit may be part of a name.
    let figured = |x: &&Expr| x.kind != Kind::Count || x.unit.is_some();
    let figure = s.exprs[..k].iter().rev().take(8).find(figured).map_or(s.at.start, |x| x.at.end());
    for m in s.marks_before(e.at.start()).take(24) {
        // A list of figures is no list of names.
        let after_figure =
            figure > s.at.start && figure <= m.start && s.slice(figure..m.start).trim().is_empty();
        if m.stop != Stop::List || m.end <= figure || after_figure {
            break;
        }
        // Items are short names.
        if last - m.end > 30 {
            break;
        }
        items += 1;
        last = m.start;
        from = m.end;
    }
    let first = s.slice(from..e.at.start());
    let touches = !first.is_empty() && !first.ends_with('、') && !first.ends_with('等');
    let et_al = first.ends_with('等');
    if items < 2 || !(touches || et_al) {
        return items < 2 && touches && pair(first, n);
    }
    let made = s.has(&(s.horizon(e.at.start())..e.at.start()), Class::DONE);
    Decimal::from(items) == n && (touches || !made) && s.cue_ending(e.at.start()).is_none()
}

/// 三、教育方面（共5项）: how many items a part of the text has.
pub(super) fn tally_of_part(s: &Sentence<'_>, bracket: &std::ops::Range<usize>) -> bool {
    // Six characters and the brackets; a sentence may be one bracket in another.
    if bracket.len() > 8 * '（'.len_utf8() {
        return false;
    }
    let inside = s.slice(bracket.clone()).trim_matches(['（', '）', '(', ')']);
    // ——经济发展目标（13个）。
    let item = s.slice(s.at.clone()).trim_start().starts_with("——")
        && inside.ends_with(['个', '项', '条', '类'])
        && inside.chars().count() <= 4;
    let closes = || s.text[bracket.end..s.at.end].chars().all(|c| c.is_whitespace() || "）)。".contains(c));
    if item && closes() {
        return true;
    }
    if !inside.starts_with('共') || inside.chars().count() > 6 {
        return false;
    }
    let line = s.slice(s.at.clone()).trim_start().trim_start_matches(['（', '(']);
    let label = line.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    s.text[bracket.end..s.at.end].trim_matches(|c: char| c.is_whitespace() || "）)。".contains(c)).is_empty()
        && label.len() < line.len()
        && label.starts_with(['、', '）', ')'])
}

/// `甲和乙两个`
fn pair(before: &str, n: Decimal) -> bool {
    let tail: String = before.chars().rev().take(12).collect();
    n == Decimal::TWO && tail.chars().skip(1).any(|c| c == '和' || c == '与')
}

/// 一 and its measure word count only in a commitment or report that is counted: with a period, a bound or a
/// distribution, as a tally after its noun, or with an event that somebody is to hold.
pub(super) fn counted_one(s: &Sentence<'_>, i: usize) -> bool {
    let e = &s.exprs[i];
    if e.kind != Kind::Count {
        return e.kind != Kind::Duration || e.outer != e.at;
    }
    let bound = s.has(&(s.clause_start(e.at.start())..e.at.start()), Class::FLOOR | Class::CEILING);
    if (e.outer.start() < e.at.start() || e.min != e.max || bound)
        && !(unit_is(e, Sign::Vague) || unit_is(e, Sign::Whole))
    {
        return true; // a bound
    }
    let from = s.clause_start(e.at.start());
    let before = s.slice(from..e.at.start());
    let after = s.after(e.at.end());
    if before.contains('每') || s.has(&(from..e.at.start()), Class::DIST) {
        return true;
    }
    let unit = e.unit.as_deref().unwrap_or("");
    let ends = after.chars().next().is_none_or(|c| "，。；、）)！,;”".contains(c));
    let cue = s.cue_ending(e.at.start());
    let noun_before =
        before.chars().count() >= 3 && cue.is_none_or(|c| c.class.is(Class::VERB | Class::NOUN));
    if ends && noun_before && unit != "种" && unit != "步" && unit != "类" {
        // 召开大会一次, 登载一篇: after its noun or verb, and nothing follows.
        return true;
    }
    if Sign::Vague.has(unit) || Sign::Whole.has(unit) {
        return false;
    }
    let event = Set::Work.has(unit);
    let held = cue.is_some_and(|c| c.class.is(Class::VERB));
    // Items that spell out a commitment go on from one that counted.
    let sentence = s.slice(s.horizon(e.at.start())..e.at.start());
    let spelled = sentence.contains("每") || sentence.contains("至少") || sentence.contains("个一”");
    if event && held {
        return true;
    }
    held && spelled && (!Sign::Article.has(unit) || Sign::Itemised.has(unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ArticleKind;
    use crate::metrics::judge::{Extractor, page::page, tests::marked};

    #[test]
    fn every_set_rejects_its_example_and_not_its_counter_example() {
        let extractor = Extractor::new().unwrap();
        let text = include_str!("../../../data/metrics/reject/sets.tsv");
        let table = Table::parse("reject/sets.tsv", text, crate::metrics::sets::REJECTING).unwrap();
        let found = |example: &str| {
            let (text, core) = marked(example);
            let (at, _) = core.expect("an expression in the example");
            let metrics = extractor.extract(&page(&text, ArticleKind::Plan, Some("2024")));
            metrics.iter().any(|m| m.at.start() == at)
        };
        let mut wrong = Vec::new();
        for row in table.rows() {
            for (column, metric) in [("yes", false), ("no", true)] {
                if found(row.get(column)) != metric {
                    wrong.push(format!("{} {column}: {}", row.get("set"), row.get(column)));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
