//! Files that are no text, and must not be read as such.

use crate::error::Error;
use crate::tables::Table;
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

/// Characters that are looked at.
const LOOK: usize = 8 << 10;
/// One in so many control characters is more than text has by accident.
const CONTROLS: usize = 25;
/// Mean cost, in bits, above which even another language reads better.
const NOISE: f64 = 19.0;
/// The same for bytes with nulls, which nothing but UTF-16 and UTF-32 without a mark may have.
const NOISE_WITH_NULLS: f64 = 15.0;
/// Fewer characters than this have no mean.
const FEW: usize = 32;

/// Whether decoded bytes are no text: ridden with controls and nulls, or made of characters that never meet.
pub(super) fn is_noise(text: &str, bytes: &[u8], bom: bool) -> bool {
    let (mut all, mut controls) = (0, 0);
    for c in text.chars().take(LOOK) {
        all += 1;
        controls += usize::from(matches!(c, '\0'..='\x08' | '\x0E'..='\x1A' | '\x1C'..='\x1F' | '\u{FFFF}'));
    }
    if controls > 2 && controls * CONTROLS > all {
        return true;
    }
    let (mean, count) = super::cost::mean(super::head(text, LOOK));
    let nulls = !bom && memchr::memchr(0, &bytes[..bytes.len().min(LOOK)]).is_some();
    count >= FEW && mean > if nulls { NOISE_WITH_NULLS } else { NOISE }
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
