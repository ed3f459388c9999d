//! The bytes of a sheet, as any spreadsheet saves it → the verdicts for one table.
//!
//! Fields are separated by commas, semicolons or tabs: whichever gives a column `verdict`, or for a queue, `label` and `text_hash`.
//! Columns may be moved or added, and rows sorted or removed. The text itself is not read, since a spreadsheet may have changed it;
//! its hash identifies it. What annotation tools export is read too: see [`exchange`].

use csv::StringRecord;

use super::columns::{Columns, LABEL, VERDICT, fault, is_called};
use super::decided::{Sheet, sheet_of};
use super::exchange;
use crate::error::Result;
use crate::label::Label;
use crate::text::decode::decode;

/// Reads the lines of a sheet for one table: of a sheet of several tables, those whose `table` is the table's file name; of a sheet
/// of one table, all, whatever the table is called now. `label_map` holds other spellings of the labels of a queue.
///
/// # Errors
/// Each names the sheet and the line: [`Encoding`](crate::error::ErrorKind::Encoding), and
/// [`Table`](crate::error::ErrorKind::Table) for a missing column, an open quotation mark, an unknown verdict or label, a row that is
/// not a number, two verdicts on one row, and a sheet of other tables.
///
/// ```
/// use oped::tables::corrections::Verdict;
/// use oped::tables::sheet::read_sheet;
/// let sheet = b"row;text_hash;given;verdict\n7;x2d06800538d394c2;news;Flip\n8;x2d06800538d394c2;news;\n";
/// let read = read_sheet("sheet.csv", sheet, "letters.csv", &[])?;
/// assert_eq!((read.decisions[0].row, read.decisions[0].verdict, read.undecided), (7, Verdict::Flip, 1));
/// let queue = b"row,text_hash,label\n7,x2d06800538d394c2,Opinion\n";
/// let read = read_sheet("queue.csv", queue, "letters.csv", &[])?;
/// assert_eq!(read.decisions[0].verdict.as_str(), "label");
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn read_sheet(name: &str, bytes: &[u8], table: &str, label_map: &[(String, Label)]) -> Result<Sheet> {
    let sheet = read(bytes, table, label_map).map_err(|error| error.at(name, None))?;
    Ok(Sheet { name: name.to_owned(), ..sheet })
}

/// Returns whether a cell of a column is filled in. What is not a table with that column has none.
pub fn is_filled(bytes: &[u8], column: &str) -> bool {
    let Ok(sheet) = decode(bytes, None) else { return false };
    DELIMITERS.into_iter().any(|delimiter| {
        let mut records = reader(&sheet.text, delimiter).into_records().flatten();
        let column = records.next().and_then(|header| header.iter().position(|name| is_called(name, column)));
        column.is_some_and(|at| records.any(|record| record.get(at).is_some_and(|cell| !cell.trim().is_empty())))
    })
}

/// What may separate fields.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes())
}

fn read(bytes: &[u8], table: &str, label_map: &[(String, Label)]) -> Result<Sheet> {
    let text = decode(bytes, None)?.text;
    if exchange::is_export(&text) {
        return exchange::read(&text, table, label_map);
    }
    let Records { columns, lines, .. } = records(&text)?;
    let is_blank = |record: &StringRecord| record.iter().all(|cell| cell.trim().is_empty());
    let lines: Vec<&(usize, StringRecord)> = lines.iter().filter(|(_, record)| !is_blank(record)).collect();
    let tables: Vec<Option<&str>> = lines.iter().map(|(_, record)| columns.cell(record, columns.table)).collect();
    sheet_of(&tables, table, columns.is_queue, |at| {
        let (line, record) = lines[at];
        if columns.is_undecided(record) {
            return Ok(None);
        }
        columns.decision(*line, record, label_map).map(Some).map_err(|error| error.on_line(*line))
    })
}

/// A sheet's records.
pub(super) struct Records {
    pub(super) delimiter: u8,
    /// Whether a first line names the delimiter, as Excel wants it.
    pub(super) states_delimiter: bool,
    pub(super) header: StringRecord,
    pub(super) columns: Columns,
    /// The lines below the header, with their numbers.
    pub(super) lines: Vec<(usize, StringRecord)>,
}

/// Splits a sheet at the delimiter that gives it the columns of one.
pub(super) fn records(text: &str) -> Result<Records> {
    for delimiter in DELIMITERS {
        let mut lines = LineCount::new(text);
        let mut records = reader(text, delimiter).into_records().map(|record| {
            let record = record.map_err(|error| fault(error.to_string(), "save the sheet as CSV again"))?;
            let line = lines.at(record.position().map_or(0, |position| position.byte() as usize));
            Ok((line, record))
        });
        let mut header = records.next().transpose()?;
        let is_statement = |first: &StringRecord| first.get(0).is_some_and(|cell| cell.starts_with("sep="));
        let states_delimiter = header.as_ref().is_some_and(|(_, first)| is_statement(first));
        if states_delimiter {
            header = records.next().transpose()?;
        }
        let Some((line, header)) = header else { break };
        let has = |name: &str| header.iter().any(|cell| is_called(cell, name));
        let is_queue = !has(VERDICT);
        if has(VERDICT) || (has(LABEL) && has("text_hash")) {
            let columns = Columns::find(&header, is_queue).map_err(|error| error.on_line(line))?;
            let lines: Vec<(usize, StringRecord)> = records.collect::<Result<_>>()?;
            refuse_open_mark(text, &lines)?;
            return Ok(Records { delimiter, states_delimiter, header, columns, lines });
        }
    }
    let remedy = "take a sheet that oped audit wrote as CSV, and fill it in";
    Err(fault("the sheet has no column \"verdict\"", remedy).on_line(1))
}

/// Counts lines with any line ends.
struct LineCount<'t> {
    text: &'t [u8],
    at: usize,
    line: usize,
}

impl<'t> LineCount<'t> {
    fn new(text: &'t str) -> LineCount<'t> {
        LineCount { text: text.as_bytes(), at: 0, line: 1 }
    }

    /// Returns the line of the record at this byte, or after the line ends there. Bytes must come in order.
    fn at(&mut self, byte: usize) -> usize {
        while let Some(&next) = self.text.get(self.at) {
            let is_end = matches!(next, b'\n' | b'\r');
            if self.at >= byte && !is_end {
                break;
            }
            // Of \r\n, the second counts.
            let is_half = next == b'\r' && self.text.get(self.at + 1) == Some(&b'\n');
            self.line += usize::from(is_end && !is_half);
            self.at += 1;
        }
        self.line
    }
}

/// After an open quotation mark, the verdicts of all lines would be one cell. Enclosing and doubled marks make an even number.
fn refuse_open_mark(text: &str, lines: &[(usize, StringRecord)]) -> Result<()> {
    if memchr::memchr_iter(b'"', text.as_bytes()).count().is_multiple_of(2) {
        return Ok(());
    }
    let error = fault("a quotation mark is never closed, here or above", "save the sheet with a spreadsheet");
    Err(error.on_line(lines.last().map_or(1, |(line, _)| *line)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::corrections::Verdict;

    const SHEET: &str = "table,row,text_hash,given,verdict,note\n\
        a.csv,12,x1,news,flip,\"says \"\"we\"\", twice\"\nb.csv,3,x2,opinion,keep,\na.csv,4,x3,opinion, DROP ,café\n";

    fn verdicts(bytes: &[u8], table: &str) -> Vec<(usize, Verdict)> {
        let sheet = read_sheet("s.csv", bytes, table, &[]).unwrap();
        sheet.decisions.iter().map(|decision| (decision.row, decision.verdict)).collect()
    }

    /// Whatever a spreadsheet makes of a sheet, it says the same.
    #[test]
    fn tables_of_one_file_name_are_distinguished_by_their_paths() {
        let text = "table,row,text_hash,given,verdict\na/t.csv,1,x1,news,flip\nb/t.csv,2,x2,news,drop\n";
        let rows = |table: &str| {
            let sheet = read_sheet("s.csv", text.as_bytes(), table, &[]).unwrap();
            sheet.decisions.iter().map(|decision| decision.row).collect::<Vec<_>>()
        };
        assert_eq!((rows("a/t.csv"), rows("b/t.csv"), rows("/x/b/t.csv")), (vec![1], vec![2], vec![2]));
    }

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
        let error = read_sheet("s.csv", SHEET.as_bytes(), "clean.csv", &[]).unwrap_err().to_string();
        assert!(error.starts_with("s.csv: the sheet covers several tables, but no line"), "{error}");
    }

    #[test]
    fn a_quotation_mark_does_not_swallow_the_lines_below() {
        let text = SHEET.replace("keep,", "keep,\"never closed");
        let error = read_sheet("s.csv", text.as_bytes(), "a.csv", &[]).unwrap_err().to_string();
        assert!(error.starts_with("s.csv:3: a quotation mark is never closed"), "{error}");
    }

    /// A table's name may look like a formula.
    #[test]
    fn apostrophes_that_guard_cells_are_no_part_of_them() {
        let guarded = SHEET.replace("a.csv", "'-a.csv").replace("café", "'=1+1");
        let sheet = read_sheet("s.csv", guarded.as_bytes(), "-a.csv", &[]).unwrap();
        assert_eq!(sheet.decisions.iter().map(|of| of.row).collect::<Vec<_>>(), [4, 12]);
        assert_eq!(sheet.decisions[0].remarks.note.as_deref(), Some("=1+1"));
    }

    /// csv counts CR LF twice, and CR alone not at all.
    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text =
                ["sep=,", "row,text_hash,given,verdict,note", "", "1,x1,news,keep,\"a", "b\"", "2,x2,news,flop,"];
            let error = read_sheet("s.csv", text.join(end).as_bytes(), "t", &[]).unwrap_err().to_string();
            assert!(error.starts_with("s.csv:6: \"flop\" is not a verdict"), "{end:?}: {error}");
        }
    }

    /// The second line would be lost without a word.
    #[test]
    fn a_row_that_is_there_twice_is_the_same_row() {
        let twice = format!("{SHEET}a.csv,12,x9,opinion,flip,\n");
        let error = read_sheet("s.csv", twice.as_bytes(), "a.csv", &[]).unwrap_err().to_string();
        assert!(error.starts_with("s.csv:5: row 12 has a different text or label than on line 2"), "{error}");
    }

    #[test]
    fn a_queue_holds_labels_in_the_spellings_of_the_table() {
        let map = [("SUBJ".to_owned(), Label::Opinion)];
        let queue = "row;text_hash;label\n3;x1;SUBJ\n4;x2;News\n5;x3;\n";
        let sheet = read_sheet("q.csv", queue.as_bytes(), "t.csv", &map).unwrap();
        let verdicts: Vec<Verdict> = sheet.decisions.iter().map(|decision| decision.verdict).collect();
        assert_eq!(verdicts, [Verdict::Label(Label::Opinion), Verdict::Label(Label::News)]);
        assert!(sheet.is_queue && sheet.undecided == 1);
        let error = read_sheet("q.csv", queue.as_bytes(), "t.csv", &[]).unwrap_err().to_string();
        assert!(error.starts_with("q.csv:2: the label \"SUBJ\" is neither"), "{error}");
    }

    #[test]
    fn a_row_may_stand_there_for_several_reasons() {
        let twice = format!("{SHEET}a.csv,12,x1,news,Flip,\na.csv,12,x1,news,,\n");
        assert_eq!(verdicts(twice.as_bytes(), "a.csv").len(), 2);
    }
}
