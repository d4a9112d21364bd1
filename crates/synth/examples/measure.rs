//! `cargo run --release -p gongwen-synth --example measure -- DOCUMENTS [SEED]`: the reuse stage on a corpus whose
//! truth is known, as a table, with the time that each part took.

use gongwen::{Config, Folded, Meta, Miner, SourceText, Unit};
use gongwen_synth::{Corpus, Plan, score};
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let args: Vec<u64> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let Some(&documents) = args.first() else {
        eprintln!("usage: measure DOCUMENTS [SEED]");
        return ExitCode::from(2);
    };
    let seed = args.get(1).copied().unwrap_or(1);
    let corpus = Corpus::new(&Plan { documents: documents as usize, seed, ..Plan::default() });
    let bytes: usize = corpus.docs.iter().map(|d| d.text.len()).sum();
    // Anthologies are pages without any marker: as pages they hold what they copied.
    let mut config = Config::default();
    config.reuse.unit = Unit::Page;
    let Ok(miner) = Miner::new(config) else { return ExitCode::FAILURE };
    let Ok(mut comparer) = miner.comparer() else { return ExitCode::FAILURE };
    let (mut reading, mut folding) = (0.0, 0.0);
    let mut seen = 0;
    let mut masks = corpus.masks.iter().peekable();
    for (n, d) in corpus.docs.iter().enumerate() {
        let start = Instant::now();
        let doc = miner.document(&d.id, SourceText::new(d.text.as_str()), Meta::default());
        let read = Instant::now();
        while let Some(m) = masks.next_if(|m| m.doc == n) {
            let points = |at| doc.source().points(doc.normal().to_source(at));
            let hit =
                doc.masks().iter().map(|k| points(k.at)).any(|at| at.start() < m.at.1 && m.at.0 < at.end());
            seen += usize::from(hit);
        }
        let folded: Folded = miner.fold(&doc);
        reading += (read - start).as_secs_f64();
        folding += read.elapsed().as_secs_f64();
        if let Err(e) = comparer.add(folded) {
            eprintln!("{e}");
            return ExitCode::FAILURE;
        }
    }
    let start = Instant::now();
    let Ok(reuse) = comparer.finish() else { return ExitCode::FAILURE };
    let comparing = start.elapsed().as_secs_f64();
    println!("{documents} documents, {:.1} MB", bytes as f64 / 1e6);
    println!("read {reading:.1} s, fold {folding:.1} s, compare {comparing:.1} s");
    println!("masks recognised {seen} of {}", corpus.masks.len());
    let figures = score(&corpus, &reuse);
    print!("{figures}");
    for wrong in &figures.wrong {
        println!("  {wrong}");
    }
    ExitCode::SUCCESS
}
