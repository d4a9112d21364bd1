//! Rows of JSONL and CSV files as pages.

use super::bytes::Reader;
use super::{Content, Failure, Fields, File, Page, site};
use gongwen::{Format, Meta, ReadOptions};
use gongwen_report::InputEntry;
use serde_json::Value;

/// JSONL, a line at a time.
#[derive(Debug)]
pub(super) struct JsonRows {
    doc: String,
    place: String,
    reader: Reader,
    line: Vec<u8>,
    number: usize,
    broken: bool,
}

impl JsonRows {
    pub(super) fn new(doc: String, place: String, reader: Reader) -> Self {
        Self { doc, place, reader, line: Vec::new(), number: 0, broken: false }
    }

    /// The next row that is not blank.
    pub(super) fn next(&mut self, fields: &Fields) -> Option<Result<Page, Failure>> {
        while !self.broken {
            self.number += 1;
            match self.reader.line(&mut self.line) {
                Ok(false) => return None,
                Ok(true) => {
                    let line = self.line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.line);
                    if !line.trim_ascii().is_empty() {
                        let place = format!("{}:{}", self.place, self.number);
                        let doc = format!("{}:{}", self.doc, self.number);
                        return Some(match json_page(line, fields, &doc) {
                            Ok(page) => Ok(page.at(place, &self.place)),
                            Err(message) => Err(Failure { doc, place, message }),
                        });
                    }
                }
                Err(e) => {
                    // A broken stream (a truncated archive) ends here; the rows before it stand.
                    self.broken = true;
                    let place = format!("{}:{}", self.place, self.number);
                    return Some(Err(Failure { doc: self.doc.clone(), place, message: e.to_string() }));
                }
            }
        }
        None
    }

    /// The file's digest, unless its stream broke off.
    pub(super) fn digest(&self) -> Option<InputEntry> {
        if self.broken { None } else { self.reader.digest() }
    }
}

fn json_page(line: &[u8], fields: &Fields, doc: &str) -> Result<Page, String> {
    let value: Value = match serde_json::from_slice(line) {
        Ok(value) => value,
        Err(e) if std::str::from_utf8(line).is_ok() => return Err(format!("not a JSON object: {e}")),
        Err(_) => {
            // Rows were meant to be UTF-8; a collection glued from other encodings is read as pages are.
            let text = gongwen::read(line, ReadOptions { format: Format::Text, ..ReadOptions::default() })
                .map_err(|e| e.to_string())?;
            serde_json::from_str(text.as_str()).map_err(|e| format!("not a JSON object: {e}"))?
        }
    };
    let Value::Object(row) = value else { return Err("not a JSON object".into()) };
    let string = |name: &str| match row.get(name) {
        Some(Value::String(s)) => Some(s.clone()),
        Some(Value::Number(n)) => Some(n.to_string()),
        _ => None,
    };
    page(fields, string, string(&fields.id).unwrap_or_else(|| doc.to_owned()))
}

/// A page from named fields. The place is filled in by the caller.
fn page(fields: &Fields, field: impl Fn(&str) -> Option<String>, doc: String) -> Result<Page, String> {
    let (name, format) = match &fields.html {
        Some(name) => (name, Format::Html),
        None => (&fields.text, Format::Text),
    };
    let text = field(name).ok_or_else(|| format!("no field {name:?} with text"))?;
    let site = field(&fields.url).and_then(|url| site::host(&url));
    let meta = Meta { date: field(&fields.date).filter(|d| !d.is_empty()), site, ..Meta::default() };
    Ok(Page { doc, place: String::new(), content: Content::Row(text, format), meta })
}

/// CSV or TSV. The file is read whole, since its encoding is told from its bytes.
pub(super) struct CsvRows {
    doc: String,
    place: String,
    header: csv::StringRecord,
    records: csv::StringRecordsIntoIter<std::io::Cursor<Vec<u8>>>,
    digest: Option<InputEntry>,
}

impl CsvRows {
    /// Decodes the file and reads its header. A table without the field that holds the text fails here, once, and
    /// not for every row.
    pub(super) fn new(
        file: &File,
        place: &str,
        reader: Reader,
        delimiter: Option<u8>,
        encoding: Option<&str>,
        fields: &Fields,
    ) -> Result<Self, String> {
        let (bytes, digest) = reader.read_all().map_err(|e| e.to_string())?;
        let source = gongwen::read(&bytes, ReadOptions { format: Format::Text, encoding })
            .map_err(|e| e.to_string())?;
        let text = source.as_str();
        let head = text.lines().next().unwrap_or_default();
        let delimiter =
            delimiter.unwrap_or(if head.contains('\t') && !head.contains(',') { b'\t' } else { b',' });
        let mut csv = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .from_reader(std::io::Cursor::new(text.as_bytes().to_vec()));
        let header = csv.headers().map_err(|e| e.to_string())?.clone();
        let wanted = fields.html.as_ref().unwrap_or(&fields.text);
        if !header.iter().any(|name| name == wanted) {
            let names: Vec<&str> = header.iter().collect();
            return Err(format!("no column {wanted:?} among {}", names.join(", ")));
        }
        Ok(Self {
            doc: file.doc.clone(),
            place: place.to_owned(),
            header,
            records: csv.into_records(),
            digest,
        })
    }

    /// The next row.
    pub(super) fn next(&mut self, fields: &Fields) -> Option<Result<Page, Failure>> {
        let record = self.records.next()?;
        let line = match &record {
            Ok(r) => r.position().map(csv::Position::line),
            Err(e) => e.position().map(csv::Position::line),
        };
        let line = line.unwrap_or_default();
        let place = format!("{}:{line}", self.place);
        let doc = format!("{}:{line}", self.doc);
        let failure = |message: String| Failure { doc: doc.clone(), place: place.clone(), message };
        let record = match record {
            Ok(record) => record,
            Err(e) => return Some(Err(failure(csv_message(&e)))),
        };
        let field = |name: &str| {
            let i = self.header.iter().position(|h| h == name)?;
            record.get(i).map(ToOwned::to_owned)
        };
        let id = field(&fields.id).filter(|id| !id.is_empty()).unwrap_or_else(|| doc.clone());
        Some(page(fields, field, id).map(|p| p.at(place.clone(), &self.place)).map_err(failure))
    }

    /// The file's digest.
    pub(super) fn digest(self) -> Option<InputEntry> {
        self.digest
    }
}

/// A text file whose every line is a short text of its own.
#[derive(Debug)]
pub(super) struct LineRows {
    doc: String,
    place: String,
    lines: std::iter::Enumerate<std::vec::IntoIter<String>>,
    digest: Option<InputEntry>,
}

impl LineRows {
    pub(super) fn new(
        doc: String,
        place: &str,
        reader: Reader,
        encoding: Option<&str>,
    ) -> Result<Self, String> {
        let (bytes, digest) = reader.read_all().map_err(|e| e.to_string())?;
        let source = gongwen::read(&bytes, ReadOptions { format: Format::Text, encoding })
            .map_err(|e| e.to_string())?;
        let lines: Vec<String> = source.as_str().lines().map(ToOwned::to_owned).collect();
        Ok(Self { doc, place: place.to_owned(), lines: lines.into_iter().enumerate(), digest })
    }

    /// The next line that is not blank.
    pub(super) fn next(&mut self) -> Option<Page> {
        let (n, line) = self.lines.by_ref().find(|(_, line)| !line.trim().is_empty())?;
        Some(Page {
            doc: format!("{}:{}", self.doc, n + 1),
            place: format!("{}:{}", self.place, n + 1),
            content: Content::Row(line, Format::Text),
            meta: Meta::default(),
        })
    }

    /// The file's digest.
    pub(super) fn digest(self) -> Option<InputEntry> {
        self.digest
    }
}

/// What is wrong with a row, without the place that stands before it anyway.
fn csv_message(e: &csv::Error) -> String {
    match e.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} fields in a table of {expected_len}")
        }
        _ => e.to_string(),
    }
}
