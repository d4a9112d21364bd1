//! Templates: the canonical wording of a family with slots where its members differ.

use super::align::diff;
use super::fold::FIGURE;
use super::store::{Page, Store, Stretch};
use super::{Family, Place, Slot, Use, hash, slots};
use crate::document::ArticleId;
use crate::error::Error;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Members that a template is made from.
const ALIGNED: usize = 32;
/// Where no more than one in so many members differs, there is no slot.
const SLIPS: usize = 50;
/// Longest wording that is aligned for slots, in signs.
const LONGEST: usize = 2000;

/// A slot of the canonical wording, in folded signs.
type Cut = (usize, usize);

/// A place of a passage, and what is kept of its wording once the page is gone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Occurrence {
    pub(crate) at: Stretch,
    /// The number that copies of one text share.
    pub(crate) group: u32,
    place: Place,
    wording: u64,
    line: bool,
}

impl Occurrence {
    pub(crate) fn new(page: &Page, at: Stretch, article: Option<ArticleId>, group: u32) -> Self {
        let place = page.whole(at, article, true);
        Self {
            at,
            group,
            place,
            wording: hash::bytes(page.shown(&place).as_bytes()),
            line: page.is_line(&place),
        }
    }
}

/// A passage that is the same in several places.
#[derive(Default)]
pub(crate) struct Draft {
    /// Where, in order.
    pub(crate) occurrences: Vec<Occurrence>,
}

impl Draft {
    /// The family with canonical wording, template and slots.
    pub(crate) fn finish<'d>(
        &self,
        store: &Store,
        date: impl Fn(Stretch) -> Option<&'d str>,
    ) -> Result<Family, Error> {
        let occurrences: Vec<Place> = self.occurrences.iter().map(|o| o.place).collect();
        let mut docs: Vec<u32> = occurrences.iter().map(|p| p.doc).collect();
        docs.dedup(); // they ascend
        // The canonical wording is the most frequent one, of equals the first.
        let mut wordings: HashMap<u64, (usize, usize)> = HashMap::new();
        for (i, o) in self.occurrences.iter().enumerate() {
            wordings.entry(o.wording).or_insert((0, i)).0 += 1;
        }
        let Some(&(_, canonical)) = wordings.values().min_by_key(|(n, i)| (Reverse(*n), *i)) else {
            return Ok(Family::default());
        };
        let page = store.page(occurrences[canonical].doc)?;
        let text = page.shown(&occurrences[canonical]).to_owned();
        // Every other wording is aligned once, however often it stands; the first ones suffice.
        let mut others: Vec<usize> = wordings.values().map(|w| w.1).filter(|&i| i != canonical).collect();
        others.sort_unstable();
        others.truncate(ALIGNED);
        let count = |i: usize| wordings.get(&self.occurrences[i].wording).map_or(1, |w| w.0);
        let other = |i: usize| Ok((store.page(occurrences[i].doc)?, self.occurrences[i].at, count(i)));
        let others: Vec<Wording> = others.into_iter().map(other).collect::<Result<_, Error>>()?;
        let base = (page, self.occurrences[canonical].at, count(canonical));
        let (template, slots) = template(&base, others);
        let kind = slots::family_kind(&text, self.occurrences.iter().map(|o| o.line));
        let dated = self.occurrences.iter();
        let dated = dated.filter_map(|o| Some(Use { date: date(o.at)?.into(), place: o.place }));
        let first = dated.min_by(|x, y| (&x.date, x.place).cmp(&(&y.date, y.place)));
        Ok(Family { kind, text, template, slots, documents: docs.len(), occurrences, first })
    }
}

/// A wording: page, place, and how often it stands.
type Wording = (Page, Stretch, usize);

/// The wording with slots `{1}`, `{2}` … where the others differ, and what stands in them.
fn template((page, at, often): &Wording, mut others: Vec<Wording>) -> (String, Vec<Slot>) {
    let at = *at;
    let base = page.part(at);
    if base.len() > LONGEST {
        return (page.shown(&page.whole(at, None, true)).to_owned(), Vec::new());
    }
    let sign = |page: &Page, at: Stretch, i: usize| {
        page.sign(at.start + i as u32, at.start + i as u32 + 1).to_owned()
    };
    // Members that hold a part of the passage only say nothing of its slots.
    others.retain(|(_, other, _)| other.len().min(base.len()) * 5 >= other.len().max(base.len()) * 3);
    let alignments: Vec<_> = others.iter().map(|(page, other, _)| diff(base, page.part(*other))).collect();
    // A mask hides what stands elsewhere; it is no other value.
    let hides = |page: &Page, at: Stretch, i: usize, n: usize| {
        n > 0 && (i..i + n).all(|i| is_mask(&sign(page, at, i)))
    };
    // How many members differ at each sign: by a gap, or by figures that are not the same.
    let mut differs = vec![0usize; base.len() + 1];
    let mut cuts = vec![0usize; base.len() + 1]; // something is put in before this sign
    for ((their_page, other, count), matches) in others.iter().zip(&alignments) {
        let (mut i, mut j) = (0, 0);
        let ends = [(base.len(), other.len(), 0)];
        for (a, b, len) in matches.iter().map(|m| (m.a as usize, m.b as usize, m.len as usize)).chain(ends) {
            if !hides(their_page, *other, j, b - j) && !hides(page, at, i, a - i) {
                differs[i..a].iter_mut().for_each(|n| *n += count);
                cuts[a] += if a == i && b > j { *count } else { 0 };
            }
            for n in (0..len).filter(|n| base[a + n] == FIGURE) {
                let (mine, theirs) = (sign(page, at, a + n), sign(their_page, *other, b + n));
                if mine != theirs && !is_mask(&mine) && !is_mask(&theirs) {
                    differs[a + n] += count;
                }
            }
            (i, j) = (a + len, b + len);
        }
    }
    // What hardly any member has otherwise is its slip, and no slot.
    let all = often + others.iter().map(|o| o.2).sum::<usize>();
    let told = |counts: &[usize]| counts.iter().map(|n| *n > all / SLIPS).collect::<Vec<bool>>();
    let slots = cuts_of(&told(&differs[..base.len()]), &told(&cuts));
    let mut values: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new(); slots.len()];
    for (n, &(from, to)) in slots.iter().enumerate() {
        let value = page.sign(at.start + from as u32, at.start + to as u32).to_owned();
        *values[n].entry(value).or_default() += often;
    }
    for ((page, other, count), matches) in others.iter().zip(&alignments) {
        for (n, &slot) in slots.iter().enumerate() {
            let (from, to) = across(matches, slot, base.len(), other.len());
            let value = page.sign(other.start + from as u32, other.start + to as u32).to_owned();
            *values[n].entry(value).or_default() += count;
        }
    }
    (write(page, at, &slots), values.into_iter().map(|v| slots::slot(ranked(v))).collect())
}

/// The canonical wording with its slots numbered.
fn write(page: &Page, at: Stretch, slots: &[Cut]) -> String {
    let whole = page.whole(at, None, true);
    let text = page.shown(&whole);
    let mut out = String::new();
    let mut done = whole.at.start();
    for (n, &(from, to)) in slots.iter().enumerate() {
        let sign = |i: usize| {
            let start = at.start + i as u32;
            page.place(Stretch { start, end: start + 1, ..at }, None).at
        };
        let (start, end) = if from < to {
            (sign(from).start(), sign(to - 1).end())
        } else if from < at.len() {
            (sign(from).start(), sign(from).start())
        } else {
            (sign(from - 1).end(), sign(from - 1).end())
        };
        let start = start.max(done);
        out.push_str(&text[done - whole.at.start()..start - whole.at.start()]);
        out.push_str(&format!("{{{}}}", n + 1));
        done = end.max(start);
    }
    out.push_str(&text[done - whole.at.start()..]);
    out
}

/// Whether nothing but a mask stands there.
fn is_mask(wording: &str) -> bool {
    !wording.is_empty() && wording.chars().all(|c| !c.is_alphanumeric() || matches!(c, 'x' | 'X'))
}

/// Neighbouring differences as slots; a single sign that is the same between two of them joins them, for names
/// share a character by chance.
fn cuts_of(differs: &[bool], cuts: &[bool]) -> Vec<Cut> {
    let mut slots: Vec<Cut> = Vec::new();
    for (i, &cut) in cuts.iter().enumerate() {
        let here = differs.get(i).copied().unwrap_or(false);
        if !here && !cut {
            continue;
        }
        let end = i + usize::from(here);
        match slots.last_mut() {
            Some(last) if i <= last.1 + 1 => last.1 = last.1.max(end),
            _ => slots.push((i, end)),
        }
    }
    slots
}

/// What stands in another member where the canonical wording has a slot.
fn across(matches: &[super::align::Match], slot: Cut, base: usize, other: usize) -> (usize, usize) {
    // The last sign before the slot and the first after it that have a partner.
    let mut from = 0;
    let mut to = other;
    for m in matches {
        let (a, b, len) = (m.a as usize, m.b as usize, m.len as usize);
        if a < slot.0 {
            from = b + len.min(slot.0 - a);
        }
        if a + len > slot.1 && to == other {
            to = b + slot.1.saturating_sub(a);
        }
    }
    if slot.1 >= base {
        to = other;
    }
    (from.min(to), to)
}

/// Values, most frequent first, then in order.
fn ranked(values: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut values: Vec<(String, usize)> = values.into_iter().collect();
    values.sort_by(|x, y| y.1.cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
    values
}
