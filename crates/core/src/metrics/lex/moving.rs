//! Holidays that move from year to year.

/// A day of the lunar calendar, as `calendar.tsv` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moving {
    /// Month and day.
    Of(u8, u8),
    /// The last day of the twelfth month.
    Eve,
    /// 清明, which the sun tells.
    Qingming,
}

impl Moving {
    /// The day of a value of the class `moving`.
    pub(super) fn named(value: &str) -> Option<Self> {
        match value {
            "eve" => Some(Self::Eve),
            "qingming" => Some(Self::Qingming),
            _ => {
                let (month, day) = value.split_once('-')?;
                let (month, day) = (month.parse().ok()?, day.parse().ok()?);
                ((1..=12).contains(&month) && (1..=30).contains(&day)).then_some(Self::Of(month, day))
            }
        }
    }
}
