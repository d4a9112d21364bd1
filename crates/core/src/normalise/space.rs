//! Characters that only the eye or a machine sees: zero-width and control characters.

use crate::offsets::{Edit, EditKind};
use crate::span::{Normal, Span};

/// Characters that mean nothing in running text.
fn is_dropped(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0B'..='\x1F' | '\x7F'..='\u{84}' | '\u{86}'..='\u{9F}' | '\u{AD}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// The edits that take them out.
pub(super) fn edits(text: &str) -> Vec<Edit<Normal>> {
    let dropped = text.char_indices().filter(|&(_, c)| is_dropped(c));
    dropped.map(|(at, c)| Edit::new(Span::new(at, at + c.len_utf8()), "", EditKind::Space)).collect()
}
