//! Scores of the structure of pages: articles, headings, furniture, masks.
//!
//! Everything is reckoned in code points of the decoded original, as records print them.

use super::{Counts, Record, Share};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

/// A marked part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// First code point.
    pub start: usize,
    /// First code point after.
    pub end: usize,
    /// Type of furniture or mask, kind of article; empty where it has none.
    pub name: String,
    /// Level of a heading; 0 elsewhere.
    pub level: u8,
    /// Neither rewarded nor punished.
    pub optional: bool,
}

impl Mark {
    /// Of a record whose field `name` holds the name.
    #[must_use]
    pub fn of(record: &Record, name: &str) -> Self {
        Self {
            start: record.start(),
            end: record.end(),
            name: record.text(name).unwrap_or("").to_owned(),
            level: record
                .get("level")
                .and_then(Value::as_u64)
                .and_then(|n| u8::try_from(n).ok())
                .unwrap_or(0),
            optional: record.optional(),
        }
    }

    /// Of a member of the `headings` of an article's record.
    #[must_use]
    pub fn of_heading(heading: &Value) -> Option<Self> {
        let number = |field: &str| heading.get(field)?.as_u64();
        Some(Self {
            start: usize::try_from(number("start")?).ok()?,
            end: usize::try_from(number("end")?).ok()?,
            name: String::new(),
            level: u8::try_from(number("level")?).ok()?,
            optional: false,
        })
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    fn iou(&self, other: &Self) -> f64 {
        let shared = self.end.min(other.end).saturating_sub(self.start.max(other.start));
        let all = self.end.max(other.end).saturating_sub(self.start.min(other.start));
        if all == 0 { 0.0 } else { shared as f64 / all as f64 }
    }
}

/// Least intersection over union at which a predicted article is the gold one.
pub const SAME_ARTICLE: f64 = 0.9;

/// Innermost articles of one page: how many were found, and of those how many have the right kind.
#[must_use]
pub fn articles(gold: &[Mark], pred: &[Mark]) -> (Counts, Share) {
    // Innermost articles are disjoint: sorted by start they are sorted by end, too.
    let mut sorted: Vec<&Mark> = pred.iter().collect();
    sorted.sort_by_key(|p| (p.start, p.end));
    let (mut counts, mut kinds) = (Counts::default(), Share::default());
    for g in gold {
        let first = sorted.partition_point(|p| p.end <= g.start);
        let near = sorted[first..].iter().take_while(|p| p.start < g.end);
        match near.into_iter().find(|p| g.iou(p) >= SAME_ARTICLE) {
            Some(p) => {
                counts.tp += 1;
                if !g.name.is_empty() {
                    kinds.add(g.name == p.name);
                }
            }
            None => counts.missed += 1,
        }
    }
    counts.fp = pred.len().saturating_sub(counts.tp);
    (counts, kinds)
}

/// Headings of one page: right where start and level are.
#[must_use]
pub fn headings(gold: &[Mark], pred: &[Mark]) -> Counts {
    let optional: HashSet<usize> = gold.iter().filter(|h| h.optional).map(|h| h.start).collect();
    let want: HashSet<(usize, u8)> =
        gold.iter().filter(|h| !h.optional).map(|h| (h.start, h.level)).collect();
    let got: HashSet<(usize, u8)> = pred.iter().map(|h| (h.start, h.level)).collect();
    Counts {
        tp: want.intersection(&got).count(),
        missed: want.difference(&got).count(),
        fp: got.difference(&want).filter(|h| !optional.contains(&h.0)).count(),
    }
}

/// Furniture of one page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoiseScores {
    /// By characters that are no white space; breaks and glosses apart.
    pub chars: Counts,
    /// Page breaks and words broken by them: how many were mended.
    pub breaks: Share,
    /// Glosses: how many were recognised.
    pub glosses: Share,
}

impl std::ops::AddAssign for NoiseScores {
    fn add_assign(&mut self, other: Self) {
        self.chars += other.chars;
        self.breaks += other.breaks;
        self.glosses += other.glosses;
    }
}

/// Furniture of one page against `text`, its decoded original.
///
/// A character counts as missed when required furniture was left standing, as wrong when what was removed is
/// furniture in no reading.
#[must_use]
pub fn noise(text: &str, gold: &[Mark], pred: &[Mark]) -> NoiseScores {
    let is_break = |m: &Mark| matches!(m.name.as_str(), "page_break" | "broken_word");
    let is_small = |m: &Mark| is_break(m) || m.name == "gloss";
    let visible: Vec<bool> = text.chars().map(|c| !c.is_whitespace()).collect();
    let paint = |marks: &[Mark], keep: &dyn Fn(&Mark) -> bool| {
        let mut on = vec![false; visible.len()];
        for m in marks.iter().filter(|m| keep(m)) {
            let end = m.end.min(on.len());
            on[m.start.min(end)..end].fill(true);
        }
        on
    };
    let must = paint(gold, &|m| !m.optional && !is_small(m));
    let may = paint(gold, &|_| true);
    let got = paint(pred, &|m| !is_small(m));
    let mut s = NoiseScores::default();
    for i in (0..visible.len()).filter(|&i| visible[i]) {
        match (must[i], got[i]) {
            (true, true) => s.chars.tp += 1,
            (true, false) => s.chars.missed += 1,
            (false, true) if !may[i] => s.chars.fp += 1,
            _ => {}
        }
    }
    let removed = paint(pred, &|_| true);
    let touched = |m: &Mark| removed.iter().take(m.end).skip(m.start).any(|&on| on);
    for m in gold.iter().filter(|m| !m.optional) {
        if is_break(m) {
            s.breaks.add(touched(m));
        } else if m.name == "gloss" {
            s.glosses.add(touched(m));
        }
    }
    s
}

/// Masks of one page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MaskScores {
    /// By overlap: gold masks found and missed, predictions that overlap none.
    pub found: Counts,
    /// Of the found, how many have the right type.
    pub typed: Share,
}

impl std::ops::AddAssign for MaskScores {
    fn add_assign(&mut self, other: Self) {
        self.found += other.found;
        self.typed += other.typed;
    }
}

/// Masks of one page. Both lists are sorted by start here; masks are disjoint.
#[must_use]
pub fn masks(gold: &[Mark], pred: &[Mark]) -> MaskScores {
    let by_start = |marks: &[Mark]| marks.iter().map(|m| (m.start, m.clone())).collect::<BTreeMap<_, _>>();
    let (gold, pred) = (by_start(gold), by_start(pred));
    let over = |m: &Mark, all: &BTreeMap<usize, Mark>| -> Vec<Mark> {
        // Disjoint: only the last one that begins before can reach into it.
        let before = all.range(..m.start).next_back();
        let inside = all.range(m.start..m.end);
        before.into_iter().chain(inside).map(|(_, x)| x).filter(|x| x.overlaps(m)).cloned().collect()
    };
    let mut s = MaskScores::default();
    for g in gold.values().filter(|g| !g.optional) {
        let hits = over(g, &pred);
        if hits.is_empty() {
            s.found.missed += 1;
        } else {
            s.found.tp += 1;
            s.typed.add(hits.iter().any(|p| p.name == g.name));
        }
    }
    s.found.fp = pred.values().filter(|p| over(p, &gold).is_empty()).count();
    s
}
