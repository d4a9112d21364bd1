//! Reads one numeral: Arabic, Chinese, mixed, vague (几十, 三百余) or masked (xx).

use super::place::{Pick, Read, multiplier_is_unit, place_value};
use super::text::{Chars, View, is_han};
use crate::metrics::expr::Writing;
use crate::number::Decimal;
use std::sync::LazyLock;

/// What a character is in a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    pub(super) class: Class,
    pub(super) value: u8,
    /// A form of bills and cheques, which may be a common character elsewhere.
    pub(super) formal: bool,
}

/// See `numerals.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Arabic,
    Digit,
    Unit,
    Big,
    Tens,
    Point,
    Half,
    Vague,
    Mask,
}

impl Glyph {
    pub(super) fn arabic(value: u8) -> Self {
        Self { class: Class::Arabic, value, formal: false }
    }
}

/// A numeral as read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numeral {
    pub(super) end: usize,
    pub(super) min: Option<Decimal>,
    pub(super) max: Option<Decimal>,
    pub(super) approx: bool,
    pub(super) masked: bool,
    pub(super) writing: Writing,
    /// The last multiplier (100, 10000 …; 1 where there is none) and what it multiplies, for ranges that share it.
    pub(super) scale: Decimal,
    pub(super) shape: Shape,
}

/// What a numeral looks like: what it can and cannot be follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// ASCII digits only, that many.
    Digits(u8),
    /// Chinese digits only, that many: 二〇一三, 三.
    Signs(u8),
    /// Two neighbouring Chinese digits that are a range before a measure word: 三四.
    Pair(Decimal, Decimal),
    /// A multiplier without digits: 百, 千, 万, which only 分之 and few others allow.
    Bare,
    /// Anything else.
    Full,
}

pub(super) fn ten(exponent: u8) -> Decimal {
    Decimal::from(10_u64.pow(u32::from(exponent.min(19))))
}

/// Reads the numeral that begins at `at`, without its sign.
pub(super) fn read(view: &View<'_>, at: usize) -> Option<Numeral> {
    view.numeral(at, || read_afresh(view, at))
}

fn read_afresh(view: &View<'_>, at: usize) -> Option<Numeral> {
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
        end: low.end,
        min: Some(low.value),
        max: Some(high.value),
        approx: low.vague,
        masked: false,
        writing,
        scale: low.scale,
        shape: low.shape,
    };
    if low.vague {
        n.max = None;
    }
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
    let value = Some(Decimal::new(value, scale));
    (!more).then_some(Numeral {
        end,
        min: value,
        max: value,
        approx: false,
        masked: false,
        writing,
        scale: Decimal::ONE,
        shape,
    })
}

/// 上百, 上千, 上亿: that many and more.
fn upwards(view: &View<'_>, at: usize) -> Option<Numeral> {
    let (_, from) = view.next(at)?;
    let (g, end) = view.glyph(from)?;
    let large = g.class == Class::Big || (g.class == Class::Unit && g.value > 1);
    if !large || view.before(at) == Some('以') || view.word(end, "分").is_some() {
        return None;
    }
    let r = place_value(view, from, Pick::First).filter(|r| r.shape == Shape::Bare)?;
    Some(Numeral {
        end: r.end,
        min: Some(r.value),
        max: None,
        approx: true,
        masked: false,
        writing: Writing::Words,
        scale: r.scale,
        shape: Shape::Full,
    })
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
            let clash = if c == '余' { "额款粮热地下" } else { "数边样次方彩功媒党少" };
            if next.is_some_and(|f| clash.contains(f)) && view.word(end, "次").is_none() {
                return Some(());
            }
            n.max = None;
            n.approx = true;
            n.end = end;
        }
        '来' if n.writing != Writing::Arabic && n.scale > Decimal::ONE => {
            if next.is_none_or(|f| "自源临到看说年的，,。、".contains(f) || !super::text::is_han(f))
            {
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
        let m = ten(g.value);
        n.min = times(n.min, m)?;
        n.max = times(n.max, m)?;
        n.scale = m;
        n.end = end;
        n.shape = Shape::Full;
    }
    Some(())
}

fn times(v: Option<Decimal>, m: Decimal) -> Option<Option<Decimal>> {
    match v {
        None => Some(None),
        Some(v) => v.checked_mul(m).map(Some),
    }
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
    let mut n = Numeral {
        end: here,
        min: None,
        max: None,
        approx: false,
        masked: true,
        writing: Writing::Masked,
        scale: Decimal::ONE,
        shape: Shape::Full,
    };
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

/// The characters, for [`parse_number`]: the tables are part of the crate and a test reads them.
static CHARS: LazyLock<Option<Chars>> = LazyLock::new(|| super::table::chars().ok());

/// The value of one written numeral, and of nothing else: Arabic, Chinese or mixed, Traditional or Simplified, with
/// its sign.
///
/// `None` where the text is no numeral, or one without an exact value: a range (三四), a vague number (十几), a masked
/// one (xx), and 万 or 亿 alone.
///
/// ```
/// use gongwen::{Decimal, parse_number};
/// let n = |s| parse_number(s).map(gongwen::plain);
/// assert_eq!(n("一万三").as_deref(), Some("13000"));
/// assert_eq!(n("5亿1万4千6百").as_deref(), Some("500014600"));
/// assert_eq!(n("壹佰贰拾叁").as_deref(), Some("123"));
/// assert_eq!(n("１,２３４.５").as_deref(), Some("1234.5"));
/// assert_eq!(n("負三點一四").as_deref(), Some("-3.14"));
/// assert_eq!(n("二〇二四").as_deref(), Some("2024"));
/// assert_eq!(n("十几"), None);
/// assert_eq!(n("万"), None);
/// ```
#[must_use]
pub fn parse_number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let last = super::text::Last::default();
    let view = View::new(text, 0, text.len(), CHARS.as_ref()?, &last);
    let (negative, from) = match view.next(0)? {
        ('负' | '-', end) => (true, end),
        ('+', end) => (false, end),
        _ => (false, 0),
    };
    if view.at(from) == Some('半') && view.next(from)?.1 == text.len() {
        return Some(Decimal::new(if negative { -5 } else { 5 }, 1));
    }
    let n = read(&view, from)?;
    let alone = n.shape == Shape::Bare && n.min < Some(Decimal::from(1_000_000))
        || matches!(n.shape, Shape::Pair(..));
    if n.end != text.len() || n.approx || n.masked || alone || n.min != n.max {
        return None;
    }
    n.min.map(|v| if negative { -v } else { v }.normalize())
}
