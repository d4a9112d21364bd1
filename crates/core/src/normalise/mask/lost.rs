//! Digits that were cut out with nothing left in their place: `增长.%`, `投资万元`, `于年月日`.
//!
//! Only the words tell, so `lost.tsv` lists which words before and behind cannot stand side by side in a whole
//! sentence. The place is that of what stands right behind the lost digits, as a span of no characters could not be
//! found in the text: the point (`.%`, which is a mask like any other), or the first character of the unit.

use super::super::chars::Chars;
use super::line::{Line, is_boundary, is_han, is_numeral};
use super::words::Words;
use crate::document::{Mask, MaskKind};
use crate::error::Error;
use crate::span::Span;
use crate::tables::Table;

/// What may be left of a number: its point.
pub(super) const POINTS: [char; 2] = ['.', '．'];

/// A place where digits are missing.
#[derive(Debug)]
struct Gap {
    /// The word before; empty where any Chinese character will do.
    before: &'static str,
    after: &'static str,
    /// What each of the first characters behind the gap stands for.
    hides: Vec<MaskKind>,
    /// Whether the clause must end behind `after`.
    ends: bool,
    /// What may not stand before `before`, or before `after` where that is empty.
    not: &'static str,
}

/// The table of lost digits.
#[derive(Debug)]
pub(super) struct Lost {
    begins: Chars,
    /// By the last character of the word before, or the first of the word behind.
    gaps: Words<Gap>,
}

impl Lost {
    pub(super) fn load() -> Result<Self, Error> {
        let table = Table::parse(
            "normalise/lost.tsv",
            include_str!("../../../data/normalise/lost.tsv"),
            &["before", "after", "hides", "clause", "not", "why"],
        )?;
        let mut gaps = Vec::new();
        for row in table.rows() {
            let kind = |kind: &str| match kind {
                "digits" => Ok(MaskKind::Digits),
                "year" => Ok(MaskKind::Year),
                other => Err(row.error(format!("{other:?} cannot be lost"))),
            };
            let hides: Vec<MaskKind> = row.need("hides")?.split(' ').map(kind).collect::<Result<_, _>>()?;
            let ends = match row.get("clause") {
                "ends" => true,
                "" => false,
                other => return Err(row.error(format!("{other:?} says nothing of a clause"))),
            };
            for before in row.get("before").split(' ') {
                for after in row.need("after")?.split(' ') {
                    let key = before.chars().next_back().or_else(|| after.chars().next());
                    let key = key.ok_or_else(|| row.error("an empty word"))?;
                    let gap = Gap { before, after, hides: hides.clone(), ends, not: row.get("not") };
                    gaps.push((key, gap));
                }
            }
        }
        let mut begins = Chars::default();
        begins.extend(gaps.iter().map(|&(key, _)| key).filter(|key| !POINTS.contains(key)));
        let keys: Vec<String> = gaps.iter().map(|(key, _)| key.to_string()).collect();
        let gaps = keys.iter().map(String::as_str).zip(gaps.into_iter().map(|(_, gap)| gap)).collect();
        Ok(Self { begins, gaps: Words::by_first(gaps) })
    }

    /// The characters at which a gap is looked for.
    pub(super) fn begins(&self) -> Chars {
        self.begins.clone()
    }

    /// Adds the masks of a gap behind, or before, the character `c` at `at`.
    pub(super) fn at(&self, line: &Line<'_>, at: usize, c: char, masks: &mut Vec<Mask>) {
        let behind = at + c.len_utf8();
        let fits = |gap: &&Gap| {
            let (start, place) = if gap.before.is_empty() {
                (at, at)
            } else {
                (behind.saturating_sub(gap.before.len()), behind)
            };
            let not =
                |c: char| gap.not.contains(c) || (gap.before.is_empty() && (!is_han(c) || is_numeral(c)));
            let Some(end) = line.skip(place, gap.after) else { return false };
            (gap.before.is_empty() || line.ends(behind, gap.before))
                && !line.before(start).is_some_and(not)
                && (!gap.before.is_empty() || line.before(start).is_some())
                && (!gap.ends || is_boundary(line.after(end)))
        };
        let Some(gap) = self.gaps.of(c).iter().find(fits) else { return };
        let mut from = if gap.before.is_empty() { at } else { behind };
        for &kind in &gap.hides {
            let Some(c) = line.after(from) else { return };
            let to = from + c.len_utf8();
            if masks.last().is_none_or(|m| m.at.end() <= from) {
                masks.push(Mask { at: Span::new(from, to), kind });
            }
            from = to;
        }
    }
}
