//! `gongwen-synth DOCUMENTS [SEED] > docs.jsonl 2> truth.jsonl`: a corpus on standard output, its truth on
//! standard error.

use gongwen_synth::{Generator, Plan};
use serde_json::{Value, json};
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
    match write(&Generator::new(&plan)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}

fn write(corpus: &Generator) -> io::Result<()> {
    let (mut docs, mut truth) = (BufWriter::new(io::stdout().lock()), BufWriter::new(io::stderr().lock()));
    let id = |n: usize| format!("d{n:07}");
    let mut formulas: Vec<(&str, Vec<Value>)> = corpus.formulas().map(|f| (f, Vec::new())).collect();
    for n in 0..corpus.len() {
        let made = corpus.document(n);
        let d = &made.doc;
        writeln!(docs, "{}", json!({"id": d.id, "text": d.text}))?;
        let (edit, intensity) = (d.edit.map(|e| e.0.name()), d.edit.map(|e| e.1.name()));
        let record = json!({"type": "document", "doc": d.id, "cluster": d.cluster, "edit": edit,
            "intensity": intensity});
        writeln!(truth, "{record}")?;
        if let Some(s) = &made.shared {
            let ranges: Vec<_> = s.ranges.iter().map(|(a, b)| json!([a.0, a.1, b.0, b.1])).collect();
            let record =
                json!({"type": "shared", "original": id(s.original), "copy": d.id, "ranges": ranges});
            writeln!(truth, "{record}")?;
        }
        if let Some(held) = made.holds {
            writeln!(truth, "{}", json!({"type": "contained", "doc": id(held), "container": d.id}))?;
        }
        if let Some(from) = made.borrows {
            writeln!(truth, "{}", json!({"type": "negative", "a": id(from), "b": d.id}))?;
        }
        for m in &made.masks {
            let record =
                json!({"type": "mask", "doc": d.id, "start": m.at.0, "end": m.at.1, "value": m.value});
            writeln!(truth, "{record}")?;
        }
        made.formulas.iter().for_each(|&(f, at)| formulas[f].1.push(json!([d.id, at.0, at.1])));
    }
    for (wording, places) in formulas {
        writeln!(truth, "{}", json!({"type": "formula", "wording": wording, "places": places}))?;
    }
    docs.flush()?;
    truth.flush()
}
