//! A table → the bytes of each row and of its label.
//!
//! Uses the same reader as everything else, so that row 12 is the same row when a table is read and when it is corrected.

use super::charset::converted_from;
use super::params::looks_like_array;
use super::reader::StreamReader;
use super::{Pass, RowBytes, TableFormat, TableParams};
use crate::error::{Error, ErrorKind, Result};

/// Finds the rows of a table, in order: the same rows that [`read_table`](super::read_table) returns.
///
/// # Errors
/// Those of [`read_table`](super::read_table), except for labels, which are not checked; [`ErrorKind::Encoding`] for Parquet and
/// for encodings but UTF-8 and Windows-1252, whose bytes are not read as they stand.
///
/// ```
/// use oped::tables::table::{TableParams, locate_rows};
/// let bytes = b"text,label\r\n\"We must\r\nact.\",\"opinion\"\r\n";
/// let rows = locate_rows("t.csv", bytes, &TableParams::default())?;
/// assert_eq!((rows.len(), rows[0].record.clone(), rows[0].line_end), (1, 12..37, 2));
/// assert_eq!(&bytes[rows[0].label.clone().unwrap().range], b"\"opinion\"");
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn locate_rows(name: &str, bytes: &[u8], params: &TableParams) -> Result<Vec<RowBytes>> {
    refuse_others(name, bytes, params)?;
    let mut reader = StreamReader::open(name, Box::new(bytes), params.clone(), &Pass::Nothing)?;
    reader.keep_places();
    while let Some(mut batch) = reader.next_batch()? {
        if let Some(fault) = batch.take_faults().into_iter().next() {
            return Err(fault);
        }
    }
    let (rows, length) = reader.into_places();
    // The stream lacks the table's byte order mark.
    let mark = bytes.len() - length as usize;
    Ok(rows.into_iter().map(|row| row.shifted(mark).with_line_end(bytes)).collect())
}

/// Refuses tables that are converted before they are read.
fn refuse_others(name: &str, bytes: &[u8], params: &TableParams) -> Result<()> {
    let refuse = |what: &str| {
        let error = Error::new(ErrorKind::Encoding, format!("{what} cannot be corrected byte by byte")).at(name, None);
        Err(error.remedy("save it as CSV in UTF-8 first"))
    };
    let format = params.format.or_else(|| TableFormat::by_name(name));
    let is_json = format.is_none_or(|format| format == TableFormat::JsonLines);
    if is_json && params.delimiter.is_none() && looks_like_array(bytes) {
        let error = Error::new(ErrorKind::Encoding, "a JSON list cannot be corrected row by row").at(name, None);
        return Err(error.remedy("save it as JSON lines, one object a line, first"));
    }
    if format == Some(TableFormat::Parquet) || params.is_parquet(name, bytes)? {
        return refuse("a Parquet file");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return refuse("a workbook");
    }
    match converted_from(bytes, params.encoding) {
        Some(encoding) if encoding.is_utf16() => refuse("a table in UTF-16"),
        Some(encoding) => refuse(&format!("a table in {encoding}")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::table::read_table;

    fn labels(name: &str, bytes: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
        let params = TableParams::default();
        let rows = locate_rows(name, bytes, &params).unwrap();
        assert_eq!(rows.len(), read_table(name, bytes, &params).unwrap().rows.len());
        let cut = |row: RowBytes| (bytes[row.record.clone()].to_vec(), bytes[row.label.unwrap().range].to_vec());
        rows.into_iter().map(cut).collect()
    }

    #[test]
    fn the_bytes_are_those_of_the_row() {
        let csv = b"\xEF\xBB\xBF\r\nlabel,text\r\n\"news\",\"a \"\"b\"\"\r\nc\"\r\n\r\n Opinion ,d";
        let found = labels("t.csv", csv);
        assert_eq!(found[0], (b"\"news\",\"a \"\"b\"\"\r\nc\"".to_vec(), b"\"news\"".to_vec()));
        assert_eq!(found[1], (b" Opinion ,d".to_vec(), b" Opinion ".to_vec()));
    }

    #[test]
    fn bytes_of_windows_1252_are_counted_and_not_its_characters() {
        let lines = b"{\"text\":\"caf\xE9 \x93x\x94 na\xEFve d\xE9j\xE0 vu\",\"label\":\"news\"}\n";
        assert_eq!(labels("t.jsonl", lines)[0].1, b"\"news\"");
        let csv = b"text,label\ncaf\xE9 \x93x\x94 na\xEFve d\xE9j\xE0 vu,news\n";
        assert_eq!(labels("t.csv", csv)[0].1, b"news");
    }

    #[test]
    fn of_a_repeated_key_the_last_is_found() {
        let lines = b"{\"label\":\"news\",\"text\":\"a\", \"label\" : \"opinion\" }";
        assert_eq!(labels("t.jsonl", lines)[0].1, b"\"opinion\"");
    }

    #[test]
    fn a_table_of_many_steps_is_counted_from_its_first_byte() {
        let row = "\"Some text, and a second line\nof it.\",opinion\r\n";
        let table = format!("\u{FEFF}text,label\n{}", row.repeat(60_000));
        let found = labels("t.csv", table.as_bytes());
        assert!(found.len() == 60_000 && found.iter().all(|(_, label)| label == b"opinion"));
    }

    #[test]
    fn bytes_that_are_not_read_as_they_stand_are_refused() {
        let utf16: Vec<u8> = "\u{FEFF}text,label\na,news\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let error = locate_rows("t.csv", &utf16, &TableParams::default()).unwrap_err().to_string();
        assert_eq!(error, "t.csv: a table in UTF-16 cannot be corrected byte by byte; save it as CSV in UTF-8 first");
    }
}
