//! Pinyin glosses that a faulty converter left behind: `創(chuàng)作` → `創作`.
//!
//! The converter turned Simplified text into Traditional and wrote, behind **every** occurrence of some
//! characters, one of their readings. People gloss a first mention only (`重(chóng)庆`), and numbering stands in
//! brackets too (`(1)`, `(a)`); so a bracket is junk only where
//! 1. it holds one lower-case syllable with exactly one tone mark,
//! 2. the character before it is one that Traditional → Simplified changes,
//! 3. the syllable is a reading of that character, and
//! 4. the page has at least [`MIN_HITS`] such brackets, and they follow at least [`MIN_SHARE`] of the
//!    occurrences of the characters they follow.
//!
//! The same tool matched GBK bytes without alignment. Where the second byte of a character and the first of the
//! next happened to make a glossed character, it wrote the gloss into the middle: `當?shù)仄` stands for
//! `當地平`. The way back: find the character with that reading whose first GBK byte is the second byte of the
//! character before; put its second byte in front of the GBK bytes of the run that follows, up to the single byte
//! that ends the misalignment; decode. This is done on a page that has glosses by the rule above.
//!
//! Linear in the text.

use super::script::{is_traditional, simplified};
use crate::offsets::{Edit, EditKind};
use crate::span::Span;
use encoding_rs::GBK;
use std::collections::HashMap;

include!(concat!(env!("OUT_DIR"), "/readings.rs"));

/// Fewer brackets than this are somebody's own.
const MIN_HITS: usize = 3;
/// Of the occurrences of the glossed characters, how many are glossed. A tool glosses all, a reader's help the
/// first of each.
const MIN_SHARE: f64 = 0.9;
/// `zhuāng` has six letters.
const LONGEST_SYLLABLE: usize = 6;
/// How many characters a misaligned run may have before the byte that ends it.
const LONGEST_RUN: usize = 16;

const TONED: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ";

/// A bracketed syllable.
#[derive(Clone, Copy, Debug)]
struct Bracket<'t> {
    /// Byte of the opening bracket (of a misaligned gloss, of the question mark that took its place).
    start: usize,
    /// Byte after the closing bracket.
    end: usize,
    syllable: &'t str,
    /// The character before it.
    before: char,
    /// Whether a question mark stands where the bracket should.
    misaligned: bool,
}

/// All brackets of the text that hold one toned syllable.
fn brackets(text: &str) -> impl Iterator<Item = Bracket<'_>> {
    text.char_indices().filter_map(move |(start, open)| {
        let misaligned = open == '?';
        if !(misaligned || open == '(' || open == '（') {
            return None;
        }
        let inside = start + open.len_utf8();
        let rest = &text[inside..];
        let mut letters = 0;
        let mut tones = 0;
        let length = rest.find(|c: char| {
            let toned = TONED.contains(c);
            letters += 1;
            tones += usize::from(toned);
            !(toned || c.is_ascii_lowercase() || c == 'ü') || letters > LONGEST_SYLLABLE
        })?;
        let close = rest[length..].chars().next()?;
        if tones != 1 || length == 0 || !(close == ')' || close == '）') {
            return None;
        }
        let before = text[..start].chars().next_back()?;
        let end = inside + length + close.len_utf8();
        Some(Bracket { start, end, syllable: &rest[..length], before, misaligned })
    })
}

fn readings(c: char) -> &'static str {
    READINGS.binary_search_by_key(&c, |&(key, _)| key).map_or("", |i| READINGS[i].1)
}

fn is_reading(c: char, syllable: &str) -> bool {
    readings(c).split(' ').any(|r| r == syllable)
}

/// The characters that a converter's gloss can follow.
fn can_be_glossed(c: char) -> bool {
    is_traditional(c) || simplified(c) != c
}

/// The edits that take the glosses out and mend the misaligned ones.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let all: Vec<Bracket<'_>> = brackets(text).collect();
    if all.len() < MIN_HITS {
        return Vec::new();
    }
    let junk =
        |b: &Bracket<'_>| !b.misaligned && can_be_glossed(b.before) && is_reading(b.before, b.syllable);
    let mut hits: HashMap<char, usize> = HashMap::new();
    for bracket in all.iter().filter(|b| junk(b)) {
        *hits.entry(bracket.before).or_default() += 1;
    }
    let glossed: usize = hits.values().sum();
    let occurrences = text.chars().filter(|c| hits.contains_key(c)).count();
    if glossed < MIN_HITS || (glossed as f64) < MIN_SHARE * occurrences as f64 {
        return Vec::new();
    }
    let mut edits: Vec<Edit> = Vec::new();
    // Where the last edit ends, and the character that then stands before what follows.
    let (mut done, mut last) = (0, '\0');
    for mut bracket in all {
        if bracket.start < done {
            continue;
        }
        if bracket.start == done {
            bracket.before = last;
        }
        if junk(&bracket) {
            edits.push(Edit::new(Span::new(bracket.start, bracket.end), "", EditKind::Gloss));
            (done, last) = (bracket.end, bracket.before);
        } else if bracket.misaligned
            && let Some((end, mended)) = realign(text, &bracket)
        {
            last = mended.chars().next_back().unwrap_or('\0');
            done = end;
            edits.push(Edit::new(Span::new(bracket.start, end), mended, EditKind::Gloss));
        }
    }
    edits
}

/// What stood in place of a misaligned gloss and the run after it, and where that ends.
fn realign(text: &str, bracket: &Bracket<'_>) -> Option<(usize, String)> {
    let second = gbk(bracket.before)?.1?;
    let run = &text[bracket.end..];
    let mut bytes = Vec::new();
    let mut end = None;
    for (i, c) in run.char_indices().take(LONGEST_RUN) {
        match gbk(c)? {
            (lead, Some(trail)) => bytes.extend([lead, trail]),
            (single, None) => {
                bytes.push(single);
                end = Some(bracket.end + i + c.len_utf8());
                break;
            }
        }
    }
    let end = end?;
    // Several characters may share reading and first byte: the first that decodes without an error is taken,
    // and none where two give different texts.
    let mut found: Option<String> = None;
    for &(c, all) in READINGS {
        if !all.split(' ').any(|r| r == bracket.syllable) {
            continue;
        }
        let Some((lead, Some(trail))) = gbk(c) else { continue };
        if lead != second {
            continue;
        }
        let whole: Vec<u8> = std::iter::once(trail).chain(bytes.iter().copied()).collect();
        let Some(mended) = GBK.decode_without_bom_handling_and_without_replacement(&whole) else { continue };
        if !mended.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c) || "，。、；：".contains(c)) {
            continue;
        }
        if found.as_deref().is_some_and(|other| other != mended) {
            return None;
        }
        found = Some(mended.into_owned());
    }
    Some((end, found?))
}

/// The one or two bytes of a character in GBK.
fn gbk(c: char) -> Option<(u8, Option<u8>)> {
    if c == '€' {
        return Some((0x80, None));
    }
    let mut buffer = [0; 4];
    let (bytes, _, errors) = GBK.encode(c.encode_utf8(&mut buffer));
    match (errors, &*bytes) {
        (false, &[single]) => Some((single, None)),
        (false, &[lead, trail]) => Some((lead, Some(trail))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offsets::Normalised;

    fn strip(text: &str) -> String {
        Normalised::apply(text, edits(text)).text().to_owned()
    }

    #[test]
    fn what_a_converter_left_goes() {
        assert_eq!(
            strip("學(xué)校創(chuàng)建（2）所,（1）業(yè)務(wù)培訓(xùn)；創（chuàng）新"),
            "學校創建（2）所,（1）業務培訓；創新"
        );
    }

    #[test]
    fn what_people_wrote_stays() {
        for text in [
            "重(chóng)庆市、六安（lù）市、會(kuài)計",
            "學(xué)會這些字：學習、學生、學校，會(huì)議、會場、會見，業(yè)務、業主",
            "(1)學習(a)會議(b)業務(c)",
            "创(chuàng)建，业(yè)务，学(xué)校：简体字的注音",
            "學(xué)、學(xué)",
            "學(xiào)、學(xiào)、學(xiào)：不是它的讀音",
        ] {
            assert_eq!(strip(text), text);
        }
    }

    /// What the faulty tool makes of a text: GBK bytes matched without alignment.
    fn damage(text: &str, glosses: &[(char, &str)]) -> String {
        let (bytes, _, _) = GBK.encode(text);
        let keys: Vec<(Vec<u8>, &str)> =
            glosses.iter().map(|(c, r)| (GBK.encode(&c.to_string()).0.into_owned(), *r)).collect();
        let (mut out, mut i) = (Vec::new(), 0);
        while i < bytes.len() {
            match keys.iter().find(|(k, _)| bytes[i..].starts_with(k)) {
                Some((key, reading)) => {
                    out.extend_from_slice(key);
                    out.extend_from_slice(b"(");
                    out.extend_from_slice(&GBK.encode(reading).0);
                    out.extend_from_slice(b")");
                    i += key.len();
                }
                None => {
                    out.push(bytes[i]);
                    i += 1;
                }
            }
        }
        let (text, _) = GBK.decode_without_bom_handling(&out);
        // The tool writes one question mark for the two bytes that make no character: a trail byte and `(`.
        text.replace("\u{FFFD}(", "?").replace('\u{FFFD}', "?")
    }

    #[test]
    fn misaligned_glosses_are_mended() {
        let glosses = [('數', "shù"), ('優', "yōu"), ('學', "xué"), ('業', "yè"), ('會', "huì")];
        for text in ["學校、學生與當地運輸業會商，學業", "學業、會議、會場，我們為您準備學習"]
        {
            let damaged = damage(text, &glosses);
            assert!(damaged.contains('?'), "{damaged}");
            assert_eq!(strip(&damaged), text, "{damaged}");
        }
    }
}
