//! What only the eye or a machine sees: zero-width and control characters, and spaces inserted into words and
//! numbers.
//!
//! Chinese needs no spaces, so a space may be noise (`城 管`, `1 9 9 3 年`, `49 000字`) or all that tells a heading
//! from the text behind it (`第一章 总则`). Only these go:
//! - between characters that all stand alone (`通 知`, `政 府 工 作 报 告`);
//! - one space between Chinese characters in mid-clause, with a clause mark on either side and no label before it;
//! - one space in the middle of a common word (`增 长`), unless a word ends before it and another begins behind it;
//! - in a number written digit by digit, or in groups of three before a unit;
//! - one space between a number and the words of its clause; before a percent sign; around clause marks.
//!
//! Tabs separate the cells of tables and are left alone. Linear in the text.

mod doubled;

pub(super) use doubled::Doubled;

use super::chars::Chars;
use super::join::is_han;
use super::script::simplified;
use crate::offsets::{Edit, EditKind};
use crate::span::{Normal, Span};
use crate::words::known;
use memchr::{memchr, memrchr};
use std::sync::LazyLock;

/// Characters that mean nothing in running text.
const DROPPED: [std::ops::RangeInclusive<char>; 10] = [
    '\0'..='\x08',
    '\x0B'..='\x0C',
    '\x0E'..='\x1F',
    '\x7F'..='\u{84}',
    '\u{86}'..='\u{9F}',
    '\u{AD}'..='\u{AD}',
    '\u{200B}'..='\u{200F}',
    '\u{202A}'..='\u{202E}',
    '\u{2060}'..='\u{206F}',
    '\u{FEFF}'..='\u{FEFF}',
];
const SPACES: [char; 3] = [' ', '\u{3000}', '\u{A0}'];

/// What [`invisible`] looks for.
static INVISIBLE: LazyLock<Chars> = LazyLock::new(|| {
    let mut set = Chars::default();
    set.extend(DROPPED.into_iter().flatten());
    set.extend("\r\u{85}\u{2028}\u{2029}".chars());
    set
});
static SPACE: LazyLock<Chars> = LazyLock::new(|| {
    let mut set = Chars::default();
    set.extend(SPACES);
    set
});

/// Whether one of [`INVISIBLE`] may begin with these bytes.
fn may_be_invisible([a, b, c, _]: [u8; 4]) -> bool {
    ((a < b' ') & (a != b'\n') & (a != b'\t'))
        | (a == 0x7F)
        | ((a == 0xC2) & ((b < 0xA0) | (b == 0xAD)))
        | ((a == 0xE2) & (((b == 0x80) & !(0x90..=0xA7).contains(&c)) | (b == 0x81)))
        | ((a == 0xEF) & (b == 0xBB))
}

/// Whether one of [`SPACE`] begins with these bytes.
fn is_space_there([a, b, c, _]: [u8; 4]) -> bool {
    (a == b' ') | ((a == 0xE3) & (b == 0x80) & (c == 0x80)) | ((a == 0xC2) & (b == 0xA0))
}

/// The edits that take out what nobody sees, and write every line end as one line feed.
pub(super) fn invisible(text: &str) -> Vec<Edit<Normal>> {
    let mut edits: Vec<Edit<Normal>> = Vec::new();
    let mut done = 0;
    for (at, c) in INVISIBLE.sieved(text, may_be_invisible) {
        if at < done {
            continue;
        }
        let with = match c {
            '\r' if text[at + 1..].starts_with('\n') => "",
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => "\n",
            _ => "",
        };
        let (mut start, mut end, mut with) = (at, at + c.len_utf8(), with);
        // A line of nothing else is no blank line, which would end a paragraph: the mark of a page stands so between
        // two halves of a sentence.
        if with.is_empty() && c != '\r' && at > done && text[..at].ends_with('\n') {
            let dropped = |c: char| DROPPED.iter().any(|range| range.contains(&c));
            let rest = text[end..].trim_start_matches(dropped);
            if let Some(next) = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')) {
                (start, end, with) = (at - 1, text.len() - next.len(), "\n");
            }
        }
        edits.push(Edit::new(Span::new(start, end), with, EditKind::Space));
        done = end;
    }
    edits
}

/// The edits that take out inserted spaces.
pub(super) fn inserted(text: &str) -> Vec<Edit<Normal>> {
    let bytes = text.as_bytes();
    let mut edits = Vec::new();
    let mut words = Words::default();
    let mut from = 0;
    for (at, _) in SPACE.sieved(text, is_space_there) {
        if at < from {
            continue;
        }
        let start = memrchr(b'\n', &bytes[from..at]).map_or(from, |i| from + i + 1);
        // Paragraphs are set in, and lines end with spaces: only gaps between words matter.
        let end = memchr(b'\n', &bytes[at..]).map_or(text.len(), |i| at + i);
        let set_in = text[start..end].trim_start_matches(SPACES);
        let line = set_in.trim_end_matches(SPACES);
        if SPACE.next_in(line, 0).is_some() {
            words.read(line, end - set_in.len());
            words.edits(&mut edits);
        }
        from = end;
    }
    edits
}

fn is_space(c: char) -> bool {
    SPACES.contains(&c)
}

fn is_clause_mark(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '、' | '！' | '？' | '：' | ',' | ';' | '!' | '?')
}

fn is_unit_start(c: char) -> bool {
    is_han(c) || matches!(c, '%' | '％' | '‰' | '℃' | '㎡')
}

/// Groups of three behind the first: no figure of a plan reaches 10^15.
const MOST_GROUPS: usize = 4;
/// How far a clause is looked through for its marks.
const CLAUSE: usize = 48;
/// Longer words than four characters are few.
const LONGEST_WORD: usize = 4;

/// A stretch of a line without spaces, and the gap after it.
#[derive(Clone, Copy, Debug)]
struct Word<'t> {
    text: &'t str,
    start: usize,
    /// Characters of the gap behind it; 0 at the end of the line.
    gap: usize,
}

impl Word<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// A line taken apart at its spaces; read anew for each line.
#[derive(Default)]
struct Words<'t> {
    words: Vec<Word<'t>>,
    /// Whether the line has a clause mark: prose.
    prose: bool,
    /// For each gap, whether it is known to have been inserted.
    inserted: Vec<bool>,
}

impl<'t> Words<'t> {
    /// Reads a line without spaces at its ends.
    fn read(&mut self, line: &'t str, start: usize) {
        self.words.clear();
        self.prose = line.contains(is_clause_mark);
        let mut at = 0;
        while at < line.len() {
            let length = SPACE.next_in(line, at).map_or(line.len(), |(end, _)| end) - at;
            let text = &line[at..at + length];
            let behind = &line[at + length..];
            let after = behind.trim_start_matches(is_space);
            let gap = behind[..behind.len() - after.len()].chars().count();
            self.words.push(Word { text, start: start + at, gap });
            at = line.len() - after.len();
        }
        self.inserted.clear();
        self.inserted.resize(self.words.len(), false);
        self.mark_standing_alone();
        self.mark_digit_by_digit();
    }

    fn edits(&self, edits: &mut Vec<Edit<Normal>>) {
        for (i, pair) in self.words.windows(2).enumerate() {
            let (a, b) = (pair[0], pair[1]);
            let inserted = self.inserted[i]
                || (a.gap == 1
                    && (self.groups_of_three(i)
                        || self.beside_mark(a, b)
                        || self.beside_number(i)
                        || self.in_mid_clause(i)
                        || self.in_word(i)));
            if inserted {
                edits.push(Edit::new(Span::new(a.end(), b.start), "", EditKind::Space));
            }
        }
    }

    /// Marks the gaps between words that are single characters (`通 知`, `第 一 章`).
    fn mark_standing_alone(&mut self) {
        let mut from = 0;
        while from < self.words.len() {
            let mut to = from;
            while to < self.words.len() && single(self.words[to].text).is_some() {
                to += 1;
            }
            // The last may be followed by a mark: `标 题：`.
            let marked = self.words.get(to).is_some_and(|w| {
                let mut chars = w.text.chars();
                chars.next().is_some_and(is_han)
                    && chars.next().is_some_and(|c| is_clause_mark(c) || "）)》”".contains(c))
            });
            let last = if marked { to + 1 } else { to };
            let run = &self.words[from..last];
            for (k, pair) in run.windows(2).enumerate() {
                self.inserted[from + k] = stands_alone(run, k, pair[0].text, pair[1].text);
            }
            from = last.max(from + 1);
        }
    }

    /// Marks the gaps between the digits of a number that is written digit by digit.
    fn mark_digit_by_digit(&mut self) {
        let mut i = 0;
        while i < self.words.len() {
            // A run: the first word ends with a lone digit, those between are one, the last begins with one.
            let first = self.words[i].text;
            let mut end = i;
            if ends_with_lone_digit(first) {
                while self.words[end].gap == 1
                    && self.words.get(end + 1).is_some_and(|w| begins_with_lone_digit(w.text))
                {
                    end += 1;
                    if self.words[end].text.chars().nth(1).is_some() {
                        break;
                    }
                }
            }
            let digits = end - i + 1;
            let last = self.words[end];
            let mut tail = last.text.chars().skip(1);
            let next_is_unit = last.text.len() == 1
                && last.gap == 1
                && self.words.get(end + 1).is_some_and(|w| w.text.starts_with(is_unit_start));
            let unit = next_is_unit || tail.next().is_some_and(is_unit_start);
            if (digits >= 3 && (unit || first.len() > 1)) || (digits == 2 && unit && self.prose) {
                self.inserted[i..end].fill(true);
                self.inserted[end] |= next_is_unit;
            }
            i = end.max(i + 1);
        }
    }

    /// `49 000字`: groups of three, a unit right behind the last.
    fn groups_of_three(&self, i: usize) -> bool {
        let a = self.words[i].text;
        let left = trailing_digits(a);
        if !(1..=3).contains(&left) || a[..a.len() - left].ends_with(['.', ',']) {
            return false;
        }
        for word in self.words[i + 1..].iter().take(MOST_GROUPS) {
            match word.text[leading_digits(word.text)..].chars().next() {
                _ if leading_digits(word.text) != 3 => return false,
                Some(behind) => return is_unit_start(behind),
                None if word.gap != 1 => return false,
                None => {}
            }
        }
        false
    }

    /// Before a clause mark, and behind a comma.
    fn beside_mark(&self, a: Word<'_>, b: Word<'_>) -> bool {
        let (Some(last), Some(first)) = (a.text.chars().next_back(), b.text.chars().next()) else {
            return false;
        };
        let word = |c: char| is_han(c) || c.is_ascii_digit() || "％%”》）".contains(c);
        (word(last) && "，。；、：！？,;".contains(first)) || ("，、；,;".contains(last) && is_han(first))
    }

    /// Between a number and the words of its clause.
    fn beside_number(&self, i: usize) -> bool {
        let (a, b) = (self.words[i], self.words[i + 1]);
        let (Some(last), Some(first)) = (a.text.chars().next_back(), b.text.chars().next()) else {
            return false;
        };
        if last.is_ascii_digit() && "%％‰".contains(first) {
            return true;
        }
        if last.is_ascii_digit()
            && b.text.starts_with('.')
            && b.text[1..].starts_with(|c: char| c.is_ascii_digit())
        {
            return true;
        }
        if !self.prose {
            // A title has 2024 年 as well, a row of a table 2024 and a noun.
            let digits = trailing_digits(a.text);
            return match first {
                '年' => digits == 4 && b.text != "年",
                '月' | '日' => (1..=2).contains(&digits) && a.text.len() > digits,
                _ => false,
            };
        }
        if is_han(last) && first.is_ascii_digit() {
            return !is_label(a.text);
        }
        // A number that opens its line or sentence may be its numbering.
        let number = trailing_number(a.text);
        let opens =
            number == a.text.len() && (i == 0 || self.words[i - 1].text.ends_with(['。', '；', '：', ':']));
        last.is_ascii_digit() && is_han(first) && (!opens || "年月日".contains(first))
    }

    /// Between Chinese characters of one clause.
    fn in_mid_clause(&self, i: usize) -> bool {
        let (a, b) = (self.words[i].text, self.words[i + 1].text);
        if !(a.ends_with(is_han) && b.starts_with(is_han)) || is_label(a) {
            return false;
        }
        let mut before = a.chars().rev().take(CLAUSE).skip_while(|&c| is_han(c));
        let opened = match before.next() {
            // 三、 is a numbering.
            Some('、') => {
                !before.next().is_some_and(|c| "一二三四五六七八九十".contains(c) || c.is_ascii_digit())
            }
            Some(mark) => "，。；！？,;".contains(mark),
            None => false,
        };
        let goes_on = |c: char| is_han(c) || c.is_ascii_digit() || ".%％‰·“”‘’《》（）()—–-～~".contains(c);
        let ends = b.chars().take(CLAUSE).find(|&c| !goes_on(c));
        opened && ends.is_some_and(|c| "，。；、！？,;".contains(c))
    }

    /// In the middle of a word: where a line was broken and set anew.
    fn in_word(&self, i: usize) -> bool {
        let (a, b) = (self.words[i].text, self.words[i + 1].text);
        let mut left: Vec<char> = a.chars().rev().take(LONGEST_WORD).take_while(|&c| is_han(c)).collect();
        let right: Vec<char> =
            b.chars().take(LONGEST_WORD).take_while(|&c| is_han(c)).map(simplified).collect();
        let (Some(&last), Some(&first)) = (left.first(), right.first()) else { return false };
        // Characters that stand alone are looked at together.
        if is_label(a) || (single(a).is_some() && right.len() == 1) {
            return false;
        }
        // 二百五 十亿, but not the list 一 二.
        if is_numeral(last) && is_numeral(first) {
            return self.prose && left.len() > 1 && right.len() > 1;
        }
        // 3.68万 亿元
        if left.len() == 1 && "百千万".contains(last) && "万亿".contains(first) {
            return self.prose && a[..a.len() - last.len_utf8()].ends_with(|c: char| c.is_ascii_digit());
        }
        left.reverse();
        left.iter_mut().for_each(|c| *c = simplified(*c));
        let word = |chars: &[char]| known::is_word(&String::from_iter(chars));
        let ends = || (2..=left.len()).any(|n| word(&left[left.len() - n..]));
        let begins = || (2..=right.len()).any(|n| word(&right[..n]));
        let whole: Vec<char> = left.iter().chain(&right).copied().collect();
        let seam = left.len();
        let mut across = (1..=left.len()).flat_map(|n| (1..=right.len()).map(move |m| (n, m)));
        let common = |chars: &[char]| known::is_common(&String::from_iter(chars));
        across.any(|(n, m)| n + m <= LONGEST_WORD && common(&whole[seam - n..seam + m]))
            && !(ends() && begins())
    }
}

/// The Chinese character that is all of a word.
fn single(word: &str) -> Option<char> {
    let c = word.chars().next().filter(|&c| is_han(c))?;
    (word.len() == c.len_utf8()).then_some(c)
}

fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '零' | '〇')
}

/// Whether gap `k` of a run of single characters, between `a` and `b`, was inserted.
fn stands_alone(run: &[Word<'_>], k: usize, a: &str, b: &str) -> bool {
    let (Some(left), Some(right)) = (a.chars().next(), b.chars().next()) else { return false };
    // Numerals are a list, 年 月 日 a form; but not beside 第 or in a year.
    let listed = |c: char| is_numeral(c) || "年月日是否".contains(c);
    if !listed(left) && !listed(right) {
        // 第 一 章  总 则: the label ends at 章.
        return !("章节節篇条條编編款部".contains(left) && labelled(run, k));
    }
    let dated = |w: &Word<'_>| w.text.starts_with(['年', '月', '日']);
    let part = |c: char| is_numeral(c) || "年月日第章节節篇条條编編款部".contains(c);
    if !(part(left) && part(right)) {
        return false;
    }
    let behind = run[k + 1..].iter().find(|w| !w.text.starts_with(is_numeral));
    let before = run[..=k].iter().rev().find(|w| !w.text.starts_with(is_numeral));
    let ordinal = before.is_some_and(|w| w.text == "第") && behind.is_some_and(|w| !dated(w));
    let numeral = is_numeral(left);
    ordinal || (numeral && behind.is_some_and(dated))
}

/// Whether the character at the end of gap `k` ends an ordinal: 第 一 章.
fn labelled(run: &[Word<'_>], k: usize) -> bool {
    let mut before = run[..k].iter().rev().skip_while(|w| w.text.starts_with(is_numeral));
    before.next().is_some_and(|w| w.text == "第")
}

/// Whether a word is the label of what follows: `第四节`, `篇`, `表`.
fn is_label(word: &str) -> bool {
    let mut chars = word.chars().rev().take(8).take_while(|&c| !is_clause_mark(c));
    match chars.next() {
        Some('章' | '节' | '節' | '篇' | '条' | '條' | '编' | '編' | '款' | '部') => {
            let numbered = |c: &char| is_numeral(*c) || c.is_ascii_digit();
            let mut before = chars.peekable();
            before.peek().is_none() || before.find(|c| !numbered(c)) == Some('第')
        }
        Some('图' | '圖' | '表' | '例' | '注') => chars.next().is_none(),
        Some('分') => chars.any(|c| c == '第'),
        _ => false,
    }
}

fn trailing_digits(text: &str) -> usize {
    text.bytes().rev().take_while(u8::is_ascii_digit).count()
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn trailing_number(text: &str) -> usize {
    text.bytes().rev().take_while(|b| b.is_ascii_digit() || *b == b'.').count()
}

/// Whether a word ends with one digit and is not a longer number.
fn ends_with_lone_digit(text: &str) -> bool {
    trailing_digits(text) == 1 && trailing_number(text) == 1 && !text[..text.len() - 1].ends_with(',')
}

fn begins_with_lone_digit(text: &str) -> bool {
    leading_digits(text) == 1 && !text[1..].starts_with(['.', ',', '/', ':', '-'])
}

#[cfg(test)]
mod tests;
