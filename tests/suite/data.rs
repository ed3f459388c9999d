//! The project's own data: normalised, without repetitions and contradictions, and as large and as mixed as its card says.

use std::collections::{BTreeMap, BTreeSet};

use oped::label::Label;
use oped::tables::rows::lint;
use oped::tables::table::{TableParams, read_table};

use crate::gold::own_articles;
use crate::{own_table, project};

fn records(path: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_path(project(path)).unwrap().records().map(Result::unwrap).collect()
}

#[test]
fn tables_are_normalised() {
    for path in ["data/paragraphs.csv", "data/genres.csv", "data/pairs.csv"] {
        let text = std::fs::read_to_string(project(path)).unwrap();
        assert!(!text.contains('\r') && text.ends_with('\n') && !text.starts_with('\u{feff}'), "{path}: line ends");
        let rows = records(path);
        assert!(rows.windows(2).all(|pair| pair[0][0] < pair[1][0]), "{path}: sorted by id, each once");
        for row in &rows {
            for field in row {
                assert!(
                    !field.is_empty() && field == field.split_whitespace().collect::<Vec<_>>().join(" "),
                    "{path}: {row:?}"
                );
            }
        }
        let headers = csv::Reader::from_path(project(path)).unwrap().headers().unwrap().clone();
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        writer.write_record(&headers).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        assert_eq!(String::from_utf8(writer.into_inner().unwrap()).unwrap(), text, "{path}: written as csv writes it");
    }
}

#[test]
fn paragraphs_are_many_distinct_and_free_of_contradictions() {
    let table = own_table();
    let found = lint(std::slice::from_ref(&table));
    assert_eq!((found.empty.len(), found.duplicates.len(), found.conflicts.len()), (0, 0, 0), "{found:?}");
    let sources: BTreeSet<_> = table.rows.iter().map(|row| row.source.clone()).collect();
    let mut articles: BTreeMap<_, BTreeSet<Label>> = BTreeMap::new();
    for row in &table.rows {
        articles.entry(row.article.clone()).or_default().insert(row.label.unwrap());
    }
    let mixed = articles.values().filter(|labels| labels.len() == 2).count();
    assert!(table.rows.len() >= 1200 && sources.len() >= 24 && articles.len() >= 120 && mixed >= 30);
    let opinion: Vec<_> = table.rows.iter().filter(|row| row.label == Some(Label::Opinion)).collect();
    let plain = opinion.iter().filter(|row| !has_modal(&row.text)).count();
    let share = plain as f64 / opinion.len() as f64;
    assert!((0.4..0.7).contains(&share), "{share:.2} of the opinion paragraphs do without we, should and must");
}

fn has_modal(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| matches!(word, "we" | "our" | "us" | "should" | "must"))
}

#[test]
fn paragraphs_of_an_article_are_numbered_from_zero() {
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    for row in ["data/paragraphs.csv", "data/genres.csv"].into_iter().flat_map(records) {
        let number = next.entry(row[2].to_owned()).or_default();
        assert_eq!(row[3], number.to_string(), "{row:?}");
        assert_eq!(row[0], format!("{}#{number:02}", &row[2]));
        assert!(row[2].starts_with(&row[1]), "an article is named after its outlet: {row:?}");
        *number += 1;
    }
}

#[test]
fn every_pair_has_both_voices() {
    let mut pairs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in records("data/pairs.csv") {
        pairs.entry(row[1].to_owned()).or_default().push(row[3].to_owned());
    }
    assert!(pairs.len() >= 100);
    assert!(pairs.values().all(|labels| labels == &["news", "opinion"]));
    let bytes = std::fs::read(project("data/pairs.csv")).unwrap();
    let table = read_table("pairs.csv", &bytes, &TableParams::default()).unwrap();
    let found = lint(&[own_table(), table]);
    assert!(found.duplicates.is_empty() && found.conflicts.is_empty(), "pairs are no training rows: {found:?}");
}

#[test]
fn articles_and_training_rows_do_not_meet() {
    let rows: BTreeSet<String> = own_table().rows.into_iter().map(|row| row.text).collect();
    assert!(own_articles().len() >= 9);
    for path in own_articles() {
        let bytes = std::fs::read(&path).unwrap();
        let format = oped::article::Format::detect(path.to_str().unwrap(), &bytes);
        let article = oped::Article::read(&bytes, format, None).unwrap();
        assert!(article.paragraphs().all(|block| !rows.contains(block.text.as_str())), "{}", path.display());
    }
}
