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

struct Maker<'w> {
    words: &'w Words,
    corpus: Corpus,
    originals: Vec<(usize, Draft, Written)>,
    clusters: usize,
}

impl Corpus {
    /// Makes a corpus. The same plan gives the same corpus.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let words = Words::default();
        let formulas = words.formulas();
        let formula = |f: &(f64, &'static str)| Formula { wording: f.1.to_owned(), places: Vec::new() };
        let corpus = Self { formulas: formulas.iter().map(formula).collect(), ..Self::default() };
        let mut maker = Maker { words: &words, corpus, originals: Vec::new(), clusters: 0 };
        let count = |share: f64| (plan.documents as f64 * share) as usize;
        let (copies, anthologies, negatives) =
            (count(plan.copies), count(plan.anthologies), count(plan.negatives));
        let originals = plan.documents.saturating_sub(copies + anthologies + negatives).max(1);
        for part in 0..originals as u64 {
            maker.original(plan, &mut Rng::new(plan.seed, part));
        }
        let mut parts = originals as u64..;
        let mut rng = || Rng::new(plan.seed, parts.next().unwrap_or_default());
        // Copies gather on a part of the originals, so that clusters of several come about.
        let sources = (copies / 2).clamp(1, originals);
        for _ in 0..copies {
            maker.copy(plan, sources, &mut rng());
        }
        for _ in 0..anthologies {
            maker.anthology(plan, &mut rng());
        }
        for _ in 0..negatives {
            maker.negative(plan, &mut rng());
        }
        maker.corpus
    }
}

impl Maker<'_> {
    fn push(&mut self, written: &Written, cluster: usize, edit: Option<(Edit, Intensity)>) -> usize {
        let n = self.corpus.docs.len();
        self.corpus.docs.push(Doc { id: format!("d{n:07}"), text: written.text.clone(), cluster, edit });
        n
    }

    fn fresh(&self, plan: &Plan, share: usize, rng: &mut Rng) -> Draft {
        let chars = rng.between(plan.chars.0, plan.chars.1) * share / 100;
        Draft::new(self.words, chars.max(60), rng)
    }

    fn original(&mut self, plan: &Plan, rng: &mut Rng) {
        let mut draft = self.fresh(plan, 100, rng);
        let n = self.corpus.docs.len();
        let used: Vec<usize> =
            (0..self.words.formulas().len()).filter(|&f| rng.chance(self.words.formulas()[f].0)).collect();
        for &f in &used {
            let sentence = self.words.fill(self.words.formulas()[f].1, rng);
            draft.insert(sentence, rng);
        }
        draft.number(n as u32);
        let written = draft.write(self.words, Style::default(), Written::default());
        let cluster = self.clusters;
        self.clusters += 1;
        self.push(&written, cluster, None);
        self.formulas(n, &draft, &written);
        self.originals.push((n, draft, written));
    }

    fn share(&mut self, original: usize, copy: usize, written: &Written) {
        let (doc, _, from) = &self.originals[original];
        let tokens = written.tokens.iter().filter(|(origin, _)| origin.0 as usize == *doc);
        let mut ranges: Vec<(Range, Range)> = Vec::new();
        for (origin, &at) in tokens {
            let Some(&here) = from.tokens.get(origin) else { continue };
            match ranges.last_mut() {
                Some(last) if last.0.1 == here.0 && last.1.1 == at.0 => (last.0.1, last.1.1) = (here.1, at.1),
                _ => ranges.push((here, at)),
            }
        }
        self.corpus.shared.push(Shared { original: *doc, copy, ranges });
    }

    /// Notes the formulas of document `n`.
    fn formulas(&mut self, n: usize, draft: &Draft, written: &Written) {
        for (sentence, at) in sentences(draft, written) {
            for (f, formula) in self.words.formulas().iter().enumerate() {
                if fits(formula.1, &sentence) {
                    self.corpus.formulas[f].places.push((n, at));
                }
            }
        }
    }

    fn copy(&mut self, plan: &Plan, sources: usize, rng: &mut Rng) {
        let original = rng.below(sources);
        let (edit, how) = (*rng.pick(&plan.edits), *rng.pick(&plan.intensities));
        let (doc, mut draft, _) = self.originals[original].clone();
        let mut style = Style::default();
        edit.apply(how, &mut draft, &mut style, self.words, rng);
        let written = draft.write(self.words, style, Written::default());
        let n = self.push(&written, self.corpus.docs[doc].cluster, Some((edit, how)));
        let masked = |(at, value): &(Range, String)| Masked { doc: n, at: *at, value: value.clone() };
        self.corpus.masks.extend(written.masks.iter().map(masked));
        self.formulas(n, &draft, &written);
        self.share(original, n, &written);
    }

    /// Texts of its own around a copied one, without any marker between.
    fn anthology(&mut self, plan: &Plan, rng: &mut Rng) {
        let original = rng.below(self.originals.len());
        let (held, inner, _) = self.originals[original].clone();
        let parts = rng.between(2, 4);
        let place = rng.below(parts + 1);
        let mut whole = Draft::default();
        for part in 0..=parts {
            let own = |maker: &Self, rng: &mut Rng| maker.fresh(plan, 100, rng).paragraphs;
            whole.paragraphs.extend(if part == place { inner.paragraphs.clone() } else { own(self, rng) });
        }
        let written = whole.write(self.words, Style::default(), Written::default());
        let cluster = self.clusters;
        self.clusters += 1;
        let n = self.push(&written, cluster, None);
        self.corpus.contained.push((held, n));
        self.formulas(n, &whole, &written);
        self.share(original, n, &written);
    }

    /// A document of its own with a fifth of another's sentences.
    fn negative(&mut self, plan: &Plan, rng: &mut Rng) {
        let original = rng.below(self.originals.len());
        let (other, from, _) = self.originals[original].clone();
        let mut draft = self.fresh(plan, 100, rng);
        let mine: usize = draft.paragraphs.iter().map(Vec::len).sum();
        let theirs: Vec<_> = from.paragraphs[1..].iter().flatten().cloned().collect();
        for _ in 0..mine.min(theirs.len()) / 5 {
            let sentence = rng.pick(&theirs).clone();
            draft.insert(sentence, rng);
        }
        draft.forget();
        let written = draft.write(self.words, Style::default(), Written::default());
        let cluster = self.clusters;
        self.clusters += 1;
        let n = self.push(&written, cluster, None);
        self.corpus.negatives.push((other, n));
        self.formulas(n, &draft, &written);
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
