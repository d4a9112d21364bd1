//! Office Open XML workbooks, for Excel: a frozen, bold header with filters, numbers as numbers.
//!
//! Rows go to a temporary file as they come. What Excel cannot hold is not lost in silence: more rows than a
//! sheet takes go on in a further sheet, a figure of more than 15 digits is written as text, and a text longer
//! than a cell takes says how much of it is missing. The same records give the same bytes: the time of creation is
//! a fixed one.

use crate::schema::{Cell, Column, ColumnType};
use gongwen::{Decimal, plain};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

/// Rows of a sheet.
const ROWS: u32 = 1_048_576;
/// What a cell takes is 32,767 UTF-16 units; the rest is for the note on what is missing.
const UNITS: usize = 32_700;
/// Significant digits that Excel keeps of a number.
const DIGITS: usize = 15;

pub(super) struct XlsxWriter<W: Write> {
    out: W,
    book: Workbook,
    name: &'static str,
    columns: Cow<'static, [Column]>,
    rows: u32,
    sheets: usize,
}

impl<W: Write + Send> XlsxWriter<W> {
    pub(super) fn new(out: W, name: &'static str, columns: Cow<'static, [Column]>) -> io::Result<Self> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(into_io)?;
        book.set_properties(&DocProperties::new().set_author("gongwen").set_creation_datetime(&made));
        let mut writer = Self { out, book, name, columns, rows: 0, sheets: 0 };
        writer.begin_sheet().map_err(into_io)?;
        Ok(writer)
    }

    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        if self.rows == ROWS {
            self.end_sheet().and_then(|()| self.begin_sheet()).map_err(into_io)?;
        }
        let row = self.rows;
        let sheet = self.sheet().map_err(into_io)?;
        for (i, cell) in (0u16..).zip(cells) {
            put(sheet, row, i, cell).map_err(into_io)?;
        }
        self.rows += 1;
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.end_sheet().map_err(into_io)?;
        let mut out = BufWriter::new(self.out);
        self.book.save_to_writer(&mut out).map_err(into_io)?;
        out.flush()?;
        out.into_inner().map_err(io::IntoInnerError::into_error)
    }

    fn sheet(&mut self) -> Result<&mut Worksheet, XlsxError> {
        self.book.worksheet_from_index(self.sheets - 1)
    }

    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        let name = match self.sheets {
            1 => self.name.to_owned(),
            n => format!("{} ({n})", self.name),
        };
        let head = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00E8_EDF3))
            .set_align(FormatAlign::Left);
        let columns = &self.columns;
        let sheet = self.book.add_worksheet_with_constant_memory()?.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (i, column) in (0u16..).zip(columns.iter()) {
            sheet.set_column_width(i, width(column))?;
            sheet.write_string_with_format(0, i, &*column.name, &head)?;
        }
        self.rows = 1;
        Ok(())
    }

    fn end_sheet(&mut self) -> Result<(), XlsxError> {
        let (last, columns) = (self.rows - 1, self.columns.len());
        if last > 0 {
            let right = u16::try_from(columns.saturating_sub(1)).unwrap_or(u16::MAX);
            self.sheet()?.autofilter(0, 0, last, right)?;
        }
        Ok(())
    }
}

fn into_io(e: XlsxError) -> io::Error {
    match e {
        XlsxError::IoError(e) => e,
        e => io::Error::other(e),
    }
}

/// Widths in digits of the default font.
fn width(column: &Column) -> f64 {
    match (column.kind, &*column.name) {
        (ColumnType::Text, "text" | "sentence" | "message" | "template") => 48.0,
        (ColumnType::Text | ColumnType::List, _) => 18.0,
        (ColumnType::Exact, _) => 14.0,
        (ColumnType::Integer | ColumnType::Flag | ColumnType::Real, _) => 10.0,
    }
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell<'_>) -> Result<(), XlsxError> {
    match cell {
        Cell::Null => return Ok(()),
        Cell::Flag(b) => sheet.write_boolean(row, column, *b)?,
        // Offsets and counts: far below 2^53.
        Cell::Integer(n) => sheet.write_number(row, column, *n as f64)?,
        Cell::Number(d) => match as_number(*d) {
            Some(n) => sheet.write_number(row, column, n)?,
            None => sheet.write_string(row, column, plain(*d))?,
        },
        Cell::Text(_) | Cell::List(_) => sheet.write_string(row, column, fitting(&cell.as_text()))?,
    };
    Ok(())
}

/// The figure as Excel keeps it, where it keeps all of it.
fn as_number(value: Decimal) -> Option<f64> {
    let text = plain(value);
    let digits = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    if digits <= DIGITS { text.parse().ok() } else { None }
}

/// The text as far as a cell takes it.
fn fitting(text: &str) -> Cow<'_, str> {
    // A character is at least one byte a UTF-16 unit: most texts need no counting.
    if text.len() <= UNITS {
        return Cow::Borrowed(text);
    }
    let (mut units, mut kept) = (0, 0);
    for (i, c) in text.char_indices() {
        units += c.len_utf16();
        if units <= UNITS {
            kept = i + c.len_utf8();
        }
    }
    if units <= UNITS {
        return Cow::Borrowed(text);
    }
    let missing = text[kept..].chars().count();
    Cow::Owned(format!("{}… [{missing} characters more than a cell holds]", &text[..kept]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_excel_would_round_stays_text() {
        let n = |t: &str| as_number(t.parse().unwrap());
        assert_eq!(n("6.5"), Some(6.5));
        assert_eq!(n("0.000000123456789012345"), Some(0.000_000_123_456_789_012_345));
        assert_eq!(n("123456789012345"), Some(123_456_789_012_345.0));
        assert_eq!(n("1234567890123456"), None);
        assert_eq!(n("-1500000000000000"), None);
    }

    #[test]
    fn long_texts_say_what_is_missing() {
        let long = "汉".repeat(UNITS + 5);
        let cut = fitting(&long);
        assert!(cut.ends_with("汉… [5 characters more than a cell holds]"));
        assert!(cut.encode_utf16().count() < 32_767);
        let whole = "汉".repeat(UNITS);
        assert_eq!(fitting(&whole), whole);
    }
}
