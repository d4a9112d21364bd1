//! From the original text to its normal form and back: edits, and the map they leave behind.
//!
//! Normalising steps only *propose* [`Edit`]s; [`Normalised`] applies them and composes the map, so that every
//! character of the normal form keeps a non-empty range of the original. The map stores only what moves
//! offsets: an edit that replaces characters by others of the same UTF-8 length (nearly all of Traditional →
//! Simplified) costs nothing. Likewise the edits are kept packed, and unpacked when somebody asks for them.

mod map;
mod replacement;
mod rewrite;

pub(crate) use map::Cursor;
pub use map::OffsetMap;
pub use replacement::Replacement;
pub(crate) use rewrite::{Rewriter, Round};

use crate::span::{Normal, Source, Span};
use rewrite::Changes;
use std::sync::OnceLock;

/// Which normalising step proposed an edit; the names are those of `normalise --only`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EditKind {
    /// Full-width letters and digits, compatibility forms, radicals.
    Width,
    /// Traditional ↔ Simplified.
    Script,
    /// Spaces, zero-width and control characters, broken lines and words.
    Space,
    /// Junk pinyin glosses.
    Gloss,
    /// Masks written in one way.
    Mask,
    /// Page furniture.
    Noise,
}

impl EditKind {
    /// The step's name in records and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Width => "width",
            Self::Script => "script",
            Self::Space => "space",
            Self::Gloss => "gloss",
            Self::Mask => "mask",
            Self::Noise => "noise",
        }
    }
}

/// A proposed change: the characters at `at` become `with`.
///
/// `at` is never empty: text is replaced or removed, not made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit<T = Source> {
    /// What is replaced.
    pub at: Span<T>,
    /// What stands there afterwards; empty to remove.
    pub with: Replacement,
    /// Who proposed it.
    pub kind: EditKind,
}

impl<T> Edit<T> {
    /// An edit that replaces `at` by `with`.
    ///
    /// # Panics
    /// When `at` is empty.
    #[must_use]
    pub fn new(at: Span<T>, with: impl Into<Replacement>, kind: EditKind) -> Self {
        assert!(!at.is_empty(), "an edit replaces something");
        Self { at, with: with.into(), kind }
    }
}

/// A text in normal form, with the way back to the original.
///
/// ```
/// use gongwen::{Edit, EditKind, Normalised, Span};
/// let source = "創(chuàng)作";
/// let gloss = Span::new("創".len(), "創(chuàng)".len());
/// let mut n = Normalised::apply(source, vec![Edit::new(gloss, "", EditKind::Gloss)]);
/// assert_eq!(n.text(), "創作");
/// n.then(vec![Edit::new(Span::new(0, 3), "创", EditKind::Script)]);
/// assert_eq!(n.text(), "创作");
/// assert_eq!(&source[n.to_source(Span::new(3, 6)).range()], "作");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Normalised {
    text: String,
    map: OffsetMap,
    changes: Changes,
    /// The changes unpacked, once they are asked for.
    edits: OnceLock<Vec<Edit>>,
}

impl Normalised {
    /// The text as it is, with the identity map.
    #[must_use]
    pub fn identity(source: &str) -> Self {
        Self { text: source.to_owned(), ..Self::default() }
    }

    /// The text after `edits`. They may come in any order; of edits that overlap, the one that starts first (of
    /// those the longest) is kept and the others are dropped.
    #[must_use]
    pub fn apply(source: &str, edits: Vec<Edit>) -> Self {
        match rewrite::apply(source, edits) {
            None => Self::identity(source),
            Some(Round { text, map, changes }) => Self { text, map, changes, edits: OnceLock::new() },
        }
    }

    /// Applies a further round of edits to the normal form, and composes the map.
    pub fn then(&mut self, edits: Vec<Edit<Normal>>) {
        if !edits.is_empty() {
            self.then_round(rewrite::apply(&self.text, edits));
        }
    }

    /// Takes over a round that was written from the normal form.
    pub(crate) fn then_round(&mut self, round: Option<Round>) {
        let Some(Round { text, map, changes }) = round else { return };
        let old = std::mem::take(&mut self.changes);
        self.changes = if old.list.is_empty() { changes } else { join(&self.map, old, changes, &self.text) };
        self.map = self.map.then(map);
        self.text = text;
        self.edits = OnceLock::new();
    }

    /// The normal form.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The normal form by itself.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }

    /// What stands at `at`.
    #[must_use]
    pub fn slice(&self, at: Span<Normal>) -> &str {
        &self.text[at.range()]
    }

    /// All edits against the original, sorted and disjoint.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        let span = |(start, end)| Span::new(start as usize, end as usize);
        let unpack = |&change: &rewrite::Change| Edit {
            at: span(change.at),
            with: self.changes.with(change),
            kind: change.kind,
        };
        self.edits.get_or_init(|| self.changes.list.iter().map(unpack).collect())
    }

    /// How many edits a step made.
    #[must_use]
    pub fn edits_of(&self, kind: EditKind) -> usize {
        self.changes.list.iter().filter(|change| change.kind == kind).count()
    }

    /// See [`OffsetMap::to_source`].
    #[must_use]
    pub fn to_source(&self, at: Span<Normal>) -> Span<Source> {
        self.map.to_source(at)
    }

    /// Whether offsets are those of the original, character by character.
    pub(crate) fn keeps_offsets(&self) -> bool {
        self.map.is_identity()
    }

    /// Looks sources up in order.
    pub(crate) fn sources(&self) -> Cursor<'_> {
        self.map.cursor()
    }

    /// See [`OffsetMap::to_normal`].
    #[must_use]
    pub fn to_normal(&self, at: Span<Source>) -> Span<Normal> {
        self.map.to_normal(at)
    }
}

/// The union of both rounds as changes of the original: later ones that touch what earlier ones wrote are merged
/// with them, under the kind of the first. `map` leads from the middle text, which `new` changes, to the original.
fn join(map: &OffsetMap, mut old: Changes, mut new: Changes, middle: &str) -> Changes {
    let (olds, news) = (std::mem::take(&mut old.list), std::mem::take(&mut new.list));
    let mut out = Changes { list: Vec::with_capacity(olds.len() + news.len()), ..Changes::default() };
    let mut sources = map.cursor();
    let mut olds = olds.into_iter().peekable();
    let mut news = news.into_iter().map(|change| (sources.source(change.at), change)).peekable();
    loop {
        match (olds.peek().copied(), news.peek().copied()) {
            (None, None) => return out,
            (Some(o), None) => {
                out.take(o.at, o, &mut old);
                olds.next();
            }
            (None, Some((at, n))) => {
                out.take(at, n, &mut new);
                news.next();
            }
            (Some(o), Some((at, _))) if o.at.1 <= at.0 => {
                out.take(o.at, o, &mut old);
                olds.next();
            }
            (Some(o), Some((at, n))) if at.1 <= o.at.0 => {
                out.take(at, n, &mut new);
                news.next();
            }
            (Some(o), Some(((start, end), n))) => {
                // Grow a group of overlapping changes of either round, then write it as one.
                let kind = if start < o.at.0 { n.kind } else { o.kind };
                let mut at = (start.min(o.at.0), end.max(o.at.1));
                let mut group = Vec::new();
                loop {
                    if let Some(o) = olds.next_if(|o| o.at.0 < at.1) {
                        at.1 = at.1.max(o.at.1);
                    } else if let Some((span, n)) = news.next_if(|(span, _)| span.0 < at.1) {
                        at.1 = at.1.max(span.1);
                        group.push(n);
                    } else {
                        break;
                    }
                }
                let span = map.to_normal(Span::new(at.0 as usize, at.1 as usize));
                let (mut with, mut from) = (String::new(), span.start());
                for n in group {
                    with.push_str(&middle[from..n.at.0 as usize]);
                    with.push_str(&new.with(n));
                    from = n.at.1 as usize;
                }
                with.push_str(&middle[from..span.end().max(from)]);
                out.push(at, &with, kind);
            }
        }
    }
}

#[cfg(test)]
mod tests;
