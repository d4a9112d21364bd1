//! Tables: in which column a cell stands.
//!
//! A row's cells are separated by a tab a column, so that columns stay in line: a cell that spans columns is followed
//! by as many tabs, one that spans rows leaves its columns empty in the rows below. Its text is written once: what is
//! counted in it is there once. Columns without text at the end of a row are not marked.

/// Columns that are kept in line; tables that people read have fewer.
const COLUMNS: usize = 100;
/// Bytes of a table cell from which on its line ends mean something.
const SHORT: usize = 480;
/// The same in a table whose rows above were cells of one line, as many.
const LONG: usize = 6_000;

/// A table that is open.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// For each column, in how many rows to come a cell from above stands.
    taken: Vec<u16>,
    /// The next column of the row.
    column: usize,
    /// The column of the last text.
    written: usize,
    /// Tabs that the cell of the table around this one asks for.
    before: usize,
    /// Whether the last cell was part of a layout and ended its line.
    broken: bool,
    /// Whether a cell of the row was part of a layout.
    layout: bool,
    /// Cells of the row that made one line.
    lines: usize,
    /// Cells of one line in the last row that had nothing else.
    regular: usize,
    /// Where the text of the row's first cell begins, when it may become one line.
    first: Option<usize>,
}

impl Grid {
    /// A row begins; `tabs` are asked for already.
    pub(super) fn row(&mut self, tabs: usize) {
        // Rows that were never ended end here.
        self.end_row();
        self.before = tabs;
    }

    /// The row ends.
    pub(super) fn end_row(&mut self) {
        if self.column > 0 {
            for taken in self.taken.iter_mut().skip(self.column) {
                *taken = taken.saturating_sub(1);
            }
            if self.lines > 1 && !self.layout {
                self.regular = self.lines;
            }
        }
        (self.column, self.written, self.before, self.broken, self.lines) = (0, 0, 0, false, 0);
        (self.layout, self.first) = (false, None);
    }

    /// A cell begins: its column, and the tabs before its text.
    pub(super) fn cell(&mut self, columns: u16, rows: u16) -> (usize, usize) {
        while self.taken.get(self.column).is_some_and(|&t| t > 0) {
            self.taken[self.column] -= 1;
            self.column += 1;
        }
        let column = self.column;
        let end = (column + usize::from(columns.max(1))).min(COLUMNS.max(column + 1));
        if rows > 1 && column < COLUMNS {
            if self.taken.len() < end {
                self.taken.resize(end, 0);
            }
            self.taken[column..end].fill(rows - 1);
        }
        self.column = end;
        if std::mem::take(&mut self.broken) {
            self.written = column;
        }
        (column, (self.before + column - self.written).min(COLUMNS))
    }

    /// Text was written in a column.
    pub(super) fn wrote(&mut self, column: usize) {
        (self.before, self.written) = (0, column);
    }

    /// Whether a cell of so many bytes is one line of its row. One of several lines is not where the row is a layout.
    pub(super) fn takes(&mut self, bytes: usize, several: bool) -> bool {
        let one = bytes <= if self.regular > 1 { LONG } else { SHORT } && !(several && self.layout);
        self.lines += usize::from(one);
        one
    }

    /// A cell of several lines is to become one, unless it is the only one of its row: whether it is now.
    pub(super) fn joins(&mut self, start: usize) -> bool {
        let alone = self.lines == 1;
        self.first = alone.then_some(start);
        !alone
    }

    /// Where the text begins that becomes one line now that another cell stands beside it.
    pub(super) fn joined(&mut self) -> Option<usize> {
        self.first.take()
    }

    /// One byte was inserted at `at`.
    pub(super) fn inserted(&mut self, at: usize) {
        self.first = self.first.map(|first| first + usize::from(first >= at));
    }

    /// The text was cut to `len` bytes.
    pub(super) fn cut(&mut self, len: usize) {
        self.first = self.first.filter(|&first| first < len);
    }

    /// A cell was part of the layout.
    pub(super) fn broke(&mut self) {
        (self.broken, self.layout) = (true, true);
        self.regular = 0;
    }
}
