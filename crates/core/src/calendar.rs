//! Dates in EDTF (ISO 8601-2).

use std::fmt;

/// A date, interval, quarter or half-year in EDTF, digits that are unknown or masked as `X`.
///
/// `2013-03-11`, `2013-33` (first quarter), `2013-41` (second half), `20XX`, `2013-02-11/2013-04-30`, `2015/..`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edtf(String);

impl Edtf {
    /// Wraps text that is known to be EDTF.
    pub(crate) fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
