//! Lines of a page: the raw material of everything else in this stage.
//!
//! A line is what stands between two line ends of the normal form, without the white space around it; blank
//! lines are only remembered as a gap. Two further places count as line ends, because pages lose theirs on the
//! way into a database or out of a PDF:
//!
//! - a wide gap (four spaces) after a full stop, or before or after a heading's label: what is left of an indented
//!   new line; where running text follows, two spaces (in the page two ideographic ones) are enough;
//! - in very long lines, the place between a full stop and a label of chapter or first rank.
//!
//! One pass, linear in the length of the text.

use super::outline::Shapes;
use crate::span::{Normal, Span};
use memchr::{memchr2, memmem};
use std::borrow::Cow;
use std::ops::Range;

/// A line with something in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Where, without white space at either end.
    pub at: Span<Normal>,
    /// Length in characters.
    pub chars: usize,
    /// Whether a blank line stands before it.
    pub gap: bool,
    /// Whether a real line end stands before it.
    pub broken: bool,
}

/// Characters that a long line must have before full stops inside it are taken for lost line ends.
const LONG: usize = 1_000;

/// Line ends besides the line feed and the carriage return: line separator and next line.
const RARE_ENDS: [&[u8]; 2] = ["\u{2028}".as_bytes(), "\u{85}".as_bytes()];

/// Spaces that part lines whatever follows.
const WIDE: usize = 4;
/// Spaces that part lines of running text.
const GAP: usize = 2;
/// Longest heading before a gap, in bytes.
const HEADING: usize = 120;
/// Longest marker before a wide gap, in bytes.
const MARKER: usize = 150;

/// Whether a character shows nothing: white space, zero-width characters, byte order marks.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// `at` without blank characters at its ends.
pub(super) fn trim(text: &str, at: Span<Normal>) -> Span<Normal> {
    let inner = &text[at.range()];
    if shows_at_ends(inner.as_bytes()) {
        return at;
    }
    let left = inner.trim_start_matches(is_blank);
    let start = at.end() - left.len();
    Span::new(start, start + left.trim_end_matches(is_blank).len())
}

/// Bytes to step over, by the first: characters between U+4000 and U+9FFF, and of ASCII what shows and ends no
/// sentence. 0 for all others, among which are those that are blank.
const STEP: [u8; 256] = {
    let mut step = [0; 256];
    let mut b = 0;
    while b < 256 {
        step[b] = match b {
            0x21 | 0x3f => 0, // ! ?
            0x22..=0x7e => 1,
            0xe4..=0xe9 => 3,
            _ => 0,
        };
        b += 1;
    }
    step
};

/// The first place from `at` on, or the end, where a character may be blank or a full stop.
#[inline]
fn mark(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at)
        && STEP[usize::from(byte)] > 0
    {
        at += usize::from(STEP[usize::from(byte)]);
    }
    at
}

/// The first place from `at` on, or the end, where a character may be blank.
#[inline]
fn blank(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = mark(bytes, at);
        match bytes.get(at..) {
            Some([b'!' | b'?', ..]) => at += 1,
            Some(punctuation) if shows(punctuation) => at += 3,
            _ => return at,
        }
    }
}

/// Whether bytes begin with one of the Chinese punctuation marks, none of which is blank but the space.
fn shows(bytes: &[u8]) -> bool {
    matches!(bytes, [0xe3, 0x80, 0x81..=0xbf, ..] | [0xef, 0xbc, ..])
}

/// Whether a text clearly begins and ends with characters that are not blank; most lines and sentences do.
fn shows_at_ends(bytes: &[u8]) -> bool {
    let [first, .., a, b, c] = bytes else { return false };
    let last = match c {
        0x21..=0x7e => true,
        _ => matches!(a, 0xe4..=0xe9) || shows(&[*a, *b, *c]),
    };
    last && (STEP[usize::from(*first)] > 0 || shows(bytes))
}

/// `text` without blank characters.
pub(super) fn squeezed(text: &str) -> Cow<'_, str> {
    let mut at = blank(text.as_bytes(), 0);
    while let Some(c) = text[at..].chars().next() {
        if is_blank(c) {
            return text.chars().filter(|c| !is_blank(*c)).collect();
        }
        at = blank(text.as_bytes(), at + c.len_utf8());
    }
    Cow::Borrowed(text)
}

/// The lines of `text`.
pub(super) fn lines(text: &str, shapes: &Shapes) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::with_capacity(text.len() / 128);
    let bytes = text.as_bytes();
    let mut rare = RARE_ENDS.map(|end| memmem::find_iter(bytes, end).map(|i| i + end.len()).peekable());
    let (mut start, mut gap) = (0, false);
    while start < text.len() {
        let mut end = memchr2(b'\n', b'\r', &bytes[start..]).map_or(text.len(), |i| start + i + 1);
        for ends in &mut rare {
            while ends.next_if(|e| *e <= start).is_some() {}
            end = ends.peek().map_or(end, |e| end.min(*e));
        }
        let (piece, at) = (start..end, trim(text, Span::new(start, end)));
        start = end;
        if at.is_empty() {
            // The line feed of a carriage return is no blank line of its own.
            gap |= !(&text[piece] == "\n" && text[..end - 1].ends_with('\r'));
            continue;
        }
        let top = out.is_empty();
        split(text, at, top, shapes, |part, first| {
            let chars = text[part.range()].chars().count();
            out.push(Line { at: part, chars, gap: gap && first, broken: first });
        });
        gap = false;
    }
    out
}

/// Cuts a line where line ends were lost; `top` where it is the first of the page.
fn split(text: &str, at: Span<Normal>, top: bool, shapes: &Shapes, mut push: impl FnMut(Span<Normal>, bool)) {
    let mut first = true;
    let mut from = at.start();
    let mut emit = |from: usize, to: usize, first: &mut bool| {
        let part = trim(text, Span::new(from, to));
        if !part.is_empty() {
            push(part, *first);
            *first = false;
        }
    };
    let mut last_stop = None;
    let bytes = &text.as_bytes()[..at.end()];
    let long = at.len() >= 3 * LONG;
    let mut here = at.start();
    while let Some(c) = {
        here = if long { mark(bytes, here) } else { blank(bytes, here) };
        text[here..at.end()].chars().next()
    } {
        let (stop, next) = (here, here + c.len_utf8());
        here = next;
        let cut = if is_blank(c) && c != '\t' {
            let rest = &text[stop..at.end()];
            let after = rest.trim_start_matches(|c| is_blank(c) && c != '\t');
            here = at.end() - after.len();
            let width: usize = rest[..here - stop].chars().map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum();
            let title = top && from == at.start();
            width >= GAP
                && (parts(text, from..stop, here, at.end(), width, &mut last_stop, shapes)
                    || title && is_title(&text[from..stop]) && after.len() > LONG && after.ends_with('。'))
        } else {
            long && is_full_stop(c) && shapes.label(&text[next..at.end()]).is_some_and(|l| l.starts_a_line())
        };
        if cut {
            emit(from, here, &mut first);
            from = here;
        }
    }
    emit(from, at.end(), &mut first);
}

/// Whether a gap of `width` spaces between `before` and `after` parts two lines.
///
/// `last_stop` keeps where the last full stop of the line stands: what lies beyond is no running text.
fn parts(
    text: &str,
    before: Range<usize>,
    after: usize,
    end: usize,
    width: usize,
    last_stop: &mut Option<usize>,
    shapes: &Shapes,
) -> bool {
    let (part, rest) = (text[before].trim_start_matches(is_blank), &text[after..end]);
    let last = part.chars().next_back().unwrap_or('\0');
    // 第一章    总则: a gap behind a label parts it from its heading only.
    let own = shapes.label(part).filter(|l| l.len < part.trim_end_matches(is_blank).len());
    let label = shapes.label(rest);
    if width >= WIDE {
        return is_full_stop(last) || last == '：' || label.is_some() || own.is_some() || is_marker(part);
    }
    let mut running = || *last_stop.get_or_insert_with(|| rest.rfind('。').map_or(0, |i| after + i)) > after;
    let ended = part.trim_end_matches(['”', '）', ')', '"']).ends_with(['。', '！', '？']);
    let heading = || own.is_some_and(|l| l.starts_a_line()) && part.len() <= HEADING && !part.contains('。');
    (ended || label.is_some_and(|l| l.starts_a_line()) || heading() || is_marker(part)) && running()
}

/// Whether a short text before a wide gap ends like the marker of an article: `…计划 篇1`.
fn is_marker(text: &str) -> bool {
    let text = text.trim_end_matches(is_blank);
    let numbered =
        text.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十()（）】".contains(c));
    numbered.len() < text.len() && numbered.ends_with('篇') && text.len() <= MARKER
}

/// Whether what a page in one line begins with may be its title: a few words without a mark.
fn is_title(text: &str) -> bool {
    let words = |c: char| c.is_alphanumeric() || is_blank(c) || "“”《》（）()".contains(c);
    (12..=HEADING).contains(&text.len()) && text.chars().all(words)
}

/// Full stops: what ends a sentence whatever follows.
pub(super) fn is_full_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let shapes = Shapes::load().unwrap();
        lines(text, &shapes).iter().map(|l| &text[l.at.range()]).collect()
    }

    #[test]
    fn white_space_is_trimmed_and_blank_lines_are_gaps() {
        let text = "\u{feff}　　甲。\r\n\r\n  乙\u{200b}\r\n丙";
        assert_eq!(cut(text), ["甲。", "乙", "丙"]);
        let shapes = Shapes::load().unwrap();
        let gaps: Vec<bool> = lines(text, &shapes).iter().map(|l| l.gap).collect();
        assert_eq!(gaps, [false, true, false]);
    }

    #[test]
    fn wide_gaps_end_lines_only_where_a_line_can_end() {
        assert_eq!(cut("全年增产。　　一、目标　　稳步前进。"), ["全年增产。", "一、目标", "稳步前进。"]);
        assert_eq!(cut("某某县县长　　张三"), ["某某县县长　　张三"]);
        assert_eq!(cut("姓名    职务"), ["姓名    职务"]);
        assert_eq!(cut("护林计划 篇2　　今年抓好巡查。"), ["护林计划 篇2", "今年抓好巡查。"]);
        assert_eq!(
            cut("完成了任务。     第二章  原则     坚持创新"),
            ["完成了任务。", "第二章  原则", "坚持创新"]
        );
    }

    #[test]
    fn a_page_in_one_line_begins_with_its_title() {
        let body = "今年抓好护林防火，全年未发火情。".repeat(30);
        let text = format!("某县2017年护林工作总结  {body}");
        assert_eq!(cut(&text), ["某县2017年护林工作总结", body.as_str()]);
        let text = format!("某县林业局，某县水利局  {body}");
        assert_eq!(cut(&text).len(), 1);
    }

    #[test]
    fn two_spaces_part_lines_of_running_text() {
        // What the normal form makes of two ideographic spaces.
        assert_eq!(
            cut("全年增产。  一、工作目标  稳步前进。  （二）抓好防火。下力气。"),
            ["全年增产。", "一、工作目标", "稳步前进。", "（二）抓好防火。下力气。"]
        );
        assert_eq!(cut("他说：“好。”  大家都来了。"), ["他说：“好。”", "大家都来了。"]);
        for whole in
            ["第一章  总则", "第一章    总则", "一、总则  二、分则", "某某县县长  张三", "1.张三  李四"]
        {
            assert_eq!(cut(whole), [whole]);
        }
    }

    #[test]
    fn a_page_in_one_line_is_cut_before_labels() {
        let body = "这一段很长很长。".repeat(300);
        let text = format!("{body}二、下一步打算{body}");
        let got = cut(&text);
        assert_eq!(got.len(), 2);
        assert!(got[1].starts_with("二、下一步"));
        // A short line is left alone.
        assert_eq!(cut("做到两点。一、要快。二、要好。").len(), 1);
    }
}
