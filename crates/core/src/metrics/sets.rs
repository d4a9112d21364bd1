//! Small sets of words that are asked for by their place in a text: whether a text is one of them, begins, ends with
//! or holds one. Each table of `data/metrics` that holds such sets has an enumeration, made by [`sets!`].

use crate::error::Error;
use crate::tables::Table;

/// Columns of a table of sets.
pub(super) const PLAIN: &[&str] = &["set", "words", "sense"];

/// Columns of a table of sets that reject, each with a sentence in which it does and one in which it does not.
pub(super) const REJECTING: &[&str] = &["set", "words", "sense", "yes", "no"];

/// The words of each set, in the order of `names`; every name has its row, every row its name.
pub(super) fn load(
    file: &'static str,
    text: &'static str,
    columns: &[&str],
    names: &[&str],
) -> Result<Vec<Vec<&'static str>>, Error> {
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
        None => Ok(sets),
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
            fn load() -> Result<Vec<Vec<&'static str>>, crate::error::Error> {
                let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/metrics/", $file));
                $crate::metrics::sets::load($file, text, $crate::metrics::sets::$columns, &[$($text),+])
            }

            /// Fails when the table is not well formed.
            $vis fn check() -> Result<(), crate::error::Error> {
                Self::load().map(|_| ())
            }

            /// Its words. Read once; [`check`](Self::check) has told by then whether the table is well formed.
            $vis fn words(self) -> &'static [&'static str] {
                static SETS: std::sync::LazyLock<Vec<Vec<&'static str>>> =
                    std::sync::LazyLock::new(|| $name::load().unwrap_or_default());
                SETS.get(self as usize).map_or(&[], Vec::as_slice)
            }

            /// Whether `text` is one of them.
            $vis fn has(self, text: &str) -> bool {
                self.words().contains(&text)
            }

            /// Whether `text` begins with one.
            $vis fn begins(self, text: &str) -> bool {
                self.words().iter().any(|w| text.starts_with(w))
            }

            /// Whether `text` ends with one.
            $vis fn ends(self, text: &str) -> bool {
                self.words().iter().any(|w| text.ends_with(w))
            }

            /// Whether one stands in `text`.
            $vis fn stands_in(self, text: &str) -> bool {
                self.words().iter().any(|w| text.contains(w))
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
        let sets = load("set\twords\tsense\nb\t甲 乙\ts\na\t丙\ts\n").unwrap();
        assert_eq!(sets, [vec!["丙"], vec!["甲", "乙"]]);
        assert!(load("set\twords\tsense\na\t丙\ts\n").is_err());
        assert!(load("set\twords\tsense\na\t丙\ts\nb\t甲\ts\nc\t甲\ts\n").is_err());
        assert!(load("set\twords\tsense\na\t丙\ts\nb\t\ts\n").is_err());
        assert!(load("set\twords\tsense\na\t丙\ts\nb\t甲\t\n").is_err());
    }
}
