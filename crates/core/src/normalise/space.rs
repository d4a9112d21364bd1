//! What only the eye or a machine sees: zero-width and control characters, and spaces inserted into words and
//! numbers.
//!
//! Chinese needs no spaces, so a space may be noise (`城 管`, `1 9 9 3 年`, `49 000字`) or all that tells a heading
//! from the text behind it (`第一章 总则`). Only these go:
//! - between characters that all stand alone (`通 知`, `政 府 工 作 报 告`);
//! - one space between Chinese characters in mid-clause, with a clause mark on either side and no label before it;
//! - in a number written digit by digit, or in groups of three before a unit;
//! - one space between a number and the words of its clause; before a percent sign; around clause marks.
//!
//! Tabs separate the cells of tables and are left alone. Linear in the text.

use super::join::is_han;
use crate::offsets::{Edit, EditKind};
use crate::span::{Normal, Span};

/// Characters that mean nothing in running text.
fn is_dropped(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\x7F'..='\u{84}' | '\u{86}'..='\u{9F}' | '\u{AD}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// The edits that take out what nobody sees, and write every line end as one line feed.
pub(super) fn invisible(text: &str) -> Vec<Edit<Normal>> {
    let mut edits = Vec::new();
    let mut cut = |at: usize, c: char, with: &'static str| {
        edits.push(Edit::new(Span::new(at, at + c.len_utf8()), with, EditKind::Space));
    };
    for (at, c) in text.char_indices() {
        match c {
            '\r' if text[at + 1..].starts_with('\n') => cut(at, c, ""),
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => cut(at, c, "\n"),
            _ if is_dropped(c) => cut(at, c, ""),
            _ => {}
        }
    }
    edits
}

/// The edits that take out inserted spaces.
pub(super) fn inserted(text: &str) -> Vec<Edit<Normal>> {
    let mut edits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.contains(is_space) {
            Words::of(line, start).edits(&mut edits);
        }
        start += line.len();
    }
    edits
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{A0}')
}

fn is_clause_mark(c: char) -> bool {
    "，。；、！？：,;!?".contains(c)
}

fn is_unit_start(c: char) -> bool {
    is_han(c) || "%％‰℃㎡".contains(c)
}

/// Groups of three behind the first: no figure of a plan reaches 10^15.
const MOST_GROUPS: usize = 4;
/// How far a clause is looked through for its marks.
const CLAUSE: usize = 48;

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

/// A line taken apart at its spaces.
struct Words<'t> {
    words: Vec<Word<'t>>,
    /// Whether the line has a clause mark: prose.
    prose: bool,
}

impl<'t> Words<'t> {
    fn of(line: &'t str, start: usize) -> Self {
        let mut words: Vec<Word<'t>> = Vec::new();
        let mut at = 0;
        let body = line.trim_end_matches(|c| is_space(c) || c == '\n');
        for part in body.split(is_space) {
            // Spaces of two lengths: the next part starts behind one character.
            let begin = at;
            at += part.len();
            at += body[at..].chars().next().map_or(0, char::len_utf8);
            match (part.is_empty(), words.last_mut()) {
                (true, Some(last)) => last.gap += 1,
                (true, None) => {}
                (false, _) => words.push(Word { text: part, start: start + begin, gap: 1 }),
            }
        }
        if let Some(last) = words.last_mut() {
            last.gap = 0;
        }
        Self { words, prose: line.contains(is_clause_mark) }
    }

    fn edits(&self, edits: &mut Vec<Edit<Normal>>) {
        let alone = self.standing_alone();
        let digits = self.digit_by_digit();
        for (i, pair) in self.words.windows(2).enumerate() {
            let (a, b) = (pair[0], pair[1]);
            let inserted = alone[i]
                || digits[i]
                || (a.gap == 1
                    && (self.groups_of_three(i)
                        || self.beside_mark(a, b)
                        || self.beside_number(i)
                        || self.in_mid_clause(i)));
            if inserted {
                edits.push(Edit::new(Span::new(a.end(), b.start), "", EditKind::Space));
            }
        }
    }

    /// For each gap, whether both words around it are single characters (`通 知`); numerals are a list.
    fn standing_alone(&self) -> Vec<bool> {
        let single = |w: &Word<'_>, last: bool| {
            let mut chars = w.text.chars();
            let first =
                chars.next().is_some_and(|c| is_han(c) && !"一二三四五六七八九十〇年月日是否".contains(c));
            // The last may be followed by a mark: `标 题：`.
            first && chars.next().is_none_or(|c| last && (is_clause_mark(c) || "）)》”".contains(c)))
        };
        let tabs = |w: &Word<'_>| w.text.contains('\t');
        self.words
            .windows(2)
            .map(|pair| single(&pair[0], false) && single(&pair[1], true) && !tabs(&pair[1]))
            .collect()
    }

    /// For each gap, whether it separates the digits of a number that is written digit by digit.
    fn digit_by_digit(&self) -> Vec<bool> {
        let mut inside = vec![false; self.words.len()];
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
                inside[i..end].fill(true);
                inside[end] = next_is_unit;
            }
            i = end.max(i + 1);
        }
        inside
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
            return false;
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
        let ends = b.chars().take(CLAUSE).find(|&c| !(is_han(c) || c.is_ascii_digit()));
        opened && ends.is_some_and(|c| "，。；、！？,;".contains(c))
    }
}

/// Whether a word is the label of what follows: `第四节`, `篇`, `表`.
fn is_label(word: &str) -> bool {
    let tail: String = word.chars().rev().take(8).take_while(|&c| !is_clause_mark(c)).collect();
    let numbered = |c: char| "一二三四五六七八九十百零〇".contains(c) || c.is_ascii_digit();
    let mut chars = tail.chars();
    match chars.next() {
        Some('章' | '节' | '節' | '篇' | '条' | '條' | '编' | '編' | '款' | '部') => {
            chars.clone().next().is_none() || chars.find(|&c| !numbered(c)) == Some('第')
        }
        Some('图' | '圖' | '表' | '例' | '注') => chars.next().is_none(),
        Some('分') => tail.contains("部第") || tail.contains('第'),
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
mod tests {
    use super::*;
    use crate::offsets::Normalised;

    fn squeeze(text: &str) -> String {
        let mut normal = Normalised::identity(text);
        normal.then(invisible(text));
        normal.then(inserted(normal.text()));
        normal.text().to_owned()
    }

    #[test]
    fn inserted_spaces_go() {
        for (text, squeezed) in [
            ("政 府 工 作 报  告", "政府工作报告"),
            ("标　　题：通知", "标题：通知"),
            ("标　　题：", "标题："),
            ("于1 9 9 3 年成立", "于1993年成立"),
            ("到2 0 0 5年，按2 0 0 0年价格", "到2005年，按2000年价格"),
            ("全书49 000字", "全书49000字"),
            ("投资1 234 567元", "投资1234567元"),
            ("年均增长6 .5 %左右", "年均增长6.5%左右"),
            ("全年，加强城 管队伍，好", "全年，加强城管队伍，好"),
            ("比 2000 年增长 7.5%，城镇登记 45 万人", "比2000年增长7.5%，城镇登记45万人"),
            ("以质取胜 , 提高质量 。继续", "以质取胜,提高质量。继续"),
            ("零\u{200B}宽\u{FEFF}字\u{AD}符\r\n行\r末", "零宽字符\n行\n末"),
        ] {
            assert_eq!(squeeze(text), squeezed);
        }
    }

    #[test]
    fn spaces_that_tell_something_stay() {
        for text in [
            "第一章 总则",
            "工作计划 篇1",
            "一、目标 全年，任务",
            "省长 张三丰",
            "。第四节 信贷收支，好",
            "一 二 三",
            "甲\t1\t2 000",
            "12 34 56",
            "2026-02-02 09:20",
            "1 总则，范围",
            "指标 单位 数值",
            "贯彻落实，推进工作  努力完成，好",
        ] {
            assert_eq!(squeeze(text), text);
        }
    }
}
