//! Edits: what happens to a text on its way from site to site.

use crate::rng::Rng;
use crate::text::{Draft, Style};
use crate::words::{Kind, Token, Words, token};

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

/// How much an edit changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // the words say it
pub enum Intensity {
    Light,
    Medium,
    Strong,
}

impl Intensity {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Light, Self::Medium, Self::Strong];

    /// Its name in truth records.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.of("light", "medium", "strong")
    }

    /// One of three values.
    pub fn of<T>(self, light: T, medium: T, strong: T) -> T {
        match self {
            Self::Light => light,
            Self::Medium => medium,
            Self::Strong => strong,
        }
    }
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
    pub fn apply(self, how: Intensity, draft: &mut Draft, style: &mut Style, words: &Words, rng: &mut Rng) {
        match self {
            Self::Exact => {}
            Self::Masked => mask(draft, [how.of(0.5, 1.0, 1.0), 0.0, 0.0], rng),
            Self::MaskedHeavily => {
                mask(draft, [1.0, how.of(0.6, 0.8, 1.0), how.of(0.02, 0.03, 0.05)], rng);
            }
            Self::Names => swap_names(draft, how.of(0.35, 0.7, 1.0), words, rng),
            Self::Deleted => {
                let share = how.of(0.1, 0.2, 0.35);
                for p in draft.paragraphs.iter_mut().skip(1) {
                    p.retain(|_| !rng.chance(share));
                }
                draft.paragraphs.retain(|p| !p.is_empty());
            }
            Self::Inserted => {
                let sentences: usize = draft.paragraphs.iter().map(Vec::len).sum();
                for _ in 0..((sentences as f64 * how.of(0.1, 0.25, 0.4)) as usize).max(1) {
                    let s = words.sentence(rng);
                    draft.insert(s, rng);
                }
            }
            Self::Reordered => {
                let paragraphs = &mut draft.paragraphs[1..];
                match how {
                    Intensity::Strong => rng.shuffle(paragraphs),
                    _ => {
                        for _ in 0..how.of(1, 3, 0) {
                            let (i, j) = (rng.below(paragraphs.len()), rng.below(paragraphs.len()));
                            paragraphs.swap(i, j);
                        }
                    }
                }
            }
            Self::Truncated => {
                truncate(draft, how.of(0.85, 0.7, 0.55));
            }
            Self::Width => style.half_width = true,
            Self::Wrapped => style.wrap = Some(how.of(40, 34, 28)),
            Self::Noise => {
                for _ in 0..how.of(2, 6, 12) {
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
                for kind in &kinds[..how.of(2, 2, 3)] {
                    kind.apply(how, draft, style, words, rng);
                }
            }
        }
    }
}

/// Keeps so large a share of the text, in whole sentences.
fn truncate(draft: &mut Draft, share: f64) {
    let chars = |s: &[Token]| s.iter().map(|t| t.text.chars().count()).sum::<usize>();
    let all: usize = draft.paragraphs.iter().flatten().map(|s| chars(s)).sum();
    let mut room = (all as f64 * share) as usize;
    for p in &mut draft.paragraphs {
        p.retain(|s| {
            let fits = room > 0;
            room = room.saturating_sub(chars(s));
            fits
        });
    }
    draft.paragraphs.retain(|p| !p.is_empty());
}

/// Masks figures, names and words with these probabilities. The kind of a place is left standing (××镇), and the
/// unit of a month.
fn mask(draft: &mut Draft, [figures, names, text]: [f64; 3], rng: &mut Rng) {
    let sign = *rng.pick(&["x", "×", "*"]);
    for t in draft.paragraphs.iter_mut().flatten().flatten() {
        let (hide, stays) = match t.kind {
            Kind::Number => (figures, "月"),
            Kind::Name => (names, "村镇乡县市区局"),
            Kind::Text => (text, ""),
            Kind::Mark => continue,
        };
        if !rng.chance(hide) {
            continue;
        }
        let stays = t.text.chars().next_back().filter(|&c| stays.contains(c));
        let hidden = t.text[..t.text.len() - stays.map_or(0, char::len_utf8)].to_owned();
        t.text = sign.repeat(hidden.chars().count());
        t.text.extend(stays);
        t.hidden = Some(hidden);
    }
}

/// Replaces this share of the names, each wherever it stands.
fn swap_names(draft: &mut Draft, share: f64, words: &Words, rng: &mut Rng) {
    let mut by: Vec<(String, String)> = Vec::new();
    for t in draft.paragraphs.iter_mut().flatten().flatten().filter(|t| t.kind == Kind::Name) {
        let new = match by.iter().find(|b| b.0 == t.text) {
            Some(b) => b.1.clone(),
            None => {
                let new = if rng.chance(share) { words.other_name(&t.text, rng) } else { t.text.clone() };
                by.push((t.text.clone(), new.clone()));
                new
            }
        };
        if t.text != new {
            *t = token(&new, Kind::Name);
        }
    }
}
