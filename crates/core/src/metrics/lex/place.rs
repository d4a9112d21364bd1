//! Place value: digits and multipliers, Arabic, Chinese and mixed.
//!
//! One pass over the characters keeps a section below 万 (`section`, the pending digits `num`) and a stack of
//! finished sections by their multiplier. A multiplier takes what stands before it and every finished section of a
//! smaller one: 一万五千亿 is (10000 + 5000) × 10^8, 五兆六十二亿 is 5×10^12 + 62×10^8. Linear in the numeral's length.

use super::glyph::{Class, ten};
use super::numeral::Shape;
use super::text::View;
use crate::number::Decimal;

/// Which digit of a neighbouring pair (四五千) is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pick {
    First,
    Second,
}

/// A place-value reading.
#[derive(Clone, Copy)]
pub(super) struct Read {
    pub(super) value: Decimal,
    pub(super) end: usize,
    pub(super) pair: bool,
    pub(super) vague: bool,
    pub(super) scale: Decimal,
    pub(super) shape: Shape,
}

/// The place-value reading from `at`.
pub(super) fn place_value(view: &View<'_>, at: usize, pick: Pick) -> Option<Read> {
    let mut here = at;
    let mut stack: Vec<(Decimal, u8)> = Vec::new();
    let mut section: Option<Decimal> = None;
    let mut num: Option<Decimal> = None;
    let mut run_len = 0_u8; // characters of the pending digits
    let mut run_arabic = false;
    let mut last = 0_u8; // exponent of the last multiplier; 0 before the first
    let mut within = u8::MAX; // exponent of the last multiplier of this section
    let mut zero = false; // 零 stood before the pending digits
    let mut pair = false;
    let mut vague = false;
    let mut grouped = false;
    let mut has_digits = false;
    let mut scale = Decimal::ONE;
    let mut fraction: Option<Decimal> = None;
    loop {
        if num.is_some() && run_arabic {
            // 189 亿元
            let gap = view.blanks(here);
            if gap > here && matches!(view.at(gap), Some('万' | '亿')) {
                here = gap;
            }
        }
        let Some((g, end)) = view.glyph(here) else { break };
        match g.class {
            Class::Arabic | Class::Digit if num.is_none() && fraction.is_none() => {
                // 两 closes no numeral (十两 is a weight) but opens one (一万两千).
                let opens =
                    || matches!(view.glyph(end), Some((f, _)) if matches!(f.class, Class::Unit | Class::Big));
                if last > 0 && view.at(here) == Some('两') && !opens() {
                    break;
                }
                let run = if g.class == Class::Arabic { arabic(view, here)? } else { signs(view, here) };
                zero |= run.leading_zero && (run.len > 1 || last > 0);
                run_len = run.len;
                run_arabic = g.class == Class::Arabic;
                grouped |= run.grouped;
                let mut value = run.value?;
                let mut stop = run.end;
                if run.len == 1 && g.value == 0 && !run_arabic && last > 0 {
                    // 零 between multipliers: 一千零一十, 10万零6千. What follows counts at its face.
                    match view.glyph(stop) {
                        Some((f, _))
                            if matches!(
                                f.class,
                                Class::Arabic | Class::Digit | Class::Unit | Class::Tens
                            ) =>
                        {
                            here = stop;
                            if f.class == Class::Arabic {
                                let r = arabic(view, stop)?;
                                value = r.value?;
                                stop = r.end;
                                run_len = r.len;
                                run_arabic = true;
                            } else {
                                // 零十二, 零卌: the digits come in the next turn.
                                zero = true;
                                continue;
                            }
                        }
                        _ => break,
                    }
                }
                if let Some((a, b)) = run.pair {
                    let unit_follows = matches!(view.glyph(stop), Some((f, e)) if matches!(f.class, Class::Unit | Class::Big) && !multiplier_is_unit(view, stop, e, false));
                    if unit_follows || last > 0 {
                        pair = true;
                        run_len = 1;
                        value = Decimal::from(if pick == Pick::First { a } else { b });
                    }
                }
                has_digits = true;
                num = Some(value);
                here = stop;
            }
            Class::Vague if num.is_none() && fraction.is_none() => {
                let next = view.glyph(end);
                let counts = matches!(next, Some((f, e)) if matches!(f.class, Class::Unit | Class::Big)
                    && !multiplier_is_unit(view, end, e, false)
                    && view.word(e, "分之").is_none());
                if last == 0 {
                    if !counts {
                        return None;
                    }
                    num = Some(Decimal::TWO);
                } else if view.at(here) == Some('几') && (last == 1 || counts) {
                    num = Some(Decimal::ZERO);
                    zero = true;
                } else {
                    break;
                }
                vague = true;
                has_digits = true;
                run_len = 1;
                here = end;
            }
            Class::Unit => {
                if within <= g.value || fraction.is_some() || multiplier_is_unit(view, here, end, run_arabic)
                {
                    break;
                }
                let n = match num {
                    Some(n) => n,
                    None if g.value == 1 || last == 0 || zero => Decimal::ONE,
                    None => break,
                };
                section = Some(section.unwrap_or_default().checked_add(n.checked_mul(ten(g.value))?)?);
                (num, zero, within, last) = (None, false, g.value, g.value);
                has_digits |= g.value == 1;
                scale = ten(g.value);
                here = end;
            }
            Class::Tens if num.is_none() && within > 1 && fraction.is_none() => {
                section = Some(section.unwrap_or_default() + Decimal::from(g.value) * Decimal::TEN);
                (zero, within, last, has_digits) = (false, 1, 1, true);
                here = end;
            }
            Class::Big => {
                let own = match (section, num, fraction) {
                    (None, None, None) => None,
                    (s, n, f) => Some(
                        s.unwrap_or_default()
                            .checked_add(n.unwrap_or_default())?
                            .checked_add(f.unwrap_or_default())?,
                    ),
                };
                if own.is_none() && stack.is_empty() && last == 0 {
                    // 万 alone is no number; 万亿 is read for what follows it.
                    stack.push((Decimal::ONE, 0));
                }
                if (own.is_none() && stack.is_empty()) || multiplier_is_unit(view, here, end, run_arabic) {
                    break;
                }
                let mut sum = own.unwrap_or_default();
                while let Some(&(v, e)) = stack.last() {
                    if e < g.value || (e == g.value && own.is_none()) {
                        sum = sum.checked_add(v)?;
                        stack.pop();
                    } else {
                        break;
                    }
                }
                if stack.last().is_some_and(|&(_, e)| e == g.value) {
                    return None;
                }
                stack.push((sum.checked_mul(ten(g.value))?, g.value));
                (section, num, fraction, zero, within, last) = (None, None, None, false, u8::MAX, g.value);
                scale = ten(g.value);
                here = end;
            }
            Class::Point
                if fraction.is_none() && (num.is_some() || section.is_some() || !stack.is_empty()) =>
            {
                let Some((f, stop)) = point(view, end) else { break };
                if let (Some(n), false) = (num, last > 0) {
                    num = Some(n.checked_add(f)?);
                    run_len = 2;
                } else {
                    fraction = Some(f);
                }
                here = stop;
                if !matches!(view.glyph(here), Some((g, _)) if matches!(g.class, Class::Big | Class::Unit)) {
                    break;
                }
            }
            _ => break,
        }
    }
    if here == at {
        return None;
    }
    // A last digit counts a place below the last multiplier: 三万五, 一百二. Not after 零, not with several digits.
    let mut tail = num.unwrap_or_default();
    if last > 1 && run_len == 1 && !zero {
        tail = tail.checked_mul(ten(last - 1))?;
    }
    let mut value = stack.iter().try_fold(Decimal::ZERO, |s, (v, _)| s.checked_add(*v))?;
    value = value
        .checked_add(section.unwrap_or_default())?
        .checked_add(tail)?
        .checked_add(fraction.unwrap_or_default())?;
    let shape = if last == 0 && fraction.is_none() && !has_digits {
        return None;
    } else if !has_digits {
        Shape::Bare
    } else if last == 0 && fraction.is_none() && run_arabic && !grouped && value.scale() == 0 {
        Shape::Digits(run_len)
    } else if last == 0 && fraction.is_none() && !run_arabic && value.scale() == 0 {
        match signs(view, at).pair {
            Some((a, b)) => Shape::Pair(Decimal::from(a), Decimal::from(b)),
            None => Shape::Signs(run_len),
        }
    } else {
        Shape::Full
    };
    // 十 and 廿 are numbers by themselves; the scale that a range can share is that of a closing multiplier only.
    if num.is_some() {
        scale = if last == 0 { Decimal::ONE } else { scale };
    }
    Some(Read { value, end: here, pair, vague, scale, shape })
}

/// Digits in a row.
struct Run {
    value: Option<Decimal>,
    end: usize,
    len: u8,
    leading_zero: bool,
    grouped: bool,
    pair: Option<(u8, u8)>,
}

/// ASCII digits, grouped by commas, with a decimal part.
fn arabic(view: &View<'_>, at: usize) -> Option<Run> {
    // Digits and how many; the mantissa is none once it no longer fits a decimal.
    let digits = |from: usize, mantissa: &mut Option<i128>| {
        let (mut here, mut count) = (from, 0_u32);
        while let Some((c @ '0'..='9', end)) = view.next(here) {
            let d = i128::from(u32::from(c) - u32::from('0'));
            *mantissa = mantissa.and_then(|m| m.checked_mul(10)?.checked_add(d));
            (here, count) = (end, count + 1);
        }
        (here, count)
    };
    let mut mantissa = Some(0);
    let (mut end, mut count) = digits(at, &mut mantissa);
    let len = u8::try_from(count).unwrap_or(u8::MAX);
    let leading_zero = view.at(at) == Some('0');
    let mut grouped = false;
    // 1,100: groups of exactly three after one to three digits.
    if count <= 3 && !leading_zero {
        while let Some((',', after)) = view.next(end) {
            let mut longer = mantissa;
            let (stop, group) = digits(after, &mut longer);
            if group != 3 {
                break;
            }
            (mantissa, end, grouped, count) = (longer, stop, true, count + 3);
        }
    }
    let mut scale = 0;
    if let Some(('.', after)) = view.next(end) {
        let mut longer = mantissa;
        let (stop, fraction) = digits(after, &mut longer);
        let dotted = matches!(view.next(stop), Some(('.', e)) if matches!(view.at(e), Some('0'..='9')));
        // 1.2013年 and 3.5月 are an enumerator and a date.
        let date =
            (fraction == 4 && view.at(stop) == Some('年')) || (fraction <= 2 && view.at(stop) == Some('月'));
        if fraction > 0 && !dotted && !date {
            (mantissa, end, scale) = (longer, stop, fraction);
        }
    }
    let value = mantissa.and_then(|m| Decimal::try_from_i128_with_scale(m, scale).ok());
    Some(Run { value, end, len, leading_zero, grouped, pair: None })
}

/// Chinese digits, one after the other. ASCII 0 and ○ may stand for 零 between them.
fn signs(view: &View<'_>, at: usize) -> Run {
    let (mut here, mut len) = (at, 0_u8);
    let mut value = Some(Decimal::ZERO);
    let mut digits = [0_u8; 3];
    let formal = view.glyph(at).is_some_and(|(g, _)| g.formal);
    while let Some((g, end)) = view.glyph(here) {
        let zero_like = len > 0
            && matches!(view.at(here), Some('0' | '○' | '◯'))
            && matches!(view.glyph(end), Some((f, _)) if f.class == Class::Digit && !f.formal);
        let digit = g.class == Class::Digit
            && (len == 0 || g.formal == formal || g.value == 0)
            && (len == 0 || view.at(here) != Some('两') || (len == 1 && matches!(digits[0], 1 | 3)));
        if !digit && !zero_like {
            break;
        }
        let d = if digit { g.value } else { 0 };
        if let Some(slot) = digits.get_mut(usize::from(len)) {
            *slot = d;
        }
        value = value.and_then(|v| v.checked_mul(Decimal::TEN)).and_then(|v| v.checked_add(Decimal::from(d)));
        len = len.saturating_add(1);
        here = end;
    }
    let leading_zero = digits[0] == 0;
    let [a, b, _] = digits;
    let pair = (len == 2
        && a > 0
        && (b == a + 1 || (a, b) == (3, 5) || ((a, b) == (3, 2) && view.word(at, "三两").is_some())))
    .then_some(if b > a { (a, b) } else { (b, a) });
    Run { value, end: here, len, leading_zero, grouped: false, pair }
}

/// Digits behind 点, as a fraction.
fn point(view: &View<'_>, at: usize) -> Option<(Decimal, usize)> {
    let mut text = String::from("0.");
    let mut here = at;
    while let Some((g, end)) = view.glyph(here) {
        if !matches!(g.class, Class::Arabic | Class::Digit) || view.at(here) == Some('两') {
            break;
        }
        text.push(char::from(b'0' + g.value));
        here = end;
    }
    // 3点30分 is a time of the day.
    if here == at || view.at(here) == Some('分') && view.word(here, "分之").is_none() {
        return None;
    }
    Some((text.parse().ok()?, here))
}

/// Whether 千, 百, 万 or 兆 at `at..end` is the beginning of a unit or of 百分之: 千瓦, 千克, 兆帕.
pub(super) fn multiplier_is_unit(view: &View<'_>, at: usize, end: usize, arabic: bool) -> bool {
    let Some(c) = view.at(at) else { return false };
    let Some(next) = view.at(end) else { return false };
    match c {
        '千' => {
            "瓦克卡伏赫帕焦乏".contains(next)
                || (arabic && next == '米')
                || (next == '分' && view.word(end, "分点").is_some())
        }
        '兆' => "瓦帕赫焦伏比字".contains(next),
        '百' => view.word(end, "分点").is_some() || view.word(end, "分比").is_some() || next == '帕',
        _ => false,
    }
}
