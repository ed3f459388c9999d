//! What each part of the paragraph model is worth: leaves one part out or changes it, and cross-validates on the same rows and folds.
//! Prints a Markdown table (docs/ablation.md is its output).
//!
//! ```text
//! cargo run --release --example ablation -- TABLE…
//! ```

use std::process::ExitCode;

use oped::error::{Error, ErrorKind, Result};
use oped::learn::evaluate::{EvaluateParams, Evaluation, cross_validate_scope};
use oped::learn::fit::selection::VocabularyParams;
use oped::learn::fit::solver::SolverParams;
use oped::learn::measure::figure::Figure;
use oped::learn::train::{SourceWeight, TermWeight, TrainParams};
use oped::tables::rows::Table;
use oped::tables::rows::group::Group;
use oped::tables::table::{TableParams, read_table};
use oped::terms::Scope;

/// A variant: its name, its features, and its training.
type Variant = (String, Scope, TrainParams);

fn variants() -> Vec<Variant> {
    let full = || TrainParams { group: Some(Group::Source), ..TrainParams::default() };
    let with_alpha = |alpha: f64| TrainParams { solver: SolverParams { alpha, ..full().solver }, ..full() };
    let with_weight = |source_weight: SourceWeight| TrainParams { source_weight, ..full() };
    let with_terms = |max_features: usize| {
        let vocabulary = VocabularyParams { max_features, ..full().vocabulary };
        TrainParams { vocabulary, ..full() }
    };
    let mut out: Vec<Variant> = vec![("as shipped".to_owned(), Scope::NamesMasked, full())];
    for scope in [
        Scope::PatternsLeftOut,
        Scope::IndirectSpeechUnheard,
        Scope::VoicesUnheard,
        Scope::NamesKept,
        Scope::FunctionWords,
    ] {
        out.push((scope.as_str().to_owned(), scope, full()));
    }
    let mut trained = |name: &str, params: TrainParams| out.push((name.to_owned(), Scope::NamesMasked, params));
    trained("terms weigh their idf only", TrainParams { term_weight: TermWeight::Idf, ..full() });
    trained("every row weighs the same", with_weight(SourceWeight::None));
    trained("every source weighs the same", with_weight(SourceWeight::Equal));
    trained("classes not balanced", TrainParams { class_balanced: false, ..full() });
    for alpha in [0.3, 3.0] {
        trained(&format!("alpha {alpha}"), with_alpha(alpha));
    }
    for terms in [30_000, 200_000] {
        trained(&format!("{terms} terms"), with_terms(terms));
    }
    out
}

/// The mean of a figure over the sources with both labels.
fn mean_over_sources(found: &Evaluation, figure: Figure) -> f64 {
    let both = found.sources.iter().map(|(_, measured)| &measured.alone).filter(|measures| measures.has_both_labels());
    let values: Vec<f64> = both.filter_map(|measures| measures.get(figure).value).collect();
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Reads the tables named on the command line.
fn tables() -> Result<Vec<Table>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let usage = |what: String| Error::new(ErrorKind::Usage, what).remedy("give tables only: ablation TABLE…");
    if let Some(flag) = paths.iter().find(|path| path.starts_with('-')) {
        return Err(usage(format!("there is no flag {flag}")));
    }
    if paths.is_empty() {
        return Err(usage("there is no table".to_owned()));
    }
    let read = |path: &String| -> Result<Table> {
        let bytes = std::fs::read(path).map_err(|error| Error::io(path, &error))?;
        read_table(path, &bytes, &TableParams::default())
    };
    paths.iter().map(read).collect()
}

fn run() -> Result<()> {
    let tables = tables()?;
    let params = EvaluateParams { resamples: 100, ..EvaluateParams::default() };
    for (number, (name, scope, training)) in variants().into_iter().enumerate() {
        let found = cross_validate_scope(&tables, &training, scope, &params)?;
        // The header waits until training has worked.
        if number == 0 {
            println!("| variant | macro-F1 | AUC | log loss | ECE | mean AUC in sources of both labels |");
            println!("|---|---:|---:|---:|---:|---:|");
        }
        let value = |figure| found.all.alone.get(figure).value.unwrap_or(f64::NAN);
        println!(
            "| {name} | {:.4} | {:.4} | {:.4} | {:.4} | {:.4} |",
            value(Figure::MacroF1),
            value(Figure::Auc),
            value(Figure::LogLoss),
            value(Figure::CalibrationError),
            mean_over_sources(&found, Figure::Auc)
        );
    }
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ablation: error: {error}");
            ExitCode::from(2)
        }
    }
}
