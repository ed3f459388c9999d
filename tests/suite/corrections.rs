//! Corrections over any table: the bytes that change are those of the labels, and undo gives back every byte.

use oped::label::Label;
use oped::tables::corrections::journal::{Lines, content_hash};
use oped::tables::corrections::{ApplyParams, Journal, apply, undo};
use oped::tables::rows::text_hash;
use oped::tables::sheet::{Sheet, read_sheet};
use oped::tables::table::{TableFormat, TableParams, read_table};
use oped::text::Encoding;
use proptest::prelude::*;

/// A row as it is to be written.
#[derive(Debug, Clone)]
struct Written {
    text: String,
    label: Label,
    other: String,
    blanks: (String, String),
    is_quoted: bool,
    /// Blank lines behind it.
    blank_lines: usize,
    verdict: &'static str,
}

/// How a table is written.
#[derive(Debug, Clone, Copy)]
struct Manner {
    format: TableFormat,
    line_end: &'static str,
    has_mark: bool,
    is_western: bool,
    label_first: bool,
    ends_line: bool,
}

const SPELLINGS: [&str; 2] = ["News", "OPINION"];

fn spelling(label: Label) -> &'static str {
    SPELLINGS[usize::from(label.is_opinion())]
}

impl Manner {
    fn text(&self, rows: &[Written]) -> String {
        let separator = if self.format == TableFormat::Tsv { "\t" } else { "," };
        let mut out = String::from(if self.has_mark { "\u{FEFF}" } else { "" });
        if self.format != TableFormat::JsonLines {
            let names = if self.label_first { ["label", "a \"x\"", "text"] } else { ["text", "a \"x\"", "label"] };
            out += &(names.join(separator) + self.line_end);
        }
        for (at, row) in rows.iter().enumerate() {
            let mut fields = [self.field(&row.text, row), self.field(&row.other, row), self.label(row)];
            if self.label_first {
                fields.reverse();
            }
            out += &match self.format {
                TableFormat::JsonLines => format!("{{{} }}", fields.join(" ,")),
                _ => fields.join(separator),
            };
            let is_last = at + 1 == rows.len();
            out += &self.line_end.repeat(if is_last { usize::from(self.ends_line) } else { 1 + row.blank_lines });
        }
        out
    }

    fn field(&self, text: &str, row: &Written) -> String {
        if self.format == TableFormat::JsonLines {
            let key = if text == row.text { "text" } else { "x" };
            return format!("\"{key}\": {}", serde_json::Value::from(text));
        }
        let needs = text.contains(['"', ',', '\t', '\n', '\r']);
        if row.is_quoted || needs { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    }

    fn label(&self, row: &Written) -> String {
        let word = spelling(row.label);
        if self.format == TableFormat::JsonLines {
            return format!("\"label\":\"{word}\"");
        }
        let word = format!("{}{word}{}", row.blanks.0, row.blanks.1);
        if row.is_quoted { format!("\"{word}\"") } else { word }
    }

    fn bytes(&self, rows: &[Written]) -> Vec<u8> {
        let text = self.text(rows);
        if self.is_western { encode_western(&text) } else { text.into_bytes() }
    }

    fn params(&self) -> ApplyParams {
        let encoding = self.is_western.then_some(Encoding::WINDOWS_1252);
        let table = TableParams { format: Some(self.format), encoding, ..TableParams::default() };
        ApplyParams { table, ..ApplyParams::default() }
    }
}

/// The characters that [`words`] has, in Windows-1252.
fn encode_western(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        '“' => 0x93,
        '”' => 0x94,
        '\u{FEFF}' => b' ',
        c => u8::try_from(u32::from(c)).unwrap(),
    };
    text.chars().map(byte).collect()
}

fn words() -> impl Strategy<Value = String> {
    "[a-zéÀ“”\",;'\t\r\n=\\\\ ]{0,12}".prop_map(|text| format!("w{text}"))
}

fn row() -> impl Strategy<Value = Written> {
    let blanks = || prop::sample::select(vec!["", " ", "  "]).prop_map(str::to_owned);
    let label = prop::sample::select(Label::ALL.to_vec());
    let verdict = prop::sample::select(vec!["flip", "FLIP ", "drop", "keep", "unsure", ""]);
    (words(), label, words(), (blanks(), blanks()), any::<bool>(), 0..3usize, verdict).prop_map(
        |(text, label, other, blanks, is_quoted, blank_lines, verdict)| {
            // The key of a JSON field is told by its text.
            let other = format!("other {other}");
            Written { text, label, other, blanks, is_quoted, blank_lines, verdict }
        },
    )
}

/// Rows of which the first two have both labels and stay as they are: so the table's spellings are known.
fn rows() -> impl Strategy<Value = Vec<Written>> {
    prop::collection::vec(row(), 3..9).prop_map(|mut rows| {
        for (row, label) in rows.iter_mut().zip(Label::ALL) {
            (row.label, row.verdict) = (label, "");
        }
        rows
    })
}

fn manner() -> impl Strategy<Value = Manner> {
    let format = prop::sample::select(vec![TableFormat::Csv, TableFormat::Tsv, TableFormat::JsonLines]);
    let line_end = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    (format, line_end, any::<[bool; 4]>()).prop_map(
        |(format, line_end, [has_mark, is_western, label_first, ends_line])| Manner {
            format,
            line_end,
            has_mark: has_mark && !is_western,
            is_western,
            label_first,
            ends_line,
        },
    )
}

/// The sheet that a person filled in, the rows in another order.
fn sheet(rows: &[Written], bytes: &[u8], params: &ApplyParams) -> Sheet {
    let table = read_table("t", bytes, &params.table).unwrap();
    assert_eq!(table.rows.len(), rows.len());
    let line = |(at, row): (usize, &Written)| {
        let hash = text_hash(&table.rows[at].text);
        format!("{},{hash},{},{}\n", at + 1, row.label, row.verdict)
    };
    let lines: Vec<String> = rows.iter().enumerate().map(line).rev().collect();
    let text = format!("row,text_hash,given,verdict\n{}", lines.concat());
    read_sheet("sheet.csv", text.as_bytes(), "t", &[]).unwrap()
}

/// The rows as the verdicts want them.
fn corrected(rows: &[Written]) -> Vec<Written> {
    let mut kept: Vec<Written> = Vec::new();
    for row in rows {
        match (row.verdict, kept.last_mut()) {
            // The blank lines behind it stay.
            ("drop", Some(before)) => before.blank_lines += row.blank_lines,
            ("flip" | "FLIP ", _) => kept.push(Written { label: row.label.other(), ..row.clone() }),
            _ => kept.push(row.clone()),
        }
    }
    kept
}

proptest! {
    /// Where the last row is dropped, the line end before it stays, and that is all that is not compared.
    #[test]
    fn applied_is_what_a_person_would_have_written_and_undo_gives_back_every_byte(rows in rows(), manner in manner()) {
        let (bytes, params) = (manner.bytes(&rows), manner.params());
        let sheet = sheet(&rows, &bytes, &params);
        let applied = apply("t", &bytes, &sheet, &params).unwrap();
        let is_last_dropped = rows.last().is_some_and(|row| row.verdict == "drop");
        if !is_last_dropped {
            let expected = manner.bytes(&corrected(&rows));
            prop_assert_eq!(String::from_utf8_lossy(&applied.bytes), String::from_utf8_lossy(&expected));
        }
        for change in &applied.changes {
            let patch = change.patch.as_ref();
            prop_assert_eq!(patch.is_some(), change.decision.verdict.is_change());
        }
        let lines = Lines::of_applied("t", &bytes, &sheet, b"", &applied);
        let journal = Journal::read(lines.text.as_bytes()).unwrap();
        prop_assert_eq!(&journal.entries[0].before, &content_hash(&bytes));
        prop_assert_eq!(lines.appended_to(&journal, lines.text.as_bytes()), None);
        if applied.bytes != bytes {
            prop_assert_eq!(undo(&applied.bytes, &journal).unwrap().bytes, bytes);
        }
    }
}

/// Between tabs, whether fields are quoted is seen from all rows: the row that shows it must not go.
#[test]
fn a_result_that_would_be_read_in_another_way_is_refused() {
    let table = b"text\tlabel\n\"No,\" she said.\tnews\n\"We must.\"\topinion\n";
    let sheet = format!("row,text_hash,given,verdict\n1,{},news,drop\n", text_hash("\"No,\" she said."));
    let sheet = read_sheet("s.csv", sheet.as_bytes(), "t.tsv", &[]).unwrap();
    let error = apply("t.tsv", table, &sheet, &ApplyParams::default()).unwrap_err().to_string();
    assert!(error.starts_with("t.tsv: the corrected table would be read differently"), "{error}");
}

/// An apostrophe of Windows-1252 shows the encoding: without its row, the bytes of the next look like damaged UTF-8.
#[test]
fn a_result_that_could_not_be_read_is_refused_with_the_reason() {
    let western = b"\x93It\x92s here\x94 she said ".repeat(7);
    let table =
        [b"text,label\n", western.trim_ascii_end(), b",news\nna\xEFve d\xE9j\xE0 Caf\xC3\xA9,opinion\n"].concat();
    let sheet = filled_in(&[(1, "“It’s here” she said ".repeat(7).trim_end(), "news", "drop")]);
    let error = apply("t.csv", &table, &sheet, &ApplyParams::default()).unwrap_err().to_string();
    assert!(error.starts_with("t.csv:2: the corrected table could not be read: byte "), "{error}");
    assert!(error.ends_with("; save it as CSV in UTF-8 with quoted fields first, and audit that"), "{error}");
}

/// Labels that no row has are written as the map says, or in the case of the one in their place.
#[test]
fn a_label_that_no_row_has_is_written_like_the_other() {
    let map = vec![("SUBJ".to_owned(), Label::Opinion), ("OBJ".to_owned(), Label::News), ("1".to_owned(), Label::News)];
    let params = TableParams { label_map: map, ..TableParams::default() };
    let params = ApplyParams { table: params, ..ApplyParams::default() };
    for (name, table, given, expected) in [
        ("t.csv", "text,label\na,NEWS\n", "news", "text,label\na,OPINION\n"),
        ("t.csv", "text,label\na,\" News\"\n", "news", "text,label\na,\" Opinion\"\n"),
        ("t.csv", "text,label\na,OBJ\n", "news", "text,label\na,SUBJ\n"),
        ("t.jsonl", "{\"text\":\"a\",\"label\":\"SUBJ\"}", "opinion", "{\"text\":\"a\",\"label\":\"OBJ\"}"),
        ("t.jsonl", "{\"label\":1,\"text\":\"a\"}\n", "news", "{\"label\":\"SUBJ\",\"text\":\"a\"}\n"),
    ] {
        let sheet = format!("row,text_hash,given,verdict\n1,{},{given},flip\n", text_hash("a"));
        let sheet = read_sheet("s.csv", sheet.as_bytes(), name, &[]).unwrap();
        let applied = apply(name, table.as_bytes(), &sheet, &params).unwrap();
        assert_eq!(String::from_utf8(applied.bytes).unwrap(), expected);
    }
}

/// A label may need quotation marks that the one in its place did not.
#[test]
fn a_spelling_is_quoted_where_it_must_be() {
    let map = vec![("op,\"ed\"".to_owned(), Label::Opinion)];
    let params = TableParams { label_map: map, ..TableParams::default() };
    let params = ApplyParams { table: params, ..ApplyParams::default() };
    let table = b"text,label\na,news\nb,\"op,\"\"ed\"\"\"\nc,\"news\"\n";
    let line = |row: usize, text: &str| format!("{row},{},news,flip\n", text_hash(text));
    let sheet = format!("row,text_hash,given,verdict\n{}{}", line(1, "a"), line(3, "c"));
    let sheet = read_sheet("s.csv", sheet.as_bytes(), "t.csv", &[]).unwrap();
    let applied = apply("t.csv", table, &sheet, &params).unwrap();
    let label = "\"op,\"\"ed\"\"\"";
    assert_eq!(String::from_utf8(applied.bytes).unwrap(), format!("text,label\na,{label}\nb,{label}\nc,{label}\n"));
}

/// A queue goes into whatever stands for an empty label, and every byte comes back.
#[test]
fn labels_of_a_queue_are_filled_in_and_taken_back() {
    let map = vec![("SUBJ".to_owned(), Label::Opinion)];
    let mapped = TableParams { label_map: map, ..ApplyParams::default().table };
    let mapped = ApplyParams { table: mapped, ..ApplyParams::default() };
    let plain = ApplyParams::default();
    for (name, params, table, expected) in [
        ("t.csv", &plain, "text,label\r\na,\r\nb,News", "text,label\r\na,Opinion\r\nb,News"),
        ("t.csv", &plain, "label,text\n\"\",a\n NEWS ,b\n", "label,text\n\"OPINION\",a\n NEWS ,b\n"),
        ("t.csv", &plain, "label,text\n,a\nOp,b\n", ""),
        ("t.tsv", &plain, "text\tlabel\tx\na\t \ty\n", "text\tlabel\tx\na\t opinion\ty\n"),
        ("t.csv", &mapped, "text,label\na,\n", "text,label\na,SUBJ\n"),
        ("t.jsonl", &plain, "{\"text\":\"a\",\"label\": null }", "{\"text\":\"a\",\"label\": \"opinion\" }"),
        (
            "t.jsonl",
            &plain,
            "{\"label\":\"\",\"text\":\"a\"}\n{\"label\":\"News\",\"text\":\"b\"}",
            "{\"label\":\"Opinion\",\"text\":\"a\"}\n{\"label\":\"News\",\"text\":\"b\"}",
        ),
    ] {
        let queue = format!("row,text_hash,label\n1,{},opinion\n", text_hash("a"));
        let sheet = read_sheet("q.csv", queue.as_bytes(), name, &[]).unwrap();
        let applied = match apply(name, table.as_bytes(), &sheet, params) {
            Ok(applied) => applied,
            Err(error) => {
                assert!(expected.is_empty() && error.to_string().contains("neither news nor opinion"), "{error}");
                continue;
            }
        };
        assert_eq!(String::from_utf8_lossy(&applied.bytes), expected);
        let lines = Lines::of_applied(name, table.as_bytes(), &sheet, queue.as_bytes(), &applied);
        assert!(lines.text.contains("\"verdict\":\"label\",\"given\":null,\"label\":\"opinion\""), "{}", lines.text);
        let journal = Journal::read(lines.text.as_bytes()).unwrap();
        assert_eq!(undo(&applied.bytes, &journal).unwrap().bytes, table.as_bytes());
    }
}

/// What was done to a table in place, with the journal of it.
struct Desk {
    table: Vec<u8>,
    journal: Vec<u8>,
}

impl Desk {
    fn journal(&self) -> Journal {
        Journal::read(&self.journal).unwrap()
    }

    fn add(&mut self, lines: &Lines, table: Vec<u8>) {
        self.journal = lines.appended_to(&self.journal(), &self.journal).unwrap_or(self.journal.clone());
        self.table = table;
    }

    fn apply(&mut self, sheet: &str) {
        let read = read_sheet("s.csv", sheet.as_bytes(), "t.csv", &[]).unwrap();
        let applied = apply("t.csv", &self.table, &read, &ApplyParams::default()).unwrap();
        let lines = Lines::of_applied("t.csv", &self.table, &read, sheet.as_bytes(), &applied);
        self.add(&lines, applied.bytes);
    }

    fn undo(&mut self) -> bool {
        let journal = self.journal();
        let Ok(undone) = undo(&self.table, &journal) else { return false };
        let lines = Lines::of_undone("t.csv", &self.table, &undone);
        let table = undone.bytes.clone();
        self.add(&lines, table);
        true
    }

    fn has_applied(&self, sheet: &str) -> bool {
        self.journal().has_applied(&content_hash(sheet.as_bytes()), &content_hash(&self.table))
    }
}

const FOUR_ROWS: &[u8] = b"text,label\na,news\na,news\nb,news\nc,opinion\n";

/// A flip and its inverse lead back to the same table: taking both back must end there and not go round.
#[test]
fn undo_ends_where_the_table_began() {
    let mut desk = Desk { table: FOUR_ROWS.to_vec(), journal: Vec::new() };
    let sheet = |given: &str| format!("row,text_hash,given,verdict\n3,{},{given},flip\n", text_hash("b"));
    desk.apply(&sheet("news"));
    let flipped = desk.table.clone();
    desk.apply(&sheet("opinion"));
    assert_eq!(desk.table, FOUR_ROWS);
    assert!(desk.undo() && desk.table == flipped);
    assert!(desk.undo() && desk.table == FOUR_ROWS);
    assert!(!desk.undo());
    desk.apply(&sheet("news"));
    assert!(desk.undo() && desk.table == FOUR_ROWS && !desk.undo());
}

/// Where a program was interrupted before the table was in its place, the same undo does it once more.
#[test]
fn an_undo_that_did_not_reach_the_table_can_be_done_again() {
    let mut desk = Desk { table: FOUR_ROWS.to_vec(), journal: Vec::new() };
    desk.apply(&format!("row,text_hash,given,verdict\n3,{},news,flip\n", text_hash("b")));
    let flipped = desk.table.clone();
    assert!(desk.undo());
    let (entries, begun) = (desk.journal().entries.len(), desk.table.clone());
    desk.table = flipped;
    assert!(desk.undo() && desk.table == begun && desk.journal().entries.len() == entries);
}

/// Of two rows with one text the second would go too, since it takes the place of the first.
#[test]
fn a_sheet_that_was_applied_is_known() {
    let mut desk = Desk { table: FOUR_ROWS.to_vec(), journal: Vec::new() };
    let drop = format!("row,text_hash,given,verdict\n1,{},news,drop\n", text_hash("a"));
    assert!(!desk.has_applied(&drop));
    desk.apply(&drop);
    assert!(desk.has_applied(&drop));
    desk.apply(&format!("row,text_hash,given,verdict\n2,{},news,flip\n", text_hash("b")));
    assert!(desk.has_applied(&drop));
    assert!(desk.undo() && desk.undo() && !desk.has_applied(&drop));
}

/// A sheet for the table `t.csv`, in which each line is row, text, given and verdict.
fn filled_in(lines: &[(usize, &str, &str, &str)]) -> Sheet {
    let line = |(row, text, given, verdict): &(usize, &str, &str, &str)| {
        format!("{row},{},{given},{verdict}\n", text_hash(text))
    };
    let text = format!("row,text_hash,given,verdict\n{}", lines.iter().map(line).collect::<String>());
    read_sheet("s.csv", text.as_bytes(), "t.csv", &[]).unwrap()
}

fn corrected_text(table: &str, sheet: &Sheet) -> String {
    String::from_utf8(apply("t.csv", table.as_bytes(), sheet, &ApplyParams::default()).unwrap().bytes).unwrap()
}

/// Where rows were dropped, those that stay have moved up. Without a journal, that is all that tells.
#[test]
fn a_table_that_is_as_its_sheet_would_make_it_is_recognised_without_a_journal() {
    let sheet = filled_in(&[(1, "a", "news", "drop"), (3, "c", "news", "flip")]);
    let done = corrected_text("text,label\na,news\nb,opinion\nc,news\n", &sheet);
    assert_eq!(done, "text,label\nb,opinion\nc,opinion\n");
    let error = apply("t.csv", done.as_bytes(), &sheet, &ApplyParams::default()).unwrap_err().to_string();
    assert!(error.starts_with("s.csv: the table is already as this sheet would make it"), "{error}");
    // Another row with the dropped text: this table was not made by the sheet.
    let other = apply("t.csv", b"text,label\nb,news\nc,opinion\na,news\n", &sheet, &ApplyParams::default());
    assert!(other.unwrap_err().to_string().starts_with("s.csv:2: the text of row 1 has changed"));
}

/// Spreadsheets turn the id 007 into 7. Only where a text is repeated must the id say which row is meant.
#[test]
fn a_changed_id_is_no_fault_where_the_text_says_which_row_is_meant() {
    let apply_to = |table: &str| {
        let sheet = format!("row,id,text_hash,given,verdict\n1,7,{},news,flip\n", text_hash("a"));
        let sheet = read_sheet("s.csv", sheet.as_bytes(), "t.csv", &[]).unwrap();
        apply("t.csv", table.as_bytes(), &sheet, &ApplyParams::default()).map(|applied| applied.bytes)
    };
    assert_eq!(
        apply_to("id,text,label\n007,a,news\n008,b,opinion\n").unwrap(),
        b"id,text,label\n007,a,opinion\n008,b,opinion\n"
    );
    // The same id is no fault either, although the text is repeated.
    assert!(apply_to("id,text,label\n7,a,news\n8,a,opinion\n").is_ok());
    let error = apply_to("id,text,label\n007,a,news\n008,a,opinion\n").unwrap_err().to_string();
    assert!(error.starts_with("s.csv:2: row 1 is called \"007\", but \"7\" in the sheet"), "{error}");
}

/// A test table may say so by its name or by the caller; either is enough.
#[test]
fn rows_of_a_test_table_are_protected_and_the_first_fifty_are_named() {
    let rows = |number: usize| -> (String, Sheet) {
        let texts: Vec<String> = (1..=number).map(|row| format!("t{row}")).collect();
        let table = texts.iter().map(|text| format!("{text},news\n")).collect::<String>();
        let lines: Vec<_> =
            texts.iter().enumerate().map(|(at, text)| (at + 1, text.as_str(), "news", "flip")).collect();
        (format!("text,label\n{table}last,opinion\n"), filled_in(&lines))
    };
    let refused = |name: &str, is_test_table: bool, number: usize| {
        let (table, sheet) = rows(number);
        let params = ApplyParams { is_test_table, ..ApplyParams::default() };
        apply(name, table.as_bytes(), &sheet, &params).err().map(|error| error.to_string())
    };
    assert_eq!(refused("t.csv", false, 2), None);
    for (name, is_test_table) in [("t.csv", true), ("test.csv", false)] {
        let error = refused(name, is_test_table, 2).unwrap();
        assert!(error.starts_with(&format!("{name}: rows 1, 2 are of a test set and would be changed;")), "{error}");
    }
    assert!(refused("t.csv", true, 1).unwrap().contains(": row 1 is of a test set"));
    assert!(refused("t.csv", true, 50).unwrap().contains(", 49, 50 are of a test set"));
    assert!(refused("t.csv", true, 52).unwrap().contains(", 49, 50 and 2 more are of a test set"));
}

/// The spelling is that of most rows, wherever they stand; without any, it follows the label that it replaces.
#[test]
fn a_flipped_label_is_spelt_as_most_rows_spell_it() {
    let sheet = filled_in(&[(1, "a", "opinion", "flip")]);
    assert_eq!(
        corrected_text("text,label\na,Opinion\nb,news\nc,NEWS\nd,NEWS\n", &sheet),
        "text,label\na,NEWS\nb,news\nc,NEWS\nd,NEWS\n"
    );
    assert_eq!(corrected_text("text,label\na,opinion\n", &sheet), "text,label\na,news\n");
    // A digit has no case to follow.
    let map = vec![("1".to_owned(), Label::Opinion)];
    let params = TableParams { label_map: map, ..TableParams::default() };
    let params = ApplyParams { table: params, ..ApplyParams::default() };
    let applied = apply("t.csv", b"text,label\na,1\n", &sheet, &params).unwrap();
    assert_eq!(applied.bytes, b"text,label\na,news\n");
}

/// What `--undo` relies on: each entry is whole, and names its sheet.
#[test]
fn a_journal_names_its_sheets_and_refuses_verdicts_that_are_missing_or_too_many() {
    let mut desk = Desk { table: FOUR_ROWS.to_vec(), journal: Vec::new() };
    desk.apply(&format!("row,text_hash,given,verdict\n3,{},news,flip\n", text_hash("b")));
    let first = String::from_utf8(desk.journal.clone()).unwrap();
    assert!(first.starts_with("{\"type\":\"apply\"") && first.contains("\"sheet\":\"s.csv\""), "{first}");
    // UTF-8 needs no other encoding.
    assert!(!first.contains("encoding"), "{first}");
    // A line end that an editor took away is put back.
    desk.journal.truncate(desk.journal.len() - 1);
    desk.apply(&format!("row,text_hash,given,verdict\n4,{},opinion,flip\n", text_hash("c")));
    let both = String::from_utf8(desk.journal.clone()).unwrap();
    assert!(both.starts_with(&first) && desk.journal().entries.len() == 2, "{both}");
    let lines: Vec<&str> = both.lines().collect();
    let read = |lines: &[&str]| Journal::read(lines.join("\n").as_bytes()).map_err(|error| error.to_string());
    let missing = read(&[lines[0], lines[2], lines[3]]).unwrap_err();
    assert!(missing.starts_with("line 1: verdicts missing from this entry: 1"), "{missing}");
    let extra = read(&[lines[0], lines[1], lines[1]]).unwrap_err();
    assert!(extra.starts_with("line 3: this is not a line of a journal"), "{extra}");
}
