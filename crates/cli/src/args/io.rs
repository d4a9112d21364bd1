//! What every command reads, and where its records go.

use super::{InputFormat, OutputFormat};
use clap::Args;
use std::path::PathBuf;

/// What is read.
#[derive(Args, Clone, Debug)]
pub(crate) struct Input {
    /// Files, directories, or `-` for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// What `-` or a file with an odd name holds
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", help_heading = "Input")]
    pub(crate) input_format: InputFormat,
    /// Field of a row that holds its id
    #[arg(long, default_value = "id", value_name = "FIELD", help_heading = "Input")]
    pub(crate) id_field: String,
    /// Field of a row that holds its text
    #[arg(long, default_value = "text", value_name = "FIELD", help_heading = "Input")]
    pub(crate) text_field: String,
    /// Field of a row that holds HTML, in place of the text field
    #[arg(long, value_name = "FIELD", help_heading = "Input")]
    pub(crate) html_field: Option<String>,
    /// Field of a row that holds its publication date
    #[arg(long, default_value = "date", value_name = "FIELD", help_heading = "Input")]
    pub(crate) date_field: String,
    /// Field of a row that holds its address, whose host tells the site
    #[arg(long, default_value = "url", value_name = "FIELD", help_heading = "Input")]
    pub(crate) url_field: String,
    /// CSV with a column `doc` and any of region, region_code, year, issuer, kind, source
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(crate) meta: Option<PathBuf>,
    /// Encoding of the bytes, in place of detection
    #[arg(long, value_name = "LABEL", help_heading = "Input")]
    pub(crate) encoding: Option<String>,
    /// Do not learn furniture from what the pages of a site (host, or folder) repeat
    #[arg(long, help_heading = "Input")]
    pub(crate) no_learn: bool,
    /// Threads; 0 for one a core
    #[arg(short, long, default_value_t = 0, value_name = "N")]
    pub(crate) jobs: usize,
    /// Whether every line of a text file is a page of its own; not an argument, but a command's nature.
    #[arg(skip)]
    pub(crate) lines: bool,
    /// Whether the stored bytes are hashed, for a manifest; no argument either.
    #[arg(skip)]
    pub(crate) digests: bool,
}

/// Where records go.
#[derive(Args, Clone, Debug)]
pub(crate) struct Output {
    /// How records are written; by default a table on a terminal and jsonl elsewhere
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Output")]
    pub(crate) format: Option<OutputFormat>,
    /// File to write, in place of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
}

/// What is read, and where its records go.
#[derive(Args, Debug)]
pub(crate) struct Io {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
}
