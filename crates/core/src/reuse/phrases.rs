//! Phrases: the sentences of a page, and the clauses of which they are made.
//!
//! All phrases of a collection are numbered in order, page by page. Cutting a page costs little and always gives the
//! same, so nothing is kept of a phrase but its number: a [`Phrases`] knows the first number of each page.

use super::fold::Clause;
use super::store::{Page, Store, Stretch};
use super::{ReuseConfig, SegmentRecord, Unit, UnitRecord, unit_at};
use crate::document::ArticleId;
use crate::error::Error;
use rayon::prelude::*;
use std::collections::HashSet;
use std::ops::Range;

/// Shortest wording, in folded signs outside 《》.
const LEAST: u32 = 10;
/// Pages that are cut at a time.
const PAGES: usize = 512;

/// A sentence or clause.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase {
    pub(crate) at: Stretch,
    pub(crate) article: Option<ArticleId>,
    /// Whether it is long enough outside quoted titles.
    pub(crate) counts: bool,
    /// Whether the phrase before stands in the same segment.
    pub(crate) follows: bool,
}

/// What boilerplate is looked for in.
#[derive(Clone, Copy)]
pub(crate) struct Pages<'p> {
    pub(crate) segments: &'p [SegmentRecord],
    pub(crate) units: &'p [UnitRecord],
    /// Of each unit, a number that it shares with its copies.
    pub(crate) group: &'p [u32],
    pub(crate) store: &'p Store,
    pub(crate) config: &'p ReuseConfig,
}

impl Pages<'_> {
    /// The number of the text that a place belongs to; copies of one text have one number. Paragraphs that are
    /// copies are boilerplate; articles and pages that are copies are not.
    pub(crate) fn group(&self, at: Stretch) -> u32 {
        match unit_at(self.units, at) {
            Some((i, _)) if self.config.unit != Unit::Paragraph => self.group[i as usize],
            _ => u32::MAX - at.doc,
        }
    }

    /// The date of the text around a place.
    pub(crate) fn date(&self, at: Stretch) -> Option<&str> {
        unit_at(self.units, at).and_then(|(_, u)| u.date.as_deref())
    }

    /// Calls `of_page` on each of `docs`, which ascend, in parallel, and hands on what it returns in order.
    pub(crate) fn each<T: Send>(
        &self,
        docs: impl IntoIterator<Item = u32>,
        of_page: impl Fn(Page) -> T + Sync,
        mut then: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut docs = docs.into_iter();
        loop {
            let batch: Vec<u32> = docs.by_ref().take(PAGES).collect();
            if batch.is_empty() {
                return Ok(());
            }
            let get = |&doc: &u32| self.store.page(doc).map(&of_page);
            let found: Vec<T> = batch.par_iter().map(get).collect::<Result<_, Error>>()?;
            found.into_iter().try_for_each(&mut then)?;
        }
    }

    /// The segments of a page.
    fn of(&self, doc: u32) -> &[SegmentRecord] {
        let first = self.segments.partition_point(|s| s.stretch.doc < doc);
        let len = self.segments[first..].partition_point(|s| s.stretch.doc == doc);
        &self.segments[first..first + len]
    }

    /// The sentences of a page in order, or with `parts` the clauses that are no sentences.
    pub(crate) fn cut(&self, page: &Page, parts: bool) -> Vec<Phrase> {
        let sentences: Vec<Phrase> = self.of(page.doc).iter().flat_map(|s| cut(page, s, false)).collect();
        if !parts {
            return sentences;
        }
        let whole: HashSet<Stretch> = sentences.iter().map(|s| s.at).collect();
        let clauses = self.of(page.doc).iter().flat_map(|s| cut(page, s, true));
        clauses.filter(|p| !whole.contains(&p.at)).collect()
    }
}

/// The phrases of a segment.
fn cut(page: &Page, segment: &SegmentRecord, parts: bool) -> Vec<Phrase> {
    let s = segment.stretch;
    let mut phrases: Vec<Phrase> = Vec::new();
    let mut open: Option<Clause> = None;
    let mut close = |c: Clause| {
        let at = Stretch { doc: s.doc, start: c.start.max(s.start), end: c.end.min(s.end) };
        if at.start < at.end {
            let len = at.len() as u32;
            let counts = len.saturating_sub(c.quoted) >= LEAST && c.quoted * 2 <= len;
            phrases.push(Phrase { at, article: segment.article, counts, follows: !phrases.is_empty() });
        }
    };
    let from = page.clauses.partition_point(|c| c.end <= s.start);
    for &c in page.clauses[from..].iter().take_while(|c| c.start < s.end) {
        match &mut open {
            Some(o) if !parts && !c.opens => (o.end, o.quoted) = (c.end, o.quoted + c.quoted),
            _ => {
                if let Some(o) = open.replace(c) {
                    close(o);
                }
            }
        }
    }
    if let Some(o) = open {
        close(o);
    }
    phrases
}

/// The phrases of all pages, by number.
pub(crate) struct Phrases<'p> {
    pub(crate) pages: Pages<'p>,
    parts: bool,
    /// The first number of each page, and of a page after the last.
    first: Vec<u32>,
}

impl<'p> Phrases<'p> {
    /// Numbers the phrases. `tell` hears of all that count: their number, and what `of` made of them.
    pub(crate) fn number<T: Send>(
        pages: Pages<'p>,
        parts: bool,
        of: impl Fn(&Page, &Phrase) -> T + Sync,
        mut tell: impl FnMut(u32, T) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let mut first = vec![0];
        let of_page = |page: Page| {
            let phrases = pages.cut(&page, parts);
            let counting = (0u32..).zip(&phrases).filter(|(_, p)| p.counts);
            (phrases.len() as u32, counting.map(|(i, p)| (i, of(&page, p))).collect::<Vec<_>>())
        };
        pages.each(0..pages.store.len() as u32, of_page, |(all, counting)| {
            let base = first[first.len() - 1];
            counting.into_iter().try_for_each(|(i, t)| tell(base + i, t))?;
            first.push(base + all);
            Ok(())
        })?;
        Ok(Self { pages, parts, first })
    }

    /// Calls `of` on the phrases of every page in parallel, and hands on what it returns in order.
    pub(crate) fn all<T: Send>(
        &self,
        of: impl Fn(&Page, &[Phrase]) -> T + Sync,
        then: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let docs = 0..self.first.len() as u32 - 1;
        self.pages.each(docs, |page| of(&page, &self.pages.cut(&page, self.parts)), then)
    }

    /// The page of a phrase.
    pub(crate) fn doc(&self, number: u32) -> u32 {
        self.first.partition_point(|f| *f <= number) as u32 - 1
    }

    /// Looks phrases up: `of` is called, page by page in parallel, with the phrases of the page and the range of
    /// `wanted` that asks for them; what it returns is handed on in order. `wanted` ascends by `number`.
    pub(crate) fn look_up<W: Sync, T: Send>(
        &self,
        wanted: &[W],
        number: impl Fn(&W) -> u32 + Sync,
        of: impl Fn(&Page, &Found<'_>, &[W]) -> T + Sync,
        then: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut ranges: Vec<(u32, Range<usize>)> = Vec::new();
        for (i, w) in wanted.iter().enumerate() {
            match ranges.last_mut() {
                Some((doc, range)) if number(w) < self.first[*doc as usize + 1] => range.end = i + 1,
                _ => ranges.push((self.doc(number(w)), i..i + 1)),
            }
        }
        let of_page = |page: Page| {
            let i = ranges.partition_point(|r| r.0 < page.doc);
            let phrases = self.pages.cut(&page, self.parts);
            let found = Found { base: self.first[page.doc as usize], phrases: &phrases };
            of(&page, &found, &wanted[ranges[i].1.clone()])
        };
        self.pages.each(ranges.iter().map(|r| r.0), of_page, then)
    }
}

/// The phrases of one page.
pub(crate) struct Found<'f> {
    base: u32,
    phrases: &'f [Phrase],
}

impl Found<'_> {
    /// The phrase of a number.
    pub(crate) fn get(&self, number: u32) -> &Phrase {
        &self.phrases[(number - self.base) as usize]
    }
}
