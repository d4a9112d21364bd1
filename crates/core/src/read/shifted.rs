//! Seven-bit encodings of GB 2312: HZ (RFC 1843) and ISO-2022-CN (RFC 1922).
//!
//! The Encoding Standard decodes neither. Both shift between ASCII and pairs of GB 2312, each byte without its
//! high bit; with the bit set again, a pair is GBK. A piece that was cut out may begin inside the shifted state: its
//! first mark then shifts back.

use super::cost;
use super::decode::{Coding, Output, lossy};
use encoding_rs::GBK;
use memchr::memmem;

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

    /// The marks that shift out of ASCII and back.
    fn marks(self) -> (&'static [u8], &'static [u8]) {
        match self {
            Self::Hz => (b"~{", b"~}"),
            Self::Iso2022Cn => (&[OUT], &[IN]),
        }
    }
}

const ESCAPE: u8 = 0x1B;
const OUT: u8 = 0x0E;
const IN: u8 = 0x0F;

/// Marks that are tried until one has Chinese beside it.
const TRIES: usize = 64;
/// Mean bits that the characters between two marks may cost: short ones hold a name or a rare word.
const READABLE: f64 = 15.0;

/// Whether some bytes stand for themselves in every encoding but UTF-16 and UTF-32: ASCII without nulls and without
/// what may shift.
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    bytes.is_ascii()
        && memchr::memchr3(0, ESCAPE, OUT, bytes).is_none()
        && memchr::memchr(IN, bytes).is_none()
        && memmem::find(bytes, b"~{").is_none()
        && memmem::find(bytes, b"~}").is_none()
}

/// Whether the bytes are seven-bit and shift, and how many of them are the rest of a pair that was cut.
pub(super) fn detect(bytes: &[u8]) -> Option<(Coding, usize)> {
    if !bytes.is_ascii() {
        return None;
    }
    [Shift::Hz, Shift::Iso2022Cn].into_iter().find_map(|shift| {
        let (out, back) = shift.marks();
        let first = memmem::find(bytes, out);
        let before = memmem::find(bytes, back).filter(|&at| first.is_none_or(|first| at < first));
        let opened =
            memmem::find_iter(bytes, out).take(TRIES).any(|at| is_run(&bytes[at + out.len()..], back));
        if let Some(end) = before {
            // Up to this mark the text is shifted, from its last line end on.
            let line = memchr::memrchr(b'\n', &bytes[..end]).map_or(0, |at| at + 1);
            let rest = (end - line) % 2;
            let (text, errors) = pairs(&bytes[line + rest..end]);
            let (mean, count) = cost::mean(&text);
            let reads = errors == 0 && mean < READABLE && (opened && count >= 1 || count >= 2);
            if reads && line == 0 {
                return Some((Coding::Shifted { shift, open: true }, rest));
            }
            return (reads || opened).then_some((Coding::Shifted { shift, open: false }, 0));
        }
        opened.then_some((Coding::Shifted { shift, open: false }, 0))
    })
}

/// Whether what follows a mark is pairs of GB 2312 up to the mark back, a line end or the end: a tilde and a brace
/// also stand in programs.
fn is_run(bytes: &[u8], back: &[u8]) -> bool {
    // The second byte of a pair may be a tilde, the first may not.
    let run = 2 * bytes.chunks_exact(2).take_while(|p| matches!(p, [0x21..=0x77, 0x21..=0x7E])).count();
    let rest = &bytes[run..];
    let closed = rest.len() < 2 || rest.starts_with(back) || matches!(rest[0], b'\n' | b'\r');
    let (text, errors) = pairs(&bytes[..run]);
    closed && run >= 2 && errors == 0 && cost::mean(&text).0 < READABLE
}

fn pairs(bytes: &[u8]) -> (String, u32) {
    let high: Vec<u8> = bytes.iter().map(|b| b | 0x80).collect();
    let out = lossy(Coding::Standard(GBK), &high);
    (out.text, out.damage.total())
}

/// A decoder; a pair that makes no character, and a mark that makes no sense, is malformed.
pub(super) struct Shifted {
    shift: Shift,
    shifted: bool,
    /// The beginning of a mark or of a pair, up to three bytes.
    pending: Vec<u8>,
}

impl Shifted {
    pub(super) fn new(shift: Shift, open: bool) -> Self {
        Self { shift, shifted: open, pending: Vec::with_capacity(4) }
    }

    /// Decodes a piece that begins at `at`.
    pub(super) fn feed(&mut self, bytes: &[u8], at: u64, out: &mut Output) {
        for (i, &byte) in bytes.iter().enumerate() {
            self.pending.push(byte);
            while !self.pending.is_empty() && self.take(at + i as u64 + 1, out) {}
        }
    }

    /// Says that nothing follows what stood before `end`.
    pub(super) fn finish(&mut self, end: u64, out: &mut Output) {
        while let Some(&byte) = self.pending.first() {
            let start = end - self.pending.len() as u64;
            self.skip(1);
            if self.shifted || byte == ESCAPE {
                out.replace(start..start + 1);
            } else {
                out.text.push(char::from(byte));
            }
        }
    }

    fn skip(&mut self, bytes: usize) {
        self.pending.drain(..bytes);
    }

    /// Takes what is complete off the front of the pending bytes, which end before `end`; false when more is needed.
    fn take(&mut self, end: u64, out: &mut Output) -> bool {
        let start = end - self.pending.len() as u64;
        match (self.shift, &self.pending[..]) {
            (Shift::Hz, [b'~']) | (Shift::Iso2022Cn, [ESCAPE] | [ESCAPE, b'$'] | [ESCAPE, b'$', _]) => {
                return false;
            }
            (Shift::Hz, [b'~', b'{']) => (self.shifted, _) = (true, self.skip(2)),
            (Shift::Hz, [b'~', b'}']) => (self.shifted, _) = (false, self.skip(2)),
            (Shift::Hz, [b'~', b'~']) if !self.shifted => {
                out.text.push('~');
                self.skip(2);
            }
            (Shift::Hz, [b'~', b'\n']) if !self.shifted => self.skip(2),
            (Shift::Iso2022Cn, [OUT, ..]) => (self.shifted, _) = (true, self.skip(1)),
            (Shift::Iso2022Cn, [IN, ..]) => (self.shifted, _) = (false, self.skip(1)),
            (Shift::Iso2022Cn, [ESCAPE, b'$', ..]) => self.skip(4),
            (_, [b'\n', ..]) => {
                // Both encodings begin each line in ASCII.
                self.shifted = false;
                out.text.push('\n');
                self.skip(1);
            }
            (_, [0x21..=0x7E]) if self.shifted => return false,
            (_, &[a @ 0x21..=0x7E, b @ 0x21..=0x7E, ..]) if self.shifted => {
                let (pair, errors) = pairs(&[a, b]);
                if errors == 0 {
                    out.text += &pair;
                } else {
                    out.replace(start..start + 2);
                }
                self.skip(2);
            }
            (_, &[byte @ 0..=0x7F, ..]) if !self.shifted => {
                out.text.push(char::from(byte));
                self.skip(1);
            }
            _ => {
                out.replace(start..start + 1);
                self.skip(1);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Option<(&'static str, String, u32)> {
        let (coding, rest) = detect(bytes)?;
        let out = lossy(coding, &bytes[rest..]);
        Some((coding.name(), out.text, out.damage.total()))
    }

    #[test]
    fn seven_bit_texts() {
        let (hz, iso) = ("HZ-GB-2312", "ISO-2022-CN");
        for (bytes, name, read) in [
            (&b"Plan: ~{9$Ww~} ~~ ~{<F;.~}\n~{9$Ww"[..], hz, "Plan: 工作 ~ 计划\n工作"),
            (b"\x1B$)A\x0E9$Ww\x0F 2024\n", iso, "工作 2024\n"),
            // Cut before a mark back, between two pairs and within one.
            (b"9$Ww~} 2024 ~{<F;.~}", hz, "工作 2024 计划"),
            (b"$9$Ww~} 2024 ~{<F;.~}", hz, "工作 2024 计划"),
            (b"9$Ww\x0F 2024 \x0E<F;.\x0F", iso, "工作 2024 计划"),
        ] {
            assert_eq!(text(bytes), Some((name, read.to_owned(), 0)));
        }
        assert_eq!(text(b"if (~{a} && b)"), None);
        assert_eq!(text(b"echo ~{user}/bin"), None);
        assert_eq!(text(b"a = {b ~}"), None);
    }
}
