//! The columns of a Parquet file that are read, and their values.

use std::borrow::Cow;

use parquet::basic::Type;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, ByteArrayType, DataType};
use parquet::schema::types::{ColumnDescPtr, SchemaDescriptor};

use super::super::json_text::MEMBER_OF_LIST;
use super::super::params::folded;
use super::text::{hexadecimal, is_decimal, of_bytes, of_i32, of_i64, time};
use crate::error::{Error, ErrorKind, Result};

/// A column: one without lists, or the list of texts.
pub(super) struct Column {
    pub(super) leaf: usize,
    pub(super) name: String,
    description: ColumnDescPtr,
    pub(super) is_wanted: bool,
    pub(super) reader: Option<ColumnReader>,
    pub(super) cells: Vec<Option<Cell>>,
}

/// A value.
pub(super) enum Cell {
    Bytes(ByteArray),
    Text(String),
}

impl Column {
    /// Returns a value of a decoded row as text; none for null.
    pub(super) fn text(&self, row: usize) -> Result<Option<&str>> {
        self.cells[row].as_ref().map(|cell| cell.text(&self.name)).transpose()
    }

    /// Whether each value is a list of texts.
    pub(super) fn is_list(&self) -> bool {
        self.description.max_rep_level() > 0
    }

    pub(super) fn decode(&mut self, rows: usize) -> parquet::errors::Result<()> {
        let is_list = self.is_list();
        let (of, levels) = (&self.description, self.description.max_def_level());
        self.cells = match &mut self.reader {
            None => Vec::new(),
            Some(ColumnReader::BoolColumnReader(reader)) => cells(reader, levels, rows, |value| value.to_string())?,
            Some(ColumnReader::Int32ColumnReader(reader)) => cells(reader, levels, rows, |value| of_i32(of, value))?,
            Some(ColumnReader::Int64ColumnReader(reader)) => cells(reader, levels, rows, |value| of_i64(of, value))?,
            Some(ColumnReader::Int96ColumnReader(reader)) => {
                cells(reader, levels, rows, |value| time(value.to_micros(), 1_000_000))?
            }
            Some(ColumnReader::FloatColumnReader(reader)) => cells(reader, levels, rows, |value| value.to_string())?,
            Some(ColumnReader::DoubleColumnReader(reader)) => cells(reader, levels, rows, |value| value.to_string())?,
            Some(ColumnReader::ByteArrayColumnReader(reader)) if is_list => lists(reader, levels, rows)?,
            Some(ColumnReader::ByteArrayColumnReader(reader)) if !is_decimal(of) => {
                read(reader, levels, rows, Cell::Bytes)?
            }
            Some(ColumnReader::ByteArrayColumnReader(reader)) => {
                cells(reader, levels, rows, |value| of_bytes(of, value))?
            }
            Some(ColumnReader::FixedLenByteArrayColumnReader(reader)) => {
                cells(reader, levels, rows, |value| of_bytes(of, value.into()))?
            }
        };
        Ok(())
    }
}

impl Cell {
    pub(super) fn len(&self) -> usize {
        match self {
            Cell::Bytes(bytes) => bytes.len(),
            Cell::Text(text) => text.len(),
        }
    }

    fn text(&self, column: &str) -> Result<&str> {
        match self {
            Cell::Text(text) => Ok(text),
            Cell::Bytes(bytes) => std::str::from_utf8(bytes.data()).map_err(|_| {
                Error::new(ErrorKind::Encoding, format!("the value of \"{column}\" is not UTF-8"))
                    .remedy("write it as a string")
            }),
        }
    }

    /// Converts any value to text.
    pub(super) fn shown(&self) -> Cow<'_, str> {
        match self {
            Cell::Text(text) => text.into(),
            Cell::Bytes(bytes) => {
                std::str::from_utf8(bytes.data()).map_or_else(|_| hexadecimal(bytes.data()).into(), Cow::from)
            }
        }
    }
}

/// Returns the columns that are not lists or inside one; and the list of strings of this name.
pub(super) fn columns(schema: &SchemaDescriptor, list: Option<&str>) -> Vec<Column> {
    let leaves = schema.columns().iter().enumerate();
    let is_list = |of: &ColumnDescPtr| {
        let is_named =
            list.is_some_and(|list| of.path().parts().first().is_some_and(|name| folded(name) == folded(list)));
        is_named && of.max_rep_level() == 1 && of.physical_type() == Type::BYTE_ARRAY && !is_decimal(of)
    };
    let leaves = leaves.filter(|(_, description)| description.max_rep_level() == 0 || is_list(description));
    let column = |(leaf, description): (usize, &ColumnDescPtr)| Column {
        leaf,
        // The path of a list goes on: "text.list.element".
        name: match description.path().parts() {
            [name, ..] if description.max_rep_level() > 0 => name.clone(),
            parts => parts.join("."),
        },
        description: description.clone(),
        is_wanted: false,
        reader: None,
        cells: Vec::new(),
    };
    leaves.map(column).collect()
}

/// Reads the next values as text.
fn cells<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    max_level: i16,
    rows: usize,
    mut text: impl FnMut(T::T) -> String,
) -> parquet::errors::Result<Vec<Option<Cell>>> {
    read(reader, max_level, rows, |value| Cell::Text(text(value)))
}

/// Reads the next values; none for null.
fn read<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    max_level: i16,
    rows: usize,
    cell: impl FnMut(T::T) -> Cell,
) -> parquet::errors::Result<Vec<Option<Cell>>> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    reader.read_records(rows, Some(&mut levels), None, &mut values)?;
    let mut values = values.into_iter().map(cell);
    if max_level == 0 {
        return Ok(values.map(Some).collect());
    }
    Ok(levels.into_iter().map(|level| if level == max_level { values.next() } else { None }).collect())
}

/// Reads the next lists of texts, each joined by blank lines; none for null and for a list without a text.
fn lists(
    reader: &mut ColumnReaderImpl<ByteArrayType>,
    max_level: i16,
    rows: usize,
) -> parquet::errors::Result<Vec<Option<Cell>>> {
    let (mut values, mut levels, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    let mut read = 0;
    // A call may stop at the end of a page, although there are more records.
    while read < rows {
        let (records, _, of_levels) =
            reader.read_records(rows - read, Some(&mut levels), Some(&mut repeated), &mut values)?;
        if records == 0 && of_levels == 0 {
            break;
        }
        read += records;
    }
    let mut values = values.into_iter();
    let mut cells: Vec<Option<Vec<u8>>> = Vec::new();
    for (level, repeated) in levels.into_iter().zip(repeated) {
        if repeated == 0 {
            cells.push(None);
        }
        let value = if level == max_level { values.next() } else { None };
        let text = value.as_ref().map(|value| value.data().trim_ascii()).filter(|text| !text.is_empty());
        let (Some(text), Some(cell)) = (text, cells.last_mut()) else { continue };
        match cell {
            Some(list) => list.extend([MEMBER_OF_LIST.as_bytes(), text].concat()),
            None => *cell = Some(text.to_vec()),
        }
    }
    Ok(cells.into_iter().map(|cell| cell.map(|list| Cell::Bytes(list.into()))).collect())
}
