//! `oped score`.
//!
//! ```text
//! files ─feed→ Job… ─worker (one a thread)→ Done… ─collector, in order→ output, notes, exit status
//! ```

mod args;
mod articles;
mod collector;
mod feed;
mod format;
mod worker;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

pub(super) use args::ScoreArgs;
use articles::ArticleFile;
use collector::Collector;
use feed::Feed;
use format::Writing;
use worker::Worker;

use crate::cli::args::format::ResultFormat;
use crate::cli::files;
use crate::cli::files::{Found, Named};
use crate::cli::models::load_model_for;
use crate::cli::output::Output;
use crate::cli::pipeline::ordered;
use crate::cli::progress::Progress;
use crate::cli::resume::{Part, Run, refuse_pipes};
use crate::cli::status::ExitStatus;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Model;
use crate::score::Scorer;

/// Scores every file. One that cannot be read does not stop the others.
pub(super) fn run(args: &ScoreArgs) -> Result<ExitStatus> {
    args.format.refuse_ending(args.common.output.as_deref())?;
    let found = find(args)?;
    let mut model = load_model_for(args.model.as_deref(), None, args.common.quiet)?;
    let inputs: Vec<&Path> = found.files.iter().map(|file| file.path.as_path()).chain(args.model.as_deref()).collect();
    let part = args.resume.then(|| resumed(args, &found, &model, &inputs)).transpose()?;
    if let Some(prior) = args.prior {
        model = model.with_prior(prior);
    }
    let result = if part.is_some() { None } else { args.common.output.as_deref() };
    let output = Output::open(result, &inputs)?;
    refuse_terminal(args, &output)?;
    let articles = ArticleFile::open(args, &inputs)?;
    let is_bar_wanted = !args.common.quiet && (part.is_some() || !output.is_terminal());
    let progress = Progress::start(is_bar_wanted, total_bytes(&found));
    let bytes = progress.bytes.clone();
    let mut feed = Feed::new(args, &found.files, bytes.clone());
    let columns = if args.format().is_table() && !args.summary { feed.columns() } else { Vec::new() };
    let several = are_several_tables(args, &found);
    let Writing { pass, by } = Writing::new(args, &output, columns, several)?;
    let lines = by.lines().cloned();
    feed.pass(pass);
    if let Some(part) = &part {
        feed.skip(part.done());
    }
    let scorer = Scorer::new(model);
    let mut collector = Collector::new(args, by, output, part, progress).with_articles(articles, several);
    collector.begin(&found);
    if !collector.is_whole() {
        let worker = || {
            let mut worker = Worker::new(args, &scorer, lines.as_ref(), bytes.clone(), several);
            move |job| worker.work(job)
        };
        ordered(threads(args.common.threads), || feed.next_job(), worker, |done| collector.take(done))?;
    }
    collector.finish()
}

fn refuse_terminal(args: &ScoreArgs, output: &Output) -> Result<()> {
    if args.format() == ResultFormat::Parquet && output.is_terminal() {
        let error = Error::new(ErrorKind::Usage, "Parquet cannot be shown on a terminal");
        return Err(error.remedy("name a file with -o FILE"));
    }
    Ok(())
}

/// Opens the partial result of this run, or of an interrupted one.
fn resumed(args: &ScoreArgs, found: &Found, model: &Model, inputs: &[&Path]) -> Result<Part> {
    let refuse = |what: &'static str, remedy: &'static str| Err(Error::new(ErrorKind::Usage, what).remedy(remedy));
    let Some(path) = args.common.output.as_deref().filter(|path| path.as_os_str() != "-") else {
        return refuse("--resume needs an output file", "name one with -o FILE");
    };
    if !args.format().is_lines() {
        return refuse("--resume needs a format of lines", "give --format jsonl or csv");
    }
    if crate::tables::table::unpacked_name(&path.to_string_lossy()).len() < path.as_os_str().len() {
        return refuse("a compressed result cannot be resumed", "leave out its ending, and compress it afterwards");
    }
    refuse_pipes(found.files.iter().map(|file| file.path.as_path()))?;
    // Checks the output before the work; nothing is written.
    drop(Output::open(Some(path), inputs)?);
    if path.exists() && !path.is_file() {
        return refuse("--resume needs an output file", "name one with -o FILE");
    }
    let arguments = format!(
        "{:?}",
        (
            args.format(),
            args.blocks,
            args.split,
            args.prior,
            args.input,
            args.encoding,
            &args.columns,
            &args.fail_on,
            &args.model
        )
    );
    Part::open(path, Run::new(&arguments, &model.to_bytes()?, inputs.iter().copied()))
}

/// Whether more than one file may be a table.
fn are_several_tables(args: &ScoreArgs, found: &Found) -> bool {
    let params = args.table_params();
    let may_be_table = |file: &&Named| args.input.may_be_table(file, &params);
    found.files.len() > 1 && found.files.iter().filter(may_be_table).nth(1).is_some()
}

fn threads(asked: u16) -> usize {
    match asked {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        asked => asked.into(),
    }
}

/// Returns the size of all inputs, if all are files.
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
