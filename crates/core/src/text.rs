//! The decoded original text of a page.

use crate::span::{Points, Source, Span};
use std::ops::Range;

/// Bytes between two checkpoints of the code point index: a look-up counts at most this many bytes, the index
/// costs 4 bytes in 256.
const STRIDE: usize = 256;

/// Code points before each `STRIDE`th byte.
#[derive(Clone, Debug)]
struct PointIndex {
    before: Vec<u32>,
    total: u32,
}

impl PointIndex {
    fn new(text: &str) -> Self {
        let (mut before, mut total) = (Vec::with_capacity(text.len() / STRIDE + 1), 0);
        for block in text.as_bytes().chunks(STRIDE) {
            before.push(total);
            total += starts(block);
        }
        before.push(total);
        Self { before, total }
    }

    fn at(&self, text: &str, byte: usize) -> usize {
        let block = byte / STRIDE;
        (self.before[block.min(self.before.len() - 1)] + starts(&text.as_bytes()[block * STRIDE..byte]))
            as usize
    }
}

/// How many characters begin in these bytes.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&b| u32::from((b as i8) >= -0x40)).sum()
}

/// What mojibake was undone on reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Repair {
    /// UTF-8 that had been read as Latin-1 or Windows-1252, once or more.
    Utf8AsLatin1,
    /// GBK that had been read as Latin-1 or Windows-1252.
    GbkAsLatin1,
    /// Big5 that had been read as Latin-1 or Windows-1252.
    Big5AsLatin1,
    /// UTF-8 that had been read as GBK.
    Utf8AsGbk,
    /// Big5 that had been read as GBK.
    Big5AsGbk,
    /// GBK that had been read as Big5.
    GbkAsBig5,
}

impl Repair {
    /// The name in records: what the bytes were, and what they had been read as.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8AsLatin1 => "utf-8 as latin-1",
            Self::GbkAsLatin1 => "gbk as latin-1",
            Self::Big5AsLatin1 => "big5 as latin-1",
            Self::Utf8AsGbk => "utf-8 as gbk",
            Self::Big5AsGbk => "big5 as gbk",
            Self::GbkAsBig5 => "gbk as big5",
        }
    }
}

/// What an HTML element said of a part of the rendered text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Markup {
    /// The page's `<title>`.
    PageTitle,
    /// `<h1>` … `<h6>`.
    Heading(u8),
    /// `<a>`.
    Link,
    /// `<nav>`, `<header>`, `<footer>`, `<aside>`, or a block named so by class or id.
    Frame,
    /// `<article>`, `<main>`, or a block named so by class or id: where the main text stands.
    Main,
    /// `<tr>`: cells are separated by tabs.
    Row,
    /// `<li>`.
    Item,
    /// `<b>`, `<strong>`.
    Bold,
}

/// A part of the rendered text with what its markup said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// The part, bytes of the rendered text.
    pub at: Span<Source>,
    /// What it is.
    pub markup: Markup,
}

/// Bytes that could not be decoded: one malformed sequence, or a run of them with nothing readable between.
///
/// ```
/// use gongwen::{ReadOptions, Span, read};
/// let text = read(b"\xE8\xAE\xA1\xE5\x88\x92\xFF\n\xE5\xB7\xA5\xE4\xBD\x9C", ReadOptions::default())?; // 计划?工作
/// assert_eq!((text.as_str(), text.malformed), ("计划\u{FFFD}\n工作", 1));
/// let at = &text.damage[0];
/// assert_eq!((at.at, &at.bytes, at.sequences), (Some(Span::new(6, 9)), &(6..7), 1));
/// # Ok::<(), gongwen::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// What stands for them in the text: a U+FFFD for each sequence. In a line whose mojibake was undone, the line;
    /// none where rendering an HTML page left it out (in a script, in an attribute).
    pub at: Option<Span<Source>>,
    /// Where they stand in the bytes (after decompression, the byte order mark included).
    pub bytes: Range<u64>,
    /// Number of malformed sequences.
    pub sequences: u32,
}

/// The decoded original text of a page, that all results point into.
#[derive(Clone, Debug)]
pub struct SourceText {
    text: Box<str>,
    points: PointIndex,
    /// Encoding of the bytes: a WHATWG name, or `UTF-32LE`, `UTF-32BE`, `HZ-GB-2312`, `ISO-2022-CN`, `mixed`.
    pub encoding: &'static str,
    /// Whether a byte order mark stood in front (it is not part of the text).
    pub bom: bool,
    /// Number of byte sequences that could not be decoded; each is one U+FFFD in the text.
    pub malformed: u32,
    /// Where these are, sorted by bytes. A page with tens of thousands of such places is described more coarsely,
    /// neighbouring places as one; none is left out, and the `sequences` always sum up to `malformed`.
    pub damage: Vec<Malformed>,
    /// What is lost for good, sorted: runs of U+FFFD, of `锟斤拷` (such a run in UTF-8, read as GBK), of `ï¿½` (read
    /// as Latin-1), and of question marks that stand for Chinese characters. It stays in the text as it is.
    pub lost: Vec<Span<Source>>,
    /// Mojibake that was undone.
    pub repaired: Option<Repair>,
    /// What HTML markup said, sorted by start; empty for plain text.
    pub blocks: Vec<Block>,
}

impl SourceText {
    /// Text that needed no decoding.
    #[must_use]
    pub fn new(text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        let points = PointIndex::new(&text);
        Self {
            text,
            points,
            encoding: "UTF-8",
            bom: false,
            malformed: 0,
            damage: Vec::new(),
            lost: Vec::new(),
            repaired: None,
            blocks: Vec::new(),
        }
    }

    /// The same origin with another text: what rendering HTML or undoing mojibake gives.
    #[must_use]
    pub fn with_text(self, text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        Self { points: PointIndex::new(&text), text, ..self }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text by itself.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text.into()
    }

    /// Length in code points.
    #[must_use]
    pub fn chars(&self) -> usize {
        self.points.total as usize
    }

    /// What stands at `at`.
    #[must_use]
    pub fn slice(&self, at: Span<Source>) -> &str {
        &self.text[at.range()]
    }

    /// The span in code points, as records print it. Constant time.
    #[must_use]
    pub fn points(&self, at: Span<Source>) -> Span<Points> {
        Span::new(self.points.at(&self.text, at.start()), self.points.at(&self.text, at.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn points_are_counted_right(text in "[a汉é𠀀]{0,700}") {
            let s = SourceText::new(text.as_str());
            prop_assert_eq!(s.chars(), text.chars().count());
            for (n, (i, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(s.points(Span::empty(i)).start(), n);
            }
            prop_assert_eq!(s.points(Span::empty(text.len())).start(), s.chars());
        }
    }
}
