//! `oped evaluate`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::args::common::{Common, parse_prior};
use super::args::fit::FitArgs;
use super::args::format::{FormatArg, ReportFormat};
use super::args::tables::{InheritedArgs, TableArgs};
use super::files::refuse_stdin_twice;
use super::models::{SHIPPED, load_model_for};
use super::notes::{note_conflicts, note_lint, note_repeats, note_seen, notes_on_folds, say, warn_of_split_articles};
use super::output::Output;
use super::reading::read_tables_by;
use super::status::ExitStatus;
use crate::error::{Error, ErrorKind, Result};
use crate::label::Probability;
use crate::learn::evaluate::{EvaluateParams, Evaluation, NamedModel, Subject, cross_validate_by, evaluate_by};
use crate::learn::{leakage::probe, train::TrainParams, turns};
use crate::model::Model;
use crate::report;
use crate::report::evaluate::{leakage, turns as report_of_turns};
use crate::tables::replacement::real_place;
use crate::tables::rows::group::Group;
use crate::tables::rows::{ColumnValues, Table, lint};
use crate::words::figures::count;

/// Arguments of `oped evaluate`.
#[derive(Debug, Args)]
#[command(after_help = WHAT_IT_DOES)]
pub(super) struct EvaluateArgs {
    /// Labelled tables (.csv, .tsv, .jsonl; .gz and .zst too) with columns text and label; - is standard input
    #[arg(value_name = "TABLE", required = true)]
    tables: Vec<PathBuf>,
    /// The model to evaluate, or shipped for the one inside the program; without -m, training is cross-validated
    #[arg(short, long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// Another model to compare it with, on the same rows
    #[arg(long, value_name = "MODEL", requires = "model")]
    compare: Option<PathBuf>,
    /// Share of opinion among the paragraphs where the tables come from, for the model of -m; by default that of its
    /// training data
    #[arg(long, value_name = "SHARE", value_parser = parse_prior, requires = "model")]
    prior: Option<Probability>,
    /// Leave rows whose text a model was trained on out of the figures; they remain context for their neighbours
    #[arg(long, requires = "model")]
    skip_seen: bool,
    /// Report how much random folds, names and publishers' own words flatter the figures, instead of the figures
    #[arg(long)]
    leakage: bool,
    /// Report how well the turns of articles are found, instead of how good the labels are
    #[arg(long, conflicts_with_all = ["leakage", "compare", "skip_seen", "rows", "resamples"])]
    turns: bool,
    /// Also report every figure for each value of this column, such as genre; may be given several times
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["leakage", "turns"])]
    by: Vec<String>,
    /// Number of resamples for the intervals
    #[arg(long, value_name = "N", default_value_t = EvaluateParams::default().resamples as u32, value_parser = clap::value_parser!(u32).range(100..=100_000))]
    resamples: u32,
    #[command(flatten)]
    fit: FitArgs,
    #[command(flatten)]
    inherited: InheritedArgs,
    #[command(flatten)]
    reading: TableArgs,
    #[command(flatten)]
    format: FormatArg<ReportFormat>,
    /// Write each row's probabilities to a CSV file
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    rows: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

impl EvaluateArgs {
    fn format(&self) -> ReportFormat {
        self.format.of(self.common.output.as_deref())
    }
}

const WHAT_IT_DOES: &str = "\
With -m the rows are scored by the model; the flags of Model and --folds do not apply. Without it each row is scored by a \
model that was trained on the other folds, and calibrated on them; leave one publisher out with --group source --folds all.

Intervals hold 95 % of the values that result from resampling groups: publishers if there are five or more, else articles, \
else rows, or what --group says. A difference whose interval contains 0 may be chance. -v says what each figure means.";

/// Evaluates, reports, and writes the rows if asked to.
pub(super) fn run(args: &EvaluateArgs) -> Result<ExitStatus> {
    let inputs: Vec<&Path> = args
        .tables
        .iter()
        .chain(&args.inherited.inherited)
        .chain(&args.model)
        .chain(&args.compare)
        .map(PathBuf::as_path)
        .collect();
    args.format.refuse_ending(args.common.output.as_deref())?;
    refuse_mixed_streams(args, &inputs)?;
    refuse_with_leakage(args)?;
    refuse_with_turns(args)?;
    args.common.set_threads()?;
    // Opened first: an unwritable place should not cost an evaluation.
    let mut report = Output::open(args.common.output.as_deref(), &inputs)?;
    let rows = args.rows.as_deref().map(|path| Output::open(Some(path), &inputs)).transpose()?;
    let (tables, columns) =
        read_tables_by(&args.tables, &args.inherited, &args.reading.params(), &args.by, args.common.quiet)?;
    if args.leakage {
        return report_leakage(args, &tables, report);
    }
    if args.turns {
        return report_turns(args, &tables, report);
    }
    let found = find(args, &tables, &columns)?;
    if !args.common.quiet {
        note(&found, &tables);
    }
    report.write(|out| match args.format() {
        ReportFormat::Text => out.write_all(report::evaluate::text(&found, args.common.verbose).as_bytes()),
        ReportFormat::Jsonl => out.write_all(report::evaluate::jsonl(&found).as_bytes()),
        ReportFormat::Csv => out.write_all(&report::evaluate::csv(&found)),
        ReportFormat::Html => out.write_all(report::evaluate::html(&found).as_bytes()),
    })?;
    if let Some(mut rows) = rows {
        rows.write(|out| out.write_all(&report::evaluate::rows(&found, &tables)))?;
        rows.finish()?;
    }
    report.finish()?;
    Ok(ExitStatus::Done)
}

/// Refuses flags that a leakage report, which trains and divides the rows itself, has no use for.
fn refuse_with_leakage(args: &EvaluateArgs) -> Result<()> {
    let refused = [
        (!args.inherited.inherited.is_empty(), "--inherited", "leave it out, or --leakage"),
        (args.model.is_some(), "a model that is given with -m", "leave out -m, or --leakage"),
        (args.fit.params().group.is_some(), "--group", "leave it out: folds are made by row, by article and by source"),
        (args.rows.is_some(), "--rows", "leave it out, and write the rows of an evaluation without --leakage"),
    ];
    match refused.into_iter().find(|(is_given, ..)| args.leakage && *is_given) {
        Some((_, what, remedy)) => {
            Err(Error::new(ErrorKind::Usage, format!("--leakage cannot be combined with {what}")).remedy(remedy))
        }
        None => Ok(()),
    }
}

fn report_leakage(args: &EvaluateArgs, tables: &[Table], mut report: Output) -> Result<ExitStatus> {
    let params = EvaluateParams { resamples: args.resamples as usize, ..EvaluateParams::default() };
    let found = probe(tables, &args.fit.params(), &params)?;
    if !args.common.quiet {
        note_lint(tables, &found.lint);
    }
    report.write(|out| match args.format() {
        ReportFormat::Text => out.write_all(leakage::text(&found).as_bytes()),
        ReportFormat::Jsonl => out.write_all(leakage::jsonl(&found).as_bytes()),
        ReportFormat::Csv => out.write_all(&leakage::csv(&found)),
        ReportFormat::Html => out.write_all(leakage::html(&found).as_bytes()),
    })?;
    report.finish()?;
    Ok(ExitStatus::Done)
}

fn refuse_with_turns(args: &EvaluateArgs) -> Result<()> {
    let refused = [
        (args.format() == ReportFormat::Html, "--turns has no HTML page", "give --format text, jsonl or csv"),
        (
            args.fit.params().group == Some(Group::Row),
            "folds by row split articles, so that no turn is out of fold",
            "give --group article or source",
        ),
        (
            args.model.is_some() && args.fit.params().group.is_some(),
            "a model that is given with -m has no folds",
            "leave out --group, or -m",
        ),
    ];
    match refused.into_iter().find(|(is_so, ..)| args.turns && *is_so) {
        Some((_, what, remedy)) => Err(Error::new(ErrorKind::Usage, what).remedy(remedy)),
        None => Ok(()),
    }
}

fn report_turns(args: &EvaluateArgs, tables: &[Table], mut report: Output) -> Result<ExitStatus> {
    let found = match &args.model {
        Some(path) => {
            refuse_training_flags(args)?;
            turns::of_model(tables, named(&open(path, args.prior, args.common.quiet)?))?
        }
        None => turns::of_training(tables, &args.fit.params())?,
    };
    if !args.common.quiet {
        match &found.model {
            Some(name) => note_seen(name, found.seen, false),
            None => note_lint(tables, &lint(tables)),
        }
    }
    report.write(|out| match args.format() {
        ReportFormat::Jsonl => out.write_all(report_of_turns::jsonl(&found).as_bytes()),
        ReportFormat::Csv => out.write_all(&report_of_turns::csv(&found)),
        _ => out.write_all(report_of_turns::text(&found).as_bytes()),
    })?;
    report.finish()?;
    Ok(ExitStatus::Done)
}

/// Refuses flags of training for a model that is given.
fn refuse_training_flags(args: &EvaluateArgs) -> Result<()> {
    if (TrainParams { group: None, ..args.fit.params() }) != TrainParams::default()
        || !args.inherited.inherited.is_empty()
    {
        return Err(Error::new(ErrorKind::Usage, "a model that is given with -m is not trained again")
            .remedy("leave out -m, or the flags that say how to train: those of Model, --folds and --inherited"));
    }
    Ok(())
}

fn find(args: &EvaluateArgs, tables: &[Table], columns: &[ColumnValues]) -> Result<Evaluation> {
    let training = args.fit.params();
    let params =
        EvaluateParams { group: training.group, resamples: args.resamples as usize, skip_seen: args.skip_seen };
    let Some(path) = &args.model else { return cross_validate_by(tables, columns, &training, &params) };
    refuse_training_flags(args)?;
    let model = open(path, args.prior, args.common.quiet)?;
    let other = args.compare.as_deref().map(|path| open(path, None, args.common.quiet)).transpose()?;
    evaluate_by(tables, columns, named(&model), other.as_ref().map(named), &params)
}

/// A model with the name of its file.
fn open(path: &Path, prior: Option<Probability>, quiet: bool) -> Result<(String, Arc<Model>)> {
    let stated = prior.map(|prior| format!(" at a prior of {}", prior.0)).unwrap_or_default();
    Ok((name_of(path) + &stated, load_model_for(Some(path), prior, quiet)?.into()))
}

fn named((name, model): &(String, Arc<Model>)) -> NamedModel<'_> {
    NamedModel { name, model }
}

/// The name of a file without its folder.
fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| SHIPPED.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Standard input can be read once, and one place can hold one result.
fn refuse_mixed_streams(args: &EvaluateArgs, inputs: &[&Path]) -> Result<()> {
    refuse_stdin_twice(inputs.iter().copied())?;
    let Some(rows) = &args.rows else { return Ok(()) };
    let stdout = Path::new("-");
    if real_place(rows) == real_place(args.common.output.as_deref().unwrap_or(stdout)) {
        return Err(Error::new(ErrorKind::Usage, "the rows and the report would go to the same place")
            .remedy("name a file with --rows and another with -o"));
    }
    Ok(())
}

/// Notes what to know about the rows before trusting the figures.
fn note(found: &Evaluation, tables: &[Table]) {
    if found.without_words > 0 {
        say("note", &format!("{} without a word, left out", count(found.without_words, "row")));
    }
    if found.not_read > 0 {
        let rows = count(found.not_read, "row");
        say("note", &format!("{rows} with an inherited label only: context for the rows that were read, not measured"));
    }
    match &found.subject {
        Subject::Model(name) => {
            note_repeats(tables, &found.lint.duplicates, "with the text and label of another; each counts");
            note_conflicts(tables, &found.lint);
            note_seen(name, found.seen, found.skipped_seen);
        }
        Subject::CrossValidation(folding) => {
            note_lint(tables, &found.lint);
            notes_on_folds(tables, folding).iter().for_each(|text| say("note", text));
            warn_of_split_articles(folding);
        }
    }
    if let Some(comparison) = &found.comparison {
        note_seen(&comparison.other, comparison.seen, found.skipped_seen);
    }
}
