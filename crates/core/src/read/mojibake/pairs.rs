//! Which characters follow which: evidence for a character of which a byte was lost.
//!
//! The pairs within Chinese words (`data/read/pairs.tsv`, compiled by `build.rs` to a sorted array).

use super::super::cost;

/// Five bytes a pair: both characters, big-endian, and what the pair costs, in bits.
static PAIRS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pairs.bin"));

/// What two Chinese characters cost more beside each other when no word has them so.
const STRANGERS: i32 = 5;

/// How many bits two neighbours tell of each other: positive where they belong together.
pub(super) fn affinity(a: char, b: char) -> i32 {
    let han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let (true, true, Ok(first), Ok(second)) =
        (han(a), han(b), u16::try_from(a as u32), u16::try_from(b as u32))
    else {
        return 0;
    };
    let ([a0, a1], [b0, b1]) = (first.to_be_bytes(), second.to_be_bytes());
    let pairs = PAIRS.as_chunks::<5>().0;
    match pairs.binary_search_by(|pair| pair[..4].cmp(&[a0, a1, b0, b1])) {
        Ok(i) => {
            let alone = i32::try_from(cost::of(a) + cost::of(b)).unwrap_or_default();
            alone - i32::from(pairs[i][4])
        }
        Err(_) => -STRANGERS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_hold_together() {
        assert!(PAIRS.len() > 5 * 40_000 && PAIRS.len().is_multiple_of(5));
        assert!(affinity('内', '容') > 4 && affinity('建', '设') > 4 && affinity('建', '設') > 3);
        assert_eq!(affinity('容', '内'), -STRANGERS);
        assert_eq!(affinity('，', '内'), 0);
    }
}
