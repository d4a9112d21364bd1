//! The folded texts of all pages, behind one door.
//!
//! Whoever needs a text asks here by page, holds it no longer than the question takes, and asks in page order
//! where it can. Texts are in memory now; a temporary file can take their place without any other file knowing.

use super::Place;
use super::fold::PageText;
use crate::document::ArticleId;
use crate::span::Span;

/// Folded texts by page.
#[derive(Debug, Default)]
pub(crate) struct Store {
    pages: Vec<PageText>,
}

impl Store {
    /// Takes in the next page's text and numbers the page.
    pub(crate) fn push(&mut self, page: PageText) -> u32 {
        self.pages.push(page);
        self.pages.len() as u32 - 1
    }

    /// A page's text.
    pub(crate) fn page(&self, doc: u32) -> &PageText {
        &self.pages[doc as usize]
    }

    /// The folded characters of a stretch.
    pub(crate) fn codes(&self, at: Stretch) -> &[u16] {
        &self.page(at.doc).codes()[at.start as usize..at.end as usize]
    }

    /// The sign that ends a sentence right after a stretch, if one stands there.
    pub(crate) fn stop(&self, at: Stretch) -> Option<char> {
        if at.start == at.end { None } else { self.page(at.doc).full_stop(at.end - 1) }
    }

    /// Where a stretch stands in the original; with `stop`, the full stop that follows belongs to it.
    pub(crate) fn place(&self, at: Stretch, article: Option<ArticleId>, stop: bool) -> Place {
        let (mut span, mut points) = self.page(at.doc).place(at.start..at.end);
        if let Some(c) = self.stop(at).filter(|_| stop) {
            span = Span::new(span.start(), span.end() + c.len_utf8());
            points = Span::new(points.start(), points.end() + 1);
        }
        Place { doc: at.doc, article, at: span, points }
    }

    /// The wording of a place in the original.
    pub(crate) fn wording(&self, place: &Place) -> &str {
        self.page(place.doc).wording(place.at)
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
