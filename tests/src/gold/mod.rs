//! The corpus and its gold, made from annotated sources.
//!
//! `tests/gold/corpus/src/*.txt` hold the pages as UTF-8 with the annotations inline ([`markup`] tells the
//! notation). From them come both the pages themselves, each in its own encoding and format
//! (`corpus/pages/`, `corpus/MANIFEST.md`), and the gold records (`tests/gold/corpus/*.jsonl`), so that text
//! and offsets cannot drift apart.

pub mod markup;
mod reader;
mod spec;
mod wrap;

pub use wrap::gunzip;

use markup::{Mark, Page};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The top of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Where the pages stand.
#[must_use]
pub fn pages_dir() -> PathBuf {
    root().join("corpus/pages")
}

/// Where the gold records stand.
#[must_use]
pub fn gold_dir() -> PathBuf {
    root().join("tests/gold/corpus")
}

/// Files by their path from the top of the repository.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Reads and takes apart all sources.
///
/// # Errors
/// Names the source and line that is not well formed.
pub fn sources() -> Result<Vec<Page>, String> {
    let dir = gold_dir().join("src");
    let mut paths: Vec<PathBuf> = fs::read_dir(&dir)
        .map_err(|e| format!("{}: {e}", dir.display()))?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|x| x == "txt"))
        .collect();
    paths.sort();
    let parse = |path: &PathBuf| {
        let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        Page::parse(&text).map_err(|e| format!("{}: {e}", path.display()))
    };
    paths.iter().map(parse).collect()
}

/// The manifest is prose, not a table that a walk over the corpus would take for pages.
const MANIFEST_HEAD: &str = "# What each page shows\n\n\
    | page | encoding | documents | characters | shows |\n|---|---|---:|---:|---|\n";

/// Everything that the sources make.
///
/// # Errors
/// When a source is not well formed, or a page cannot be written in its encoding.
pub fn compile() -> Result<Files, String> {
    let pages = sources()?;
    let mut files = Files::new();
    let mut manifest = String::from(MANIFEST_HEAD);
    for page in &pages {
        let chars: usize = page.docs.iter().map(|d| d.text.len()).sum();
        let _ = writeln!(
            manifest,
            "| `{}` | {} | {} | {chars} | {} |",
            page.file,
            page.encoding,
            page.docs.len(),
            page.shows.replace('|', "\\|")
        );
        files.insert(
            format!("corpus/pages/{}", page.file),
            wrap::wrap(page).map_err(|e| format!("{}: {e}", page.file))?,
        );
    }
    files.insert("corpus/MANIFEST.md".to_owned(), manifest.into_bytes());
    let mut lines: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for list in ["articles", "headings", "noise", "masks", "metrics", "nonmetrics", "duplicates"] {
        lines.insert(list, Vec::new());
    }
    for page in &pages {
        for doc in &page.docs {
            for (list, record) in records(doc) {
                lines.entry(list).or_default().push(record);
            }
        }
    }
    lines.insert("duplicates", duplicates(&pages)?);
    for (list, records) in lines {
        let text: String = records.iter().map(|r| format!("{r}\n")).collect();
        files.insert(format!("tests/gold/corpus/{list}.jsonl"), text.into_bytes());
    }
    Ok(files)
}

/// The gold records of one page with the list that each stands in, in order of start.
fn records(doc: &markup::Doc) -> Vec<(&'static str, Value)> {
    let mut out = Vec::new();
    for (index, a) in doc.articles.iter().enumerate() {
        let mut r = json!({"doc": doc.id, "index": index, "start": a.start, "end": a.end});
        if let Some((s, e)) = a.title {
            r["title"] = doc.slice(s, e).into();
            r["title_start"] = s.into();
            r["title_end"] = e.into();
        }
        r["kind"] = match a.kind.as_slice() {
            [one] => one.clone().into(),
            several => several.to_vec().into(),
        };
        if let Some(year) = &a.year {
            r["year"] = year.clone();
        }
        if a.container {
            r["container"] = true.into();
        }
        if let Some(parent) = a.parent {
            r["parent"] = parent.into();
        }
        out.push(("articles", r));
    }
    for m in &doc.marks {
        let mut r = Map::new();
        r.insert("doc".to_owned(), doc.id.clone().into());
        let list = match m.mark {
            Mark::Heading { .. } => "headings",
            Mark::Noise { .. } => "noise",
            Mark::Mask { .. } => "masks",
            Mark::Metric(_) => "metrics",
            Mark::None(_) => "nonmetrics",
        };
        if matches!(m.mark, Mark::Heading { .. } | Mark::Metric(_)) {
            r.insert("article".to_owned(), doc.article_at(m.start).into());
        }
        r.insert("start".to_owned(), m.start.into());
        r.insert("end".to_owned(), m.end.into());
        r.insert("text".to_owned(), doc.slice(m.start, m.end).into());
        let optional = match &m.mark {
            Mark::Heading { level, label, run_in, optional } => {
                r.insert("level".to_owned(), (*level).into());
                r.insert("label".to_owned(), label.clone().into());
                r.insert("run_in".to_owned(), (*run_in).into());
                *optional
            }
            Mark::Noise { kind, repair, optional } => {
                r.insert("type".to_owned(), kind.clone().into());
                if let Some(repair) = repair {
                    r.insert("repair".to_owned(), repair.clone().into());
                }
                *optional
            }
            Mark::Mask { kind, optional } => {
                r.insert("type".to_owned(), kind.clone().into());
                *optional
            }
            Mark::Metric(metric) => {
                r.extend(metric.fields.clone());
                metric.optional
            }
            Mark::None(why) => {
                r.insert("why".to_owned(), why.clone().into());
                false
            }
        };
        if optional {
            r.insert("optional".to_owned(), true.into());
        }
        out.push((list, Value::Object(r)));
    }
    out
}

/// The pairs of copied passages, over all pages.
fn duplicates(pages: &[Page]) -> Result<Vec<Value>, String> {
    let mut places: BTreeMap<&str, Vec<(&str, &markup::Copy)>> = BTreeMap::new();
    for doc in pages.iter().flat_map(|p| &p.docs) {
        for copy in &doc.copies {
            places.entry(&copy.id).or_default().push((&doc.id, copy));
        }
    }
    let mut pairs = Vec::new();
    for (id, places) in places {
        if places.len() < 2 {
            return Err(format!("copy {id} stands alone"));
        }
        for (i, (doc_a, a)) in places.iter().enumerate() {
            for (doc_b, b) in &places[i + 1..] {
                let relation =
                    b.relation.as_deref().ok_or_else(|| format!("copy {id} in {doc_b} has no relation"))?;
                pairs.push(json!({
                    "doc_a": doc_a, "start_a": a.start, "end_a": a.end,
                    "doc_b": doc_b, "start_b": b.start, "end_b": b.end,
                    "relation": relation, "copy": id,
                }));
            }
        }
    }
    Ok(pairs)
}

/// Whether two files hold the same: compressed ones by what they unpack to.
fn same(name: &str, a: &[u8], b: &[u8]) -> bool {
    if name.ends_with(".gz") { gunzip(a).is_ok_and(|a| gunzip(b).is_ok_and(|b| a == b)) } else { a == b }
}

/// Checks that the committed files are what the sources make.
///
/// # Errors
/// Names the first file that is not, or a source that is not well formed.
pub fn check() -> Result<String, String> {
    let files = compile()?;
    for (name, bytes) in &files {
        let found =
            fs::read(root().join(name)).map_err(|e| format!("{name}: {e}; renew with UPDATE_GOLD=1"))?;
        if !same(name, bytes, &found) {
            return Err(format!("{name} is not what the sources make; renew with UPDATE_GOLD=1"));
        }
    }
    for dir in ["corpus/pages", "tests/gold/corpus"] {
        for entry in fs::read_dir(root().join(dir)).map_err(|e| format!("{dir}: {e}"))?.flatten() {
            let name = format!("{dir}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_file() && !files.contains_key(&name) && !name.contains("/floors.") {
                return Err(format!("no source makes {name}"));
            }
        }
    }
    Ok(summary(&files))
}

/// Renews the committed files.
///
/// # Errors
/// When a source is not well formed or a file cannot be written.
pub fn write() -> Result<String, String> {
    let files = compile()?;
    for (name, bytes) in &files {
        let path = root().join(name);
        if !fs::read(&path).is_ok_and(|found| same(name, bytes, &found)) {
            fs::write(&path, bytes).map_err(|e| format!("{name}: {e}"))?;
        }
    }
    Ok(summary(&files))
}

fn summary(files: &Files) -> String {
    let mut out = String::new();
    for (name, bytes) in files {
        let lines = bytes.iter().filter(|&&b| b == b'\n').count();
        let _ = writeln!(out, "{name}: {} bytes, {lines} lines", bytes.len());
    }
    out
}

/// Lists number-like places that no annotation speaks of, in the named sources (all, where none is named).
///
/// # Errors
/// When a source is not well formed.
pub fn lint(names: &[String]) -> Result<String, String> {
    let mut out = String::new();
    for page in
        sources()?.iter().filter(|p| names.is_empty() || names.iter().any(|n| p.file.contains(n.as_str())))
    {
        for doc in &page.docs {
            let mut spoken = vec![false; doc.text.len()];
            for m in &doc.marks {
                if !matches!(m.mark, Mark::Heading { .. }) {
                    spoken[m.start..m.end].fill(true);
                }
            }
            let numeric = |i: usize| {
                !spoken[i]
                    && (doc.text[i].is_ascii_digit()
                        || "一二三四五六七八九十百千万亿两双半首几数零廿每季旬％%０１２３４５６７８９"
                            .contains(doc.text[i]))
            };
            let mut i = 0;
            while i < doc.text.len() {
                if numeric(i) {
                    let end = (i..doc.text.len()).find(|&j| !numeric(j)).unwrap_or(doc.text.len());
                    let (from, to) = (i.saturating_sub(12), (end + 12).min(doc.text.len()));
                    let context =
                        format!("{}[{}]{}", doc.slice(from, i), doc.slice(i, end), doc.slice(end, to));
                    let _ = writeln!(out, "{}:{i}: {}", doc.id, context.replace('\n', "⏎"));
                    i = end;
                } else {
                    i += 1;
                }
            }
        }
    }
    Ok(out)
}
