//! The table of [`Csv`](super::Csv) as Parquet: the same columns, each of its own type, null where CSV has nothing.
//!
//! Row groups end after so many rows or bytes, whatever the threads, so that the same results have the same bytes.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result as Written};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{ColumnPath, Type};

use super::Csv;
use super::csv::HEADER;
use super::{Item, Paragraph, Place, Renderer, Scored, reason};
use crate::article::Block;
use crate::error::{Error, ErrorKind, Result};
use crate::tables::table::Passed;

/// Rows of a row group.
const GROUP_ROWS: usize = 1 << 16;
/// Bytes of text after which a row group ends sooner.
const GROUP_BYTES: usize = 32 << 20;

/// Renders Parquet, compressed with zstd.
pub struct Parquet {
    /// Writes into memory, from where each row group goes to the output.
    writer: SerializedFileWriter<Vec<u8>>,
    columns: Vec<Column>,
    rows: usize,
    bytes: usize,
}

/// The values of a column in the row group.
struct Column {
    values: Values,
    /// 1 where there is a value, 0 where there is none.
    levels: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    Integers(Vec<i64>),
    Numbers(Vec<f64>),
    Truths(Vec<bool>),
}

impl Parquet {
    /// With columns of tables, as strings, behind ours. They are called as in CSV.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] for columns of which no schema can be made.
    pub fn with_columns(columns: &[String]) -> Result<Parquet> {
        let csv = Csv::with_columns(columns);
        let names = || HEADER.into_iter().chain(csv.passed().iter().map(String::as_str));
        let columns: Vec<Column> = names().enumerate().map(|(at, name)| Column::new(at, name)).collect();
        let schema = schema(names().zip(&columns));
        let writer =
            schema.and_then(|schema| SerializedFileWriter::new(Vec::new(), schema.into(), properties().into()));
        let writer = writer.map_err(|error| {
            Error::new(ErrorKind::Io, format!("the result cannot be written as Parquet: {error}"))
                .on_output()
                .remedy("give --format csv or jsonl")
        })?;
        Ok(Parquet { writer, columns, rows: 0, bytes: 0 })
    }

    fn add(&mut self, article: &str, item: &Item<'_>) {
        let mut row = Row { columns: self.columns.iter_mut(), bytes: 0 };
        row.text(Some(article));
        match item {
            Item::Paragraph(paragraph) => row.paragraph(paragraph),
            Item::Block(block) => row.block(block),
        }
        self.bytes += row.bytes;
        self.rows += 1;
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

    /// Hands on what is written.
    fn hand_over(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.writer.flush()?;
        out.write_all(&std::mem::take(self.writer.inner_mut()))
    }
}

impl Renderer for Parquet {
    fn scored(&mut self, scored: &Scored<'_>, out: &mut dyn Write) -> io::Result<()> {
        for item in &scored.items {
            self.add(scored.article, item);
            if self.rows >= GROUP_ROWS || self.bytes >= GROUP_BYTES {
                self.end_group(out)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.end_group(out)?;
        self.writer.finish().map_err(io_error)?;
        self.hand_over(out)
    }
}

impl Column {
    fn new(at: usize, name: &str) -> Column {
        let values = match name {
            _ if at >= HEADER.len() => Values::Text(Vec::new()),
            "paragraph" | "row" | "start" | "end" | "line" => Values::Integers(Vec::new()),
            "probability" | "alone" | "quoted" => Values::Numbers(Vec::new()),
            "unsure" => Values::Truths(Vec::new()),
            _ => Values::Text(Vec::new()),
        };
        Column { values, levels: Vec::new() }
    }

    fn physical(&self) -> Physical {
        match self.values {
            Values::Text(_) => Physical::BYTE_ARRAY,
            Values::Integers(_) => Physical::INT64,
            Values::Numbers(_) => Physical::DOUBLE,
            Values::Truths(_) => Physical::BOOLEAN,
        }
    }

    /// Writes the values, and forgets them.
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

/// A row in the making, from its first column to its last.
struct Row<'c> {
    columns: std::slice::IterMut<'c, Column>,
    bytes: usize,
}

impl Row<'_> {
    /// All columns but the first, the article.
    fn paragraph(&mut self, paragraph: &Paragraph<'_>) {
        let (row, id, start, end) = match paragraph.place {
            Place::Bytes { start, end, .. } => (None, None, Some(start), Some(end)),
            Place::Row { row, id, .. } => (Some(row), id, None, None),
        };
        let decision = paragraph.score.decision;
        self.integer(Some(paragraph.number));
        self.integer(row);
        self.text(id);
        self.text(Some(paragraph.score.kind.as_str()));
        self.integer(start);
        self.integer(end);
        self.integer(Some(paragraph.place.line()));
        self.text(decision.map(|decision| decision.label.as_str()));
        self.text(reason(decision));
        self.number(decision.map(|decision| decision.probability.0));
        self.number(decision.map(|decision| decision.alone.0));
        self.truth(Some(decision.is_none_or(|decision| decision.unsure.is_some())));
        self.number(Some(paragraph.score.quoted));
        self.text(Some(paragraph.text));
        match paragraph.passed {
            Passed::Values { values, .. } => values.iter().for_each(|value| self.text(value)),
            Passed::None | Passed::Members(_) => {}
        }
        self.end();
    }

    /// All columns but the first, the article.
    fn block(&mut self, block: &Block) {
        let span = block.span();
        self.integer(None);
        self.integer(None);
        self.text(None);
        self.text(Some(block.kind.as_str()));
        self.integer(Some(span.start));
        self.integer(Some(span.end));
        self.integer(Some(block.line));
        self.text(None);
        self.text(None);
        self.number(None);
        self.number(None);
        self.truth(None);
        self.number(None);
        self.text(Some(block.text.as_str()));
        self.end();
    }

    /// What is left has no value.
    fn end(&mut self) {
        self.columns.by_ref().for_each(|column| column.levels.push(0));
    }

    fn text(&mut self, value: Option<&str>) {
        self.bytes += value.map_or(0, str::len);
        self.next(|values| {
            if let (Values::Text(values), Some(value)) = (values, value) {
                values.push(value.into());
            }
            value.is_some()
        });
    }

    fn integer(&mut self, value: Option<usize>) {
        self.next(|values| {
            if let (Values::Integers(values), Some(value)) = (values, value) {
                values.push(value as i64);
            }
            value.is_some()
        });
    }

    fn number(&mut self, value: Option<f64>) {
        self.next(|values| {
            if let (Values::Numbers(values), Some(value)) = (values, value) {
                values.push(value);
            }
            value.is_some()
        });
    }

    fn truth(&mut self, value: Option<bool>) {
        self.next(|values| {
            if let (Values::Truths(values), Some(value)) = (values, value) {
                values.push(value);
            }
            value.is_some()
        });
    }

    fn next(&mut self, push: impl FnOnce(&mut Values) -> bool) {
        if let Some(column) = self.columns.next() {
            let is_there = push(&mut column.values);
            column.levels.push(i16::from(is_there));
        }
    }
}

fn schema<'n>(columns: impl Iterator<Item = (&'n str, &'n Column)>) -> Written<Type> {
    let field = |(name, column): (&str, &Column)| {
        let physical = column.physical();
        let logical = (physical == Physical::BYTE_ARRAY).then_some(LogicalType::String);
        let built = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        built.with_logical_type(logical).build().map(Arc::new)
    };
    let fields = columns.map(field).collect::<Written<Vec<_>>>()?;
    Type::group_type_builder("scores").with_fields(fields).build()
}

fn properties() -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(concat!("oped version ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_statistics_enabled(EnabledStatistics::Chunk);
    // Values of their own: a dictionary of them would be made in vain.
    for name in ["text", "probability", "alone"] {
        properties = properties.set_column_dictionary_enabled(ColumnPath::from(name), false);
    }
    properties.build()
}

fn io_error(error: ParquetError) -> io::Error {
    io::Error::other(error)
}
