//! Arguments of commands that look at single pages.

use super::{Io, Region, Script, Step};
use clap::Args;

#[derive(Args, Debug)]
pub(crate) struct Normalise {
    #[command(flatten)]
    pub(crate) io: Io,
    /// Script to write
    #[arg(long, value_enum, default_value_t)]
    pub(crate) to: Script,
    /// Vocabulary of a region for Traditional text
    #[arg(long, value_enum)]
    pub(crate) region: Option<Region>,
    /// Steps to run
    #[arg(long, value_enum, value_delimiter = ',', value_name = "STEP,…")]
    pub(crate) only: Option<Vec<Step>>,
}

#[derive(Args, Debug)]
pub(crate) struct Masks {
    #[command(flatten)]
    pub(crate) io: Io,
    /// List the places where digits were cut out and left no blank (投资万元, 于年月日), each told by what stands behind it
    #[arg(long)]
    pub(crate) lost: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Split {
    #[command(flatten)]
    pub(crate) io: Io,
    /// Add the headings of each article
    #[arg(long)]
    pub(crate) outline: bool,
}
