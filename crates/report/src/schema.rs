//! What every flat format needs to know of a record: its columns and its rows.
//!
//! A record is one JSON object; [`Record`] says how it lies down flat. Nested objects become columns with a
//! prefix (`a_doc`), a list of objects becomes one row an element with the other columns repeated, a list of
//! strings stays one [`Cell::List`]. The one exception to repeating: the text of a whole page (`normalise`,
//! `clean`) stands in the page's first row only, or a table would grow with text × elements.

use gongwen::Decimal;
use serde::Serialize;
use std::borrow::Cow;
use std::io;

/// What a column holds. Every cell may be [`Cell::Null`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnType {
    /// Text.
    Text,
    /// Whole numbers from 0.
    Integer,
    /// True or false.
    Flag,
    /// Published figures, exact.
    Exact,
    /// Computed figures: similarity, confidence, weight.
    Real,
    /// A list of strings.
    List,
}

/// A column of a flat format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name; where the record has a field of that name, it holds that field.
    pub name: Cow<'static, str>,
    /// What it holds.
    pub kind: ColumnType,
    /// Whether people want to see it on a terminal, where there is room for few.
    pub brief: bool,
}

impl Column {
    /// A column of the given name and type.
    #[must_use]
    pub const fn new(name: Cow<'static, str>, kind: ColumnType) -> Self {
        Self { name, kind, brief: false }
    }

    /// The same, shown on a terminal too.
    #[must_use]
    pub const fn brief(mut self) -> Self {
        self.brief = true;
        self
    }
}

macro_rules! shorthand {
    ($($name:ident $kind:ident),*) => {$(
        pub(crate) const fn $name(name: &'static str) -> Column {
            Column::new(Cow::Borrowed(name), ColumnType::$kind)
        }
    )*};
}
shorthand!(text Text, integer Integer, flag Flag, exact Exact, real Real, list List);

/// The value of one column in one row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Not known.
    Null,
    /// Of a [`ColumnType::Text`].
    Text(Cow<'a, str>),
    /// Of a [`ColumnType::Integer`].
    Integer(u64),
    /// Of a [`ColumnType::Flag`].
    Flag(bool),
    /// Of a [`ColumnType::Exact`] or [`ColumnType::Real`].
    Number(Decimal),
    /// Of a [`ColumnType::List`].
    List(Cow<'a, [String]>),
}

impl Cell<'_> {
    /// The cell as text, as CSV prints it: null is empty, lists join with ` > `.
    #[must_use]
    pub fn as_text(&self) -> Cow<'_, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Text(t) => Cow::Borrowed(t),
            Self::Integer(n) => Cow::Owned(n.to_string()),
            Self::Flag(true) => Cow::Borrowed("true"),
            Self::Flag(false) => Cow::Borrowed("false"),
            Self::Number(d) => Cow::Owned(gongwen::plain(*d)),
            Self::List(items) => Cow::Owned(items.join(" > ")),
        }
    }

    /// Whether a column of this type may hold the cell.
    #[must_use]
    pub fn fits(&self, kind: ColumnType) -> bool {
        match self {
            Self::Null => true,
            Self::Text(_) => kind == ColumnType::Text,
            Self::Integer(_) => kind == ColumnType::Integer,
            Self::Flag(_) => kind == ColumnType::Flag,
            Self::Number(_) => matches!(kind, ColumnType::Exact | ColumnType::Real),
            Self::List(_) => kind == ColumnType::List,
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
impl<'a> From<&'a Cow<'_, str>> for Cell<'a> {
    fn from(text: &'a Cow<'_, str>) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}
impl<'a> From<&'a Vec<String>> for Cell<'a> {
    fn from(items: &'a Vec<String>) -> Self {
        Self::List(Cow::Borrowed(items))
    }
}
impl From<usize> for Cell<'_> {
    fn from(n: usize) -> Self {
        Self::Integer(n as u64)
    }
}
impl From<u32> for Cell<'_> {
    fn from(n: u32) -> Self {
        Self::Integer(u64::from(n))
    }
}
impl From<bool> for Cell<'_> {
    fn from(b: bool) -> Self {
        Self::Flag(b)
    }
}
impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Takes the rows of a record one by one.
pub type PutRow<'p> = dyn FnMut(&[Cell<'_>]) -> io::Result<()> + 'p;

/// A record of the contract: serialised, it is the JSON object; laid flat, it is rows.
pub trait Record: Serialize {
    /// What a file or sheet of such records is called.
    const NAME: &'static str;
    /// The columns, in the order of the JSON fields.
    const COLUMNS: &'static [Column];

    /// Hands over the rows, each with one cell for every column; at least one row a record.
    ///
    /// # Errors
    /// Those of `put`.
    fn rows(&self, put: &mut PutRow<'_>) -> io::Result<()>;
}
