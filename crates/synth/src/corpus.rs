//! Corpora: documents with the truth about them.

use crate::edit::{Edit, Intensity};
use crate::rng::Rng;
use crate::text::{Draft, Style, Written};
use crate::words::Words;

/// A range of code points.
pub type Range = (usize, usize);

/// What a corpus is made of. Shares are of the documents asked for.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How many documents.
    pub documents: usize,
    /// The seed of all chance.
    pub seed: u64,
    /// Least and greatest length of a document, in characters.
    pub chars: (usize, usize),
    /// Share that are copies of others.
    pub copies: f64,
    /// Share that are anthologies holding a copy of another document between texts of their own.
    pub anthologies: f64,
    /// Share that share about a fifth of their sentences with another document and are no copies.
    pub negatives: f64,
    /// The kinds of edit, drawn evenly.
    pub edits: Vec<Edit>,
    /// How much they change, drawn evenly.
    pub intensities: Vec<Intensity>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            documents: 1000,
            seed: 1,
            chars: (400, 2400),
            copies: 0.25,
            anthologies: 0.04,
            negatives: 0.05,
            edits: Edit::ALL.to_vec(),
            intensities: Intensity::ALL.to_vec(),
        }
    }
}

/// A document of a corpus.
#[derive(Clone, Debug)]
pub struct Doc {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// The cluster that it truly belongs to.
    pub cluster: usize,
    /// What was done to it, and how much; none of an original.
    pub edit: Option<(Edit, Intensity)>,
}

/// Text that two documents truly share: matching ranges of code points, sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Index of the original.
    pub original: usize,
    /// Index of the copy.
    pub copy: usize,
    /// Ranges in the original and in the copy.
    pub ranges: Vec<(Range, Range)>,
}

/// A mask and what it hides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked {
    /// The document.
    pub doc: usize,
    /// Its signs.
    pub at: Range,
    /// What stands there in the original.
    pub value: String,
}

/// A formula and where it stands.
#[derive(Clone, Debug, Default)]
pub struct Formula {
    /// Its wording with slots.
    pub wording: String,
    /// Document and code points.
    pub places: Vec<(usize, Range)>,
}

/// Documents with the truth about them.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// The documents.
    pub docs: Vec<Doc>,
    /// Copied text: of copies, and of what anthologies hold.
    pub shared: Vec<Shared>,
    /// (contained document, anthology).
    pub contained: Vec<(usize, usize)>,
    /// Pairs that share sentences and are no copies.
    pub negatives: Vec<(usize, usize)>,
    /// The formulas.
    pub formulas: Vec<Formula>,
    /// What the masks of copies hide.
    pub masks: Vec<Masked>,
}

/// A document with what is true of it.
#[derive(Clone, Debug)]
pub struct Made {
    /// The document.
    pub doc: Doc,
    /// What it has from another.
    pub shared: Option<Shared>,
    /// The document that it holds.
    pub holds: Option<usize>,
    /// The document that it took sentences from, being no copy.
    pub borrows: Option<usize>,
    /// Formulas by number, with their code points.
    pub formulas: Vec<(usize, Range)>,
    /// Its masks and what they hide.
    pub masks: Vec<Masked>,
}

/// Makes the documents of a corpus one by one, in any order: of originals nothing is kept, whoever copies one makes
/// it anew.
#[derive(Debug)]
pub struct Generator {
    plan: Plan,
    words: Words,
    originals: usize,
    copies: usize,
    anthologies: usize,
    negatives: usize,
}

impl Generator {
    /// What makes the documents of a plan.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let count = |share: f64| (plan.documents as f64 * share) as usize;
        let (copies, anthologies, negatives) =
            (count(plan.copies), count(plan.anthologies), count(plan.negatives));
        let originals = plan.documents.saturating_sub(copies + anthologies + negatives).max(1);
        Self { plan: plan.clone(), words: Words::default(), originals, copies, anthologies, negatives }
    }

    /// How many documents there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.originals + self.copies + self.anthologies + self.negatives
    }

    /// Whether there are none: never.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The wordings of the formulas.
    pub fn formulas(&self) -> impl Iterator<Item = &'static str> {
        self.words.formulas().iter().map(|f| f.1)
    }

    /// A document by its number.
    #[must_use]
    pub fn document(&self, n: usize) -> Made {
        let mut rng = Rng::new(self.plan.seed, n as u64);
        let others = n.checked_sub(self.originals);
        match others {
            None => {
                let (draft, written) = self.original(n);
                self.made(n, n, None, &draft, written)
            }
            Some(i) if i < self.copies => self.copy(n, &mut rng),
            Some(i) if i < self.copies + self.anthologies => self.anthology(n, &mut rng),
            Some(_) => self.negative(n, &mut rng),
        }
    }

    fn fresh(&self, rng: &mut Rng) -> Draft {
        let chars = rng.between(self.plan.chars.0, self.plan.chars.1);
        Draft::new(&self.words, chars.max(60), rng)
    }

    /// An original before and after it was written out.
    fn original(&self, n: usize) -> (Draft, Written) {
        let rng = &mut Rng::new(self.plan.seed, n as u64);
        let mut draft = self.fresh(rng);
        let formulas = self.words.formulas();
        let used: Vec<usize> = (0..formulas.len()).filter(|&f| rng.chance(formulas[f].0)).collect();
        for &f in &used {
            let sentence = self.words.fill(formulas[f].1, rng);
            draft.insert(sentence, rng);
        }
        draft.number(n as u32);
        let written = draft.write(&self.words, Style::default(), Written::default());
        (draft, written)
    }

    /// A document that was written out, with its formulas and masks.
    fn made(
        &self,
        n: usize,
        cluster: usize,
        edit: Option<(Edit, Intensity)>,
        draft: &Draft,
        written: Written,
    ) -> Made {
        let fitting = |(sentence, at): (String, Range)| {
            let formulas = self.words.formulas().iter().enumerate();
            formulas.filter(|f| fits(f.1.1, &sentence)).map(|f| (f.0, at)).collect::<Vec<_>>()
        };
        let formulas = sentences(draft, &written).flat_map(fitting).collect();
        let masked = |(at, value): (Range, String)| Masked { doc: n, at, value };
        let masks = match edit {
            Some(_) => written.masks.into_iter().map(masked).collect(),
            None => Vec::new(),
        };
        let doc = Doc { id: format!("d{n:07}"), text: written.text, cluster, edit };
        Made { doc, shared: None, holds: None, borrows: None, formulas, masks }
    }

    /// The cluster of a document that is no copy.
    fn own_cluster(&self, n: usize) -> usize {
        n - self.copies
    }

    fn copy(&self, n: usize, rng: &mut Rng) -> Made {
        // Copies gather on a part of the originals, so that clusters of several come about.
        let original = rng.below((self.copies / 2).clamp(1, self.originals));
        let (edit, how) = (*rng.pick(&self.plan.edits), *rng.pick(&self.plan.intensities));
        let (mut draft, from) = self.original(original);
        let mut style = Style::default();
        edit.apply(how, &mut draft, &mut style, &self.words, rng);
        let written = draft.write(&self.words, style, Written::default());
        let shared = share(original, n, &from, &written);
        Made { shared: Some(shared), ..self.made(n, original, Some((edit, how)), &draft, written) }
    }

    /// Texts of its own around a copied one, without any marker between.
    fn anthology(&self, n: usize, rng: &mut Rng) -> Made {
        let original = rng.below(self.originals);
        let (inner, from) = self.original(original);
        let parts = rng.between(2, 4);
        let place = rng.below(parts + 1);
        let mut whole = Draft::default();
        for part in 0..=parts {
            let own = |rng: &mut Rng| self.fresh(rng).paragraphs;
            whole.paragraphs.extend(if part == place { inner.paragraphs.clone() } else { own(rng) });
        }
        let written = whole.write(&self.words, Style::default(), Written::default());
        let shared = share(original, n, &from, &written);
        let made = self.made(n, self.own_cluster(n), None, &whole, written);
        Made { shared: Some(shared), holds: Some(original), ..made }
    }

    /// A document of its own with a fifth of another's sentences.
    fn negative(&self, n: usize, rng: &mut Rng) -> Made {
        let original = rng.below(self.originals);
        let (from, _) = self.original(original);
        let mut draft = self.fresh(rng);
        let mine: usize = draft.paragraphs.iter().map(Vec::len).sum();
        let theirs: Vec<_> = from.paragraphs[1..].iter().flatten().cloned().collect();
        for _ in 0..mine.min(theirs.len()) / 5 {
            let sentence = rng.pick(&theirs).clone();
            draft.insert(sentence, rng);
        }
        draft.forget();
        let written = draft.write(&self.words, Style::default(), Written::default());
        let made = self.made(n, self.own_cluster(n), None, &draft, written);
        Made { borrows: Some(original), ..made }
    }
}

/// What a document has from an original.
fn share(original: usize, copy: usize, from: &Written, written: &Written) -> Shared {
    let tokens = written.tokens.iter().filter(|(origin, _)| origin.0 as usize == original);
    let mut ranges: Vec<(Range, Range)> = Vec::new();
    for (origin, &at) in tokens {
        let Some(&here) = from.tokens.get(origin) else { continue };
        match ranges.last_mut() {
            Some(last) if last.0.1 == here.0 && last.1.1 == at.0 => (last.0.1, last.1.1) = (here.1, at.1),
            _ => ranges.push((here, at)),
        }
    }
    Shared { original, copy, ranges }
}

impl Corpus {
    /// Makes a corpus. The same plan gives the same corpus.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let generator = Generator::new(plan);
        let formula = |f: &'static str| Formula { wording: f.to_owned(), places: Vec::new() };
        let mut corpus = Self { formulas: generator.formulas().map(formula).collect(), ..Self::default() };
        for n in 0..generator.len() {
            let Made { doc, shared, holds, borrows, formulas, masks } = generator.document(n);
            corpus.docs.push(doc);
            corpus.shared.extend(shared);
            corpus.contained.extend(holds.map(|held| (held, n)));
            corpus.negatives.extend(borrows.map(|from| (from, n)));
            formulas.into_iter().for_each(|(f, at)| corpus.formulas[f].places.push((n, at)));
            corpus.masks.extend(masks);
        }
        corpus
    }
}

/// The sentences of a draft as text, with their places.
fn sentences<'d>(draft: &'d Draft, written: &'d Written) -> impl Iterator<Item = (String, Range)> + 'd {
    written
        .sentences
        .iter()
        .map(|&(p, s, at)| (draft.paragraphs[p][s].iter().map(|t| t.text.as_str()).collect::<String>(), at))
}

/// Whether a sentence is a formula with its slots filled: the fixed parts stand in it in order, the first at its
/// start and the last at its end.
fn fits(wording: &str, sentence: &str) -> bool {
    let mut rest = sentence;
    let parts: Vec<&str> = wording.split(['{', '}']).step_by(2).collect();
    for (i, part) in parts.iter().enumerate() {
        match rest.find(part) {
            Some(at) if i > 0 || at == 0 => rest = &rest[at + part.len()..],
            _ => return false,
        }
    }
    rest.is_empty()
}
