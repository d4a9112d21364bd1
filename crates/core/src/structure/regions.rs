//! Places: provinces, prefectures and counties with their codes of GB/T 2260.

use super::finder::Finder;
use crate::document::Level;
use crate::error::Error;
use crate::span::{Normal, Span};
use crate::tables::Table;
use std::collections::HashMap;

/// A place of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    /// Code of GB/T 2260, six digits.
    pub code: &'static str,
    /// Full name.
    pub name: &'static str,
    level: Level,
}

impl Region {
    /// A place of the standard: its code says whether it is a province, a prefecture or a county.
    fn coded(code: &'static str, name: &'static str) -> Self {
        let level = if code.ends_with("0000") {
            Level::Province
        } else if code.ends_with("00") {
            Level::City
        } else {
            Level::County
        };
        Self { code, name, level }
    }

    /// Province, prefecture or county.
    pub(super) fn level(self) -> Level {
        self.level
    }

    /// Whether `other` lies in this place, or is it.
    fn holds(self, other: Self) -> bool {
        let digits = self.code.trim_end_matches('0').len().div_ceil(2) * 2;
        let inside = other.code.starts_with(&self.code[..digits]);
        inside && (self.code != other.code || self.level == Level::Province || self == other)
    }
}

/// The government of a place: 某省人民政府, 香港特别行政区政府.
pub(super) fn government(place: &str) -> String {
    let people = if place.ends_with("特别行政区") { "" } else { "人民" };
    format!("{place}{people}政府")
}

/// A name of the table, and whether it is a short one.
#[derive(Clone, Copy, Debug)]
struct Name {
    region: usize,
    short: bool,
}

/// A name of a place in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    /// Its place and length in bytes.
    at: usize,
    len: usize,
    name: usize,
}

/// All places, searchable.
#[derive(Debug)]
pub(super) struct Regions {
    /// Those with a code of their own, by code, then those without.
    regions: Vec<Region>,
    coded: usize,
    finder: Finder<usize>,
    /// For each name of the finder, the places that are called so.
    names: Vec<Vec<Name>>,
    abbreviations: HashMap<char, usize>,
    /// Counties and districts by what only one of them is called without its last character: 海淀, 昌平.
    counties: HashMap<&'static str, Option<usize>>,
}

/// Characters of the longest short name of a county.
const SHORT: usize = 5;

/// Bytes of names that are too short to be found in running text.
const TINY: usize = 6;
/// Characters from the beginning of a text within which its own place is named.
const NEAR: usize = 1_500;
/// Places that every report of the nation names.
const FAR: [&str; 3] = ["710000", "810000", "820000"];
/// Words that begin like a short name and are none.
const NOT_PLACES: [&str; 4] = ["长治久安", "海南藏族", "中山装", "大同小异"];

/// Names while they are collected.
#[derive(Default)]
struct Names {
    index: HashMap<String, usize>,
    names: Vec<Vec<Name>>,
    /// How many names were there before the derived ones.
    current: Option<usize>,
}

impl Names {
    fn slot(&mut self, surface: &str) -> usize {
        if let Some(&slot) = self.index.get(surface) {
            return slot;
        }
        let slot = self.names.len();
        self.index.insert(surface.to_owned(), slot);
        self.names.push(Vec::new());
        slot
    }

    fn add(&mut self, surface: &str, name: Name) {
        let slot = self.slot(surface);
        self.names[slot].push(name);
    }

    /// Adds a derived name, which no place of today may bear.
    fn add_old(&mut self, surface: &str, name: Name) {
        let current = *self.current.get_or_insert(self.names.len());
        if self.slot(surface) >= current {
            self.add(surface, name);
        }
    }

    fn finish(self) -> (Finder<usize>, Vec<Vec<Name>>) {
        (Finder::new(self.index.into_iter()), self.names)
    }
}

/// What a place was called before, or is called for short, by its name: 静海县 (now 静海区), 毕节地区 (now 毕节市),
/// 恩施州, 玉屏县.
fn aliases(region: Region, short: &str, peoples: &[&str]) -> Vec<String> {
    let mut out = Vec::new();
    let mut add = |base: &str, ending: &str| {
        if base.chars().count() > 1 {
            out.push(format!("{base}{ending}"));
        }
    };
    let bare = |name: &'static str| {
        let at = peoples.iter().filter_map(|p| name.find(p)).filter(|i| *i > 0).min();
        at.map(|i| &name[..i])
    };
    match region.level() {
        Level::City if region.name.ends_with("自治州") => add(short, "州"),
        Level::City => region.name.strip_suffix('市').into_iter().for_each(|base| add(base, "地区")),
        Level::County => {
            // A county of two characters (和县) has no base that says anything.
            if let Some(base) = region.name.strip_suffix('区').or_else(|| region.name.strip_suffix('市')) {
                add(base, "县");
            }
            if region.name.ends_with("自治县") {
                bare(region.name).into_iter().for_each(|base| add(base, "县"));
            }
        }
        _ => {}
    }
    out
}

impl Regions {
    /// Reads the table.
    pub(super) fn load() -> Result<Self, Error> {
        let text = include_str!("../../data/structure/regions.tsv");
        let table = Table::parse("structure/regions.tsv", text, &["code", "name", "short", "abbr"])?;
        table.unique("code")?;
        let mut regions = Vec::new();
        let mut names = Names::default();
        let mut abbreviations = HashMap::new();
        let mut counties = HashMap::new();
        for row in table.rows() {
            let region = regions.len();
            let code = row.need("code")?;
            if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
                return Err(row.error("code is not six digits"));
            }
            let name = row.need("name")?;
            regions.push(Region::coded(code, name));
            names.add(name, Name { region, short: false });
            let short = row.get("short");
            if !short.is_empty() && short != name {
                names.add(short, Name { region, short: true });
            }
            abbreviations.extend(row.get("abbr").chars().map(|c| (c, region)));
            let base = name.strip_suffix(['区', '县', '旗', '市']).filter(|_| !code.ends_with("00"));
            if let Some(base) = base.filter(|b| b.chars().count() > 1) {
                counties.entry(base).and_modify(|r| *r = None).or_insert(Some(region));
            }
        }
        let coded = regions.len();
        let text = include_str!("../../data/structure/peoples.tsv");
        let peoples = Table::parse("structure/peoples.tsv", text, &["name"])?;
        let peoples: Vec<&str> = peoples.rows().map(|row| row.get("name")).collect();
        for (region, row) in table.rows().enumerate() {
            for alias in aliases(regions[region], row.get("short"), &peoples) {
                names.add_old(&alias, Name { region, short: false });
            }
        }
        let text = include_str!("../../data/structure/places.tsv");
        let places = Table::parse("structure/places.tsv", text, &["name", "code", "as"])?;
        places.unique("name")?;
        for row in places.rows() {
            let known = regions[..coded].binary_search_by_key(&row.get("code"), |r| r.code);
            let region = known.map_err(|_| row.error("no such code"))?;
            let region = match row.get("as") {
                "now" => region,
                "own" => {
                    let (code, name) = (regions[region].code, row.need("name")?);
                    let level = if name.ends_with('县') { Level::County } else { Level::City };
                    regions.push(Region { code, name, level });
                    regions.len() - 1
                }
                other => return Err(row.error(format!("{other:?} is neither now nor own"))),
            };
            names.add(row.need("name")?, Name { region, short: false });
        }
        for word in NOT_PLACES {
            names.slot(word);
        }
        let (finder, names) = names.finish();
        Ok(Self { regions, coded, finder, names, abbreviations, counties })
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

    /// The county with whose short name a title begins, a number after it: 海淀2024年….
    pub(super) fn by_short_name(&self, title: &str) -> Option<Region> {
        let (end, _) = title.char_indices().take(SHORT + 1).find(|(_, c)| c.is_ascii_digit())?;
        let region = (*self.counties.get(&title[..end])?)?;
        Some(self.regions[region])
    }

    /// The place that names stand for when only one is called so, a province before a prefecture.
    fn one(&self, names: &[Name]) -> Option<Region> {
        let first = names.first()?;
        let province = self.regions[first.region].level() == Level::Province;
        (names.len() == 1 || province).then(|| self.regions[first.region])
    }

    /// The place of a title that only says 朝阳区 where several are called so: the one whose superior `text` names.
    pub(super) fn among_superiors(&self, title: &str, text: &str) -> Option<Region> {
        let mut candidates: Vec<Region> = Vec::new();
        self.finder.longest(title, |_, len, name| {
            if candidates.is_empty() && len > TINY {
                candidates.extend(self.names[name].iter().map(|n| self.regions[n.region]));
            }
        });
        if candidates.len() < 2 {
            return None;
        }
        let near = &text[..text.char_indices().nth(2 * NEAR).map_or(text.len(), |(i, _)| i)];
        let mut counts = vec![0; candidates.len()];
        self.finder.longest(near, |_, _, name| {
            let Some(named) = self.one(&self.names[name]).filter(|r| r.level() != Level::County) else {
                return;
            };
            for (count, _) in counts.iter_mut().zip(&candidates).filter(|(_, c)| named.holds(**c)) {
                *count += 1;
            }
        });
        let best = *counts.iter().max()?;
        let mut named = candidates.iter().zip(&counts).filter(|(_, n)| **n == best && best > 0);
        named.next().filter(|_| named.next().is_none()).map(|(region, _)| *region)
    }

    /// The names of places in a text, none of which overlap.
    pub(super) fn named(&self, text: &str) -> Vec<Named> {
        let mut out = Vec::new();
        self.finder.longest(text, |at, len, name| out.push(Named { at, len, name }));
        out
    }

    /// The place that `body`, a part of `text`, names most often by its full name; ties go to the first named.
    ///
    /// `named` are the names of places in `text`.
    ///
    /// A text that calls a level its own (我县) speaks of a place of that level where it names one twice.
    pub(super) fn in_body(
        &self,
        text: &str,
        body: Span<Normal>,
        named: &[Named],
        own: Option<Level>,
    ) -> Option<Region> {
        let named = &named[named.partition_point(|n| n.at < body.start())..];
        let mut counts: HashMap<usize, (usize, usize)> = HashMap::new();
        for named in named.iter().take_while(|n| n.at < body.end()) {
            if let [only] = self.names[named.name].as_slice()
                && !only.short
                && named.len > TINY
                && !FAR.contains(&self.regions[only.region].code)
            {
                counts.entry(only.region).or_insert((0, named.at)).0 += 1;
            }
        }
        let best = |level: Option<Level>| {
            let fits = counts.iter().filter(|(r, _)| {
                let region = self.regions[**r];
                // A city may be a county of its prefecture.
                let city = level == Some(Level::City) && region.name.ends_with('市');
                level.is_none_or(|l| region.level() == l) || city
            });
            let (region, (n, at)) =
                fits.max_by_key(|(r, (n, at))| (*n, std::cmp::Reverse(*at), std::cmp::Reverse(**r)))?;
            let near = text[body.start()..*at].chars().take(NEAR + 1).count() <= NEAR;
            (near && (*n >= 2 || counts.len() == 1)).then(|| self.regions[*region])
        };
        own.and_then(|level| best(Some(level))).or_else(|| best(None))
    }

    /// The province that a one-character abbreviation stands for.
    pub(super) fn abbreviated(&self, c: char) -> Option<Region> {
        self.abbreviations.get(&c).map(|r| self.regions[*r])
    }

    /// The place with that code.
    pub(super) fn by_code(&self, code: &str) -> Option<Region> {
        self.regions[..self.coded].binary_search_by_key(&code, |r| r.code).ok().map(|i| self.regions[i])
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
        let count = |l| r.regions[..r.coded].iter().filter(|x| x.level() == l).count();
        assert_eq!(count(Level::Province), 34);
        assert_eq!(count(Level::City), 333);
        assert_eq!(count(Level::County), 2847);
        assert_eq!((r.regions.len() - r.coded, r.abbreviations.len()), (20, 45));
        assert!(r.regions[..r.coded].is_sorted_by_key(|x| x.code));
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
            ("静海县2003年工作总结", Some("120118")),
            ("毕节地区工作要点", Some("520500")),
            ("玉屏县工作计划", Some("520622")),
            ("襄樊市规划", Some("420600")),
            ("内蒙工作要点", Some("150000")),
            ("延边州工作要点", Some("222400")),
            ("台北市施政计划", Some("710000")),
            ("深圳市南山区工作报告", Some("440305")),
            ("建设新城市的规划", None),
            ("为了国家的长治久安", None),
            ("朝阳区工作总结", None),
            ("工作总结", None),
        ];
        for (title, code) in cases {
            assert_eq!(r.in_title(title).map(|x| x.code), code, "{title}");
        }
        assert_eq!(r.by_short_name("海淀2024年工作计划").map(|x| x.code), Some("110108"));
        assert_eq!(r.by_short_name("朝阳2024年工作计划"), None); // several are called so
        assert_eq!(r.by_short_name("海淀工作计划2024"), None);
        assert_eq!(r.abbreviated('沪').unwrap().name, "上海市");
        assert_eq!(r.by_code("430000").unwrap().name, "湖南省");
        assert_eq!(r.by_name("湖南").unwrap().code, "430000");
        assert_eq!(r.by_name("湖南省长沙"), None);
    }

    #[test]
    fn places_of_texts() {
        let r = Regions::load().unwrap();
        let body = |text: &str, own| {
            let all = Span::new(0, text.len());
            r.in_body(text, all, &r.named(text), own).map(|x| x.code)
        };
        assert_eq!(body("罗定市召开会议，罗定市各镇参加，云浮市派员指导。", None), Some("445381"));
        assert_eq!(body("赴山东省、河南省学习。", None), None);
        let text = "保定市召开会议，保定市要求各县落实，保定市检查。易水涞水县办好事。涞水县见效。";
        assert_eq!(body(text, None), Some("130600"));
        assert_eq!(body(text, Some(Level::County)), Some("130623"));
    }

    #[test]
    fn a_name_that_many_bear_is_told_by_its_superior() {
        let r = Regions::load().unwrap();
        let code = |text| r.among_superiors("朝阳区2024年工作总结", text).map(|x| x.code);
        assert_eq!(code("长春市支持我区发展。"), Some("220104"));
        assert_eq!(code("北京市支持我区发展。"), Some("110105"));
        assert_eq!(code("上级支持我区发展。"), None);
        assert_eq!(r.in_title("台北市").unwrap().level(), Level::City);
    }
}
