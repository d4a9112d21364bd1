//! Arguments of commands for which pages meet.

use super::{Io, Unit};
use clap::Args;
use gongwen::ReuseConfig;

/// How much memory a comparison takes.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Memory {
    /// Memory for texts and for sorting, such as 256M or 4G; what is more goes to temporary files
    #[arg(long, default_value = "512M", value_parser = size, value_name = "SIZE")]
    pub(crate) memory: usize,
}

/// What a comparison that finds all of it looks for.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Least similarity of a near-duplicate, 0 to 1
    #[arg(long, value_name = "SHARE")]
    pub(crate) threshold: Option<f64>,
    /// Shortest passage, in characters
    #[arg(long, value_name = "N")]
    pub(crate) min_chars: Option<usize>,
    /// Least number of pages that boilerplate stands in
    #[arg(long, value_name = "N")]
    pub(crate) min_documents: Option<usize>,
    #[command(flatten)]
    pub(crate) memory: Memory,
}

impl Limits {
    /// The configuration that they make; what is not given is as usual.
    pub(crate) fn config(&self, unit: gongwen::Unit) -> ReuseConfig {
        let default = ReuseConfig { unit, ..ReuseConfig::default() };
        ReuseConfig {
            threshold: self.threshold.unwrap_or(default.threshold),
            min_chars: self.min_chars.unwrap_or(default.min_chars),
            min_documents: self.min_documents.unwrap_or(default.min_documents),
            memory: self.memory.memory,
            ..default
        }
    }
}

/// A number of bytes, with K, M or G behind it or not.
fn size(text: &str) -> Result<usize, String> {
    let text = text.trim().trim_end_matches(['b', 'B', 'i']);
    let (number, shift) = match text.char_indices().next_back() {
        Some((i, 'k' | 'K')) => (&text[..i], 10),
        Some((i, 'm' | 'M')) => (&text[..i], 20),
        Some((i, 'g' | 'G')) => (&text[..i], 30),
        _ => (text, 0),
    };
    let bytes = number.trim().parse::<usize>().ok().and_then(|n| n.checked_mul(1 << shift));
    bytes.ok_or_else(|| "is no size such as 256M or 4G".to_owned())
}

#[derive(Args, Debug)]
pub(crate) struct Dedup {
    #[command(flatten)]
    pub(crate) io: Io,
    /// Least similarity of a near-duplicate, 0 to 1
    #[arg(long, value_name = "SHARE")]
    pub(crate) threshold: Option<f64>,
    /// What is compared
    #[arg(long, value_enum, default_value_t)]
    pub(crate) unit: Unit,
    #[command(flatten)]
    pub(crate) memory: Memory,
}

#[derive(Args, Debug)]
pub(crate) struct Unmask {
    #[command(flatten)]
    pub(crate) io: Io,
    #[command(flatten)]
    pub(crate) memory: Memory,
}

#[derive(Args, Debug)]
pub(crate) struct Reuse {
    #[command(flatten)]
    pub(crate) io: Io,
    /// Shortest passage, in characters
    #[arg(long, value_name = "N")]
    pub(crate) min_chars: Option<usize>,
    #[command(flatten)]
    pub(crate) memory: Memory,
}

#[derive(Args, Debug)]
pub(crate) struct Boilerplate {
    #[command(flatten)]
    pub(crate) io: Io,
    /// Least number of pages a passage stands in
    #[arg(long, value_name = "N")]
    pub(crate) min_documents: Option<usize>,
    /// List how much of each article is formulas, in place of the passages
    #[arg(long)]
    pub(crate) shares: bool,
    #[command(flatten)]
    pub(crate) memory: Memory,
}
