//! What the attributes of a start tag say.

use super::elements::{Means, Tables};
use super::numbers::Style;
use crate::text::Markup;

/// The attribute whose value comes next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Name {
    #[default]
    Other,
    Naming,
    Style,
    Columns,
    Rows,
    Start,
    Value,
    Type,
}

/// What was said so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Attributes {
    next: Name,
    named: Option<Means>,
    /// Two names say different things: neither is believed.
    torn: bool,
    pub(super) hidden: bool,
    pub(super) bold: bool,
    pub(super) reversed: bool,
    pub(super) columns: u16,
    pub(super) rows: u16,
    pub(super) start: Option<i32>,
    pub(super) value: Option<i32>,
    pub(super) style: Option<Style>,
}

impl Attributes {
    /// What the class and the id say of a block.
    pub(super) fn markup(&self) -> Option<Markup> {
        match self.named {
            Some(Means::Block(markup)) if !self.torn => Some(markup),
            _ => None,
        }
    }

    pub(super) fn name(&mut self, name: &[u8]) {
        self.next = match name {
            b"class" | b"id" | b"role" => Name::Naming,
            b"style" => Name::Style,
            b"colspan" => Name::Columns,
            b"rowspan" => Name::Rows,
            b"start" => Name::Start,
            b"value" => Name::Value,
            b"type" => Name::Type,
            _ => Name::Other,
        };
        self.hidden |= name == b"hidden";
        self.reversed |= name == b"reversed";
    }

    pub(super) fn value(&mut self, value: &[u8]) {
        let number = || std::str::from_utf8(value).ok().map(str::trim);
        match self.next {
            Name::Other => {}
            Name::Naming => match Tables::get().meaning(value) {
                Some(Means::Hidden) => self.hidden = true,
                Some(means) => {
                    self.torn |= self.named.is_some_and(|n| n != means);
                    self.named = Some(means);
                }
                None => {}
            },
            Name::Style => self.css(value),
            Name::Columns => self.columns = number().and_then(|n| n.parse().ok()).unwrap_or(1),
            Name::Rows => self.rows = number().and_then(|n| n.parse().ok()).unwrap_or(1),
            Name::Start => self.start = number().and_then(|n| n.parse().ok()),
            Name::Value => self.value = number().and_then(|n| n.parse().ok()),
            Name::Type => self.style = Style::of_type(value).or(self.style),
        }
    }

    /// An inline style: whether it hides, whether its type is bold, how it numbers.
    ///
    /// `visibility: hidden` and `opacity: 0` keep a place for what a script will show, such as the text of a page
    /// that is still loading; they hide nothing here.
    fn css(&mut self, value: &[u8]) {
        let Ok(value) = std::str::from_utf8(value) else { return };
        for (property, value) in value.split(';').filter_map(|rule| rule.split_once(':')) {
            let is = |name: &str| property.trim().eq_ignore_ascii_case(name);
            let value = value.trim();
            if is("display") {
                self.hidden |= value.get(..4).is_some_and(|v| v.eq_ignore_ascii_case("none"));
            } else if is("font-weight") {
                let heavy = value.parse().is_ok_and(|weight: u32| weight >= 600);
                self.bold |= heavy || value.get(..4).is_some_and(|v| v.eq_ignore_ascii_case("bold"));
            } else if is("list-style") || is("list-style-type") {
                let style =
                    value.split_ascii_whitespace().find_map(|w| Style::of_css(&w.to_ascii_lowercase()));
                self.style = style.or(self.style);
            }
        }
    }
}
