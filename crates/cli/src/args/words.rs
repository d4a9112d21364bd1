//! Arguments of commands about words.

use super::{Granularity, Io, Method};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Args, Debug)]
pub(crate) struct Segment {
    #[command(flatten)]
    pub(crate) io: Io,
    /// How finely to cut
    #[arg(long, value_enum, default_value_t)]
    pub(crate) granularity: Granularity,
    /// Guess unknown words by a hidden Markov model
    #[arg(long)]
    pub(crate) hmm: bool,
    #[command(flatten)]
    pub(crate) user: UserWords,
}

/// Words of one's own.
#[derive(Args, Clone, Debug)]
pub(crate) struct UserWords {
    /// Words of your own: one a line, then, if you like, its frequency and its tag
    #[arg(long, value_name = "FILE")]
    pub(crate) user_dict: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Keywords {
    #[command(flatten)]
    pub(crate) io: Io,
    /// How words are weighed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) method: Method,
    /// Keywords of an article
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub(crate) top: usize,
    #[command(flatten)]
    pub(crate) user: UserWords,
}

#[derive(Args, Debug)]
pub(crate) struct Frequencies {
    #[command(flatten)]
    pub(crate) io: Io,
    /// What is counted apart (none: everything together)
    #[arg(long, value_enum, value_delimiter = ',', default_value = "region,year", value_name = "KEY,…")]
    pub(crate) by: Vec<By>,
    /// How finely to cut
    #[arg(long, value_enum, default_value = "coarse")]
    pub(crate) granularity: Granularity,
    /// Least number of times that a word stands in its cell
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) min_count: u64,
    #[command(flatten)]
    pub(crate) user: UserWords,
}

#[derive(Args, Debug)]
#[command(group(clap::ArgGroup::new("given").required(true).multiple(true)))]
pub(crate) struct Shares {
    #[command(flatten)]
    pub(crate) io: Io,
    /// Terms to count
    #[arg(long, value_delimiter = ',', value_name = "TERM,…", group = "given")]
    pub(crate) term: Vec<String>,
    /// File of terms to count, one a line
    #[arg(long, value_name = "FILE", group = "given")]
    pub(crate) terms: Option<PathBuf>,
    /// What is counted apart (none: everything together)
    #[arg(long, value_enum, value_delimiter = ',', default_value = "region,year", value_name = "KEY,…")]
    pub(crate) by: Vec<By>,
}

#[derive(Args, Debug)]
pub(crate) struct Collocations {
    #[command(flatten)]
    pub(crate) io: Io,
    /// How many words apart at most; 1 is side by side
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) window: usize,
    /// How finely to cut
    #[arg(long, value_enum, default_value = "fine")]
    pub(crate) granularity: Granularity,
    /// Least number of times that they stand together
    #[arg(long, default_value_t = 3, value_name = "N")]
    pub(crate) min_count: u64,
    /// How many to list
    #[arg(long, default_value_t = 1000, value_name = "N")]
    pub(crate) top: usize,
    #[command(flatten)]
    pub(crate) user: UserWords,
}

#[derive(Args, Debug)]
pub(crate) struct NewWords {
    #[command(flatten)]
    pub(crate) io: Io,
    /// Least number of times that a candidate stands
    #[arg(long, default_value_t = 5, value_name = "N")]
    pub(crate) min_count: u64,
    /// Least mutual information at the weakest seam, in bits
    #[arg(long, default_value_t = 5.0, value_name = "BITS")]
    pub(crate) cohesion: f64,
    /// Least entropy of what stands beside, in bits
    #[arg(long, default_value_t = 1.5, value_name = "BITS")]
    pub(crate) freedom: f64,
    /// How many to list
    #[arg(long, default_value_t = 1000, value_name = "N")]
    pub(crate) top: usize,
    #[command(flatten)]
    pub(crate) user: UserWords,
}

/// What words are counted apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// The region
    Region,
    /// The year
    Year,
    /// Nothing
    None,
}
