//! Folded pages as bytes, and back. Numbers are 32 bits, little-endian; texts and lists have their length in front.

use super::broken;
use crate::document::{ArticleId, MaskKind};
use crate::error::Error;
use crate::reuse::Folded;
use crate::reuse::fold::{Blank, Clause, Fold, PageText, Piece, Run, Segment};
use crate::reuse::hash;
use crate::span::Span;

/// No article, no date.
const NONE: u32 = u32::MAX;

/// A 64-bit checksum: against slips of disks and crashes, not against malice.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = hash::pair(0x6777, bytes.len() as u64);
    for eight in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..eight.len()].copy_from_slice(eight);
        sum = hash::pair(sum, u64::from_le_bytes(word));
    }
    sum
}

/// Writes a page.
pub(super) fn encode(id: &str, page: &Folded) -> Vec<u8> {
    let Fold { text, segments, pieces, clauses, blanks } = &page.fold;
    let mut out = Vec::with_capacity(text.source.len() * 3);
    put_text(&mut out, id);
    put_text(&mut out, &text.source);
    put(&mut out, [text.codes.len() as u32]);
    text.codes.iter().for_each(|c| out.extend(c.to_le_bytes()));
    put(&mut out, [text.runs.len() as u32]);
    text.runs.iter().for_each(|r| put(&mut out, [r.folded, r.byte, r.point, r.bytes, r.points]));
    put(&mut out, [segments.len() as u32]);
    segments.iter().for_each(|s| put(&mut out, [number(s.article), s.start, s.end]));
    put(&mut out, [clauses.len() as u32]);
    clauses.iter().for_each(|c| put(&mut out, [c.start, c.end, c.quoted, u32::from(c.opens)]));
    put(&mut out, [blanks.len() as u32]);
    for b in blanks {
        put(&mut out, [b.start, b.end, kind(b.kind)]);
        put_span(&mut out, b.at);
        put_span(&mut out, b.points);
    }
    put(&mut out, [pieces.len() as u32]);
    for p in pieces {
        put(&mut out, [number(p.article), p.start, p.end, p.masks, p.furniture]);
        put_span(&mut out, p.at);
        put_span(&mut out, p.points);
        match &p.date {
            Some(date) => put_text(&mut out, date),
            None => put(&mut out, [NONE]),
        }
    }
    out
}

fn put<const N: usize>(out: &mut Vec<u8>, numbers: [u32; N]) {
    numbers.iter().for_each(|n| out.extend(n.to_le_bytes()));
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, [text.len() as u32]);
    out.extend(text.as_bytes());
}

fn put_span<T>(out: &mut Vec<u8>, at: Span<T>) {
    put(out, [at.start() as u32, at.end() as u32]);
}

fn number(article: Option<ArticleId>) -> u32 {
    article.map_or(NONE, |a| a.0)
}

fn kind(kind: MaskKind) -> u32 {
    match kind {
        MaskKind::Digits => 0,
        MaskKind::Year => 1,
        MaskKind::Name => 2,
        MaskKind::Term => 3,
    }
}

/// Reads what [`encode`] wrote; the sketches are made anew.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Folded), Error> {
    let mut from = Reader(bytes);
    let id = from.text()?;
    let source: Box<str> = from.text()?.into();
    let codes = from.list(2, |r| r.bytes(2).map(|b| u16::from_le_bytes([b[0], b[1]])))?;
    let runs = from.list(20, |r| {
        let [folded, byte, point, bytes, points] = r.numbers()?;
        Ok(Run { folded, byte, point, bytes, points })
    })?;
    let segments = from.list(12, |r| {
        let [article, start, end] = r.numbers()?;
        Ok(Segment { article: as_article(article), start, end })
    })?;
    let clauses = from.list(16, |r| {
        let [start, end, quoted, opens] = r.numbers()?;
        Ok(Clause { start, end, quoted, opens: opens == 1 })
    })?;
    let blanks = from.list(28, |r| {
        let [start, end, kind] = r.numbers()?;
        let kind = match kind {
            0 => MaskKind::Digits,
            1 => MaskKind::Year,
            2 => MaskKind::Name,
            3 => MaskKind::Term,
            _ => return Err(broken("a kind of blank that is none")),
        };
        Ok(Blank { start, end, kind, at: r.span()?, points: r.span()? })
    })?;
    let pieces = from.list(40, |r| {
        let [article, start, end, masks, furniture] = r.numbers()?;
        let (at, points) = (r.span()?, r.span()?);
        let date = r.maybe_text()?.map(String::into_boxed_str);
        Ok(Piece { article: as_article(article), start, end, at, points, masks, furniture, date })
    })?;
    if !from.0.is_empty() {
        return Err(broken("a page with something left over"));
    }
    let text = PageText { source, codes: codes.into(), runs: runs.into() };
    Ok((id, Folded::from_fold(Fold { text, segments, pieces, clauses, blanks })))
}

fn as_article(number: u32) -> Option<ArticleId> {
    (number != NONE).then_some(ArticleId(number))
}

/// What is still to be read.
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn bytes(&mut self, n: usize) -> Result<&'b [u8], Error> {
        let (here, rest) = self.0.split_at_checked(n).ok_or_else(|| broken("a page that ends early"))?;
        self.0 = rest;
        Ok(here)
    }

    fn number(&mut self) -> Result<u32, Error> {
        self.bytes(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }

    fn numbers<const N: usize>(&mut self) -> Result<[u32; N], Error> {
        let mut numbers = [0; N];
        for n in &mut numbers {
            *n = self.number()?;
        }
        Ok(numbers)
    }

    fn span<T>(&mut self) -> Result<Span<T>, Error> {
        let [start, end] = self.numbers()?;
        if start > end {
            return Err(broken("a span that ends before it starts"));
        }
        Ok(Span::new(start as usize, end as usize))
    }

    fn maybe_text(&mut self) -> Result<Option<String>, Error> {
        let n = self.number()?;
        if n == NONE {
            return Ok(None);
        }
        let text =
            std::str::from_utf8(self.bytes(n as usize)?).map_err(|_| broken("a text that is no UTF-8"))?;
        Ok(Some(text.to_owned()))
    }

    fn text(&mut self) -> Result<String, Error> {
        self.maybe_text()?.ok_or_else(|| broken("a text that is missing"))
    }

    /// A list whose elements take at least `least` bytes.
    fn list<T>(
        &mut self,
        least: usize,
        element: impl Fn(&mut Self) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let n = self.number()? as usize;
        if n > self.0.len() / least {
            return Err(broken("a list that is longer than its page"));
        }
        (0..n).map(|_| element(self)).collect()
    }
}
