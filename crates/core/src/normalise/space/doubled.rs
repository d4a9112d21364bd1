//! Marks of punctuation that were written twice.

use super::is_clause_mark;
use crate::error::Error;
use crate::normalise::chars::Chars;
use crate::offsets::{Edit, EditKind};
use crate::span::{Normal, Span};
use crate::tables::Table;

/// Marks of punctuation written twice.
#[derive(Debug)]
pub(in crate::normalise) struct Doubled {
    /// All marks of the table.
    marks: Chars,
    /// Each pair, and what is meant.
    pairs: Vec<(&'static str, &'static str)>,
}

impl Doubled {
    pub(in crate::normalise) fn load() -> Result<Self, Error> {
        let table = Table::parse(
            "normalise/doubled.tsv",
            include_str!("../../../data/normalise/doubled.tsv"),
            &["marks", "becomes"],
        )?;
        table.unique("marks")?;
        let (mut marks, mut pairs) = (Chars::default(), Vec::new());
        for row in table.rows() {
            let pair = row.need("marks")?;
            if pair.chars().count() != 2 || !pair.as_bytes().first_chunk().is_some_and(|&b| may_be_doubled(b))
            {
                return Err(row.error("not a pair of full-width marks"));
            }
            marks.extend(pair.chars());
            pairs.push((pair, row.need("becomes")?));
        }
        Ok(Self { marks, pairs })
    }

    /// The edits that write doubled marks once. Three of a mark and more are meant, and so is what opens a line.
    pub(in crate::normalise) fn edits(&self, text: &str) -> Vec<Edit<Normal>> {
        let mut edits = Vec::new();
        // Where the last mark ended, and where it began.
        let (mut end, mut start) = (usize::MAX, 0);
        for (at, c) in self.marks.sieved(text, may_be_doubled) {
            let behind = at + c.len_utf8();
            if at == end {
                let word = |c: char| !is_clause_mark(c) && !c.is_whitespace();
                let alone = text[..start].chars().next_back().is_some_and(word)
                    && !text[behind..].starts_with(is_clause_mark);
                let pair = self.pairs.iter().find(|(pair, _)| *pair == &text[start..behind]);
                if let Some((_, with)) = pair.filter(|_| alone) {
                    edits.push(Edit::new(Span::new(start, behind), *with, EditKind::Space));
                }
            }
            (start, end) = (at, behind);
        }
        edits
    }
}

/// Whether two marks of three bytes may begin with these bytes.
fn may_be_doubled([a, b, _, d]: [u8; 4]) -> bool {
    ((a == 0xEF) | (a == 0xE3)) & ((b == 0xBC) | (b == 0x80)) & ((d == 0xEF) | (d == 0xE3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offsets::Normalised;

    #[test]
    fn doubled_marks_are_written_once() {
        let doubled = Doubled::load().unwrap();
        let once = |text: &str| {
            let mut normal = Normalised::identity(text);
            normal.then(doubled.edits(text));
            normal.text().to_owned()
        };
        for (text, written) in [
            ("抓好生产，，促进就业。。", "抓好生产，促进就业。"),
            ("煤炭、、电力；；交通", "煤炭、电力；交通"),
            ("煤炭、，电力，。", "煤炭、电力。"),
        ] {
            assert_eq!(once(text), written);
        }
        for text in [
            "等等。。。",
            "未完……",
            "说明——",
            "好！！",
            "真的？！",
            "：、一",
            "、、一",
            "\n、。五年",
            "三,,,",
        ] {
            assert_eq!(once(text), text);
        }
    }
}
