//! Words of bound and approximation around a quantity.

use super::Lexer;
use super::table::Effect;
use super::text::View;
use crate::metrics::expr::{Expr, Kind};
use crate::span::Span;

/// Applies the words around a quantity to its value and widens `outer`.
pub(super) fn apply(lex: &Lexer, view: &View<'_>, e: &mut Expr) {
    let (mut low, mut high) = (false, false);
    let mut start = e.at.start();
    // Words may pile up: 不少于约.
    for _ in 0..3 {
        let here = view.blanks_back(start);
        let hit = lex.before.back(view, here, |b, s| !b.calendar && b.fits(view.before(s)));
        let Some((bound, from)) = hit else { break };
        // 近三年 is the last three years.
        if bound.effect == Effect::Approx && e.kind == Kind::Duration && view.at(from) == Some('近') {
            break;
        }
        match bound.effect {
            Effect::Min => low = true,
            Effect::Max => high = true,
            Effect::Approx => e.approx = true,
            _ => {}
        }
        start = from;
    }
    let mut end = e.at.end();
    for _ in 0..3 {
        let here = view.blanks(end);
        let hit = lex.after.at(view, here, |b, stop| !b.calendar && b.fits(view.at(stop)));
        let Some((bound, stop)) = hit else { break };
        match bound.effect {
            Effect::More
                if !matches!(e.kind, Kind::Duration | Kind::Measure) && e.unit.as_deref() != Some("倍") =>
            {
                break;
            }
            Effect::More => {
                e.approx = true;
                low = true;
            }
            Effect::Min => low = true,
            Effect::Max => high = true,
            Effect::Approx => e.approx = true,
            _ => {}
        }
        end = stop;
    }
    if low && !high {
        e.max = None;
    } else if high && !low {
        e.min = None;
        // 不超过十几万 keeps nothing to bound by; take the number itself.
    }
    e.outer = Span::new(start, end);
}
