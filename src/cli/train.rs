//! `oped train`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::args::common::Common;
use super::args::fit::FitArgs;
use super::args::format::Format;
use super::args::tables::{InheritedArgs, TableArgs};
use super::models::load_model_for;
use super::notes::{note_lint, notes_on_folds, say};
use super::output::Output;
use super::reading::{read_input, read_tables};
use super::status::ExitStatus;
use crate::error::{Error, ErrorKind, Result};
use crate::learn::calibrate::{CalibrationReport, calibrate};
use crate::learn::train::{Stage, TrainParams, train_in_stages};
use crate::model::Model;
use crate::report;
use crate::report::train::calibration;
use crate::tables::rows::{Lint, Table};
use crate::words::figures::count;

/// Arguments of `oped train`.
#[derive(Debug, Args)]
pub(super) struct TrainArgs {
    /// Labelled tables (.csv, .tsv, .jsonl; .gz and .zst too) with columns text and label; - is standard input
    #[arg(value_name = "TABLE", required = true)]
    tables: Vec<PathBuf>,
    /// Keep a model's terms and fit only its calibration to the tables, such as a labelled sample of your own outlet
    #[arg(long)]
    calibrate_only: bool,
    /// The model to calibrate; by default the shipped one
    #[arg(short, long, value_name = "MODEL", requires = "calibrate_only")]
    model: Option<PathBuf>,
    #[command(flatten)]
    fit: FitArgs,
    /// Markdown for the model card: purpose, licences, limits
    #[arg(long, value_name = "FILE")]
    about: Option<PathBuf>,
    #[command(flatten)]
    inherited: InheritedArgs,
    #[command(flatten)]
    reading: TableArgs,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Output")]
    format: Format,
    #[command(flatten)]
    common: Common,
}

impl TrainArgs {
    fn params(&self) -> Result<TrainParams> {
        let about = match &self.about {
            Some(path) => String::from_utf8(read_input(path)?).map_err(|_| {
                Error::new(ErrorKind::Encoding, "this is not UTF-8").at(path.display().to_string(), None)
            })?,
            None => String::new(),
        };
        Ok(TrainParams { about, ..self.fit.params() })
    }
}

/// Trains, writes the model, and reports on standard output.
pub(super) fn run(args: &TrainArgs) -> Result<ExitStatus> {
    let Some(path) = args.common.output.as_deref() else {
        return Err(Error::new(ErrorKind::Usage, "no file is named for the model").remedy("name one with -o MODEL"));
    };
    args.common.set_threads()?;
    let start = Instant::now();
    let params = args.params()?;
    let table_params = args.reading.params();
    // Opened first: an unwritable place should not cost a training.
    let inputs: Vec<&Path> = args
        .tables
        .iter()
        .chain(&args.inherited.inherited)
        .chain(&args.about)
        .chain(&args.model)
        .map(PathBuf::as_path)
        .collect();
    let mut model_file = Output::open(Some(path), &inputs)?;
    let mut clock = Clock::new(args.common.verbose);
    let tables = read_tables(&args.tables, &args.inherited, &table_params, args.common.quiet)?;
    clock.tell("reading");
    let Made { model, text, lint, notes } = if args.calibrate_only {
        calibrated(args, &tables, params)?
    } else {
        trained(args, &tables, &params, &mut clock)?
    };
    let bytes = model.to_bytes()?;
    model_file.write(|out| out.write_all(&bytes))?;
    model_file.finish()?;
    if !args.common.quiet {
        note_lint(&tables, &lint);
        notes.iter().for_each(|text| say("note", text));
        let done = if args.calibrate_only { "calibrated" } else { "trained" };
        let seconds = start.elapsed().as_secs_f64();
        say("note", &format!("{done} in {seconds:.1} s; the model has {} bytes", bytes.len()));
    }
    if path.as_os_str() == "-" {
        // Standard output is the model's.
        let _ = std::io::stderr().write_all(&text);
        return Ok(ExitStatus::Done);
    }
    let mut stdout = Output::open(None, &[])?;
    stdout.write(|out| out.write_all(&text))?;
    stdout.finish()?;
    Ok(ExitStatus::Done)
}

/// Reports on standard error how long each stage took, if asked to.
struct Clock {
    since: Instant,
    tells: bool,
}

impl Clock {
    fn new(tells: bool) -> Clock {
        Clock { since: Instant::now(), tells }
    }

    /// Reports the time since the last call under a name.
    fn tell(&mut self, stage: &str) {
        if self.tells {
            say("note", &format!("{stage}: {:.3} s", self.since.elapsed().as_secs_f64()));
        }
        self.since = Instant::now();
    }
}

/// A model and its report.
struct Made {
    model: Model,
    text: Vec<u8>,
    lint: Lint,
    notes: Vec<String>,
}

fn trained(args: &TrainArgs, tables: &[Table], params: &TrainParams, clock: &mut Clock) -> Result<Made> {
    let (model, report) = train_in_stages(tables, params, |stage: Stage| clock.tell(stage.as_str()))?;
    let text = match args.format {
        Format::Text => report::train::text(&model, &report).into_bytes(),
        Format::Jsonl => report::train::json(&model, &report).into_bytes(),
        Format::Csv => report::train::csv(&report),
    };
    Ok(Made { model, text, lint: report.lint, notes: notes_on_folds(tables, &report.folding) })
}

fn calibrated(args: &TrainArgs, tables: &[Table], params: TrainParams) -> Result<Made> {
    if (TrainParams { about: String::new(), ..params.clone() }) != TrainParams::default() {
        return Err(Error::new(ErrorKind::Usage, "with --calibrate-only nothing is trained")
            .remedy("leave out the flags that say how to train: those of Model and Folds"));
    }
    let mut old = load_model_for(args.model.as_deref(), None, args.common.quiet)?;
    if args.about.is_some() {
        old.card.about = params.about;
    }
    let (model, report) = calibrate(old, tables)?;
    let text = match args.format {
        Format::Text => calibration::text(&report).into_bytes(),
        Format::Jsonl => calibration::json(&report).into_bytes(),
        Format::Csv => calibration::csv(&report),
    };
    Ok(Made { model, text, notes: notes_on_calibration(&report), lint: report.lint })
}

/// What a person should know before trusting a calibration.
fn notes_on_calibration(report: &CalibrationReport) -> Vec<String> {
    let mut notes = Vec::new();
    if report.seen.is_none() {
        notes.push(
            "the model does not record its training texts, so oped cannot tell whether it has seen these".to_owned(),
        );
    }
    if let Some(seen) = report.seen.filter(|seen| *seen > 0) {
        let rows = count(report.rows, "row");
        notes.push(format!("{seen} of {rows} were in the model's training: the calibration will be overconfident"));
    }
    if let Some(after) = report.after.filter(|_| report.is_better() == Some(false)) {
        let (before, after) = (report.before.log_loss, after.log_loss);
        notes.push(format!(
            "out of fold, log loss goes from {before:.3} to {after:.3}: keep the old model, or label more rows"
        ));
    }
    if report.after.is_none() {
        notes.push("whether the calibration helps was not measured: there are no figures out of fold".to_owned());
    }
    notes
}
