//! The last day that a date in EDTF allows, to put deadlines in order.

/// A day: year, month, day.
pub(crate) type Day = (u16, u8, u8);

/// The last day of a date, month, quarter, half-year, year or interval; nothing where the year is not known or
/// the interval is open. Unknown months and days are taken as the last ones.
pub(crate) fn last_day(edtf: &str) -> Option<Day> {
    let end = edtf.rsplit('/').next()?.trim_end_matches(['?', '~', '%']);
    let mut parts = end.split('-');
    let year = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month = match parts.next() {
        None => 12,
        Some(m) => match m.parse::<u8>() {
            Ok(m @ 1..=12) => m,
            Ok(quarter @ 33..=36) => (quarter - 32) * 3,
            Ok(half @ 40..=41) => (half - 39) * 6,
            Ok(_) => return None,
            Err(_) => 12,
        },
    };
    let days = days_in(year, month);
    let day = parts.next().and_then(|d| d.parse().ok()).filter(|d| (1..=days).contains(d)).unwrap_or(days);
    Some((year, month, day))
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_days() {
        for (edtf, day) in [
            ("2013-03-11", Some((2013, 3, 11))),
            ("2013-02", Some((2013, 2, 28))),
            ("2012-02", Some((2012, 2, 29))),
            ("1900-02", Some((1900, 2, 28))),
            ("2013", Some((2013, 12, 31))),
            ("2013-33", Some((2013, 3, 31))),
            ("2013-36", Some((2013, 12, 31))),
            ("2013-40", Some((2013, 6, 30))),
            ("2013-41", Some((2013, 12, 31))),
            ("2013-XX-10", Some((2013, 12, 10))),
            ("2013-04-XX", Some((2013, 4, 30))),
            ("2013-02-11/2013-04-30", Some((2013, 4, 30))),
            ("2021/2025", Some((2025, 12, 31))),
            ("2015/..", None),
            ("20XX", None),
            ("XXXX-04-30", None),
            ("2013-22", None),
            ("", None),
        ] {
            assert_eq!(last_day(edtf), day, "{edtf}");
        }
    }
}
