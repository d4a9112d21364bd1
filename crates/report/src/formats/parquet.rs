//! Apache Parquet, for data frames and DuckDB: typed columns, row groups of bounded size, Snappy.
//!
//! Published figures are `decimal128(38, 9)`: 29 digits before the point hold every [`Decimal`], which has at most
//! 29 in all; digits beyond the ninth decimal are rounded. Lists of strings are Parquet lists. Every column may be
//! null, for readers that append files to one another.

use crate::schema::{Cell, Column, ColumnType};
use gongwen::{Decimal, plain};
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType,
    Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

/// Decimals of a published figure.
const SCALE: u32 = 9;
/// Digits of a published figure: what 16 bytes hold.
const PRECISION: i32 = 38;
/// A row group ends after so many rows, …
const ROWS: usize = 1 << 17;
/// … or after so many bytes of text.
const BYTES: usize = 64 << 20;

pub(super) struct ParquetWriter<W: Write + Send> {
    out: SerializedFileWriter<BufWriter<W>>,
    columns: Vec<Buffer>,
    rows: usize,
    bytes: usize,
}

impl<W: Write + Send> ParquetWriter<W> {
    pub(super) fn new(out: W, name: &str, columns: &[Column]) -> io::Result<Self> {
        let fields =
            columns.iter().map(|c| field(c).map(Arc::new)).collect::<Result<_, _>>().map_err(into_io)?;
        let schema = Type::group_type_builder(name).with_fields(fields).build().map_err(into_io)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("gongwen ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let out = SerializedFileWriter::new(BufWriter::new(out), Arc::new(schema), Arc::new(properties));
        let columns = columns.iter().map(|c| Buffer::new(c.kind)).collect();
        Ok(Self { out: out.map_err(into_io)?, columns, rows: 0, bytes: 0 })
    }

    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for (buffer, cell) in self.columns.iter_mut().zip(cells) {
            self.bytes += buffer.push(cell);
        }
        self.rows += 1;
        if self.rows >= ROWS || self.bytes >= BYTES { self.end_group().map_err(into_io) } else { Ok(()) }
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        if self.rows > 0 {
            self.end_group().map_err(into_io)?;
        }
        let out = self.out.into_inner().map_err(into_io)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)
    }

    fn end_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.out.next_row_group()?;
        for buffer in &mut self.columns {
            let Some(column) = group.next_column()? else {
                return Err(ParquetError::General("fewer columns than the schema has".to_owned()));
            };
            buffer.drain(column)?;
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

fn into_io(e: ParquetError) -> io::Error {
    match e {
        ParquetError::External(e) => match e.downcast::<io::Error>() {
            Ok(e) => *e,
            Err(e) => io::Error::other(e),
        },
        e => io::Error::other(e),
    }
}

/// The Parquet type of a column.
fn field(column: &Column) -> Result<Type, ParquetError> {
    let name = &*column.name;
    let text = |name: &str, repetition| {
        Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(repetition)
            .with_logical_type(Some(LogicalType::String))
            .build()
    };
    let plain =
        |physical| Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL).build();
    match column.kind {
        ColumnType::Text => text(name, Repetition::OPTIONAL),
        ColumnType::Integer => plain(Physical::INT64),
        ColumnType::Flag => plain(Physical::BOOLEAN),
        ColumnType::Real => plain(Physical::DOUBLE),
        ColumnType::Exact => Type::primitive_type_builder(name, Physical::FIXED_LEN_BYTE_ARRAY)
            .with_repetition(Repetition::OPTIONAL)
            .with_length(16)
            .with_converted_type(ConvertedType::DECIMAL)
            .with_precision(PRECISION)
            .with_scale(SCALE as i32)
            .build(),
        ColumnType::List => {
            let element = text("element", Repetition::REQUIRED)?;
            let list = Type::group_type_builder("list")
                .with_repetition(Repetition::REPEATED)
                .with_fields(vec![Arc::new(element)])
                .build()?;
            Type::group_type_builder(name)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(Some(LogicalType::List))
                .with_fields(vec![Arc::new(list)])
                .build()
        }
    }
}

/// The values of one column in the row group at hand, with their levels (Dremel's: a definition level below the
/// highest is a null or an empty list, a repetition level of 1 goes on with the list).
struct Buffer {
    values: Values,
    definition: Vec<i16>,
    repetition: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    Integer(Vec<i64>),
    Flag(Vec<bool>),
    Exact(Vec<FixedLenByteArray>),
    Real(Vec<f64>),
    List(Vec<ByteArray>),
}

impl Buffer {
    fn new(kind: ColumnType) -> Self {
        let values = match kind {
            ColumnType::Text => Values::Text(Vec::new()),
            ColumnType::Integer => Values::Integer(Vec::new()),
            ColumnType::Flag => Values::Flag(Vec::new()),
            ColumnType::Exact => Values::Exact(Vec::new()),
            ColumnType::Real => Values::Real(Vec::new()),
            ColumnType::List => Values::List(Vec::new()),
        };
        Self { values, definition: Vec::new(), repetition: Vec::new() }
    }

    /// Adds a cell; what it costs in bytes of text. A cell of another type than the column's counts as null
    /// (the writer of records checks that there is none).
    fn push(&mut self, cell: &Cell<'_>) -> usize {
        let mut bytes = 0;
        let mut level = 1;
        match (&mut self.values, cell) {
            (Values::Text(v), Cell::Text(t)) => {
                bytes = t.len();
                v.push(ByteArray::from(t.as_bytes().to_vec()));
            }
            (Values::Integer(v), Cell::Integer(n)) => v.push(i64::try_from(*n).unwrap_or(i64::MAX)),
            (Values::Flag(v), Cell::Flag(b)) => v.push(*b),
            (Values::Exact(v), Cell::Number(d)) => {
                v.push(FixedLenByteArray::from(scaled(*d).to_be_bytes().to_vec()));
            }
            (Values::Real(v), Cell::Number(d)) => v.push(plain(*d).parse().unwrap_or(f64::NAN)),
            (Values::List(v), Cell::List(items)) if !items.is_empty() => {
                level = 2;
                for (i, item) in items.iter().enumerate() {
                    bytes += item.len();
                    v.push(ByteArray::from(item.as_bytes().to_vec()));
                    if i > 0 {
                        self.definition.push(level);
                        self.repetition.push(1);
                    } else {
                        self.repetition.push(0);
                    }
                }
                self.definition.push(level);
                return bytes;
            }
            (Values::List(_), Cell::List(_)) => {}
            _ => level = 0,
        }
        self.definition.push(level);
        self.repetition.push(0);
        bytes
    }

    fn drain(&mut self, column: SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let (definition, repetition) = (&self.definition, &self.repetition);
        match &mut self.values {
            Values::Text(v) => write::<ByteArrayType>(column, v, definition, None),
            Values::Integer(v) => write::<Int64Type>(column, v, definition, None),
            Values::Flag(v) => write::<BoolType>(column, v, definition, None),
            Values::Exact(v) => write::<FixedLenByteArrayType>(column, v, definition, None),
            Values::Real(v) => write::<DoubleType>(column, v, definition, None),
            Values::List(v) => write::<ByteArrayType>(column, v, definition, Some(repetition)),
        }?;
        self.definition.clear();
        self.repetition.clear();
        Ok(())
    }
}

fn write<T: DataType>(
    mut column: SerializedColumnWriter<'_>,
    values: &mut Vec<T::T>,
    definition: &[i16],
    repetition: Option<&[i16]>,
) -> Result<(), ParquetError> {
    column.typed::<T>().write_batch(values, Some(definition), repetition)?;
    values.clear();
    column.close()
}

/// A figure in units of the ninth decimal. A mantissa is below 2^96 < 7.93e28, so that times 10^9 it stays below
/// 10^38.
fn scaled(value: Decimal) -> i128 {
    let value = value.round_dp(SCALE);
    value.mantissa() * 10_i128.pow(SCALE - value.scale())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_scaled_exactly() {
        let s = |t: &str| scaled(t.parse().unwrap());
        assert_eq!(s("6.5"), 6_500_000_000);
        assert_eq!(s("-0.000000001"), -1);
        assert_eq!(s("0.00000000049"), 0);
        assert_eq!(scaled(Decimal::MAX), 79_228_162_514_264_337_593_543_950_335 * 1_000_000_000);
        assert!(scaled(Decimal::MAX) < 10_i128.pow(38));
    }
}
