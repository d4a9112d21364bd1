//! Byte ranges typed by the text they speak of.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Range;

/// The decoded original text of a page. Offsets are bytes of its UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {}

/// The normal form that analysis reads. Offsets are bytes of its UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Normal {}

/// The decoded original text of a page, counted in Unicode code points: what records print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Points {}

/// A half-open range `start..end` of the text `T`.
///
/// Spans of different texts are different types, so mixing them does not compile. `start <= end` always
/// holds; that both lie on character boundaries is the promise of whoever builds the span.
///
/// ```
/// use gongwen::{Source, Span};
/// let s: Span<Source> = Span::new(3, 9);
/// assert_eq!(s.len(), 6);
/// assert!(s.contains(Span::new(3, 6)));
/// ```
pub struct Span<T = Source> {
    start: u32,
    end: u32,
    text: PhantomData<fn() -> T>,
}

impl<T> Span<T> {
    /// The range from `start` to `end`.
    ///
    /// # Panics
    /// When `start > end`, or when `end` does not fit in 32 bits (pages over 4 GiB are refused on reading).
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "span {start}..{end} ends before it starts");
        let fit = |n: usize| u32::try_from(n).expect("pages are shorter than 4 GiB");
        Self { start: fit(start), end: fit(end), text: PhantomData }
    }

    /// The empty span at `at`.
    #[must_use]
    pub fn empty(at: usize) -> Self {
        Self::new(at, at)
    }

    /// First offset inside.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// First offset after.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in the text's unit (bytes, or code points for [`Points`]).
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing lies inside.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range, for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the offset lies inside.
    #[must_use]
    pub fn has(self, offset: usize) -> bool {
        self.range().contains(&offset)
    }

    /// Whether the two share at least one offset.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end), text: PhantomData }
    }

    /// The part that both share, if any.
    #[must_use]
    pub fn intersect(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end, text: PhantomData })
    }

    /// The same span in a text that has `by` more units before it.
    #[must_use]
    pub fn shift(self, by: usize) -> Self {
        Self::new(self.start() + by, self.end() + by)
    }
}

impl<T> Clone for Span<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Span<T> {}
impl<T> PartialEq for Span<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<T> Eq for Span<T> {}
impl<T> PartialOrd for Span<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Span<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<T> Hash for Span<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
impl<T> fmt::Debug for Span<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
