//! Arguments of `index`.

use super::{Input, Limits, Output, Unit};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What to do with a collection on disk.
#[derive(Debug, Subcommand)]
pub(crate) enum Index {
    /// Make an index of pages, in place of the one that may be there
    Build(IndexBuild),
    /// Add pages
    Add(IndexAdd),
    /// Remove pages by their ids
    Remove(IndexRemove),
    /// Compare pages with the collection: what concerns them is listed
    Query(IndexQuery),
    /// Compare the collection with itself
    List(IndexList),
}

#[derive(Args, Debug)]
pub(crate) struct IndexBuild {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Directory of the index: absent, empty, or an index
    #[arg(short = 'o', long = "output", value_name = "INDEX")]
    pub(crate) index: PathBuf,
    /// What is compared
    #[arg(long, value_enum, default_value_t)]
    pub(crate) unit: Unit,
}

#[derive(Args, Debug)]
pub(crate) struct IndexAdd {
    /// Directory of the index
    #[arg(value_name = "INDEX")]
    pub(crate) index: PathBuf,
    #[command(flatten)]
    pub(crate) input: Input,
}

#[derive(Args, Debug)]
pub(crate) struct IndexRemove {
    /// Directory of the index
    #[arg(value_name = "INDEX")]
    pub(crate) index: PathBuf,
    /// Ids of pages
    #[arg(required = true, value_name = "DOC")]
    pub(crate) docs: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct IndexQuery {
    /// Directory of the index
    #[arg(value_name = "INDEX")]
    pub(crate) index: PathBuf,
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) ask: Ask,
}

#[derive(Args, Debug)]
pub(crate) struct IndexList {
    /// Directory of the index
    #[arg(value_name = "INDEX")]
    pub(crate) index: PathBuf,
    #[command(flatten)]
    pub(crate) ask: Ask,
    /// Threads; 0 for one a core
    #[arg(short, long, default_value_t = 0, value_name = "N")]
    pub(crate) jobs: usize,
}

/// What is asked of an index.
#[derive(Args, Debug)]
pub(crate) struct Ask {
    /// Which records to list
    #[arg(long, value_enum, default_value_t)]
    pub(crate) what: What,
    #[command(flatten)]
    pub(crate) output: Output,
    #[command(flatten)]
    pub(crate) limits: Limits,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum What {
    /// Clusters of copies
    #[default]
    Dedup,
    /// Aligned pairs of passages
    Reuse,
    /// Repeated passages
    Boilerplate,
    /// Blanked-out places that copies fill
    Unmask,
}
