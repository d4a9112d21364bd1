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
        let at: Vec<Span<Source>> = lines.iter().map(|l| normal.to_source(l.at)).collect();
        let cover = |is: &dyn Fn(Markup) -> bool| covered(&at, blocks, is);
        let frame = cover(&|m| m == Markup::Frame);
        let main = cover(&|m| m == Markup::Main);
        let link = cover(&|m| m == Markup::Link);
        let bold = cover(&|m| m == Markup::Bold);
        let title = cover(&|m| m == Markup::PageTitle);
        let has_main = main.iter().any(|m| *m > 0.0);
        let mut facts: Vec<Fact> = (0..lines.len())
            .map(|i| Fact {
                frame: frame[i],
                main: main[i],
                link: link[i],
                bold: bold[i],
                heading: None,
                title: title[i] >= MOST,
                outside: has_main && main[i] < 0.5,
            })
            .collect();
        for level in 1..=6u8 {
            for (fact, share) in facts.iter_mut().zip(cover(&|m| m == Markup::Heading(level))) {
                if share >= MOST {
                    fact.heading.get_or_insert(level);
                }
            }
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

/// The share of each line that blocks of the chosen markup cover; blocks may nest.
fn covered(lines: &[Span<Source>], blocks: &[Block], is: &dyn Fn(Markup) -> bool) -> Vec<f32> {
    let mut union: Vec<Span<Source>> = Vec::new();
    for block in blocks.iter().filter(|b| is(b.markup)) {
        match union.last_mut() {
            Some(last) if block.at.start() <= last.end() => *last = last.cover(block.at),
            _ => union.push(block.at),
        }
    }
    let mut first = 0;
    lines
        .iter()
        .map(|line| {
            while first < union.len() && union[first].end() <= line.start() {
                first += 1;
            }
            let bytes: usize = union[first..]
                .iter()
                .take_while(|b| b.start() < line.end())
                .filter_map(|b| b.intersect(*line))
                .map(Span::len)
                .sum();
            #[allow(clippy::cast_precision_loss)] // shares of lines need no precision
            let share = bytes as f32 / line.len().max(1) as f32;
            share
        })
        .collect()
}
