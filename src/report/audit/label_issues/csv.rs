//! The sheet: a table that a person fills in with any spreadsheet, and gives back with `--apply`.

use std::io::{self, Write};

use super::reason::reason;
use super::{at, table_name};
use crate::learn::audit::LabelAudit;
use crate::tables::rows::{Table, text_hash};
use crate::tables::sheet::unformula;

/// The sheet's columns. The last four are for the person.
const COLUMNS: [&str; 17] = [
    "table",
    "row",
    "line",
    "id",
    "source",
    "article",
    "test",
    "given",
    "suggested",
    "score",
    "reason",
    "text",
    "text_hash",
    "verdict",
    "note",
    "by",
    "when",
];

/// Writes one line for each label issue, ranked. Rows and lines are counted from 1; `test` stands beside
/// rows of a test set, which are not corrected unless that is asked for. A cell of text that a spreadsheet would take for a
/// formula gets an apostrophe before it: what stands in a table must not run.
///
/// # Errors
/// Those of `out`.
pub fn csv(audit: &LabelAudit, tables: &[Table], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for issue in &audit.issues {
        let row = at(tables, issue.place).1;
        let cells = [
            cell(table_name(tables, issue.place.table)),
            (issue.place.row + 1).to_string(),
            row.line.to_string(),
            cell(row.id.as_deref().unwrap_or_default()),
            cell(row.source.as_deref().unwrap_or_default()),
            cell(row.article.as_deref().unwrap_or_default()),
            (if issue.is_test { "test" } else { "" }).to_owned(),
            issue.given.to_string(),
            issue.suggested().to_string(),
            format!("{:.4}", issue.score),
            reason(audit, tables, issue),
            cell(&row.text),
            text_hash(&row.text),
        ];
        writer.write_record(cells.iter().map(String::as_str).chain([""; 4]))?;
    }
    writer.flush()
}

fn cell(text: &str) -> String {
    unformula(text).into_owned()
}
