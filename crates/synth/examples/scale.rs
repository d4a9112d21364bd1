//! `cargo run --release -p gongwen-synth --example scale -- DOCUMENTS [STAGES [MEMORY]]`: time and memory of the reuse
//! stage as a corpus grows. Documents are made as they are read, so that what the process holds is the stage's.
//!
//! STAGES is any of `c` (clusters), `p` (passages), `b` (boilerplate); MEMORY is in MB. Times are processor seconds of
//! all threads, so that other processes disturb them less; memory is the most that was resident until then (Linux).

use gongwen::{Config, Folded, Meta, Miner, Reuse, SourceText, Unit};
use gongwen_synth::{Corpus, Formula, Generator, Made, Plan, score};
use rayon::prelude::*;
use std::error::Error;
use std::fs;

/// Documents that are made and read at a time.
const BATCH: usize = 1024;
/// Up to so many documents the copied passages are scored too: their truth takes memory.
const PASSAGES: usize = 100_000;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let documents: usize = args.first().ok_or("usage: scale DOCUMENTS [STAGES [MEMORY]]")?.parse()?;
    let stages = args.get(1).map_or("cpb", String::as_str);
    let mut config = Config::default();
    // Anthologies are pages without any marker: as pages they hold what they copied.
    config.reuse.unit = Unit::Page;
    if let Some(memory) = args.get(2) {
        config.reuse.memory = memory.parse::<usize>()? << 20;
    }
    let miner = Miner::new(config)?;
    let mut comparer = miner.comparer()?;
    let generator = Generator::new(&Plan { documents, ..Plan::default() });
    let formula = |f: &'static str| Formula { wording: f.to_owned(), places: Vec::new() };
    let mut truth = Corpus { formulas: generator.formulas().map(formula).collect(), ..Corpus::default() };
    let (mut folding, mut bytes) = (0.0, 0);
    for start in (0..generator.len()).step_by(BATCH) {
        let batch = start..(start + BATCH).min(generator.len());
        let made: Vec<Made> = batch.into_par_iter().map(|n| generator.document(n)).collect();
        let clock = seconds();
        let fold = |m: &Made| miner.fold_source(SourceText::new(m.doc.text.as_str()), Meta::default());
        let pages: Vec<Folded> = made.par_iter().map(fold).collect();
        pages.into_iter().try_for_each(|page| comparer.add(page))?;
        folding += seconds() - clock;
        for (n, m) in (start..).zip(made) {
            bytes += m.doc.text.len();
            truth.docs.push(gongwen_synth::Doc { id: String::new(), text: String::new(), ..m.doc });
            truth.contained.extend(m.holds.map(|held| (held, n)));
            truth.negatives.extend(m.borrows.map(|from| (from, n)));
            m.formulas.into_iter().for_each(|(f, at)| truth.formulas[f].places.push((n, at)));
            if let Some(mut shared) = m.shared {
                if documents > PASSAGES {
                    shared.ranges = Vec::new();
                }
                truth.shared.push(shared);
            }
        }
    }
    let mb = bytes as f64 / 1e6;
    println!("{documents} documents, {mb:.1} MB");
    let told = |what: &str, seconds: f64| {
        let a_thousand = seconds * 1000.0 / documents as f64;
        println!(
            "{what:12} {seconds:8.1} s  {a_thousand:.3} s a thousand  {:.1} MB/s  {} MB",
            mb / seconds,
            peak()
        );
    };
    told("read, fold", folding);
    let mut found = Reuse::default();
    for stage in stages.chars() {
        let clock = seconds();
        let what = match stage {
            'c' => {
                found.clusters = comparer.clusters()?;
                "clusters"
            }
            'p' => {
                found.passages = comparer.passages()?;
                "passages"
            }
            'b' => {
                // Clusters are found once more for it.
                found.boilerplate = comparer.boilerplate()?;
                "boilerplate"
            }
            _ => return Err(format!("no stage is called {stage}").into()),
        };
        told(what, seconds() - clock);
    }
    let figures = score(&truth, &found);
    print!("{figures}");
    figures.wrong.iter().take(60).for_each(|w| println!("  {w}"));
    Ok(())
}

/// Processor seconds of this process.
fn seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// The most memory that was resident, in MB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
