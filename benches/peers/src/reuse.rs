//! Near-duplicates, from JSONL to clusters: the same pages, judged by the same truth.
//!
//! gongwen reads, normalises, folds, compares and verifies; gaoya, datasketch and rensa take the character 5-grams of
//! the text as it is, with the parameters that did best for each. One thread each; processor seconds of the process, so
//! that others on the machine disturb less, and of these the fastest round. Pair scores are those of the pairs that
//! clusters induce.

use gongwen::{Config, Meta, Miner, SourceText, Unit};
use gongwen_synth::{Generator, Plan};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Rounds of every contender.
const ROUNDS: usize = 3;

/// Seconds, and of each page the number of its cluster.
type Outcome = Result<(f64, Vec<usize>), String>;

/// A corpus as it is handed out, and what is true of it.
struct Pages {
    jsonl: String,
    clusters: Vec<usize>,
    negatives: Vec<(usize, usize)>,
}

impl Pages {
    fn new(documents: usize) -> Self {
        let generator = Generator::new(&Plan { documents, ..Plan::default() });
        let mut pages = Self { jsonl: String::new(), clusters: Vec::new(), negatives: Vec::new() };
        for n in 0..generator.len() {
            let made = generator.document(n);
            pages.jsonl += &serde_json::json!({"id": made.doc.id, "text": made.doc.text}).to_string();
            pages.jsonl.push('\n');
            pages.clusters.push(made.doc.cluster);
            pages.negatives.extend(made.borrows.map(|from| (from, n)));
        }
        pages
    }
}

/// Runs the race over a corpus of so many documents.
pub(crate) fn run(documents: usize) -> Result<(), Box<dyn Error>> {
    let pages = Pages::new(documents);
    let jsonl = pages.jsonl.as_str();
    type Contender<'a> = (&'a str, Box<dyn Fn() -> Outcome + 'a>);
    let contenders: [Contender<'_>; 4] = [
        ("gongwen", Box::new(|| gongwen(jsonl).map_err(|e| e.to_string()))),
        ("gaoya 0.2, 42 x 3", Box::new(|| gaoya(jsonl).map_err(|e| e.to_string()))),
        ("rensa, 32 x 4, verified", Box::new(|| python("rensa", jsonl))),
        ("datasketch, 25 x 5", Box::new(|| python("datasketch", jsonl))),
    ];
    let mut best: Vec<Outcome> = contenders.iter().map(|_| Ok((f64::INFINITY, Vec::new()))).collect();
    for _ in 0..ROUNDS {
        for ((_, run), best) in contenders.iter().zip(&mut best) {
            if let Ok((fastest, _)) = best {
                let fastest = *fastest;
                *best = run().map(|(s, clusters)| (s.min(fastest), clusters));
            }
        }
    }
    println!("\nnear-duplicates, {documents} documents, {:.1} MB of JSONL", jsonl.len() as f64 / 1e6);
    let ours = best[0].as_ref().map_or(f64::NAN, |b| b.0);
    for ((name, _), outcome) in contenders.iter().zip(&best) {
        match outcome {
            Ok((seconds, clusters)) => {
                let (p, r) = pairs(clusters, &pages.clusters);
                let joined = pages.negatives.iter().filter(|n| clusters[n.0] == clusters[n.1]).count();
                println!(
                    "  {name:<26} {:>6.1} MB/s {:>6.2} x   P {p:.3} R {r:.3} F1 {:.3}   negatives joined {joined}/{}",
                    jsonl.len() as f64 / 1e6 / seconds,
                    ours / seconds,
                    2.0 * p * r / (p + r),
                    pages.negatives.len()
                );
            }
            Err(why) => println!("  {name:<26} skipped: {why}"),
        }
    }
    Ok(())
}

/// Precision and recall of the pairs in one cluster.
fn pairs(found: &[usize], truth: &[usize]) -> (f64, f64) {
    let count = |keys: &mut dyn Iterator<Item = (usize, usize)>| {
        let mut sizes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        keys.for_each(|k| *sizes.entry(k).or_default() += 1);
        sizes.values().map(|n| n * (n - 1) / 2).sum::<usize>() as f64
    };
    let both = count(&mut found.iter().copied().zip(truth.iter().copied()));
    let of = |n: &[usize]| count(&mut n.iter().map(|&n| (n, 0)));
    (both / of(found), both / of(truth))
}

/// A line; its text is borrowed where nothing in it is escaped.
#[derive(Deserialize)]
struct Row<'l> {
    #[serde(borrow)]
    text: Cow<'l, str>,
}

/// The text of a line.
fn text(line: &str) -> Result<Cow<'_, str>, Box<dyn Error>> {
    Ok(serde_json::from_str::<Row<'_>>(line)?.text)
}

/// Processor seconds of this process (Linux).
fn seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn gongwen(jsonl: &str) -> Result<(f64, Vec<usize>), Box<dyn Error>> {
    // What runs in parallel runs on the one thread of this pool.
    let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let start = seconds();
    let mut config = Config::default();
    config.reuse.unit = Unit::Page;
    let miner = Miner::new(config)?;
    let mut comparer = miner.comparer()?;
    let mut documents = 0;
    for line in jsonl.lines() {
        comparer.add(miner.fold_source(SourceText::new(text(line)?), Meta::default()))?;
        documents += 1;
    }
    let mut numbers: Vec<usize> = (0..documents).collect();
    for (n, cluster) in threads.install(|| comparer.clusters())?.iter().enumerate() {
        let copies = cluster.members.iter().filter(|m| m.container.is_none());
        copies.for_each(|m| numbers[m.place.doc as usize] = documents + n);
    }
    Ok((seconds() - start, numbers))
}

fn gaoya(jsonl: &str) -> Result<(f64, Vec<usize>), Box<dyn Error>> {
    use gaoya::minhash::{MinHashIndex, MinHasher, MinHasher32};
    let start = seconds();
    let hasher = MinHasher32::new(42 * 3);
    let mut index: MinHashIndex<u32, usize> = MinHashIndex::new(42, 3, 0.5);
    let mut up: Vec<usize> = Vec::new();
    let mut signatures = Vec::new();
    for (n, line) in jsonl.lines().enumerate() {
        let text: String = text(line)?.chars().filter(|c| !c.is_whitespace()).collect();
        let starts: Vec<usize> = text.char_indices().map(|c| c.0).chain([text.len()]).collect();
        let grams: HashSet<&str> = starts.windows(6).map(|w| &text[w[0]..w[5]]).collect();
        let signature = hasher.create_signature(grams.into_iter());
        index.insert(n, signature.clone());
        signatures.push(signature);
        up.push(n);
    }
    fn find(up: &mut [usize], mut u: usize) -> usize {
        while up[u] != u {
            up[u] = up[up[u]];
            u = up[u];
        }
        u
    }
    for (n, signature) in signatures.iter().enumerate() {
        for other in index.query_owned(signature) {
            let (a, b) = (find(&mut up, n), find(&mut up, other));
            up[a.max(b)] = a.min(b);
        }
    }
    let clusters = (0..up.len()).map(|n| find(&mut up, n)).collect();
    Ok((seconds() - start, clusters))
}

fn python(tool: &str, jsonl: &str) -> Outcome {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/reuse.py");
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let mut child = Command::new(python)
        .arg(script)
        .arg(tool)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("no Python ({e})"))?;
    let mut stdin = child.stdin.take().ok_or("no standard input")?;
    // A tool that is absent does not read.
    let _ = stdin.write_all(jsonl.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().map_err(|e| e.to_string())?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(message.lines().last().unwrap_or("it failed").to_owned());
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    let (seconds, clusters) = printed.trim().split_once('\n').ok_or("it printed one line")?;
    let numbers = clusters.split(' ').map(str::parse).collect::<Result<_, _>>();
    Ok((seconds.parse().map_err(|_| "it printed no time")?, numbers.map_err(|_| "it printed no clusters")?))
}
