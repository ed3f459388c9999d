//! A Parquet file → batches of its rows. Only the columns needed are decoded, some rows at a time.
//!
//! Other values than strings become text: numbers as digits, dates and times in ISO 8601, bytes that are not UTF-8 as hexadecimal
//! digits. Lists and maps are left out.

mod columns;
mod damage;
mod text;

use std::sync::Arc;

use parquet::basic::Compression;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};

use self::columns::{Cell, Column, columns};
#[cfg(feature = "cli")]
pub(crate) use self::damage::silence_guarded_panics;
use self::damage::{damaged, guarded, refuse_cut};
use super::batch::{Columns, Field, Fields, Pending};
use super::buffer::{MAX_ROW, STEP};
use super::faults::{no_rows, refuse_long};
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

fn passed(pass: &Pass, header: &Header) -> Columns {
    let names: Arc<[String]> = match pass {
        Pass::Nothing => return Columns::None,
        Pass::Named(names) => names.clone(),
        Pass::Own => header.others.iter().map(|(name, _)| name.clone()).collect(),
    };
    if names.is_empty() { Columns::None } else { Columns::Named(names) }
}

fn is_read(compression: Compression) -> bool {
    use Compression::{GZIP, SNAPPY, UNCOMPRESSED, ZSTD};
    matches!(compression, UNCOMPRESSED | SNAPPY | GZIP(_) | ZSTD(_))
}
