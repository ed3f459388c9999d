//! `oped train`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::output::Output;
use super::{ColumnArgs, Common, EncodingArg, ExitStatus, Format, read_input, say, set_threads};
use crate::article::Encoding;
use crate::corpus::{Lint, Repeat, RowRef, Table, read_table};
use crate::error::{Error, ErrorKind, Result};
use crate::evaluate::fold::{Folds, Group};
use crate::features::tokenizer::LANGUAGES;
use crate::features::vocabulary::VocabularyParams;
use crate::model::solver::SolverParams;
use crate::report::training::{self, count};
use crate::train::{Solver, SourceWeight, TrainParams, train};

/// So many rows are named in a note about the table.
const NAMED_ROWS: usize = 5;

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
    #[arg(long, value_name = "N", default_value_t = VocabularyParams::default().max_features as u32, value_parser = clap::value_parser!(u32).range(1..), help_heading = "Model")]
    max_features: u32,
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
    text.parse()
        .ok()
        .filter(|value: &f64| *value > 0.0 && value.is_finite())
        .ok_or_else(|| "give a number above 0".to_owned())
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
            vocabulary: VocabularyParams { min_df: self.min_df, max_features: self.max_features as usize },
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
            folds: Folds::Count(self.folds),
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
    let inputs: Vec<&Path> = args.tables.iter().chain(&args.about).map(PathBuf::as_path).collect();
    let mut model_file = Output::open(Some(path), &inputs)?;
    let read = |path: &PathBuf| read_table(&path.display().to_string(), &read_input(path)?, &table_params);
    let tables: Vec<Table> = args.tables.iter().map(read).collect::<Result<_>>()?;
    let (model, report) = train(&tables, &params)?;
    let bytes = model.to_bytes()?;
    model_file.write(|out| out.write_all(&bytes))?;
    model_file.finish()?;
    if !args.common.quiet {
        note_lint(&tables, &report.lint);
        say("note", &format!("trained in {:.1} s; the model has {} bytes", start.elapsed().as_secs_f64(), bytes.len()));
    }
    let text = match args.common.format {
        Format::Text => training::text(&model, &report),
        Format::Jsonl => training::json(&model, &report),
        Format::Csv => training::csv(&report),
    };
    if path.as_os_str() == "-" {
        // Standard output is the model's.
        let _ = std::io::stderr().write_all(text.as_bytes());
        return Ok(ExitStatus::Done);
    }
    let mut stdout = Output::open(None, &[])?;
    stdout.write(|out| out.write_all(text.as_bytes()))?;
    stdout.finish()?;
    Ok(ExitStatus::Done)
}

/// Names the rows that a person should look at, the first of each kind.
fn note_lint(tables: &[Table], lint: &Lint) {
    let place = |at: RowRef| format!("{}:{}", tables[at.table].name, tables[at.table].rows[at.row].line);
    let pair = |repeat: &Repeat| format!("{} (as {})", place(repeat.row), place(repeat.first));
    note(&lint.empty, "without a word, left out", |&at| place(at));
    note(&lint.duplicates, "with the text and label of another, left out", pair);
    note(&lint.conflicts, "with the text of another, but its other label", pair);
}

fn note<T>(rows: &[T], what: &str, name: impl Fn(&T) -> String) {
    if rows.is_empty() {
        return;
    }
    let named: Vec<String> = rows.iter().take(NAMED_ROWS).map(name).collect();
    let more = match rows.len().saturating_sub(NAMED_ROWS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    say("note", &format!("{} {what}: {}{more}", count(rows.len(), "row"), named.join(", ")));
}
