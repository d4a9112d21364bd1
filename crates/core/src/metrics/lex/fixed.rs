//! Ordinals, names and fixed words: read as one so that their digits are not taken for quantities.

use super::Lexer;
use super::glyph::Class;
use super::numeral::{Numeral, Shape};
use super::quantity::range_mark;
use super::sets::Set;
use super::text::{View, is_han, on};
use crate::calendar::days_in;
use crate::metrics::expr::{Expr, Kind, Writing};
use crate::number::Decimal;
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
pub(super) fn read(lex: &Lexer, view: &View<'_>, at: usize, readers: u8) -> Option<Expr> {
    if readers & on::FIXED != 0
        && let Some((_, end)) = lex.fixed.at(view, at, |w, end| w.fits(view.before(at), view.at(end)))
    {
        return Some(expr(at, end));
    }
    match view.at(at) {
        Some('第') => return ordinal(view, at),
        Some('前') => return rank(view, at),
        _ => {}
    }
    let (g, _) = view.glyph(at)?;
    if let Some(name) = if g.class == Class::Arabic { name(view, at) } else { None } {
        return Some(name);
    }
    let n = view.numeral(at)?;
    // What can follow tells the others apart.
    match view.at(n.end) {
        Some('号' | '届') => numbered(view, at, &n),
        Some('时' | '点') => clock(view, at, &n),
        Some('年' | ' ') => form(view, at, &n),
        Some('·' | '•' | '・') => event(lex, view, at, g.class),
        Some(_) if matches!(n.shape, Shape::Signs(1)) => serial(view, at),
        _ => None,
    }
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
    let end = Set::Ranked.at(view, n.end)?;
    (!n.approx).then(|| expr(at, end))
}

/// A time of the day: 9时, 上午9点, 9点30分, 三点半.
fn clock(view: &View<'_>, at: usize, n: &Numeral) -> Option<Expr> {
    // 八九点钟
    let exact = n.min == n.max || matches!(n.shape, Shape::Pair(..));
    let whole = |h: Decimal| h.scale() == 0 && (h <= 24.into() || matches!(n.shape, Shape::Pair(..)));
    let hour = n.masked || exact && n.min.is_some_and(whole);
    if !hour || n.approx {
        return None;
    }
    let led = Set::DayPart.back(view, view.blanks_back(at)).is_some();
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
    let tail = minutes(end).or_else(|| Set::ClockTail.at(view, end));
    (led || tail.is_some()).then(|| expr(at, tail.unwrap_or(end)))
}

/// Digits inside a Latin name or a series: PM2.5, G60, 5G, 1+6, 12:30, 3.1.2.
fn name(view: &View<'_>, at: usize) -> Option<Expr> {
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

/// A day that names what happened on it, or is kept on it: 3·15, 九·一八. A decimal whose point a scanner spoilt stands
/// before a multiplier, a sign or a unit that ends its phrase.
fn event(lex: &Lexer, view: &View<'_>, at: usize, class: Class) -> Option<Expr> {
    // A number, or Chinese digits one by one: 一二·九.
    let part = |from: usize| {
        let (mut here, mut count) = (from, 0);
        while let Some((_, end)) = view.glyph(here).filter(|(g, _)| g.class == class) {
            (here, count) = (end, count + 1);
        }
        (1..=2).contains(&count).then_some(here)
    };
    let dot = part(at)?;
    let end = part(view.any(dot, &["·", "•", "・"])?)?;
    if view.glyph(end).is_some_and(|(g, _)| g.class != Class::Mask) || view.before(at) == Some('·') {
        return None;
    }
    if class == Class::Arabic {
        let number = |from: usize, to: usize| view.folded(from, to).parse::<u8>().ok();
        let (month, day) = (number(at, dot)?, number(view.next(dot)?.1, end)?);
        if !(1..=12).contains(&month) || !(1..=days_in(None, month)).contains(&day) {
            return None;
        }
        let unit = lex.unit_at(view, end).filter(|u| u.kind != Kind::Count);
        let figure = unit.is_some_and(|u| {
            // 10·8元宵晚会: a unit of one character may begin a word.
            let (_, stop) = u.at;
            stop - end > '元'.len_utf8()
                || !view.at(end).is_some_and(is_han)
                || !view.at(stop).is_some_and(is_han)
        });
        if figure || matches!(view.at(end), Some('.' | '-' | '~')) {
            return None;
        }
    }
    Some(expr(at, end))
}

/// 二村, and 一村 beside it: a name in a series.
fn serial(view: &View<'_>, at: usize) -> Option<Expr> {
    let (g, from) = view.glyph(at).filter(|(g, _)| g.class == Class::Digit && !g.formal)?;
    let end = Set::Serial.at(view, from)?;
    let unit = view.at(from)?;
    let second = |at: usize| view.word(at, "二").filter(|e| view.at(*e) == Some(unit));
    let beside = || {
        let next = view.any(end, &["、", "和"]).and_then(second).filter(|_| g.value == 1);
        let last = view.any_back(at, &["、", "和"]) && g.value == 3;
        next.is_some()
            || last
                && view
                    .back(at)
                    .and_then(|(_, mark)| view.back(mark))
                    .is_some_and(|(c, start)| c == unit && view.before(start) == Some('二'))
    };
    (second(at).is_some() || beside()).then(|| expr(at, end))
}

/// 20 年 月 日: the blanks of a form.
fn form(view: &View<'_>, at: usize, n: &Numeral) -> Option<Expr> {
    matches!(n.shape, Shape::Digits(2 | 4)).then_some(())?;
    let month = view.blanks(view.word(view.blanks(n.end), "年")?);
    let day = view.blanks(view.word(month, "月")?);
    view.word(day, "日").map(|end| expr(at, end))
}

/// 43号, 十届: numbers that name one of a series.
fn numbered(view: &View<'_>, at: usize, n: &Numeral) -> Option<Expr> {
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
