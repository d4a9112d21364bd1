//! Edits: what happens to a text on its way from site to site.

use crate::rng::Rng;
use crate::text::{Draft, Style};
use crate::words::{Kind, Words, token};

/// A kind of edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Edit {
    /// Nothing.
    Exact,
    /// Figures masked.
    Masked,
    /// Figures, names and some words masked.
    MaskedHeavily,
    /// Names replaced by others.
    Names,
    /// Sentences left out.
    Deleted,
    /// Sentences put in.
    Inserted,
    /// Paragraphs in another order.
    Reordered,
    /// The end cut off.
    Truncated,
    /// Half-width punctuation.
    Width,
    /// Lines broken at a fixed width.
    Wrapped,
    /// Lines of the site put in.
    Noise,
    /// Traditional characters.
    Traditional,
    /// Traditional characters with glosses.
    Glosses,
    /// Two to three of the above.
    Mixed,
}

impl Edit {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Exact,
        Self::Masked,
        Self::MaskedHeavily,
        Self::Names,
        Self::Deleted,
        Self::Inserted,
        Self::Reordered,
        Self::Truncated,
        Self::Width,
        Self::Wrapped,
        Self::Noise,
        Self::Traditional,
        Self::Glosses,
        Self::Mixed,
    ];

    /// Its name in truth records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Masked => "masked",
            Self::MaskedHeavily => "masked_heavily",
            Self::Names => "names",
            Self::Deleted => "deleted",
            Self::Inserted => "inserted",
            Self::Reordered => "reordered",
            Self::Truncated => "truncated",
            Self::Width => "width",
            Self::Wrapped => "wrapped",
            Self::Noise => "noise",
            Self::Traditional => "traditional",
            Self::Glosses => "glosses",
            Self::Mixed => "mixed",
        }
    }

    /// Edits a draft; what concerns only the writing goes into `style`.
    pub fn apply(self, draft: &mut Draft, style: &mut Style, words: &Words, rng: &mut Rng) {
        match self {
            Self::Exact => {}
            Self::Masked => mask(draft, 0.0, 0.0, rng),
            Self::MaskedHeavily => mask(draft, 0.8, 0.03, rng),
            Self::Names => swap_names(draft, words, rng),
            Self::Deleted => {
                let share = rng.between(10, 35) as f64 / 100.0;
                for p in draft.paragraphs.iter_mut().skip(1) {
                    p.retain(|_| !rng.chance(share));
                }
                draft.paragraphs.retain(|p| !p.is_empty());
            }
            Self::Inserted => {
                let sentences: usize = draft.paragraphs.iter().map(Vec::len).sum();
                for _ in 0..(sentences * rng.between(10, 40) / 100).max(1) {
                    let s = words.sentence(rng);
                    draft.insert(s, rng);
                }
            }
            Self::Reordered => rng.shuffle(&mut draft.paragraphs[1..]),
            Self::Truncated => {
                let keep = draft.paragraphs.len() * rng.between(55, 85) / 100;
                draft.paragraphs.truncate(keep.max(2));
            }
            Self::Width => style.half_width = true,
            Self::Wrapped => style.wrap = Some(rng.between(28, 40)),
            Self::Noise => {
                for _ in 0..rng.between(3, 8) {
                    let line = words.noise(rng);
                    draft.interrupt(line, rng);
                }
            }
            Self::Traditional => style.traditional = true,
            Self::Glosses => (style.traditional, style.glosses) = (true, true),
            Self::Mixed => {
                let mut kinds = [
                    Self::Masked,
                    Self::Names,
                    Self::Deleted,
                    Self::Inserted,
                    Self::Reordered,
                    Self::Truncated,
                    Self::Width,
                    Self::Noise,
                ];
                rng.shuffle(&mut kinds);
                for kind in &kinds[..rng.between(2, 3)] {
                    kind.apply(draft, style, words, rng);
                }
            }
        }
    }
}

/// Masks figures, and names and words with these probabilities.
fn mask(draft: &mut Draft, names: f64, text: f64, rng: &mut Rng) {
    let sign = *rng.pick(&["x", "×", "*"]);
    for t in draft.paragraphs.iter_mut().flatten().flatten() {
        let n = t.text.chars().count();
        match t.kind {
            Kind::Number if t.text.ends_with('月') => t.text = format!("{}月", sign.repeat(n - 1)),
            Kind::Number => t.text = sign.repeat(n),
            // The kind of place is left standing: ××镇.
            Kind::Name if rng.chance(names) => {
                let last = t.text.chars().last().filter(|c| "村镇乡县市区局".contains(*c));
                t.text = sign.repeat(n - usize::from(last.is_some()));
                t.text.extend(last);
            }
            Kind::Text if rng.chance(text) => t.text = sign.repeat(n),
            _ => {}
        }
    }
}

fn swap_names(draft: &mut Draft, words: &Words, rng: &mut Rng) {
    let mut by: Vec<(String, String)> = Vec::new();
    for t in draft.paragraphs.iter_mut().flatten().flatten().filter(|t| t.kind == Kind::Name) {
        let new = match by.iter().find(|b| b.0 == t.text) {
            Some(b) => b.1.clone(),
            None => {
                let new = words.other_name(&t.text, rng);
                by.push((t.text.clone(), new.clone()));
                new
            }
        };
        *t = token(&new, Kind::Name);
    }
}
