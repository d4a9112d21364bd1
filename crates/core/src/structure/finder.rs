//! Finds many words in a text at once.
//!
//! Words are looked up by their first character, which most characters of a text are not, then by their first six
//! bytes, two Chinese characters, both hashed into small tables (after Wu and Manber, *A fast algorithm for
//! multi-pattern searching*, 1994, with the block at the front of the word): most places cost one look-up, the
//! others a bit of a second table, whatever the number of words, and the tables are built in no time, which counts
//! where a process reads one page. Words of fewer bytes have a table of their own, by their first three, or by their
//! first. Linear in the text times the words of one beginning.

/// Words, each with what it stands for.
#[derive(Debug)]
pub(super) struct Finder<T> {
    words: Vec<Word<T>>,
    /// By the hash of a character: a bit for each of `heads` with a word that may begin with it.
    first: Box<[u8; FIRST]>,
    /// By six, by three and by one byte.
    heads: [Heads; HEADS.len()],
}

/// A word and what it stands for.
#[derive(Debug)]
struct Word<T> {
    /// Its first eight bytes.
    head: u64,
    text: Box<str>,
    what: T,
}

impl<T> Word<T> {
    /// Whether `bytes`, of which `head` are the first eight, begin with it.
    fn begins(&self, bytes: &[u8], head: u64) -> bool {
        match self.text.len() {
            len @ 0..8 => bytes.len() >= len && head & mask(len) == self.head,
            _ => head == self.head && bytes.starts_with(self.text.as_bytes()),
        }
    }
}

/// The words of which so many bytes are looked at.
#[derive(Debug)]
struct Heads {
    mask: u64,
    /// By the hash of a head: a bit where a word may begin with it.
    known: Vec<u64>,
    /// By the hash of a head: one more than the first group that may begin with it; 0 for none.
    slots: Vec<u32>,
    /// How far a hash is shifted to give a slot; to give a bit, three places less.
    shift: u32,
    groups: Vec<Group>,
}

/// Words with the same head, which stand together.
#[derive(Clone, Copy, Debug)]
struct Group {
    head: u64,
    start: usize,
    end: usize,
    /// The next group of the same slot, counted from 1; 0 for none.
    next: u32,
}

/// Hashes of first characters.
const FIRST: usize = 1 << 12;
/// Bytes that are looked at.
const HEADS: [usize; 3] = [6, 3, 1];
/// The bit of `first` that stands for heads of six bytes.
const PAIR: u8 = 1;
/// Least number of slots, as a power of two: 1024 of four bytes, and a kilobyte of bits.
const BITS: u32 = 10;
/// Bits for each slot, as a power of two.
const SPREAD: u32 = 3;

/// The first eight bytes of `bytes` as a number, zeros where there are fewer.
fn head(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => bytes.iter().rev().fold(0, |n, b| n << 8 | u64::from(*b)),
    }
}

/// How many bytes are looked at of a word of that length.
fn width(len: usize) -> usize {
    HEADS.into_iter().find(|h| *h <= len).unwrap_or(0)
}

fn mask(width: usize) -> u64 {
    (1 << (8 * width)) - 1
}

impl Heads {
    fn new(words: &[(usize, &str)], width: usize) -> Self {
        // Four slots a word, so that most places cost no more than the look-up.
        let bits = (usize::BITS - (4 * words.len()).leading_zeros()).clamp(BITS, 20);
        let mut new = Self {
            mask: mask(width),
            known: vec![0; 1 << (bits + SPREAD - 6)],
            slots: vec![0; 1 << bits],
            shift: 64 - bits,
            groups: Vec::new(),
        };
        let key = |word: &str| head(word.as_bytes()) & mask(width);
        for group in words.chunk_by(|a, b| key(a.1) == key(b.1)) {
            let head = key(group[0].1);
            let bit = hash(head, new.shift - SPREAD);
            new.known[bit / 64] |= 1 << (bit % 64);
            let slot = &mut new.slots[hash(head, new.shift)];
            let (start, end) = (group[0].0, group[0].0 + group.len());
            new.groups.push(Group { head, start, end, next: *slot });
            *slot = u32::try_from(new.groups.len()).expect("tables have fewer words than that");
        }
        new
    }

    /// Whether a word may begin with `head`.
    #[inline]
    fn knows(&self, head: u64) -> bool {
        let bit = hash(head & self.mask, self.shift - SPREAD);
        self.known[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// The words that may begin with `head`.
    fn words(&self, head: u64) -> std::ops::Range<usize> {
        let head = head & self.mask;
        let mut next = self.slots[hash(head, self.shift)];
        while next != 0 {
            let group = self.groups[next as usize - 1];
            if group.head == head {
                return group.start..group.end;
            }
            next = group.next;
        }
        0..0
    }
}

fn hash(head: u64, shift: u32) -> usize {
    // 2^64 divided by the golden ratio spreads the heads over the slots.
    (head.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> shift) as usize
}

/// The hash of the character of `len` bytes with which `head` begins.
fn hash_first(head: u64, len: usize) -> usize {
    hash(head & mask(len), 64 - FIRST.trailing_zeros())
}

/// Bytes of the character that begins with `byte`.
fn char_len(byte: u8) -> usize {
    match byte {
        0xe0..=0xef => 3,
        0..=0x7f => 1,
        0xf0.. => 4,
        _ => 2,
    }
}

impl<T: Copy> Finder<T> {
    /// A finder of `words`, of which no two are the same; empty ones are found nowhere.
    pub(super) fn new(words: impl Iterator<Item = (impl Into<Box<str>>, T)>) -> Self {
        let word = |(text, what): (_, T)| {
            let text: Box<str> = Into::into(text);
            Word { head: head(text.as_bytes()), text, what }
        };
        let mut words: Vec<Word<T>> = words.map(word).filter(|w| !w.text.is_empty()).collect();
        // Of one beginning the longest first.
        let order = |w: &Word<T>| {
            let width = width(w.text.len());
            (width, w.head & mask(width), std::cmp::Reverse(w.text.len()))
        };
        words.sort_unstable_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.text.cmp(&b.text)));
        let heads = HEADS.map(|h| {
            let all = words.iter().enumerate().map(|(i, w)| (i, &*w.text));
            let of: Vec<(usize, &str)> = all.filter(|(_, w)| width(w.len()) == h).collect();
            Heads::new(&of, h)
        });
        let mut first = Box::new([0; FIRST]);
        for word in &words {
            let bytes = word.text.as_bytes();
            let of = HEADS.iter().position(|h| *h == width(bytes.len())).unwrap_or(0);
            first[hash_first(word.head, char_len(bytes[0]))] |= PAIR << of;
        }
        Self { words, first, heads }
    }

    /// The words, each with what it stands for.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, T)> {
        self.words.iter().map(|word| (&*word.text, word.what))
    }

    /// Calls `found` with the start and length of every word in `text`, by rising start, the longest first.
    pub(super) fn each(&self, text: &str, mut found: impl FnMut(usize, usize, T)) {
        #[cfg(test)]
        super::work::add(text.len());
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let head = head(&bytes[at..]);
            // Chinese characters on a way of their own: with a length that is known it is half as long.
            if matches!(bytes[at], 0xe0..=0xef) {
                self.place(bytes, at, head, 3, &mut found);
                at += 3;
            } else {
                let len = char_len(bytes[at]);
                self.place(bytes, at, head, len, &mut found);
                at += len;
            }
        }
    }

    /// Calls `found` with the words that begin at `at` with a character of `len` bytes.
    #[inline(always)]
    fn place(&self, bytes: &[u8], at: usize, head: u64, len: usize, found: &mut impl FnMut(usize, usize, T)) {
        let mut first = self.first[hash_first(head, len)];
        if first & PAIR != 0 && !self.heads[0].knows(head) {
            first &= !PAIR;
        }
        if first != 0 {
            self.look(bytes, at, head, first, found);
        }
    }

    /// Calls `found` with the words that begin at `at`, where `first` says which heads to look at.
    #[inline(never)]
    fn look(&self, bytes: &[u8], at: usize, head: u64, first: u8, found: &mut impl FnMut(usize, usize, T)) {
        let mut left = first;
        while left != 0 {
            let i = left.trailing_zeros() as usize;
            left &= left - 1;
            for word in &self.words[self.heads[i].words(head)] {
                if word.begins(&bytes[at..], head) {
                    found(at, word.text.len(), word.what);
                }
            }
        }
    }

    /// Calls `found` with the start and length of words that do not overlap: the first, of those the longest.
    pub(super) fn longest(&self, text: &str, mut found: impl FnMut(usize, usize, T)) {
        let mut end = 0;
        self.each(text, |at, len, what| {
            if at >= end {
                end = at + len;
                found(at, len, what);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_longest_word_counts() {
        let finder = Finder::new([("长安", 1), ("长安区", 2), ("安", 3), ("区长", 4)].into_iter());
        let mut got = Vec::new();
        finder.longest("长安区长安", |at, len, what| got.push((at, len, what)));
        assert_eq!(got, [(0, 9, 2), (9, 6, 1)]);
    }

    proptest! {
        #[test]
        fn every_word_is_found(
            text in "[甲乙丙aé𠀀\\x00]{0,40}",
            words in prop::collection::hash_set("[甲乙丙aé𠀀]{1,4}", 1..12),
        ) {
            let finder = Finder::new(words.iter().map(|w| (w.as_str(), ())));
            let mut got = Vec::new();
            finder.each(&text, |at, len, ()| got.push((at, std::cmp::Reverse(len))));
            let mut want: Vec<_> = words
                .iter()
                .flat_map(|w| text.char_indices().map(move |(i, _)| (i, w)))
                .filter(|(i, w)| text[*i..].starts_with(w.as_str()))
                .map(|(i, w)| (i, std::cmp::Reverse(w.len())))
                .collect();
            want.sort_unstable();
            prop_assert_eq!(got, want);
        }
    }
}
