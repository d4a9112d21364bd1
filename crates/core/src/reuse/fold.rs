//! Folding: what is left of a page when all that copies differ in without meaning is gone.
//!
//! The normal form has script, width and glosses folded already. Here punctuation, spaces and furniture are left
//! out, Latin letters lose their case, and every run of figures, numerals and masks becomes one sign, so that a
//! masked copy equals its unmasked source. A blanked-out *name* becomes a sign of its own ([`NAME`]): what it
//! hides is not one sign long, so shingles over it say nothing and are not counted.
//!
//! Folded text is 16 bits a character: the basic plane as it is, the rest hashed into the private-use area (which
//! is itself dropped as noise). A map of runs leads every folded character back to its bytes and code points.
//! Time linear in the page, one look-up of the offset map a character.
//!
//! Where units are whole pages, nothing is asked of their parts: a page is one segment without an article, and of its
//! furniture only what [`site`] knows by its words is left out. Such a page is folded as it was read wherever its normal
//! form would say the same, which is told on the way: no character that the normal form writes as another, no gloss, no
//! figure that goes on in the next line, no blank, no line of a site. A page with markup is taken apart all the same.

mod pass;
mod site;

use super::{ReuseConfig, Unit};
use crate::document::{ArticleId, Document, Furniture, Mask, MaskKind};
use crate::normalise::Normaliser;
use crate::offsets::Normalised;
use crate::span::{Normal, Points, Source, Span};
use crate::text::SourceText;
use pass::{CLOSES, Folder, OPENS, Text, is_stop};
pub(crate) use pass::{is_blank, is_numeral, narrow};
use std::ops::Range;

/// The sign of a run of figures, numerals or masks.
pub(crate) const FIGURE: u16 = b'#' as u16;
/// The sign of a blanked-out name or term.
pub(crate) const NAME: u16 = 0x25A1;

/// Longest title, in characters.
const TITLE: usize = 40;

/// A run of folded characters that stand side by side in the original and are equally wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// First folded character.
    pub(crate) folded: u32,
    /// Its first byte and code point.
    pub(crate) byte: u32,
    pub(crate) point: u32,
    /// Bytes and code points of each character of the run.
    pub(crate) bytes: u32,
    pub(crate) points: u32,
}

/// The folded text of a page and what leads back from it.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageText {
    /// The original, for the wording of what is found.
    pub(crate) source: Box<str>,
    pub(crate) codes: Box<[u16]>,
    pub(crate) runs: Box<[Run]>,
    pub(crate) clauses: Box<[Clause]>,
    pub(crate) blanks: Box<[Blank]>,
}

impl PageText {
    /// Bytes of memory that it takes, about.
    pub(crate) fn size(&self) -> usize {
        let parts = [size_of_val(&*self.codes), size_of_val(&*self.runs), size_of_val(&*self.clauses)];
        self.source.len() + parts.iter().sum::<usize>() + size_of_val(&*self.blanks) + size_of::<Self>()
    }

    /// The folded characters.
    pub(crate) fn codes(&self) -> &[u16] {
        &self.codes
    }

    /// What stands at `at` of the original.
    pub(crate) fn wording(&self, at: Span<Source>) -> &str {
        &self.source[at.range()]
    }

    /// What stands before and after `at` of the original.
    pub(crate) fn around(&self, at: Span<Source>) -> (&str, &str) {
        (&self.source[..at.start()], &self.source[at.end()..])
    }

    /// Where folded characters come from: the cover of their ranges. Empty ranges are at the page's start.
    pub(crate) fn place(&self, range: Range<u32>) -> (Span<Source>, Span<Points>) {
        if range.is_empty() {
            return (Span::empty(0), Span::empty(0));
        }
        let (first, last) = (self.char(range.start), self.char(range.end - 1));
        let cover = |a: (u32, u32), b: (u32, u32)| (a.0 as usize, a.1.max(b.1) as usize);
        let (bytes, points) = (cover(first.0, last.0), cover(first.1, last.1));
        (Span::new(bytes.0, bytes.1), Span::new(points.0, points.1))
    }

    /// The punctuation that belongs to a stretch though folding dropped it: what opens right before it, and what
    /// closes (and, with `stop`, ends the sentence) right after it.
    pub(crate) fn margins(&self, range: &Range<u32>, stop: bool) -> (&str, &str) {
        if range.is_empty() {
            return ("", "");
        }
        let (start, end) = (self.char(range.start).0.0 as usize, self.char(range.end - 1).0.1 as usize);
        let before = self.source[..start].trim_end_matches(OPENS).len();
        let closed = self.source[end..].trim_start_matches(CLOSES);
        let ended = closed.strip_prefix(|c| stop && is_stop(c)).unwrap_or(closed);
        let rest = ended.trim_start_matches(CLOSES);
        (&self.source[before..start], &self.source[end..self.source.len() - rest.len()])
    }

    /// Whether what follows the folded characters before `at` is a line that reads as a title, inside a unit from
    /// `start` to `end`: the line before ends there, and the next is short, has no full stop and no number in front.
    pub(crate) fn title_after(&self, at: u32, start: u32, end: u32) -> bool {
        if at == start || at >= end {
            return false;
        }
        let (_, closing) = self.margins(&(at - 1..at), true);
        let line_end = self.char(at - 1).0.1 as usize + closing.len();
        let unit_end = self.char(end - 1).0.1 as usize;
        let rest = self.source.get(line_end..unit_end).unwrap_or_default().trim_start_matches([' ', '　']);
        let Some(rest) = rest.strip_prefix(['\n', '\r']) else { return false };
        let line = rest.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
        let numbered = line.starts_with(|c: char| c.is_numeric() || "一二三四五六七八九十（(第".contains(c));
        line.chars().count() <= TITLE && !numbered && !line.ends_with(['。', '；', '！', '？', '：', '，'])
    }

    /// Bytes and code points of one folded character.
    fn char(&self, at: u32) -> ((u32, u32), (u32, u32)) {
        char_at(&self.runs, at)
    }
}

/// A stretch of a page that one innermost article (or none) owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) article: Option<ArticleId>,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// What stands between two marks of punctuation, in folded characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Folded characters inside 《》.
    pub(crate) quoted: u32,
    /// Whether a sentence begins here.
    pub(crate) opens: bool,
}

/// A unit of the near-duplicate search, as cut.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) article: Option<ArticleId>,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) at: Span<Source>,
    pub(crate) points: Span<Points>,
    pub(crate) masks: u32,
    pub(crate) furniture: u32,
    pub(crate) date: Option<Box<str>>,
}

/// A blanked-out place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Blank {
    /// The folded characters that hold it, which may reach further (`5××`); none where folding dropped it.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) at: Span<Source>,
    pub(crate) points: Span<Points>,
    pub(crate) kind: MaskKind,
}

/// A page after folding: its text, its segments and its units.
#[derive(Clone, Debug)]
pub(crate) struct Fold {
    pub(crate) text: PageText,
    pub(crate) segments: Vec<Segment>,
    pub(crate) pieces: Vec<Piece>,
}

/// Folds a page and cuts it as `config` says.
pub(crate) fn fold(doc: &Document, config: &ReuseConfig) -> Fold {
    if config.unit == Unit::Page && is_plain(doc.source()) {
        return normal_page(doc.source().clone(), doc.normal(), doc.masks(), doc.meta().date.clone());
    }
    let holes = holes(doc);
    let folder = run(doc.source(), doc.normal(), doc.masks(), &holes);
    // Folded characters before a place of the normal form.
    let before = |n: usize| before(&folder.starts, n);
    let segments = owners(doc)
        .into_iter()
        .map(|(at, article)| Segment { article, start: before(at.start()), end: before(at.end()) })
        .filter(|s| s.start < s.end)
        .collect();
    let masked = |s: u32, e: u32| {
        (folder.masks.partition_point(|&m| m < e) - folder.masks.partition_point(|&m| m < s)) as u32
    };
    let pieces = cut(doc, config.unit)
        .into_iter()
        .filter_map(|(at, article)| {
            let (start, end) = (before(at.start()), before(at.end()));
            let source = doc.normal().to_source(at);
            (start < end).then(|| Piece {
                article,
                start,
                end,
                at: source,
                points: doc.source().points(source),
                masks: masked(start, end),
                furniture: doc.furniture().iter().filter(|f| source.overlaps(f.at)).count() as u32,
                date: date(doc, article),
            })
        })
        .collect();
    let blanks = blanks(doc.source(), doc.normal(), doc.masks(), &holes, &folder).into();
    let (codes, runs, clauses) = (folder.codes.into(), folder.runs.into(), folder.clauses.into());
    let source = doc.source().as_str().into();
    Fold { text: PageText { source, codes, runs, clauses, blanks }, segments, pieces }
}

/// Whether nothing but its words tells what a page is made of. A page with markup has menus and frames, which are
/// found by taking it apart.
pub(crate) fn is_plain(source: &SourceText) -> bool {
    source.blocks.is_empty()
}

/// Folds a whole page that is not taken apart, [plain](is_plain) text. Where the normal form would say the same, the
/// text is folded as it was read.
pub(crate) fn page(source: SourceText, normaliser: &Normaliser, date: Option<String>) -> Fold {
    if normaliser.is_default() && site::lines(source.as_str()).is_empty() {
        let text = source.as_str();
        let input = Text { text, source: text, map: None, masks: &[], holes: &[], raw: true };
        let mut folder = Folder::new(input);
        let blanked = |folder: &Folder<'_>| folder.blanked && normaliser.blanks(text);
        if folder.run().is_ok() && !blanked(&folder) {
            let (codes, runs, clauses) = (folder.codes.into(), folder.runs.into(), folder.clauses.into());
            let masks = folder.masks.len();
            return whole(source, masks, 0, date, |source| PageText {
                source,
                codes,
                runs,
                clauses,
                blanks: Box::default(),
            });
        }
    }
    let normal = normaliser.normalise(source.as_str());
    let masks = normaliser.masks(&normal);
    normal_page(source, &normal, &masks, date)
}

/// Folds a whole page by its normal form.
fn normal_page(source: SourceText, normal: &Normalised, masks: &[Mask], date: Option<String>) -> Fold {
    let holes = site::lines(normal.text());
    let folder = run(&source, normal, masks, &holes);
    let blanks = blanks(&source, normal, masks, &holes, &folder);
    let Folder { codes, runs, clauses, masks, .. } = folder;
    whole(source, masks.len(), holes.len(), date, |source| PageText {
        source,
        codes: codes.into(),
        runs: runs.into(),
        clauses: clauses.into(),
        blanks: blanks.into(),
    })
}

/// A page of one segment and one unit.
fn whole(
    source: SourceText,
    masks: usize,
    furniture: usize,
    date: Option<String>,
    text: impl FnOnce(Box<str>) -> PageText,
) -> Fold {
    let (at, points) = (Span::new(0, source.as_str().len()), Span::new(0, source.chars()));
    let text = text(source.into_string().into());
    let (start, end) = (0, text.codes.len() as u32);
    let (masks, furniture) = (masks as u32, furniture as u32);
    let date = date.map(Into::into);
    let (segments, pieces) = if end == 0 {
        (Vec::new(), Vec::new())
    } else {
        let piece = Piece { article: None, start, end, at, points, masks, furniture, date };
        (vec![Segment { article: None, start, end }], vec![piece])
    };
    Fold { text, segments, pieces }
}

/// Folds a normal form without its `holes`.
fn run<'t>(
    source: &'t SourceText,
    normal: &'t Normalised,
    masks: &'t [Mask],
    holes: &'t [Range<usize>],
) -> Folder<'t> {
    let (text, source) = (normal.text(), source.as_str());
    let map = (!normal.keeps_offsets()).then_some(normal);
    let mut folder = Folder::new(Text { text, source, map, masks, holes, raw: false });
    let run = folder.run();
    debug_assert!(run.is_ok(), "a normal form is fit as it is");
    folder
}

/// What furniture leaves out of the normal form.
fn holes(doc: &Document) -> Vec<Range<usize>> {
    let hole = |f: &Furniture| doc.normal().to_normal(f.at).range();
    let mut holes: Vec<Range<usize>> = doc.furniture().iter().map(hole).filter(|h| !h.is_empty()).collect();
    let mut end = 0;
    for hole in &mut holes {
        hole.start = hole.start.max(end);
        end = end.max(hole.end);
    }
    holes.retain(|h| !h.is_empty());
    holes
}

/// Folded characters before a place of the text.
fn before(starts: &[u32], n: usize) -> u32 {
    starts.partition_point(|&s| (s as usize) < n) as u32
}

/// The blanked-out places of a page outside its holes, in order.
fn blanks(
    source: &SourceText,
    normal: &Normalised,
    masks: &[Mask],
    holes: &[Range<usize>],
    folder: &Folder<'_>,
) -> Vec<Blank> {
    let mut holes = holes.iter().peekable();
    let mut blanks = Vec::new();
    for mask in masks {
        while holes.next_if(|h| h.end <= mask.at.start()).is_some() {}
        if holes.peek().is_some_and(|h| h.start < mask.at.end()) {
            continue;
        }
        let at = normal.to_source(mask.at);
        let mut start = before(&folder.starts, mask.at.start());
        // A figure of which a part is blanked out is one character that begins before.
        if start > 0 && char_at(&folder.runs, start - 1).0.1 as usize > at.start() {
            start -= 1;
        }
        let end = before(&folder.starts, mask.at.end()).max(start);
        blanks.push(Blank { start, end, at, points: source.points(at), kind: mask.kind });
    }
    blanks
}

/// Bytes and code points of one folded character.
fn char_at(runs: &[Run], at: u32) -> ((u32, u32), (u32, u32)) {
    let i = runs.partition_point(|r| r.folded <= at) - 1;
    let r = runs[i];
    let n = at - r.folded;
    let (b, p) = (r.byte + n * r.bytes, r.point + n * r.points);
    ((b, b + r.bytes), (p, p + r.points))
}

/// The date that tells which copy is earliest: the text's own, else the row's.
fn date(doc: &Document, article: Option<ArticleId>) -> Option<Box<str>> {
    let own = article.and_then(|a| doc.articles()[a.index()].about.date.as_ref()).map(ToString::to_string);
    own.or_else(|| doc.meta().date.clone()).map(Into::into)
}

/// Spans of the units. Articles that hold others are no units, so none meets its own parent.
fn cut(doc: &Document, unit: Unit) -> Vec<(Span<Normal>, Option<ArticleId>)> {
    let whole = Span::new(0, doc.normal().text().len());
    match unit {
        Unit::Page => vec![(whole, None)],
        Unit::Article if doc.articles().is_empty() => vec![(whole, None)],
        Unit::Article => {
            let mut holds = vec![false; doc.articles().len()];
            for parent in doc.articles().iter().filter_map(|a| a.parent) {
                holds[parent.index()] = true;
            }
            let leaf = |(i, _): &(usize, _)| !holds[*i];
            doc.articles()
                .iter()
                .enumerate()
                .filter(leaf)
                .map(|(i, a)| (a.at, Some(ArticleId::from(i))))
                .collect()
        }
        Unit::Paragraph if doc.paragraphs().is_empty() => {
            let mut lines = Vec::new();
            let mut start = 0;
            for line in doc.normal().text().split_inclusive('\n') {
                lines.push((Span::new(start, start + line.trim_end().len()), None));
                start += line.len();
            }
            lines
        }
        Unit::Paragraph => {
            doc.paragraphs().iter().filter(|p| !p.heading).map(|p| (p.at, p.article)).collect()
        }
    }
}

/// The page cut where the innermost article changes.
fn owners(doc: &Document) -> Vec<(Span<Normal>, Option<ArticleId>)> {
    let mut cuts = Vec::new();
    let mut open: Vec<(ArticleId, usize)> = Vec::new();
    let mut at = 0;
    let mut close = |open: &mut Vec<(ArticleId, usize)>, at: &mut usize, until: usize| {
        while let Some(&(id, end)) = open.last().filter(|o| o.1 <= until) {
            if *at < end {
                cuts.push((Span::new(*at, end), Some(id)));
                *at = end;
            }
            open.pop();
        }
        if *at < until {
            cuts.push((Span::new(*at, until), open.last().map(|o| o.0)));
            *at = until;
        }
    };
    for (i, article) in doc.articles().iter().enumerate() {
        close(&mut open, &mut at, article.at.start());
        open.push((ArticleId::from(i), article.at.end()));
    }
    close(&mut open, &mut at, doc.normal().text().len());
    cuts
}

#[cfg(test)]
pub(crate) mod tests;
