//! The noun behind a figure (`建成5座处理设施`, `实现100%的见面率`), and the items of a noun that is a list.

use super::cues::Class;
use super::edges::{joined, trim_left, trim_left_marks, trim_right};
use super::indicator::{after_de, right};
use super::sentence::{REACH, Sentence, Stop, has_chars};
use super::sets::Set;
use std::ops::Range;

/// The noun after the figure that ends at `at`, up to `ceiling`; none where no noun follows at once.
pub(super) fn after(s: &Sentence<'_>, at: usize, ceiling: usize) -> Option<Range<usize>> {
    let mut end = ceiling.min(s.at.end);
    for m in s.marks_after(at).take(24) {
        if m.start >= end {
            break;
        }
        match m.stop {
            // A short bracket inside the noun: 代表（委员）见面.
            Stop::Open if inside_noun(s, m.start, end) => {}
            Stop::Close => {}
            // A list goes on while its items are nouns: a figure or a verb in the next item ends it.
            Stop::List if !item_is_clause(s, m.end, end) => {}
            _ => {
                end = m.start;
                break;
            }
        }
        if m.end - at > REACH {
            end = m.start;
            break;
        }
    }
    if end <= at {
        return None;
    }
    let first = s.text[at..end].chars().next()?;
    let mut range = at..end;
    if "，。；：、）,;:)”’》给到后向与将并且而以被".contains(first)
        || first == '在'
            && !s.text[at + first.len_utf8()..end].starts_with([
                '建', '校', '册', '职', '岗', '用', '编', '库', '研', '训', '院', '读', '园', '办', '押',
            ])
        || "和与及".contains(first) && !begins_word(&s.text[at..end])
    {
        return None;
    }
    range = trim_left_marks(s, range);
    let verbless = trim_left(s, range.clone(), Class::VERB);
    if !verbless.is_empty() {
        range = verbless;
    }
    let predicate = Class::LEVEL | Class::TO | Class::UP | Class::DOWN | Class::EACH;
    if s.cue_starting(range.start).is_some_and(|c| {
        c.class.is(predicate)
            && (c.end - c.start >= 6 || s.slice(c.start..c.end).starts_with(|w| "达增降均都".contains(w)))
    }) {
        return None;
    }
    for cue in s.cues_in(&range) {
        if cue.start == range.start {
            continue;
        }
        let then = s.text[cue.end..].chars().next();
        let cut = cue.class.is(Class::PRED
            | Class::DIST
            | Class::LEVEL
            | Class::DONE
            | Class::EACH
            | Class::PLAN
            | Class::UP
            | Class::DOWN
            | Class::RESPECTIVELY)
            || cue.class.is(Class::VERB)
                && (matches!(then, Some('了' | '到' | '为' | '至' | '出'))
                    || !cue.class.is(Class::NOMINAL)
                        && !joined(s, cue.end, range.end)
                        // 在7个县设立280个站点: the verb is the next figure's.
                        && (cue.end < range.end || range.end >= ceiling && ceiling < s.at.end))
            || Set::Being.has(s.slice(cue.start..cue.end));
        // One-character cues are too often parts of words.
        if cut
            && (cue.end - cue.start >= 6
                || matches!(s.slice(cue.start..cue.end), "为" | "了" | "均" | "都" | "已" | "向" | "获"))
        {
            range.end = cue.start;
            // 四分之一的村通了公交: the verb before 了 is no part of the noun.
            if s.slice(cue.start..cue.end) == "了" && s.cue_ending(cue.start).is_none() {
                let noun = s.slice(range.clone());
                let verb = noun.chars().next_back().map_or(0, char::len_utf8);
                range.end -= if verb < noun.len() { verb } else { 0 };
            }
            break;
        }
    }
    // 2万亩水稻平均单产达620公斤: what is measured of the noun is the next figure's.
    let text = s.slice(range.clone());
    // 5条总长51公里的道路: nothing is named between the two.
    if Set::Averaging.begins(text) && range.end >= ceiling {
        return None;
    }
    // 12个村被评为示范村: what is done to it is no part of the noun.
    let passive = text.find('被').filter(|i| has_chars(&text[..*i], 1));
    let measured = Set::Averaging.words().iter().filter_map(|w| text.find(w)).min();
    if let Some(cut) = measured.filter(|cut| has_chars(&text[..*cut], 2)).into_iter().chain(passive).min() {
        range.end = range.start + cut;
    }
    range = trim_right(s, range, right());
    // 300亩石榴园和200亩竹柳基地: what joins it to the next figure.
    if range.end >= ceiling {
        let text = s.slice(range.clone());
        range.end -= text.len() - text.trim_end_matches(['和', '与', '及']).len();
    }
    range = after_de(s, range);
    // 16个合作社中: the place is the noun's.
    let text = s.slice(range.clone());
    if text.ends_with('中') && has_chars(text, 4) && s.cue_ending(range.end).is_none() {
        range.end -= '中'.len_utf8();
    }
    let text = s.slice(range.clone());
    // 迈上万亿元台阶: the step is no thing that is counted.
    (!text.trim().is_empty() && !Set::Step.ends(text.trim())).then_some(range)
}

/// Whether the bracket at `open` closes soon and the noun goes on behind it.
pub(super) fn inside_noun(s: &Sentence<'_>, open: usize, end: usize) -> bool {
    s.bracket(open).is_some_and(|b| {
        b.end < end
            && b.end - b.start <= 30
            && s.text[b.end..end]
                .chars()
                .next()
                .is_some_and(|c| !"，。；：、）,;:)".contains(c) && !c.is_whitespace())
    })
}

/// Whether the list item from `at` holds a figure before its next mark, or begins with a verb.
fn item_is_clause(s: &Sentence<'_>, at: usize, end: usize) -> bool {
    let stop = s.marks_after(at).next().map_or(end, |m| m.start).min(end);
    let i = s.exprs.partition_point(|e| e.at.start() < at);
    s.exprs.get(i).is_some_and(|e| e.at.start() < stop && !e.fixed)
        || s.cue_starting(at).is_some_and(|c| c.class.is(Class::VERB | Class::UP | Class::DOWN))
}

/// Whether 和, 与 or 及 at the head of a text begins a word (和谐, 与会, 及时).
pub(super) fn begins_word(text: &str) -> bool {
    let second = text.chars().nth(1).unwrap_or_default();
    match text.chars().next() {
        Some('和') => "平谐睦解美".contains(second),
        Some('与') => second == '会',
        Some('及') => "时格其".contains(second),
        _ => false,
    }
}

/// The items of a coordinated noun: `见面率、答复率和满意率` → three.
pub(super) fn items(s: &Sentence<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let text = s.slice(range.clone());
    let mut from = 0;
    let mut depth = 0_i32;
    let mut chars = text.char_indices().peekable();
    let mut last = '\0';
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map_or('\0', |x| x.1);
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            '）' | ')' | '”' | '》' => depth -= 1,
            _ => {}
        }
        let splits = depth <= 0
            && match c {
                '、' => true,
                '和' => !"总共".contains(last) && !begins_word(&text[i..]),
                '与' => last != '参' && !begins_word(&text[i..]),
                '及' => {
                    (last == '以' || !"普涉以".contains(last)) && next != '以' && !begins_word(&text[i..])
                }
                _ => false,
            };
        if splits {
            let end = if c == '及' && last == '以' { i - '以'.len_utf8() } else { i };
            items.push(range.start + from..range.start + end);
            from = i + c.len_utf8();
        }
        last = c;
    }
    items.push(range.start + from..range.end);
    items.retain(|r| !s.slice(r.clone()).trim().is_empty());
    items
}
