//! Bytes in a known encoding → text, malformed sequences counted.

use super::cost;
use super::detect::{Coding, Guess, price};
use super::shifted;
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8};

/// A decoded text.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// The name for records.
    pub(super) encoding: &'static str,
    /// Sequences that could not be decoded; each is one U+FFFD.
    pub(super) malformed: u32,
}

/// Decodes a page; `mixed` allows lines in other encodings than the page's.
pub(super) fn decode(bytes: &[u8], guess: Guess, mixed: bool) -> Decoded {
    let bytes = &bytes[guess.bom..];
    if mixed
        && may_be_mixed(guess.coding, bytes)
        && let Some(found) = lines(guess.coding, bytes)
    {
        return found;
    }
    let (rest, bytes) = bytes.split_at(guess.rest.min(bytes.len()));
    let (mut text, mut malformed) = lossy(guess.coding, bytes);
    if !rest.is_empty() {
        // The rest of a cut character is one malformed sequence in front.
        text.insert(0, char::REPLACEMENT_CHARACTER);
        malformed += 1;
    }
    Decoded { text, encoding: name(guess.coding, bytes), malformed }
}

/// The name for records.
fn name(coding: Coding, bytes: &[u8]) -> &'static str {
    match coding {
        Coding::Standard(encoding) if encoding == GBK || encoding == GB18030 => {
            if has_four_bytes(bytes) {
                GB18030.name()
            } else {
                GBK.name()
            }
        }
        Coding::Standard(encoding) => encoding.name(),
        Coding::Utf32 { big: false } => "UTF-32LE",
        Coding::Utf32 { big: true } => "UTF-32BE",
        Coding::Shifted(shift) => shift.name(),
    }
}

/// Whether GB 18030 bytes hold a sequence of four.
fn has_four_bytes(mut bytes: &[u8]) -> bool {
    loop {
        match *bytes {
            [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, ..] => return true,
            [0x81..=0xFE, _, ref rest @ ..] | [_, ref rest @ ..] => bytes = rest,
            [] => return false,
        }
    }
}

/// Decodes with U+FFFD for each malformed sequence, and counts these.
pub(super) fn lossy(coding: Coding, bytes: &[u8]) -> (String, u32) {
    match coding {
        Coding::Standard(encoding) => standard(encoding, bytes),
        Coding::Utf32 { big } => utf32(bytes, big),
        Coding::Shifted(shift) => shifted::decode(shift, bytes),
    }
}

fn standard(encoding: &'static Encoding, bytes: &[u8]) -> (String, u32) {
    if encoding == UTF_8
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return (text.to_owned(), 0);
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    let (mut read, mut malformed) = (0, 0);
    loop {
        let need = decoder.max_utf8_buffer_length_without_replacement(bytes.len() - read);
        text.reserve(need.unwrap_or(bytes.len() - read + 16));
        let (result, taken) = decoder.decode_to_string_without_replacement(&bytes[read..], &mut text, true);
        read += taken;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                malformed += 1;
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
    (text, malformed)
}

fn utf32(bytes: &[u8], big: bool) -> (String, u32) {
    let mut text = String::with_capacity(bytes.len());
    let mut malformed = 0;
    for unit in bytes.chunks(4) {
        let code =
            <[u8; 4]>::try_from(unit).ok().map(if big { u32::from_be_bytes } else { u32::from_le_bytes });
        text.push(code.and_then(char::from_u32).unwrap_or_else(|| {
            malformed += 1;
            char::REPLACEMENT_CHARACTER
        }));
    }
    (text, malformed)
}

/// High bytes from which on a line that is valid UTF-8 is not so by chance.
const BY_DESIGN: usize = 6;
/// Bits by which another encoding must read a line better than the page's before it is believed.
const MARGIN: u64 = 24;

/// Encodings in which a line feed is always a line feed, so that lines can be told apart before decoding.
const BY_LINE: [Coding; 3] = [Coding::Standard(UTF_8), Coding::Standard(GB18030), Coding::Standard(BIG5)];

/// Whether some line is plainly not in the page's encoding.
fn may_be_mixed(coding: Coding, bytes: &[u8]) -> bool {
    if coding == Coding::Standard(UTF_8) {
        return bytes.split(|&b| b == b'\n').any(|line| !is_utf8_so_far(line));
    }
    BY_LINE.contains(&coding) && bytes.split(|&b| b == b'\n').any(is_utf8)
}

/// Whether a line is UTF-8, but for a last character that is cut.
fn is_utf8_so_far(line: &[u8]) -> bool {
    std::str::from_utf8(line).map_or_else(|e| e.error_len().is_none(), |_| true)
}

fn is_utf8(line: &[u8]) -> bool {
    !line.is_ascii()
        && std::str::from_utf8(line).is_ok_and(|t| t.chars().any(|c| c >= '\u{800}'))
        && line.iter().filter(|b| !b.is_ascii()).count() >= BY_DESIGN
}

/// Decodes each line in the encoding that suits it; none when all lines are in the page's.
fn lines(page: Coding, bytes: &[u8]) -> Option<Decoded> {
    let (mut text, mut malformed, mut mixed) = (String::with_capacity(bytes.len() * 3 / 2), 0, false);
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        let valid = page == BY_LINE[0] && is_utf8_so_far(line);
        let high = line.iter().filter(|b| !b.is_ascii()).count();
        let coding = if high < BY_DESIGN || valid { page } else { suits(page, line) };
        mixed |= coding != page;
        let (decoded, errors) = lossy(coding, line);
        text += &decoded;
        malformed += errors;
    }
    mixed.then_some(Decoded { text, encoding: "mixed", malformed })
}

fn suits(page: Coding, line: &[u8]) -> Coding {
    let own = price(page, line);
    let others = BY_LINE.into_iter().filter(|&coding| coding != page);
    match others.map(|coding| (price(coding, line), coding)).min_by_key(|&(bits, _)| bits) {
        // One broken character does not make a line foreign: the other reading must also be a plausible text.
        Some((bits, other)) if bits + MARGIN < own && cost::mean(&lossy(other, line).0).0 < 14.0 => other,
        _ => page,
    }
}
