//! What the patterns of `data/structure/` ask of a text: read off their syntax here, not at every start.

#[path = "../src/structure/expand.rs"]
mod expand;
#[path = "../src/structure/literals.rs"]
mod literals;

use crate::{rows, write};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The tables of patterns, and what their patterns stand in when they are read.
const TABLES: &[(&str, &str)] = &[
    ("about", "{}"),
    ("articles", "^(?:{})$"),
    ("bodies", "{}"),
    ("closings", "^(?:{})$"),
    ("furniture", "{}"),
    ("headings", "^(?:{})$"),
    ("kinds", "{}"),
    ("outline", "^(?:{})"),
    ("shared", "{}"),
];

/// Writes `asks.rs`: for each pattern, as it is compiled, what it asks, sorted by the pattern.
pub(crate) fn build(data: &Path, out: &Path) {
    let titles = titles(data);
    let mut known = BTreeMap::new();
    for (table, inside) in TABLES {
        let path = data.join(table).with_extension("tsv");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let header = text.lines().find(|l| !l.is_empty() && !l.starts_with('#')).expect("a header");
        let column = header.split('\t').position(|c| c == "pattern").expect("a column of patterns");
        for row in rows(&path) {
            let pattern = inside.replace("{}", &row[column].replace("{T}", &titles));
            let pattern = expand::expand(&pattern);
            // What is no pattern is refused where the table is read, with its line.
            let Ok(hir) = regex_syntax::parse(&pattern) else { continue };
            known.insert(pattern, literals::Asks::of(&hir));
        }
    }
    let mut source = String::from("static ASKS: &[(&str, Asks<&[&str], &str>)] = &[");
    for (pattern, literals::Asks { needs, opening, last }) in &known {
        let needs = needs.as_deref().map_or("None".to_owned(), |needs| format!("Some(&{needs:?})"));
        write!(source, "({pattern:?}, Asks {{ needs: {needs}, opening: {opening:?}, last: {last:?} }}),")
            .expect("a string");
    }
    write(&out.join("asks.rs"), source + "];\n");
}

/// The words that may begin an article, as a group of a pattern.
fn titles(data: &Path) -> String {
    let mut rows = rows(&data.join("titles.tsv"));
    rows.sort_by_key(|row| Reverse(row[0].len()));
    let words: Vec<&str> = rows.iter().filter(|row| row[2] == "yes").map(|row| &*row[0]).collect();
    format!("(?:{})", words.join("|"))
}
