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

/// The mean cost of the characters beyond ASCII, and their number.
pub(super) fn mean(text: &str) -> (f64, usize) {
    let (mut bits, mut count) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        bits += u64::from(of(c));
        count += 1;
    }
    (bits as f64 / f64::from(u32::try_from(count.max(1)).unwrap_or(u32::MAX)), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_characters_cost_less() {
        assert!(of('的') < of('政') && of('政') < of('圳') && of('圳') < of('鏂'));
        assert_eq!(of('國'), of('国') + 1);
        assert!(mean("全年办理建议十二件").0 < 11.0);
        assert!(mean("鏂囦欢鐨勫唴瀹").0 > 15.0);
    }
}
