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
use crate::serve::failure::{Failure, FailureBody};
use crate::serve::memory::HeldBytes;
use crate::serve::openapi::{DocumentSchema, ExplainedSchema, ScoredSchema};

/// What is said about a document beside its body.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::serve) struct About {
    name: Option<String>,
}

/// The query, or why it was not read.
type AboutQuery = Result<Query<About>, QueryRejection>;

/// `POST /v1/score`.
#[utoipa::path(
    post,
    path = "/v1/score",
    operation_id = "score",
    summary = "Scores a document",
    params(("name" = Option<String>, Query, description = "What the results call it", max_length = 256)),
    request_body(content((DocumentSchema = "application/json"))),
    responses(
        (status = 200, description = "For each article its paragraphs in order, then the article", body = ScoredSchema),
        (status = 400, description = "JSON or a body that cannot be read", body = FailureBody),
        (status = 401, description = "no token, or another", body = FailureBody),
        (status = 403, description = "another host, or a page of another site", body = FailureBody),
        (status = 408, description = "a body that comes too slowly", body = FailureBody),
        (status = 413, description = "a body that is too large", body = FailureBody),
        (status = 415, description = "a media type or a compression that is not read", body = FailureBody),
        (status = 422, description = "a document that cannot be used", body = FailureBody),
        (status = 429, description = "too much at once", body = FailureBody),
        (status = 500, description = "a fault of oped", body = FailureBody),
        (status = 503, description = "work that takes too long, or a server that stops", body = FailureBody)
    )
)]
pub(in crate::serve) async fn score(
    State(app): State<Arc<App>>,
    about: AboutQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    answer(&app, about, headers, body, Task::Score).await
}

/// `POST /v1/explain`.
#[utoipa::path(
    post,
    path = "/v1/explain",
    operation_id = "explain",
    summary = "Scores a document, with the evidence for each label",
    params(("name" = Option<String>, Query, description = "What the results call it", max_length = 256)),
    request_body(content((DocumentSchema = "application/json"))),
    responses(
        (status = 200, description = "For each article its paragraphs in order, then the article", body = ExplainedSchema),
        (status = 400, description = "JSON or a body that cannot be read", body = FailureBody),
        (status = 401, description = "no token, or another", body = FailureBody),
        (status = 403, description = "another host, or a page of another site", body = FailureBody),
        (status = 408, description = "a body that comes too slowly", body = FailureBody),
        (status = 413, description = "a body that is too large", body = FailureBody),
        (status = 415, description = "a media type or a compression that is not read", body = FailureBody),
        (status = 422, description = "a document that cannot be used", body = FailureBody),
        (status = 429, description = "too much at once", body = FailureBody),
        (status = 500, description = "a fault of oped", body = FailureBody),
        (status = 503, description = "work that takes too long, or a server that stops", body = FailureBody)
    )
)]
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
    let name = name(about)?;
    let incoming = Incoming::new(app, &headers, body)?;
    // It would be received for nothing. A place is taken only when it is there, or slow clients could have them all.
    drop(app.pool.place().map_err(Failure::closing)?);
    let mut held = app.memory.hold();
    let bytes = incoming.whole(&headers, &mut held).await?;
    let place = app.pool.place()?;
    let worker = app.clone();
    let work = move || {
        held.check()?;
        let document = match sent {
            Sent::Json => Document::of_json(&bytes, &name)?,
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

/// The name in the query.
fn name(about: AboutQuery) -> Result<String, Failure> {
    let Ok(Query(About { name })) = about else {
        let (what, remedy) = ("the query cannot be read", "send nothing but name, and that once");
        return Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, what, remedy).closing());
    };
    let name = name.unwrap_or_default();
    check_name(&name).map_err(Failure::closing)?;
    Ok(name)
}
