//! Bytes → original text: encoding, mojibake, HTML.

use crate::error::{Error, ErrorKind};
use crate::text::SourceText;

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
/// # Errors
/// When the bytes are binary (the message names what they are), the label is unknown, or the page is over 4 GiB.
pub fn read(bytes: &[u8], _options: ReadOptions<'_>) -> Result<SourceText, Error> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(Error::new(ErrorKind::TooLarge(bytes.len())));
    }
    Ok(SourceText::new(String::from_utf8_lossy(bytes).into_owned()))
}
