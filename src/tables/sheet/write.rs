//! Writes the sheets that a person fills in with any spreadsheet and gives back: see [`read_sheet`](super::read_sheet).

use super::columns::{OF_BLIND, OF_ISSUES, OF_QUEUE};
use super::guarded;
use crate::tables::csv::record;

/// Writes a sheet of label issues. A line has a cell for each of the columns
/// table, row, line, id, source, article, test, given, suggested, score, reason, text, text_hash; the columns verdict, note, by
/// and when stay empty.
///
/// ```
/// use oped::tables::sheet::issues_sheet;
/// let sheet = issues_sheet([["t.csv", "7", "9", "", "=x", "", "", "news", "opinion", "0.9312", "", "No!", "x0"]]);
/// assert!(sheet.ends_with(b"\nt.csv,7,9,,'=x,,,news,opinion,0.9312,,No!,x0,,,,\n"));
/// ```
pub fn issues_sheet<S: AsRef<str>>(lines: impl IntoIterator<Item = [S; 13]>) -> Vec<u8> {
    sheet(&OF_ISSUES, lines)
}

/// Writes a queue of rows to label. A line has a cell for each of the columns
/// rank, table, row, id, source, article, paragraph, probability, alone, uncertainty, reason, text, text_hash; the column label
/// stays empty.
pub fn queue_sheet<S: AsRef<str>>(lines: impl IntoIterator<Item = [S; 13]>) -> Vec<u8> {
    sheet(&OF_QUEUE, lines)
}

/// Writes a sheet of rows to label without the model's opinion. A line has a cell for each of the columns table, row, id, source,
/// article, text, text_hash; the columns label, no_label, note, by and when stay empty.
pub fn blind_sheet<S: AsRef<str>>(lines: impl IntoIterator<Item = [S; 7]>) -> Vec<u8> {
    sheet(&OF_BLIND, lines)
}

fn sheet<S: AsRef<str>, const CELLS: usize>(columns: &[&str], lines: impl IntoIterator<Item = [S; CELLS]>) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, columns);
    for cells in lines {
        let cells = cells.iter().map(|cell| guarded(cell.as_ref()));
        record(&mut out, cells.chain(std::iter::repeat("".into())).take(columns.len()));
    }
    out
}
