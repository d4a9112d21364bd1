//! The value of a text that is one numeral.

use super::numeral::Shape;
use super::text::{Chars, Last, View};
use crate::number::Decimal;
use std::sync::LazyLock;

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
    let last = Last::default();
    let view = View::new(text, 0, text.len(), CHARS.as_ref()?, &last);
    let (negative, from) = match view.next(0)? {
        ('负' | '-', end) => (true, end),
        ('+', end) => (false, end),
        _ => (false, 0),
    };
    if view.at(from) == Some('半') && view.next(from)?.1 == text.len() {
        return Some(Decimal::new(if negative { -5 } else { 5 }, 1));
    }
    let n = view.numeral(from)?;
    let alone = n.shape == Shape::Bare && n.min < Some(Decimal::from(1_000_000))
        || matches!(n.shape, Shape::Pair(..));
    if n.end != text.len() || n.approx || n.masked || alone || n.min != n.max {
        return None;
    }
    n.min.map(|v| if negative { -v } else { v }.normalize())
}
