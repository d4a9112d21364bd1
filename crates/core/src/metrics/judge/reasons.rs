//! Why an expression was rejected, for `rules` and for who asks: [`reject`](super::reject) itself only says that it is.
//!
//! The predicates are those of `reject`, asked in its order; they cost nothing unless somebody asks.

use super::cues::{Cues, Why};
use super::reject::{self, Neighbours};
use super::sentence::Sentence;
use crate::metrics::expr::Kind;

/// The rule of `reject/rules.tsv` by which the expression is no metric; none where it is not rejected.
pub(super) fn reason(
    s: &Sentence<'_>,
    i: usize,
    cues: &Cues,
    neighbours: &Neighbours,
) -> Option<&'static str> {
    if !reject::reject(s, i, cues, neighbours) {
        return None;
    }
    let e = &s.exprs[i];
    if e.fixed {
        return Some("not-a-number");
    }
    if s.title(e.at.start()).is_some() {
        return Some("in-title");
    }
    if let Some((f, why)) = s.fixed_over(&e.at.range())
        && (f.end >= e.number.end() && !e.kind.is_calendar() || why == Why::Name && f.end >= e.at.end())
    {
        return Some(match why {
            Why::Slogan => "in-slogan-word",
            Why::Name => "in-name",
            Why::Fixed | Why::Free => "in-word",
        });
    }
    let (before, after) = (s.before(e.at.start()), s.after(e.at.end()));
    if reject::in_slogan(s, e) {
        return Some("slogan");
    }
    if !e.kind.is_calendar() {
        if e.kind == Kind::Money && before.ends_with('个') {
            return Some("class-of-things");
        }
        if reject::ordinal(before) {
            return Some("rank");
        }
        if reject::session(s, e) {
            return Some("session");
        }
        if e.unit.as_deref() == Some("期") && reject::small(e) {
            return Some("phase");
        }
        if s.bracket(e.at.start()).is_some_and(|b| reject::tally_of_part(s, &b)) {
            return Some("tally-of-part");
        }
        if reject::one(s, e) && reject::asked(s) {
            return Some("question");
        }
        let unit = s.slice(e.unit_at.range());
        if !unit.is_empty() && matches!(unit, "届" | "级" | "号" | "岁" | "周岁" | "世纪" | "周年" | "代")
        {
            return Some("unit-word");
        }
        if e.unit.is_none() && !after.starts_with(['级', '强']) {
            return Some("bare-number");
        }
        if reject::small(e) && !reject::one(s, e) && reject::announced(s, e, cues) {
            return Some("announced-list");
        }
        if reject::listed_before(s, e) {
            return Some("names-before");
        }
        if reject::one(s, e) && !reject::counted_one(s, i) {
            return Some("article-one");
        }
    }
    Some("neighbour")
}
