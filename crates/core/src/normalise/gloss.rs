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
//! character before; put its second byte in front of the GBK bytes of the run that follows, up to what ends the
//! misalignment; decode. A run ends with a character of one byte; or with the next gloss, whose reading tells the
//! character that it swallowed; or with a question mark for a character that is lost, which is left standing. This is
//! done on a page that has glosses by the rule above, or where glosses are fewer but one of these can be mended: nobody
//! writes such a thing by hand.
//!
//! It misread the spaces that indent a paragraph, too: `?。ㄒ唬┙?jīng)濟` at the head of a line stands for `（一）經濟`. The
//! character before is the space, of which a byte is left, so nothing need be found but the run; what it gives must
//! begin with a full-width bracket or digit.
//!
//! Linear in the text. Toned vowels begin with bytes that Chinese text has not, so pages without any are passed over at
//! the speed of memory.

use super::chars::Chars;
use super::script::{is_traditional, simplified};
use crate::offsets::{Edit, EditKind};
use crate::span::{Normal, Span};
use encoding_rs::GBK;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/readings.rs"));

/// Fewer brackets than this are somebody's own.
const MIN_HITS: usize = 3;
/// Of the occurrences of the glossed characters, how many are glossed. A tool glosses all, a reader's help the
/// first of each.
const MIN_SHARE: f64 = 0.9;
/// `zhuāng` has six letters.
const LONGEST_SYLLABLE: usize = 6;
/// How many characters a misaligned run may have before the byte that ends it.
const LONGEST_RUN: usize = 48;

/// What the tool makes of the space before a full-width bracket or digit, and its first byte.
const INDENT: &str = "?。";
/// What can begin with that byte, at the head of a line.
const FULL_WIDTH: [char; 11] = ['（', '０', '１', '２', '３', '４', '５', '６', '７', '８', '９'];

/// The first bytes of the toned vowels in UTF-8.
const LEADS: std::ops::RangeInclusive<u8> = 0xC3..=0xC7;

/// The vowels with a tone.
static TONED: LazyLock<Chars> = LazyLock::new(|| {
    let mut set = Chars::default();
    set.extend("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ".chars());
    set
});

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

impl<'t> Bracket<'t> {
    /// The bracket around the syllable that has its tone at byte `at`.
    fn around(text: &'t str, at: usize) -> Option<Self> {
        let letter = |c: char| c.is_ascii_lowercase() || c == 'ü' || is_toned(c);
        // One letter more than a syllable can have, to see that it has not.
        let reach = LONGEST_SYLLABLE + 1;
        let head = text[..at]
            .chars()
            .rev()
            .take(reach)
            .take_while(|&c| letter(c))
            .map(char::len_utf8)
            .sum::<usize>();
        let inside = at - head;
        let syllable = &text[inside..];
        let length = syllable.chars().take(reach).take_while(|&c| letter(c)).map(char::len_utf8).sum();
        let syllable = &syllable[..length];
        let one_tone = syllable.chars().filter(|&c| is_toned(c)).count() == 1;
        let open = text[..inside].chars().next_back().filter(|&c| matches!(c, '(' | '（' | '?'))?;
        let close = text[inside + length..].chars().next().filter(|&c| matches!(c, ')' | '）'))?;
        let start = inside - open.len_utf8();
        let before = text[..start].chars().next_back()?;
        let end = inside + length + close.len_utf8();
        (one_tone && syllable.chars().count() <= LONGEST_SYLLABLE).then_some(Self {
            start,
            end,
            syllable,
            before,
            misaligned: open == '?',
        })
    }

    /// Whether a converter left it.
    fn is_junk(&self) -> bool {
        !self.misaligned && can_be_glossed(self.before) && is_reading(self.before, self.syllable)
    }
}

fn is_toned(c: char) -> bool {
    TONED.has(c)
}

/// All brackets of the text that hold one toned syllable.
fn brackets(text: &str) -> Vec<Bracket<'_>> {
    let mut found: Vec<Bracket<'_>> = Vec::new();
    for (at, _) in TONED.sieved(text, |[lead, ..]| LEADS.contains(&lead)) {
        found.extend(Bracket::around(text, at).filter(|b| found.last().is_none_or(|f| f.end <= b.start)));
    }
    found
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
pub(super) fn edits(text: &str) -> Vec<Edit<Normal>> {
    let all = brackets(text);
    let page = Page { text, pairs: OnceCell::new() };
    if !is_converted(&page, &all) {
        return Vec::new();
    }
    let mut edits: Vec<Edit<Normal>> = Vec::new();
    let mut indents = indents(&page).peekable();
    // Where the last edit ends, and the character that then stands before what follows.
    let (mut done, mut last) = (0, '\0');
    for mut bracket in all {
        while let Some(indent) = indents.next_if(|indent| indent.at.start() < bracket.start) {
            last = indent.with.chars().next_back().unwrap_or('\0');
            done = indent.at.end();
            edits.push(indent);
        }
        if bracket.start < done {
            continue;
        }
        if bracket.start == done && done > 0 {
            bracket.before = last;
        }
        if bracket.is_junk() {
            edits.push(Edit::new(Span::new(bracket.start, bracket.end), "", EditKind::Gloss));
            (done, last) = (bracket.end, bracket.before);
        } else if bracket.misaligned
            && let Some((end, mended)) = realign(&page, &bracket)
        {
            last = mended.chars().next_back().unwrap_or('\0');
            done = end;
            edits.push(Edit::new(Span::new(bracket.start, end), mended, EditKind::Gloss));
        }
    }
    edits.extend(indents);
    edits
}

/// The edits that mend runs behind the spaces of an indented line, in order.
fn indents<'p>(page: &'p Page<'_>) -> impl Iterator<Item = Edit<Normal>> + 'p {
    let heads = page.text.match_indices(INDENT).filter(|(at, _)| {
        let before = &page.text[..*at];
        let line = before.trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
        // Whoever indents does not write lines of blanks.
        before.len() - line.len() <= LONGEST_RUN && (line.is_empty() || line.ends_with('\n'))
    });
    heads.filter_map(|(at, _)| {
        let (end, mended) = realigned(page, Swallowed::Space, at + 1)?;
        mended.starts_with(FULL_WIDTH).then(|| Edit::new(Span::new(at, end), mended, EditKind::Gloss))
    })
}

/// Whether the brackets are a converter's.
fn is_converted(page: &Page<'_>, all: &[Bracket<'_>]) -> bool {
    let mut hits: HashSet<char> = HashSet::new();
    let mut glossed = 0;
    for bracket in all.iter().filter(|b| b.is_junk()) {
        hits.insert(bracket.before);
        glossed += 1;
    }
    if glossed < MIN_HITS && !all.iter().any(|b| b.misaligned && realign(page, b).is_some()) {
        return false;
    }
    let mut set = Chars::default();
    set.extend(hits.iter().copied());
    // Characters beyond the basic plane are not in the set; they are rare enough to be looked for one by one.
    let beyond = |c: &char| *c as u32 > 0xFFFF;
    let occurrences = set.all_in(page.text).count()
        + hits.iter().filter(|c| beyond(c)).map(|&c| page.text.matches(c).count()).sum::<usize>();
    glossed as f64 >= MIN_SHARE * occurrences as f64
}

/// What became of the character before a run.
#[derive(Clone, Copy, Debug)]
enum Swallowed<'t> {
    /// It had this reading, and its first byte is left.
    Glossed(&'t str, u8),
    /// It was the space of an indent; the run begins with its second byte.
    Space,
}

/// What stood in place of a misaligned gloss and the run after it, and where that ends.
fn realign(page: &Page<'_>, bracket: &Bracket<'_>) -> Option<(usize, String)> {
    let second = gbk(bracket.before)?.1?;
    realigned(page, Swallowed::Glossed(bracket.syllable, second), bracket.end)
}

/// What the run at `start` stands for, with the character that it swallowed, and where it ends.
fn realigned(page: &Page<'_>, swallowed: Swallowed<'_>, start: usize) -> Option<(usize, String)> {
    let mut bytes = Vec::new();
    for (i, c) in page.text[start..].char_indices().take(LONGEST_RUN) {
        let at = start + i;
        if c == '?' {
            return end_of_run(page, at, swallowed, bytes);
        }
        match gbk(c)? {
            (lead, Some(trail)) => bytes.extend([lead, trail]),
            (single, None) => {
                bytes.push(single);
                return Some((at + c.len_utf8(), decode(page, swallowed, bytes)?));
            }
        }
    }
    None
}

/// The same for a run that the question mark at `at` ends, which took the second byte of a character with it.
fn end_of_run(
    page: &Page<'_>,
    at: usize,
    swallowed: Swallowed<'_>,
    mut bytes: Vec<u8>,
) -> Option<(usize, String)> {
    let lead = bytes.pop()?;
    let tone = page.text[at..].char_indices().take(1 + LONGEST_SYLLABLE).find(|&(_, c)| is_toned(c));
    let next = tone.and_then(|(i, _)| Bracket::around(page.text, at + i)).filter(|b| b.start == at);
    if let Some(next) = next
        && let Some((trail, _)) = only(glossed_as(next.syllable, lead))
    {
        bytes.extend([lead, trail]);
        return Some((next.end, decode(page, swallowed, bytes)?));
    }
    // One character is lost for good: what stands before it must be enough to tell that this is a run.
    (bytes.len() >= 3).then_some((at, decode(page, swallowed, bytes)?))
}

/// The text that a run stands for whose gloss has this syllable. Several characters may share reading and first byte;
/// where they give different texts, the only one that begins with a common character is meant, or of several such the
/// only one that begins with a word of the page.
fn decode(page: &Page<'_>, swallowed: Swallowed<'_>, run: Vec<u8>) -> Option<String> {
    let clean = |c: char| {
        ('\u{4E00}'..='\u{9FFF}').contains(&c)
            || "，。、；：！？（）《》“”‘’％０１２３４５６７８９".contains(c)
    };
    let read = |bytes: &[u8]| {
        let text = GBK.decode_without_bom_handling_and_without_replacement(bytes)?;
        text.chars().all(clean).then(|| text.into_owned())
    };
    let (syllable, second) = match swallowed {
        Swallowed::Glossed(syllable, second) => (syllable, second),
        Swallowed::Space => return read(&numbered(run)[1..]),
    };
    let texts = glossed_as(syllable, second).filter_map(|(trail, _)| {
        let whole: Vec<u8> = std::iter::once(trail).chain(run.iter().copied()).collect();
        read(&whole)
    });
    let mut texts: Vec<String> = texts.collect();
    if texts.len() > 1 {
        texts.retain(|t| t.starts_with(is_common));
    }
    if texts.len() > 1 {
        texts.retain(|t| page.has(t));
    }
    only(texts.into_iter())
}

/// The run with what browsers drop, the characters of private use that its pairs make in `（二）`, `（三）`, `（六）`, `（十）`.
fn numbered(mut run: Vec<u8>) -> Vec<u8> {
    let (at, dropped): (usize, &[u8]) = match run[..] {
        [_, 0xA3, 0xA8, 0xB6, 0xA9, ..] => (4, &[0xFE, 0xA3]),
        [_, 0xA3, 0xA8, 0xC8, 0xA9, ..] => (4, &[0xFD, 0xA3]),
        [_, 0xA3, 0xA8, 0xCA, 0xA9, ..] => (4, &[0xAE, 0xA3]),
        [_, 0xA3, 0xA9, ..] => (2, &[0xA8, 0xC1, 0xF9, 0xA3]),
        _ => return run,
    };
    run.splice(at..at, dropped.iter().copied());
    run
}

/// The page, asked for its words now and then.
struct Page<'t> {
    text: &'t str,
    /// Which characters follow which. Found when first asked for.
    pairs: OnceCell<HashSet<(char, char)>>,
}

impl Page<'_> {
    /// Whether the page has the first two characters of a text.
    fn has(&self, text: &str) -> bool {
        let pairs = self.pairs.get_or_init(|| self.text.chars().zip(self.text.chars().skip(1)).collect());
        let mut chars = text.chars();
        chars.next().zip(chars.next()).is_some_and(|pair| pairs.contains(&pair))
    }
}

/// Whether a character is one of the 3755 that GB 2312 puts first, in Simplified form.
fn is_common(c: char) -> bool {
    matches!(gbk(simplified(c)), Some((0xB0..=0xD7, Some(0xA1..=0xFE))))
}

/// The only value of several, which may repeat it.
fn only<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|other| other == first).then_some(first)
}

/// The characters with this reading whose first byte in GBK is `lead`: second byte and character.
fn glossed_as(syllable: &str, lead: u8) -> impl Iterator<Item = (u8, char)> {
    (0x40..=0xFE_u8).filter_map(move |trail| {
        let pair = [lead, trail];
        let text = GBK.decode_without_bom_handling_and_without_replacement(&pair)?;
        let c = text.chars().next().filter(|c| c.len_utf8() == text.len())?;
        is_reading(c, syllable).then_some((trail, c))
    })
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
mod tests;
