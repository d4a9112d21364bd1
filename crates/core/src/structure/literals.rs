//! What a regular expression asks of every text that it matches: literals, and the first and the last character.
//!
//! Read off the parsed pattern. Everything here may say less than it could (that costs time), never more (that
//! would cost matches).

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look};

/// Most literals of one pattern: with more, the literals say too little to be worth looking for.
const MOST: usize = 400;
/// Most strings that neighbouring parts are multiplied out to.
const PRODUCT: usize = 64;
/// Most characters of a class that count as literals.
const SMALL_CLASS: usize = 24;
/// Most characters that an edge may be: a class of all but a few says nothing.
const EDGE: usize = 600;

/// Literals of which every match holds at least one: the part of the pattern whose literals say most.
pub(super) fn needs(hir: &Hir) -> Option<Vec<String>> {
    let found = part(hir)?;
    (found.len() <= MOST && found.iter().all(|l| !l.is_empty())).then_some(found)
}

fn part(hir: &Hir) -> Option<Vec<String>> {
    if let Some(all) = exact(hir) {
        return all.iter().all(|l| !l.is_empty()).then_some(all);
    }
    match hir.kind() {
        HirKind::Repetition(r) if r.min > 0 => part(&r.sub),
        HirKind::Capture(c) => part(&c.sub),
        HirKind::Concat(parts) => runs(parts)
            .into_iter()
            .chain(parts.iter().filter_map(part))
            .filter(|n| n.len() <= MOST && n.iter().all(|l| !l.is_empty()))
            .max_by_key(|n| (n.iter().map(|l| worth(l)).min(), std::cmp::Reverse(n.len()))),
        HirKind::Alternation(parts) => {
            let all: Option<Vec<Vec<String>>> = parts.iter().map(part).collect();
            all.map(|a| a.concat())
        }
        _ => None,
    }
}

/// The strings of neighbours that are finite, multiplied out: `的[.']` is 的. and 的'.
fn runs(parts: &[Hir]) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    let mut run: Vec<String> = Vec::new();
    for next in parts {
        match exact(next).filter(|n| n.len() * run.len().max(1) <= PRODUCT) {
            Some(next) if run.is_empty() => run = next,
            Some(next) => {
                run = run.iter().flat_map(|a| next.iter().map(move |b| format!("{a}{b}"))).collect();
            }
            None => {
                out.push(std::mem::take(&mut run));
                run = exact(next).unwrap_or_default();
            }
        }
    }
    out.push(run);
    out.retain(|r| !r.is_empty());
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

/// How much a literal says: a word more than a sign, a sign of ASCII in Chinese text more than another character.
fn worth(literal: &str) -> usize {
    let chars = literal.chars().count();
    if chars > 1 { 1 + chars } else { usize::from(literal.starts_with(|c: char| c.is_ascii_punctuation())) }
}

/// The characters with which every match begins, where the pattern is bound to the beginning of its text.
pub(super) fn first(hir: &Hir) -> Option<Vec<char>> {
    edge(hir, Look::Start, false)
}

/// The characters with which every match ends, where the pattern is bound to the end of its text.
pub(super) fn last(hir: &Hir) -> Option<Vec<char>> {
    edge(hir, Look::End, true)
}

fn edge(hir: &Hir, bound: Look, backwards: bool) -> Option<Vec<char>> {
    let HirKind::Concat(parts) = hir.kind() else { return None };
    let at = if backwards { parts.last() } else { parts.first() };
    if !matches!(at?.kind(), HirKind::Look(l) if *l == bound) {
        return None;
    }
    let mut class = ClassUnicode::empty();
    let nullable = collect(hir, backwards, &mut class)?;
    (!nullable && size(&class) <= EDGE).then(|| characters(&class).collect())
}

/// Adds the characters that may stand at the edge of a match; whether the match may be empty. None: any character.
fn collect(hir: &Hir, backwards: bool, class: &mut ClassUnicode) -> Option<bool> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(true),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            let c = if backwards { text.chars().next_back() } else { text.chars().next() }?;
            class.push(ClassUnicodeRange::new(c, c));
            Some(false)
        }
        HirKind::Class(Class::Unicode(more)) => {
            class.union(more);
            (size(class) <= EDGE).then_some(false)
        }
        HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Repetition(r) => {
            let empty = collect(&r.sub, backwards, class)?;
            Some(empty || r.min == 0)
        }
        HirKind::Capture(c) => collect(&c.sub, backwards, class),
        HirKind::Concat(parts) => {
            let mut parts: Vec<&Hir> = parts.iter().collect();
            if backwards {
                parts.reverse();
            }
            for part in parts {
                if !collect(part, backwards, class)? {
                    return Some(false);
                }
            }
            Some(true)
        }
        HirKind::Alternation(parts) => {
            let mut empty = false;
            for part in parts {
                empty |= collect(part, backwards, class)?;
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
            ("甲$", None, Some("甲")),
            ("^[^。]甲", None, None),
            ("甲", None, None),
        ];
        for (p, head, tail) in cases {
            assert_eq!(text(first(&hir(p))).as_deref(), head, "{p}");
            assert_eq!(text(last(&hir(p))).as_deref(), tail, "{p}");
        }
    }
}
