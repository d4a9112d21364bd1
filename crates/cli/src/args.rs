//! The arguments: one definition that parser and help follow.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

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
    Decode(Simple),
    /// Print the normal form: Simplified, glosses and stray spaces out
    #[command(visible_alias = "normalize")]
    Normalise(Normalise),
    /// Print the document without furniture and glosses, broken lines joined
    Clean(Simple),
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
    Parse(Parse),
    /// Tabulate the common indicators: region, year, indicator, target and result
    Panel(Panel),
    /// List the rules that make metrics, with examples and their hits in the inputs
    Rules(Rules),
    /// Score predicted records against gold ones
    Eval(Eval),
}

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

#[derive(Args, Debug)]
pub(crate) struct Simple {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Args, Debug)]
pub(crate) struct Normalise {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
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
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
    /// List the places where digits were cut out and left no blank (投资万元, 于年月日), each told by what stands behind it
    #[arg(long)]
    pub(crate) lost: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Split {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
    /// Add the headings of each article
    #[arg(long)]
    pub(crate) outline: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Segment {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
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
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
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
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
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
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
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
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
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
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
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

#[derive(Args, Debug)]
pub(crate) struct Dedup {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
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
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
    #[command(flatten)]
    pub(crate) memory: Memory,
}

#[derive(Args, Debug)]
pub(crate) struct Reuse {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
    /// Shortest passage, in characters
    #[arg(long, value_name = "N")]
    pub(crate) min_chars: Option<usize>,
    #[command(flatten)]
    pub(crate) memory: Memory,
}

#[derive(Args, Debug)]
pub(crate) struct Boilerplate {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
    /// Least number of pages a passage stands in
    #[arg(long, value_name = "N")]
    pub(crate) min_documents: Option<usize>,
    /// List how much of each article is formulas, in place of the passages
    #[arg(long)]
    pub(crate) shares: bool,
    #[command(flatten)]
    pub(crate) memory: Memory,
}

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

#[derive(Args, Debug)]
pub(crate) struct Extract {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
    /// Only metrics of these kinds
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KIND,…")]
    pub(crate) kind: Vec<Kind>,
    /// Only metrics of these roles
    #[arg(long, value_enum, value_delimiter = ',', value_name = "ROLE,…")]
    pub(crate) role: Vec<Role>,
    /// Only metrics of at least this confidence, 0 to 1
    #[arg(long, default_value_t = 0.0, value_name = "SHARE")]
    pub(crate) min_confidence: f32,
}

#[derive(Args, Debug)]
pub(crate) struct Parse {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Args, Debug)]
pub(crate) struct Panel {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
    /// A column an indicator, in place of a row
    #[arg(long)]
    pub(crate) wide: bool,
    /// Only rows of these roles
    #[arg(long, value_enum, value_delimiter = ',', value_name = "ROLE,…")]
    pub(crate) role: Vec<Role>,
    /// Only these indicators (gdp_growth, revenue, …)
    #[arg(long, value_delimiter = ',', value_name = "KEY,…")]
    pub(crate) indicator: Vec<String>,
}

#[derive(Args, Debug)]
#[command(mut_arg("inputs", |inputs| inputs.required(false)))]
pub(crate) struct Rules {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
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

/// A closed choice on the command line that stands for a value of the library.
macro_rules! choice {
    ($(#[$attr:meta])* $name:ident => $target:ty { $($(#[$of:meta])* $variant:ident => $value:expr),+ $(,)? }) => {
        $(#[$attr])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
        pub(crate) enum $name { $($(#[$of])* $variant),+ }
        impl From<$name> for $target {
            fn from(choice: $name) -> Self {
                match choice { $($name::$variant => $value),+ }
            }
        }
    };
}

choice!(#[derive(Default)] Script => gongwen::Target { #[default] Simplified => gongwen::Target::Simplified, Traditional => gongwen::Target::Traditional });
choice!(Region => gongwen::Vocabulary { Tw => gongwen::Vocabulary::Taiwan, Hk => gongwen::Vocabulary::HongKong });
choice!(Step => gongwen::EditKind {
    Width => gongwen::EditKind::Width,
    Script => gongwen::EditKind::Script,
    Space => gongwen::EditKind::Space,
    Gloss => gongwen::EditKind::Gloss,
    Mask => gongwen::EditKind::Mask,
    Noise => gongwen::EditKind::Noise,
});
choice!(#[derive(Default)] Granularity => gongwen::Granularity {
    #[default]
    Fine => gongwen::Granularity::Fine,
    Coarse => gongwen::Granularity::Coarse,
    Search => gongwen::Granularity::Search,
});
choice!(#[derive(Default)] Method => gongwen::KeywordMethod {
    #[default]
    Tfidf => gongwen::KeywordMethod::TfIdf,
    Textrank => gongwen::KeywordMethod::TextRank,
});
choice!(#[derive(Default)] Unit => gongwen::Unit {
    #[default]
    Article => gongwen::Unit::Article,
    Page => gongwen::Unit::Page,
    Paragraph => gongwen::Unit::Paragraph,
});
choice!(Kind => gongwen::Kind {
    Count => gongwen::Kind::Count,
    Measure => gongwen::Kind::Measure,
    Money => gongwen::Kind::Money,
    Ratio => gongwen::Kind::Ratio,
    Duration => gongwen::Kind::Duration,
    Deadline => gongwen::Kind::Deadline,
    Date => gongwen::Kind::Date,
});
choice!(Role => gongwen::Role {
    Target => gongwen::Role::Target,
    Actual => gongwen::Role::Actual,
    Reference => gongwen::Role::Reference,
});

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    #[default]
    Auto,
    Text,
    Html,
    Jsonl,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// Aligned columns, for people
    Table,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values
    Csv,
    /// Apache Parquet, to a file
    Parquet,
    /// Excel, to a file
    Xlsx,
    /// Plain text (decode, normalise, clean, segment)
    Text,
}
