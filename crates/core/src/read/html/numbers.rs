//! Numbers of list items, which markup leaves to the browser.
//!
//! The reader of `<ol><li>目标<li>措施</ol>` sees 1. 目标 and 2. 措施, and the outline needs them as he does. So they
//! are written, as `start`, `value`, `reversed`, `type` and an inline `list-style` say; not in frames, not before a
//! link (menus and lists of links hide them), and not where the text brings its own number. Bullets are not written.

/// How a list is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    None,
    Decimal,
    Lower,
    Upper,
    LowerRoman,
    UpperRoman,
    Chinese,
}

impl Style {
    /// Of the attribute `type`.
    pub(super) fn of_type(value: &[u8]) -> Option<Self> {
        Some(match value {
            b"1" => Self::Decimal,
            b"a" => Self::Lower,
            b"A" => Self::Upper,
            b"i" => Self::LowerRoman,
            b"I" => Self::UpperRoman,
            _ => return None,
        })
    }

    /// Of a word of `list-style` or `list-style-type`.
    pub(super) fn of_css(word: &str) -> Option<Self> {
        Some(match word {
            "none" => Self::None,
            "decimal" | "decimal-leading-zero" => Self::Decimal,
            "lower-alpha" | "lower-latin" => Self::Lower,
            "upper-alpha" | "upper-latin" => Self::Upper,
            "lower-roman" => Self::LowerRoman,
            "upper-roman" => Self::UpperRoman,
            "cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal" | "simp-chinese-formal" => {
                Self::Chinese
            }
            _ => return None,
        })
    }
}

/// A numbered list that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    next: i32,
    step: i32,
    style: Style,
}

impl List {
    pub(super) fn new(start: Option<i32>, reversed: bool, style: Style) -> Self {
        Self { next: start.unwrap_or(1), step: if reversed { -1 } else { 1 }, style }
    }

    /// A list without numbers.
    pub(super) fn bullets() -> Self {
        Self::new(None, false, Style::None)
    }

    /// The number of the next item.
    pub(super) fn number(&mut self, value: Option<i32>) -> Option<String> {
        let n = value.unwrap_or(self.next);
        self.next = n.saturating_add(self.step);
        Some(match (self.style, u32::try_from(n)) {
            (Style::None, _) => return None,
            (Style::Lower, Ok(n @ 1..=26)) => format!("{}. ", char::from(b'a' + n as u8 - 1)),
            (Style::Upper, Ok(n @ 1..=26)) => format!("{}. ", char::from(b'A' + n as u8 - 1)),
            (Style::LowerRoman, Ok(n @ 1..=3999)) => format!("{}. ", roman(n).to_ascii_lowercase()),
            (Style::UpperRoman, Ok(n @ 1..=3999)) => format!("{}. ", roman(n)),
            (Style::Chinese, Ok(n @ 1..=99)) => format!("{}、", chinese(n)),
            _ => format!("{n}. "),
        })
    }
}

fn roman(mut n: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while n >= value {
            out.push_str(sign);
            n -= value;
        }
    }
    out
}

/// A number below a hundred.
fn chinese(n: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (n as usize / 10, DIGITS[n as usize % 10]);
    match tens {
        0 => ones.to_owned(),
        1 => format!("十{ones}"),
        _ => format!("{}十{ones}", DIGITS[tens]),
    }
}

/// Whether the text of an item brings its own number: `1、`, `（二）`, `第三`, `④`, `一是`.
pub(super) fn is_numbered(text: &str) -> bool {
    const NUMERALS: &str = "〇一二三四五六七八九十百0123456789０１２３４５６７８９";
    let rest = text.trim_start_matches(['（', '(', '第', '[', '【', '附']);
    let after = rest.trim_start_matches(|c| NUMERALS.contains(c));
    let own = rest.len() < text.len();
    match after.chars().next() {
        Some('①'..='⒛' | '㈠'..='㈩' | '❶'..='❿') => true,
        _ if after.len() == rest.len() => false,
        None => true,
        Some(next) => own || "、.．,，)）:： 是要".contains(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_all_styles() {
        let mut list = List::new(Some(9), false, Style::Chinese);
        let mut next = || list.number(None).unwrap();
        assert_eq!([next(), next(), next()], ["九、", "十、", "十一、"]);
        let all = |style, n| List::new(Some(n), false, style).number(None).unwrap_or_default();
        assert_eq!(all(Style::UpperRoman, 1994), "MCMXCIV. ");
        assert_eq!((all(Style::Lower, 3), all(Style::Lower, 27)), ("c. ".into(), "27. ".into()));
        assert_eq!((all(Style::Chinese, 40), all(Style::None, 1)), ("四十、".into(), String::new()));
        let mut down = List::new(Some(2), true, Style::Decimal);
        assert_eq!(
            [down.number(None), down.number(Some(7)), down.number(None)].map(Option::unwrap),
            ["2. ", "7. ", "6. "]
        );
        assert!(List::new(Some(i32::MAX), false, Style::Decimal).number(None).is_some());
    }

    #[test]
    fn what_brings_its_own_number() {
        for text in ["1、抓", "（二）抓", "(3)抓", "第四，抓", "⑤抓", "六是抓", "7", "2.抓", "12．抓"]
        {
            assert!(is_numbered(text), "{text}");
        }
        for text in ["2024年", "抓", "三农工作", "", "一体化", "5%"] {
            assert!(!is_numbered(text), "{text}");
        }
    }
}
