//! Which encoding a line is in, where a file mixes several.
//!
//! Pages are glued from parts: a template in UTF-8 around a text in GBK, a forum whose posts came from two places. In
//! UTF-8, GBK and Big5 a line feed is always a line feed, so that lines can be told apart before they are decoded.

use super::cost::{self, Weight};
use super::decode::{Coding, lossy};
use encoding_rs::{BIG5, GB18030, UTF_8};

/// Encodings that are mixed line by line.
const BY_LINE: [Coding; 3] = [Coding::Standard(UTF_8), Coding::Standard(GB18030), Coding::Standard(BIG5)];

/// Bits by which another encoding must read a line better than the page's before it is believed.
const MARGIN: u64 = 24;
/// The same for an encoding that lines of the page are in.
const SEEN: u64 = 6;
/// Mean bits that a line in another encoding than the page's may cost.
const PLAUSIBLE: f64 = 13.5;
/// Mean bits from which on a line may be in another encoding than the page's.
const ODD: f64 = 12.0;

/// What lines of a page were in.
#[derive(Debug)]
pub(super) struct Judge {
    page: Coding,
    seen: [bool; 3],
}

impl Judge {
    /// None where lines cannot be told apart.
    pub(super) fn new(page: Coding) -> Option<Self> {
        BY_LINE.contains(&page).then_some(Self { page, seen: BY_LINE.map(|coding| coding == page) })
    }

    /// The coding of a line beyond ASCII.
    pub(super) fn coding(&mut self, line: &[u8]) -> Coding {
        if self.page == BY_LINE[0] && is_utf8(line) {
            return self.page;
        }
        let own = price(self.page, line);
        let others = BY_LINE.into_iter().zip(self.seen).filter(|&(coding, _)| coding != self.page);
        let best = others
            .map(|(coding, seen)| {
                let (bits, text) = price(coding, line);
                (bits + if seen { SEEN } else { MARGIN }, text, coding)
            })
            .min_by_key(|&(bits, ..)| bits);
        match best {
            // One broken character does not make a line foreign: the other reading must also be a plausible text.
            Some((bits, text, other)) if bits < own.0 && cost::mean(&text).0 < PLAUSIBLE => {
                if let Some(i) = BY_LINE.iter().position(|&c| c == other) {
                    self.seen[i] = true;
                }
                other
            }
            _ => self.page,
        }
    }
}

/// Whether a line that was decoded in the page's encoding may be in another.
pub(super) fn is_odd(weight: Weight) -> bool {
    weight.mean() > ODD
}

/// Whether a line is UTF-8 by design: with sequences of three bytes, and valid but for a last character that is cut.
fn is_utf8(line: &[u8]) -> bool {
    let valid = match std::str::from_utf8(line) {
        Ok(text) => text,
        Err(e) if e.error_len().is_none() => {
            std::str::from_utf8(&line[..e.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => "",
    };
    valid.chars().any(|c| c >= '\u{800}')
}

fn price(coding: Coding, line: &[u8]) -> (u64, String) {
    let text = lossy(coding, line).text;
    (cost::reading(&text), text)
}
