//! Folding: what is left of a page when all that copies differ in without meaning is gone.
//!
//! The normal form has script, width and glosses folded already. Here punctuation, spaces and furniture are left
//! out, Latin letters lose their case, and every run of figures, numerals and masks becomes one sign, so that a
//! masked copy equals its unmasked source. A blanked-out *name* becomes a sign of its own ([`NAME`]): what it
//! hides is not one sign long, so shingles over it say nothing and are not counted.
//!
//! Folded text is 16 bits a character: the basic plane as it is, the rest hashed into the private-use area (which
//! is itself dropped as noise). A map of runs leads every folded character back to its bytes and code points.
//! Time linear in the page, one look-up of the offset map a character.

use super::hash;
use super::{ReuseConfig, Unit};
use crate::document::{ArticleId, Document, MaskKind};
use crate::span::{Normal, Points, Source, Span};
use crate::tables::Table;
use std::ops::Range;
use std::sync::LazyLock;

/// The sign of a run of figures, numerals or masks.
pub(crate) const FIGURE: u16 = b'#' as u16;
/// The sign of a blanked-out name or term.
pub(crate) const NAME: u16 = 0x25A1;

const TABLE: &str = include_str!("../../data/reuse/fold.tsv");
/// Characters beyond the basic plane are hashed into the private-use area.
const BEYOND: (u16, u16) = (0xE000, 0x1900);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Class {
    Drop,
    Keep,
    Figure,
    Mask,
}

/// The class of each character of the basic plane.
static CLASSES: LazyLock<Vec<Class>> = LazyLock::new(|| {
    let mut classes: Vec<Class> = (0..=0xFFFFu32)
        .map(|c| match char::from_u32(c) {
            Some(c) if c.is_numeric() => Class::Figure,
            Some(c) if c.is_alphanumeric() => Class::Keep,
            _ => Class::Drop,
        })
        .collect();
    for (c, class) in rows().expect("the table is checked by a test") {
        classes[c as usize] = class;
    }
    classes
});

fn rows() -> Result<Vec<(char, Class)>, crate::error::Error> {
    let table = Table::parse("reuse/fold.tsv", TABLE, &["char", "class", "note"])?;
    table.unique("char")?;
    let mut rows = Vec::new();
    for row in table.rows() {
        let mut chars = row.need("char")?.chars();
        let (Some(c), None) = (chars.next(), chars.next()) else {
            return Err(row.error("one character a row"));
        };
        if u32::from(c) > 0xFFFF {
            return Err(row.error("a character of the basic plane"));
        }
        let class = match row.need("class")? {
            "digit" => Class::Figure,
            "mask" => Class::Mask,
            other => return Err(row.error(format!("no class is called {other:?}"))),
        };
        rows.push((c, class));
    }
    Ok(rows)
}

/// A run of folded characters that stand side by side in the original and are equally wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// First folded character.
    folded: u32,
    /// Its first byte and code point.
    byte: u32,
    point: u32,
    /// Bytes and code points of each character of the run.
    bytes: u32,
    points: u32,
}

/// The folded text of a page and what leads back from it.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageText {
    /// The original, for the wording of what is found.
    source: Box<str>,
    codes: Box<[u16]>,
    runs: Box<[Run]>,
}

impl PageText {
    /// The folded characters.
    pub(crate) fn codes(&self) -> &[u16] {
        &self.codes
    }

    /// What stands at `at` of the original.
    pub(crate) fn wording(&self, at: Span<Source>) -> &str {
        &self.source[at.range()]
    }

    /// Where folded characters come from: the cover of their ranges. Empty ranges are at the page's start.
    pub(crate) fn place(&self, range: Range<u32>) -> (Span<Source>, Span<Points>) {
        if range.is_empty() {
            return (Span::empty(0), Span::empty(0));
        }
        let (first, last) = (self.char(range.start), self.char(range.end - 1));
        let cover = |a: (u32, u32), b: (u32, u32)| (a.0 as usize, a.1.max(b.1) as usize);
        let (bytes, points) = (cover(first.0, last.0), cover(first.1, last.1));
        (Span::new(bytes.0, bytes.1), Span::new(points.0, points.1))
    }

    /// The punctuation that belongs to a stretch though folding dropped it: what opens right before it, and what
    /// closes (and, with `stop`, ends the sentence) right after it.
    pub(crate) fn margins(&self, range: &Range<u32>, stop: bool) -> (&str, &str) {
        if range.is_empty() {
            return ("", "");
        }
        let (start, end) = (self.char(range.start).0.0 as usize, self.char(range.end - 1).0.1 as usize);
        let before = self.source[..start].trim_end_matches(OPENS).len();
        let closed = self.source[end..].trim_start_matches(CLOSES);
        let ended = closed.strip_prefix(|c| stop && is_stop(c)).unwrap_or(closed);
        let rest = ended.trim_start_matches(CLOSES);
        (&self.source[before..start], &self.source[end..self.source.len() - rest.len()])
    }

    /// Bytes and code points of one folded character.
    fn char(&self, at: u32) -> ((u32, u32), (u32, u32)) {
        let i = self.runs.partition_point(|r| r.folded <= at) - 1;
        let r = self.runs[i];
        let n = at - r.folded;
        let (b, p) = (r.byte + n * r.bytes, r.point + n * r.points);
        ((b, b + r.bytes), (p, p + r.points))
    }
}

/// A stretch of a page that one innermost article (or none) owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) article: Option<ArticleId>,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// What stands between two marks of punctuation, in folded characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Folded characters inside 《》.
    pub(crate) quoted: u32,
    /// Whether a sentence begins here.
    pub(crate) opens: bool,
}

/// A unit of the near-duplicate search, as cut.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) article: Option<ArticleId>,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) at: Span<Source>,
    pub(crate) points: Span<Points>,
    pub(crate) masks: u32,
    pub(crate) furniture: u32,
    pub(crate) date: Option<Box<str>>,
}

/// A page after folding: its text, its segments, units and clauses.
#[derive(Clone, Debug)]
pub(crate) struct Fold {
    pub(crate) text: PageText,
    pub(crate) segments: Vec<Segment>,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) clauses: Vec<Clause>,
}

/// Folds a page and cuts it as `config` says.
pub(crate) fn fold(doc: &Document, config: &ReuseConfig) -> Fold {
    let mut folder = Folder::new(doc);
    folder.run();
    let Folder { codes, runs, starts, masks, clauses, .. } = folder;
    let source = doc.source().as_str().into();
    let text = PageText { source, codes: codes.into(), runs: runs.into() };
    // Folded characters before a place of the normal form.
    let before = |n: usize| starts.partition_point(|&s| (s as usize) < n) as u32;
    let segments = owners(doc)
        .into_iter()
        .map(|(at, article)| Segment { article, start: before(at.start()), end: before(at.end()) })
        .filter(|s| s.start < s.end)
        .collect();
    let masked =
        |s: u32, e: u32| (masks.partition_point(|&m| m < e) - masks.partition_point(|&m| m < s)) as u32;
    let pieces = cut(doc, config.unit)
        .into_iter()
        .filter_map(|(at, article)| {
            let (start, end) = (before(at.start()), before(at.end()));
            let source = doc.normal().to_source(at);
            (start < end).then(|| Piece {
                article,
                start,
                end,
                at: source,
                points: doc.source().points(source),
                masks: masked(start, end),
                furniture: doc.furniture().iter().filter(|f| source.overlaps(f.at)).count() as u32,
                date: date(doc, article),
            })
        })
        .collect();
    Fold { text, segments, pieces, clauses }
}

/// The date that tells which copy is earliest: the text's own, else the row's.
fn date(doc: &Document, article: Option<ArticleId>) -> Option<Box<str>> {
    let own = article.and_then(|a| doc.articles()[a.index()].about.date.as_ref()).map(ToString::to_string);
    own.or_else(|| doc.meta().date.clone()).map(Into::into)
}

/// Spans of the units. Articles that hold others are no units, so none meets its own parent.
fn cut(doc: &Document, unit: Unit) -> Vec<(Span<Normal>, Option<ArticleId>)> {
    let whole = Span::new(0, doc.normal().text().len());
    match unit {
        Unit::Page => vec![(whole, None)],
        Unit::Article if doc.articles().is_empty() => vec![(whole, None)],
        Unit::Article => {
            let mut holds = vec![false; doc.articles().len()];
            for parent in doc.articles().iter().filter_map(|a| a.parent) {
                holds[parent.index()] = true;
            }
            let leaf = |(i, _): &(usize, _)| !holds[*i];
            doc.articles()
                .iter()
                .enumerate()
                .filter(leaf)
                .map(|(i, a)| (a.at, Some(ArticleId::from(i))))
                .collect()
        }
        Unit::Paragraph if doc.paragraphs().is_empty() => {
            let mut lines = Vec::new();
            let mut start = 0;
            for line in doc.normal().text().split_inclusive('\n') {
                lines.push((Span::new(start, start + line.trim_end().len()), None));
                start += line.len();
            }
            lines
        }
        Unit::Paragraph => {
            doc.paragraphs().iter().filter(|p| !p.heading).map(|p| (p.at, p.article)).collect()
        }
    }
}

/// The page cut where the innermost article changes.
fn owners(doc: &Document) -> Vec<(Span<Normal>, Option<ArticleId>)> {
    let mut cuts = Vec::new();
    let mut open: Vec<(ArticleId, usize)> = Vec::new();
    let mut at = 0;
    let mut close = |open: &mut Vec<(ArticleId, usize)>, at: &mut usize, until: usize| {
        while let Some(&(id, end)) = open.last().filter(|o| o.1 <= until) {
            if *at < end {
                cuts.push((Span::new(*at, end), Some(id)));
                *at = end;
            }
            open.pop();
        }
        if *at < until {
            cuts.push((Span::new(*at, until), open.last().map(|o| o.0)));
            *at = until;
        }
    };
    for (i, article) in doc.articles().iter().enumerate() {
        close(&mut open, &mut at, article.at.start());
        open.push((ArticleId::from(i), article.at.end()));
    }
    close(&mut open, &mut at, doc.normal().text().len());
    cuts
}

/// Opens what a closing sign ends.
const OPENS: [char; 8] = ['“', '‘', '《', '〈', '「', '『', '（', '('];
/// Closes, or belongs to the figure before it.
const CLOSES: [char; 11] = ['”', '’', '》', '〉', '」', '』', '）', ')', '%', '％', '‰'];

/// Ends a sentence.
fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '…' | '．')
}

/// Ends a clause.
fn is_pause(c: char) -> bool {
    is_stop(c) || matches!(c, '，' | ',' | '：' | ':' | '\n' | '\r' | '\u{2028}' | '\t')
}

/// The state of one pass over a normal form.
struct Folder<'d> {
    doc: &'d Document,
    codes: Vec<u16>,
    runs: Vec<Run>,
    /// Normal-form offset of each folded character.
    starts: Vec<u32>,
    /// Folded characters that are or hold masks.
    masks: Vec<u32>,
    clauses: Vec<Clause>,
    /// How far code points are counted: byte, code point.
    counted: (usize, usize),
    furniture: usize,
    mask: usize,
    clause: Clause,
    depth: u32,
}

impl<'d> Folder<'d> {
    fn new(doc: &'d Document) -> Self {
        let room = doc.normal().text().len() / 3;
        Self {
            doc,
            codes: Vec::with_capacity(room),
            runs: Vec::with_capacity(room / 8),
            starts: Vec::with_capacity(room),
            masks: Vec::new(),
            clauses: Vec::new(),
            counted: (0, 0),
            furniture: 0,
            mask: 0,
            clause: Clause { start: 0, end: 0, quoted: 0, opens: true },
            depth: 0,
        }
    }

    fn run(&mut self) {
        let text = self.doc.normal().text();
        let bytes = text.as_bytes();
        let mut xs = 0; // end of a run of x that is a mask
        let mut skip = 0; // end of a mask that is one sign
        let mut figure = false; // whether the last sign can take in more figures
        for (i, c) in text.char_indices() {
            if i < skip {
                continue;
            }
            let at: Span<Normal> = Span::new(i, i + c.len_utf8());
            let from = self.doc.normal().to_source(at);
            if self.in_furniture(from) {
                figure = false;
                continue;
            }
            if let Some(end) = self.hidden_name(i) {
                let from = self.doc.normal().to_source(Span::new(i, end));
                self.push(NAME, i, from);
                self.masks.push(self.codes.len() as u32 - 1);
                (skip, figure) = (end, false);
                continue;
            }
            if matches!(c, 'x' | 'X') && i >= xs {
                let alone = i == 0 || !bytes[i - 1].is_ascii_alphabetic();
                let end = i + bytes[i..].iter().take_while(|b| matches!(b, b'x' | b'X')).count();
                if alone && !bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
                    xs = end;
                }
            }
            let class = if i < xs { Class::Mask } else { class(c) };
            match class {
                Class::Drop => {
                    let grouped =
                        c == ',' && bytes[i + 1..].iter().take(3).filter(|b| b.is_ascii_digit()).count() == 3;
                    figure &=
                        grouped || matches!(c, '.' | '．' | '%' | '％' | '-' | '－' | '—' | '~' | '～' | ' ');
                    // A point after a Chinese character that no figure follows is a full stop.
                    let stop = c == '.'
                        && !figure
                        && self.codes.last().is_some_and(|&c| c > 0x2E80)
                        && !bytes.get(i + 1).is_some_and(u8::is_ascii_alphanumeric);
                    self.mark(if stop { '。' } else { c });
                }
                Class::Keep => {
                    figure = false;
                    self.push(code(c), i, from);
                }
                Class::Figure | Class::Mask => {
                    if figure {
                        self.widen(from);
                    } else {
                        self.push(FIGURE, i, from);
                    }
                    let last = self.codes.len() as u32 - 1;
                    if class == Class::Mask && self.masks.last() != Some(&last) {
                        self.masks.push(last);
                    }
                    figure = true;
                }
            }
        }
        self.end_clause(true);
    }

    /// Whether the source range lies in furniture. Ranges come in ascending order.
    fn in_furniture(&mut self, from: Span<Source>) -> bool {
        let furniture = self.doc.furniture();
        while furniture.get(self.furniture).is_some_and(|f| f.at.end() <= from.start()) {
            self.furniture += 1;
        }
        furniture.get(self.furniture).is_some_and(|f| f.at.contains(from))
    }

    /// The end of the blanked-out name or term that begins at `i`.
    fn hidden_name(&mut self, i: usize) -> Option<usize> {
        let masks = self.doc.masks();
        while masks.get(self.mask).is_some_and(|m| m.at.start() < i) {
            self.mask += 1;
        }
        let m = masks.get(self.mask)?;
        let name = matches!(m.kind, MaskKind::Name | MaskKind::Term);
        (name && m.at.start() == i && !m.at.is_empty()).then(|| m.at.end())
    }

    fn push(&mut self, code: u16, normal: usize, from: Span<Source>) {
        let (byte, point) = (from.start() as u32, self.point(from.start()) as u32);
        let bytes = from.len() as u32;
        let points = (self.point(from.end()) as u32) - point;
        let folded = self.codes.len() as u32;
        let goes_on = self.runs.last().is_some_and(|r| {
            let n = folded - r.folded;
            (r.bytes, r.points) == (bytes, points)
                && r.byte + n * r.bytes == byte
                && r.point + n * r.points == point
        });
        if !goes_on {
            self.runs.push(Run { folded, byte, point, bytes, points });
        }
        self.codes.push(code);
        self.starts.push(normal as u32);
        self.clause.quoted += u32::from(self.depth > 0);
    }

    /// Lets the last sign reach to the end of `from`. A sign that grows has a run of its own.
    fn widen(&mut self, from: Span<Source>) {
        let end = self.point(from.end()) as u32;
        let last = self.codes.len() as u32 - 1;
        let Some(r) = self.runs.last_mut() else { return };
        if r.folded < last {
            let n = last - r.folded;
            let own = Run { folded: last, byte: r.byte + n * r.bytes, point: r.point + n * r.points, ..*r };
            self.runs.push(own);
        }
        if let Some(r) = self.runs.last_mut() {
            r.bytes = r.bytes.max((from.end() as u32).saturating_sub(r.byte));
            r.points = r.points.max(end.saturating_sub(r.point));
        }
    }

    /// The code point at a byte of the original; amortised constant, for bytes come nearly in order.
    fn point(&mut self, byte: usize) -> usize {
        let source = self.doc.source().as_str();
        let (at, n) = self.counted;
        self.counted = if byte >= at {
            (byte, n + source[at..byte].chars().count())
        } else {
            (byte, n - source[byte..at].chars().count())
        };
        self.counted.1
    }

    /// Punctuation: clauses end, quotation marks open and close.
    fn mark(&mut self, c: char) {
        match c {
            '《' => self.depth += 1,
            '》' => self.depth = self.depth.saturating_sub(1),
            _ if is_pause(c) => {
                if c == '\n' {
                    self.depth = 0;
                }
                self.end_clause(is_stop(c) || c == '\n');
            }
            _ => {}
        }
    }

    fn end_clause(&mut self, stop: bool) {
        let end = self.codes.len() as u32;
        if self.clause.start < end {
            self.clause.end = end;
            self.clauses.push(self.clause);
            self.clause = Clause { start: end, end, quoted: 0, opens: false };
        }
        self.clause.opens |= stop;
    }
}

fn class(c: char) -> Class {
    let c = narrow(c);
    match CLASSES.get(c as usize) {
        Some(class) => *class,
        None if c.is_alphanumeric() => Class::Keep,
        None => Class::Drop,
    }
}

/// Full-width forms of ASCII as ASCII: normal forms made without the width step are compared all the same.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

fn code(c: char) -> u16 {
    let c = narrow(c);
    if c.is_ascii() {
        return c.to_ascii_lowercase() as u16;
    }
    u16::try_from(c as u32).unwrap_or_else(|_| BEYOND.0 + (hash::mix(c.into()) % u64::from(BEYOND.1)) as u16)
}

#[cfg(test)]
pub(crate) mod tests;
