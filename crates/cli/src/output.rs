//! Where records go: standard output or a file that appears only when it is whole.

use crate::args::{Output, OutputFormat};
use crate::run::Stop;
use gongwen_report::{AtomicFile, Cell, Column, Format, Record, RecordWriter, WriteOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Columns that a table takes where the terminal does not say how many it has.
const DEFAULT_WIDTH: usize = 100;

/// Where bytes go.
enum Target {
    Stdout(BufWriter<io::Stdout>),
    File(AtomicFile),
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::File(file) => file.flush(),
        }
    }
}

/// A stream of records of one type.
pub(crate) struct Out {
    writer: RecordWriter<Target>,
}

impl Out {
    /// Opens what the arguments ask for.
    pub(crate) fn open<R: Record>(output: &Output) -> Result<Self, Stop> {
        Self::with_columns(R::NAME, R::COLUMNS.to_vec(), output)
    }

    /// Opens a stream of rows whose columns are known at run time only.
    pub(crate) fn with_columns(
        name: &'static str,
        columns: Vec<Column>,
        output: &Output,
    ) -> Result<Self, Stop> {
        let format = record_format(output)?;
        let target = match &output.output {
            None if format.is_binary() => {
                return Err(Stop::Fatal(format!("{format} is written to a file: name one with -o")));
            }
            None => Target::Stdout(BufWriter::new(io::stdout())),
            Some(path) => Target::File(AtomicFile::create(path)?),
        };
        let terminal = output.output.is_none() && io::stdout().is_terminal();
        let width = terminal.then(width);
        let options = WriteOptions { width, bom: false };
        Ok(Self { writer: RecordWriter::with_columns(name, columns, format, target, options)? })
    }

    /// Writes one record.
    pub(crate) fn write<R: Record>(&mut self, record: &R) -> Result<(), Stop> {
        Ok(self.writer.write(record)?)
    }

    /// Writes one row of a stream whose columns are known at run time only.
    pub(crate) fn write_row(&mut self, cells: &[Cell<'_>]) -> Result<(), Stop> {
        Ok(self.writer.write_row(cells)?)
    }

    /// Ends the stream; a file takes its name now.
    pub(crate) fn finish(self) -> Result<(), Stop> {
        match self.writer.finish()? {
            Target::Stdout(mut out) => Ok(out.flush()?),
            Target::File(file) => Ok(file.commit()?),
        }
    }
}

/// Writes a whole file under a temporary name, then renames it.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let mut file = AtomicFile::create(path)?;
    file.write_all(bytes)?;
    Ok(file.commit()?)
}

/// The record format that the arguments ask for: as said, else by the file's name, else a table on a terminal.
fn record_format(output: &Output) -> Result<Format, Stop> {
    match (output.format, &output.output) {
        (Some(OutputFormat::Table), _) => Ok(Format::Table),
        (Some(OutputFormat::Jsonl), _) => Ok(Format::Jsonl),
        (Some(OutputFormat::Csv), _) => Ok(Format::Csv),
        (Some(OutputFormat::Parquet), _) => Ok(Format::Parquet),
        (Some(OutputFormat::Xlsx), _) => Ok(Format::Xlsx),
        (Some(OutputFormat::Text), _) => {
            Err(Stop::Fatal("--format text is of decode, normalise, clean and segment".into()))
        }
        (None, Some(path)) => Ok(Format::of_path(path).unwrap_or(Format::Jsonl)),
        (None, None) if io::stdout().is_terminal() => Ok(Format::Table),
        (None, None) => Ok(Format::Jsonl),
    }
}

/// Whether a command that prints texts is to print them as such.
pub(crate) fn wants_text(output: &Output) -> bool {
    match output.format {
        Some(format) => format == OutputFormat::Text,
        None => output.output.as_deref().and_then(Format::of_path).is_none(),
    }
}

/// Columns of the terminal.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0))
}

/// Plain texts: one to standard output or a file, several to a directory, a file a page.
pub(crate) struct Texts {
    target: Option<PathBuf>,
    directory: bool,
    /// The first text, held until it is known to be the only one.
    only: Option<(String, String)>,
}

impl Texts {
    /// `-o` is a directory when it is one, ends in `/`, or inputs may hold several pages.
    pub(crate) fn new(output: &Output, inputs: &[PathBuf]) -> Self {
        let target = output.output.clone();
        let several = inputs.len() > 1 || inputs.iter().any(|i| i.is_dir());
        let directory = target
            .as_ref()
            .is_some_and(|t| several || t.is_dir() || t.as_os_str().as_encoded_bytes().ends_with(b"/"));
        Self { target, directory, only: None }
    }

    /// Takes the text of one page.
    pub(crate) fn put(&mut self, doc: &str, text: String) -> Result<(), Stop> {
        if self.directory {
            let root = self.target.as_deref().expect("a directory was named");
            return write_page(root, doc, &text);
        }
        match self.only.take() {
            None => {
                self.only = Some((doc.to_owned(), text));
                Ok(())
            }
            Some((first, _)) => Err(Stop::Fatal(format!(
                "{first} and {doc} are several pages: name a directory with -o DIR/, or ask for records with --format jsonl"
            ))),
        }
    }

    /// Writes what was held.
    pub(crate) fn finish(self) -> Result<(), Stop> {
        match (self.only, &self.target) {
            (Some((_, text)), Some(path)) => write_file(path, text.as_bytes()),
            (Some((_, text)), None) => {
                let mut out = io::stdout();
                out.write_all(text.as_bytes())?;
                Ok(out.flush()?)
            }
            (None, _) => Ok(()),
        }
    }
}

/// A page's text as a file of the same path under `root`; ids that are no `.txt` path get that ending.
fn write_page(root: &Path, doc: &str, text: &str) -> Result<(), Stop> {
    // Ids come from outside: no part of them may lead out of the directory.
    let mut path = root.to_path_buf();
    let safe = doc.split(['/', '\\']).filter(|p| !p.is_empty() && *p != "." && *p != "..");
    let parts: Vec<String> = safe.map(|p| p.replace([':', '\0'], "_")).collect();
    path.extend(&parts);
    if parts.last().is_none_or(|name| !name.ends_with(".txt")) {
        let name = parts.last().map_or_else(|| "-".to_owned(), Clone::clone);
        path.set_file_name(format!("{name}.txt"));
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| Stop::Fatal(format!("{}: {e}", folder.display())))?;
    }
    write_file(&path, text.as_bytes())
}
