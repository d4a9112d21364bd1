//! What was lost for good before the page was stored.
//!
//! A character that an encoding does not have became `?` or U+FFFD; U+FFFD, written as UTF-8 and read as GBK, became
//! `锟斤拷` (two of them make three characters), read as Latin-1 `ï¿½`. Nothing brings back what stood there: the places are
//! marked, and the text stays as it is.

use crate::span::{Source, Span};
use memchr::memmem;

/// What a lost character leaves; a run of several is one place.
const TRACES: [&str; 3] = ["\u{FFFD}", "锟斤拷", "ï¿½"];

/// Question marks in a row from which on they stand for lost characters even at the end of a sentence.
const MARKS: usize = 4;

/// The places, sorted and disjoint. A few searches for fixed strings over the text.
pub(super) fn find(text: &str) -> Vec<Span<Source>> {
    let mut places: Vec<Span<Source>> = Vec::new();
    for trace in TRACES {
        for start in memmem::find_iter(text.as_bytes(), trace) {
            places.push(Span::new(start, start + trace.len()));
        }
    }
    places.extend(question_marks(text));
    places.sort_by_key(|p| (p.start(), p.end()));
    places.dedup_by(|next, last| {
        let touch = next.start() <= last.end();
        if touch {
            *last = Span::new(last.start(), next.end().max(last.end()));
        }
        touch
    });
    places
}

/// Runs of two and more question marks that cannot be punctuation: a Chinese character follows at once, or they
/// are many, with no exclamation mark among them.
fn question_marks(text: &str) -> Vec<Span<Source>> {
    let bytes = text.as_bytes();
    let (mut places, mut end) = (Vec::new(), 0);
    for start in memmem::find_iter(bytes, b"??") {
        if start < end {
            continue;
        }
        end = start + bytes[start..].iter().take_while(|&&b| b == b'?').count();
        let han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
        let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
        let within =
            after.is_some_and(han) && before.is_none_or(|c| han(c) || c.is_whitespace() || c == '，');
        if end - start >= MARKS || within {
            places.push(Span::new(start, end));
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_of_lost_characters() {
        for (text, lost) in [
            ("全年锟斤拷锟斤拷办理", &["锟斤拷锟斤拷"][..]),
            ("办\u{FFFD}\u{FFFD}理\u{FFFD}", &["\u{FFFD}\u{FFFD}", "\u{FFFD}"]),
            ("??ï¿½ï¿½ok", &["ï¿½ï¿½"]),
            ("全年??理建议", &["??"]),
            ("????????", &["????????"]),
            ("为什么??", &[]),
            ("是吗?怎么办??", &[]),
            ("what?? no", &[]),
            ("", &[]),
        ] {
            let found: Vec<&str> = find(text).iter().map(|p| &text[p.range()]).collect();
            assert_eq!(found, lost, "{text}");
        }
    }
}
