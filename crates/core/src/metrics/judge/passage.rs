//! What the passage says of its figures before they are read: its year, and whether it plans or reports.
//!
//! The role of a passage comes from its headings (nearest first), the years they name against the article's
//! year, the kind of the article, and, where those are silent or may mislead (a "plan" that tells what was
//! done), from a tally of the words of tense and aspect in the passage itself.

use super::Role;
use super::cues::{Class, Cue, Cues, automaton};
use super::sieve::Sets;
use crate::calendar::Edtf;
use crate::document::{ArticleId, ArticleKind, Document, SectionId};
use crate::error::Error;
use crate::metrics::lex::{Anchor, Lexer};
use crate::metrics::trie::{Trie, sorted};
use crate::span::{Normal, Span};
use crate::tables::Table;
use aho_corasick::AhoCorasick;
use std::collections::HashMap;

/// Where a word of `roles/passages.tsv` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Heading,
    Opening,
    Cue,
}

/// The table of passages.
#[derive(Debug)]
pub(super) struct Passages {
    words: Trie,
    rows: Vec<(Place, Role)>,
    heading: AhoCorasick,
    /// The role, and whether the word must end the heading.
    heading_rows: Vec<(Role, bool)>,
    spans: Trie,
    span_rows: Vec<Years>,
}

/// What a word of `roles/spans.tsv` says of the years that figures are told over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Years {
    Past,
    Next,
    One,
    Average,
    Sum,
    None,
}

impl Passages {
    pub(super) fn new() -> Result<Self, Error> {
        let name = "roles/passages.tsv";
        let text = include_str!("../../../data/metrics/roles/passages.tsv");
        let table = Table::parse(name, text, &["surface", "place", "role"])?;
        let (mut words, mut headings, mut heading_rows) = (vec![], vec![], vec![]);
        for row in table.rows() {
            let role = match row.need("role")? {
                "target" => Role::Target,
                "actual" => Role::Actual,
                other => return Err(row.error(format!("no role {other:?}"))),
            };
            let place = match row.need("place")? {
                "heading" | "heading-end" => Place::Heading,
                "opening" => Place::Opening,
                "cue" => Place::Cue,
                other => return Err(row.error(format!("no place {other:?}"))),
            };
            if place == Place::Heading {
                headings.push(row.need("surface")?);
                heading_rows.push((role, row.get("place") == "heading-end"));
            } else {
                words.push((row.need("surface")?, (place, role)));
            }
        }
        let text = include_str!("../../../data/metrics/roles/spans.tsv");
        let table = Table::parse("roles/spans.tsv", text, &["surface", "class"])?;
        table.unique("surface")?;
        let mut spans = Vec::new();
        for row in table.rows() {
            let years = match row.need("class")? {
                "past" => Years::Past,
                "next" => Years::Next,
                "one" => Years::One,
                "average" => Years::Average,
                "sum" => Years::Sum,
                "none" => Years::None,
                other => return Err(row.error(format!("no class {other:?}"))),
            };
            spans.push((row.need("surface")?, years));
        }
        let (trie, span_trie) =
            (Trie::new(&sorted(&mut words, false)), Trie::new(&sorted(&mut spans, false)));
        Ok(Self {
            words: trie,
            rows: words.into_iter().map(|(_, row)| row).collect(),
            heading: automaton(name, &headings)?,
            heading_rows,
            spans: span_trie,
            span_rows: spans.into_iter().map(|(_, years)| years).collect(),
        })
    }

    /// The first (or `last`) word of `roles/spans.tsv` in a text that says one of `of`.
    fn years(&self, text: &str, of: &[Years], last: bool) -> Option<Years> {
        let mut told = None;
        self.spans.find_all(text, |_, _, row| {
            let years = self.span_rows[row];
            if of.contains(&years) && (last || told.is_none()) {
                told = Some(years);
            }
        });
        told
    }

    /// The words that sentences are searched for.
    pub(super) fn searched(&self) -> [(Sets, &Trie); 2] {
        [(Sets::TURN, &self.words), (Sets::SPAN, &self.spans)]
    }

    /// Whether a figure behind `clause` is told over several years: as an average, or as a sum.
    pub(super) fn over_years(&self, clause: &str) -> Option<Years> {
        self.years(clause, &[Years::Average, Years::Sum], true)
    }

    /// What the head of a sentence says of the years that it and the next ones speak of.
    fn span(&self, sentence: &str, sets: Sets) -> Option<Years> {
        let head = sentence.trim_start();
        if !sets.has(Sets::SPAN) && !head.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let end = head.char_indices().nth(OPENING).map_or(head.len(), |(i, _)| i);
        let head = &head[..end];
        // 2025年是“十四五”收官之年: the year comes first.
        if heading_year(head.get(..4 + '年'.len_utf8()).unwrap_or_default()).is_some() {
            return Some(Years::One);
        }
        self.years(head, &[Years::Past, Years::Next, Years::One], false)
    }

    /// The role that a heading tells; the last word counts (工作情况 and 工作计划: the plan), none where it says both.
    fn heading(&self, heading: &str, level: u8) -> Option<Role> {
        // Below the top, long headings that end so are topics (圆满完成普查任务), short ones names of parts (主要任务).
        let topic = level > 1 && heading.chars().count() > 9;
        let heading = heading.trim_end().trim_end_matches(['。', '：', ':', '）', ')']);
        let mut told = None;
        for m in self.heading.find_iter(heading) {
            let (role, ends) = self.heading_rows[m.pattern().as_usize()];
            // 完成普查任务 is a topic, 主要任务 the name of a part.
            if ends && (topic || m.end() < heading.len()) {
                continue;
            }
            if told.is_some_and(|t| t != role) {
                return None;
            }
            told = Some(role);
        }
        told
    }

    /// The role that a sentence gives to the rest of its passage.
    /// A cue does not speak where a heading says that the passage reports (`reviewed`): 高于预期目标.
    fn turn(&self, sentence: &str, sets: Sets, reviewed: bool) -> Option<Role> {
        if !sets.has(Sets::TURN) {
            return None;
        }
        let mut told = None;
        self.words.find_all(sentence, |start, _, row| {
            let (place, role) = self.rows[row];
            if place == Place::Cue && !reviewed || opening(&sentence[..start]) {
                told = Some(role);
            }
        });
        told
    }
}

/// Characters at the head of a sentence in which words of its years are looked for.
const OPENING: usize = 24;

/// Years that a government's term, a five-year plan, and 五年来 have.
const TERM: u16 = 5;

/// Whether what stands before a word leaves it at the head of its sentence: nothing, or a label.
fn opening(before: &str) -> bool {
    before.chars().count() <= 4
        && before
            .chars()
            .all(|c| c.is_whitespace() || "一二三四五六七八九十（）()0123456789、.．是在".contains(c))
}

/// What is known of a year: four characters, `X` for digits unknown or masked.
pub(super) type Year = [u8; 4];

/// A year that nothing tells.
pub(super) const UNKNOWN: Year = *b"XXXX";

/// The first four characters of an EDTF date, if they are a year.
pub(super) fn year_of(edtf: &str) -> Option<Year> {
    let year: Year = edtf.as_bytes().get(..4)?.try_into().ok()?;
    year.iter().all(|b| b.is_ascii_digit() || *b == b'X').then_some(year)
}

/// The year as a number, where no digit is hidden.
pub(super) fn number(year: Year) -> Option<u16> {
    year.iter().try_fold(0, |n: u16, b| b.is_ascii_digit().then(|| n * 10 + u16::from(b - b'0')))
}

/// What holds for a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passage {
    pub(super) article: Option<ArticleId>,
    pub(super) section: Option<SectionId>,
    /// The year that its relative dates are reckoned from.
    pub(super) year: Year,
    /// The year that 今年 and 去年 are reckoned from: a report speaks from its own year, whatever it reviews.
    pub(super) spoken_year: Year,
    /// The year of the article.
    pub(super) article_year: Year,
    pub(super) role: Role,
    /// Whether the role is told by heading or kind (not only by a tally).
    pub(super) told: bool,
    /// The year that a report given at the beginning of the next one tells of, where no heading says it.
    pub(super) reviewed: Option<Year>,
    /// The years that the heading plans for (“十五五”时期).
    pub(super) period: Option<(u16, u16)>,
    /// Over which years its sentence says that it speaks.
    pub(super) span: Option<Years>,
    /// Whether the sentence stands in a heading, and whether in the article's title.
    pub(super) heading: bool,
    pub(super) title: bool,
}

/// What a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// A time: growth, and what adds up over the years.
    Flow,
    /// A moment: what stands at its end.
    Level,
    /// Nobody knows.
    Unknown,
}

impl Passage {
    /// The year that a figure speaks of, or the years: its own time's, else what the passage tells. `over`: whether
    /// the figure is an average or sum of years; `nature`: whether it is such where its passage speaks of years.
    pub(super) fn reference_year(
        &self,
        role: Role,
        time: Option<&Edtf>,
        over: Option<Years>,
        nature: Nature,
    ) -> Edtf {
        let average = over == Some(Years::Average);
        if let Some(time) = time.map(Edtf::as_str)
            && let Some(first) = year_of(time).or_else(|| year_of(time.strip_prefix("../")?))
            && first != UNKNOWN
        {
            let last = time.split_once('/').and_then(|(_, to)| year_of(to)).unwrap_or(first);
            return Edtf::from_text(match (first == last, average) {
                (true, false) => text(first),
                (true, true) => format!("../{}", text(first)),
                // 五年来城镇化率达到68%: what was reached is of the last year.
                (false, _) if role == Role::Actual && nature == Nature::Level && over.is_none() => text(last),
                (false, _) => format!("{}/{}", text(first), text(last)),
            });
        }
        let several = over.is_some() || nature == Nature::Flow;
        let (from, to) = match (role, number(self.reviewed.unwrap_or(self.year)), number(self.year)) {
            (Role::Target, _, Some(year)) => match self.period {
                Some(period) => period,
                None if self.span == Some(Years::Next) => (year, year.saturating_add(TERM - 1)),
                None if average => return Edtf::from_text(format!("{year:04}/..")),
                None => (year, year),
            },
            (Role::Actual | Role::Reference, Some(year), _) if several && self.span == Some(Years::Past) => {
                (year.saturating_sub(TERM - 1), year)
            }
            (Role::Actual | Role::Reference, Some(year), _) if average => {
                return Edtf::from_text(format!("../{year:04}"));
            }
            (Role::Actual | Role::Reference, Some(year), _) => (year, year),
            _ => return Edtf::from_text(text(self.year)),
        };
        Edtf::from_text(if from == to { format!("{from:04}") } else { format!("{from:04}/{to:04}") })
    }
}

/// A year as text.
fn text(year: Year) -> String {
    year.iter().map(|b| char::from(*b)).collect()
}

/// A unit over which tense is tallied: a top section of an article, or the article.
type Unit = (Option<ArticleId>, Option<SectionId>);

/// What a heading tells, or the one above it.
#[derive(Clone, Copy, Debug, Default)]
struct Named {
    role: Option<Role>,
    year: Option<Year>,
    period: Option<(u16, u16)>,
}

/// Roles and years of a page's passages.
#[derive(Debug)]
pub(super) struct Survey {
    tallies: HashMap<Unit, (u32, u32)>,
    counted: bool,
    /// The cues that the count found, and how many of them stand before the end of each sentence.
    cues: Vec<(Span<Normal>, Class)>,
    ends: Vec<usize>,
    sections: Vec<Named>,
    /// Whether each article is a report on the year before its own.
    reviews: Vec<bool>,
    turn: Option<(Unit, Role)>,
    /// What the sentences of a unit said last of their years.
    span: Option<(Unit, Years)>,
}

impl Survey {
    pub(super) fn new(doc: &Document, passages: &Passages, lexer: &Lexer) -> Self {
        let text = doc.normal().text();
        // The first and last year that the top headings of an article name.
        let mut years: HashMap<usize, (u16, u16)> = HashMap::new();
        for s in doc.sections().iter().filter(|s| s.parent.is_none()) {
            if let Some(y) = heading_year(&text[s.heading.range()]).and_then(number) {
                let entry = years.entry(s.article.index()).or_insert((y, y));
                *entry = (entry.0.min(y), entry.1.max(y));
            }
        }
        let mut sections: Vec<Named> = Vec::with_capacity(doc.sections().len());
        for s in doc.sections() {
            // A run-in heading goes on to the end of its sentence: only its first part names the section.
            let mut heading = &text[s.heading.range()];
            if s.run_in {
                heading = heading.split(['，', ',', '。', '；']).next().unwrap_or(heading);
            }
            let year = heading_year(heading);
            let above = s.parent.and_then(|p| sections.get(p.index()).copied()).unwrap_or_default();
            let article = doc.articles().get(s.article.index());
            let own = article.and_then(|a| a.about.year.as_ref()).and_then(|y| year_of(y.as_str()));
            // 2023年主要工作 beside 2024年工作计划: the earlier year is reviewed, whichever is the article's.
            let (first, last) = years.get(&s.article.index()).copied().unwrap_or((u16::MAX, 0));
            let by_year = match (year.and_then(number), own.and_then(number)) {
                (Some(y), _) if first < last && y < last => Some(Role::Actual),
                (Some(y), _) if first < last && y == last => Some(Role::Target),
                (Some(y), Some(a)) if y < a => Some(Role::Actual),
                (Some(y), Some(a)) if y > a => Some(Role::Target),
                _ => None,
            };
            let role = passages.heading(heading, s.level).or(by_year).or(above.role);
            let period = if year.is_some() { None } else { five_years(lexer, heading).or(above.period) };
            sections.push(Named { role, year: year.or(above.year), period });
        }
        // A report that plans for its own year reviews the one before it.
        let mut reviews: Vec<bool> = doc.articles().iter().map(|a| early(&a.about)).collect();
        for (section, named) in doc.sections().iter().zip(&sections) {
            let i = section.article.index();
            let own =
                doc.articles().get(i).and_then(|a| a.about.year.as_ref()).and_then(|y| year_of(y.as_str()));
            if named.year.is_some() && named.year == own && named.role == Some(Role::Target) {
                reviews[i] = true;
            }
        }
        for (reviews, article) in reviews.iter_mut().zip(doc.articles()) {
            *reviews &= matches!(article.about.kind, ArticleKind::Report | ArticleKind::Speech);
        }
        let tallies = HashMap::new();
        let (cues, ends) = (Vec::new(), Vec::new());
        Self { tallies, counted: false, cues, ends, sections, reviews, turn: None, span: None }
    }

    fn unit(doc: &Document, article: Option<ArticleId>, section: Option<SectionId>) -> Unit {
        let mut top = section;
        while let Some(p) = top.and_then(|s| doc.sections().get(s.index())).and_then(|s| s.parent) {
            top = Some(p);
        }
        (article, top)
    }

    /// Tallies the words of tense of the whole page: of each section, of the top section that it stands in, and of
    /// the article. Done once, when the first passage is met whose role nothing else tells.
    fn count(&mut self, doc: &Document, cues: &Cues) {
        self.counted = true;
        let (text, mut found) = (doc.normal().text(), Vec::new());
        for sentence in doc.sentences() {
            let at = doc
                .paragraphs()
                .get(sentence.paragraph.index())
                .map_or((None, None), |p| (p.article, p.section));
            cues.find(text, sentence.at.range(), &mut found);
            self.cues.extend(found.iter().map(|c| (Span::new(c.start, c.end), c.class)));
            self.ends.push(self.cues.len());
            let (mut done, mut plan) = (0, 0);
            for c in &found {
                if c.class.is(Class::DONE | Class::TOTAL) {
                    // 了 alone also ends what is only supposed.
                    done += 1;
                } else if c.class.is(Class::PLAN) {
                    plan += 2;
                } else if c.class.is(Class::SHOULD) {
                    plan += 1;
                }
            }
            if (done, plan) == (0, 0) {
                continue;
            }
            let unit = Self::unit(doc, at.0, at.1);
            let whole = (unit.0, None);
            // What is its own top section, or stands in none, counts once.
            let units = [Some(at), Some(unit).filter(|u| *u != at), Some(whole).filter(|w| *w != unit)];
            for unit in units.into_iter().flatten() {
                let tally = self.tallies.entry(unit).or_default();
                tally.0 += done;
                tally.1 += plan;
            }
        }
    }

    /// The cues of the `i`th sentence: those of the count, where there was one, so that no sentence is searched twice.
    pub(super) fn cues(&self, doc: &Document, cues: &Cues, i: usize, out: &mut Vec<Cue>) {
        let Some(&end) = self.ends.get(i) else {
            return cues.find(doc.normal().text(), doc.sentences()[i].at.range(), out);
        };
        let start = i.checked_sub(1).map_or(0, |k| self.ends[k]);
        let found = self.cues[start..end].iter();
        out.extend(found.map(|(at, class)| Cue { start: at.start(), end: at.end(), class: *class }));
    }

    /// What holds for a sentence but for its role; sentences come in order.
    pub(super) fn passage(
        &mut self,
        doc: &Document,
        passages: &Passages,
        at: (Option<ArticleId>, Option<SectionId>),
        sentence: &str,
        sets: Sets,
    ) -> Passage {
        let (article, section) = at;
        let unit = Self::unit(doc, article, section);
        let of = article.and_then(|a| doc.articles().get(a.index()));
        let article_year =
            of.and_then(|a| a.about.year.as_ref()).and_then(|y| year_of(y.as_str())).unwrap_or(UNKNOWN);
        let named = section.and_then(|s| self.sections.get(s.index()).copied()).unwrap_or_default();
        let (heading_role, heading_year) = (named.role, named.year);
        if let Some(role) = passages.turn(sentence, sets, heading_role == Some(Role::Actual)) {
            self.turn = Some((unit, role));
        }
        if self.span.is_none_or(|(u, _)| u != unit) {
            // A heading that names a plan's years speaks of them until a sentence says otherwise.
            let ended = |(_, to): (u16, u16)| number(article_year).is_none_or(|y| to < y);
            let of = named.period.map(|p| if ended(p) { Years::Past } else { Years::Next });
            self.span = of.map(|y| (unit, y));
        }
        if let Some(years) = passages.span(sentence, sets) {
            self.span = Some((unit, years));
        }
        let kind = of.map_or(ArticleKind::Other, |a| a.about.kind);
        let year = heading_year.unwrap_or(article_year);
        let reports = matches!(kind, ArticleKind::Report | ArticleKind::Speech);
        let reviewed = match (number(year), number(article_year)) {
            (Some(y), Some(a)) => y.checked_add(1) == Some(a),
            _ => false,
        };
        let reviews =
            heading_year.is_none() && article.is_some_and(|a| self.reviews.get(a.index()) == Some(&true));
        let year_before = || number(article_year).and_then(|y| y.checked_sub(1)).and_then(year_from);
        Passage {
            article,
            section,
            year,
            spoken_year: if reports && reviewed { article_year } else { year },
            article_year,
            role: Role::Target,
            told: false,
            reviewed: if reviews { year_before() } else { None },
            period: named.period,
            span: self.span.filter(|(u, _)| *u == unit).map(|(_, y)| y),
            heading: false,
            title: false,
        }
    }

    /// Finds the role of the passage that was made last.
    pub(super) fn decide(&mut self, doc: &Document, cues: &Cues, passage: &mut Passage) {
        let (article, section) = (passage.article, passage.section);
        let unit = Self::unit(doc, article, section);
        let turned = self.turn.filter(|(u, _)| *u == unit).map(|(_, r)| r);
        let heading = section.and_then(|s| self.sections.get(s.index())).and_then(|n| n.role);
        if let Some(role) = turned.or(heading) {
            (passage.role, passage.told) = (role, true);
        } else {
            let (tallied, prior, leaning) = self.leanings(doc, cues, (article, section));
            passage.role = tallied.or(prior).unwrap_or(leaning);
            passage.told = prior == Some(passage.role);
        }
        passage.period = passage.period.filter(|_| passage.role == Role::Target);
    }

    /// What the words of tense, the kind of the article, and the words again, however few, say of a passage's role.
    fn leanings(
        &mut self,
        doc: &Document,
        cues: &Cues,
        at: (Option<ArticleId>, Option<SectionId>),
    ) -> (Option<Role>, Option<Role>, Role) {
        if !self.counted {
            self.count(doc, cues);
        }
        let unit = Self::unit(doc, at.0, at.1);
        let of = at.0.and_then(|a| doc.articles().get(a.index()));
        let tally = |unit: Unit| self.tallies.get(&unit).copied().unwrap_or_default();
        let ((done, plan), own, whole) = (tally(unit), tally(at), tally((at.0, None)));
        // 工作总结和工作计划: the title of a collection; the text itself tells which of the two it is.
        let title = of.and_then(|a| a.title).map_or("", |t| doc.normal().slice(t));
        let both = title.contains("总结") && (title.contains("计划") || title.contains("打算"));
        let prior = match of.map_or(ArticleKind::Other, |a| a.about.kind) {
            ArticleKind::Plan if both && whole.0 > whole.1 => Some(Role::Actual),
            ArticleKind::Plan | ArticleKind::Scheme | ArticleKind::Notice => Some(Role::Target),
            ArticleKind::Summary | ArticleKind::Report | ArticleKind::Speech | ArticleKind::Essay => {
                Some(Role::Actual)
            }
            ArticleKind::Other => None,
        };
        // A clear majority of the other tense overrules the kind, not a heading.
        let majority = |(done, plan): (u32, u32)| {
            if done >= 4 && 2 * done > 3 * plan {
                Some(Role::Actual)
            } else if plan >= 6 && plan > 3 * done {
                Some(Role::Target)
            } else {
                None
            }
        };
        // Of a whole article only that it tells what was done: a report plans in its second half.
        let of_section = if unit.1.is_some() { majority(own).or(majority((done, plan))) } else { None };
        let tallied = of_section.or(majority(whole).filter(|r| *r == Role::Actual));
        (tallied, prior, if plan > done { Role::Target } else { Role::Actual })
    }
}

/// A report that bears a date in the first months of its year tells of the year before.
fn early(about: &crate::document::About) -> bool {
    let (Some(date), Some(year)) = (&about.date, &about.year) else { return false };
    let month = date.as_str().get(5..7).and_then(|m| m.parse::<u8>().ok());
    date.year().is_some() && date.year() == year.year() && month.is_some_and(|m| m <= EARLY)
}

/// Assemblies meet by then; a report that comes later may speak of its own year.
const EARLY: u8 = 5;

/// The years of the five-year plan that a heading names: `“十五五”时期的主要目标`.
fn five_years(lexer: &Lexer, heading: &str) -> Option<(u16, u16)> {
    let found = lexer.scan(heading, Span::new(0, heading.len()), Anchor::default());
    let dates = found.iter().filter_map(|e| e.edtf.as_ref());
    let (from, to) =
        dates.rev().find_map(|d| d.as_str().split_once('/').filter(|_| d.as_str().len() == 9))?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// A year in four characters.
fn year_from(year: u16) -> Option<Year> {
    format!("{year:04}").into_bytes().try_into().ok()
}

/// The year that a heading names: `2013年工作回顾`.
fn heading_year(heading: &str) -> Option<Year> {
    heading.match_indices('年').find_map(|(i, _)| {
        let digits = heading.as_bytes().get(i.checked_sub(4)?..i)?;
        let ok = digits.len() == 4 && digits.iter().all(u8::is_ascii_digit);
        let plausible = ok && (digits.starts_with(b"19") || digits.starts_with(b"20"));
        plausible.then(|| digits.try_into().ok()).flatten()
    })
}
