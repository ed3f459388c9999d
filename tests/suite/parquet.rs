//! Parquet: what goes in comes out, whoever has written it, and a damaged file is told and breaks nothing.

use std::path::Path;
use std::process::{Command, Stdio};

use oped::learn::train::{TrainParams, train};
use oped::tables::rows::Table;
use oped::tables::table::{Pass, TableParams, TableReader, read_table};
use serde_json::Value;

use crate::streaming::{run, table};
use crate::{own_model, own_table, project};

/// Our own paragraphs as Parquet, through the results of scoring them.
fn own_parquet(dir: &Path) -> Table {
    std::fs::copy(project("data/paragraphs.csv"), dir.join("own.csv")).unwrap();
    assert_eq!(run(dir, &["score", "own.csv", "--format", "parquet", "-o", "own.parquet"]), (Some(0), String::new()));
    let bytes = std::fs::read(dir.join("own.parquet")).unwrap();
    let params = TableParams { label_column: "table_label".to_owned(), ..TableParams::default() };
    read_table("own.parquet", &bytes, &params).unwrap()
}

/// Some columns of a table of results.
fn columns(path: &Path, names: &[&str]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let at: Vec<usize> = names.iter().map(|name| headers.iter().position(|header| header == *name).unwrap()).collect();
    reader.records().map(Result::unwrap).map(|row| at.iter().map(|&at| row[at].to_owned()).collect()).collect()
}

#[test]
fn results_and_training_are_those_of_csv() {
    let dir = tempfile::tempdir().unwrap();
    let mut table = own_parquet(dir.path());
    for (name, result) in [("own.csv", "a.csv"), ("own.parquet", "b.csv")] {
        assert_eq!(run(dir.path(), &["score", name, "--format", "csv", "-o", result]), (Some(0), String::new()));
    }
    let names =
        ["article", "row", "id", "label", "reason", "probability", "alone", "unsure", "quoted", "text", "source"];
    let [csv, parquet] = ["a.csv", "b.csv"].map(|name| columns(&dir.path().join(name), &names));
    assert!(csv.len() > 1000 && csv == parquet);

    let own = own_table();
    (table.name, table.hash) = (own.name.clone(), own.hash);
    for (row, own) in table.rows.iter_mut().zip(&own.rows) {
        // Ours numbers the paragraphs of an article from 0, whatever the table did; a row is no line.
        (row.line, row.paragraph) = (own.line, own.paragraph);
    }
    assert!(table == own);
    let (model, _) = train(&[table], &TrainParams::default()).unwrap();
    assert!(model.to_bytes().unwrap() == own_model().to_bytes().unwrap());
}

#[test]
fn results_have_the_same_bytes_at_any_number_of_threads_and_row_groups_are_read_in_turn() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("t.csv"), table(52)).unwrap();
    for (threads, result) in [("1", "a.parquet"), ("3", "b.parquet")] {
        let args = ["score", "t.csv", "--format", "parquet", "--threads", threads, "-o", result];
        assert_eq!(run(dir.path(), &args), (Some(0), String::new()));
    }
    let [one, three] = ["a.parquet", "b.parquet"].map(|name| std::fs::read(dir.path().join(name)).unwrap());
    assert!(one == three);
    let file = std::fs::File::open(dir.path().join("a.parquet")).unwrap();
    let params = TableParams { labels_required: false, ..TableParams::default() };
    let mut reader = TableReader::open_parquet("a.parquet", file, &params, &Pass::Nothing).unwrap();
    let mut rows = 0;
    while let Some(batch) = reader.next_batch().unwrap() {
        assert!(batch.faults().next().is_none() && batch.scattered.is_empty());
        for row in batch.rows(0..batch.len()) {
            rows += 1;
            assert_eq!(row.number(), rows);
        }
    }
    assert_eq!(rows, 52 * own_table().rows.len());
}

/// The lines of a result.
fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// `written.parquet` is of pyarrow, with `parquet.py` beside it: large strings, views, dictionaries, pages of both kinds of
/// levels, nulls, every kind of value.
#[test]
fn what_others_have_written_is_read() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::copy(project("tests/fixtures/written.parquet"), dir.path().join("t.parquet")).unwrap();
    let (status, notes) = run(dir.path(), &["score", "t.parquet", "--format", "jsonl", "-o", "out"]);
    assert_eq!((status, notes.as_str()), (Some(0), "oped: note: t.parquet: 1 row has no word, and so no label\n"));
    let found = lines(&dir.path().join("out"));
    let rows: Vec<&Value> = found.iter().filter(|line| line["type"] == "paragraph").collect();
    let of = |name: &str| rows.iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(of("article"), ["a", "a", "a", "b", "t.parquet", "t.parquet"]);
    assert_eq!(of("row"), [1, 2, 3, 4, 5, 6]);
    assert_eq!(Value::from(of("id")), serde_json::json!(["1", "2", "3", "4", null, "6"]));
    assert_eq!(
        (&rows[3]["text"], &rows[5]["text"]),
        (&"".into(), &"Nobody who loves the café on the corner can want this.".into())
    );
    let expected = serde_json::json!({
        "label": "news", "source": "gazette", "when": "2024-05-06 07:08:09.000000 +00:00", "day": "2024-05-06",
        "share": "0.25", "price": "12.30", "seen": "true", "raw": "ff00", "place.town": "Ulm", "place.post": "89073",
    });
    assert_eq!(rows[0]["columns"], expected);
    assert_eq!(rows[2]["columns"]["seen"], Value::Null);

    // The same through a pipe, and under another name.
    let piped = Command::new(env!("CARGO_BIN_EXE_oped"))
        .args(["score", "-", "--format", "csv"])
        .stdin(Stdio::from(std::fs::File::open(project("tests/fixtures/written.parquet")).unwrap()))
        .output()
        .unwrap();
    assert!(piped.status.success() && piped.stdout.split(|byte| *byte == b'\n').count() == 8);
    std::fs::rename(dir.path().join("t.parquet"), dir.path().join("t.csv")).unwrap();
    assert_eq!(run(dir.path(), &["score", "t.csv", "-q", "--format", "csv", "-o", "out"]).0, Some(0));
}

#[test]
fn what_cannot_be_unpacked_is_told_before_any_row_is_read() {
    let bytes = std::fs::read(project("tests/fixtures/brotli.parquet")).unwrap();
    let error = read_table("t.parquet", &bytes, &TableParams::default()).unwrap_err().to_string();
    let expected = "t.parquet: the column \"text\" is compressed with BROTLI, which oped cannot read; write the file with zstd, \
                    snappy or gzip";
    assert_eq!(error, expected);
}

#[test]
fn a_cut_or_damaged_file_is_told_and_breaks_nothing() {
    let whole = std::fs::read(project("tests/fixtures/written.parquet")).unwrap();
    let params = TableParams { labels_required: false, ..TableParams::default() };
    for length in [4, 11, 100, whole.len() / 2, whole.len() - 1] {
        let error = read_table("t.parquet", &whole[..length], &params).unwrap_err().to_string();
        assert_eq!(error, "t.parquet: the Parquet file is cut off; copy the file again", "{length}");
    }
    let mut told = 0;
    for at in 4..whole.len() - 4 {
        for flip in [0x01, 0x80, 0xFF] {
            let mut bytes = whole.clone();
            bytes[at] ^= flip;
            // Where it is a character of a text, nobody can tell.
            if let Err(error) = read_table("t.parquet", &bytes, &params) {
                assert!(error.to_string().starts_with("t.parquet:"), "{at} {error}");
                told += 1;
            }
        }
    }
    assert!(told > 1000, "{told}");
}
