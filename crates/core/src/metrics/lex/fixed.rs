//! Ordinals, names and fixed words: read as one so that their digits are not taken for quantities.

use super::Lexer;
use super::glyph::Class;
use super::quantity::range_mark;
use super::text::View;
use crate::metrics::expr::{Expr, Kind, Writing};
use crate::span::Span;

/// An expression that has no value.
pub(super) fn expr(start: usize, end: usize) -> Expr {
    let at = Span::new(start, end);
    Expr {
        at,
        outer: at,
        number: at,
        kind: Kind::Count,
        min: None,
        max: None,
        approx: false,
        masked: false,
        unit: None,
        unit_at: Span::empty(end),
        per: None,
        edtf: None,
        writing: Writing::Words,
        fixed: true,
    }
}

/// The fixed word, ordinal or name at `at`.
pub(super) fn read(lex: &Lexer, view: &View<'_>, at: usize) -> Option<Expr> {
    if let Some((_, end)) = lex.fixed.at(view, at, |w, end| w.fits(view.before(at), view.at(end))) {
        return Some(expr(at, end));
    }
    ordinal(view, at)
        .or_else(|| rank(view, at))
        .or_else(|| name(view, at))
        .or_else(|| numbered(view, at))
        .or_else(|| clock(view, at))
}

/// 第一, 第3-5, 第xx.
fn ordinal(view: &View<'_>, at: usize) -> Option<Expr> {
    let from = view.blanks(view.word(at, "第")?);
    let n = view.numeral(from)?;
    let mut end = n.end;
    while let Some(next) =
        range_mark(view, end).or_else(|| view.word(end, "、")).and_then(|m| view.numeral(m))
    {
        end = next.end;
    }
    Some(expr(at, end))
}

/// 前三名, 前10位, 前3强.
fn rank(view: &View<'_>, at: usize) -> Option<Expr> {
    let from = view.word(at, "前")?;
    let n = view.numeral(from)?;
    let end = view.any(n.end, &["名", "位", "强", "甲", "列"])?;
    (!n.approx).then(|| expr(at, end))
}

/// A time of the day: 9时, 上午9点, 9点30分, 三点半.
fn clock(view: &View<'_>, at: usize) -> Option<Expr> {
    let n = view.numeral(at)?;
    if !matches!(view.at(n.end), Some('时' | '点')) {
        return None;
    }
    let hour = n.masked || n.min.is_some_and(|h| h.scale() == 0 && h <= 24.into() && n.min == n.max);
    if !hour || n.approx {
        return None;
    }
    let part_of_day =
        ["上午", "下午", "中午", "早上", "晚上", "凌晨", "清晨", "傍晚", "午后", "夜间", "早", "晚"];
    let led = part_of_day.iter().any(|w| view.word_back(view.blanks_back(at), w).is_some());
    let minutes = |from: usize| {
        let m = view.numeral(from)?;
        view.word(m.end, "分").filter(|_| m.masked || m.max.is_some_and(|m| m < 60.into()))
    };
    if let Some(end) = view.word(n.end, "时") {
        let word =
            view.at(end).is_some_and(|c| "期代间候段效常空而序分许".contains(c)) && minutes(end).is_none();
        return (!word || led)
            .then(|| expr(at, minutes(end).or_else(|| view.any(end, &["许", "整"])).unwrap_or(end)));
    }
    let end = view.word(n.end, "点")?;
    let tail = minutes(end).or_else(|| view.any(end, &["半", "钟", "整", "许", "左右", "一刻"]));
    (led || tail.is_some()).then(|| expr(at, tail.unwrap_or(end)))
}

/// Digits inside a Latin name or a series: PM2.5, G60, 5G, 1+6, 12:30, 3.1.2.
fn name(view: &View<'_>, at: usize) -> Option<Expr> {
    let (g, _) = view.glyph(at)?;
    if g.class != Class::Arabic {
        return None;
    }
    let letter = |c: char| c.is_ascii_alphabetic();
    let (before, start) = match view.back(at) {
        Some((c, s)) => (Some(c), s),
        None => (None, at),
    };
    let joined = match before {
        Some('-') => view.before(start).is_some_and(letter),
        Some(c) => letter(c),
        None => false,
    };
    let digits = |from: usize| {
        let mut p = from;
        while let Some((c, e)) = view.next(p) {
            if !c.is_ascii_digit() {
                break;
            }
            p = e;
        }
        p
    };
    let mut end = digits(at);
    let mut series = 0;
    let mut dots = 0;
    while let Some((c @ ('+' | ':' | '∶' | '.'), after)) = view.next(end) {
        let stop = digits(after);
        if stop == after {
            break;
        }
        series += usize::from(c != '.');
        dots += usize::from(c == '.');
        end = stop;
    }
    if joined || series > 0 || (dots > 1 && series == 0) {
        return Some(expr(at, end));
    }
    None
}

/// 43号, 十届: numbers that name one of a series.
fn numbered(view: &View<'_>, at: usize) -> Option<Expr> {
    let n = view.numeral(at)?;
    let end = view.any(n.end, &["号", "届"])?;
    let people = view.any(end, &["人", "职"]).is_some() && view.word(n.end, "号").is_some();
    (!people && !n.approx).then(|| expr(at, end))
}

/// A number that letters follow is part of a name: 5G, 3D.
pub(super) fn lettered(view: &View<'_>, e: &Expr) -> Option<Expr> {
    if e.unit.is_some() || e.masked || !view.at(e.at.end()).is_some_and(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut end = e.at.end();
    while let Some((c, stop)) = view.next(end) {
        if !c.is_ascii_alphanumeric() {
            break;
        }
        end = stop;
    }
    Some(expr(e.at.start(), end))
}
