//! Blanked-out places: `xx件`, `20xx年`, `**镇`, `十-大`.
//!
//! A run of characters that serve as blanks is a candidate; what stands around it decides whether it is one and
//! what it hides (`masks.tsv`): a measure word or unit after it hides digits, the word for a place or body a name,
//! any other Chinese word a name too when two characters are blanked, a term when more; a lone sign inside a word
//! hides a part of a term. Of a year the span covers the whole (`20xx年`), else the blanks only; `x.x%` is one mask.
//!
//! Not taken: letters of words, formulas (`3×4`), `**bold**` and bullets of Markdown, rules of signs, ○ as a zero,
//! ranges with `~`, and single signs with nothing to say what they hide. Linear in the text.

use super::script::simplified;
use crate::document::{Mask, MaskKind};
use crate::error::Error;
use crate::offsets::{Edit, EditKind};
use crate::span::{Normal, Span};
use crate::tables::Table;
use std::collections::HashMap;

/// Longer runs are rules and blank lines of forms.
const LONGEST: usize = 8;
/// Longest line that is a name: the title of a page.
const NAME: usize = 80;
/// How far back a word before a mask is looked for: the longest in the table.
const BEFORE: usize = 4;

/// What a word beside a mask says of it; nothing is "no mask".
type Says = Option<MaskKind>;

/// A word that may follow a mask.
#[derive(Debug)]
struct After {
    word: Vec<char>,
    says: Says,
    not: Vec<Vec<char>>,
}

/// The words that tell what a mask hides.
#[derive(Debug)]
pub(super) struct Masks {
    /// By first character, longest first.
    after: HashMap<char, Vec<After>>,
    before: HashMap<Vec<char>, MaskKind>,
    /// Parts of words around a mask.
    inside: Vec<(Vec<char>, Vec<char>, MaskKind)>,
    literal: Vec<(Vec<char>, MaskKind)>,
}

impl Masks {
    pub(super) fn load() -> Result<Self, Error> {
        let table = Table::parse(
            "normalise/masks.tsv",
            include_str!("../../data/normalise/masks.tsv"),
            &["place", "word", "hides", "not", "why"],
        )?;
        let mut masks =
            Self { after: HashMap::new(), before: HashMap::new(), inside: Vec::new(), literal: Vec::new() };
        let mut seen = std::collections::HashSet::new();
        for row in table.rows() {
            let word: Vec<char> = row.need("word")?.chars().collect();
            let says = match row.need("hides")? {
                "digits" => Some(MaskKind::Digits),
                "name" => Some(MaskKind::Name),
                "term" => Some(MaskKind::Term),
                "year" => Some(MaskKind::Year),
                "none" => None,
                other => return Err(row.error(format!("{other:?} is no kind of mask"))),
            };
            if !seen.insert((row.get("place"), word.clone())) {
                return Err(row.error("this word stands in the table already"));
            }
            let kind = || says.ok_or_else(|| row.error("only a word after a mask can say that it is none"));
            match row.need("place")? {
                "after" => {
                    let not =
                        row.get("not").split(' ').filter(|n| !n.is_empty()).map(|n| n.chars().collect());
                    masks.after.entry(word[0]).or_default().push(After { word, says, not: not.collect() });
                }
                "before" => {
                    if word.len() > BEFORE {
                        return Err(row.error(format!("longer than {BEFORE} characters")));
                    }
                    masks.before.insert(word, kind()?);
                }
                "word" => {
                    let at =
                        word.iter().position(|&c| c == '_').ok_or_else(|| row.error("no _ in the word"))?;
                    masks.inside.push((word[..at].to_vec(), word[at + 1..].to_vec(), kind()?));
                }
                "literal" => masks.literal.push((word, kind()?)),
                other => return Err(row.error(format!("{other:?} is no place of a word"))),
            }
        }
        for words in masks.after.values_mut() {
            words.sort_by_key(|w| std::cmp::Reverse(w.word.len()));
        }
        Ok(masks)
    }

    /// The masks of a text, sorted.
    pub(super) fn find(&self, text: &str) -> Vec<Mask> {
        if !text.contains(|c| Sign::of(c).is_some()) {
            return Vec::new();
        }
        let mut masks = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if line.contains(|c| Sign::of(c).is_some()) {
                self.line(line, start, &mut masks);
            }
            start += line.len();
        }
        masks
    }

    /// Every blank of the text's masks as `×`.
    pub(super) fn edits(&self, text: &str) -> Vec<Edit<Normal>> {
        let mut edits = Vec::new();
        for mask in self.find(text) {
            let from = mask.at.start();
            for (at, c) in text[mask.at.range()].char_indices() {
                // Of `20xx年` the digits and 年 stay, of `x.x` the point.
                if c != '×'
                    && Sign::of(c).is_some_and(|sign| mask.kind != MaskKind::Year || !is_zero(sign, c))
                {
                    edits.push(Edit::new(
                        Span::new(from + at, from + at + c.len_utf8()),
                        "×",
                        EditKind::Mask,
                    ));
                }
            }
        }
        edits
    }

    fn line(&self, line: &str, start: usize, masks: &mut Vec<Mask>) {
        let line = Line::of(line);
        let mut i = 0;
        while i < line.chars.len() {
            let found = if line.bold[i] { None } else { self.at(&line, i) };
            match found {
                Some((from, to, kind)) => {
                    let at = Span::new(start + line.byte(from), start + line.byte(to));
                    // A year may begin with digits that nothing else claims.
                    if masks.last().is_none_or(|m| m.at.end() <= at.start()) {
                        masks.push(Mask { at, kind });
                    }
                    i = to.max(i + 1);
                }
                None => i += line.run(i).max(1),
            }
        }
    }

    /// The mask whose blanks begin at character `i`: first and last character, and what it hides.
    fn at(&self, line: &Line, i: usize) -> Option<(usize, usize, MaskKind)> {
        let sign = Sign::of(line.get(i)?)?;
        for (word, kind) in &self.literal {
            if line.has(i, word) {
                return Some((i, i + word.len(), *kind));
            }
        }
        let run = line.run(i);
        let mut end = i + run;
        if run > LONGEST {
            return None;
        }
        let class = line.get(end).is_some_and(|c| "届级".contains(simplified(c)));
        let unit = self.follower(line, end) == Some(Some(MaskKind::Digits)) && !class;
        if let Some((from, to)) = year(line, i, end, sign, unit) {
            return Some((from, to, MaskKind::Year));
        }
        for (before, after, kind) in &self.inside {
            if run == 1 && line.ends(i, before) && line.has(end, after) {
                return Some((i, end, *kind));
            }
        }
        if matches!(sign, Sign::Dash | Sign::Caret) {
            return None;
        }
        // x.x% is one number.
        if line.get(end).is_some_and(|c| matches!(c, '.' | '．')) && line.run(end + 1) > 0 {
            end += 1 + line.run(end + 1);
        }
        let (before, after) = (i.checked_sub(1).and_then(|b| line.get(b)), line.get(end));
        if is_formula(sign, run, before, after) {
            return None;
        }
        let says = self.follower(line, end);
        if says == Some(None) {
            return None;
        }
        let follower = says.flatten();
        let inside = before.is_some_and(is_han) && after.is_some_and(is_han);
        if sign == Sign::Line && line.name && inside && (run == 1 || follower.is_none()) {
            return None;
        }
        let kind = match sign {
            Sign::Tilde => {
                let range = before.is_some_and(|c| c.is_ascii_digit() || is_numeral(c) || self.is_place(c));
                let place = run <= 2 && !range && follower == Some(MaskKind::Name);
                return place.then_some((i, end, MaskKind::Name));
            }
            Sign::Some => return (run >= 2).then_some((i, end, MaskKind::Name)),
            Sign::Circle | Sign::Box => {
                let zero = before.is_some_and(is_numeral) || after.is_some_and(is_numeral);
                let alone = run == 1
                    && !(sign == Sign::Circle
                        && follower == Some(MaskKind::Digits)
                        && is_dated(line, i, end));
                if zero || alone {
                    return None;
                }
                follower.or_else(|| self.preceding(line, i, after)).unwrap_or(MaskKind::Name)
            }
            _ => match follower.or_else(|| self.preceding(line, i, after)) {
                Some(kind) => kind,
                None => by_length(sign, run, before, after)?,
            },
        };
        Some((i, end, kind))
    }

    /// What the word at character `at` says of the mask before it: none where no word of the table stands.
    fn follower(&self, line: &Line, at: usize) -> Option<Says> {
        let words = self.after.get(&line.plain(at)?)?;
        let fits =
            |w: &&After| line.has(at, &w.word) && !w.not.iter().any(|n| line.has(at + w.word.len(), n));
        words.iter().find(fits).map(|w| w.says)
    }

    /// What the word before a mask says of it, where no word follows that could say more.
    fn preceding(&self, line: &Line, at: usize, after: Option<char>) -> Option<MaskKind> {
        if after.is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric() || "“《‘（(".contains(c)) {
            return None;
        }
        (1..=BEFORE.min(at)).rev().find_map(|n| {
            let word: Option<Vec<char>> = (at - n..at).map(|k| line.plain(k)).collect();
            self.before.get(&word?).copied()
        })
    }

    fn is_place(&self, c: char) -> bool {
        let words = self.after.get(&simplified(c));
        words.is_some_and(|w| w.iter().any(|w| w.word.len() == 1 && w.says == Some(MaskKind::Name)))
    }
}

/// What no table row tells, the number of blanks does.
fn by_length(sign: Sign, run: usize, before: Option<char>, after: Option<char>) -> Option<MaskKind> {
    let inside_word = before.is_some_and(is_han) && after.is_some_and(is_han);
    if run == 1 {
        // A single letter or cross is too little; a star or a line inside a word is a censor's.
        return (inside_word && matches!(sign, Sign::Star | Sign::Line)).then_some(MaskKind::Term);
    }
    if before.is_some_and(|c| c.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit()) {
        return Some(MaskKind::Digits);
    }
    let beside_text = before.is_some_and(is_text) || after.is_some_and(is_text);
    if !beside_text {
        return None;
    }
    // 《某xx》: the end of a title is cut.
    let cut = before.is_some_and(is_han) && after == Some('》');
    Some(if run >= 3 || cut { MaskKind::Term } else { MaskKind::Name })
}

/// Signs that serve as blanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// x, X, ×
    Cross,
    /// *
    Star,
    /// _
    Line,
    /// ○
    Circle,
    /// □
    Box,
    /// ~
    Tilde,
    /// -, only in years and listed words
    Dash,
    /// 某
    Some,
    /// ^, only in listed words
    Caret,
}

impl Sign {
    fn of(c: char) -> Option<Self> {
        Some(match c {
            'x' | 'X' | '×' | 'ｘ' | 'Ｘ' | '✕' | '╳' => Self::Cross,
            '*' | '＊' | '﹡' | '∗' => Self::Star,
            '_' | '＿' => Self::Line,
            '○' | '〇' | '◯' | '◎' => Self::Circle,
            '□' | '■' => Self::Box,
            '~' | '～' => Self::Tilde,
            '-' | '－' | '—' | '–' => Self::Dash,
            '某' => Self::Some,
            '^' => Self::Caret,
            _ => return None,
        })
    }
}

/// ○ in a year is a zero.
fn is_zero(sign: Sign, c: char) -> bool {
    sign == Sign::Circle && c != '◯'
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

fn is_text(c: char) -> bool {
    is_han(c) || "，。、；：！？“”‘’《》（）()【】,;:".contains(c)
}

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十百千零两".contains(c)
}

/// Whether the run is part of a word, a number or a formula.
fn is_formula(sign: Sign, run: usize, before: Option<char>, after: Option<char>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic() || "@/\\.&=+#$<>".contains(c));
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if letter(before) || letter(after) {
        return true;
    }
    // 3×4, 5 x 6; but 138****1234 and 2xx件.
    let both = digit(before) && digit(after);
    match sign {
        Sign::Cross | Sign::Star if run == 1 => {
            both || digit(after) || (digit(before) && !after.is_some_and(is_text))
        }
        Sign::Tilde => digit(before) || digit(after),
        _ => both && run < 3,
    }
}

/// Whether a lone ○ stands in a date of such: `○月○日`.
fn is_dated(line: &Line, i: usize, end: usize) -> bool {
    let date = |c: Option<char>| c.is_some_and(|c| "年月日".contains(c));
    date(line.get(end)) && (i == 0 || date(line.get(i - 1)) || line.get(i - 1).is_some_and(is_han))
}

/// A year some of whose digits are blank: its first and last character.
/// `unit` when what follows counts.
fn year(line: &Line, i: usize, end: usize, sign: Sign, unit: bool) -> Option<(usize, usize)> {
    if matches!(sign, Sign::Tilde | Sign::Some | Sign::Caret) {
        return None;
    }
    let run = end - i;
    let digit = |c: char| c.is_ascii_digit() || "一二零〇○O".contains(c);
    let mut from = i;
    while from > 0 && i - from < 4 && line.get(from - 1).is_some_and(digit) {
        from -= 1;
    }
    let known = i - from;
    let is_year = line.get(end).is_some_and(|c| simplified(c) == '年');
    let century = known == 0 || line.get(from).is_some_and(|c| "12一二".contains(c));
    let dash = sign == Sign::Dash;
    // A dash may be one character for two digits: 20—年.
    let whole = known + run == 4 || (known == 2 && line.get(i) == Some('—') && run == 1);
    // 四百 and 一百: a numeral and not the digits of a year.
    if known > 0 && from > 0 && line.get(from - 1).is_some_and(|c| c.is_ascii_alphanumeric() || is_numeral(c))
    {
        return None;
    }
    if is_year && whole && century && (!dash || known == 2) && !(sign == Sign::Circle && known > 0) {
        return Some((from, end + 1));
    }
    if dash || sign == Sign::Circle {
        return None;
    }
    if is_year && known == 0 {
        // xx年; x年x月x日. But 近xx年, 第x年, x年内 count years.
        let counted =
            i.checked_sub(1).and_then(|b| line.plain(b)).is_some_and(|c| "第近约满期为".contains(c));
        let month = line.run(end + 1) > 0 || line.get(end + 1).is_some_and(|c| c.is_ascii_digit());
        let tail = line.plain(end + 1);
        let span = tail.is_some_and(|c| "内多来以间前".contains(c));
        if (run >= 2 && !counted && !span) || (run == 1 && month && !counted) {
            return Some((from, end + 1));
        }
        return None;
    }
    // 20xx without 年: a year, too, unless it counts something (20xx亩).
    let century = known == 2
        && matches!((line.get(from), line.get(from + 1)), (Some('2'), Some('0')) | (Some('1'), Some('9')));
    let next = line.get(end);
    let goes_on = next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
    (century && run == 2 && !goes_on && !unit).then_some((from, end))
}

/// A line as characters, for looking both ways.
#[derive(Debug)]
struct Line {
    chars: Vec<(usize, char)>,
    bytes: usize,
    /// Whether it is a name and no sentence: there `_` sets the parts of a page's title apart.
    name: bool,
    /// Whether a character belongs to a mark of Markdown or to a rule of signs.
    bold: Vec<bool>,
}

impl Line {
    fn of(line: &str) -> Self {
        let chars: Vec<(usize, char)> = line.trim_end_matches('\n').char_indices().collect();
        let name = chars.len() <= NAME && !chars.iter().any(|&(_, c)| "。，；：、！？".contains(c));
        let mut this =
            Self { name, bytes: line.trim_end_matches('\n').len(), bold: vec![false; chars.len()], chars };
        this.mark_rule();
        this.mark_bold();
        this
    }

    fn get(&self, i: usize) -> Option<char> {
        self.chars.get(i).map(|&(_, c)| c)
    }

    /// The character in Simplified form, for the tables.
    fn plain(&self, i: usize) -> Option<char> {
        self.get(i).map(simplified)
    }

    fn byte(&self, i: usize) -> usize {
        self.chars.get(i).map_or(self.bytes, |&(at, _)| at)
    }

    /// Whether `word` stands at character `i`.
    fn has(&self, i: usize, word: &[char]) -> bool {
        word.iter().enumerate().all(|(k, &c)| self.plain(i + k) == Some(c))
    }

    /// Whether `word` ends before character `i`.
    fn ends(&self, i: usize, word: &[char]) -> bool {
        i >= word.len() && self.has(i - word.len(), word)
    }

    /// How many signs of one sort stand from `i` on.
    fn run(&self, i: usize) -> usize {
        let Some(sign) = self.get(i).and_then(Sign::of) else { return 0 };
        self.chars[i..].iter().take_while(|&&(_, c)| Sign::of(c) == Some(sign)).count()
    }

    /// A line of nothing but signs is a rule.
    fn mark_rule(&mut self) {
        if self.chars.iter().all(|&(_, c)| Sign::of(c).is_some() || c.is_whitespace()) {
            self.bold.fill(true);
        }
    }

    /// `**…**` around words, and the bullet at the start of a line.
    fn mark_bold(&mut self) {
        let Some(first) = (0..self.chars.len()).find(|&i| !self.chars[i].1.is_whitespace()) else { return };
        if self.run(first) == 1
            && matches!(
                Sign::of(self.chars[first].1),
                Some(Sign::Star | Sign::Circle | Sign::Box | Sign::Dash)
            )
        {
            self.bold[first] = true;
        }
        let mut open: Option<usize> = None;
        let mut i = 0;
        while i < self.chars.len() {
            let run = self.run(i);
            if run == 2 && self.chars[i].1 == '*' {
                let before = i.checked_sub(1).and_then(|b| self.get(b));
                let after = self.get(i + 2);
                let inner =
                    |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && !"，。、；：,;:".contains(c));
                match open {
                    Some(from)
                        if inner(before)
                            && !after.is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric()) =>
                    {
                        self.bold[from..from + 2].fill(true);
                        self.bold[i..i + 2].fill(true);
                        open = None;
                    }
                    _ if inner(after) && !before.is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric()) => {
                        open = Some(i);
                    }
                    _ => open = None,
                }
            }
            i += run.max(1);
        }
    }
}

#[cfg(test)]
mod tests;
