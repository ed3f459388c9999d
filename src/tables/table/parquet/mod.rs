//! A Parquet file → batches of its rows. Only the columns needed are decoded, some rows at a time.
//!
//! Other values than strings become text: numbers as digits, dates and times in ISO 8601, bytes that are not UTF-8 as hexadecimal
//! digits. Lists and maps are left out.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Decimal};
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::Field as Value;
use parquet::schema::types::{ColumnDescPtr, SchemaDescriptor};

use super::batch::{Columns, Field, Fields, Pending};
use super::buffer::{MAX_ROW, STEP};
use super::faults::{no_rows, refuse_long};
use super::json_text::MEMBER_OF_LIST;
use super::params::{PARQUET_MAGIC, folded};
use super::{Batch, Pass, TableParams};
use super::{header::Header, watch::Watch};
use crate::error::{Error, ErrorKind, Result};
use crate::tables::rows::TableNote;
use crate::text::Remarks;

/// Rows decoded at a time: few enough that long texts do not fill the memory.
const ROWS_AT_A_TIME: usize = 256;

/// Reads a Parquet file batch by batch.
pub(super) struct ParquetReader {
    name: String,
    file: Box<dyn FileReader>,
    header: Header,
    /// A reader for each column of the header that is needed.
    columns: Vec<Column>,
    pending: Pending,
    watch: Watch,
    /// The next row group.
    group: usize,
    /// Rows of the current row group that are not decoded yet.
    rows_left: usize,
    /// Decoded rows, and how many of them are added.
    decoded: usize,
    at: usize,
    /// Rows added so far.
    rows: u64,
}

/// A column without lists.
struct Column {
    leaf: usize,
    name: String,
    description: ColumnDescPtr,
    is_wanted: bool,
    reader: Option<ColumnReader>,
    cells: Vec<Option<Cell>>,
}

/// A value.
enum Cell {
    Bytes(ByteArray),
    Text(String),
}

impl ParquetReader {
    /// Reads the index and the names of the columns.
    pub(super) fn open(
        name: &str,
        source: impl ChunkReader + 'static,
        params: &TableParams,
        pass: &Pass,
    ) -> Result<ParquetReader> {
        Self::open_unplaced(name, source, params, pass).map_err(|error| error.at(name, None))
    }

    fn open_unplaced(
        name: &str,
        source: impl ChunkReader + 'static,
        params: &TableParams,
        pass: &Pass,
    ) -> Result<ParquetReader> {
        refuse_cut(&source)?;
        let file = guarded(|| SerializedFileReader::new(source).map_err(|error| damaged(&error)))?;
        let list = params.lists.then_some(params.text_column.as_str());
        let mut columns = columns(file.metadata().file_metadata().schema_descr(), list);
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let mut header = Header::find(&names, params)?;
        let passed = passed(pass, &header);
        if let Columns::Named(names) = &passed {
            header.pass(names);
        }
        for column in header.used() {
            columns[column].is_wanted = true;
        }
        let mut pending = Pending::new(params);
        pending.set_columns(passed);
        let reader = ParquetReader {
            name: name.to_owned(),
            file: Box::new(file),
            header,
            columns,
            pending,
            watch: Watch::default(),
            group: 0,
            rows_left: 0,
            decoded: 0,
            at: 0,
            rows: 0,
        };
        reader.refuse_compressions()?;
        Ok(reader)
    }

    /// Refuses unsupported compressions before any row is read.
    fn refuse_compressions(&self) -> Result<()> {
        let groups = self.file.metadata().row_groups();
        let chunks = groups.iter().flat_map(|group| {
            self.columns.iter().filter(|column| column.is_wanted).map(|column| (column, group.column(column.leaf)))
        });
        for (column, chunk) in chunks {
            let compression = chunk.compression();
            if !is_read(compression) {
                let word = compression.to_string();
                let word = word.split('(').next().unwrap_or_default();
                let what = format!("the column \"{}\" is compressed with {word}, which oped cannot read", column.name);
                return Err(Error::new(ErrorKind::Encoding, what).remedy("write the file with zstd, snappy or gzip"));
            }
        }
        Ok(())
    }

    pub(super) fn remarks(&self) -> Remarks {
        Remarks { guessed: None, damages: self.pending.damages() }
    }

    pub(super) fn other_columns(&self) -> Vec<String> {
        self.header.others.iter().map(|(name, _)| name.clone()).collect()
    }

    pub(super) fn notes(&self) -> Vec<TableNote> {
        self.header.notes.clone()
    }

    pub(super) fn is_watch_full(&self) -> bool {
        self.watch.is_full()
    }

    pub(super) fn next_batch(&mut self) -> Result<Option<Batch>> {
        loop {
            if self.at == self.decoded
                && let Err(error) = guarded(|| self.decode())
            {
                self.give_up();
                return Err(error.at(&self.name, None));
            }
            let is_end = self.decoded == 0;
            self.take_rows();
            let cut = self.pending.whole_rows(is_end);
            if self.pending.is_ready(cut) {
                let mut batch = self.pending.cut(cut, self.rows);
                self.watch.look_at(&mut batch);
                return Ok(Some(batch));
            }
            if is_end {
                return if self.rows > 0 { Ok(None) } else { Err(no_rows().at(&self.name, None)) };
            }
        }
    }

    /// Decodes the next rows; false at the end.
    fn decode(&mut self) -> Result<()> {
        (self.at, self.decoded) = (0, 0);
        while self.rows_left == 0 {
            if self.group == self.file.num_row_groups() {
                return Ok(());
            }
            self.open_group()?;
        }
        let rows = self.rows_left.min(ROWS_AT_A_TIME);
        for column in self.columns.iter_mut().filter(|column| column.is_wanted) {
            column.decode(rows).map_err(|error| damaged(&error))?;
            if column.cells.len() != rows {
                let what = format!("its column \"{}\" does not have a value for each row", column.name);
                return Err(damaged(&what));
            }
        }
        (self.rows_left, self.decoded) = (self.rows_left - rows, rows);
        Ok(())
    }

    /// Ends the reading after an error.
    fn give_up(&mut self) {
        (self.group, self.rows_left, self.at, self.decoded) = (self.file.num_row_groups(), 0, 0, 0);
    }

    fn open_group(&mut self) -> Result<()> {
        let group = self.file.get_row_group(self.group).map_err(|error| damaged(&error))?;
        let rows = group.metadata().num_rows();
        self.rows_left = usize::try_from(rows).map_err(|_| damaged(&format!("a row group has {rows} rows")))?;
        for column in self.columns.iter_mut().filter(|column| column.is_wanted) {
            column.reader = Some(group.get_column_reader(column.leaf).map_err(|error| damaged(&error))?);
        }
        self.group += 1;
        Ok(())
    }

    /// Adds decoded rows, up to a full batch.
    fn take_rows(&mut self) {
        while self.at < self.decoded && !self.pending.is_full(STEP) {
            self.rows += 1;
            let begin = self.pending.begin();
            match self.fields() {
                Ok(fields) => self.pending.row(fields),
                Err(fault) => {
                    self.pending.take_back(begin);
                    self.pending.fault(self.rows, fault.on_line(self.rows as usize).at(&self.name, None));
                }
            }
            self.at += 1;
        }
    }

    /// Adds the values of the next row. Its number is its line.
    fn fields(&mut self) -> Result<Fields> {
        let (header, columns, at, pending) = (&self.header, &self.columns, self.at, &mut self.pending);
        let wanted = columns.iter().filter(|column| column.is_wanted);
        let bytes: usize = wanted.filter_map(|column| column.cells[at].as_ref()).map(Cell::len).sum();
        if bytes > MAX_ROW {
            let what = format!("the row has {bytes} bytes, and at most {MAX_ROW} are read");
            return Err(Error::new(ErrorKind::Table, what).remedy("break its text into paragraphs first"));
        }
        let begin = pending.begin();
        let add_to = |pending: &mut Pending, column: Option<usize>| -> Result<Field> {
            let value = column.map(|column| columns[column].text(at)).transpose()?.flatten();
            let value = value.map(str::trim).filter(|value| !value.is_empty());
            Ok(value.map_or(Field::NONE, |value| pending.field(value)))
        };
        let line = self.rows as usize;
        let text = add_to(pending, Some(header.text))?;
        let text = pending.normalised(text, line);
        let mut add = |column: Option<usize>| add_to(pending, column);
        let paragraph = header.paragraph.map(|column| columns[column].text(at)).transpose()?.flatten();
        let fields = Fields {
            begin,
            text,
            id: add(header.id)?,
            source: add(header.source)?,
            article: add(header.article)?,
            label: add(header.label)?,
            paragraph: paragraph.and_then(|number| number.trim().parse().ok()),
            is_list: columns[header.text].is_list(),
            row: self.rows,
            line,
        };
        refuse_long(fields.text.len())?;
        for column in &header.passed {
            let value = column.and_then(|column| columns[column].cells[at].as_ref());
            let field = value.map_or(Field::NONE, |cell| pending.field(&cell.shown()));
            pending.pass(field);
        }
        Ok(fields)
    }
}

impl Column {
    /// Returns a value of a decoded row as text; none for null.
    fn text(&self, row: usize) -> Result<Option<&str>> {
        self.cells[row].as_ref().map(|cell| cell.text(&self.name)).transpose()
    }

    /// Whether each value is a list of texts.
    fn is_list(&self) -> bool {
        self.description.max_rep_level() > 0
    }

    fn decode(&mut self, rows: usize) -> parquet::errors::Result<()> {
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
    fn len(&self) -> usize {
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
    fn shown(&self) -> Cow<'_, str> {
        match self {
            Cell::Text(text) => text.into(),
            Cell::Bytes(bytes) => {
                std::str::from_utf8(bytes.data()).map_or_else(|_| hexadecimal(bytes.data()).into(), Cow::from)
            }
        }
    }
}

/// Returns the columns that are not lists or inside one; and the list of strings of this name.
fn columns(schema: &SchemaDescriptor, list: Option<&str>) -> Vec<Column> {
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

fn passed(pass: &Pass, header: &Header) -> Columns {
    let names: Arc<[String]> = match pass {
        Pass::Nothing => return Columns::None,
        Pass::Named(names) => names.clone(),
        Pass::Own => header.others.iter().map(|(name, _)| name.clone()).collect(),
    };
    if names.is_empty() { Columns::None } else { Columns::Named(names) }
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

fn of_i32(of: &ColumnDescPtr, value: i32) -> String {
    match of.converted_type() {
        ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 => value.cast_unsigned().to_string(),
        // Dates within about ten thousand years; others are not dates.
        ConvertedType::DATE if value.unsigned_abs() < 4_000_000 => Value::Date(value).to_string(),
        ConvertedType::TIME_MILLIS if value >= 0 => Value::TimeMillis(value).to_string(),
        ConvertedType::DECIMAL => decimal(Decimal::from_i32(value, of.type_precision(), of.type_scale())),
        _ => value.to_string(),
    }
}

fn of_i64(of: &ColumnDescPtr, value: i64) -> String {
    let unit = match of.logical_type_ref() {
        Some(LogicalType::Timestamp(stamp)) => Some(stamp.unit),
        _ => None,
    };
    match (of.converted_type(), unit) {
        (ConvertedType::UINT_64, _) => value.cast_unsigned().to_string(),
        (ConvertedType::TIME_MICROS, _) if value >= 0 => Value::TimeMicros(value).to_string(),
        (ConvertedType::DECIMAL, _) => decimal(Decimal::from_i64(value, of.type_precision(), of.type_scale())),
        (ConvertedType::TIMESTAMP_MILLIS, _) | (_, Some(TimeUnit::MILLIS)) => time(value, 1_000),
        (ConvertedType::TIMESTAMP_MICROS, _) | (_, Some(TimeUnit::MICROS)) => time(value, 1_000_000),
        (_, Some(TimeUnit::NANOS)) => time(value.div_euclid(1_000), 1_000_000),
        _ => value.to_string(),
    }
}

fn of_bytes(of: &ColumnDescPtr, value: ByteArray) -> String {
    if is_decimal(of) && !value.is_empty() {
        return decimal(Decimal::from_bytes(value, of.type_precision(), of.type_scale()));
    }
    hexadecimal(value.data())
}

fn is_decimal(of: &ColumnDescPtr) -> bool {
    of.converted_type() == ConvertedType::DECIMAL
}

fn decimal(value: Decimal) -> String {
    Value::Decimal(value).to_string()
}

/// Formats a time given in units since 1970, `a_second` of them a second; as a number if the year does not fit.
fn time(value: i64, a_second: i64) -> String {
    const SECONDS: i64 = 4_000_000 * 86_400;
    match a_second {
        _ if (value / a_second).abs() >= SECONDS => value.to_string(),
        1_000 => Value::TimestampMillis(value).to_string(),
        _ => Value::TimestampMicros(value).to_string(),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_read(compression: Compression) -> bool {
    use Compression::{GZIP, SNAPPY, UNCOMPRESSED, ZSTD};
    matches!(compression, UNCOMPRESSED | SNAPPY | GZIP(_) | ZSTD(_))
}

thread_local! {
    /// Whether this thread is in [`guarded`].
    static IS_GUARDED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Runs code of the parquet crate, which panics on some damaged files. What it was reading is not used again.
fn guarded<T>(read: impl FnOnce() -> Result<T>) -> Result<T> {
    IS_GUARDED.set(true);
    let result = catch_unwind(AssertUnwindSafe(read));
    IS_GUARDED.set(false);
    result.unwrap_or_else(|_| Err(damaged(&"its pages and its index contradict each other")))
}

/// Silences the panic messages of [`guarded`] for the whole program: a damaged file is reported as an error.
#[cfg(feature = "cli")]
pub(crate) fn silence_guarded_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !IS_GUARDED.get() {
            usual(panic);
        }
    }));
}

/// Checks the end of the file: the index, followed by the same bytes as at the beginning.
fn refuse_cut(source: &impl ChunkReader) -> Result<()> {
    let length = source.len();
    let end = length.checked_sub(4).and_then(|at| source.get_bytes(at, 4).ok());
    match end.as_deref() {
        Some(end) if end == PARQUET_MAGIC && length >= 12 => Ok(()),
        Some(b"PARE") => {
            Err(Error::new(ErrorKind::Encoding, "the Parquet file is encrypted").remedy("decrypt it first"))
        }
        _ => Err(Error::new(ErrorKind::Encoding, "the Parquet file is cut off").remedy("copy the file again")),
    }
}

fn damaged(error: &dyn std::fmt::Display) -> Error {
    let error = error.to_string();
    let what = error.strip_prefix("Parquet error: ").unwrap_or(&error);
    Error::new(ErrorKind::Encoding, format!("the Parquet file is damaged: {what}")).remedy("copy the file again")
}
