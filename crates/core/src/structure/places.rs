//! The place that an article speaks of, the level of its government, and the body that issued it.

use super::about::{Clues, Field, Heard, Subject};
use super::regions::{Region, government};
use super::years::{DATE_LINE, DATE_LINES};
use crate::document::{About, Evidence, Level};

/// Lines at the top among which a document's number and the place of a meeting stand.
const HEAD: usize = 3;
/// What the nation's own documents hold in their title, where no place is named beside it.
const NATIONAL: [&str; 4] = ["国务院", "中共中央", "全国人民代表大会", "中华人民共和国国民经济"];

impl Clues {
    /// Who issued the text.
    pub(super) fn issuer(&self, subject: &Subject<'_>, title: Heard<'_>, about: &mut About) {
        let mut set = |name: &str, evidence| {
            about.issuer = Some(name.to_owned());
            about.evidence.insert("issuer", evidence);
        };
        let field = |field, heard: Heard<'_>| Some(self.find(field, heard)?["i"].to_owned());
        if let Some(name) = field(Field::Issuer, title) {
            return set(&name, Evidence::Title);
        }
        // What an assembly resolves on a report is not the government's.
        if let Some(found) = self.find(Field::Report, title).filter(|_| !title.text.ends_with("决议"))
            && let Some(region) = self.regions().in_title(&found["i"])
        {
            return set(&government(region.name), Evidence::Title);
        }
        // The signature: the line over the date line at the end.
        let n = subject.lines.len();
        let last = (n.saturating_sub(DATE_LINES)..n).rev();
        let short = last.clone().filter(|&i| subject.lines[i].chars <= DATE_LINE);
        if let Some(name) = short.map(|i| subject.hear(i)).find_map(|l| field(Field::Signed, l)) {
            return set(&name, Evidence::Dateline);
        }
        let near =
            |i: &usize| subject.lines[*i].chars <= 20 && (4..=30).contains(&subject.lines[i - 1].chars);
        for i in last.filter(|i| *i > n.saturating_sub(DATE_LINES)).filter(near) {
            let (under, over) = (subject.hear(i), subject.hear(i - 1).text);
            let signed = self.find(Field::Date, under).is_some()
                && !under.text.contains(['。', '，'])
                && !over.contains(['。', '，', '：', '；']);
            if signed {
                return set(over, Evidence::Dateline);
            }
        }
        if let Some((name, _)) = self.signature(subject) {
            return set(name, Evidence::Dateline);
        }
        if let Some(name) = self.bodies.issuer(title.text) {
            return set(name, Evidence::Title);
        }
        if let Some(found) = self.said(subject, Field::Speaker, DATE_LINES)
            && let Some(name) = found.name("i").map(|m| m.as_str())
            && (self.regions().in_title(name).is_some() || name == "国务院")
        {
            set(name, Evidence::Body);
        }
    }

    /// The place, from the title, the issuer, the lines under the title, or the text.
    pub(super) fn region(&self, subject: &Subject<'_>, title: &str, about: &mut About) {
        let body = subject.body();
        let regions = || self.regions();
        let calls = || subject.survey.calls(subject.within.clone());
        let head = (0..subject.lines.len().min(HEAD)).filter(|&i| subject.lines[i].chars <= DATE_LINE);
        let head: Vec<Heard<'_>> = head.map(|i| subject.hear(i)).collect();
        let issuer = about.issuer.clone();
        let issuer = issuer.as_deref();
        // 某省关于贯彻国务院…的意见 is the province's.
        let national = |text: &str| {
            self.bodies.is_national(text)
                || (NATIONAL.iter().any(|w| text.contains(w)) && regions().in_title(text).is_none())
        };
        let nation = national(title)
            || issuer.is_some_and(national)
            || head.iter().any(|l| l.text.contains("全国人民代表大会"));
        let found = if nation {
            // 国务院关于某省规划的批复 speaks for the nation.
            None
        } else {
            let sign = |l: Heard<'_>| self.find(Field::Number, l)?["p"].chars().next();
            let numbered = |l: Heard<'_>| sign(l).and_then(|c| regions().abbreviated(c));
            let dated = |l: Heard<'_>| {
                // The place is looked for where there is a date.
                self.find(Field::Date, l).and_then(|_| regions().in_title(l.text))
            };
            let by_title = || if title.is_empty() { None } else { regions().in_title(title) };
            by_title()
                .or_else(|| regions().by_short_name(title))
                .map(|r| (r, Evidence::Title))
                .or_else(|| Some((regions().in_title(issuer?)?, Evidence::Title)))
                .or_else(|| {
                    let by_line = head.iter().find_map(|&l| numbered(l).or_else(|| dated(l)));
                    by_line.map(|r| (r, Evidence::Dateline))
                })
                .or_else(|| Some((regions().among_superiors(title, body)?, Evidence::Title)))
                .or_else(|| self.region_of(subject).map(|r| (r, Evidence::Body)))
        };
        if let Some((region, evidence)) = found {
            about.region = Some(region.name.to_owned());
            about.region_code = Some(region.code.to_owned());
            about.evidence.insert("region", evidence);
            about.evidence.insert("level", evidence);
            let named = [Some(title), issuer].into_iter().flatten();
            let town = region.level() == Level::County
                && (calls().town > 2 || named.map(|t| self.bodies.level(t)).any(|l| l == Some(Level::Town)));
            about.level = Some(if town { Level::Town } else { region.level() });
        } else if nation {
            about.region = Some("全国".to_owned());
            about.level = Some(Level::National);
            about.evidence.insert("region", Evidence::Title);
            about.evidence.insert("level", Evidence::Title);
        } else if let Some(level) = self.bodies.level(title) {
            about.level = Some(level);
            about.evidence.insert("level", Evidence::Title);
        } else if let Some(level) = calls().level() {
            about.level = Some(level);
            about.evidence.insert("level", Evidence::Body);
        }
    }

    /// The place that the text names as its own.
    fn region_of(&self, subject: &Subject<'_>) -> Option<Region> {
        let by_name = || {
            let (first, last) = (subject.lines.first()?, subject.lines.last()?);
            let named = subject.survey.places(|| self.regions(), subject.text);
            let own = || subject.survey.calls(subject.within.clone()).level();
            let body = first.at.cover(last.at);
            if named.is_empty() { None } else { self.regions().in_body(subject.text, body, named, own()) }
        };
        by_name().or_else(|| {
            let sign = self.said(subject, Field::Here, usize::MAX)?["p"].chars().next()?;
            self.regions().abbreviated(sign)
        })
    }
}

/// What a word calls the writer's own (我镇, 全县, 本市).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own {
    Nation,
    Province,
    City,
    County,
    Town,
    /// A longer word that only holds such a word: 乡镇政府.
    None,
}

impl Own {
    /// The level of that name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "national" => Self::Nation,
            "province" => Self::Province,
            "city" => Self::City,
            "county" => Self::County,
            "town" => Self::Town,
            "none" => Self::None,
            _ => return None,
        })
    }
}

/// How often a text calls each level its own.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Calls {
    nation: usize,
    province: usize,
    city: usize,
    county: usize,
    town: usize,
}

impl FromIterator<Own> for Calls {
    fn from_iter<I: IntoIterator<Item = Own>>(words: I) -> Self {
        let mut calls = Self::default();
        for own in words {
            match own {
                Own::Nation => calls.nation += 1,
                Own::Province => calls.province += 1,
                Own::City => calls.city += 1,
                Own::County => calls.county += 1,
                Own::Town => calls.town += 1,
                Own::None => {}
            }
        }
        calls
    }
}

impl Calls {
    /// The level that the text speaks for.
    fn level(self) -> Option<Level> {
        if self.town >= 2 && self.town >= self.province && self.town * 2 >= self.county {
            return Some(Level::Town);
        }
        // 我国 stands in every document; it tells where nothing smaller is called one's own.
        let local = [self.province, self.city, self.county];
        if self.nation >= 5 && local.iter().all(|n| *n * 3 < self.nation) {
            return Some(Level::National);
        }
        // A higher level is named for comparison, too (全省前三), so of equal counts the lower one speaks.
        let levels = [Level::Province, Level::City, Level::County];
        let best = (0..3).max_by_key(|&i| (local[i], i))?;
        (local[best] >= 1).then(|| levels[best])
    }
}
