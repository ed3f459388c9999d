//! The format of the result → how it is written. Chosen here and nowhere else.

use std::sync::Arc;

use super::args::ScoreArgs;
use super::articles::Summaries;
#[cfg(not(feature = "parquet"))]
use super::articles::without_parquet;
use crate::cli::{args::format::ResultFormat, models::model_name, output::Output};
use crate::error::{Error, ErrorKind, Result};
use crate::report::score::{Github, Html, Terminal};
use crate::score::Column;
use crate::tables::results::{Csv, JsonLines, Message, Renderer};
use crate::tables::table::Pass;

/// How a result is written, and what must be read for it.
pub(super) struct Writing {
    /// The columns of tables that are passed through.
    pub pass: Pass,
    pub by: By,
}

/// Who writes the result.
pub(super) enum By {
    /// Each worker for itself.
    Workers(Lines),
    /// The collector, message by message, in order.
    Collector(Box<AnyRenderer>),
    /// The collector, at the end: only the articles as a whole.
    Overview(Summaries),
}

pub(super) type AnyRenderer = dyn for<'a> Renderer<Message<'a>>;

/// Formats whose lines depend on nothing before them.
#[derive(Debug, Clone)]
pub(super) enum Lines {
    Jsonl,
    Csv(Csv),
}

impl Writing {
    /// `columns`: those of all tables, for a format that shows them as its own; `several`: whether there are several tables.
    pub(super) fn new(args: &ScoreArgs, output: &Output, columns: Vec<String>, several: bool) -> Result<Writing> {
        if args.summary {
            return Ok(Writing { pass: Pass::Nothing, by: By::Overview(Summaries::new(args, output)?) });
        }
        let columns: Arc<[String]> = columns.into();
        let csv = || Csv::of(Column::shown(several, args.split), &columns);
        let named = Pass::Named(columns.clone());
        let (pass, by) = match args.format() {
            ResultFormat::Jsonl => (Pass::Own, By::Workers(Lines::Jsonl)),
            ResultFormat::Csv => (named, By::Workers(Lines::Csv(csv()))),
            ResultFormat::Text => (Pass::Nothing, By::Collector(Box::new(Terminal::new(output.style(&args.common))))),
            ResultFormat::Html => {
                (Pass::Nothing, By::Collector(Box::new(Html::new(model_name(args.model.as_deref(), args.prior)))))
            }
            ResultFormat::Github => (Pass::Nothing, By::Collector(Box::new(Github::new(args.gate())))),
            ResultFormat::Parquet => (named, By::Collector(parquet(&csv())?)),
        };
        Ok(Writing { pass, by })
    }
}

impl By {
    /// Returns the format of the workers' lines, if they write any.
    pub(super) fn lines(&self) -> Option<&Lines> {
        match self {
            By::Workers(lines) => Some(lines),
            By::Collector(_) | By::Overview(_) => None,
        }
    }
}

impl Lines {
    /// Returns what precedes the first line.
    pub(super) fn header(&self) -> Vec<u8> {
        let mut header = Vec::new();
        if let Lines::Csv(csv) = self {
            csv.header(&mut header);
        }
        header
    }

    /// Adds the lines of a message.
    pub(super) fn add(&self, message: &Message<'_>, out: &mut Vec<u8>) -> Result<()> {
        match self {
            Lines::Jsonl => JsonLines.lines(message, out).map_err(|error| {
                Error::new(ErrorKind::Io, format!("a result cannot be written as JSON: {error}")).on_output()
            }),
            Lines::Csv(csv) => {
                csv.rows(message, out);
                Ok(())
            }
        }
    }
}

#[cfg(feature = "parquet")]
fn parquet(columns: &Csv) -> Result<Box<AnyRenderer>> {
    Ok(Box::new(crate::tables::results::Parquet::like(columns)?))
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &Csv) -> Result<Box<AnyRenderer>> {
    Err(without_parquet())
}
