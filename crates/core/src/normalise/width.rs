//! Folding of forms that mean the same: full-width digits and letters, compatibility ideographs, radicals.
//!
//! A selection, never NFKC as a whole: that would turn ① into 1, ㎡ into m2, … into three points and ， into a
//! comma. Every fold is one character for one.

use crate::error::Error;
use crate::offsets::{Edit, EditKind};
use crate::span::{Normal, Span};
use crate::tables::Table;
use std::collections::HashMap;

/// The table of folds, and the full-width forms that are folded by arithmetic.
#[derive(Debug)]
pub(super) struct Folds {
    table: HashMap<char, char>,
}

impl Folds {
    pub(super) fn load() -> Result<Self, Error> {
        let table = Table::parse(
            "normalise/width.tsv",
            include_str!("../../data/normalise/width.tsv"),
            &["from", "to", "why"],
        )?;
        table.unique("from")?;
        let mut folds = HashMap::new();
        for row in table.rows() {
            let one = |column| {
                let code = row.need(column)?;
                let mut chars = code.chars();
                match (chars.next(), chars.next(), code.strip_prefix("U+")) {
                    (_, _, Some(hex)) => u32::from_str_radix(hex, 16).ok().and_then(char::from_u32),
                    (Some(c), None, None) => Some(c),
                    _ => None,
                }
                .ok_or_else(|| row.error(format!("{code:?} is not one character")))
            };
            folds.insert(one("from")?, one("to")?);
        }
        Ok(Self { table: folds })
    }

    /// What `c` is folded to.
    fn fold(&self, c: char) -> Option<char> {
        match c {
            '\0'..='\u{9F}' | '\u{3001}'..='\u{9FFF}' => None,
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xFEE0),
            _ => self.table.get(&c).copied(),
        }
    }

    /// The folds of a text.
    pub(super) fn edits(&self, text: &str) -> Vec<Edit<Normal>> {
        let fold = |(at, c): (usize, char)| {
            let to = self.fold(c)?;
            Some(Edit::new(Span::new(at, at + c.len_utf8()), to.to_string(), EditKind::Width))
        };
        text.char_indices().filter_map(fold).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offsets::Normalised;

    #[test]
    fn folds_and_what_stays() {
        let folds = Folds::load().unwrap();
        assert!(folds.table.len() > 600, "{}", folds.table.len());
        for (text, folded) in [
            ("２０２４年ＧＤＰ增ｘｘ", "2024年GDP增xx"),
            ("甲\u{3000}乙\u{A0}丙", "甲 乙 丙"),
            ("﹐﹑｡", "，、。"),
            ("⽂件⼯作⺠生⻓期", "文件工作民生长期"),
            ("\u{F9B4}\u{F967}", "領不"),
            ("①⑴⒈㎡½…，。（）％：；！？～", "①⑴⒈㎡½…，。（）％：；！？～"),
        ] {
            let mut normal = Normalised::identity(text);
            normal.then(folds.edits(text));
            assert_eq!(normal.text(), folded);
        }
    }
}
