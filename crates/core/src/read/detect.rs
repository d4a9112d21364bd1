//! Which encoding bytes are in.
//!
//! A byte order mark decides; then strict UTF-8 (a piece that was cut in the middle of a character still counts);
//! then every candidate decodes a sample with errors allowed, and the cheapest text wins (see [`super::cost`]). A
//! cut may also fall between the two bytes of a GBK or Big5 character, which shifts all pairs up to the next
//! single byte: the candidates are tried with the first bytes dropped as well. What a page says of its own
//! encoding (`<meta charset>`) only breaks ties: it lies too often.

use super::cost;
use super::shifted::{self, Shift};
use crate::error::{Error, ErrorKind};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How bytes become characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// One that the Encoding Standard names.
    Standard(&'static Encoding),
    /// UTF-32, which it does not; big-endian or not.
    Utf32 { big: bool },
    /// HZ or ISO-2022-CN: seven bits, with marks that shift into GB 2312 and back.
    Shifted(Shift),
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guess {
    pub(super) coding: Coding,
    /// Length of the byte order mark.
    pub(super) bom: usize,
    /// Bytes after it that are the rest of a character that was cut.
    pub(super) rest: usize,
}

impl Guess {
    fn plain(coding: Coding) -> Self {
        Self { coding, bom: 0, rest: 0 }
    }
}

/// Bytes that are decoded to choose: enough for thousands of characters, and for a bounded time.
const SAMPLE: usize = 16 << 10;
/// What a byte dropped at the front costs: about a common character.
const REST: u64 = 10;
/// Where a page is asked for the encoding it claims.
const HEAD: usize = 2048;

/// The coding of a label.
pub(super) fn labelled(label: &str, bytes: &[u8]) -> Result<Guess, Error> {
    let coding = match label.trim().to_ascii_lowercase().replace('_', "-").as_str() {
        "utf-32" | "utf-32le" | "ucs-4" => Coding::Utf32 { big: bytes.starts_with(&[0, 0, 0xFE, 0xFF]) },
        "utf-32be" => Coding::Utf32 { big: true },
        "hz" | "hz-gb-2312" => Coding::Shifted(Shift::Hz),
        "iso-2022-cn" | "iso-2022-cn-ext" => Coding::Shifted(Shift::Iso2022Cn),
        _ => match Encoding::for_label(label.as_bytes()) {
            // The standard maps dangerous labels to an encoding that decodes nothing.
            Some(encoding) if encoding != encoding_rs::REPLACEMENT => Coding::Standard(encoding),
            _ => return Err(Error::new(ErrorKind::UnknownEncoding(label.to_owned()))),
        },
    };
    let bom = byte_order_mark(bytes).filter(|&(of, _)| of == coding).map_or(0, |(_, length)| length);
    Ok(Guess { coding, bom, rest: 0 })
}

/// The mark in front of some Unicode texts, and its length.
fn byte_order_mark(bytes: &[u8]) -> Option<(Coding, usize)> {
    // UTF-32LE first: its mark begins with that of UTF-16LE.
    let marks: [(&[u8], Coding); 6] = [
        (&[0xFF, 0xFE, 0, 0], Coding::Utf32 { big: false }),
        (&[0, 0, 0xFE, 0xFF], Coding::Utf32 { big: true }),
        (&[0xEF, 0xBB, 0xBF], Coding::Standard(UTF_8)),
        (&[0xFF, 0xFE], Coding::Standard(UTF_16LE)),
        (&[0xFE, 0xFF], Coding::Standard(UTF_16BE)),
        (&[0x84, 0x31, 0x95, 0x33], Coding::Standard(GB18030)),
    ];
    marks.into_iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(mark, coding)| (coding, mark.len()))
}

/// The coding that makes most sense of the bytes.
pub(super) fn detect(bytes: &[u8]) -> Guess {
    if let Some((coding, bom)) = byte_order_mark(bytes) {
        return Guess { coding, bom, rest: 0 };
    }
    if let Some(shift) = shifted::detect(bytes) {
        return Guess::plain(Coding::Shifted(shift));
    }
    if let Some(guess) = utf8(bytes) {
        return guess;
    }
    choose(bytes)
}

/// Strict UTF-8, but for a character that is cut at either end.
fn utf8(bytes: &[u8]) -> Option<Guess> {
    let rest = bytes.iter().take(3).take_while(|&&b| b & 0xC0 == 0x80).count();
    let whole = match std::str::from_utf8(&bytes[rest..]) {
        Ok(text) => text,
        // `error_len` is none where the input ends in the middle of a character.
        Err(e) if e.error_len().is_none() => {
            std::str::from_utf8(&bytes[rest..rest + e.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    let sample = super::head(whole, SAMPLE);
    // Null bytes speak for UTF-16 and UTF-32, whose bytes may all be ASCII.
    if memchr::memchr(0, sample.as_bytes()).is_some() {
        return None;
    }
    // A few characters of two bytes each can be anything; longer sequences come about by design.
    let short = sample.chars().all(|c| c < '\u{800}') && (rest > 0 || !sample.is_ascii());
    // All printable ASCII may still be a small piece of UTF-16, but that cannot be told.
    (!short || whole.is_empty()).then_some(Guess { rest, ..Guess::plain(Coding::Standard(UTF_8)) })
}

/// The part of the bytes that tells most: from where they leave ASCII on.
fn sample(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|&b| b >= 0x80 || b == 0).unwrap_or(0);
    // A multiple of four keeps the units of UTF-16 and UTF-32 together.
    let start = if bytes.len() <= SAMPLE { 0 } else { first.saturating_sub(64) / 4 * 4 };
    &bytes[start..bytes.len().min(start + SAMPLE)]
}

/// The cheapest decoding of a sample.
fn choose(bytes: &[u8]) -> Guess {
    let sample = sample(bytes);
    let claimed = claimed(bytes);
    let nulls = memchr::memchr_iter(0, sample).count();
    let mut best: Option<(u64, Guess)> = None;
    let mut offer = |coding: Coding, rest: usize| {
        let bits = price(coding, &sample[rest.min(sample.len())..]) + rest as u64 * REST;
        // In 128 bits of evidence, two are a claim's worth.
        let bits = if claimed == Some(coding) { bits - bits / 64 } else { bits };
        if best.is_none_or(|(least, _)| bits < least) {
            best = Some((bits, Guess { coding, bom: 0, rest }));
        }
    };
    let continuation = sample.iter().take(3).take_while(|&&b| b & 0xC0 == 0x80).count();
    offer(Coding::Standard(UTF_8), continuation);
    for rest in 0..=3 {
        // Only the rest of a character can be dropped: of two bytes one, of four up to three.
        if rest <= 1 || sample.iter().take(rest).any(|b| b.is_ascii_digit()) {
            offer(Coding::Standard(GB18030), rest);
        }
    }
    for rest in 0..=1 {
        offer(Coding::Standard(BIG5), rest);
        offer(Coding::Standard(UTF_16LE), rest);
        offer(Coding::Standard(UTF_16BE), rest);
    }
    if nulls * 8 >= sample.len() {
        for rest in 0..=3 {
            offer(Coding::Utf32 { big: false }, rest);
            offer(Coding::Utf32 { big: true }, rest);
        }
    }
    offer(Coding::Standard(WINDOWS_1252), 0);
    best.map_or(Guess::plain(Coding::Standard(UTF_8)), |(_, guess)| {
        // The rest was counted at the start of the sample, which is not that of the bytes for long ones.
        let rest = if bytes.len() <= SAMPLE { guess.rest } else { whole_rest(guess.coding, bytes) };
        Guess { rest, ..guess }
    })
}

/// How many bytes at the front of a long input are the rest of a character.
fn whole_rest(coding: Coding, bytes: &[u8]) -> usize {
    let front = &bytes[..SAMPLE.min(bytes.len())];
    (0..=3).min_by_key(|&rest| price(coding, &front[rest..]) + rest as u64 * REST).unwrap_or(0)
}

/// What the text costs that `bytes` are in `coding`.
pub(super) fn price(coding: Coding, bytes: &[u8]) -> u64 {
    // A sequence that cannot be decoded costs what U+FFFD costs: more than the rarest character.
    cost::total(&super::decode::lossy(coding, bytes).0)
}

/// The encoding that a page claims for itself.
fn claimed(bytes: &[u8]) -> Option<Coding> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let at = memchr::memmem::find(head, b"charset=")? + b"charset=".len();
    let label = head[at..].split(|b| !(b.is_ascii_alphanumeric() || b"-_\"'".contains(b))).next()?;
    let label: Vec<u8> = label.iter().copied().filter(|b| !b"\"'".contains(b)).collect();
    let encoding = Encoding::for_label(&label)?;
    Some(Coding::Standard(if encoding == GBK { GB18030 } else { encoding }))
}
