//! What each part of the model is worth: leaves one part out or changes it, and cross-validates on the same rows and folds. Prints a
//! Markdown table of figures on each table that was read (docs/ablation.md has its output).
//!
//! ```text
//! cargo run --release --example ablation -- READ… --inherited TABLE…
//! ```
//!
//! Rows of the tables after `--inherited` have the label of their article's section.

use std::process::ExitCode;

use oped::error::{Error, ErrorKind, Result};
use oped::label::{Label, Probability};
use oped::learn::evaluate::{EvaluateParams, Evaluation, Prediction, cross_validate_scope};
use oped::learn::fit::selection::VocabularyParams;
use oped::learn::fit::solver::SolverParams;
use oped::learn::measure::metrics::Metrics;
use oped::learn::train::{SourceWeight, TermWeight, TrainParams};
use oped::tables::rows::group::Group;
use oped::tables::rows::{LabelKind, Table};
use oped::tables::table::{KindColumns, TableParams, read_training_table};
use oped::terms::Scope;

/// A variant: its name, its features, and its training.
type Variant = (String, Scope, TrainParams);

/// The training of the shipped model.
fn shipped() -> TrainParams {
    TrainParams {
        group: Some(Group::Source),
        source_weight: SourceWeight::None,
        inherited_weight: 0.5,
        ..with_alpha(0.25, TrainParams::default())
    }
}

fn with_alpha(alpha: f64, params: TrainParams) -> TrainParams {
    TrainParams { solver: SolverParams { alpha, ..params.solver }, ..params }
}

fn variants() -> Vec<Variant> {
    let with_terms = |max_features: usize| TrainParams {
        vocabulary: VocabularyParams { max_features, ..shipped().vocabulary },
        ..shipped()
    };
    let mut out: Vec<Variant> = vec![("as shipped".to_owned(), Scope::NamesMasked, shipped())];
    for scope in [
        Scope::PatternsLeftOut,
        Scope::IndirectSpeechUnheard,
        Scope::VoicesUnheard,
        Scope::NamesKept,
        Scope::FunctionWords,
    ] {
        out.push((scope.as_str().to_owned(), scope, shipped()));
    }
    let mut trained = |name: &str, params: TrainParams| out.push((name.to_owned(), Scope::NamesMasked, params));
    trained("terms weigh their idf only", TrainParams { term_weight: TermWeight::Idf, ..shipped() });
    trained("sources by the root of their rows", TrainParams { source_weight: SourceWeight::Sqrt, ..shipped() });
    trained("classes not balanced", TrainParams { class_balanced: false, ..shipped() });
    for alpha in [0.1, 1.0] {
        trained(&format!("alpha {alpha}"), with_alpha(alpha, shipped()));
    }
    for weight in [0.1, 1.5] {
        trained(&format!("inherited rows weigh {weight}"), TrainParams { inherited_weight: weight, ..shipped() });
    }
    for terms in [30_000, 200_000] {
        trained(&format!("{terms} terms"), with_terms(terms));
    }
    out
}

/// The tables named on the command line, and how many of them have read labels: those before `--inherited`.
fn tables() -> Result<(Vec<Table>, usize)> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let mut kinds = given.splitn(2, |word| word == "--inherited").map(<[String]>::to_vec);
    let (read, inherited) = (kinds.next().unwrap_or_default(), kinds.next().unwrap_or_default());
    let usage = |what: String| Error::new(ErrorKind::Usage, what).remedy("give ablation READ… --inherited TABLE…");
    if let Some(flag) = read.iter().chain(&inherited).find(|path| path.starts_with('-')) {
        return Err(usage(format!("there is no flag {flag}")));
    }
    if read.is_empty() {
        return Err(usage("there is no table".to_owned()));
    }
    let table = |path: &String, kind: LabelKind| -> Result<Table> {
        let bytes = std::fs::read(path).map_err(|error| Error::io(path, &error))?;
        read_training_table(path, &bytes, &TableParams::default(), kind, &KindColumns::default())
    };
    let read_tables = read.iter().map(|path| table(path, LabelKind::Read));
    let all: Result<Vec<Table>> =
        read_tables.chain(inherited.iter().map(|path| table(path, LabelKind::Inherited))).collect();
    Ok((all?, read.len()))
}

/// Macro-F1 / AUC of a table's rows.
fn figures(found: &Evaluation, table: usize, probability: impl Fn(&Prediction) -> Probability) -> String {
    let rows = || found.predictions.iter().filter(|row| row.place.table == table);
    let labels: Vec<Label> = rows().map(|row| row.label).collect();
    let metrics = Metrics::new(&rows().map(probability).collect::<Vec<_>>(), &labels);
    format!("{:.3} / {:.3}", metrics.macro_f1, metrics.auc)
}

fn run() -> Result<()> {
    let (tables, read) = tables()?;
    let params = EvaluateParams { resamples: 100, ..EvaluateParams::default() };
    let names: Vec<&str> = tables[..read].iter().map(Table::file_name).collect();
    for (number, (name, scope, training)) in variants().into_iter().enumerate() {
        let found = cross_validate_scope(&tables, &training, scope, &params)?;
        // The header waits until training has worked.
        if number == 0 {
            let columns = names.iter().map(|name| format!("{name}, alone | in context"));
            println!("| variant | {} |", columns.collect::<Vec<_>>().join(" | "));
            println!("|---|{}", "---|".repeat(2 * read));
        }
        let cells = (0..read).map(|table| {
            let in_context = figures(&found, table, |row| row.in_context.unwrap_or(row.alone));
            format!("{} | {in_context}", figures(&found, table, |row| row.alone))
        });
        println!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | "));
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
