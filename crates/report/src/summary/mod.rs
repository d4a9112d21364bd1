//! What a run found, in a few figures and a few rows: for the terminal, and for `report.html`.
//!
//! Filled page by page while the records stream to their files. Memory is bounded, however large the collection:
//! of every table only so many rows are kept as a person would read ([`caps`]), with the count of all.

mod best;
mod due;
mod text;

use crate::records::{ErrorRecord, MetricRecord, PageRecord, PlaceRecord};
use best::Best;
use due::Day;
pub(crate) use due::last_day;
use gongwen::{Document, Family, Kind, Metric, Place, Reuse, Role, Script};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// How many rows of each table are kept.
pub(crate) mod caps {
    /// Targets.
    pub(crate) const TARGETS: usize = 600;
    /// Deadlines.
    pub(crate) const DEADLINES: usize = 400;
    /// Scheduled dates.
    pub(crate) const DATES: usize = 200;
    /// Families of boilerplate.
    pub(crate) const FAMILIES: usize = 100;
    /// Places of a family.
    pub(crate) const OCCURRENCES: usize = 6;
    /// Clusters of copies.
    pub(crate) const CLUSTERS: usize = 100;
    /// Members of a cluster.
    pub(crate) const MEMBERS: usize = 40;
    /// Pages.
    pub(crate) const PAGES: usize = 1000;
    /// Errors.
    pub(crate) const ERRORS: usize = 300;
    /// Code points of a sentence or passage, on each side of what it is shown for.
    pub(crate) const CONTEXT: usize = 120;
}

/// What a run found.
///
/// ```
/// use gongwen::{Config, Miner, Reuse};
/// use gongwen_report::Summary;
/// let miner = Miner::new(Config::default())?;
/// let doc = miner.read("plan.txt", "2024年工作计划".as_bytes())?;
/// let mut summary = Summary::new();
/// summary.add_page(&doc, &miner.extract(&doc));
/// summary.add_reuse(&Reuse::default(), &[doc.id()]);
/// println!("{}", summary.render_text(80));
/// let mut html = Vec::new();
/// summary.write_html(&mut html)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Summary {
    pub(crate) title: Option<String>,
    pub(crate) as_of: Option<(String, Day)>,
    pub(crate) totals: Totals,
    pub(crate) pages: Best<(), PageRow>,
    pub(crate) targets: Best<u8, MetricRow>,
    pub(crate) deadlines: Best<Day, MetricRow>,
    pub(crate) dates: Best<Day, MetricRow>,
    pub(crate) families: Vec<FamilyRow>,
    pub(crate) clusters: Best<std::cmp::Reverse<usize>, ClusterRow>,
    pub(crate) errors: Best<(), ErrorRecord>,
    failed_files: HashSet<String>,
}

/// The figures.
#[derive(Clone, Debug, Default)]
pub(crate) struct Totals {
    pub(crate) chars: u64,
    pub(crate) furniture: u64,
    pub(crate) articles: u64,
    pub(crate) article_chars: u64,
    pub(crate) masks: u64,
    pub(crate) malformed: u64,
    pub(crate) repaired: u64,
    pub(crate) boilerplate_chars: u64,
    pub(crate) families: usize,
    pub(crate) copies: usize,
    pub(crate) passages: usize,
    pub(crate) encodings: BTreeMap<&'static str, u64>,
    pub(crate) scripts: BTreeMap<&'static str, u64>,
    pub(crate) kinds: BTreeMap<&'static str, u64>,
    pub(crate) metrics: BTreeMap<(Kind, Role), u64>,
}

/// A page, for the table of pages.
#[derive(Clone, Debug)]
pub(crate) struct PageRow {
    pub(crate) doc: String,
    pub(crate) title: Option<String>,
    pub(crate) encoding: &'static str,
    pub(crate) malformed: u32,
    pub(crate) repaired: Option<&'static str>,
    pub(crate) script: Script,
    pub(crate) chars: usize,
    pub(crate) furniture: usize,
    pub(crate) articles: usize,
    pub(crate) masks: usize,
    pub(crate) metrics: usize,
}

/// A metric with its proof.
#[derive(Clone, Debug)]
pub(crate) struct MetricRow {
    pub(crate) doc: String,
    pub(crate) article: Option<usize>,
    pub(crate) start: usize,
    pub(crate) script: Script,
    pub(crate) kind: Kind,
    pub(crate) value: String,
    /// For sorting by value.
    pub(crate) order: Option<String>,
    pub(crate) edtf: Option<String>,
    pub(crate) year: Option<String>,
    pub(crate) indicator: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) proof: Proof,
}

/// Part of a sentence, with the figure in it.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    pub(crate) text: String,
    /// Bytes of `text`.
    pub(crate) core: Range<usize>,
}

/// A family of repeated passages.
#[derive(Clone, Debug)]
pub(crate) struct FamilyRow {
    pub(crate) text: String,
    pub(crate) documents: usize,
    pub(crate) occurrences: usize,
    pub(crate) places: Vec<At>,
}

/// A cluster of copies.
#[derive(Clone, Debug)]
pub(crate) struct ClusterRow {
    pub(crate) cluster: usize,
    pub(crate) representative: At,
    pub(crate) count: usize,
    pub(crate) members: Vec<MemberRow>,
}

/// A member of a cluster.
#[derive(Clone, Debug)]
pub(crate) struct MemberRow {
    pub(crate) place: At,
    pub(crate) chars: usize,
    pub(crate) relation: &'static str,
    pub(crate) similarity: f64,
    pub(crate) container: Option<At>,
    pub(crate) representative: bool,
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) doc: String,
    pub(crate) article: Option<usize>,
    pub(crate) start: Option<usize>,
}

impl Default for Summary {
    fn default() -> Self {
        Self::new()
    }
}

impl Summary {
    /// Of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            title: None,
            as_of: None,
            totals: Totals::default(),
            pages: Best::new(caps::PAGES),
            targets: Best::new(caps::TARGETS),
            deadlines: Best::new(caps::DEADLINES),
            dates: Best::new(caps::DATES),
            families: Vec::new(),
            clusters: Best::new(caps::CLUSTERS),
            errors: Best::new(caps::ERRORS),
            failed_files: HashSet::new(),
        }
    }

    /// What the report is about: a name for its head.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Leaves out deadlines and dates that had passed on that day (EDTF). Without it all are shown, by date: nothing depends
    /// on the day of the run.
    ///
    /// # Errors
    /// When the text is no date with a year.
    pub fn as_of(mut self, day: &str) -> Result<Self, String> {
        let parsed = last_day(day).ok_or_else(|| format!("{day:?} is no date like 2024-06-30"))?;
        self.as_of = Some((day.to_owned(), parsed));
        Ok(self)
    }

    /// Adds a page with its metrics.
    pub fn add_page(&mut self, doc: &Document, metrics: &[Metric]) {
        let record = PageRecord::new(doc, metrics.len());
        let source = doc.source();
        let totals = &mut self.totals;
        totals.chars += record.chars as u64;
        totals.furniture += record.furniture as u64;
        totals.articles += record.articles as u64;
        totals.masks += record.masks as u64;
        totals.malformed += u64::from(record.malformed);
        totals.repaired += u64::from(record.repaired.is_some());
        *totals.encodings.entry(source.encoding).or_default() += 1;
        *totals.scripts.entry(doc.script().name()).or_default() += 1;
        for (_, article) in doc.leaves() {
            *totals.kinds.entry(article.about.kind.name()).or_default() += 1;
        }
        for top in doc.articles().iter().filter(|a| a.parent.is_none()) {
            totals.article_chars += source.points(doc.normal().to_source(top.at)).len() as u64;
        }
        self.pages.offer((), || PageRow {
            doc: record.doc.to_owned(),
            title: (!doc.articles().is_empty()).then(|| doc.title(0.into())).flatten(),
            encoding: source.encoding,
            malformed: record.malformed,
            repaired: source.repaired.map(gongwen::Repair::name),
            script: doc.script(),
            chars: record.chars,
            furniture: record.furniture,
            articles: record.articles,
            masks: record.masks,
            metrics: record.metrics,
        });
        for metric in metrics {
            self.add_metric(doc, metric);
        }
    }

    fn add_metric(&mut self, doc: &Document, metric: &Metric) {
        *self.totals.metrics.entry((metric.kind, metric.role)).or_default() += 1;
        if metric.role != Role::Target {
            return;
        }
        let row = || MetricRow::new(doc, metric);
        if metric.kind.is_calendar() {
            let due = metric.edtf.as_ref().and_then(|e| last_day(e.as_str()));
            let passed = matches!((&self.as_of, due), (Some((_, day)), Some(due)) if due < *day);
            if !passed {
                // What has no known year comes last.
                let due = due.unwrap_or((u16::MAX, 0, 0));
                if metric.kind == Kind::Deadline {
                    self.deadlines.offer(due, row);
                } else {
                    self.dates.offer(due, row);
                }
            }
        } else {
            // Common indicators first, then figures that say what they measure, then the rest.
            let rank = match (&metric.indicator_id, &metric.indicator) {
                (Some(_), _) => 0,
                (None, Some(_)) if !metric.masked => 1,
                _ => 2,
            };
            self.targets.offer(rank, row);
        }
    }

    /// Adds what pages share, with the ids of the compared pages.
    pub fn add_reuse<S: AsRef<str>>(&mut self, reuse: &Reuse, docs: &[S]) {
        let at = |place: &Place| {
            let p = PlaceRecord::new(place, docs);
            At { doc: p.doc.to_owned(), article: p.article, start: Some(p.start) }
        };
        self.totals.passages += reuse.passages.len();
        self.totals.families += reuse.boilerplate.len();
        self.totals.boilerplate_chars += covered(&reuse.boilerplate);
        for (i, cluster) in reuse.clusters.iter().enumerate() {
            self.totals.copies += cluster.members.len().saturating_sub(1);
            self.clusters.offer(std::cmp::Reverse(cluster.members.len()), || ClusterRow {
                cluster: i,
                representative: at(&cluster.members[cluster.representative].place),
                count: cluster.members.len(),
                members: cluster
                    .members
                    .iter()
                    .enumerate()
                    .take(caps::MEMBERS)
                    .map(|(k, m)| MemberRow {
                        place: at(&m.place),
                        chars: m.place.points.len(),
                        relation: m.relation.name(),
                        similarity: m.similarity,
                        container: m.container.map(|(doc, article)| At {
                            doc: docs[doc as usize].as_ref().to_owned(),
                            article: article.map(gongwen::ArticleId::index),
                            start: None,
                        }),
                        representative: k == cluster.representative,
                    })
                    .collect(),
            });
        }
        let room = caps::FAMILIES.saturating_sub(self.families.len());
        self.families.extend(reuse.boilerplate.iter().take(room).map(|f| FamilyRow {
            text: around(&f.text, 0..0).text,
            documents: f.documents,
            occurrences: f.occurrences.len(),
            places: f.occurrences.iter().take(caps::OCCURRENCES).map(at).collect(),
        }));
    }

    /// Adds an input, or part of one, that could not be processed.
    pub fn add_error(&mut self, error: &ErrorRecord) {
        self.failed_files.insert(match &error.place {
            Some(place) => format!("{}:{place}", error.file),
            None => error.file.clone(),
        });
        self.errors.offer((), || error.clone());
    }

    /// How many pages were read.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.pages.seen()
    }

    /// How many inputs or rows failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.failed_files.len()
    }

    /// How many metrics were found.
    #[must_use]
    pub fn metrics(&self) -> u64 {
        self.totals.metrics.values().sum()
    }

    /// Characters of articles that stand in some family of boilerplate, over all characters of articles.
    #[must_use]
    pub fn boilerplate_share(&self) -> Option<f64> {
        let (part, all) = (self.totals.boilerplate_chars, self.totals.article_chars);
        (all > 0).then(|| part.min(all) as f64 / all as f64)
    }

    /// The counts for the manifest.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<String, u64> {
        [
            ("pages", self.pages() as u64),
            ("failed", self.failed() as u64),
            ("articles", self.totals.articles),
            ("masks", self.totals.masks),
            ("metrics", self.metrics()),
            ("clusters", self.clusters.seen() as u64),
            ("passages", self.totals.passages as u64),
            ("boilerplate", self.totals.families as u64),
            ("errors", self.errors.seen() as u64),
        ]
        .map(|(name, n)| (name.to_owned(), n))
        .into()
    }
}

impl MetricRow {
    fn new(doc: &Document, metric: &Metric) -> Self {
        let r = MetricRecord::new(doc, metric);
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let core = if metric.sentence.contains(metric.at) {
            let from = metric.at.start() - metric.sentence.start();
            from..from + metric.at.len()
        } else {
            0..0
        };
        Self {
            doc: r.doc.to_owned(),
            article: r.article,
            start: r.start,
            script: doc.script(),
            kind: metric.kind,
            value: value(&r),
            order: r.min.or(r.max).map(|v| gongwen::plain(v.0)),
            edtf: owned(r.edtf),
            year: owned(r.year),
            indicator: owned(r.indicator),
            region: owned(r.region),
            proof: around(r.sentence, core),
        }
    }
}

/// A value as people write it: `≥4 次`, `1–2 次`, `约 2000 份`, `■ 件`.
fn value(r: &MetricRecord<'_>) -> String {
    let number = |v: crate::Exact| gongwen::plain(v.0);
    let figure = match (r.min, r.max) {
        _ if r.masked => "■".to_owned(),
        (Some(a), Some(b)) if a == b => number(a),
        (Some(a), Some(b)) => format!("{}–{}", number(a), number(b)),
        (Some(a), None) => format!("≥{}", number(a)),
        (None, Some(b)) => format!("≤{}", number(b)),
        (None, None) => return r.text.to_owned(),
    };
    let about = if r.approx { "约 " } else { "" };
    match r.unit {
        Some(unit @ ("%" | "‰")) => format!("{about}{figure}{unit}"),
        Some(unit) => format!("{about}{figure} {unit}"),
        None => format!("{about}{figure}"),
    }
}

/// The text around `core`, cut where it is long.
fn around(text: &str, core: Range<usize>) -> Proof {
    let before = &text[..core.start];
    let from = before.char_indices().rev().nth(caps::CONTEXT).map_or(0, |(i, c)| i + c.len_utf8());
    let after = &text[core.end..];
    let to = after.char_indices().nth(2 * caps::CONTEXT).map_or(text.len(), |(i, _)| core.end + i);
    let lead = if from > 0 { "…" } else { "" };
    let tail = if to < text.len() { "…" } else { "" };
    let shift = |i: usize| i - from + lead.len();
    Proof { text: format!("{lead}{}{tail}", &text[from..to]), core: shift(core.start)..shift(core.end) }
}

/// Code points of articles that stand in some family: occurrences overlap, so their union is measured.
fn covered(families: &[Family]) -> u64 {
    let mut places: Vec<(u32, usize, usize)> = families
        .iter()
        .flat_map(|f| &f.occurrences)
        .filter(|p| p.article.is_some())
        .map(|p| (p.doc, p.points.start(), p.points.end()))
        .collect();
    places.sort_unstable();
    let (mut sum, mut until) = (0, (0, 0));
    for (doc, start, end) in places {
        let from = if until.0 == doc { start.max(until.1) } else { start };
        if end > from {
            sum += (end - from) as u64;
            until = (doc, end);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongwen::{ArticleId, Span};

    #[test]
    fn overlapping_passages_count_once() {
        let place = |doc, start, end| Place {
            doc,
            article: Some(ArticleId(0)),
            at: Span::new(start, end),
            points: Span::new(start, end),
        };
        let family = |occurrences| Family {
            text: String::new(),
            template: String::new(),
            slots: Vec::new(),
            documents: 2,
            occurrences,
        };
        let families =
            [family(vec![place(0, 0, 10), place(1, 5, 15)]), family(vec![place(0, 4, 12), place(1, 6, 8)])];
        assert_eq!(covered(&families), 12 + 10);
        let nowhere = Place { article: None, ..place(0, 0, 10) };
        assert_eq!(covered(&[family(vec![nowhere])]), 0);
    }

    #[test]
    fn long_sentences_are_cut_around_their_figure() {
        let text = format!("{}4次{}", "前".repeat(500), "后".repeat(500));
        let proof = around(&text, 1500..1504);
        assert_eq!(&proof.text[proof.core.clone()], "4次");
        assert!(proof.text.starts_with("…前") && proof.text.ends_with("后…"));
        assert_eq!(proof.text.chars().count(), 1 + 120 + 2 + 240 + 1);
        let short = around("共4次。", 3..7);
        assert_eq!((short.text.as_str(), short.core), ("共4次。", 3..7));
    }
}
