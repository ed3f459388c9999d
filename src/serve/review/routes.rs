//! The addresses of a review.
//!
//! ```text
//! GET  /review               the page
//! GET  /review/agreement     how far annotators agree, as a page, for the person who started a blind review
//! GET  /v1/review            what is reviewed
//! GET  /v1/review/items      the rows with what is decided; since=VERSION for what changed
//! GET  /v1/review/item       a row in its article
//! POST /v1/review/claim      asks for a row to decide on
//! POST /v1/review/verdict    decides
//! POST /v1/review/undo       takes the person's last verdict back
//! GET  /v1/review/apply      what the sheet would change in the table
//! POST /v1/review/apply      changes it
//! GET  /v1/review/agreement  how far annotators agree, as JSON lines
//! ```

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::refusal::Refusal;
use super::session::Session;
use super::types::{ApplyRequest, Changed, Claim, ItemInArticle, Items, Preview, Review, UndoRequest, VerdictRequest};
use crate::report::audit::agreement as report;

/// The largest body: a verdict with its note.
const LARGEST_BODY: usize = 64 * 1024;
/// What the report of agreement, which has its style inside, may load: nothing.
const REPORT_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

type Answer<T> = Result<Json<T>, Refusal>;

/// What a request is answered with.
#[derive(Clone)]
struct Served {
    session: Arc<Session>,
    page: Arc<str>,
    body_time: Duration,
}

/// The routes of a review, with its page. A body must have come within `body_time`.
pub fn routes(session: Arc<Session>, page: String, body_time: Duration) -> Router {
    let served = Served { session, page: page.into(), body_time };
    Router::new()
        .route("/review", get(page_of_review))
        .route("/review/agreement", get(agreement_page))
        .route("/v1/review", get(review))
        .route("/v1/review/items", get(items))
        .route("/v1/review/item", get(item))
        .route("/v1/review/claim", post(claim))
        .route("/v1/review/verdict", post(verdict))
        .route("/v1/review/undo", post(undo))
        .route("/v1/review/apply", get(preview).post(apply))
        .route("/v1/review/agreement", get(agreement))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(served)
}

/// The JSON of a body. What is wrong with it is told as every other error is.
struct Body<T>(T);

impl<T: DeserializeOwned> FromRequest<Served> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, served: &Served) -> Result<Self, Refusal> {
        let came = tokio::time::timeout(served.body_time, Json::from_request(request, served)).await;
        let body: Result<Json<T>, JsonRejection> = came.map_err(|_| Refusal::too_slow(served.body_time))?;
        body.map(|Json(value)| Body(value)).map_err(|error| Refusal::malformed(error.status(), &error.body_text()))
    }
}

/// The parameters of an address.
struct Asked<T>(T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let query: Result<Query<T>, QueryRejection> = Query::from_request_parts(parts, state).await;
        query.map(|Query(value)| Asked(value)).map_err(|error| Refusal::malformed(error.status(), &error.body_text()))
    }
}

#[derive(Debug, Deserialize)]
struct ItemsQuery {
    #[serde(default)]
    by: String,
    since: Option<usize>,
}

#[derive(Debug, Deserialize)]
struct ItemQuery {
    #[serde(default)]
    by: String,
    row: usize,
}

#[derive(Debug, Deserialize)]
struct KeyQuery {
    #[serde(default)]
    key: String,
}

/// Works where it may wait for the disk.
async fn blocking<T: Send + 'static>(
    served: Served,
    work: impl FnOnce(&Session) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let done = tokio::task::spawn_blocking(move || work(&served.session)).await;
    done.unwrap_or_else(|_| Err(Refusal::broken()))
}

async fn page_of_review(State(served): State<Served>) -> Response {
    // The page has its policy inside, but for what only a header can say.
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'")];
    (headers, Html(served.page.to_string())).into_response()
}

async fn review(State(served): State<Served>) -> Answer<Review> {
    blocking(served, |session| Ok(session.review())).await.map(Json)
}

async fn items(State(served): State<Served>, Asked(query): Asked<ItemsQuery>) -> Answer<Items> {
    blocking(served, move |session| session.items(&query.by, query.since)).await.map(Json)
}

async fn item(State(served): State<Served>, Asked(query): Asked<ItemQuery>) -> Answer<ItemInArticle> {
    blocking(served, move |session| session.item(&query.by, query.row)).await.map(Json)
}

async fn claim(State(served): State<Served>, Body(body): Body<Claim>) -> Answer<ItemInArticle> {
    blocking(served, move |session| session.claim(&body)).await.map(Json)
}

async fn verdict(State(served): State<Served>, Body(body): Body<VerdictRequest>) -> Answer<Changed> {
    blocking(served, move |session| session.decide(body)).await.map(Json)
}

async fn undo(State(served): State<Served>, Body(body): Body<UndoRequest>) -> Answer<Changed> {
    blocking(served, move |session| session.undo(&body)).await.map(Json)
}

async fn preview(State(served): State<Served>) -> Answer<Preview> {
    blocking(served, Session::preview).await.map(Json)
}

async fn apply(State(served): State<Served>, Body(body): Body<ApplyRequest>) -> Answer<Preview> {
    blocking(served, move |session| session.apply(&body)).await.map(Json)
}

async fn agreement(State(served): State<Served>, Asked(query): Asked<KeyQuery>) -> Result<Response, Refusal> {
    let found = blocking(served, move |session| session.agreement(&query.key)).await?;
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], report::jsonl(&found)).into_response())
}

async fn agreement_page(State(served): State<Served>, Asked(query): Asked<KeyQuery>) -> Result<Response, Refusal> {
    let found = blocking(served, move |session| session.agreement(&query.key)).await?;
    let headers = [(header::CONTENT_SECURITY_POLICY, REPORT_POLICY), (header::CACHE_CONTROL, "no-store")];
    Ok((StatusCode::OK, headers, Html(report::html(&found))).into_response())
}

#[cfg(test)]
mod tests;
