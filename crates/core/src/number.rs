//! Exact decimals: the values of published figures.

pub use rust_decimal::Decimal;

/// Writes a value as records do: plain, no exponent, no trailing zeros.
///
/// ```
/// use gongwen::{Decimal, plain};
/// assert_eq!(plain("65.50".parse::<Decimal>().unwrap()), "65.5");
/// assert_eq!(plain("1500000000".parse::<Decimal>().unwrap()), "1500000000");
/// ```
#[must_use]
pub fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}
