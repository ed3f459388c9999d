//! The steps of scoring, in bytes per second: `cargo bench --bench scoring`. Compare medians within one run.
//!
//! Scores `data/paragraphs.csv` by the shipped model.

#![allow(clippy::unwrap_used)] // Its input is in the repository.

use std::sync::Arc;

use divan::Bencher;
use divan::counter::BytesCount;
use oped::language::Language;
use oped::learn::train::{TrainParams, train};
use oped::model::Model;
use oped::model::vectorizer::Vectorizer;
use oped::score::Scorer;
use oped::tables::rows::Table;
use oped::tables::table::{TableParams, read_table};
use oped::terms::{Extractor, Tokenizer};
use oped::voice::{SourceSpan, source_spans};

fn main() {
    divan::main();
}

/// The rows, and the bytes of their texts.
fn table() -> (Table, BytesCount) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/paragraphs.csv");
    let table = read_table(path, &std::fs::read(path).unwrap(), &TableParams::default()).unwrap();
    let bytes: usize = table.rows.iter().map(|row| row.text.len()).sum();
    (table, BytesCount::new(bytes))
}

fn voices(table: &Table) -> Vec<Vec<SourceSpan>> {
    table.rows.iter().map(|row| source_spans(&[row.text.as_str().into()]).remove(0)).collect()
}

#[divan::bench]
fn voice(bencher: Bencher<'_, '_>) {
    let (table, bytes) = table();
    bencher.counter(bytes).bench(|| voices(&table));
}

#[divan::bench]
fn tokens(bencher: Bencher<'_, '_>) {
    let (table, bytes) = table();
    let tokenizer = Tokenizer::new(Language::English);
    let mut lexicon = tokenizer.lexicon();
    bencher.counter(bytes).bench_local(|| {
        let mut words = 0;
        for row in &table.rows {
            tokenizer.for_each_token(&mut lexicon, &row.text, &[], |token| words += usize::from(token.is_word));
        }
        words
    });
}

#[divan::bench]
fn terms(bencher: Bencher<'_, '_>) {
    let (table, bytes) = table();
    let extractor = Extractor::new(Language::English);
    let mut lexicon = extractor.lexicon();
    bencher.counter(bytes).bench_local(|| {
        let mut terms = 0;
        for row in &table.rows {
            extractor.for_each_term(&mut lexicon, &row.text, &[], |_, _, _| terms += 1);
        }
        terms
    });
}

#[divan::bench]
fn transform(bencher: Bencher<'_, '_>) {
    let (table, bytes) = table();
    let model = Model::shipped().unwrap();
    let vectorizer = Vectorizer::new(model);
    let length = |text: &str| vectorizer.with_row(text, &[], |row, _| row.columns.len());
    bencher.counter(bytes).bench(|| table.rows.iter().map(|row| length(&row.text)).sum::<usize>());
}

#[divan::bench]
fn score(bencher: Bencher<'_, '_>) {
    let (table, bytes) = table();
    let model = Model::shipped().unwrap();
    let scorer = Scorer::new(model);
    let articles = table.articles();
    let labelled = |range: &std::ops::Range<usize>| scorer.texts(&table.rows[range.clone()]).labelled();
    bencher.counter(bytes).bench(|| articles.iter().map(labelled).sum::<usize>());
}

#[divan::bench]
fn load_model(bencher: Bencher<'_, '_>) {
    let bytes = BytesCount::new(Model::shipped().unwrap().to_bytes().unwrap().len());
    bencher.counter(bytes).bench(Model::shipped);
}

#[divan::bench]
fn make_vectorizer(bencher: Bencher<'_, '_>) {
    let model = Arc::new(Model::shipped().unwrap());
    bencher.bench(|| Vectorizer::new(Arc::clone(&model)));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn fit(bencher: Bencher<'_, '_>) {
    let (table, bytes) = table();
    let tables = [table];
    bencher.counter(bytes).bench(|| train(&tables, &TrainParams::default()).map(|(model, _)| model.card.intercept));
}
