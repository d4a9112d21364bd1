//! The signs that serve as blanks.

/// A sort of sign. Signs of one sort side by side are one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// x, X, ×
    Cross,
    /// *
    Star,
    /// _
    Line,
    /// ○, which is a zero as well
    Circle,
    /// □
    Box,
    /// △, ☆, ●: bullets more often than blanks
    Shape,
    /// ~
    Tilde,
    /// -, in years and listed words
    Dash,
    /// 某
    Some,
    /// ^, in listed words
    Caret,
}

/// The signs of each sort. Among the crosses are look-alikes: Cyrillic ha and the Roman numeral.
pub(super) const SIGNS: [(Sign, &str); 10] = [
    (Sign::Cross, "xX×ｘＸ✕╳✖хХⅹ"),
    (Sign::Star, "*＊﹡∗"),
    (Sign::Line, "_＿"),
    (Sign::Circle, "○〇◯◎"),
    (Sign::Box, "□■"),
    (Sign::Shape, "△▲☆★●"),
    (Sign::Tilde, "~～"),
    (Sign::Dash, "-－—–"),
    (Sign::Some, "某"),
    (Sign::Caret, "^"),
];

impl Sign {
    pub(super) fn of(c: char) -> Option<Self> {
        Some(match c {
            'x' | 'X' | '×' => Self::Cross,
            '*' => Self::Star,
            '_' => Self::Line,
            '-' => Self::Dash,
            '某' => Self::Some,
            // No other Chinese character is one.
            '\u{3400}'..='\u{9FFF}' | '\0'..='\x5D' | '\x60'..='\x7D' => return None,
            _ => return SIGNS.iter().find(|(_, signs)| signs.contains(c)).map(|&(sign, _)| sign),
        })
    }
}

/// ○ in a year is a zero.
pub(super) fn is_zero(sign: Sign, c: char) -> bool {
    sign == Sign::Circle && c != '◯'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_is_of_its_sort() {
        for (sign, signs) in SIGNS {
            for c in signs.chars() {
                assert_eq!(Sign::of(c), Some(sign), "{c}");
            }
        }
        for c in "件年0a%。，、（）一𠀀".chars() {
            assert_eq!(Sign::of(c), None, "{c}");
        }
    }
}
