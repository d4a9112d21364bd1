//! Folding of forms that mean the same: full-width digits and letters, compatibility ideographs, radicals.
//!
//! A selection, never NFKC as a whole: that would turn ① into 1, ㎡ into m2, … into three points and ， into a
//! comma. Every fold is one character for one. `build.rs` compiles `width.tsv` into a table of characters.

use super::script::WIDTH;
use crate::offsets::{EditKind, Rewriter, Round};

/// The folds of a text.
pub(super) fn fold(text: &str) -> Option<Round> {
    let mut out = Rewriter::new(text);
    WIDTH.convert(text, 0..text.len(), EditKind::Width, &mut out, |_, _| true);
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offsets::Normalised;
    use crate::tables::{Row, Table};

    /// The rows of the table, characters or `U+` numbers.
    fn rows() -> Vec<(char, char, String)> {
        let table =
            Table::parse("width.tsv", include_str!("../../data/normalise/width.tsv"), &["from", "to", "why"]);
        let one = |cell: &str| match cell.strip_prefix("U+") {
            Some(hex) => char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap(),
            None => cell.chars().next().unwrap(),
        };
        let row = |r: Row<'_, '_>| (one(r.get("from")), one(r.get("to")), r.get("why").to_owned());
        table.unwrap().rows().map(row).collect()
    }

    fn folded(text: &str) -> String {
        let mut normal = Normalised::identity(text);
        normal.then_round(fold(text));
        normal.text().to_owned()
    }

    #[test]
    fn the_table_is_whole() {
        let rows = rows();
        let count = |why: &str| rows.iter().filter(|row| row.2 == why).count();
        assert_eq!(count("Kangxi radical"), 214);
        assert_eq!(count("CJK radical"), 114);
        assert_eq!(count("compatibility ideograph"), 460 + 542);
        for &(from, to, _) in &rows {
            assert_eq!(folded(&format!("前{from}后")), format!("前{to}后"), "U+{:04X}", from as u32);
            assert_eq!(folded(&to.to_string()), to.to_string(), "folds do not chain");
        }
    }

    #[test]
    fn folds_and_what_stays() {
        for (text, expected) in [
            ("２０２４年ＧＤＰ增ｘｘ", "2024年GDP增xx"),
            ("甲\u{3000}乙\u{A0}丙", "甲 乙 丙"),
            ("﹐﹑｡", "，、。"),
            ("国发﹝2003﹞5号，︵试行︶", "国发〔2003〕5号，（试行）"),
            ("⽂件⼯作⺠生⻓期⻜跃⻣干", "文件工作民生长期飞跃骨干"),
            ("\u{F9B4}\u{F967}", "領不"),
            ("①⑴⒈㎡½…，。（）％：；！？～", "①⑴⒈㎡½…，。（）％：；！？～"),
        ] {
            assert_eq!(folded(text), expected);
        }
    }
}
