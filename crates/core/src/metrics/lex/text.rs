//! The text as the lexer sees it: characters folded, classes looked up in dense tables.

use super::glyph::{Class, Glyph};
use super::numeral::Numeral;
use crate::metrics::plane::{self, Plane};
use std::cell::Cell;

/// What the scanner must know of every character, in tables over the basic plane: a look-up is one load.
pub(super) struct Chars {
    /// The character that each is read as (Traditional → Simplified, full-width → ASCII).
    fold: Plane<u16>,
    /// Index into `glyphs`, plus one; 0 where the character is no part of a numeral.
    glyph: Plane<u8>,
    glyphs: Vec<Glyph>,
    /// Index into `starts`; 0 where no expression begins with the character.
    start: Plane<u16>,
    starts: Vec<Start>,
}

/// What can begin with a character, and what must follow for it to do so. Most characters that words of time or fixed
/// words begin with (新, 建, 全, 进) are other words nearly always: the next character tells, at the price of one test.
#[derive(Clone, Copy, Debug, Default)]
struct Start {
    /// The readers: a set of the constants of [`on`].
    readers: u8,
    /// A bit for each character (by its low bits) that the words go on with; all of them where one ends at once.
    follow: u64,
    /// Whether a numeral may follow.
    before_numeral: bool,
}

/// One of 64 bits for a character.
fn bit(c: char) -> u64 {
    1 << (u32::from(c) & 63)
}

/// The readers, as bits of what a character can begin.
pub(super) mod on {
    /// A numeral.
    pub(in super::super) const NUMERAL: u8 = 1;
    /// A date that begins with a word.
    pub(in super::super) const CALENDAR: u8 = 2;
    /// A fixed word, an ordinal, a rank.
    pub(in super::super) const FIXED: u8 = 4;
    /// A frequency.
    pub(in super::super) const EVERY: u8 = 8;
    /// A quantity that begins with a sign, a currency or a word: 负, ¥, 翻番, 上百.
    pub(in super::super) const QUANTITY: u8 = 16;
}

/// Characters of one class in a row that can still be a numeral: a decimal holds 28 digits.
const LONGEST: usize = 32;

impl Chars {
    pub(super) fn new(variants: &[(char, char)], glyphs: &[(char, Glyph)]) -> Self {
        let wide = 0xFF01..=0xFF5E_u16;
        let mut fold = Plane::of(|c| if wide.contains(&c) { c - 0xFEE0 } else { c });
        for &(from, to) in variants {
            if let (Some(cell), Ok(to)) = (fold.slot(from), u16::try_from(u32::from(to))) {
                *cell = to;
            }
        }
        let (glyph, start) = (Plane::of(|_| 0), Plane::of(|_| 0));
        let mut this = Self { fold, glyph, glyphs: Vec::new(), start, starts: vec![Start::default()] };
        for d in 0..10 {
            this.add(char::from(b'0' + d), Glyph::arabic(d));
        }
        for &(c, g) in glyphs {
            this.add(c, g);
        }
        // A character is in a numeral what it is read as.
        this.glyph = Plane::of(|c| this.glyph.at(this.fold.at(c)));
        this
    }

    fn add(&mut self, c: char, g: Glyph) {
        self.glyphs.push(g);
        // The table holds a few dozen glyphs; a table that overflows a byte would fail its test long before.
        if let Some(cell) = self.glyph.slot(c) {
            *cell = u8::try_from(self.glyphs.len()).unwrap_or(0);
        }
        // 点 stands inside numerals only.
        if g.class != Class::Point {
            self.begin_word(c.encode_utf8(&mut [0; 4]), on::NUMERAL);
        }
    }

    fn start(&mut self, c: char) -> Option<&mut Start> {
        let cell = self.start.slot(c)?;
        if *cell == 0 {
            *cell = u16::try_from(self.starts.len()).ok()?;
            self.starts.push(Start::default());
        }
        self.starts.get_mut(usize::from(*cell))
    }

    /// Lets the readers of `set` begin with `word`.
    pub(super) fn begin_word(&mut self, word: &str, set: u8) {
        let mut chars = word.chars();
        let Some(start) = chars.next().and_then(|c| self.start(c)) else { return };
        start.readers |= set;
        start.follow |= chars.next().map_or(u64::MAX, bit);
    }

    /// Lets the readers of `set` begin with `c` where a numeral follows, or one of `others`.
    pub(super) fn begin_before_numeral(&mut self, c: char, set: u8, others: &str) {
        let Some(start) = self.start(c) else { return };
        start.readers |= set;
        start.before_numeral = true;
        start.follow |= others.chars().fold(0, |bits, c| bits | bit(c));
    }

    /// Lets every character begin what the character begins that it is read as. To be called last.
    pub(super) fn spread(&mut self) {
        self.start = Plane::of(|c| self.start.at(self.fold.at(c)));
    }

    #[inline]
    fn fold(&self, c: char) -> char {
        self.fold.get(c).and_then(|f| char::from_u32(u32::from(f))).unwrap_or(c)
    }

    /// What the character of that number is read as.
    #[inline]
    fn folded(&self, number: u16) -> char {
        char::from_u32(self.fold.at(number).into()).unwrap_or_default()
    }

    /// What the character of that number is in a numeral.
    #[inline]
    fn glyph_of(&self, number: u16) -> Option<Glyph> {
        match self.glyph.at(number) {
            0 => None,
            i => self.glyphs.get(usize::from(i) - 1).copied(),
        }
    }
}

/// A stretch of text, read character by character through [`Chars`]. All offsets are bytes of the whole text.
#[derive(Clone, Copy)]
pub(super) struct View<'t> {
    text: &'t str,
    start: usize,
    end: usize,
    chars: &'t Chars,
    last: &'t Last,
}

/// The numeral that was read last, and where: several readers try the same place one after the other.
pub(super) type Last = Cell<Option<(usize, Option<Numeral>)>>;

impl<'t> View<'t> {
    pub(super) fn new(text: &'t str, start: usize, end: usize, chars: &'t Chars, last: &'t Last) -> Self {
        Self { text: &text[..end], start, end, chars, last }
    }

    /// The numeral at `at`, as `read` reads it; read once while nobody asks for another place.
    pub(super) fn remember(&self, at: usize, read: impl FnOnce() -> Option<Numeral>) -> Option<Numeral> {
        match self.last.get() {
            Some((place, numeral)) if place == at => numeral,
            _ => {
                let numeral = read();
                self.last.set(Some((at, numeral)));
                numeral
            }
        }
    }

    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// The folded character at `at` and the offset behind it.
    #[inline]
    pub(super) fn next(&self, at: usize) -> Option<(char, usize)> {
        let (number, behind) = plane::first(self.text.as_bytes().get(at..)?)?;
        if number > 0 {
            return Some((self.chars.folded(number), self.end - behind.len()));
        }
        // Outside the plane, or no boundary of characters.
        let c = self.text.get(at..)?.chars().next()?;
        Some((self.chars.fold(c), at + c.len_utf8()))
    }

    /// The folded character at `at`.
    #[inline]
    pub(super) fn at(&self, at: usize) -> Option<char> {
        self.next(at).map(|(c, _)| c)
    }

    /// The folded character that ends at `at`, and where it begins.
    #[inline]
    pub(super) fn back(&self, at: usize) -> Option<(char, usize)> {
        if at <= self.start {
            return None;
        }
        let before = &self.text.as_bytes()[self.start..at];
        if let Some((number, rest)) = plane::last(before).filter(|(number, _)| *number > 0) {
            return Some((self.chars.folded(number), self.start + rest.len()));
        }
        let c = self.text[self.start..at].chars().next_back()?;
        Some((self.chars.fold(c), at - c.len_utf8()))
    }

    /// The folded character that ends at `at`.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.back(at).map(|(c, _)| c)
    }

    #[inline]
    pub(super) fn glyph(&self, at: usize) -> Option<(Glyph, usize)> {
        // No glyph stands outside the plane.
        let (number, behind) = plane::first(self.text.as_bytes().get(at..)?)?;
        Some((self.chars.glyph_of(number)?, self.end - behind.len()))
    }

    /// The next offset from `at` on where an expression can begin, and which readers can begin there.
    pub(super) fn seek(&self, at: usize) -> Option<(usize, u8)> {
        let mut bytes = self.text.as_bytes().get(at..)?;
        while let Some((c, behind)) = plane::first(bytes) {
            let here = self.end - bytes.len();
            bytes = behind;
            let start = self.chars.start.at(c);
            if start > 0 {
                let start = &self.chars.starts[usize::from(start)];
                if start.follow == u64::MAX || self.goes_on(start, behind) {
                    return Some((here, start.readers));
                }
            }
        }
        None
    }

    /// Whether `rest` can be what follows such a beginning.
    fn goes_on(&self, start: &Start, rest: &[u8]) -> bool {
        // No word goes on outside the plane.
        let Some((next, _)) = plane::first(rest) else { return false };
        let read_as = self.chars.folded(next);
        // 上百 is a numeral too.
        start.follow & bit(read_as) != 0
            || start.before_numeral && (self.chars.glyph_of(next).is_some() || read_as == '上')
    }

    /// Behind the character at `at`, and where more than a numeral's worth of the same class follow, behind them all.
    pub(super) fn past_run(&self, at: usize) -> usize {
        let Some((_, first)) = self.next(at) else { return self.end };
        let Some(class) = self.glyph(at).map(|(g, _)| g.class) else { return first };
        let (mut here, mut count) = (first, 1);
        while let Some((g, end)) = self.glyph(here) {
            if g.class != class {
                break;
            }
            (here, count) = (end, count + 1);
        }
        if count > LONGEST { here } else { first }
    }

    /// Past one or two blanks inside a line.
    pub(super) fn blanks(&self, at: usize) -> usize {
        let mut here = at;
        for _ in 0..2 {
            match self.next(here) {
                Some((' ', end)) => here = end,
                _ => break,
            }
        }
        here
    }

    /// Before one or two blanks that end at `at`.
    pub(super) fn blanks_back(&self, at: usize) -> usize {
        let mut here = at;
        for _ in 0..2 {
            match self.back(here) {
                Some((' ', start)) => here = start,
                _ => break,
            }
        }
        here
    }

    /// Where `word` (already folded) ends when it stands at `at`.
    pub(super) fn word(&self, at: usize, word: &str) -> Option<usize> {
        let mut here = at;
        for w in word.chars() {
            let (c, end) = self.next(here)?;
            if c != w {
                return None;
            }
            here = end;
        }
        Some(here)
    }

    /// Where the first of `words` that stands at `at` ends.
    pub(super) fn any(&self, at: usize, words: &[&str]) -> Option<usize> {
        let (first, then) = self.next(at)?;
        words.iter().find_map(|w| {
            let mut rest = w.chars();
            if rest.next()? != first { None } else { self.word(then, rest.as_str()) }
        })
    }

    /// Where `word` (already folded) begins when it ends at `at`.
    pub(super) fn word_back(&self, at: usize, word: &str) -> Option<usize> {
        let mut here = at;
        for w in word.chars().rev() {
            let (c, start) = self.back(here)?;
            if c != w {
                return None;
            }
            here = start;
        }
        Some(here)
    }

    /// Whether one of `words` ends at `at`.
    pub(super) fn any_back(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|w| self.word_back(at, w).is_some())
    }

    /// The folded text of a stretch.
    pub(super) fn folded(&self, from: usize, to: usize) -> String {
        self.text[from..to].chars().map(|c| self.chars.fold(c)).collect()
    }
}

impl std::fmt::Debug for Chars {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chars").field("glyphs", &self.glyphs.len()).finish_non_exhaustive()
    }
}

/// Han characters: what a Chinese word can go on with.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}
