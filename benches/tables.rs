//! The cost of reading a table and writing its results, without scoring: `cargo bench --bench tables`.

#![allow(clippy::unwrap_used, missing_docs)] // Its input is in the repository.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use oped::label::{Label, Probability};
use oped::tables::results::{Csv, JsonLines, Message};
use oped::tables::table::{Batch, Pass, TableParams, TableReader};
use oped::verdict::{ArticleScore, Decision, Kind, ParagraphScore};

fn main() {
    divan::main();
}

/// Our own paragraphs, repeated.
fn table() -> Vec<u8> {
    let own = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/paragraphs.csv")).unwrap();
    let (header, rows) = own.split_at(own.iter().position(|&byte| byte == b'\n').unwrap() + 1);
    [header, &rows.repeat(40)].concat()
}

/// The same as JSON lines.
fn json_lines() -> Vec<u8> {
    let mut reader = csv::Reader::from_reader(std::io::Cursor::new(table()));
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.unwrap();
        let members: serde_json::Map<String, serde_json::Value> =
            names.iter().cloned().zip(record.iter().map(Into::into)).collect();
        serde_json::to_writer(&mut out, &members).unwrap();
        out.push(b'\n');
    }
    out
}

fn batches(bytes: &[u8], name: &str, pass: &Pass) -> Vec<Batch> {
    let params = TableParams { labels_required: false, ..TableParams::default() };
    let mut reader = TableReader::open(name, Box::new(bytes), params, pass).unwrap();
    std::iter::from_fn(|| reader.next_batch().unwrap()).collect()
}

/// Reads and drops every batch.
fn read(bencher: Bencher<'_, '_>, bytes: &[u8], name: &str) {
    bencher.counter(BytesCount::new(bytes.len())).bench(|| {
        let params = TableParams { labels_required: false, ..TableParams::default() };
        let mut reader = TableReader::open(name, Box::new(bytes), params, &Pass::Own).unwrap();
        while let Some(batch) = reader.next_batch().unwrap() {
            black_box(batch);
        }
    });
}

#[divan::bench]
fn read_csv(bencher: Bencher<'_, '_>) {
    read(bencher, &table(), "t.csv");
}

#[divan::bench]
fn read_json_lines(bencher: Bencher<'_, '_>) {
    read(bencher, &json_lines(), "t.jsonl");
}

fn score(rows: usize) -> ArticleScore {
    let paragraph = |at: usize| {
        let probability = Probability((at as f64 * 0.618_033_988_749_894_9).fract());
        let decision = Decision { label: Label::News, probability, alone: probability, unsure: None };
        ParagraphScore { kind: Kind::Paragraph, decision: Some(decision), quoted: 0.0, words: 30 }
    };
    ArticleScore { paragraphs: (0..rows).map(paragraph).collect(), shifts: Vec::new() }
}

/// Writes as a worker does, with a buffer per batch. Counts the bytes of the table.
fn write(bencher: Bencher<'_, '_>, lines: impl Fn(&Message<'_>, &mut Vec<u8>) + Sync) {
    let bytes = table();
    let batches = batches(&bytes, "t.csv", &Pass::Nothing);
    let scores: Vec<Vec<ArticleScore>> =
        batches.iter().map(|batch| batch.articles().iter().map(|range| score(range.len())).collect()).collect();
    bencher.counter(BytesCount::new(bytes.len())).bench(|| {
        for (batch, scores) in batches.iter().zip(&scores) {
            let mut out = Vec::with_capacity(512 << 10);
            for (range, score) in batch.articles().iter().zip(scores) {
                lines(&Message::of_batch("t.csv", batch, range.clone(), score), &mut out);
            }
            black_box(out);
        }
    });
}

#[divan::bench]
fn write_csv(bencher: Bencher<'_, '_>) {
    let csv = Csv::default();
    write(bencher, |message, out| csv.rows(message, out));
}

#[divan::bench]
fn write_json_lines(bencher: Bencher<'_, '_>) {
    write(bencher, |message, out| JsonLines.lines(message, out).unwrap());
}
