//! Which script a line and a page are written in.

use crate::document::Script;

/// A bit for each character of the basic plane that only Simplified text has.
static SIMPLIFIED: &[u8; 8192] = include_bytes!(concat!(env!("OUT_DIR"), "/simplified.bits"));
/// A bit for each character of the basic plane that only Traditional text has.
static TRADITIONAL: &[u8; 8192] = include_bytes!(concat!(env!("OUT_DIR"), "/traditional.bits"));
/// A bit for each character that Traditional → Simplified changes though Simplified text has it too.
static SHARED: &[u8; 8192] = include_bytes!(concat!(env!("OUT_DIR"), "/shared.bits"));

/// Whether only Traditional text has this character.
pub(in crate::normalise) fn is_traditional(c: char) -> bool {
    has(TRADITIONAL, c)
}

/// Whether Simplified text may mean this character as it is, though Traditional → Simplified changes it.
pub(super) fn is_shared(c: char) -> bool {
    has(SHARED, c)
}

fn has(set: &[u8; 8192], c: char) -> bool {
    let code = c as usize;
    code < 0x1_0000 && set[code / 8] & (1 << (code % 8)) != 0
}

/// Characters of a text that tell its script.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    simplified: usize,
    traditional: usize,
}

impl Signs {
    pub(super) fn of(text: &str) -> Self {
        let mut signs = Self::default();
        for c in text.chars().filter(|&c| c >= '\u{3400}') {
            signs.simplified += usize::from(has(SIMPLIFIED, c));
            signs.traditional += usize::from(has(TRADITIONAL, c));
        }
        signs
    }

    /// A stray Simplified form does not make a line another one.
    pub(super) fn is_mainly_traditional(self) -> bool {
        self.traditional > 4 * self.simplified
    }

    pub(super) fn script(self) -> Script {
        match (self.simplified, self.traditional) {
            (0, 0) => Script::None,
            (_, 0) => Script::Simplified,
            (0, _) => Script::Traditional,
            _ => Script::Mixed,
        }
    }
}

/// Share of the telling characters that the other script may have before a page is called mixed: quotations,
/// names and spam tails do not make a page another one.
const MINORITY: f64 = 0.1;

/// The script of a page, by the shares of the characters that tell.
pub(in crate::normalise) fn page_script(text: &str) -> Script {
    let signs = Signs::of(text);
    let all = (signs.simplified + signs.traditional) as f64;
    if signs.simplified.min(signs.traditional) as f64 > MINORITY * all {
        return Script::Mixed;
    }
    match signs.simplified.cmp(&signs.traditional) {
        std::cmp::Ordering::Greater => Script::Simplified,
        std::cmp::Ordering::Less => Script::Traditional,
        std::cmp::Ordering::Equal => Script::None,
    }
}
