//! Original text → normal form: one file a step; every step proposes edits, one function applies them.
//!
//! The order: glosses go first, as they stand between characters; then what nobody sees and full-width forms; then
//! broken lines and inserted spaces, until nothing changes any more; then the script, which matches its phrases in
//! text that reads on; masks last. So every step sees what the ones before it left, and normalising a normal form
//! changes nothing. All steps are linear in the text.
//!
//! An edit of kind [`EditKind::Space`] whose source holds a line feed joins a broken line.

mod chars;
mod gloss;
mod join;
mod mask;
mod script;
mod space;
mod width;

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

/// What normalising does: which steps run, and into which script.
///
/// The default is what analysis reads: every step but the masks, into Simplified.
///
/// ```
/// use gongwen::{EditKind, NormaliseConfig, Target, Vocabulary};
/// let text = "軟體\u{3000}２０套";
/// let normal = |config: NormaliseConfig| -> Result<String, gongwen::Error> {
///     Ok(config.build()?.normalise(text).text().to_owned())
/// };
/// // One step alone, the default without one, another script, the words of a region.
/// assert_eq!(normal(NormaliseConfig::only([EditKind::Width]))?, "軟體 20套");
/// assert_eq!(normal(NormaliseConfig::default().without(EditKind::Script))?, "軟體 20套");
/// assert_eq!(normal(NormaliseConfig::default().to(Target::Traditional))?, "軟體 20套");
/// assert_eq!(normal(NormaliseConfig::default().vocabulary(Vocabulary::Taiwan))?, "软件 20套");
/// # Ok::<(), gongwen::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NormaliseConfig {
    /// The steps that run, whose order is fixed; `Noise` is the structure stage's and ignored here.
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

impl NormaliseConfig {
    /// These steps and no others.
    #[must_use]
    pub fn only(steps: impl IntoIterator<Item = EditKind>) -> Self {
        Self { steps: steps.into_iter().collect(), ..Self::default() }
    }

    /// A step more.
    #[must_use]
    pub fn with(mut self, step: EditKind) -> Self {
        if !self.steps.contains(&step) {
            self.steps.push(step);
        }
        self
    }

    /// A step less.
    #[must_use]
    pub fn without(mut self, step: EditKind) -> Self {
        self.steps.retain(|&s| s != step);
        self
    }

    /// Writes this script.
    #[must_use]
    pub fn to(mut self, script: Target) -> Self {
        self.to = script;
        self
    }

    /// Exchanges the words of a region, too.
    #[must_use]
    pub fn vocabulary(mut self, region: impl Into<Option<Vocabulary>>) -> Self {
        self.vocabulary = region.into();
        self
    }

    /// The normaliser that does this.
    ///
    /// # Errors
    /// When a built-in table is not well formed.
    pub fn build(self) -> Result<Normaliser, Error> {
        Normaliser::new(self)
    }
}

/// A character in its usual width.
pub(crate) fn narrow(c: char) -> char {
    script::in_usual_width(c)
}

/// What the default normal form makes of a single character on a line that is Simplified otherwise, phrases apart.
pub(crate) fn single(c: char) -> char {
    let c = narrow(c);
    if script::is_doubtful(c) { c } else { script::simplified(c) }
}

/// Whether a character is a sign that serves as a blank, where its line says so.
pub(crate) fn may_blank(c: char) -> bool {
    mask::Sign::of(c).is_some()
}

/// Rounds that a step which feeds itself may take: a bound for texts made to need many, so that time stays linear.
const MOST_ROUNDS: usize = 16;

/// Repeats a step as long as it changes something.
fn until_settled(mut step: impl FnMut() -> bool) {
    for _ in 0..MOST_ROUNDS {
        if !step() {
            break;
        }
    }
}

/// Brings texts into normal form. Immutable and shareable.
///
/// ```
/// use gongwen::{NormaliseConfig, Normaliser, Span};
/// let normaliser = Normaliser::new(NormaliseConfig::default())?;
/// let normal = normaliser.normalise("圍繞著２０２４年重點工作");
/// assert_eq!(normal.text(), "围绕着2024年重点工作");
/// let digits = normal.to_source(Span::new("围绕着".len(), "围绕着2024".len()));
/// assert_eq!(digits, Span::new("圍繞著".len(), "圍繞著２０２４".len()));
/// # Ok::<(), gongwen::Error>(())
/// ```
#[derive(Debug)]
pub struct Normaliser {
    config: NormaliseConfig,
    aspect: script::Aspect,
    lines: join::Lines,
    doubled: space::Doubled,
    masks: mask::Masks,
}

impl Normaliser {
    /// Loads the tables that the chosen steps need.
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new(config: NormaliseConfig) -> Result<Self, Error> {
        Ok(Self {
            config,
            aspect: script::Aspect::load()?,
            lines: join::Lines::load()?,
            doubled: space::Doubled::load()?,
            masks: mask::Masks::load()?,
        })
    }

    /// Whether it does what [`NormaliseConfig::default`] says.
    pub(crate) fn is_default(&self) -> bool {
        self.config == NormaliseConfig::default()
    }

    fn runs(&self, step: EditKind) -> bool {
        self.config.steps.contains(&step)
    }

    /// The normal form of `source`.
    #[must_use]
    pub fn normalise(&self, source: &str) -> Normalised {
        let mut normal = Normalised::identity(source);
        if self.runs(EditKind::Gloss) {
            // A gloss that is gone brings together what stood around it, which may tell of another.
            until_settled(|| {
                let edits = gloss::edits(normal.text());
                let found = !edits.is_empty();
                normal.then(edits);
                found
            });
        }
        if self.runs(EditKind::Space) {
            normal.then(space::invisible(normal.text()));
        }
        if self.runs(EditKind::Width) {
            normal.then_round(width::fold(normal.text()));
        }
        if self.runs(EditKind::Space) {
            self.mend_spaces(&mut normal);
        }
        if self.runs(EditKind::Script) {
            script::apply(&mut normal, self.config.to, self.config.vocabulary, &self.aspect);
        }
        if self.runs(EditKind::Mask) {
            // Blanks of two sorts side by side (`x_镇`) become one run, and a line may run on from one sort only.
            until_settled(|| {
                let edits = self.masks.edits(normal.text());
                let found = !edits.is_empty();
                normal.then(edits);
                if found && self.runs(EditKind::Space) {
                    self.mend_spaces(&mut normal);
                }
                found
            });
        }
        normal
    }

    /// Joins broken lines and takes out inserted spaces. Either may bring the evidence for the other, so both are
    /// repeated until nothing is left to do; real pages need two rounds.
    fn mend_spaces(&self, normal: &mut Normalised) {
        until_settled(|| {
            let before = normal.text().len();
            normal.then(self.lines.edits(normal.text()));
            normal.then(space::inserted(normal.text()));
            normal.then(self.doubled.edits(normal.text()));
            normal.text().len() < before
        });
    }

    /// The script of a text, by the shares of its lines.
    #[must_use]
    pub fn script(&self, text: &str) -> Script {
        script::page_script(text)
    }

    /// Blanked-out places of a normal form, sorted.
    #[must_use]
    pub fn masks(&self, normal: &Normalised) -> Vec<Mask> {
        self.masks.find(normal.text())
    }

    /// Whether a text has a blanked-out place.
    pub(crate) fn blanks(&self, text: &str) -> bool {
        !self.masks.find(text).is_empty()
    }

    /// Places of a normal form where digits were cut out without a trace (`投资万元`, `于年月日`), sorted. They hold no
    /// blank, so they are no masks; each covers what stands right behind the lost digits.
    #[must_use]
    pub fn lost_digits(&self, normal: &Normalised) -> Vec<Mask> {
        self.masks.lost(normal.text())
    }
}

#[cfg(test)]
mod tests;
