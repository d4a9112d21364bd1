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
/// Letters and signs that single bytes are read as, from which on they are looked at among other characters.
const RUN: u32 = 6;
/// One malformed sequence in so many bytes does not speak against a repair.
const MALFORMED: usize = 48;
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

/// A line that reads like nothing that anybody writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Suspect {
    pub(super) at: Range<usize>,
    pub(super) strength: Strength,
}

/// What may be concluded from a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strength {
    /// It tells of itself.
    Strong,
    /// It is too short for that, but may be like other lines of the page.
    Weak,
}

/// Undoes the mojibake of suspicious lines; none when nothing had to be done.
pub(super) fn repair(text: &str, suspects: &[Suspect]) -> Option<Mended> {
    let strong =
        |s: &Suspect| if s.strength == Strength::Strong { mend(&text[s.at.clone()], &ALL) } else { None };
    let mut mended: Vec<Option<(String, Repair)>> = suspects.iter().map(strong).collect();
    // Of several kinds, the record names the one that most was damaged by.
    let bytes = |kind| {
        let of_kind = suspects.iter().zip(&mended).filter(|(_, m)| m.as_ref().is_some_and(|m| m.1 == kind));
        of_kind.map(|(s, _)| s.at.len()).sum::<usize>()
    };
    let found: Vec<(usize, Repair)> = ALL.into_iter().map(|k| (bytes(k), k)).filter(|f| f.0 > 0).collect();
    let kind = found.iter().max_by_key(|f| f.0)?.1;
    let kinds: Vec<Repair> = found.into_iter().map(|f| f.1).collect();
    for (suspect, mended) in suspects.iter().zip(&mut mended) {
        if suspect.strength == Strength::Weak {
            *mended = mend(&text[suspect.at.clone()], &kinds);
        }
    }
    let mut out = String::with_capacity(text.len());
    let (mut lines, mut copied) = (Vec::new(), 0);
    for (Suspect { at, .. }, mended) in suspects.iter().zip(mended) {
        let Some((line, _)) = mended else { continue };
        out.push_str(&text[copied..at.start]);
        let start = out.len();
        out.push_str(&line);
        copied = at.end;
        lines.push((at.clone(), start..out.len()));
    }
    out.push_str(&text[copied..]);
    Some(Mended { text: out, kind, lines })
}

const ALL: [Repair; 6] = [
    Repair::Utf8AsLatin1,
    Repair::GbkAsLatin1,
    Repair::Big5AsLatin1,
    Repair::Utf8AsGbk,
    Repair::Big5AsGbk,
    Repair::GbkAsBig5,
];

/// Whether a line reads like nothing that anybody writes.
pub(super) fn suspicion(weight: Weight) -> Option<Strength> {
    let Weight { count, latin, .. } = weight;
    let odd = count > 1 && weight.mean() > SUSPICIOUS;
    if count >= 4 && (latin * 2 > count || latin >= RUN) || count as usize >= FEWEST && odd {
        Some(Strength::Strong)
    } else {
        (odd || (latin > 1 && latin * 2 > count)).then_some(Strength::Weak)
    }
}

/// A line's best repair among some kinds.
fn mend(line: &str, kinds: &[Repair]) -> Option<(String, Repair)> {
    let Weight { count, latin, .. } = Weight::of(line);
    // Where all kinds are tried, the line stands for itself; else the page does.
    let fewest = if kinds.len() == ALL.len() { 3 } else { 1 };
    if latin * 2 > count {
        single_bytes_undone(line, kinds, fewest.min(2)).or_else(|| runs_undone(line, kinds))
    } else {
        (if latin >= RUN { runs_undone(line, kinds) } else { None })
            .or_else(|| pairs_undone(line, kinds, fewest))
    }
}

/// A line that was read as single bytes.
fn single_bytes_undone(line: &str, kinds: &[Repair], fewest: usize) -> Option<(String, Repair)> {
    if kinds.contains(&Repair::Utf8AsLatin1)
        && let Some(text) = utf8_as_latin1(line)
    {
        return Some((text, Repair::Utf8AsLatin1));
    }
    let bytes = single_bytes(line)?;
    let allowed = bytes.len() / MALFORMED;
    [(GB18030, Repair::GbkAsLatin1), (BIG5, Repair::Big5AsLatin1)]
        .into_iter()
        .filter(|(_, kind)| kinds.contains(kind))
        .filter_map(|(encoding, kind)| Some((decoded(encoding, &bytes, allowed)?, kind)))
        .map(|(text, kind)| (cost::mean(&text).0, text, kind))
        .filter(|&(mean, ref text, _)| mean < PLAUSIBLE && han(text) >= fewest)
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, text, kind)| (text, kind))
}

/// A line of which parts were read as single bytes, and stand among characters that were not.
fn runs_undone(line: &str, kinds: &[Repair]) -> Option<(String, Repair)> {
    let (mut out, mut copied, mut found) = (String::with_capacity(line.len()), 0, None);
    let mut undo = |run: Range<usize>, latin: u32| {
        // Quotation marks and dashes around a run belong to the line.
        let part = &line[run.clone()];
        let start = run.start + part.find(cost::is_latin).unwrap_or(0);
        let end = run.start + part.rfind(cost::is_latin).map_or(0, |at| at + 1);
        let end = (end..=run.end).find(|&at| line.is_char_boundary(at)).unwrap_or(run.end);
        if latin >= RUN
            && start < end
            && let Some((text, kind)) = single_bytes_undone(&line[start..end], kinds, 3)
            && han(&text) > 0
        {
            out.push_str(&line[copied..start]);
            out.push_str(&text);
            (copied, found) = (end, Some(kind));
        }
    };
    let (mut start, mut latin) = (0, 0);
    for (at, c) in line.char_indices() {
        if single_byte(c).is_some() {
            latin += u32::from(cost::is_latin(c));
        } else {
            undo(start..at, latin);
            (start, latin) = (at + c.len_utf8(), 0);
        }
    }
    undo(start..line.len(), latin);
    let kind = found?;
    out.push_str(&line[copied..]);
    Some((out, kind))
}

/// A line that was read as pairs of bytes.
fn pairs_undone(line: &str, kinds: &[Repair], fewest: usize) -> Option<(String, Repair)> {
    let (before, count) = cost::mean(line);
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
    .filter(|(.., kind)| kinds.contains(kind))
    .filter_map(|(read_as, was, kind)| {
        let Undone { text, damaged } = lattice::undo(read_as, was, line);
        // What is lost for good does not speak against the rest.
        let kept: String = text.chars().filter(|&c| c != char::REPLACEMENT_CHARACTER).collect();
        let mean = cost::mean(&kept).0;
        let good = han(&kept);
        let plausible = mean < PLAUSIBLE && mean + GAIN < before && good >= fewest && damaged <= good;
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
    text.chars().map(single_byte).collect()
}

fn single_byte(c: char) -> Option<u8> {
    let mut buffer = [0; 4];
    u8::try_from(c as u32).ok().or_else(|| {
        if !('\u{152}'..='\u{2122}').contains(&c) {
            return None;
        }
        let (encoded, _, errors) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
        if let (false, &[byte]) = (errors, &*encoded) { Some(byte) } else { None }
    })
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
        let suspect = |(line, at)| Some(Suspect { at, strength: suspicion(Weight::of(line))? });
        let suspects: Vec<_> = lines.filter_map(suspect).collect();
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
    fn parts_and_short_lines() {
        let part = format!("来源：{}（转载）", misread("县政府办公室网站", GBK, WINDOWS_1252));
        assert_eq!(repair(&part), Some(("来源：县政府办公室网站（转载）".to_owned(), Repair::GbkAsLatin1)));
        // Three characters alone are not touched; beside others of their kind they are.
        let short = misread("首页", UTF_8, GBK);
        assert_eq!(repair(&short), None);
        let page = format!("{}\n首页\n{short}\n{PROSE}", misread(PROSE, UTF_8, GBK));
        let (text, kind) = repair(&page).unwrap();
        assert_eq!(kind, Repair::Utf8AsGbk);
        assert!(text.ends_with(&format!("\n首页\n首页\n{PROSE}")), "{text}");
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
