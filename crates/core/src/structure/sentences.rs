//! Sentences: what stands between two full stops, with its own.
//!
//! A sentence ends with 。！？ or the end of its line, quotes and brackets that close after the full stop go with
//! it, and so does a bracket that only names time and responsibility. A semicolon ends nothing: enumerations are
//! one sentence. In paragraphs that use ASCII full stops, `.` between Chinese characters ends a sentence. Lines
//! without any Chinese are cut by the rules of Unicode Standard Annex #29. Linear in the length of the text.

use super::lines::trim;
use super::pattern::Pattern;
use crate::error::Error;
use crate::span::{Normal, Span};
use crate::tables::Table;
use unicode_segmentation::UnicodeSegmentation;

/// Longest bracket that is looked at as an aside, in characters.
const ASIDE: usize = 120;
/// Bytes inside a bracket after which a full stop ends the sentence although the bracket is still open.
const LOST_BRACKET: usize = 600;

/// Brackets and quotation marks that are looked at.
const PAIRS: &str = "（()）《》〈〉“「『";

/// What goes on with a sentence after a quotation that ends one of its own.
const GOES_ON: [char; 9] = ['的', '、', '，', ',', '；', '等', '及', '和', '与'];

/// What ends sentences.
#[derive(Debug)]
pub(super) struct Stops {
    stop: Vec<char>,
    close: Vec<char>,
    aside: Vec<Pattern>,
    /// Bytes to step over, by the first, where the character can mean nothing here; 0 for all others.
    step: [u8; 256],
    /// Of the characters from U+3000 and from U+FF00 on, by the last byte, those that mean something.
    marks: [u64; 2],
}

impl Stops {
    /// Reads the table.
    pub(super) fn load() -> Result<Self, Error> {
        let text = include_str!("../../data/structure/sentences.tsv");
        let table = Table::parse("structure/sentences.tsv", text, &["class", "what"])?;
        let (mut stop, mut close, mut aside) = (Vec::new(), Vec::new(), Vec::new());
        for row in table.rows() {
            let what = row.need("what")?;
            match row.get("class") {
                "stop" => stop.extend(what.chars()),
                "close" => close.extend(what.chars()),
                "aside" => aside.push(Pattern::new(&format!("^(?:{what})$"), |e| row.error(e))?),
                other => return Err(row.error(format!("no class is called {other:?}"))),
            }
        }
        let means_something = |c: char| stop.contains(&c) || c == '.' || PAIRS.contains(c);
        if ('\u{4000}'..='\u{9fff}').any(means_something) {
            return Err(Error::table("structure/sentences.tsv", "a Chinese character ends no sentence"));
        }
        let step = std::array::from_fn(|byte| match byte as u8 {
            ascii @ 0..=0x7f => u8::from(!means_something(char::from(ascii))),
            0xe4..=0xe9 => 3, // U+4000 to U+9FFF
            _ => 0,
        });
        let marks = ['\u{3000}', '\u{ff00}'].map(|from| {
            let all = (from..).take(64).enumerate();
            all.fold(0, |bits, (i, c)| bits | u64::from(means_something(c)) << i)
        });
        Ok(Self { stop, close, aside, step, marks })
    }

    /// The first place from `at` on, or the end, where a character may mean something here.
    #[inline]
    fn mark(&self, bytes: &[u8], mut at: usize) -> usize {
        while let Some(&byte) = bytes.get(at) {
            let step = self.step[usize::from(byte)];
            if step > 0 {
                at += usize::from(step);
                continue;
            }
            let marks = match bytes[at..] {
                [0xe3, 0x80, last, ..] => self.marks[0] >> (last & 0x3f),
                [0xef, 0xbc, last, ..] => self.marks[1] >> (last & 0x3f),
                _ => break,
            };
            if marks & 1 == 1 {
                break;
            }
            at += 3;
        }
        at
    }

    /// The sentences of a line; `cuts` are places (ends of run-in headings) that end one whatever stands there.
    pub(super) fn sentences(
        &self,
        text: &str,
        at: Span<Normal>,
        cuts: &[usize],
        out: &mut Vec<Span<Normal>>,
    ) {
        let line = &text[at.range()];
        if !line.chars().any(is_han) {
            for (i, part) in line.split_sentence_bound_indices() {
                push(text, at.start() + i, at.start() + i + part.len(), out);
            }
            return;
        }
        let mut dots = None; // whether ASCII full stops end sentences, found when first asked for
        let bytes = line.as_bytes();
        let mut from = at.start();
        let mut depth: usize = 0;
        let mut opened = 0; // where the outermost bracket opened
        let mut named_so = false; // the last quotation opened right after a word: 开展“路在何方？”征文
        let mut cuts = cuts.iter().copied().filter(|c| at.has(*c)).peekable();
        let mut i = 0; // of `line`
        loop {
            i = self.mark(bytes, i);
            let here = at.start() + i;
            if let Some(cut) = cuts.next_if(|cut| *cut <= here)
                && cut > from
            {
                push(text, from, cut, out);
                from = cut;
                depth = 0;
            }
            let Some(c) = line[i..].chars().next() else { break };
            i += c.len_utf8();
            if is_han(c) {
                continue;
            }
            match c {
                '（' | '(' | '《' | '〈' => {
                    opened = if depth == 0 { here } else { opened };
                    depth += 1;
                }
                '）' | ')' | '》' | '〉' => depth = depth.saturating_sub(1),
                '“' | '「' | '『' => {
                    named_so = text[at.start()..here].chars().next_back().is_some_and(is_han);
                }
                _ => {}
            }
            if !self.stop.contains(&c) && c != '.' {
                continue;
            }
            let next = line[i..].chars().next();
            let before = line[..i - c.len_utf8()].chars().next_back().unwrap_or('\0');
            let stops = if c == '.' {
                *dots.get_or_insert_with(|| !line.contains('。'))
                    && is_han(before)
                    && before != '的'
                    && next.is_none_or(is_han)
                    && here > from + before.len_utf8()
            } else {
                !c.is_ascii() || next.is_none_or(|n| !n.is_ascii() || n == ' ')
            };
            if !stops {
                continue;
            }
            let mut last = c;
            // （含护苗。） in the middle of a sentence.
            let bracketed = depth > 0 && text.get(from..opened).is_some_and(|t| !t.trim().is_empty());
            let mut named = false; // 《路在何方？》 is the name of something
            while let Some(n) = line[i..].chars().next()
                && (self.stop.contains(&n) || self.close.contains(&n))
            {
                if matches!(n, '）' | ')' | '》' | '〉') {
                    depth = depth.saturating_sub(1);
                }
                named = n == '》' || (named && !self.stop.contains(&n));
                i += n.len_utf8();
                last = n;
            }
            let end = at.start() + i;
            // “要快！”的口号: what is quoted stands inside a sentence.
            let after = line[i..].chars().next();
            let asks = named_so && c != '。';
            let inside = matches!(last, '”' | '’' | '」' | '』')
                && after.is_some_and(|n| GOES_ON.contains(&n) || (asks && is_han(n)));
            let closes = matches!(last, '）' | ')' | '》' | '〉');
            let closed = bracketed && depth == 0 && closes && end < at.end();
            if inside || closed || named && end < at.end() || depth > 0 && end < opened + LOST_BRACKET {
                continue;
            }
            depth = 0;
            let stop = self.aside(text, end, at.end());
            i = stop - at.start();
            push(text, from, stop, out);
            from = stop;
        }
        push(text, from, at.end(), out);
    }

    /// The end of the bracket after `end` when it belongs to the sentence that ended there, else `end`.
    fn aside(&self, text: &str, end: usize, limit: usize) -> usize {
        let rest = &text[end..limit];
        let bracket = rest.trim_start_matches([' ', '\u{3000}']);
        if !bracket.starts_with(['（', '(']) {
            return end;
        }
        let Some((close, c)) =
            bracket.char_indices().take(ASIDE).find(|(_, c)| matches!(c, '）' | ')' | '。'))
        else {
            return end;
        };
        let open = bracket.chars().next().map_or(0, char::len_utf8);
        let content = bracket[open..close].trim();
        if c == '。' || !self.aside.iter().any(|p| p.is_match(content)) {
            return end;
        }
        let mut stop = end + (rest.len() - bracket.len()) + close + c.len_utf8();
        if text[stop..limit].starts_with('。') {
            stop += '。'.len_utf8();
        }
        stop
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn push(text: &str, from: usize, to: usize, out: &mut Vec<Span<Normal>>) {
    let at = trim(text, Span::new(from, to.max(from)));
    if !at.is_empty() {
        out.push(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        Stops::load().unwrap().sentences(text, Span::new(0, text.len()), &[], &mut out);
        out.into_iter().map(|s| &text[s.range()]).collect()
    }

    #[test]
    fn table() {
        let cases: &[(&str, &[&str])] = &[
            ("一天。两天！三天？", &["一天。", "两天！", "三天？"]),
            ("抓春耕；抓夏收；抓秋种。", &["抓春耕；抓夏收；抓秋种。"]),
            ("他说：“要快。”大家都同意。", &["他说：“要快。”", "大家都同意。"]),
            (
                "修路三条。（交通局牵头，6月底前完成）绿化两处。",
                &["修路三条。（交通局牵头，6月底前完成）", "绿化两处。"],
            ),
            ("修路三条。（12月底前）", &["修路三条。（12月底前）"]),
            ("修路三条。（含去年一条）绿化两处。", &["修路三条。", "（含去年一条）绿化两处。"]),
            ("开展《路在何方？》征文活动。", &["开展《路在何方？》征文活动。"]),
            ("征文《路在何方？》。再发奖。", &["征文《路在何方？》。", "再发奖。"]),
            ("喊出“要快！”的口号。大家都听。", &["喊出“要快！”的口号。", "大家都听。"]),
            (
                "修路三条。（4月底前完成，责任单位：办公室）绿化。",
                &["修路三条。（4月底前完成，责任单位：办公室）", "绿化。"],
            ),
            ("修路三条。（6月底前完成，长期坚持）绿化。", &["修路三条。（6月底前完成，长期坚持）", "绿化。"]),
            ("任务已经完成.我们继续努力.", &["任务已经完成.", "我们继续努力."]),
            ("增长3.5%，好于去年的.水平。", &["增长3.5%，好于去年的.水平。"]),
            ("真好！！！再来……好", &["真好！！！", "再来……", "好"]),
            ("To be done. And done.", &["To be done.", "And done."]),
            ("", &[]),
        ];
        for (text, want) in cases {
            assert_eq!(&cut(text), want, "{text}");
        }
    }

    #[test]
    fn a_heading_run_in_ends_where_the_outline_says() {
        let text = "1、第一季度：开展学习。";
        let mut out = Vec::new();
        let cut = "1、第一季度：".len();
        Stops::load().unwrap().sentences(text, Span::new(0, text.len()), &[cut], &mut out);
        assert_eq!(out.iter().map(|s| &text[s.range()]).collect::<Vec<_>>(), ["1、第一季度：", "开展学习。"]);
    }
}
