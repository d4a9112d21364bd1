//! The signs that serve as blanks, and the search for characters of a set.

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

/// A set of characters of the basic plane, a bit each.
#[derive(Clone, Debug)]
pub(super) struct Chars(Box<[u64; 1024]>);

impl Default for Chars {
    fn default() -> Self {
        Self(Box::new([0; 1024]))
    }
}

impl Extend<char> for Chars {
    fn extend<I: IntoIterator<Item = char>>(&mut self, chars: I) {
        for code in chars.into_iter().map(u32::from).filter(|&code| code < 0x1_0000) {
            self.0[code as usize / 64] |= 1 << (code % 64);
        }
    }
}

impl Chars {
    fn has_code(&self, code: u32) -> bool {
        // Four-byte characters have codes beyond the set.
        self.0.get(code as usize / 64).is_some_and(|bits| bits >> (code % 64) & 1 != 0)
    }

    pub(super) fn has(&self, c: char) -> bool {
        self.has_code(c as u32)
    }

    /// The first character of the set in `text` from byte `from` on.
    ///
    /// Walks the bytes of valid UTF-8 itself, as decoding into `char` takes twice the time; this is the one loop that
    /// every character of every page runs through.
    pub(super) fn next_in(&self, text: &str, from: usize) -> Option<(usize, char)> {
        let bytes = text.as_bytes();
        let mut at = from;
        while let Some(&lead) = bytes.get(at) {
            let (code, length) = match (lead, bytes.get(at + 1), bytes.get(at + 2)) {
                (0..0x80, ..) => (u32::from(lead), 1),
                (0xC0..0xE0, Some(&b), _) => (u32::from(lead & 0x1F) << 6 | u32::from(b & 0x3F), 2),
                (0xE0..0xF0, Some(&b), Some(&c)) => {
                    (u32::from(lead & 0x0F) << 12 | u32::from(b & 0x3F) << 6 | u32::from(c & 0x3F), 3)
                }
                _ => (u32::MAX, 4),
            };
            if self.has_code(code) {
                return text[at..].chars().next().map(|c| (at, c));
            }
            at += length;
        }
        None
    }
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

    #[test]
    fn a_set_is_searched() {
        let mut set = Chars::default();
        set.extend("x×某𠀀".chars());
        let text = "a𠀀é件xb×某";
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((at, c)) = set.next_in(text, from) {
            found.push(c);
            from = at + c.len_utf8();
        }
        assert_eq!(found, ['x', '×', '某']);
    }
}
