//! What a character is in a numeral.

use crate::number::Decimal;

/// What a character is in a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    pub(super) class: Class,
    pub(super) value: u8,
    /// A form of bills and cheques, which may be a common character elsewhere.
    pub(super) formal: bool,
}

/// See `numerals.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Arabic,
    Digit,
    Unit,
    Big,
    Tens,
    Point,
    Half,
    Vague,
    Mask,
}

impl Glyph {
    pub(super) fn arabic(value: u8) -> Self {
        Self { class: Class::Arabic, value, formal: false }
    }
}

/// The power of ten.
pub(super) fn ten(exponent: u8) -> Decimal {
    Decimal::from(10_u64.pow(u32::from(exponent.min(19))))
}
