//! Decides which expressions are metrics and what they mean in their passage.
//!
//! Rejection first (`reject`): recall is easy, precision is the work. What is left is read with its neighbours:
//! the passage tells year and role (`passage`, `role`), the calendar resolves dates (`when`), and the words
//! around a figure tell what it measures (`indicator`) and how it relates to other figures (`figure`). A sentence
//! is a sequence of clauses with cue words found by one automaton (`cues`); knowledge of words lives in tables,
//! the code knows how classes of words combine. Linear in the length of a page but for binary searches.

mod action;
mod aside;
mod behind;
mod confidence;
mod cues;
mod dates;
mod edges;
mod figure;
mod identify;
mod indicator;
mod lists;
mod passage;
mod reasons;
mod reject;
mod relations;
mod role;
mod rules;
mod schedule;
mod sentence;
mod sets;
mod sieve;
mod statements;
mod survey;
mod turns;
mod when;

#[cfg(test)]
mod page;
#[cfg(test)]
mod tests;

use self::cues::Cues;
use self::figure::{Judge, Text};
use self::identify::{Own, identify};
use self::passage::Nature;
use self::reject::Neighbours;
use self::sentence::Sentence;
use self::sieve::Sieve;
use self::statements::Statements;
use self::survey::Survey;
use self::turns::Passages;
use self::when::Times;
use super::expr::Kind;
use super::indicators::Indicators;
use super::lex::{Anchor, Lexer};
use crate::calendar::Edtf;
use crate::document::{ArticleId, Document, Level, ParagraphId, SectionId};
use crate::error::Error;
use crate::number::Decimal;
use crate::span::{Normal, Source, Span};

pub use self::rules::{Rule, RuleKind, rules};

/// What a figure is to its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // the names of the contract
pub enum Role {
    Target,
    Actual,
    Reference,
}

impl Role {
    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Actual => "actual",
            Self::Reference => "reference",
        }
    }
}

/// Whether a figure is a growth or a fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names of the contract
pub enum Change {
    Up,
    Down,
}

impl Change {
    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// One metric; the fields are those of `METRICS.md`, spans point into the original.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// The core of the value expression.
    pub at: Span<Source>,
    /// The sentence that holds it.
    pub sentence: Span<Source>,
    /// The innermost article.
    pub article: Option<ArticleId>,
    /// The innermost section.
    pub section: Option<SectionId>,
    /// See [`Kind`].
    pub kind: Kind,
    /// See [`Role`].
    pub role: Role,
    /// Lower bound, in `unit`.
    pub min: Option<Decimal>,
    /// Upper bound, in `unit`.
    pub max: Option<Decimal>,
    /// Whether the figure is approximate.
    pub approx: bool,
    /// Whether its digits were blanked out.
    pub masked: bool,
    /// Canonical unit, in the text's own script.
    pub unit: Option<String>,
    /// Period of a frequency or rate.
    pub per: Option<String>,
    /// The date of a calendar metric; of the others the time by or within which.
    pub edtf: Option<Edtf>,
    /// What is measured, in the text's own script.
    pub indicator: Option<String>,
    /// Growth or fall.
    pub change: Option<Change>,
    /// Key of a common indicator.
    pub indicator_id: Option<&'static str>,
    /// Of whom the indicator speaks (全体, 城镇, 农村), where it makes a difference.
    pub scope: Option<&'static str>,
    /// Reference year of the figure, or its years (`2021/2025`).
    pub year: Option<Edtf>,
    /// The rule that made the record.
    pub rule: &'static str,
    /// 0 to 1.
    pub confidence: f32,
}

/// A common indicator for which the text sets words in place of a number: 与经济增长同步, 完成国家下达任务.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The words.
    pub at: Span<Source>,
    /// The sentence that holds them.
    pub sentence: Span<Source>,
    /// The innermost article.
    pub article: Option<ArticleId>,
    /// See [`Role`].
    pub role: Role,
    /// Key of the indicator.
    pub indicator_id: &'static str,
    /// See [`Metric::scope`].
    pub scope: Option<&'static str>,
    /// The indicator as the text calls it.
    pub indicator: String,
    /// The year that it is said of, or the years.
    pub year: Edtf,
    /// The pattern of `panel/qualitative.tsv` that found it.
    pub pattern: &'static str,
}

/// An expression that is no metric, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The expression.
    pub at: Span<Source>,
    /// The rule of `reject/rules.tsv`.
    pub rule: &'static str,
}

/// What a page says in figures, and in words in their place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// Its metrics, sorted by start.
    pub metrics: Vec<Metric>,
    /// Common indicators without a number, sorted by start.
    pub statements: Vec<Statement>,
}

/// Extracts metrics. Immutable and shareable.
#[derive(Debug)]
pub struct Extractor {
    lexer: Lexer,
    cues: Cues,
    passages: Passages,
    neighbours: Neighbours,
    times: Times,
    indicators: Indicators,
    statements: Statements,
    sieve: Sieve,
}

impl Extractor {
    /// Loads the tables.
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new() -> Result<Self, Error> {
        sets::Set::check()?;
        reject::Sign::check()?;
        schedule::Beside::check()?;
        let (passages, times) = (Passages::new()?, Times::new()?);
        let sieve = Sieve::new(passages.searched().into_iter().chain(times.searched()));
        Ok(Self {
            lexer: Lexer::new()?,
            cues: Cues::new()?,
            passages,
            neighbours: Neighbours::new()?,
            times,
            indicators: Indicators::new()?,
            statements: Statements::new()?,
            sieve,
        })
    }

    /// The lexer, for `parse`.
    #[must_use]
    pub fn lexer(&self) -> &Lexer {
        &self.lexer
    }

    /// Every metric of the page, sorted by start.
    #[must_use]
    pub fn extract(&self, doc: &Document) -> Vec<Metric> {
        self.run(doc, false, None).metrics
    }

    /// Every metric of the page, and the common indicators for which it sets no number.
    #[must_use]
    pub fn read(&self, doc: &Document) -> Extraction {
        self.run(doc, true, None)
    }

    /// The same, and what was rejected, sorted by start.
    #[must_use]
    pub fn explain(&self, doc: &Document) -> (Extraction, Vec<Rejected>) {
        let mut rejected = Vec::new();
        let found = self.run(doc, true, Some(&mut rejected));
        (found, rejected)
    }

    fn run(&self, doc: &Document, worded: bool, mut rejected: Option<&mut Vec<Rejected>>) -> Extraction {
        let text = doc.normal().text();
        let place = |i: usize| {
            let paragraph = doc.paragraphs().get(doc.sentences()[i].paragraph.index());
            paragraph.map_or((None, None, false), |p| (p.article, p.section, p.heading))
        };
        let mut survey = Survey::new(doc, &self.passages, &self.lexer);
        let judge = Judge { cues: &self.cues, neighbours: &self.neighbours, times: &self.times };
        let (mut metrics, mut statements) = (Vec::new(), Vec::new());
        let mut last = None;
        for (i, sentence) in doc.sentences().iter().enumerate() {
            let (article, section, heading) = place(i);
            let words = doc.normal().slice(sentence.at);
            let sets = self.sieve.sets(words);
            let mut passage = survey.passage(doc, &self.passages, (article, section), words, sets);
            passage.heading = heading;
            passage.title = article
                .and_then(|a| doc.articles().get(a.index()))
                .and_then(|a| a.title)
                .is_some_and(|t| t.has(sentence.at.start()) || t == sentence.at);
            // The title names the article; what stands outside all articles presents the page.
            if passage.title || article.is_none() && !doc.articles().is_empty() {
                continue;
            }
            let anchor = Anchor { year: passage::number(passage.spoken_year), ..Anchor::default() };
            let exprs = self.lexer.scan(text, sentence.at, anchor);
            let counts = !exprs.is_empty() || words.contains('每');
            let worded = worded && !heading && self.indicators.names_one(words);
            if !counts {
                last = None;
                if !worded {
                    continue;
                }
            }
            // Only now what costs: most sentences say nothing that is counted.
            survey.decide(doc, &self.cues, &mut passage);
            let mut s = Sentence::new(text, sentence.at.range());
            s.sets = sets;
            survey.cues(doc, &self.cues, i, &mut s.cues);
            s.exprs = exprs;
            relations::share_units(&mut s);
            relations::money_units(&mut s);
            let about = article.and_then(|a| doc.articles().get(a.index())).map(|a| &a.about);
            let own = Own {
                region: about.and_then(|a| a.region.as_deref()),
                national: about.is_some_and(|a| a.level == Some(Level::National)),
            };
            let to_source = |r: &std::ops::Range<usize>| doc.normal().to_source(Span::new(r.start, r.end));
            let written = |r: &std::ops::Range<usize>| doc.as_written(Span::<Normal>::new(r.start, r.end));
            if worded {
                let said = self.statements.find(&s, &passage, &judge, &self.indicators, own);
                statements.extend(said.into_iter().map(|d| Statement {
                    at: to_source(&d.at),
                    sentence: to_source(&s.at),
                    article,
                    role: d.role,
                    indicator_id: d.id,
                    scope: d.scope,
                    indicator: written(&d.indicator),
                    year: passage.reference_year(d.role, d.time.as_ref(), None, Nature::Unknown),
                    pattern: d.pattern,
                }));
            }
            if !counts {
                continue;
            }
            self.cues.fixed(text, s.at.clone(), &mut s.fixed);
            if let Some(rejected) = rejected.as_deref_mut() {
                rejected.extend((0..s.exprs.len()).filter_map(|i| {
                    let rule = reasons::reason(&s, i, &self.cues, &self.neighbours)?;
                    Some(Rejected { at: to_source(&s.exprs[i].at.range()), rule })
                }));
            }
            let mut drafts = judge.sentence(&s, &passage, last);
            if aside::is_aside(words) && drafts.iter().any(|d| d.kind.is_calendar()) {
                let before = i.checked_sub(1).map(|k| &doc.sentences()[k]);
                let place_of =
                    |p: ParagraphId| doc.paragraphs().get(p.index()).map(|p| (p.article, p.section));
                let before = before.filter(|b| place_of(b.paragraph) == place_of(sentence.paragraph));
                if let Some(topic) = before.and_then(|b| aside::topic(text, b.at.range(), &self.cues)) {
                    aside::name(&mut drafts, &topic);
                }
            }
            identify(&self.indicators, &s, &mut drafts, own);
            last = drafts.iter().rev().find(|d| !d.kind.is_calendar()).map(|d| d.role);
            let sentence = to_source(&s.at);
            metrics.extend(drafts.into_iter().map(|d| Metric {
                at: to_source(&d.at),
                sentence,
                article: passage.article,
                section: passage.section,
                kind: d.kind,
                role: d.role,
                min: d.min,
                max: d.max,
                approx: d.approx,
                masked: d.masked,
                unit: d.unit.map(|u| match u {
                    Text::Name(name) => name,
                    Text::Place(r) => written(&r),
                }),
                per: d.per,
                year: Some(passage.reference_year(
                    d.role,
                    d.edtf.as_ref(),
                    // Only of figures that the panel takes: it costs a look at the clause.
                    d.id.and_then(|_| {
                        let clause = s.clause_start(d.at.start)..d.at.start;
                        self.passages.over_years(s.slice(clause))
                    }),
                    match d.id {
                        _ if d.change.is_some() || d.sums => Nature::Flow,
                        Some(_) => Nature::Level,
                        None => Nature::Unknown,
                    },
                )),
                edtf: d.edtf,
                indicator: d.indicator.map(|r| written(&r)),
                change: d.change,
                indicator_id: d.id,
                scope: d.scope,
                rule: d.rule,
                confidence: d.confidence,
            }));
        }
        metrics.sort_by_key(|m| (m.at.start(), m.at.end()));
        Extraction { metrics, statements }
    }
}
