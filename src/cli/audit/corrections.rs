//! Corrections of labels: a filled-in sheet → the corrected table, and back.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::args::AuditArgs;
use crate::cli::{files::is_of_test_set, notes::say, output::Output, reading::read_input, status::ExitStatus};
use crate::error::{Error, ErrorKind, Result};
use crate::learn::train::TrainParams;
use crate::tables::corrections::files::{CorrectionFiles, JOURNAL, Plan, beside, packed};
use crate::tables::corrections::journal::Lines;
use crate::tables::corrections::{ApplyParams, Journal, named, undo};
use crate::tables::replacement::real_place;
use crate::tables::sheet::read_sheet;
use crate::tables::table::unpacked_name;

/// Applies a sheet, or takes the last one back.
pub(super) fn run(args: &AuditArgs) -> Result<ExitStatus> {
    refuse_other_flags(args, "corrections")?;
    let files = files(args)?;
    match &args.apply {
        Some(sheet) => apply_sheet(args, &files, sheet)?,
        None => undo_last(args, &files)?,
    }
    Ok(ExitStatus::Done)
}

/// Refuses flags that a queue or a correction has no use for: neither trains anything.
pub(super) fn refuse_other_flags(args: &AuditArgs, what: &str) -> Result<()> {
    let corrects = args.queue.is_none();
    let flags = [
        (args.fit.params() != TrainParams::default(), "the flags of Model and Folds"),
        (args.top.is_some(), "--top"),
        (corrects && args.model.is_some(), "-m"),
        (corrects && args.prior.is_some(), "--prior"),
        (corrects && args.format.format.is_some(), "--format"),
    ];
    match flags.into_iter().find(|(is_given, _)| *is_given) {
        Some((_, flag)) => {
            let error = Error::new(ErrorKind::Usage, format!("{flag} cannot be used with {what}"));
            Err(error.remedy("leave it out"))
        }
        None => Ok(()),
    }
}

/// The files that are named: the output is `None` for standard output, which only an undo may use, since it has no journal.
fn files(args: &AuditArgs) -> Result<CorrectionFiles> {
    let usage = |what: &'static str, remedy: &'static str| Err(Error::new(ErrorKind::Usage, what).remedy(remedy));
    let [table] = args.files.as_slice() else {
        return usage("one table is corrected at a time", "name one");
    };
    if table.as_os_str() == "-" {
        return usage("a table on standard input has no place for a journal", "name a file");
    }
    let output = args.common.output.clone().filter(|path| path.as_os_str() != "-");
    if output.is_none() && !args.undo {
        let what = "the corrected table must be a file, because its journal lies beside it";
        return usage(what, "name one with -o; it may be the table itself");
    }
    if output.is_none() && io::stdout().is_terminal() {
        return usage("the table would be printed to the terminal", "name a file with -o; it may be the table itself");
    }
    if let Some(path) = &output {
        refuse_output(path)?;
    }
    // The journal lies beside the corrected table, which is the one that is undone.
    let corrected = output.as_ref().filter(|_| !args.undo).unwrap_or(table);
    let journal = args.journal.clone().unwrap_or_else(|| beside(corrected));
    if journal.as_os_str() == "-" {
        return usage("a journal must be a file", "name one with --journal");
    }
    let files = CorrectionFiles { table: table.clone(), output, journal };
    let place = real_place(&files.journal);
    let others = [Some(&files.table), files.output.as_ref(), args.apply.as_ref()];
    if others.into_iter().flatten().any(|path| real_place(path) == place) {
        return usage("the journal would replace the table or the sheet", "name another file with --journal");
    }
    let replaces = |sheet: &PathBuf| files.output.as_ref().is_some_and(|path| real_place(sheet) == real_place(path));
    if args.apply.as_ref().is_some_and(replaces) {
        return usage("the output would replace the sheet", "name another file with -o");
    }
    Ok(files)
}

/// The name of the output in messages.
fn output_name(files: &CorrectionFiles) -> String {
    files.output.as_ref().map_or_else(|| "standard output".to_owned(), |path| path.display().to_string())
}

/// Refuses an output that would be read as something else, or that would replace a journal.
fn refuse_output(path: &Path) -> Result<()> {
    let name = path.display().to_string();
    if unpacked_name(&name) != name {
        return Err(packed(&name));
    }
    let is_journal =
        || std::fs::read(path).is_ok_and(|bytes| Journal::read(&bytes).is_ok_and(|of| !of.entries.is_empty()));
    if name.ends_with(JOURNAL) || is_journal() {
        let error = Error::new(ErrorKind::Usage, "the corrected table would replace a journal");
        return Err(error.at(name, None).remedy("name another file with -o"));
    }
    Ok(())
}

fn apply_sheet(args: &AuditArgs, files: &CorrectionFiles, sheet: &Path) -> Result<()> {
    let bytes = read_input(sheet)?;
    let (name, table) = (sheet.display().to_string(), files.table.display().to_string());
    // A compressed table is refused before its sheet is looked at.
    files.read_table()?;
    let mut sheet = read_sheet(&name, &bytes, &table, &args.columns.label_map())?;
    for decision in &mut sheet.decisions {
        let remarks = &mut decision.remarks;
        remarks.by = remarks.by.take().or_else(|| args.by.clone());
        remarks.when = remarks.when.take().or_else(|| args.when.clone());
    }
    let plan = files.plan(sheet, &bytes, &apply_params(args, files))?;
    files.carry_out(&plan)?;
    if !args.common.quiet {
        tell(&plan, files);
    }
    Ok(())
}

/// How the table is read, and what may be changed in it.
pub(super) fn apply_params(args: &AuditArgs, files: &CorrectionFiles) -> ApplyParams {
    let is_of_test_set =
        [Some(&files.table), files.output.as_ref()].into_iter().flatten().any(|path| is_of_test_set(path));
    ApplyParams {
        table: args.table_params(true),
        split_column: args.split_column.clone(),
        is_test_table: is_of_test_set,
        with_test_rows: args.with_test_rows,
    }
}

fn undo_last(args: &AuditArgs, files: &CorrectionFiles) -> Result<()> {
    let (bytes, name) = (files.read_table()?, files.table.display().to_string());
    let old = std::fs::read(&files.journal)
        .map_err(|error| Error::io(&files.journal, &error).remedy("name the journal of the table with --journal"))?;
    let journal = Journal::read(&old).map_err(|error| files.at_journal(error))?;
    let undone = undo(&bytes, &journal).map_err(|error| files.at_journal(error))?;
    let new = Lines::of_undone(&name, &bytes, &undone).appended_to(&journal, &old);
    if files.output.is_some() {
        files.replace(&old, new.as_deref(), &undone.bytes)?;
    } else {
        let journal = files.prepare_journal(new.as_deref())?;
        let mut stdout = Output::open(None, &[])?;
        stdout.write(|out| out.write_all(&undone.bytes))?;
        stdout.finish()?;
        // Recorded only once the table is out.
        files.commit_journal(&old, journal)?;
    }
    if !args.common.quiet {
        let tally = undone.entry.tally;
        let what = match tally.labelled {
            0 => format!("{}, {}", count(tally.flipped, "flip"), count(tally.dropped, "drop")),
            labelled if tally.dropped > 0 => format!("{}, {}", count(labelled, "label"), count(tally.dropped, "drop")),
            labelled => count(labelled, "label"),
        };
        say(
            "note",
            &format!("{}: taken back: {what}; {} has the table as it was", files.journal.display(), output_name(files)),
        );
    }
    Ok(())
}

fn tell(plan: &Plan, files: &CorrectionFiles) {
    let Plan { sheet, applied, .. } = plan;
    let tally = applied.tally();
    let note = |text: String| say("note", &format!("{}: {text}", sheet.name));
    let filled_in = if sheet.is_queue { "label" } else { "verdict" };
    let journal = files.journal.display();
    if tally.sum() == 0 {
        note(format!("no {filled_in} is filled in; {} has the bytes of the table", output_name(files)));
    } else if sheet.is_queue && tally.labelled == tally.sum() {
        note(format!("{}; the journal is {journal}", count(tally.labelled, "label filled in")));
    } else if sheet.is_queue {
        let done = format!("{}, {}", count(tally.labelled, "label filled in"), count(tally.dropped, "row dropped"));
        note(format!("{done}; {} unsure; the journal is {journal}", tally.unsure));
    } else {
        let done = format!("{}, {}", count(tally.flipped, "label flipped"), count(tally.dropped, "row dropped"));
        note(format!("{done}; {} kept, {} unsure; the journal is {journal}", tally.kept, tally.unsure));
    }
    if sheet.undecided > 0 {
        note(format!("{} without a {filled_in}", count(sheet.undecided, "line")));
    }
    if sheet.elsewhere > 0 {
        note(format!("{} of other tables", count(sheet.elsewhere, "line")));
    }
    if let Some(name) = &sheet.other_name {
        note(format!("it was made of {name}, and applied to {}", files.table.display()));
    }
    if !applied.test_rows.is_empty() {
        note(format!("{} of a test set changed", count(applied.test_rows.len(), "row")));
    }
    if applied.contradicted > 0 {
        let is = if applied.contradicted == 1 { "is" } else { "are" };
        let rows = count(applied.contradicted, "row that changed");
        note(format!("{rows} {is} repeated under the other label: {}", named(&applied.contradicting)));
    }
}

/// A number with words whose first is a noun: "2 labels flipped".
fn count(number: usize, words: &str) -> String {
    let (noun, rest) = words.split_once(' ').unwrap_or((words, ""));
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural} {rest}").trim_end().to_owned()
}
