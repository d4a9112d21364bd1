//! The one hash of the comparison: fixed seeds, so that sketches of two runs, machines and versions agree.
//!
//! The finaliser is that of SplitMix64 (Steele, Lea and Flood, 2014; public domain code by Vigna): two
//! multiply-xorshift rounds that pass every avalanche test. A change here changes every sketch: raise
//! [`VERSION`].

/// Version of hash, fold and sketch parameters together; an index on disk records it.
pub(crate) const VERSION: u32 = 2;

/// Characters in a shingle of the resemblance and containment measures.
pub(crate) const GRAM: usize = 5;

/// A bijective mix of 64 bits.
#[inline]
pub(crate) fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Two words into one.
#[inline]
pub(crate) fn pair(a: u64, b: u64) -> u64 {
    mix(a.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ mix(b.wrapping_add(0x6a09_e667_f3bc_c909)))
}

/// A short run of codes: four fit a word as they are, so only longer runs are mixed in.
#[inline]
pub(crate) fn codes(run: &[u16]) -> u64 {
    let mut hash = run.len() as u64;
    for four in run.chunks(4) {
        let word = four.iter().rev().fold(0u64, |w, &c| (w << 16) | u64::from(c));
        hash = pair(hash, word);
    }
    hash
}

/// A 128-bit digest of a long run: equal digests are taken for equal texts (at 10⁹ texts the chance that any two
/// unequal ones meet is below 10⁻²⁰).
pub(crate) fn digest(run: &[u16]) -> (u64, u64) {
    let (mut a, mut b) = (run.len() as u64, !(run.len() as u64));
    for four in run.chunks(4) {
        let word = four.iter().rev().fold(0u64, |w, &c| (w << 16) | u64::from(c));
        a = pair(a, word);
        b = pair(b ^ 0x5851_f42d_4c95_7f2d, word.rotate_left(17));
    }
    (a, b)
}

/// The hash of bytes.
pub(crate) fn bytes(bytes: &[u8]) -> u64 {
    let mut sum = pair(0x6777, bytes.len() as u64);
    for eight in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..eight.len()].copy_from_slice(eight);
        sum = pair(sum, u64::from_le_bytes(word));
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_pinned() {
        // A sketch written by one version must be read by the next, or VERSION must change.
        assert_eq!(mix(1), 0x5692_161d_100b_05e5);
        assert_eq!(codes(&[1, 2, 3, 4, 5]), codes(&[1, 2, 3, 4, 5]));
        assert_ne!(codes(&[1, 2, 3, 4, 5]), codes(&[1, 2, 3, 5, 4]));
        assert_ne!(codes(&[0]), codes(&[0, 0]));
        assert_ne!(digest(&[]), digest(&[0]));
    }

    #[test]
    fn bits_of_gram_hashes_are_even() {
        let n = 4096u16;
        let mut ones = [0u32; 64];
        for i in 0..n {
            let h = codes(&[0x4e00 + i, 0x4e01, 0x4e02, 0x4e03, 0x4e04]);
            for (bit, count) in ones.iter_mut().enumerate() {
                *count += ((h >> bit) & 1) as u32;
            }
        }
        // 2048 expected, standard deviation 32.
        assert!(ones.iter().all(|&c| (1840..2256).contains(&c)), "{ones:?}");
    }
}
