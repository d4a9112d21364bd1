//! Measures the whole pipeline on the corpus, through the public interface and the records that users get.

use crate::gold::{self, gold_dir, pages_dir};
use gongwen::{Config, Document, Meta, Miner, Reuse, ReuseConfig, SourceText};
use gongwen_report::eval::structure::{self, Mark};
use gongwen_report::eval::{Counts, Difference, Record, Scores, Share, differences, read_records, score};
use gongwen_report::{
    CleanRecord, ClusterRecord, MaskRecord, MetricRecord, OutlineRecord, PlaceRecord, ReuseRecord,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Shortest copied passage that is looked for, in characters.
const MIN_CHARS: usize = 25;

/// Share of a copied passage that must be covered.
const COVERED: f64 = 0.8;

/// A figure with what it was reckoned from.
#[derive(Clone, Debug)]
pub struct Figure {
    /// `part.measure`.
    pub name: &'static str,
    /// 0 to 1.
    pub value: f64,
    /// For people.
    pub of: String,
    /// Whether less is better.
    pub ceiling: bool,
}

/// What was measured.
pub struct Measured {
    /// Every metric that differs from gold, with its surroundings.
    pub differences: Vec<String>,
    /// The figures, in a fixed order.
    pub figures: Vec<Figure>,
    /// The scores of the metrics in full.
    pub metrics: Scores,
}

/// Gold records of one list, by page.
pub struct Gold(BTreeMap<String, Vec<Record>>);

impl Gold {
    /// Reads a list: `metrics`, `headings` …
    ///
    /// # Errors
    /// When the file cannot be read or a line is not well formed.
    pub fn read(list: &str) -> Result<Self, String> {
        let path = gold_dir().join(format!("{list}.jsonl"));
        let bytes = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut pages: BTreeMap<String, Vec<Record>> = BTreeMap::new();
        for r in read_records(bytes.as_slice()).map_err(|e| format!("{}: {e}", path.display()))? {
            pages.entry(r.doc().to_owned()).or_default().push(r);
        }
        Ok(Self(pages))
    }

    fn all(&self) -> Vec<Record> {
        self.0.values().flatten().cloned().collect()
    }

    fn marks(&self, doc: &str, name: &str) -> Vec<Mark> {
        self.0.get(doc).map_or_else(Vec::new, |rows| rows.iter().map(|r| Mark::of(r, name)).collect())
    }
}

/// The pages of the corpus, read as the command line reads them, in its order.
///
/// # Errors
/// When a page cannot be read.
pub fn documents(miner: &Miner) -> Result<Vec<Document>, String> {
    let mut docs = Vec::new();
    for page in gold::sources()? {
        let path = pages_dir().join(&page.file);
        let bytes = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        if page.file.ends_with(".jsonl.gz") {
            let rows = String::from_utf8(gold::gunzip(&bytes)?).map_err(|e| e.to_string())?;
            for line in rows.lines() {
                let row: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
                let field = |name: &str| row[name].as_str().map(str::to_owned);
                let meta = Meta { date: field("date"), ..Meta::default() };
                let text = SourceText::new(field("text").unwrap_or_default());
                docs.push(miner.document(&field("id").unwrap_or_default(), text, meta));
            }
        } else {
            docs.push(miner.read(&page.file, &bytes).map_err(|e| e.to_string())?);
        }
    }
    Ok(docs)
}

/// Measures everything.
///
/// # Errors
/// When corpus or gold cannot be read.
pub fn measure() -> Result<Measured, String> {
    let reuse = ReuseConfig { min_chars: MIN_CHARS, ..ReuseConfig::default() };
    let miner = Miner::new(Config { reuse, ..Config::default() }).map_err(|e| e.to_string())?;
    let docs = documents(&miner)?;
    let mut figures = Vec::new();
    let mut put = |name, value, of| figures.push(Figure { name, value, of, ceiling: false });
    let share = |s: Share| (s.accuracy().unwrap_or(0.0), format!("{}/{}", s.right, s.of));
    let f1 = |c: Counts| (c.f1(), format!("{} right, {} wrong, {} missed", c.tp, c.fp, c.missed));

    let (exact, named) = decoded(&docs)?;
    let (value, of) = share(exact);
    put("decode.pages", value, of);
    let (value, of) = share(named);
    put("decode.encoding", value, of);
    for (name, (value, of)) in structure(&docs, f1, share)? {
        put(name, value, of);
    }
    let (value, of) = share(mended(&miner, &docs)?);
    put("normalise.misaligned", value, of);
    let ids: Vec<&str> = docs.iter().map(Document::id).collect();
    let reuse = miner.compare(&docs).map_err(|e| e.to_string())?;
    let (value, of) = share(passages(&reuse, &ids)?);
    put("reuse.passages", value, of);
    let (near, contained) = clusters(&reuse, &ids)?;
    let (value, of) = f1(near);
    put("dedup.pairs", value, of);
    let (value, of) = share(contained);
    put("dedup.contained", value, of);

    let (metrics, differences) = metrics(&miner, &docs)?;
    for (name, counts) in [
        ("extract.detection", metrics.detection),
        ("extract.value", metrics.value),
        ("extract.full", metrics.full),
    ] {
        let (value, of) = f1(counts);
        put(name, value, of);
    }
    for (name, field) in [
        ("extract.role", "role"),
        ("extract.unit", "unit"),
        ("extract.approx", "approx"),
        ("extract.masked", "masked"),
        ("extract.edtf", "edtf"),
        ("extract.per", "per"),
        ("extract.indicator", "indicator"),
    ] {
        let found =
            metrics.accuracy.iter().find(|(f, _)| *f == field).map_or_else(Share::default, |(_, s)| *s);
        let (value, of) = share(found);
        put(name, value, of);
    }
    let (value, of) = share(metrics.alarms());
    figures.push(Figure { name: "extract.false_alarms", value, of, ceiling: true });
    Ok(Measured { differences, figures, metrics })
}

/// Pages whose decoded text is exactly what the source says, and pages whose encoding is named right.
fn decoded(docs: &[Document]) -> Result<(Share, Share), String> {
    let truth = gold::sources()?;
    let (mut exact, mut named) = (Share::default(), Share::default());
    for page in &truth {
        // The corpus has no character beyond GBK, and records name the smallest encoding that holds the text.
        let (label, bom) = match page.encoding.as_str() {
            "GB18030" => ("GBK", false),
            "UTF-8-BOM" => ("UTF-8", true),
            "UTF-16LE" => ("UTF-16LE", true),
            other => (other, false),
        };
        for want in &page.docs {
            let Some(doc) = docs.iter().find(|d| d.id() == want.id) else { continue };
            exact.of += 1;
            exact.right += usize::from(doc.source().as_str().chars().eq(want.text.iter().copied()));
            if !page.file.ends_with(".jsonl.gz") {
                named.of += 1;
                named.right += usize::from((doc.source().encoding, doc.source().bom) == (label, bom));
            }
        }
    }
    Ok((exact, named))
}

type Line = (&'static str, (f64, String));

fn structure(
    docs: &[Document],
    f1: impl Fn(Counts) -> (f64, String),
    share: impl Fn(Share) -> (f64, String),
) -> Result<Vec<Line>, String> {
    let (articles, headings) = (Gold::read("articles")?, Gold::read("headings")?);
    let (noise, masks) = (Gold::read("noise")?, Gold::read("masks")?);
    let (mut split, mut kinds, mut years) = (Counts::default(), Share::default(), Share::default());
    let mut outline = Counts::default();
    let mut clean = structure::NoiseScores::default();
    let mut blanked = structure::MaskScores::default();
    for doc in docs {
        let rows: Vec<Record> = OutlineRecord::all(doc).filter_map(|r| record(&r)).collect();
        let parents: Vec<u64> = rows.iter().filter_map(|r| r.get("parent")?.as_u64()).collect();
        let leaves: Vec<&Record> = rows
            .iter()
            .filter(|r| !r.get("article").and_then(Value::as_u64).is_some_and(|a| parents.contains(&a)))
            .collect();
        let pred: Vec<Mark> = leaves.iter().map(|r| Mark::of(r, "kind")).collect();
        let want: Vec<&Record> =
            articles.0.get(doc.id()).into_iter().flatten().filter(|r| r.get("container").is_none()).collect();
        let gold: Vec<Mark> = want.iter().map(|r| Mark::of(r, "kind")).collect();
        let (c, k) = structure::articles(&gold, &pred);
        split += c;
        kinds += k;
        for w in want.iter().filter(|w| w.get("year").is_some()) {
            if let Some(p) = leaves.iter().find(|p| w.iou(p) >= structure::SAME_ARTICLE) {
                years.of += 1;
                years.right += usize::from(w.get("year") == p.get("year"));
            }
        }
        let found: Vec<Mark> = leaves
            .iter()
            .filter_map(|r| r.get("headings")?.as_array())
            .flatten()
            .filter_map(Mark::of_heading)
            .collect();
        outline += structure::headings(&headings.marks(doc.id(), ""), &found);
        let removed: Vec<Mark> = CleanRecord::new(doc)
            .removed
            .iter()
            .map(|r| Mark { start: r.start, end: r.end, name: r.kind.to_owned(), level: 0, optional: false })
            .collect();
        clean += structure::noise(doc.source().as_str(), &noise.marks(doc.id(), "type"), &removed);
        let found: Vec<Mark> =
            MaskRecord::all(doc).filter_map(|r| record(&r)).map(|r| Mark::of(&r, "type")).collect();
        blanked += structure::masks(&masks.marks(doc.id(), "type"), &found);
    }
    let recall = |c: Counts| (c.recall(), format!("{} of {}", c.tp, c.tp + c.missed));
    let precision = |c: Counts| (c.precision(), format!("{} of {}", c.tp, c.tp + c.fp));
    Ok(vec![
        ("split.articles", f1(split)),
        ("split.kind", share(kinds)),
        ("split.year", share(years)),
        ("split.headings", f1(outline)),
        ("clean.recall", recall(clean.chars)),
        ("clean.precision", precision(clean.chars)),
        ("clean.breaks", share(clean.breaks)),
        ("clean.glosses", share(clean.glosses)),
        ("masks.recall", recall(blanked.found)),
        ("masks.precision", precision(blanked.found)),
        ("masks.type", share(blanked.typed)),
    ])
}

/// Misaligned glosses whose right text stands in the normal form.
fn mended(miner: &Miner, docs: &[Document]) -> Result<Share, String> {
    let noise = Gold::read("noise")?;
    let mut share = Share::default();
    for doc in docs {
        for repair in noise.0.get(doc.id()).into_iter().flatten().filter_map(|r| r.text("repair")) {
            let want = miner.normaliser().normalise(repair);
            share.of += 1;
            share.right += usize::from(doc.normal().text().contains(want.text()));
        }
    }
    Ok(share)
}

/// A part of a page in code points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    doc: String,
    start: usize,
    end: usize,
}

impl Place {
    fn of(p: &PlaceRecord<'_>) -> Self {
        Self { doc: p.doc.to_owned(), start: p.start, end: p.end }
    }

    /// How much of `other` this place covers.
    fn covers(&self, other: &Self) -> bool {
        let shared = self.end.min(other.end).saturating_sub(self.start.max(other.start));
        self.doc == other.doc && shared as f64 >= COVERED * (other.end - other.start) as f64
    }
}

/// The pairs of places that the gold calls copies, with their relation.
fn gold_copies() -> Result<Vec<(Place, Place, String)>, String> {
    let path = gold_dir().join("duplicates.jsonl");
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut pairs = Vec::new();
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let side = |s: &str| {
            let at = |f: &str| {
                let n = row[format!("{f}_{s}")].as_u64().and_then(|n| usize::try_from(n).ok());
                n.ok_or_else(|| format!("{line}: no {f}_{s}"))
            };
            let doc = row[format!("doc_{s}")].as_str().unwrap_or("").to_owned();
            Ok::<_, String>(Place { doc, start: at("start")?, end: at("end")? })
        };
        pairs.push((side("a")?, side("b")?, row["relation"].as_str().unwrap_or("").to_owned()));
    }
    Ok(pairs)
}

/// Copied passages of the gold that an aligned pair covers on both sides.
fn passages(reuse: &Reuse, ids: &[&str]) -> Result<Share, String> {
    let found: Vec<(Place, Place)> = reuse
        .passages
        .iter()
        .map(|p| {
            let r = ReuseRecord::new(p, ids);
            (Place::of(&r.a), Place::of(&r.b))
        })
        .collect();
    let mut share = Share::default();
    for (a, b, _) in gold_copies()? {
        let hit = |x: &Place, y: &Place| x.covers(&a) && y.covers(&b);
        share.of += 1;
        share.right += usize::from(found.iter().any(|(x, y)| hit(x, y) || hit(y, x)));
    }
    Ok(share)
}

/// Pairs of articles that are copies of each other, by the clusters that they stand in; and articles that are
/// contained in another.
fn clusters(reuse: &Reuse, ids: &[&str]) -> Result<(Counts, Share), String> {
    let articles: Vec<Place> = Gold::read("articles")?
        .all()
        .iter()
        .filter(|r| r.get("container").is_none())
        .map(|r| Place { doc: r.doc().to_owned(), start: r.start(), end: r.end() })
        .collect();
    let whole = |p: &Place| articles.iter().find(|a| p.covers(a)).cloned();
    let (mut near, mut contained) = (BTreeSet::new(), BTreeSet::new());
    for (a, b, _) in gold_copies()? {
        match (whole(&a), whole(&b)) {
            (Some(a), Some(b)) => drop(near.insert((a.clone().min(b.clone()), a.max(b)))),
            (Some(one), None) | (None, Some(one)) => drop(contained.insert(one)),
            (None, None) => {}
        }
    }
    let (mut found, mut inside) = (BTreeSet::new(), BTreeSet::new());
    for cluster in &reuse.clusters {
        let record = ClusterRecord::new(0, cluster, ids);
        let members = |contained: bool| {
            record.members.iter().filter(move |m| (m.relation == "contained") == contained).map(|m| {
                let place = Place::of(&m.place);
                whole(&place).unwrap_or(place)
            })
        };
        inside.extend(members(true));
        let copies: Vec<Place> = members(false).collect();
        for (i, a) in copies.iter().enumerate() {
            found
                .extend(copies[i + 1..].iter().map(|b| (a.clone().min(b.clone()), a.clone().max(b.clone()))));
        }
    }
    let counts = Counts {
        tp: near.intersection(&found).count(),
        fp: found.difference(&near).count(),
        missed: near.difference(&found).count(),
    };
    Ok((counts, Share { right: contained.intersection(&inside).count(), of: contained.len() }))
}

/// The metrics of all pages against gold, and where they differ.
fn metrics(miner: &Miner, docs: &[Document]) -> Result<(Scores, Vec<String>), String> {
    let mut pred = Vec::new();
    for doc in docs {
        let found = miner.extract(doc);
        pred.extend(found.iter().filter_map(|m| record(&MetricRecord::new(doc, m))));
    }
    let gold = Gold::read("metrics")?.all();
    let lines = differences(&gold, &pred).iter().map(|d| line(d, docs)).collect();
    Ok((score(&gold, &pred, Some(&Gold::read("nonmetrics")?.all())), lines))
}

fn line(difference: &Difference<'_>, docs: &[Document]) -> String {
    /// Characters shown on each side.
    const AROUND: usize = 14;
    let at = difference.place();
    let text = docs.iter().find(|d| d.id() == at.doc()).map_or("", |d| d.source().as_str());
    let slice = |from: usize, to: usize| {
        text.chars().skip(from).take(to.saturating_sub(from)).collect::<String>().replace(['\r', '\n'], " ")
    };
    let (from, to) = (at.start(), at.end());
    let before = slice(from.saturating_sub(AROUND), from);
    let shown = format!("{} {before}[{}]{}", at.doc(), slice(from, to), slice(to, to + AROUND));
    let said = |r: &Record, field: &str| r.get(field).map_or_else(|| "-".to_owned(), ToString::to_string);
    match difference {
        Difference::Missed(r) => format!("missed    {shown}  {}", said(r, "kind")),
        Difference::Extra(r) => format!("extra     {shown}  {} by {}", said(r, "kind"), said(r, "rule")),
        Difference::Wrong { gold, pred, field } => {
            let fields: &[&str] = if *field == "value" { &["min", "max"] } else { &[field] };
            let of = |r: &Record| fields.iter().map(|f| said(r, f)).collect::<Vec<_>>().join("..");
            format!("{field:9} {shown}  {} for {} by {}", of(pred), of(gold), said(pred, "rule"))
        }
    }
}

/// A record as users read it: through its JSON.
fn record(r: &impl serde::Serialize) -> Option<Record> {
    let text = serde_json::to_string(r).ok()?;
    Record::new(serde_json::from_str(&text).ok()?).ok()
}
