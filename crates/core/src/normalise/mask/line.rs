//! A line of text, for looking both ways from a place in it.

use super::super::script::simplified;
use super::bold;
use super::sign::Sign;
use crate::document::MaskKind;
use memchr::{memchr, memrchr};
use std::cell::OnceCell;

/// Longest line that is a name, in characters: the title of a page.
const NAME: usize = 80;
/// How far a word in Latin letters is looked along, in bytes.
const FOREIGN: usize = 48;

/// A line; positions are bytes of the whole text.
#[derive(Debug)]
pub(super) struct Line<'t> {
    text: &'t str,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the marks of Markdown begin that stand around words. Found when asked for.
    bold: OnceCell<Vec<usize>>,
    name: OnceCell<bool>,
    rule: OnceCell<bool>,
}

impl<'t> Line<'t> {
    /// The line around byte `at`; no line feed is looked for before `from`.
    pub(super) fn around(text: &'t str, at: usize, from: usize) -> Self {
        let bytes = text.as_bytes();
        let start = memrchr(b'\n', &bytes[from..at]).map_or(from, |i| from + i + 1);
        let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |i| at + i);
        Self { text, start, end, bold: OnceCell::new(), name: OnceCell::new(), rule: OnceCell::new() }
    }

    pub(super) fn text(&self) -> &'t str {
        &self.text[self.start..self.end]
    }

    /// What follows in the line.
    pub(super) fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..self.end).unwrap_or_default()
    }

    fn head(&self, at: usize) -> &'t str {
        self.text.get(self.start..at).unwrap_or_default()
    }

    /// The character before `at`.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.head(at).chars().next_back()
    }

    /// The character at `at`.
    pub(super) fn after(&self, at: usize) -> Option<char> {
        self.rest(at).chars().next()
    }

    /// In Simplified form, for the tables.
    pub(super) fn plain_before(&self, at: usize) -> Option<char> {
        self.before(at).map(simplified)
    }

    /// The characters from `at` on in Simplified form, to the end of the line; of the next, where
    /// [`Line::over_break`] has passed a line feed.
    pub(super) fn plain_from(&self, at: usize) -> impl Iterator<Item = char> + 't {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.chars().take_while(|&c| c != '\n').map(|c| if is_han(c) { simplified(c) } else { c })
    }

    /// The first of them.
    pub(super) fn plain_after(&self, at: usize) -> Option<char> {
        self.plain_from(at).next()
    }

    /// Where the word behind a mask begins: over one space, and over the end of the line where a mask stands last in a
    /// sentence that was broken there.
    pub(super) fn over_break(&self, at: usize) -> usize {
        let rest = self.rest(at);
        if rest.starts_with(' ')
            && rest[1..].starts_with(is_han)
            && self.head(at).ends_with(|c| Sign::of(c).is_some())
        {
            return at + 1;
        }
        if at == self.end && at < self.text.len() {
            let blank = self.head(at).trim_end_matches(|c| Sign::of(c).is_some());
            if blank.len() < self.head(at).len() && blank.ends_with(is_han) {
                return at + 1;
            }
        }
        at
    }

    /// Whether `word` stands at `at`.
    pub(super) fn has(&self, at: usize, word: &str) -> bool {
        self.skip(at, word).is_some()
    }

    /// Where `word` ends if it stands at `at`; Traditional characters may be longer than those of the word.
    pub(super) fn skip(&self, at: usize, word: &str) -> Option<usize> {
        let mut rest = self.text.get(at..)?.chars();
        let mut end = at;
        for wanted in word.chars() {
            let c = rest.next().filter(|&c| is_written(c, wanted))?;
            end += c.len_utf8();
        }
        Some(end)
    }

    /// Whether `word` ends before `at`.
    pub(super) fn ends(&self, at: usize, word: &str) -> bool {
        let mut head = self.head(at).chars().rev();
        word.chars().rev().all(|wanted| head.next().is_some_and(|c| is_written(c, wanted)))
    }

    /// Where the run of signs ends that begins at `at`, and how many they are.
    pub(super) fn run(&self, at: usize, sign: Sign) -> (usize, usize) {
        let mut end = at;
        let mut run = 0;
        for c in self.rest(at).chars().take_while(|&c| Sign::of(c) == Some(sign)) {
            end += c.len_utf8();
            run += 1;
        }
        (end, run)
    }

    /// Where the mask ends that reaches to `end`, if a point and further blanks follow: `x.x`.
    pub(super) fn decimals(&self, end: usize, sign: Sign) -> usize {
        let Some(point) = self.after(end).filter(|c| matches!(c, '.' | '．')) else { return end };
        match self.run(end + point.len_utf8(), sign) {
            (_, 0) => end,
            (behind, _) => behind,
        }
    }

    /// Whether a mask or a digit and a point or dash stand before `at`, as in a numeric date.
    pub(super) fn is_dotted(&self, at: usize) -> bool {
        let mut before = self.head(at).chars().rev();
        before.next().is_some_and(|c| matches!(c, '.' | '-' | '/'))
            && before.next().is_some_and(|c| {
                c.is_ascii_digit() || matches!(Sign::of(c), Some(Sign::Cross | Sign::Star | Sign::Line))
            })
    }

    /// Whether the run from `at` to `end` is part of a word in Latin letters or an address: `max`, `a_b`, `x.com`.
    /// Signs that serve as blanks are no letters here.
    pub(super) fn is_foreign(&self, at: usize, end: usize) -> bool {
        let joins = |b: &u8| b.is_ascii_graphic() && !b",;()[]{}\"'%*~!?|".contains(b);
        let letter = |b: u8| b.is_ascii_alphabetic() && !matches!(b, b'x' | b'X');
        let before = self.head(at).bytes().rev().take(FOREIGN).take_while(joins);
        let after = self.rest(end).bytes().take(FOREIGN).take_while(joins);
        before.chain(after).any(letter)
    }

    /// Whether the run from `at` to `end` belongs to a mark of Markdown, a bullet, or a rule of signs. `hides` tells
    /// what the word at a place says of a mask before it.
    pub(super) fn is_furniture(
        &self,
        at: usize,
        end: usize,
        hides: impl Fn(usize) -> Option<MaskKind>,
    ) -> bool {
        let rest = self.rest(at);
        let single = rest.chars().next().is_some_and(|c| end == at + c.len_utf8());
        let bullet = single
            && self.after(end).is_some_and(char::is_whitespace)
            && self.head(at).chars().all(char::is_whitespace);
        bullet
            || *self.rule.get_or_init(|| {
                self.text().chars().all(|c| Sign::of(c).is_some() || c.is_whitespace() || c == '|')
            })
            || (end == at + 2
                && matches!(rest.as_bytes(), [b'*', b'*', ..] | [b'_', b'_', ..] | [b'~', b'~', ..])
                && self.bold.get_or_init(|| bold::marks(self, hides)).binary_search(&at).is_ok())
    }

    /// Whether the line is a name and no sentence: there `_` sets the parts of a page's title apart.
    pub(super) fn is_name(&self) -> bool {
        *self.name.get_or_init(|| {
            let mut chars = self.text().chars();
            !chars.by_ref().take(NAME).any(|c| matches!(c, '。' | '，' | '；' | '：' | '、' | '！' | '？'))
                && chars.next().is_none()
        })
    }
}

/// Whether a character is the one that a table asks for, in either script.
fn is_written(c: char, wanted: char) -> bool {
    c == wanted || (is_han(c) && simplified(c) == wanted)
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

/// Marks that words and masks stand between.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '《'
            | '》'
            | '（'
            | '）'
            | '('
            | ')'
            | '【'
            | '】'
            | ','
            | ';'
            | ':'
    )
}

pub(super) fn is_text(c: char) -> bool {
    is_han(c) || is_mark(c)
}

pub(super) fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千' | '零' | '两'
    )
}

/// Whether words end here: at the end of the line, at a mark, at a space.
pub(super) fn is_boundary(c: Option<char>) -> bool {
    c.is_none_or(|c| c.is_whitespace() || is_mark(c) || matches!(c, '!' | '?' | '.'))
}
