//! `oped audit`: why a label, and which labels are probably wrong.
//!
//! ```text
//! articles, --evidence ─evidence→ each paragraph's label and what speaks for it
//! labelled tables ─labels→ label issues, as a sheet too ─a person fills it in→ --apply ─corrections→ table, journal ─--undo→ table
//! tables, --queue ─queue→ the paragraphs that are most useful to label next
//! a table, --serve ─review→ its sheet, filled in in the browser
//! ```

mod args;
mod corrections;
mod evidence;
mod labels;
mod opened;
mod queue;
#[cfg(feature = "serve")]
mod review;
mod review_args;

#[cfg(feature = "serve")]
use std::path::Path;
use std::path::PathBuf;

pub(super) use args::AuditArgs;
use opened::Opened;

use crate::cli::{files, kind::Kind, notes::complain, status::ExitStatus};
use crate::error::{Error, ErrorKind, Result};

/// `oped serve --review TABLE`: what `oped audit TABLE --serve` does.
#[cfg(feature = "serve")]
pub(super) fn review_table(
    table: &Path,
    params: crate::serve::ServeParams,
    model: Option<&Path>,
    quiet: bool,
) -> Result<ExitStatus> {
    let mut args = AuditArgs::of_table(table);
    args.model = model.map(Path::to_owned);
    // A server logs its requests, unless it is to be quiet.
    (args.common.quiet, args.common.verbose) = (quiet, !quiet);
    review::run(&args, params)
}

/// Audits what was named: articles, or tables.
pub(super) fn run(args: &AuditArgs) -> Result<ExitStatus> {
    if args.apply.is_some() || args.undo {
        return corrections::run(args);
    }
    #[cfg(feature = "serve")]
    args.serve.refuse_alone()?;
    #[cfg(feature = "serve")]
    if args.serve.serve {
        return review::run(args, args.serve.params(args.common.threads, args.common.quiet)?);
    }
    args.format.refuse_ending(args.common.output.as_deref())?;
    files::refuse_stdin_twice(args.files.iter().map(PathBuf::as_path))?;
    let found = files::find(&args.files, args.common.output.as_deref());
    found.faults.iter().for_each(complain);
    let (mut opened, mut is_failed) = (Vec::new(), !found.faults.is_empty());
    for file in found.files {
        match Opened::of(args, file) {
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
