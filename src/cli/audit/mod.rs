//! `oped audit`: why a label, and which labels are probably wrong.
//!
//! ```text
//! articles, --evidence ─evidence→ each paragraph's label and what speaks for it
//! labelled tables ─labels→ label issues, as a sheet too ─a person fills it in→ --apply ─corrections→ table, journal ─--undo→ table
//! tables, --queue ─queue→ the paragraphs that are most useful to label next
//! ```

mod corrections;
mod evidence;
mod labels;
mod queue;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::cli::args::common::{Common, parse_prior};
use crate::cli::args::fit::FitArgs;
use crate::cli::args::format::{ReportFormat, by_ending, refuse_ending};
use crate::cli::args::tables::{ColumnArgs, EncodingArg};
use crate::cli::files;
use crate::cli::files::Named;
use crate::cli::input::Input;
use crate::cli::kind::{InputKind, Kind};
use crate::cli::notes::complain;
use crate::cli::reading::read_input;
use crate::cli::status::ExitStatus;
use crate::error::{Error, ErrorKind, Result};
use crate::label::Probability;
use crate::tables::sheet::is_filled;
use crate::tables::table::{TableParams, Unlabelled};
use crate::text::Encoding;

/// Arguments of `oped audit`.
#[derive(Debug, Args)]
#[command(after_help = WHAT_IT_DOES)]
pub(super) struct AuditArgs {
    /// Articles (.txt, .md, .html), or labelled tables (.csv, .tsv, .jsonl); .gz and .zst too; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The model that explains or queues; by default the shipped one. Labels are judged by models trained on the table itself
    #[arg(short, long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// Share of opinion among the paragraphs where the files come from; by default that of the training data
    #[arg(long, value_name = "SHARE", value_parser = parse_prior)]
    prior: Option<Probability>,
    /// For tables too: show the evidence for the model's label of each row, not the labels that are probably wrong
    #[arg(long, conflicts_with_all = ["queue", "apply", "undo"])]
    evidence: bool,
    /// Choose the N unlabelled rows that are most useful to label next
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), conflicts_with_all = ["apply", "undo"])]
    queue: Option<u32>,
    /// Show N terms per paragraph, or N label issues; the other formats have all of them
    #[arg(long, value_name = "N")]
    top: Option<u32>,
    /// Exit with status 1 if there are more than N label issues
    #[arg(long, value_name = "N", conflicts_with_all = ["evidence", "queue", "apply", "undo"])]
    fail_over: Option<u32>,
    /// Labels were given to whole articles: the labels of a paragraph's neighbours say nothing about its own
    #[arg(long, conflicts_with_all = ["evidence", "queue", "apply", "undo"])]
    inherited_labels: bool,
    /// Also show issues that were kept or corrected before, according to the table's journal
    #[arg(long, conflicts_with_all = ["evidence", "queue", "apply", "undo"])]
    all: bool,
    /// Apply a sheet that was made with -o SHEET.csv and filled in: the verdicts keep, flip, drop and unsure, or the labels of a queue
    #[arg(long, value_name = "SHEET", conflicts_with = "undo", help_heading = "Corrections")]
    apply: Option<PathBuf>,
    /// Take back what was applied last, using the journal beside the table
    #[arg(long, help_heading = "Corrections")]
    undo: bool,
    /// The journal of decisions; by default the table's name with .journal added
    #[arg(long, value_name = "FILE", help_heading = "Corrections")]
    journal: Option<PathBuf>,
    /// Who decided, for verdicts that do not say
    #[arg(long, value_name = "NAME", requires = "apply", help_heading = "Corrections")]
    by: Option<String>,
    /// When it was decided, for verdicts that do not say
    #[arg(long, value_name = "DATE", requires = "apply", help_heading = "Corrections")]
    when: Option<String>,
    /// Correct rows of a test set too
    #[arg(long, requires = "apply", help_heading = "Corrections")]
    with_test_rows: bool,
    /// Type of the files
    #[arg(long, value_enum, default_value_t = InputKind::Auto, help_heading = "Input")]
    input: InputKind,
    /// Encoding of the files; by default guessed
    #[arg(long, value_enum, value_name = "NAME", help_heading = "Input")]
    encoding: Option<EncodingArg>,
    #[command(flatten)]
    columns: ColumnArgs,
    /// Column that names who labelled the row
    #[arg(long, value_name = "NAME", default_value = "annotator", help_heading = "Tables")]
    annotator_column: String,
    /// Column that marks the rows of a test set with the word test
    #[arg(long, value_name = "NAME", default_value = "split", help_heading = "Tables")]
    split_column: String,
    #[command(flatten)]
    fit: FitArgs,
    /// Format of the result; by default from the ending of FILE, else text
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<ReportFormat>,
    #[command(flatten)]
    common: Common,
}

const WHAT_IT_DOES: &str = "\
For an article: each paragraph's label and the exact weight of each term behind it; the words that the model does not know, and \
what would change the label. For a labelled table: labels that are probably wrong, according to models that were not trained on \
the row's group; duplicates, contradictions, odd sources and odd rows. As CSV the result is a sheet with an empty column \
verdict: fill it in and apply it with --apply; --undo takes that back, byte for byte.";

/// A file to audit, opened if its name did not tell its kind.
struct Opened {
    file: Named,
    input: Option<Input>,
}

/// Audits what was named: articles, or tables.
pub(super) fn run(args: &AuditArgs) -> Result<ExitStatus> {
    if args.apply.is_some() || args.undo {
        return corrections::run(args);
    }
    refuse_ending(args.format, args.common.output.as_deref(), &ReportFormat::ENDINGS)?;
    files::refuse_stdin_twice(args.files.iter().map(PathBuf::as_path))?;
    let found = files::find(&args.files, args.common.output.as_deref());
    found.faults.iter().for_each(complain);
    let (mut opened, mut is_failed) = (Vec::new(), !found.faults.is_empty());
    for file in found.files {
        match open(args, file) {
            Ok(file) => opened.push(file),
            Err(error) => {
                complain(&error);
                is_failed = true;
            }
        }
    }
    let has = |looked_for: Kind| opened.iter().any(|(kind, _)| *kind == looked_for);
    let files = |opened: Vec<(Kind, Opened)>| opened.into_iter().map(|(_, file)| file).collect();
    let is_of_labels = !has(Kind::Article) && !args.evidence && args.queue.is_none();
    if !is_of_labels {
        refuse_journal(args)?;
    }
    let status = match (has(Kind::Article), has(Kind::Table)) {
        (false, false) => return Ok(ExitStatus::Failed),
        _ if args.evidence => evidence::run(args, opened)?,
        (true, true) => {
            return Err(Error::new(ErrorKind::Usage, "there are articles and tables among the files")
                .remedy("audit them apart, or give --evidence for the evidence of both"));
        }
        (false, true) if args.queue.is_some() => queue::run(args, files(opened))?,
        (false, true) => labels::run(args, files(opened))?,
        (true, false) if args.queue.is_some() => {
            return Err(Error::new(ErrorKind::Usage, "a queue is made of the rows of a table").remedy("name a table"));
        }
        (true, false) => evidence::run(args, opened)?,
    };
    Ok(if is_failed { ExitStatus::Failed } else { status })
}

/// Refuses flags about past decisions where no labels are audited.
fn refuse_journal(args: &AuditArgs) -> Result<()> {
    let flag = if args.journal.is_some() { "--journal" } else { "--all" };
    if args.journal.is_none() && !args.all {
        return Ok(());
    }
    let what = format!("{flag} is about the labels of a table, which are not audited here");
    Err(Error::new(ErrorKind::Usage, what).remedy("leave it out"))
}

/// Refuses to replace a sheet with a filled-in cell in this column: that is hours of a person's work.
fn refuse_filled(output: Option<&Path>, column: &str) -> Result<()> {
    match output.filter(|path| path.is_file() && read_input(path).is_ok_and(|bytes| is_filled(&bytes, column))) {
        None => Ok(()),
        Some(path) => {
            let what = format!("its column \"{column}\" is filled in and would be lost");
            let error = Error::new(ErrorKind::Usage, what).at(path.display().to_string(), None);
            Err(error.remedy("name another file with -o"))
        }
    }
}

fn open(args: &AuditArgs, file: Named) -> Result<(Kind, Opened)> {
    if let Some(kind) = args.input.of_name(&file.name) {
        return Ok((kind, Opened { file, input: None }));
    }
    let input = Input::open(&file.path, &Arc::default())?;
    let kind = args.input.of_input(&file.name, &input, &args.table_params(false));
    Ok((kind, Opened { file, input: Some(input) }))
}

impl Opened {
    /// Reads the whole file.
    fn read(self) -> Result<Vec<u8>> {
        let input = match self.input {
            Some(input) => input,
            None => Input::open(&self.file.path, &Arc::default())?,
        };
        input.read_all().map_err(|error| Error::io(&self.file.path, &error))
    }
}

impl AuditArgs {
    fn format(&self) -> ReportFormat {
        let by_name = || by_ending(self.common.output.as_deref(), &ReportFormat::ENDINGS);
        self.format.or_else(by_name).unwrap_or(ReportFormat::Text)
    }

    fn encoding(&self) -> Option<Encoding> {
        self.encoding.map(Encoding::from)
    }

    fn table_params(&self, labels_required: bool) -> TableParams {
        let format = self.input.table_format();
        // Rows without a label are for the queue.
        let unlabelled = Unlabelled::Keep;
        TableParams { format, unlabelled, ..self.columns.params(labels_required, self.encoding()) }
    }

    /// The files that the output must not replace.
    fn inputs(&self) -> Vec<&Path> {
        self.files.iter().chain(&self.model).chain(&self.apply).chain(&self.journal).map(PathBuf::as_path).collect()
    }
}
