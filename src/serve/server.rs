//! Binds, serves until a signal, and ends.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use axum::Router;
use hyper_util::server::graceful::GracefulShutdown;

use super::accept::accept;
use super::app::App;
use super::log::{Log, LogSink};
use super::openapi::document;
use super::params::ServeParams;
use super::routes::router;
use super::stop::{Signals, Stopper, stop};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::model::Model;

/// Threads that read and write sockets. They never score.
const SOCKET_THREADS: usize = 2;

/// A server that is bound to its address, and does not yet accept.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    params: ServeParams,
    app: Arc<App>,
    stopper: Stopper,
    extra: Option<Router>,
    /// Whether it scores what it is sent.
    scores: bool,
}

impl Server {
    /// Binds to an address. `page` is served at `/`.
    ///
    /// # Errors
    /// If the address is taken, or other machines reach it and that was not asked for, or there is no token.
    pub fn bind(params: ServeParams, model: Model, page: String, log: LogSink) -> Result<Server> {
        refuse_remote(&params)?;
        let bind = || {
            let listener = TcpListener::bind(params.address)?;
            listener.set_nonblocking(true)?;
            Ok((listener.local_addr()?, listener))
        };
        let (address, listener) = bind().map_err(|error: std::io::Error| cannot_bind(params.address, &error))?;
        let log = Log::start(log).map_err(|error| cannot_start(&error))?;
        let (stopper, stop) = stop();
        let app = App::new(&params, model, page, document(), log, stop)?;
        Ok(Server { listener, address, params, app: Arc::new(app), stopper, extra: None, scores: true })
    }

    /// Returns the address, with the port that was found for 0.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Adds routes. They are behind the same checks of host, origin and token, and are logged and counted like all others.
    #[must_use]
    pub fn merge(self, routes: Router) -> Server {
        let extra = Some(self.extra.unwrap_or_default().merge(routes));
        Server { extra, ..self }
    }

    /// Scores nothing that it is sent, and tells nothing of the model: where the model's opinion is not to be seen.
    #[must_use]
    pub fn without_scores(self) -> Server {
        Server { scores: false, ..self }
    }

    /// Serves until the process is interrupted or terminated; then finishes what is under way, for a limited time. A second signal
    /// ends it at once. `ready` is called when connections are accepted and signals are caught.
    ///
    /// # Errors
    /// Those of the operating system: no thread, no signals.
    pub fn run(self, ready: impl FnOnce()) -> Result<()> {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(SOCKET_THREADS).thread_name("sockets").enable_all().build();
        let runtime = runtime.map_err(|error| cannot_start(&error))?;
        let served = runtime.block_on(self.serve(ready));
        // What is still under way has had its time.
        runtime.shutdown_background();
        served.map_err(|error| cannot_start(&error))
    }

    async fn serve(self, ready: impl FnOnce()) -> std::io::Result<()> {
        let mut signals = Signals::catch()?;
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        let open = GracefulShutdown::new();
        let router = router(&self.app, self.scores, self.extra);
        ready();
        tokio::select! {
            never = accept(listener, router, &self.params.limits, &open) => match never {},
            () = signals.next() => {}
        }
        // The listener is gone before anybody is told, who could come back.
        self.stopper.stop();
        tokio::select! {
            () = open.shutdown() => {}
            () = tokio::time::sleep(self.params.limits.stop_time) => {}
            () = signals.next() => {}
        }
        self.app.log.flush();
        Ok(())
    }
}

fn refuse_remote(params: &ServeParams) -> Result<()> {
    let ip = params.address.ip();
    let refuse = |what: String, remedy: Message| Err(Error::new(ErrorKind::Usage, what).remedy(remedy));
    if ip.is_loopback() {
        return Ok(());
    }
    if !params.allow_remote {
        let remedy = Message::from("give ").name(Parameter::AllowRemote).then(" and ").name(Parameter::TokenFile);
        let remedy = remedy.then(" if that is meant, or an address of this machine only: 127.0.0.1");
        return refuse(format!("other machines reach the address {ip}"), remedy);
    }
    if params.token.is_none() {
        let remedy = Message::from("give ").name(Parameter::TokenFile).then(", a file with a long random line");
        return refuse(format!("other machines reach the address {ip}, and there is no token"), remedy);
    }
    Ok(())
}

fn cannot_bind(address: SocketAddr, error: &std::io::Error) -> Error {
    let (what, remedy) = match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            (format!("{address} is taken by another program"), "another port, or port 0 for any that is free")
        }
        std::io::ErrorKind::AddrNotAvailable => {
            (format!("{address} is no address of this machine"), "one that is, such as 127.0.0.1:8484")
        }
        std::io::ErrorKind::PermissionDenied => (format!("{address} may not be served by you"), "a port above 1023"),
        _ => (format!("{address} cannot be served: {error}"), "another one"),
    };
    Error::new(ErrorKind::Io, what).remedy(Message::from("give ").name(Parameter::Address).then(" with ").then(remedy))
}

fn cannot_start(error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("the server cannot be started: {error}"))
}
