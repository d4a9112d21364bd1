//! The reuse stage against corpora whose truth is known.

use gongwen::{Config, Document, Meta, Miner, Reuse, SourceText, Unit};
use gongwen_synth::{Corpus, Edit, Figures, Plan, score};

fn compare(corpus: &Corpus) -> Reuse {
    let mut config = Config::default();
    // Anthologies are pages without any marker: as pages they hold what they copied.
    config.reuse.unit = Unit::Page;
    let miner = Miner::new(config).unwrap();
    let read = |id: &str, text: &str| miner.document(id, SourceText::new(text), Meta::default());
    let docs: Vec<Document> = corpus.docs.iter().map(|d| read(&d.id, &d.text)).collect();
    miner.compare(&docs).unwrap()
}

fn figures(documents: usize, seed: u64) -> Figures {
    let corpus = Corpus::new(&Plan { documents, seed, ..Plan::default() });
    score(&corpus, &compare(&corpus))
}

fn check(f: &Figures) {
    let floor =
        |name: &str, value: f64, floor: f64| assert!(value >= floor, "{name} {value} is below {floor}:\n{f}");
    floor("pairs precision", f.precision.share(), 0.985);
    floor("pairs F1", f.f1(), 0.97);
    floor("negatives kept apart", 1.0 - f.negatives.share(), 0.995);
    floor("contained found", f.contained.share(), 0.93);
    floor("contained right", f.contained_right.share(), 0.98);
    floor("formula places", f.formula_places.share(), 0.97);
    for edit in Edit::ALL {
        floor(edit.name(), Figures::all(&f.by_edit_or_contained, edit).share(), 0.85);
        floor(&format!("passages of {}", edit.name()), Figures::all(&f.passages, edit).share(), 0.95);
    }
    floor("slots found", f.slots.share(), 0.9);
    floor("values right", f.unmasked.share(), 0.98);
    floor("masks filled", f.masks_filled().share(), 0.8);
    assert!(f.edges[f.edges.len() / 2] <= 3, "edges:\n{f}");
}

#[test]
fn copies_are_found_in_a_small_corpus() {
    check(&figures(400, 7));
}

/// The table of the notes: `cargo test --release -p gongwen-synth -- --ignored --nocapture`.
#[test]
#[ignore = "minutes without optimisation"]
fn copies_are_found_in_a_large_corpus() {
    let f = figures(10_000, 1);
    println!("{f}");
    check(&f);
}

#[test]
fn a_corpus_is_the_same_each_time_and_other_with_another_seed() {
    let texts = |seed| -> Vec<String> {
        Corpus::new(&Plan { documents: 60, seed, ..Plan::default() })
            .docs
            .into_iter()
            .map(|d| d.text)
            .collect()
    };
    assert_eq!(texts(3), texts(3));
    assert!(texts(3).iter().zip(texts(4)).all(|(a, b)| *a != b));
}

#[test]
fn what_is_said_to_be_copied_is() {
    let corpus = Corpus::new(&Plan {
        documents: 200,
        edits: vec![Edit::Exact, Edit::Deleted, Edit::Reordered],
        ..Plan::default()
    });
    assert!(corpus.shared.len() > 40);
    let chars: Vec<Vec<char>> = corpus.docs.iter().map(|d| d.text.chars().collect()).collect();
    for s in &corpus.shared {
        assert!(!s.ranges.is_empty());
        for (a, b) in &s.ranges {
            assert_eq!(chars[s.original][a.0..a.1], chars[s.copy][b.0..b.1]);
        }
    }
    for f in &corpus.formulas {
        let first = f.wording.split('{').next().unwrap();
        for &(doc, at) in &f.places {
            assert!(chars[doc][at.0..at.1].iter().collect::<String>().starts_with(first));
        }
    }
}

#[test]
fn unrelated_documents_share_next_to_nothing() {
    let plan = Plan { documents: 80, copies: 0.0, anthologies: 0.0, negatives: 0.0, ..Plan::default() };
    let corpus = Corpus::new(&plan);
    let grams = |text: &str| {
        let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        chars.windows(5).map(<[char]>::to_vec).collect::<std::collections::BTreeSet<_>>()
    };
    let sets: Vec<_> = corpus.docs.iter().map(|d| grams(&d.text)).collect();
    let mut shares = Vec::new();
    for (i, a) in sets.iter().enumerate() {
        for b in &sets[..i] {
            let shared = a.intersection(b).count();
            shares.push(shared as f64 / (a.len() + b.len() - shared) as f64);
        }
    }
    shares.sort_by(f64::total_cmp);
    let median = shares[shares.len() / 2];
    assert!(median <= 0.02, "{median}");
}
