//! What elements do to the rendered text, and what the words of a class or an id say: two tables.

use crate::error::Error;
use crate::tables::Table;
use crate::text::Markup;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What an element does to the rendered text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    Line,
    Skip,
    Hide,
    Void,
    Rule,
    Table,
    Row,
    Cell,
    List,
    Numbered,
    Item,
    Break,
    Pre,
    Title,
    Heading,
    Link,
    Bold,
    Raise,
    Gloss,
    Inline,
    Frame,
    Main,
}

impl Does {
    const ALL: [(&'static str, Self); 22] = [
        ("line", Self::Line),
        ("skip", Self::Skip),
        ("hide", Self::Hide),
        ("void", Self::Void),
        ("rule", Self::Rule),
        ("table", Self::Table),
        ("row", Self::Row),
        ("cell", Self::Cell),
        ("list", Self::List),
        ("numbered", Self::Numbered),
        ("item", Self::Item),
        ("break", Self::Break),
        ("pre", Self::Pre),
        ("title", Self::Title),
        ("heading", Self::Heading),
        ("link", Self::Link),
        ("bold", Self::Bold),
        ("raise", Self::Raise),
        ("gloss", Self::Gloss),
        ("inline", Self::Inline),
        ("frame", Self::Frame),
        ("main", Self::Main),
    ];

    /// Whether it stands in a line and does not end it.
    pub(super) fn is_inline(self) -> bool {
        use Does::{Bold, Gloss, Hide, Inline, Link, Raise};
        matches!(self, Bold | Gloss | Hide | Inline | Link | Raise)
    }

    pub(super) fn ends_lines(self) -> bool {
        !(self.is_inline() || matches!(self, Self::Skip | Self::Void | Self::Cell | Self::Break))
    }

    pub(super) fn is_list(self) -> bool {
        matches!(self, Self::List | Self::Numbered)
    }
}

/// An element: its row in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element {
    id: u8,
    pub(super) does: Does,
    /// Of `<h1>` … `<h6>`, the number.
    pub(super) level: u8,
    /// `<p>`, which any block ends.
    pub(super) paragraph: bool,
    /// Ends with the next of its name: `<dd>`, `<option>`.
    pub(super) listed: bool,
    /// `<html>`, `<body>`: classes say nothing of them.
    pub(super) whole: bool,
}

impl Element {
    /// Elements that there may be.
    pub(super) const MOST: usize = 255;
    /// What an element that was ended out of order becomes.
    pub(super) const NONE: Self =
        Self { id: 255, does: Does::Inline, level: 0, paragraph: false, listed: false, whole: false };

    pub(super) fn index(self) -> usize {
        self.id.into()
    }
}

/// What a class says of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    Block(Markup),
    /// The site hides it, and the text that a reader copies has it: noise against copying.
    Hidden,
}

#[derive(Debug)]
pub(super) struct Tables {
    elements: HashMap<&'static [u8], Element>,
    /// None for words that say nothing and are passed over.
    names: HashMap<&'static str, Option<Means>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::load().expect("a test loads the tables"));

impl Tables {
    pub(super) fn get() -> &'static Self {
        &TABLES
    }

    fn load() -> Result<Self, Error> {
        let text = include_str!("../../../data/read/elements.tsv");
        let table = Table::parse("read/elements.tsv", text, &["element", "does"])?;
        table.unique("element")?;
        let mut elements = HashMap::new();
        for (id, row) in table.rows().enumerate() {
            let does = row.need("does")?;
            let does = Does::ALL.iter().find(|(name, _)| *name == does).map(|(_, does)| *does);
            let does =
                does.ok_or_else(|| row.error(format!("{:?} is nothing an element does", row.get("does"))))?;
            let name = row.need("element")?;
            let id = u8::try_from(id).ok().filter(|&id| usize::from(id) < Element::MOST);
            let element = Element {
                id: id.ok_or_else(|| row.error("too many elements"))?,
                does,
                level: if does == Does::Heading { name.as_bytes()[1] - b'0' } else { 0 },
                paragraph: name == "p",
                listed: matches!(name, "dd" | "dt" | "option"),
                whole: matches!(name, "html" | "body"),
            };
            elements.insert(name.as_bytes(), element);
        }
        let text = include_str!("../../../data/read/frames.tsv");
        let table = Table::parse("read/frames.tsv", text, &["word", "means"])?;
        table.unique("word")?;
        let mut names = HashMap::new();
        for row in table.rows() {
            let means = match row.need("means")? {
                "frame" => Some(Means::Block(Markup::Frame)),
                "main" => Some(Means::Block(Markup::Main)),
                "hidden" => Some(Means::Hidden),
                "part" => None,
                other => return Err(row.error(format!("{other:?} is not frame, main, hidden or part"))),
            };
            names.insert(row.need("word")?, means);
        }
        Ok(Self { elements, names })
    }

    /// The element of that name in lower case.
    pub(super) fn element(&self, name: &[u8]) -> Option<Element> {
        self.elements.get(name).copied()
    }

    /// What a class, an id or a role says: what all of its names say that say anything.
    pub(super) fn meaning(&self, value: &[u8]) -> Option<Means> {
        let value = std::str::from_utf8(value).ok()?;
        let mut said = None;
        for means in value.split_ascii_whitespace().filter_map(|name| self.name(name)) {
            if said.is_some_and(|s| s != means) {
                return None;
            }
            said = Some(means);
        }
        said
    }

    /// What one name says: its last word that says anything (`pages_content` is content, `content-nav` navigation,
    /// `navBox` navigation). A name that is a word as a whole (`maincontent`) is found as such.
    fn name(&self, name: &str) -> Option<Means> {
        let mut end = name.len();
        let mut word = name.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase();
        if let Some(whole) = self.names.get(word.as_str()) {
            return *whole;
        }
        // From the back; a word begins behind a mark, or with a capital behind a small letter.
        while end > 0 {
            let bytes = name.as_bytes();
            let mut start = end;
            while start > 0 && bytes[start - 1].is_ascii_alphanumeric() {
                start -= 1;
                if start > 0 && bytes[start].is_ascii_uppercase() && bytes[start - 1].is_ascii_lowercase() {
                    break;
                }
            }
            if start == end {
                // A mark, or a byte of a character beyond ASCII.
                end -= 1;
                continue;
            }
            word.clear();
            word.push_str(name[start..end].trim_end_matches(|c: char| c.is_ascii_digit()));
            word.make_ascii_lowercase();
            match self.names.get(word.as_str()) {
                Some(Some(means)) => return Some(*means),
                Some(None) => {}
                None if word.is_empty() => {}
                None => return None,
            }
            end = start;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_well_formed() {
        let tables = Tables::load().unwrap();
        assert!(tables.elements.len() >= 90 && tables.names.len() >= 100);
    }

    #[test]
    fn what_names_say() {
        let (frame, main) = (Some(Means::Block(Markup::Frame)), Some(Means::Block(Markup::Main)));
        for (name, means) in [
            ("pages_content", main),
            ("UCAP-CONTENT", main),
            ("TRS_Editor", main),
            ("content-nav", frame),
            ("leftNavBox", frame),
            ("article_content clearfix", main),
            ("zoom", main),
            ("footer-inner2", frame),
            ("nav content", None),
            ("js_content", main),
            ("meta_content", frame),
            ("postmessage_120", main),
            ("rich_media_content ", main),
            ("MsoNormal", None),
            ("title", None),
            ("contented", None),
            ("导航-nav", frame),
            ("jammer", Some(Means::Hidden)),
            ("", None),
            ("--", None),
            ("box", None),
        ] {
            assert_eq!(Tables::get().meaning(name.as_bytes()), means, "{name}");
        }
    }
}
