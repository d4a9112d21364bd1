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

/// What a text costs.
pub(super) fn total(text: &str) -> u64 {
    text.chars().map(|c| u64::from(of(c))).sum()
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
        let mut weight = Self::default();
        for c in text.chars().filter(|c| !c.is_ascii()) {
            weight.bits += u64::from(of(c));
            weight.count += 1;
            weight.latin += u32::from(is_latin(c));
        }
        weight
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
