//! Which common indicator a figure is of: its own noun, what it shares with its list, or what it points back to.

use super::figure::{Draft, Grouped};
use super::sentence::Sentence;
use crate::metrics::indicators::{Concept, Indicators};
use std::ops::Range;

/// No indicator is longer; longer phrases are only looked at whole.
const LONGEST: usize = 120;

/// The article's own place, whose name narrows no indicator.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Own<'a> {
    pub(super) region: Option<&'a str>,
    pub(super) national: bool,
}

/// Gives the figures of a sentence their keys; they come in order.
pub(super) fn identify(table: &Indicators, s: &Sentence<'_>, drafts: &mut [Draft], own: Own<'_>) {
    let mut last: Option<(Concept, Range<usize>)> = None;
    for d in drafts.iter_mut() {
        let (Some(of), Some(name)) = (d.of.clone(), d.indicator.clone()) else { continue };
        let called = name.clone();
        let Some((concept, name)) = concept(table, s, name, &of, last.as_ref(), own) else {
            last = None;
            continue;
        };
        let before = s.before(name.start);
        // What only points back (总量达…) is the whole, whatever stood before the name.
        if !own.national && name == called && table.foreign(before) {
            // 新增市场主体A户，总量达B户: what is new is not the whole, but names it; of what adds up over the years
            // (新增学位) it is the figure itself.
            let new = before.ends_with(['增', '新', '定', '记', '育', '库', '设']);
            if !(new && table.sums(&concept)) {
                last = new.then_some((concept, name));
                continue;
            }
        }
        d.id = table.key(&concept, of.grows || d.change.is_some(), s.exprs[of.expr].unit.as_deref());
        d.scope = d.id.and_then(|_| table.scope(&concept, of.k, of.n));
        if d.id.is_some() {
            // A name of the table is no slip of the reading.
            d.confidence = (d.confidence * 1.05).min(0.97);
            d.sums = table.sums(&concept);
            d.indicator = Some(name.clone());
        }
        last = Some((concept, name));
    }
}

/// What a figure's noun names, and the phrase that says so.
fn concept(
    table: &Indicators,
    s: &Sentence<'_>,
    name: Range<usize>,
    of: &Grouped,
    last: Option<&(Concept, Range<usize>)>,
    own: Own<'_>,
) -> Option<(Concept, Range<usize>)> {
    let text = s.slice(name.clone());
    // 一般公共预算收入同口径增长9%: the basis narrows the figure and is no part of the name.
    let basis = s.after(name.end).trim_start();
    if let Some(word) = table.bases().iter().find(|w| basis.starts_with(**w))
        && let Some(found) = table.find(&format!("{text}{word}"), own.region)
    {
        return Some((found, name));
    }
    if let Some(found) = table.find(text, own.region) {
        return Some((found, name));
    }
    // 新增城镇就业: what is new is named with its verb.
    let before = s.before(name.start);
    if let Some(new) = ["新增", "净增"].iter().find(|w| before.ends_with(**w))
        && let Some(found) = table.find(&format!("{new}{text}"), own.region)
        && table.sums(&found)
    {
        return Some((found, name.start - new.len()..name.end));
    }
    // 第二产业实现增加值: its verb parts the name.
    if name.len() <= LONGEST
        && let Some(verb) = table.verbs().iter().find(|w| text.contains(**w))
        && let Some(found) = table.find(&text.replacen(verb, "", 1), own.region)
    {
        return Some((found, name));
    }
    // 城镇和农村居民收入分别增长: the first item leaves its head to the last.
    if of.n > 1
        && let Some(noun) = of.noun.clone().filter(|n| n.start <= name.start && name.end < n.end)
    {
        if let Some(found) = table.find(s.slice(noun.clone()), own.region) {
            return Some((found, noun));
        }
        let rest = s.slice(name.end..noun.end);
        if rest.len() <= LONGEST {
            // The shortest head: 工业、制造业、工业技改投资 begins with 工业投资.
            let mut heads = rest.char_indices().rev().map(|(i, _)| &rest[i..]);
            let found = heads.find_map(|head| table.find(&format!("{text}{head}"), own.region));
            if let Some(found) = found {
                return Some((found, name));
            }
        }
    }
    let (before, noun) = last?;
    // 总量突破…, 增速…: the indicator before it.
    if table.points_back(text) {
        return Some((before.clone(), noun.clone()));
    }
    // 粮食播种面积…、总产量…: what the noun before began with.
    if !table.part(text) {
        return None;
    }
    let start = s.slice(noun.clone());
    // 产量20万吨、增产1万吨，产量连续三年…: the same again.
    if start == text {
        return Some((before.clone(), name));
    }
    let mut heads = start.char_indices().skip(1).take(8).map(|(i, _)| &start[..i]);
    heads.find_map(|head| table.find(&format!("{head}{text}"), own.region)).map(|found| (found, name))
}
