//! Labelled tables → the labels that are probably wrong.

use std::collections::BTreeSet;

use super::{AuditArgs, Opened};
use crate::audit::{AuditParams, LabelAudit, audit};
use crate::cli::evaluate::warn_of_split_articles;
use crate::cli::output::Output;
use crate::cli::train::{note_lint, notes_on_folds};
use crate::cli::{ExitStatus, ReportFormat, say, set_threads};
use crate::corpus::{RowRef, Table, is_test_name, is_test_split, read_table_with};
use crate::error::{Error, ErrorKind, Result};
use crate::report::label_issues;

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
    let (mut tables, mut test_rows) = (Vec::new(), BTreeSet::new());
    for file in files {
        let (table, is_test) = read(args, file)?;
        let number = tables.len();
        let rows = is_test.into_iter().enumerate().filter(|(_, is_test)| *is_test);
        test_rows.extend(rows.map(|(row, _)| RowRef { table: number, row }));
        tables.push(table);
    }
    let params = AuditParams { training: args.fit.params(), inherited_labels: args.inherited_labels, test_rows };
    let found = audit(&tables, &params)?;
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

/// A labelled table, and which of its rows are of a test set.
fn read(args: &AuditArgs, file: Opened) -> Result<(Table, Vec<bool>)> {
    let name = file.file.path.display().to_string();
    let columns = [args.split_column.as_str()];
    let read = read_table_with(&name, &file.read()?, &args.table_params(true), &columns);
    let (table, splits) = read.map_err(|error| with_other_uses(args, error))?;
    let is_test = is_test_name(&name);
    let of_row = |values: &Vec<Option<String>>| is_test || is_test_split(values[0].as_deref());
    let rows = splits.iter().map(of_row).collect();
    Ok((table, rows))
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
