//! Lines that are broken where no line ends: hard wraps, page breaks, words that a converter set on lines of their
//! own.
//!
//! A wrong join costs more than a missed one (a heading or a title is lost), so each of the rules asks for evidence on
//! both sides of the break:
//! - the next line begins with a mark that closes something (`，。）`), which no line begins with;
//! - the line ends with a comma, and the next one runs on to a clause mark;
//! - the line is long prose that ends with a Chinese character, on a page whose other long lines end with full stops;
//! - the line is as wide as the page's lines are, on a page that was wrapped at a width;
//! - between two such lines stands the mark of a page;
//! - one to three characters and a full stop are a paragraph between two that end and begin in mid-sentence: what
//!   comes of key words that were links;
//! - a full stop and a space stand inside a sentence, see [`torn`].
//!
//! What begins a line of its own, whatever comes before, stands in `lines.tsv`. Linear in the text: a pair of lines is
//! first told apart by the characters at the break, which settles nearly all of them; patterns are tried, and characters
//! counted, only where these leave a choice.

mod torn;

use super::mask::Sign;
use crate::error::Error;
use crate::offsets::{Edit, EditKind};
use crate::span::{Normal, Span};
use crate::tables::Table;
use memchr::memchr_iter;
use regex::RegexSet;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A line shorter than this is a title, a menu or a list item as likely as prose.
const LONG: usize = 28;
/// Before a comma, less will do.
const BEFORE_COMMA: usize = 4;
/// The longest item of a list with 、, in characters.
const ITEM: usize = 12;
/// Lines of one width that make a wrapped page.
const WRAPPED: usize = 4;
/// How far, in half-width columns, the lines of a wrapped page differ: a full-width character that did not fit.
const RAGGED: usize = 4;
/// The longest mark of a page, in bytes: `第 1234 页，共 1234 页`.
const PAGE_MARK: usize = 40;
/// The longest pattern that ends a line, in characters.
const TAIL: usize = 8;

/// Patterns of one sort, compiled when first asked for: most pages ask for none.
#[derive(Debug)]
struct Patterns {
    sources: Vec<String>,
    set: OnceLock<RegexSet>,
}

impl Patterns {
    /// The patterns, each checked to be well formed.
    fn new(sources: Vec<String>) -> Result<Self, Error> {
        for source in &sources {
            regex_syntax::parse(source).map_err(|e| Error::table("normalise/lines.tsv", e.to_string()))?;
        }
        Ok(Self { sources, set: OnceLock::new() })
    }

    fn is_match(&self, text: &str) -> bool {
        // They were parsed when loaded; what could still fail is their size, and a test compiles them all.
        self.set
            .get_or_init(|| RegexSet::new(&self.sources).unwrap_or_else(|_| RegexSet::empty()))
            .is_match(text)
    }
}

/// The table of lines.
#[derive(Debug)]
pub(super) struct Lines {
    new: Patterns,
    opens: Patterns,
    done: Patterns,
    page: Patterns,
    own: Patterns,
}

impl Lines {
    pub(super) fn load() -> Result<Self, Error> {
        let table = Table::parse(
            "normalise/lines.tsv",
            include_str!("../../data/normalise/lines.tsv"),
            &["place", "says", "pattern", "why"],
        )?;
        table.unique("pattern")?;
        let mut patterns: HashMap<&str, Vec<String>> = HashMap::new();
        for row in table.rows() {
            let pattern = row.need("pattern")?;
            let anchored = match row.need("place")? {
                "begin" => format!("^(?:{pattern})"),
                "end" => format!("(?:{pattern})$"),
                "whole" => format!("^(?:{pattern})$"),
                other => return Err(row.error(format!("{other:?} is no place in a line"))),
            };
            match row.need("says")? {
                says @ ("new" | "opens" | "done" | "page" | "own") => {
                    patterns.entry(says).or_default().push(anchored);
                }
                other => return Err(row.error(format!("{other:?} is nothing a line says"))),
            }
        }
        let mut set = |says| Patterns::new(patterns.remove(says).unwrap_or_default());
        Ok(Self {
            new: set("new")?,
            opens: set("opens")?,
            done: set("done")?,
            page: set("page")?,
            own: set("own")?,
        })
    }

    /// The edits that join broken lines.
    pub(super) fn edits(&self, text: &str) -> Vec<Edit<Normal>> {
        let lines: Vec<Line<'_>> = lines(text);
        let page = Page::of(&lines);
        let mut edits = Vec::new();
        let mut cut = |start, end| edits.push(Edit::new(Span::new(start, end), "", EditKind::Space));
        // The line that is looked at, and what has been joined up to it.
        let mut i = 0;
        let mut left = Left::default();
        while let Some(line) = lines.get(i + 1) {
            let after = lines.get(i + 2);
            if let Some(after) = after.filter(|after| self.is_fragment(lines[i].text, line.text, after.text))
            {
                cut(lines[i].end() - '。'.len_utf8(), line.start);
                cut(line.end() - '。'.len_utf8(), after.start);
                i += 2;
            } else if let Some(after) = after.filter(|after| {
                self.is_page_mark(line.text) && self.runs_on(&mut left, &lines, i, after, &page, true)
            }) {
                cut(lines[i].end(), after.start);
                i += 2;
            } else {
                if self.runs_on(&mut left, &lines, i, line, &page, false) {
                    cut(lines[i].end(), line.start);
                } else {
                    left = Left { from: i + 1, ..Left::default() };
                }
                i += 1;
            }
        }
        torn::edits(text, |rest| self.new.is_match(rest) || self.opens.is_match(rest), &mut edits);
        edits
    }

    /// Whether `line` is a word that was torn out of the text around it.
    fn is_fragment(&self, before: &str, line: &str, after: &str) -> bool {
        let word = line.strip_suffix('。').unwrap_or_default();
        word.len() <= 3 * '𠀀'.len_utf8()
            && (1..=3).contains(&word.chars().count())
            && word.chars().all(is_han)
            && before.ends_with('。')
            && after.starts_with(is_han)
            && !self.own.is_match(line)
            && !self.new.is_match(after)
    }

    /// Whether a line is the mark of a page. All of them have a digit.
    fn is_page_mark(&self, line: &str) -> bool {
        line.len() <= PAGE_MARK && line.bytes().any(|b| b.is_ascii_digit()) && self.page.is_match(line)
    }

    /// Whether `right` goes on with the sentence of line `i`, the last of `left`; `marked` when the mark of a page
    /// stands between them.
    fn runs_on(
        &self,
        left: &mut Left,
        lines: &[Line<'_>],
        i: usize,
        right: &Line<'_>,
        page: &Page,
        marked: bool,
    ) -> bool {
        let text = lines[i].text;
        let Some(last) = text.chars().next_back() else { return false };
        let Some(first) = right.text.chars().next() else { return false };
        let sentence_goes_on = is_word(last) || last.is_ascii_digit() || "”》）)％%".contains(last);
        if sentence_goes_on && !right.indented && "，。、；？！）》".contains(first) {
            return match first {
                // Behind a heading, and before a sentence, a 、 is what is left of a numbering.
                '、' if left.chars(lines, i) >= LONG => item(right.text) <= ITEM,
                '、' => !self.new.is_match(text),
                // What a scanner made of rules and seals begins so, too.
                '？' | '！' => is_word(last) && left.chars(lines, i) >= BEFORE_COMMA,
                _ => true,
            };
        }
        if !(is_han(first) || first.is_ascii_digit() || "“《".contains(first)) {
            return false;
        }
        if "，,、".contains(last) {
            return left.chars(lines, i) >= BEFORE_COMMA
                && reaches_clause_mark(right.text)
                && !self.new.is_match(right.text);
        }
        let gap = (right.blank_before && !marked) || right.indented;
        let number = last.is_ascii_digit() && page.width.is_some();
        if gap || !(is_word(last) || number) {
            return false;
        }
        let wrapped = page.is_wrapped(text);
        let long = || page.ends_sentences || marked;
        if !(wrapped || (long() && left.is_prose(lines, i) && reaches_clause_mark(right.text))) {
            return false;
        }
        // 20 | 26年; the numbers of a table of contents stand behind no clause.
        let done = if number { !left.is_prose(lines, i) } else { self.done.is_match(tail(text)) };
        !done && !self.new.is_match(right.text) && !self.ends_in_heading(text)
    }

    /// Whether the last sentence of a line is a heading: `……有保障。第四节 民族团结`.
    fn ends_in_heading(&self, line: &str) -> bool {
        let last = line.rsplit(['。', '！', '？']).next().unwrap_or_default().trim_start();
        last.len() < line.len() && !last.contains(is_clause_mark) && self.new.is_match(last)
    }
}

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
struct Line<'t> {
    /// Where its text starts, white space left out.
    start: usize,
    text: &'t str,
    /// Whether a blank line stands before it.
    blank_before: bool,
    /// Whether it is set in, as paragraphs are.
    indented: bool,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The lines of a text that are not blank.
fn lines(text: &str) -> Vec<Line<'_>> {
    let (mut out, mut at, mut blank_before) = (Vec::new(), 0, false);
    for end in memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = &text[at..end];
        let set_in = line.trim_start();
        let trimmed = set_in.trim_end();
        if trimmed.is_empty() {
            blank_before = true;
        } else {
            let indent = line.len() - set_in.len();
            out.push(Line { start: at + indent, text: trimmed, blank_before, indented: indent > 0 });
            blank_before = false;
        }
        at = end + 1;
    }
    out
}

/// What has been joined so far: lines from `from` on. Counted when asked for, each line once.
#[derive(Debug, Default)]
struct Left {
    from: usize,
    /// How many of the lines have been counted.
    counted: usize,
    /// Their characters.
    chars: usize,
    /// Whether a clause ends inside.
    clauses: bool,
}

impl Left {
    /// The characters of the lines up to line `i`.
    fn chars(&mut self, lines: &[Line<'_>], i: usize) -> usize {
        for line in &lines[self.from + self.counted..=i] {
            self.chars += count(line.text);
            // Titles have 、 but seldom these.
            self.clauses =
                self.clauses || line.text.contains(['，', '。', '；', '！', '？', ',', ';', '!', '?']);
            self.counted += 1;
        }
        self.chars
    }

    /// Whether the lines up to line `i` are long and made of clauses.
    fn is_prose(&mut self, lines: &[Line<'_>], i: usize) -> bool {
        self.chars(lines, i) >= LONG && self.clauses
    }
}

/// Characters of a text.
fn count(text: &str) -> usize {
    text.bytes().filter(|b| b & 0xC0 != 0x80).count()
}

/// The characters of the item behind the 、 that a line begins with.
fn item(line: &str) -> usize {
    line.chars().skip(1).take_while(|&c| !is_clause_mark(c)).take(ITEM + 1).count()
}

/// How the lines of a page end.
#[derive(Debug)]
struct Page {
    /// Whether most long lines end with a full stop, so that one that does not is an exception.
    ends_sentences: bool,
    /// The width at which lines were wrapped.
    width: Option<usize>,
}

impl Page {
    fn of(lines: &[Line<'_>]) -> Self {
        let (mut ended, mut open) = (0, 0);
        let mut widths: HashMap<usize, usize> = HashMap::new();
        for line in lines.iter().filter(|l| l.text.len() >= LONG && count(l.text) >= LONG) {
            if line.text.ends_with(|c| "。！？；：”）!?;:).".contains(c)) {
                ended += 1;
            } else {
                open += 1;
                *widths.entry(width(line.text) / 2).or_default() += 1;
            }
        }
        // The commonest width, with its neighbour: a line may lack one character. Of equal ones the wider.
        let near = |w: usize| {
            widths.get(&w).copied().unwrap_or(0) + widths.get(&w.wrapping_sub(1)).copied().unwrap_or(0)
        };
        let common = widths.keys().map(|&w| (near(w), w)).max();
        let width =
            common.filter(|&(n, _)| n >= WRAPPED && n * 2 >= open && open > ended).map(|(_, w)| w * 2);
        Self { ends_sentences: ended >= open, width }
    }

    /// Whether a line is as wide as the page.
    fn is_wrapped(&self, line: &str) -> bool {
        self.width.is_some_and(|w| width(line).abs_diff(w) <= RAGGED)
    }
}

/// Columns that a text takes: two for a full-width character. × counts one, as x does, so that writing masks in one
/// way changes no width.
fn width(text: &str) -> usize {
    text.bytes().map(|b| usize::from(b < 0x80) + usize::from(b >= 0xC0) + usize::from(b >= 0xE0)).sum()
}

/// The end of a line, on a character boundary.
fn tail(line: &str) -> &str {
    &line[line.char_indices().rev().take(TAIL).last().map_or(0, |(at, _)| at)..]
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '〇' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// What a broken word can end with: a Chinese character, or a blank that stands for one.
fn is_word(c: char) -> bool {
    is_han(c) || Sign::of(c).is_some()
}

fn is_clause_mark(c: char) -> bool {
    "，。；、！？,;!?".contains(c)
}

/// Whether the first thing that ends a run of words in `text` is a clause mark: prose, not a heading or a menu.
fn reaches_clause_mark(text: &str) -> bool {
    let word = |c: char| is_word(c) || c.is_ascii_alphanumeric() || "“”《》（）()%％.·〔〕".contains(c);
    text.chars().find(|&c| !word(c)).is_some_and(is_clause_mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offsets::Normalised;

    fn join(text: &str) -> String {
        let lines = Lines::load().unwrap();
        let mut normal = Normalised::identity(text);
        normal.then(lines.edits(text));
        normal.text().to_owned()
    }

    #[test]
    fn broken_lines_are_joined() {
        for (text, joined) in [
            // a mark that no line begins with
            ("推动加入\n区域合作协定\n。继续开放", "推动加入\n区域合作协定。继续开放"),
            // a comma
            ("在教育工作方面，\n\n要提高质量，办好学校。", "在教育工作方面，要提高质量，办好学校。"),
            // a long line among lines that end with full stops
            (
                "一、进一步健全完善各项规章制度，全面落实岗位责任，切实把机关作风建设各项任务落\n到实处，务求实效。\n二、全面落实岗位责任，切实把机关作风建设各项任务落到实处，务求实效。",
                "一、进一步健全完善各项规章制度，全面落实岗位责任，切实把机关作风建设各项任务落到实处，务求实效。\n二、全面落实岗位责任，切实把机关作风建设各项任务落到实处，务求实效。",
            ),
            // a page mark
            (
                "一、进一步健全完善各项规章制度，全面落实岗位责任，切实把机关作风建设各项任务落\n— 3 —\n到实处，务求实效。",
                "一、进一步健全完善各项规章制度，全面落实岗位责任，切实把机关作风建设各项任务落到实处，务求实效。",
            ),
            // words that were links
            ("抓紧抓好。\n\n培训。\n\n各项任务，保证质量。", "抓紧抓好培训各项任务，保证质量。"),
        ] {
            assert_eq!(join(text), joined);
        }
    }

    #[test]
    fn wrapped_pages_are_unwrapped() {
        let lines = [
            "　　本镇将进一步加强农村基层组织建设工作并把各项惠民政策落实到每家每",
            "户，同时继续完善村务公开制度，保障群众的知情权参与权和监督权，不断提",
            "高村民自治水平。全年计划举办各类培训班十二期，培训农民技术员三百人次",
            "以上，新建农家书屋六个，改造村级文化活动室九个，组织文艺演出二十场次",
            "左右，努力丰富群众的精神文化生活，营造文明和谐的良好社会风气和人居环",
            "境，让群众有更多获得感。",
            "　　二、保障措施",
        ];
        let (last, paragraph) = lines.split_last().unwrap();
        assert_eq!(join(&lines.join("\n")), format!("{}\n{last}", paragraph.concat()));
    }

    #[test]
    fn what_is_meant_stays() {
        let long = "关于进一步加强和改进全县乡镇人大代表建议办理工作促进各项工作落实的意见";
        for text in [
            format!("{long}\n为做好代表建议办理工作，制定本意见。"),
            "（2021年1月5日在第三届代表大会第一次会议上，全县人民代表出席会议并听取工作报告\n来源：某报".to_owned(),
            "加强学习，提高素质，转变作风，服务群众，完善制度，规范管理，保证各项工作任务完成\n二、健全机制，落实责任。".to_owned(),
            "抓紧抓好。\n\n谢谢。\n\n各位代表，任务艰巨。".to_owned(),
            "首页，\n新闻\n通知".to_owned(),
            "31\n？四94．20".to_owned(),
            "全县把石油勘探和开发工作列为重点，组织地质队伍全力投入勘探工作\n、积极开展对外合作勘探和海上石油的开发。好。".to_owned(),
            "各族群众的生产生活得到有效改善，人才队伍有保障。第四节增进民族团结\n全面贯彻政策，好。".to_owned(),
            "完成任务。\n\n组织活动，开展培训。".to_owned(),
            "主要任务安排，具体分工，责任单位，完成时限，工作要求和考核办法等事项明确如下\n发展改革局，负责统筹。好。".to_owned(),
        ] {
            assert_eq!(join(&text), text);
        }
        // No line of this page ends with a full stop: a missing one says nothing.
        let line = "加强农村基层组织建设，完善村务公开制度，保障群众的知情权参与权监督权";
        let page = [line, &line[..line.len() - 9], &line[..line.len() - 21], line].join("\n");
        assert_eq!(join(&page), page);
    }
}
