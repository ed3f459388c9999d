//! A table of any format → batches of its rows.

use std::io::Read;

#[cfg(feature = "parquet")]
use super::parquet::ParquetReader;
use super::{Batch, reader::StreamReader, watch::Watch};
use super::{Pass, TableFormat, TableParams};
use crate::error::{Error, ErrorKind, Result};
use crate::tables::rows::TableNote;
use crate::text::Remarks;

/// Reads a table batch by batch.
///
/// ```
/// use oped::tables::table::{Pass, TableParams, TableReader};
/// let params = TableParams { labels_required: false, ..TableParams::default() };
/// let table = "id,text\nx,The council met.\ny,It voted.\n";
/// let mut reader = TableReader::open("t.csv", Box::new(table.as_bytes()), params, &Pass::Nothing)?;
/// let batch = reader.next_batch()?.unwrap();
/// assert_eq!((batch.len(), batch.row(1).text(), batch.row(1).line()), (2, "It voted.", 3));
/// assert!(reader.next_batch()?.is_none());
/// # Ok::<(), oped::error::Error>(())
/// ```
pub struct TableReader<'i> {
    source: Source<'i>,
    /// What was known before it was opened.
    notes: Vec<TableNote>,
}

enum Source<'i> {
    Stream(Box<StreamReader<'i>>),
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetReader>),
}

impl<'i> TableReader<'i> {
    /// Scattered rows are found among this many articles.
    pub const MOST_WATCHED: usize = Watch::MOST_ARTICLES;

    fn of(source: Source<'i>) -> Self {
        TableReader { source, notes: Vec::new() }
    }

    /// Adds what is known of the file that the table is in.
    #[cfg(feature = "workbooks")]
    pub(crate) fn with_note(mut self, note: Option<TableNote>) -> Self {
        self.notes.extend(note);
        self
    }

    /// Reads the first bytes and the header.
    ///
    /// # Errors
    /// Those of `input`; [`ErrorKind::Encoding`], [`ErrorKind::Empty`], and [`ErrorKind::Table`] for a header that cannot be
    /// used. Parquet is no stream.
    pub fn open(
        name: &str,
        input: Box<dyn Read + Send + 'i>,
        params: TableParams,
        pass: &Pass,
    ) -> Result<TableReader<'i>> {
        if params.format.or_else(|| TableFormat::by_name(name)) == Some(TableFormat::Parquet) {
            let error = Error::new(ErrorKind::Usage, "Parquet cannot be read as a stream: its index is at its end");
            return Err(error.at(name, None).remedy("write it to a file first"));
        }
        StreamReader::open(name, input, params, pass).map(|reader| Self::of(Source::Stream(Box::new(reader))))
    }

    /// Reads a table's header from its first bytes; `is_whole` if there are no others.
    ///
    /// # Errors
    /// As [`TableReader::open`].
    pub fn open_head(name: &str, head: &'i [u8], is_whole: bool, params: TableParams) -> Result<TableReader<'i>> {
        let reader = StreamReader::open_head(name, head, is_whole, params)?;
        Ok(Self::of(Source::Stream(Box::new(reader))))
    }

    /// Opens a Parquet file. It is read a row group at a time, and only the columns needed.
    ///
    /// # Errors
    /// [`ErrorKind::Encoding`] for a file that is damaged or not supported, and [`ErrorKind::Table`] for columns that cannot be
    /// used.
    #[cfg(feature = "parquet")]
    pub fn open_parquet(name: &str, file: std::fs::File, params: &TableParams, pass: &Pass) -> Result<TableReader<'i>> {
        let reader = ParquetReader::open(name, file, params, pass)?;
        Ok(Self::of(Source::Parquet(Box::new(reader))))
    }

    /// Opens a Parquet file in memory.
    ///
    /// # Errors
    /// As [`TableReader::open_parquet`].
    #[cfg(feature = "parquet")]
    pub(super) fn parquet_in_memory(
        name: &str,
        bytes: &[u8],
        params: &TableParams,
        pass: &Pass,
    ) -> Result<TableReader<'i>> {
        let reader = ParquetReader::open(name, bytes::Bytes::copy_from_slice(bytes), params, pass)?;
        Ok(Self::of(Source::Parquet(Box::new(reader))))
    }

    /// Returns the columns that can be passed through; of JSON lines, the keys in the first bytes.
    pub fn other_columns(&self) -> Vec<String> {
        match &self.source {
            Source::Stream(reader) => reader.other_columns(),
            #[cfg(feature = "parquet")]
            Source::Parquet(reader) => reader.other_columns(),
        }
    }

    /// Returns the first keys of JSON lines that are not in [`Pass::Named`], and so are lost.
    pub fn lost_keys(&self) -> &[String] {
        match &self.source {
            Source::Stream(reader) => reader.lost_keys(),
            #[cfg(feature = "parquet")]
            Source::Parquet(_) => &[],
        }
    }

    /// Returns what its user should know of the header and of the rows read so far.
    pub fn notes(&self) -> Vec<TableNote> {
        let of_source = match &self.source {
            Source::Stream(reader) => reader.notes(),
            #[cfg(feature = "parquet")]
            Source::Parquet(reader) => reader.notes(),
        };
        self.notes.iter().cloned().chain(of_source).collect()
    }

    /// Returns how the table was read so far, where a person should be told.
    pub fn remarks(&self) -> Remarks {
        match &self.source {
            Source::Stream(reader) => reader.remarks(),
            #[cfg(feature = "parquet")]
            Source::Parquet(reader) => reader.remarks(),
        }
    }

    /// Returns the next rows, or none after the last. Rows that cannot be read are the batch's faults.
    ///
    /// # Errors
    /// Those of the input, after which nothing more can be read; [`ErrorKind::Empty`] for a table without rows.
    pub fn next_batch(&mut self) -> Result<Option<Batch>> {
        match &mut self.source {
            Source::Stream(reader) => reader.next_batch(),
            #[cfg(feature = "parquet")]
            Source::Parquet(reader) => reader.next_batch(),
        }
    }

    /// Returns whether there were too many articles to find all scattered rows.
    pub fn is_watch_full(&self) -> bool {
        match &self.source {
            Source::Stream(reader) => reader.is_watch_full(),
            #[cfg(feature = "parquet")]
            Source::Parquet(reader) => reader.is_watch_full(),
        }
    }
}
