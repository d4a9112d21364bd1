//! HTML → the text that a reader sees, with what the markup said of its parts.
//!
//! The tokenizer is html5gum's, which follows the HTML standard and never fails; no tree is built. The renderer
//! keeps a stack of the open elements that matter, never deeper than [`DEEPEST`], so that memory is bounded
//! and unclosed elements end where the one around them ends.
//!
//! Rendering: block elements end lines, `<br>` is a line end, cells are separated by tabs, entities are decoded,
//! white space is collapsed outside `<pre>` (and dropped between two Chinese characters, as CSS does for line
//! ends in the source), scripts, styles and comments are left out. Old sites lay whole pages out in tables: a
//! cell that holds several lines of some length is no cell, and its lines are kept.

use crate::error::Error;
use crate::span::Span;
use crate::tables::Table;
use crate::text::{Block, Markup};
use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::LazyLock;

/// Elements open at a time that are kept track of; pages that people read stay below 60.
const DEEPEST: usize = 256;
/// Bytes of a table cell from which on its line ends mean something.
const LAYOUT: usize = 480;

/// Elements that end with the next of their name.
const LISTED: [&[u8]; 3] = [b"dd", b"dt", b"option"];

/// What an element does to the rendered text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Line,
    Skip,
    Void,
    Row,
    Cell,
    Item,
    Break,
    Pre,
    Title,
    Heading,
    Link,
    Bold,
    Frame,
    Main,
}

impl Does {
    fn ends_lines(self) -> bool {
        use Does::{Frame, Heading, Item, Line, Main, Pre, Row, Title};
        matches!(self, Line | Row | Item | Pre | Title | Heading | Frame | Main)
    }
}

/// The elements and the words of classes.
#[derive(Debug)]
struct Words {
    elements: HashMap<&'static [u8], Does>,
    frames: HashMap<&'static str, Markup>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| load().expect("a test loads the tables"));

fn load() -> Result<Words, Error> {
    let table = Table::parse(
        "read/elements.tsv",
        include_str!("../../data/read/elements.tsv"),
        &["element", "does"],
    )?;
    table.unique("element")?;
    let mut elements = HashMap::new();
    for row in table.rows() {
        let does = match row.need("does")? {
            "line" => Does::Line,
            "skip" => Does::Skip,
            "void" => Does::Void,
            "row" => Does::Row,
            "cell" => Does::Cell,
            "item" => Does::Item,
            "break" => Does::Break,
            "pre" => Does::Pre,
            "title" => Does::Title,
            "heading" => Does::Heading,
            "link" => Does::Link,
            "bold" => Does::Bold,
            "frame" => Does::Frame,
            "main" => Does::Main,
            other => return Err(row.error(format!("{other:?} is nothing an element does"))),
        };
        elements.insert(row.need("element")?.as_bytes(), does);
    }
    let table =
        Table::parse("read/frames.tsv", include_str!("../../data/read/frames.tsv"), &["word", "means"])?;
    table.unique("word")?;
    let mut frames = HashMap::new();
    for row in table.rows() {
        let means = match row.need("means")? {
            "frame" => Markup::Frame,
            "main" => Markup::Main,
            other => return Err(row.error(format!("{other:?} is neither frame nor main"))),
        };
        frames.insert(row.need("word")?, means);
    }
    Ok(Words { elements, frames })
}

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
        || ((name == "span" || name == "font" || WORDS.elements.contains_key(name.as_bytes()))
            && rest[name.len()..].starts_with([' ', '>', '/', '\t', '\r', '\n']))
}

/// The text of a page, and its blocks sorted by start.
pub(super) fn render(html: &str) -> (String, Vec<Block>) {
    let mut renderer = Renderer { text: String::with_capacity(html.len() / 2), ..Renderer::default() };
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

/// An open element.
#[derive(Debug)]
struct Open {
    name: Vec<u8>,
    does: Option<Does>,
    markup: Option<Markup>,
    /// Where its text begins.
    start: usize,
    /// Of a row: cells so far. Of a cell: whether cells stood before it.
    cells: usize,
}

#[derive(Debug, Default)]
struct Renderer {
    text: String,
    blocks: Vec<Block>,
    open: Vec<Open>,
    /// Elements open that lie too deep to be kept track of.
    dropped: usize,
    /// Elements open whose text is skipped.
    skipped: usize,
    /// `<pre>` elements open.
    verbatim: usize,
    /// White space that was read and not yet written: none, some, or some with a line end.
    space: Space,
    /// A start tag whose attributes are being read.
    tag: Vec<u8>,
    attribute: Attribute,
    means: Option<Markup>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    #[default]
    None,
    Blank,
    LineEnd,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Attribute {
    #[default]
    Other,
    Naming,
}

impl Renderer {
    fn event(&mut self, event: &CallbackEvent<'_>) {
        match *event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = name.to_vec();
                self.means = None;
                self.attribute = Attribute::Other;
            }
            CallbackEvent::AttributeName { name } => {
                let naming = matches!(name, b"class" | b"id" | b"role");
                self.attribute = if naming { Attribute::Naming } else { Attribute::Other };
            }
            CallbackEvent::AttributeValue { value } => {
                if self.attribute == Attribute::Naming && self.means.is_none() {
                    self.means = meaning(value);
                }
            }
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } => {
                if self.skipped == 0 {
                    self.string(&String::from_utf8_lossy(value));
                }
            }
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn start(&mut self) {
        let name = std::mem::take(&mut self.tag);
        let does = WORDS.elements.get(&name[..]).copied();
        match does {
            Some(Does::Void) => return,
            Some(Does::Break) => {
                if self.skipped == 0 {
                    self.trim_blank();
                    self.text.push('\n');
                }
                return;
            }
            _ => {}
        }
        self.close_implied(&name, does);
        if does.is_some_and(Does::ends_lines) {
            self.line_end();
        }
        let mut cells = 0;
        if does == Some(Does::Cell) {
            if let Some(row) = self.open.iter_mut().rev().find(|o| o.does == Some(Does::Row)) {
                cells = row.cells;
                row.cells += 1;
            }
            self.trim_blank();
            if cells > 0 && !self.text.ends_with('\n') {
                self.text.push('\t');
            }
        }
        // What does nothing need not be remembered: fonts and spans.
        if does.is_none() {
            return;
        }
        if self.open.len() >= DEEPEST {
            self.dropped += 1;
            return;
        }
        let markup = match does {
            Some(Does::Title) => Some(Markup::PageTitle),
            Some(Does::Heading) => Some(Markup::Heading(name[1] - b'0')),
            Some(Does::Link) => Some(Markup::Link),
            Some(Does::Bold) => Some(Markup::Bold),
            Some(Does::Row) => Some(Markup::Row),
            Some(Does::Item) => Some(Markup::Item),
            Some(Does::Frame) => Some(Markup::Frame),
            Some(Does::Main) => Some(Markup::Main),
            Some(Does::Line) if name != b"body" && name != b"html" => self.means,
            _ => None,
        };
        self.skipped += usize::from(does == Some(Does::Skip));
        self.verbatim += usize::from(does == Some(Does::Pre));
        self.open.push(Open { name, does, markup, start: self.text.len(), cells });
    }

    /// Closes what the start of another element closes: `<li>` a `<li>`, `<td>` a `<td>`, `<tr>` a `<tr>`, a
    /// heading a heading, a link a link.
    fn close_implied(&mut self, name: &[u8], does: Option<Does>) {
        if does.is_some_and(Does::ends_lines) {
            // A block ends the paragraph around it, of which only bold type and links may be open.
            let inline = |o: &&Open| matches!(o.does, Some(Does::Bold | Does::Link));
            let inner = self.open.iter().rev().take_while(inline).count();
            let outer = self.open.len() - inner;
            if let Some(i) = outer.checked_sub(1)
                && (self.open[i].name == b"p" || (self.open[i].name == name && LISTED.contains(&name)))
            {
                self.close_to(i);
            }
        }
        let (same, until): (&[Does], &[&[u8]]) = match does {
            Some(Does::Item) => (&[Does::Item], &[b"ul", b"ol", b"menu"]),
            Some(Does::Cell) => (&[Does::Cell], &[b"tr", b"table"]),
            Some(Does::Row) => (&[Does::Cell, Does::Row], &[b"table"]),
            Some(Does::Heading) => (&[Does::Heading], &[]),
            Some(Does::Link) => (&[Does::Link], &[b"td", b"li"]),
            _ if name == b"body" => (&[Does::Skip, Does::Title], &[]),
            _ => return,
        };
        let last = self.open.iter().enumerate().rev().take_while(|(_, o)| !until.contains(&&o.name[..]));
        if let Some(i) =
            last.filter(|(_, o)| o.does.is_some_and(|d| same.contains(&d))).map(|(i, _)| i).last()
        {
            self.close_to(i);
        }
    }

    fn end(&mut self, name: &[u8]) {
        if name == b"p" && self.skipped == 0 {
            self.line_end();
        }
        // Ends come in reverse: the first ones are those of elements too deep to be remembered.
        if self.dropped > 0 && WORDS.elements.contains_key(name) {
            self.dropped -= 1;
            return;
        }
        // A row does not end what is outside its table.
        let stop = |o: &Open| o.name == b"table" && matches!(name, b"tr" | b"td" | b"th");
        let found =
            self.open.iter().enumerate().rev().take_while(|(_, o)| !stop(o)).find(|(_, o)| o.name == name);
        if let Some(i) = found.map(|(i, _)| i) {
            self.close_to(i);
        }
    }

    /// Closes the elements from `i` of the stack on.
    fn close_to(&mut self, i: usize) {
        while self.open.len() > i {
            let Some(open) = self.open.pop() else { break };
            self.skipped -= usize::from(open.does == Some(Does::Skip));
            self.verbatim -= usize::from(open.does == Some(Does::Pre));
            self.trim_blank();
            let end =
                self.text.trim_end_matches(['\n', '\t', ' ']).len().max(open.start.min(self.text.len()));
            if open.does == Some(Does::Cell) {
                self.end_cell(open.start.min(self.text.len()));
            }
            if let Some(markup) = open.markup.filter(|_| open.start < end) {
                self.blocks.push(Block { at: Span::new(open.start, end), markup });
            }
            if open.does.is_some_and(Does::ends_lines) {
                self.line_end();
            }
        }
    }

    /// The lines of a short cell become one; a long one is a part of the layout and ends its line.
    fn end_cell(&mut self, start: usize) {
        let end = self.text.trim_end_matches(['\n', ' ']).len().max(start);
        if end - start <= LAYOUT {
            self.cut(end);
            let line = self.text[start..].replace('\n', " ");
            self.text.replace_range(start.., &line);
        } else if self.text[start..end].contains('\n') {
            self.line_end();
        }
    }

    /// Shortens the text; the blocks follow.
    fn cut(&mut self, end: usize) {
        self.text.truncate(end);
        for block in self.blocks.iter_mut().rev().take_while(|b| b.at.end() > end) {
            block.at = Span::new(block.at.start().min(end), end);
        }
    }

    fn string(&mut self, value: &str) {
        if self.verbatim > 0 {
            self.space = Space::None;
            self.text.extend(value.chars().filter(|&c| c != '\r'));
            return;
        }
        for c in value.chars() {
            match c {
                '\n' | '\r' => self.space = Space::LineEnd,
                ' ' | '\t' | '\x0C' => self.space = self.space.max(Space::Blank),
                _ => {
                    let last = self.text.chars().next_back();
                    let space = std::mem::take(&mut self.space);
                    let joined = space == Space::LineEnd && last.is_some_and(is_wide) && is_wide(c);
                    let at_start = last.is_none_or(|l| matches!(l, '\n' | '\t'));
                    if space != Space::None && !at_start && !joined {
                        self.text.push(' ');
                    }
                    self.text.push(c);
                }
            }
        }
    }

    /// Drops white space that would end a line.
    fn trim_blank(&mut self) {
        self.space = Space::None;
    }

    fn line_end(&mut self) {
        if self.skipped > 0 {
            return;
        }
        self.trim_blank();
        // A block that opens a cell does not leave the cell's line.
        let opens_cell = self.text.ends_with('\t')
            && self
                .open
                .iter()
                .rev()
                .find(|o| o.does == Some(Does::Cell))
                .is_some_and(|o| o.start == self.text.len());
        if !(self.text.is_empty() || self.text.ends_with('\n') || opens_cell) {
            self.text.push('\n');
        }
    }

    fn finish(mut self) -> (String, Vec<Block>) {
        self.close_to(0);
        let end = self.text.trim_end_matches(['\n', '\t', ' ']).len();
        self.cut(end);
        if end > 0 {
            self.text.push('\n');
        }
        self.blocks.retain(|b| !b.at.is_empty());
        // They were closed from the inside out; of equal spans the outer one comes first.
        self.blocks.reverse();
        self.blocks.sort_by_key(|b| (b.at.start(), std::cmp::Reverse(b.at.end())));
        (self.text, self.blocks)
    }
}

/// Characters between which a line end of the source means nothing.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '“' | '”' | '‘' | '’' | '…' | '—')
}

/// What a class, an id or a role says.
fn meaning(value: &[u8]) -> Option<Markup> {
    let value = String::from_utf8_lossy(value).to_ascii_lowercase();
    value.split([' ', '-', '_', '\t', '\n']).find_map(|word| WORDS.frames.get(word).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_well_formed() {
        let words = load().unwrap();
        assert!(words.elements.len() >= 70 && words.frames.len() >= 60);
    }

    #[test]
    fn openings() {
        for html in [
            "<!DOCTYPE html>",
            "\n <html lang=zh>",
            "<!-- x --><p>",
            "<P>一",
            "<?xml version='1.0'?>",
            "<br/>x",
        ] {
            assert!(is_markup(html), "{html}");
        }
        for text in ["<通知>", "一<p>", "<1万元", "", "<", "<<", "<abc@example.com>", "<b"] {
            assert!(!is_markup(text), "{text}");
        }
    }

    #[test]
    fn what_is_rendered() {
        for (html, text) in [
            ("<p>一、 目标</p><p>全年\n办理<b>12</b>件</p>", "一、 目标\n全年办理12件\n"),
            ("<style>p{}</style><script>if(a<b)x()</script>正<!-- 注 -->文<noscript>无</noscript>", "正文\n"),
            ("<table><tr><td>甲<td> 乙 <tr><th>1</th><th>2&nbsp;</th></table>", "甲\t乙\n1\t2\u{A0}\n"),
            ("a<br>b<br/>c &lt;d&gt; &#20013; &amp", "a\nb\nc <d> 中 &\n"),
            ("<pre>一\n  二</pre>三", "一\n  二\n三\n"),
            ("<ul><li>一<li>二</ul>", "一\n二\n"),
            ("<div>一<div>二</div>三</div>", "一\n二\n三\n"),
            ("<tr><td><p>单元</p><p>格</p></td><td>二</td></tr>", "单元 格\t二\n"),
            ("GDP\n growth <i>5</i> %", "GDP growth 5 %\n"),
            ("", ""),
        ] {
            assert_eq!(render(html).0, text, "{html}");
        }
    }

    #[test]
    fn a_layout_table_keeps_its_lines() {
        let line = "建设重点项目，推进各项工作。".repeat(6);
        let html =
            format!("<table><tr><td>菜单</td><td><p>{line}</p><p>{line}</p></td><td>右</td></tr></table>");
        assert_eq!(render(&html).0, format!("菜单\t{line}\n{line}\n右\n"));
    }

    #[test]
    fn what_the_markup_said() {
        let (text, blocks) = render(
            "<html><head><title>某 局</title></head><body><div class='site-nav'><a href=/>首页</a></div>\
             <div id=zoom><h2>计划</h2><p><strong>一是</strong>学</p></div></body></html>",
        );
        let said: Vec<_> = blocks.iter().map(|b| (b.markup, &text[b.at.range()])).collect();
        assert_eq!(
            said,
            [
                (Markup::PageTitle, "某 局"),
                (Markup::Frame, "首页"),
                (Markup::Link, "首页"),
                (Markup::Main, "计划\n一是学"),
                (Markup::Heading(2), "计划"),
                (Markup::Bold, "一是"),
            ]
        );
    }

    #[test]
    fn depth_and_open_ends_do_no_harm() {
        // What was opened too deep to be remembered closes nothing that is remembered.
        let deep = format!(
            "<div id=main>{}底{}</div><div id=footer>脚</div>",
            "<div>".repeat(9_000),
            "</div>".repeat(9_000)
        );
        let (text, blocks) = render(&deep);
        let at = |m| blocks.iter().find(|b| b.markup == m).map(|b| &text[b.at.range()]);
        assert_eq!((at(Markup::Main), at(Markup::Frame)), (Some("底"), Some("脚")));
        // Nor do paragraphs that are never closed fill the stack.
        let open = format!("<div id=main>{}</div><div id=footer>脚</div>", "<p>段<b>落".repeat(900));
        let (text, blocks) = render(&open);
        assert_eq!(blocks.iter().filter(|b| b.markup == Markup::Frame).count(), 1);
        assert!(text.ends_with("\n脚\n") && text.lines().count() == 901);
        let deep = "<div><b>".repeat(20_000) + "底" + &"</b></div>".repeat(10);
        assert_eq!(render(&deep).0, "底\n");
        for open in ["<p", "<!--", "<a href='", "&#", "<table><td>", "</p></p></td>", "<script>", "<title>一"]
        {
            render(open);
        }
    }
}
