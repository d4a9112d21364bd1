//! The pass over a normal form that folds it, and what class each character is of.

use super::{Clause, FIGURE, NAME, Run};
use crate::document::{Mask, MaskKind};
use crate::normalise;
use crate::offsets::{Cursor, Normalised};
use crate::reuse::hash;
use crate::tables::Table;
use std::ops::Range;
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

/// What the table of a character says when it has to be looked at closer: it is dropped, a figure, a mask, or a
/// letter that may be one.
const CLOSER: u16 = 0;
/// And when the normal form may write another in its place.
const MENDED: u16 = 1;

/// What each character of the basic plane becomes, or one of the above. Only of what pages are written in: others are
/// looked at closer, and the table is made in no time.
static CODES: LazyLock<Box<[u16; 0x1_0000]>> = LazyLock::new(|| {
    let mut codes = Box::new([CLOSER; 0x1_0000]);
    for c in ('0'..='z').chain('\u{3400}'..='\u{9FFF}') {
        codes[c as usize] = if is_mended(c) {
            MENDED
        } else if class(c) == Class::Keep && !matches!(c, 'x' | 'X') && !normalise::may_blank(c) {
            code(c)
        } else {
            CLOSER
        };
    }
    codes
});

/// Whether the normal form may write another character in the place of `c`, one that is folded otherwise; or `c` is a
/// vowel with a tone, which may stand in a gloss.
fn is_mended(c: char) -> bool {
    let single = normalise::single(c);
    let other = || class(single) != class(c) || (class(c) == Class::Keep && code(single) != code(c));
    (single != c && other()) || (('\u{C0}'..'\u{200}').contains(&c) && class(c) == Class::Keep)
}

/// The class of each character of the basic plane.
static CLASSES: LazyLock<Vec<Class>> = LazyLock::new(|| {
    let mut classes: Vec<Class> = (0..=0xFFFFu32)
        .map(|c| match char::from_u32(c) {
            // No need to ask.
            Some('\u{3400}'..='\u{4DB5}' | '\u{4E00}'..='\u{9FA5}') => Class::Keep,
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

/// What is folded.
#[derive(Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) text: &'t str,
    /// The original, and the way back to it; none where offsets are the same.
    pub(super) source: &'t str,
    pub(super) map: Option<&'t Normalised>,
    /// Blanked-out places.
    pub(super) masks: &'t [Mask],
    /// Stretches that are left out, sorted and disjoint.
    pub(super) holes: &'t [Range<usize>],
    /// Whether the text is no normal form: then it is folded only as far as the normal form would say the same.
    pub(super) raw: bool,
}

/// Why a text as it was read cannot be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// The normal form would say something else.
    Mended,
}

/// No character goes on with the last run.
const NO_RUN: (u32, u32, u32, u32) = (u32::MAX, u32::MAX, 0, 0);

/// The state of one pass.
pub(super) struct Folder<'t> {
    input: Text<'t>,
    pub(super) codes: Vec<u16>,
    pub(super) runs: Vec<Run>,
    /// Offset of each folded character; none of text that is no normal form, where nobody asks.
    pub(super) starts: Vec<u32>,
    /// Folded characters that are or hold masks.
    pub(super) masks: Vec<u32>,
    pub(super) clauses: Vec<Clause>,
    /// Whether a character was seen that may blank something out.
    pub(super) blanked: bool,
    /// Code points of the text that are behind.
    seen: u32,
    /// How far code points of the original are counted: byte, code point.
    counted: (u32, u32),
    cursor: Option<Cursor<'t>>,
    /// What goes on with the last run: byte, code point, and how many a character has of either.
    next: (u32, u32, u32, u32),
    hole: usize,
    mask: usize,
    /// End of a run of x that is a mask.
    xs: usize,
    /// Whether the last sign can take in more figures, or could but for a line end.
    figure: bool,
    broken: bool,
    clause: Clause,
    depth: u32,
}

impl<'t> Folder<'t> {
    pub(super) fn new(input: Text<'t>) -> Self {
        let room = input.text.len() / 3;
        Self {
            input,
            codes: Vec::with_capacity(room),
            runs: Vec::with_capacity(room / 8),
            starts: Vec::with_capacity(if input.raw { 0 } else { room }),
            masks: Vec::new(),
            clauses: Vec::with_capacity(room / 12),
            blanked: false,
            seen: 0,
            counted: (0, 0),
            cursor: input.map.map(Normalised::sources),
            next: NO_RUN,
            hole: 0,
            mask: 0,
            xs: 0,
            figure: false,
            broken: false,
            clause: Clause { start: 0, end: 0, quoted: 0, opens: true },
            depth: 0,
        }
    }

    pub(super) fn run(&mut self) -> Result<(), Unfit> {
        let codes: &[u16; 0x1_0000] = &CODES;
        let text = self.input.text;
        let same = self.cursor.is_none();
        let mut at = 0;
        let mut until = self.stop(0);
        while at < text.len() {
            if at >= until {
                if let Some(end) = self.left_out(at) {
                    (at, self.figure) = (end, false);
                    until = self.stop(at);
                    continue;
                }
                until = self.stop(at);
            }
            if same {
                let end = self.plain(at, &text.as_bytes()[..until.min(text.len())], codes);
                if end > at {
                    at = end;
                    continue;
                }
            }
            let Some((c, end)) = decode(text.as_bytes(), at) else { break };
            let code = codes.get(c as usize).copied().unwrap_or(CLOSER);
            if code > MENDED {
                (self.figure, self.broken) = (false, false);
                self.push(code, at, end);
            } else {
                self.look(char::from_u32(c).unwrap_or('\u{FFFD}'), code, at, end)?;
            }
            self.seen += 1;
            at = end;
        }
        self.end_clause(true);
        Ok(())
    }

    /// Folds the characters of three bytes from `at` on that are kept as they are, in a text whose offsets are those of
    /// the original; where it stopped. This is the one loop that nearly every character runs through.
    fn plain(&mut self, mut at: usize, bytes: &[u8], codes: &[u16; 0x1_0000]) -> usize {
        let (start, folded) = (at as u32, self.codes.len() as u32);
        let low = |b: u8| usize::from(b & 0x3F);
        while let [a @ 0xE0..0xF0, b, c, ..] = bytes[at..] {
            let code = codes[usize::from(a & 0xF) << 12 | low(b) << 6 | low(c)];
            if code <= MENDED {
                break;
            }
            self.codes.push(code);
            if !self.input.raw {
                self.starts.push(at as u32);
            }
            at += 3;
        }
        let chars = self.codes.len() as u32 - folded;
        if chars > 0 {
            if self.next != (start, self.seen, 3, 1) {
                self.runs.push(Run { folded, byte: start, point: self.seen, bytes: 3, points: 1 });
            }
            self.seen += chars;
            self.next = (at as u32, self.seen, 3, 1);
            self.clause.quoted += if self.depth > 0 { chars } else { 0 };
            (self.figure, self.broken) = (false, false);
        }
        at
    }

    /// The end of a hole, or of a blanked-out name, that `at` lies in.
    fn left_out(&mut self, at: usize) -> Option<usize> {
        let end = match self.hole(at) {
            Some(end) => end,
            None => {
                let end = self.hidden_name(at)?;
                self.push(NAME, at, end);
                self.masks.push(self.codes.len() as u32 - 1);
                end
            }
        };
        self.seen += self.input.text[at..end].chars().count() as u32;
        Some(end)
    }

    /// Folds a character that is not simply kept.
    fn look(&mut self, c: char, code: u16, at: usize, end: usize) -> Result<(), Unfit> {
        let bytes = self.input.text.as_bytes();
        let mut c = c;
        if self.input.raw {
            if code == MENDED || (c > '\u{7F}' && is_mended(c)) {
                return Err(Unfit::Mended);
            }
            let narrow = normalise::narrow(c);
            if narrow != c && matches!(narrow, 'x' | 'X') {
                return Err(Unfit::Mended);
            }
            c = narrow;
            self.blanked |= normalise::may_blank(c) || (matches!(c, '.' | '．') && !self.figure);
        }
        if matches!(c, 'x' | 'X') && at >= self.xs {
            let alone = at == 0 || !bytes[at - 1].is_ascii_alphabetic();
            let run = at + bytes[at..].iter().take_while(|b| matches!(b, b'x' | b'X')).count();
            if alone && !bytes.get(run).is_some_and(u8::is_ascii_alphabetic) {
                self.xs = run;
            }
        }
        let class = if at < self.xs { Class::Mask } else { class(c) };
        match class {
            Class::Drop => {
                let grouped =
                    c == ',' && bytes[end..].iter().take(3).filter(|b| b.is_ascii_digit()).count() == 3;
                // A line end may be mended, and what nobody sees is left out.
                self.broken |= self.figure && is_unseen(c);
                self.figure &=
                    grouped || matches!(c, '.' | '．' | '%' | '％' | '-' | '－' | '—' | '~' | '～' | ' ');
                // A point after a Chinese character that no figure follows is a full stop.
                let stop = c == '.'
                    && !self.figure
                    && self.codes.last().is_some_and(|&c| c > 0x2E80)
                    && !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
                self.mark(if stop { '。' } else { c });
            }
            Class::Keep => {
                (self.figure, self.broken) = (false, false);
                self.push(self::code(c), at, end);
            }
            Class::Figure | Class::Mask => {
                if self.input.raw && self.broken {
                    return Err(Unfit::Mended);
                }
                if self.figure {
                    self.widen(at, end);
                } else {
                    self.push(FIGURE, at, end);
                }
                let last = self.codes.len() as u32 - 1;
                if class == Class::Mask && self.masks.last() != Some(&last) {
                    self.masks.push(last);
                }
                self.figure = true;
            }
        }
        Ok(())
    }

    /// Where the next hole or hidden name begins, from `at` on.
    fn stop(&mut self, at: usize) -> usize {
        while self.input.holes.get(self.hole).is_some_and(|h| h.end <= at) {
            self.hole += 1;
        }
        let skipped = |m: &Mask| m.at.start() < at || m.at.is_empty() || !hides_name(m);
        while self.input.masks.get(self.mask).is_some_and(skipped) {
            self.mask += 1;
        }
        let hole = self.input.holes.get(self.hole).map_or(usize::MAX, |h| h.start);
        hole.min(self.input.masks.get(self.mask).map_or(usize::MAX, |m| m.at.start()))
    }

    /// The end of the hole that `at` lies in.
    fn hole(&self, at: usize) -> Option<usize> {
        self.input.holes.get(self.hole).filter(|h| h.start <= at && at < h.end).map(|h| h.end)
    }

    /// The end of the blanked-out name or term that begins at `at`.
    fn hidden_name(&self, at: usize) -> Option<usize> {
        self.input.masks.get(self.mask).filter(|m| m.at.start() == at).map(|m| m.at.end())
    }

    /// Where `at..end` comes from: bytes and code points of the original.
    fn source(&mut self, at: usize, end: usize) -> ((u32, u32), (u32, u32)) {
        match &mut self.cursor {
            Some(cursor) => {
                let bytes = cursor.source((at as u32, end as u32));
                let start = self.point(bytes.0);
                (bytes, (start, self.point(bytes.1)))
            }
            None => {
                let chars = self.input.text[at..end].chars().count() as u32;
                ((at as u32, end as u32), (self.seen, self.seen + chars))
            }
        }
    }

    /// Adds a sign for a stretch.
    fn push(&mut self, code: u16, at: usize, end: usize) {
        let (from, points) = self.source(at, end);
        self.enter(code, at, (from.0, from.1 - from.0), (points.0, points.1 - points.0));
    }

    /// Adds a sign with its first byte and code point, and how many it has of either.
    fn enter(&mut self, code: u16, at: usize, (byte, bytes): (u32, u32), (point, points): (u32, u32)) {
        if (byte, point, bytes, points) != self.next {
            let folded = self.codes.len() as u32;
            self.runs.push(Run { folded, byte, point, bytes, points });
        }
        self.next = (byte + bytes, point + points, bytes, points);
        self.codes.push(code);
        if !self.input.raw {
            self.starts.push(at as u32);
        }
        self.clause.quoted += u32::from(self.depth > 0);
    }

    /// Lets the last sign reach to `end`. A sign that grows has a run of its own.
    fn widen(&mut self, at: usize, end: usize) {
        let (from, points) = self.source(at, end);
        let last = self.codes.len() as u32 - 1;
        let Some(r) = self.runs.last_mut() else { return };
        if r.folded < last {
            let n = last - r.folded;
            let own = Run { folded: last, byte: r.byte + n * r.bytes, point: r.point + n * r.points, ..*r };
            self.runs.push(own);
        }
        if let Some(r) = self.runs.last_mut() {
            r.bytes = r.bytes.max(from.1.saturating_sub(r.byte));
            r.points = r.points.max(points.1.saturating_sub(r.point));
        }
        self.next = NO_RUN;
    }

    /// The code point at a byte of the original; amortised constant, for bytes come nearly in order.
    fn point(&mut self, byte: u32) -> u32 {
        let (at, n) = self.counted;
        if byte == at {
            return n;
        }
        let bytes = self.input.source.as_bytes();
        let chars = |from: u32, to: u32| {
            let begins = |b: &&u8| (**b as i8) >= -0x40;
            bytes[from as usize..to as usize].iter().filter(begins).count() as u32
        };
        let n = if byte > at { n + chars(at, byte) } else { n - chars(byte, at) };
        self.counted = (byte, n);
        n
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

/// The code of the character that begins at `at`, and where the next begins.
#[inline]
fn decode(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let low = |b: u8| u32::from(b & 0x3F);
    match bytes[at..] {
        [a @ 0xE0..0xF0, b, c, ..] => Some((u32::from(a & 0xF) << 12 | low(b) << 6 | low(c), at + 3)),
        [a @ ..0x80, ..] => Some((a.into(), at + 1)),
        [a @ 0xF0..=0xFF, b, c, d, ..] => {
            Some((u32::from(a & 7) << 18 | low(b) << 12 | low(c) << 6 | low(d), at + 4))
        }
        [a, b, ..] => Some((u32::from(a & 0x1F) << 6 | low(b), at + 2)),
        _ => None,
    }
}

/// Whether a character shows nothing but may stand inside a figure.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Whether a mask hides a name or a term.
fn hides_name(mask: &Mask) -> bool {
    matches!(mask.kind, MaskKind::Name | MaskKind::Term)
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
