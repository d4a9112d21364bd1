//! Templates: the canonical wording of a family with slots where its members differ.

use super::align::diff;
use super::fold::FIGURE;
use super::store::{Store, Stretch};
use super::{Family, Place, Slot, Use, slots};
use crate::document::ArticleId;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Members that a template is made from.
const ALIGNED: usize = 32;
/// Longest wording that is aligned for slots, in signs.
const LONGEST: usize = 2000;

/// A slot of the canonical wording, in folded signs.
type Cut = (usize, usize);

/// A passage that is the same in several places.
pub(crate) struct Draft {
    /// Where, in which article, and the number that copies of one text share.
    pub(crate) occurrences: Vec<(Stretch, Option<ArticleId>, u64)>,
}

impl Draft {
    /// The family with canonical wording, template and slots.
    pub(crate) fn finish(&self, store: &Store, date: impl Fn(Stretch) -> Option<Box<str>>) -> Family {
        let occurrences: Vec<Place> =
            self.occurrences.iter().map(|&(at, article, _)| store.whole(at, article, true)).collect();
        let documents = occurrences.iter().map(|p| p.doc).collect::<BTreeSet<_>>().len();
        // The canonical wording is the most frequent one, of equals the first.
        let mut wordings: HashMap<&str, (usize, usize)> = HashMap::new();
        for (i, p) in occurrences.iter().enumerate() {
            wordings.entry(store.wording(p)).or_insert((0, i)).0 += 1;
        }
        let canonical = wordings.values().min_by_key(|(n, i)| (Reverse(*n), *i)).map_or(0, |w| w.1);
        let text = store.wording(&occurrences[canonical]).to_owned();
        // Every other wording is aligned once, however often it stands; the first ones suffice.
        let mut others: Vec<usize> = wordings.values().map(|w| w.1).filter(|&i| i != canonical).collect();
        others.sort_unstable();
        others.truncate(ALIGNED);
        let (template, slots) = self.template(store, canonical, &others, &wordings);
        let kind = slots::family_kind(&text, occurrences.iter().map(|p| store.is_line(p)));
        let dated = self.occurrences.iter().zip(&occurrences);
        let dated = dated.filter_map(|(o, &place)| Some(Use { date: date(o.0)?, place }));
        let first = dated.min_by(|x, y| (&x.date, x.place).cmp(&(&y.date, y.place)));
        Family { kind, text, template, slots, documents, occurrences, first }
    }

    /// The wording with slots `{1}`, `{2}` … where the members differ, and what stands in them.
    fn template(
        &self,
        store: &Store,
        canonical: usize,
        others: &[usize],
        wordings: &HashMap<&str, (usize, usize)>,
    ) -> (String, Vec<Slot>) {
        let at = self.occurrences[canonical].0;
        let base = store.codes(at);
        if base.len() > LONGEST {
            return (store.wording(&store.whole(at, None, true)).to_owned(), Vec::new());
        }
        let wording = |at: Stretch| store.wording(&store.place(at, None));
        let sign = |at: Stretch, i: usize| {
            wording(Stretch { start: at.start + i as u32, end: at.start + i as u32 + 1, ..at })
        };
        // Members that hold a part of the passage only say nothing of its slots.
        let whole = |i: &usize| {
            let (n, base) = (self.occurrences[*i].0.len(), base.len());
            n.min(base) * 5 >= n.max(base) * 3
        };
        let others: Vec<usize> = others.iter().copied().filter(whole).collect();
        let align = |&i: &usize| (self.occurrences[i].0, diff(base, store.codes(self.occurrences[i].0)));
        let alignments: Vec<_> = others.iter().map(align).collect();
        // A mask hides what stands elsewhere; it is no other value.
        let hides = |at: Stretch, i: usize, n: usize| n > 0 && (i..i + n).all(|i| is_mask(sign(at, i)));
        // Where any member differs: a gap, or figures that are not the same.
        let mut differs = vec![false; base.len() + 1];
        let mut cuts = vec![false; base.len() + 1]; // something is put in before this sign
        for (other, matches) in &alignments {
            let (mut i, mut j) = (0, 0);
            let ends = [(base.len(), other.len(), 0)];
            for (a, b, len) in
                matches.iter().map(|m| (m.a as usize, m.b as usize, m.len as usize)).chain(ends)
            {
                if !hides(*other, j, b - j) && !hides(at, i, a - i) {
                    differs[i..a].fill(true);
                    cuts[a] |= a == i && b > j;
                }
                for n in (0..len).filter(|n| base[a + n] == FIGURE) {
                    let (mine, theirs) = (sign(at, a + n), sign(*other, b + n));
                    differs[a + n] |= mine != theirs && !is_mask(mine) && !is_mask(theirs);
                }
                (i, j) = (a + len, b + len);
            }
        }
        let slots = cuts_of(&differs[..base.len()], &cuts);
        let count = |i: usize| wordings.get(store.wording(&store.whole(self.occurrences[i].0, None, true)));
        let mut values: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new(); slots.len()];
        let own = |slot: Cut| (at.start + slot.0 as u32, at.start + slot.1 as u32);
        for (n, &slot) in slots.iter().enumerate() {
            let (start, end) = own(slot);
            let value = wording(Stretch { start, end, ..at }).to_owned();
            *values[n].entry(value).or_default() += count(canonical).map_or(1, |c| c.0);
        }
        for ((other, matches), &i) in alignments.iter().zip(&others) {
            for (n, &slot) in slots.iter().enumerate() {
                let (from, to) = across(matches, slot, base.len(), other.len());
                let stretch =
                    Stretch { start: other.start + from as u32, end: other.start + to as u32, ..*other };
                *values[n].entry(wording(stretch).to_owned()).or_default() += count(i).map_or(1, |c| c.0);
            }
        }
        (self.write(store, at, &slots), values.into_iter().map(|v| slots::slot(ranked(v))).collect())
    }

    /// The canonical wording with its slots numbered.
    fn write(&self, store: &Store, at: Stretch, slots: &[Cut]) -> String {
        let whole = store.whole(at, None, true);
        let text = store.wording(&whole);
        let mut out = String::new();
        let mut done = whole.at.start();
        for (n, &(from, to)) in slots.iter().enumerate() {
            let sign = |i: usize| {
                let start = at.start + i as u32;
                store.place(Stretch { start, end: start + 1, ..at }, None).at
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
