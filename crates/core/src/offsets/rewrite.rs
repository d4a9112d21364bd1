//! One round of changes to a text: the new text, the map to the old one, and what changed.

use super::map::{OffsetMap, Piece};
use super::{Edit, EditKind, Replacement};
use crate::span::Span;

/// An edit in 16 bytes: conversion of a Traditional page changes every second character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// What is replaced: a range of the text before.
    pub(super) at: (u32, u32),
    /// [`NOTHING`], a character, or [`FIRST_STRING`] and more: the number of a string.
    with: u32,
    pub(super) kind: EditKind,
}

const NOTHING: u32 = u32::MAX;
/// The first code that is no character. As many strings as fit behind it would need a text longer than 4 GiB.
const FIRST_STRING: u32 = char::MAX as u32 + 1;

/// Changes, sorted and disjoint, with the strings they write.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    pub(super) list: Vec<Change>,
    pub(super) strings: Vec<Box<str>>,
}

impl Changes {
    pub(super) fn push(&mut self, at: (u32, u32), with: &str, kind: EditKind) {
        let mut chars = with.chars();
        let with = match (chars.next(), chars.next()) {
            (None, _) => NOTHING,
            (Some(c), None) => c as u32,
            _ => {
                self.strings.push(with.into());
                FIRST_STRING + (self.strings.len() - 1) as u32
            }
        };
        self.list.push(Change { at, with, kind });
    }

    /// Takes over a change of another list.
    pub(super) fn take(&mut self, at: (u32, u32), change: Change, from: &mut Self) {
        let with = match change.with.checked_sub(FIRST_STRING) {
            Some(i) if change.with != NOTHING => {
                self.strings.push(std::mem::take(&mut from.strings[i as usize]));
                FIRST_STRING + (self.strings.len() - 1) as u32
            }
            _ => change.with,
        };
        self.list.push(Change { at, with, ..change });
    }

    /// What a change writes.
    pub(super) fn with(&self, change: Change) -> Replacement {
        match (char::from_u32(change.with), change.with) {
            (Some(c), _) => c.into(),
            (None, NOTHING) => "".into(),
            (None, i) => (*self.strings[(i - FIRST_STRING) as usize]).into(),
        }
    }
}

/// What a round gives.
#[derive(Debug)]
pub(crate) struct Round {
    pub(super) text: String,
    pub(super) map: OffsetMap,
    pub(super) changes: Changes,
}

impl Round {
    /// Where an offset of the text before, that lies inside no change, is in the new one.
    pub(crate) fn moved(&self, at: usize) -> usize {
        self.map.to_normal(Span::empty(at)).start()
    }
}

/// Writes a text anew, change by change in order; costs nothing until the first one comes.
#[derive(Debug)]
pub(crate) struct Rewriter<'t> {
    text: &'t str,
    /// Up to where `text` is written.
    done: usize,
    round: Round,
}

impl<'t> Rewriter<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let round = Round { text: String::new(), map: OffsetMap::default(), changes: Changes::default() };
        Self { text, done: 0, round }
    }

    /// Copies what stands before `at`.
    #[inline]
    fn reach(&mut self, at: usize) {
        if self.done == 0 {
            self.begin();
        }
        if at > self.done {
            self.round.text.push_str(&self.text[self.done..at]);
        }
    }

    /// Makes room: where one character changes, as many as one in four do.
    #[cold]
    fn begin(&mut self) {
        self.round.text.reserve(self.text.len() + self.text.len() / 16);
        self.round.changes.list.reserve(self.text.len() / 16);
    }

    /// Replaces the character of `length` bytes at `at`, which is not before the end of the last change.
    #[inline(always)]
    pub(crate) fn character(&mut self, at: usize, length: usize, with: char, kind: EditKind) {
        self.reach(at);
        self.done = at + length;
        let source = (at as u32, self.done as u32);
        self.write(source, with);
        self.round.changes.list.push(Change { at: source, with: with as u32, kind });
    }

    #[inline]
    fn write(&mut self, source: (u32, u32), with: char) {
        let to = self.round.text.len() as u32;
        self.round.text.push(with);
        if with.len_utf8() as u32 != source.1 - source.0 {
            self.round.map.push(Piece { normal: (to, self.round.text.len() as u32), source });
        }
    }

    /// Replaces a range. Characters keep their own source where there are as many as before.
    pub(crate) fn string(&mut self, start: usize, end: usize, with: &str, kind: EditKind) {
        self.reach(start);
        self.done = end;
        let old = &self.text[start..end];
        if old.chars().count() == with.chars().count() {
            let mut from = start;
            for (a, b) in old.chars().zip(with.chars()) {
                self.write((from as u32, (from + a.len_utf8()) as u32), b);
                from += a.len_utf8();
            }
        } else {
            let to = self.round.text.len() as u32;
            self.round.text.push_str(with);
            let normal = (to, self.round.text.len() as u32);
            self.round.map.push(Piece { normal, source: (start as u32, end as u32) });
        }
        self.round.changes.push((start as u32, end as u32), with, kind);
    }

    /// The round, if anything changed.
    pub(crate) fn finish(mut self) -> Option<Round> {
        if self.done == 0 {
            return None;
        }
        self.round.text.push_str(&self.text[self.done..]);
        Some(self.round)
    }
}

/// Applies edits in any order; of those that overlap, the one that starts first (of those the longest) is kept.
pub(super) fn apply<T>(text: &str, mut edits: Vec<Edit<T>>) -> Option<Round> {
    settle(&mut edits);
    let mut rewriter = Rewriter::new(text);
    for e in edits {
        rewriter.string(e.at.start(), e.at.end(), &e.with, e.kind);
    }
    rewriter.finish()
}

/// Sorts edits and drops those that overlap one that is kept.
pub(super) fn settle<T>(edits: &mut Vec<Edit<T>>) {
    edits.sort_by_key(|e| (e.at.start(), std::cmp::Reverse(e.at.end()), e.kind));
    let mut end = 0;
    edits.retain(|e| {
        let keep = e.at.start() >= end;
        if keep {
            end = e.at.end();
        }
        keep
    });
}
