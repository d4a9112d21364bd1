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

    /// Whether a sentence ends right after a stretch.
    pub(crate) fn stops(&self, at: Stretch) -> bool {
        let page = self.page(at.doc);
        page.margins(&(at.start..at.end), true).1.len() > page.margins(&(at.start..at.end), false).1.len()
    }

    /// Where a stretch stands in the original.
    pub(crate) fn place(&self, at: Stretch, article: Option<ArticleId>) -> Place {
        let (span, points) = self.page(at.doc).place(at.start..at.end);
        Place { doc: at.doc, article, at: span, points }
    }

    /// The same with the quotation marks and brackets around it and, with `stop`, the full stop after it.
    pub(crate) fn whole(&self, at: Stretch, article: Option<ArticleId>, stop: bool) -> Place {
        let Place { at: span, points, .. } = self.place(at, article);
        let (before, after) = self.page(at.doc).margins(&(at.start..at.end), stop);
        let wider = |start: usize, end: usize, a: usize, b: usize| (start - a, end + b);
        let (start, end) = wider(span.start(), span.end(), before.len(), after.len());
        let chars = |s: &str| s.chars().count();
        let (first, last) = wider(points.start(), points.end(), chars(before), chars(after));
        Place { doc: at.doc, article, at: Span::new(start, end), points: Span::new(first, last) }
    }

    /// Whether nothing else stands in the line or lines of a place.
    pub(crate) fn is_line(&self, place: &Place) -> bool {
        let (before, after) = self.page(place.doc).around(place.at);
        let blank = |c: &char| c.is_whitespace() && *c != '\n' && *c != '\r';
        let end = |c: Option<char>| c.is_none_or(|c| c == '\n' || c == '\r');
        end(before.chars().rev().find(|c| !blank(c))) && end(after.chars().find(|c| !blank(c)))
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
