//! What belongs together in a table, and what a spreadsheet may make of a cell.

use oped::tables::rows::{Table, scattered};
use oped::tables::sheet::{guarded, read_sheet};
use oped::tables::table::{Pass, TableParams, TableReader, read_table};

/// The table as a whole, and the articles and scattered lines that the reader of long tables finds in it.
fn both_ways(text: &'static str) -> (Table, Vec<std::ops::Range<usize>>, usize) {
    let params = TableParams { labels_required: false, ..TableParams::default() };
    let table = read_table("t.csv", text.as_bytes(), &params).unwrap();
    let mut reader = TableReader::open("t.csv", Box::new(text.as_bytes()), params, &Pass::Nothing).unwrap();
    let batch = reader.next_batch().unwrap().unwrap();
    (table, batch.articles().to_vec(), batch.scattered.len())
}

/// A paragraph must not be read in the context of another publisher's article.
#[test]
fn publishers_may_number_their_articles_alike() {
    let (table, articles, went_back) = both_ways("source,article,text\na,1,One.\na,1,Two.\nb,1,Three.\nb,1,Four.\n");
    assert_eq!(articles, [0..2, 2..4]);
    assert_eq!(table.articles(), articles);
    assert_eq!((scattered(&[table]), went_back), (Vec::new(), 0), "neither goes back to the other's article");
    let (table, _, went_back) = both_ways("source,article,text\na,1,One.\nb,1,Two.\na,1,Three.\n");
    assert_eq!((scattered(&[table]).len(), went_back), (1, 1), "a goes back to its own");
}

/// The first characters by which spreadsheets know a formula (OWASP, "CSV injection"). What opens a sheet must run nothing, and what
/// comes back must be the text that was sent.
#[test]
fn no_cell_of_a_sheet_is_a_formula_and_each_comes_back_as_it_was() {
    for first in ['=', '+', '-', '@', '\t', '\r'] {
        let text = format!("{first}SUM(1,2)");
        let cell = guarded(&text);
        assert_eq!(cell, format!("'{text}"));
        let sheet = format!("row,text_hash,given,verdict,note\n1,x1,news,flip,\"{cell}\"\n");
        let read = read_sheet("s.csv", sheet.as_bytes(), "t.csv", &[]).unwrap();
        assert_eq!(read.decisions[0].remarks.note.as_ref(), Some(&text));
    }
    let own = "'Tis only an apostrophe.";
    let sheet = format!("row,text_hash,given,verdict,note\n1,x1,news,flip,{own}\n");
    let read = read_sheet("s.csv", sheet.as_bytes(), "t.csv", &[]).unwrap();
    assert_eq!((guarded(own), read.decisions[0].remarks.note.as_deref()), (own.into(), Some(own)));
}
