//! Reads one numeral: Arabic, Chinese, mixed, vague (几十, 三百余) or masked (xx).

use super::glyph::{Class, Glyph, ten};
use super::numeral::{Numeral, Shape};
use super::place::{Pick, Read, multiplier_is_unit, place_value};
use super::sets::Set;
use super::text::{View, is_han};
use crate::metrics::expr::Writing;
use crate::number::Decimal;

impl View<'_> {
    /// The numeral that begins at `at`, without its sign.
    pub(super) fn numeral(&self, at: usize) -> Option<Numeral> {
        self.remember(at, || read(self, at))
    }
}

fn read(view: &View<'_>, at: usize) -> Option<Numeral> {
    if view.at(at) == Some('上') {
        return upwards(view, at);
    }
    let (first, _) = view.glyph(at)?;
    if first.class == Class::Mask {
        return masked(view, at);
    }
    if let Some(n) = simple(view, at, first) {
        return Some(n);
    }
    if let Some(m) = mixed_mask(view, at, first) {
        return Some(m);
    }
    let low = place_value(view, at, Pick::First)?;
    let high = if low.pair { place_value(view, at, Pick::Second)? } else { low };
    if first.formal && !formal_ok(view, at, &low) {
        return None;
    }
    let writing = match first.class {
        Class::Arabic => Writing::Arabic,
        Class::Vague => Writing::Words,
        _ => Writing::Chinese,
    };
    let mut n = Numeral {
        max: if low.vague { None } else { Some(high.value) },
        approx: low.vague,
        scale: low.scale,
        shape: low.shape,
        ..Numeral::exact(at, low.end, low.value, writing)
    };
    more(view, &mut n)?;
    Some(n)
}

/// Digits that nothing of a numeral follows: 303, 7.5, 三. Most numerals are such, and what [`place_value`] would make
/// of them is plain to see; whatever could be more is left to it.
fn simple(view: &View<'_>, at: usize, first: Glyph) -> Option<Numeral> {
    let digits = |from: usize, value: &mut i64, count: &mut u8| {
        let mut here = from;
        while let Some((g, end)) = view.glyph(here).filter(|(g, _)| g.class == Class::Arabic) {
            // Eighteen digits fit.
            *count = count.checked_add(1).filter(|n| *n <= 18)?;
            *value = *value * 10 + i64::from(g.value);
            here = end;
        }
        Some(here)
    };
    let (mut value, mut count, mut end, mut scale) = (i64::from(first.value), 1, at, 0);
    let writing = match first.class {
        Class::Digit if !first.formal => {
            end = view.glyph(at)?.1;
            Writing::Chinese
        }
        Class::Arabic => {
            (value, count) = (0, 0);
            end = digits(end, &mut value, &mut count)?;
            Writing::Arabic
        }
        _ => return None,
    };
    let mut shape = if first.class == Class::Arabic { Shape::Digits(count) } else { Shape::Signs(1) };
    if first.class == Class::Arabic
        && let Some(('.', point)) = view.next(end)
    {
        let whole = count;
        end = digits(point, &mut value, &mut count)?;
        (scale, shape) = (u32::from(count - whole), Shape::Full);
        // 3.5月 and 1.2013年 are dates; 0.00 has lost its places in a sum.
        if end == point || value == 0 || matches!(view.at(end), Some('年' | '月')) {
            return None;
        }
    }
    let more = view.glyph(end).is_some()
        || matches!(view.at(end), Some(',' | '.' | ' ' | '余' | '多' | '来' | '把' | '好'));
    let value = Decimal::new(value, scale);
    (!more).then(|| Numeral { shape, ..Numeral::exact(at, end, value, writing) })
}

/// 上百, 上千, 上亿: that many and more.
fn upwards(view: &View<'_>, at: usize) -> Option<Numeral> {
    let (_, from) = view.next(at)?;
    let (g, end) = view.glyph(from)?;
    let large = g.class == Class::Big || (g.class == Class::Unit && g.value > 1);
    // 以上百家, 迈上千亿元台阶: the character is another word's.
    if !large || matches!(view.before(at), Some('以' | '迈' | '跨' | '踏')) || view.word(end, "分").is_some()
    {
        return None;
    }
    let r = place_value(view, from, Pick::First).filter(|r| r.shape == Shape::Bare)?;
    let least = Numeral::exact(at, r.end, r.value, Writing::Words);
    Some(Numeral { max: None, approx: true, scale: r.scale, ..least })
}

/// Formal digits are read as numbers only where other numerals stand with them or where nothing else stands around
/// them: 陆 of 大陆 and 参 of 参加 are no numbers.
fn formal_ok(view: &View<'_>, at: usize, r: &Read) -> bool {
    let mut here = at;
    let mut others = 0;
    while let Some((g, end)) = view.glyph(here).filter(|_| here < r.end) {
        others += usize::from(here > at && (g.formal || matches!(g.class, Class::Unit | Class::Big)));
        here = end;
    }
    if others > 0 || view.word(r.end, "分之").is_some() {
        return true;
    }
    let alone = |c: Option<char>| !c.is_some_and(super::text::is_han);
    let money = matches!(view.at(r.end), Some('元' | '圆' | '角' | '分'));
    (alone(view.before(at)) || view.word_back(at, "分之").is_some()) && (alone(view.at(r.end)) || money)
}

/// 余, 多, 来, 几 and 把 behind the digits, and a multiplier behind those: 三百余, 4200多万, 十来, 百把.
fn more(view: &View<'_>, n: &mut Numeral) -> Option<()> {
    let Some((c, end)) = view.next(n.end) else { return Some(()) };
    let value = n.min.unwrap_or_default();
    let round = n.scale > Decimal::ONE || value >= Decimal::TEN;
    let next = view.at(end);
    match c {
        '余' | '多' if round || n.masked => {
            let other = if c == '余' { Set::NotSurplus } else { Set::NotMore };
            if other.stands(view, end) && view.word(end, "次").is_none() {
                return Some(());
            }
            n.max = None;
            n.approx = true;
            n.end = end;
        }
        '来' if n.writing != Writing::Arabic && n.scale > Decimal::ONE => {
            if next.is_none_or(|f| !is_han(f)) || Set::NotAbout.stands(view, end) {
                return Some(());
            }
            n.approx = true;
            n.end = end;
        }
        '把' if n.shape == Shape::Bare => {
            n.approx = true;
            n.end = end;
            n.shape = Shape::Full;
        }
        '好' if n.scale == Decimal::TEN && view.at(end) == Some('几') => {
            n.max = None;
            n.approx = true;
            n.end = end + '几'.len_utf8();
        }
        _ => return Some(()),
    }
    if n.shape == Shape::Bare {
        n.shape = Shape::Full;
    }
    // A multiplier behind 余 or 多: 3万余, 4200多万, 十几亿.
    while let Some((g, end)) = view.glyph(n.end) {
        if g.class != Class::Big || multiplier_is_unit(view, n.end, end, true) {
            break;
        }
        n.multiply(ten(g.value), end)?;
    }
    Some(())
}

/// A run of mask characters, perhaps with a decimal point and with digits among them: xx, ×.×, 20xx.
fn masked(view: &View<'_>, at: usize) -> Option<Numeral> {
    let mut here = at;
    let mut masks = 0;
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    // Letters make a name of it, digits a product: 3×5米.
    if letter(view.before(at)) || view.before(at).is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    // At the head of a line or phrase the filled signs are bullets: ■项目建设.
    if matches!(view.at(at), Some('■' | '△' | '▲' | '●' | '◆')) && !view.before(at).is_some_and(is_han)
    {
        return None;
    }
    // A circle behind a Chinese digit is a zero: 一九○○.
    let digit = |(_, start)| view.glyph(start).is_some_and(|(g, _)| g.class == Class::Digit);
    if matches!(view.at(at), Some('○' | '◯')) && view.back(at).is_some_and(digit) {
        return None;
    }
    while let Some((c, end)) = view.next(here) {
        match view.glyph(here) {
            Some((g, _)) if g.class == Class::Mask => masks += 1,
            Some((g, _)) if g.class == Class::Arabic => {}
            _ if c == '.'
                && here > at
                && matches!(view.glyph(end), Some((g, _)) if matches!(g.class, Class::Mask | Class::Arabic)) =>
                {}
            _ => break,
        }
        here = end;
    }
    if masks == 0 || letter(view.at(here)) {
        return None;
    }
    let mut n = Numeral::hidden(at, here);
    while let Some((g, end)) = view.glyph(n.end) {
        if !matches!(g.class, Class::Big | Class::Unit) || multiplier_is_unit(view, n.end, end, true) {
            break;
        }
        n.end = end;
    }
    if let Some(('余' | '多', end)) = view.next(n.end) {
        n.end = end;
        n.approx = true;
        while let Some((g, end)) = view.glyph(n.end) {
            if g.class != Class::Big {
                break;
            }
            n.end = end;
        }
    }
    Some(n)
}

/// Digits that are followed by masks: 20xx, XX0. 3×5 is a product.
fn mixed_mask(view: &View<'_>, at: usize, first: Glyph) -> Option<Numeral> {
    if first.class != Class::Arabic {
        return None;
    }
    let mut here = at;
    while let Some((g, end)) = view.glyph(here) {
        if g.class != Class::Arabic {
            break;
        }
        here = end;
    }
    let (g, after) = view.glyph(here)?;
    if g.class != Class::Mask {
        return None;
    }
    let product = matches!(view.at(here), Some('x' | 'X' | '×' | '*' | '✕'))
        && matches!(view.glyph(after), Some((f, _)) if f.class == Class::Arabic);
    if product { None } else { masked(view, at) }
}

/// 15K is 15,000, 10w is 100,000.
pub(super) fn thousand(view: &View<'_>, n: &mut Numeral) {
    if n.writing != Writing::Arabic || n.masked {
        return;
    }
    let Some((letter, end)) = view.next(n.end) else { return };
    let by = match letter {
        'K' | 'k' => ten(3),
        // W is 瓦.
        'w' => ten(4),
        _ => return,
    };
    if view.at(end).is_some_and(|c| c.is_ascii_alphanumeric() || c == '/' || c == '²') {
        return;
    }
    // Too large a number is left as it stands.
    let mut multiplied = *n;
    if multiplied.multiply(by, end).is_some() {
        *n = multiplied;
    }
}
