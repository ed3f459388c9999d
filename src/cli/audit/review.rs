//! Correcting labels in the browser: a table → its sheet, made or found → the page.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{args::AuditArgs, corrections, labels, opened::Opened, queue};
use crate::cli::flags::words;
use crate::cli::{files::Named, kind::Kind, models::load_model_for, notes::say, server, status::ExitStatus};
use crate::error::{Error, ErrorKind, Result};
use crate::page::Pages;
use crate::serve::ServeParams;
use crate::serve::review::{CallersWords, ReviewParams, Session, routes, set_log_aside};
use crate::tables::corrections::files::CorrectionFiles;
use crate::tables::replacement::{Replacement, real_place};
use crate::tables::rows::{RowFacts, Table};
use crate::tables::table::unpacked_name;
use crate::words::figures::count;

/// What a sheet's name adds to its table's, before the ending.
const REVIEW: &str = "review";
/// Where the page is.
const PATH: &str = "/review";

/// Makes the sheet, or finds it, and serves it.
pub(super) fn run(args: &AuditArgs, params: ServeParams) -> Result<ExitStatus> {
    let (is_blind, quiet, body_time) = (args.serve.blind, args.common.quiet, params.limits.body_time);
    let model = load_model_for(args.model.as_deref(), args.prior, quiet)?;
    let page = if is_blind { Pages::blind_review() } else { Pages::new(&model)?.review() };
    // Bound first: a port that is taken should not cost an audit. Requests are logged for whoever wants details.
    let bound = server::bind(params, model, page.clone(), !args.common.verbose)?;
    let Some(session) = open(args)? else { return Ok(ExitStatus::Done) };
    let session = Arc::new(session);
    if is_blind && !quiet {
        let address = format!("http://{}{PATH}?key={}", bound.address(), session.key());
        say("note", &format!("{address} is for you: it also shows how far annotators agree"));
    }
    let bound = if is_blind { bound.without_scores() } else { bound };
    server::serve(bound.merge(routes(session, page, body_time)), PATH)
}

/// Opens the review; none if nothing is to be reviewed.
fn open(args: &AuditArgs) -> Result<Option<Session>> {
    args.common.set_threads()?;
    let path = table_of(args)?;
    let sheet = sheet_of(args, path)?;
    let files = CorrectionFiles::in_place(path, args.journal.clone());
    // A compressed table could not be corrected.
    files.read_table()?;
    let (mut facts, is_new) = (RowFacts::default(), !sheet.exists());
    let (kind, opened) = Opened::of(args, Named::of(path))?;
    if kind != Kind::Table {
        let error = Error::new(ErrorKind::Usage, "this is an article, which has no labels to correct");
        return Err(error.at(path.display().to_string(), None).remedy("name a table"));
    }
    let table = labels::read(args, opened, 0, is_new && args.queue.is_none(), &mut facts)?;
    if is_new && !make_sheet(args, &table, &facts, &sheet)? {
        say("note", &format!("{}: nothing to review: no label is probably wrong", path.display()));
        return Ok(None);
    }
    let correction = corrections::apply_params(args, &files);
    let params = ReviewParams {
        test_rows: facts.test_rows.iter().map(|place| place.row + 1).collect(),
        words: callers_words(args, path, &sheet),
        label_map: args.columns.label_map(),
        annotator: args.serve.annotator.clone(),
        is_blind: args.serve.blind,
        table,
        sheet,
        files,
        correction,
    };
    let name = params.sheet.display().to_string();
    let (session, begun) = Session::open(params)?;
    if !args.common.quiet {
        say("note", &format!("{name}: {}, {} decided", count(begun.total, "row"), begun.decided));
        for path in session.left_out()? {
            let path = path.display();
            say("note", &format!("{path}: not an annotator's sheet of these rows, and left out of the agreement"));
        }
        if begun.put_back {
            say("note", &format!("{name}: the last verdict of the log put into the sheet, which lacked it"));
        }
    }
    Ok(Some(session))
}

fn table_of(args: &AuditArgs) -> Result<&Path> {
    let usage = |what: &'static str, remedy: &'static str| Err(Error::new(ErrorKind::Usage, what).remedy(remedy));
    match args.files.as_slice() {
        [table] if table.as_os_str() == "-" => {
            usage("a table on standard input has no place for a sheet", "name a file")
        }
        [table] => Ok(table),
        _ => usage("one table is reviewed at a time", "name one"),
    }
}

/// Where the sheet is.
fn sheet_of(args: &AuditArgs, table: &Path) -> Result<PathBuf> {
    let default = || {
        let stem = table.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        table.with_file_name(format!("{stem}.{REVIEW}.csv"))
    };
    let sheet = args.common.output.clone().unwrap_or_else(default);
    let name = sheet.display().to_string();
    let refuse = |what: &'static str, remedy: &'static str| {
        Err(Error::new(ErrorKind::Usage, what).at(name.clone(), None).remedy(remedy))
    };
    if name == "-" || unpacked_name(&name) != name {
        return refuse("a sheet that is filled in is a file, and not compressed", "name another one with -o");
    }
    if real_place(&sheet) == real_place(table) {
        return refuse("the sheet would replace the table", "name another file with -o");
    }
    Ok(sheet)
}

/// Makes the sheet; false if there is nothing for it.
fn make_sheet(args: &AuditArgs, table: &Table, facts: &RowFacts, sheet: &Path) -> Result<bool> {
    // Looked at first: an unwritable place should not cost an audit.
    Replacement::prepare(sheet, b"", sheet)?;
    if !args.common.quiet {
        say("note", &format!("{}: making the sheet", sheet.display()));
    }
    let (bytes, rows) = match args.queue {
        Some(_) => queue::sheet(args, table)?,
        None => labels::sheet(args, table, facts)?,
    };
    if rows == 0 {
        return Ok(false);
    }
    // What was decided on an earlier sheet of this name is not decided on this one.
    if let Some(aside) = set_log_aside(sheet)?
        && !args.common.quiet
    {
        say("note", &format!("{}: the log of an earlier sheet is kept as {}", sheet.display(), aside.display()));
    }
    Replacement::prepare(sheet, &bytes, sheet)?.commit()?;
    Ok(true)
}

fn callers_words(args: &AuditArgs, table: &Path, sheet: &Path) -> CallersWords {
    let quoted = |path: &Path| {
        let text = path.display().to_string();
        let is_plain = |c: char| c.is_alphanumeric() || "/._-+".contains(c);
        if text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
    };
    let (table, sheet) = (quoted(table), quoted(sheet));
    let journal = args.journal.as_deref().map_or_else(String::new, |path| format!(" --journal {}", quoted(path)));
    CallersWords {
        apply: format!("oped audit {table} --apply {sheet} -o {table}{journal}"),
        undo: format!("oped audit {table} --undo -o {table}{journal}"),
        of_parameter: words,
    }
}
