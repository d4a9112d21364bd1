//! The folded texts of all pages, behind one door.
//!
//! Pages are kept in memory as long as there is room; the others go to a temporary file, or stay in the files of an
//! index, and are read from their place when they are asked for. Whoever needs a text asks for its [`Page`], holds
//! it no longer than the question takes, and asks in page order where it can.

use super::Place;
use super::bytes::{Reader, Writer, broken, checksum};
use super::fold::PageText;
use super::spill::{io_error, read_at};
use crate::document::ArticleId;
use crate::error::Error;
use crate::span::Span;
use std::fs::File;
use std::io::Write;
use std::sync::Arc;

/// Where a page's text is.
#[derive(Debug)]
enum Text {
    Held(Arc<PageText>),
    /// In one of the files.
    Filed(Filed),
}

/// Where in a file a page's text (or another part of it) is, and the checksum of its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filed {
    pub(crate) file: u32,
    pub(crate) bytes: u32,
    pub(crate) offset: u64,
    pub(crate) sum: u32,
}

impl Filed {
    /// Reads the bytes from their file.
    pub(crate) fn bytes(&self, file: &File) -> Result<Vec<u8>, Error> {
        let bytes = self.unchecked(file)?;
        if checksum(&bytes) as u32 != self.sum {
            return Err(broken("a page whose checksum is wrong; build the index anew"));
        }
        Ok(bytes)
    }

    fn unchecked(&self, file: &File) -> Result<Vec<u8>, Error> {
        let mut bytes = vec![0; self.bytes as usize];
        read_at(file, &mut bytes, self.offset).map_err(io_error)?;
        Ok(bytes)
    }
}

/// Folded texts by page.
#[derive(Debug, Default)]
pub(crate) struct Store {
    pages: Vec<Text>,
    /// Bytes that may still be held.
    room: usize,
    files: Vec<File>,
    /// The temporary file among them, and its length.
    spool: Option<(u32, u64)>,
    writer: Vec<u8>,
}

impl Store {
    /// A store that holds so many bytes of text in memory.
    pub(crate) fn new(room: usize) -> Self {
        Self { room, ..Self::default() }
    }

    /// Takes in the next page's text and numbers the page.
    pub(crate) fn push(&mut self, page: PageText) -> Result<u32, Error> {
        let doc = self.pages.len() as u32;
        let size = page.size();
        let text = if size <= self.room {
            self.room -= size;
            Text::Held(Arc::new(page))
        } else {
            // What is smaller might still fit, but the store is as good as full.
            self.room = 0;
            self.spool(&page)?
        };
        self.pages.push(text);
        Ok(doc)
    }

    fn spool(&mut self, page: &PageText) -> Result<Text, Error> {
        let (file, offset) = match self.spool {
            Some(spool) => spool,
            None => (self.adopt(tempfile::tempfile().map_err(io_error)?), 0),
        };
        let mut writer = Writer(std::mem::take(&mut self.writer));
        writer.0.clear();
        writer.page_text(page);
        self.files[file as usize].write_all(&writer.0).map_err(io_error)?;
        let filed = Filed { file, offset, bytes: writer.0.len() as u32, sum: 0 };
        self.spool = Some((file, offset + u64::from(filed.bytes)));
        self.writer = writer.0;
        Ok(Text::Filed(filed))
    }

    /// Takes in a file that holds pages, and numbers it.
    pub(crate) fn adopt(&mut self, file: File) -> u32 {
        self.files.push(file);
        self.files.len() as u32 - 1
    }

    /// Takes in the next page, whose text stands in a file.
    pub(crate) fn refer(&mut self, filed: Filed) -> u32 {
        self.pages.push(Text::Filed(filed));
        self.pages.len() as u32 - 1
    }

    /// How many pages there are.
    pub(crate) fn len(&self) -> usize {
        self.pages.len()
    }

    /// A page's text.
    pub(crate) fn page(&self, doc: u32) -> Result<Page, Error> {
        let text = match &self.pages[doc as usize] {
            Text::Held(text) => Arc::clone(text),
            Text::Filed(filed) => {
                let file = &self.files[filed.file as usize];
                // What this process wrote itself needs no checking.
                let own = self.spool.is_some_and(|s| s.0 == filed.file);
                let bytes = if own { filed.unchecked(file)? } else { filed.bytes(file)? };
                Arc::new(Reader(&bytes).page_text()?)
            }
        };
        Ok(Page { doc, text })
    }
}

/// The text of one page, while it is at hand.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) doc: u32,
    text: Arc<PageText>,
}

impl std::ops::Deref for Page {
    type Target = PageText;

    fn deref(&self) -> &PageText {
        &self.text
    }
}

impl Page {
    /// The folded characters of a stretch.
    pub(crate) fn part(&self, at: Stretch) -> &[u16] {
        &self.codes()[at.start as usize..at.end as usize]
    }

    /// Whether a sentence ends right after a stretch.
    pub(crate) fn stops(&self, at: Stretch) -> bool {
        self.margins(&(at.start..at.end), true).1.len() > self.margins(&(at.start..at.end), false).1.len()
    }

    /// Where a stretch stands in the original.
    pub(crate) fn place(&self, at: Stretch, article: Option<ArticleId>) -> Place {
        let (span, points) = self.text.place(at.start..at.end);
        Place { doc: self.doc, article, at: span, points }
    }

    /// The same with the quotation marks and brackets around it and, with `stop`, the full stop after it.
    pub(crate) fn whole(&self, at: Stretch, article: Option<ArticleId>, stop: bool) -> Place {
        let Place { at: span, points, .. } = self.place(at, article);
        let (before, after) = self.margins(&(at.start..at.end), stop);
        let wider = |start: usize, end: usize, a: usize, b: usize| (start - a, end + b);
        let (start, end) = wider(span.start(), span.end(), before.len(), after.len());
        let chars = |s: &str| s.chars().count();
        let (first, last) = wider(points.start(), points.end(), chars(before), chars(after));
        Place { doc: self.doc, article, at: Span::new(start, end), points: Span::new(first, last) }
    }

    /// Whether nothing else stands in the line or lines of a place.
    pub(crate) fn is_line(&self, place: &Place) -> bool {
        let (before, after) = self.around(place.at);
        let blank = |c: &char| c.is_whitespace() && *c != '\n' && *c != '\r';
        let end = |c: Option<char>| c.is_none_or(|c| c == '\n' || c == '\r');
        end(before.chars().rev().find(|c| !blank(c))) && end(after.chars().find(|c| !blank(c)))
    }

    /// The wording of a place in the original.
    pub(crate) fn shown(&self, place: &Place) -> &str {
        self.wording(place.at)
    }

    /// The wording of a stretch, without what stands around it.
    pub(crate) fn sign(&self, start: u32, end: u32) -> &str {
        self.wording(self.text.place(start..end).0)
    }
}

/// A stretch of a page's folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Stretch {
    pub(crate) doc: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Stretch {
    /// Length in folded characters.
    pub(crate) fn len(self) -> usize {
        (self.end - self.start) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reuse::ReuseConfig;
    use crate::reuse::fold::{fold, tests::page};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_spooled_comes_back(texts in prop::collection::vec("\\PC{0,60}|[甲乙x×0-9。，《》（）\n]{0,80}", 1..6), room in 0usize..2000) {
            let texts: Vec<PageText> = texts.iter().map(|t| fold(&page(t), &ReuseConfig::default()).text).collect();
            let mut store = Store::new(room);
            for text in &texts {
                store.push(text.clone()).unwrap();
            }
            for (doc, text) in (0..).zip(&texts) {
                prop_assert_eq!(format!("{:?}", *store.page(doc).unwrap().text), format!("{text:?}"));
            }
        }
    }
}
