//! What is known of an article besides its text: kind, year, date, issuer, region, level.
//!
//! Each field is taken from the first evidence that tells it. For the year the order is: the title, the date line,
//! a year that the text states of itself, the plan it follows or makes, the page's title where the page is one
//! article, last what the caller knows. Never an anniversary, never the byline of the web page. A masked year is
//! known to be unknown (`20XX`). What the caller says of the page overrides all but the year's own evidence.

use super::bodies::Bodies;
use super::filter::{Filter, Set};
use super::finder::Finder;
use super::lines::{Line, squeezed};
use super::pattern::{self, Patterns};
use super::places::Own;
use super::regions::{Region, Regions, government};
use super::survey::{Known, Survey};
use super::titles::Titles;
use crate::calendar::Edtf;
use crate::document::{About, ArticleKind, Evidence, Level, Meta, Section};
use crate::error::Error;
use crate::span::{Normal, Span};
use crate::tables::Table;
use regex::Captures;
use std::cell::LazyCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// Characters at the beginning of an article that open it.
const OPEN: usize = 400;
/// Characters at its end that close it.
const CLOSE: usize = 300;
/// Weight of a title that is the article's own, against the cues of its text.
const OWN_TITLE: u32 = 24;
/// Weight of a title that is shared with other articles.
const SHARED_TITLE: u32 = 2;

/// Characters of an article in which its tense is looked for.
const TENSE: usize = 4_000;
/// Weight of the tense of a text.
const TENSE_WEIGHT: u32 = 3;
/// Least number of words of a tense that say something.
const SPOKEN: usize = 3;
/// Characters of a text without a word of what is done, from which on it rather says what is to be done.
const UNDONE: usize = 80;

/// What a word says of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tense {
    Done,
    Ahead,
    None,
}

/// A cue of a kind.
#[derive(Debug)]
struct Cue {
    kind: ArticleKind,
    place: Place,
    weight: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Open,
    Close,
    Any,
}

/// What the rows of `about.tsv` tell; the table says what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Year,
    Years,
    Five,
    Roc,
    Date,
    DateLine,
    Own,
    Now,
    OfFive,
    Past,
    Making,
    Plan,
    Task,
    Review,
    Speaker,
    Signed,
    Issuer,
    Report,
    Number,
    Here,
    Office,
    Congress,
}

impl Field {
    const ALL: [(&'static str, Self); 22] = [
        ("year", Self::Year),
        ("years", Self::Years),
        ("five", Self::Five),
        ("roc", Self::Roc),
        ("date", Self::Date),
        ("dateline", Self::DateLine),
        ("own", Self::Own),
        ("now", Self::Now),
        ("of-five", Self::OfFive),
        ("past", Self::Past),
        ("making", Self::Making),
        ("plan", Self::Plan),
        ("task", Self::Task),
        ("review", Self::Review),
        ("speaker", Self::Speaker),
        ("signed", Self::Signed),
        ("issuer", Self::Issuer),
        ("report", Self::Report),
        ("number", Self::Number),
        ("here", Self::Here),
        ("office", Self::Office),
        ("congress", Self::Congress),
    ];
}

/// A row of either table: both are looked for in one pass.
#[derive(Debug)]
enum Clue {
    Cue(Cue),
    Field(Field),
}

/// A text with the clues that may speak of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard<'t> {
    /// The text.
    pub text: &'t str,
    may: Set,
}

impl Heard<'_> {
    /// The same of `text`, which is the same text.
    pub(super) fn as_text(self, text: &str) -> Heard<'_> {
        Heard { text, may: self.may }
    }
}

/// What the clues may say of the lines of an article.
#[derive(Debug)]
pub(super) struct Speaking {
    /// For each line, the clues that may speak of a part of it.
    parts: Vec<Set>,
    /// The lines of which some may speak as a whole, with these.
    lines: Vec<(usize, Set)>,
    /// All of `parts` together.
    all: Set,
}

/// The tables of this file and of those about years and places.
#[derive(Debug)]
pub(super) struct Clues {
    clues: Patterns<Clue>,
    pub(super) bodies: Bodies,
    /// The rows of each field.
    fields: [Set; Field::ALL.len()],
    regions: OnceLock<Regions>,
    own: Finder<Own>,
    tense: Finder<Tense>,
    /// The years of the sessions of the National People's Congress, by term and session.
    congresses: HashMap<(u32, u32), &'static str>,
}

/// An article, as this file sees it.
pub(super) struct Subject<'a> {
    /// The normal form of the page.
    pub text: &'a str,
    /// The article's lines, without furniture and without its title.
    pub lines: &'a [Line],
    /// The lines of the page among which they stand.
    pub within: Range<usize>,
    /// What the clues may say of each.
    pub speaking: Speaking,
    /// What is known of the lines of the page.
    pub survey: &'a Survey,
    /// Its sections.
    pub sections: &'a [Section],
    /// What it is called, where that is its own.
    pub title: Option<&'a str>,
    /// What it is called together with others: a marker's base, a repeated title.
    pub shared: Option<&'a str>,
    /// The page's title, where the page is one article.
    pub page: Option<&'a str>,
    /// Whether years are counted from 1912: 113年 is 2024.
    pub roc: bool,
}

impl Clues {
    /// Reads the tables.
    pub(super) fn load() -> Result<Self, Error> {
        let mut clues = pattern::rows(
            "structure/kinds.tsv",
            include_str!("../../data/structure/kinds.tsv"),
            &["kind", "where", "weight", "pattern"],
            |row| {
                let cue = Cue {
                    kind: ArticleKind::from_name(row.get("kind")).ok_or_else(|| row.error("no such kind"))?,
                    place: match row.get("where") {
                        "open" => Place::Open,
                        "close" => Place::Close,
                        "any" => Place::Any,
                        other => return Err(row.error(format!("no place is called {other:?}"))),
                    },
                    weight: row.get("weight").parse().map_err(|_| row.error("weight is no number"))?,
                };
                Ok((Clue::Cue(cue), row.need("pattern")?.to_owned()))
            },
        )?;
        clues.extend(pattern::rows(
            "structure/about.tsv",
            include_str!("../../data/structure/about.tsv"),
            &["field", "pattern"],
            |row| {
                let named = Field::ALL.iter().find(|(name, _)| *name == row.get("field"));
                let (_, field) = named.ok_or_else(|| row.error("no such field"))?;
                Ok((Clue::Field(*field), row.need("pattern")?.to_owned()))
            },
        )?);
        let clues = Patterns::new("structure/about.tsv", clues)?;
        let mut fields = [Set::default(); Field::ALL.len()];
        for (row, clue) in clues.all().enumerate() {
            if let Clue::Field(field) = clue {
                let rows = &mut fields[*field as usize];
                *rows = rows.with(row);
            }
        }
        let table = Table::parse(
            "structure/own.tsv",
            include_str!("../../data/structure/own.tsv"),
            &["word", "level"],
        )?;
        table.unique("word")?;
        let mut own = Vec::new();
        for row in table.rows() {
            let level = Own::from_name(row.get("level")).ok_or_else(|| row.error("no such level"))?;
            own.push((row.need("word")?, level));
        }
        let table = Table::parse(
            "structure/tense.tsv",
            include_str!("../../data/structure/tense.tsv"),
            &["word", "tense"],
        )?;
        table.unique("word")?;
        let mut tense = Vec::new();
        for row in table.rows() {
            let what = match row.get("tense") {
                "done" => Tense::Done,
                "ahead" => Tense::Ahead,
                "none" => Tense::None,
                other => return Err(row.error(format!("no tense is called {other:?}"))),
            };
            tense.push((row.need("word")?, what));
        }
        let tense = Finder::new(tense.into_iter());
        let table = Table::parse(
            "structure/congresses.tsv",
            include_str!("../../data/structure/congresses.tsv"),
            &["term", "session", "year"],
        )?;
        let mut congresses = HashMap::new();
        for row in table.rows() {
            let number = |column| row.get(column).parse().map_err(|_| row.error("not a number"));
            congresses.insert((number("term")?, number("session")?), row.need("year")?);
        }
        let (bodies, own) = (Bodies::load()?, Finder::new(own.into_iter()));
        Ok(Self { clues, bodies, fields, regions: OnceLock::new(), own, tense, congresses })
    }

    /// The places, loaded when a text is long enough to name one.
    pub(super) fn regions(&self) -> &Regions {
        self.regions.get_or_init(|| Regions::load().expect("a test loads the table"))
    }

    /// Whether a line ends like the name of an office.
    pub(super) fn names_an_office(&self, line: &str) -> bool {
        self.find(Field::Office, self.hear(line)).is_some()
    }

    /// The literals of the clues.
    pub(super) fn filter(&self) -> &Filter {
        self.clues.filter()
    }

    /// The year of a session of the National People's Congress.
    pub(super) fn congress_year(&self, term: u32, session: u32) -> Option<&'static str> {
        self.congresses.get(&(term, session)).copied()
    }

    /// Words by which a text calls a level its own.
    pub(super) fn own(&self) -> &Finder<Own> {
        &self.own
    }

    /// `text` with the clues that may speak of it.
    pub(super) fn hear<'t>(&self, text: &'t str) -> Heard<'t> {
        Heard { text, may: self.clues.filter().of(text) }
    }

    /// What the rows of `field` find in a text, the first row that finds something.
    pub(super) fn find<'t>(&self, field: Field, heard: Heard<'t>) -> Option<Captures<'t>> {
        let rows = self.clues.rows(heard.may.and(self.fields[field as usize]));
        rows.map(|(_, p)| p).find_map(|p| p.captures(heard.text))
    }

    /// What the rows of `field` find in the first `lines` of an article, the first row that finds something.
    pub(super) fn said<'a>(&self, subject: &Subject<'a>, field: Field, lines: usize) -> Option<Captures<'a>> {
        let rows = subject.speaking.all.and(self.fields[field as usize]);
        if rows.is_empty() {
            return None;
        }
        let said = &subject.speaking.lines;
        let near = &said[..said.partition_point(|(l, _)| *l < lines)];
        let all = near.iter().fold(Set::default(), |all, (_, set)| all.or(*set));
        self.clues.numbered(all.and(rows)).find_map(|(row, _, pattern)| {
            let lines = near.iter().filter(|(_, set)| set.has(row));
            lines.map(|(l, _)| subject.line(&subject.lines[*l])).find_map(|l| pattern.captures(l))
        })
    }

    /// What the clues may say of some lines.
    pub(super) fn speaking<'s>(
        &self,
        text: &str,
        lines: impl Iterator<Item = (Line, &'s Known)>,
    ) -> Speaking {
        let mut out =
            Speaking { parts: Vec::new(), lines: Vec::new(), all: self.filter().of_known(Set::default()) };
        for (i, (line, known)) in lines.enumerate() {
            let part = self.filter().of_known(known.clues);
            out.all = out.all.or(part);
            out.parts.push(part);
            let whole = self.filter().of_known_line(&text[line.at.range()], known.clues);
            if !whole.is_empty() {
                out.lines.push((i, whole));
            }
        }
        out
    }

    /// Everything about one article.
    pub(super) fn about(&self, subject: &Subject<'_>, titles: &Titles, meta: &Meta) -> About {
        let mut about = About { kind: self.kind(subject, titles), ..About::default() };
        let title = squeezed(subject.title.or(subject.page).unwrap_or(""));
        let heard = self.hear(&title);
        self.dates(subject, heard, meta, &mut about);
        self.issuer(subject, heard, &mut about);
        self.region(subject, &title, &mut about);
        // Its own name says who gives it: 某县 2013年政府工作报告.
        if about.issuer.is_none() && title.ends_with("政府工作报告") {
            let local = about.region.as_deref().filter(|_| about.region_code.is_some());
            let national = about.level == Some(Level::National) && about.region.is_some();
            about.issuer = match local {
                Some(region) => Some(government(region)),
                None => national.then(|| "国务院".to_owned()),
            };
            about.evidence.extend(about.issuer.is_some().then_some(("issuer", Evidence::Title)));
        }
        self.given(meta, &mut about);
        about
    }

    /// What a document that a notice forwards does not say itself is what the notice says.
    pub(super) fn inherit(about: &mut About, notice: &About) {
        let mut fill = |field: &'static str, empty: bool| {
            if let (true, Some(e)) = (empty, notice.evidence.get(field)) {
                about.evidence.insert(field, *e);
            }
            empty
        };
        if fill("year", about.year.is_none()) {
            about.year = notice.year.clone();
        }
        if fill("issuer", about.issuer.is_none()) {
            about.issuer = notice.issuer.clone();
        }
        if fill("region", about.region.is_none()) {
            about.region = notice.region.clone();
            about.region_code = notice.region_code.clone();
            about.level = notice.level.or(about.level);
            about.evidence.extend(notice.evidence.get("level").map(|e| ("level", *e)));
        }
    }

    /// What the caller knows.
    fn given(&self, meta: &Meta, about: &mut About) {
        if let Some(kind) = meta.kind {
            about.kind = kind;
            about.evidence.insert("kind", Evidence::Meta);
        }
        if let Some(year) = &meta.year {
            about.year = Some(Edtf::from_text(year.clone()));
            about.evidence.insert("year", Evidence::Meta);
        }
        if let Some(issuer) = &meta.issuer {
            about.issuer = Some(issuer.clone());
            about.evidence.insert("issuer", Evidence::Meta);
        }
        if meta.region.is_some() || meta.region_code.is_some() {
            let by_code = meta.region_code.as_deref().and_then(|c| self.regions().by_code(c));
            let found = by_code.or_else(|| meta.region.as_deref().and_then(|n| self.regions().by_name(n)));
            about.region = meta.region.clone().or_else(|| found.map(|r| r.name.to_owned()));
            about.region_code = meta.region_code.clone().or_else(|| found.map(|r| r.code.to_owned()));
            about.level = found.map(Region::level).or(about.level);
            about.evidence.insert("region", Evidence::Meta);
        }
    }

    /// Whether a text tells what is done, or what is to be done, and the weight of that.
    fn tense(&self, text: &str) -> Option<(ArticleKind, u32)> {
        let (mut done, mut ahead) = (0, 0);
        self.tense.longest(text, |_, _, tense| match tense {
            Tense::Done => done += 1,
            Tense::Ahead => ahead += 1,
            Tense::None => {}
        });
        match (done, ahead) {
            (d, a) if d >= SPOKEN && d >= 2 * a => Some((ArticleKind::Summary, TENSE_WEIGHT)),
            (d, a) if a >= SPOKEN && a >= 2 * d => Some((ArticleKind::Plan, TENSE_WEIGHT)),
            (0, _) if text.chars().nth(UNDONE).is_some() => Some((ArticleKind::Plan, 1)),
            _ => None,
        }
    }

    fn kind(&self, subject: &Subject<'_>, titles: &Titles) -> ArticleKind {
        let mut score = [0u32; ArticleKind::ALL.len()];
        let mut add = |kind: ArticleKind, weight| {
            if let Some(i) = ArticleKind::ALL.iter().position(|k| *k == kind) {
                score[i] += weight;
            }
        };
        let by_title = subject.title.or(subject.page).and_then(|t| titles.kind(t));
        if let Some(kind) = by_title {
            add(kind, OWN_TITLE);
        }
        if let Some(kind) = subject.shared.and_then(|t| titles.kind(t)) {
            add(kind, SHARED_TITLE);
        }
        let body = subject.body();
        let start = subject.lines.first().map_or(0, |l| l.at.start());
        let opened = LazyCell::new(|| start + body.char_indices().nth(OPEN).map_or(body.len(), |(i, _)| i));
        let closed = LazyCell::new(|| start + body.char_indices().rev().nth(CLOSE).map_or(0, |(i, _)| i));
        // A cue counts once, so that lines are asked for those that have not been found yet.
        let mut found = Set::default();
        for (line, may) in &subject.speaking.lines {
            let at = subject.lines[*line].at;
            let text = subject.line(&subject.lines[*line]);
            for (row, clue, pattern) in self.clues.numbered(may.without(found)) {
                let Clue::Cue(cue) = clue else { continue };
                // The opening and the close of an article may lie inside a long line.
                let text = match cue.place {
                    Place::Any => text,
                    Place::Open if at.start() < *opened => &text[..opened.min(at.end()) - at.start()],
                    Place::Close if at.end() > *closed => &text[closed.max(at.start()) - at.start()..],
                    _ => continue,
                };
                if pattern.is_match(text) {
                    found = found.with(row);
                    add(cue.kind, cue.weight);
                }
            }
        }
        if by_title.is_none() {
            let kind = self.tense(&body[..body.char_indices().nth(TENSE).map_or(body.len(), |(i, _)| i)]);
            kind.into_iter().for_each(|(kind, weight)| add(kind, weight));
        }
        let best = score.iter().copied().max().unwrap_or(0);
        let first = score.iter().position(|s| *s == best && best > 0);
        first.map_or(ArticleKind::Other, |i| ArticleKind::ALL[i])
    }
}

impl<'a> Subject<'a> {
    /// What stands in a line.
    pub(super) fn line(&self, line: &Line) -> &'a str {
        &self.text[line.at.range()]
    }

    /// What stands in line `i`, with the clues that may speak of it.
    pub(super) fn hear(&self, i: usize) -> Heard<'a> {
        Heard { text: self.line(&self.lines[i]), may: self.speaking.parts[i] }
    }

    /// A part of the article's lines, with the clues that may speak of it.
    pub(super) fn hear_part(&self, at: Span<Normal>) -> Heard<'a> {
        Heard { text: &self.text[at.range()], may: self.speaking.all }
    }

    /// The text from the first line to the last, furniture between them included.
    pub(super) fn body(&self) -> &'a str {
        match (self.lines.first(), self.lines.last()) {
            (Some(a), Some(b)) => &self.text[a.at.start()..b.at.end()],
            _ => "",
        }
    }
}
