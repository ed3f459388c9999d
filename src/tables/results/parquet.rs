//! The table of [`Csv`](super::Csv) as Parquet: the same columns, each with its type, null where CSV is empty.
//!
//! Row groups end after a fixed number of rows or bytes, whatever the number of threads, so that equal results have equal bytes.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result as Written};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{ColumnPath, Type};

use super::{ArticleRow, Csv, Message, Renderer};
use crate::error::{Error, ErrorKind, Result};
use crate::score::{ArticleColumn, Column, Type as Kind, Value};
use crate::tables::table::Passed;

/// Rows of a row group.
const GROUP_ROWS: usize = 1 << 16;
/// Bytes of text that end a row group sooner.
const GROUP_BYTES: usize = 32 << 20;

/// Renders Parquet, compressed with zstd.
pub struct Parquet {
    sink: Sink,
    ours: Vec<Column>,
}

/// Renders the table of articles as Parquet.
pub struct ParquetArticles(Sink);

/// A Parquet file of any columns.
struct Sink {
    /// Writes into memory; each row group goes from there to the output.
    writer: SerializedFileWriter<Vec<u8>>,
    columns: Vec<ColumnValues>,
    rows: usize,
    bytes: usize,
}

/// The values of a column in the row group.
struct ColumnValues {
    values: Values,
    /// 1 for a value, 0 for null.
    levels: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    Integers(Vec<i64>),
    Numbers(Vec<f64>),
    Truths(Vec<bool>),
}

impl Parquet {
    /// With columns that are passed through after ours, as strings. They have the names of [`Csv::with_columns`].
    ///
    /// # Errors
    /// [`ErrorKind::Io`] for columns that have no schema.
    pub fn with_columns(columns: &[String]) -> Result<Parquet> {
        Parquet::like(&Csv::with_columns(columns))
    }

    /// With the columns of a CSV file.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] for columns that have no schema.
    pub fn like(csv: &Csv) -> Result<Parquet> {
        let ours = csv.ours().iter().map(|column| (column.name(), column.kind()));
        let names: Vec<_> = ours.chain(csv.passed().iter().map(|name| (name.as_str(), Kind::Text))).collect();
        Ok(Parquet { sink: Sink::new(&names)?, ours: csv.ours().to_vec() })
    }
}

impl ParquetArticles {
    /// With the columns of [`ArticleColumn`].
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if they had no schema.
    pub fn new() -> Result<ParquetArticles> {
        Ok(ParquetArticles(Sink::new(&ArticleColumn::ALL.map(|column| (column.name(), column.kind())))?))
    }
}

impl Renderer<ArticleRow> for ParquetArticles {
    fn write(&mut self, row: &ArticleRow, out: &mut dyn Write) -> io::Result<()> {
        self.0.add(ArticleColumn::ALL.into_iter().map(|column| row.value(column)));
        self.0.end_full_group(out)
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.0.finish(out)
    }
}

impl Sink {
    fn new(names: &[(&str, Kind)]) -> Result<Sink> {
        let schema = schema(names);
        let writer =
            schema.and_then(|schema| SerializedFileWriter::new(Vec::new(), schema.into(), properties().into()));
        let writer = writer.map_err(|error| {
            Error::new(ErrorKind::Io, format!("the result cannot be written as Parquet: {error}"))
                .on_output()
                .remedy("write it as CSV or JSON lines")
        })?;
        let columns = names.iter().map(|&(_, kind)| ColumnValues::new(kind)).collect();
        Ok(Sink { writer, columns, rows: 0, bytes: 0 })
    }

    /// Adds a row. Values that are missing at its end are null.
    fn add<'v>(&mut self, values: impl Iterator<Item = Option<Value<'v>>>) {
        let values = values.chain(std::iter::repeat(None));
        self.bytes += self.columns.iter_mut().zip(values).map(|(column, value)| column.push(value)).sum::<usize>();
        self.rows += 1;
    }

    /// Writes the row group if it is full.
    fn end_full_group(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.rows >= GROUP_ROWS || self.bytes >= GROUP_BYTES { self.end_group(out) } else { Ok(()) }
    }

    /// Writes the row group.
    fn end_group(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.rows > 0 {
            let mut group = self.writer.next_row_group().map_err(io_error)?;
            for column in &mut self.columns {
                let writer = group.next_column().map_err(io_error)?;
                // The schema has as many columns.
                let Some(mut writer) = writer else { break };
                column.write(&mut writer).and_then(|()| writer.close()).map_err(io_error)?;
            }
            group.close().map_err(io_error)?;
            (self.rows, self.bytes) = (0, 0);
        }
        self.hand_over(out)
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.end_group(out)?;
        self.writer.finish().map_err(io_error)?;
        self.hand_over(out)
    }

    /// Writes out what is in memory.
    fn hand_over(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.writer.flush()?;
        out.write_all(&std::mem::take(self.writer.inner_mut()))
    }
}

impl Renderer<Message<'_>> for Parquet {
    fn write(&mut self, message: &Message<'_>, out: &mut dyn Write) -> io::Result<()> {
        for (at, item) in message.scored.items.iter().enumerate() {
            let passed = match message.passed(at) {
                Passed::Values { values, .. } => Some(values),
                Passed::None | Passed::Members(_) => None,
            };
            let passed = passed.into_iter().flat_map(|values| values.iter().map(|value| value.map(Value::Text)));
            let ours = self.ours.iter().map(|column| item.value(*column));
            self.sink.add(ours.chain(passed));
            self.sink.end_full_group(out)?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.sink.finish(out)
    }
}

impl ColumnValues {
    fn new(kind: Kind) -> ColumnValues {
        let values = match kind {
            Kind::Text => Values::Text(Vec::new()),
            Kind::Integer => Values::Integers(Vec::new()),
            Kind::Number => Values::Numbers(Vec::new()),
            Kind::Truth => Values::Truths(Vec::new()),
        };
        ColumnValues { values, levels: Vec::new() }
    }

    /// Adds a value of the column's type, and returns the bytes of its text.
    fn push(&mut self, value: Option<Value<'_>>) -> usize {
        let length = if let Some(Value::Text(text)) = value { text.len() } else { 0 };
        match (&mut self.values, value) {
            (Values::Text(values), Some(Value::Text(text))) => values.push(text.into()),
            (Values::Integers(values), Some(Value::Integer(integer))) => values.push(integer as i64),
            (Values::Numbers(values), Some(Value::Number(number))) => values.push(number),
            (Values::Truths(values), Some(Value::Truth(truth))) => values.push(truth),
            // Null: columns hold values of their own type only.
            _ => {
                self.levels.push(0);
                return 0;
            }
        }
        self.levels.push(1);
        length
    }

    /// Writes the values and clears them.
    fn write(&mut self, writer: &mut SerializedColumnWriter<'_>) -> Written<()> {
        let levels = std::mem::take(&mut self.levels);
        match &mut self.values {
            Values::Text(values) => {
                writer.typed::<ByteArrayType>().write_batch(&std::mem::take(values), Some(&levels), None)
            }
            Values::Integers(values) => {
                writer.typed::<Int64Type>().write_batch(&std::mem::take(values), Some(&levels), None)
            }
            Values::Numbers(values) => {
                writer.typed::<DoubleType>().write_batch(&std::mem::take(values), Some(&levels), None)
            }
            Values::Truths(values) => {
                writer.typed::<BoolType>().write_batch(&std::mem::take(values), Some(&levels), None)
            }
        }
        .map(|_| ())
    }
}

fn schema(columns: &[(&str, Kind)]) -> Written<Type> {
    let field = |&(name, kind): &(&str, Kind)| {
        let physical = match kind {
            Kind::Text => Physical::BYTE_ARRAY,
            Kind::Integer => Physical::INT64,
            Kind::Number => Physical::DOUBLE,
            Kind::Truth => Physical::BOOLEAN,
        };
        let logical = (kind == Kind::Text).then_some(LogicalType::String);
        let built = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        built.with_logical_type(logical).build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Written<Vec<_>>>()?;
    Type::group_type_builder("scores").with_fields(fields).build()
}

fn properties() -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(concat!("oped version ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_statistics_enabled(EnabledStatistics::Chunk);
    // Nearly all values differ: a dictionary would be wasted.
    for name in ["text", "probability", "alone"] {
        properties = properties.set_column_dictionary_enabled(ColumnPath::from(name), false);
    }
    properties.build()
}

fn io_error(error: ParquetError) -> io::Error {
    io::Error::other(error)
}
