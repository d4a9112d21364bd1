//! What an edit writes: nearly always a character or nothing, so it is kept in place.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// Bytes that are kept in place: as many as fit beside the length without making the type longer than a string.
const SHORT: usize = 22;

/// A string that costs no allocation while it is short. Dereferences to `str`.
///
/// ```
/// use gongwen::Replacement;
/// let one = Replacement::from('着');
/// assert_eq!(&*one, "着");
/// assert_eq!(Replacement::from("").len(), 0);
/// ```
#[derive(Clone)]
pub struct Replacement(Kept);

#[derive(Clone)]
enum Kept {
    Short { length: u8, bytes: [u8; SHORT] },
    Long(Box<str>),
}

impl Replacement {
    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // Built from a `str` below, so the bytes are one.
            Kept::Short { length, bytes } => {
                str::from_utf8(&bytes[..usize::from(*length)]).unwrap_or_default()
            }
            Kept::Long(text) => text,
        }
    }
}

impl Deref for Replacement {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for Replacement {
    fn from(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match bytes.get_mut(..text.len()) {
            Some(place) => {
                place.copy_from_slice(text.as_bytes());
                Self(Kept::Short { length: text.len() as u8, bytes })
            }
            None => Self(Kept::Long(text.into())),
        }
    }
}

impl From<char> for Replacement {
    fn from(c: char) -> Self {
        let mut bytes = [0; SHORT];
        let length = c.encode_utf8(&mut bytes).len() as u8;
        Self(Kept::Short { length, bytes })
    }
}

impl From<String> for Replacement {
    fn from(text: String) -> Self {
        if text.len() <= SHORT { text.as_str().into() } else { Self(Kept::Long(text.into())) }
    }
}

impl From<Cow<'_, str>> for Replacement {
    fn from(text: Cow<'_, str>) -> Self {
        match text {
            Cow::Borrowed(text) => text.into(),
            Cow::Owned(text) => text.into(),
        }
    }
}

impl PartialEq for Replacement {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}
impl Eq for Replacement {}

impl PartialEq<str> for Replacement {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Replacement {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Debug for Replacement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for Replacement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_are_the_same_text() {
        assert_eq!(size_of::<Replacement>(), size_of::<String>());
        for n in 0..40 {
            let text = "é".repeat(n / 2) + &"a".repeat(n % 2);
            assert_eq!(Replacement::from(text.as_str()), *text);
            assert_eq!(Replacement::from(text.clone()), *text);
            assert_eq!(Replacement::from(Cow::Borrowed(text.as_str())).len(), n);
        }
        assert_eq!(Replacement::from('𠀀').as_str(), "𠀀");
    }
}
