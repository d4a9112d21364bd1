use super::page::page;
use super::*;
use crate::document::ArticleKind;
use crate::number::plain;

fn line(doc: &Document, m: &Metric) -> String {
    let points = doc.source().points(m.at);
    let q = |s: Option<&str>| s.map_or("null".to_owned(), |s| format!("\"{}\"", s.replace('\\', "").replace('"', "").replace(char::is_control, " ")));
    let n = |d: Option<Decimal>| d.map_or("null".to_owned(), plain);
    format!(
        "\"start\": {}, \"end\": {}, \"text\": {}, \"kind\": \"{}\", \"role\": \"{}\", \"min\": {}, \"max\": {}, \"approx\": {}, \"masked\": {}, \"unit\": {}, \"per\": {}, \"edtf\": {}, \"indicator\": {}, \"change\": {}, \"rule\": \"{}\", \"confidence\": {:.2}",
        points.start(), points.end(), q(Some(doc.source().slice(m.at))), m.kind.name(), m.role.name(), n(m.min), n(m.max), m.approx, m.masked,
        q(m.unit.as_deref()), q(m.per.as_deref()), q(m.edtf.as_ref().map(|e| e.as_str())), q(m.indicator.as_deref()), q(m.change.map(|c| c.name())), m.rule, m.confidence,
    )
}

/// Prints the records of the pieces of text that the file in GONGWEN_DUMP lists, a line each: kind, year, path.
#[test]
#[ignore = "a tool for development"]
fn dump() {
    let Ok(list) = std::env::var("GONGWEN_DUMP") else { return };
    let extractor = Extractor::new().unwrap();
    for row in std::fs::read_to_string(list).unwrap().lines() {
        let cells: Vec<&str> = row.split('\t').collect();
        let text = std::fs::read_to_string(cells[2]).unwrap();
        let kind = ArticleKind::from_name(cells[0]).unwrap();
        let doc = page(&text, kind, Some(cells[1]).filter(|y| !y.is_empty()));
        for m in extractor.extract(&doc) {
            println!("REC\t{}\t{{{}}}", cells[2], line(&doc, &m));
        }
    }
}
