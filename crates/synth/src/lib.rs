//! Corpora of any size with exact truth, for benches and tests of the reuse stage.
//!
//! Sentences are filled from frames and word lists of our own; they are grammatical enough to be cut and varied
//! enough that unrelated documents share next to no run of five characters. Copies go through the edits that
//! scraped pages show; what truly was copied is known to the character. The same plan and seed give the same
//! corpus, on every machine.
//!
//! ```
//! use gongwen_synth::{Corpus, Plan};
//! let corpus = Corpus::new(&Plan { documents: 40, ..Plan::default() });
//! assert_eq!(corpus.docs.len(), 40);
//! assert!(corpus.docs.iter().any(|d| d.edit.is_some()));
//! ```

mod corpus;
mod edit;
mod rng;
mod score;
mod text;
mod words;

pub use corpus::{Corpus, Doc, Formula, Generator, Made, Masked, Plan, Range, Shared};
pub use edit::{Edit, Intensity};
pub use rng::Rng;
pub use score::{Figures, How, Rate, score};
pub use text::{Draft, Style, Written};
pub use words::{Kind, Sentence, Token, Words};
