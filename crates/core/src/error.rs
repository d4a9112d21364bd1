//! The one error of the crate.

use std::fmt;

/// What went wrong, and where.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    place: Option<String>,
}

#[derive(Debug)]
pub(crate) enum ErrorKind {
    /// The bytes are no text; the name of what they are.
    Binary(&'static str),
    /// No encoding of that name.
    UnknownEncoding(String),
    /// The stream of bytes broke off.
    Io(std::io::Error),
    /// More bytes than offsets can count.
    TooLarge(u64),
    /// A table of knowledge is not well formed.
    Table(String),
    /// A configuration that makes no sense.
    Config(String),
    /// An index on disk that cannot be read or written.
    Index(String),
}

impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self { kind, place: None }
    }

    pub(crate) fn table(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Table(what.into()), place: Some(place.into()) }
    }

    /// Says where it happened (a file, a line); what was known before is kept.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place.get_or_insert_with(|| place.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        match &self.kind {
            ErrorKind::Binary(what) => write!(f, "is {what}, not text"),
            ErrorKind::Io(e) => write!(f, "{e}"),
            ErrorKind::UnknownEncoding(label) => write!(f, "no encoding is called {label:?}"),
            ErrorKind::TooLarge(bytes) => write!(f, "{bytes} bytes of text in one page; the limit is 4 GiB"),
            ErrorKind::Table(what) => write!(f, "table not well formed: {what}"),
            ErrorKind::Config(what) | ErrorKind::Index(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            ErrorKind::Io(e) => Some(e),
            _ => None,
        }
    }
}
