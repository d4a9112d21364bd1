//! Passages against the truth, and what was filled in for masks.

use super::Figures;
use crate::corpus::{Corpus, Range};
use crate::edit::{Edit, Intensity};
use gongwen::Reuse;
use std::collections::HashMap;

pub(super) fn passages(corpus: &Corpus, reuse: &Reuse, f: &mut Figures) {
    let mut of: HashMap<(usize, usize), Vec<(Range, Range)>> = HashMap::new();
    for p in &reuse.passages {
        let range = |p: &gongwen::Place| (p.points.start(), p.points.end());
        let (a, b) = (p.a.doc as usize, p.b.doc as usize);
        of.entry((a, b)).or_default().push((range(&p.a), range(&p.b)));
    }
    for s in &corpus.shared {
        let edit = corpus.docs[s.copy].edit.unwrap_or((Edit::Exact, Intensity::Light));
        let none = Vec::new();
        // Originals are made before their copies.
        let found = of.get(&(s.original, s.copy)).unwrap_or(&none);
        let rate = f.passages.entry(edit).or_default();
        for &(original, copy) in &s.ranges {
            let common = |x: Range, y: Range| x.1.min(y.1).saturating_sub(x.0.max(y.0));
            let on = found.iter().filter(|p| common(p.0, original) > 0);
            let covered = on.map(|p| common(p.1, copy)).max().unwrap_or(0);
            rate.right += covered;
            rate.all += copy.1 - copy.0;
        }
        let (first, last) = (s.ranges.first(), s.ranges.last());
        if let (Some(first), Some(last), [(_, b)]) = (first, last, found.as_slice()) {
            f.edges.extend([b.0.abs_diff(first.1.0), b.1.abs_diff(last.1.1)]);
        }
    }
    f.edges.sort_unstable();
}

/// Values for masks. A filled place may reach further than the mask (a year with 年, a month): what should stand
/// there is the copy's text with its masks replaced.
pub(super) fn masks(corpus: &Corpus, reuse: &Reuse, f: &mut Figures) {
    let mut of: HashMap<usize, Vec<usize>> = HashMap::new();
    for (n, m) in corpus.masks.iter().enumerate() {
        of.entry(m.doc).or_default().push(n);
    }
    let mut filled = vec![false; corpus.masks.len()];
    for u in &reuse.unmasked {
        let doc = u.place.doc as usize;
        let (start, end) = (u.place.points.start(), u.place.points.end());
        let inside: Vec<usize> = of
            .get(&doc)
            .into_iter()
            .flatten()
            .copied()
            .filter(|&n| corpus.masks[n].at.0 < end && start < corpus.masks[n].at.1)
            .collect();
        let mut should = String::new();
        let mut at = start;
        for &n in &inside {
            let m = &corpus.masks[n];
            should.extend(corpus.docs[doc].text.chars().skip(at).take(m.at.0.saturating_sub(at)));
            should.push_str(&m.value);
            at = m.at.1;
            filled[n] = true;
        }
        should.extend(corpus.docs[doc].text.chars().skip(at).take(end.saturating_sub(at)));
        let right = !inside.is_empty() && should == u.value;
        f.unmasked.add(right);
        if !right && f.wrong.len() < 40 {
            let line: String =
                corpus.docs[doc].text.chars().skip(start.saturating_sub(12)).take(40).collect();
            f.wrong.push(format!("{}: {} is not {should} in {line:?}", corpus.docs[doc].id, u.value));
        }
    }
    for (m, filled) in corpus.masks.iter().zip(filled) {
        if let Some(edit) = corpus.docs[m.doc].edit {
            f.masks.entry(edit).or_default().add(filled);
        }
    }
}
