//! The quality gate of words: what the segmenter reaches on sentences, terms and atoms cut by hand.
//!
//! `tests/gold/words/GUIDELINE.md` says how they were cut. `cargo test -p gongwen-tests --test words -- --nocapture`
//! shows the figures beside those of bare jieba, and what differs.

use gongwen::{Granularity, NormaliseConfig, Normalised, Normaliser, SegmentConfig, Segmenter, Span};
use gongwen_tests::gold::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// F1 that must be reached, coarse and fine.
const FLOOR: (f64, f64) = (0.95, 0.95);
/// Share of the terms that must be whole in the coarse cut.
const TERMS: f64 = 0.98;

type Words = BTreeSet<(usize, usize)>;

/// The rows of a table of the gold, each with as many cells.
fn rows(name: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("tests/gold/words").join(name)).expect("the gold of words");
    let mut lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let cells = |l: &str| l.split('\t').map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines.next().map(cells).expect("a header"), columns, "{name}");
    let rows: Vec<_> = lines.map(cells).collect();
    rows.iter().for_each(|row| assert_eq!(row.len(), columns.len(), "{name}: {row:?}"));
    rows
}

fn normaliser() -> Normaliser {
    Normaliser::new(NormaliseConfig::default()).expect("built-in tables")
}

fn segmenter(granularity: Granularity) -> Segmenter {
    Segmenter::new(SegmentConfig { granularity, hmm: false }).expect("built-in tables")
}

/// The words of a cut, in offsets of the normal form.
fn gold_words(cut: &str, normal: &Normalised) -> Words {
    let mut at = 0;
    let word = |word: &str| {
        let here = normal.to_normal(Span::new(at, at + word.len()));
        at += word.len();
        (here.start(), here.end())
    };
    cut.split('|').map(word).collect()
}

fn found_words(segmenter: &Segmenter, text: &str) -> Words {
    let tokens = segmenter.segment(text, Span::new(0, text.len()));
    tokens.iter().map(|t| (t.at.start(), t.at.end())).collect()
}

#[derive(Default)]
struct Score {
    both: usize,
    either: usize,
}

impl Score {
    fn add(&mut self, gold: &Words, found: &Words) {
        self.both += 2 * gold.intersection(found).count();
        self.either += gold.len() + found.len();
    }

    fn f1(&self) -> f64 {
        self.both as f64 / self.either as f64
    }
}

/// Notes the stretches that are cut differently.
fn note(text: &str, gold: &Words, found: &Words, name: &str, notes: &mut BTreeMap<String, usize>) {
    let ends = |words: &Words| words.iter().map(|&(_, end)| end).collect::<BTreeSet<_>>();
    let (gold, found) = (ends(gold), ends(found));
    let mut start = 0;
    for &end in gold.intersection(&found) {
        let cut = |ends: &BTreeSet<usize>| {
            let mut at = start;
            let mut words = Vec::new();
            for &e in ends.range(start + 1..=end) {
                words.push(&text[at..e]);
                at = e;
            }
            words.join("|")
        };
        let (g, f) = (cut(&gold), cut(&found));
        if g != f {
            *notes.entry(format!("{name}\t{g}\t{f}")).or_default() += 1;
        }
        start = end;
    }
}

#[test]
fn sentences_are_cut_as_by_hand() {
    let normaliser = normaliser();
    let cuts = [segmenter(Granularity::Coarse), segmenter(Granularity::Fine)];
    let jieba = jieba_rs::Jieba::new();
    let mut scores = [Score::default(), Score::default()];
    let mut bare = [Score::default(), Score::default()];
    let mut notes = BTreeMap::new();
    let sentences = rows("sentences.tsv", &["coarse", "fine"]);
    assert!(sentences.len() >= 300, "{} sentences", sentences.len());
    for row in &sentences {
        let source = row[0].replace('|', "");
        assert_eq!(source, row[1].replace('|', ""), "both cuts are of one sentence");
        let normal = normaliser.normalise(&source);
        let text = normal.text();
        for (n, name) in ["coarse", "fine"].into_iter().enumerate() {
            let gold = gold_words(&row[n], &normal);
            let found = found_words(&cuts[n], text);
            scores[n].add(&gold, &found);
            note(text, &gold, &found, name, &mut notes);
            let theirs = jieba.cut(text, true).iter().map(|t| (t.byte_start, t.byte_end)).collect();
            bare[n].add(&gold, &theirs);
        }
    }
    for (difference, times) in &notes {
        println!("{times}\t{difference}");
    }
    let [coarse, fine] = scores.map(|s| s.f1());
    let [jieba_coarse, jieba_fine] = bare.map(|s| s.f1());
    println!(
        "F1 coarse {coarse:.4}, fine {fine:.4}; bare jieba coarse {jieba_coarse:.4}, fine {jieba_fine:.4}"
    );
    assert!(coarse >= FLOOR.0 && fine >= FLOOR.1, "F1 coarse {coarse:.4}, fine {fine:.4}");
    assert!(coarse > jieba_coarse && fine > jieba_fine);
}

/// Rows of which the first cell is no word of the coarse cut of the third.
fn broken(table: &str, columns: &[&str]) -> (Vec<String>, usize) {
    let (normaliser, coarse) = (normaliser(), segmenter(Granularity::Coarse));
    let rows = rows(table, columns);
    let mut broken = Vec::new();
    for row in &rows {
        let normal = normaliser.normalise(&row[2]);
        let wanted = row[2].find(&row[0]).unwrap_or_else(|| panic!("{table}: {row:?}"));
        let wanted = normal.to_normal(Span::new(wanted, wanted + row[0].len()));
        let found = found_words(&coarse, normal.text());
        if !found.contains(&(wanted.start(), wanted.end())) {
            let words: Vec<&str> = found.iter().map(|&(a, b)| &normal.text()[a..b]).collect();
            broken.push(format!("{}\t{}\t{}", row[0], row[1], words.join("|")));
        }
    }
    println!("{table}: {} of {} whole\n{}", rows.len() - broken.len(), rows.len(), broken.join("\n"));
    (broken, rows.len())
}

#[test]
fn terms_are_whole() {
    let (broken, all) = broken("terms.tsv", &["term", "category", "sentence"]);
    assert!(all >= 400, "{all} terms");
    assert!((all - broken.len()) as f64 >= TERMS * all as f64, "{} of {all} terms are cut", broken.len());
}

#[test]
fn atoms_are_whole() {
    let (broken, all) = broken("atoms.tsv", &["atom", "class", "sentence"]);
    assert!(all >= 200, "{all} atoms");
    assert!(broken.is_empty(), "{} of {all} atoms are cut", broken.len());
}

#[test]
fn glosses_give_no_word() {
    let normaliser = normaliser();
    let fine = segmenter(Granularity::Fine);
    let mut glosses = 0;
    for row in rows("sentences.tsv", &["coarse", "fine"]) {
        let source = row[1].replace('|', "");
        let normal = normaliser.normalise(&source);
        for gloss in normal.edits().iter().filter(|e| e.kind == gongwen::EditKind::Gloss) {
            glosses += 1;
            for token in fine.segment(normal.text(), Span::new(0, normal.text().len())) {
                let at = normal.to_source(token.at);
                assert!(!gloss.at.contains(at), "{} of {source}", &source[at.range()]);
            }
        }
    }
    assert!(glosses >= 10, "{glosses} glosses");
}
