//! Counts and logs every request when its answer has been sent, and adds the headers that every answer has.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use hyper::body::{Body as HttpBody, Frame, SizeHint};

use super::app::App;
use super::log;
use super::metrics::{Answered, Route};

/// The route of requests that have none: what a client makes up must not become a metric each.
const NO_ROUTE: &str = "other";

/// The status of a request whose client went away before there was an answer. It is sent to nobody.
const GONE: u16 = 499;

/// Wraps the handling of a request.
pub(super) async fn observe(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or(NO_ROUTE, MatchedPath::as_str).to_owned();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    app.metrics.in_flight.inc();
    let mut seen = Seen { app, route, method, path, start: Instant::now(), status: GONE, sent: 0, is_whole: false };
    let mut response = next.run(request).await;
    seen.status = response.status().as_u16();
    // Nobody asks for the end of a body that is empty.
    seen.is_whole = response.body().is_end_stream();
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response.map(|body| Body::new(ObservedBody { body, seen }))
}

/// What is known of a request, told when it is dropped.
struct Seen {
    app: Arc<App>,
    route: String,
    method: Method,
    path: String,
    start: Instant,
    /// [`GONE`] as long as there is no answer.
    status: u16,
    sent: u64,
    is_whole: bool,
}

impl Drop for Seen {
    fn drop(&mut self) {
        let metrics = &self.app.metrics;
        let time = self.start.elapsed();
        metrics.in_flight.dec();
        metrics.sent.inc_by(self.sent);
        let route = std::mem::take(&mut self.route);
        metrics.seconds.get_or_create(&Route { route: route.clone() }).observe(time.as_secs_f64());
        metrics.requests.get_or_create(&Answered { route, status: self.status }).inc();
        let Seen { status, sent: bytes, is_whole, .. } = *self;
        let (method, path) = (self.method.as_str(), self.path.as_str());
        self.app.log.request(&log::Request { method, path, status, bytes, time, is_whole });
    }
}

/// A body that counts what is taken of it.
struct ObservedBody {
    body: Body,
    seen: Seen,
}

impl HttpBody for ObservedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        let frame = ready!(Pin::new(&mut this.body).poll_frame(context));
        match &frame {
            Some(Ok(frame)) => this.seen.sent += frame.data_ref().map_or(0, Bytes::len) as u64,
            Some(Err(_)) => {}
            None => this.seen.is_whole = true,
        }
        this.seen.is_whole |= this.body.is_end_stream();
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
