//! Undoing a wrong reading in which bytes were lost.
//!
//! UTF-8 that is read as GBK pairs bytes across characters; what makes no pair becomes U+FFFD or `?`, and one byte or
//! two are gone. The text is turned back into bytes, of which some are unknown and some are in doubt (one character
//! may stand for several byte sequences), and the cheapest reading of them is found by dynamic programming over the
//! bytes that are pending (Viterbi 1967): a handful of states for each character, so linear in the line.
//!
//! A character of which a byte is unknown is filled in only where its neighbours leave no doubt (see
//! [`super::pairs`]); else U+FFFD stands for it.

use super::super::cost;
use super::{pairs, tables};

/// What the bytes were taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadAs {
    Gbk,
    Big5,
}

/// What the bytes were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Was {
    Utf8,
    Gbk,
    Big5,
}

/// A line as it was written.
#[derive(Debug)]
pub(super) struct Undone {
    pub(super) text: String,
    /// Characters of which at least a byte was lost.
    pub(super) damaged: usize,
}

/// A byte of 80–FF that is not known.
const UNKNOWN: u16 = 0x100;
/// Readings of a line that are followed at a time; seldom more than five are alive.
const BEAM: usize = 24;
/// Bits for a byte that is part of nothing.
const STRAY: i32 = 28;
/// Bits for taking U+FFFD for one lost byte, or for two; and a question mark for lost ones at all.
const LOST_ONE: i32 = 2;
const LOST_TWO: i32 = 5;
const LOST_MARK: i32 = 8;
/// Bits of a character that nothing is known of.
const BLANK: i32 = 14;
/// Share of the evidence that a character must have for it to be filled in.
const CERTAIN: f64 = 0.93;

/// A character of the restored line.
#[derive(Clone, Copy, Debug)]
enum Piece {
    Char(char),
    /// Some bytes are not known.
    Hole([u16; 3]),
    /// Bytes that are part of nothing.
    Stray,
}

/// One way to read the line so far.
#[derive(Clone, Copy, Debug)]
struct Path {
    bits: i32,
    /// Bytes of a character that is not complete.
    pending: [u16; 3],
    filled: usize,
    /// The last piece, in the arena.
    last: u32,
    /// The last character, where it is known.
    before: Option<char>,
}

struct Reader {
    was: Was,
    arena: Vec<(u32, Piece)>,
}

/// The line as it was written.
pub(super) fn undo(read_as: ReadAs, was: Was, line: &str) -> Undone {
    let mut reader = Reader { was, arena: vec![(0, Piece::Stray)] };
    let mut paths = vec![Path { bits: 0, pending: [0; 3], filled: 0, last: 0, before: None }];
    let mut next: Vec<Path> = Vec::new();
    for c in line.chars() {
        next.clear();
        for &path in &paths {
            each_reading(read_as, c, &mut |bits, bytes| {
                let start = Path { bits: path.bits + bits, ..path };
                match bytes {
                    Some(bytes) => reader.bytes(start, bytes, &mut next),
                    None => {
                        let path = reader.flush(start);
                        next.push(reader.emit(path, Piece::Char(c), 20));
                    }
                }
            });
        }
        next.sort_by_key(|p| (p.pending, p.filled, p.before, p.bits));
        next.dedup_by_key(|p| (p.pending, p.filled, p.before));
        next.sort_by_key(|p| p.bits);
        next.truncate(BEAM);
        std::mem::swap(&mut paths, &mut next);
    }
    let ends: Vec<Path> = paths.into_iter().map(|path| reader.flush(path)).collect();
    let mut pieces = Vec::new();
    let mut at = ends.iter().min_by_key(|p| p.bits).map_or(0, |p| p.last);
    while at > 0 {
        let (before, piece) = reader.arena[at as usize];
        pieces.push(piece);
        at = before;
    }
    pieces.reverse();
    spell(was, &pieces)
}

/// The bytes that a character may stand for, and what each costs; none where the encoding does not have it.
fn each_reading(read_as: ReadAs, c: char, take: &mut dyn FnMut(i32, Option<&[u16]>)) {
    if c.is_ascii() {
        take(0, Some(&[u16::from(c as u8)]));
        if c == '?' {
            take(LOST_MARK, Some(&[UNKNOWN]));
            take(LOST_MARK + LOST_TWO, Some(&[UNKNOWN, UNKNOWN]));
        }
        return;
    }
    if c == char::REPLACEMENT_CHARACTER {
        take(LOST_ONE, Some(&[UNKNOWN]));
        take(LOST_TWO, Some(&[UNKNOWN, UNKNOWN]));
        return;
    }
    let mut found = false;
    for &(_, pair) in tables::bytes_of(read_as, c) {
        found = true;
        take(0, Some(&[pair >> 8, pair & 0xFF]));
    }
    if c == '€' && read_as == ReadAs::Gbk {
        found = true;
        take(0, Some(&[0x80]));
    }
    // Windows puts pairs of Big5 that have no character into the private use area, row by row.
    if read_as == ReadAs::Big5
        && let code @ 0xF6B1..=0xF848 = c as u32
    {
        found = true;
        let place = (code - 0xF6B1 + 63) as u16;
        let trail = if place % 157 < 63 { 0x40 + place % 157 } else { 0x62 + place % 157 };
        take(0, Some(&[0xC6 + place / 157, trail]));
    }
    if !found {
        take(0, None);
    }
}

impl Reader {
    fn emit(&mut self, path: Path, piece: Piece, bits: i32) -> Path {
        let last = self.arena.len() as u32;
        self.arena.push((path.last, piece));
        let before = if let Piece::Char(c) = piece { Some(c) } else { None };
        Path { bits: path.bits + bits, last, before, ..path }
    }

    /// What is pending is not completed.
    fn flush(&mut self, path: Path) -> Path {
        if path.filled == 0 {
            return path;
        }
        let rest = Path { pending: [0; 3], filled: 0, ..path };
        // Two bytes of a character that lacks its last still say most of it.
        if self.was == Was::Utf8 && path.filled == 2 && lead_length(path.pending[0]) == 3 {
            return self.emit(rest, Piece::Hole([path.pending[0], path.pending[1], UNKNOWN]), STRAY);
        }
        self.emit(rest, Piece::Stray, STRAY)
    }

    /// All ways to go on with some bytes.
    fn bytes(&mut self, path: Path, bytes: &[u16], out: &mut Vec<Path>) {
        match bytes {
            [] => out.push(path),
            [byte, rest @ ..] => match self.was {
                Was::Utf8 => {
                    let path = self.utf8(path, *byte);
                    self.bytes(path, rest, out);
                }
                Was::Gbk | Was::Big5 => {
                    let path = self.pair(path, *byte);
                    self.bytes(path, rest, out);
                }
            },
        }
    }

    fn push(path: Path, byte: u16) -> Path {
        let mut path = path;
        path.pending[path.filled] = byte;
        path.filled += 1;
        path
    }

    fn utf8(&mut self, path: Path, byte: u16) -> Path {
        let continues = matches!(byte, 0x80..=0xBF | UNKNOWN);
        if path.filled > 0 && !continues {
            let path = self.flush(path);
            return self.utf8(path, byte);
        }
        if path.filled == 0 {
            return match byte {
                0..=0x7F => self.char(path, char::from(byte as u8)),
                0xC2..=0xEF | UNKNOWN => Self::push(path, byte),
                _ => self.emit(path, Piece::Stray, STRAY),
            };
        }
        let path = Self::push(path, byte);
        if path.filled < lead_length(path.pending[0]) {
            return path;
        }
        let whole = Path { pending: [0; 3], filled: 0, ..path };
        let bytes = path.pending;
        if bytes[..path.filled].contains(&UNKNOWN) {
            let bits = hole_bits(self.was, bytes);
            return self.emit(whole, Piece::Hole(bytes), bits);
        }
        let raw = bytes.map(|b| b as u8);
        match std::str::from_utf8(&raw[..path.filled]).ok().and_then(|s| s.chars().next()) {
            Some(c) => self.char(whole, c),
            None => self.emit(whole, Piece::Stray, STRAY),
        }
    }

    fn pair(&mut self, path: Path, byte: u16) -> Path {
        if path.filled == 0 {
            return match byte {
                0..=0x7F => self.char(path, char::from(byte as u8)),
                0x81..=0xFE | UNKNOWN => Self::push(path, byte),
                _ => self.emit(path, Piece::Stray, STRAY),
            };
        }
        if byte < 0x40 {
            let path = self.flush(path);
            return self.pair(path, byte);
        }
        let lead = path.pending[0];
        let whole = Path { pending: [0; 3], filled: 0, ..path };
        if lead == UNKNOWN || byte == UNKNOWN {
            let bytes = [lead, byte, 0];
            let bits = hole_bits(self.was, bytes);
            return self.emit(whole, Piece::Hole(bytes), bits);
        }
        match pair_char(self.was, lead, byte) {
            Some(c) => self.char(whole, c),
            None => self.emit(whole, Piece::Stray, STRAY),
        }
    }

    fn char(&mut self, path: Path, c: char) -> Path {
        // Neighbours that belong together speak for a reading; that strangers meet says nothing.
        let affinity = path.before.map_or(0, |b| pairs::affinity(b, c).max(0));
        self.emit(path, Piece::Char(c), cost::of(c) as i32 - affinity)
    }
}

/// Length of a UTF-8 sequence by its first byte; one that is not known begins three bytes.
fn lead_length(byte: u16) -> usize {
    if (0xC2..=0xDF).contains(&byte) { 2 } else { 3 }
}

fn pair_char(was: Was, lead: u16, trail: u16) -> Option<char> {
    tables::char_of(was, lead << 8 | trail)
}

/// The characters that fit what is known of the bytes; none where that is too little.
fn candidates(was: Was, bytes: [u16; 3]) -> Vec<char> {
    if was != Was::Utf8 {
        let [lead, trail, _] = bytes;
        return match (lead, trail) {
            (UNKNOWN, UNKNOWN) => Vec::new(),
            (UNKNOWN, _) => (0x81..=0xFE).filter_map(|lead| pair_char(was, lead, trail)).collect(),
            _ => (0x80..=0xFE).filter_map(|trail| pair_char(was, lead, trail)).collect(),
        };
    }
    if bytes.iter().filter(|&&b| b == UNKNOWN).count() > 1 {
        return Vec::new();
    }
    let choices = |i: usize| match (bytes[i], i) {
        (UNKNOWN, 0) => 0xE2..=0xEF,
        (UNKNOWN, _) => 0x80..=0xBF,
        (byte, _) => byte..=byte,
    };
    let mut all = Vec::new();
    for a in choices(0) {
        for b in choices(1) {
            for c in if lead_length(bytes[0]) == 2 { 0..=0 } else { choices(2) } {
                let raw = [a as u8, b as u8, c as u8];
                all.extend(
                    std::str::from_utf8(&raw[..lead_length(bytes[0])]).ok().and_then(|s| s.chars().next()),
                );
            }
        }
    }
    all
}

/// What a hole costs: as much as all its candidates together, and a little.
fn hole_bits(was: Was, bytes: [u16; 3]) -> i32 {
    let sum: f64 = candidates(was, bytes).into_iter().map(|c| weight(cost::of(c) as i32)).sum();
    if sum > 0.0 { (-sum.log2()).max(0.0) as i32 + 2 } else { BLANK }
}

fn weight(bits: i32) -> f64 {
    f64::from(-bits).exp2()
}

/// The line, with holes filled in where their neighbours leave no doubt.
fn spell(was: Was, pieces: &[Piece]) -> Undone {
    let mut undone = Undone { text: String::with_capacity(pieces.len() * 3), damaged: 0 };
    let (mut before, mut open) = (None, false);
    for (i, piece) in pieces.iter().enumerate() {
        let c = match *piece {
            Piece::Char(c) => Some(c),
            Piece::Hole(bytes) => {
                let after = match pieces.get(i + 1) {
                    Some(Piece::Char(c)) => Some(*c),
                    Some(_) => None,
                    None => Some('\n'),
                };
                undone.damaged += 1;
                fill(&candidates(was, bytes), before, after, open)
            }
            Piece::Stray => {
                undone.damaged += 1;
                None
            }
        };
        undone.text.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
        open = (open || c == Some('《')) && c != Some('》');
        before = c;
    }
    undone
}

/// The candidate that stands out between its neighbours; `open` when a title's bracket is to be closed.
fn fill(candidates: &[char], before: Option<char>, after: Option<char>, open: bool) -> Option<char> {
    let ends_line = matches!(after, Some('\r' | '\n'));
    let score = |&c: &char| {
        let left = before.map_or(0, |b| pairs::affinity(b, c));
        let right = after.map_or(0, |a| pairs::affinity(c, a));
        let place = match c {
            '。' if ends_line => 2,
            // Enumerations and openings do not end lines, and nothing is closed that was not opened.
            '、' | '，' | '《' | '〈' | '「' | '『' | '【' | '（' | '\u{3000}' if ends_line => -6,
            '》' if !open => -6,
            _ => 0,
        };
        (weight(cost::of(c) as i32 - left - right - place), c)
    };
    let scored: Vec<(f64, char)> = candidates.iter().map(score).collect();
    let sum: f64 = scored.iter().map(|(w, _)| w).sum();
    scored.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).filter(|&(w, _)| w >= CERTAIN * sum).map(|(_, c)| c)
}
