//! Folded pages as bytes, and back: for the temporary file and for the index on disk.
//!
//! Numbers are variable-length (seven bits a byte, the lowest first), ascending ones as differences; texts and lists
//! have their length in front. What is read may come from a damaged file: every length is checked.

use super::fold::{Blank, Clause, PageText, Piece, Run, Segment};
use super::hash;
use crate::document::{ArticleId, MaskKind};
use crate::error::{Error, ErrorKind};
use crate::span::Span;

pub(super) fn broken(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::Index(what.into()))
}

/// A 64-bit checksum: against slips of disks and crashes, not against malice.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    hash::bytes(bytes)
}

/// What is being written.
#[derive(Debug, Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn number(&mut self, mut n: u32) {
        while n >= 0x80 {
            self.0.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.0.push(n as u8);
    }

    pub(super) fn numbers<const N: usize>(&mut self, numbers: [u32; N]) {
        numbers.into_iter().for_each(|n| self.number(n));
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.extend(text.as_bytes());
    }

    pub(super) fn span<T>(&mut self, at: Span<T>) {
        self.numbers([at.start() as u32, at.len() as u32]);
    }

    /// A number that may be absent.
    pub(super) fn article(&mut self, article: Option<ArticleId>) {
        self.number(article.map_or(0, |a| a.0.saturating_add(1)));
    }

    pub(super) fn parts(&mut self, segments: &[Segment], pieces: &[Piece]) {
        self.number(segments.len() as u32);
        for s in segments {
            self.article(s.article);
            self.numbers([s.start, s.end]);
        }
        self.number(pieces.len() as u32);
        for p in pieces {
            self.article(p.article);
            self.numbers([p.start, p.end, p.masks, p.furniture]);
            self.span(p.at);
            self.span(p.points);
            // No date is an empty one.
            self.text(p.date.as_deref().unwrap_or_default());
        }
    }

    pub(super) fn page_text(&mut self, page: &PageText) {
        let PageText { source, codes, runs, clauses, blanks } = page;
        self.text(source);
        self.number(codes.len() as u32);
        codes.iter().for_each(|c| self.0.extend(c.to_le_bytes()));
        self.number(runs.len() as u32);
        let mut last = [0; 3];
        for r in runs {
            let here = [r.folded, r.byte, r.point];
            // A run may begin before the last one ends, but hardly: differences wrap.
            self.numbers(std::array::from_fn::<_, 3, _>(|i| here[i].wrapping_sub(last[i])));
            self.numbers([r.bytes, r.points]);
            last = here;
        }
        self.number(clauses.len() as u32);
        let mut last = 0;
        for c in clauses {
            self.numbers([c.start.wrapping_sub(last), c.end - c.start, c.quoted << 1 | u32::from(c.opens)]);
            last = c.end;
        }
        self.number(blanks.len() as u32);
        for b in blanks {
            self.numbers([b.start, b.end - b.start, kind(b.kind)]);
            self.span(b.at);
            self.span(b.points);
        }
    }
}

fn kind(kind: MaskKind) -> u32 {
    match kind {
        MaskKind::Digits => 0,
        MaskKind::Year => 1,
        MaskKind::Name => 2,
        MaskKind::Term => 3,
    }
}

/// What is still to be read.
pub(super) struct Reader<'b>(pub(super) &'b [u8]);

impl<'b> Reader<'b> {
    pub(super) fn bytes(&mut self, n: usize) -> Result<&'b [u8], Error> {
        let (here, rest) = self.0.split_at_checked(n).ok_or_else(|| broken("a page that ends early"))?;
        self.0 = rest;
        Ok(here)
    }

    pub(super) fn number(&mut self) -> Result<u32, Error> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let (&byte, rest) = self.0.split_first().ok_or_else(|| broken("a page that ends early"))?;
            self.0 = rest;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return u32::try_from(number).map_err(|_| broken("a number that is too large"));
            }
        }
        Err(broken("a number without an end"))
    }

    pub(super) fn numbers<const N: usize>(&mut self) -> Result<[u32; N], Error> {
        let mut numbers = [0; N];
        for n in &mut numbers {
            *n = self.number()?;
        }
        Ok(numbers)
    }

    pub(super) fn span<T>(&mut self) -> Result<Span<T>, Error> {
        let [start, len] = self.numbers()?;
        let end = start.checked_add(len).ok_or_else(|| broken("a span that ends nowhere"))?;
        Ok(Span::new(start as usize, end as usize))
    }

    pub(super) fn text(&mut self) -> Result<&'b str, Error> {
        let n = self.number()? as usize;
        simdutf8::basic::from_utf8(self.bytes(n)?).map_err(|_| broken("a text that is no UTF-8"))
    }

    pub(super) fn article(&mut self) -> Result<Option<ArticleId>, Error> {
        Ok(self.number()?.checked_sub(1).map(ArticleId))
    }

    /// A list whose elements take at least `least` bytes.
    pub(super) fn list<T>(
        &mut self,
        least: usize,
        mut element: impl FnMut(&mut Self) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let n = self.number()? as usize;
        if n > self.0.len() / least {
            return Err(broken("a list that is longer than its page"));
        }
        (0..n).map(|_| element(self)).collect()
    }

    pub(super) fn parts(&mut self) -> Result<(Vec<Segment>, Vec<Piece>), Error> {
        let segments = self.list(3, |r| {
            let article = r.article()?;
            let [start, end] = r.numbers()?;
            Ok(Segment { article, start, end })
        })?;
        let pieces = self.list(10, |r| {
            let article = r.article()?;
            let [start, end, masks, furniture] = r.numbers()?;
            let (at, points) = (r.span()?, r.span()?);
            let date = Some(r.text()?).filter(|d| !d.is_empty()).map(Into::into);
            Ok(Piece { article, start, end, at, points, masks, furniture, date })
        })?;
        Ok((segments, pieces))
    }

    pub(super) fn page_text(&mut self) -> Result<PageText, Error> {
        let source: Box<str> = self.text()?.into();
        let n = self.number()? as usize;
        let codes = self.bytes(n.saturating_mul(2))?.chunks_exact(2);
        let codes = codes.map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
        let mut last = [0u32; 3];
        let runs = self.list(5, |r| {
            let (ahead, [bytes, points]) = (r.numbers::<3>()?, r.numbers()?);
            last = std::array::from_fn(|i| last[i].wrapping_add(ahead[i]));
            let [folded, byte, point] = last;
            Ok(Run { folded, byte, point, bytes, points })
        })?;
        let mut last = 0u32;
        let clauses = self.list(3, |r| {
            let [ahead, len, rest] = r.numbers()?;
            let start = last.wrapping_add(ahead);
            last = start.wrapping_add(len);
            Ok(Clause { start, end: last, quoted: rest >> 1, opens: rest & 1 == 1 })
        })?;
        let blanks = self.list(7, |r| {
            let [start, len, kind] = r.numbers()?;
            let kind = match kind {
                0 => MaskKind::Digits,
                1 => MaskKind::Year,
                2 => MaskKind::Name,
                3 => MaskKind::Term,
                _ => return Err(broken("a kind of blank that is none")),
            };
            let end = start.wrapping_add(len);
            Ok(Blank { start, end, kind, at: r.span()?, points: r.span()? })
        })?;
        Ok(PageText { source, codes, runs: runs.into(), clauses: clauses.into(), blanks: blanks.into() })
    }
}
