//! The end of the server: asked for by a signal, waited for by all that are under way.

use std::io;

use tokio::sync::watch;

/// Tells whether the server is stopping.
#[derive(Debug, Clone)]
pub(super) struct Stop(watch::Receiver<bool>);

/// Asks for the end.
#[derive(Debug)]
pub(super) struct Stopper(watch::Sender<bool>);

/// Both ends.
pub(super) fn stop() -> (Stopper, Stop) {
    let (stopper, stop) = watch::channel(false);
    (Stopper(stopper), Stop(stop))
}

impl Stopper {
    pub(super) fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    pub(super) fn is_stopping(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is asked for.
    pub(super) async fn asked(&mut self) {
        // The sender goes away only when the server has ended.
        let _ = self.0.wait_for(|is_stopping| *is_stopping).await;
    }
}

/// The signals that end the server.
pub(super) struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    /// Catches them from now on.
    #[cfg(unix)]
    pub(super) fn catch() -> io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Catches them from now on.
    #[cfg(not(unix))]
    pub(super) fn catch() -> io::Result<Signals> {
        Ok(Signals {})
    }

    /// Waits for the next.
    #[cfg(unix)]
    pub(super) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    /// Waits for the next.
    #[cfg(not(unix))]
    pub(super) async fn next(&mut self) {
        // Without a handler the signal ends the program by itself.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
