//! Places: provinces, prefectures and counties with their codes of GB/T 2260.

use super::finder::Finder;
use crate::document::Level;
use crate::error::Error;
use crate::tables::Table;
use std::collections::HashMap;

/// A place of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    /// Code of GB/T 2260, six digits.
    pub code: &'static str,
    /// Full name.
    pub name: &'static str,
}

impl Region {
    /// Province, prefecture or county, by the code.
    pub(super) fn level(self) -> Level {
        if self.code.ends_with("0000") {
            Level::Province
        } else if self.code.ends_with("00") {
            Level::City
        } else {
            Level::County
        }
    }

    /// Whether `other` lies in this place, or is it.
    fn holds(self, other: Self) -> bool {
        let digits = self.code.trim_end_matches('0').len().div_ceil(2) * 2;
        other.code.starts_with(&self.code[..digits])
    }
}

/// A name of the table, and whether it is a short one.
#[derive(Clone, Copy, Debug)]
struct Name {
    region: usize,
    short: bool,
}

/// All places, searchable.
#[derive(Debug)]
pub(super) struct Regions {
    regions: Vec<Region>,
    finder: Finder<usize>,
    /// For each name of the finder, the places that are called so.
    names: Vec<Vec<Name>>,
    abbreviations: HashMap<char, usize>,
}

/// Bytes of names that are too short to be found in running text.
const TINY: usize = 6;
/// Characters from the beginning of a text within which its own place is named.
const NEAR: usize = 1_500;
/// Places that every report of the nation names.
const FAR: [&str; 3] = ["710000", "810000", "820000"];
/// Words that begin like a short name and are none.
const NOT_PLACES: [&str; 4] = ["长治久安", "海南藏族", "中山装", "大同小异"];

impl Regions {
    /// Reads the table.
    pub(super) fn load() -> Result<Self, Error> {
        let text = include_str!("../../data/structure/regions.tsv");
        let table = Table::parse("structure/regions.tsv", text, &["code", "name", "short", "abbr"])?;
        table.unique("code")?;
        let mut regions = Vec::new();
        let mut patterns: Vec<&str> = Vec::new();
        let mut names: Vec<Vec<Name>> = Vec::new();
        let mut index: HashMap<&str, usize> = HashMap::new();
        let mut abbreviations = HashMap::new();
        for row in table.rows() {
            let region = regions.len();
            let code = row.need("code")?;
            if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
                return Err(row.error("code is not six digits"));
            }
            let name = row.need("name")?;
            regions.push(Region { code, name });
            for (surface, short) in [(name, false), (row.get("short"), true)] {
                if surface.is_empty() || (short && surface == name) {
                    continue;
                }
                let slot = *index.entry(surface).or_insert_with(|| {
                    patterns.push(surface);
                    names.push(Vec::new());
                    patterns.len() - 1
                });
                names[slot].push(Name { region, short });
            }
            abbreviations.extend(row.get("abbr").chars().map(|c| (c, region)));
        }
        for word in NOT_PLACES {
            if !index.contains_key(word) {
                patterns.push(word);
                names.push(Vec::new());
            }
        }
        let finder = Finder::new(patterns.into_iter().enumerate().map(|(i, p)| (p, i)));
        Ok(Self { regions, finder, names, abbreviations })
    }

    /// The place that a title or a body's name speaks of: the smallest one named whose superiors agree.
    pub(super) fn in_title(&self, text: &str) -> Option<Region> {
        let mut found: Vec<&Vec<Name>> = Vec::new();
        let mut end = 0;
        self.finder.longest(text, |at, len, name| {
            let names = &self.names[name];
            // 和县 in 省和县, 矿区 in 油田矿区: such names count only at the head or after another place.
            let tiny = len <= TINY && names.iter().all(|n| self.regions[n.region].level() == Level::County);
            if !names.is_empty() && (!tiny || at == end) {
                found.push(names);
                end = at + len;
            }
        });
        let sure: Vec<Region> = found.iter().filter_map(|n| self.one(n)).collect();
        // The first place rules; a smaller one inside it that is named as well is the one meant.
        let mut best = sure.first().copied();
        for names in &found {
            for name in names.iter() {
                let region = self.regions[name.region];
                if best.is_some_and(|b| b.holds(region)) {
                    best = Some(region);
                }
            }
        }
        best
    }

    /// The place that names stand for when only one is called so, a province before a prefecture.
    fn one(&self, names: &[Name]) -> Option<Region> {
        let first = names.first()?;
        let province = self.regions[first.region].level() == Level::Province;
        (names.len() == 1 || province).then(|| self.regions[first.region])
    }

    /// The place that a text names most often by its full name; ties go to the first named.
    pub(super) fn in_body(&self, text: &str) -> Option<Region> {
        let mut counts: HashMap<usize, (usize, usize)> = HashMap::new();
        self.finder.longest(text, |at, len, name| {
            if let [only] = self.names[name].as_slice()
                && !only.short
                && len > TINY
                && !FAR.contains(&self.regions[only.region].code)
            {
                counts.entry(only.region).or_insert((0, at)).0 += 1;
            }
        });
        let (region, (n, at)) =
            counts.iter().max_by_key(|(r, (n, at))| (*n, std::cmp::Reverse(*at), std::cmp::Reverse(**r)))?;
        let near = text[..*at].chars().take(NEAR + 1).count() <= NEAR;
        (near && (*n >= 2 || counts.len() == 1)).then(|| self.regions[*region])
    }

    /// The province that a one-character abbreviation stands for.
    pub(super) fn abbreviated(&self, c: char) -> Option<Region> {
        self.abbreviations.get(&c).map(|r| self.regions[*r])
    }

    /// The place with that code.
    pub(super) fn by_code(&self, code: &str) -> Option<Region> {
        self.regions.binary_search_by_key(&code, |r| r.code).ok().map(|i| self.regions[i])
    }

    /// The place with that full or short name.
    pub(super) fn by_name(&self, name: &str) -> Option<Region> {
        let mut whole = None;
        self.finder.longest(name, |_, len, found| whole = whole.or((len == name.len()).then_some(found)));
        whole.and_then(|found| self.one(&self.names[found]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let r = Regions::load().unwrap();
        let count = |l| r.regions.iter().filter(|x| x.level() == l).count();
        assert_eq!(count(Level::Province), 34);
        assert_eq!(count(Level::City), 333);
        assert_eq!(count(Level::County), 2847);
        assert_eq!(r.abbreviations.len(), 34);
        assert!(r.regions.is_sorted_by_key(|x| x.code));
    }

    #[test]
    fn places_of_titles() {
        let r = Regions::load().unwrap();
        let cases = [
            ("2024年江苏省政府工作报告", Some("320000")),
            ("呼伦贝尔市海拉尔区工作计划", Some("150702")),
            ("吉林市工作要点", Some("220200")),
            ("吉林省工作要点", Some("220000")),
            ("恩施州规划", Some("422800")),
            ("北京市朝阳区工作总结", Some("110105")),
            ("为了国家的长治久安", None),
            ("朝阳区工作总结", None),
            ("工作总结", None),
        ];
        for (title, code) in cases {
            assert_eq!(r.in_title(title).map(|x| x.code), code, "{title}");
        }
        assert_eq!(r.abbreviated('沪').unwrap().name, "上海市");
        assert_eq!(r.by_code("430000").unwrap().name, "湖南省");
        assert_eq!(r.by_name("湖南").unwrap().code, "430000");
        assert_eq!(r.by_name("湖南省长沙"), None);
    }

    #[test]
    fn places_of_texts() {
        let r = Regions::load().unwrap();
        assert_eq!(r.in_body("罗定市召开会议，罗定市各镇参加，云浮市派员指导。").unwrap().code, "445381");
        assert_eq!(r.in_body("赴山东省、河南省学习。"), None);
    }
}
