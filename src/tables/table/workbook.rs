//! A sheet of a workbook (`.xlsx`, `.ods`) → CSV, which is read like any other.
//!
//! Cells become what the spreadsheet shows, as far as that is known without its formats: whole numbers without a point, dates in
//! ISO 8601, truths as `TRUE` and `FALSE`. The first row that is not empty is the header; cells beyond its last name belong to no
//! column and are left out. Each row of the sheet is a record, so that a row's line is its number in the spreadsheet.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{Cursor, Read};

use calamine::{Data, Ods, Reader, SheetType, SheetVisible, Xlsx};
use zip::ZipArchive;

use super::{ods_size, sheets::Sheets};
use crate::error::{Error, ErrorKind, Result};
use crate::tables::csv::record;

/// The most sheets that are looked at for what they hold.
const MOST_SHEETS: usize = 20;
/// The most bytes that a workbook may unpack to.
const MOST_BYTES: u64 = 512 << 20;
/// The most cells of an OpenDocument spreadsheet: they are all in memory at once.
const MOST_CELLS: u64 = 20_000_000;
/// The first bytes of any zip archive.
const ZIP: &[u8] = b"PK\x03\x04";
/// What only an OpenDocument spreadsheet has among its first bytes.
const ODS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
/// What only an .xlsx has in its index.
const XLSX: &[u8] = b"xl/workbook.xml";
/// What a zip ends with: without it, it was cut off.
const ZIP_END: &[u8] = b"PK\x05\x06";

/// Rows by their numbers, from 0, and in each the cells that are not empty, by their columns.
type Rows = BTreeMap<u32, BTreeMap<u32, String>>;

/// Returns whether bytes may be those of a workbook: it cannot be told before all are read.
pub(crate) fn may_be_workbook(head: &[u8]) -> bool {
    head.starts_with(ZIP)
}

/// Returns whether a zip was cut off, and so cannot tell what it is.
pub(crate) fn is_cut(bytes: &[u8]) -> bool {
    may_be_workbook(bytes) && memchr::memmem::rfind(bytes, ZIP_END).is_none()
}

/// Returns whether these are the bytes of a workbook.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    is_ods(bytes) || may_be_workbook(bytes) && memchr::memmem::rfind(bytes, XLSX).is_some()
}

fn is_ods(bytes: &[u8]) -> bool {
    may_be_workbook(bytes) && memchr::memmem::find(&bytes[..bytes.len().min(256)], ODS).is_some()
}

/// A sheet of a workbook.
pub(crate) struct Sheet {
    /// What it holds.
    pub csv: Vec<u8>,
    pub sheets: Sheets,
}

/// Returns a sheet as CSV: the one of this name, or the first that is visible and holds something.
///
/// # Errors
/// [`ErrorKind::Encoding`] for a workbook that is damaged or unpacks to too much, [`ErrorKind::Table`] for a sheet that is not
/// there, and [`ErrorKind::Empty`] for one without cells.
pub(crate) fn as_csv(bytes: &[u8], sheet: Option<&str>) -> Result<Sheet> {
    if is_cut(bytes) {
        let error = Error::new(ErrorKind::Encoding, "this workbook is cut off or damaged");
        return Err(error.remedy("copy it or save it again"));
    }
    refuse_huge(bytes)?;
    let mut book = Book::open(bytes)?;
    let sheets = book.choose(sheet)?;
    let rows = book.rows(&sheets.read, false)?;
    let Some((&first, header)) = rows.first_key_value() else {
        return Err(Error::new(ErrorKind::Empty, "the sheet is empty").remedy(
            "name another sheet after the file's name, such as letters.xlsx#Sheet2; the first row must be a header",
        ));
    };
    let width = header.last_key_value().map_or(0, |(column, _)| column + 1);
    let mut csv = "\n".repeat(first as usize).into_bytes();
    let mut next = first;
    for (&number, cells) in &rows {
        csv.extend((next..number).map(|_| b'\n'));
        next = number + 1;
        let field = |column: u32| cells.get(&column).map(String::as_str).unwrap_or_default();
        if (0..width).all(|column| field(column).is_empty()) {
            csv.push(b'\n');
        } else {
            record(&mut csv, (0..width).map(field));
        }
    }
    Ok(Sheet { csv, sheets })
}

/// Unpacks everything once, without keeping it: the sizes that an archive states may be wrong.
fn refuse_huge(bytes: &[u8]) -> Result<()> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut room = MOST_BYTES;
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(|error| damaged(&error))?;
        let read = std::io::copy(&mut part.take(room + 1), &mut std::io::sink()).map_err(|error| damaged(&error))?;
        room = room.checked_sub(read).ok_or_else(|| {
            let what = format!("the workbook unpacks to more than the {} MB that are read", MOST_BYTES >> 20);
            Error::new(ErrorKind::Encoding, what).remedy("save the sheet as CSV")
        })?;
    }
    if is_ods(bytes) {
        refuse_many_cells(&mut archive)?;
    }
    Ok(())
}

/// Refuses a spreadsheet whose repeated rows and cells would not fit into memory.
fn refuse_many_cells(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<()> {
    let mut content = Vec::new();
    let part = archive.by_name("content.xml").map_err(|error| damaged(&error))?;
    part.take(MOST_BYTES).read_to_end(&mut content).map_err(|error| damaged(&error))?;
    let cells = ods_size::cells(&content);
    if cells <= MOST_CELLS {
        return Ok(());
    }
    let what = format!("the workbook has {cells} cells once repeated ones are written out, and {MOST_CELLS} are read");
    Err(Error::new(ErrorKind::Encoding, what).remedy("delete its empty rows and columns, or save the sheet as CSV"))
}

/// An open workbook.
enum Book<'b> {
    Xlsx(Box<Xlsx<Cursor<&'b [u8]>>>),
    Ods(Box<Ods<Cursor<&'b [u8]>>>),
}

impl<'b> Book<'b> {
    fn open(bytes: &'b [u8]) -> Result<Book<'b>> {
        let stream = Cursor::new(bytes);
        Ok(if is_ods(bytes) {
            Book::Ods(Box::new(Ods::new(stream).map_err(|error| damaged(&error))?))
        } else {
            Book::Xlsx(Box::new(Xlsx::new(stream).map_err(|error| damaged(&error))?))
        })
    }

    /// The names of its sheets, and whether each is visible. A sheet of a chart has no cells.
    fn sheets(&self) -> Vec<(String, bool)> {
        let sheets = match self {
            Book::Xlsx(book) => book.sheets_metadata(),
            Book::Ods(book) => book.sheets_metadata(),
        };
        let of_cells = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        of_cells.map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible)).collect()
    }

    /// Chooses the sheet to read.
    fn choose(&mut self, wanted: Option<&str>) -> Result<Sheets> {
        let sheets = self.sheets();
        let Some((first, _)) = sheets.first() else {
            return Err(Error::new(ErrorKind::Empty, "the workbook has no sheet").remedy("check that it was saved"));
        };
        if let Some(wanted) = wanted {
            let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
            return Ok(Sheets { read: named(&names, wanted)?, is_named: true, others: Vec::new() });
        }
        let visible = sheets.iter().filter(|(_, is_visible)| *is_visible).take(MOST_SHEETS);
        let filled = visible.filter_map(|(name, _)| Some((name.clone(), self.header(name)?)));
        let mut filled = filled.collect::<Vec<_>>().into_iter();
        let read = filled.next().map_or_else(|| first.clone(), |(name, _)| name);
        Ok(Sheets { read, is_named: false, others: filled.collect() })
    }

    /// The first row of a sheet that is not empty. A damaged sheet matters only if it is read.
    fn header(&mut self, sheet: &str) -> Option<Vec<String>> {
        let (_, cells) = self.rows(sheet, true).ok()?.pop_first()?;
        Some(cells.into_values().collect())
    }

    /// Reads the rows of a sheet, or the first only.
    fn rows(&mut self, sheet: &str, is_first_enough: bool) -> Result<Rows> {
        let mut rows = Rows::new();
        match self {
            // Cell by cell: a cell at the far corner must not cost what a full sheet does.
            Book::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| damaged(&error))?;
                while let Some(cell) = cells.next_cell().map_err(|error| damaged(&error))? {
                    let (row, column) = cell.get_position();
                    if is_first_enough && rows.first_key_value().is_some_and(|(&first, _)| row > first) {
                        break;
                    }
                    add(&mut rows, row, column, &Data::from(cell.get_value().clone()));
                }
            }
            Book::Ods(book) => {
                let range = book.worksheet_range(sheet).map_err(|error| damaged(&error))?;
                let (top, left) = range.start().unwrap_or_default();
                for (row, column, value) in range.used_cells() {
                    add(&mut rows, top + row as u32, left + column as u32, value);
                }
            }
        }
        Ok(rows)
    }
}

/// The sheet of a name, as it is spelt.
fn named(names: &[&str], wanted: &str) -> Result<String> {
    let is_alike = |name: &&&str| name.trim().to_lowercase() == wanted.trim().to_lowercase();
    let found = names.iter().find(|name| **name == wanted).or_else(|| names.iter().find(is_alike));
    found.map(|name| (*name).to_owned()).ok_or_else(|| {
        let what = format!("there is no sheet \"{wanted}\" among: {}", names.join(", "));
        Error::new(ErrorKind::Table, what).remedy("name one of them")
    })
}

fn add(rows: &mut Rows, row: u32, column: u32, value: &Data) {
    let text = shown(value);
    if !text.is_empty() {
        rows.entry(row).or_default().insert(column, text);
    }
}

/// A cell as a spreadsheet shows it.
fn shown(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Bool(truth) => truth.to_string().to_uppercase(),
        Data::DateTime(date) if date.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
            let day = format!("{year:04}-{month:02}-{day:02}");
            let time = format!("{hour:02}:{minute:02}:{second:02}");
            match (date.as_f64(), time.as_str()) {
                (number, _) if number < 1.0 => time,
                (_, "00:00:00") => day,
                _ => format!("{day} {time}"),
            }
        }
        // ISO 8601 already, but for a time of zero.
        Data::DateTimeIso(date) => date.strip_suffix("T00:00:00").unwrap_or(date).to_owned(),
        other => other.to_string(),
    }
}

fn damaged(error: &dyn Display) -> Error {
    Error::new(ErrorKind::Encoding, format!("the workbook cannot be read: {error}"))
        .remedy("save it again, or save the sheet as CSV; a workbook with a password cannot be read")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::tables::rows::TableNote;
    use crate::tables::table::{TableParams, read_table};

    fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// A workbook of two sheets; cells are `(place, type and style, value)`.
    fn xlsx(rows: &str) -> Vec<u8> {
        xlsx_of(["visible", "visible"], [rows, ""])
    }

    /// A workbook of two sheets with these states and rows.
    fn xlsx_of(states: [&str; 2], [rows, others]: [&str; 2]) -> Vec<u8> {
        let sheet = |rows: &str| {
            format!(
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
            )
        };
        let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        archive(&[
            (
                "_rels/.rels",
                &format!(
                    "<Relationships><Relationship Id=\"r0\" Type=\"{relation}/officeDocument\" \
                     Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                &format!(
                    "<workbook xmlns:r=\"{relation}\"><sheets><sheet name=\"Letters\" sheetId=\"1\" state=\"{}\" r:id=\"r1\"/>\
                 <sheet name=\"Other\" sheetId=\"2\" state=\"{}\" r:id=\"r2\"/></sheets></workbook>",
                    states[0], states[1]
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                &format!(
                    "<Relationships><Relationship Id=\"r1\" Type=\"{relation}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"r2\" Type=\"{relation}/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>"
                ),
            ),
            ("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
            ("xl/worksheets/sheet1.xml", &sheet(rows)),
            ("xl/worksheets/sheet2.xml", &sheet(others)),
        ])
    }

    fn text(place: &str, text: &str) -> String {
        format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    }

    #[test]
    fn a_sheet_is_read_as_it_is_shown() {
        let header = [("A2", "Text "), ("B2", "label"), ("C2", "id"), ("D2", "day")].map(|(at, name)| text(at, name));
        let rows = format!(
            "<row r=\"2\">{}</row><row r=\"4\">{}<c r=\"B4\"><v>1.0</v></c><c r=\"C4\"><v>7</v></c>\
             <c r=\"D4\" s=\"1\"><v>45292</v></c>{}</row><row r=\"5\">{}<c r=\"B5\"><v>0</v></c></row>\
             <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>",
            header.concat(),
            text("A4", "We must act.\nAt once, and \"now\"."),
            text("F4", "beyond"),
            text("A5", "It met.")
        );
        let book = xlsx(&rows);
        assert!(is_workbook(&book) && !is_workbook(&archive(&[("word/document.xml", "")])));
        let csv = String::from_utf8(as_csv(&book, None).unwrap().csv).unwrap();
        assert_eq!(
            csv.trim_end(),
            "\nText,label,id,day\n\n\"We must act.\nAt once, and \"\"now\"\".\",1,7,2024-01-01\nIt met.,0,,".trim_end()
        );
        let map = vec![("0".to_owned(), crate::Label::News), ("1".to_owned(), crate::Label::Opinion)];
        let table = read_table("a.xlsx", &book, &TableParams { label_map: map, ..TableParams::default() }).unwrap();
        let lines: Vec<usize> = table.rows.iter().map(|row| row.line).collect();
        assert_eq!((lines, table.rows[0].id.as_deref()), (vec![4, 5], Some("7")));
    }

    fn row(cells: &str) -> String {
        format!("<row r=\"1\">{cells}</row>")
    }

    #[test]
    fn the_first_sheet_that_is_visible_and_filled_is_read() {
        let [one, two] = ["One", "Two"].map(|name| row(&text("A1", name)));
        let read = |states, rows: [&str; 2], sheet| as_csv(&xlsx_of(states, rows), sheet).unwrap();
        let both = read(["visible"; 2], [&one, &two], None);
        let note = TableNote::OtherSheets { read: "Letters".to_owned(), others: vec!["Other".to_owned()] };
        assert_eq!((both.csv, both.sheets.note()), (b"One\n".to_vec(), Some(note)));
        for (states, rows) in [
            (["hidden", "visible"], [one.as_str(), two.as_str()]),
            (["veryHidden", "visible"], [&one, &two]),
            (["visible", "visible"], ["", &two]),
        ] {
            let second = read(states, rows, None);
            assert_eq!((second.csv, second.sheets.note()), (b"Two\n".to_vec(), None), "{states:?}");
        }
        let named = read(["visible", "hidden"], [&one, &two], Some("Other"));
        assert_eq!((named.csv, named.sheets.note()), (b"Two\n".to_vec(), None), "who names a sheet knows of it");
    }

    #[test]
    fn a_missing_column_is_looked_for_on_the_other_sheets() {
        let error = |other: &str| {
            let book = xlsx_of(["visible"; 2], [&row(&text("A1", "About this file")), &row(&text("A1", other))]);
            let params = TableParams { labels_required: false, ..TableParams::default() };
            read_table("a.xlsx", &book, &params).unwrap_err().to_string()
        };
        assert!(
            error(" Text").ends_with("; name the sheet that has what is missing: a.xlsx#Other"),
            "{}",
            error(" Text")
        );
        assert!(error("body").ends_with(", or name another sheet, such as a.xlsx#Other"), "{}", error("body"));
    }

    #[test]
    fn an_open_document_is_read_too() {
        let content = "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
             <office:spreadsheet><table:table table:name=\"One\">\
             <table:table-row><table:table-cell office:value-type=\"string\"><text:p>text</text:p></table:table-cell>\
             <table:table-cell office:value-type=\"string\"><text:p>n</text:p></table:table-cell></table:table-row>\
             <table:table-row><table:table-cell office:value-type=\"string\"><text:p>It met.</text:p></table:table-cell>\
             <table:table-cell office:value-type=\"float\" office:value=\"2\"><text:p>2</text:p></table:table-cell>\
             </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>";
        let mime = std::str::from_utf8(ODS).unwrap();
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for (name, part) in [
            ("mimetype", mime),
            ("content.xml", content),
            ("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest=\"m\"/>"),
        ] {
            zip.start_file(name, stored).unwrap();
            zip.write_all(part.as_bytes()).unwrap();
        }
        let book = zip.finish().unwrap().into_inner();
        assert_eq!(as_csv(&book, Some("one")).unwrap().csv, b"text,n\nIt met.,2\n");
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let error = |bytes: &[u8], sheet| as_csv(bytes, sheet).err().unwrap().to_string();
        let book = xlsx("");
        assert!(error(&book, None).starts_with("the sheet is empty"), "{}", error(&book, None));
        assert!(error(&book, Some("x")).starts_with("there is no sheet \"x\" among: Letters, Other"));
        assert!(error(&book[..book.len() / 2], None).starts_with("this workbook is cut off or damaged"));
        let bomb = " ".repeat((MOST_BYTES / 8) as usize);
        let parts: Vec<String> = (0..9).map(|part| format!("xl/{part}")).collect();
        let bomb = archive(&parts.iter().map(|name| (name.as_str(), bomb.as_str())).collect::<Vec<_>>());
        assert!(error(&bomb, None).starts_with("the workbook unpacks to more than the 512 MB"), "{}", bomb.len());
    }
}
