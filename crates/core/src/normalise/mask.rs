//! Blanked-out places: `xx件`, `20xx年`, `**镇`, `十-大`, and digits that are gone: `增长.%`.
//!
//! A run of characters that serve as blanks is a candidate; what stands around it decides whether it is one and
//! what it hides (`masks.tsv`): a measure word or unit after it hides digits, the word for a place or body a name,
//! any other Chinese word a name too when two characters are blanked, a term when more; a lone sign inside a word
//! hides a part of a term. Of masks in a row (`xx、xx和xx件`) the last tells.
//!
//! The span of a mask covers the blanks; of a year all of it (`20xx年`); `x.x%` is one mask. Of digits that were cut
//! out the decimal point may be left (`增长.%`): then it is the mask. Where nothing is left (`投资万元`), there is no
//! blanked-out place to report; [`Masks::lost`] finds these, see [`lost`].
//!
//! Not taken: letters of words, formulas (`3×4`), `**bold**` and bullets of Markdown, rules of signs, ○ as a zero,
//! ranges with `~`, blanks of forms, and single signs with nothing to say what they hide.
//!
//! One pass over the characters looks for those at which a mask can begin; lines without any cost nothing more. Every
//! look around is bounded. Linear in the text.

mod bold;
mod line;
mod lost;
mod sign;
#[cfg(test)]
mod tests;
mod words;
mod year;

use super::chars::Chars;
use crate::document::{Mask, MaskKind};
use crate::error::Error;
use crate::offsets::{Edit, EditKind};
use crate::span::{Normal, Span};
use crate::tables::Table;
use line::{Line, is_boundary, is_han, is_numeral, is_text};
use lost::Lost;
pub(super) use sign::Sign;
use sign::is_zero;
use words::{Before, Follower, Inside, Words};

/// Longer runs are rules and blank lines of forms.
const LONGEST: usize = 8;
/// Shorter runs of `_` than this are no blank line of a form.
const FORM: usize = 3;
/// Masks in a row.
const LIST: usize = 8;

/// The words that tell what a mask hides.
#[derive(Debug)]
pub(super) struct Masks {
    /// Where a mask can begin.
    begins: Chars,
    /// Where digits can be missing.
    gaps: Chars,
    after: Words<Follower>,
    before: Words<Before>,
    inside: Words<Inside>,
    literal: Vec<(&'static str, MaskKind)>,
    surnames: Chars,
    lost: Lost,
}

/// What the words around a run of blanks say of it.
type Says = Option<MaskKind>;

impl Masks {
    pub(super) fn load() -> Result<Self, Error> {
        let table = Table::parse(
            "normalise/masks.tsv",
            include_str!("../../data/normalise/masks.tsv"),
            &["place", "word", "hides", "not", "why"],
        )?;
        let (mut after, mut before, mut inside) = (Vec::new(), Vec::new(), Vec::new());
        let (mut literal, mut surnames) = (Vec::new(), Chars::default());
        let mut seen = std::collections::HashSet::new();
        for row in table.rows() {
            let word = row.need("word")?;
            let says = match row.need("hides")? {
                "digits" => Some(MaskKind::Digits),
                "name" => Some(MaskKind::Name),
                "term" => Some(MaskKind::Term),
                "year" => Some(MaskKind::Year),
                "none" => None,
                other => return Err(row.error(format!("{other:?} is no kind of mask"))),
            };
            if !seen.insert((row.get("place"), word)) {
                return Err(row.error("this word stands in the table already"));
            }
            let kind = || says.ok_or_else(|| row.error("only a word beside a mask can say that it is none"));
            match row.need("place")? {
                "after" => {
                    let follower = Follower::new(word, says, row.get("not"));
                    after.push((
                        word,
                        follower.ok_or_else(|| row.error("the word and what may not follow are too long"))?,
                    ));
                }
                "before" => before.push((word, Before { word, says })),
                "word" => {
                    let parts = word.split_once('_');
                    let (head, tail) = parts.ok_or_else(|| row.error("no _ in the word"))?;
                    inside.push((head, Inside { head, tail, kind: kind()? }));
                }
                "literal" => literal.push((word, kind()?)),
                "surname" => surnames.extend(word.chars()),
                other => return Err(row.error(format!("{other:?} is no place of a word"))),
            }
        }
        let lost = Lost::load()?;
        let mut begins = Chars::default();
        begins.extend(lost::POINTS);
        begins.extend(sign::SIGNS.chars());
        begins.extend(literal.iter().filter_map(|(word, _): &(&str, _)| word.chars().next()));
        Ok(Self {
            begins,
            gaps: lost.begins(),
            after: Words::by_first(after),
            before: Words::by_last(before),
            inside: Words::by_last(inside),
            literal,
            surnames,
            lost,
        })
    }

    /// The masks of a text, sorted.
    pub(super) fn find(&self, text: &str) -> Vec<Mask> {
        self.search(text, &self.begins, |line, at, c, masks| self.look(line, at, c, masks))
    }

    /// Places of a text where digits were cut out with nothing left of them, sorted; each covers what stands right
    /// behind it.
    pub(super) fn lost(&self, text: &str) -> Vec<Mask> {
        self.search(text, &self.gaps, |line, at, c, masks| {
            self.lost.at(line, at, c, masks);
            at + c.len_utf8()
        })
    }

    /// Looks at all characters of a set, line by line; `look` says where to look on.
    fn search(
        &self,
        text: &str,
        set: &Chars,
        look: impl Fn(&Line<'_>, usize, char, &mut Vec<Mask>) -> usize,
    ) -> Vec<Mask> {
        let mut masks = Vec::new();
        let mut from = 0;
        while let Some((at, _)) = set.next_in(text, from) {
            let line = Line::around(text, at, from);
            from = at;
            while let Some((at, c)) = set.next_in(&text[..line.end], from) {
                from = look(&line, at, c, &mut masks);
            }
            from = line.end;
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

    /// Looks whether a mask begins at the character `c` at `at`, and says where to look on.
    fn look(&self, line: &Line<'_>, at: usize, c: char, masks: &mut Vec<Mask>) -> usize {
        let behind = at + c.len_utf8();
        let Some(sign) = Sign::of(c) else {
            if lost::POINTS.contains(&c) {
                self.lost.at(line, at, c, masks);
            }
            return behind;
        };
        let (end, run) = line.run(at, sign);
        let found = if line.is_furniture(at, end, |at| self.follower(line, at).flatten()) {
            None
        } else {
            self.at(line, at, end, sign, run)
        };
        let Some((from, to, kind)) = found else { return end.max(behind) };
        // A year may begin with digits that nothing else claims.
        if masks.last().is_none_or(|m| m.at.end() <= from) {
            masks.push(Mask { at: Span::new(from, to), kind });
        }
        to.max(behind)
    }

    /// The mask whose `run` blanks stand from `at` to `end`: where it starts and ends, and what it hides.
    fn at(
        &self,
        line: &Line<'_>,
        at: usize,
        end: usize,
        sign: Sign,
        run: usize,
    ) -> Option<(usize, usize, MaskKind)> {
        for &(word, kind) in &self.literal {
            if line.after(at) == word.chars().next() && line.rest(at).starts_with(word) {
                let end = at + word.len();
                let person = self.follower(line, end) == Some(Some(MaskKind::Name));
                return Some((at, end, if person { MaskKind::Name } else { kind }));
            }
        }
        if run > LONGEST {
            return None;
        }
        let class = line.after(end).is_some_and(|c| matches!(c, '届' | '级' | '屆' | '級'));
        let says = self.follower(line, end);
        let unit = says == Some(Some(MaskKind::Digits)) && !class;
        if let Some((from, to)) = year::year(line, at, end, sign, run, unit) {
            return Some((from, to, MaskKind::Year));
        }
        let before = line.before(at);
        if run == 1 {
            let fits = |w: &&Inside| line.ends(at, w.head) && line.has(end, w.tail);
            if let Some(word) = before.and_then(|c| self.inside.of(c).iter().find(fits)) {
                return Some((at, end, word.kind));
            }
        }
        // x.x% is one number.
        let (blanks, end) = (end, line.decimals(end, sign));
        let says = if end == blanks { says } else { self.follower(line, end) };
        let after = line.after(end);
        if line.is_foreign(at, end) {
            return self.is_measured(line, at, end, run).then_some((at, end, MaskKind::Digits));
        }
        if is_formula(sign, run, before, after) {
            return self.rounded(line, end, sign, run, before).then_some((at, end, MaskKind::Digits));
        }
        if says == Some(None) {
            return None;
        }
        let follower = says.flatten().or_else(|| self.list(line, end));
        let kind = match sign {
            Sign::Caret => return None,
            Sign::Dash => self.dash(line, at, end, run, before, follower)?,
            Sign::Tilde => {
                // A range has something on its left side that it starts from.
                let range = before.is_some_and(|c| {
                    !(is_han(c) || is_boundary(Some(c))) || is_numeral(c) || self.ends_range(c)
                });
                if run > 2 || range {
                    return None;
                }
                match follower? {
                    // A well has no range, but a place may be called so.
                    MaskKind::Digits if line.after(end) == Some('口') => MaskKind::Name,
                    kind => kind,
                }
            }
            Sign::Some if run == 1 => {
                return self.is_person(line, at, end).then_some((at, end, MaskKind::Name));
            }
            Sign::Some => MaskKind::Name,
            Sign::Circle | Sign::Box | Sign::Shape => {
                let digit = |c: char| is_numeral(c) || c.is_ascii_digit();
                let zero = before.is_some_and(digit) || after.is_some_and(digit);
                let person = run == 1 && self.is_person(line, at, end);
                let alone =
                    run == 1 && !person && !(follower == Some(MaskKind::Digits) && is_dated(line, at, end));
                if (zero && sign != Sign::Shape) || alone || (sign == Sign::Shape && follower.is_none()) {
                    return None;
                }
                follower.or_else(|| self.preceding(line, at, after).flatten()).unwrap_or(MaskKind::Name)
            }
            Sign::Cross | Sign::Star | Sign::Line => {
                if self.is_person(line, at, end) {
                    return Some((at, end, MaskKind::Name));
                }
                let says = self.preceding(line, at, after);
                // 数据要素×: a product of two nouns.
                let product = run == 1 && says == Some(None) && line.rest(at).starts_with(['×', '*']);
                if product && follower != Some(MaskKind::Digits) {
                    return None;
                }
                let inside = before.is_some_and(is_han) && after.is_some_and(is_han);
                if sign == Sign::Line {
                    // The parts of a page's title; the blank line of a form.
                    let date = after.is_some_and(|c| "年月日".contains(c));
                    let parts = inside && !date && (run == 1 || follower.is_none()) && line.is_name();
                    if parts
                        || (run > FORM && follower.is_none())
                        || (run == FORM && !inside && follower.is_none())
                    {
                        return None;
                    }
                }
                match follower.or(says.flatten()) {
                    Some(kind) => kind,
                    // 20xx-xx-xx
                    None if line.is_dotted(at) => MaskKind::Digits,
                    None => by_length(sign, run, before, after)?,
                }
            }
        };
        Some((at, end, kind))
    }

    /// What the word at `at` says of the mask before it: none where no word of the table stands.
    fn follower(&self, line: &Line<'_>, at: usize) -> Option<Says> {
        let at = line.over_break(at);
        let first = line.plain_after(at)?;
        let words = self.after.of(first);
        let reach = words.iter().map(|w| w.reach).max()?;
        let mut window = ['\n'; Follower::REACH];
        for (slot, c) in window.iter_mut().take(reach).zip(line.plain_from(at)) {
            *slot = c;
        }
        words.iter().find(|w| w.fits(&window)).map(|w| w.says)
    }

    /// What the last of a row of masks says: `xx、xx和xx件`, `x-x次`.
    fn list(&self, line: &Line<'_>, end: usize) -> Says {
        let mut at = end;
        for _ in 0..LIST {
            let mark = line.after(at).filter(|&c| is_joint(c))?;
            let next = at + mark.len_utf8();
            let sign = line.after(next).and_then(Sign::of)?;
            if matches!(sign, Sign::Dash | Sign::Tilde) {
                return None;
            }
            let (end, _) = line.run(next, sign);
            at = line.decimals(end, sign);
            if let Some(says) = self.follower(line, at) {
                return says;
            }
        }
        None
    }

    /// What the word before a mask says of it, where no word follows that could say more.
    fn preceding(&self, line: &Line<'_>, at: usize, after: Option<char>) -> Option<Says> {
        let last = line.plain_before(at)?;
        let word = self.before.of(last).iter().find(|w| line.ends(at, w.word))?;
        let open = after.is_some_and(|c| {
            is_han(c) || c.is_ascii_alphanumeric() || matches!(c, '“' | '《' | '‘' | '（' | '(')
        });
        (word.says.is_none() || !open).then_some(word.says)
    }

    /// Dashes that are blanks though not in a year: `增长--%`, `在--镇`.
    fn dash(
        &self,
        line: &Line<'_>,
        at: usize,
        end: usize,
        run: usize,
        before: Option<char>,
        follower: Says,
    ) -> Option<MaskKind> {
        let sign = line.after(end).is_some_and(|c| "%％‰".contains(c));
        if !before.is_some_and(is_han) || !line.rest(at).starts_with(['-', '－']) {
            return None;
        }
        match follower? {
            MaskKind::Digits if sign || run == 2 => Some(MaskKind::Digits),
            // A dash as a mark of punctuation stands there too; so a word must ask for a name.
            MaskKind::Name
                if run == 2 && before.is_some_and(|c| "在赴到由对和与及为向从共對與".contains(c)) =>
            {
                Some(MaskKind::Name)
            }
            _ => None,
        }
    }

    /// Whether letters behind the blanks are a unit: `xxkm`.
    fn is_measured(&self, line: &Line<'_>, at: usize, end: usize, run: usize) -> bool {
        run >= 2
            && line.before(at).is_none_or(|c| !c.is_ascii_graphic())
            && line.after(end).is_some_and(|c| c.is_ascii_alphabetic())
            && self.follower(line, end) == Some(Some(MaskKind::Digits))
    }

    /// Blanks with digits behind them before a unit: `xx00元`.
    fn rounded(&self, line: &Line<'_>, end: usize, sign: Sign, run: usize, before: Option<char>) -> bool {
        let digits = line.rest(end).bytes().take(LONGEST).take_while(u8::is_ascii_digit).count();
        run >= 2
            && matches!(sign, Sign::Cross | Sign::Star | Sign::Line)
            && digits > 0
            && before.is_some_and(is_han)
            && self.follower(line, end + digits) == Some(Some(MaskKind::Digits))
    }

    /// Whether the blanks are the rest of a person's name: `王*、李某`.
    fn is_person(&self, line: &Line<'_>, at: usize, end: usize) -> bool {
        let Some(surname) = line.before(at).filter(|&c| self.surnames.has(c)) else { return false };
        let start = at - surname.len_utf8();
        let opens = is_boundary(line.before(start))
            || line.before(start).is_some_and(|c| "长任员记师志席授民人户工生及和与、長員記師與".contains(c));
        let behind = line.after(end);
        let closes = is_boundary(behind)
            || line.before(start) == Some('、')
            || behind.is_some_and(|c| "等同".contains(c))
            || behind.is_some_and(|c| is_han(c) && is_boundary(line.after(end + c.len_utf8())));
        opens && closes
    }

    /// Whether a range can start from a word that ends so: `上海市~苏州市`, `3月~5月`.
    fn ends_range(&self, c: char) -> bool {
        "年月日号时点分秒周期岁上下午早晚初底%％".contains(c)
            || self.after.of(c).iter().any(|w| w.word.len() == 1 && w.says == Some(MaskKind::Name))
    }
}

/// What masks of a row stand on either side of.
fn is_joint(c: char) -> bool {
    matches!(c, '、' | '和' | '与' | '與' | '及' | '或' | '至' | '到' | '-' | '－' | '—' | '~' | '～')
}

/// What no table row tells, the number of blanks does.
fn by_length(sign: Sign, run: usize, before: Option<char>, after: Option<char>) -> Option<MaskKind> {
    let inside_word = before.is_some_and(is_han) && after.is_some_and(is_han);
    if run == 1 {
        // A single letter or cross is too little; a star or a line inside a word is a censor's.
        return (inside_word && matches!(sign, Sign::Star | Sign::Line)).then_some(MaskKind::Term);
    }
    if before.is_some_and(|c| c.is_ascii_digit()) {
        // 0.35** is significant.
        let note = sign == Sign::Star && run < 4 && !after.is_some_and(|c| is_han(c) || c.is_ascii_digit());
        return (!note).then_some(MaskKind::Digits);
    }
    let beside_text = before.is_some_and(is_text) || after.is_some_and(is_text);
    if !beside_text {
        return None;
    }
    // 《某xx》: the end of a title is cut.
    let cut = before.is_some_and(is_han) && after == Some('》');
    Some(if run >= 3 || cut { MaskKind::Term } else { MaskKind::Name })
}

/// Whether the run is part of a number or a formula.
fn is_formula(sign: Sign, run: usize, before: Option<char>, after: Option<char>) -> bool {
    let letter = |c: Option<char>| {
        c.is_some_and(|c| {
            c.is_ascii_alphabetic() || matches!(c, '@' | '/' | '\\' | '&' | '=' | '+' | '#' | '$' | '<' | '>')
        })
    };
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if (letter(before) || letter(after)) && !(sign != Sign::Tilde && run >= 2 && !letter(after)) {
        return true;
    }
    // 3×4, 5 x 6; but 138****1234 and 2xx件.
    let both = digit(before) && digit(after);
    match sign {
        Sign::Cross | Sign::Star if run == 1 => {
            both || digit(after) || (digit(before) && !after.is_some_and(is_text) && after != Some('%'))
        }
        Sign::Tilde => digit(before) || digit(after),
        _ => (both && run < 3) || (digit(after) && !digit(before)),
    }
}

/// Whether a lone ○ stands in a date of such: `○月○日`.
fn is_dated(line: &Line<'_>, at: usize, end: usize) -> bool {
    let date = |c: Option<char>| c.is_some_and(|c| "年月日".contains(c));
    date(line.after(end)) && (line.before(at).is_none() || line.before(at).is_some_and(is_han))
}
