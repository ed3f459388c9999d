//! Our arithmetic against scikit-learn's. `tests/fixtures/reference.py` wrote the numbers.

use std::collections::BTreeMap;

use linfa::DatasetBase;
use linfa::traits::Fit;
use oped::label::Label;
use oped::label::{Logit, Probability};
use oped::learn::fit::calibration::Adjustment;
use oped::learn::fit::counts::Counts;
use oped::learn::fit::matrix::Matrix;
use oped::learn::fit::selection::VocabularyParams;
use oped::learn::fit::solver::{SolverParams, SparseLogistic, WeightedLabels, fit_dense};
use oped::learn::fit::term_weights::TermWeights;
use oped::learn::fit::weighted_rows::WeightedRows;
use oped::learn::leakage::least_g2;
use oped::learn::measure::figure::Figure;
use oped::learn::measure::metrics::Metrics;
use oped::learn::measure::telltale::Sources;
use oped::model::calibration::Calibration;
use serde_json::Value;

use crate::project;

fn reference() -> Value {
    serde_json::from_str(&std::fs::read_to_string(project("tests/fixtures/reference.json")).unwrap()).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn close(ours: &[f64], theirs: &[f64], tolerance: f64, what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (at, (a, b)) in ours.iter().zip(theirs).enumerate() {
        assert!((a - b).abs() <= tolerance, "{what} {at}: {a} {b}");
    }
}

/// Counts of words, without our tokenizer: only the arithmetic is compared here.
fn counts(texts: &[&str]) -> Counts {
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let mut terms: Vec<Box<str>> = Vec::new();
    let mut rows = Vec::new();
    for text in texts {
        let mut row: BTreeMap<u32, u32> = BTreeMap::new();
        for word in text.split(' ') {
            let number = *numbers.entry(word).or_insert_with(|| {
                terms.push(word.into());
                terms.len() as u32 - 1
            });
            *row.entry(number).or_default() += 1;
        }
        rows.push(row.into_iter().collect());
    }
    Counts::from_rows(terms, &rows)
}

#[test]
fn features_coefficients_and_figures_are_scikit_learns() {
    let reference = reference();
    let documents = reference["documents"].as_array().unwrap();
    let texts: Vec<&str> = documents.iter().map(|document| document["text"].as_str().unwrap()).collect();
    let labels: Vec<Label> =
        documents.iter().map(|document| Label::parse(document["label"].as_str().unwrap()).unwrap()).collect();
    let counts = counts(&texts);
    let all: Vec<usize> = (0..texts.len()).collect();
    let weights = TermWeights::fit(&counts, &all, VocabularyParams { min_df: 2, max_features: 1000 });
    let (tfidf, columns) = weights.tfidf(&counts).unwrap();

    // scikit-learn's columns are alphabetical.
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|&column| tfidf.vocabulary.term(column));
    let columns: Vec<u32> = order.iter().map(|&column| columns[column]).collect();
    let terms: Vec<&str> = order.iter().map(|&column| tfidf.vocabulary.term(column)).collect();
    let theirs: Vec<&str> = reference["terms"].as_array().unwrap().iter().map(|term| term.as_str().unwrap()).collect();
    assert_eq!(terms, theirs);
    let idf: Vec<f64> = order.iter().map(|&column| f64::from(tfidf.weights[column])).collect();
    close(&idf, &numbers(&reference["idf"]), 1e-6, "idf");

    let matrix = WeightedRows::new(&counts, &all, &weights).to_csr(&columns);
    for (row, theirs) in reference["rows"].as_array().unwrap().iter().enumerate() {
        let mut theirs: Vec<(u64, f64)> =
            theirs.as_array().unwrap().iter().map(|e| (e[0].as_u64().unwrap(), e[1].as_f64().unwrap())).collect();
        theirs.sort_by_key(|entry| entry.0);
        let (columns, values) = matrix.row(row);
        assert!(columns.iter().map(|&column| u64::from(column)).eq(theirs.iter().map(|entry| entry.0)));
        let values: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect();
        close(&values, &theirs.iter().map(|entry| entry.1).collect::<Vec<_>>(), 1e-6, "row");
    }

    let params = SolverParams { alpha: reference["alpha"].as_f64().unwrap(), tolerance: 1e-9, max_iterations: 10_000 };
    let targets = WeightedLabels::unweighted(labels.clone());
    let dense = fit_dense(&matrix, &targets, params).unwrap();
    let sparse = SparseLogistic(params).fit(&DatasetBase::new(matrix.clone(), targets)).unwrap();
    close(&sparse.coefficients, &dense.coefficients, 1e-6, "sparse and dense");
    close(&sparse.coefficients, &numbers(&reference["coefficients"]), 1e-4, "coefficient");
    close(&[sparse.intercept], &[reference["intercept"].as_f64().unwrap()], 1e-4, "intercept");

    let coefficients: Vec<[f64; 1]> = sparse.coefficients.iter().map(|&w| [w]).collect();
    let logit = |row: usize| Logit(sparse.intercept + matrix.row_dot(row, &coefficients)[0]);
    let probabilities: Vec<Probability> = all.iter().map(|&row| logit(row).probability()).collect();
    let ours: Vec<f64> = probabilities.iter().map(|p| p.0).collect();
    close(&ours, &numbers(&reference["probability"]), 1e-4, "probability");
    let metrics = Metrics::new(&probabilities, &labels);
    let ours = [metrics.macro_f1, metrics.auc, metrics.log_loss, metrics.brier];
    let theirs = ["macro_f1", "auc", "log_loss", "brier"].map(|name| reference[name].as_f64().unwrap());
    close(&ours, &theirs, 1e-4, "figures");
}

#[test]
fn what_labels_say_of_terms_is_numpys() {
    let reference = reference();
    let documents = reference["documents"].as_array().unwrap();
    let texts: Vec<&str> = documents.iter().map(|document| document["text"].as_str().unwrap()).collect();
    let counts = counts(&texts);
    let all: Vec<usize> = (0..texts.len()).collect();
    let mut weights = TermWeights::fit(&counts, &all, VocabularyParams { min_df: 2, max_features: 1000 });
    let labels = documents.iter().map(|document| document["label"].as_str().unwrap().parse().unwrap()).collect();
    let row_weights: Vec<f64> = all.iter().map(|row| 1.0 + (row % 2) as f64).collect();
    weights.supervise(&counts, &all, &WeightedLabels { labels, weights: row_weights, doubts: None, offsets: None });
    let tfidf = weights.tfidf(&counts).unwrap().0;
    let by_term: BTreeMap<&str, f64> =
        tfidf.vocabulary.iter().zip(tfidf.weights.iter().map(|&w| f64::from(w))).collect();
    let weights: Vec<f64> = by_term.into_values().collect();
    close(&weights, &numbers(&reference["supervised_weights"]), 1e-6, "weight");
}

/// Also where the model is sure of the wrong side, and a whole step of Newton's method would overshoot.
#[test]
fn an_adjustment_is_the_most_probable_one() {
    for case in reference()["adjustments"].as_array().unwrap() {
        let row = |row: &Value| {
            let label = if row[1] == 1 { Label::Opinion } else { Label::News };
            (Logit(row[0].as_f64().unwrap()), label)
        };
        let (logits, labels): (Vec<Logit>, Vec<Label>) = case["rows"].as_array().unwrap().iter().map(row).unzip();
        let adjustment = Adjustment::fit(&logits, &labels).unwrap();
        close(&[adjustment.slope, adjustment.shift], &numbers(&case["slope_shift"]), 1e-5, "slope and shift");
    }
}

/// Calibration works on single-precision logits, under a penalty of next to nothing.
#[test]
fn a_sigmoid_is_statsmodels() {
    let reference = reference();
    let graded = &reference["graded"];
    let rows = numbers(&graded["probabilities"]).into_iter().zip(numbers(&graded["labels"]));
    let (logits, labels): (Vec<Logit>, Vec<Label>) = rows
        .filter(|(p, _)| *p > 0.0)
        .map(|(p, y)| (Probability(p).logit(), if y == 1.0 { Label::Opinion } else { Label::News }))
        .unzip();
    let fitted = Calibration::fit(&logits, &labels).unwrap();
    close(&[fitted.slope, fitted.intercept], &numbers(&reference["sigmoid"]), 1e-4, "slope and intercept");
}

#[test]
fn the_least_g2_of_a_telltale_is_scipys_quantile() {
    for case in reference()["least_g2"].as_array().unwrap() {
        let sources = case[0].as_u64().unwrap() as usize;
        close(&[least_g2(sources)], &[case[1].as_f64().unwrap()], 1e-9, "least G²");
    }
}

#[test]
fn every_figure_is_scikit_learns() {
    let graded = &reference()["graded"];
    let probabilities: Vec<Probability> = numbers(&graded["probabilities"]).into_iter().map(Probability).collect();
    let labels: Vec<Label> =
        numbers(&graded["labels"]).iter().map(|&y| if y == 1.0 { Label::Opinion } else { Label::News }).collect();
    let metrics = Metrics::new(&probabilities, &labels);
    for figure in Figure::ALL.into_iter().filter(|figure| *figure != Figure::CalledOpinion) {
        let theirs = graded[figure.key()].as_f64().unwrap();
        close(&[figure.of(&metrics).unwrap()], &[theirs], 1e-12, figure.name());
    }
    let confusion = metrics.confusion;
    let ours = [confusion.true_news, confusion.false_opinion, confusion.false_news, confusion.true_opinion];
    close(&ours.map(|count| count as f64), &numbers(&graded["confusion"]), 0.0, "confusion");
    let rows: Vec<f64> = metrics.reliability.0.iter().map(|bin| bin.rows as f64).collect();
    close(&rows, &numbers(&graded["bin_rows"]), 0.0, "rows of bins");
}

#[test]
fn what_a_term_tells_is_scipys_and_statsmodels() {
    for reference in reference()["telltales"].as_array().unwrap() {
        let table: Vec<Vec<f64>> = reference["sources"].as_array().unwrap().iter().map(numbers).collect();
        let (mut sources, mut labels, mut has) = (Vec::new(), Vec::new(), Vec::new());
        for (number, of) in table.iter().enumerate() {
            for (label, rows) in [(Label::News, of[0]), (Label::Opinion, of[2])] {
                sources.extend(vec![number as u32; rows as usize]);
                labels.extend(vec![label; rows as usize]);
            }
            has.push((number as u32, [of[1] as u32, of[3] as u32]));
        }
        let tells = Sources::new(&sources, &labels).tells(&has).unwrap();
        let g2 = numbers(&reference["g2"]);
        let too_frequent = |&at: &usize| {
            let share = |rows: usize, having: usize| {
                let sum = |field: usize| table.iter().map(|of| of[field]).sum::<f64>();
                table[at][rows] * sum(having) / sum(rows)
            };
            table[at][1] + table[at][3] > share(0, 1) + share(2, 3)
        };
        let most = (0..g2.len()).filter(too_frequent).max_by(|&a, &b| g2[a].total_cmp(&g2[b])).unwrap();
        assert_eq!(tells.source, most);
        close(&[tells.g2], &[g2[most]], 1e-9, "G²");
        close(&[tells.overall], &[reference["overall"].as_f64().unwrap()], 1e-9, "overall");
        let within = tells.within.unwrap();
        let ours = [within.value, within.interval.low, within.interval.high];
        close(&ours, &numbers(&reference["within"]), 1e-9, "within");
    }
}

#[test]
fn on_real_paragraphs_the_sparse_solver_is_linfa_logistic() {
    let table = crate::own_table();
    let extractor = oped::terms::Extractor::new(oped::language::Language::English);
    let documents: Vec<_> =
        table.rows.iter().map(|row| oped::learn::fit::counts::Document { text: &row.text, sources: &[] }).collect();
    let counts = Counts::new(&extractor, &documents, 3);
    let all: Vec<usize> = (0..documents.len()).collect();
    let weights = TermWeights::fit(&counts, &all, VocabularyParams { min_df: 3, max_features: 300 });
    let columns = weights.tfidf(&counts).unwrap().1;
    let matrix = WeightedRows::new(&counts, &all, &weights).to_csr(&columns);
    let targets = WeightedLabels::unweighted(table.rows.iter().map(|row| row.label.unwrap()).collect());
    let params = SolverParams { alpha: 1.0, tolerance: 1e-9, max_iterations: 10_000 };
    let dense = fit_dense(&matrix, &targets, params).unwrap();
    let sparse = SparseLogistic(params).fit(&DatasetBase::new(matrix, targets)).unwrap();
    close(&sparse.coefficients, &dense.coefficients, 1e-6, "coefficient");
    close(&[sparse.intercept], &[dense.intercept], 1e-6, "intercept");
}
