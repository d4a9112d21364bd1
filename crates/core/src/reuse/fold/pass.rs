//! The pass over a normal form that folds it, and what class each character is of.

use super::{Clause, FIGURE, NAME, Run};
use crate::document::{Document, MaskKind};
use crate::reuse::hash;
use crate::span::{Normal, Source, Span};
use crate::tables::Table;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../data/reuse/fold.tsv");
/// Characters beyond the basic plane are hashed into the private-use area.
const BEYOND: (u16, u16) = (0xE000, 0x1900);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
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

pub(super) fn rows() -> Result<Vec<(char, Class)>, crate::error::Error> {
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

/// Opens what a closing sign ends.
pub(super) const OPENS: [char; 8] = ['“', '‘', '《', '〈', '「', '『', '（', '('];
/// Closes, or belongs to the figure before it.
pub(super) const CLOSES: [char; 11] = ['”', '’', '》', '〉', '」', '』', '）', ')', '%', '％', '‰'];

/// Ends a sentence.
pub(super) fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '…' | '．')
}

/// Ends a clause.
fn is_pause(c: char) -> bool {
    is_stop(c) || matches!(c, '，' | ',' | '：' | ':' | '\n' | '\r' | '\u{2028}' | '\t')
}

/// The state of one pass over a normal form.
pub(super) struct Folder<'d> {
    doc: &'d Document,
    pub(super) codes: Vec<u16>,
    pub(super) runs: Vec<Run>,
    /// Normal-form offset of each folded character.
    pub(super) starts: Vec<u32>,
    /// Folded characters that are or hold masks.
    pub(super) masks: Vec<u32>,
    pub(super) clauses: Vec<Clause>,
    /// How far code points are counted: byte, code point.
    counted: (usize, usize),
    furniture: usize,
    mask: usize,
    clause: Clause,
    depth: u32,
}

impl<'d> Folder<'d> {
    pub(super) fn new(doc: &'d Document) -> Self {
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

    pub(super) fn run(&mut self) {
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
pub(crate) fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

pub(super) fn code(c: char) -> u16 {
    let c = narrow(c);
    if c.is_ascii() {
        return c.to_ascii_lowercase() as u16;
    }
    u16::try_from(c as u32).unwrap_or_else(|_| BEYOND.0 + (hash::mix(c.into()) % u64::from(BEYOND.1)) as u16)
}

/// Whether a wording hides something: it holds a sign that blanks out, or x in place of figures.
pub(crate) fn is_blank(wording: &str) -> bool {
    let x = |c: char| matches!(narrow(c), 'x' | 'X');
    wording.chars().any(|c| class(c) == Class::Mask)
        || (wording.chars().any(x) && !wording.chars().any(|c| c.is_ascii_alphabetic() && !x(c)))
}

/// Whether a character is a figure or a numeral.
pub(crate) fn is_numeral(c: char) -> bool {
    class(c) == Class::Figure
}
