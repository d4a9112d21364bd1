//! Arguments of commands for which pages meet.

use super::{Io, Unit};
use clap::Args;

/// How much memory a comparison takes.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Memory {
    /// Memory for texts and for sorting, such as 256M or 4G; what is more goes to temporary files
    #[arg(long, default_value = "512M", value_parser = size, value_name = "SIZE")]
    pub(crate) memory: usize,
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
