//! `gongwen-synth DOCUMENTS [SEED] > docs.jsonl 2> truth.jsonl`: a corpus on standard output, its truth on
//! standard error.

use gongwen_synth::{Corpus, Plan};
use serde_json::json;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |i: usize| args.get(i).and_then(|a| a.parse::<u64>().ok());
    let (Some(documents), true) = (number(0), args.len() <= 2) else {
        eprintln!("usage: gongwen-synth DOCUMENTS [SEED] > docs.jsonl 2> truth.jsonl");
        return ExitCode::from(2);
    };
    let plan = Plan { documents: documents as usize, seed: number(1).unwrap_or(1), ..Plan::default() };
    match write(&Corpus::new(&plan)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}

fn write(corpus: &Corpus) -> io::Result<()> {
    let (mut docs, mut truth) = (BufWriter::new(io::stdout().lock()), BufWriter::new(io::stderr().lock()));
    let id = |n: usize| corpus.docs[n].id.as_str();
    for d in &corpus.docs {
        writeln!(docs, "{}", json!({"id": d.id, "text": d.text}))?;
        let (edit, intensity) = (d.edit.map(|e| e.0.name()), d.edit.map(|e| e.1.name()));
        let record = json!({"type": "document", "doc": d.id, "cluster": d.cluster, "edit": edit,
            "intensity": intensity});
        writeln!(truth, "{record}")?;
    }
    for s in &corpus.shared {
        let ranges: Vec<_> = s.ranges.iter().map(|(a, b)| json!([a.0, a.1, b.0, b.1])).collect();
        let (original, copy) = (id(s.original), id(s.copy));
        writeln!(
            truth,
            "{}",
            json!({"type": "shared", "original": original, "copy": copy, "ranges": ranges})
        )?;
    }
    for &(m, c) in &corpus.contained {
        writeln!(truth, "{}", json!({"type": "contained", "doc": id(m), "container": id(c)}))?;
    }
    for &(a, b) in &corpus.negatives {
        writeln!(truth, "{}", json!({"type": "negative", "a": id(a), "b": id(b)}))?;
    }
    for f in &corpus.formulas {
        let places: Vec<_> = f.places.iter().map(|&(d, at)| json!([id(d), at.0, at.1])).collect();
        writeln!(truth, "{}", json!({"type": "formula", "wording": f.wording, "places": places}))?;
    }
    for m in &corpus.masks {
        let record =
            json!({"type": "mask", "doc": id(m.doc), "start": m.at.0, "end": m.at.1, "value": m.value});
        writeln!(truth, "{record}")?;
    }
    docs.flush()?;
    truth.flush()
}
