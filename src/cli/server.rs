//! A server of the page: where, for whom, and until it is stopped.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;

use super::notes::say;
use super::reading::read_input;
use super::status::ExitStatus;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Model;
use crate::serve::{Limits, ServeParams, Server, Token};

/// The variable that holds the token, where no file is named.
const TOKEN_VARIABLE: &str = "OPED_TOKEN";

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
