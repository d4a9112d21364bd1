//! Small sets of words that are asked for by their place in a text: whether a text is one of them, begins, ends with
//! or holds one. Each table of `data/metrics` that holds such sets has an enumeration, made by [`sets!`].

use crate::error::Error;
use crate::tables::Table;

/// Columns of a table of sets.
pub(super) const PLAIN: &[&str] = &["set", "words", "sense"];

/// Columns of a table of sets that reject, each with a sentence in which it does and one in which it does not.
pub(super) const REJECTING: &[&str] = &["set", "words", "sense", "yes", "no"];

/// The words of a set. Most texts are told by a look at one character: it begins, or ends, none of the words.
#[derive(Debug, Default)]
pub(super) struct Words {
    words: Vec<&'static str>,
    /// The first character of each.
    firsts: Vec<char>,
    /// A bit for each character that a word begins, or ends, with.
    first: u64,
    last: u64,
}

/// One of 64 bits for a character.
fn bit(c: Option<char>) -> u64 {
    c.map_or(0, |c| 1 << (u32::from(c) & 63))
}

impl Words {
    fn new(words: Vec<&'static str>) -> Self {
        let firsts: Vec<char> = words.iter().filter_map(|w| w.chars().next()).collect();
        let first = firsts.iter().fold(0, |bits, c| bits | bit(Some(*c)));
        let last = words.iter().fold(0, |bits, w| bits | bit(w.chars().next_back()));
        Self { words, firsts, first, last }
    }

    /// All of them.
    pub(super) fn all(&self) -> &[&'static str] {
        &self.words
    }

    /// Whether `text` is one of them.
    pub(super) fn has(&self, text: &str) -> bool {
        self.first & bit(text.chars().next()) != 0 && self.words.contains(&text)
    }

    /// Whether `text` begins with one.
    pub(super) fn begins(&self, text: &str) -> bool {
        let Some(first) = text.chars().next().filter(|c| self.first & bit(Some(*c)) != 0) else {
            return false;
        };
        self.firsts.iter().zip(&self.words).any(|(c, w)| *c == first && text.starts_with(w))
    }

    /// Whether `text` ends with one.
    pub(super) fn ends(&self, text: &str) -> bool {
        self.last & bit(text.chars().next_back()) != 0 && self.words.iter().any(|w| text.ends_with(w))
    }

    /// Where in `text` the first of them stands.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        let may_begin = |c: char| self.first & bit(Some(c)) != 0;
        text.char_indices().filter(|(_, c)| may_begin(*c)).map(|(i, _)| i).find(|i| self.begins(&text[*i..]))
    }
}

/// The words of each set, in the order of `names`; every name has its row, every row its name.
pub(super) fn load(
    file: &'static str,
    text: &'static str,
    columns: &[&str],
    names: &[&str],
) -> Result<Vec<Words>, Error> {
    let table = Table::parse(file, text, columns)?;
    table.unique("set")?;
    let mut sets = vec![Vec::new(); names.len()];
    for row in table.rows() {
        let name = row.need("set")?;
        let i = names.iter().position(|n| *n == name).ok_or_else(|| row.error("no such set"))?;
        row.need("sense")?;
        sets[i] = row.need("words")?.split(' ').collect();
    }
    match sets.iter().position(Vec::is_empty) {
        Some(i) => Err(Error::table(file, format!("no set {:?}", names[i]))),
        None => Ok(sets.into_iter().map(Words::new).collect()),
    }
}

/// An enumeration of the sets of a table, by their names there.
macro_rules! sets {
    ($(#[$doc:meta])* $vis:vis $name:ident of $file:literal, $columns:ident: $($set:ident $text:literal,)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $name {
            $($set),+
        }

        #[allow(dead_code)] // not every table is asked in every way
        impl $name {
            fn load() -> Result<Vec<$crate::metrics::sets::Words>, crate::error::Error> {
                let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/metrics/", $file));
                $crate::metrics::sets::load($file, text, $crate::metrics::sets::$columns, &[$($text),+])
            }

            /// Fails when the table is not well formed.
            $vis fn check() -> Result<(), crate::error::Error> {
                Self::load().map(|_| ())
            }

            /// The set. Read once; [`check`](Self::check) has told by then whether the table is well formed.
            fn set(self) -> &'static $crate::metrics::sets::Words {
                use $crate::metrics::sets::Words;
                static SETS: std::sync::LazyLock<Vec<Words>> =
                    std::sync::LazyLock::new(|| $name::load().unwrap_or_default());
                static NONE: std::sync::LazyLock<Words> = std::sync::LazyLock::new(Words::default);
                SETS.get(self as usize).unwrap_or(&NONE)
            }

            /// Its words.
            $vis fn words(self) -> &'static [&'static str] {
                self.set().all()
            }

            /// Whether `text` is one of them.
            $vis fn has(self, text: &str) -> bool {
                self.set().has(text)
            }

            /// Whether `text` begins with one.
            $vis fn begins(self, text: &str) -> bool {
                self.set().begins(text)
            }

            /// Whether `text` ends with one.
            $vis fn ends(self, text: &str) -> bool {
                self.set().ends(text)
            }

            /// Whether one stands in `text`.
            $vis fn stands_in(self, text: &str) -> bool {
                self.find(text).is_some()
            }

            /// Where in `text` the first of them stands.
            $vis fn find(self, text: &str) -> Option<usize> {
                self.set().find(text)
            }
        }
    };
}
pub(super) use sets;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_exactly_the_sets() {
        let load = |text| load("t.tsv", text, PLAIN, &["a", "b"]);
        let sets = load("set\twords\tsense\nb\t甲 乙丁\ts\na\t丙\ts\n").unwrap();
        assert_eq!(sets[0].all(), ["丙"]);
        assert_eq!(sets[1].all(), ["甲", "乙丁"]);
        let b = &sets[1];
        assert!(b.has("乙丁") && !b.has("乙") && !b.has(""));
        assert!(b.begins("甲方") && b.begins("乙丁方") && !b.begins("乙方") && !b.begins(""));
        assert!(b.ends("方甲") && b.ends("方乙丁") && !b.ends("方丁") && !b.ends(""));
        assert_eq!((b.find("乙方乙丁甲"), b.find("乙方丁"), b.find("")), (Some(6), None, None));
        assert!(load("set\twords\tsense\na\t丙\ts\n").is_err());
        assert!(load("set\twords\tsense\na\t丙\ts\nb\t甲\ts\nc\t甲\ts\n").is_err());
        assert!(load("set\twords\tsense\na\t丙\ts\nb\t\ts\n").is_err());
        assert!(load("set\twords\tsense\na\t丙\ts\nb\t甲\t\n").is_err());
    }
}
