//! The quality gate: what the pipeline reaches on the corpus must not fall below the floors in
//! `tests/gold/floors.tsv`.
//!
//! The floors hold for one corpus, whose digest stands beside them. `UPDATE_FLOORS=1` notes the digest and
//! raises floors to slightly under what is measured; it never lowers one. Lowering is done by hand, in a commit
//! that says why. `cargo test -p gongwen-tests --test quality -- --nocapture` shows all figures, and every
//! metric that differs from gold.

use gongwen_tests::gold::{self, root};
use gongwen_tests::measure::{Figure, measure};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

/// How far under what is measured a raised floor is put: one record in fifty, so that a change in one stage that
/// shifts a few borderline cases passes, and a broken rule does not.
const SLACK: f64 = 0.02;

const HEADER: &str = "\
# What the pipeline must reach on the corpus: the measure, `least` or `most`, the bound.
# UPDATE_FLOORS=1 cargo test -p gongwen-tests --test quality raises them; they are lowered by hand only.
";

struct Floors {
    digest: String,
    bounds: BTreeMap<String, f64>,
}

impl Floors {
    fn read() -> Self {
        let text = fs::read_to_string(root().join("tests/gold/floors.tsv")).unwrap_or_default();
        let mut floors = Self { digest: String::new(), bounds: BTreeMap::new() };
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["digest", "corpus", digest] => digest.clone_into(&mut floors.digest),
                [name, "least" | "most", bound] => {
                    let bound = bound.parse().unwrap_or_else(|e| panic!("{line}: {e}"));
                    assert!(floors.bounds.insert(name.to_owned(), bound).is_none(), "{name} stands twice");
                }
                _ => panic!("floors.tsv: {line:?}"),
            }
        }
        floors
    }

    /// Raises the floors to slightly under the figures.
    fn raise(&mut self, figures: &[Figure], digest: String) {
        self.digest = digest;
        for f in figures {
            // Three decimals, away from the figure.
            let bound = if f.ceiling {
                ((f.value + SLACK) * 1000.0).ceil() / 1000.0
            } else {
                ((f.value - SLACK).max(0.0) * 1000.0).floor() / 1000.0
            };
            let better = |old: f64| if f.ceiling { old.min(bound) } else { old.max(bound) };
            let old = self.bounds.get(f.name).copied();
            self.bounds.insert(f.name.to_owned(), old.map_or(bound, better));
        }
        let mut text = format!("{HEADER}digest\tcorpus\t{}\n", self.digest);
        for f in figures {
            let side = if f.ceiling { "most" } else { "least" };
            let _ = writeln!(text, "{}\t{side}\t{:.3}", f.name, self.bounds[f.name]);
        }
        fs::write(root().join("tests/gold/floors.tsv"), text).expect("floors.tsv can be written");
    }
}

/// FNV-1a over names and contents of pages and gold: a fingerprint, not a seal.
fn digest() -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let files = gold::compile().unwrap_or_else(|e| panic!("{e}"));
    // Compressed bytes may differ from machine to machine; their text stands in the gold's sources.
    for (name, bytes) in files.iter().filter(|(name, _)| !name.ends_with(".gz")) {
        for b in name.bytes().chain([0]).chain(bytes.iter().copied()) {
            hash = (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

#[test]
fn figures_stay_above_their_floors() {
    let measured = measure().unwrap_or_else(|e| panic!("{e}"));
    let mut floors = Floors::read();
    if std::env::var_os("UPDATE_FLOORS").is_some() {
        floors.raise(&measured.figures, digest());
    }
    let mut report = String::new();
    let mut failed = Vec::new();
    for f in &measured.figures {
        let bound = floors.bounds.get(f.name).copied();
        let holds = bound.is_some_and(|b| if f.ceiling { f.value <= b } else { f.value >= b });
        if !holds {
            failed.push(f.name);
        }
        let bound = bound.map_or_else(|| "no floor".to_owned(), |b| format!("{b:.3}"));
        let _ = writeln!(report, "{:24} {:.4}  {bound:8}  {}", f.name, f.value, f.of);
    }
    println!("{report}\n{}\n{}", measured.metrics.table(), measured.differences.join("\n"));
    assert!(failed.is_empty(), "worse than the floor: {failed:?}\n{report}\n{}", measured.metrics.table());
    for name in floors.bounds.keys() {
        assert!(measured.figures.iter().any(|f| f.name == name), "nothing measures {name}");
    }
    assert_eq!(floors.digest, digest(), "the corpus has changed: look at the figures, then UPDATE_FLOORS=1");
}
