//! Common indicators: the key under which an analyst looks a figure up, whatever it is called in the text.
//!
//! `panel/indicators.tsv` holds the indicators with all their wordings. A phrase names one when a wording is its
//! head: what stands before the wording must be words that narrow nothing (全省, 地方, the article's own region) or
//! tell of whom it speaks (城镇, 农村), what stands behind it words of measure or growth (总量, 增速). Of several
//! wordings the longest wins; any other modifier makes another, narrower thing, and the phrase names none. The unit
//! decides between level and growth. One trie finds all wordings, two more walk over what stands around them:
//! linear in the phrase for each wording found in it.

use crate::error::Error;
use crate::metrics::trie::{Trie, sorted};
use crate::metrics::units;
use crate::tables::Table;
use std::collections::HashMap;

/// An indicator of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// Key of a level: `gdp`.
    pub level: Option<&'static str>,
    /// Units, dimensions or classes of units that fit a level.
    pub units: Vec<&'static str>,
    /// Key of a change in %, 倍 or 番: `gdp_growth`.
    pub growth: Option<&'static str>,
    /// Key of a change in percentage points.
    pub points: Option<&'static str>,
    /// Of whom it is told (全体, 城镇, 农村); empty where that makes no difference.
    pub scopes: Vec<&'static str>,
    /// Whether its figures add up over the years (城镇新增就业).
    pub sums: bool,
    /// Its full name.
    pub sense: &'static str,
    /// Every way it is named.
    pub wordings: Vec<&'static str>,
}

impl Indicator {
    /// Its keys.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        [self.level, self.growth, self.points].into_iter().flatten()
    }
}

const FILE: &str = "panel/indicators.tsv";

/// Every indicator, in the table's order.
///
/// # Errors
/// When the table is not well formed.
pub fn indicators() -> Result<Vec<Indicator>, Error> {
    let text = include_str!("../../data/metrics/panel/indicators.tsv");
    let columns = ["level", "units", "growth", "points", "scopes", "sums", "sense", "wordings"];
    let table = Table::parse(FILE, text, &columns)?;
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = |column| Some(row.get(column)).filter(|k| !k.is_empty());
        let list = |column| row.get(column).split_ascii_whitespace().collect::<Vec<_>>();
        let indicator = Indicator {
            level: key("level"),
            units: list("units"),
            growth: key("growth"),
            points: key("points"),
            scopes: list("scopes"),
            sums: !row.get("sums").is_empty(),
            sense: row.need("sense")?,
            wordings: row.need("wordings")?.split_ascii_whitespace().collect(),
        };
        if indicator.level.is_some() == indicator.units.is_empty() && indicator.keys().next().is_some() {
            return Err(row.error("a level has units, and only a level"));
        }
        rows.push(indicator);
    }
    Ok(rows)
}

/// What a word around a wording does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Plain,
    Growth,
    /// Index into the scopes of `scopes.tsv`.
    Scope(&'static str),
}

/// 城乡 stands for two scopes.
const BOTH: &str = "城乡";
/// Of whom an indicator speaks that names nobody.
const ALL: &str = "全体";

/// What a phrase names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Concept {
    row: usize,
    /// The scopes that it names, in order.
    scopes: Vec<&'static str>,
    /// Whether it names the growth and not the level.
    growth: bool,
}

/// The table, ready to match.
#[derive(Debug)]
pub(crate) struct Indicators {
    rows: Vec<Indicator>,
    wordings: Trie,
    /// For each wording its row and, where it tells it, its scope.
    of: Vec<(usize, Option<&'static str>)>,
    lead: Trie,
    leads: Vec<Word>,
    tail: Trie,
    tails: Vec<Word>,
    same: Vec<&'static str>,
    part: Vec<&'static str>,
    foreign: Vec<&'static str>,
    bases: Vec<&'static str>,
    verbs: Vec<&'static str>,
    classes: HashMap<&'static str, Vec<&'static str>>,
}

impl Indicators {
    /// Loads the tables.
    pub(crate) fn new() -> Result<Self, Error> {
        let rows = indicators()?;
        let mut surfaces = Vec::new();
        let mut seen = HashMap::new();
        for (i, row) in rows.iter().enumerate() {
            for wording in &row.wordings {
                let (scope, surface) = match wording.split_once(':') {
                    Some((scope, surface)) if row.scopes.contains(&scope) => (Some(scope), surface),
                    Some(_) => return Err(Error::table(FILE, format!("{wording}: no scope of its row"))),
                    None => (None, *wording),
                };
                if seen.insert(surface, i).is_some() {
                    return Err(Error::table(FILE, format!("{surface:?} names two indicators")));
                }
                surfaces.push((surface, (i, scope)));
            }
        }
        let wordings = Trie::new(&sorted(&mut surfaces, false));
        let text = include_str!("../../data/metrics/panel/words.tsv");
        let table = Table::parse("panel/words.tsv", text, &["word", "class"])?;
        let (mut lead, mut tail) = (Vec::new(), Vec::new());
        let (mut same, mut part, mut foreign) = (Vec::new(), Vec::new(), Vec::new());
        let (mut bases, mut verbs) = (Vec::new(), Vec::new());
        for row in table.rows() {
            let word = row.need("word")?;
            match row.need("class")? {
                "lead" => lead.push((word, Word::Plain)),
                "tail" => tail.push((word, Word::Plain)),
                "growth" => tail.push((word, Word::Growth)),
                "same" => same.push(word),
                "part" => part.push(word),
                "foreign" => foreign.push(word),
                "basis" => bases.push(word),
                "verb" => verbs.push(word),
                other => return Err(row.error(format!("no class {other:?}"))),
            }
        }
        let text = include_str!("../../data/metrics/panel/scopes.tsv");
        let table = Table::parse("panel/scopes.tsv", text, &["word", "scope"])?;
        table.unique("word")?;
        for row in table.rows() {
            lead.push((row.need("word")?, Word::Scope(row.need("scope")?)));
        }
        let text = include_str!("../../data/metrics/panel/unit_classes.tsv");
        let table = Table::parse("panel/unit_classes.tsv", text, &["class", "units"])?;
        let mut classes = HashMap::new();
        for row in table.rows() {
            classes.insert(row.need("class")?, row.need("units")?.split(' ').collect());
        }
        Ok(Self {
            rows,
            wordings,
            of: surfaces.into_iter().map(|(_, of)| of).collect(),
            lead: Trie::new(&sorted(&mut lead, false)),
            leads: lead.into_iter().map(|(_, word)| word).collect(),
            tail: Trie::new(&sorted(&mut tail, false)),
            tails: tail.into_iter().map(|(_, word)| word).collect(),
            same,
            part,
            foreign,
            bases,
            verbs,
            classes,
        })
    }

    /// What `phrase` names. `region` is the article's own, whose name narrows nothing.
    pub(crate) fn find(&self, phrase: &str, region: Option<&str>) -> Option<Concept> {
        let compact;
        let phrase = if phrase.contains(char::is_whitespace) {
            compact = phrase.split_whitespace().collect::<String>();
            compact.as_str()
        } else {
            phrase
        };
        let phrase = without_gloss(phrase);
        let mut best: Option<(usize, Concept)> = None;
        self.wordings.find_overlapping(phrase, |start, end, wording| {
            if best.as_ref().is_some_and(|(len, _)| *len >= end - start) {
                return;
            }
            let Some(growth) = self.behind(&phrase[end..]) else { return };
            let Some(mut scopes) = self.ahead(&phrase[..start], region) else { return };
            let (row, scope) = self.of[wording];
            if self.rows[row].scopes.is_empty() && !scopes.is_empty() {
                return;
            }
            scopes.extend(scope);
            best = Some((end - start, Concept { row, scopes, growth }));
        });
        best.map(|(_, concept)| concept)
    }

    /// Whether a wording of an indicator stands in the text.
    pub(crate) fn names_one(&self, text: &str) -> bool {
        self.wordings.is_in(text)
    }

    /// Whether only words that change nothing stand there, and whether one of them speaks of growth.
    fn behind(&self, text: &str) -> Option<bool> {
        let (mut at, mut growth) = (0, false);
        while at < text.len() {
            let (len, word) = self.tail.head(&text[at..])?;
            growth |= self.tails[word] == Word::Growth;
            at += len;
        }
        Some(growth)
    }

    /// The scopes that stand there, where nothing else does but words that narrow nothing.
    fn ahead(&self, text: &str, region: Option<&str>) -> Option<Vec<&'static str>> {
        let (mut at, mut scopes) = (0, Vec::new());
        while at < text.len() {
            if let Some(name) = region.and_then(|r| own_name(&text[at..], r)) {
                at += name;
                continue;
            }
            let (len, word) = self.lead.head(&text[at..])?;
            match self.leads[word] {
                Word::Scope(BOTH) => scopes.extend(["城镇", "农村"]),
                Word::Scope(one) => scopes.push(one),
                _ => {}
            }
            at += len;
        }
        Some(scopes)
    }

    /// Whether the phrase only points back to the indicator before it.
    pub(crate) fn points_back(&self, phrase: &str) -> bool {
        self.same.contains(&phrase.trim())
    }

    /// Whether the phrase is a head that takes its beginning from the indicator before it.
    pub(crate) fn part(&self, phrase: &str) -> bool {
        self.part.contains(&phrase.trim())
    }

    /// Words behind a name that say on what basis its figure is reckoned (同口径).
    pub(crate) fn bases(&self) -> &[&'static str] {
        &self.bases
    }

    /// Verbs that may part a name (第二产业实现增加值).
    pub(crate) fn verbs(&self) -> &[&'static str] {
        &self.verbs
    }

    /// Whether what stands before an indicator makes it another place's.
    pub(crate) fn foreign(&self, before: &str) -> bool {
        let before = before.trim_end();
        self.foreign.iter().any(|w| before.ends_with(w))
    }

    /// The key of a figure of that concept: by its unit and whether it is a change.
    pub(crate) fn key(&self, concept: &Concept, change: bool, unit: Option<&str>) -> Option<&'static str> {
        let row = &self.rows[concept.row];
        let grows = change || concept.growth || row.level.is_none();
        match unit {
            Some("个百分点") => row.points.filter(|_| grows),
            Some("%" | "倍" | "番") if grows => row.growth,
            Some(unit) if !change => row.level.filter(|_| row.units.iter().any(|u| self.fits(u, unit))),
            _ => None,
        }
    }

    /// Whether the figures of a concept add up over the years.
    pub(crate) fn sums(&self, concept: &Concept) -> bool {
        self.rows[concept.row].sums
    }

    /// The key under which words in place of a number stand: of sums of money their growth, which is what targets
    /// are set for, of other things their level.
    pub(crate) fn key_of_words(&self, concept: &Concept) -> Option<&'static str> {
        let row = &self.rows[concept.row];
        let grows = concept.growth || row.units.contains(&"money");
        row.growth.filter(|_| grows).or(row.level).or(row.growth)
    }

    /// Whether a unit is the one named, or of the dimension or class named.
    fn fits(&self, wanted: &str, unit: &str) -> bool {
        wanted == unit
            || self.classes.get(wanted).is_some_and(|units| units.contains(&unit))
            || units::unit(unit).and_then(|u| u.dimension) == Some(wanted)
    }

    /// Of whom the `k`th of `n` figures of a concept speaks.
    pub(crate) fn scope(&self, concept: &Concept, k: usize, n: usize) -> Option<&'static str> {
        let allowed = &self.rows[concept.row].scopes;
        let scope = match concept.scopes.as_slice() {
            [one] => one,
            several if several.len() > 1 && several.len() == n => several.get(k)?,
            _ => ALL,
        };
        allowed.iter().find(|s| ***s == *scope || allowed.len() == 1).copied()
    }
}

/// 地区生产总值（GDP）: a bracket behind a name that only says it again, in other letters.
fn without_gloss(phrase: &str) -> &str {
    let Some(inner) = phrase.strip_suffix(['）', ')']) else { return phrase };
    match inner.rfind(['（', '(']) {
        Some(open)
            if open > 0 && inner[open..].chars().skip(1).all(|c| c.is_ascii_alphanumeric() || c == '.') =>
        {
            &phrase[..open]
        }
        _ => phrase,
    }
}

/// The length of the region's name at the head of `text`, written whole (河北省) or without its last word (河北).
fn own_name(text: &str, region: &str) -> Option<usize> {
    if text.starts_with(region) {
        return Some(region.len());
    }
    let short = ["壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "自治州", "省", "市", "区", "县"]
        .iter()
        .find_map(|suffix| region.strip_suffix(suffix))?;
    (short.chars().count() >= 2 && text.starts_with(short)).then_some(short.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_as_large_as_it_claims() {
        let rows = indicators().unwrap();
        assert!(rows.len() >= 140, "{}", rows.len());
        let wordings: usize = rows.iter().map(|r| r.wordings.len()).sum();
        assert!(wordings >= 600, "{wordings}");
        // A key belongs to one row, but where a second row only adds wordings of the growth.
        let mut keys: HashMap<&str, usize> = HashMap::new();
        rows.iter().filter_map(|r| r.level).for_each(|k| *keys.entry(k).or_default() += 1);
        assert!(keys.values().all(|n| *n == 1), "{keys:?}");
    }

    #[test]
    fn a_wording_must_be_the_head_and_the_unit_must_fit() {
        let table = Indicators::new().unwrap();
        for (phrase, change, unit, key) in [
            ("地区生产总值", false, "元", Some("gdp")),
            ("全市生产总值", true, "%", Some("gdp_growth")),
            ("经济", true, "%", Some("gdp_growth")),
            ("经济", false, "元", None),
            ("GDP增速", false, "%", Some("gdp_growth")),
            ("云川市地区生产总值", false, "元", Some("gdp")),
            ("云川地区生产总值", false, "元", Some("gdp")),
            ("石桥镇地区生产总值", false, "元", None),
            ("地方一般公共预算收入", true, "%", Some("revenue_growth")),
            ("非税一般公共预算收入", true, "%", None),
            ("农村居民人均可支配收入", true, "%", Some("income_growth")),
            ("农村居民消费价格", true, "%", None),
            ("居民消费价格总水平上涨幅度", false, "%", Some("cpi")),
            ("城镇新增就业", false, "人", Some("jobs")),
            ("城镇新增就业", false, "%", None),
            ("粮食总产量", false, "吨", Some("grain")),
            ("粮食总产量", false, "亩", None),
            ("粮食播种面积", false, "亩", Some("grain_area")),
            ("常住人口城镇化率", true, "个百分点", Some("urbanisation_points")),
            ("常住人口城镇化率", false, "%", Some("urbanisation")),
            ("办结率", false, "%", Some("handling_rate")),
            ("社区食堂", false, "家", None),
        ] {
            let found = table.find(phrase, Some("云川市"));
            let got = found.and_then(|c| table.key(&c, change, Some(unit)));
            assert_eq!(got, key, "{phrase} {unit}");
        }
    }

    #[test]
    fn scopes_go_to_their_figures_in_order() {
        let table = Indicators::new().unwrap();
        let scopes = |phrase: &str, n: usize| {
            let concept = table.find(phrase, None).unwrap();
            (0..n).map(|k| table.scope(&concept, k, n).unwrap_or("-")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(scopes("居民人均可支配收入", 1), "全体");
        assert_eq!(scopes("农村居民人均可支配收入", 1), "农村");
        assert_eq!(scopes("农民收入", 1), "农村");
        assert_eq!(scopes("城乡居民人均可支配收入", 2), "城镇 农村");
        assert_eq!(scopes("城镇和农村居民人均可支配收入", 2), "城镇 农村");
        assert_eq!(scopes("城乡居民收入", 1), "全体");
        assert_eq!(scopes("地区生产总值", 1), "-");
        assert_eq!(scopes("一般公共预算收入同口径", 1), "同口径");
    }
}
