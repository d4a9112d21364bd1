//! Traditional ↔ Simplified by longest match, and which script a line is written in.
//!
//! The dictionaries are OpenCC's, compiled by `build.rs` into static arrays: a two-level table finds the entry of
//! a character in two loads, an entry holds its replacement and its phrases, sorted by length and then by key, so
//! that a phrase is found by one binary search a length. Matching is that of OpenCC: at each place the longest
//! key of the joined dictionaries, else the next character. Linear in the text; most characters of a text that
//! is already in the target script cost the two loads and nothing else.
//!
//! On top of it stand our own corrections (`corrections.tsv`), and two rules that look at the line: a character that
//! Simplified text has too (乾, 瞭, 拚) is left alone on a Simplified line; and 著 is the aspect mark 着 on a
//! Traditional line, but in the words of `aspect.tsv`.

use super::{Target, Vocabulary};
use crate::document::Script;
use crate::error::Error;
use crate::offsets::{Edit, EditKind, Normalised};
use crate::span::{Normal, Span};
use crate::tables::Table;

include!(concat!(env!("OUT_DIR"), "/script.rs"));

/// A bit for each character of the basic plane that only Simplified text has.
static SIMPLIFIED: &[u8; 8192] = include_bytes!(concat!(env!("OUT_DIR"), "/simplified.bits"));
/// A bit for each character of the basic plane that only Traditional text has.
static TRADITIONAL: &[u8; 8192] = include_bytes!(concat!(env!("OUT_DIR"), "/traditional.bits"));

/// A bit for each character that Traditional → Simplified changes though Simplified text has it too.
static SHARED: &[u8; 8192] = include_bytes!(concat!(env!("OUT_DIR"), "/shared.bits"));

/// A dictionary of characters and phrases, made by `build.rs`.
#[derive(Debug)]
pub(super) struct ScriptTable {
    /// For each high byte of a character of the basic plane, the number of its block.
    pages: [u8; 256],
    /// Blocks of 256 entry numbers; 0 where the dictionary has nothing.
    blocks: &'static [u16],
    /// Entry numbers of the other planes, sorted by character.
    astral: &'static [(u32, u16)],
    /// Replacement (0 for none), first phrase, number of phrases, a bit for each phrase length in characters.
    entries: &'static [(u32, u32, u32, u32)],
    /// Where in `text` the key starts, the bytes of the key and of the replacement that follows it.
    phrases: &'static [(u32, u8, u8)],
    text: &'static str,
}

impl ScriptTable {
    /// Number of the entry of `c`; 0 for none.
    fn entry(&self, c: char) -> usize {
        let code = c as usize;
        if code < 0x1_0000 {
            self.blocks[usize::from(self.pages[code >> 8]) * 256 + (code & 0xFF)].into()
        } else {
            match self.astral.binary_search_by_key(&(code as u32), |&(key, _)| key) {
                Ok(i) => self.astral[i].1.into(),
                Err(_) => 0,
            }
        }
    }

    fn phrase(&self, i: usize) -> (&'static str, &'static str) {
        let (start, key, to) = self.phrases[i];
        let (start, key, to) = (start as usize, usize::from(key), usize::from(to));
        (&self.text[start..start + key], &self.text[start + key..start + key + to])
    }

    /// The longest phrase of entry `number` that `text` begins with.
    fn longest(&self, number: usize, text: &str) -> Option<(&'static str, &'static str)> {
        let (_, first, count, lengths) = self.entries[number];
        if lengths == 0 {
            return None;
        }
        let (first, end) = (first as usize, (first + count) as usize);
        let longest = 31 - lengths.leading_zeros() as usize;
        // Byte offsets of the ends of the first characters.
        let mut ends = [0; 32];
        let mut have = 0;
        for (i, c) in text.char_indices().take(longest) {
            have += 1;
            ends[have] = i + c.len_utf8();
        }
        (1..=have).rev().filter(|n| lengths & (1 << n) != 0).find_map(|n| {
            let key = (n, &text[..ends[n]]);
            let (mut low, mut high) = (first, end);
            while low < high {
                let middle = usize::midpoint(low, high);
                let (have, to) = self.phrase(middle);
                match (have.chars().count(), have).cmp(&key) {
                    std::cmp::Ordering::Less => low = middle + 1,
                    std::cmp::Ordering::Greater => high = middle,
                    std::cmp::Ordering::Equal => return Some((have, to)),
                }
            }
            None
        })
    }

    /// Calls `edit` with every place of `text` that changes, in order.
    fn convert(&self, text: &str, mut edit: impl FnMut(usize, usize, Change)) {
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            if rest.as_bytes()[0] < 0x80 && self.pages[0] == 0 {
                at += 1;
                continue;
            }
            let Some(c) = rest.chars().next() else { break };
            let number = self.entry(c);
            if number == 0 {
                at += c.len_utf8();
            } else if let Some((key, to)) = self.longest(number, rest) {
                if key != to {
                    edit(at, at + key.len(), Change::Phrase(to));
                }
                at += key.len();
            } else {
                if let Some(to) = char::from_u32(self.entries[number].0).filter(|&to| to != '\0') {
                    edit(at, at + c.len_utf8(), Change::Char(to));
                }
                at += c.len_utf8();
            }
        }
    }

    fn edits(&self, text: &str) -> Vec<Edit<Normal>> {
        let mut edits = Vec::new();
        self.convert(text, |start, end, change| match change {
            Change::Char(c) => push(&mut edits, start, end, c.to_string()),
            Change::Phrase(to) => by_char(&mut edits, start, &text[start..end], to),
        });
        edits
    }
}

enum Change {
    Char(char),
    Phrase(&'static str),
}

fn push(edits: &mut Vec<Edit<Normal>>, start: usize, end: usize, with: String) {
    edits.push(Edit::new(Span::new(start, end), with, EditKind::Script));
}

/// A phrase as edits of its characters where both have the same number, so that each keeps its own source.
fn by_char(edits: &mut Vec<Edit<Normal>>, start: usize, old: &str, new: &'static str) {
    if old.chars().count() != new.chars().count() {
        edits.push(Edit::new(Span::new(start, start + old.len()), new, EditKind::Script));
        return;
    }
    for ((i, a), b) in old.char_indices().zip(new.chars()) {
        if a != b {
            push(edits, start + i, start + i + a.len_utf8(), b.to_string());
        }
    }
}

/// What Traditional → Simplified makes of a single character, phrases apart; itself where nothing changes.
pub(super) fn simplified(c: char) -> char {
    let to = T2S.entries[T2S.entry(c)].0;
    char::from_u32(to).filter(|&to| to != '\0').unwrap_or(c)
}

/// Whether only Traditional text has this character.
pub(super) fn is_traditional(c: char) -> bool {
    has(TRADITIONAL, c)
}

fn has(set: &[u8; 8192], c: char) -> bool {
    let code = c as usize;
    code < 0x1_0000 && set[code / 8] & (1 << (code % 8)) != 0
}

/// Drops the edits of characters that a Simplified line may mean as they are.
fn spare_simplified_lines(text: &str, edits: &mut Vec<Edit<Normal>>) {
    let mut line = (0, 0, Script::None); // start, end, script of the line last looked at
    edits.retain(|edit| {
        let old = &text[edit.at.range()];
        if !old.chars().all(|c| has(SHARED, c)) {
            return true;
        }
        let at = edit.at.start();
        if at >= line.1 {
            let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
            let end = text[at..].find('\n').map_or(text.len(), |i| at + i + 1);
            line = (start, end, line_script(&text[start..end]));
        }
        line.2 != Script::Simplified
    });
}

/// Characters of a text that tell its script.
#[derive(Clone, Copy, Debug, Default)]
struct Signs {
    simplified: usize,
    traditional: usize,
}

impl Signs {
    fn of(text: &str) -> Self {
        let mut signs = Self::default();
        for c in text.chars().filter(|&c| c >= '\u{3400}') {
            signs.simplified += usize::from(has(SIMPLIFIED, c));
            signs.traditional += usize::from(has(TRADITIONAL, c));
        }
        signs
    }

    /// A stray Simplified form does not make a line another one.
    fn is_mainly_traditional(self) -> bool {
        self.traditional > 4 * self.simplified
    }

    fn script(self) -> Script {
        match (self.simplified, self.traditional) {
            (0, 0) => Script::None,
            (_, 0) => Script::Simplified,
            (0, _) => Script::Traditional,
            _ => Script::Mixed,
        }
    }
}

/// Share of the telling characters that the other script may have before a page is called mixed: quotations,
/// names and spam tails do not make a page another one.
const MINORITY: f64 = 0.1;

/// The script of a line.
pub(super) fn line_script(line: &str) -> Script {
    Signs::of(line).script()
}

/// The script of a page, by the shares of the characters that tell.
pub(super) fn page_script(text: &str) -> Script {
    let signs = Signs::of(text);
    let all = (signs.simplified + signs.traditional) as f64;
    if signs.simplified.min(signs.traditional) as f64 > MINORITY * all {
        return Script::Mixed;
    }
    match signs.simplified.cmp(&signs.traditional) {
        std::cmp::Ordering::Greater => Script::Simplified,
        std::cmp::Ordering::Less => Script::Traditional,
        std::cmp::Ordering::Equal => Script::None,
    }
}

/// When 著 is not the aspect mark, as `aspect.tsv` says.
#[derive(Debug)]
pub(super) struct Aspect {
    /// Words with 著 that keep it: what stands before 著 in them, and after.
    keep: Vec<(&'static str, &'static str)>,
    /// Words that end before 著 and make it the aspect mark whatever follows.
    verbs: Vec<&'static str>,
}

impl Aspect {
    pub(super) fn load() -> Result<Self, Error> {
        let table = Table::parse(
            "normalise/aspect.tsv",
            include_str!("../../data/normalise/aspect.tsv"),
            &["word", "zhe", "why"],
        )?;
        table.unique("word")?;
        let (mut keep, mut verbs) = (Vec::new(), Vec::new());
        for row in table.rows() {
            let word = row.need("word")?;
            let (before, after) = word.split_once('著').ok_or_else(|| row.error("no 著 in the word"))?;
            match (row.need("zhe")?, after) {
                ("著", _) => keep.push((before, after)),
                ("着", "") => verbs.push(before),
                ("着", _) => return Err(row.error("a word with 着 ends with it")),
                (other, _) => return Err(row.error(format!("{other:?} is neither 著 nor 着"))),
            }
        }
        Ok(Self { keep, verbs })
    }

    /// Whether the 著 at byte `at` of `line` is the aspect mark.
    fn is_mark(&self, line: &str, at: usize) -> bool {
        let (before, after) = (&line[..at], &line[at + '著'.len_utf8()..]);
        self.verbs.iter().any(|v| before.ends_with(v))
            || !self.keep.iter().any(|(b, a)| before.ends_with(b) && after.starts_with(a))
    }

    /// 著 → 着 on the Traditional lines of `text`.
    fn edits(&self, text: &str, edits: &mut Vec<Edit<Normal>>) {
        if memchr::memmem::find(text.as_bytes(), "著".as_bytes()).is_none() {
            return;
        }
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let mut places = line.match_indices('著').peekable();
            if places.peek().is_some() && Signs::of(line).is_mainly_traditional() {
                for (i, mark) in places.filter(|&(i, _)| self.is_mark(line, i)) {
                    push(edits, start + i, start + i + mark.len(), "着".to_owned());
                }
            }
            start += line.len();
        }
    }
}

/// Converts a text that glosses and spaces have left already.
pub(super) fn apply(normal: &mut Normalised, to: Target, vocabulary: Option<Vocabulary>, aspect: &Aspect) {
    let region = |out| match (vocabulary, out) {
        (None, _) => None,
        (Some(Vocabulary::Taiwan), true) => Some(&TAIWAN_OUT),
        (Some(Vocabulary::Taiwan), false) => Some(&TAIWAN_IN),
        (Some(Vocabulary::HongKong), true) => Some(&HONG_KONG_OUT),
        (Some(Vocabulary::HongKong), false) => Some(&HONG_KONG_IN),
    };
    match to {
        Target::Simplified => {
            if let Some(table) = region(false) {
                normal.then(table.edits(normal.text()));
            }
            let mut edits = T2S.edits(normal.text());
            spare_simplified_lines(normal.text(), &mut edits);
            aspect.edits(normal.text(), &mut edits);
            normal.then(edits);
        }
        Target::Traditional => {
            normal.then(S2T.edits(normal.text()));
            if let Some(table) = region(true) {
                normal.then(table.edits(normal.text()));
            }
        }
    }
}
