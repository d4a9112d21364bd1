//! Holidays that move from year to year.

/// A day that the lunar calendar, the sun or the week tells, as `calendar.tsv` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moving {
    /// Month and day of the lunar calendar.
    Of(u8, u8),
    /// The last day of the twelfth lunar month.
    Eve,
    /// 清明, which the sun tells.
    Qingming,
    /// In a month, the nth of a day of the week (1 Monday to 7): the second Sunday of May.
    Weekday(u8, u8, u8),
}

impl Moving {
    /// The day of a value of the class `moving`.
    pub(super) fn named(value: &str) -> Option<Self> {
        if let Some(day) = value.strip_prefix('w') {
            let mut parts = day.split('-').map(|p| p.parse::<u8>().ok());
            let (month, nth, weekday) = (parts.next()??, parts.next()??, parts.next()??);
            let sound = (1..=12).contains(&month) && (1..=4).contains(&nth) && (1..=7).contains(&weekday);
            return sound.then_some(Self::Weekday(month, nth, weekday));
        }
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
