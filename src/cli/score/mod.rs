//! `oped score`.
//!
//! ```text
//! files ─feed→ Job… ─worker (one a thread)→ Done… ─collector, in order→ output, notes, exit status
//! ```

mod collector;
mod feed;
mod format;
mod worker;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::cli::args::common::{Common, parse_prior};
use crate::cli::args::format::{by_ending, refuse_ending};
use crate::cli::args::tables::{ColumnArgs, EncodingArg};
use crate::cli::files;
use crate::cli::files::{Found, Named};
use crate::cli::kind::InputKind;
use crate::cli::models::load_model_for;
use crate::cli::output::Output;
use crate::cli::pipeline::ordered;
use crate::cli::progress::Progress;
use crate::cli::resume::{Part, Run, refuse_pipes};
use crate::cli::status::ExitStatus;
use crate::error::{Error, ErrorKind, Result};
use crate::label::Probability;
use crate::model::Model;
use crate::score::Scorer;
use crate::tables::table::TableParams;
use crate::text::Encoding;
use crate::verdict::{ArticleScore, Verdict};
use collector::Collector;
use feed::Feed;
use format::{ResultFormat, Writing};
use worker::Worker;

/// Arguments of `oped score`.
#[derive(Debug, Args)]
pub(super) struct ScoreArgs {
    /// Articles (.txt, .md, .html), tables (.csv, .tsv, .jsonl), folders of them; .gz and .zst too; - is standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The model; by default the shipped one
    #[arg(short, long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// Share of opinion among the paragraphs where the files come from; by default that of the training data
    #[arg(long, value_name = "SHARE", value_parser = parse_prior)]
    prior: Option<Probability>,
    /// Type of the files
    #[arg(long, value_enum, default_value_t = InputKind::Auto, help_heading = "Input")]
    input: InputKind,
    /// Encoding of the files; by default guessed
    #[arg(long, value_enum, value_name = "NAME", help_heading = "Input")]
    encoding: Option<EncodingArg>,
    /// Show headings, menus and other blocks that are not scored
    #[arg(long, help_heading = "Output")]
    blocks: bool,
    /// Exit with status 1 if any article is one of these, separated by commas
    #[arg(long, value_enum, value_name = "LIST", value_delimiter = ',', ignore_case = true)]
    fail_on: Vec<FailOn>,
    #[command(flatten)]
    columns: ColumnArgs,
    /// Format of the result; by default from the ending of FILE, else text
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<ResultFormat>,
    /// Resume an interrupted run; results are kept in FILE.part until they are complete
    #[arg(long, help_heading = "Output")]
    resume: bool,
    #[command(flatten)]
    common: Common,
}

impl ScoreArgs {
    fn format(&self) -> ResultFormat {
        let by_name = || by_ending(self.common.output.as_deref(), &ResultFormat::ENDINGS);
        self.format.or_else(by_name).unwrap_or(ResultFormat::Text)
    }
}

/// What `--fail-on` looks for. A row of a table that belongs to no article is an article of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// It reports
    News,
    /// It argues
    Opinion,
    /// It does both
    Mixed,
    /// No verdict: too short, mostly unsure, or no paragraph at all
    Unsure,
    /// The page declares news, and it argues at least in part; or opinion, and it reports
    Mismatch,
}

impl FailOn {
    fn is_found(self, score: &ArticleScore, mismatch: bool) -> bool {
        match self {
            FailOn::News => score.verdict() == Some(Verdict::News),
            FailOn::Opinion => score.verdict() == Some(Verdict::Opinion),
            FailOn::Mixed => score.verdict() == Some(Verdict::Mixed),
            // A page of which nothing was read should pass no gate in silence.
            FailOn::Unsure => score.verdict().is_none_or(|verdict| verdict == Verdict::Unsure),
            FailOn::Mismatch => mismatch,
        }
    }
}

/// Scores every file. One that cannot be read does not stop the others.
pub(super) fn run(args: &ScoreArgs) -> Result<ExitStatus> {
    refuse_ending(args.format, args.common.output.as_deref(), &ResultFormat::ENDINGS)?;
    let found = find(args)?;
    let mut model = load_model_for(args.model.as_deref(), None, args.common.quiet)?;
    let inputs: Vec<&Path> = found.files.iter().map(|file| file.path.as_path()).chain(args.model.as_deref()).collect();
    let part = args.resume.then(|| resumed(args, &found, &model, &inputs)).transpose()?;
    if let Some(prior) = args.prior {
        model = model.with_prior(prior);
    }
    let result = if part.is_some() { None } else { args.common.output.as_deref() };
    let output = Output::open(result, &inputs)?;
    args.format().refuse_terminal(&output)?;
    let is_bar_wanted = !args.common.quiet && (part.is_some() || !output.is_terminal());
    let progress = Progress::start(is_bar_wanted, total_bytes(&found));
    let bytes = progress.bytes.clone();
    let mut feed = Feed::new(args, &found.files, bytes.clone());
    let columns = if args.format().is_table() { feed.columns() } else { Vec::new() };
    let Writing { pass, by } = Writing::new(args, &output, columns)?;
    let lines = by.lines().cloned();
    feed.pass(pass);
    if let Some(part) = &part {
        feed.skip(part.done());
    }
    let scorer = Scorer::new(model)?;
    let mut collector = Collector::new(args, by, output, part, progress);
    collector.begin(&found);
    if !collector.is_whole() {
        let worker = || {
            let mut worker = Worker::new(args, &scorer, lines.as_ref(), bytes.clone());
            move |job| worker.work(job)
        };
        ordered(threads(args.common.threads), || feed.next_job(), worker, |done| collector.take(done))?;
    }
    collector.finish()
}

/// The part of an interrupted run, or of one that may be interrupted.
fn resumed(args: &ScoreArgs, found: &Found, model: &Model, inputs: &[&Path]) -> Result<Part> {
    let refuse = |what: &'static str, remedy: &'static str| Err(Error::new(ErrorKind::Usage, what).remedy(remedy));
    let Some(path) = args.common.output.as_deref().filter(|path| path.as_os_str() != "-") else {
        return refuse("--resume needs a file that is kept", "name one with -o FILE");
    };
    if !args.format().is_lines() {
        return refuse("--resume is for results of lines", "give --format jsonl or csv");
    }
    if crate::tables::table::unpacked_name(&path.to_string_lossy()).len() < path.as_os_str().len() {
        return refuse("a compressed result cannot be resumed", "leave out its ending, and compress it afterwards");
    }
    refuse_pipes(found.files.iter().map(|file| file.path.as_path()))?;
    // Whatever speaks against the place does so before the work; nothing is written there.
    drop(Output::open(Some(path), inputs)?);
    if path.exists() && !path.is_file() {
        return refuse("--resume needs a file that is kept", "name one with -o FILE");
    }
    let arguments = format!(
        "{:?}",
        (args.format(), args.blocks, args.prior, args.input, args.encoding, &args.columns, &args.fail_on, &args.model)
    );
    Part::open(path, Run::new(&arguments, &model.to_bytes()?, inputs.iter().copied()))
}

fn threads(asked: u16) -> usize {
    match asked {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        asked => asked.into(),
    }
}

/// The bytes of all inputs, where all are files.
fn total_bytes(found: &Found) -> Option<u64> {
    let size =
        |file: &Named| std::fs::metadata(&file.path).ok().filter(std::fs::Metadata::is_file).map(|file| file.len());
    found.files.iter().map(size).sum()
}

fn find(args: &ScoreArgs) -> Result<Found> {
    if !args.files.is_empty() {
        files::refuse_stdin_twice(args.files.iter().map(PathBuf::as_path))?;
        return Ok(files::find(&args.files, args.common.output.as_deref()));
    }
    if std::io::stdin().is_terminal() {
        return Err(
            Error::new(ErrorKind::Usage, "there is nothing to score").remedy("name a file, or - for standard input")
        );
    }
    Ok(files::find(&[PathBuf::from("-")], None))
}

impl ScoreArgs {
    fn encoding(&self) -> Option<Encoding> {
        self.encoding.map(Encoding::from)
    }

    fn table_params(&self) -> TableParams {
        TableParams { format: self.input.table_format(), ..self.columns.params(false, self.encoding()) }
    }
}
