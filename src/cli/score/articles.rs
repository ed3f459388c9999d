//! The articles as a table: beside the paragraphs with `--articles`, in their place with `--summary`.

use std::path::Path;

use super::args::ScoreArgs;
use crate::cli::args::format::ResultFormat;
use crate::cli::output::Output;
use crate::error::{Error, ErrorKind, Result};
use crate::report::score::Overview;
use crate::tables::replacement::real_place;
use crate::tables::results::{ArticleRow, Articles, Renderer, mismatches_first};
use crate::tables::table::unpacked_name;

type AnyRenderer = dyn Renderer<ArticleRow>;

/// A table of articles in a file of its own, written as they come.
pub(super) struct ArticleFile {
    output: Output,
    renderer: Box<AnyRenderer>,
}

impl ArticleFile {
    /// Opens the file that `--articles` names.
    pub(super) fn open(args: &ScoreArgs, inputs: &[&Path]) -> Result<Option<ArticleFile>> {
        let Some(path) = args.articles.as_deref() else { return Ok(None) };
        let usage = |what: &'static str, remedy: &'static str| {
            Err(Error::new(ErrorKind::Usage, what).at(path.display().to_string(), None).remedy(remedy))
        };
        if args.common.output.as_deref().is_some_and(|output| real_place(output) == real_place(path)) {
            return usage("the table of articles would replace the result", "name another file with --articles");
        }
        let name = path.to_string_lossy().to_lowercase();
        let renderer = match unpacked_name(&name).rsplit_once('.').map(|(_, ending)| ending) {
            Some("csv") => renderer(ResultFormat::Csv)?,
            Some("jsonl" | "ndjson" | "json") => renderer(ResultFormat::Jsonl)?,
            Some("parquet") => renderer(ResultFormat::Parquet)?,
            _ => {
                return usage(
                    "a table of articles is not written under this name",
                    "name a .csv, .jsonl or .parquet file",
                );
            }
        };
        Ok(Some(ArticleFile { output: Output::open(Some(path), inputs)?, renderer }))
    }

    /// Writes articles.
    pub(super) fn add(&mut self, rows: &[ArticleRow]) -> Result<()> {
        let ArticleFile { output, renderer } = self;
        rows.iter().try_for_each(|row| output.write(|out| renderer.write(row, out)))
    }

    /// Makes it visible.
    pub(super) fn finish(mut self) -> Result<()> {
        let renderer = &mut self.renderer;
        self.output.write(|out| renderer.finish(out))?;
        self.output.finish()
    }
}

/// The overview of `--summary`. Its rows are kept, since mismatches come first.
pub(super) struct Summaries {
    rows: Vec<ArticleRow>,
    renderer: Box<AnyRenderer>,
}

impl Summaries {
    /// In the format of the result.
    pub(super) fn new(args: &ScoreArgs, output: &Output) -> Result<Summaries> {
        let renderer = match args.format() {
            ResultFormat::Text => Box::new(Overview::new(output.style(&args.common))),
            format => renderer(format)?,
        };
        Ok(Summaries { rows: Vec::new(), renderer })
    }

    pub(super) fn add(&mut self, rows: Vec<ArticleRow>) {
        self.rows.extend(rows);
    }

    /// Writes the overview.
    pub(super) fn write(mut self, output: &mut Output) -> Result<()> {
        mismatches_first(&mut self.rows);
        output.write(|out| {
            self.rows.iter().try_for_each(|row| self.renderer.write(row, out))?;
            self.renderer.finish(out)
        })
    }
}

fn renderer(format: ResultFormat) -> Result<Box<AnyRenderer>> {
    match format {
        ResultFormat::Csv => Ok(Box::new(Articles::Csv(true))),
        ResultFormat::Jsonl => Ok(Box::new(Articles::JsonLines)),
        ResultFormat::Parquet => parquet(),
        ResultFormat::Text | ResultFormat::Html | ResultFormat::Github => {
            Err(Error::new(ErrorKind::Usage, "an overview is text, CSV, JSON lines or Parquet")
                .remedy("leave out --summary: a page begins with its list of articles, and annotations are one a line"))
        }
    }
}

#[cfg(feature = "parquet")]
fn parquet() -> Result<Box<AnyRenderer>> {
    Ok(Box::new(crate::tables::results::ParquetArticles::new()?))
}

#[cfg(not(feature = "parquet"))]
fn parquet() -> Result<Box<AnyRenderer>> {
    Err(without_parquet())
}

#[cfg(not(feature = "parquet"))]
pub(super) fn without_parquet() -> Error {
    Error::new(ErrorKind::Usage, "this oped was built without Parquet")
        .remedy("build it with cargo build --release --features parquet, or give --format csv or jsonl")
}
