//! `oped serve`.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::models::load_model_for;
use super::notes::say;
use super::reading::read_input;
use super::status::ExitStatus;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Model;
use crate::page::Pages;
use crate::serve::{Limits, ServeParams, Server, Token};

/// The variable that holds the token, where no file is named.
const TOKEN_VARIABLE: &str = "OPED_TOKEN";

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

/// Where to serve, and for whom.
#[derive(Debug, Args)]
pub(super) struct PlaceArgs {
    /// Where to serve: an address with a port, or a port of this machine; 0 is any port that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8484", value_parser = parse_address)]
    pub(super) address: SocketAddr,
    /// Serve an address that other machines reach. It needs a token, too
    #[arg(long)]
    allow_remote: bool,
    /// Another name of this server, such as that of a proxy; may be given several times
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// The file with the token that clients must know; by default the variable OPED_TOKEN, if it is set
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
}

impl PlaceArgs {
    pub(super) fn params(&self, threads: u16, limits: Limits) -> Result<ServeParams> {
        let default = ServeParams::default();
        let threads = if threads == 0 { default.threads } else { threads.into() };
        Ok(ServeParams {
            address: self.address,
            allow_remote: self.allow_remote,
            hosts: self.host.clone(),
            token: token(self.token_file.as_deref())?,
            threads,
            limits,
        })
    }

    /// Whether nothing was given.
    pub(super) fn is_default(&self) -> bool {
        let is_of_others = self.allow_remote || !self.host.is_empty() || self.token_file.is_some();
        !is_of_others && self.address == ServeParams::default().address
    }

    /// What is not encrypted can be read on its way.
    pub(super) fn note_remote(&self) {
        if self.allow_remote && !self.address.ip().is_loopback() {
            say(
                "note",
                "connections are not encrypted: put a proxy with TLS before it, unless the network is yours alone",
            );
        }
    }
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

/// Binds to the address.
pub(super) fn bind(params: ServeParams, model: Model, page: String, quiet: bool) -> Result<Server> {
    quiet_panics();
    let log = (!quiet).then(|| Box::new(std::io::stderr()) as Box<dyn Write + Send>);
    Server::bind(params, model, page, log)
}

/// Prints the address of a path, and serves until the process is interrupted.
pub(super) fn serve(server: Server, path: &str) -> Result<ExitStatus> {
    let address = format!("http://{}{path}", server.address());
    let mut shown = Ok(());
    server.run(|| {
        let mut stdout = std::io::stdout();
        shown = writeln!(stdout, "{address}").and_then(|()| stdout.flush());
    })?;
    // Whoever started it may not want to know.
    shown
        .or_else(|error| if error.kind() == std::io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
        .map_err(|error| Error::io("stdout", &error))?;
    Ok(ExitStatus::Done)
}

/// The token in a file, or in the variable.
fn token(file: Option<&Path>) -> Result<Option<Token>> {
    if let Some(file) = file {
        let place = |error: Error| error.at(file.display().to_string(), None);
        let text = String::from_utf8(read_input(file)?);
        let text = text.map_err(|_| place(Error::new(ErrorKind::Encoding, "this is not text")))?;
        return text.parse().map(Some).map_err(place);
    }
    match std::env::var(TOKEN_VARIABLE) {
        Ok(text) => text.parse().map(Some).map_err(|error: Error| error.at(TOKEN_VARIABLE, None)),
        Err(_) => Ok(None),
    }
}

/// The message of a panic may quote the text that it is about.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| format!(" at {}:{}", at.file(), at.line())).unwrap_or_default();
        say("error", &format!("oped has a fault{place}; report it"));
    }));
}

/// `127.0.0.1:8484`, `[::1]:8484`, `localhost:8484` or `8484`.
fn parse_address(text: &str) -> std::result::Result<SocketAddr, String> {
    let on_loopback = |port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    if let Ok(port) = text.strip_prefix("localhost:").unwrap_or(text).parse() {
        return Ok(on_loopback(port));
    }
    text.parse().map_err(|_| "give an address with a port, such as 127.0.0.1:8484".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_need_a_port() {
        for (text, address) in [
            ("8484", "127.0.0.1:8484"),
            ("localhost:0", "127.0.0.1:0"),
            ("[::1]:80", "[::1]:80"),
            ("0.0.0.0:1", "0.0.0.0:1"),
        ] {
            assert_eq!(parse_address(text).unwrap().to_string(), address);
        }
        for text in ["", "localhost", "127.0.0.1", "::1", "news.example:80", "70000", "http://127.0.0.1:8484/"] {
            assert!(parse_address(text).is_err(), "{text}");
        }
    }
}
