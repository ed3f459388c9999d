//! `POST /v1/score` and `POST /v1/explain`: one document, one answer.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::incoming::Incoming;
use super::results::{Layout, Task, results};
use crate::serve::app::App;
use crate::serve::documents::{Content, Document, Sent, check_name, media_types, sent_as};
use crate::serve::failure::Failure;
use crate::serve::memory::HeldBytes;

/// What is said about a document beside its body.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::serve) struct About {
    name: Option<String>,
}

/// The query, or why it was not read.
type AboutQuery = Result<Query<About>, QueryRejection>;

/// `POST /v1/score`.
pub(in crate::serve) async fn score(
    State(app): State<Arc<App>>,
    about: AboutQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    answer(&app, about, headers, body, Task::Score).await
}

/// `POST /v1/explain`.
pub(in crate::serve) async fn explain(
    State(app): State<Arc<App>>,
    about: AboutQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    answer(&app, about, headers, body, Task::Explain).await
}

async fn answer(
    app: &Arc<App>,
    about: AboutQuery,
    headers: HeaderMap,
    body: Body,
    task: Task,
) -> Result<Response, Failure> {
    refuse_stopping(app)?;
    let sent = sent(&headers)?;
    let name = name(about, sent)?;
    // Taken before the body is: it would be received for nothing.
    let place = app.pool.place().map_err(Failure::closing)?;
    let mut held = app.memory.hold();
    let bytes = Incoming::new(app, &headers, body)?.whole(&headers, &mut held).await?;
    let worker = app.clone();
    let work = move || {
        let document = match sent {
            Sent::Json => Document::of_json(&bytes, "")?,
            Sent::File(format, encoding) => {
                Document { name, content: Content::File { bytes: (&bytes).into(), format, encoding } }
            }
        };
        let done = results(&worker.explainer, document, task, Layout::Array, worker.limits.result())?;
        drop(bytes);
        worker.metrics.add(&done);
        Ok(HeldBytes::new(done.json, held))
    };
    let json = app.pool.work(place, app.limits.work_time, work).await??;
    let content_type = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    Ok((content_type, Bytes::from_owner(json)).into_response())
}

/// Refuses work that would not be finished.
pub(super) fn refuse_stopping(app: &App) -> Result<(), Failure> {
    if !app.stop.is_stopping() {
        return Ok(());
    }
    let what = "the server is stopping";
    Err(Failure::new(StatusCode::SERVICE_UNAVAILABLE, what, "send it again when it runs").retry_after(5).closing())
}

/// What a body is, by its media type.
fn sent(headers: &HeaderMap) -> Result<Sent, Failure> {
    let named = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    named.and_then(sent_as).ok_or_else(|| {
        let what = match named {
            Some(_) => "this media type, or its charset, is not read",
            None => "the body has no media type",
        };
        let remedy = "send Content-Type: application/json, text/plain, text/html or the like, or application/octet-stream to have it detected";
        let accepted = HeaderValue::from_str(&media_types().collect::<Vec<_>>().join(", "));
        let failure = Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, what, remedy).closing();
        accepted.map_or(failure.clone(), |accepted| failure.with(ACCEPT, accepted))
    })
}

/// The name in the query. That of a document in JSON is in it.
fn name(about: AboutQuery, sent: Sent) -> Result<String, Failure> {
    let refuse = |what: &str, remedy: &str| Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, what, remedy).closing());
    match (about, sent) {
        (Ok(Query(About { name: None })), _) => Ok(String::new()),
        (Ok(Query(About { name: Some(_) })), Sent::Json) => {
            refuse("the name of a document in JSON is in it", "send name beside text or paragraphs")
        }
        (Ok(Query(About { name: Some(name) })), Sent::File(..)) => {
            check_name(&name).map_err(Failure::closing)?;
            Ok(name)
        }
        (Err(_), _) => refuse("the query cannot be read", "send nothing but name, and that once"),
    }
}
