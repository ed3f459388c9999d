//! Corrections of labels: a sheet that was filled in → the corrected table, and back.
//!
//! Whatever happens, the output is as it was or whole, and so is the journal. Both are written aside and brought to the disk;
//! then the journal is put in its place, and then the table. An entry whose table did not come to be harms nothing: tables are
//! known by their hash, and the same command again does not write it twice.

use std::io;
use std::path::{Path, PathBuf};

use super::AuditArgs;
use crate::cli::input::is_packed;
use crate::cli::output::{Output, Replacement, real_place};
use crate::cli::{ExitStatus, read_input, say};
use crate::corpus::unpacked_name;
use crate::corrections::journal::Lines;
use crate::corrections::{Applied, ApplyParams, Journal, Sheet, apply, read_sheet, undo};
use crate::error::{Error, ErrorKind, Result};

/// Applies a sheet, or takes the last one back.
pub(super) fn run(args: &AuditArgs) -> Result<ExitStatus> {
    let files = Files::of(args)?;
    match &args.apply {
        Some(sheet) => apply_sheet(args, &files, sheet)?,
        None => undo_last(args, &files)?,
    }
    Ok(ExitStatus::Done)
}

/// What is read and written.
struct Files {
    table: PathBuf,
    /// Standard output is only for what is taken back: it has no journal.
    output: Option<PathBuf>,
    journal: PathBuf,
}

impl Files {
    fn of(args: &AuditArgs) -> Result<Files> {
        let usage = |what: &str, remedy: &str| Err(Error::new(ErrorKind::Usage, what).remedy(remedy));
        let [table] = args.files.as_slice() else {
            return usage("one table is corrected at a time", "name one");
        };
        let output = args.common.output.clone().filter(|path| path.as_os_str() != "-");
        if table.as_os_str() == "-" || (output.is_none() && !args.undo) {
            return usage("a table is corrected from file to file, beside which its journal is", "name the files");
        }
        let name = output.as_ref().map_or_else(String::new, |path| path.display().to_string());
        if unpacked_name(&name) != name {
            return Err(packed(&name));
        }
        // A journal lies beside the table that it is of: behind the corrected one, which is the one that is undone.
        let mut beside = output.as_ref().filter(|_| !args.undo).unwrap_or(table).clone().into_os_string();
        beside.push(".journal");
        let journal = args.journal.clone().unwrap_or_else(|| beside.into());
        let files = Files { table: table.clone(), output, journal };
        let place = real_place(&files.journal);
        let others = [Some(&files.table), files.output.as_ref(), args.apply.as_ref()];
        if others.into_iter().flatten().any(|path| real_place(path) == place) {
            return usage("the journal would replace the table or the sheet", "name another file with --journal");
        }
        let replaces =
            |sheet: &PathBuf| files.output.as_ref().is_some_and(|path| real_place(sheet) == real_place(path));
        if args.apply.as_ref().is_some_and(replaces) {
            return usage("the output would replace the sheet", "name another file with -o");
        }
        Ok(files)
    }

    /// The bytes of the table, which must be those that are read.
    fn read_table(&self) -> Result<Vec<u8>> {
        let bytes = std::fs::read(&self.table).map_err(|error| Error::io(&self.table, &error))?;
        if is_packed(&bytes) { Err(packed(&self.table.display().to_string())) } else { Ok(bytes) }
    }

    fn at_journal(&self, error: Error) -> Error {
        error.at(self.journal.display().to_string(), None)
    }

    /// Puts the journal in its place, and then the table.
    fn replace(&self, journal: Option<&[u8]>, table: &[u8]) -> Result<()> {
        let journal = journal.map(|bytes| Replacement::prepare(&self.journal, bytes)).transpose()?;
        let Some(output) = &self.output else {
            let mut stdout = Output::open(None, &[])?;
            stdout.write(|out| out.write_all(table))?;
            stdout.finish()?;
            // Told only when it is out.
            return journal.map_or(Ok(()), Replacement::commit);
        };
        let table = Replacement::prepare(output, table)?;
        journal.map_or(Ok(()), Replacement::commit)?;
        table.commit()
    }

    /// What messages call the output.
    fn output_name(&self) -> String {
        self.output.as_ref().map_or_else(|| "standard output".to_owned(), |path| path.display().to_string())
    }
}

fn packed(name: &str) -> Error {
    let error = Error::new(ErrorKind::Usage, "a compressed table is not corrected byte by byte").at(name, None);
    error.remedy("unpack it first, and name a file without that ending with -o")
}

fn apply_sheet(args: &AuditArgs, files: &Files, sheet: &Path) -> Result<()> {
    let (bytes, name) = (files.read_table()?, files.table.display().to_string());
    let sheet_bytes = read_input(sheet)?;
    let mut sheet = read_sheet(&sheet.display().to_string(), &sheet_bytes, &name)?;
    for decision in &mut sheet.decisions {
        let remarks = &mut decision.remarks;
        remarks.by = remarks.by.take().or_else(|| args.by.clone());
        remarks.when = remarks.when.take().or_else(|| args.when.clone());
    }
    let params = ApplyParams {
        table: args.table_params(true),
        split_column: args.split_column.clone(),
        with_test_rows: args.with_test_rows,
    };
    let applied = apply(&name, &bytes, &sheet, &params)?;
    let old = read_or_empty(&files.journal)?;
    let journal = Journal::read(&old).map_err(|error| files.at_journal(error))?;
    let lines = Lines::of_applied(&name, &bytes, &sheet, &sheet_bytes, &applied);
    let new = if sheet.decisions.is_empty() { None } else { lines.appended_to(&journal, &old) };
    files.replace(new.as_deref(), &applied.bytes)?;
    if !args.common.quiet {
        tell(&sheet, &applied, files);
    }
    Ok(())
}

fn undo_last(args: &AuditArgs, files: &Files) -> Result<()> {
    let (bytes, name) = (files.read_table()?, files.table.display().to_string());
    let old = std::fs::read(&files.journal)
        .map_err(|error| Error::io(&files.journal, &error).remedy("name the journal of the table with --journal"))?;
    let journal = Journal::read(&old).map_err(|error| files.at_journal(error))?;
    let undone = undo(&bytes, &journal).map_err(|error| files.at_journal(error))?;
    let new = Lines::of_undone(&name, &bytes, &undone).appended_to(&journal, &old);
    files.replace(new.as_deref(), &undone.bytes)?;
    if !args.common.quiet {
        let tally = undone.entry.tally;
        let what = format!("taken back: {}, {}", count(tally.flipped, "flip"), count(tally.dropped, "drop"));
        say("note", &format!("{}: {what}; {} is as it was", files.journal.display(), files.output_name()));
    }
    Ok(())
}

fn read_or_empty(path: &Path) -> Result<Vec<u8>> {
    match std::fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read.map_err(|error| Error::io(path, &error)),
    }
}

fn tell(sheet: &Sheet, applied: &Applied, files: &Files) {
    let tally = applied.tally();
    let note = |text: String| say("note", &format!("{}: {text}", sheet.name));
    if tally.sum() == 0 {
        note(format!("no verdict is filled in; {} has the bytes of the table", files.output_name()));
    } else {
        let done = format!("{}, {}", count(tally.flipped, "label flipped"), count(tally.dropped, "row dropped"));
        let journal = files.journal.display();
        note(format!("{done}; {} kept, {} unsure; the journal is {journal}", tally.kept, tally.unsure));
    }
    if sheet.undecided > 0 {
        note(format!("{} without a verdict", count(sheet.undecided, "line")));
    }
    if sheet.elsewhere > 0 {
        note(format!("{} of other tables", count(sheet.elsewhere, "line")));
    }
    if !applied.test_rows.is_empty() {
        note(format!("{} of a test set changed", count(applied.test_rows.len(), "row")));
    }
}

/// A number and the noun that begins the words.
fn count(number: usize, words: &str) -> String {
    let (noun, rest) = words.split_once(' ').unwrap_or((words, ""));
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural} {rest}").trim_end().to_owned()
}
