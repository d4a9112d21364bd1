//! Files, directories, streams and archives → pages, in a fixed order.
//!
//! [`Pages`] is an iterator: it holds one file (or one row of one) in memory at a time. What cannot be read is
//! an item too, so that the run goes on and the caller can report it with its place.

mod bytes;
mod meta;
mod rows;
mod site;
mod walk;

use crate::args::{Input, InputFormat};
use bytes::Reader;
use gongwen::{Format, Meta, SourceText};
use gongwen_report::InputEntry;
use rows::{CsvRows, JsonRows, LineRows};
use std::collections::HashMap;
use std::path::PathBuf;

/// A page as it was found, not yet decoded.
#[derive(Debug)]
pub(crate) struct Page {
    /// Its id.
    pub(crate) doc: String,
    /// Where it stands: a file, or `FILE:LINE`.
    pub(crate) place: String,
    /// What it holds.
    pub(crate) content: Content,
    /// What is known of it beforehand.
    pub(crate) meta: Meta,
}

impl Page {
    /// A row's page in its place; the rows of a file are of one site where they do not say otherwise.
    fn at(mut self, place: String, file: &str) -> Self {
        self.meta.site.get_or_insert_with(|| file.to_owned());
        Self { place, ..self }
    }
}

/// The bytes of a file, or the text of a row.
#[derive(Debug)]
pub(crate) enum Content {
    /// A file's bytes, after decompression.
    Bytes(Vec<u8>, Format),
    /// The text of a large file, decoded while it was read.
    Text(Box<Result<SourceText, gongwen::Error>>),
    /// A row's text, decoded with its row.
    Row(String, Format),
}

impl Content {
    /// Size, for splitting work.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Bytes(b, _) => b.len(),
            Self::Text(text) => text.as_ref().as_ref().map_or(0, |t| t.as_str().len()),
            Self::Row(s, _) => s.len(),
        }
    }
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The page's id where it has one, else the file's.
    pub(crate) doc: String,
    /// A file, or `FILE:LINE`.
    pub(crate) place: String,
    /// What is wrong.
    pub(crate) message: String,
}

/// How a file is taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Page(Format),
    JsonLines,
    Csv {
        delimiter: Option<u8>,
    },
    /// Every line is a page.
    Lines,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
struct File {
    /// Id of the file: relative to its INPUT, with `/`.
    doc: String,
    /// Where it is; `-` for standard input.
    path: PathBuf,
    shape: Shape,
}

/// The pages of all inputs.
pub(crate) struct Pages {
    files: std::vec::IntoIter<File>,
    /// What went wrong while walking, reported first.
    failures: std::vec::IntoIter<Failure>,
    rows: Option<Rows>,
    fields: Fields,
    encoding: Option<String>,
    meta: HashMap<String, Meta>,
    seen: HashMap<String, String>,
    digest: bool,
    digests: Vec<InputEntry>,
    total: usize,
}

enum Rows {
    Json(JsonRows),
    Csv(CsvRows),
    Lines(LineRows),
}

/// Which fields of a row hold what.
#[derive(Clone, Debug)]
struct Fields {
    id: String,
    text: String,
    html: Option<String>,
    date: String,
    url: String,
}

impl Pages {
    /// Walks the inputs; nothing is read yet but the metadata.
    ///
    /// # Errors
    /// When the metadata file cannot be read: a run without it would infer what it was to override.
    pub(crate) fn open(input: &Input, skip: Option<&std::path::Path>) -> Result<Self, String> {
        let (mut files, failures) = walk::walk(&input.inputs, input.input_format, skip);
        if input.lines {
            for file in files.iter_mut().filter(|f| matches!(f.shape, Shape::Page(_))) {
                file.shape = Shape::Lines;
            }
        }
        let meta = input.meta.as_deref().map(meta::load).transpose()?.unwrap_or_default();
        Ok(Self {
            total: files.len(),
            files: files.into_iter(),
            failures: failures.into_iter(),
            rows: None,
            fields: Fields {
                id: input.id_field.clone(),
                text: input.text_field.clone(),
                html: input.html_field.clone(),
                date: input.date_field.clone(),
                url: input.url_field.clone(),
            },
            encoding: input.encoding.clone(),
            meta,
            seen: HashMap::new(),
            digest: input.digests,
            digests: Vec::new(),
        })
    }

    /// Whether there may be several pages of one site, and all can be read once more.
    pub(crate) fn may_repeat(&self) -> bool {
        let files = self.files.as_slice();
        let rows = files.iter().any(|file| matches!(file.shape, Shape::JsonLines | Shape::Csv { .. }));
        (rows || files.len() > 1) && files.iter().all(|file| file.path.is_file())
    }

    /// How many files there are.
    pub(crate) fn total_files(&self) -> usize {
        self.total
    }

    /// How many files are behind.
    pub(crate) fn files_read(&self) -> usize {
        self.total - self.files.len() - usize::from(self.rows.is_some())
    }

    /// Digest and size of every file that was read whole, in order; empty where none were asked for.
    pub(crate) fn digests(&self) -> &[InputEntry] {
        &self.digests
    }

    /// Fills in the metadata, and refuses an id that was there before.
    fn admit(&mut self, mut page: Page) -> Result<Page, Failure> {
        if let Some(first) = self.seen.get(&page.doc) {
            let message = format!("id {:?} stands at {first} already", page.doc);
            return Err(Failure { doc: page.doc, place: page.place, message });
        }
        self.seen.insert(page.doc.clone(), page.place.clone());
        if let Some(meta) = self.meta.get(&page.doc) {
            let site =
                meta.source.as_ref().map(|source| site::host(source).unwrap_or_else(|| source.clone()));
            let site = site.or(page.meta.site);
            page.meta = Meta { date: page.meta.date, site, ..meta.clone() };
        }
        Ok(page)
    }

    fn next_row(&mut self) -> Option<Result<Page, Failure>> {
        let row = match self.rows.as_mut()? {
            Rows::Json(rows) => rows.next(&self.fields),
            Rows::Csv(rows) => rows.next(&self.fields),
            Rows::Lines(rows) => rows.next().map(Ok),
        };
        if row.is_none()
            && let Some(rows) = self.rows.take()
        {
            let digest = match rows {
                Rows::Json(rows) => rows.digest(),
                Rows::Csv(rows) => rows.digest(),
                Rows::Lines(rows) => rows.digest(),
            };
            self.digests.extend(digest);
        }
        row
    }

    fn open_file(&mut self, file: File) -> Option<Result<Page, Failure>> {
        let place = file.path.display().to_string();
        let fail = |message: String| Failure { doc: file.doc.clone(), place: place.clone(), message };
        let reader = match Reader::open(&file.path, self.digest) {
            Ok(reader) => reader,
            Err(e) => return Some(Err(fail(e.to_string()))),
        };
        match file.shape {
            Shape::JsonLines => {
                self.rows = Some(Rows::Json(JsonRows::new(file.doc, place, reader)));
                None
            }
            Shape::Csv { delimiter } => {
                match CsvRows::new(&file, &place, reader, delimiter, self.encoding.as_deref(), &self.fields) {
                    Ok(rows) => {
                        self.rows = Some(Rows::Csv(rows));
                        None
                    }
                    Err(message) => Some(Err(fail(message))),
                }
            }
            Shape::Lines => match LineRows::new(file.doc.clone(), &place, reader, self.encoding.as_deref()) {
                Ok(rows) => {
                    self.rows = Some(Rows::Lines(rows));
                    None
                }
                Err(message) => Some(Err(fail(message))),
            },
            Shape::Page(format) => match reader.page(self.encoding.as_deref(), format) {
                Ok((content, digest)) => {
                    self.digests.extend(digest);
                    let meta = Meta { site: Some(site::folder(&file.path)), ..Meta::default() };
                    Some(Ok(Page { doc: file.doc, place, content, meta }))
                }
                Err(e) => Some(Err(fail(e.to_string()))),
            },
        }
    }
}

impl Iterator for Pages {
    type Item = Result<Page, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(failure) = self.failures.next() {
            return Some(Err(failure));
        }
        loop {
            let item = match self.next_row() {
                Some(item) => Some(item),
                None => {
                    let file = self.files.next()?;
                    self.open_file(file)
                }
            };
            if let Some(item) = item {
                return Some(item.and_then(|page| self.admit(page)));
            }
        }
    }
}

/// The shape of a file that is named itself.
fn shape_of(name: &str, format: InputFormat) -> Shape {
    match format {
        InputFormat::Text => Shape::Page(Format::Text),
        InputFormat::Html => Shape::Page(Format::Html),
        InputFormat::Jsonl => Shape::JsonLines,
        InputFormat::Csv => Shape::Csv { delimiter: None },
        InputFormat::Auto => known_shape(name).unwrap_or(Shape::Page(Format::Auto)),
    }
}

/// The shape that a name tells; none for a name that a directory walk passes over.
fn known_shape(name: &str) -> Option<Shape> {
    let lower = name.to_ascii_lowercase();
    let stem = lower.strip_suffix(".gz").or_else(|| lower.strip_suffix(".zst")).unwrap_or(&lower);
    let (_, extension) = stem.rsplit_once('.')?;
    Some(match extension {
        "txt" | "text" => Shape::Page(Format::Auto),
        "html" | "htm" => Shape::Page(Format::Html),
        "jsonl" | "ndjson" => Shape::JsonLines,
        "csv" => Shape::Csv { delimiter: Some(b',') },
        "tsv" => Shape::Csv { delimiter: Some(b'\t') },
        _ => return None,
    })
}
