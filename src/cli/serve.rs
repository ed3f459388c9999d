//! `oped serve`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::models::load_model_for;
use super::server::{PlaceArgs, bind, serve};
use super::status::ExitStatus;
use crate::error::Result;
use crate::page::Pages;
use crate::serve::Limits;

/// Arguments of `oped serve`.
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// The model; by default the shipped one
    #[arg(short, long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// Number of threads that score; 0 means one per core
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=256))]
    threads: u16,
    /// Write only errors to stderr, no requests and no notes
    #[arg(short, long)]
    quiet: bool,
    /// Correct the labels of a table in the browser: oped audit TABLE --serve, which has more flags for it
    #[arg(long, value_name = "TABLE")]
    review: Option<PathBuf>,
    #[command(flatten)]
    limits: LimitArgs,
}

/// What is too much.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
struct LimitArgs {
    /// MiB of a body, and of a line of many; after it was unpacked
    #[arg(long, value_name = "MIB", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..))]
    max_body: u16,
    /// MiB of all bodies and results at once
    #[arg(long, value_name = "MIB", default_value_t = 256, value_parser = clap::value_parser!(u16).range(4..))]
    max_memory: u16,
    /// Connections at once
    #[arg(long, value_name = "N", default_value_t = 512, value_parser = clap::value_parser!(u16).range(1..))]
    max_connections: u16,
    /// Requests that wait for a thread
    #[arg(long, value_name = "N", default_value_t = 256)]
    max_queue: u16,
    /// Seconds for the headers, and for the next request of a connection
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    header_time: u16,
    /// Seconds for a body, for the next piece of a stream, and for an answer to be read on
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..))]
    body_time: u16,
    /// Seconds for the work, with the time in the queue
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..))]
    work_time: u16,
    /// Seconds for what is under way when the server is stopped
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    stop_time: u16,
}

impl LimitArgs {
    fn limits(&self) -> Limits {
        let mebibytes = |number: u16| usize::from(number) << 20;
        let seconds = |number: u16| Duration::from_secs(number.into());
        Limits {
            body: mebibytes(self.max_body),
            memory: mebibytes(self.max_memory),
            connections: self.max_connections.into(),
            queue: self.max_queue.into(),
            header_time: seconds(self.header_time),
            body_time: seconds(self.body_time),
            work_time: seconds(self.work_time),
            stop_time: seconds(self.stop_time),
        }
    }
}

/// Serves until the process is interrupted.
pub(super) fn run(args: &ServeArgs) -> Result<ExitStatus> {
    let params = args.place.params(args.threads, args.limits.limits())?;
    if !args.quiet {
        args.place.note_remote();
    }
    if let Some(table) = &args.review {
        return super::audit::review_table(table, params, args.model.as_deref(), args.quiet);
    }
    let model = load_model_for(args.model.as_deref(), None, args.quiet)?;
    let page = Pages::new(&model)?.page();
    serve(bind(params, model, page, args.quiet)?, "/")
}
