//! The arguments: one definition that parser and help follow.

mod choices;
mod compare;
mod index;
mod io;
mod metrics;
mod texts;
mod words;

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

pub(crate) use choices::{
    Granularity, InputFormat, Kind, Method, OutputFormat, Region, Role, Script, Step, Unit,
};
pub(crate) use compare::{Boilerplate, Dedup, Limits, Reuse, Unmask};
pub(crate) use index::{Ask, Index, What};
pub(crate) use io::{Input, Io, Output};
pub(crate) use metrics::{Extract, Panel, Rules};
pub(crate) use texts::{Masks, Normalise, Split};
pub(crate) use words::{By, Collocations, Frequencies, Keywords, NewWords, Segment, Shares};

/// Text mining for Chinese government plan documents.
///
/// Reads scraped pages in any encoding, takes them apart into articles and outline, finds what was copied, and
/// extracts every target, count, sum, ratio and deadline with its place in the text.
#[derive(Debug, Parser)]
#[command(name = "gongwen", version, max_term_width = 100, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Do everything, into a directory: records, tables and a report
    Mine(Mine),
    /// Print the decoded original text that all offsets point into
    Decode(Io),
    /// Print the normal form: Simplified, glosses and stray spaces out
    #[command(visible_alias = "normalize")]
    Normalise(Normalise),
    /// Print the document without furniture and glosses, broken lines joined
    Clean(Io),
    /// List blanked-out places
    Masks(Masks),
    /// List the articles of each page, with what is known of them
    Split(Split),
    /// Cut text into words
    Segment(Segment),
    /// List the words that tell each article from others
    Keywords(Keywords),
    /// Count words by region and year
    Frequencies(Frequencies),
    /// Tabulate what share given terms have of all words, by region and year
    Shares(Shares),
    /// List words that stand together more often than chance has it
    Collocations(Collocations),
    /// List candidates for words that no dictionary has
    NewWords(NewWords),
    /// Group articles (or pages, or paragraphs) that are copies
    Dedup(Dedup),
    /// List aligned pairs of passages
    Reuse(Reuse),
    /// List repeated passages with their document frequency
    Boilerplate(Boilerplate),
    /// Fill blanked-out places from copies that show them
    Unmask(Unmask),
    /// Keep a collection on disk, folded, and compare against it
    #[command(subcommand)]
    Index(Index),
    /// Extract targets, counts, ratios, sums and deadlines
    Extract(Extract),
    /// Read every number, quantity and date of short texts
    Parse(Io),
    /// Tabulate the common indicators: region, year, indicator, target and result
    Panel(Panel),
    /// List the rules that make metrics, with examples and their hits in the inputs
    Rules(Rules),
    /// Score predicted records against gold ones
    Eval(Eval),
}

#[derive(Args, Debug)]
pub(crate) struct Mine {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Directory to write: absent, empty, or written by gongwen before
    #[arg(short, long, value_name = "DIR", help_heading = "Output")]
    pub(crate) output: PathBuf,
    /// List deadlines from this date on (YYYY-MM-DD, or a year, or a year and month)
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    #[command(flatten)]
    pub(crate) limits: Limits,
}

#[derive(Args, Debug)]
pub(crate) struct Eval {
    /// Gold records, one a line
    #[arg(long, value_name = "FILE")]
    pub(crate) gold: PathBuf,
    /// Predicted records, one a line
    #[arg(long, value_name = "FILE")]
    pub(crate) pred: PathBuf,
    /// Expressions that are no metrics, one a line, to count false alarms
    #[arg(long, value_name = "FILE")]
    pub(crate) nonmetrics: Option<PathBuf>,
    /// Write the figures as JSON to this file
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
}
