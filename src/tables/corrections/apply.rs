//! A table and the verdicts on its rows → the corrected table.

use super::check::{check, repeated_otherwise};
use super::write::write;
use super::{Applied, Decision, Verdict};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::tables::rows::{Row, SPLIT, Table, are_test_rows, is_test_name};
use crate::tables::sheet::Sheet;
use crate::tables::table::{
    ExtraColumn, RowBytes, TableParams, Unlabelled, locate_rows, read_table, read_table_with_extras,
};

/// How to read the table, and what may be changed in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplyParams {
    /// How to read the table. Its column of labels is required.
    pub table: TableParams,
    /// The column that marks test rows, if present. Any name but [`SPLIT`] must be there.
    pub split_column: String,
    /// Whether all rows are test rows, as they also are if the table's name says so.
    pub is_test_table: bool,
    /// Whether test rows may be changed.
    pub with_test_rows: bool,
}

impl Default for ApplyParams {
    fn default() -> Self {
        let table = TableParams { unlabelled: Unlabelled::Keep, ..TableParams::default() };
        Self { table, split_column: SPLIT.to_owned(), is_test_table: false, with_test_rows: false }
    }
}

/// Applies the verdicts of a sheet to the bytes of a table (CSV, TSV or JSON lines, in UTF-8 or Windows-1252).
///
/// A label gets the table's most frequent spelling of it (the first of several), quoted like the one it replaces. If no row has
/// it, its spelling is that of the label map, or `news` or `opinion` in the case of the one it replaces.
///
/// # Errors
/// Those of [`read_table`] and [`locate_rows`]; [`ErrorKind::Column`] for a split column of an unusual name that is not there; [`ErrorKind::Table`] at the line of the sheet for a missing row, or a text or label
/// that has changed since; [`ErrorKind::Usage`] for test rows that may not be changed, and if no row would be left.
///
/// ```
/// use oped::tables::rows::text_hash;
/// use oped::tables::corrections::{ApplyParams, apply};
/// use oped::tables::sheet::read_sheet;
/// let table = b"text,label\r\n\"We must\nact.\",\"News\"\r\nNo!,Opinion\r\n";
/// let sheet = format!("row,text_hash,given,verdict\n1,{},news,flip\n", text_hash("We must\nact."));
/// let sheet = read_sheet("sheet.csv", sheet.as_bytes(), "t.csv", &[])?;
/// let applied = apply("t.csv", table, &sheet, &ApplyParams::default())?;
/// assert_eq!(applied.bytes, b"text,label\r\n\"We must\nact.\",\"Opinion\"\r\nNo!,Opinion\r\n");
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn apply(name: &str, bytes: &[u8], sheet: &Sheet, params: &ApplyParams) -> Result<Applied> {
    let (table, places, is_test) = read(name, bytes, params)?;
    check(&table, &places, sheet)?;
    let changed = |decision: &&Decision| decision.verdict.is_change();
    let test_rows: Vec<usize> =
        sheet.decisions.iter().filter(changed).map(|decision| decision.row).filter(|row| is_test[row - 1]).collect();
    if !params.with_test_rows {
        refuse_test_rows(name, &test_rows)?;
    }
    let (bytes, changes) = write(bytes, &table, &places, sheet, &params.table);
    let (contradicted, contradicting) = repeated_otherwise(&table, &sheet.decisions);
    let applied = Applied { bytes, changes, test_rows, contradicted, contradicting };
    if applied.tally().dropped == table.rows.len() {
        let error = Error::new(ErrorKind::Usage, "every row would be dropped").at(name, None);
        return Err(error.remedy("keep some rows, or delete the table yourself"));
    }
    check_result(&table, &applied, params)?;
    Ok(applied)
}

/// Reads the table, the places of its rows, and which are test rows.
fn read(name: &str, bytes: &[u8], params: &ApplyParams) -> Result<(Table, Vec<RowBytes>, Vec<bool>)> {
    let places = locate_rows(name, bytes, &params.table)?;
    let split = ExtraColumn { name: &params.split_column, usual: SPLIT, parameter: Parameter::SplitColumn };
    let (table, [splits]) = read_table_with_extras(name, bytes, &params.table, [split])?;
    let splits = splits.values.iter().map(Option::as_deref);
    let is_test = are_test_rows(params.is_test_table || is_test_name(name), splits);
    Ok((table, places, is_test))
}

fn refuse_test_rows(name: &str, rows: &[usize]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let is = if rows.len() == 1 { "is" } else { "are" };
    let what = format!("{} {is} of a test set and would be changed", named(rows));
    let error = Error::new(ErrorKind::Usage, what).at(name, None);
    Err(error.remedy(
        Message::from("nothing was applied: clear their verdicts or labels, or give ").name(Parameter::WithTestRows),
    ))
}

/// "rows 3, 7", the first of many.
pub(crate) fn named(rows: &[usize]) -> String {
    const NAMED: usize = 50;
    let shown: Vec<String> = rows.iter().take(NAMED).map(usize::to_string).collect();
    let more = if rows.len() > NAMED { format!(" and {} more", rows.len() - NAMED) } else { String::new() };
    let word = if rows.len() == 1 { "row" } else { "rows" };
    format!("{word} {}{more}", shown.join(", "))
}

/// Checks that the result is read as intended. It is not if a dropped row decided how others are read.
fn check_result(table: &Table, applied: &Applied, params: &ApplyParams) -> Result<()> {
    let mut expected: Vec<Option<Row>> = table.rows.iter().cloned().map(Some).collect();
    for change in &applied.changes {
        let row = &mut expected[change.decision.row - 1];
        let is_gone = change.decision.verdict == Verdict::Drop;
        *row = row.take().filter(|_| !is_gone).map(|row| Row { label: change.label, ..row });
    }
    let is_same = |row: &Row, expected: &Row| Row { line: expected.line, ..row.clone() } == *expected;
    let remedy = "save it as CSV in UTF-8 with quoted fields first, and audit that";
    let result = read_table(&table.name, &applied.bytes, &params.table)
        .map_err(|error| error.before("the corrected table could not be read: ").remedy(remedy))?;
    let expected: Vec<Row> = expected.into_iter().flatten().collect();
    let is_as_expected = |(row, expected): (&Row, &Row)| is_same(row, expected);
    if result.rows.len() == expected.len() && result.rows.iter().zip(&expected).all(is_as_expected) {
        return Ok(());
    }
    let what = "the corrected table would be read differently from this one";
    Err(Error::new(ErrorKind::Table, what).at(&table.name, None).remedy(remedy))
}
