//! Years some of whose digits are blank: `20xx年`, `二0--年`, `20_年`, `xx年x月`.

use super::line::{Line, is_numeral};
use super::sign::Sign;

/// Words before that make a number of years of it, by their last character: 第, 近, 约, 满, 为期, 历时, 今后, 连续, 每.
const COUNTED: &str = "第近约满期为时后續续每過过了約滿後為";
/// What makes a number of years of it behind 年.
const SPAN: &str = "内多来以间前级制限龄期內來間級齡半";
/// What makes a year of it behind 年 though only one digit is blank.
const DATED: &str = "度初底末终終";

/// Where a year starts and ends. The `run` blanks stand from `at` to `end`; `unit` when what follows counts.
pub(super) fn year(
    line: &Line<'_>,
    at: usize,
    end: usize,
    sign: Sign,
    run: usize,
    unit: bool,
) -> Option<(usize, usize)> {
    if matches!(sign, Sign::Some | Sign::Caret | Sign::Shape) || run > 4 {
        return None;
    }
    let (mut from, mut known) = (at, 0);
    while let Some(c) = line.before(from).filter(|&c| known < 4 && is_digit(c)) {
        from -= c.len_utf8();
        known += 1;
    }
    // 四百 and 一百: a numeral and not the digits of a year.
    let longer = |c: char| c.is_ascii_alphanumeric() || is_numeral(c) || matches!(c, '-' | '.' | '~' | '～');
    if known > 0 && line.before(from).is_some_and(longer) && !after_range(line, from) {
        return None;
    }
    let prefix = &line.rest(from)[..at - from];
    let chinese = !prefix.starts_with(|c: char| c.is_ascii_digit());
    // 二○○: Chinese zeros are no blanks.
    if sign == Sign::Circle && known > 0 && chinese {
        return None;
    }
    // 20x3年
    let more = line.rest(end).bytes().take_while(u8::is_ascii_digit).take(2).count();
    let end = if known + run + more == 4 && known > 0 { end + more } else { end };
    let century = is_century(prefix);
    let dash = sign == Sign::Dash || sign == Sign::Tilde;
    if let Some(behind) = line.after(end).filter(|&c| c == '年').map(|c| end + c.len_utf8()) {
        let blanks = match known {
            0 => run == 4 && !dash,
            1 => run == 3 && !dash && prefix.starts_with(['1', '2', '一', '二']),
            2 => century,
            3 => run <= 2 && !dash && century,
            _ => false,
        } || (known > 0 && known + run + more == 4 && more > 0 && century);
        if blanks {
            return Some((from, behind));
        }
        if known > 0 || dash || sign == Sign::Circle {
            return None;
        }
        let counted = line.before(at).is_some_and(|c| COUNTED.contains(c));
        let next = line.after(behind);
        let month = next.is_some_and(|c| c.is_ascii_digit() || Sign::of(c).is_some_and(|s| s == sign));
        let span = next.is_some_and(|c| SPAN.contains(c));
        let dated = month || next.is_some_and(|c| DATED.contains(c));
        return ((run >= 2 && !span || dated) && !counted).then_some((from, behind));
    }
    // 20xx without 年: a year, too, unless it counts something (20xx亩).
    let next = line.after(end);
    let goes_on = next.is_some_and(|c| c.is_ascii_alphanumeric());
    let all = run == 2 || (sign == Sign::Line && run <= 4);
    (known == 2 && century && !chinese && !dash && sign != Sign::Circle && all && !goes_on && !unit)
        .then_some((from, end))
}

/// Digits of a year, in figures or characters.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
        || (is_numeral(c) && !matches!(c, '十' | '百' | '千' | '两'))
        || matches!(c, '〇' | '○' | 'O')
}

/// Whether the digits before the blanks are those of a year we may read of.
fn is_century(prefix: &str) -> bool {
    let mut digits = prefix.chars();
    matches!(
        (digits.next(), digits.next()),
        (Some('2' | '二'), Some('0' | '〇' | '○' | '零' | 'O'))
            | (Some('1'), Some('9'))
            | (Some('一'), Some('九'))
    )
}

/// Whether the year ends a range: `20xx-20xx年`.
fn after_range(line: &Line<'_>, from: usize) -> bool {
    let mut before = line.rest(line.start)[..from - line.start].chars().rev();
    before.next().is_some_and(|c| "-~～".contains(c))
        && before
            .next()
            .is_some_and(|c| c == '年' || Sign::of(c).is_some_and(|s| s != Sign::Dash) || c.is_ascii_digit())
}
