//! `POST /v1/articles`: a document a line, results in the order of the lines. Neither the lines nor the results are ever held whole, so
//! that a stream may be endless: what is not taken is not worked on, and what is not worked on is not received.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper::body::{Body as HttpBody, Frame};
use serde::Serialize;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;
use tokio::time::Instant;
use utoipa::ToSchema;

use super::incoming::{Incoming, too_large};
use super::results::{Layout, Task, results};
use super::single::refuse_stopping;
use crate::serve::app::App;
use crate::serve::documents::Document;
use crate::serve::failure::{Failure, FailureBody, Told};
use crate::serve::memory::{Held, HeldBytes};
use crate::serve::openapi::DocumentSchema;
use crate::serve::pool::{Reply, panicked};

/// Media types of JSON lines.
const JSON_LINES: [&str; 5] = [
    "application/jsonl", "application/x-ndjson", "application/ndjson", "application/x-jsonlines",
    "application/jsonlines",
];

/// A line that could not be scored.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::serve) struct LineError {
    /// Always `error`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The line, from 1.
    line: usize,
    /// What is wrong.
    what: String,
    /// What to do about it.
    remedy: String,
}

/// `POST /v1/articles`.
#[utoipa::path(
    post,
    path = "/v1/articles",
    operation_id = "articles",
    summary = "Scores many documents, one in each line, and answers in lines as they are done, in order",
    description = "A line that cannot be scored gives a line of the type error, and does not stop the others.",
    request_body(content((DocumentSchema = "application/jsonl"))),
    responses(
        (status = 200, description = "Objects as of score, and errors, one in each line", body = String, content_type = "application/jsonl"),
        (status = 400, description = "a request that cannot be read", body = FailureBody),
        (status = 401, description = "no token, or another", body = FailureBody),
        (status = 403, description = "another host, or a page of another site", body = FailureBody),
        (status = 415, description = "a media type or a compression that is not read", body = FailureBody),
        (status = 500, description = "a fault of oped", body = FailureBody),
        (status = 503, description = "a server that stops", body = FailureBody)
    )
)]
pub(in crate::serve) async fn articles(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    refuse_stopping(&app)?;
    check_media_type(&headers)?;
    let mut incoming = Incoming::new(&app, &headers, body)?;
    // A client that waits to be told to go on is told so by this, and not by the head of the answer. And what fails at once has a status.
    let first = incoming.piece(Instant::now() + app.limits.body_time).await?;
    // As many results as threads may wait for an earlier one.
    let (pending, results) = channel(app.pool.threads() + 1);
    let feeder = Feeder { app: app.clone(), pending, line: Line::default() };
    tokio::spawn(feeder.feed(first, incoming));
    let body = Body::new(ResultLines { app, pending: results, next: None });
    Ok(([(CONTENT_TYPE, JSON_LINES[0])], body).into_response())
}

fn check_media_type(headers: &HeaderMap) -> Result<(), Failure> {
    let named = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = named.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if JSON_LINES.contains(&essence.as_str()) {
        return Ok(());
    }
    let remedy = "send Content-Type: application/jsonl, and a JSON object a line";
    Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body is not said to be JSON lines", remedy).closing())
}

/// A line whose result may not be there yet.
struct Pending {
    line: usize,
    reply: Reply<HeldBytes>,
}

/// Turns lines into jobs.
struct Feeder {
    app: Arc<App>,
    pending: Sender<Pending>,
    line: Line,
}

/// The line that is being received.
#[derive(Default)]
struct Line {
    /// How many came before it.
    before: usize,
    bytes: Vec<u8>,
    held: Option<Held>,
    /// Why it is passed over to its end.
    failure: Option<Failure>,
}

/// The client went away.
struct Gone;

impl Feeder {
    async fn feed(mut self, first: Option<Bytes>, mut incoming: Incoming) {
        let mut stop = self.app.stop.clone();
        let mut next = Ok(first);
        loop {
            let fed = match next {
                Ok(Some(piece)) => self.add(&piece).await,
                // The last line needs no line end.
                Ok(None) => self.end_line().await.and(Err(Gone)),
                // Of the line that is cut off, and all after it.
                Err(failure) => {
                    self.line.failure = Some(failure);
                    self.end_line().await.and(Err(Gone))
                }
            };
            if fed.is_err() {
                return;
            }
            let end = Instant::now() + self.app.limits.body_time;
            next = tokio::select! {
                piece = incoming.piece(end) => piece,
                () = stop.asked() => Err(stopped()),
            };
        }
    }

    async fn add(&mut self, piece: &[u8]) -> Result<(), Gone> {
        let mut rest = piece;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            self.extend_line(&rest[..end]);
            self.end_line().await?;
            rest = &rest[end + 1..];
        }
        self.extend_line(rest);
        Ok(())
    }

    fn extend_line(&mut self, bytes: &[u8]) {
        if self.line.failure.is_some() || bytes.is_empty() {
            return;
        }
        let limit = self.app.limits.body;
        let held = self.line.held.get_or_insert_with(|| self.app.memory.hold());
        let grown = match self.line.bytes.len() + bytes.len() <= limit {
            true => held.grow(bytes.len()),
            false => Err(too_large("the line", limit)),
        };
        match grown {
            Ok(()) => self.line.bytes.extend_from_slice(bytes),
            Err(failure) => self.line = Line { failure: Some(failure), before: self.line.before, ..Line::default() },
        }
    }

    /// Makes a job of the line, and begins the next.
    async fn end_line(&mut self) -> Result<(), Gone> {
        let number = self.line.before + 1;
        let line = std::mem::replace(&mut self.line, Line { before: number, ..Line::default() });
        if let Some(failure) = line.failure {
            return self.send(number, done(error_line(number, failure, self.app.memory.hold()))).await;
        }
        let Some(held) = line.held.filter(|_| !line.bytes.trim_ascii().is_empty()) else { return Ok(()) };
        let place = self.app.pool.place_of_stream().await.ok_or(Gone)?;
        let app = self.app.clone();
        let reply = self.app.pool.start_work(place, move || scored_line(&app, number, &line.bytes, held));
        self.send(number, reply).await
    }

    async fn send(&self, line: usize, reply: Reply<HeldBytes>) -> Result<(), Gone> {
        self.pending.send(Pending { line, reply }).await.map_err(|_| Gone)
    }
}

fn stopped() -> Failure {
    let what = "the server is stopping";
    Failure::new(StatusCode::SERVICE_UNAVAILABLE, what, "send this line and those after it again")
}

/// A result that is there already.
fn done(bytes: HeldBytes) -> Reply<HeldBytes> {
    let (give, reply) = oneshot::channel();
    // The receiver is here.
    let _ = give.send(Some(bytes));
    reply
}

/// The lines of a document, or one that says why there are none.
fn scored_line(app: &App, number: usize, json: &[u8], held: Held) -> HeldBytes {
    // A line has a number, so that results can be told apart.
    let document = held.check().and_then(|()| Document::of_json(json, &number.to_string()));
    let scored = document
        .and_then(|document| results(&app.explainer, document, Task::Score, Layout::Lines, app.limits.result()));
    match scored {
        Ok(done) => {
            app.metrics.add(&done);
            HeldBytes::new(done.json, held)
        }
        Err(failure) => error_line(number, failure, held),
    }
}

fn error_line(line: usize, failure: Failure, held: Held) -> HeldBytes {
    let Told { what, remedy } = failure.told();
    let error = LineError { kind: "error", line, what, remedy };
    // Of strings and a number.
    let mut json = serde_json::to_vec(&error).unwrap_or_default();
    json.push(b'\n');
    HeldBytes::new(json, held)
}

/// Results in the order of their lines.
struct ResultLines {
    app: Arc<App>,
    pending: Receiver<Pending>,
    next: Option<Pending>,
}

impl HttpBody for ResultLines {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let this = self.get_mut();
        if this.next.is_none() {
            this.next = ready!(this.pending.poll_recv(context));
        }
        let Some(Pending { line, reply }) = &mut this.next else { return Poll::Ready(None) };
        let result = ready!(Pin::new(reply).poll(context)).ok().flatten();
        // The work panicked.
        let bytes = result.unwrap_or_else(|| error_line(*line, panicked(), this.app.memory.hold()));
        this.next = None;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_owner(bytes)))))
    }
}
