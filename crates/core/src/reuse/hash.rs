//! The one hash of the comparison: fixed seeds, so that sketches of two runs, machines and versions agree.
//!
//! The finaliser is that of SplitMix64 (Steele, Lea and Flood, 2014; public domain code by Vigna): two
//! multiply-xorshift rounds that pass every avalanche test. Runs of signs are hashed as they stream by, with one or two
//! products a sign: the halves of a 128-bit product laid over each other, as in wyhash (Wang Yi, public domain). A
//! change here changes every sketch: raise [`VERSION`].

/// Version of hash, fold and sketch parameters together; an index on disk records it.
pub(crate) const VERSION: u32 = 3;

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

/// Odd words without a pattern, that keep zeros from swallowing a product.
const SALT: [u64; 4] =
    [0xa076_1d64_78bd_642f, 0xe703_7ed1_a0b4_28db, 0x8ebc_6af0_9c88_c6e3, 0x5899_65cc_7537_4cc3];

/// The halves of a product, one over the other.
#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// A shingle: its first four signs as a word, and its last.
#[inline]
pub(crate) fn gram(four: u64, last: u16) -> u64 {
    fold(fold(four ^ SALT[0], u64::from(last) ^ SALT[1]) ^ SALT[2], SALT[3])
}

/// Eight signs as two words.
#[inline]
pub(crate) fn eight(first: u64, last: u64) -> u64 {
    fold(fold(first ^ SALT[2], last ^ SALT[3]) ^ SALT[1], SALT[0])
}

/// A short run of codes: four fit a word as they are, so only longer runs are mixed in.
#[inline]
pub(crate) fn codes(run: &[u16]) -> u64 {
    let hash = run.chunks(4).fold(run.len() as u64, |hash, four| fold(hash ^ SALT[0], word(four) ^ SALT[1]));
    fold(hash ^ SALT[2], SALT[3])
}

/// Up to four signs as a word.
#[inline]
fn word(four: &[u16]) -> u64 {
    four.iter().rev().fold(0, |w, &c| (w << 16) | u64::from(c))
}

/// Calls `each` with the hashes of all runs of `signs` signs, each reckoned from the one before: a polynomial in the
/// signs (Karp and Rabin, 1987), mixed.
#[inline]
pub(crate) fn runs(codes: &[u16], signs: usize, mut each: impl FnMut(u64)) {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    if signs == 0 || codes.len() < signs {
        return;
    }
    let high = BASE.wrapping_pow(signs as u32);
    let ahead = |hash: u64, c: u16| hash.wrapping_mul(BASE).wrapping_add(u64::from(c) + 1);
    let (first, rest) = codes.split_at(signs);
    let mut hash = first.iter().fold(0, |hash, &c| ahead(hash, c));
    each(fold(hash ^ SALT[0], SALT[3]));
    for (&gone, &come) in codes.iter().zip(rest) {
        hash = ahead(hash, come).wrapping_sub((u64::from(gone) + 1).wrapping_mul(high));
        each(fold(hash ^ SALT[0], SALT[3]));
    }
}

/// A 128-bit digest of a long run: equal digests are taken for equal texts (at 10⁹ texts the chance that any two
/// unequal ones meet is below 10⁻²⁰).
pub(crate) fn digest(run: &[u16]) -> (u64, u64) {
    let (mut a, mut b) = (run.len() as u64, !(run.len() as u64));
    for four in run.chunks(4) {
        let word = word(four);
        a = fold(a ^ SALT[0], word ^ SALT[1]);
        b = fold(b ^ SALT[2], word.rotate_left(17) ^ SALT[3]);
    }
    (mix(a), mix(b))
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
    fn bits_of_hashes_are_even_wherever_the_sign_stands_that_differs() {
        let hashes: [fn(&[u16]) -> u64; 4] = [
            codes,
            |run| gram(word(&run[..4]), run[4]),
            |run| eight(word(&run[..4]), word(&run[4..])),
            |run| {
                let mut last = 0;
                runs(run, 5, |h| last = h);
                last
            },
        ];
        for hash in hashes {
            for place in 0..5 {
                let n = 4096u16;
                let mut ones = [0u32; 64];
                for i in 0..n {
                    let mut run = [0x4e00, 0x4e01, 0x4e02, 0x4e03, 0x4e04];
                    run[place] += i;
                    let h = hash(&run);
                    for (bit, count) in ones.iter_mut().enumerate() {
                        *count += ((h >> bit) & 1) as u32;
                    }
                }
                // 2048 expected, standard deviation 32.
                assert!(ones.iter().all(|&c| (1840..2256).contains(&c)), "{place} {ones:?}");
            }
        }
    }

    #[test]
    fn equal_runs_have_equal_hashes_wherever_they_stand() {
        let text: Vec<u16> = (0..90).map(|i| 0x4e00 + i % 30).collect();
        let all = |text: &[u16], signs| {
            let mut all = Vec::new();
            runs(text, signs, |h| all.push(h));
            all
        };
        for signs in [1, 5, 10, 30] {
            let hashes: Vec<u64> = all(&text, signs);
            assert_eq!(hashes.len(), text.len() + 1 - signs);
            for (i, h) in hashes.iter().enumerate() {
                let equal = hashes.iter().enumerate().filter(|(j, g)| *g == h || j % 30 == i % 30);
                equal.for_each(|(j, g)| assert!(g == h && j % 30 == i % 30, "{signs}: {i} and {j}"));
            }
        }
        assert!(all(&text[..4], 5).is_empty() && all(&[], 5).is_empty() && all(&text, 0).is_empty());
    }
}
