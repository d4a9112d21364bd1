//! JSON lines: each record as it serialises.

use crate::exact::Exact;
use crate::schema::{Cell, Column};
use serde::{Serialize, Serializer};
use std::io::{self, BufWriter, IntoInnerError, Write};

pub(super) struct JsonlWriter<W: Write> {
    out: BufWriter<W>,
}

impl<W: Write> JsonlWriter<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out: BufWriter::with_capacity(1 << 16, out) }
    }

    pub(super) fn record(&mut self, record: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, record)?;
        self.out.write_all(b"\n")
    }

    pub(super) fn row(&mut self, columns: &[Column], cells: &[Cell<'_>]) -> io::Result<()> {
        self.record(&Row { columns, cells })
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        self.out.into_inner().map_err(IntoInnerError::into_error)
    }
}

/// A row as an object.
struct Row<'a> {
    columns: &'a [Column],
    cells: &'a [Cell<'a>],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.columns.iter().zip(self.cells).map(|(c, cell)| (&c.name, Value(cell))))
    }
}

/// A cell as a value.
struct Value<'a>(&'a Cell<'a>);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Cell::Null => serializer.serialize_none(),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Integer(n) => serializer.serialize_u64(*n),
            Cell::Flag(b) => serializer.serialize_bool(*b),
            Cell::Number(d) => Exact(*d).serialize(serializer),
            Cell::List(items) => items.serialize(serializer),
        }
    }
}
