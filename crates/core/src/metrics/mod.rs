//! Metrics: targets, counts, ratios, sums, measures, durations, deadlines and dates, each with its proof.
//!
//! `lex` finds every number, quantity and calendar expression; `judge` decides which of them are metrics and
//! what they mean in their passage.

mod expr;
mod judge;
mod lex;

pub use expr::{Expr, Kind, Writing};
pub use judge::{Change, Extractor, Metric, Role, Rule, rules};
pub use lex::{Anchor, Lexer, parse_number};
