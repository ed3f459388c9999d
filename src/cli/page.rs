//! `oped page`: the page for the newsroom as one file.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;

use super::{args::common::Common, models::load_model_for, notes::say, output::Output, status::ExitStatus};
use crate::error::{Error, ErrorKind, Result};
use crate::page::Pages;

/// Arguments of `oped page`.
#[derive(Debug, Args)]
#[command(after_help = WHAT_IT_DOES)]
pub(super) struct PageArgs {
    /// The model that the page reads with; by default the shipped one
    #[arg(short, long, value_name = "MODEL")]
    model: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

const WHAT_IT_DOES: &str = "\
The page is one file of 5 MB that any browser of the last years opens from disk: paste an article or drop files on it, and see \
paragraph by paragraph who speaks, where it turns and why. The model is inside. The page makes no connection: what is pasted stays \
on the computer, and the file can be sent by mail.";

/// What to do with the page.
fn advice(path: &Path) -> String {
    let is_page =
        path.extension().is_some_and(|end| end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm"));
    let name = path.display();
    if is_page {
        format!("open {name} in a browser")
    } else {
        format!("rename {name} so that it ends in .html: browsers show other files as text")
    }
}

/// Writes the page.
pub(super) fn run(args: &PageArgs) -> Result<ExitStatus> {
    let is_stdout = args.common.output.as_ref().is_none_or(|path| path.as_os_str() == "-");
    if is_stdout && io::stdout().is_terminal() {
        let error = Error::new(ErrorKind::Usage, "the page would be printed to the terminal");
        return Err(error.remedy("name a file, as in oped page -o oped.html"));
    }
    let inputs: Vec<_> = args.model.iter().map(PathBuf::as_path).collect();
    let mut output = Output::open(args.common.output.as_deref(), &inputs)?;
    let model = load_model_for(args.model.as_deref(), None, args.common.quiet)?;
    let page = Pages::new(&model)?.page();
    output.write(|out| out.write_all(page.as_bytes()))?;
    output.finish()?;
    if let (false, false, Some(path)) = (is_stdout, args.common.quiet, &args.common.output) {
        say("note", &advice(path));
    }
    Ok(ExitStatus::Done)
}
