//! Undoing what somebody else decoded wrongly before the page was stored.
//!
//! Every repair reverses one wrong decoding: the text is encoded back in the encoding it was read in, and the bytes
//! are decoded in the one they were written in. A line is tried only when it costs far more than Chinese text does
//! ([`super::cost`]), and a repair is kept only when the result costs what Chinese text does: clean text is
//! never touched. Linear in the text.

mod lattice;
mod pairs;
mod tables;

use super::cost::{self, Weight};
use super::decode::{Coding, lossy};
use crate::text::Repair;
use encoding_rs::{BIG5, Encoding, GB18030, WINDOWS_1252};
use lattice::{ReadAs, Undone, Was};
use std::ops::Range;

/// Mean bits per character beyond ASCII above which a line is suspicious: official prose has about 9, names and
/// rare words seldom 12; wrongly decoded text has 15 and more (Latin letters 11, but then no Han).
const SUSPICIOUS: f64 = 14.5;
/// Mean bits per character that a repaired line may cost.
const PLAUSIBLE: f64 = 12.5;
/// Bits by which a character must become cheaper.
const GAIN: f64 = 2.5;
/// Characters beyond ASCII that a line needs to be evidence.
const FEWEST: usize = 6;
/// Times that UTF-8 may have been read as Latin-1, one upon the other.
const LAYERS: usize = 3;

/// A page's lines `suspects` with their mojibake undone, and what it was.
#[derive(Debug)]
pub(super) struct Mended {
    pub(super) text: String,
    pub(super) kind: Repair,
    /// Where changed lines stood, and where they stand now.
    pub(super) lines: Vec<(Range<usize>, Range<usize>)>,
}

/// Undoes the mojibake of the lines of a text that are suspicious; none when nothing had to be done.
pub(super) fn repair(text: &str, suspects: &[Range<usize>]) -> Option<Mended> {
    let mut kinds: Vec<(Repair, usize)> = Vec::new();
    let mut out = String::new();
    let (mut lines, mut copied) = (Vec::new(), 0);
    for at in suspects {
        let line = &text[at.clone()];
        let Some((mended, kind)) = mend(line) else { continue };
        out.push_str(&text[copied..at.start]);
        let start = out.len();
        out.push_str(&mended);
        copied = at.end;
        lines.push((at.clone(), start..out.len()));
        match kinds.iter_mut().find(|(k, _)| *k == kind) {
            Some((_, bytes)) => *bytes += line.len(),
            None => kinds.push((kind, line.len())),
        }
    }
    // Of several kinds, the record names the one that most was damaged by.
    let kind = kinds.iter().max_by_key(|(_, bytes)| *bytes)?.0;
    out.push_str(&text[copied..]);
    Some(Mended { text: out, kind, lines })
}

/// Whether a line reads like nothing that anybody writes.
pub(super) fn is_suspicious(weight: Weight) -> bool {
    weight.count >= 4
        && (weight.latin * 2 > weight.count
            || (weight.count as usize >= FEWEST && weight.mean() > SUSPICIOUS))
}

/// A line's best repair.
fn mend(line: &str) -> Option<(String, Repair)> {
    let latin = line.chars().filter(|&c| cost::is_latin(c)).count();
    let (before, count) = cost::mean(line);
    if latin * 2 > count {
        if let Some(text) = utf8_as_latin1(line) {
            return Some((text, Repair::Utf8AsLatin1));
        }
        let bytes = single_bytes(line)?;
        let as_gbk = decoded(GB18030, &bytes, 0).map(|t| (t, Repair::GbkAsLatin1));
        let as_big5 = decoded(BIG5, &bytes, 0).map(|t| (t, Repair::Big5AsLatin1));
        return [as_gbk, as_big5]
            .into_iter()
            .flatten()
            .map(|(text, kind)| (cost::mean(&text).0, text, kind))
            .filter(|&(mean, ref text, _)| mean < PLAUSIBLE && han(text) >= 2)
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, text, kind)| (text, kind));
    }
    // Kana, Greek and Cyrillic letters stand in GBK where Big5 has its commonest characters: on their own, they are
    // Japanese, Greek and Russian.
    let odd = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{E000}'..='\u{F8FF}' | '\u{FFFD}');
    if line.chars().filter(|&c| odd(c)).count() * 4 < count {
        return None;
    }
    [
        (ReadAs::Gbk, Was::Utf8, Repair::Utf8AsGbk),
        (ReadAs::Gbk, Was::Big5, Repair::Big5AsGbk),
        (ReadAs::Big5, Was::Gbk, Repair::GbkAsBig5),
    ]
    .into_iter()
    .filter_map(|(read_as, was, kind)| {
        let Undone { text, damaged } = lattice::undo(read_as, was, line);
        // What is lost for good does not speak against the rest.
        let kept: String = text.chars().filter(|&c| c != char::REPLACEMENT_CHARACTER).collect();
        let mean = cost::mean(&kept).0;
        let good = han(&kept);
        let plausible = mean < PLAUSIBLE && mean + GAIN < before && good >= 3 && damaged <= good;
        plausible.then_some((mean, text, kind))
    })
    .min_by(|a, b| a.0.total_cmp(&b.0))
    .map(|(_, text, kind)| (text, kind))
}

fn han(text: &str) -> usize {
    text.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count()
}

/// UTF-8 that was read as single bytes, once or several times; strictly.
fn utf8_as_latin1(line: &str) -> Option<String> {
    let mut text: Option<String> = None;
    for _ in 0..LAYERS {
        let current = text.as_deref().unwrap_or(line);
        let Some(next) = single_bytes(current).and_then(|bytes| String::from_utf8(bytes).ok()) else { break };
        if next == current {
            break;
        }
        text = Some(next);
    }
    text.filter(|t| t.chars().any(|c| c >= '\u{2E80}') || t.chars().filter(|c| !c.is_ascii()).count() >= 2)
}

/// The bytes of a text that was read as Latin-1 or Windows-1252 (the two are mixed in the wild: a byte that the
/// latter leaves undefined became a control character).
fn single_bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        match u8::try_from(c as u32) {
            Ok(byte) => bytes.push(byte),
            Err(_) => {
                let (encoded, _, errors) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
                match (errors, &*encoded) {
                    (false, &[byte]) => bytes.push(byte),
                    _ => return None,
                }
            }
        }
    }
    Some(bytes)
}

/// Bytes in an encoding as text, when no more than `allowed` sequences are malformed.
fn decoded(encoding: &'static Encoding, bytes: &[u8], allowed: usize) -> Option<String> {
    let out = lossy(Coding::Standard(encoding), bytes);
    (out.damage.total() as usize <= allowed).then_some(out.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{GBK, UTF_8};

    fn repair(text: &str) -> Option<(String, Repair)> {
        let lines = text.split('\n').scan(0, |at, line| {
            let start = std::mem::replace(at, *at + line.len() + 1);
            Some((line, start..start + line.len()))
        });
        let suspects: Vec<_> =
            lines.filter(|(l, _)| is_suspicious(Weight::of(l))).map(|(_, at)| at).collect();
        super::repair(text, &suspects).map(|m| (m.text, m.kind))
    }

    const PROSE: &str = "一、健全工作机制，全年组织代表视察不少于4次，按时办结率达到百分之百。";

    fn misread(text: &str, was: &'static Encoding, read_as: &'static Encoding) -> String {
        let (bytes, _, _) = was.encode(text);
        read_as.decode_without_bom_handling(&bytes).0.into_owned()
    }

    #[test]
    fn wrong_readings_are_undone() {
        let traditional = "一、健全工作機制，全年組織代表視察不少於4次，按時辦結率達到百分之百。";
        let once = misread(PROSE, UTF_8, WINDOWS_1252);
        let twice = misread(&once, UTF_8, WINDOWS_1252);
        for (damaged, text, kind) in [
            (once, PROSE, Repair::Utf8AsLatin1),
            (twice, PROSE, Repair::Utf8AsLatin1),
            (misread(PROSE, GBK, WINDOWS_1252), PROSE, Repair::GbkAsLatin1),
            (misread(traditional, BIG5, WINDOWS_1252), traditional, Repair::Big5AsLatin1),
            (misread(traditional, BIG5, GBK), traditional, Repair::Big5AsGbk),
        ] {
            assert_eq!(repair(&damaged), Some((text.to_owned(), kind)), "{damaged}");
        }
    }

    #[test]
    fn utf8_read_as_gbk_comes_back_but_for_what_is_lost() {
        let damaged = misread(PROSE, UTF_8, GBK);
        let (mended, kind) = repair(&damaged).unwrap();
        assert_eq!(kind, Repair::Utf8AsGbk);
        let right = PROSE.chars().filter(|&c| mended.contains(c)).count();
        assert!(right * 100 >= PROSE.chars().count() * 80, "{mended}");
    }

    #[test]
    fn clean_text_is_never_changed() {
        for text in [
            PROSE,
            "Le café était fermé, déjà à l'été.",
            "饕餮、貔貅、囹圄、龃龉、耄耋、魑魅魍魉、踯躅、蹉跎、鳏寡茕独",
            "±5℃、×、÷、·、°、§、®、¥",
            "２０２４年ＧＤＰ增长５．５％",
            "ひらがなとカタカナの文章です。",
            "㈠㈡㈢①②③ⅠⅡⅢ",
            "锟斤拷锟斤拷锟斤拷",
        ] {
            assert_eq!(repair(text), None, "{text}");
        }
    }
}
