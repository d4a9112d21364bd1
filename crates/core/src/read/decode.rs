//! Bytes in a known encoding → text, piece by piece, malformed sequences counted and located.

use super::damage::Damage;
use super::shifted::{Shift, Shifted};
use encoding_rs::{DecoderResult, Encoding, UTF_8};

/// How bytes become characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// One that the Encoding Standard names.
    Standard(&'static Encoding),
    /// UTF-32, which it does not; big-endian or not.
    Utf32 { big: bool },
    /// HZ or ISO-2022-CN: seven bits, with marks that shift into GB 2312 and back; `open` when the bytes begin
    /// inside, because they were cut.
    Shifted { shift: Shift, open: bool },
}

impl Coding {
    /// The name for records.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Standard(encoding) => encoding.name(),
            Self::Utf32 { big: false } => "UTF-32LE",
            Self::Utf32 { big: true } => "UTF-32BE",
            Self::Shifted { shift, .. } => shift.name(),
        }
    }
}

/// A text that grows, and where it could not be decoded.
#[derive(Debug, Default)]
pub(super) struct Output {
    pub(super) text: String,
    pub(super) damage: Damage,
}

impl Output {
    /// Puts U+FFFD for one malformed sequence.
    pub(super) fn replace(&mut self, bytes: std::ops::Range<u64>) {
        let start = self.text.len();
        self.text.push(char::REPLACEMENT_CHARACTER);
        self.damage.push(start..self.text.len(), bytes);
    }

    pub(super) fn append(&mut self, other: &Self) {
        self.damage.append(&other.damage, self.text.len());
        self.text.push_str(&other.text);
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.damage.clear();
    }
}

/// Decodes pieces that follow one another; a character may be cut between two.
pub(super) struct Decoder {
    coding: Coding,
    /// How many bytes went in, and where the first of them stands.
    at: u64,
    state: State,
}

enum State {
    /// UTF-8 between two characters: what is valid is copied.
    Utf8,
    /// Any encoding of the standard.
    Standard(encoding_rs::Decoder),
    /// UTF-32, up to three bytes of a unit that is not complete.
    Utf32 {
        unit: [u8; 4],
        filled: usize,
    },
    Shifted(Shifted),
}

impl Decoder {
    /// A decoder for bytes that begin at `at`.
    pub(super) fn new(coding: Coding, at: u64) -> Self {
        let state = match coding {
            Coding::Standard(encoding) if encoding == UTF_8 => State::Utf8,
            Coding::Standard(encoding) => State::Standard(encoding.new_decoder_without_bom_handling()),
            Coding::Utf32 { .. } => State::Utf32 { unit: [0; 4], filled: 0 },
            Coding::Shifted { shift, open } => State::Shifted(Shifted::new(shift, open)),
        };
        Self { coding, at, state }
    }

    pub(super) fn coding(&self) -> Coding {
        self.coding
    }

    /// Passes over bytes that somebody else decoded; nothing may be pending.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at += bytes as u64;
    }

    /// Decodes the next piece.
    pub(super) fn feed(&mut self, bytes: &[u8], out: &mut Output) {
        self.step(bytes, false, out);
    }

    /// Says that nothing follows: what is not complete is malformed.
    pub(super) fn finish(&mut self, out: &mut Output) {
        self.step(&[], true, out);
    }

    fn step(&mut self, bytes: &[u8], last: bool, out: &mut Output) {
        let at = self.at;
        self.at += bytes.len() as u64;
        match &mut self.state {
            State::Utf8 => {
                let valid = match simdutf8::compat::from_utf8(bytes) {
                    Ok(text) => return out.text.push_str(text),
                    Err(e) => e.valid_up_to(),
                };
                out.text.push_str(&String::from_utf8_lossy(&bytes[..valid]));
                // The rest goes through a decoder that knows of cut and of bad sequences.
                let mut decoder = UTF_8.new_decoder_without_bom_handling();
                standard(&mut decoder, &bytes[valid..], at + valid as u64, last, out);
                self.state = State::Standard(decoder);
            }
            State::Standard(decoder) => {
                standard(decoder, bytes, at, last, out);
                // After a line end nothing is pending in UTF-8.
                if self.coding == Coding::Standard(UTF_8) && bytes.last().is_some_and(u8::is_ascii) {
                    self.state = State::Utf8;
                }
            }
            State::Utf32 { unit, filled } => {
                let Coding::Utf32 { big } = self.coding else { return };
                utf32(unit, filled, big, bytes, at, out);
                if last && *filled > 0 {
                    out.replace(at - *filled as u64..at);
                    *filled = 0;
                }
            }
            State::Shifted(shifted) => {
                shifted.feed(bytes, at, out);
                if last {
                    shifted.finish(at, out);
                }
            }
        }
    }
}

fn standard(decoder: &mut encoding_rs::Decoder, bytes: &[u8], at: u64, last: bool, out: &mut Output) {
    let mut read = 0;
    loop {
        let rest = &bytes[read..];
        // The bound is for the worst case, thrice the bytes; a block at a time, it is no burden.
        let need = decoder.max_utf8_buffer_length_without_replacement(rest.len());
        out.text.reserve(need.unwrap_or(rest.len() + 16));
        let (result, taken) = decoder.decode_to_string_without_replacement(rest, &mut out.text, last);
        read += taken;
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                let end = at + read as u64 - u64::from(after);
                out.replace(end.saturating_sub(length.into())..end);
            }
        }
    }
}

fn utf32(unit: &mut [u8; 4], filled: &mut usize, big: bool, bytes: &[u8], at: u64, out: &mut Output) {
    for (i, &byte) in bytes.iter().enumerate() {
        unit[*filled] = byte;
        *filled += 1;
        if *filled < 4 {
            continue;
        }
        *filled = 0;
        let code = if big { u32::from_be_bytes(*unit) } else { u32::from_le_bytes(*unit) };
        let end = at + i as u64 + 1;
        match char::from_u32(code) {
            Some(c) => out.text.push(c),
            None => out.replace(end - 4..end),
        }
    }
}

/// All of some bytes, with U+FFFD for each malformed sequence.
pub(super) fn lossy(coding: Coding, bytes: &[u8]) -> Output {
    let mut out = Output::default();
    let mut decoder = Decoder::new(coding, 0);
    decoder.feed(bytes, &mut out);
    decoder.finish(&mut out);
    out
}

/// Whether GB 18030 bytes that begin with a character hold a sequence of four.
pub(super) fn has_four_bytes(bytes: &[u8]) -> bool {
    let digit = |b: u8| u8::from(b.wrapping_sub(b'0') < 10);
    let high = |b: u8| b >> 7;
    // Without branches, so that many are compared at a time. Only where this finds something, pairs are told apart.
    let likely = bytes.chunks(256).enumerate().any(|(i, chunk)| {
        let end = (i * 256 + chunk.len() + 3).min(bytes.len());
        let chunk = &bytes[i * 256..end];
        let quads =
            chunk.iter().zip(chunk.iter().skip(1)).zip(chunk.iter().skip(2)).zip(chunk.iter().skip(3));
        quads.fold(0, |any, (((&a, &b), &c), &d)| any | (high(a) & digit(b) & high(c) & digit(d))) != 0
    });
    let mut bytes = if likely { bytes } else { &[] };
    loop {
        match *bytes {
            [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, ..] => return true,
            [0x81..=0xFE, _, ref rest @ ..] | [_, ref rest @ ..] => bytes = rest,
            [] => return false,
        }
    }
}
