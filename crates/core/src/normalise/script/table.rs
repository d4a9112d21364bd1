//! A dictionary of characters and phrases as static arrays, and the loop that applies it.
//!
//! A bit for each character of the basic plane (8 KiB) tells the characters that the dictionary says something
//! of; in a text that is already in the target script nearly none is, and such a character costs one load and
//! one test. For the others a two-level table holds the replacement itself, or the number of the phrases that
//! begin with it. Those are looked up only when a filter of 64 bits lets their second character pass; they are
//! sorted, so that each further character narrows the range that is left. Matching is OpenCC's: at each place
//! the longest key, else the next character. Linear in the text.

use crate::offsets::{EditKind, Rewriter};
use std::ops::Range;

/// Marks a value of `blocks` that is the number of a [`Start`].
const STARTS: u32 = 1 << 31;
/// Marks a replacement that is made only where the line allows it.
const ASK: u32 = 1 << 30;

/// A dictionary, made by `build.rs`.
#[derive(Debug)]
pub(in crate::normalise) struct ScriptTable {
    /// A bit for each character of the basic plane that begins a key; a word for all that share the first two
    /// of their three bytes.
    pub(super) bits: &'static [u64; 1024],
    /// Whether characters below U+0800 begin keys.
    pub(super) low: bool,
    /// For each high byte of a character of the basic plane, the number of its block.
    pub(super) pages: &'static [u8; 256],
    /// Blocks of 256 values: 0, a character (with [`ASK`]), or [`STARTS`] and the number of the phrases.
    pub(super) blocks: &'static [u32],
    /// Values of the other planes, sorted by character.
    pub(super) astral: &'static [(u32, u32)],
    pub(super) starts: &'static [Start],
    /// Where in `text` the key starts, the bytes of the key and of the replacement that follows it.
    pub(super) phrases: &'static [(u32, u8, u8)],
    pub(super) text: &'static str,
}

/// A character that phrases begin with.
#[derive(Clone, Copy, Debug)]
pub(in crate::normalise) struct Start {
    /// Its own replacement (with [`ASK`]); 0 for none.
    pub(super) to: u32,
    /// Its phrases: a range, sorted by key.
    pub(super) phrases: (u32, u32),
    /// A bit for each second character, by the rest of its code divided by 64.
    pub(super) seconds: u64,
}

/// The character that begins with these bytes of UTF-8.
#[inline]
fn first(bytes: &[u8]) -> Option<(u32, usize)> {
    let low = |b: u8| u32::from(b & 0x3F);
    match *bytes {
        [a @ ..0x80, ..] => Some((a.into(), 1)),
        [a @ 0xE0..0xF0, b, c, ..] => Some((u32::from(a & 0xF) << 12 | low(b) << 6 | low(c), 3)),
        [a @ 0xF0..=0xFF, b, c, d, ..] => {
            Some((u32::from(a & 7) << 18 | low(b) << 12 | low(c) << 6 | low(d), 4))
        }
        [a, b, ..] => Some((u32::from(a & 0x1F) << 6 | low(b), 2)),
        _ => None,
    }
}

impl ScriptTable {
    fn value(&self, code: u32) -> u32 {
        if code < 0x1_0000 {
            let block = usize::from(self.pages[(code >> 8) as usize]);
            self.blocks.get(block << 8 | (code & 0xFF) as usize).copied().unwrap_or(0)
        } else {
            self.astral.binary_search_by_key(&code, |&(key, _)| key).map_or(0, |i| self.astral[i].1)
        }
    }

    /// What the dictionary makes of a single character, phrases and lines apart.
    pub(super) fn single(&self, c: char) -> Option<char> {
        let value = self.value(c as u32);
        replacement(if value & STARTS == 0 { value } else { self.start(value).to })
    }

    fn start(&self, value: u32) -> &'static Start {
        &self.starts[(value & !STARTS) as usize]
    }

    fn key(&self, i: usize) -> &'static [u8] {
        let (start, key, _) = self.phrases[i];
        &self.text.as_bytes()[start as usize..start as usize + usize::from(key)]
    }

    fn written(&self, i: usize) -> &'static str {
        let (start, key, to) = self.phrases[i];
        let from = start as usize + usize::from(key);
        &self.text[from..from + usize::from(to)]
    }

    /// The longest phrase that `text` begins with: its length and its number. Its first character, of `length`
    /// bytes, is that of `start`.
    fn longest(&self, start: &Start, text: &[u8], length: usize) -> Option<(usize, usize)> {
        let second = first(&text[length..]).map_or(0, |(code, _)| 1 << (code % 64));
        if start.seconds & second == 0 && start.seconds != u64::MAX {
            return None;
        }
        let (mut low, mut high) = (start.phrases.0 as usize, start.phrases.1 as usize);
        let (mut at, mut found) = (length, None);
        loop {
            // The shortest key of the range stands first.
            if low < high && self.key(low).len() == at {
                found = Some((at, low));
                low += 1;
            }
            let Some(next) = first(&text[at..]).map(|(_, n)| &text[at..at + n]).filter(|_| low < high) else {
                return found;
            };
            let part = |i: usize| {
                let rest = &self.key(i)[at..];
                &rest[..next.len().min(rest.len())]
            };
            let from = partition(low, high, |i| part(i) < next);
            (low, high) = (from, partition(from, high, |i| part(i) == next));
            at += next.len();
        }
    }

    /// Writes every place of a part of `text` that changes. `allows` is asked for those that may depend on their line.
    pub(in crate::normalise) fn convert(
        &self,
        text: &str,
        part: Range<usize>,
        kind: EditKind,
        out: &mut Rewriter<'_>,
        mut allows: impl FnMut(usize, char) -> bool,
    ) {
        let text = &text[..part.end];
        let bytes = text.as_bytes();
        let mut at = part.start;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let (value, length) = match *rest {
                [a @ 0xE0..0xF0, b, c, ..] => {
                    let word = self.bits[usize::from(a & 0xF) << 6 | usize::from(b & 0x3F)];
                    if word >> (c & 0x3F) & 1 == 0 {
                        at += 3;
                        continue;
                    }
                    (self.value(first(rest).map_or(0, |(code, _)| code)), 3)
                }
                // Characters of two bytes are stepped over byte by byte.
                [..0xE0, ..] if !self.low => {
                    at += 1;
                    continue;
                }
                _ => {
                    let Some((code, length)) = first(rest) else { break };
                    (self.value(code), length)
                }
            };
            at += if value & STARTS != 0 {
                self.begin(text, at..at + length, self.start(value), kind, out, &mut allows)
            } else {
                character(text, at..at + length, value, kind, out, &mut allows)
            };
        }
    }

    /// Calls `found` with the place of every phrase of `text`.
    pub(super) fn phrases(&self, text: &str, mut found: impl FnMut(Range<usize>)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some((code, length)) = first(&bytes[at..]) {
            let value = self.value(code);
            let phrase = Some(value).filter(|value| value & STARTS != 0);
            match phrase.and_then(|value| self.longest(self.start(value), &bytes[at..], length)) {
                Some((length, _)) => {
                    found(at..at + length);
                    at += length;
                }
                None => at += length,
            }
        }
    }

    /// Changes what stands where a phrase may begin, whose first character is `at`; gives the bytes dealt with.
    fn begin(
        &self,
        text: &str,
        at: Range<usize>,
        start: &Start,
        kind: EditKind,
        out: &mut Rewriter<'_>,
        allows: &mut impl FnMut(usize, char) -> bool,
    ) -> usize {
        let Some((length, i)) = self.longest(start, &text.as_bytes()[at.start..], at.len()) else {
            return character(text, at, start.to, kind, out, allows);
        };
        let (key, to) = (&text[at.start..at.start + length], self.written(i));
        if key.chars().count() != to.chars().count() {
            out.string(at.start, at.start + length, to, kind);
            return length;
        }
        // As edits of its characters, so that each keeps its own source.
        for ((offset, a), b) in key.char_indices().zip(to.chars()) {
            if a != b && allows(at.start + offset, a) {
                out.character(at.start + offset, a.len_utf8(), b, kind);
            }
        }
        length
    }
}

/// The character of a value.
#[inline]
fn replacement(value: u32) -> Option<char> {
    char::from_u32(value & !ASK).filter(|&to| to != '\0')
}

/// Changes a single character by its value, if it has one; gives its bytes.
#[inline(always)]
fn character(
    text: &str,
    at: Range<usize>,
    value: u32,
    kind: EditKind,
    out: &mut Rewriter<'_>,
    allows: &mut impl FnMut(usize, char) -> bool,
) -> usize {
    let mut asked = || text[at.clone()].chars().next().is_some_and(|c| allows(at.start, c));
    if let Some(to) = replacement(value)
        && (value & ASK == 0 || asked())
    {
        out.character(at.start, at.len(), to, kind);
    }
    at.len()
}

/// The first number of the range for which `before` no longer holds.
fn partition(mut low: usize, mut high: usize, before: impl Fn(usize) -> bool) -> usize {
    while low < high {
        let middle = usize::midpoint(low, high);
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
