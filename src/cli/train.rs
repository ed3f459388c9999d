//! `oped train`.

use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::output::Output;
use super::{ColumnArgs, Common, EncodingArg, ExitStatus, Format, read_input, set_threads};
use crate::article::Encoding;
use crate::corpus::{Lint, Table, read_table};
use crate::error::{Error, ErrorKind, Result};
use crate::evaluate::fold::Group;
use crate::features::tokenizer::LANGUAGES;
use crate::features::vocabulary::VocabularyParams;
use crate::model::Model;
use crate::model::solver::SolverParams;
use crate::report::printable;
use crate::train::{Solver, SourceWeight, TrainParams, TrainReport, train};

/// So many rows are named in a note about the table.
const NAMED_ROWS: usize = 5;
/// So many terms of each side are shown.
const SHOWN_TERMS: usize = 12;

/// Arguments of `oped train`.
#[derive(Debug, Args)]
pub(super) struct TrainArgs {
    /// Labelled tables (.csv, .tsv) with columns text and label; - is standard input
    #[arg(value_name = "TABLE", required = true)]
    tables: Vec<PathBuf>,
    /// Weight of the L2 penalty, 1/C
    #[arg(long, value_name = "A", default_value_t = SolverParams::default().alpha, value_parser = positive, help_heading = "Model")]
    alpha: f64,
    /// Leave out terms in fewer paragraphs
    #[arg(long, value_name = "N", default_value_t = VocabularyParams::default().min_df, help_heading = "Model")]
    min_df: u32,
    /// Keep at most so many terms
    #[arg(long, value_name = "N", default_value_t = VocabularyParams::default().max_features, help_heading = "Model")]
    max_features: usize,
    /// Language of the stemmer
    #[arg(long, value_name = "NAME", default_value = "english", value_parser = LANGUAGES, hide_possible_values = true, help_heading = "Model")]
    language: String,
    /// What each label weighs
    #[arg(long, value_enum, default_value_t = ClassWeightArg::Balanced, help_heading = "Model")]
    class_weight: ClassWeightArg,
    /// What each publisher weighs
    #[arg(long, value_enum, default_value_t = SourceWeightArg::Sqrt, help_heading = "Model")]
    source_weight: SourceWeightArg,
    /// Which solver fits
    #[arg(long, value_enum, default_value_t = SolverArg::Sparse, help_heading = "Model")]
    solver: SolverArg,
    /// Converged when the gradient's norm is below this, times the number of rows
    #[arg(long, value_name = "T", default_value_t = SolverParams::default().tolerance, value_parser = tolerance, help_heading = "Model")]
    tolerance: f64,
    /// Give up after so many steps
    #[arg(long, value_name = "N", default_value_t = SolverParams::default().max_iterations, help_heading = "Model")]
    max_iterations: u64,
    /// Number of folds
    #[arg(long, value_name = "N", default_value_t = 5, help_heading = "Folds")]
    folds: usize,
    /// What folds keep together; by the tables otherwise: publishers where there are enough, else articles
    #[arg(long, value_enum, help_heading = "Folds")]
    group: Option<GroupArg>,
    /// Markdown to put into the model's card: what it is for, licences, limits
    #[arg(long, value_name = "FILE")]
    about: Option<PathBuf>,
    /// Encoding of the tables; guessed otherwise
    #[arg(long, value_enum, value_name = "NAME", help_heading = "Tables")]
    encoding: Option<EncodingArg>,
    #[command(flatten)]
    columns: ColumnArgs,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ClassWeightArg {
    /// Both the same in sum
    Balanced,
    /// Every row the same
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SourceWeightArg {
    /// The square root of its rows
    Sqrt,
    /// All the same
    Equal,
    /// Every row the same
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SolverArg {
    /// On sparse rows
    Sparse,
    /// linfa-logistic on a dense copy, without weights
    Dense,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GroupArg {
    /// A publisher
    Source,
    /// An article
    Article,
    /// Rows with the same text
    Row,
}

fn positive(text: &str) -> std::result::Result<f64, String> {
    text.parse().ok().filter(|value: &f64| *value > 0.0 && value.is_finite()).ok_or_else(|| "give a number above 0".to_owned())
}

/// Below 1e-9 rounding is larger than the gradient, and a solver may never end.
fn tolerance(text: &str) -> std::result::Result<f64, String> {
    let value = text.parse().ok().filter(|value| (1e-9..=1e-1).contains(value));
    value.ok_or_else(|| "give a number from 1e-9 to 0.1".to_owned())
}

impl TrainArgs {
    fn params(&self) -> Result<TrainParams> {
        let about = match &self.about {
            Some(path) => String::from_utf8(read_input(path)?).map_err(|_| {
                Error::new(ErrorKind::Encoding, "this is not UTF-8").at(path.display().to_string(), None)
            })?,
            None => String::new(),
        };
        Ok(TrainParams {
            language: self.language.clone(),
            vocabulary: VocabularyParams { min_df: self.min_df, max_features: self.max_features },
            solver: SolverParams { alpha: self.alpha, tolerance: self.tolerance, max_iterations: self.max_iterations },
            solver_kind: match self.solver {
                SolverArg::Sparse => Solver::Sparse,
                SolverArg::Dense => Solver::Dense,
            },
            class_balanced: self.class_weight == ClassWeightArg::Balanced,
            source_weight: match self.source_weight {
                SourceWeightArg::Sqrt => SourceWeight::Sqrt,
                SourceWeightArg::Equal => SourceWeight::Equal,
                SourceWeightArg::None => SourceWeight::None,
            },
            folds: self.folds,
            group: self.group.map(|group| match group {
                GroupArg::Source => Group::Source,
                GroupArg::Article => Group::Article,
                GroupArg::Row => Group::Row,
            }),
            about,
        })
    }
}

/// Trains, writes the model, and reports on standard output.
pub(super) fn run(args: &TrainArgs) -> Result<ExitStatus> {
    let Some(path) = args.common.output.as_deref() else {
        return Err(Error::new(ErrorKind::Usage, "there is no place for the model").remedy("name one with -o MODEL"));
    };
    set_threads(args.common.threads)?;
    let start = Instant::now();
    let params = args.params()?;
    let table_params = args.columns.params(true, args.encoding.map(Encoding::from));
    // Opened before the work: a place that cannot be written should not cost a training.
    let mut model_file = Output::open(Some(path))?;
    let read = |path: &PathBuf| read_table(&path.display().to_string(), &read_input(path)?, &table_params);
    let tables: Vec<Table> = args.tables.iter().map(read).collect::<Result<_>>()?;
    let (model, report) = train(&tables, &params)?;
    let bytes = model.to_bytes()?;
    model_file.write(|out| out.write_all(&bytes))?;
    model_file.finish()?;
    if !args.common.quiet {
        note_lint(&tables, &report.lint);
        eprintln!("oped: note: trained in {:.1} s; the model has {} bytes", start.elapsed().as_secs_f64(), bytes.len());
    }
    let text = match args.common.format {
        Format::Text => describe(&model, &report),
        Format::Jsonl => json(&model, &report),
        Format::Csv => table(&report),
    };
    let mut stdout = Output::open(None)?;
    stdout.write(|out| out.write_all(text.as_bytes()))?;
    stdout.finish()?;
    Ok(ExitStatus::Done)
}

fn note_lint(tables: &[Table], lint: &Lint) {
    let place = |&(table, row): &(usize, usize)| format!("{}:{}", tables[table].name, tables[table].rows[row].line);
    let list = |rows: Vec<String>| {
        let more = rows.len().saturating_sub(NAMED_ROWS);
        let named = rows.into_iter().take(NAMED_ROWS).collect::<Vec<_>>().join(", ");
        if more > 0 { format!("{named} and {more} more") } else { named }
    };
    if !lint.empty.is_empty() {
        let rows = list(lint.empty.iter().map(place).collect());
        eprintln!("oped: note: {} without a word, left out: {rows}", count(lint.empty.len(), "row"));
    }
    let both = |pairs: &[((usize, usize), (usize, usize))]| {
        list(pairs.iter().map(|(row, first)| format!("{} (as {})", place(row), place(first))).collect())
    };
    if !lint.duplicates.is_empty() {
        eprintln!("oped: note: {}, left out: {}", count(lint.duplicates.len(), "repeated row"), both(&lint.duplicates));
    }
    if !lint.conflicts.is_empty() {
        let rows = both(&lint.conflicts);
        eprintln!("oped: note: {} under the other label: {rows}", count(lint.conflicts.len(), "repeated row"));
    }
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn describe(model: &Model, report: &TrainReport) -> String {
    let mut out = format!(
        "trained on {} ({} opinion), {}\n",
        count(report.rows, "paragraph"),
        report.opinion,
        count(report.terms, "term")
    );
    out += &format!(
        "fitted in {} steps to an objective of {:.6} (gradient {:.1e})\n\n",
        report.iterations, report.objective, report.gradient_norm
    );
    out += &format!("out of fold, folds by {} ({}):\n\n", report.group.as_str(), count(report.groups, "group"));
    out += &format!("  {:<28}{:>10}{:>13}\n", "", "alone", "in context");
    for (at, (name, alone)) in report.alone.named().into_iter().enumerate() {
        let context = report.in_context.map_or_else(|| "–".to_owned(), |metrics| format!("{:.3}", metrics.named()[at].1));
        out += &format!("  {name:<28}{alone:>10.3}{context:>13}\n");
    }
    let weight = |rank: usize| {
        let mut columns: Vec<usize> = (0..model.linear.coefficients.len()).collect();
        columns.sort_by(|&a, &b| model.linear.coefficients[b].total_cmp(&model.linear.coefficients[a]));
        columns.get(rank).copied()
    };
    let terms = model.tfidf.vocabulary.terms();
    let shown = |ranks: Vec<usize>| -> String {
        let names: Vec<&str> = ranks.into_iter().filter_map(weight).map(|column| &*terms[column]).collect();
        printable(&names.join("  "))
    };
    let n = terms.len();
    out += &format!("\nspeak for opinion: {}\n", shown((0..SHOWN_TERMS.min(n)).collect()));
    out += &format!("speak for news:    {}\n", shown((n.saturating_sub(SHOWN_TERMS)..n).rev().collect()));
    out
}

fn json(model: &Model, report: &TrainReport) -> String {
    let figures: serde_json::Map<String, serde_json::Value> =
        model.card.metrics.iter().map(|(name, value)| (name.clone(), (*value).into())).collect();
    let value = serde_json::json!({
        "type": "training",
        "rows": report.rows,
        "opinion": report.opinion,
        "terms": report.terms,
        "group": report.group.as_str(),
        "groups": report.groups,
        "iterations": report.iterations,
        "objective": report.objective,
        "gradient_norm": report.gradient_norm,
        "metrics": figures,
    });
    format!("{value}\n")
}

fn table(report: &TrainReport) -> String {
    let mut out = String::from("figure,alone,in_context\n");
    for (at, (name, alone)) in report.alone.named().into_iter().enumerate() {
        let context = report.in_context.map(|metrics| metrics.named()[at].1.to_string()).unwrap_or_default();
        out += &format!("{name},{alone},{context}\n");
    }
    out
}
