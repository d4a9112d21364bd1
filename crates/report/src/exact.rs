//! Numbers as records print them.

use crate::schema::Cell;
use gongwen::{Decimal, plain};
use serde::{Serialize, Serializer, ser::Error as _};

/// A decimal that is written digit by digit: no exponent, no trailing zeros, nothing lost beyond 2^53.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(pub Decimal);

impl Exact {
    /// A computed figure, rounded to `places` decimals (at most 9); what is no number is 0.
    #[must_use]
    pub fn rounded(value: f64, places: u32) -> Self {
        let places = places.min(9);
        // Shares and weights are small: their scaled value is far below 2^53. The cast saturates.
        let scaled = (value * 10_f64.powi(places as i32)).round() as i64;
        Self(Decimal::new(scaled, places).normalize())
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        Self(value)
    }
}

impl From<Exact> for Cell<'_> {
    fn from(value: Exact) -> Self {
        Self::Number(value.0)
    }
}

impl Serialize for Exact {
    /// As a JSON number with all its digits (`serde_json` with `arbitrary_precision` keeps them).
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        plain(self.0).parse::<serde_json::Number>().map_err(S::Error::custom)?.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn json(text: &str) -> String {
        serde_json::to_string(&Exact(text.parse().unwrap())).unwrap()
    }

    #[test]
    fn every_digit_is_kept_and_no_other() {
        for (from, to) in [
            ("65.50", "65.5"),
            ("100", "100"),
            ("1500000000000000000000000001", "1500000000000000000000000001"),
            ("9007199254740993", "9007199254740993"),
            ("0.000", "0"),
            ("-0.0", "0"),
            ("0.00000001", "0.00000001"),
            ("-6.80", "-6.8"),
        ] {
            assert_eq!(json(from), to);
        }
    }

    #[test]
    fn computed_figures_are_rounded() {
        let r = |x, n| plain(Exact::rounded(x, n).0);
        assert_eq!(r(0.987_654, 4), "0.9877");
        assert_eq!(r(1.0, 4), "1");
        assert_eq!(r(0.95, 4), "0.95");
        assert_eq!(r(f64::from(0.85_f32), 2), "0.85");
        assert_eq!(r(f64::NAN, 2), "0");
    }

    proptest! {
        #[test]
        fn reading_back_gives_the_same(mantissa in any::<i64>(), scale in 0u32..20) {
            let d = Decimal::new(mantissa, scale);
            let text = serde_json::to_string(&Exact(d)).unwrap();
            prop_assert!(!text.contains(['e', 'E']));
            prop_assert!(!text.contains('.') || !text.ends_with('0'));
            prop_assert_eq!(text.parse::<Decimal>().unwrap(), d);
        }
    }
}
