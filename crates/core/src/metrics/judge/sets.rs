//! Small sets of words (`roles/sets.tsv`) that are asked for by their place in a text.

use crate::error::Error;
use crate::tables::Table;
use std::sync::LazyLock;

/// A set, by its name in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    Nominal,
    WeakHead,
    Step,
    Term,
    Lasting,
    Total,
    People,
    Occasion,
    Work,
    NoRank,
    BehindDate,
    Alike,
    Goal,
    YearPart,
    Within,
    Payment,
    DayPart,
    Stative,
    Aim,
    Begins,
    Portion,
    Expected,
    Handed,
    Convene,
    Hold,
    Pointing,
    Place,
    Measured,
    Averaging,
    Bound,
    Purpose,
}

/// Every set with its name, in the order of the enumeration.
const NAMES: [(&str, Set); 31] = [
    ("nominal", Set::Nominal),
    ("weak-head", Set::WeakHead),
    ("step", Set::Step),
    ("term", Set::Term),
    ("lasting", Set::Lasting),
    ("total", Set::Total),
    ("people", Set::People),
    ("occasion", Set::Occasion),
    ("work", Set::Work),
    ("no-rank", Set::NoRank),
    ("behind-date", Set::BehindDate),
    ("alike", Set::Alike),
    ("goal", Set::Goal),
    ("year-part", Set::YearPart),
    ("within", Set::Within),
    ("payment", Set::Payment),
    ("day-part", Set::DayPart),
    ("stative", Set::Stative),
    ("aim", Set::Aim),
    ("begins", Set::Begins),
    ("portion", Set::Portion),
    ("expected", Set::Expected),
    ("handed", Set::Handed),
    ("convene", Set::Convene),
    ("hold", Set::Hold),
    ("pointing", Set::Pointing),
    ("place", Set::Place),
    ("measured", Set::Measured),
    ("averaging", Set::Averaging),
    ("bound", Set::Bound),
    ("purpose", Set::Purpose),
];

type Words = Vec<Vec<&'static str>>;

/// Read once; [`check`] has told by then whether the table is well formed.
static SETS: LazyLock<Words> = LazyLock::new(|| load().unwrap_or_else(|_| vec![Vec::new(); NAMES.len()]));

fn load() -> Result<Words, Error> {
    let text = include_str!("../../../data/metrics/roles/sets.tsv");
    let table = Table::parse("roles/sets.tsv", text, &["set", "words", "sense"])?;
    table.unique("set")?;
    let mut sets = vec![Vec::new(); NAMES.len()];
    for row in table.rows() {
        let name = row.need("set")?;
        let of = NAMES.iter().find(|(n, _)| *n == name).ok_or_else(|| row.error("no such set"))?;
        sets[of.1 as usize] = row.need("words")?.split(' ').collect();
    }
    match sets.iter().position(Vec::is_empty) {
        Some(i) => Err(Error::table("roles/sets.tsv", format!("no set {:?}", NAMES[i].0))),
        None => Ok(sets),
    }
}

/// Fails when the table is not well formed.
pub(super) fn check() -> Result<(), Error> {
    load().map(|_| ())
}

impl Set {
    /// Its words.
    pub(super) fn words(self) -> &'static [&'static str] {
        &SETS[self as usize]
    }

    /// Whether `text` is one of them.
    pub(super) fn has(self, text: &str) -> bool {
        self.words().contains(&text)
    }

    /// Whether `text` begins with one.
    pub(super) fn begins(self, text: &str) -> bool {
        self.words().iter().any(|w| text.starts_with(w))
    }

    /// Whether `text` ends with one.
    pub(super) fn ends(self, text: &str) -> bool {
        self.words().iter().any(|w| text.ends_with(w))
    }

    /// Whether one stands in `text`.
    pub(super) fn stands_in(self, text: &str) -> bool {
        self.words().iter().any(|w| text.contains(w))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_is_there_and_in_its_place() {
        check().unwrap();
        for (i, (name, set)) in NAMES.iter().enumerate() {
            assert_eq!(i, *set as usize, "{name}");
        }
        assert!(Set::Step.ends("万亿元台阶") && !Set::Step.begins("万亿元台阶"));
    }
}
