//! The metadata file: what a caller knows of pages beforehand.

use gongwen::{ArticleKind, Format, Meta, ReadOptions};
use std::collections::HashMap;
use std::path::Path;

const COLUMNS: [&str; 7] = ["doc", "region", "region_code", "year", "issuer", "kind", "source"];

/// Reads the file, in any encoding. A column that is not known, a row without `doc` or a kind that does not exist
/// is an error with its place.
pub(super) fn load(path: &Path) -> Result<HashMap<String, Meta>, String> {
    let place = path.display();
    let bytes = std::fs::read(path).map_err(|e| format!("{place}: {e}"))?;
    let source = gongwen::read(&bytes, ReadOptions { format: Format::Text, encoding: None })
        .map_err(|e| format!("{place}: {e}"))?;
    let mut csv = csv::Reader::from_reader(source.as_str().as_bytes());
    let header = csv.headers().map_err(|e| format!("{place}: {e}"))?.clone();
    if let Some(odd) = header.iter().find(|h| !COLUMNS.contains(h)) {
        return Err(format!("{place}:1: no column is called {odd:?}; there are {}", COLUMNS.join(", ")));
    }
    let mut all = HashMap::new();
    for record in csv.records() {
        let record = record.map_err(|e| format!("{place}: {e}"))?;
        let line = record.position().map_or(0, csv::Position::line);
        let field = |name: &str| {
            let i = header.iter().position(|h| h == name)?;
            record.get(i).filter(|v| !v.is_empty()).map(ToOwned::to_owned)
        };
        let doc = field("doc").ok_or_else(|| format!("{place}:{line}: no doc"))?;
        let kind = field("kind")
            .map(|k| {
                ArticleKind::from_name(&k).ok_or_else(|| format!("{place}:{line}: no kind is called {k:?}"))
            })
            .transpose()?;
        let meta = Meta {
            region: field("region"),
            region_code: field("region_code"),
            year: field("year"),
            issuer: field("issuer"),
            kind,
            source: field("source"),
            ..Meta::default()
        };
        if all.insert(doc.clone(), meta).is_some() {
            return Err(format!("{place}:{line}: {doc:?} stands above already"));
        }
    }
    Ok(all)
}
