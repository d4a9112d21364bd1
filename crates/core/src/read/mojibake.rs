//! Undoing what somebody else decoded wrongly before the page was stored.
//!
//! Every repair reverses one wrong decoding: the text is encoded back in the encoding it was read in, and the bytes
//! are decoded in the one they were written in. A line is tried only when it costs far more than Chinese text does
//! ([`super::cost`]), and a repair is kept only when the result costs what Chinese text does: clean text is
//! never touched. Linear in the text.

use super::cost::{self, Weight};
use super::decode::{Coding, lossy};
use crate::text::Repair;
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, WINDOWS_1252};

/// Mean bits per character beyond ASCII above which a line is suspicious: official prose has about 9, names and
/// rare words seldom 12; wrongly decoded text has 15 and more (Latin letters 11, but then no Han).
const SUSPICIOUS: f64 = 14.5;
/// Mean bits per character that a repaired line may cost.
const PLAUSIBLE: f64 = 12.5;
/// Characters beyond ASCII that a line needs to be evidence.
const FEWEST: usize = 6;
/// Times that UTF-8 may have been read as Latin-1, one upon the other.
const LAYERS: usize = 3;

/// Whether some line of a text may need a repair.
pub(super) fn may_need(text: &str) -> bool {
    !text.is_ascii() && text.split('\n').any(is_suspicious)
}

/// The page with its mojibake undone, and what it was; none when nothing had to be done.
pub(super) fn repair(text: &str) -> Option<(String, Repair)> {
    let mut out = String::with_capacity(text.len());
    let mut kinds: Vec<(Repair, usize)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match is_suspicious(line).then(|| mend(line)).flatten() {
            Some((mended, kind)) => {
                out += &mended;
                match kinds.iter_mut().find(|(k, _)| *k == kind) {
                    Some((_, bytes)) => *bytes += line.len(),
                    None => kinds.push((kind, line.len())),
                }
            }
            None => out += line,
        }
    }
    // Of several kinds, the record names the one that most was damaged by.
    let kind = kinds.iter().max_by_key(|(_, bytes)| *bytes)?.0;
    Some((out, kind))
}

/// Whether a line reads like nothing that anybody writes.
fn is_suspicious(line: &str) -> bool {
    let weight = Weight::of(line);
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
    let back =
        [(GBK, UTF_8, Repair::Utf8AsGbk), (GBK, BIG5, Repair::Big5AsGbk), (BIG5, GB18030, Repair::GbkAsBig5)];
    back.into_iter()
        .filter_map(|(read_as, was, kind)| {
            let (bytes, lost) = encoded(read_as, line)?;
            let text = decoded(was, &bytes, count / 4 + 2 * lost)?;
            let mean = cost::mean(&text).0;
            // The replacement characters of what is lost for good do not speak against the rest.
            let plausible = mean < PLAUSIBLE + if was == UTF_8 { 2.0 } else { 0.0 };
            (plausible && mean + 2.5 < before && han(&text) >= 3).then_some((mean, text, kind))
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

/// The bytes of a text in the encoding it was read in, and how many characters that encoding does not have:
/// what could not be read then is lost, and stands as a byte that is part of nothing.
fn encoded(encoding: &'static Encoding, text: &str) -> Option<(Vec<u8>, usize)> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut lost, mut all) = (0, 0);
    let mut buffer = [0; 4];
    for c in text.chars() {
        all += 1;
        if c == '€' && encoding == GBK {
            bytes.push(0x80);
            continue;
        }
        let (encoded, _, errors) = encoding.encode(c.encode_utf8(&mut buffer));
        if errors || c == char::REPLACEMENT_CHARACTER {
            lost += 1;
            bytes.push(0xFF);
        } else {
            bytes.extend_from_slice(&encoded);
        }
    }
    (lost * 4 <= all).then_some((bytes, lost))
}

#[cfg(test)]
mod tests {
    use super::*;

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
