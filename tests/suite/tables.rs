//! What belongs together in a table, and what a spreadsheet may make of a cell.

use oped::tables::rows::group::{Folds, Group, distinct, key, number};
use oped::tables::rows::{
    Table, are_test_rows, fingerprint, is_test_name, is_test_split, lint, near_repeats, scattered, text_hash,
};
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

/// Labels of a test set are protected: a false "no" would let them be changed.
#[test]
fn test_sets_are_known_by_the_word_test() {
    for name in ["test.csv", "a/b/Test-set.jsonl", "test/a.csv", "x\\TESTS\\a.csv", "my_testing.csv.gz"] {
        assert!(is_test_name(name), "{name}");
    }
    for name in ["contest.csv", "tested/a.csv", "test-data/a.csv", "latest.csv"] {
        assert!(!is_test_name(name), "{name}");
    }
    assert!(["test", " Tests ", "dev|test"].into_iter().all(is_test_split));
    assert!(!["train", "attest", ""].into_iter().any(is_test_split));
    assert_eq!(are_test_rows(false, [Some("test"), Some("train"), None]), [true, false, false]);
    assert_eq!(are_test_rows(true, [Some("train"), None]), [true, true]);
}

/// Old models and sheets hold these hashes. The first is that of XXH3's specification, the second of `xxh3` in `tests/interrupted.py`.
#[test]
fn hashes_of_texts_do_not_change() {
    assert_eq!([text_hash(""), text_hash("We must act.")], ["x2d06800538d394c2", "xe4fd3ffd8b7e4848"]);
    assert_eq!(format!("{:08x}", fingerprint("")), "38d394c2");
    assert_eq!(fingerprint(" Straße\tÄ "), fingerprint("straße ä"));
    assert_ne!(fingerprint("we must"), fingerprint("wemust"));
}

fn table(text: &str) -> Table {
    let params = TableParams { labels_required: false, ..TableParams::default() };
    read_table("folder/t.csv", text.as_bytes(), &params).unwrap()
}

/// What is in one group is never both trained on and tested on.
#[test]
fn groups_are_named_by_source_article_or_text() {
    let table = table("source,article,text\na,1,One.\nb,1,Two.\n,2,Three  WORDS.\n,,three words.\n");
    let keys = |group| table.rows.iter().map(|row| key(&table, row, group)).collect::<Vec<String>>();
    assert_eq!(keys(Group::Source), ["a", "b", "t.csv", "t.csv"]);
    let articles = keys(Group::Article);
    assert_eq!(distinct(&articles), 4, "{articles:?}");
    assert_eq!(number(&["b", "a", "b", "c"]), [1, 0, 1, 2]);
    assert_eq!(keys(Group::Row)[2..], ["three words.", "three words."]);
    assert_eq!([Group::Source, Group::Article, Group::Row].map(Group::as_str), ["source", "article", "row"]);
}

#[test]
fn folds_are_a_stable_hash_of_the_name_or_one_for_each() {
    let keys: Vec<String> = (0..1000).map(|at| format!("outlet {at}")).collect();
    let folds = Folds::Count(5).assign(&keys);
    assert_eq!(folds[10..20], Folds::Count(5).assign(&keys[10..20]), "other groups do not matter");
    for fold in 0..5 {
        let size = folds.iter().filter(|of| **of == fold).count();
        assert!((150..250).contains(&size), "{size} of 1000 groups in fold {fold}");
    }
    assert_eq!(Folds::All.assign(&["b", "a", "b"]), [1, 0, 1]);
    assert_eq!((Folds::Count(5).number(9), Folds::All.number(9)), (5, 9));
    assert_eq!((Folds::Count(5).to_string(), Folds::All.to_string()), ("5".to_owned(), "all".to_owned()));
}

#[test]
fn odd_rows_are_named_with_the_row_that_they_repeat() {
    let text = "text,label\nWe must act.,news\n...,news\nwe  MUST act.,news\nWe must act.,opinion\nWe must act.,\n";
    let found = lint(&[table(text), table("text,label\nWe must act.,news\n")]);
    let places = |list: &[oped::tables::rows::Repeat]| -> Vec<[usize; 4]> {
        list.iter().map(|of| [of.row.table, of.row.row, of.first.table, of.first.row]).collect()
    };
    assert_eq!(found.empty.iter().map(|row| (row.table, row.row)).collect::<Vec<_>>(), [(0, 1)]);
    assert_eq!(places(&found.duplicates), [[0, 2, 0, 0], [1, 0, 0, 0]]);
    assert_eq!(places(&found.conflicts), [[0, 3, 0, 0]]);
}

#[test]
fn rows_of_an_article_are_consecutive_and_in_order() {
    let text =
        "article,paragraph,text\na,0,One.\na,1,Two.\na,1,Three.\na,,Four.\n,0,Five.\n,1,Six.\nb,5,Seven.\nb,3,Eight.\n";
    let table = table(text);
    assert_eq!(table.articles(), [0..2, 2..4, 4..5, 5..6, 6..7, 7..8]);
    let again = scattered(std::slice::from_ref(&table));
    let rows: Vec<(usize, usize)> = again.iter().map(|of| (of.row.row, of.first.row)).collect();
    assert_eq!(rows, [(2, 0), (7, 6)]);
    assert_eq!(lint(std::slice::from_ref(&table)).scattered, again);
    assert_eq!((table.file_name(), table.unlabelled()), ("t.csv", 8));
}

/// Of the ten triples of neighbouring words in a text of twelve, the first nine words have seven: the least that is nearly the same.
#[test]
fn seven_tenths_of_a_text_are_nearly_the_same_and_less_is_not() {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let similar = |number: usize| near_repeats(&[&words.join(" "), &words[..number].join(" ")]);
    let found = similar(9);
    assert_eq!(found.iter().map(|of| (of.row, of.first, of.similarity)).collect::<Vec<_>>(), [(1, 0, 0.7)]);
    assert_eq!(similar(8), []);
}
