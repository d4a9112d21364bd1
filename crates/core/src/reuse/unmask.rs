//! What masks hide: read off copies that show it, never guessed.
//!
//! Where two passages are aligned, a blank of the one stands over what the other has between the same neighbours.
//! That counts as evidence only where the alignment leaves no choice ([`SOLID`] matched signs on both sides, and
//! what stands between several blanks found at one place only), where the passages are long enough to be copies ([`COPY`]: a formula with a slot is shared by texts that fill it
//! differently), and where the figures and words that both show agree (last year's text with this year's figures
//! is no copy). Pieces of evidence for one blank are weighed by how much the copies agree otherwise; where equally
//! good copies show different things, nothing is filled.
//!
//! Linear in the aligned passages.

use super::align::{Aligned, Match};
use super::fold::{Blank, FIGURE, is_blank, is_numeral, narrow};
use super::passages::Side;
use super::store::{Page, Store, Stretch};
use super::{Place, Unmasked};
use crate::document::{ArticleId, MaskKind};
use crate::error::Error;
use crate::span::{Source, Span};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Matched signs that a passage must have to be a copy and no formula.
const COPY: u32 = 60;
/// So many matched signs without a blank are solid ground; fewer are looked for like words.
const SOLID: u32 = 3;
/// Longest stretch between solid ground, in signs, and longest value, in characters.
const LONGEST: (u32, usize) = (120, 24);
/// Longest reading in a gloss, in letters.
const GLOSS: usize = 7;
/// Of the figures that both passages show, one in so many may differ.
const FIGURES: u32 = 5;
/// Names are filled only from passages that put other words for one in so many matched signs at most: who swapped
/// the names that show has swapped those that do not.
const SWAPPED: u32 = 60;
/// What a different figure or a word put for another takes off the weight of a piece of evidence, in signs.
const DIFFERENT: i64 = 20;

/// A piece of evidence: what a copy shows for a blank.
#[derive(Clone, Debug)]
pub(crate) struct Fill {
    /// Page and number of the blank in it.
    blank: (u32, u32),
    /// Where it is shown, and by which article.
    source: Place,
    value: String,
    /// The value in one script and way of writing figures.
    key: String,
    weight: i64,
}

/// The evidence in a passage that `x` and `y` share, for the blanks of both.
pub(crate) fn evidence(aligned: &Aligned, (x, y): (&Side<'_>, &Side<'_>), out: &mut Vec<Fill>) {
    if aligned.matched() < COPY {
        return;
    }
    for turned in [false, true] {
        let (x, y) = if turned { (y, x) } else { (x, y) };
        let page = &x.page.blanks;
        let turn = |m: &Match| if turned { Match { a: m.b, b: m.a, len: m.len } } else { *m };
        let (from, to) = if turned { aligned.b() } else { aligned.a() };
        let (from, to) = (x.start() + from, x.start() + to);
        let first = page.partition_point(|b| b.end <= from);
        let inside = page[first..].iter().take_while(|b| b.start < to).count();
        if inside == 0 {
            continue;
        }
        let matches: Vec<Match> = aligned.matches.iter().map(turn).collect();
        let pair = Pair { x, y, matches: &matches };
        let seen = pair.agreement();
        if seen.different * FIGURES > seen.equal + seen.different {
            continue;
        }
        let swapped = seen.swapped * SWAPPED > aligned.matched();
        let weight = i64::from(aligned.matched()) - DIFFERENT * i64::from(seen.different + seen.swapped);
        pair.shown(&page[first..first + inside], |n, source, value, key| {
            let blank = &page[first + n];
            let digits = matches!(blank.kind, MaskKind::Digits | MaskKind::Year);
            let wording = x.page.wording(blank.at);
            // A figure hides behind any number of signs; whatever else is shown for one is as long as the blank.
            let fits = !digits || is_figure(value) || signs(value) == signs(wording);
            if fits && !(swapped && !(digits && is_figure(value))) {
                let blank = (x.page.doc, (first + n) as u32);
                out.push(Fill { blank, source, value: value.to_owned(), key, weight });
            }
        });
    }
}

fn signs(wording: &str) -> usize {
    wording.chars().filter(|c| !c.is_whitespace()).count()
}

/// How far two passages agree where both show something.
#[derive(Clone, Copy, Default)]
struct Agreement {
    /// Figures that are the same, and that are not.
    equal: u32,
    different: u32,
    /// Words put for others.
    swapped: u32,
}

/// Two segments and their matches, the blanks being those of the first.
struct Pair<'p> {
    x: &'p Side<'p>,
    y: &'p Side<'p>,
    matches: &'p [Match],
}

impl Side<'_> {
    /// The first folded character.
    fn start(&self) -> u32 {
        self.segment.stretch.start
    }

    /// The wording of folded characters.
    fn wording(&self, start: u32, end: u32) -> &str {
        self.page.sign(self.start() + start, self.start() + end)
    }

    /// Where folded characters stand.
    fn place(&self, start: u32, end: u32) -> Place {
        let at = Stretch { doc: self.page.doc, start: self.start() + start, end: self.start() + end };
        self.page.place(at, self.segment.article)
    }
}

impl Pair<'_> {
    fn agreement(&self) -> Agreement {
        let mut seen = Agreement::default();
        let codes = self.x.codes();
        let mut last: Option<Match> = None;
        for &m in self.matches {
            if let Some(l) = last {
                let (a, b) = ((l.a + l.len, m.a), (l.b + l.len, m.b));
                if a.0 < a.1
                    && b.0 < b.1
                    && !is_blank(self.x.wording(a.0, a.1))
                    && !is_blank(self.y.wording(b.0, b.1))
                {
                    seen.swapped += 1;
                }
            }
            for i in (0..m.len).filter(|i| codes[(m.a + i) as usize] == FIGURE) {
                let (a, b) = (self.x.wording(m.a + i, m.a + i + 1), self.y.wording(m.b + i, m.b + i + 1));
                if is_blank(a) || is_blank(b) {
                    continue;
                }
                if figure(a) == figure(b) {
                    seen.equal += 1;
                } else {
                    seen.different += 1;
                }
            }
            last = Some(m);
        }
        seen
    }

    /// Reads off what `y` shows for the blanks of `x` between stretches of solid ground: number of the blank, where
    /// it is shown, and what stands there.
    fn shown(&self, blanks: &[Blank], mut tell: impl FnMut(usize, Place, &str, String)) {
        let solid = self.solid(blanks);
        let mut next = 0;
        for ends in solid.windows(2) {
            let (l, r) = (ends[0], ends[1]);
            let (a, b) = ((l.a + l.len, r.a), (l.b + l.len, r.b));
            let page = |at: u32| self.x.start() + at;
            while blanks.get(next).is_some_and(|k| k.start < page(a.0)) {
                next += 1;
            }
            let n = blanks[next..].iter().take_while(|k| k.end <= page(a.1)).count();
            let here = &blanks[next..next + n];
            if n > 0 && b.0 < b.1 && b.1 - b.0 <= LONGEST.0 && a.1 - a.0 <= LONGEST.0 {
                self.between(here, a, b, |i, place, value, key| tell(next + i, place, value, key));
            }
            next += n;
        }
    }

    /// Runs of matched signs between blanks, long enough to stand on.
    fn solid(&self, blanks: &[Blank]) -> Vec<Match> {
        let mut solid = Vec::new();
        let mut next = 0;
        for &m in self.matches {
            let mut from = m.a;
            let mut close = |from: u32, to: u32| {
                if from + SOLID <= to {
                    solid.push(Match { a: from, b: m.b + from - m.a, len: to - from });
                }
            };
            let page = |at: u32| self.x.start() + at;
            while blanks.get(next).is_some_and(|k| k.end < page(m.a)) {
                next += 1;
            }
            for k in blanks[next..].iter().take_while(|k| k.start <= page(m.a + m.len)) {
                close(from, k.start.saturating_sub(self.x.start()).min(m.a + m.len));
                from = from.max(k.end.saturating_sub(self.x.start()));
            }
            close(from, m.a + m.len);
        }
        solid
    }

    /// What the signs of `y` among `from..to` that lie in `at` say: a figure as it is written, else as folded.
    fn key(&self, (from, to): (u32, u32), at: Span<Source>) -> String {
        let codes = self.y.codes();
        let mut key = String::new();
        for i in from..to {
            let place = self.y.place(i, i + 1);
            match codes[i as usize] {
                _ if !place.at.overlaps(at) => {}
                FIGURE => key.extend(place.at.intersect(at).map(|at| figure(self.y.page.wording(at)))),
                code => key.extend(char::from_u32(code.into())),
            }
        }
        key
    }

    /// What `y` shows in its signs `b` for the blanks in the signs `a` of `x`: what stands between the blanks must be
    /// there, and at one place only.
    fn between(
        &self,
        blanks: &[Blank],
        a: (u32, u32),
        b: (u32, u32),
        mut tell: impl FnMut(usize, Place, &str, String),
    ) {
        let gap = |of: &Side<'_>, (from, to): (u32, u32)| {
            let (l, r) = (of.place(from - 1, from), of.place(to, to + 1));
            (l.at.end() <= r.at.start()).then(|| Place {
                at: Span::new(l.at.end(), r.at.start()),
                points: Span::new(l.points.end(), r.points.start()),
                ..l
            })
        };
        let (Some(hidden), Some(shown)) = (gap(self.x, a), gap(self.y, b)) else { return };
        let text = self.y.page.shown(&shown);
        let source = self.x.page;
        let mut words: Vec<Vec<char>> = Vec::new();
        let mut at = hidden.at.start();
        for k in blanks {
            if k.at.start() < at || k.at.end() > hidden.at.end() {
                return;
            }
            words.push(plain(source.wording(Span::new(at, k.at.start()))).map(|c| c.1).collect());
            at = k.at.end();
        }
        words.push(plain(source.wording(Span::new(at, hidden.at.end()))).map(|c| c.1).collect());
        let Some(values) = read_off(text, &words) else { return };
        for (i, range) in values.into_iter().enumerate() {
            let there = &text[range.clone()];
            // Without the glosses and line breaks that may stand inside.
            let value: String = plain(there).filter_map(|(i, _)| there[i..].chars().next()).collect();
            if value.chars().count() > LONGEST.1 || !is_value(&value) {
                continue;
            }
            let point = shown.points.start() + text[..range.start].chars().count();
            let place = Place {
                at: Span::new(shown.at.start() + range.start, shown.at.start() + range.end),
                points: Span::new(point, point + there.chars().count()),
                ..shown
            };
            tell(i, place, &value, self.key(b, place.at));
        }
    }
}

/// The characters of a wording that count, in one width and case, with their places: no spaces, no glosses.
fn plain(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut until = 0;
    text.char_indices().filter_map(move |(i, c)| {
        if matches!(c, '(' | '（') {
            until = until.max(i + gloss(&text[i..]));
        }
        match c {
            _ if i < until || c.is_whitespace() => None,
            '。' => Some((i, '.')),
            c => Some((i, narrow(c).to_ascii_lowercase())),
        }
    })
}

/// The length of the gloss that `text` begins with, a reading in brackets; 0 where it is none.
fn gloss(text: &str) -> usize {
    let latin = |c: char| c.is_alphabetic() && c < '\u{2E80}';
    let mut inside = text.char_indices().skip(1);
    let mut letters = 0;
    match inside.find(|(_, c)| {
        letters += usize::from(latin(*c));
        !latin(*c)
    }) {
        Some((i, c @ (')' | '）'))) if (1..=GLOSS).contains(&letters) => i + c.len_utf8(),
        _ => 0,
    }
}

/// What stands in `text` for the blanks between `words`: all of it before the first word and after the last, and
/// between two words. None where a word is not there, could be in two places, or leaves a blank empty.
fn read_off(text: &str, words: &[Vec<char>]) -> Option<Vec<Range<usize>>> {
    let chars: Vec<(usize, char)> = plain(text).collect();
    let (first, last) = (words.first()?, words.last()?);
    let fits = |at: usize, word: &[char]| {
        chars.len() >= at + word.len() && chars[at..].iter().zip(word).all(|(c, w)| c.1 == *w)
    };
    let until = chars.len().checked_sub(last.len())?;
    if !fits(0, first) || !fits(until, last) {
        return None;
    }
    let mut values = Vec::new();
    let mut at = first.len();
    for word in &words[1..words.len() - 1] {
        if word.is_empty() {
            return None;
        }
        // A blank hides one character at least.
        let mut places = (at + 1..until.saturating_sub(word.len())).filter(|&i| fits(i, word));
        let place = places.next()?;
        if places.next().is_some() {
            return None;
        }
        values.push((at, place));
        at = place + word.len();
    }
    values.push((at, until));
    let end = |i: usize| chars[i - 1].0 + text[chars[i - 1].0..].chars().next().map_or(0, char::len_utf8);
    values.into_iter().map(|(from, to)| (from < to).then(|| chars[from].0..end(to))).collect()
}

/// Whether a wording can be what a blank hides: it shows everything and goes over no mark that parts clauses.
fn is_value(wording: &str) -> bool {
    let figure = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut before = None;
    let mut chars = wording.chars().peekable();
    while let Some(c) = chars.next() {
        let grouped = c == ',' && figure(before) && figure(chars.peek().copied());
        if "，。；：,;\n\r\t(（《》".contains(c) && !grouped {
            return false;
        }
        before = Some(c);
    }
    !is_blank(wording)
}

/// Whether a wording is a figure and nothing else.
fn is_figure(wording: &str) -> bool {
    wording.chars().any(is_numeral)
        && wording.chars().all(|c| is_numeral(c) || !c.is_alphanumeric() || c == '年')
}

/// A figure without what its ways of writing differ in.
fn figure(wording: &str) -> String {
    wording.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A page and an article of it.
type Text = (u32, Option<ArticleId>);

/// The blanks that the evidence fills, in order.
pub(crate) fn unmask(
    mut fills: Vec<Fill>,
    articles: impl Fn(Stretch) -> Option<ArticleId>,
    store: &Store,
) -> Result<Vec<Unmasked>, Error> {
    fills.sort_by_key(|f| (f.blank, Reverse(f.weight), f.source));
    let mut found = Vec::new();
    let mut page: Option<Page> = None;
    for same in fills.chunk_by(|x, y| x.blank == y.blank) {
        // By value: the best weight and the texts that show it.
        let mut values: BTreeMap<String, (i64, BTreeSet<Text>, &Fill)> = BTreeMap::new();
        for fill in same {
            let entry = values.entry(fill.key.clone()).or_insert((fill.weight, BTreeSet::new(), fill));
            // Of copies that say the same, one that writes it in the script of the normal form.
            if entry.2.value != fill.key && fill.value == fill.key {
                entry.2 = fill;
            }
            entry.1.insert((fill.source.doc, fill.source.article));
        }
        let mut ranked: Vec<&(i64, BTreeSet<Text>, &Fill)> = values.values().collect();
        ranked.sort_by_key(|v| (Reverse(v.0), Reverse(v.1.len()), v.2.source));
        let best = ranked[0];
        // A value that as good a copy contradicts is told only if more copies show it.
        if ranked[1..].iter().any(|v| v.0 * 10 >= best.0 * 9 && v.1.len() >= best.1.len()) {
            continue;
        }
        let (doc, n) = same[0].blank;
        let page = match &mut page {
            Some(page) if page.doc == doc => page,
            page => page.insert(store.page(doc)?),
        };
        let blank = &page.blanks[n as usize];
        let article = articles(Stretch { doc, start: blank.start, end: blank.end });
        let place = Place { doc, article, at: blank.at, points: blank.points };
        found.push(Unmasked {
            mask: page.shown(&place).to_owned(),
            place,
            value: best.2.value.clone(),
            source: best.2.source,
            copies: best.1.len(),
            conflicts: ranked[1..].iter().map(|v| v.2.value.clone()).collect(),
        });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glosses_and_spaces_are_passed_over() {
        let read = |text: &str| plain(text).map(|c| c.1).collect::<String>();
        assert_eq!(read("縣(xiàn)和 市轄區（qū）。"), "縣和市轄區.");
        assert_eq!(read("共（12）户(含外来户)"), "共(12)户(含外来户)");
        assert_eq!(read("(abcdefgh)（)("), "(abcdefgh)()(");
    }

    #[test]
    fn what_stands_between_is_read_where_it_can_be_in_one_place_only() {
        let read = |text: &str, words: &[&str]| {
            let words: Vec<Vec<char>> = words.iter().map(|w| w.chars().collect()).collect();
            read_off(text, &words).map(|v| v.into_iter().map(|r| text[r].to_owned()).collect::<Vec<_>>())
        };
        let told = |values: &[&str]| Some(values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>());
        assert_eq!(read("柳河", &["", ""]), told(&["柳河"]));
        assert_eq!(read("治理。8", &["", ".", ""]), told(&["治理", "8"]));
        assert_eq!(read("在柳河镇和桑园村", &["在", "镇和", "村"]), told(&["柳河", "桑园"]));
        assert_eq!(read("柳河和桑园和石门", &["", "和", ""]), None, "two places");
        assert_eq!(read("柳河桑园", &["", "", ""]), None, "nothing between");
        assert_eq!(read("镇", &["", "镇"]), None, "nothing hidden");
        assert_eq!(read("柳河镇", &["", "村"]), None, "another word");
        assert_eq!(read("", &["", ""]), None);
    }
}
