//! Boilerplate: wordings that stand in many pages, with their document frequency and their slots.
//!
//! Sentences are grouped into [families](super::families); families that follow each other wherever they stand
//! are one passage. Of the sentences in no family, clauses are grouped likewise, so that a formula inside an
//! otherwise new sentence is found too. Copies of whole articles are no evidence: a wording counts only when texts
//! that are no copies of each other hold it. What is mostly the title of a law in 《》 is left out; furniture and
//! headings never came this far. Linear in the text, but for the slots of a family, which align a bounded number of its members.

use super::align::diff;
use super::cluster::Sets;
use super::families::families;
use super::fold::{Clause, FIGURE};
use super::store::{Store, Stretch};
use super::{Family, Place, ReuseConfig, SegmentRecord};
use crate::document::ArticleId;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Shortest wording, in folded signs outside 《》.
const LEAST: u32 = 10;
/// Two families are one passage when the one follows the other in this share of both.
const FOLLOWS: f64 = 0.8;
/// A clause makes a family of its own when one in so many of its places is outside families of sentences.
const NEW: usize = 3;
/// Members that a template is made from.
const ALIGNED: usize = 32;
/// Longest wording that is aligned for slots, in signs.
const LONGEST: usize = 2000;

/// A sentence or clause.
#[derive(Clone, Copy, Debug)]
struct Phrase {
    at: Stretch,
    article: Option<ArticleId>,
    /// What it shares with phrases of copied articles.
    group: u64,
    /// Whether it is long enough outside quoted titles.
    counts: bool,
    /// Whether the phrase before stands in the same segment.
    follows: bool,
}

/// A passage that is the same in several places: the phrase stretches it covers.
struct Draft {
    occurrences: Vec<(Stretch, Option<ArticleId>, u64)>,
}

/// Finds the boilerplate. `clauses` are those of each page; `group` numbers a place so that copies of one article
/// have one number.
pub(crate) fn boilerplate(
    segments: &[SegmentRecord],
    clauses: &[Vec<Clause>],
    group: impl Fn(Stretch) -> u64,
    store: &Store,
    config: &ReuseConfig,
) -> Vec<Family> {
    let sentences = phrases(segments, clauses, &group, false);
    let (mut drafts, covered) = drafts(&sentences, store, config);
    let mut parts = phrases(segments, clauses, &group, true);
    // A clause of a covered sentence counts for the frequency of its wording, but does not make one.
    let inside = |p: &Phrase| {
        let i = covered.partition_point(|c| (c.doc, c.end) <= (p.at.doc, p.at.start));
        covered.get(i).is_some_and(|c| c.doc == p.at.doc && c.start <= p.at.start && p.at.end <= c.end)
    };
    let whole: BTreeSet<Stretch> = sentences.iter().map(|s| s.at).collect();
    parts.retain(|p| !whole.contains(&p.at));
    let (more, _) = self::drafts(&parts, store, config);
    drafts.extend(more.into_iter().filter(|d| {
        let new = d
            .occurrences
            .iter()
            .filter(|o| !inside(&Phrase { at: o.0, article: o.1, group: o.2, counts: true, follows: false }));
        let new: Vec<_> = new.map(|o| (o.0.doc, o.2)).collect();
        stands(&new, config) && new.len() * NEW >= d.occurrences.len()
    }));
    let mut found: Vec<Family> = drafts.iter().map(|d| d.finish(store)).collect();
    let key = |p: &Place| (p.doc, p.at.start(), p.at.end());
    found.sort_by_key(|f| (Reverse(f.documents), f.occurrences.first().map(key), f.text.clone()));
    found
}

/// The phrases of all pages in order: sentences, or the clauses of them.
fn phrases(
    segments: &[SegmentRecord],
    clauses: &[Vec<Clause>],
    group: &impl Fn(Stretch) -> u64,
    parts: bool,
) -> Vec<Phrase> {
    let mut phrases: Vec<Phrase> = Vec::new();
    for s in segments {
        let page = &clauses[s.stretch.doc as usize];
        let mut open: Option<Clause> = None;
        let mut first = true;
        let mut close = |c: Clause| {
            let at = Stretch {
                doc: s.stretch.doc,
                start: c.start.max(s.stretch.start),
                end: c.end.min(s.stretch.end),
            };
            if at.start < at.end {
                let counts =
                    (at.len() as u32).saturating_sub(c.quoted) >= LEAST && c.quoted * 2 <= at.len() as u32;
                phrases.push(Phrase { at, article: s.article, group: group(at), counts, follows: !first });
                first = false;
            }
        };
        let from = page.partition_point(|c| c.end <= s.stretch.start);
        for &c in page[from..].iter().take_while(|c| c.start < s.stretch.end) {
            match &mut open {
                Some(o) if !parts && !c.opens => (o.end, o.quoted) = (c.end, o.quoted + c.quoted),
                _ => {
                    if let Some(o) = open.replace(c) {
                        close(o);
                    }
                }
            }
        }
        if let Some(o) = open {
            close(o);
        }
    }
    phrases
}

/// Whether places (page, group) are enough: pages, and texts that are no copies of each other.
fn stands(places: &[(u32, u64)], config: &ReuseConfig) -> bool {
    let pages: BTreeSet<u32> = places.iter().map(|p| p.0).collect();
    let texts: BTreeSet<u64> = places.iter().map(|p| p.1).collect();
    pages.len() >= config.min_documents && texts.len() >= config.min_documents.min(2)
}

/// The passages that families of phrases make, and what they cover, sorted.
fn drafts(phrases: &[Phrase], store: &Store, config: &ReuseConfig) -> (Vec<Draft>, Vec<Stretch>) {
    let counting: Vec<usize> = (0..phrases.len()).filter(|&i| phrases[i].counts).collect();
    let texts: Vec<Stretch> = counting.iter().map(|&i| phrases[i].at).collect();
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (&i, family) in counting.iter().zip(families(&texts, store)) {
        members.entry(family).or_default().push(i);
    }
    members.retain(|_, m| {
        stands(&m.iter().map(|&i| (phrases[i].at.doc, phrases[i].group)).collect::<Vec<_>>(), config)
    });
    let mut family: Vec<Option<u32>> = vec![None; phrases.len()];
    for (&f, m) in &members {
        m.iter().for_each(|&i| family[i] = Some(f));
    }
    let next = successors(phrases, &members, &family);
    let preceded: BTreeSet<u32> = next.values().copied().collect();
    let mut drafts = Vec::new();
    for &f in members.keys().filter(|f| !preceded.contains(f)) {
        let mut chain = vec![f];
        while let Some(&g) = next.get(&chain[chain.len() - 1]) {
            chain.push(g);
        }
        drafts.push(draft(phrases, &members, &family, &chain));
    }
    let mut covered: Vec<Stretch> =
        drafts.iter().flat_map(|d: &Draft| d.occurrences.iter().map(|o| o.0)).collect();
    covered.sort_unstable();
    (drafts, covered)
}

/// Which family follows which in nearly all places of both. No family follows two, and none itself, so chains end.
fn successors(
    phrases: &[Phrase],
    members: &BTreeMap<u32, Vec<usize>>,
    family: &[Option<u32>],
) -> BTreeMap<u32, u32> {
    let mut next: BTreeMap<u32, u32> = BTreeMap::new();
    let mut taken: BTreeSet<u32> = BTreeSet::new();
    let mut chain = Sets::new(members.len());
    let number: HashMap<u32, u32> = members.keys().copied().zip(0..).collect();
    for (&f, m) in members {
        let mut votes: BTreeMap<u32, usize> = BTreeMap::new();
        for &i in m {
            let after = phrases.get(i + 1).filter(|p| p.follows).and_then(|_| family[i + 1]);
            if let Some(g) = after {
                *votes.entry(g).or_default() += 1;
            }
        }
        let Some((&g, &n)) = votes.iter().max_by_key(|(g, n)| (**n, Reverse(**g))) else { continue };
        let both = m.len().max(members[&g].len()) as f64;
        let ring = chain.find(number[&f]) == chain.find(number[&g]);
        if n as f64 >= FOLLOWS * both && !ring && taken.insert(g) {
            chain.join(number[&f], number[&g]);
            next.insert(f, g);
        }
    }
    next
}

/// The passage that a chain of families makes: where they follow each other one occurrence, else each its own.
fn draft(
    phrases: &[Phrase],
    members: &BTreeMap<u32, Vec<usize>>,
    family: &[Option<u32>],
    chain: &[u32],
) -> Draft {
    let mut places: Vec<usize> = chain.iter().flat_map(|f| members[f].iter().copied()).collect();
    places.sort_unstable();
    let rank: HashMap<u32, usize> = chain.iter().copied().zip(0..).collect();
    let step = |i: usize| family[i].and_then(|f| rank.get(&f).copied());
    let mut occurrences: Vec<(Stretch, Option<ArticleId>, u64)> = Vec::new();
    let mut last: Option<usize> = None;
    for i in places {
        let p = &phrases[i];
        let goes_on = last.is_some_and(|l| l + 1 == i && p.follows && step(l).map(|s| s + 1) == step(i));
        match occurrences.last_mut() {
            Some(o) if goes_on => o.0.end = p.at.end,
            _ => occurrences.push((p.at, p.article, p.group)),
        }
        last = Some(i);
    }
    Draft { occurrences }
}

/// A slot of the canonical wording, in folded signs.
type Slot = (usize, usize);

impl Draft {
    fn finish(&self, store: &Store) -> Family {
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
        Family { text, template, slots, documents, occurrences }
    }

    /// The wording with slots `{1}`, `{2}` … where the members differ, and what stands in them.
    fn template(
        &self,
        store: &Store,
        canonical: usize,
        others: &[usize],
        wordings: &HashMap<&str, (usize, usize)>,
    ) -> (String, Vec<Vec<String>>) {
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
        let slots = slots(&differs[..base.len()], &cuts);
        let count = |i: usize| wordings.get(store.wording(&store.whole(self.occurrences[i].0, None, true)));
        let mut values: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new(); slots.len()];
        let own = |slot: Slot| (at.start + slot.0 as u32, at.start + slot.1 as u32);
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
        (self.write(store, at, &slots), values.into_iter().map(ranked).collect())
    }

    /// The canonical wording with its slots numbered.
    fn write(&self, store: &Store, at: Stretch, slots: &[Slot]) -> String {
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
fn slots(differs: &[bool], cuts: &[bool]) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
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
fn across(matches: &[super::align::Match], slot: Slot, base: usize, other: usize) -> (usize, usize) {
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
fn ranked(values: BTreeMap<String, usize>) -> Vec<String> {
    let mut values: Vec<(String, usize)> = values.into_iter().collect();
    values.sort_by(|x, y| y.1.cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
    values.into_iter().map(|v| v.0).collect()
}
