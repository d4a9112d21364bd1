//! The normal form of every page of the corpus: what each step may change, and the way back to the source.

use gongwen::{EditKind, NormaliseConfig, Normalised, Normaliser, ReadOptions, Script, Span};
use gongwen_tests::gold::root;
use std::fs;
use std::sync::LazyLock;

const STEPS: [EditKind; 5] =
    [EditKind::Width, EditKind::Script, EditKind::Space, EditKind::Gloss, EditKind::Mask];

/// Every step alone, and all together.
static NORMALISERS: LazyLock<Vec<(&str, Normaliser)>> = LazyLock::new(|| {
    let alone = STEPS.map(|step| (step.name(), NormaliseConfig::only([step])));
    let all = ("all", NormaliseConfig::only(STEPS));
    alone
        .into_iter()
        .chain([all])
        .map(|(name, config)| (name, config.build().expect("built-in tables")))
        .collect()
});

/// The pages, decoded: their names and texts.
fn pages() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(root().join("corpus/pages")).expect("the corpus") {
        let path = entry.expect("a file").path();
        if path.extension().is_some_and(|e| e == "gz") {
            continue; // records, not a page
        }
        let source = gongwen::read(&fs::read(&path).expect("a file"), ReadOptions::default()).expect("text");
        pages.push((path.display().to_string(), source.as_str().to_owned()));
    }
    assert_eq!(pages.len(), 13);
    pages
}

/// Each character of the normal form has a source, in order, on character boundaries, and finds back from it.
fn check_spans(name: &str, source: &str, normal: &Normalised) {
    let mut last = (0, 0);
    for (at, c) in normal.text().char_indices() {
        let here = Span::new(at, at + c.len_utf8());
        let span = normal.to_source(here);
        assert!(
            !span.is_empty() && source.get(span.range()).is_some(),
            "{name}: {c} at {at} comes from {span:?}"
        );
        assert!(span.start() >= last.0 && span.end() >= last.1, "{name}: {c} at {at} goes back to {span:?}");
        assert!(normal.to_normal(span).contains(here), "{name}: {span:?} does not find back");
        last = (span.start(), span.end());
    }
    assert!(source[last.1..].is_empty() || normal.edits().last().is_some_and(|e| e.at.end() == source.len()));
}

#[test]
fn every_character_keeps_its_source() {
    for (name, source) in pages() {
        for (step, normaliser) in NORMALISERS.iter() {
            let name = format!("{name}, {step}");
            let normal = normaliser.normalise(&source);
            check_spans(&name, &source, &normal);
            let (mut text, mut at) = (String::new(), 0);
            for edit in normal.edits() {
                text += &source[at..edit.at.start()];
                text += &edit.with;
                at = edit.at.end();
            }
            assert_eq!(text + &source[at..], normal.text(), "{name}: the edits say the same as the text");
            assert_eq!(normaliser.normalise(normal.text()).edits(), [], "{name}: a normal form is normal");
        }
    }
}

/// Conversion and folding put one character for one, and each comes from its own.
#[test]
fn equal_lengths_map_character_by_character() {
    for (name, source) in pages() {
        for (step, normaliser) in NORMALISERS.iter().filter(|(step, _)| ["width", "script"].contains(step)) {
            let normal = normaliser.normalise(&source);
            let (mut old, mut new) = (source.char_indices(), normal.text().char_indices());
            while let (Some((i, a)), Some((k, b))) = (old.next(), new.next()) {
                let from = normal.to_source(Span::new(k, k + b.len_utf8()));
                assert_eq!(from, Span::new(i, i + a.len_utf8()), "{name}, {step}: {a} → {b}");
            }
            assert!(old.next().is_none() && new.next().is_none(), "{name}, {step}: the number of characters");
        }
    }
}

#[test]
fn simplified_pages_keep_their_script() {
    let (_, normaliser) = NORMALISERS.iter().find(|(step, _)| *step == "script").expect("a step");
    let mut count = 0;
    for (name, source) in pages() {
        let edits = normaliser.normalise(&source).edits_of(EditKind::Script);
        match normaliser.script(&source) {
            Script::Simplified => assert_eq!(edits, 0, "{name}"),
            _ => assert!(edits > 100, "{name} is Traditional"),
        }
        count += usize::from(edits == 0);
    }
    assert!(count >= 10, "{count}");
}
