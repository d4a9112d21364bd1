//! Which encoding bytes are in.
//!
//! A byte order mark decides; then strict UTF-8 (a piece that was cut in the middle of a character still counts);
//! then every candidate decodes a sample with errors allowed, and the cheapest text wins (see [`super::cost`]). A
//! cut may also fall between the two bytes of a GBK or Big5 character, which shifts all pairs up to the next
//! single byte: the candidates are tried with the first bytes dropped as well. The sample grows until one candidate
//! is far ahead. What a page says of its own encoding (`<meta charset>`) only breaks ties: it lies too often.
//! Encodings of other languages are candidates where Chinese makes little sense, so that nothing is turned into
//! Chinese that is none.

use super::cost;
use super::decode::{Coding, lossy};
use super::shifted::{self, Shift};
use crate::error::{Error, ErrorKind};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
    WINDOWS_1251, WINDOWS_1252,
};

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guess {
    pub(super) coding: Coding,
    /// Length of the byte order mark.
    pub(super) bom: usize,
    /// Bytes after it that are the rest of a character that was cut.
    pub(super) rest: usize,
    /// Whether the bytes can be nothing else, so that strange characters do not speak against it.
    pub(super) certain: bool,
}

impl Guess {
    fn certain(coding: Coding) -> Self {
        Self { coding, bom: 0, rest: 0, certain: true }
    }
}

/// Bytes that are decoded to choose: the first sizes decide for most pages, the last is enough for thousands of
/// characters.
const SAMPLES: [usize; 3] = [1 << 10, 4 << 10, 16 << 10];
/// A candidate this many bits ahead of all others, and by an eighth, has won.
const AHEAD: u64 = 512;
/// What a byte dropped at the front costs: about a common character.
const REST: u64 = 9;
/// Mean bits of a character above which a text may not be Chinese.
const FOREIGN: f64 = 12.0;
/// Encodings that are chosen by their letters, so that what these cost in Chinese does not count.
const FOREIGN_CODINGS: [&Encoding; 4] = [SHIFT_JIS, EUC_JP, EUC_KR, WINDOWS_1251];
/// Characters of two bytes each that make a text UTF-8: GBK is valid UTF-8 in one character of eight.
const FEWEST: usize = 5;
/// Where a page is asked for the encoding it claims.
const HEAD: usize = 2048;

/// The coding of a label.
pub(super) fn labelled(label: &str, bytes: &[u8]) -> Result<Guess, Error> {
    let shifted = |shift| match shifted::detect(bytes) {
        Some((coding @ Coding::Shifted { shift: found, .. }, rest)) if found == shift => (coding, rest),
        _ => (Coding::Shifted { shift, open: false }, 0),
    };
    let (coding, rest) = match label.trim().to_ascii_lowercase().replace('_', "-").as_str() {
        "utf-32" | "utf-32le" | "ucs-4" => (Coding::Utf32 { big: bytes.starts_with(&[0, 0, 0xFE, 0xFF]) }, 0),
        "utf-32be" => (Coding::Utf32 { big: true }, 0),
        "hz" | "hz-gb-2312" => shifted(Shift::Hz),
        "iso-2022-cn" | "iso-2022-cn-ext" => shifted(Shift::Iso2022Cn),
        _ => match Encoding::for_label(label.as_bytes()) {
            // The standard maps dangerous labels to an encoding that decodes nothing.
            Some(encoding) if encoding != encoding_rs::REPLACEMENT => (Coding::Standard(encoding), 0),
            _ => return Err(Error::new(ErrorKind::UnknownEncoding(label.to_owned()))),
        },
    };
    let same = |of: Coding| of == coding || (of == GB && coding == Coding::Standard(GBK));
    let bom = byte_order_mark(bytes).filter(|&(of, _)| same(of)).map_or(0, |(_, length)| length);
    Ok(Guess { bom, rest, ..Guess::certain(coding) })
}

const GB: Coding = Coding::Standard(GB18030);

/// The mark in front of some Unicode texts, and its length.
fn byte_order_mark(bytes: &[u8]) -> Option<(Coding, usize)> {
    // UTF-32LE first: its mark begins with that of UTF-16LE.
    let marks: [(&[u8], Coding); 6] = [
        (&[0xFF, 0xFE, 0, 0], Coding::Utf32 { big: false }),
        (&[0, 0, 0xFE, 0xFF], Coding::Utf32 { big: true }),
        (&[0xEF, 0xBB, 0xBF], Coding::Standard(UTF_8)),
        (&[0xFF, 0xFE], Coding::Standard(UTF_16LE)),
        (&[0xFE, 0xFF], Coding::Standard(UTF_16BE)),
        (&[0x84, 0x31, 0x95, 0x33], GB),
    ];
    marks.into_iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(mark, coding)| (coding, mark.len()))
}

/// The coding that makes most sense of the bytes, of which `claim` says what they are.
pub(super) fn detect(bytes: &[u8], claim: Option<Coding>) -> Guess {
    if let Some((coding, bom)) = byte_order_mark(bytes) {
        return Guess { bom, ..Guess::certain(coding) };
    }
    if let Some((coding, rest)) = shifted::detect(bytes) {
        return Guess { rest, ..Guess::certain(coding) };
    }
    if bytes.is_ascii()
        && [b"\x1B$B", b"\x1B$@"].iter().any(|mark| memchr::memmem::find(bytes, *mark).is_some())
    {
        return Guess::certain(Coding::Standard(ISO_2022_JP));
    }
    utf8(bytes).unwrap_or_else(|| choose(bytes, claim))
}

/// Strict UTF-8, but for a character that is cut at either end.
fn utf8(bytes: &[u8]) -> Option<Guess> {
    let rest = bytes.iter().take(3).take_while(|&&b| b & 0xC0 == 0x80).count();
    let whole = match simdutf8::compat::from_utf8(&bytes[rest..]) {
        Ok(text) => text,
        // `error_len` is none where the input ends in the middle of a character.
        Err(e) if e.error_len().is_none() => {
            std::str::from_utf8(&bytes[rest..rest + e.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    // Null bytes speak for UTF-16 and UTF-32, whose bytes may all be ASCII; a few stand in damaged pages.
    let nulls = memchr::memchr_iter(0, whole.as_bytes()).count();
    if nulls * 64 > whole.len() {
        return None;
    }
    if whole.is_ascii() {
        // All printable ASCII may still be a small piece of UTF-16, but that cannot be told.
        return (rest == 0 && nulls == 0 || whole.is_empty())
            .then_some(Guess::certain(Coding::Standard(UTF_8)));
    }
    // A few characters of two bytes each can be anything; longer sequences come about by design.
    let long = whole.chars().filter(|&c| c >= '\u{800}').count();
    let short = whole.chars().filter(|&c| ('\u{80}'..'\u{800}').contains(&c)).count();
    (long > 0 || short >= FEWEST && rest == 0)
        .then_some(Guess { rest, ..Guess::certain(Coding::Standard(UTF_8)) })
}

/// The cheapest decoding of a sample.
fn choose(bytes: &[u8], claim: Option<Coding>) -> Guess {
    // The part that tells most: from where the bytes leave ASCII on. What was cut can only stand at the very front.
    let first = bytes.iter().position(|&b| b >= 0x80 || b == 0).unwrap_or(0);
    // A multiple of four keeps the units of UTF-16 and UTF-32 together.
    let start = if first < 256 { 0 } else { (first - 64) / 4 * 4 };
    let mut found = None;
    for size in SAMPLES {
        let end = bytes.len().min(start + size);
        let (guess, ahead, bits) = cheapest(&bytes[start..end], start == 0, claim);
        found = Some(guess);
        if end == bytes.len() || ahead > AHEAD.max(bits / 8) {
            break;
        }
    }
    found.unwrap_or(Guess::certain(Coding::Standard(UTF_8)))
}

/// The cheapest decoding of all of a sample, by how much, and what it costs.
fn cheapest(sample: &[u8], front: bool, claim: Option<Coding>) -> (Guess, u64, u64) {
    let mut offers: Vec<(u64, Coding, usize)> = Vec::with_capacity(16);
    let mut offer = |coding: Coding, rest: usize| {
        let bits = price(coding, &sample[rest.min(sample.len())..]) + rest as u64 * REST;
        // In 128 bits of evidence, two are a claim's worth.
        offers.push((if claim == Some(coding) { bits - bits / 64 } else { bits }, coding, rest));
    };
    // Other encodings are valid UTF-8 in one character of eight: three bits for each.
    let design =
        std::str::from_utf8(sample).map_or(0, |t| 3 * t.chars().filter(|c| !c.is_ascii()).count() as u64);
    let continuation = sample.iter().take(3).take_while(|&&b| b & 0xC0 == 0x80).count();
    offer(Coding::Standard(UTF_8), continuation);
    for rest in 0..=3 {
        // Only the rest of a character can be dropped: of two bytes one, of four up to three.
        let cut = front && (rest == 1 || sample.iter().take(rest).any(u8::is_ascii_digit));
        if rest == 0 || cut {
            offer(GB, rest);
        }
    }
    for rest in 0..=usize::from(front) {
        offer(Coding::Standard(BIG5), rest);
    }
    for (parity, little, big) in [(1, 0, 1), (0, 1, 0)] {
        if may_be_utf16(sample, parity) {
            offer(Coding::Standard(UTF_16LE), little);
            offer(Coding::Standard(UTF_16BE), big);
        }
    }
    if memchr::memchr_iter(0, sample).count() * 8 >= sample.len() {
        for rest in 0..=3 {
            offer(Coding::Utf32 { big: false }, rest);
            offer(Coding::Utf32 { big: true }, rest);
        }
    }
    offers[0].0 = offers[0].0.saturating_sub(design);
    offers.sort_by_key(|&(bits, _, rest)| (bits, rest));
    let (_, coding, rest) = offers[0];
    if cost::mean(&lossy(coding, &sample[rest..]).text).0 > FOREIGN {
        offers.extend(foreign(sample).map(|(bits, coding)| (bits, coding, 0)));
        offers.push((price(Coding::Standard(WINDOWS_1252), sample), Coding::Standard(WINDOWS_1252), 0));
        offers.sort_by_key(|&(bits, _, rest)| (bits, rest));
    }
    let (bits, coding, rest) = offers[0];
    let next = offers.iter().find(|o| o.1 != coding).map_or(bits, |o| o.0);
    let certain = FOREIGN_CODINGS.iter().any(|&e| coding == Coding::Standard(e));
    (Guess { coding, bom: 0, rest, certain }, next - bits, bits)
}

/// Whether the bytes at odd (`parity` 1) or even (0) places are such as the upper halves of UTF-16 units: few
/// different ones. In all other encodings, text has both kinds of bytes at both.
fn may_be_utf16(sample: &[u8], parity: usize) -> bool {
    let upper = sample.iter().skip(parity).step_by(2);
    let count = upper.len();
    let likely =
        upper.filter(|b| matches!(**b, 0 | 0x20..=0x22 | 0x24 | 0x25 | 0x30 | 0x4E..=0x9F | 0xFF)).count();
    likely * 10 >= count * 7
}

/// Encodings of other languages, and what a text in them costs: little where it is mostly of their own letters.
fn foreign(sample: &[u8]) -> impl Iterator<Item = (u64, Coding)> + '_ {
    type Is = fn(char) -> bool;
    let kana: Is = |c| matches!(c, '\u{3041}'..='\u{30FF}');
    let hangul: Is = |c| matches!(c, '\u{AC00}'..='\u{D7A3}');
    let cyrillic: Is = |c| matches!(c, '\u{410}'..='\u{451}');
    let latin: Is =
        |c| matches!(c, '\u{A0}'..='\u{FF}' | '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '€' | 'œ');
    // Bits of a letter, and the share of such letters beyond ASCII, in percent. Chinese read as Korean has a share of 45.
    let all: [(_, Is, u64, usize); 5] = [
        (SHIFT_JIS, kana, 8, 30),
        (EUC_JP, kana, 8, 30),
        (EUC_KR, hangul, 11, 75),
        (WINDOWS_1251, cyrillic, 6, 75),
        (WINDOWS_1252, latin, 9, 75),
    ];
    all.into_iter().filter_map(move |(encoding, own, bits, share)| {
        let coding = Coding::Standard(encoding);
        let out = lossy(coding, sample);
        let (text, bad) = (out.text, out.damage.total() as usize);
        let beyond = text.chars().filter(|c| !c.is_ascii()).count();
        let owned = text.chars().filter(|&c| own(c)).count();
        // Russian is Cyrillic throughout; letters with accents are few among plain ones.
        let plain = text.chars().filter(char::is_ascii_alphabetic).count();
        let fits = match encoding {
            e if e == WINDOWS_1251 => owned > plain,
            e if e == WINDOWS_1252 => owned < plain,
            _ => true,
        };
        let cost = text.chars().map(|c| if own(c) { bits } else { cost::of(c).into() }).sum();
        (fits && owned * 100 >= beyond * share && bad * 50 <= owned + 50).then_some((cost, coding))
    })
}

/// What the text costs that `bytes` are in `coding`.
pub(super) fn price(coding: Coding, bytes: &[u8]) -> u64 {
    // A sequence that cannot be decoded costs what U+FFFD costs: more than the rarest character.
    cost::reading(&lossy(coding, bytes).text)
}

/// The encoding that a page claims for itself.
pub(super) fn claimed(bytes: &[u8]) -> Option<Coding> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let at = memchr::memmem::find(head, b"charset=")? + b"charset=".len();
    let label = head[at..].split(|b| !(b.is_ascii_alphanumeric() || b"-_\"'".contains(b))).next()?;
    let label: Vec<u8> = label.iter().copied().filter(|b| !b"\"'".contains(b)).collect();
    let encoding = Encoding::for_label(&label)?;
    Some(Coding::Standard(if encoding == GBK { GB18030 } else { encoding }))
}
