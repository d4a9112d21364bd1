//! Original text → normal form: one file a step; every step proposes edits, one function applies them.

use crate::document::{Mask, Script};
use crate::error::Error;
use crate::offsets::{EditKind, Normalised};

/// Which script the normal form is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Target {
    /// 简体.
    #[default]
    Simplified,
    /// 繁體.
    Traditional,
}

/// Whose vocabulary Traditional text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Vocabulary {
    /// Taiwan.
    Taiwan,
    /// Hong Kong.
    HongKong,
}

/// What normalising does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NormaliseConfig {
    /// The steps that run; `Noise` is the structure stage's and ignored here.
    pub steps: Vec<EditKind>,
    /// The script to write.
    pub to: Target,
    /// Regional vocabulary, on request only.
    pub vocabulary: Option<Vocabulary>,
}

impl Default for NormaliseConfig {
    fn default() -> Self {
        Self {
            steps: vec![EditKind::Width, EditKind::Script, EditKind::Space, EditKind::Gloss],
            to: Target::default(),
            vocabulary: None,
        }
    }
}

/// Brings texts into normal form. Immutable and shareable.
#[derive(Debug)]
pub struct Normaliser {
    _config: NormaliseConfig,
}

impl Normaliser {
    /// Loads the tables that the chosen steps need.
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new(config: NormaliseConfig) -> Result<Self, Error> {
        Ok(Self { _config: config })
    }

    /// The normal form of `source`.
    #[must_use]
    pub fn normalise(&self, source: &str) -> Normalised {
        Normalised::identity(source)
    }

    /// The script of a text, by the shares of its lines.
    #[must_use]
    pub fn script(&self, _text: &str) -> Script {
        Script::None
    }

    /// Blanked-out places of a normal form, sorted.
    #[must_use]
    pub fn masks(&self, _normal: &Normalised) -> Vec<Mask> {
        Vec::new()
    }
}
