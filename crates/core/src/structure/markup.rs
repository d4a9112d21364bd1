//! What the markup of an HTML page says of its lines, and how far it is believed.
//!
//! Blocks and lines are both sorted, so one sweep gives how much of each line a kind of markup covers, and one the
//! innermost block around it that is named a frame or main text. Linear in blocks and lines, but for the search of the
//! lines of a block. Of plain text nothing is known and nothing is stored.
//!
//! Names lie: `content` is a box of links here and the text there, `top` wraps a page that was never closed. What
//! decides is where the text of the page is, measured as readability tools do by the characters outside links:
//!
//! - a frame that holds more than [`FRAME`] of it is none, one inside main text must hold more links than other text,
//!   and what is named main text inside a frame that is believed must hold [`WIDGET`] of it;
//! - main text is what is named so if at least half of the text stands there; of two around one another with nearly the
//!   same text the inner one is meant;
//! - outside main text, lines of links and lone short lines go. Running text is kept, and so is what follows the main
//!   text or stands above it without links between: titles, dates, signatures; attachments, and a first heading
//!   wherever it stands.

use super::articles::squeeze;
use super::lines::Line;
use super::outline::Mark;
use crate::offsets::Normalised;
use crate::span::{Source, Span};
use crate::text::{Block, Markup};
use std::ops::Range;

/// Share of a line that must be covered for the markup to speak of the line.
const MOST: f32 = 0.8;
/// Share of a line that is links from which on it is one.
const LINKED: f32 = 0.6;
/// Share of the text of a page that no frame holds.
const FRAME: f64 = 0.3;
/// Share of the text of a page that main text inside a frame must have.
const WIDGET: f64 = 0.1;
/// Share of the text of a block of main text that one inside it must have to be meant.
const INNER: f64 = 0.8;
/// Characters of a line that count as text.
const TEXT: usize = 10;
/// Characters of a line from which on it may be running text.
const RUNNING: usize = 40;
/// Lines above and below the main text that may belong to it.
const BESIDE: usize = 12;

/// Facts about each line.
#[derive(Debug, Default)]
pub(super) struct Facts {
    lines: Vec<Fact>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Fact {
    link: f32,
    bold: f32,
    heading: Option<u8>,
    title: bool,
    frame: bool,
}

impl Facts {
    /// What `blocks` say of `lines`.
    pub(super) fn new(lines: &[Line], normal: &Normalised, blocks: &[Block]) -> Self {
        if blocks.is_empty() {
            return Self::default();
        }
        let mut facts = vec![Fact::default(); lines.len()];
        let at: Vec<Span<Source>> = lines.iter().map(|l| normal.to_source(l.at)).collect();
        let mut by_kind: [Cover; KINDS] = Default::default();
        for block in blocks {
            if let Some(kind) = kind(block.markup) {
                by_kind[kind].add(&at, block.at);
            }
        }
        for (kind, cover) in by_kind.into_iter().enumerate() {
            for (line, bytes) in cover.lines {
                #[allow(clippy::cast_precision_loss)] // shares of lines need no precision
                let share = bytes as f32 / at[line].len().max(1) as f32;
                let fact = &mut facts[line];
                match kind {
                    0 => fact.link = share,
                    1 => fact.bold = share,
                    2 => fact.title = share >= MOST,
                    level if share >= MOST => {
                        fact.heading.get_or_insert((level - 2) as u8);
                    }
                    _ => {}
                }
            }
        }
        let mut facts = Self { lines: facts };
        facts.frames(lines, &at, normal.text(), blocks);
        facts
    }

    /// Decides which lines stand in a frame of the site.
    fn frames(&mut self, lines: &[Line], at: &[Span<Source>], text: &str, blocks: &[Block]) {
        let named: Vec<Block> =
            blocks.iter().copied().filter(|b| matches!(b.markup, Markup::Frame | Markup::Main)).collect();
        if named.is_empty() {
            return;
        }
        let mass = Mass::new(lines, &self.lines, at);
        let inside = innermost(at, &believed(&named, &mass));
        let title = (0..lines.len()).find(|&i| self.lines[i].title);
        let title = title.map(|i| squeeze(&text[lines[i].at.range()])).unwrap_or_default();
        let titled = |i: usize| {
            let line = squeeze(&text[lines[i].at.range()]);
            line.chars().count() >= 5 && title.starts_with(&line)
        };
        let main: Vec<usize> = (0..lines.len()).filter(|&i| inside[i] == Some(Markup::Main)).collect();
        for (i, &inside) in inside.iter().enumerate() {
            let first = self.lines[i].heading == Some(1) && self.linked(i) < LINKED;
            self.lines[i].frame = inside == Some(Markup::Frame) && !titled(i) && !first;
        }
        let believed = 2 * main.iter().map(|&i| mass.of_line(i)).sum::<usize>() >= mass.all();
        let (Some(&first), Some(&last), true) = (main.first(), main.last(), believed) else { return };
        // What stands beside the main text, up to the next link.
        let ends = |i: &usize| self.lines[*i].frame || self.linked(*i) >= LINKED;
        let above = (0..first).rev().take(BESIDE).take_while(|i| !ends(i)).count();
        let below = (last + 1..lines.len()).take(BESIDE).take_while(|i| !ends(i)).count();
        let beside = first - above..last + 1 + below;
        for i in (0..lines.len()).filter(|&i| inside[i].is_none()) {
            let line = &text[lines[i].at.range()];
            let link = self.linked(i) >= LINKED;
            let kept = self.lines[i].title
                || line.starts_with("附件")
                || !link
                    && (beside.contains(&i)
                        || self.lines[i].heading == Some(1)
                        || is_running(line, lines[i].chars)
                        || titled(i));
            self.lines[i].frame = !kept;
        }
    }

    /// Whether line `i` stands in a frame of the site, or outside the main text where that is marked.
    pub(super) fn is_frame(&self, i: usize) -> bool {
        self.lines.get(i).is_some_and(|f| !f.title && f.frame)
    }

    /// The share of line `i` that is links.
    pub(super) fn linked(&self, i: usize) -> f32 {
        self.lines.get(i).map_or(0.0, |f| f.link)
    }

    /// Whether line `i` is the page's title.
    pub(super) fn is_title(&self, i: usize) -> bool {
        self.lines.get(i).is_some_and(|f| f.title)
    }

    /// What the outline asks of line `i`.
    pub(super) fn mark(&self, i: usize) -> Mark {
        self.lines.get(i).map_or_else(Mark::default, |f| Mark { heading: f.heading, bold: f.bold >= MOST })
    }
}

/// Whether a line is running text by its length and its marks.
fn is_running(line: &str, chars: usize) -> bool {
    chars >= RUNNING && (line.contains(['。', '；']) || chars >= 2 * RUNNING && line.contains('，'))
}

/// How much text lines and blocks hold, in characters outside links.
struct Mass<'a> {
    at: &'a [Span<Source>],
    /// Text before each line, and in all.
    before: Vec<usize>,
    /// The same of links.
    links: Vec<usize>,
}

impl<'a> Mass<'a> {
    fn new(lines: &[Line], facts: &[Fact], at: &'a [Span<Source>]) -> Self {
        let text = |l: &Line, f: &Fact| l.chars >= TEXT && f.link < LINKED && !f.title;
        let sums = lines.iter().zip(facts).scan(0, |sum, (l, f)| {
            *sum += if text(l, f) { l.chars } else { 0 };
            Some(*sum)
        });
        let links = lines.iter().zip(facts).scan(0, |sum, (l, f)| {
            *sum += if f.link >= LINKED { l.chars } else { 0 };
            Some(*sum)
        });
        let (before, links) =
            (std::iter::once(0).chain(sums).collect(), std::iter::once(0).chain(links).collect());
        Self { at, before, links }
    }

    fn all(&self) -> usize {
        self.before[self.at.len()]
    }

    fn of_line(&self, i: usize) -> usize {
        self.before[i + 1] - self.before[i]
    }

    fn of_block(&self, block: Span<Source>) -> usize {
        let lines = self.lines(block);
        self.before[lines.end] - self.before[lines.start]
    }

    /// Whether a block holds more links than other text.
    fn is_linked(&self, block: Span<Source>) -> bool {
        let lines = self.lines(block);
        let links = self.links[lines.end] - self.links[lines.start];
        links > 0 && links >= self.of_block(block)
    }

    fn lines(&self, block: Span<Source>) -> Range<usize> {
        let first = self.at.partition_point(|l| l.start() < block.start());
        first..self.at.partition_point(|l| l.end() <= block.end()).max(first)
    }
}

/// Of blocks that are sorted and nested, those whose names are believed.
fn believed(named: &[Block], mass: &Mass<'_>) -> Vec<Block> {
    #[allow(clippy::cast_precision_loss)] // shares of pages need no precision
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let masses: Vec<usize> = named.iter().map(|b| mass.of_block(b.at)).collect();
    let mut keep: Vec<bool> = named
        .iter()
        .zip(&masses)
        .map(|(b, &m)| if b.markup == Markup::Main { m > 0 } else { share(m, mass.all()) <= FRAME })
        .collect();
    let mut open: Vec<usize> = Vec::new();
    for i in (0..named.len()).filter(|&i| keep[i]).collect::<Vec<_>>() {
        while open.pop_if(|&mut o| named[o].at.end() <= named[i].at.start()).is_some() {}
        if let Some(&outer) = open.last() {
            match (named[outer].markup, named[i].markup) {
                (Markup::Frame, Markup::Main) => keep[i] = share(masses[i], mass.all()) >= WIDGET,
                (Markup::Main, Markup::Frame) => keep[i] = mass.is_linked(named[i].at),
                (Markup::Main, Markup::Main) if share(masses[i], masses[outer]) >= INNER => {
                    keep[outer] = false;
                }
                _ => {}
            }
        }
        if keep[i] {
            open.push(i);
        }
    }
    named.iter().zip(keep).filter(|(_, keep)| *keep).map(|(b, _)| *b).collect()
}

/// The markup of the innermost of `blocks` (sorted and nested) around each line.
fn innermost(lines: &[Span<Source>], blocks: &[Block]) -> Vec<Option<Markup>> {
    let (mut open, mut next) = (Vec::<Block>::new(), 0);
    let around = |line: &Span<Source>| {
        while blocks.get(next).is_some_and(|b| b.at.start() <= line.start()) {
            while open.pop_if(|o| o.at.end() <= blocks[next].at.start()).is_some() {}
            open.push(blocks[next]);
            next += 1;
        }
        while open.pop_if(|o| o.at.end() <= line.start()).is_some() {}
        open.iter().rev().find(|b| b.at.end() >= line.end()).map(|b| b.markup)
    };
    lines.iter().map(around).collect()
}

/// Kinds of markup whose share of a line matters: the first three, and six levels of headings.
const KINDS: usize = 9;

fn kind(markup: Markup) -> Option<usize> {
    match markup {
        Markup::Link => Some(0),
        Markup::Bold => Some(1),
        Markup::PageTitle => Some(2),
        Markup::Heading(level @ 1..=6) => Some(2 + usize::from(level)),
        Markup::Heading(_) | Markup::Row | Markup::Item | Markup::Frame | Markup::Main => None,
    }
}

/// How many bytes of each line the blocks of one kind cover, those that nest counted once.
#[derive(Debug, Default)]
struct Cover {
    /// Where the blocks so far end.
    end: usize,
    /// The first line that the next block may touch.
    next: usize,
    lines: Vec<(usize, usize)>,
}

impl Cover {
    /// Adds a block that does not begin before those added so far.
    fn add(&mut self, lines: &[Span<Source>], block: Span<Source>) {
        let start = block.start().max(self.end);
        if start >= block.end() {
            return;
        }
        self.end = block.end();
        let rest = Span::new(start, block.end());
        self.next += lines[self.next..].partition_point(|l| l.end() <= start);
        for (i, line) in lines.iter().enumerate().skip(self.next) {
            if line.start() >= rest.end() {
                break;
            }
            let bytes = line.intersect(rest).map_or(0, Span::len);
            match self.lines.last_mut() {
                Some((last, sum)) if *last == i => *sum += bytes,
                _ => self.lines.push((i, bytes)),
            }
        }
    }
}
