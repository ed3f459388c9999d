//! The routes, and the checks that they are behind.
//!
//! ```text
//! score, explain:  body ─incoming→ bytes ─pool→ document → results in one buffer → response
//! articles:        body ─incoming→ pieces → lines ─pool, a job a line→ results, in order → response
//! ```

pub(super) mod about;
pub(super) mod articles;
mod incoming;
mod page;
mod results;
pub(super) mod single;

pub(super) use results::Done;

use std::sync::Arc;

use axum::Router;
use axum::http::{StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

use super::app::App;
use super::failure::Failure;
use super::guard::guard;
use super::observe::observe;
use super::pool::panicked;

/// All routes, behind all checks; without those that score, if so asked.
pub(super) fn router(app: &Arc<App>, scores: bool, extra: Option<Router>) -> Router {
    let scoring = Router::new()
        .route("/v1/score", post(single::score))
        .route("/v1/explain", post(single::explain))
        .route("/v1/articles", post(articles::articles))
        .route("/v1/model", get(about::model))
        .route("/v1/openapi.json", get(about::openapi));
    let own = Router::new()
        .route("/", get(page::page))
        .route("/v1/health", get(about::health))
        .route("/metrics", get(about::metrics))
        .merge(if scores { scoring } else { Router::new() })
        .with_state(app.clone());
    own.merge(extra.unwrap_or_default())
        .fallback(not_found)
        .method_not_allowed_fallback(not_allowed)
        .layer(from_fn_with_state(app.clone(), guard))
        .layer(CatchPanicLayer::custom(|_| panicked().into_response()))
        .layer(from_fn_with_state(app.clone(), observe))
}

async fn not_found(uri: Uri) -> Failure {
    let remedy = if uri.path().starts_with("/v1/") { "see /v1/openapi.json for what there is" } else { "go to /" };
    Failure::new(StatusCode::NOT_FOUND, "there is nothing at this address", remedy)
}

async fn not_allowed() -> Response {
    let remedy = "use one of those in the header Allow";
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, "this address does not take that method", remedy).into_response()
}
