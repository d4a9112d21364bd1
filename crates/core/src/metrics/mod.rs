//! Metrics: targets, counts, ratios, sums, measures, durations, deadlines and dates, each with its proof.
//!
//! `lex` finds every number, quantity and calendar expression; `judge` decides which of them are metrics and
//! what they mean in their passage.

mod expr;
mod indicators;
mod judge;
mod lex;
mod plane;
mod sets;
mod trie;
mod units;

pub use expr::{Expr, Kind, Writing};
pub use indicators::{Indicator, indicators};
pub use judge::{Change, Extraction, Extractor, Metric, Rejected, Role, Rule, RuleKind, Statement, rules};
pub use lex::{Anchor, Lexer, parse_number};
pub use units::{UnitInfo, unit};
