//! Bytes → original text: encoding, mojibake, HTML.
//!
//! The order: what is no text is refused ([`binary`]); the encoding is chosen ([`detect`]); the bytes are decoded,
//! line by line where a file mixes encodings ([`decode`]); what somebody else decoded wrongly is undone
//! ([`mojibake`]); markup is rendered ([`html`]). Every step is linear in the input.

mod binary;
mod cost;
mod decode;
mod detect;
mod html;
mod mojibake;
mod shifted;

use crate::error::{Error, ErrorKind};
use crate::text::SourceText;
use decode::Decoded;

/// What the bytes hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// HTML where the opening is markup, else plain text.
    #[default]
    Auto,
    /// Plain text.
    Text,
    /// HTML.
    Html,
}

/// How to read bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions<'a> {
    /// Encoding label that overrides detection.
    pub encoding: Option<&'a str>,
    /// What the bytes hold.
    pub format: Format,
}

/// Decodes a page and, where it is HTML, renders it.
///
/// ```
/// use gongwen::{ReadOptions, read};
/// let gbk = b"\xB9\xA4\xD7\xF7\xBC\xC6\xBB\xAE"; // 工作计划
/// let text = read(gbk, ReadOptions::default())?;
/// assert_eq!((text.as_str(), text.encoding, text.malformed), ("工作计划", "GBK", 0));
/// assert!(read(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", ReadOptions::default()).is_err());
/// # Ok::<(), gongwen::Error>(())
/// ```
///
/// # Errors
/// When the bytes are binary (the message names what they are), the label is unknown, or the page is over 4 GiB.
pub fn read(bytes: &[u8], options: ReadOptions<'_>) -> Result<SourceText, Error> {
    // Decoding grows GBK by half and single bytes up to threefold; offsets count the decoded bytes.
    if bytes.len() > u32::MAX as usize / 3 {
        return Err(Error::new(ErrorKind::TooLarge(bytes.len())));
    }
    if let Some(what) = binary::signature(bytes) {
        return Err(Error::new(ErrorKind::Binary(what)));
    }
    let guess = match options.encoding {
        Some(label) => detect::labelled(label, bytes)?,
        None => detect::detect(bytes),
    };
    let bom = guess.bom > 0;
    let Decoded { mut text, encoding, malformed } = decode::decode(bytes, guess, options.encoding.is_none());
    if options.encoding.is_none() && binary::is_noise(&text, bytes, bom) {
        return Err(Error::new(ErrorKind::Binary("binary data")));
    }
    let repaired = match options.encoding {
        Some(_) => None,
        None => mojibake::repair(&text).map(|(mended, kind)| {
            text = mended;
            kind
        }),
    };
    let markup = match options.format {
        Format::Auto => html::is_markup(&text),
        Format::Text => false,
        Format::Html => true,
    };
    let (text, blocks) = if markup { html::render(&text) } else { (text, Vec::new()) };
    let mut source = SourceText::new(text);
    source.encoding = encoding;
    source.bom = bom;
    source.malformed = malformed;
    source.repaired = repaired;
    source.blocks = blocks;
    Ok(source)
}

/// The front of a text, at most `bytes` long.
fn head(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests;
