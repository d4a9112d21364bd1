//! What the passages of a page say of their figures before they are read: their years, and whether they plan or report.
//!
//! The role of a passage comes from its headings (nearest first), the years they name against the article's
//! year, the kind of the article, and, where those are silent or may mislead (a "plan" that tells what was
//! done), from a tally of the words of tense and aspect in the passage itself.

use super::Role;
use super::cues::{Class, Cue, Cues};
use super::passage::{Passage, UNKNOWN, Year, Years, heading_year, number, year_from, year_of};
use super::sieve::Sets;
use super::turns::Passages;
use crate::document::{ArticleId, ArticleKind, Document, SectionId};
use crate::metrics::lex::{Anchor, Lexer};
use crate::span::{Normal, Span};
use std::collections::HashMap;

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
