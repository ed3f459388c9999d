//! Files → jobs for the workers: articles, and batches of tables.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::args::ScoreArgs;
use crate::cli::resume::{Done, other_rows};
use crate::cli::{files::Named, input::Input, kind::Kind};
use crate::error::{Error, Result};
use crate::tables::rows::TableNote;
use crate::tables::table::{Batch, Pass, TableParams, TableReader};
use crate::text::Remarks;

/// A job for a worker.
pub(super) enum Job<'f> {
    /// Score an article, which may already be open.
    Article(&'f Named, Option<Input>),
    /// Score rows of a table.
    Batch(&'f Named, Batch),
    /// Nothing: a table has ended, possibly by an error.
    TableEnd(&'f Named, TableEnd, Option<Error>),
    /// Nothing: the file cannot be read.
    Failed(Error),
}

/// What is known at the end of a table.
#[derive(Default)]
pub(super) struct TableEnd {
    /// Whether it had too many articles to find all scattered rows.
    pub is_watch_full: bool,
    /// The first keys that no column of the result holds.
    pub lost_keys: Vec<String>,
    /// What the reader found.
    pub notes: Vec<TableNote>,
    /// How it was read.
    pub remarks: Remarks,
}

impl TableEnd {
    fn of(table: &TableReader<'_>) -> TableEnd {
        TableEnd {
            is_watch_full: table.is_watch_full(),
            lost_keys: table.lost_keys().to_vec(),
            notes: table.notes(),
            remarks: table.remarks(),
        }
    }
}

/// Turns files into jobs, in order.
pub(super) struct Feed<'f> {
    args: &'f ScoreArgs,
    files: &'f [Named],
    params: TableParams,
    pass: Pass,
    /// Bytes read.
    bytes: Arc<AtomicU64>,
    /// The next file.
    next: usize,
    table: Option<(&'f Named, TableReader<'static>)>,
    /// Inputs that can be opened only once, and are open.
    opened: HashMap<usize, Input>,
    /// Rows of the next table that an earlier run has done.
    rows_done: u64,
    /// Digest of these rows.
    digest_done: u64,
}

impl<'f> Feed<'f> {
    pub(super) fn new(args: &'f ScoreArgs, files: &'f [Named], bytes: Arc<AtomicU64>) -> Feed<'f> {
        let params = args.table_params();
        let (opened, table) = (HashMap::new(), None);
        Feed { args, files, params, pass: Pass::Nothing, bytes, next: 0, table, opened, rows_done: 0, digest_done: 0 }
    }

    /// Sets the columns that are passed through.
    pub(super) fn pass(&mut self, pass: Pass) {
        self.pass = pass;
    }

    /// Skips what an earlier run has done.
    pub(super) fn skip(&mut self, done: &Done) {
        (self.next, self.rows_done, self.digest_done) = (done.inputs, done.rows, done.digest);
    }

    /// Returns the columns of all tables that can be passed through, in the order of their first occurrence.
    pub(super) fn columns(&mut self) -> Vec<String> {
        let mut columns: Vec<String> = Vec::new();
        for number in 0..self.files.len() {
            for column in self.columns_of(number).unwrap_or_default() {
                if !columns.contains(&column) {
                    columns.push(column);
                }
            }
        }
        columns
    }

    /// Returns the columns of a file; none if it is not a table, or cannot be read, which is reported later.
    fn columns_of(&mut self, number: usize) -> Option<Vec<String>> {
        let file = &self.files[number];
        if self.args.input.of_name(&file.name) == Some(Kind::Article) {
            return None;
        }
        let mut input = Input::open(&file.path, &Arc::default()).ok()?;
        let is_table = self.args.input.of_input(&file.name, &input, &self.params) == Kind::Table;
        let columns = is_table.then(|| input.columns(&file.name, &self.params));
        // A pipe does not begin again.
        if !std::fs::metadata(&file.path).is_ok_and(|metadata| metadata.is_file()) {
            self.opened.insert(number, input);
        }
        columns?.ok()
    }

    /// Returns the next job, or none after the last.
    pub(super) fn next_job(&mut self) -> Option<Job<'f>> {
        loop {
            if let Some((file, table)) = &mut self.table {
                let (file, next) = (*file, table.next_batch());
                let end = match &next {
                    Ok(Some(_)) => TableEnd::default(),
                    _ => TableEnd::of(table),
                };
                return Some(self.of_table(file, next, end));
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

    /// Returns the next rows of the open table, or its end.
    fn of_table(&mut self, file: &'f Named, next: Result<Option<Batch>>, end: TableEnd) -> Job<'f> {
        match next {
            Ok(Some(batch)) => self.without_done(file, batch),
            // The rows of the earlier run are missing.
            Ok(None) if self.rows_done > 0 => Job::Failed(other_rows(&file.path)),
            Err(error) if self.rows_done > 0 => Job::Failed(error.on_output()),
            ended => {
                self.table = None;
                Job::TableEnd(file, end, ended.err())
            }
        }
    }

    /// Drops the rows of an earlier run, whose faults it has reported too. The last of them must be the same as here.
    fn without_done(&mut self, file: &'f Named, mut batch: Batch) -> Job<'f> {
        if self.rows_done > 0 {
            batch.skip_through(self.rows_done);
            match batch.rows_read.cmp(&self.rows_done) {
                Ordering::Less => {}
                Ordering::Equal if batch.digest == self.digest_done => self.rows_done = 0,
                _ => return Job::Failed(other_rows(&file.path)),
            }
        }
        Job::Batch(file, batch)
    }

    /// Returns the job of an article; none for a table, which is opened.
    fn open(&mut self, number: usize, file: &'f Named) -> Result<Option<Job<'f>>> {
        let opened = self.opened.remove(&number);
        if opened.is_none() && self.args.input.of_name(&file.name) == Some(Kind::Article) {
            return Ok(Some(Job::Article(file, None)));
        }
        let input = match opened {
            Some(input) => input,
            None => Input::open(&file.path, &self.bytes)?,
        };
        if self.args.input.of_input(&file.name, &input, &self.params) == Kind::Article {
            return Ok(Some(Job::Article(file, Some(input))));
        }
        let name = file.path.display().to_string();
        self.table = Some((file, input.into_table(&name, &self.params, &self.pass)?));
        Ok(None)
    }
}
