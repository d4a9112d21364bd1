//! Where each byte of the normal form comes from.

use crate::span::{Normal, Source, Span};

/// A stretch of the normal form whose source is not simply its own offset plus a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) normal: (u32, u32),
    pub(super) source: (u32, u32),
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
        let (n, e) = (at.start() as u32, at.end() as u32);
        let start = self.start_before(self.pieces.partition_point(|p| p.normal.0 <= n), n);
        let end = if at.is_empty() {
            start
        } else {
            self.end_before(self.pieces.partition_point(|p| p.normal.0 < e), e)
        };
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

    /// Where the character at `n` begins in the source; piece `i` is the first that begins after `n`.
    fn start_before(&self, i: usize, n: u32) -> u32 {
        match i.checked_sub(1).map(|k| self.pieces[k]) {
            None => n,
            Some(p) if n < p.normal.1 => p.source.0,
            Some(p) => p.source.1 + (n - p.normal.1),
        }
    }

    /// Where the character before `n` ends in the source; piece `i` is the first that begins at `n` or after.
    fn end_before(&self, i: usize, n: u32) -> u32 {
        match i.checked_sub(1).map(|k| self.pieces[k]) {
            None => n,
            Some(p) if n <= p.normal.1 => p.source.1,
            Some(p) => p.source.1 + (n - p.normal.1),
        }
    }

    /// Whether every offset is its own source.
    pub(super) fn is_identity(&self) -> bool {
        self.pieces.is_empty()
    }

    pub(super) fn push(&mut self, piece: Piece) {
        debug_assert!(self.pieces.last().is_none_or(|p| p.normal.1 <= piece.normal.0));
        self.pieces.push(piece);
    }

    /// Looks up ranges that come in order, in linear time over all.
    pub(crate) fn cursor(&self) -> Cursor<'_> {
        Cursor { map: self, start: 0, end: 0 }
    }

    /// `self` maps middle → source, `second` maps new → middle; the result maps new → source.
    #[must_use]
    pub(super) fn then(&self, second: Self) -> Self {
        if self.pieces.is_empty() {
            return second;
        }
        let mut map = Self { pieces: Vec::with_capacity(self.pieces.len() + second.pieces.len()) };
        let mut kept = self.pieces.iter().peekable();
        let mut sources = self.cursor();
        let mut done = 0; // middle offset up to which the result is written
        let mut base = (0, 0); // (middle, new): the end of the last piece of `second`
        let emit = |map: &mut Self, p: &Piece, from: u32, to: u32, base: (u32, u32)| {
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
                let (from, to) = (p.normal.0.max(done), p.normal.1.min(a));
                if from < to || (deletion && p.normal.0 >= done) {
                    emit(&mut map, &p, from.min(to), to, base);
                }
                if p.normal.1 > a {
                    break; // the rest lies under q, or after it
                }
                kept.next();
            }
            map.push(Piece { normal: q.normal, source: sources.source((a, b)) });
            while kept.peek().is_some_and(|p| p.normal.1 <= b && p.normal.0 < b) {
                kept.next();
            }
            done = b;
            base = (b, q.normal.1);
        }
        for p in kept {
            let from = p.normal.0.max(done);
            if from < p.normal.1 || (p.normal.0 == p.normal.1 && p.normal.0 >= done) {
                emit(&mut map, p, from, p.normal.1, base);
            }
        }
        map
    }
}

/// Looks up ranges in order; see [`OffsetMap::cursor`].
pub(crate) struct Cursor<'m> {
    map: &'m OffsetMap,
    /// The first piece that begins after the last start, and the first at or after the last end.
    start: usize,
    end: usize,
}

impl Cursor<'_> {
    /// The source of a range that is not empty and does not begin before the last one's end.
    pub(crate) fn source(&mut self, (start, end): (u32, u32)) -> (u32, u32) {
        let pieces = &self.map.pieces;
        while pieces.get(self.start).is_some_and(|p| p.normal.0 <= start) {
            self.start += 1;
        }
        while pieces.get(self.end).is_some_and(|p| p.normal.0 < end) {
            self.end += 1;
        }
        (self.map.start_before(self.start, start), self.map.end_before(self.end, end))
    }
}
