//! The sheet: a table that a person fills in with any spreadsheet, and gives back with `--apply`.

use super::reason::reason;
use super::sentences::{at, table_name};
use crate::learn::audit::{LabelAudit, LabelIssue};
use crate::tables::rows::{Table, text_hash};
use crate::tables::sheet::{exchange::Task, issues_sheet};

/// A line for each label issue, ranked. Rows and lines are counted from 1; `test` marks rows of a test set, which are not
/// corrected unless that is asked for.
pub fn csv(audit: &LabelAudit, tables: &[Table]) -> Vec<u8> {
    issues_sheet(audit.issues.iter().map(|issue| {
        let row = at(tables, issue.place).1;
        let cell = |text: Option<&str>| text.unwrap_or_default().to_owned();
        [
            table_name(tables, issue.place.table).to_owned(),
            (issue.place.row + 1).to_string(),
            row.line.to_string(),
            cell(row.id.as_deref()),
            cell(row.source.as_deref()),
            cell(row.article.as_deref()),
            cell(issue.is_test.then_some("test")),
            issue.given.to_string(),
            issue.suggested().to_string(),
            format!("{:.4}", issue.score),
            reason(audit, tables, issue),
            row.text.clone(),
            text_hash(&row.text),
        ]
    }))
}

/// The label issues as tasks of annotation tools, ranked.
pub fn tasks(audit: &LabelAudit, tables: &[Table]) -> Vec<Task> {
    let task = |issue: &LabelIssue| {
        let row = at(tables, issue.place).1;
        Task {
            table: table_name(tables, issue.place.table).to_owned(),
            row: issue.place.row + 1,
            id: row.id.clone(),
            source: row.source.clone(),
            article: row.article.clone(),
            given: Some(issue.given),
            suggested: issue.suggested(),
            score: issue.score,
            reason: reason(audit, tables, issue),
            text: row.text.clone(),
            text_hash: text_hash(&row.text),
        }
    };
    audit.issues.iter().map(task).collect()
}
