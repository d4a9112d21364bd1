//! A sentence as the judge sees it: expressions, cues, punctuation, enclosures.
//!
//! Everything is found once, in one pass each, and kept sorted; questions are answered by binary search and
//! short walks, so that a sentence is judged in time near to linear in its length.

use super::cues::{Class, Cue, Why};
use super::sieve::Sets;
use crate::metrics::expr::{Expr, Kind};
use std::cell::OnceCell;
use std::ops::Range;

/// Marks of punctuation, by what they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// `，`
    Comma,
    /// `；`, `。`, `！`, a line's end
    Full,
    /// `：`
    Colon,
    /// `、`
    List,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
}

/// A mark of punctuation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) stop: Stop,
}

/// How far walks go: no phrase of official prose is longer.
pub(super) const REACH: usize = 240;
/// No clause is longer (400 characters): text without marks is judged in time linear in its length.
const CLAUSE: usize = 1200;
/// No sentence that figures look back through is longer (1000 characters).
const SENTENCE: usize = 3000;

/// For each first byte how long its character is; 0 where it can be a mark: ASCII but for letters, digits and blanks,
/// and the first bytes of `“`, `、`, `，`. Han characters begin with others.
static STEP: [u8; 256] = {
    let mut step = [1; 256];
    let mut byte = 0xC0;
    while byte < step.len() {
        step[byte] = if byte < 0xE0 {
            2
        } else if byte < 0xF0 {
            3
        } else {
            4
        };
        byte += 1;
    }
    let mut marks: &[u8] = b",;!?:()[]\"\n\xE2\xE3\xEF";
    while let [mark, rest @ ..] = marks {
        step[*mark as usize] = 0;
        marks = rest;
    }
    step
};

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Sentence<'t> {
    pub(super) text: &'t str,
    pub(super) at: Range<usize>,
    /// The small sets of which words may stand in it.
    pub(super) sets: Sets,
    /// Where its words begin: behind `三、`, `（二）`, `4.`.
    pub(super) body: usize,
    pub(super) exprs: Vec<Expr>,
    pub(super) cues: Vec<Cue>,
    pub(super) fixed: Vec<(Range<usize>, Why)>,
    marks: Vec<Mark>,
    quotes: Vec<Range<usize>>,
    titles: Vec<Range<usize>>,
    brackets: Vec<Range<usize>>,
    last_item: OnceCell<Option<usize>>,
    /// The cues that can tell a role, and whether of a passage that plans.
    telling: OnceCell<(bool, Vec<Cue>)>,
}

impl<'t> Sentence<'t> {
    /// Prepares punctuation; the rest is filled in by the caller.
    pub(super) fn new(text: &'t str, at: Range<usize>) -> Self {
        let mut s =
            Self { text, at: at.clone(), body: at.start + label(&text[at.clone()]), ..Self::default() };
        let (mut quote, mut title, mut bracket) = (None, None, Vec::new());
        let mut straight = false;
        let mut here = at.start;
        let bytes = &text.as_bytes()[..at.end];
        while let Some(&first) = bytes.get(here) {
            let start = here;
            here += usize::from(STEP[usize::from(first)]);
            if here > start {
                continue;
            }
            let Some(c) = text[start..at.end].chars().next() else { break };
            let end = start + c.len_utf8();
            here = end;
            let between_digits = |b: &str| {
                b[..start - at.start].chars().next_back().is_some_and(|c| c.is_ascii_digit())
                    && b[end - at.start..].chars().next().is_some_and(|c| c.is_ascii_digit())
            };
            let stop = match c {
                ',' | '，' if between_digits(&text[at.clone()]) => continue,
                ',' | '，' => Stop::Comma,
                ';' | '；' | '。' | '!' | '！' | '?' | '？' | '\n' => Stop::Full,
                ':' | '：' if between_digits(&text[at.clone()]) => continue,
                ':' | '：' => Stop::Colon,
                '、' => Stop::List,
                '(' | '（' | '[' | '【' | '〔' => {
                    bracket.push(start);
                    Stop::Open
                }
                ')' | '）' | ']' | '】' | '〕' => {
                    if let Some(open) = bracket.pop()
                        && bracket.is_empty()
                    {
                        s.brackets.push(open..end);
                    }
                    Stop::Close
                }
                '“' | '「' | '‘' | '『' => {
                    if quote.is_none() {
                        quote = Some(start);
                    }
                    continue;
                }
                '”' | '」' | '’' | '』' => {
                    if let Some(open) = quote.take() {
                        s.quotes.push(open..end);
                    }
                    continue;
                }
                '"' => {
                    if straight {
                        if let Some(open) = quote.take() {
                            s.quotes.push(open..end);
                        }
                    } else {
                        quote = quote.or(Some(start));
                    }
                    straight = !straight;
                    continue;
                }
                '《' => {
                    title = title.or(Some(start));
                    continue;
                }
                '》' => {
                    if let Some(open) = title.take() {
                        s.titles.push(open..end);
                    }
                    continue;
                }
                _ => continue,
            };
            s.marks.push(Mark { start, end, stop });
        }
        s
    }

    /// Where the last `一是` begins that opens an enumeration; looked for once, whoever asks.
    pub(super) fn last_item(&self) -> Option<usize> {
        let words = self.slice(self.at.clone());
        let opens = |at: &usize| !self.text[..*at].ends_with(['统', '专', '同', '之', '第']);
        let find = || words.rmatch_indices("一是").map(|(i, _)| self.at.start + i).find(opens);
        *self.last_item.get_or_init(find)
    }

    /// The text of a range.
    pub(super) fn slice(&self, range: Range<usize>) -> &'t str {
        &self.text[range]
    }

    /// The text of the sentence before `at`.
    pub(super) fn before(&self, at: usize) -> &'t str {
        &self.text[self.at.start..at.max(self.at.start)]
    }

    /// The text of the sentence after `at`.
    pub(super) fn after(&self, at: usize) -> &'t str {
        &self.text[at.min(self.at.end)..self.at.end]
    }

    /// The quotation that holds `at`.
    pub(super) fn quote(&self, at: usize) -> Option<Range<usize>> {
        holding(&self.quotes, at)
    }

    /// The title (《》) that holds `at`.
    pub(super) fn title(&self, at: usize) -> Option<Range<usize>> {
        holding(&self.titles, at)
    }

    /// The outermost brackets that hold `at`.
    pub(super) fn bracket(&self, at: usize) -> Option<Range<usize>> {
        holding(&self.brackets, at)
    }

    /// Whether a ratio is told of what ends at `end`: 上年的1.6倍.
    pub(super) fn ratio_of(&self, end: usize) -> bool {
        let from = end + '的'.len_utf8();
        let i = self.exprs.partition_point(|e| e.outer.start() < from);
        let ratio = |e: &Expr| e.kind == Kind::Ratio && e.outer.start() == from;
        self.after(end).starts_with('的') && self.exprs.get(i).is_some_and(ratio)
    }

    /// Marks that end at or before `at`, the last first.
    pub(super) fn marks_before(&self, at: usize) -> impl Iterator<Item = &Mark> {
        self.marks[..self.marks.partition_point(|m| m.end <= at)].iter().rev()
    }

    /// Marks that start at or after `at`.
    pub(super) fn marks_after(&self, at: usize) -> impl Iterator<Item = &Mark> {
        self.marks[self.marks.partition_point(|m| m.start < at)..].iter()
    }

    /// The cues that lie wholly inside `range`.
    pub(super) fn cues_in(&self, range: &Range<usize>) -> &[Cue] {
        within(&self.cues, range)
    }

    /// Those of the cues inside `range` that `tells` lets through, which is asked once for each cue; the passage of a
    /// sentence plans or does not.
    pub(super) fn telling_in(
        &self,
        range: &Range<usize>,
        planning: bool,
        tells: impl Fn(&Cue) -> bool,
    ) -> &[Cue] {
        let all = || (planning, self.cues.iter().filter(|c| tells(c)).copied().collect());
        let (of, telling) = self.telling.get_or_init(all);
        within(if *of == planning { telling } else { &self.cues }, range)
    }

    /// The cue that ends at `at`.
    pub(super) fn cue_ending(&self, at: usize) -> Option<Cue> {
        let i = self.cues.partition_point(|c| c.end < at);
        self.cues.get(i).copied().filter(|c| c.end == at)
    }

    /// The cue that starts at `at`.
    pub(super) fn cue_starting(&self, at: usize) -> Option<Cue> {
        let i = self.cues.partition_point(|c| c.start < at);
        self.cues.get(i).copied().filter(|c| c.start == at)
    }

    /// The fixed word that holds the range or overlaps its number.
    pub(super) fn fixed_over(&self, range: &Range<usize>) -> Option<(Range<usize>, Why)> {
        let i = self.fixed.partition_point(|(f, _)| f.end <= range.start);
        self.fixed.get(i).filter(|(f, _)| f.start <= range.start && range.start < f.end).cloned()
    }

    /// From the last comma, semicolon, colon or open bracket before `at`.
    pub(super) fn clause_start(&self, at: usize) -> usize {
        let least = boundary(self.text, at.saturating_sub(CLAUSE).max(self.at.start).min(at));
        let mut depth = 0;
        for m in self.marks_before(at).take_while(|m| m.end >= least) {
            match m.stop {
                // Brackets that close before `at` are passed over.
                Stop::Close => depth += 1,
                Stop::Open if depth > 0 => depth -= 1,
                Stop::List => {}
                _ if depth > 0 => {}
                _ => return m.end,
            }
        }
        least
    }

    /// Where looking back through the sentence from `at` ends.
    pub(super) fn horizon(&self, at: usize) -> usize {
        boundary(self.text, at.saturating_sub(SENTENCE).max(self.at.start).min(at))
    }

    /// Where looking on through the sentence from `at` ends.
    pub(super) fn ahead(&self, at: usize) -> usize {
        boundary(self.text, (at + SENTENCE).min(self.at.end)).max(at)
    }

    /// The first of `indices` (into the expressions, sorted) that comes after `i`.
    pub(super) fn next_of(indices: &[usize], i: usize) -> Option<usize> {
        indices.get(indices.partition_point(|f| *f <= i)).copied()
    }

    /// The expression before the one at `i`; where it ends, or the sentence begins.
    pub(super) fn end_before(&self, i: usize) -> usize {
        i.checked_sub(1).map_or(self.at.start, |k| self.exprs[k].outer.end())
    }

    /// To the next comma, semicolon, colon or closing bracket after `at`.
    pub(super) fn clause_end(&self, at: usize) -> usize {
        let most = boundary(self.text, (at + CLAUSE).min(self.at.end)).min(self.at.end);
        let mut depth = 0;
        for m in self.marks_after(at).take_while(|m| m.start < most) {
            match m.stop {
                Stop::Open => depth += 1,
                Stop::Close if depth > 0 => depth -= 1,
                Stop::List => {}
                _ if depth > 0 => {}
                _ => return m.start,
            }
        }
        most.max(at.min(self.at.end))
    }

    /// Whether the clause part `range` holds a cue of the class.
    pub(super) fn has(&self, range: &Range<usize>, class: Class) -> bool {
        self.cues_in(range).iter().any(|c| c.class.is(class))
    }

    /// The last cue of the class inside `range`.
    pub(super) fn last(&self, range: &Range<usize>, class: Class) -> Option<Cue> {
        self.cues_in(range).iter().rev().find(|c| c.class.is(class)).copied()
    }
}

/// The cues that lie wholly inside `range`.
fn within<'c>(cues: &'c [Cue], range: &Range<usize>) -> &'c [Cue] {
    let from = cues.partition_point(|c| c.start < range.start);
    let to = cues.partition_point(|c| c.end <= range.end);
    cues.get(from..to).unwrap_or(&[])
}

/// The character boundary at or after `at`.
pub(super) fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// The length of the label that a sentence begins with: `三、`, `（二）`, `4.`; 0 where there is none.
fn label(text: &str) -> usize {
    let indent = text.len() - text.trim_start().len();
    let rest = &text[indent..];
    let open = rest.chars().next().filter(|c| matches!(c, '（' | '(')).map_or(0, char::len_utf8);
    let number: usize = rest[open..]
        .chars()
        .take(4)
        .take_while(|c| {
            matches!(c, '0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
        })
        .map(char::len_utf8)
        .sum();
    let after = &rest[open + number..];
    let mark = after
        .chars()
        .next()
        .filter(|c| matches!(c, '）' | ')') || open == 0 && matches!(c, '、' | '.' | '．'));
    match mark {
        // 2.5公里 is a figure.
        Some(m)
            if number > 0 && !after[m.len_utf8()..].starts_with(|c: char| m == '.' && c.is_ascii_digit()) =>
        {
            indent + open + number + m.len_utf8()
        }
        _ => 0,
    }
}

/// Whether a text has at least `n` characters, without counting all of them.
pub(super) fn has_chars(text: &str, n: usize) -> bool {
    text.chars().take(n).count() == n
}

fn holding(ranges: &[Range<usize>], at: usize) -> Option<Range<usize>> {
    let i = ranges.partition_point(|r| r.end <= at);
    ranges.get(i).filter(|r| r.start <= at).cloned()
}
