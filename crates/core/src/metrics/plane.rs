//! Tables over the basic plane of Unicode: one load tells what a character is.

const SIZE: usize = 0x1_0000;

/// The character that UTF-8 text begins with: its number in the basic plane (0 outside), and what follows; none at the
/// end. Scans over every character of a page decode it here, at half the price of an iterator over characters.
#[inline(always)]
pub(super) fn first(text: &[u8]) -> Option<(u16, &[u8])> {
    let low = |byte: &u8| u16::from(byte & 0x3F);
    Some(match text {
        [a @ 0xE0..=0xEF, b, c, rest @ ..] => (u16::from(*a) << 12 | low(b) << 6 | low(c), rest),
        [a @ 0..=0x7F, rest @ ..] => (u16::from(*a), rest),
        [a @ 0xC0..=0xDF, b, rest @ ..] => (u16::from(*a & 0x1F) << 6 | low(b), rest),
        [_, _, _, _, rest @ ..] => (0, rest),
        _ => return None,
    })
}

/// The character that UTF-8 text ends with: its number in the basic plane (0 outside), and what stands before it.
#[inline(always)]
pub(super) fn last(text: &[u8]) -> Option<(u16, &[u8])> {
    let low = |byte: &u8| u16::from(byte & 0x3F);
    Some(match text {
        [rest @ .., a @ 0xE0..=0xEF, b, c @ 0x80..=0xBF] => {
            (u16::from(*a) << 12 | low(b) << 6 | low(c), rest)
        }
        [rest @ .., a @ 0..=0x7F] => (u16::from(*a), rest),
        [rest @ .., a @ 0xC0..=0xDF, b] => (u16::from(*a & 0x1F) << 6 | low(b), rest),
        [rest @ .., _, _, _, _] => (0, rest),
        _ => return None,
    })
}

/// A value for each character of the basic plane.
#[derive(Clone)]
pub(super) struct Plane<T>(Box<[T; SIZE]>);

impl<T: Copy> Plane<T> {
    /// The table that `value` fills, given each character's number.
    pub(super) fn of(value: impl FnMut(u16) -> T) -> Self {
        let cells: Vec<T> = (0..=u16::MAX).map(value).collect();
        Self(cells.try_into().unwrap_or_else(|_| unreachable!("a cell for each number of 16 bits")))
    }

    /// The value of `c`; none outside the plane. The size is known to the compiler: no length is loaded.
    #[inline]
    pub(super) fn get(&self, c: char) -> Option<T> {
        self.0.get(c as usize).copied()
    }

    /// The value of a character's number.
    #[inline]
    pub(super) fn at(&self, number: u16) -> T {
        self.0[usize::from(number)]
    }

    /// The cell of `c`; none outside the plane.
    pub(super) fn slot(&mut self, c: char) -> Option<&mut T> {
        self.0.get_mut(c as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn characters_are_those_of_the_text(text in ".{0,20}") {
            let (mut rest, mut chars) = (text.as_bytes(), text.chars());
            while let Some((number, behind)) = first(rest) {
                let c = chars.next().unwrap();
                prop_assert_eq!(number, u16::try_from(u32::from(c)).unwrap_or(0));
                rest = behind;
                prop_assert_eq!(rest, chars.as_str().as_bytes());
            }
            prop_assert!(rest.is_empty() && chars.next().is_none());
            let (mut rest, mut chars) = (text.as_bytes(), text.chars());
            while let Some((number, before)) = last(rest) {
                let c = chars.next_back().unwrap();
                prop_assert_eq!(number, u16::try_from(u32::from(c)).unwrap_or(0));
                rest = before;
                prop_assert_eq!(rest, chars.as_str().as_bytes());
            }
            prop_assert!(rest.is_empty() && chars.next().is_none());
        }
    }
}
