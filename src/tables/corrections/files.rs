//! A table, its corrected copy and its journal on disk.
//!
//! Whatever happens, the output and the journal are each as before or complete. Both are written aside and synced to disk; then
//! the journal is renamed into place, then the table. An entry whose table was never written is harmless: tables are
//! identified by their hash, and repeating the correction does not add the entry again.

use std::io;
use std::path::{Path, PathBuf};

use super::journal::{Lines, content_hash};
use super::{Applied, ApplyParams, Journal, apply};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::tables::replacement::{Replacement, real_place};
use crate::tables::sheet::Sheet;

/// What a journal's name adds to its table's.
pub(crate) const JOURNAL: &str = ".journal";

/// The files that are read and written.
#[derive(Debug, Clone)]
pub struct CorrectionFiles {
    /// The table.
    pub table: PathBuf,
    /// `None` if the corrected table is not written to a file.
    pub output: Option<PathBuf>,
    /// The journal.
    pub journal: PathBuf,
}

impl CorrectionFiles {
    /// Corrects a table in its place. The journal, unless one is named, lies beside it.
    pub fn in_place(table: &Path, journal: Option<PathBuf>) -> CorrectionFiles {
        let journal = journal.unwrap_or_else(|| beside(table));
        CorrectionFiles { table: table.to_owned(), output: Some(table.to_owned()), journal }
    }

    /// Reads the table.
    ///
    /// # Errors
    /// [`ErrorKind::Io`]; [`ErrorKind::Usage`] if it is compressed.
    pub fn read_table(&self) -> Result<Vec<u8>> {
        let bytes = std::fs::read(&self.table).map_err(|error| Error::io(&self.table, &error))?;
        let is_packed = bytes.starts_with(&[0x1F, 0x8B]) || bytes.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]);
        if is_packed { Err(packed(&self.table.display().to_string())) } else { Ok(bytes) }
    }

    /// Works out what a sheet does to the table, without writing anything.
    ///
    /// # Errors
    /// Those of [`apply`] and [`Journal::read`]; [`ErrorKind::Usage`] if the sheet was applied to this table before.
    pub fn plan(&self, sheet: Sheet, sheet_bytes: &[u8], params: &ApplyParams) -> Result<Plan> {
        let (bytes, name) = (self.read_table()?, self.table.display().to_string());
        let was = read_or_empty(&self.journal)?;
        let journal = Journal::read(&was).map_err(|error| self.at_journal(error))?;
        if journal.has_applied(&content_hash(sheet_bytes), &content_hash(&bytes)) {
            let error = Error::new(ErrorKind::Usage, "this sheet has been applied to this table already");
            return Err(error
                .at(&sheet.name, None)
                .remedy(Message::from("nothing is left to do; ").name(Parameter::Undo).then(" takes it back")));
        }
        let applied = apply(&name, &bytes, &sheet, params)?;
        let lines = Lines::of_applied(&name, &bytes, &sheet, sheet_bytes, &applied);
        let journal = if sheet.decisions.is_empty() { None } else { lines.appended_to(&journal, &was) };
        Ok(Plan { sheet, applied, was, journal })
    }

    /// Replaces the journal, then the table.
    ///
    /// # Errors
    /// [`ErrorKind::Io`]; [`ErrorKind::Usage`] if another program has changed the journal since the plan was made.
    pub fn carry_out(&self, plan: &Plan) -> Result<()> {
        self.replace(&plan.was, plan.journal.as_deref(), &plan.applied.bytes)
    }

    /// Replaces the journal, then the table, unless the journal has changed since it was read. New files get the permissions of the
    /// table.
    pub(crate) fn replace(&self, was: &[u8], journal: Option<&[u8]>, table: &[u8]) -> Result<()> {
        let journal = self.prepare_journal(journal)?;
        let output = self.output.as_ref().map(|output| Replacement::prepare(output, table, &self.table)).transpose()?;
        self.commit_journal(was, journal)?;
        output.map_or(Ok(()), Replacement::commit)
    }

    /// Writes the new journal aside.
    pub(crate) fn prepare_journal(&self, journal: Option<&[u8]>) -> Result<Option<Replacement>> {
        journal.map(|bytes| Replacement::prepare(&self.journal, bytes, &self.table)).transpose()
    }

    /// Puts the new journal in its place.
    pub(crate) fn commit_journal(&self, was: &[u8], journal: Option<Replacement>) -> Result<()> {
        match journal {
            Some(_) if read_or_empty(&self.journal)? != was => {
                let error = Error::new(ErrorKind::Usage, "another run has changed this journal meanwhile");
                Err(self.at_journal(error).remedy("run again"))
            }
            journal => journal.map_or(Ok(()), Replacement::commit),
        }
    }

    pub(crate) fn at_journal(&self, error: Error) -> Error {
        error.at(self.journal.display().to_string(), None)
    }
}

/// What a sheet does to a table.
#[derive(Debug)]
pub struct Plan {
    /// The sheet.
    pub sheet: Sheet,
    /// The corrected table, and each change in it.
    pub applied: Applied,
    /// The journal that the plan was made with.
    was: Vec<u8>,
    /// The new journal; none if nothing is added.
    journal: Option<Vec<u8>>,
}

/// The journal beside a table, or beside the file that a link leads to.
pub(crate) fn beside(table: &Path) -> PathBuf {
    let table = if table.is_symlink() { real_place(table) } else { table.to_owned() };
    let mut name = table.into_os_string();
    name.push(JOURNAL);
    name.into()
}

pub(crate) fn packed(name: &str) -> Error {
    let error = Error::new(ErrorKind::Usage, "a compressed table cannot be corrected").at(name, None);
    error.remedy(Message::from("unpack it first, and name an output without that ending with ").name(Parameter::Output))
}

fn read_or_empty(path: &Path) -> Result<Vec<u8>> {
    match std::fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read.map_err(|error| Error::io(path, &error)),
    }
}
