//! HTML → the text that a reader sees, with what the markup said of its parts.
//!
//! The tokenizer is html5gum's, which follows the HTML standard and never fails; no tree is built. The renderer
//! keeps a stack of the open elements that matter, never deeper than [`DEEPEST`], so that memory is bounded
//! and unclosed elements end where the one around them ends. Every start of an element, end of an element and piece of
//! text costs the same whatever the page is: linear in its length.
//!
//! Rendering: block elements end lines, `<br>` is a line end, cells are separated by tabs ([`grid`]), the numbers of
//! lists are written ([`numbers`]), entities are decoded, white space is collapsed outside `<pre>` (and dropped between
//! two Chinese characters, as CSS does for line ends in the source), scripts, styles and comments are left out, and so
//! is what the markup hides — unless it is running text: a script will show it. Old sites lay whole pages out in
//! tables: a cell that holds a table or several lines of some length is no cell, and its lines are kept. A reading
//! (`<ruby>`) stands in parentheses as it does in plain text, raised digits stay raised (`m²`, `10⁴`).
//!
//! What is main text and what is not is only noted here (`data/read/frames.tsv`, [`Block`]); nothing visible is left
//! out. Whether a note is believed is for the stage to judge that sees the whole page.

mod attributes;
mod elements;
mod grid;
mod numbers;
#[cfg(test)]
mod tests;
mod writer;

use crate::span::Span;
use crate::text::{Block, Markup};
use attributes::Attributes;
use elements::{Does, Element, Tables};
use grid::Grid;
use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use numbers::{List, Style};
use std::convert::Infallible;
use writer::{Pending, Writer};

/// Elements open at a time that are kept track of; pages that people read stay below 60.
const DEEPEST: usize = 512;
/// Inline elements right inside one another that are kept track of: fonts that are never closed.
const INLINE: u8 = 32;
/// What is hidden is kept where it has so many bytes and full stops.
const RUNNING: (usize, usize) = (300, 2);

/// Whether a text opens with markup.
pub(super) fn is_markup(text: &str) -> bool {
    let Some(rest) = text.trim_start_matches([' ', '\t', '\r', '\n', '\u{FEFF}']).strip_prefix('<') else {
        return false;
    };
    if ["!--", "?xml"].iter().any(|p| rest.starts_with(p)) {
        return true;
    }
    let name: String = rest.chars().take(12).take_while(|&c| c.is_ascii_alphanumeric() || c == '!').collect();
    let name = name.to_ascii_lowercase();
    name == "!doctype"
        || (Tables::get().element(name.as_bytes()).is_some()
            && rest[name.len()..].starts_with([' ', '>', '/', '\t', '\r', '\n']))
}

/// The text of a page, and its blocks sorted by start.
pub(super) fn render(html: &str) -> (String, Vec<Block>) {
    let mut renderer = Renderer::new(html.len() / 2);
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| {
        renderer.event(&event);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    // Neither the reader of a string nor the tokenizer can fail, and no token is yielded.
    let Ok(()) =
        Tokenizer::new_with_emitter(html, emitter).try_for_each(|token| token.map(|_: Infallible| ()));
    renderer.finish()
}

/// A question to an element.
type Is = fn(Does) -> bool;

/// An open element.
#[derive(Clone, Copy, Debug)]
struct Open {
    element: Element,
    markup: Option<Markup>,
    /// Where its first character stands, once there is one, and the line ends before it.
    start: usize,
    breaks: usize,
    /// Inline elements that end with it.
    inline: u8,
    /// Whether what it holds is left out.
    hidden: bool,
}

/// Where what is hidden began.
#[derive(Clone, Copy, Debug)]
struct Hidden {
    len: usize,
    breaks: usize,
    pending: Pending,
    blocks: usize,
    /// Open elements from here on had no text.
    unset: usize,
    keep: bool,
}

/// A cell that is open.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// Its place in the stack.
    open: usize,
    column: usize,
    /// Whether it holds what no cell of a table of figures and duties holds.
    layout: bool,
}

#[derive(Debug)]
struct Renderer {
    tables: &'static Tables,
    out: Writer,
    blocks: Vec<Block>,
    open: Vec<Open>,
    /// How many of each element are open.
    count: Box<[u32; Element::MOST + 1]>,
    /// The first open element without text.
    unset: usize,
    /// Elements open that lie too deep to be kept track of.
    dropped: usize,
    /// A script, a style: what is not even markup.
    raw: Option<Element>,
    hidden: Vec<Hidden>,
    cells: Vec<Cell>,
    grids: Vec<Grid>,
    lists: Vec<List>,
    /// The number of an item, not yet written.
    number: Option<String>,
    /// `<pre>`, frames and raised elements open.
    verbatim: usize,
    frames: usize,
    raised: usize,
    /// Whether `<pre>` was just opened: the line end behind it is no part of it.
    fresh: bool,
    /// Whether the end of a CDATA section is still to come.
    cdata: bool,
    /// A start tag whose attributes are being read.
    tag: Option<Element>,
    attributes: Attributes,
}

impl Renderer {
    fn new(capacity: usize) -> Self {
        Self {
            tables: Tables::get(),
            out: Writer::new(capacity),
            blocks: Vec::new(),
            open: Vec::new(),
            count: Box::new([0; Element::MOST + 1]),
            unset: 0,
            dropped: 0,
            raw: None,
            hidden: Vec::new(),
            cells: Vec::new(),
            // Cells that stand in no table have a grid, too.
            grids: vec![Grid::default()],
            lists: Vec::new(),
            number: None,
            verbatim: 0,
            frames: 0,
            raised: 0,
            fresh: false,
            cdata: false,
            tag: None,
            attributes: Attributes::default(),
        }
    }

    fn event(&mut self, event: &CallbackEvent<'_>) {
        match *event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = self.tables.element(name);
                self.attributes = Attributes::default();
            }
            CallbackEvent::AttributeName { name } => self.attributes.name(name),
            CallbackEvent::AttributeValue { value } => self.attributes.value(value),
            CallbackEvent::CloseStartTag { .. } => {
                if let Some(element) = self.tag.take() {
                    self.start(element);
                }
            }
            CallbackEvent::EndTag { name } => {
                // Attributes of an end tag are none.
                self.tag = None;
                if let Some(element) = self.tables.element(name) {
                    self.end(element);
                }
            }
            CallbackEvent::String { value } => self.string(&String::from_utf8_lossy(value)),
            // In HTML a CDATA section is a comment; in pages that were XML once it holds their text.
            CallbackEvent::Comment { value } => {
                if let Some(text) = value.strip_prefix(b"[CDATA[") {
                    let text = String::from_utf8_lossy(text);
                    let whole = text.strip_suffix("]]");
                    self.cdata = whole.is_none();
                    if !text.contains('<') {
                        self.string(whole.unwrap_or(&text));
                    }
                }
            }
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn start(&mut self, element: Element) {
        if self.raw.is_some() {
            return;
        }
        let said = self.attributes;
        self.fresh = false;
        match element.does {
            Does::Void => return,
            Does::Break => return self.line_break(),
            Does::Rule => return self.line_end(),
            Does::Skip => {
                self.raw = Some(element);
                return;
            }
            _ => {}
        }
        self.close_implied(element);
        // What is hidden does not even end a line.
        let pending = *self.out.pending();
        if element.does.ends_lines() {
            self.line_end();
        }
        let inline = element.does.is_inline();
        let run = self.open.last().map_or(0, |o| o.inline);
        let run = if inline { run + 1 } else { 0 };
        if run > INLINE {
            return;
        }
        if self.open.len() >= DEEPEST {
            // What need not be ended is not waited for.
            let ended = !(inline || element.paragraph || element.listed);
            self.dropped +=
                usize::from(ended && !matches!(element.does, Does::Item | Does::Cell | Does::Row));
            return;
        }
        let hidden = (said.hidden || element.does == Does::Hide) && !element.whole;
        if hidden {
            self.hidden.push(Hidden {
                len: self.out.len(),
                breaks: self.out.breaks(),
                pending,
                blocks: self.blocks.len(),
                unset: self.unset,
                keep: false,
            });
        }
        let markup = self.enter(element, &said);
        self.count[element.index()] += 1;
        self.frames += usize::from(markup == Some(Markup::Frame));
        self.open.push(Open { element, markup, start: 0, breaks: 0, inline: run, hidden });
    }

    /// What an element that is about to be opened changes, and what it says of its text.
    fn enter(&mut self, element: Element, said: &Attributes) -> Option<Markup> {
        let bold = said.bold.then_some(Markup::Bold);
        match element.does {
            Does::Title => return Some(Markup::PageTitle),
            Does::Heading => {
                self.layout();
                return Some(Markup::Heading(element.level));
            }
            Does::Link => {
                self.number = None;
                return Some(Markup::Link);
            }
            Does::Bold => return Some(Markup::Bold),
            Does::Row => {
                let tabs = if self.out.begins_line() { 0 } else { self.out.pending().tabs };
                if let Some(grid) = self.grids.last_mut() {
                    grid.row(tabs);
                }
                return Some(Markup::Row);
            }
            Does::Item => {
                let list = self.lists.last_mut();
                let number = list.and_then(|l| l.number(said.value));
                if self.frames == 0 && number.is_some() {
                    self.number = number;
                }
                return Some(Markup::Item);
            }
            Does::Frame => {
                self.layout();
                return Some(Markup::Frame);
            }
            Does::Main => {
                self.layout();
                return said.markup().or(Some(Markup::Main));
            }
            Does::Cell => {
                let (mut column, mut tabs) = (0, 0);
                if let Some(grid) = self.grids.last_mut() {
                    if let Some(start) = grid.joined() {
                        self.out.join(start);
                    }
                    (column, tabs) = grid.cell(said.columns, said.rows);
                }
                self.out.pending().tabs = tabs;
                self.cells.push(Cell { open: self.open.len(), column, layout: false });
            }
            Does::Table => {
                self.layout();
                self.grids.push(Grid::default());
            }
            Does::List => self.lists.push(List::bullets()),
            Does::Numbered => {
                let style = said.style.unwrap_or(Style::Decimal);
                self.lists.push(List::new(said.start, said.reversed, style));
            }
            Does::Pre => {
                self.verbatim += 1;
                self.fresh = true;
            }
            Does::Raise => self.raised += 1,
            _ => {}
        }
        if element.does.is_inline() || element.whole { bold } else { said.markup().or(bold) }
    }

    /// The cell that is open is part of a layout.
    fn layout(&mut self) {
        if let Some(cell) = self.cells.last_mut() {
            cell.layout = true;
        }
    }

    /// Closes what the start of another element closes: `<li>` a `<li>`, `<td>` a `<td>`, `<tr>` a `<tr>`, a
    /// heading a heading, a link a link.
    fn close_implied(&mut self, element: Element) {
        let does = element.does;
        if does.ends_lines() {
            // A block ends the paragraph around it, in which only inline elements may be open.
            let inner = self.open.last().map_or(0, |o| usize::from(o.inline));
            if let Some(i) = (self.open.len() - inner).checked_sub(1) {
                let open = self.open[i].element;
                if open.paragraph || (open == element && element.listed) {
                    self.close_to(i);
                }
            }
        }
        let (same, until): (Is, Is) = match does {
            Does::Item => (|d| d == Does::Item, |d| d.is_list() || d == Does::Table),
            Does::Cell => (|d| d == Does::Cell, |d| matches!(d, Does::Table | Does::Row)),
            Does::Row => (|d| matches!(d, Does::Cell | Does::Row), |d| d == Does::Table),
            Does::Heading => (|d| d == Does::Heading, |d| d == Does::Cell),
            Does::Link => (|d| d == Does::Link, |d| matches!(d, Does::Cell | Does::Item)),
            _ if element.whole => (|d| d == Does::Title, |_| false),
            _ => return,
        };
        if matches!(does, Does::Heading | Does::Link | Does::Item) && self.count[element.index()] == 0 {
            return;
        }
        let last = self.open.iter().enumerate().rev().take_while(|(_, o)| !until(o.element.does));
        if let Some((i, _)) = last.filter(|(_, o)| same(o.element.does)).last() {
            self.close_to(i);
        }
    }

    fn end(&mut self, element: Element) {
        if self.raw.is_some() {
            self.raw = self.raw.filter(|&raw| raw != element);
            return;
        }
        self.fresh = false;
        if element.does == Does::Break {
            return self.line_break();
        }
        if element.paragraph {
            self.line_end();
        }
        let inline = element.does.is_inline();
        let short = inline
            || element.paragraph
            || element.listed
            || matches!(element.does, Does::Item | Does::Cell | Does::Row | Does::Void | Does::Rule);
        // Ends come in reverse: the first ones are those of elements too deep to be remembered.
        if self.dropped > 0 && !short {
            self.dropped -= 1;
            return self.line_end();
        }
        if self.count[element.index()] == 0 {
            return;
        }
        // A row does not end what is outside its table.
        let inside = matches!(element.does, Does::Row | Does::Cell);
        let stop = |o: &Open| inside && o.element.does == Does::Table;
        let found = self.open.iter().rposition(|o| o.element == element || stop(o));
        let Some(i) = found.filter(|&i| self.open[i].element == element) else { return };
        let inner = self.open.len() - 1 - i;
        let crossed = self.open.last().map_or(0, |o| usize::from(o.inline));
        if inline && inner > 0 && crossed < inner + 1 && !self.open[i].hidden {
            // Bold type that ends inside a paragraph which began inside it ends no paragraph.
            let open = &mut self.open[i];
            let (markup, start) = (open.markup.take(), open.start);
            open.element = Element::NONE;
            self.count[element.index()] -= 1;
            self.count[Element::NONE.index()] += 1;
            self.raised -= usize::from(element.does == Does::Raise);
            if i < self.unset {
                self.note(markup, start);
            }
            return;
        }
        self.close_to(i);
    }

    /// Closes the elements from `i` of the stack on.
    fn close_to(&mut self, i: usize) {
        while self.open.len() > i {
            let Some(open) = self.open.pop() else { break };
            let begun = self.open.len() < self.unset;
            self.unset = self.unset.min(self.open.len());
            self.count[open.element.index()] -= 1;
            let lines = self.out.breaks() > open.breaks;
            self.leave(&open, begun);
            // Of the cells of a table of duties, classes say how they look and not what they are.
            let one = open.element.does == Does::Cell && !lines;
            if begun && !(one && matches!(open.markup, Some(Markup::Frame | Markup::Main))) {
                self.note(open.markup, open.start);
            }
            self.frames -= usize::from(open.markup == Some(Markup::Frame));
            let gone = open.hidden && !self.end_hidden();
            if open.element.does.ends_lines() && !gone {
                self.line_end();
            }
        }
    }

    /// What the end of an element changes; `begun` where it has text.
    fn leave(&mut self, open: &Open, begun: bool) {
        match open.element.does {
            Does::Cell => self.end_cell(open, begun),
            Does::Row => {
                self.out.pending().tabs = 0;
                if let Some(grid) = self.grids.last_mut() {
                    grid.end_row();
                }
            }
            Does::Table if self.grids.len() > 1 => drop(self.grids.pop()),
            Does::List | Does::Numbered => {
                self.lists.pop();
                self.number = None;
            }
            Does::Item => self.number = None,
            Does::Pre => self.verbatim -= 1,
            Does::Raise => self.raised -= 1,
            Does::Gloss if begun => {
                self.out.insert(open.start, '(');
                self.grids.iter_mut().for_each(|grid| grid.inserted(open.start));
                for block in self.blocks.iter_mut().rev().take_while(|b| b.at.end() > open.start) {
                    let start = block.at.start() + usize::from(block.at.start() >= open.start);
                    block.at = Span::new(start, block.at.end() + 1);
                }
                self.out.push(")");
            }
            _ => {}
        }
    }

    /// Keeps what the markup says of the text since `start`.
    fn note(&mut self, markup: Option<Markup>, start: usize) {
        if let Some(markup) = markup {
            self.blocks.push(Block { at: Span::new(start, self.out.len()), markup });
        }
    }

    /// The lines of a short cell become one; a long one is a part of the layout and ends its line.
    fn end_cell(&mut self, open: &Open, begun: bool) {
        let (Some(cell), Some(grid)) = (self.cells.pop(), self.grids.last_mut()) else { return };
        if !begun {
            return;
        }
        let lines = self.out.breaks() > open.breaks;
        self.out.same_line();
        grid.wrote(cell.column);
        if !cell.layout && grid.takes(self.out.len() - open.start, lines) {
            if lines && grid.joins(open.start) {
                self.out.join(open.start);
            }
        } else if lines || cell.layout {
            // The text before it stands beside it on the page, and is none of its own.
            if cell.column > 0 {
                self.out.break_before(open.start);
            }
            grid.broke();
            self.out.line_end();
        }
    }

    /// Takes back what was hidden, unless it is running text, which a script will show: whether it is kept.
    fn end_hidden(&mut self) -> bool {
        let Some(hidden) = self.hidden.pop() else { return true };
        let text = self.out.since(hidden.len);
        let running = || text.len() >= RUNNING.0 && text.matches('。').nth(RUNNING.1 - 1).is_some();
        if hidden.keep || running() {
            if let Some(outer) = self.hidden.last_mut() {
                outer.keep = true;
            }
            return true;
        }
        self.out.cut(hidden.len, hidden.breaks, hidden.pending);
        self.blocks.truncate(hidden.blocks);
        self.grids.iter_mut().for_each(|grid| grid.cut(hidden.len));
        self.unset = self.unset.min(hidden.unset);
        false
    }

    fn string(&mut self, value: &str) {
        if self.raw.is_some() {
            return;
        }
        if self.cdata
            && let Some((inside, outside)) = value.split_once("]]>")
        {
            self.cdata = false;
            self.string(inside);
            return self.string(outside);
        }
        if self.verbatim > 0 {
            return self.lines(value);
        }
        if self.raised > 0 && !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
            let raised = value.bytes().map(|b| RAISED[usize::from(b - b'0')]).collect::<String>();
            return self.text(&raised);
        }
        let is_space = |b: u8| matches!(b, b' ' | b'\n' | b'\t' | b'\r' | b'\x0C');
        let bytes = value.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let end = bytes[at..].iter().position(|&b| is_space(b)).map_or(bytes.len(), |n| at + n);
            if at < end {
                self.text(&value[at..end]);
            }
            at = bytes[end..].iter().position(|&b| !is_space(b)).map_or(bytes.len(), |n| end + n);
            if end < at {
                self.out.space(&value[end..at]);
            }
        }
    }

    /// Text of a `<pre>`.
    fn lines(&mut self, value: &str) {
        for (n, line) in value.split('\n').enumerate() {
            if n > 0 && !std::mem::take(&mut self.fresh) {
                self.line_break();
            }
            let line = line.trim_end_matches('\r');
            let text = line.trim_matches([' ', '\t']);
            let front = line.len() - line.trim_start_matches([' ', '\t']).len();
            line[..front].chars().for_each(|c| self.out.verbatim(c));
            if !text.is_empty() {
                self.fresh = false;
                self.text(text);
                line[front + text.len()..].chars().for_each(|c| self.out.verbatim(c));
            }
        }
    }

    /// Text without white space at its ends.
    fn text(&mut self, text: &str) {
        let Some(first) = text.chars().next() else { return };
        if let Some(number) = self.number.take()
            && (self.out.begins_line() || self.opens_cell())
            && !numbers::is_numbered(text)
        {
            self.begin('0');
            self.out.push(&number);
        }
        self.begin(first);
        self.out.push(text);
    }

    /// Parts the text from what follows, which is the first of what has none yet.
    fn begin(&mut self, next: char) {
        self.out.part(next);
        let (start, breaks) = (self.out.len(), self.out.breaks());
        for open in &mut self.open[self.unset..] {
            (open.start, open.breaks) = (start, breaks);
        }
        self.unset = self.open.len();
    }

    /// Whether a cell is open that has no text: what follows does not leave its line.
    fn opens_cell(&self) -> bool {
        self.cells.last().is_some_and(|cell| cell.open >= self.unset)
    }

    fn line_break(&mut self) {
        if !self.opens_cell() {
            self.out.line_break();
        }
    }

    fn line_end(&mut self) {
        if !self.opens_cell() {
            self.out.line_end();
        }
    }

    fn finish(mut self) -> (String, Vec<Block>) {
        self.close_to(0);
        self.blocks.retain(|b| !b.at.is_empty());
        // They were closed from the inside out; of equal spans the outer one comes first.
        self.blocks.reverse();
        self.blocks.sort_by_key(|b| (b.at.start(), std::cmp::Reverse(b.at.end())));
        (self.out.finish(), self.blocks)
    }
}

/// Raised digits.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
