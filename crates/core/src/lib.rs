//! Text mining for Chinese government plan documents.
//!
//! Scraped pages go in as bytes; what comes out points back into them: articles, outline, words, copies,
//! boilerplate, and every target, count, sum, ratio and deadline with its proof.
//!
//! ```
//! use gongwen::{Config, Miner};
//!
//! let miner = Miner::new(Config::default())?;
//! let doc = miner.read("plan.txt", "2024年工作计划\n全年组织视察不少于4次。".as_bytes())?;
//! for m in miner.extract(&doc) {
//!     println!("{} {:?}..{:?}", doc.source().slice(m.at), m.min, m.max);
//! }
//! # Ok::<(), gongwen::Error>(())
//! ```

mod calendar;
mod config;
mod document;
mod error;
mod metrics;
mod miner;
mod normalise;
mod number;
mod offsets;
mod panel;
mod read;
mod reuse;
mod span;
mod structure;
mod tables;
mod text;
mod words;

pub use calendar::Edtf;
pub use config::Config;
pub use document::{
    About, Article, ArticleId, ArticleKind, Document, Evidence, Furniture, FurnitureKind, Level, Mask,
    MaskKind, Meta, Paragraph, ParagraphId, Script, Section, SectionId, Sentence, Structure,
};
pub use error::Error;
pub use metrics::{
    Anchor, Change, Expr, Extraction, Extractor, Indicator, Kind, Lexer, Metric, Rejected, Role, Rule,
    RuleKind, Statement, UnitInfo, Writing, indicators, parse_number, rules, unit,
};
pub use miner::Miner;
pub use normalise::{NormaliseConfig, Normaliser, Target, Vocabulary};
pub use number::{Decimal, plain};
pub use offsets::{Edit, EditKind, Normalised, OffsetMap, Replacement};
pub use panel::{Choice, Panel, PanelRow};
pub use read::{Format, ReadOptions, read, read_from};
pub use reuse::{
    Addition, Cluster, Comparer, Family, FamilyKind, Folded, Index, Member, Passage, Place, Reason, Relation,
    Reuse, ReuseConfig, Share, Slot, SlotKind, Unit, Unmasked, Use, Wanted, Why,
};
pub use span::{Normal, Points, Source, Span};
pub use structure::{Edges, FurnitureModel, Site, Structurer, clean};
pub use text::{Block, Malformed, Markup, Repair, SourceText};
pub use words::{
    ArticleWords, CellBy, Collocation, Collocations, Content, Granularity, Keyword, KeywordMethod, Keywords,
    NewWord, NewWords, SegmentConfig, Segmenter, SegmenterBuilder, TermCount, TermShare, TermShares, Token,
    WordCell, WordFrequencies, WordFrequency,
};

/// The README's example, compiled and run with the other doctests.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct ReadmeDoctests;
