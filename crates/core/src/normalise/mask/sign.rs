//! The signs that serve as blanks.

/// A sort of sign. Signs of one sort side by side are one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::normalise) enum Sign {
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

/// All signs.
pub(super) const SIGNS: &str = "xX×ｘＸ✕╳✖хХⅹ*＊﹡∗_＿○〇◯◎□■△▲☆★●~～-－—–某^";

impl Sign {
    pub(in crate::normalise) fn of(c: char) -> Option<Self> {
        Some(match c {
            // Among the crosses are look-alikes: Cyrillic ha and the Roman numeral.
            'x' | 'X' | '×' | 'ｘ' | 'Ｘ' | '✕' | '╳' | '✖' | 'х' | 'Х' | 'ⅹ' => Self::Cross,
            '*' | '＊' | '﹡' | '∗' => Self::Star,
            '_' | '＿' => Self::Line,
            '○' | '〇' | '◯' | '◎' => Self::Circle,
            '□' | '■' => Self::Box,
            '△' | '▲' | '☆' | '★' | '●' => Self::Shape,
            '~' | '～' => Self::Tilde,
            '-' | '－' | '—' | '–' => Self::Dash,
            '某' => Self::Some,
            '^' => Self::Caret,
            _ => return None,
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
    fn every_sign_is_of_a_sort_and_no_other_character_is() {
        for c in '\0'..=char::MAX {
            assert_eq!(Sign::of(c).is_some(), SIGNS.contains(c), "{c}");
        }
    }
}
