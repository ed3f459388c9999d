//! The bytes of a sheet, as any spreadsheet saves it → the verdicts for one table.
//!
//! Fields lie between commas, semicolons or tabs: whichever gives a column `verdict`. Columns may be moved or added, and rows
//! sorted or removed. The text itself is not read: a spreadsheet may have changed it, and its hash says which it was.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use csv::StringRecord;

use super::{Decision, Remarks, Verdict};
use crate::article::decode::decode;
use crate::error::{Error, ErrorKind, Result};
use crate::label::Label;

/// What a sheet says of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The sheet's name, for messages.
    pub name: String,
    /// Rows with a verdict, in the order of the table.
    pub decisions: Vec<Decision>,
    /// Lines of this table without a verdict.
    pub undecided: usize,
    /// Lines of other tables.
    pub elsewhere: usize,
}

/// Reads the lines of a sheet that are of one table. Where the sheet is of several tables, these are the lines whose `table` is
/// the table's file name; where it is of one, all are, whatever the table is called now.
///
/// # Errors
/// Each names the sheet and the line: [`ErrorKind::Encoding`], and [`ErrorKind::Table`] for a missing column, a quotation mark that
/// is never closed, a verdict that is none, a row that is no number, two verdicts on one row, and a sheet of other tables.
///
/// ```
/// use oped::corrections::{Verdict, read_sheet};
/// let sheet = b"row;text_hash;given;verdict\n7;x2d06800538d394c2;news;Flip\n8;x2d06800538d394c2;news;\n";
/// let read = read_sheet("sheet.csv", sheet, "letters.csv")?;
/// assert_eq!((read.decisions[0].row, read.decisions[0].verdict, read.undecided), (7, Verdict::Flip, 1));
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn read_sheet(name: &str, bytes: &[u8], table: &str) -> Result<Sheet> {
    read(bytes, table).map(|sheet| Sheet { name: name.to_owned(), ..sheet }).map_err(|error| error.at(name, None))
}

fn read(bytes: &[u8], table: &str) -> Result<Sheet> {
    let text = decode(bytes, None)?.text;
    let (columns, lines) = records(&text)?;
    let is_of_several = columns.are_of_several_tables(&lines);
    let mut sheet = Sheet { name: String::new(), decisions: Vec::new(), undecided: 0, elsewhere: 0 };
    let mut rows: BTreeMap<usize, Decision> = BTreeMap::new();
    for (line, record) in &lines {
        let is_blank = record.iter().all(|cell| cell.trim().is_empty());
        match columns.cell(record, columns.table) {
            _ if is_blank => {}
            of if is_of_several && file_name(of.unwrap_or_default()) != file_name(table) => sheet.elsewhere += 1,
            _ if columns.cell(record, Some(columns.verdict)).is_none() => sheet.undecided += 1,
            _ => add(&mut rows, columns.decision(*line, record).map_err(|error| error.on_line(*line))?)?,
        }
    }
    sheet.decisions = rows.into_values().collect();
    if sheet.elsewhere > 0 && sheet.undecided == 0 && sheet.decisions.is_empty() {
        let what = format!("the sheet is of several tables, and none of its lines is of {}", file_name(table));
        return Err(fault(what, "name one of its tables, or write this name into the column \"table\""));
    }
    Ok(sheet)
}

/// A row may be in a sheet more than once, for several reasons. The first line counts.
fn add(rows: &mut BTreeMap<usize, Decision>, decision: Decision) -> Result<()> {
    match rows.entry(decision.row) {
        Entry::Vacant(place) => {
            place.insert(decision);
        }
        Entry::Occupied(first) if first.get().verdict == decision.verdict => {}
        Entry::Occupied(first) => {
            let (verdict, line) = (first.get().verdict, first.get().line);
            let what = format!("row {} is to {}, and on line {line} to {verdict}", decision.row, decision.verdict);
            return Err(fault(what, "leave one of the two verdicts").on_line(decision.line));
        }
    }
    Ok(())
}

fn fault(what: impl Into<String>, remedy: &str) -> Error {
    Error::new(ErrorKind::Table, what).remedy(remedy)
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The columns, and the lines below the header with their numbers.
fn records(text: &str) -> Result<(Columns, Vec<(usize, StringRecord)>)> {
    for delimiter in [b',', b';', b'\t'] {
        let mut builder = csv::ReaderBuilder::new();
        let mut reader = builder.delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
        let mut records = reader.records().map(|record| {
            let record = record.map_err(|error| fault(error.to_string(), "save the sheet as CSV again"))?;
            Ok((record.position().map_or(1, |position| position.line() as usize), record))
        });
        let Some((_, header)) = records.next().transpose()? else { break };
        if header.iter().any(|name| is_called(name, "verdict")) {
            let columns = Columns::find(&header).map_err(|error| error.on_line(1))?;
            let lines: Vec<(usize, StringRecord)> = records.collect::<Result<_>>()?;
            refuse_open_mark(text, &lines)?;
            return Ok((columns, lines));
        }
    }
    let error =
        fault("the sheet has no column \"verdict\"", "make it with oped audit TABLE -o sheet.csv, and fill it in");
    Err(error.on_line(1))
}

/// Behind a mark that is never closed the verdicts of all lines would be taken for one cell. What encloses and what is doubled makes
/// an even number of marks.
fn refuse_open_mark(text: &str, lines: &[(usize, StringRecord)]) -> Result<()> {
    if memchr::memchr_iter(b'"', text.as_bytes()).count().is_multiple_of(2) {
        return Ok(());
    }
    let error = fault("a quotation mark is never closed, here or above", "save the sheet with a spreadsheet");
    Err(error.on_line(lines.last().map_or(1, |(line, _)| *line)))
}

fn is_called(cell: &str, name: &str) -> bool {
    cell.trim().eq_ignore_ascii_case(name)
}

/// Where each column of a sheet stands.
struct Columns {
    row: usize,
    text_hash: usize,
    given: usize,
    verdict: usize,
    table: Option<usize>,
    id: Option<usize>,
    by: Option<usize>,
    when: Option<usize>,
    note: Option<usize>,
    reason: Option<usize>,
    score: Option<usize>,
}

impl Columns {
    fn find(header: &StringRecord) -> Result<Columns> {
        let find = |name: &str| {
            let mut found = header.iter().enumerate().filter(|(_, cell)| is_called(cell, name)).map(|(at, _)| at);
            match (found.next(), found.next()) {
                (_, Some(_)) => {
                    Err(fault(format!("several columns are called \"{name}\""), "leave the one that counts"))
                }
                (first, None) => Ok(first),
            }
        };
        let required = |name: &str| {
            let missing = || fault(format!("the sheet has no column \"{name}\""), "keep the columns that it came with");
            find(name)?.ok_or_else(missing)
        };
        Ok(Columns {
            row: required("row")?,
            text_hash: required("text_hash")?,
            given: required("given")?,
            verdict: required("verdict")?,
            table: find("table")?,
            id: find("id")?,
            by: find("by")?,
            when: find("when")?,
            note: find("note")?,
            reason: find("reason")?,
            score: find("score")?,
        })
    }

    /// A cell that is not blank, without the blanks around it, and without the apostrophe that keeps it from being a formula.
    fn cell<'r>(&self, record: &'r StringRecord, column: Option<usize>) -> Option<&'r str> {
        let cell = record.get(column?)?.trim();
        let guarded = cell.strip_prefix('\'').filter(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
        Some(guarded.unwrap_or(cell)).filter(|cell| !cell.is_empty())
    }

    fn are_of_several_tables(&self, lines: &[(usize, StringRecord)]) -> bool {
        let mut names = lines.iter().filter_map(|(_, record)| self.cell(record, self.table));
        let first = names.next();
        names.any(|name| Some(name) != first)
    }

    fn decision(&self, line: usize, record: &StringRecord) -> Result<Decision> {
        let text = |column: usize| self.cell(record, Some(column)).unwrap_or_default();
        let own = |column: Option<usize>| self.cell(record, column).map(str::to_owned);
        let verdict = Verdict::parse(text(self.verdict)).ok_or_else(|| {
            let what = format!("\"{}\" is no verdict", shorten(text(self.verdict)));
            fault(what, "write keep, flip, drop or unsure, or leave it empty")
        })?;
        let row = text(self.row).parse().ok().filter(|row| *row > 0).ok_or_else(|| {
            fault(format!("the row is \"{}\", which is no number", shorten(text(self.row))), "keep it as it came")
        })?;
        let given = Label::parse(text(self.given)).ok_or_else(|| {
            let what = format!("\"given\" is \"{}\", which is neither news nor opinion", shorten(text(self.given)));
            fault(what, "keep it as it came")
        })?;
        let remarks = Remarks {
            id: own(self.id),
            by: own(self.by),
            when: own(self.when),
            note: own(self.note),
            reason: own(self.reason),
            score: own(self.score),
        };
        Ok(Decision { line, row, text_hash: text(self.text_hash).to_owned(), given, verdict, remarks })
    }
}

/// The first forty characters.
fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "table,row,text_hash,given,verdict,note\n\
        a.csv,12,x1,news,flip,\"says \"\"we\"\", twice\"\nb.csv,3,x2,opinion,keep,\na.csv,4,x3,opinion, DROP ,café\n";

    fn verdicts(bytes: &[u8], table: &str) -> Vec<(usize, Verdict)> {
        let sheet = read_sheet("s.csv", bytes, table).unwrap();
        sheet.decisions.iter().map(|decision| (decision.row, decision.verdict)).collect()
    }

    /// Whatever a spreadsheet makes of a sheet, it says the same.
    #[test]
    fn a_sheet_may_come_back_changed() {
        let expected = [(4, Verdict::Drop), (12, Verdict::Flip)];
        assert_eq!(verdicts(SHEET.as_bytes(), "folder/a.csv"), expected);
        let semicolons = "\u{FEFF}Verdict ;mine;note;given;text_hash;row;table\r\n\
            drop;?;\"café; bar\";opinion;x3;4;a.csv\r\n;;;;;;\r\nflip;;;news;x1;12;a.csv\r\nkeep;;;news;x;9;b.csv\r\n";
        assert_eq!(verdicts(semicolons.as_bytes(), "a.csv"), expected);
        let tabs = SHEET.replace(", twice", "").replace(',', "\t");
        let western: Vec<u8> = tabs.chars().map(|c| if c == 'é' { 0xE9 } else { c as u8 }).collect();
        assert_eq!(verdicts(&western, "a.csv"), expected);
        let utf16: Vec<u8> = format!("\u{FEFF}{tabs}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(verdicts(&utf16, "a.csv"), expected);
    }

    #[test]
    fn a_sheet_of_one_table_is_for_it_whatever_it_is_called() {
        let one = SHEET.replace("b.csv", "a.csv");
        assert_eq!(verdicts(one.as_bytes(), "clean.csv").len(), 3);
        let error = read_sheet("s.csv", SHEET.as_bytes(), "clean.csv").unwrap_err().to_string();
        assert!(error.starts_with("s.csv: the sheet is of several tables, and none"), "{error}");
    }

    #[test]
    fn a_quotation_mark_does_not_swallow_the_lines_below() {
        let text = SHEET.replace("keep,", "keep,\"never closed");
        let error = read_sheet("s.csv", text.as_bytes(), "a.csv").unwrap_err().to_string();
        assert!(error.starts_with("s.csv:3: a quotation mark is never closed"), "{error}");
    }

    /// A table's name may look like a formula.
    #[test]
    fn apostrophes_that_guard_cells_are_no_part_of_them() {
        let guarded = SHEET.replace("a.csv", "'-a.csv").replace("café", "'=1+1");
        let sheet = read_sheet("s.csv", guarded.as_bytes(), "-a.csv").unwrap();
        assert_eq!(sheet.decisions.iter().map(|of| of.row).collect::<Vec<_>>(), [4, 12]);
        assert_eq!(sheet.decisions[0].remarks.note.as_deref(), Some("=1+1"));
    }

    #[test]
    fn a_row_may_stand_there_for_several_reasons() {
        let twice = format!("{SHEET}a.csv,12,x1,news,Flip,\na.csv,12,x1,news,,\n");
        assert_eq!(verdicts(twice.as_bytes(), "a.csv").len(), 2);
    }
}
