//! How well a text reads as Chinese: what its characters cost, in bits.
//!
//! A character's cost is −log2 of its share of running text (`data/read/frequency.tsv`, compiled by `build.rs`
//! to a byte for each character of the basic plane). The right decoding of some bytes is the one that costs
//! least: wrong ones turn common characters into rare ones, and into errors.

static BITS: &[u8; 0x1_0000] = include_bytes!(concat!(env!("OUT_DIR"), "/frequency.bin"));

/// A character outside the basic plane.
const ASTRAL: u8 = 24;

/// What a character costs.
pub(super) fn of(c: char) -> u32 {
    BITS.get(c as usize).copied().unwrap_or(ASTRAL).into()
}

/// What an ASCII letter or sign that stands alone among others costs more: the second byte of a character, when its
/// first was taken for another's second, looks like that.
const ALONE: u64 = 6;
/// The same for a capital letter, or an `x` for blanked-out digits: these do stand alone.
const CAPITAL: u64 = 3;

/// What a text costs as a reading of bytes.
pub(super) fn reading(text: &str) -> u64 {
    let (mut bits, mut wide, mut alone) = (0, true, 0);
    for c in text.chars() {
        bits += u64::from(of(c));
        let beyond = !c.is_ascii();
        bits += if beyond { alone } else { 0 };
        alone = match c {
            'A'..='Z' | 'x' if wide => CAPITAL,
            '@'..='~' if wide => ALONE,
            _ => 0,
        };
        wide = beyond;
    }
    bits
}

/// What the characters beyond ASCII weigh together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weight {
    /// What they cost.
    pub(super) bits: u64,
    /// How many they are.
    pub(super) count: u32,
    /// How many of them are letters and signs that single bytes are read as.
    pub(super) latin: u32,
}

impl Weight {
    pub(super) fn of(text: &str) -> Self {
        let (mut bits, mut count, mut latin) = (0_u32, 0, 0);
        let mut rest = text.as_bytes();
        let mut weight = Self::default();
        // By bytes: the text is valid, and nearly all of it is ASCII or three bytes long.
        loop {
            match *rest {
                [0..=0x7F, ref tail @ ..] => rest = tail,
                [a @ 0xE0..=0xEF, b, c, ref tail @ ..] => {
                    let code = u16::from(a & 15) << 12 | u16::from(b & 63) << 6 | u16::from(c & 63);
                    bits += u32::from(BITS[usize::from(code)]);
                    count += 1;
                    if code <= 0x2122 {
                        latin += u32::from(char::from_u32(code.into()).is_some_and(is_latin));
                    }
                    rest = tail;
                }
                [a @ 0xC0..=0xDF, b, ref tail @ ..] => {
                    let code = u16::from(a & 31) << 6 | u16::from(b & 63);
                    bits += u32::from(BITS[usize::from(code)]);
                    count += 1;
                    latin += u32::from(char::from_u32(code.into()).is_some_and(is_latin));
                    rest = tail;
                }
                [_, _, _, _, ref tail @ ..] => {
                    bits += u32::from(ASTRAL);
                    count += 1;
                    rest = tail;
                }
                _ => break,
            }
            if bits > u32::MAX / 2 {
                weight.bits += u64::from(std::mem::take(&mut bits));
            }
        }
        Self { bits: weight.bits + u64::from(bits), count, latin }
    }

    /// Mean bits of a character.
    pub(super) fn mean(self) -> f64 {
        self.bits as f64 / f64::from(self.count.max(1))
    }
}

/// Whether a character is of those that single bytes are read as: Latin-1, and what Windows-1252 has at 80–9F apart
/// from quotation marks and dashes, which Chinese text has too.
pub(super) fn is_latin(c: char) -> bool {
    match c {
        '\u{80}'..='\u{FF}' => true,
        '\u{100}'..='\u{2122}' => matches!(
            c,
            '€' | '‚'
                | 'ƒ'
                | '„'
                | '†'
                | '‡'
                | 'ˆ'
                | '‰'
                | 'Š'
                | '‹'
                | 'Œ'
                | 'Ž'
                | '•'
                | '˜'
                | '™'
                | 'š'
                | '›'
                | 'œ'
                | 'ž'
        ),
        _ => false,
    }
}

/// The mean cost of the characters beyond ASCII, and their number.
pub(super) fn mean(text: &str) -> (f64, usize) {
    let weight = Weight::of(text);
    (weight.mean(), weight.count as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_characters_cost_less() {
        assert!(of('的') < of('政') && of('政') < of('圳') && of('圳') < of('鏂'));
        assert_eq!(of('國'), of('国') + 1);
        assert!(mean("全年办理建议十二件").0 < 11.0);
        assert!(mean("鏂囦欢鐨勫唴瀹").0 > 17.0);
    }
}
