//! Sets of characters, and the search for them: what each step runs over a whole page before it looks closer.

/// Bytes that are sieved together.
const CHUNK: usize = 256;

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

    /// Whether the set has `c`.
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

    /// All characters of the set in `text`.
    pub(super) fn all_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, char)> + 'a {
        self.all_from(text, 0)
    }

    /// Those characters of the set in `text` that stand where `may` holds for four bytes in a row, and some that stand near
    /// by. Tests without branches, so that many bytes are compared at a time: for sets that most pages have little of.
    pub(super) fn sieved<'a>(
        &'a self,
        text: &'a str,
        may: impl Fn([u8; 4]) -> bool + Copy + 'a,
    ) -> impl Iterator<Item = (usize, char)> + 'a {
        let bytes = text.as_bytes();
        let boundary = |mut at: usize| {
            while !text.is_char_boundary(at) {
                at += 1;
            }
            at
        };
        let begins = (0..bytes.len()).step_by(CHUNK);
        let kept = begins.filter(move |&begin| {
            let chunk = &bytes[begin..bytes.len().min(begin + CHUNK + 3)];
            let fours =
                chunk.iter().zip(chunk.iter().skip(1)).zip(chunk.iter().skip(2)).zip(chunk.iter().skip(3));
            // At the end stand bytes that no four begin with.
            begin + CHUNK + 3 > bytes.len()
                || fours.fold(false, |any, (((&a, &b), &c), &d)| any | may([a, b, c, d]))
        });
        kept.flat_map(move |begin| {
            self.all_from(&text[..boundary(bytes.len().min(begin + CHUNK))], boundary(begin))
        })
    }

    /// All characters of the set in `text` from byte `from` on.
    fn all_from<'a>(&'a self, text: &'a str, mut from: usize) -> impl Iterator<Item = (usize, char)> + 'a {
        std::iter::from_fn(move || {
            let (at, c) = self.next_in(text, from)?;
            from = at + c.len_utf8();
            Some((at, c))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_searched() {
        let mut set = Chars::default();
        set.extend("x×某𠀀".chars());
        let found: Vec<char> = set.all_in("a𠀀é件xb×某").map(|(_, c)| c).collect();
        assert_eq!(found, ['x', '×', '某'], "only those of the basic plane");
    }

    #[test]
    fn a_sieve_loses_nothing() {
        let mut set = Chars::default();
        set.extend("　某".chars());
        for before in 0..2 * CHUNK {
            let text = format!("{}　汉{}某　", "汉".repeat(before), "a字".repeat(CHUNK));
            let all: Vec<_> = set.all_in(&text).filter(|&(_, c)| c == '　').collect();
            let sieved = set.sieved(&text, |[a, b, c, _]| (a == 0xE3) & (b == 0x80) & (c == 0x80));
            let sieved: Vec<_> = sieved.filter(|&(_, c)| c == '　').collect();
            assert_eq!(sieved, all);
        }
    }
}
