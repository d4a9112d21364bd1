//! `**bold**` and its like in Markdown, against pairs of masks in a line: `**市**县`.
//!
//! Two marks around words are bold where both stand at the edge of a word as Markdown asks, and
//! - the one opens at a boundary and the other closes at one; or
//! - at least one stands inside a sentence, what is between is a short phrase without clause marks, no word that wants
//!   an object stands before it or ends it, and neither mark is followed by a word that a mask stands before.

use super::line::{Line, is_boundary};
use crate::document::MaskKind;
use memchr::memmem;

/// The longest phrase in mid-sentence that is bold, in characters.
const PHRASE: usize = 16;

/// Where the marks begin, sorted. `hides` tells what the word at a place says of a mask before it.
pub(super) fn marks(line: &Line<'_>, hides: impl Fn(usize) -> Option<MaskKind>) -> Vec<usize> {
    let mut marks = Vec::new();
    for mark in ["**", "__", "~~"] {
        let mut open: Option<usize> = None;
        for at in runs(line, mark) {
            match open {
                Some(from) if is_pair(line, from, at, mark, !marks.is_empty(), &hides) => {
                    marks.extend([from, at]);
                    open = None;
                }
                _ => open = Some(at),
            }
        }
    }
    marks.sort_unstable();
    marks
}

/// Where runs of exactly two of a sign begin.
fn runs(line: &Line<'_>, mark: &'static str) -> impl Iterator<Item = usize> {
    let sign = mark.as_bytes()[0];
    let text = line.text().as_bytes();
    let single =
        move |&at: &usize| (at == 0 || text[at - 1] != sign) && text.get(at + 2).is_none_or(|&b| b != sign);
    let start = line.start;
    memmem::find_iter(text, mark).filter(single).map(move |at| start + at)
}

/// Whether the marks at `from` and `to` stand around bold words; `another` when such a pair stands before.
fn is_pair(
    line: &Line<'_>,
    from: usize,
    to: usize,
    mark: &str,
    another: bool,
    hides: &impl Fn(usize) -> Option<MaskKind>,
) -> bool {
    let inner = &line.text()[from + 2 - line.start..to - line.start];
    let edge = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && !"，。、；：,;:".contains(c));
    // 。 and its like may end what is bold.
    let ends = inner.chars().next_back().filter(|c| !"。！？：；".contains(*c));
    if !edge(inner.chars().next()) || !(edge(ends) || inner.ends_with(['。', '！', '？', '：', '；'])) {
        return false;
    }
    let opens = is_boundary(line.before(from))
        || line.before(from).is_some_and(|c| "-*#>.".contains(c) || c.is_ascii_digit());
    let closes = is_boundary(line.after(to + 2));
    let wants = |c: Option<char>| {
        c.is_some_and(|c| "在赴到向从由对为于及和与同把给的省市县区镇乡村對與從為於".contains(c))
    };
    let clause = inner.contains(['，', '。', '；', '、', ',', ';', '“', '”', '《', '》', '（', '）']);
    if wants(inner.chars().next_back()) {
        return false;
    }
    if opens && closes {
        return mark == "**" || (!clause && hides(from + 2).is_none());
    }
    mark == "**"
        && !clause
        && inner.chars().nth(PHRASE).is_none()
        && (another || !wants(line.before(from)))
        && hides(from + 2).is_none()
        && hides(to + 2).is_none()
}
