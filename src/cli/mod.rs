//! The command line: one file or folder for each verb.

mod args;
mod article_notes;
mod audit;
mod evaluate;
mod files;
mod flags;
mod input;
mod inspect;
mod kind;
mod models;
mod notes;
mod output;
mod page;
mod pipeline;
mod progress;
mod reading;
mod reading_notes;
mod resume;
mod score;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "serve")]
mod server;
mod status;
mod train;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use notes::complain;
use status::ExitStatus;

/// Says, paragraph by paragraph, whether an article reports or argues, and where it turns.
#[derive(Debug, Parser)]
#[command(name = "oped", version, max_term_width = 100, after_help = EXIT_STATUS)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

const EXIT_STATUS: &str = "Exit status: 0 success; 1 a --fail-… flag found what it looks for; 2 failure.";

#[derive(Debug, Subcommand)]
enum Verb {
    /// Label the paragraphs of articles, or the rows of tables
    Score(score::ScoreArgs),
    /// Train a model on labelled tables
    Train(train::TrainArgs),
    /// Measure how good a model is on labelled tables, or cross-validate on them
    Evaluate(evaluate::EvaluateArgs),
    /// Explain the labels of an article's paragraphs, or find the labels of a table that are probably wrong
    Audit(Box<audit::AuditArgs>),
    /// Show the card of a model
    Inspect(inspect::InspectArgs),
    /// Write the page for the newsroom: one file that reads articles in a browser, offline
    Page(page::PageArgs),
    /// Serve the page for the newsroom and its API on this machine
    #[cfg(feature = "serve")]
    Serve(serve::ServeArgs),
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    #[cfg(feature = "parquet")]
    crate::tables::table::silence_guarded_panics();
    let status = match Cli::parse().verb {
        Verb::Score(args) => score::run(&args),
        Verb::Train(args) => train::run(&args),
        Verb::Evaluate(args) => evaluate::run(&args),
        Verb::Audit(args) => audit::run(&args),
        Verb::Inspect(args) => inspect::run(&args),
        Verb::Page(args) => page::run(&args),
        #[cfg(feature = "serve")]
        Verb::Serve(args) => serve::run(&args),
    };
    match status {
        Ok(status) => status,
        // The reader of our output went away: nothing more to do, and nothing wrong.
        Err(error) if error.is_broken_pipe() => ExitStatus::Done,
        Err(error) => {
            complain(&error);
            ExitStatus::Failed
        }
    }
    .into()
}
