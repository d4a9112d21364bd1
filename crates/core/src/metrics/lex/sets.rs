//! Words that are asked for beside numbers and dates (`lexer_sets.tsv`).

use super::text::View;
use crate::metrics::sets::sets;

sets! {
    /// A set, by its name in the table.
    pub(super) Set of "lexer_sets.tsv", PLAIN:
    Dashed "dashed",
    Priced "priced",
    Ranked "ranked",
    DayPart "day-part",
    ClockTail "clock-tail",
    Hour "hour",
    QuarterMonth "quarter-month",
    Occurs "occurs",
    Halfway "halfway",
    Once "once",
    Scheduled "scheduled",
    Lasting "lasting",
    Planned "planned",
    Around "around",
    NotSurplus "not-surplus",
    NotMore "not-more",
    NotAbout "not-about",
    NotEdge "not-edge",
    NotHalf "not-half",
    Serial "serial",
}

impl Set {
    /// Where the first of its words that stands at `at` ends.
    pub(super) fn at(self, view: &View<'_>, at: usize) -> Option<usize> {
        view.any(at, self.words())
    }

    /// Whether one of its words stands at `at`.
    pub(super) fn stands(self, view: &View<'_>, at: usize) -> bool {
        self.at(view, at).is_some()
    }

    /// Where the first of its words that ends at `at` begins.
    pub(super) fn back(self, view: &View<'_>, at: usize) -> Option<usize> {
        self.words().iter().find_map(|w| view.word_back(at, w))
    }
}
