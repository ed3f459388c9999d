//! Reading a whole table.

use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::params::folded;
use super::{Batch, BatchRow, Pass, Passed, TableParams, TableReader, Unlabelled};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::Label;
use crate::tables::rows::{Places, Row, Table, TableNote, is_spelt, mapped};
use crate::text::shorten;

/// Reads a whole table: CSV, TSV or JSON lines; Parquet with the feature `parquet`, and sheets with `workbooks`.
///
/// # Errors
/// Each names the file and the line: [`ErrorKind::Encoding`], [`ErrorKind::Empty`] without a data row, and
/// [`ErrorKind::Table`] for a missing column, a label that is neither of the two, a row of another length, or a quotation
/// mark that is never closed. The first row that cannot be read decides.
///
/// ```
/// use oped::tables::table::{TableParams, read_table};
/// let table = read_table("letters.csv", b"text,label\nWe must act.,opinion\n", &TableParams::default())?;
/// assert_eq!(table.rows[0].line, 2);
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn read_table(name: &str, bytes: &[u8], params: &TableParams) -> Result<Table> {
    Ok(read_table_with(name, bytes, params, &[])?.0)
}

/// Like [`read_table`], and returns the values of other columns for each row, in the order of `columns`; none for a missing value.
///
/// # Errors
/// Those of [`read_table`].
///
/// ```
/// use oped::tables::table::{TableParams, read_table_with};
/// let bytes = b"text,label,annotator\nWe must act.,opinion,ann\n";
/// let (table, others) = read_table_with("t.csv", bytes, &TableParams::default(), &["annotator", "split"])?;
/// assert_eq!((table.rows.len(), &others[0]), (1, &vec![Some("ann".to_owned()), None]));
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn read_table_with(
    name: &str,
    bytes: &[u8],
    params: &TableParams,
    columns: &[&str],
) -> Result<(Table, Vec<Vec<Option<String>>>)> {
    let names: Arc<[String]> = columns.iter().map(|&name| name.to_owned()).collect();
    let pass = if columns.is_empty() { Pass::Nothing } else { Pass::Named(names) };
    let mut reader = open(name, bytes, params, &pass)?;
    let (mut rows, mut others, mut skipped) = (Vec::new(), Vec::new(), Places::default());
    while let Some(batch) = reader.next_batch()? {
        for row in batch.rows(0..batch.len()).filter(|row| is_skipped(*row, params)) {
            skipped.add(1, row.line());
        }
        add_rows(&mut rows, &batch, params).map_err(|error| error.at(name, None))?;
        others.extend(batch.rows(0..batch.len()).map(|row| values(row.passed(), columns.len())));
    }
    let mut notes = reader.notes();
    notes.extend((skipped.count > 0).then_some(TableNote::Skipped(skipped)));
    let remarks = reader.remarks();
    Ok((Table { name: name.to_owned(), rows, hash: xxh3_64(bytes), notes, remarks }, others))
}

/// Returns the values that are passed through, trimmed.
fn values(passed: Passed<'_>, width: usize) -> Vec<Option<String>> {
    let Passed::Values { values, .. } = passed else { return vec![None; width] };
    let value = |value: Option<&str>| Some(value?.trim().to_owned()).filter(|value| !value.is_empty());
    values.iter().map(value).collect()
}

/// Opens a table in memory.
pub(super) fn open<'b>(name: &str, bytes: &'b [u8], params: &TableParams, pass: &Pass) -> Result<TableReader<'b>> {
    if params.is_parquet(name, bytes)? {
        #[cfg(feature = "parquet")]
        return TableReader::parquet_in_memory(name, bytes, params, pass);
        #[cfg(not(feature = "parquet"))]
        return Err(super::without_parquet().at(name, None));
    }
    #[cfg(feature = "workbooks")]
    if super::workbook::is_workbook(bytes) {
        use super::workbook::Sheet;
        let sheet = super::sheet_name::named_sheet(name).map(|(_, sheet)| sheet);
        let Sheet { csv, sheets } = super::workbook::as_csv(bytes, sheet).map_err(|error| error.at(name, None))?;
        let table = TableReader::open(name, Box::new(std::io::Cursor::new(csv)), params.clone(), pass);
        let table = table.map_err(|error| sheets.explain(name, params, error))?;
        return Ok(table.with_note(sheets.note()));
    }
    TableReader::open(name, Box::new(bytes), params.clone(), pass)
}

/// Adds the rows of a batch; fails at the first that cannot be read.
fn add_rows(rows: &mut Vec<Row>, batch: &Batch, params: &TableParams) -> Result<()> {
    for row in batch.rows(0..batch.len()) {
        let label = match label_of(row, params) {
            Err(error) if error.line() < batch.faults().next().map_or(Some(usize::MAX), Error::line) => {
                return Err(error);
            }
            Err(_) => break,
            Ok(label) => label,
        };
        rows.push(Row { label, ..row.to_row() });
    }
    batch.faults().next().map_or(Ok(()), |fault| Err(fault.clone()))
}

/// Whether a row's label is one of those left out.
fn is_skipped(row: BatchRow<'_>, params: &TableParams) -> bool {
    row.label().is_some_and(|word| params.skip_labels.iter().any(|skipped| is_spelt(skipped, word)))
}

fn label_of(row: BatchRow<'_>, params: &TableParams) -> Result<Option<Label>> {
    match row.label() {
        Some(_) if is_skipped(row, params) => Ok(None),
        None if params.labels_required && params.unlabelled == Unlabelled::Keep => Ok(None),
        word if params.labels_required => {
            label(word.unwrap_or_default(), params).map(Some).map_err(|error| error.on_line(row.line()))
        }
        // A table that needs no labels may have anything in that column.
        word => Ok(word.and_then(|word| label(word, params).ok())),
    }
}

/// The label that a word stands for. In a column that is called after opinion, yes and 1 are opinion.
pub(super) fn label(word: &str, params: &TableParams) -> Result<Label> {
    let known = mapped(&params.label_map, word).or_else(|| Label::parse(word));
    let by_name = || truth(word).filter(|_| is_about_opinion(&params.label_column)).map(label_of_truth);
    known.or_else(by_name).ok_or_else(|| {
        if word.is_empty() {
            return Error::new(ErrorKind::Table, "there is no label")
                .remedy(Message::from("fill it in, or leave such rows out with ").name(Parameter::SkipUnlabelled));
        }
        let what = format!("the label \"{}\" is neither news nor opinion", shorten(word));
        let map = match truth(word) {
            Some(_) if word.parse::<f64>().is_ok() => "0=news,1=opinion",
            Some(_) => "FALSE=news,TRUE=opinion",
            None => "OBJ=news,SUBJ=opinion",
        };
        Error::new(ErrorKind::Table, what)
            .remedy(Message::from("correct it, or map other spellings with ").set(Parameter::LabelMap, map))
    })
}

/// What a spreadsheet writes for a tick.
fn truth(word: &str) -> Option<bool> {
    let is = |spellings: [&str; 2]| spellings.iter().any(|spelling| is_spelt(spelling, word));
    if is(["1", "true"]) { Some(true) } else { is(["0", "false"]).then_some(false) }
}

fn label_of_truth(is_opinion: bool) -> Label {
    if is_opinion { Label::Opinion } else { Label::News }
}

fn is_about_opinion(column: &str) -> bool {
    ["opinion", "is_opinion", "is opinion", "isopinion"].contains(&folded(column).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        read_table("t.csv", text.as_bytes(), &TableParams::default()).unwrap_err().to_string()
    }

    #[test]
    fn errors_name_the_line() {
        assert!(error("id,body,label\n").starts_with("t.csv:1: there is no column \"text\" among: id, body, label"));
        assert!(error("text,label\na,news\n\"b\nb\",opinon\n").starts_with("t.csv:3: the label \"opinon\""));
        assert!(error("text,label\na,news\n\"b,opinion\nc,news\n").starts_with("t.csv:3: the quotation mark"));
        assert!(
            error("text,label\na,news\nb,news,c\n").starts_with("t.csv:3: fields in this row: 3, in the header: 2")
        );
        assert!(error("text,label\n").starts_with("t.csv: the table has a header but no rows"));
        assert!(error(" \n").starts_with("t.csv: the table is empty"));
    }

    /// Row numbers must not shift, and a slip of the pen is no missing label.
    #[test]
    fn rows_without_a_label_may_keep_their_place() {
        let params = TableParams { unlabelled: Unlabelled::Keep, ..TableParams::default() };
        for (name, text) in [
            ("t.csv", "text,label\na,news\nb, \nc,\"\"\nd,opinion\n"),
            (
                "t.jsonl",
                "{\"text\":\"a\",\"label\":\"news\"}\n{\"text\":\"b\"}\n{\"text\":\"c\",\"label\":null}\n{\"text\":\"d\",\"label\":\"opinion\"}\n",
            ),
        ] {
            let table = read_table(name, text.as_bytes(), &params).unwrap();
            let labels: Vec<Option<Label>> = table.rows.iter().map(|row| row.label).collect();
            assert_eq!(labels, [Some(Label::News), None, None, Some(Label::Opinion)], "{name}");
        }
        let error = read_table("t.csv", b"text,label\na,\nb,opinon\n", &params).unwrap_err().to_string();
        assert!(error.starts_with("t.csv:3: the label \"opinon\""), "{error}");
        let error = self::error("text,label\na,news\nb,\n");
        assert!(error.starts_with("t.csv:3: there is no label") && error.ends_with("skip_unlabelled"), "{error}");
        assert!(read_table("t.csv", b"text\na\n", &params).is_err());
    }

    #[test]
    fn quotation_marks_inside_fields_are_text() {
        let text = "text,label\n\"He said \"\"no\"\".\r\nTwice\",news\na \"b\" c,opinion\n";
        let table = read_table("t.csv", text.as_bytes(), &TableParams::default()).unwrap();
        assert_eq!(table.rows[0].text, "He said \"no\".\nTwice");
        assert_eq!((table.rows[1].text.as_str(), table.rows[1].line), ("a \"b\" c", 4));
        assert!(error("text,label\n\"No\" she said.,news\n").starts_with("t.csv:2: there is text after"));
    }

    #[test]
    fn tables_with_tabs_may_do_without_quoting() {
        let text = b"text\tlabel\n\"No,\" she said.\tnews\n\"Never closed.\tnews\nlast\tnews\n";
        let table = read_table("t.tsv", text, &TableParams::default()).unwrap();
        assert_eq!((table.rows[0].text.as_str(), table.rows.len()), ("\"No,\" she said.", 3));
        let quoted = read_table("t.tsv", b"text\tlabel\n\"a\tb\"\tnews\n", &TableParams::default()).unwrap();
        assert_eq!(quoted.rows[0].text, "a b");
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["text,label", "a,news", "", "\"b", "b\",news", "c,zzz"].join(end);
            assert!(error(&text).starts_with("t.csv:6: the label \"zzz\""), "{end:?}: {}", error(&text));
        }
    }

    #[test]
    fn a_column_that_was_named_must_be_there() {
        let params = TableParams { article_column: "page".to_owned(), ..TableParams::default() };
        let error = read_table("t.csv", b"text,label\na,news\n", &params).unwrap_err().to_string();
        assert!(error.contains("\"page\"") && error.ends_with("article_column"), "{error}");
        let error = self::error("body,label2\na,news\n");
        assert!(
            error.starts_with("t.csv:1: there are no columns \"text\" and \"label\" among: body, label2"),
            "{error}"
        );
        assert!(error.ends_with("name the right ones with text_column and label_column"), "{error}");
    }

    #[test]
    fn columns_that_are_read_have_one_name_each() {
        let error = self::error("text,label, text\na,news,b\n");
        assert_eq!(error, "t.csv:1: 2 columns are called \"text\"; give each its own name in the header");
        assert!(read_table("t.csv", b"text,label,x,x\na,news,,\n", &TableParams::default()).is_ok());
    }
}
