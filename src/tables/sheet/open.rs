//! A sheet that is filled in line by line: all its cells, as they came.

use std::collections::BTreeMap;

use csv::{StringRecord, Terminator, WriterBuilder};

use super::columns::{Columns, NO_LABEL, is_called};
use super::decided::{add, file_name};
use super::guarded;
use super::read::{Records, records};
use crate::error::Result;
use crate::label::Label;
use crate::tables::corrections::{Decision, Verdict};
use crate::text::decode::decode;

/// A byte order mark, by which spreadsheets know UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// What a person filled in on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in the person's words.
    pub note: Option<String>,
    /// Who decided.
    pub by: Option<String>,
    /// When, in the words of the sheet.
    pub when: Option<String>,
}

/// A line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// The data row of the table, from 1.
    pub row: usize,
    /// [`text_hash`](crate::tables::rows::text_hash) of the row's text when the sheet was made.
    pub text_hash: String,
    /// The row's label when the sheet was made; none in a queue.
    pub given: Option<Label>,
    /// The probability that the label is wrong, in the words of the sheet.
    pub score: Option<String>,
    /// Why the row is in the sheet.
    pub reason: Option<String>,
    /// What was filled in.
    pub filled: Option<Filled>,
}

/// A sheet with all its cells. Other columns, their order, the separator, a line that states it, and the byte order mark stay as a
/// spreadsheet left them.
///
/// ```
/// use oped::tables::corrections::Verdict;
/// use oped::tables::sheet::{Filled, OpenSheet};
/// let bytes = b"sep=;\nrow;text_hash;given;verdict;mine\n7;x2d06800538d394c2;news;;?\n";
/// let mut sheet = OpenSheet::read("sheet.csv", bytes, &[])?;
/// assert_eq!((sheet.lines()[0].row, sheet.lines()[0].filled.is_none()), (7, true));
/// sheet.fill(7, Some(&Filled { verdict: Verdict::Flip, note: None, by: Some("ann".into()), when: None }));
/// let written = "sep=;\nrow;text_hash;given;verdict;mine;note;by;when\n7;x2d06800538d394c2;news;flip;?;;ann;\n";
/// assert_eq!(sheet.bytes(), written.as_bytes());
/// # Ok::<(), oped::error::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct OpenSheet {
    delimiter: u8,
    has_mark: bool,
    states_delimiter: bool,
    header: StringRecord,
    columns: Columns,
    records: Vec<StringRecord>,
    lines: Vec<SheetLine>,
    of_row: BTreeMap<usize, Places>,
}

/// Where a row is.
#[derive(Debug, Clone)]
struct Places {
    line: usize,
    records: Vec<usize>,
}

impl OpenSheet {
    /// Reads a sheet. `label_map` holds other spellings of the labels of a queue.
    ///
    /// # Errors
    /// Those of [`read_sheet`](super::read_sheet), but for those about tables.
    pub fn read(name: &str, bytes: &[u8], label_map: &[(String, Label)]) -> Result<OpenSheet> {
        OpenSheet::of(bytes, label_map).map_err(|error| error.at(name, None))
    }

    fn of(bytes: &[u8], label_map: &[(String, Label)]) -> Result<OpenSheet> {
        let text = decode(bytes, None)?;
        // What was not UTF-8 becomes UTF-8, which a spreadsheet should see.
        let has_mark = bytes.starts_with(MARK) || std::str::from_utf8(bytes).is_err();
        let Records { delimiter, states_delimiter, mut header, lines: numbered, columns } = records(&text.text)?;
        let needed = if columns.is_queue { &[NO_LABEL, "note", "by", "when"][..] } else { &["note", "by", "when"] };
        for name in needed {
            if !header.iter().any(|cell| is_called(cell, name)) {
                header.push_field(name);
            }
        }
        let columns = Columns::find(&header, columns.is_queue)?;
        let mut sheet = OpenSheet {
            delimiter,
            has_mark,
            states_delimiter,
            header,
            columns,
            records: Vec::new(),
            lines: Vec::new(),
            of_row: BTreeMap::new(),
        };
        let mut decided = BTreeMap::new();
        for (number, record) in numbered {
            let line = sheet.read_line(number, &record, label_map).map_err(|error| error.on_line(number))?;
            if let Some((line, decision)) = line {
                if line.filled.is_some() {
                    add(&mut decided, decision)?;
                }
                sheet.add(line);
            }
            sheet.records.push(record);
        }
        Ok(sheet)
    }

    /// The line of a record; none if it is blank.
    fn read_line(
        &self,
        number: usize,
        record: &StringRecord,
        label_map: &[(String, Label)],
    ) -> Result<Option<(SheetLine, Decision)>> {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(None);
        }
        let is_undecided = self.columns.is_undecided(record);
        // A verdict that changes nothing stands in for the one to come.
        let whole = if is_undecided { self.with(record, Some(&UNDECIDED)) } else { record.clone() };
        let decision = self.columns.decision(number, &whole, label_map)?;
        let remarks = decision.remarks.clone();
        let filled = (!is_undecided).then_some(Filled {
            verdict: decision.verdict,
            note: remarks.note,
            by: remarks.by,
            when: remarks.when,
        });
        let line = SheetLine {
            row: decision.row,
            text_hash: decision.text_hash.clone(),
            given: decision.given,
            score: remarks.score,
            reason: remarks.reason,
            filled,
        };
        Ok(Some((line, decision)))
    }

    /// Adds the line of the next record.
    fn add(&mut self, line: SheetLine) {
        let next = self.lines.len();
        let places = self.of_row.entry(line.row).or_insert_with(|| Places { line: next, records: Vec::new() });
        places.records.push(self.records.len());
        match self.lines.get_mut(places.line) {
            None => self.lines.push(line),
            // The first line of a row counts, unless only another one is decided.
            Some(first) if first.filled.is_none() => first.filled = line.filled,
            Some(_) => {}
        }
    }

    /// Whether its verdicts are labels for rows without one.
    pub fn is_queue(&self) -> bool {
        self.columns.is_queue
    }

    /// One line for each row, in the order of the sheet.
    pub fn lines(&self) -> &[SheetLine] {
        &self.lines
    }

    /// The file names of its tables, without folders.
    pub fn tables(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .records
            .iter()
            .filter_map(|record| self.columns.cell(record, self.columns.table))
            .map(file_name)
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The line of a row.
    pub fn line_of(&self, row: usize) -> Option<&SheetLine> {
        self.lines.get(self.of_row.get(&row)?.line)
    }

    /// What is filled in for a row.
    pub fn filled(&self, row: usize) -> Option<&Filled> {
        self.line_of(row)?.filled.as_ref()
    }

    /// Fills in the lines of a row, or empties them.
    pub fn fill(&mut self, row: usize, filled: Option<&Filled>) {
        let Some(Places { line, records }) = self.of_row.get(&row).cloned() else { return };
        for at in records {
            self.records[at] = self.with(&self.records[at], filled);
        }
        self.lines[line].filled = filled.cloned();
    }

    /// A record with other cells to fill in.
    fn with(&self, record: &StringRecord, filled: Option<&Filled>) -> StringRecord {
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        cells.resize(cells.len().max(self.header.len()), String::new());
        let mut set = |column: Option<usize>, text: Option<&str>| {
            if let Some(column) = column {
                cells[column] = guarded(text.unwrap_or_default()).into_owned();
            }
        };
        let columns = &self.columns;
        let (verdict, no_label) = match filled.map(|filled| filled.verdict) {
            None => (None, None),
            Some(Verdict::Label(label)) => (Some(label.as_str()), None),
            Some(verdict) if columns.is_queue => (None, Some(verdict.as_str())),
            Some(verdict) => (Some(verdict.as_str()), None),
        };
        set(Some(columns.verdict), verdict);
        set(columns.no_label, no_label);
        set(columns.note, filled.and_then(|filled| filled.note.as_deref()));
        set(columns.by, filled.and_then(|filled| filled.by.as_deref()));
        set(columns.when, filled.and_then(|filled| filled.when.as_deref()));
        StringRecord::from(cells)
    }

    /// The sheet's bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = if self.has_mark { MARK.to_vec() } else { Vec::new() };
        if self.states_delimiter {
            out.extend([b"sep=", &[self.delimiter][..], b"\n"].concat());
        }
        let mut builder = WriterBuilder::new();
        builder.delimiter(self.delimiter).terminator(Terminator::Any(b'\n')).flexible(true);
        let mut writer = builder.from_writer(out);
        for record in std::iter::once(&self.header).chain(&self.records) {
            // Writing into a vector cannot fail.
            let _ = writer.write_record(record);
        }
        writer.into_inner().unwrap_or_default()
    }
}

const UNDECIDED: Filled = Filled { verdict: Verdict::Unsure, note: None, by: None, when: None };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::sheet::{issues_sheet, read_sheet};

    fn by_ann(verdict: Verdict) -> Filled {
        let text = |text: &str| Some(text.to_owned());
        Filled { verdict, note: text("=1, \"so\"\nit is"), by: text("ann"), when: text("2026-05-14T10:40:05Z") }
    }

    /// The page and a spreadsheet must be able to take turns.
    #[test]
    fn what_is_filled_in_is_what_a_sheet_says() {
        let lines = [["t.csv", "7", "9", "", "=x", "", "", "news", "opinion", "0.9312", "why", "No!", "x0"]];
        let mut sheet = OpenSheet::read("s.csv", &issues_sheet(lines), &[]).unwrap();
        assert_eq!(sheet.bytes(), issues_sheet(lines));
        let filled = by_ann(Verdict::Flip);
        sheet.fill(7, Some(&filled));
        let bytes = sheet.bytes();
        let decision = &read_sheet("s.csv", &bytes, "t.csv", &[]).unwrap().decisions[0];
        assert_eq!((decision.verdict, decision.remarks.note.as_deref()), (Verdict::Flip, filled.note.as_deref()));
        assert_eq!(OpenSheet::read("s.csv", &bytes, &[]).unwrap().filled(7), Some(&filled));
        sheet.fill(7, None);
        assert_eq!(sheet.bytes(), issues_sheet(lines));
    }

    #[test]
    fn a_queue_has_a_column_for_rows_without_a_label() {
        let queue = "row,text_hash,label\n3,x1,\n4,x2,\n5,x3,news\n";
        let mut sheet = OpenSheet::read("q.csv", queue.as_bytes(), &[]).unwrap();
        sheet.fill(3, Some(&by_ann(Verdict::Label(Label::Opinion))));
        sheet.fill(4, Some(&by_ann(Verdict::Drop)));
        let bytes = sheet.bytes();
        let read = read_sheet("q.csv", &bytes, "t.csv", &[]).unwrap();
        let verdicts: Vec<Verdict> = read.decisions.iter().map(|decision| decision.verdict).collect();
        let label = Verdict::Label;
        assert_eq!(verdicts, [label(Label::Opinion), Verdict::Drop, label(Label::News)]);
        let both = "row,text_hash,label,no_label\n3,x1,news,drop\n";
        let error = OpenSheet::read("q.csv", both.as_bytes(), &[]).unwrap_err().to_string();
        assert!(error.starts_with("q.csv:2: both \"label\" and \"no_label\" are filled in"), "{error}");
        let word = "row,text_hash,label,no_label\n3,x1,,keep\n";
        let error = OpenSheet::read("q.csv", word.as_bytes(), &[]).unwrap_err().to_string();
        assert!(error.starts_with("q.csv:2: \"no_label\" is \"keep\"; write drop or unsure"), "{error}");
    }

    #[test]
    fn cells_of_a_spreadsheet_stay() {
        let bytes = "\u{FEFF}mine;Verdict;row;text_hash;given\r\n\"caf\u{e9}; x\";;7;x1;news\r\n;;;;\r\n?;keep;8;x2;opinion\r\n";
        let mut sheet = OpenSheet::read("s.csv", bytes.as_bytes(), &[]).unwrap();
        assert_eq!(sheet.lines().iter().map(|line| line.filled.is_some()).collect::<Vec<_>>(), [false, true]);
        sheet.fill(7, Some(&Filled { note: None, ..by_ann(Verdict::Drop) }));
        let expected = "\u{FEFF}mine;Verdict;row;text_hash;given;note;by;when\n\"caf\u{e9}; x\";drop;7;x1;news;;ann;2026-05-14T10:40:05Z\n;;;;\n?;keep;8;x2;opinion\n";
        assert_eq!(String::from_utf8(sheet.bytes()).unwrap(), expected);
    }

    #[test]
    fn all_lines_of_a_row_are_filled_in() {
        let twice = "row,text_hash,given,verdict\n7,x1,news,\n7,x1,news,\n";
        let mut sheet = OpenSheet::read("s.csv", twice.as_bytes(), &[]).unwrap();
        sheet.fill(7, Some(&by_ann(Verdict::Keep)));
        assert_eq!(read_sheet("s.csv", &sheet.bytes(), "t.csv", &[]).unwrap().undecided, 0);
        assert_eq!(sheet.lines().len(), 1);
    }
}
