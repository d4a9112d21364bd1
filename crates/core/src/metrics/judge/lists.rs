//! Values that go back to the figures before them, in order: 粮食A万吨、油料B万吨，分别增长C和D.

use super::Role;
use super::figure::{Draft, Reading};
use super::sentence::Sentence;
use crate::metrics::expr::Kind;

/// 粮食A万吨、油料B万吨，分别增长C和D: the values go to what the figures before them measure, in order.
pub(super) fn respective(drafts: &[Draft], n: usize, reading: &mut Reading) {
    let before: Vec<_> = drafts.iter().rev().filter(|d| d.of.is_some()).take(n).collect();
    if before.len() == n && before.iter().all(|d| d.indicator.is_some()) {
        reading.indicators = before.iter().rev().map(|d| d.indicator.clone()).collect();
        // 城镇、农村居民收入分别达A、B，增长C、D: the noun that the first list shares is shared by the second.
        let shared = before[0].of.as_ref().and_then(|of| of.noun.clone());
        let all = |d: &&Draft| d.of.as_ref().is_some_and(|of| of.noun == shared && of.n == n);
        reading.before.noun = shared.clone().filter(|_| before.iter().all(all));
        reading.rule = "respective-list";
    }
}

/// No list that goes back without 分别 is longer.
const LONGEST: usize = 12;

/// The same without 分别: the figures of the clauses before are as many, each of another thing, and no rates.
pub(super) fn in_order(s: &Sentence<'_>, drafts: &[Draft], n: usize, reading: &mut Reading) {
    if n > LONGEST {
        return;
    }
    let mut told: Vec<_> = drafts.iter().rev().filter(|d| d.of.is_some()).take(n + 1).collect();
    told.reverse();
    let (earlier, last) = told.split_at(told.len().saturating_sub(n));
    let apart = |d: &&&Draft| d.kind != Kind::Ratio && d.role != Role::Reference;
    let names: Vec<&str> = last.iter().filter_map(|d| Some(s.slice(d.indicator.clone()?))).collect();
    let distinct = names.iter().enumerate().all(|(i, name)| !names[..i].contains(name));
    // What a semicolon parts is another list.
    let parted = |d: &Draft| {
        last.first().is_some_and(|l| s.slice(d.at.end..l.at.start.max(d.at.end)).contains(['；', ';']))
    };
    let more = earlier.last().is_some_and(|d| apart(&d) && !parted(d));
    // 分别占计划A和B，较上年增长C和D: a second list goes to what the first does.
    let listed = |d: &&Draft| d.rule == "respective-list" && d.of.as_ref().is_some_and(|of| of.n == n);
    let second = last.iter().all(listed);
    let each = last.iter().all(|d| apart(&d)) && distinct && !more;
    if last.len() == n && names.len() == n && (second || each) {
        respective(drafts, n, reading);
    }
}
