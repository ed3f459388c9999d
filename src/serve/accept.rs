//! Takes connections, and serves each until it ends.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{params::Limits, stream::PatientStream};

/// Bytes of the headers and the request line.
const MOST_HEADERS: usize = 32 << 10;
/// Bytes read from a socket at once.
const BUFFER: usize = 64 << 10;
/// Connections over the limit that are told so, at once; any more are closed.
const MOST_REFUSALS: usize = 64;
/// When there are no file descriptors, none will be there at once.
const PAUSE: Duration = Duration::from_millis(50);
/// For a client to take the refusal.
const REFUSAL_TIME: Duration = Duration::from_secs(2);

/// The body of a refusal.
const REFUSAL: &str =
    "{\"error\":{\"what\":\"there are too many connections\",\"remedy\":\"try again later, on fewer\"}}\n";

/// Takes connections until it is dropped.
pub(super) async fn accept(
    listener: TcpListener,
    router: Router,
    limits: &Limits,
    open: &GracefulShutdown,
) -> Infallible {
    let connections = Arc::new(Semaphore::new(limits.connections));
    let refusals = Arc::new(Semaphore::new(MOST_REFUSALS));
    loop {
        let Ok((socket, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        // Answers are written whole.
        let _ = socket.set_nodelay(true);
        if let Ok(permit) = connections.clone().try_acquire_owned() {
            tokio::spawn(serve(socket, router.clone(), limits.clone(), open.watcher(), permit));
        } else if let Ok(permit) = refusals.clone().try_acquire_owned() {
            tokio::spawn(refuse(socket, permit));
        }
    }
}

async fn serve(socket: TcpStream, router: Router, limits: Limits, open: Watcher, permit: OwnedSemaphorePermit) {
    let stream = TokioIo::new(PatientStream::new(socket, limits.body_time));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .max_header_size(MOST_HEADERS)
        .max_buf_size(BUFFER)
        .serve_connection(stream, TowerToHyperService::new(router));
    // It ends with an error where a client goes away, which is no fault of ours.
    let _ = open.watch(connection).await;
    drop(permit);
}

/// Tells a client that there are too many.
async fn refuse(socket: TcpStream, permit: OwnedSemaphorePermit) {
    let mut stream = PatientStream::new(socket, REFUSAL_TIME);
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\
         retry-after: 1\r\n\r\n{REFUSAL}",
        REFUSAL.len()
    );
    if stream.write_all(answer.as_bytes()).await.is_ok() {
        let _ = stream.shutdown().await;
    }
    drop(permit);
}
