//! A normal form maps back onto its source, and is its own normal form.
#![no_main]

mod pieces;

use gongwen::{EditKind, NormaliseConfig, Normaliser, Span, Target, Vocabulary};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static NORMALISERS: LazyLock<Vec<Normaliser>> = LazyLock::new(|| {
    use EditKind::{Gloss, Mask, Script, Space, Width};
    let steps = [
        vec![Width],
        vec![Script],
        vec![Space],
        vec![Gloss],
        vec![Mask],
        vec![Width, Script, Space, Gloss, Mask],
    ];
    let simplified = steps.into_iter().map(|steps| NormaliseConfig { steps, ..NormaliseConfig::default() });
    let others = [(Target::Traditional, None), (Target::Simplified, Some(Vocabulary::Taiwan))];
    let others =
        others.map(|(to, vocabulary)| NormaliseConfig { to, vocabulary, ..NormaliseConfig::default() });
    simplified.chain(others).map(|config| Normaliser::new(config).expect("built-in tables")).collect()
});
/// The first of these bring a text to a fixed point; scripts written on request need not.
const FIXED: usize = 6;

fuzz_target!(|data: &[u8]| {
    let Some((&choice, text)) = data.split_first() else { return };
    let Some(text) = pieces::text(text, &[pieces::PIECES]) else { return };
    let number = usize::from(choice) % NORMALISERS.len();
    let normaliser = &NORMALISERS[number];
    let normal = normaliser.normalise(&text);
    let mut last = 0;
    for (at, c) in normal.text().char_indices() {
        let source = normal.to_source(Span::new(at, at + c.len_utf8()));
        assert!(text.get(source.range()).is_some_and(|s| !s.is_empty()), "{c} at {at} comes from {source:?}");
        assert!(source.start() >= last);
        last = source.start();
    }
    for mask in normaliser.masks(&normal) {
        assert!(!normal.slice(mask.at).is_empty());
    }
    if number < FIXED {
        let twice = normaliser.normalise(normal.text());
        assert_eq!(twice.text(), normal.text(), "normaliser {number}");
    }
});
