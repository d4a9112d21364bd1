//! Numbers, times and metrics: extraction from the normal form, one page after the other.
//!
//! JioNLP reads money and times, Recognizers-Text numbers, percentages, money, dimensions and times; neither judges what
//! a figure means. Both are warm, and tell the processor's time, so that other processes count against us only.

use crate::race::{Race, Script};
use crate::text::simplified;
use gongwen::{Anchor, Config, Document, Meta, Miner, SourceText};
use std::error::Error;
use std::path::Path;

const PYTHON: Script = Script { path: "python/extract.py", interpreter: ("PYTHON", "python3") };
const NODE: Script = Script { path: "node/extract.js", interpreter: ("NODE", "node") };

/// Bytes of a run of ours: shorter ones are lost in the noise of the clock.
const SIZE: usize = 4_000_000;
/// Bytes that the slow peers are given.
const PART: usize = 20_000;

pub(crate) fn run(pages: &Path) -> Result<(), Box<dyn Error>> {
    let miner = Miner::new(Config::default())?;
    let texts = simplified(pages, miner.normaliser())?;
    let document = |text: &String| miner.document("page", SourceText::new(text.as_str()), Meta::default());
    let documents: Vec<Document> = texts.iter().map(document).collect();
    let bytes: usize = documents.iter().map(|d| d.normal().text().len()).sum();
    let times = SIZE.div_ceil(bytes);
    let documents = documents.as_slice();
    let all = move || std::iter::repeat_n(documents, times).flatten();
    let metrics: usize = documents.iter().map(|d| miner.extract(d).len()).sum();
    assert!(metrics > bytes / 2000, "a page of plans or reports has figures");

    let joined = texts.join("\n");
    let end = (PART.min(joined.len())..joined.len()).find(|i| joined.is_char_boundary(*i));
    let part = &joined.as_bytes()[..end.unwrap_or(joined.len())];
    let title = format!(
        "metrics of {} pages, {metrics} of them; peers read money and times, or single quantities and times",
        texts.len()
    );
    Race::over(&title, bytes * times)
        .add("gongwen, metrics from the normal form", || all().map(|d| miner.extract(d).len()).sum::<usize>())
        .add("gongwen, numbers and times alone", || {
            let scan = |d: &Document| -> usize {
                let lexer = miner.extractor().lexer();
                let text = d.normal().text();
                d.sentences().iter().map(|s| lexer.scan(text, s.at, Anchor::default()).len()).sum()
            };
            all().map(scan).sum::<usize>()
        })
        .add_script(&PYTHON, "jionlp", part)
        .add_script(&NODE, "recognizers-text", part)
        .run();
    Ok(())
}
