//! What a run found, in a few figures and a few rows: for the terminal, and for `report.html`.
//!
//! Filled page by page while the records stream to their files. Memory is bounded, however large the collection:
//! of every table only so many rows are kept as a person would read ([`caps`]), with the count of all.

mod best;
mod rows;
mod text;

use crate::records::{ErrorRecord, PageRecord};
use best::Best;
use gongwen::{Document, Edtf, Family, Kind, Metric, Place, Reuse, Role};
use rows::around;
pub(crate) use rows::{
    At, ClusterRow, FamilyRow, IndicatorRow, MemberRow, MetricRow, PageRow, Proof, Totals,
};
use std::collections::{BTreeMap, HashMap};

/// A day: year, month, day.
pub(crate) type Day = (u16, u8, u8);

/// The first year that a plan can name; one before it (0403年底) is a year with lost digits.
const EARLIEST: u16 = 1900;

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
    pub(crate) const OCCURRENCES: usize = 3;
    /// Clusters of copies.
    pub(crate) const CLUSTERS: usize = 100;
    /// Members of a cluster.
    pub(crate) const MEMBERS: usize = 40;
    /// Titles of articles remembered for naming the members of clusters.
    pub(crate) const TITLES: usize = 50_000;
    /// Code points of such a title.
    pub(crate) const TITLE: usize = 60;
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
    /// By the key of the indicator: as many as the table of common indicators has.
    pub(crate) indicators: BTreeMap<&'static str, IndicatorRow>,
    pub(crate) families: Vec<FamilyRow>,
    pub(crate) clusters: Best<std::cmp::Reverse<usize>, ClusterRow>,
    pub(crate) errors: Best<(), ErrorRecord>,
    /// By page, its articles' titles.
    titles: HashMap<String, Vec<Option<String>>>,
    titles_kept: usize,
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
            indicators: BTreeMap::new(),
            families: Vec::new(),
            clusters: Best::new(caps::CLUSTERS),
            errors: Best::new(caps::ERRORS),
            titles: HashMap::new(),
            titles_kept: 0,
        }
    }

    /// What the report is about: a name for its head.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Leaves out deadlines and dates that had passed on that day. Without it all are shown, by date: nothing
    /// depends on the day of the run.
    ///
    /// # Errors
    /// When `day` is no date in EDTF.
    pub fn as_of(mut self, day: &str) -> Result<Self, gongwen::Error> {
        let date: Edtf = day.parse()?;
        self.as_of = Some((day.to_owned(), date.sort_key()));
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
        if self.titles_kept < caps::TITLES {
            let cut = |title: String| title.chars().take(caps::TITLE).collect::<String>();
            let titles: Vec<_> = (0..doc.articles().len()).map(|i| doc.title(i.into()).map(cut)).collect();
            self.titles_kept += titles.len();
            self.titles.insert(doc.id().to_owned(), titles);
        }
        for metric in metrics {
            self.add_metric(doc, metric);
        }
    }

    fn add_metric(&mut self, doc: &Document, metric: &Metric) {
        *self.totals.metrics.entry((metric.kind, metric.role)).or_default() += 1;
        if let Some(id) = metric.indicator_id {
            let page = self.pages.seen();
            self.indicators.entry(id).or_insert_with(|| IndicatorRow::new(id, metric)).add(page, metric);
        }
        if metric.role != Role::Target {
            return;
        }
        let row = || MetricRow::new(doc, metric);
        if metric.kind.is_calendar() {
            // What has no known year comes last, and what a scanner has spoilt with it.
            let due = metric.edtf.as_ref().map(Edtf::sort_key).filter(|day| day.0 >= EARLIEST);
            let due = due.unwrap_or((u16::MAX, 0, 0));
            if self.as_of.as_ref().is_some_and(|(_, day)| due < *day) {
                return;
            }
            if metric.kind == Kind::Deadline {
                self.deadlines.offer(due, row);
            } else {
                self.dates.offer(due, row);
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
        let titles = &self.titles;
        let article = |doc: u32, article: Option<gongwen::ArticleId>, start| {
            let doc = docs[doc as usize].as_ref();
            let article = article.map(gongwen::ArticleId::index);
            let title = article.and_then(|a| titles.get(doc)?.get(a)?.clone());
            At { doc: doc.to_owned(), article, start, title }
        };
        let at = |place: &Place| article(place.doc, place.article, Some(place.points.start()));
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
                        container: m.container.map(|(doc, id)| article(doc, id, None)),
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
            places:
                f.occurrences.iter().take(caps::OCCURRENCES).map(|p| At { title: None, ..at(p) }).collect(),
        }));
    }

    /// Adds an input, or part of one, that could not be processed.
    pub fn add_error(&mut self, error: &ErrorRecord) {
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
        self.errors.seen()
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
        ]
        .map(|(name, n)| (name.to_owned(), n))
        .into()
    }
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
        let family = |occurrences| Family { documents: 2, occurrences, ..Family::default() };
        let families =
            [family(vec![place(0, 0, 10), place(1, 5, 15)]), family(vec![place(0, 4, 12), place(1, 6, 8)])];
        assert_eq!(covered(&families), 12 + 10);
        let nowhere = Place { article: None, ..place(0, 0, 10) };
        assert_eq!(covered(&[family(vec![nowhere])]), 0);
    }
}
