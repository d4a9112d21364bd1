//! Bytes → original text: encoding, mojibake, HTML.
//!
//! The order: what is no text is refused ([`binary`]); the encoding is chosen from the front of the bytes
//! ([`detect`]); the bytes are decoded a block at a time ([`stream`], [`decode`]), line by line where a file mixes
//! encodings ([`lines`]), and where they could not be decoded is kept ([`damage`]); what somebody else decoded
//! wrongly is undone ([`mojibake`]); what is lost for good is marked ([`lost`]); markup is rendered ([`html`]).
//! Every step is linear in the input. Decoding holds the text and one block; undoing mojibake and rendering HTML
//! each make a second text, and drop the first.

mod binary;
mod cost;
mod damage;
mod decode;
mod detect;
mod html;
mod input;
mod lines;
mod lost;
mod mojibake;
mod shifted;
mod stream;

use crate::error::Error;
use crate::text::SourceText;
use input::Input;
use std::io::Read;

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
    /// Encoding label that overrides detection: the page is decoded in it throughout, whatever single lines look like.
    /// It says nothing of how the text was handled before, so that mojibake is undone all the same.
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
    finish(&mut Input::slice(bytes), options)
}

/// Decodes a stream as [`read`] decodes bytes, with the same result: what is held in memory is the text and one block
/// of bytes. Undoing mojibake and rendering HTML need the decoded text, and make a second one.
///
/// ```
/// use gongwen::{ReadOptions, read_from};
/// let file: &[u8] = b"\xB9\xA4\xD7\xF7\xBC\xC6\xBB\xAE"; // 工作计划
/// assert_eq!(read_from(file, ReadOptions::default())?.as_str(), "工作计划");
/// # Ok::<(), gongwen::Error>(())
/// ```
///
/// # Errors
/// As [`read`], and when the stream breaks off.
pub fn read_from(mut stream: impl Read, options: ReadOptions<'_>) -> Result<SourceText, Error> {
    finish(&mut Input::stream(&mut stream), options)
}

fn finish(input: &mut Input<'_>, options: ReadOptions<'_>) -> Result<SourceText, Error> {
    let stream::Decoded { out, encoding, bom, suspects } = stream::decode(input, options.encoding)?;
    let (mut text, malformed, mut damage) = (out.text, out.damage.total(), out.damage.into_places());
    let mut repaired = None;
    if let Some(mended) = mojibake::repair(&text, &suspects) {
        damage::follow(&mut damage, &mended.lines);
        (text, repaired) = (mended.text, Some(mended.kind));
    }
    let markup = match options.format {
        Format::Auto => html::is_markup(&text),
        Format::Text => false,
        Format::Html => true,
    };
    let (text, blocks) = if markup { html::render(&text) } else { (text, Vec::new()) };
    if markup {
        damage.iter_mut().for_each(|place| place.at = None);
    }
    let lost = lost::find(&text);
    let mut source = SourceText::new(text);
    source.encoding = encoding;
    source.bom = bom;
    source.malformed = malformed;
    source.damage = damage;
    source.lost = lost;
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
