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

    #[test]
    fn folds_and_what_stays() {
        for (text, folded) in [
            ("２０２４年ＧＤＰ增ｘｘ", "2024年GDP增xx"),
            ("甲\u{3000}乙\u{A0}丙", "甲 乙 丙"),
            ("﹐﹑｡", "，、。"),
            ("⽂件⼯作⺠生⻓期", "文件工作民生长期"),
            ("\u{F9B4}\u{F967}", "領不"),
            ("①⑴⒈㎡½…，。（）％：；！？～", "①⑴⒈㎡½…，。（）％：；！？～"),
        ] {
            let mut normal = Normalised::identity(text);
            normal.then_round(fold(text));
            assert_eq!(normal.text(), folded);
        }
    }
}
