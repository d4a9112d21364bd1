//! Seven-bit encodings of GB 2312: HZ (RFC 1843) and ISO-2022-CN (RFC 1922).
//!
//! The Encoding Standard decodes neither. Both shift between ASCII and pairs of GB 2312, each byte without its
//! high bit; with the bit set again, a pair is GBK.

use encoding_rs::GBK;

/// Which marks shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    /// `~{` … `~}`; `~~` is a tilde, `~` before a line end joins lines.
    Hz,
    /// `ESC $ ) A` announces GB 2312, then SO … SI.
    Iso2022Cn,
}

impl Shift {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Hz => "HZ-GB-2312",
            Self::Iso2022Cn => "ISO-2022-CN",
        }
    }
}

const ESCAPE: u8 = 0x1B;
const OUT: u8 = 0x0E;
const IN: u8 = 0x0F;

/// Whether the bytes are seven-bit and shift.
pub(super) fn detect(bytes: &[u8]) -> Option<Shift> {
    let find = |needle: &[u8]| memchr::memmem::find(bytes, needle);
    let shift = if find(b"~{").is_some_and(|at| pairs_follow(&bytes[at + 2..])) {
        Shift::Hz
    } else if find(&[ESCAPE, b'$', b')', b'A']).is_some() && memchr::memchr(OUT, bytes).is_some() {
        Shift::Iso2022Cn
    } else {
        return None;
    };
    bytes.is_ascii().then_some(shift)
}

/// Whether what follows a `~{` is pairs of GB 2312 up to a `~}` or the end: a tilde and a brace also stand in
/// programs.
fn pairs_follow(bytes: &[u8]) -> bool {
    let run = bytes.iter().take_while(|b| (0x21..=0x7D).contains(*b)).count();
    let closed = bytes[run..].is_empty() || bytes[run..].starts_with(b"~}");
    let (text, errors) = pairs(&bytes[..run]);
    closed && run >= 2 && errors == 0 && super::cost::mean(&text).0 < 15.0
}

fn pairs(bytes: &[u8]) -> (String, u32) {
    let high: Vec<u8> = bytes.iter().map(|b| b | 0x80).collect();
    super::decode::lossy(super::detect::Coding::Standard(GBK), &high)
}

/// Decodes; a pair that makes no character, and a mark that makes no sense, is malformed.
pub(super) fn decode(shift: Shift, bytes: &[u8]) -> (String, u32) {
    let (mut text, mut malformed, mut at) = (String::with_capacity(bytes.len() * 3 / 2), 0, 0);
    let mut shifted = false;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied();
        match (shift, byte, next) {
            (Shift::Hz, b'~', Some(b'{')) => (shifted, at) = (true, at + 2),
            (Shift::Hz, b'~', Some(b'}')) => (shifted, at) = (false, at + 2),
            (Shift::Hz, b'~', Some(b'~')) if !shifted => {
                text.push('~');
                at += 2;
            }
            (Shift::Hz, b'~', Some(b'\n')) if !shifted => at += 2,
            (Shift::Iso2022Cn, OUT, _) => (shifted, at) = (true, at + 1),
            (Shift::Iso2022Cn, IN, _) => (shifted, at) = (false, at + 1),
            (Shift::Iso2022Cn, ESCAPE, Some(b'$')) => at = bytes.len().min(at + 4),
            (_, b'\n', _) => {
                // Both encodings begin each line in ASCII.
                shifted = false;
                text.push('\n');
                at += 1;
            }
            (_, 0x21..=0x7E, Some(0x21..=0x7E)) if shifted => {
                let (pair, errors) = pairs(&bytes[at..at + 2]);
                text += &pair;
                malformed += errors;
                at += 2;
            }
            (_, 0..=0x7F, _) if !shifted => {
                text.push(char::from(byte));
                at += 1;
            }
            _ => {
                text.push(char::REPLACEMENT_CHARACTER);
                malformed += 1;
                at += 1;
            }
        }
    }
    (text, malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_bit_texts() {
        let hz = b"Plan: ~{9$Ww~} ~~ ~{<F;.~}\n~{9$Ww";
        assert_eq!(detect(hz), Some(Shift::Hz));
        assert_eq!(decode(Shift::Hz, hz), ("Plan: 工作 ~ 计划\n工作".to_owned(), 0));
        let iso = b"\x1B$)A\x0E9$Ww\x0F 2024\n";
        assert_eq!(detect(iso), Some(Shift::Iso2022Cn));
        assert_eq!(decode(Shift::Iso2022Cn, iso), ("工作 2024\n".to_owned(), 0));
        assert_eq!(detect(b"if (~{a} && b)"), None);
        assert_eq!(detect(b"echo ~{user}/bin"), None);
    }
}
