//! Labelled tables → labels that are probably wrong.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{args::AuditArgs, opened::Opened};
use crate::cli::notes::{note_lint, notes_on_folds, say, warn_of_split_articles};
use crate::cli::output::Output;
use crate::cli::reading_notes::note_reading;
use crate::cli::{args::format::AuditFormat, files::is_of_test_set, flags::told, status::ExitStatus};
use crate::error::{Error, ErrorKind, Parameter, Result};
use crate::label::Label;
use crate::learn::audit::{AGREEMENT_RESAMPLES, AuditParams, LabelAudit, audit};
use crate::learn::measure::agreement::agreement;
use crate::report;
use crate::report::audit::label_issues;
use crate::tables::corrections::settled::settled;
use crate::tables::replacement::real_place;
use crate::tables::rows::{RowFacts, RowRef, SPLIT, Table, are_test_rows};
use crate::tables::sheet::exchange::{label_studio, prodigy};
use crate::tables::table::{Extra, ExtraColumn, read_table_with_extras};
use crate::words::figures::count;

/// How many label issues are shown by default.
const TOP: u32 = 20;
/// How many values of a split column are shown.
const SHOWN_SPLITS: usize = 5;
/// The usual name of the column of annotators.
const ANNOTATOR: &str = "annotator";

/// Audits the labels of all tables together.
pub(super) fn run(args: &AuditArgs, files: Vec<Opened>) -> Result<ExitStatus> {
    refuse_model(args)?;
    args.common.set_threads()?;
    args.refuse_filled("verdict")?;
    // Opened first: an unwritable place should not cost an audit.
    let mut output = Output::open(args.common.output.as_deref(), &args.inputs())?;
    let params = AuditParams { training: args.fit.params(), inherited_labels: args.inherited_labels };
    let mut facts = RowFacts::default();
    let mut tables = Vec::new();
    for file in files {
        tables.push(read(args, file, tables.len(), true, &mut facts)?);
    }
    let found = match audit(&tables, &facts, &params) {
        Err(error) => return agreement_only(args, output, &tables, &facts, error),
        Ok(found) => found,
    };
    if !args.common.quiet {
        note(args, &found, &tables);
    }
    let width = output.style(&args.common).width;
    output.write(|out| match args.format() {
        AuditFormat::Text => {
            out.write_all(label_issues::text(&found, &tables, args.top.unwrap_or(TOP) as usize, width).as_bytes())
        }
        AuditFormat::Jsonl => out.write_all(label_issues::jsonl(&found, &tables).as_bytes()),
        AuditFormat::Csv => out.write_all(&label_issues::csv(&found, &tables)),
        AuditFormat::Html => out.write_all(label_issues::html(&found, &tables).as_bytes()),
        AuditFormat::LabelStudio => out.write_all(&label_studio(&label_issues::tasks(&found, &tables))),
        AuditFormat::Prodigy => out.write_all(&prodigy(&label_issues::tasks(&found, &tables))),
    })?;
    output.finish()?;
    let is_over = args.fail_over.is_some_and(|most| found.issues.len() > most as usize);
    Ok(if is_over { ExitStatus::Findings } else { ExitStatus::Done })
}

/// Audits one table for its sheet of label issues.
#[cfg(feature = "serve")]
pub(super) fn sheet(args: &AuditArgs, table: &Table, facts: &RowFacts) -> Result<(Vec<u8>, usize)> {
    let params = AuditParams { training: args.fit.params(), inherited_labels: args.inherited_labels };
    let tables = std::slice::from_ref(table);
    let found = audit(tables, facts, &params)?;
    if !args.common.quiet {
        note(args, &found, tables);
    }
    Ok((label_issues::csv(&found, tables), found.issues.len()))
}

/// Refuses a model and a prior: the folds' own models judge the labels.
fn refuse_model(args: &AuditArgs) -> Result<()> {
    let what = if args.model.is_some() {
        "labels are judged by models that were not trained on the row's group"
    } else if args.prior.is_some() {
        "labels are judged by models of the table's own share of opinion"
    } else {
        return Ok(());
    };
    let flag = if args.model.is_some() { "-m" } else { "--prior" };
    let remedy = format!("leave out {flag}, or give --evidence to see what the model makes of each row");
    Err(Error::new(ErrorKind::Usage, what).remedy(remedy))
}

/// Reads the table of this number, and adds what is known of its rows to `facts`.
pub(super) fn read(
    args: &AuditArgs,
    file: Opened,
    number: usize,
    labels_required: bool,
    facts: &mut RowFacts,
) -> Result<Table> {
    let path = file.file.path.clone();
    let (name, whole) = (path.display().to_string(), file.read()?);
    let params = args.table_params(labels_required);
    let columns = [
        ExtraColumn { name: &args.split_column, usual: SPLIT, parameter: Parameter::SplitColumn },
        ExtraColumn { name: &args.annotator_column, usual: ANNOTATOR, parameter: Parameter::AnnotatorColumn },
    ];
    let read = read_table_with_extras(&name, &whole.bytes, &params, columns);
    let read = read.map_err(|error| whole.explain(&name, &params, with_other_uses(error)));
    let (mut table, [splits, annotators]) = read?;
    table.notes.extend(whole.note());
    let is_test = are_test_rows(is_of_test_set(&path), splits.values.iter().map(Option::as_deref));
    let rows = is_test.iter().enumerate().filter(|(_, is_test)| **is_test);
    facts.test_rows.extend(rows.map(|(row, _)| RowRef { table: number, row }));
    if !args.common.quiet {
        note_reading(std::slice::from_ref(&table));
    }
    if !args.common.quiet && !is_test.contains(&true) {
        note_splits(&name, &splits);
    }
    facts.annotators.push(annotators.values);
    facts.settled.extend(settled_before(args, &path)?);
    Ok(table)
}

/// Says that no row is protected although there is a split column.
fn note_splits(name: &str, column: &Extra) {
    let values: BTreeSet<&str> = column.values.iter().flatten().map(String::as_str).collect();
    if values.is_empty() {
        return;
    }
    let shown: Vec<&str> = values.iter().copied().take(SHOWN_SPLITS).collect();
    let more = if values.len() > SHOWN_SPLITS { ", …" } else { "" };
    let what = format!("{name}: no row is of a test set, since the column \"{}\" never says test but", column.name);
    say("note", &format!("{what}: {}{more}", shown.join(", ")));
}

/// The labels settled by the journal given, or by the one beside the table.
fn settled_before(args: &AuditArgs, table: &Path) -> Result<BTreeSet<(String, Label)>> {
    let beside = |path: &Path| {
        let mut name = path.to_owned().into_os_string();
        name.push(".journal");
        Some(PathBuf::from(name)).filter(|path| path.is_file())
    };
    let found = args.journal.clone().or_else(|| beside(table)).or_else(|| beside(&real_place(table)));
    let Some(path) = found.filter(|_| !args.all) else { return Ok(BTreeSet::new()) };
    let bytes = std::fs::read(&path).map_err(|error| Error::io(&path, &error))?;
    settled(&bytes).map_err(|error| error.at(path.display().to_string(), None))
}

/// Reports only how far annotators agree, for tables from which nothing can be learnt.
fn agreement_only(
    args: &AuditArgs,
    mut output: Output,
    tables: &[Table],
    facts: &RowFacts,
    error: Error,
) -> Result<ExitStatus> {
    let is_report = matches!(args.format(), AuditFormat::Text | AuditFormat::Jsonl | AuditFormat::Html);
    let is_told = error.kind() == ErrorKind::Training && is_report && args.fail_over.is_none();
    let found =
        agreement(tables, &facts.annotators, AGREEMENT_RESAMPLES).filter(|_| is_told).ok_or_else(|| error.clone())?;
    say("warning", &format!("the labels are not judged: {}", told(&error)));
    let width = output.style(&args.common).width;
    output.write(|out| {
        let text = match args.format() {
            AuditFormat::Html => report::audit::agreement::html(&found),
            AuditFormat::Jsonl => report::audit::agreement::jsonl(&found),
            _ => report::audit::agreement::text(&found, width),
        };
        out.write_all(text.as_bytes())
    })?;
    output.finish()?;
    Ok(ExitStatus::Done)
}

/// Adds what a table without labels may have been meant for.
fn with_other_uses(error: Error) -> Error {
    if error.kind() == ErrorKind::Column && error.parameter() == Some(Parameter::LabelColumn) {
        return error.remedy(
            "name the right one with --label-column; without labels, --evidence explains each row and --queue says \
             which to label next",
        );
    }
    error
}

/// Notes what to know about the rows before trusting the issues.
fn note(args: &AuditArgs, found: &LabelAudit, tables: &[Table]) {
    note_lint(tables, &found.lint);
    notes_on_folds(tables, &found.folding).iter().for_each(|text| say("note", text));
    warn_of_split_articles(&found.folding);
    if !found.issues.is_empty() && args.format() == AuditFormat::Text && !args.serve.serve {
        say("note", "-o issues.csv writes the label issues as a sheet to fill in, which --apply applies to the table");
    }
    if found.unlabelled > 0 {
        let rows = count(found.unlabelled, "row");
        say("note", &format!("{rows} without a label, left out; --queue chooses among them"));
    }
    if !found.inherited_labels && found.looks_inherited() {
        say(
            "note",
            "labels look as if they were given to whole articles; --inherited-labels leaves neighbours' labels out",
        );
    }
    if found.settled > 0 {
        let issues = count(found.settled, "label issue");
        say("note", &format!("{issues} kept before, left out; --all shows them"));
    }
    if found.is_apart {
        let group = found.folding.group.as_str();
        say(
            "note",
            &format!("folds are by {group}, since no source has both labels; --group source makes them by source"),
        );
    }
}
