//! What a regular expression asks of every text that it matches: literals, and the first and the last character.
//!
//! Read off the parsed pattern. Everything here may say less than it could (that costs time), never more (that
//! would cost matches). The build script shares this file and does it for the patterns of the tables.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look};

/// Most literals of one pattern: with more, the literals say too little to be worth looking for.
const MOST: usize = 400;
/// Most strings that neighbouring parts are multiplied out to.
const PRODUCT: usize = 64;
/// Characters that are met more than once in two hundred.
const FREQUENT: &str = "0123456789.,()（）：；一二三十年月日工作是会在和有人大中";
/// Most characters of a class that count as literals.
const SMALL_CLASS: usize = 24;
/// Most characters that an edge may be: a class of all but a few says nothing.
const EDGE: usize = 600;

/// Characters at the beginning of a text that are looked at.
pub(super) const OPENING: usize = 3;

/// What a pattern asks of every text that it matches.
#[derive(Clone, Debug)]
pub(super) struct Asks<Words, Chars> {
    /// Literals of which it holds at least one.
    pub(super) needs: Option<Words>,
    /// The characters that may stand at each of its first places, where the pattern is bound to its beginning.
    pub(super) opening: [Option<Chars>; OPENING],
    /// The characters with which it may end, where the pattern is bound to its end.
    pub(super) last: Option<Chars>,
}

impl Asks<Vec<String>, String> {
    /// What is read off a parsed pattern.
    pub(super) fn of(hir: &Hir) -> Self {
        let string = |chars: Option<Vec<char>>| chars.map(String::from_iter);
        Self { needs: needs(hir), opening: opening(hir).map(string), last: string(last(hir)) }
    }
}

/// Literals of which every match holds at least one: the part of the pattern whose literals are rarest.
fn needs(hir: &Hir) -> Option<Vec<String>> {
    let found = part(hir)?;
    (found.len() <= MOST && found.iter().all(|l| !l.is_empty())).then_some(found)
}

fn part(hir: &Hir) -> Option<Vec<String>> {
    if let Some(all) = exact(hir) {
        return all.iter().all(|l| !l.is_empty()).then_some(all);
    }
    match hir.kind() {
        HirKind::Repetition(r) if r.min > 0 => {
            let twice = exact(&r.sub).filter(|_| r.min > 1).and_then(|one| product(&one, &one));
            twice.filter(|all| all.iter().all(|l| !l.is_empty())).or_else(|| part(&r.sub))
        }
        HirKind::Capture(c) => part(&c.sub),
        HirKind::Concat(parts) => runs(parts)
            .into_iter()
            .chain(parts.iter().filter_map(part))
            .filter(|n| n.len() <= MOST && n.iter().all(|l| !l.is_empty()))
            .min_by_key(|n| frequency(n)),
        HirKind::Alternation(parts) => {
            let all: Option<Vec<Vec<String>>> = parts.iter().map(part).collect();
            all.map(|a| a.concat())
        }
        _ => None,
    }
}

/// Every one of `before` followed by every one of `after`, where they are few.
fn product(before: &[String], after: &[String]) -> Option<Vec<String>> {
    let few = before.len() * after.len() <= PRODUCT;
    few.then(|| before.iter().flat_map(|a| after.iter().map(move |b| format!("{a}{b}"))).collect())
}

/// The strings of neighbours that are finite, multiplied out: `的[.']` is 的. and 的'.
fn runs(parts: &[Hir]) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    let mut run: Vec<String> = vec![String::new()];
    for next in parts {
        // Of what is repeated the first is a neighbour, too: 一[二三]{2} holds 一二 or 一三.
        let (one, goes_on) = match next.kind() {
            HirKind::Repetition(r) if r.min > 0 && exact(next).is_none() => (exact(&r.sub), false),
            _ => (exact(next), true),
        };
        let longer = one.as_deref().and_then(|one| product(&run, one));
        let fits = longer.is_some();
        run = longer.unwrap_or(run);
        if !(fits && goes_on) {
            out.push(std::mem::replace(&mut run, vec![String::new()]));
        }
        if !fits && goes_on {
            run = one.unwrap_or(run);
        }
    }
    out.push(run);
    out
}

/// All strings that a pattern matches, where they are few.
fn exact(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty => Some(vec![String::new()]),
        HirKind::Literal(literal) => Some(vec![std::str::from_utf8(&literal.0).ok()?.to_owned()]),
        HirKind::Class(Class::Unicode(class)) => {
            (size(class) <= SMALL_CLASS).then(|| characters(class).map(String::from).collect())
        }
        HirKind::Capture(c) => exact(&c.sub),
        HirKind::Repetition(r) if r.min == 0 && r.max == Some(1) => {
            let mut all = exact(&r.sub)?;
            all.push(String::new());
            Some(all)
        }
        HirKind::Concat(parts) => parts.iter().try_fold(vec![String::new()], |all, next| {
            let next = exact(next).filter(|n| n.len() * all.len() <= PRODUCT)?;
            Some(all.iter().flat_map(|a| next.iter().map(move |b| format!("{a}{b}"))).collect())
        }),
        HirKind::Alternation(parts) => {
            let all: Option<Vec<Vec<String>>> = parts.iter().map(exact).collect();
            all.map(|a| a.concat()).filter(|a| a.len() <= MOST)
        }
        _ => None,
    }
}

/// About how often one of `literals` is met in ten thousand characters of Chinese text.
pub(super) fn frequency<S: AsRef<str>>(literals: &[S]) -> usize {
    let one = |literal: &S| {
        let mut chars = literal.as_ref().chars();
        match (chars.next(), chars.count()) {
            (Some('，' | '。' | '、' | '的'), 0) => 300,
            (Some(c), 0) if FREQUENT.contains(c) => 60,
            (Some(c), 0) if c.is_ascii_punctuation() => 5,
            (_, 0) => 15,
            (_, 1) => 3,
            _ => 1,
        }
    };
    literals.iter().map(one).sum()
}

/// The characters that may stand at each of the first `N` places of a match, where the pattern is bound to the
/// beginning of its text; None where any may, or the match may have ended.
fn opening<const N: usize>(hir: &Hir) -> [Option<Vec<char>>; N] {
    let bound = matches!(hir.kind(), HirKind::Concat(parts)
        if parts.first().is_some_and(|p| matches!(p.kind(), HirKind::Look(Look::Start))));
    let Some(all) = bound.then(|| Opening::<N>::of(hir)).flatten() else { return [const { None }; N] };
    let ended = |place: usize| (0..=place).any(|len| all.lengths[len]);
    std::array::from_fn(|i| {
        let known = !ended(i) && size(&all.places[i]) <= EDGE;
        known.then(|| characters(&all.places[i]).collect())
    })
}

/// What a pattern may match at its first `N` places.
#[derive(Clone)]
struct Opening<const N: usize> {
    places: [ClassUnicode; N],
    /// Which numbers of characters below `N` it may match.
    lengths: [bool; N],
    /// Whether it may match `N` characters or more.
    long: bool,
}

impl<const N: usize> Opening<N> {
    /// That of a pattern of no characters.
    fn empty() -> Self {
        let places = std::array::from_fn(|_| ClassUnicode::empty());
        Self { places, lengths: std::array::from_fn(|i| i == 0), long: N == 0 }
    }

    fn of(hir: &Hir) -> Option<Self> {
        Some(match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Self::empty(),
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                text.chars().take(N).fold(Self::empty(), |all, c| {
                    all.then(&Self::one(ClassUnicode::new([ClassUnicodeRange::new(c, c)])))
                })
            }
            HirKind::Class(Class::Unicode(class)) => Self::one(class.clone()),
            HirKind::Class(Class::Bytes(_)) => return None,
            HirKind::Capture(c) => Self::of(&c.sub)?,
            HirKind::Concat(parts) => {
                parts.iter().try_fold(Self::empty(), |all, part| Some(all.then(&Self::of(part)?)))?
            }
            HirKind::Alternation(parts) => {
                let mut parts = parts.iter().map(Self::of);
                let first = parts.next()??;
                parts.try_fold(first, |all, part| Some(all.or(&part?)))?
            }
            HirKind::Repetition(r) => {
                let one = Self::of(&r.sub)?;
                let (least, most) = (r.min as usize, r.max.map_or(usize::MAX, |m| m as usize));
                // What comes after so many characters does not matter.
                let all = (0..least.min(N)).fold(Self::empty(), |all, _| all.then(&one));
                (least..most).take(N).fold(all, |all, _| all.clone().or(&all.then(&one)))
            }
        })
    }

    /// That of one character.
    fn one(class: ClassUnicode) -> Self {
        let mut new = Self::empty();
        if let Some(place) = new.places.first_mut() {
            *place = class;
            (new.lengths, new.long) = (std::array::from_fn(|i| i == 1), N == 1);
        }
        new
    }

    /// This and then `next`.
    fn then(mut self, next: &Self) -> Self {
        let (before, long) = (self.lengths, self.long);
        self.lengths = [false; N];
        for at in (0..N).filter(|at| before[*at]) {
            for place in at..N {
                self.places[place].union(&next.places[place - at]);
                self.lengths[place] |= next.lengths[place - at];
            }
            self.long |= next.long || (N - at..N).any(|len| next.lengths[len]);
        }
        self.long |= long;
        self
    }

    /// This or `other`.
    fn or(mut self, other: &Self) -> Self {
        for i in 0..N {
            self.places[i].union(&other.places[i]);
            self.lengths[i] |= other.lengths[i];
        }
        self.long |= other.long;
        self
    }
}

/// The characters with which every match ends, where the pattern is bound to the end of its text.
fn last(hir: &Hir) -> Option<Vec<char>> {
    let HirKind::Concat(parts) = hir.kind() else { return None };
    if !matches!(parts.last()?.kind(), HirKind::Look(Look::End)) {
        return None;
    }
    let mut class = ClassUnicode::empty();
    let nullable = collect(hir, &mut class)?;
    (!nullable && size(&class) <= EDGE).then(|| characters(&class).collect())
}

/// Adds the characters that may end a match; whether the match may be empty. None: any character.
fn collect(hir: &Hir, class: &mut ClassUnicode) -> Option<bool> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(true),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            let c = text.chars().next_back()?;
            class.push(ClassUnicodeRange::new(c, c));
            Some(false)
        }
        HirKind::Class(Class::Unicode(more)) => {
            class.union(more);
            (size(class) <= EDGE).then_some(false)
        }
        HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Repetition(r) => {
            let empty = collect(&r.sub, class)?;
            Some(empty || r.min == 0)
        }
        HirKind::Capture(c) => collect(&c.sub, class),
        HirKind::Concat(parts) => {
            for part in parts.iter().rev() {
                if !collect(part, class)? {
                    return Some(false);
                }
            }
            Some(true)
        }
        HirKind::Alternation(parts) => {
            let mut empty = false;
            for part in parts {
                empty |= collect(part, class)?;
            }
            Some(empty)
        }
    }
}

fn size(class: &ClassUnicode) -> usize {
    class.iter().map(|r| (u32::from(r.end()) - u32::from(r.start())) as usize + 1).sum()
}

fn characters(class: &ClassUnicode) -> impl Iterator<Item = char> + '_ {
    class.iter().flat_map(|r| r.start()..=r.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hir(pattern: &str) -> Hir {
        regex_syntax::parse(pattern).unwrap()
    }

    #[test]
    fn a_pattern_needs_its_literals() {
        let cases: [(&str, Option<&[&str]>); 10] = [
            ("^.{0,9}范文[一二]$", Some(&["范文一", "范文二"])),
            ("(?:范文|例文)[一二]", Some(&["例文一", "例文二", "范文一", "范文二"])),
            ("[一二]?甲*", None),
            ("(?:甲|.)", None),
            ("(?:甲乙){1,3}丙?", Some(&["甲乙"])),
            ("[甲乙][^。]", Some(&["乙", "甲"])),
            ("的(?P<x>[.'])[\u{3400}-\u{9fff}]", Some(&["的'", "的."])),
            ("甲?[0-9]{2}年度?计划", Some(&["年度计划", "年计划"])),
            ("今年(?:是|为).{0,6}甲", Some(&["今年为", "今年是"])),
            (r"\p{Han}+", None),
        ];
        for (p, expected) in cases {
            let found = needs(&hir(p)).map(|mut n| {
                n.sort_unstable();
                n
            });
            let expected = expected.map(|e| e.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>());
            assert_eq!(found, expected, "{p}");
        }
    }

    #[test]
    fn edges_are_what_bound_patterns_begin_and_end_with() {
        let text = |c: Option<Vec<char>>| c.map(|c| c.into_iter().collect::<String>());
        let cases = [
            ("^(?:甲|乙丙)?丁.*$", Some("丁乙甲"), None),
            ("^.*甲[子丑]?$", None, Some("丑子甲")),
            ("^[0-9]+$", Some("0123456789"), Some("0123456789")),
            ("^甲*$", None, None),
            ("^(?:(?:甲|乙)|丙?)丁$", Some("丁丙乙甲"), Some("丁")),
            ("甲$", None, Some("甲")),
            ("^[^。]甲", None, None),
            ("甲", None, None),
        ];
        for (p, head, tail) in cases {
            let [first] = opening(&hir(p));
            assert_eq!(text(first).as_deref(), head, "{p}");
            assert_eq!(text(last(&hir(p))).as_deref(), tail, "{p}");
        }
    }

    #[test]
    fn an_opening_is_known_as_far_as_every_match_reaches() {
        let of = |p| -> [Option<String>; 3] { opening(&hir(p)).map(|c| c.map(|c| c.into_iter().collect())) };
        let some = |c: &str| Some(c.to_owned());
        assert_eq!(
            of("^(?:第[ ]*(?P<n>[一二]{1,2})[ ]*章[:]?)"),
            [some("第"), some(" 一二"), some(" 一二章")]
        );
        assert_eq!(of("^(?:[0-2]{1,2}[.、])"), [some("012"), some(".012、"), None]);
        assert_eq!(of("^(?:甲乙|丙)丁"), [some("丙甲"), some("丁乙"), None]);
        assert_eq!(of("^甲{5}"), [some("甲"), some("甲"), some("甲")]);
        assert_eq!(of("^甲.{2}"), [some("甲"), None, None]);
        assert_eq!(of("甲乙丙"), [None, None, None]);
    }
}
