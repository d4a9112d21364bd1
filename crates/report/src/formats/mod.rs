//! Streams of records as files: JSON lines, CSV, tables for people, Parquet, XLSX.
//!
//! Rows leave as they come; what a format must hold back is bounded (a table its first rows, to choose widths;
//! Parquet one row group), except a workbook, which is a ZIP archive that can only be written whole.

mod csv;
mod jsonl;
#[cfg(feature = "parquet")]
mod parquet;
mod table;
#[cfg(feature = "xlsx")]
mod xlsx;

pub(crate) use table::one_line;

use crate::schema::{Cell, Column, Record};
use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

/// How a stream of records is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
    /// Aligned columns for people.
    Table,
    /// Apache Parquet; needs the feature `parquet`.
    Parquet,
    /// Office Open XML workbook; needs the feature `xlsx`.
    Xlsx,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Jsonl, Self::Csv, Self::Table, Self::Parquet, Self::Xlsx];

    /// Its name on the command line, and the extension of its files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Table => "table",
            Self::Parquet => "parquet",
            Self::Xlsx => "xlsx",
        }
    }

    /// Whether it is bytes that no terminal should see.
    #[must_use]
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Xlsx)
    }

    /// The format that a file's name asks for.
    #[must_use]
    pub fn of_path(path: &std::path::Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "ndjson" => Some(Self::Jsonl),
            "txt" | "table" => None,
            name => name.parse().ok(),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(Self::name).join(", ");
        Self::ALL
            .into_iter()
            .find(|f| f.name() == name)
            .ok_or_else(|| format!("no format is called {name:?}; there are {}", names()))
    }
}

/// What a caller can choose besides the format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteOptions {
    /// Columns of the terminal, which tables keep within; without it only very long cells are cut.
    pub width: Option<usize>,
    /// Whether CSV begins with a byte order mark, without which Excel takes UTF-8 for the local code page.
    pub bom: bool,
}

/// Writes records of one type to `W`. Buffered: nothing is sure to have arrived before
/// [`finish`](Self::finish), without which most files are not whole.
///
/// ```
/// use gongwen_report::{ErrorRecord, Format, RecordWriter, WriteOptions};
/// let mut out = RecordWriter::new::<ErrorRecord>(Format::Csv, Vec::new(), WriteOptions::default())?;
/// out.write(&ErrorRecord { file: "a.pdf".into(), place: None, message: "is PDF, not text".into() })?;
/// assert_eq!(out.finish()?, b"file,place,message\na.pdf,,\"is PDF, not text\"\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct RecordWriter<W: Write + Send> {
    name: &'static str,
    columns: Cow<'static, [Column]>,
    sink: Sink<W>,
}

enum Sink<W: Write + Send> {
    Jsonl(jsonl::JsonlWriter<W>),
    Csv(Box<csv::CsvWriter<W>>),
    Table(table::TableWriter<W>),
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::ParquetWriter<W>>),
    #[cfg(feature = "xlsx")]
    Xlsx(Box<xlsx::XlsxWriter<W>>),
}

impl<W: Write + Send> Sink<W> {
    fn row(&mut self, columns: &[Column], cells: &[Cell<'_>]) -> io::Result<()> {
        debug_assert_eq!(cells.len(), columns.len(), "a cell for every column");
        debug_assert!(cells.iter().zip(columns).all(|(cell, c)| cell.fits(c.kind)), "{cells:?}");
        match self {
            Self::Jsonl(out) => out.row(columns, cells),
            Self::Csv(out) => out.row(cells),
            Self::Table(out) => out.row(cells),
            #[cfg(feature = "parquet")]
            Self::Parquet(out) => out.row(cells),
            #[cfg(feature = "xlsx")]
            Self::Xlsx(out) => out.row(cells),
        }
    }
}

impl<W: Write + Send> RecordWriter<W> {
    /// Begins a stream of `R`.
    ///
    /// # Errors
    /// When the format was left out of this build, or the header cannot be written.
    pub fn new<R: Record>(format: Format, out: W, options: WriteOptions) -> io::Result<Self> {
        Self::with_columns(R::NAME, R::COLUMNS, format, out, options)
    }

    /// Begins a stream of rows whose columns are known at run time only (`panel --wide`); see
    /// [`write_row`](Self::write_row).
    ///
    /// # Errors
    /// When the format was left out of this build, or the header cannot be written.
    pub fn with_columns(
        name: &'static str,
        columns: impl Into<Cow<'static, [Column]>>,
        format: Format,
        out: W,
        options: WriteOptions,
    ) -> io::Result<Self> {
        let columns = columns.into();
        let sink = match format {
            Format::Jsonl => Sink::Jsonl(jsonl::JsonlWriter::new(out)),
            Format::Csv => Sink::Csv(Box::new(csv::CsvWriter::new(out, &columns, options.bom)?)),
            Format::Table => Sink::Table(table::TableWriter::new(out, columns.clone(), options.width)),
            #[cfg(feature = "parquet")]
            Format::Parquet => Sink::Parquet(Box::new(parquet::ParquetWriter::new(out, name, &columns)?)),
            #[cfg(feature = "xlsx")]
            Format::Xlsx => Sink::Xlsx(Box::new(xlsx::XlsxWriter::new(out, name, columns.clone())?)),
            #[cfg(not(all(feature = "parquet", feature = "xlsx")))]
            left_out => {
                let message = format!("this build does not write {left_out}");
                return Err(io::Error::new(io::ErrorKind::Unsupported, message));
            }
        };
        Ok(Self { name, columns, sink })
    }

    /// Writes one record.
    ///
    /// # Errors
    /// Those of the output.
    ///
    /// # Panics
    /// When the record is of another type than the stream.
    pub fn write<R: Record>(&mut self, record: &R) -> io::Result<()> {
        assert_eq!(self.name, R::NAME, "one stream holds records of one type");
        match &mut self.sink {
            Sink::Jsonl(out) => out.record(record),
            sink => record.rows(&mut |cells| sink.row(&self.columns, cells)),
        }
    }

    /// Writes one row; as JSON, an object with a field a column.
    ///
    /// # Errors
    /// Those of the output.
    pub fn write_row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.sink.row(&self.columns, cells)
    }

    /// Sends on what can be sent, so that whoever waits sees it.
    ///
    /// # Errors
    /// Those of the output.
    pub fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Jsonl(out) => out.flush(),
            Sink::Csv(out) => out.flush(),
            Sink::Table(out) => out.flush(),
            #[cfg(feature = "parquet")]
            Sink::Parquet(_) => Ok(()),
            #[cfg(feature = "xlsx")]
            Sink::Xlsx(_) => Ok(()),
        }
    }

    /// The columns that a table leaves out for want of room; other formats leave out none.
    #[must_use]
    pub fn left_out(&self) -> Vec<&str> {
        match &self.sink {
            Sink::Table(out) => out.left_out(),
            _ => Vec::new(),
        }
    }

    /// Ends the stream and gives back the output, flushed.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(self) -> io::Result<W> {
        match self.sink {
            Sink::Jsonl(out) => out.finish(),
            Sink::Csv(out) => out.finish(),
            Sink::Table(out) => out.finish(),
            #[cfg(feature = "parquet")]
            Sink::Parquet(out) => out.finish(),
            #[cfg(feature = "xlsx")]
            Sink::Xlsx(out) => out.finish(),
        }
    }
}

impl<W: Write + Send> fmt::Debug for RecordWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordWriter").field("name", &self.name).finish_non_exhaustive()
    }
}
