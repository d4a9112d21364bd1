//! From the original text to its normal form and back: edits, and the map they leave behind.
//!
//! Normalising steps only *propose* [`Edit`]s; [`Normalised`] applies them and composes the map, so that every
//! character of the normal form keeps a non-empty range of the original. The map stores only what moves
//! offsets: an edit that replaces characters by others of the same UTF-8 length (nearly all of Traditional →
//! Simplified) costs nothing.

use crate::span::{Normal, Source, Span};
use std::borrow::Cow;

/// Which normalising step proposed an edit; the names are those of `normalise --only`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EditKind {
    /// Full-width letters and digits, compatibility forms, radicals.
    Width,
    /// Traditional ↔ Simplified.
    Script,
    /// Spaces, zero-width and control characters, broken lines and words.
    Space,
    /// Junk pinyin glosses.
    Gloss,
    /// Masks written in one way.
    Mask,
    /// Page furniture.
    Noise,
}

impl EditKind {
    /// The step's name in records and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Width => "width",
            Self::Script => "script",
            Self::Space => "space",
            Self::Gloss => "gloss",
            Self::Mask => "mask",
            Self::Noise => "noise",
        }
    }
}

/// A proposed change: the characters at `at` become `with`.
///
/// `at` is never empty: text is replaced or removed, not made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit<T = Source> {
    /// What is replaced.
    pub at: Span<T>,
    /// What stands there afterwards; empty to remove.
    pub with: Cow<'static, str>,
    /// Who proposed it.
    pub kind: EditKind,
}

impl<T> Edit<T> {
    /// An edit that replaces `at` by `with`.
    ///
    /// # Panics
    /// When `at` is empty.
    #[must_use]
    pub fn new(at: Span<T>, with: impl Into<Cow<'static, str>>, kind: EditKind) -> Self {
        assert!(!at.is_empty(), "an edit replaces something");
        Self { at, with: with.into(), kind }
    }
}

/// A stretch of the normal form whose source is not simply its own offset plus a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    normal: (u32, u32),
    source: (u32, u32),
}

/// Where each byte of the normal form comes from.
///
/// Between pieces, offsets differ by a constant; look-ups are a binary search, `O(log pieces)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

impl OffsetMap {
    /// The range of the original that the normal-form span stands for: for a non-empty span, the cover of the
    /// ranges of its characters; for an empty one, the empty span where its next character begins.
    #[must_use]
    pub fn to_source(&self, at: Span<Normal>) -> Span<Source> {
        let start = self.source_start(at.start() as u32);
        let end = if at.is_empty() { start } else { self.source_end(at.end() as u32) };
        Span::new(start as usize, end as usize)
    }

    /// The normal-form range that holds what is left of a range of the original; empty where it was removed.
    #[must_use]
    pub fn to_normal(&self, at: Span<Source>) -> Span<Normal> {
        let (s, e) = (at.start() as u32, at.end() as u32);
        // The first piece that ends after s decides where s lies; likewise the last that starts before e.
        let i = self.pieces.partition_point(|p| p.source.1 <= s);
        let start = match self.pieces.get(i) {
            Some(p) if p.source.0 <= s => p.normal.0,
            _ => self.after(i, s),
        };
        let j = self.pieces.partition_point(|p| p.source.0 < e);
        let end = match j.checked_sub(1).map(|k| self.pieces[k]) {
            Some(p) if e <= p.source.1 => p.normal.1,
            _ => self.after(j, e),
        };
        Span::new(start as usize, end.max(start) as usize)
    }

    /// Offset `s` of the original in the identity stretch before piece `i`.
    fn after(&self, i: usize, s: u32) -> u32 {
        match i.checked_sub(1).map(|k| self.pieces[k]) {
            Some(p) => p.normal.1 + (s - p.source.1),
            None => s,
        }
    }

    fn source_start(&self, n: u32) -> u32 {
        let i = self.pieces.partition_point(|p| p.normal.0 <= n);
        match i.checked_sub(1).map(|k| self.pieces[k]) {
            None => n,
            Some(p) if n < p.normal.1 => p.source.0,
            Some(p) => p.source.1 + (n - p.normal.1),
        }
    }

    fn source_end(&self, n: u32) -> u32 {
        let i = self.pieces.partition_point(|p| p.normal.0 < n);
        match i.checked_sub(1).map(|k| self.pieces[k]) {
            None => n,
            Some(p) if n <= p.normal.1 => p.source.1,
            Some(p) => p.source.1 + (n - p.normal.1),
        }
    }

    fn push(&mut self, piece: Piece) {
        debug_assert!(self.pieces.last().is_none_or(|p| p.normal.1 <= piece.normal.0));
        self.pieces.push(piece);
    }
}

/// A text in normal form, with the way back to the original.
///
/// ```
/// use gongwen::{Edit, EditKind, Normalised, Span};
/// let source = "創(chuàng)作";
/// let gloss = Span::new("創".len(), "創(chuàng)".len());
/// let mut n = Normalised::apply(source, vec![Edit::new(gloss, "", EditKind::Gloss)]);
/// assert_eq!(n.text(), "創作");
/// n.then(vec![Edit::new(Span::new(0, 3), "创", EditKind::Script)]);
/// assert_eq!(n.text(), "创作");
/// assert_eq!(&source[n.to_source(Span::new(3, 6)).range()], "作");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Normalised {
    text: String,
    map: OffsetMap,
    edits: Vec<Edit>,
}

impl Normalised {
    /// The text as it is, with the identity map.
    #[must_use]
    pub fn identity(source: &str) -> Self {
        Self { text: source.to_owned(), ..Self::default() }
    }

    /// The text after `edits`. They may come in any order; of edits that overlap, the one that starts first (of
    /// those the longest) is kept and the others are dropped.
    #[must_use]
    pub fn apply(source: &str, edits: Vec<Edit>) -> Self {
        let edits = settle(edits);
        let (text, map) = rewrite(source, &edits);
        Self { text, map, edits }
    }

    /// Applies a further round of edits to the normal form, and composes the map.
    pub fn then(&mut self, edits: Vec<Edit<Normal>>) {
        if edits.is_empty() {
            return;
        }
        let edits = settle(edits);
        let (text, step) = rewrite(&self.text, &edits);
        let map = compose(&self.map, &step);
        self.edits = join_edits(&self.map, std::mem::take(&mut self.edits), edits, &self.text);
        self.text = text;
        self.map = map;
    }

    /// The normal form.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands at `at`.
    #[must_use]
    pub fn slice(&self, at: Span<Normal>) -> &str {
        &self.text[at.range()]
    }

    /// All edits against the original, sorted and disjoint.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// See [`OffsetMap::to_source`].
    #[must_use]
    pub fn to_source(&self, at: Span<Normal>) -> Span<Source> {
        self.map.to_source(at)
    }

    /// See [`OffsetMap::to_normal`].
    #[must_use]
    pub fn to_normal(&self, at: Span<Source>) -> Span<Normal> {
        self.map.to_normal(at)
    }
}

/// Sorts edits and drops those that overlap one that is kept.
fn settle<T>(mut edits: Vec<Edit<T>>) -> Vec<Edit<T>> {
    edits.sort_by_key(|e| (e.at.start(), std::cmp::Reverse(e.at.end()), e.kind));
    let mut end = 0;
    edits.retain(|e| {
        let keep = e.at.start() >= end;
        if keep {
            end = e.at.end();
        }
        keep
    });
    edits
}

/// Applies sorted, disjoint edits; the map's "source" is `text`.
fn rewrite<T>(text: &str, edits: &[Edit<T>]) -> (String, OffsetMap) {
    let mut out = String::with_capacity(text.len());
    let mut map = OffsetMap::default();
    let mut at = 0;
    for e in edits {
        out.push_str(&text[at..e.at.start()]);
        let old = &text[e.at.range()];
        if old.chars().count() == e.with.chars().count() {
            let mut from = e.at.start();
            for (a, b) in old.chars().zip(e.with.chars()) {
                let to = out.len();
                out.push(b);
                if a.len_utf8() != b.len_utf8() {
                    map.push(Piece {
                        normal: (to as u32, out.len() as u32),
                        source: (from as u32, (from + a.len_utf8()) as u32),
                    });
                }
                from += a.len_utf8();
            }
        } else {
            let to = out.len();
            out.push_str(&e.with);
            map.push(Piece {
                normal: (to as u32, out.len() as u32),
                source: (e.at.start() as u32, e.at.end() as u32),
            });
        }
        at = e.at.end();
    }
    out.push_str(&text[at..]);
    (out, map)
}

/// `first` maps middle → source, `second` maps new → middle; the result maps new → source.
fn compose(first: &OffsetMap, second: &OffsetMap) -> OffsetMap {
    let mut map = OffsetMap::default();
    let mut kept = first.pieces.iter().peekable();
    let mut cursor = 0; // middle offset up to which the result is written
    let mut base = (0, 0); // (middle, new): the end of the last piece of `second`
    let emit = |map: &mut OffsetMap, p: &Piece, from: u32, to: u32, base: (u32, u32)| {
        let new = |m: u32| m - base.0 + base.1;
        map.push(Piece { normal: (new(from), new(to)), source: p.source });
    };
    for q in &second.pieces {
        let (a, b) = q.source; // a range of the middle text
        while let Some(&&p) = kept.peek() {
            let deletion = p.normal.0 == p.normal.1;
            if p.normal.0 > a || (p.normal.0 == a && !deletion) {
                break;
            }
            let (from, to) = (p.normal.0.max(cursor), p.normal.1.min(a));
            if from < to || (deletion && p.normal.0 >= cursor) {
                emit(&mut map, &p, from.min(to), to, base);
            }
            if p.normal.1 > a {
                break; // the rest lies under q, or after it
            }
            kept.next();
        }
        map.push(Piece { normal: q.normal, source: (first.source_start(a), first.source_end(b)) });
        while kept.peek().is_some_and(|p| p.normal.1 <= b && p.normal.0 < b) {
            kept.next();
        }
        cursor = b;
        base = (b, q.normal.1);
    }
    for p in kept {
        let from = p.normal.0.max(cursor);
        if from < p.normal.1 || (p.normal.0 == p.normal.1 && p.normal.0 >= cursor) {
            emit(&mut map, p, from, p.normal.1, base);
        }
    }
    map
}

/// The union of both rounds as edits of the original: later ones that touch what earlier ones wrote are merged
/// with them under the earlier kind.
fn join_edits(map: &OffsetMap, old: Vec<Edit>, new: Vec<Edit<Normal>>, middle: &str) -> Vec<Edit> {
    let mut out: Vec<Edit> = Vec::with_capacity(old.len() + new.len());
    let mut old = old.into_iter().peekable();
    let mut new = new.into_iter().peekable();
    loop {
        let next = match (old.peek(), new.peek()) {
            (None, None) => break,
            (Some(_), None) => false,
            (None, Some(_)) => true,
            (Some(o), Some(n)) => map.to_source(n.at).start() < o.at.start(),
        };
        // Grow a group of overlapping edits of either round, then write it as one.
        let (mut at, kind) = if next {
            let n = new.peek().expect("peeked");
            (map.to_source(n.at), n.kind)
        } else {
            let o = old.peek().expect("peeked");
            (o.at, o.kind)
        };
        let (mut group_old, mut group_new) = (Vec::new(), Vec::new());
        loop {
            if let Some(o) = old.next_if(|o| o.at.overlaps(at)) {
                at = at.cover(o.at);
                group_old.push(o);
            } else if let Some(n) = new.next_if(|n| map.to_source(n.at).overlaps(at)) {
                at = at.cover(map.to_source(n.at));
                group_new.push(n);
            } else {
                break;
            }
        }
        match (group_old.len(), group_new.len()) {
            (1, 0) => out.extend(group_old),
            (0, 1) => out.push(Edit { at, with: group_new.pop().expect("one").with, kind }),
            _ => {
                let mut with = String::new();
                let span = map.to_normal(at);
                let mut from = span.start();
                for n in &group_new {
                    with.push_str(&middle[from..n.at.start()]);
                    with.push_str(&n.with);
                    from = n.at.end();
                }
                with.push_str(&middle[from..span.end().max(from)]);
                out.push(Edit { at, with: with.into(), kind });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
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
        let edits = seeds
            .iter()
            .map(|&(p, n, w)| {
                let a = p as usize % (bounds.len() - 1);
                let b = (a + 1 + n as usize % 3).min(bounds.len() - 1);
                Edit::new(Span::new(bounds[a], bounds[b]), WITH[w as usize % WITH.len()], EditKind::Width)
            })
            .collect();
        settle(edits)
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
}
