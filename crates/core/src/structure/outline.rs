//! The outline of an article: headings, their labels and levels, and how far each section reaches.
//!
//! A heading is told by its label (`第二章`, `一、`, `（二）`, `3.`, `（4）`, `①`, `一是`), by markup (Markdown,
//! `<h1>` … `<h6>`, a bold line), or, where it carries no label, by its words or by its place between a heading
//! and a paragraph. Levels are not fixed to shapes: each shape has a rank, and inside an article a stack of the
//! ranks that are open gives the level, so that an article that begins with `（一）` has it at level 1 and
//! `1.` directly under `一、` stands at level 2. Linear in the number of lines.

use super::lines::{Line, is_blank, is_full_stop, trim};
use super::pattern::Patterns;
use super::prefix::{Matched, Prefix};
use crate::document::{Article, ArticleId, Section, SectionId};
use crate::error::Error;
use crate::span::{Normal, Span};
use crate::tables::Row;
use std::collections::HashMap;
use std::ops::Range;

/// Longest unlabelled heading, in characters.
const SHORT: usize = 36;
/// Longest lead before a colon that is a heading by itself: `1、第一季度：`.
const LEAD: usize = 14;

/// Lines at the beginning of an article among which a table of contents begins.
const CONTENTS: usize = 60;

/// The rank of the one kind of heading that stands under the heading in the line before.
const UNDER: u16 = 5;
/// The rank of 第一章.
const CHAPTER: u16 = 20;
/// The rank of `<h1>`; `<h2>` is one more.
const HTML: u16 = 40;
/// The rank of a bare number before a heading: 1 总则.
const BARE: u16 = 78;
/// The rank of a line in bold type without a label.
const BOLD: u16 = 75;
/// The rank of 第一, where it stands right under 一、 or outermost: （一） goes under it.
const ORDINAL: u16 = 65;

/// A shape of labels.
#[derive(Debug)]
struct Shape {
    id: u16,
    rank: u16,
    line: bool,
    point: bool,
    over: bool,
    series: bool,
}

/// Words that make a line a heading.
#[derive(Debug)]
struct Words {
    rank: u16,
    /// Whether they do so whatever stands in the next line.
    alone: bool,
}

/// All shapes of labels and the words of unlabelled headings.
#[derive(Debug)]
pub(super) struct Shapes {
    shapes: Patterns<Shape>,
    /// The patterns of the shapes as programs, of those that have one.
    prefixes: Vec<Option<Prefix>>,
    words: Patterns<Words>,
}

/// A label at the start of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label<'s> {
    shape: &'s Shape,
    /// Its length in bytes, without white space after it.
    pub len: usize,
    /// The ordinal, 0 where it has none that counts.
    pub ordinal: u32,
}

impl Label<'_> {
    /// Whether the label makes a new line inside a very long one.
    pub(super) fn starts_a_line(&self) -> bool {
        self.shape.line
    }

    /// Whether the next point of the series stands in the same line.
    fn goes_on_in(&self, line: &str) -> bool {
        let next = "二三四五六七八九十".chars().nth(self.ordinal.saturating_sub(1) as usize);
        let after = line[self.len..].match_indices(['是', '要', '，', ',', '、']);
        let head = self.shape.over;
        next.is_some_and(|n| {
            after.map(|(i, _)| &line[..self.len + i]).any(|before| {
                let mut back = before.chars().rev();
                back.next() == Some(n) && (back.next() == Some('第')) == head
            })
        })
    }

    /// Whether the rest of the series stands in the same line: 1.进校园；2.进社区.
    fn lists_in(&self, line: &str, shapes: &Shapes) -> bool {
        let rest = &line[self.len..];
        !self.shape.point
            && rest.match_indices(['；', ';']).any(|(i, stop)| {
                let next = shapes.label(rest[i + stop.len()..].trim_start_matches(is_blank));
                next.is_some_and(|l| l.is_like(*self) && l.ordinal == self.ordinal + 1)
            })
    }

    /// Whether both labels are of one shape.
    pub(super) fn is_like(&self, other: Label<'_>) -> bool {
        self.shape.id == other.shape.id && !self.shape.point
    }

    /// Whether it is the label of a chapter.
    pub(super) fn is_chapter(&self) -> bool {
        self.shape.rank == CHAPTER
    }

    /// Whether it belongs to a running text.
    pub(super) fn is_point(&self) -> bool {
        self.shape.point
    }
}

impl Shapes {
    /// Reads the tables.
    pub(super) fn load() -> Result<Self, Error> {
        let yes = |row: &Row<'_, '_>, column| match row.get(column) {
            "yes" => Ok(true),
            "no" => Ok(false),
            other => Err(row.error(format!("{column} is {other:?}, not yes or no"))),
        };
        let rank = |row: &Row<'_, '_>| row.need("rank")?.parse().map_err(|_| row.error("rank is no number"));
        let mut id = 0;
        let shapes = Patterns::load(
            "structure/outline.tsv",
            include_str!("../../data/structure/outline.tsv"),
            &["shape", "rank", "pattern", "line", "point"],
            |row| {
                id += 1;
                let (over, series) = (row.get("point") == "over", row.get("point") == "series");
                let shape = Shape {
                    id,
                    rank: rank(&row)?,
                    line: yes(&row, "line")?,
                    point: over || (!series && yes(&row, "point")?),
                    over,
                    series,
                };
                Ok((shape, format!("^(?:{})", row.need("pattern")?)))
            },
        )?;
        let words = Patterns::load(
            "structure/headings.tsv",
            include_str!("../../data/structure/headings.tsv"),
            &["name", "rank", "alone", "pattern"],
            |row| {
                let words = Words { rank: rank(&row)?, alone: yes(&row, "alone")? };
                Ok((words, format!("^(?:{})$", row.need("pattern")?)))
            },
        )?;
        let prefixes = shapes.patterns().map(|p| Prefix::new(p.source())).collect();
        Ok(Self { shapes, prefixes, words })
    }

    /// The label at the start of `text`, if there is one.
    pub(super) fn label(&self, text: &str) -> Option<Label<'_>> {
        let may = self.shapes.filter().of_start(text);
        if may.is_empty() {
            return None;
        }
        // Labels are short; a bounded look keeps this constant in the length of the line.
        let head = &text[..text.char_indices().nth(24).map_or(text.len(), |(i, _)| i)];
        self.shapes.numbered(may).find_map(|(row, shape, pattern)| {
            let found = match &self.prefixes[row] {
                Some(prefix) => prefix.matched(head)?,
                None => {
                    let found = pattern.captures(head)?;
                    Matched { end: found.get(0)?.end(), n: found.name("n").map(|n| n.range()) }
                }
            };
            let (label, rest) = head.split_at(found.end);
            let n = found.n.map_or("", |n| &head[n]);
            if glued(label, rest) {
                return None;
            }
            Some(Label { shape, len: label.trim_end_matches(is_blank).len(), ordinal: ordinal(n) })
        })
    }

    /// The rank of an unlabelled line that is a heading by its words, and whether it needs no text under it.
    fn by_words(&self, line: &str) -> Option<(u16, bool)> {
        self.words.of_line(line).find(|(_, p)| p.is_match(line)).map(|(w, _)| (w.rank, w.alone))
    }
}

/// Whether a numeral that looks like a label is the beginning of a number, a date or a list instead: `1.5亿元`,
/// `3.15活动`, `二、三产业`, `5、6月份`.
fn glued(label: &str, rest: &str) -> bool {
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let after = rest.chars().nth(digits);
    match label.chars().last() {
        Some('.' | '．') if digits > 0 => !(digits == 4 && after == Some('年')),
        Some('、') if digits > 0 && label.starts_with(|c: char| c.is_ascii_digit()) => {
            matches!(after, Some('月' | '日' | '号' | '、')) && digits <= 2
        }
        Some('、') if label.starts_with(|c| "一二三四五六七八九十".contains(c)) => {
            let mut next = rest.chars();
            let numeral = next.next().is_some_and(|c| "二三四五六七八九十".contains(c));
            numeral && next.next().is_some_and(|c| "、产线季月年级".contains(c))
        }
        _ => false,
    }
}

/// The value of an ordinal; 0 when it is none.
pub(super) fn ordinal(text: &str) -> u32 {
    if let Ok(n) = text.parse() {
        return n;
    }
    let formal = text.chars().next().and_then(|first| position("壹贰叁肆伍陆柒捌玖拾", first));
    if let Some(n) = formal {
        return n + 1;
    }
    let (mut total, mut digit) = (0u32, None);
    for c in text.chars() {
        match c {
            '①'..='⑳' => return c as u32 - '①' as u32 + 1,
            '⑴'..='⒇' => return c as u32 - '⑴' as u32 + 1,
            '⒈'..='⒛' => return c as u32 - '⒈' as u32 + 1,
            '㈠'..='㈩' => return c as u32 - '㈠' as u32 + 1,
            'Ⅰ'..='Ⅻ' => return c as u32 - 'Ⅰ' as u32 + 1,
            'A'..='H' => return c as u32 - 'A' as u32 + 1,
            'a'..='h' => return c as u32 - 'a' as u32 + 1,
            'Ａ'..='Ｈ' => return c as u32 - 'Ａ' as u32 + 1,
            '十' => total += digit.take().unwrap_or(1) * 10,
            '百' => total += digit.take().unwrap_or(1) * 100,
            _ => {
                digit = position("〇一二三四五六七八九", c);
            }
        }
    }
    total + digit.unwrap_or(0)
}

/// The place of a character among `all`.
fn position(all: &str, c: char) -> Option<u32> {
    all.chars().zip(0..).find(|(d, _)| *d == c).map(|(_, i)| i)
}

/// What markup says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Mark {
    /// The level of an HTML heading.
    pub heading: Option<u8>,
    /// Whether the whole line is bold.
    pub bold: bool,
}

/// Finds the sections of one article and appends them to `out`.
///
/// `lines` are the article's own lines (no furniture, no marker, no title), `marks` what markup says of each, `labels`
/// their labels.
#[allow(clippy::too_many_arguments)] // the lines of one article and what is known of each
pub(super) fn outline(
    text: &str,
    lines: &[Line],
    marks: &[Mark],
    labels: &[Option<Label<'_>>],
    shapes: &Shapes,
    id: ArticleId,
    article: &Article,
    out: &mut Vec<Section>,
) {
    // The open sections: rank and index into `out`.
    let mut open: Vec<(u16, usize)> = Vec::new();
    let mut previous: Option<(u16, usize)> = None; // rank and line of the last heading that fills its line
    let mut in_list = false; // the line before is an item that ends in a semicolon
    let mut points: HashMap<u16, u32> = HashMap::new(); // the last ordinal of each shape of points
    let mut attached = 0; // the ordinal of the last document in a list of attachments
    let contents_at = table_of_contents(text, lines, labels);
    let parts = named_parts(text, lines, labels, shapes);
    for (i, line) in lines.iter().enumerate() {
        if contents_at.contains(&i) {
            continue;
        }
        let whole = &text[line.at.range()];
        if let Some(n) = attachment(whole, attached, shapes) {
            attached = n;
            continue;
        }
        attached = 0;
        let listed = whole.ends_with(['；', ';']);
        let label = labels[i];
        let item = label.is_some() && (listed || in_list);
        in_list = listed && (label.is_some() || in_list);
        let mark = marks.get(i).copied().unwrap_or_default();
        let under = previous.is_some_and(|(_, l)| l + 1 == i);
        let next = lines.get(i + 1).map(|l| &text[l.at.range()]);
        let (rank, len) = match label {
            Some(l) if item || contents(whole) || is_row(whole) || l.lists_in(whole, shapes) => continue,
            // 第三, without a first and second is the middle of a text; so is a line that holds 一是 and 二是.
            Some(l) if l.is_point() && (!next_in(&mut points, l) || l.goes_on_in(whole)) => continue,
            Some(l)
                if l.shape.series
                    && (line.chars > 2 * SHORT && l.shape.rank == BARE || !next_in(&mut points, l)) =>
            {
                continue;
            }
            Some(l) if l.len == whole.len() => continue, // a line broken after its label
            Some(l) => (rank_of(l, &open), l.len),
            None if let Some(level) = mark.heading
                && line.chars <= 2 * SHORT =>
            {
                (HTML + u16::from(level), 0)
            }
            None if !plain_heading(whole, line.chars) => continue,
            None => match (shapes.by_words(whole), previous) {
                (Some((rank, true)), _) => (rank, 0),
                (Some((rank, false)), _) if next.is_some_and(is_text) || parts.contains(&i) => (rank, 0),
                (_, _) if mark.bold && next.is_some() => (BOLD, 0),
                (_, Some((rank, _)))
                    if under && next.is_some_and(is_text) && !whole.contains(['，', ',']) =>
                {
                    (rank + UNDER, 0)
                }
                _ => continue,
            },
        };
        let heading = heading_of(text, line.at, len);
        let run_in = heading.end() < line.at.end();
        while open.last().is_some_and(|(r, _)| *r >= rank) {
            open.pop();
        }
        let index = out.len();
        out.push(Section {
            heading,
            label: Span::new(line.at.start(), line.at.start() + len),
            level: u8::try_from(open.len() + 1).unwrap_or(u8::MAX),
            run_in,
            article: id,
            parent: open.last().map(|(_, s)| SectionId::from(*s)),
            at: Span::new(heading.start(), article.at.end()),
        });
        open.push((rank, index));
        previous = (!run_in).then_some((rank, i));
    }
    close(out, id);
}

/// The lines that name a part by their words (工作回顾, 下一步打算), each above a numbering that begins there.
///
/// One alone may be the title said again; of several, each is a heading over its numbering.
fn named_parts(text: &str, lines: &[Line], labels: &[Option<Label<'_>>], shapes: &Shapes) -> Vec<usize> {
    let begins =
        |i: usize| labels.get(i + 1).is_some_and(|l| l.is_some_and(|l| l.ordinal == 1 && !l.is_point()));
    let text = |i: usize| &text[lines[i].at.range()];
    let named = |i: &usize| {
        let i = *i;
        labels[i].is_none()
            && lines[i].chars <= SHORT
            && (begins(i) || lines.get(i + 1).is_some_and(|_| is_text(text(i + 1))))
            && plain_heading(text(i), lines[i].chars)
            && shapes.by_words(text(i)).is_some()
    };
    let found: Vec<usize> = (0..lines.len()).filter(named).collect();
    if found.len() > 1 { found } else { Vec::new() }
}

/// The ordinal of a line in a list of attachments: `附件：1.名单` begins one, `2.安排表` goes on after ordinal 1.
fn attachment(line: &str, last: u32, shapes: &Shapes) -> Option<u32> {
    let opening = line.strip_prefix("附件").or_else(|| line.strip_prefix('附')).map(|l| l.trim_start());
    let opening = opening.and_then(|l| l.strip_prefix(['：', ':']));
    let item = if last == 0 { opening? } else { line };
    let label = shapes.label(item.trim_start_matches(is_blank))?;
    (label.ordinal == last + 1).then_some(label.ordinal)
}

/// Whether a point goes on with its series, or begins one.
fn next_in(points: &mut HashMap<u16, u32>, label: Label<'_>) -> bool {
    let last = points.entry(label.shape.id).or_insert(0);
    let goes_on = label.ordinal == 1 || (*last > 0 && label.ordinal == *last + 1);
    if goes_on {
        *last = label.ordinal;
    }
    goes_on
}

/// Ends each section of `article` where the next one of its level or above begins.
fn close(out: &mut [Section], article: ArticleId) {
    let first = out.partition_point(|s| s.article < article);
    let mut open: Vec<usize> = Vec::new();
    for i in first..out.len() {
        while let Some(&last) = open.last()
            && out[last].level >= out[i].level
        {
            out[last].at = Span::new(out[last].at.start(), out[i].heading.start());
            open.pop();
        }
        open.push(i);
    }
}

/// Where the heading of a line ends: a run-in heading with its first sentence or a short lead with its colon.
fn heading_of(text: &str, at: Span<Normal>, label: usize) -> Span<Normal> {
    let body = &text[at.start() + label..at.end()];
    let mut depth = 0usize;
    for (n, (i, c)) in body.char_indices().enumerate() {
        let end = at.start() + label + i + c.len_utf8();
        match c {
            '(' | '（' | '“' | '《' | '「' | '『' => depth += 1,
            ')' | '）' | '”' | '》' | '」' | '』' => depth = depth.saturating_sub(1),
            '：' | ':' if label > 0 && n < LEAD && depth == 0 => return Span::new(at.start(), end),
            c if is_full_stop(c) && depth == 0 => return Span::new(at.start(), end),
            _ => {}
        }
    }
    trim(text, at)
}

/// Whether a line is the row of a table: `1`, what is to be done, by whom.
fn is_row(line: &str) -> bool {
    memchr::memchr_iter(b'\t', line.as_bytes()).nth(1).is_some()
}

/// Whether a line without a label can be a heading: short, and nothing but words.
fn plain_heading(line: &str, chars: usize) -> bool {
    let last = line.chars().next_back();
    (2..=SHORT).contains(&chars)
        && last.is_some_and(|c| c.is_alphabetic() || matches!(c, '”' | '》' | '）' | ')' | '】'))
        && !line.contains(['。', '；', '：', ':', '！', '!', '\t', '|'])
}

/// Whether a line is running text, such as stands under a heading.
fn is_text(line: &str) -> bool {
    line.ends_with(['。', '！', '：'])
}

/// The rank of a label among the sections that are open.
///
/// 第一, is a heading over （一） where it stands right under 一、; elsewhere it is a point of a text.
fn rank_of(label: Label<'_>, open: &[(u16, usize)]) -> u16 {
    let high = open.iter().any(|(r, _)| *r == ORDINAL) || open.last().is_none_or(|(r, _)| *r < ORDINAL);
    if label.shape.over && high { ORDINAL } else { label.shape.rank }
}

/// The lines of a table of contents: from 目录 to where its first heading comes again.
fn table_of_contents(text: &str, lines: &[Line], labels: &[Option<Label<'_>>]) -> Range<usize> {
    let squeezed = |i: usize| text[lines[i].at.range()].chars().filter(|c| !is_blank(*c));
    let Some(start) = (0..lines.len().min(CONTENTS)).find(|&i| {
        let mut line = squeezed(i);
        lines[i].chars <= 12 && line.next() == Some('目') && matches!(line.next(), Some('录' | '次'))
    }) else {
        return 0..0;
    };
    let first = (start + 1..lines.len()).find(|&i| labels[i].is_some());
    // What is repeated is the heading's words; page numbers and leaders after them are not.
    let words = |i: usize| -> String {
        squeezed(i).take_while(|c| !matches!(c, '…' | '.' | '·' | '\t')).collect()
    };
    first
        .map(|f| (f, words(f)))
        .and_then(|(f, name)| (f + 1..lines.len()).find(|&i| lines[i].chars <= 2 * SHORT && words(i) == name))
        .map_or(0..0, |again| start..again)
}

/// Whether a line is a table of contents: several labels, or a label and a page number.
fn contents(line: &str) -> bool {
    let page = line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ')' | '）' | '(' | '（'));
    let leaders = page.ends_with(['…', '·']) || page.ends_with("...") || page.ends_with("．．");
    let labels = line.match_indices('第').filter(|(i, _)| {
        let mut rest =
            line[i + '第'.len_utf8()..].chars().skip_while(|c| "一二三四五六七八九十百".contains(*c));
        matches!(rest.next(), Some('章' | '节' | '篇' | '编'))
    });
    leaders || (labels.count() > 1 && !line.contains('。'))
}
