//! The packed map against a plain table.

use super::*;
use proptest::prelude::*;

/// The oracle: for every character of the normal form, its source range, in a plain table.
fn plain(source: &[(char, usize, usize)], edits: &[Edit<Normal>]) -> Vec<(char, usize, usize)> {
    let mut out = Vec::new();
    let (mut byte, mut i) = (0, 0);
    let mut edits = edits.iter().peekable();
    while i < source.len() {
        if let Some(e) = edits.next_if(|e| e.at.start() == byte) {
            let mut old = Vec::new();
            while byte < e.at.end() {
                old.push(source[i]);
                byte += source[i].0.len_utf8();
                i += 1;
            }
            let with: Vec<char> = e.with.chars().collect();
            for (k, c) in with.iter().enumerate() {
                let (from, to) = if with.len() == old.len() {
                    (old[k].1, old[k].2)
                } else {
                    (old[0].1, old[old.len() - 1].2)
                };
                out.push((*c, from, to));
            }
        } else {
            out.push(source[i]);
            byte += source[i].0.len_utf8();
            i += 1;
        }
    }
    out
}

fn random_edits(text: &str, seeds: &[(u16, u8, u8)]) -> Vec<Edit<Normal>> {
    const WITH: [&str; 6] = ["", "a", "汉", "汉a", "é字x", "𠀀"];
    let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    if bounds.len() < 2 {
        return Vec::new();
    }
    let mut edits = seeds
        .iter()
        .map(|&(p, n, w)| {
            let a = p as usize % (bounds.len() - 1);
            let b = (a + 1 + n as usize % 3).min(bounds.len() - 1);
            Edit::new(Span::new(bounds[a], bounds[b]), WITH[w as usize % WITH.len()], EditKind::Width)
        })
        .collect();
    rewrite::settle(&mut edits);
    edits
}

fn apply_edits(text: &str, edits: &[(Span<Source>, String)]) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for (span, with) in edits {
        assert!(span.start() >= at, "edits are sorted and disjoint");
        out.push_str(&text[at..span.start()]);
        out.push_str(with);
        at = span.end();
    }
    out + &text[at..]
}

proptest! {
    #[test]
    fn compressed_map_equals_the_plain_table(
        source in "[ab汉字é𠀀。]{0,24}",
        rounds in prop::collection::vec(prop::collection::vec((any::<u16>(), any::<u8>(), any::<u8>()), 0..6), 1..4),
    ) {
        let mut table: Vec<(char, usize, usize)> =
            source.char_indices().map(|(i, c)| (c, i, i + c.len_utf8())).collect();
        let mut n = Normalised::identity(&source);
        for seeds in &rounds {
            let edits = random_edits(n.text(), seeds);
            table = plain(&table, &edits);
            n.then(edits);
        }
        prop_assert_eq!(n.text(), table.iter().map(|t| t.0).collect::<String>());
        let mut last = (0, 0);
        let mut byte = 0;
        for (k, &(c, from, to)) in table.iter().enumerate() {
            let span = n.to_source(Span::new(byte, byte + c.len_utf8()));
            prop_assert_eq!((span.start(), span.end()), (from, to), "char {}", k);
            prop_assert!(source.is_char_boundary(span.start()) && source.is_char_boundary(span.end()));
            prop_assert!(!span.is_empty() && span.start() >= last.0 && span.end() >= last.1);
            prop_assert!(n.to_normal(span).contains(Span::new(byte, byte + c.len_utf8())), "round trip");
            last = (from, to);
            byte += c.len_utf8();
        }
        let edits: Vec<_> = n.edits().iter().map(|e| (e.at, e.with.to_string())).collect();
        prop_assert_eq!(apply_edits(&source, &edits), n.text(), "the edit list says the same as the text");
    }

    #[test]
    fn padding_shifts_spans_equally(
        source in "[ab汉字é。]{1,24}", pad in "[x汉]{0,9}",
        seeds in prop::collection::vec((any::<u16>(), any::<u8>(), any::<u8>()), 0..6),
    ) {
        let edits = random_edits(&source, &seeds);
        let shifted = edits.iter().map(|e| Edit { at: e.at.shift(pad.len()), ..e.clone() }).collect();
        let (mut a, mut b) = (Normalised::identity(&source), Normalised::identity(&(pad.clone() + &source)));
        a.then(edits);
        b.then(shifted);
        prop_assert_eq!(b.text(), pad.clone() + a.text());
        for (i, c) in a.text().char_indices() {
            let s = Span::new(i, i + c.len_utf8());
            prop_assert_eq!(b.to_source(s.shift(pad.len())), a.to_source(s).shift(pad.len()));
        }
    }
}

#[test]
fn overlapping_proposals_keep_the_first_and_longest() {
    let e = |a, b, w| Edit::new(Span::new(a, b), w, EditKind::Space);
    let n = Normalised::apply("abcdef", vec![e(1, 3, "X"), e(2, 5, "Y"), e(1, 2, "Z"), e(5, 6, "")]);
    assert_eq!(n.text(), "aXde");
}
