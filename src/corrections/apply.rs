//! A table and the verdicts on its rows → the corrected table.

use std::collections::BTreeMap;

use super::{Decision, Patch, Sheet, Tally, Verdict};
use crate::corpus::{
    FieldBytes, Pass, Row, RowBytes, Table, TableParams, TableReader, Writing, is_test_name, is_test_split,
    locate_rows, read_table, read_table_with, text_hash,
};
use crate::error::{Error, ErrorKind, Result};
use crate::label::Label;

/// How to read the table, and what may be changed in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplyParams {
    /// How to read the table. Its labels are required.
    pub table: TableParams,
    /// The column that says which rows are of a test set. Used when it is there.
    pub split_column: String,
    /// Whether rows of a test set may be changed.
    pub with_test_rows: bool,
}

impl Default for ApplyParams {
    fn default() -> Self {
        Self { table: TableParams::default(), split_column: SPLIT.to_owned(), with_test_rows: false }
    }
}

/// The usual name of the column of [`ApplyParams::split_column`].
const SPLIT: &str = "split";

/// A corrected table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Every verdict and what it did, in the order of rows.
    pub changes: Vec<Change>,
    /// Rows of a test set that were changed.
    pub test_rows: Vec<usize>,
}

/// A verdict, and what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The verdict.
    pub decision: Decision,
    /// The row's label after it; none where the row is gone.
    pub label: Option<Label>,
    /// The bytes that changed, where some did.
    pub patch: Option<Patch>,
}

impl Applied {
    /// How many verdicts of each kind were applied.
    pub fn tally(&self) -> Tally {
        Tally::of(self.changes.iter().map(|change| change.decision.verdict))
    }
}

/// Applies the verdicts of a sheet to the bytes of a table (CSV, TSV or JSON lines, in UTF-8 or Windows-1252).
///
/// A label is written as this table writes the other one (the most frequent spelling, the first of several), quoted as the one
/// in its place was; where no row has it, as the map of labels says, or as `news` and `opinion` in the case of the one in its
/// place.
///
/// # Errors
/// Those of [`read_table`] and [`locate_rows`]; [`ErrorKind::Table`] at the sheet and its line for a row that is not there, a
/// text or a label that changed since; [`ErrorKind::Usage`] for rows of a test set that may not be changed, and where no row
/// would be left.
///
/// ```
/// use oped::corpus::text_hash;
/// use oped::corrections::{ApplyParams, apply, read_sheet};
/// let table = b"text,label\r\n\"We must\nact.\",\"News\"\r\nNo!,Opinion\r\n";
/// let sheet = format!("row,text_hash,given,verdict\n1,{},news,flip\n", text_hash("We must\nact."));
/// let sheet = read_sheet("sheet.csv", sheet.as_bytes(), "t.csv")?;
/// let applied = apply("t.csv", table, &sheet, &ApplyParams::default())?;
/// assert_eq!(applied.bytes, b"text,label\r\n\"We must\nact.\",\"Opinion\"\r\nNo!,Opinion\r\n");
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn apply(name: &str, bytes: &[u8], sheet: &Sheet, params: &ApplyParams) -> Result<Applied> {
    let (table, places, is_test) = read(name, bytes, params)?;
    check(&table, sheet)?;
    let changed = |decision: &&Decision| decision.verdict.is_change();
    let test_rows: Vec<usize> =
        sheet.decisions.iter().filter(changed).map(|decision| decision.row).filter(|row| is_test[row - 1]).collect();
    if !params.with_test_rows {
        refuse_test_rows(name, &test_rows)?;
    }
    let applied = Applied { test_rows, ..write(bytes, &table, &places, sheet, params) };
    if applied.tally().dropped == table.rows.len() {
        let error = Error::new(ErrorKind::Usage, "every row would be dropped").at(name, None);
        return Err(error.remedy("keep some rows, or delete the table yourself"));
    }
    check_result(&table, &applied, params)?;
    Ok(applied)
}

/// The table, where its rows stand, and which are of a test set.
fn read(name: &str, bytes: &[u8], params: &ApplyParams) -> Result<(Table, Vec<RowBytes>, Vec<bool>)> {
    let places = locate_rows(name, bytes, &params.table)?;
    if params.split_column != SPLIT {
        let reader = TableReader::open(name, Box::new(bytes), params.table.clone(), &Pass::Nothing)?;
        if !reader.other_columns().contains(&params.split_column) {
            let what = format!("there is no column \"{}\"", params.split_column);
            let error = Error::new(ErrorKind::Table, what).at(name, Some(1));
            return Err(error.remedy("name the right one with --split-column"));
        }
    }
    let (table, others) = read_table_with(name, bytes, &params.table, &[&params.split_column])?;
    let is_test_table = is_test_name(name);
    let is_test =
        others.iter().map(|values| is_test_table || values[0].as_deref().is_some_and(is_test_split)).collect();
    Ok((table, places, is_test))
}

/// Whether each verdict is about the row that the table has.
fn check(table: &Table, sheet: &Sheet) -> Result<()> {
    let mut flips = sheet.decisions.iter().filter(|decision| decision.verdict.is_change()).peekable();
    let is_done = |decision: &Decision| {
        let row = table.rows.get(decision.row - 1);
        decision.verdict == Verdict::Flip && row.is_some_and(|row| row.label == Some(decision.given.other()))
    };
    if flips.peek().is_some() && flips.all(is_done) {
        let error = Error::new(ErrorKind::Table, "every change of this sheet has been made in the table already");
        return Err(error.at(&sheet.name, None).remedy("nothing is left to do"));
    }
    for decision in &sheet.decisions {
        check_row(table, decision).map_err(|error| error.at(&sheet.name, Some(decision.line)))?;
    }
    Ok(())
}

fn check_row(table: &Table, decision: &Decision) -> Result<()> {
    let fault = |what: String, remedy: &str| Err(Error::new(ErrorKind::Table, what).remedy(remedy));
    let number = decision.row;
    let Some(row) = table.rows.get(number - 1) else {
        let what = format!("there is no row {number}: {} has {} rows", table.file_name(), table.rows.len());
        return fault(what, "audit again, or name the table that the sheet was made of");
    };
    if !text_hash(&row.text).eq_ignore_ascii_case(&decision.text_hash) {
        return fault(format!("the text of row {number} has changed since the sheet was made"), "audit again");
    }
    match row.label {
        Some(label) if label != decision.given => {
            let what = format!("row {number} is labelled {label}, and was {} when the sheet was made", decision.given);
            fault(what, "take this line out where that is right, or audit again")
        }
        _ => Ok(()),
    }
}

fn refuse_test_rows(name: &str, rows: &[usize]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let (word, is) = if rows.len() == 1 { ("row", "is") } else { ("rows", "are") };
    let shown: Vec<String> = rows.iter().take(10).map(usize::to_string).collect();
    let more = if rows.len() > 10 { format!(" and {} more", rows.len() - 10) } else { String::new() };
    let what = format!("{word} {}{more} {is} of a test set, and would be changed", shown.join(", "));
    let error = Error::new(ErrorKind::Usage, what).at(name, None);
    Err(error.remedy("leave those verdicts empty, or give --with-test-rows"))
}

/// Copies the table with its changes.
fn write(bytes: &[u8], table: &Table, places: &[RowBytes], sheet: &Sheet, params: &ApplyParams) -> Applied {
    let spellings = Label::ALL.map(|label| spelling(label, bytes, table, places));
    let (mut out, mut copied, mut changes) = (Vec::with_capacity(bytes.len() + 64), 0, Vec::new());
    for decision in &sheet.decisions {
        let place = &places[decision.row - 1];
        let replaced = match decision.verdict {
            Verdict::Flip => place.label.as_ref().map(|field| {
                let label = decision.given.other();
                let known = spellings[usize::from(label.is_opinion())].as_deref();
                (field.range.clone(), rewritten(bytes, field, label, known, &params.table))
            }),
            Verdict::Drop => Some((place.record.start..place.record.end + place.line_end, Vec::new())),
            Verdict::Keep | Verdict::Unsure => None,
        };
        let patch = replaced.map(|(range, now)| {
            out.extend_from_slice(&bytes[copied..range.start]);
            let patch = Patch { at: out.len(), was: bytes[range.clone()].to_vec(), now };
            out.extend_from_slice(&patch.now);
            copied = range.end;
            patch
        });
        let label = match decision.verdict {
            Verdict::Flip => Some(decision.given.other()),
            Verdict::Drop => None,
            Verdict::Keep | Verdict::Unsure => Some(decision.given),
        };
        changes.push(Change { decision: decision.clone(), label, patch });
    }
    out.extend_from_slice(&bytes[copied..]);
    Applied { bytes: out, changes, test_rows: Vec::new() }
}

/// How the table spells a label most often: the bytes between the marks, or a value of JSON with them.
fn spelling(label: Label, bytes: &[u8], table: &Table, places: &[RowBytes]) -> Option<Vec<u8>> {
    let mut times: BTreeMap<Vec<u8>, (usize, usize)> = BTreeMap::new();
    let rows = table.rows.iter().zip(places).enumerate().filter(|(_, (row, _))| row.label == Some(label));
    for (at, (_, place)) in rows {
        if let Some(field) = &place.label {
            times.entry(content(bytes, field)).or_insert((0, at)).0 += 1;
        }
    }
    let most = times.into_iter().max_by_key(|(_, (times, first))| (*times, std::cmp::Reverse(*first)));
    most.map(|(spelling, _)| spelling)
}

/// What stands in a field, without the blanks around it.
fn content(bytes: &[u8], field: &FieldBytes) -> Vec<u8> {
    let all = &bytes[field.range.clone()];
    match field.writing {
        Writing::Plain => all.trim_ascii().to_vec(),
        Writing::Json => all.to_vec(),
        Writing::Quoted => {
            let mut inner = all[1..all.len() - 1].trim_ascii().to_vec();
            let mut is_second = false;
            inner.retain(|byte| {
                is_second = *byte == b'"' && !is_second;
                *byte != b'"' || is_second
            });
            inner
        }
    }
}

/// The bytes of a field with another label in it.
fn rewritten(bytes: &[u8], field: &FieldBytes, label: Label, known: Option<&[u8]>, params: &TableParams) -> Vec<u8> {
    let old = &bytes[field.range.clone()];
    let made = || like(&String::from_utf8_lossy(&content(bytes, field)), label, params);
    match field.writing {
        Writing::Json => {
            let quoted = || serde_json::Value::from(made().trim_matches('"')).to_string().into_bytes();
            known.map_or_else(quoted, <[u8]>::to_vec)
        }
        writing => {
            let new = known.map_or_else(|| made().into_bytes(), <[u8]>::to_vec);
            let is_quoted = writing == Writing::Quoted;
            let needs_marks = |byte: &u8| b",;\t|\"\r\n".contains(byte) || params.delimiter == Some(*byte);
            if !is_quoted && new.iter().any(needs_marks) {
                return quoted(&new);
            }
            let inner = if is_quoted { &old[1..old.len() - 1] } else { old };
            let front = inner.len() - inner.trim_ascii_start().len();
            let back = inner.trim_ascii_end().len().max(front);
            let new = if is_quoted { escaped(&new) } else { new };
            let mark: &[u8] = if is_quoted { b"\"" } else { b"" };
            [mark, &inner[..front], &new, &inner[back..], mark].concat()
        }
    }
}

fn escaped(text: &[u8]) -> Vec<u8> {
    text.iter().flat_map(|byte| std::iter::repeat_n(*byte, if *byte == b'"' { 2 } else { 1 })).collect()
}

fn quoted(text: &[u8]) -> Vec<u8> {
    [b"\"".as_slice(), &escaped(text), b"\""].concat()
}

/// A label that no row has, as the map spells it where the table has the map's spellings; else in the case of the other one.
fn like(old: &str, label: Label, params: &TableParams) -> String {
    let old = old.trim_matches('"');
    let mapped = params.label_map.iter().find(|(_, of)| *of == label).map(|(from, _)| from.clone());
    if let Some(from) = mapped.filter(|_| Label::parse(old).is_none()) {
        return from;
    }
    let word = label.as_str();
    if old.len() > 1 && old == old.to_uppercase() {
        return word.to_uppercase();
    }
    match old.chars().next() {
        Some(first) if first.is_uppercase() => word[..1].to_uppercase() + &word[1..],
        _ => word.to_owned(),
    }
}

/// The result must be read as it is meant. It is not where a row that decided how others are read was dropped.
fn check_result(table: &Table, applied: &Applied, params: &ApplyParams) -> Result<()> {
    let mut expected: Vec<Option<Row>> = table.rows.iter().cloned().map(Some).collect();
    for change in &applied.changes {
        let row = &mut expected[change.decision.row - 1];
        *row = row.take().filter(|_| change.label.is_some()).map(|row| Row { label: change.label, ..row });
    }
    let is_same = |row: &Row, expected: &Row| Row { line: expected.line, ..row.clone() } == *expected;
    let result = read_table(&table.name, &applied.bytes, &params.table).map(|result| result.rows).unwrap_or_default();
    let expected: Vec<Row> = expected.into_iter().flatten().collect();
    if result.len() == expected.len() && result.iter().zip(&expected).all(|(row, expected)| is_same(row, expected)) {
        return Ok(());
    }
    let what = "the corrected table would be read in another way than this one";
    let error = Error::new(ErrorKind::Table, what).at(&table.name, None);
    Err(error.remedy("save it as CSV in UTF-8 with quoted fields first, and audit that"))
}
