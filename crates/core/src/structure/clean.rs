//! The page as a document reads.

use crate::document::{Document, FurnitureKind};
use crate::offsets::Normalised;
use crate::span::{Normal, Span};

/// The page as a document reads: furniture and glosses out, broken lines joined, in its own script.
///
/// One line a paragraph; a blank line stays where the page has one, never two. Linear in the length of the page.
#[must_use]
pub fn clean(doc: &Document) -> String {
    let text = doc.normal().text();
    let gone = removed(doc);
    let mut out = String::with_capacity(doc.source().as_str().len());
    let (mut at, mut next, mut blank) = (0, 0, false);
    for piece in text.split_inclusive('\n') {
        let line: Span<Normal> = Span::new(at, at + piece.len());
        at = line.end();
        let mut kept = String::new();
        let mut from = line.start();
        while next < gone.len() && gone[next].end() <= line.start() {
            next += 1;
        }
        let mut i = next;
        while i < gone.len() && gone[i].start() < line.end() {
            if gone[i].start() > from {
                kept.push_str(&doc.as_written(Span::new(from, gone[i].start())));
            }
            from = from.max(gone[i].end());
            i += 1;
        }
        if from < line.end() {
            kept.push_str(&doc.as_written(Span::new(from, line.end())));
        }
        let kept = kept.trim_matches(super::lines::is_blank);
        if kept.is_empty() {
            blank |= piece.trim().is_empty();
            continue;
        }
        if blank && !out.is_empty() {
            out.push('\n');
        }
        blank = false;
        out.push_str(kept);
        out.push('\n');
    }
    out
}

/// What of the normal form is furniture, sorted and disjoint.
fn removed(doc: &Document) -> Vec<Span<Normal>> {
    let normal: &Normalised = doc.normal();
    let mut out: Vec<Span<Normal>> = Vec::new();
    for f in doc.furniture() {
        // Glosses and broken lines are gone from the normal form, or are what an edit has put in their place.
        if matches!(f.kind, FurnitureKind::Gloss | FurnitureKind::BrokenWord) {
            continue;
        }
        let at = normal.to_normal(f.at);
        if !at.is_empty() && out.last().is_none_or(|l| l.end() <= at.start()) {
            out.push(at);
        }
    }
    out
}
