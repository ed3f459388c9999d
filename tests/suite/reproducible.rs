//! The same input gives the same bits: in training, at any number of threads, alone and in a batch, before and after a
//! file.

use oped::article::{Article, Format};
use oped::label::Label;
use oped::learn::train::{TrainParams, train};
use oped::model::Model;
use oped::model::file::FORMAT;
use oped::model::vectorizer::Vectorizer;
use oped::score::Scorer;
use oped::verdict::ArticleScore;
use oped::voice::{Passage, source_spans};

use crate::{own_model, own_table, project};

fn with_threads<T: Send>(threads: usize, run: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(run)
}

#[test]
fn training_gives_the_same_bytes_at_any_number_of_threads() {
    let first = own_model().to_bytes().unwrap();
    for threads in [1, 2, 5] {
        let again = with_threads(threads, || train(&[own_table()], &TrainParams::default()).unwrap().0);
        assert!(again.to_bytes().unwrap() == first, "{threads} threads");
    }
}

#[test]
fn the_order_of_the_articles_changes_no_probability_whichever_label_is_more_frequent() {
    let table = own_table();
    let probes =
        ["We urge the council to stop this absurd plan, which must not pass.", "The council met on Tuesday and voted."];
    let variants = [
        // Opinion is the smaller class, then the larger.
        keep(&table, |at, label| label == Label::News || at % 3 == 0),
        keep(&table, |at, label| label == Label::Opinion || at % 3 == 0),
    ];
    let probabilities = |table: &oped::tables::rows::Table| {
        let (model, _) = train(std::slice::from_ref(table), &TrainParams::default()).unwrap();
        let vectorizer = Vectorizer::new(model);
        probes.map(|text| vectorizer.logit(text, &[]).probability().0)
    };
    for (number, table) in variants.iter().enumerate() {
        let [opinion, news] = probabilities(table);
        assert!(opinion > 0.5 && news < 0.5, "variant {number}: {opinion} {news}");
        // Rows keep their order inside an article: quotations run over them.
        let mut shuffled = table.clone();
        shuffled.rows = table.articles().into_iter().rev().flat_map(|range| table.rows[range].to_vec()).collect();
        assert_ne!(shuffled.rows, table.rows);
        let again = probabilities(&shuffled);
        assert!((again[0] - opinion).abs() < 1e-4 && (again[1] - news).abs() < 1e-4, "variant {number}: {again:?}");
    }
}

fn keep(table: &oped::tables::rows::Table, wanted: impl Fn(usize, Label) -> bool) -> oped::tables::rows::Table {
    let mut table = table.clone();
    let mut at = 0;
    table.rows.retain(|row| {
        at += 1;
        wanted(at, row.label.unwrap())
    });
    table
}

#[test]
fn save_load_save_is_the_identity() {
    let bytes = own_model().to_bytes().unwrap();
    let read = Model::from_bytes(&bytes).unwrap();
    assert_eq!(&read, &**own_model());
    assert_eq!(read.to_bytes().unwrap(), bytes);
}

#[test]
fn every_flipped_bit_of_a_model_is_noticed() {
    let bytes = std::fs::read(project("models/compat/format-1.safetensors")).unwrap();
    assert!(Model::from_bytes(&bytes).is_ok());
    for at in (0..bytes.len()).step_by(397) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        assert!(Model::from_bytes(&flipped).is_err(), "byte {at}");
    }
    for len in [0, 7, 8, 200, bytes.len() - 1] {
        assert!(Model::from_bytes(&bytes[..len]).is_err(), "cut to {len}");
    }
}

#[test]
fn models_of_every_format_still_load() {
    for format in 1..=FORMAT {
        let bytes = std::fs::read(project(&format!("models/compat/format-{format}.safetensors"))).unwrap();
        let model = Model::from_bytes(&bytes).unwrap();
        let vectorizer = Vectorizer::new(model.clone());
        assert_eq!(model.card.format, format);
        assert!(vectorizer.logit("We must stop this absurd plan.", &[]).0 > 0.0);
        assert_eq!(model.to_bytes().unwrap(), bytes, "format {format} is written as it was read");
    }
}

#[test]
fn the_shipped_card_is_the_shipped_models() {
    let written = std::fs::read_to_string(project("models/README.md")).unwrap();
    assert!(
        written == oped::report::model_card(&Model::shipped().unwrap()),
        "write it again: cargo run --release -- inspect -o models/README.md"
    );
}

fn bits(score: &ArticleScore) -> Vec<(u64, u64)> {
    let decisions = score.paragraphs.iter().map(|paragraph| paragraph.decision.unwrap());
    decisions.map(|decision| (decision.alone.0.to_bits(), decision.probability.0.to_bits())).collect()
}

#[test]
fn a_paragraph_has_the_same_bits_alone_in_a_batch_and_through_the_library() {
    let model = own_model();
    let scorer = Scorer::new(model.clone());
    let vectorizer = Vectorizer::new(model.clone());
    let table = own_table();
    for range in table.articles() {
        let rows = &table.rows[range];
        let batch = scorer.texts(rows);
        let passages: Vec<Passage<'_>> = rows.iter().map(|row| row.text.as_str().into()).collect();
        let in_article = source_spans(&passages);
        for (at, row) in rows.iter().enumerate() {
            // What runs over from the paragraph before is not the paragraph's own: leave out open quotations.
            let alone = scorer.texts(std::slice::from_ref(row));
            let sources = &source_spans(&[row.text.as_str().into()])[0];
            let library = vectorizer.logit(&row.text, sources).probability().0.to_bits();
            assert_eq!(bits(&alone)[0], (library, library), "{:?}", row.id);
            if in_article[at] == *sources {
                assert_eq!(bits(&batch)[at].0, library, "{:?}", row.id);
            }
        }
    }
}

#[test]
fn an_article_scores_the_same_in_every_encoding() {
    let text = std::fs::read(project("data/articles/council-windows1252.txt")).unwrap();
    let decoded = Article::read(&text, Format::Text, None).unwrap();
    let as_utf8: String = oped::text::decode::decode(&text, None).unwrap().text;
    let utf8 = Article::read(as_utf8.as_bytes(), Format::Text, None).unwrap();
    let scorer = Scorer::new(own_model().clone());
    assert_eq!(bits(&scorer.article(&decoded)), bits(&scorer.article(&utf8)));
}
