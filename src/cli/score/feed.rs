//! Files → jobs for the workers: articles, and batches of tables.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::{InputKind, ResultFormat, ScoreArgs};
use crate::article;
use crate::cli::files::Named;
use crate::cli::input::Input;
use crate::cli::resume::Done;
use crate::corpus::{Batch, Pass, TableParams, TableReader, is_table_name, looks_like_table, unpacked_name};
use crate::error::{Error, ErrorKind, Result};

/// What a worker is to do.
pub(super) enum Job<'f> {
    /// Score an article, which may be open already.
    Article(&'f Named, Option<Input>),
    /// Score rows of a table.
    Batch(&'f Named, Batch),
    /// Nothing: a table has ended. Whether it had more articles than could be watched.
    TableEnd(&'f Named, bool),
    /// Nothing: the file, or the rest of it, cannot be read.
    Failed(Error),
}

/// Takes the files in order.
pub(super) struct Feed<'f> {
    args: &'f ScoreArgs,
    files: &'f [Named],
    params: TableParams,
    pass: Pass,
    /// Bytes that were read.
    bytes: Arc<AtomicU64>,
    /// The next file.
    next: usize,
    table: Option<(&'f Named, TableReader<'static>)>,
    /// What can be opened once only, and is.
    opened: HashMap<usize, Input>,
    /// Rows of the next table that an earlier run has done.
    rows_done: u64,
}

impl<'f> Feed<'f> {
    pub(super) fn new(args: &'f ScoreArgs, files: &'f [Named], bytes: Arc<AtomicU64>) -> Feed<'f> {
        let params = args.table_params();
        let (opened, table) = (HashMap::new(), None);
        Feed { args, files, params, pass: Pass::Nothing, bytes, next: 0, table, opened, rows_done: 0 }
    }

    /// Says which columns go with the rows.
    pub(super) fn pass(&mut self, pass: Pass) {
        self.pass = pass;
    }

    /// Leaves out what an earlier run has done.
    pub(super) fn skip(&mut self, done: &Done) {
        (self.next, self.rows_done) = (done.inputs, done.rows);
    }

    /// The columns of all tables that a result of this format shows, in the order of their first occurrence.
    pub(super) fn shown_columns(&mut self, format: ResultFormat) -> Vec<String> {
        let mut columns: Vec<String> = Vec::new();
        let is_table = matches!(format, ResultFormat::Csv | ResultFormat::Parquet);
        for number in 0..if is_table { self.files.len() } else { 0 } {
            for column in self.columns_of(number).unwrap_or_default() {
                if !columns.contains(&column) {
                    columns.push(column);
                }
            }
        }
        columns
    }

    /// The columns of a file; none where it is no table, or not to be read, which is told later.
    fn columns_of(&mut self, number: usize) -> Option<Vec<String>> {
        let file = &self.files[number];
        if self.kind_by_name(&file.name) == Some(Kind::Article) {
            return None;
        }
        let input = Input::open(&file.path, &Arc::default()).ok()?;
        let is_table = self.kind_of(&file.name, &input) == Kind::Table;
        let columns = is_table.then(|| {
            let table = input.table_of_head(&file.name, &self.params);
            table.map(|table| table.other_columns())
        });
        // A pipe does not begin again.
        if !std::fs::metadata(&file.path).is_ok_and(|metadata| metadata.is_file()) {
            self.opened.insert(number, input);
        }
        columns?.ok()
    }

    /// The next job, or none after the last.
    pub(super) fn next_job(&mut self) -> Option<Job<'f>> {
        loop {
            if let Some((file, table)) = &mut self.table {
                let file = *file;
                return Some(match table.next_batch() {
                    Ok(Some(batch)) => Job::Batch(file, Self::without(batch, self.rows_done)),
                    Ok(None) => {
                        let is_full = table.is_watch_full();
                        self.end_table();
                        Job::TableEnd(file, is_full)
                    }
                    Err(error) => {
                        self.end_table();
                        Job::Failed(error)
                    }
                });
            }
            let number = self.next;
            let file = self.files.get(number)?;
            self.next += 1;
            match self.open(number, file) {
                Ok(Some(job)) => return Some(job),
                Ok(None) => {}
                Err(error) => return Some(Job::Failed(error)),
            }
        }
    }

    fn end_table(&mut self) {
        (self.table, self.rows_done) = (None, 0);
    }

    /// What an earlier run has done of a batch, it has told too.
    fn without(mut batch: Batch, rows_done: u64) -> Batch {
        if rows_done > 0 {
            batch.skip_through(rows_done);
        }
        batch
    }

    /// The job of an article; none for a table, which is opened.
    fn open(&mut self, number: usize, file: &'f Named) -> Result<Option<Job<'f>>> {
        let opened = self.opened.remove(&number);
        if opened.is_none() && self.kind_by_name(&file.name) == Some(Kind::Article) {
            return Ok(Some(Job::Article(file, None)));
        }
        let input = match opened {
            Some(input) => input,
            None => Input::open(&file.path, &self.bytes)?,
        };
        if self.kind_of(&file.name, &input) == Kind::Article {
            return Ok(Some(Job::Article(file, Some(input))));
        }
        let name = file.path.display().to_string();
        self.table = Some((file, input.into_table(&name, &self.params, &self.pass)?));
        Ok(None)
    }

    fn kind_of(&self, name: &str, input: &Input) -> Kind {
        let is_table = || input.is_parquet() || looks_like_table(input.head(), &self.params);
        let by_header = || if is_table() { Kind::Table } else { Kind::Article };
        self.kind_by_name(name).unwrap_or_else(by_header)
    }

    fn kind_by_name(&self, name: &str) -> Option<Kind> {
        match self.args.input {
            InputKind::Csv | InputKind::Tsv | InputKind::Jsonl | InputKind::Parquet => Some(Kind::Table),
            InputKind::Text | InputKind::Markdown | InputKind::Html => Some(Kind::Article),
            InputKind::Auto if is_table_name(name) => Some(Kind::Table),
            InputKind::Auto => article::Format::is_told_by(unpacked_name(name)).then_some(Kind::Article),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Article,
    Table,
}

/// Reads an article's bytes, unless it is open already.
pub(super) fn read_article(path: &Path, input: Option<Input>, bytes: &Arc<AtomicU64>) -> Result<Vec<u8>> {
    let input = match input {
        Some(input) => input,
        None => Input::open(path, bytes)?,
    };
    if input.is_parquet() {
        let error = Error::new(ErrorKind::Encoding, "this is a Parquet file, and no article");
        return Err(error.at(path.display().to_string(), None).remedy("give --input parquet"));
    }
    input.read_all().map_err(|error| Error::io(path, &error))
}
