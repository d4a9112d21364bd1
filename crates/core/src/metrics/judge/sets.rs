//! The sets of words that readings share (`roles/sets.tsv`). Those of one reading alone stand with it: `schedule`,
//! `reject`.

use crate::metrics::sets::sets;

sets! {
    /// A set, by its name in the table.
    pub(super) Set of "roles/sets.tsv", PLAIN:
    Nominal "nominal",
    WeakHead "weak-head",
    Step "step",
    Term "term",
    Lasting "lasting",
    Total "total",
    People "people",
    Occasion "occasion",
    Work "work",
    NoRank "no-rank",
    BehindDate "behind-date",
    Alike "alike",
    Goal "goal",
    YearPart "year-part",
    Within "within",
    Payment "payment",
    DayPart "day-part",
    Stative "stative",
    Aim "aim",
    Begins "begins",
    Portion "portion",
    Expected "expected",
    Handed "handed",
    Convene "convene",
    Hold "hold",
    Pointing "pointing",
    Place "place",
    Measured "measured",
    Averaging "averaging",
    Bound "bound",
    Purpose "purpose",
    Measuring "measuring",
    Prices "prices",
    Sum "sum",
    Tasked "tasked",
    Joint "joint",
    Head "head",
    General "general",
    OfYear "of-year",
    Nameless "nameless",
    Timely "timely",
    Being "being",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_asked_for_by_their_place() {
        Set::check().unwrap();
        assert!(Set::Step.ends("万亿元台阶") && !Set::Step.begins("万亿元台阶"));
        assert!(
            Set::Step.stands_in("跨上新台阶，再出发") && Set::Step.has("台阶") && !Set::Step.has("新台阶")
        );
    }
}
