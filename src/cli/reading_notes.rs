//! Notes on how files were read: guesses, damage, and what the reader of a table found.

use super::notes::say;
use crate::article::Article;
use crate::tables::rows::{Places, Table, TableNote};
use crate::tables::table::{named_sheet, sheet_in};
use crate::text::Remarks;
use crate::words::figures::count;
use crate::words::reading::{attached, of_damage};

/// What a person should know of how tables were read.
pub(super) fn note_reading(tables: &[Table]) {
    let notes = tables.iter().flat_map(|table| notes_on_table(&table.name, &table.notes, &table.remarks));
    notes.for_each(|note| say("note", &note));
}

/// What a person should know of how a table was read.
pub(super) fn notes_on_table(name: &str, notes: &[TableNote], remarks: &Remarks) -> Vec<String> {
    let mut told = notes_on_reading(name, remarks);
    told.extend(notes.iter().map(|note| of_table(name, note)));
    told
}

/// What a person should know of how an article was read.
pub(super) fn notes_on_article(name: &str, article: &Article) -> Vec<String> {
    let mut told = notes_on_reading(name, &article.remarks);
    told.extend(attached(article).map(|what| format!("{name}: {what}; save it, and name it")));
    told
}

/// What a person should know of how a file was read: each kind of damage once, with its first line.
fn notes_on_reading(name: &str, remarks: &Remarks) -> Vec<String> {
    let guessed = remarks.guessed.map(|encoding| {
        format!("{name}: read as {encoding}, judging by its bytes; if that is wrong, name its encoding with --encoding")
    });
    guessed.into_iter().chain(remarks.damages.iter().map(|found| format!("{name}: {}", of_damage(&found)))).collect()
}

/// What the reader of a table found, as a sentence.
fn of_table(name: &str, note: &TableNote) -> String {
    match note {
        TableNote::Delimiter { found, usual } => {
            let (found, usual) = (delimiter(*found), delimiter(*usual));
            format!("{name}: fields are separated by {found}, not by {usual}, according to the header")
        }
        TableNote::AlsoCalled { column, other } => {
            format!("{name}: the column \"{column}\" is read, and not \"{other}\", which differs in case only")
        }
        TableNote::OtherSheets { read, others } => {
            let book = named_sheet(name).map_or(name, |(book, _)| book);
            let (first, all) = (others.first().map(String::as_str).unwrap_or_default(), quoted(others));
            format!("{name}: the sheet \"{read}\" is read, and not {all}; name another as in {}", sheet_in(book, first))
        }
        TableNote::BadEscapes(Places { count: number, line }) => {
            let (escapes, stand, read) = match number {
                1 => ("1 escape".to_owned(), "stands", "it was"),
                _ => (count(*number, "escape"), "stand", "each was"),
            };
            format!("{name}:{line}: {escapes} in JSON strings {stand} for no character; {read} read as U+FFFD")
        }
        TableNote::Skipped(Places { count: number, line }) => {
            let (rows, have) = (count(*number, "row"), if *number == 1 { "has" } else { "have" });
            format!("{name}:{line}: {rows} {have} a label that --label-map skips, and no part in what follows")
        }
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn delimiter(byte: u8) -> String {
    match byte {
        b'\t' => "tabs".to_owned(),
        b',' => "commas".to_owned(),
        b';' => "semicolons".to_owned(),
        byte => format!("\"{}\"", char::from(byte)),
    }
}
