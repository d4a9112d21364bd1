//! What holds for a passage: its years, its role, and which year a figure in it speaks of.

use super::Role;
use crate::calendar::Edtf;
use crate::document::{ArticleId, SectionId};

/// What a word of `roles/spans.tsv` says of the years that figures are told over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Years {
    Past,
    Next,
    One,
    Average,
    Sum,
    None,
}

/// Years that a government's term, a five-year plan, and 五年来 have.
const TERM: u16 = 5;

/// What is known of a year: four characters, `X` for digits unknown or masked.
pub(super) type Year = [u8; 4];

/// A year that nothing tells.
pub(super) const UNKNOWN: Year = *b"XXXX";

/// The first four characters of an EDTF date, if they are a year.
pub(super) fn year_of(edtf: &str) -> Option<Year> {
    let year: Year = edtf.as_bytes().get(..4)?.try_into().ok()?;
    year.iter().all(|b| b.is_ascii_digit() || *b == b'X').then_some(year)
}

/// The year as a number, where no digit is hidden.
pub(super) fn number(year: Year) -> Option<u16> {
    year.iter().try_fold(0, |n: u16, b| b.is_ascii_digit().then(|| n * 10 + u16::from(b - b'0')))
}

/// What holds for a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passage {
    pub(super) article: Option<ArticleId>,
    pub(super) section: Option<SectionId>,
    /// The year that its relative dates are reckoned from.
    pub(super) year: Year,
    /// The year that 今年 and 去年 are reckoned from: a report speaks from its own year, whatever it reviews.
    pub(super) spoken_year: Year,
    /// The year of the article.
    pub(super) article_year: Year,
    pub(super) role: Role,
    /// Whether the role is told by heading or kind (not only by a tally).
    pub(super) told: bool,
    /// The year that a report given at the beginning of the next one tells of, where no heading says it.
    pub(super) reviewed: Option<Year>,
    /// The years that the heading plans for (“十五五”时期).
    pub(super) period: Option<(u16, u16)>,
    /// Over which years its sentence says that it speaks.
    pub(super) span: Option<Years>,
    /// Whether the sentence stands in a heading, and whether in the article's title.
    pub(super) heading: bool,
    pub(super) title: bool,
}

/// What a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// A time: growth, and what adds up over the years.
    Flow,
    /// A moment: what stands at its end.
    Level,
    /// Nobody knows.
    Unknown,
}

impl Passage {
    /// The year that a figure speaks of, or the years: its own time's, else what the passage tells. `over`: whether
    /// the figure is an average or sum of years; `nature`: whether it is such where its passage speaks of years.
    pub(super) fn reference_year(
        &self,
        role: Role,
        time: Option<&Edtf>,
        over: Option<Years>,
        nature: Nature,
    ) -> Edtf {
        let average = over == Some(Years::Average);
        if let Some(time) = time.map(Edtf::as_str)
            && let Some(first) = year_of(time).or_else(|| year_of(time.strip_prefix("../")?))
            && first != UNKNOWN
        {
            let last = time.split_once('/').and_then(|(_, to)| year_of(to)).unwrap_or(first);
            return Edtf::from_text(match (first == last, average) {
                (true, false) => text(first),
                (true, true) => format!("../{}", text(first)),
                // 五年来城镇化率达到68%: what was reached is of the last year.
                (false, _) if role == Role::Actual && nature == Nature::Level && over.is_none() => text(last),
                (false, _) => format!("{}/{}", text(first), text(last)),
            });
        }
        let several = over.is_some() || nature == Nature::Flow;
        let (from, to) = match (role, number(self.reviewed.unwrap_or(self.year)), number(self.year)) {
            (Role::Target, _, Some(year)) => match self.period {
                Some(period) => period,
                None if self.span == Some(Years::Next) => (year, year.saturating_add(TERM - 1)),
                None if average => return Edtf::from_text(format!("{year:04}/..")),
                None => (year, year),
            },
            (Role::Actual | Role::Reference, Some(year), _) if several && self.span == Some(Years::Past) => {
                (year.saturating_sub(TERM - 1), year)
            }
            (Role::Actual | Role::Reference, Some(year), _) if average => {
                return Edtf::from_text(format!("../{year:04}"));
            }
            (Role::Actual | Role::Reference, Some(year), _) => (year, year),
            _ => return Edtf::from_text(text(self.year)),
        };
        Edtf::from_text(if from == to { format!("{from:04}") } else { format!("{from:04}/{to:04}") })
    }
}

/// A year as text.
fn text(year: Year) -> String {
    year.iter().map(|b| char::from(*b)).collect()
}

/// A year in four characters.
pub(super) fn year_from(year: u16) -> Option<Year> {
    format!("{year:04}").into_bytes().try_into().ok()
}

/// The year that a heading names: `2013年工作回顾`.
pub(super) fn heading_year(heading: &str) -> Option<Year> {
    heading.match_indices('年').find_map(|(i, _)| {
        let digits = heading.as_bytes().get(i.checked_sub(4)?..i)?;
        let ok = digits.len() == 4 && digits.iter().all(u8::is_ascii_digit);
        let plausible = ok && (digits.starts_with(b"19") || digits.starts_with(b"20"));
        plausible.then(|| digits.try_into().ok()).flatten()
    })
}
