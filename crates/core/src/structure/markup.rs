//! What the markup of an HTML page says of its lines.
//!
//! Blocks and lines are both sorted, so one sweep a kind of markup gives how much of each line it covers.
//! Linear in blocks and lines. Of plain text nothing is known and nothing is stored.

use super::lines::Line;
use super::outline::Mark;
use crate::offsets::Normalised;
use crate::span::{Source, Span};
use crate::text::{Block, Markup};

/// Share of a line that must be covered for the markup to speak of the line.
const MOST: f32 = 0.8;

/// Facts about each line.
#[derive(Debug, Default)]
pub(super) struct Facts {
    lines: Vec<Fact>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Fact {
    frame: f32,
    main: f32,
    link: f32,
    bold: f32,
    heading: Option<u8>,
    title: bool,
    outside: bool,
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
                    0 => fact.frame = share,
                    1 => fact.main = share,
                    2 => fact.link = share,
                    3 => fact.bold = share,
                    4 => fact.title = share >= MOST,
                    level if share >= MOST => {
                        fact.heading.get_or_insert((level - 4) as u8);
                    }
                    _ => {}
                }
            }
        }
        if facts.iter().any(|f| f.main > 0.0) {
            facts.iter_mut().for_each(|f| f.outside = f.main < 0.5);
        }
        Self { lines: facts }
    }

    /// Whether line `i` stands in a frame of the site, or outside the main text where that is marked.
    pub(super) fn is_frame(&self, i: usize) -> bool {
        self.lines.get(i).is_some_and(|f| !f.title && (f.frame >= MOST || f.outside) && f.main < MOST)
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

/// Kinds of markup that are told apart: the first five, and six levels of headings.
const KINDS: usize = 11;

fn kind(markup: Markup) -> Option<usize> {
    match markup {
        Markup::Frame => Some(0),
        Markup::Main => Some(1),
        Markup::Link => Some(2),
        Markup::Bold => Some(3),
        Markup::PageTitle => Some(4),
        Markup::Heading(level @ 1..=6) => Some(4 + usize::from(level)),
        Markup::Heading(_) | Markup::Row | Markup::Item => None,
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
