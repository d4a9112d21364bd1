//! Traditional ↔ Simplified by longest match, and which script a line is written in.
//!
//! The dictionaries are OpenCC's, compiled by `build.rs` into static tables (see [`table`]). On top of them stand
//! our own corrections (`corrections.tsv`), and two rules that look at the line: a character that Simplified text
//! has too (乾, 瞭, 拚) is left alone on a Simplified line, as is one that Traditional text has too (后, 里, 干) on a
//! Traditional line; and 著 is the aspect mark 着 on a Traditional line, but in the words of `aspect.tsv`. Linear in
//! the text.

mod aspect;
mod signs;
mod table;

pub(super) use aspect::Aspect;
pub(super) use signs::{is_traditional, page_script};
pub(super) use tables::WIDTH;

use super::{Target, Vocabulary};
use crate::document::Script;
use crate::offsets::{EditKind, Normalised, Rewriter, Round};
use signs::Signs;
use std::ops::Range;
use table::ScriptTable;

/// What `build.rs` wrote.
mod tables {
    use super::table::{ScriptTable, Start};
    include!(concat!(env!("OUT_DIR"), "/script.rs"));
}

/// What Traditional → Simplified makes of a single character, phrases apart; itself where nothing changes.
pub(super) fn simplified(c: char) -> char {
    tables::T2S.single(c).unwrap_or(c)
}

/// A character in its usual width.
pub(super) fn in_usual_width(c: char) -> char {
    tables::WIDTH.single(c).unwrap_or(c)
}

/// Whether the line decides what Traditional → Simplified makes of a character.
pub(super) fn is_doubtful(c: char) -> bool {
    c == '著' || signs::is_shared(c)
}

/// The scripts of the lines of a text; looks at each line once.
struct Lines<'t> {
    text: &'t str,
    /// The line last looked at, and its signs.
    line: Range<usize>,
    signs: Signs,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, line: 0..0, signs: Signs::default() }
    }

    /// The signs of the line that holds `at`.
    fn signs(&mut self, at: usize) -> Signs {
        if !self.line.contains(&at) {
            let start = memchr::memrchr(b'\n', &self.text.as_bytes()[..at]).map_or(0, |i| i + 1);
            let end = memchr::memchr(b'\n', &self.text.as_bytes()[at..]).map_or(self.text.len(), |i| at + i);
            self.signs = Signs::of(&self.text[start..end]);
            self.line = start..end;
        }
        self.signs
    }
}

fn simplify(text: &str, aspect: &Aspect) -> Option<Round> {
    let mut out = Rewriter::new(text);
    let mut lines = Lines::new(text);
    tables::T2S.convert(text, 0..text.len(), EditKind::Script, &mut out, |at, c| match c {
        '著' => lines.signs(at).is_mainly_traditional() && aspect.is_mark(text, at),
        _ => !signs::is_shared(c) || lines.signs(at).script() != Script::Simplified,
    });
    out.finish()
}

/// A line that is Traditional already stays as it is: what the dictionary would change there is meant so (皇后,
/// 說明了).
fn traditionalise(text: &str) -> Option<Round> {
    let mut out = Rewriter::new(text);
    let mut lines = Lines::new(text);
    tables::S2T.convert(text, 0..text.len(), EditKind::Script, &mut out, |at, _| {
        lines.signs(at).script() != Script::Traditional
    });
    out.finish()
}

/// Regional words. As in OpenCC, they do not reach into or out of the phrases of the other conversion, at whose
/// borders stand the `breaks`.
fn convert_region(table: &ScriptTable, text: &str, breaks: &[usize]) -> Option<Round> {
    let mut out = Rewriter::new(text);
    let mut done = 0;
    for &end in breaks.iter().chain([&text.len()]) {
        table.convert(text, done..end, EditKind::Script, &mut out, |_, _| true);
        done = end;
    }
    out.finish()
}

/// Where the phrases of a text begin and end.
fn breaks(table: &ScriptTable, text: &str) -> Vec<usize> {
    let mut breaks = Vec::new();
    table.phrases(text, |phrase| breaks.extend([phrase.start, phrase.end]));
    breaks
}

/// Converts a text that glosses and spaces have left already.
pub(super) fn apply(normal: &mut Normalised, to: Target, vocabulary: Option<Vocabulary>, aspect: &Aspect) {
    match to {
        Target::Simplified => {
            let region = vocabulary.map(|v| match v {
                Vocabulary::Taiwan => &tables::TAIWAN_IN,
                Vocabulary::HongKong => &tables::HONG_KONG_IN,
            });
            if let Some(table) = region {
                let breaks = breaks(&tables::T2S, normal.text());
                normal.then_round(convert_region(table, normal.text(), &breaks));
            }
            normal.then_round(simplify(normal.text(), aspect));
        }
        Target::Traditional => {
            let region = vocabulary.map(|v| match v {
                Vocabulary::Taiwan => &tables::TAIWAN_OUT,
                Vocabulary::HongKong => &tables::HONG_KONG_OUT,
            });
            let round = traditionalise(normal.text());
            let mut breaks = region.map(|_| breaks(&tables::S2T, normal.text())).unwrap_or_default();
            if let Some(round) = &round {
                breaks.iter_mut().for_each(|at| *at = round.moved(*at));
            }
            normal.then_round(round);
            if let Some(table) = region {
                normal.then_round(convert_region(table, normal.text(), &breaks));
            }
        }
    }
}

#[cfg(test)]
mod tests;
