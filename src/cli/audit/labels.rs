//! Labelled tables → the labels that are probably wrong.

use super::{AuditArgs, Opened};
use crate::audit::{AGREEMENT_RESAMPLES, AuditParams, LabelAudit, audit};
use crate::cli::evaluate::warn_of_split_articles;
use crate::cli::output::Output;
use crate::cli::train::{note_lint, notes_on_folds};
use crate::cli::{ExitStatus, ReportFormat, say, set_threads};
use crate::corpus::{RowRef, Table, is_test_name, is_test_split, read_table_with};
use crate::error::{Error, ErrorKind, Result};
use crate::evaluate::agreement::agreement;
use crate::report::{self, label_issues};

/// So many label issues are shown to a person, where nothing else is said.
const TOP: u32 = 20;

/// Audits the labels of all tables together.
pub(super) fn run(args: &AuditArgs, files: Vec<Opened>) -> Result<ExitStatus> {
    if args.model.is_some() {
        return Err(Error::new(
            ErrorKind::Usage,
            "labels are judged by models that were not trained on the row's group",
        )
        .remedy("leave out -m, or give --evidence to see what the model makes of each row"));
    }
    set_threads(args.common.threads)?;
    // Opened before the work: a place that cannot be written should not cost an audit.
    let mut output = Output::open(args.common.output.as_deref(), &args.inputs())?;
    let mut params =
        AuditParams { training: args.fit.params(), inherited_labels: args.inherited_labels, ..AuditParams::default() };
    let mut tables = Vec::new();
    for file in files {
        tables.push(read(args, file, tables.len(), &mut params)?);
    }
    let found = match audit(&tables, &params) {
        Err(error) => return agreement_only(args, output, &tables, &params, error),
        Ok(found) => found,
    };
    if !args.common.quiet {
        note(&found, &tables);
    }
    output.write(|out| match args.format() {
        ReportFormat::Text => {
            out.write_all(label_issues::text(&found, &tables, args.top.unwrap_or(TOP) as usize).as_bytes())
        }
        ReportFormat::Jsonl => out.write_all(label_issues::jsonl(&found, &tables).as_bytes()),
        ReportFormat::Csv => label_issues::csv(&found, &tables, out),
        ReportFormat::Html => out.write_all(label_issues::html(&found, &tables).as_bytes()),
    })?;
    output.finish()?;
    let is_over = args.fail_over.is_some_and(|most| found.issues.len() > most as usize);
    Ok(if is_over { ExitStatus::Findings } else { ExitStatus::Done })
}

/// The labelled table of this number. Which of its rows are of a test set, and who labelled them, goes into `params`.
fn read(args: &AuditArgs, file: Opened, number: usize, params: &mut AuditParams) -> Result<Table> {
    let name = file.file.path.display().to_string();
    let columns = [args.split_column.as_str(), args.annotator_column.as_str()];
    let read = read_table_with(&name, &file.read()?, &args.table_params(true), &columns);
    let (table, others) = read.map_err(|error| with_other_uses(args, error))?;
    let is_test = is_test_name(&name);
    let mut annotators = Vec::with_capacity(others.len());
    for (row, mut values) in others.into_iter().enumerate() {
        annotators.extend(values.pop());
        if is_test || values.iter().any(|split| split.as_deref().is_some_and(is_test_split)) {
            params.test_rows.insert(RowRef { table: number, row });
        }
    }
    params.annotators.push(annotators);
    Ok(table)
}

/// What can be said of tables that nothing can be learnt from: how far their annotators agree.
fn agreement_only(
    args: &AuditArgs,
    mut output: Output,
    tables: &[Table],
    params: &AuditParams,
    error: Error,
) -> Result<ExitStatus> {
    let is_told = error.kind() == ErrorKind::Training && args.format() != ReportFormat::Csv && args.fail_over.is_none();
    let found =
        agreement(tables, &params.annotators, AGREEMENT_RESAMPLES).filter(|_| is_told).ok_or_else(|| error.clone())?;
    say("warning", &format!("the labels are not judged: {error}"));
    output.write(|out| {
        let text = match args.format() {
            ReportFormat::Html => report::agreement::page(&found),
            ReportFormat::Jsonl => report::agreement::jsonl(&found),
            _ => report::agreement::text(&found),
        };
        out.write_all(text.as_bytes())
    })?;
    output.finish()?;
    Ok(ExitStatus::Done)
}

/// A table without labels may have been meant for something else.
fn with_other_uses(args: &AuditArgs, error: Error) -> Error {
    let missing = format!("there is no column \"{}\"", args.columns.label_column);
    if error.kind() == ErrorKind::Table && error.to_string().contains(&missing) {
        return error.remedy(
            "name the right one with --label-column; without labels, --evidence says what speaks for each row and --queue \
             which to label next",
        );
    }
    error
}

/// What the user should know of the rows before believing the issues.
fn note(found: &LabelAudit, tables: &[Table]) {
    note_lint(tables, &found.lint);
    notes_on_folds(tables, found.group, found.pooled_folds).iter().for_each(|text| say("note", text));
    warn_of_split_articles(&found.passed_over);
}
