//! Files that are no text, and must not be read as such.

use super::decode::Coding;
use super::detect::Guess;
use crate::error::{Error, ErrorKind};
use crate::tables::Table;
use encoding_rs::{UTF_16BE, UTF_16LE};
use std::sync::LazyLock;

#[derive(Debug)]
struct Signature {
    offset: usize,
    bytes: Vec<u8>,
    name: &'static str,
}

static SIGNATURES: LazyLock<Vec<Signature>> = LazyLock::new(|| load().expect("a test loads the table"));

fn load() -> Result<Vec<Signature>, Error> {
    let table = Table::parse(
        "read/binary.tsv",
        include_str!("../../data/read/binary.tsv"),
        &["offset", "bytes", "name"],
    )?;
    table.unique("bytes")?;
    let signature = |row: crate::tables::Row<'_, 'static>| {
        let offset = row.need("offset")?.parse().map_err(|_| row.error("the offset is no number"))?;
        let hex = row.need("bytes")?;
        let byte = |i: usize| hex.get(i..i + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let bytes = (0..hex.len()).step_by(2).map(byte).collect::<Option<_>>();
        Ok(Signature {
            offset,
            bytes: bytes.ok_or_else(|| row.error("the bytes are no hexadecimal pairs"))?,
            name: row.need("name")?,
        })
    };
    table.rows().map(signature).collect()
}

/// What the bytes are, by how they begin.
pub(super) fn signature(bytes: &[u8]) -> Option<&'static str> {
    let matches = |s: &&Signature| bytes.get(s.offset..).is_some_and(|b| b.starts_with(&s.bytes));
    SIGNATURES.iter().find(matches).map(|s| s.name)
}

/// Bytes of text that are looked at.
const LOOK: usize = 8 << 10;
/// One in so many bytes or characters that are controls is more than text has by accident.
const CONTROLS: usize = 25;
/// One null in so many bytes, in runs here and there, is a binary format's.
const NULLS: usize = 12;
/// Mean cost, in bits, above which even another language reads better.
const NOISE: f64 = 19.0;
/// The same for bytes with nulls, which nothing but UTF-16 and UTF-32 without a mark may have.
const NOISE_WITH_NULLS: f64 = 15.0;
/// Fewer characters than this have no mean.
const FEW: usize = 32;

/// Tells text from noise while it is decoded: noise is ridden with control characters, or made of characters that
/// never meet.
#[derive(Debug)]
pub(super) struct Noise {
    guess: Guess,
    looked: bool,
}

impl Noise {
    pub(super) fn new(guess: Guess) -> Self {
        Self { guess, looked: false }
    }

    /// Looks at a block and its text.
    ///
    /// # Errors
    /// When it is noise.
    pub(super) fn look(&mut self, block: &[u8], text: &str) -> Result<(), Error> {
        let wide = matches!(self.guess.coding, Coding::Utf32 { .. } | Coding::Shifted { .. })
            || matches!(self.guess.coding, Coding::Standard(e) if e == UTF_16LE || e == UTF_16BE);
        let mut noise = !wide && (too_many(controls(block), block.len()) || sown_with_nulls(block));
        if !self.looked && !text.is_empty() {
            self.looked = true;
            let head = super::head(text, LOOK);
            if wide {
                let odd = |c: &char| is_control(*c) || *c == '\u{FFFF}';
                noise = too_many(head.chars().filter(odd).count(), head.chars().count());
            }
            if !self.guess.certain && !noise {
                let (mean, count) = super::cost::mean(head);
                let nulls = memchr::memchr(0, &block[..block.len().min(LOOK)]).is_some();
                noise = count >= FEW && mean > if nulls { NOISE_WITH_NULLS } else { NOISE };
            }
        }
        if noise { Err(Error::new(ErrorKind::Binary("binary data"))) } else { Ok(()) }
    }
}

fn too_many(controls: usize, all: usize) -> bool {
    controls > 2 && controls * CONTROLS > all
}

/// Whether nulls are many and everywhere, and not the padding of a text.
fn sown_with_nulls(bytes: &[u8]) -> bool {
    let nulls = memchr::memchr_iter(0, bytes).count();
    nulls * NULLS > bytes.len() && bytes.windows(2).filter(|p| p[0] == 0 && p[1] != 0).count() >= 8
}

fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0E'..='\x1A' | '\x1C'..='\x1F')
}

/// Control characters in bytes; a run of nulls counts once, since files are padded with them.
fn controls(bytes: &[u8]) -> usize {
    let is = |b: u8| u8::from(b < 0x20) & u8::from(b.wrapping_sub(b'\t') > 4) & u8::from(b != 0x1B);
    // Sums of bytes, many at a time; 255 of them cannot overflow.
    let all: usize =
        bytes.chunks(255).map(|chunk| usize::from(chunk.iter().map(|&b| is(b)).sum::<u8>())).sum();
    if all == 0 || memchr::memchr(0, bytes).is_none() {
        return all;
    }
    let repeated = bytes.windows(2).filter(|pair| **pair == [0, 0]).count();
    all - repeated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_well_formed() {
        let signatures = load().unwrap();
        assert!(signatures.len() >= 30);
        assert!(signatures.iter().all(|s| s.bytes.len() >= 3 && !s.name.is_empty()));
    }

    #[test]
    fn signatures_are_seen() {
        assert_eq!(signature(b"%PDF-1.4\n"), Some("a PDF document"));
        assert_eq!(
            signature(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0]),
            Some("an OLE document (doc, xls, ppt, wps)")
        );
        assert_eq!(signature("政府工作报告".as_bytes()), None);
        assert_eq!(signature(b""), None);
    }
}
