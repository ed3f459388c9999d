//! What all requests share, and the routes.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::http::{StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

use super::api::{about, articles, single};
use super::failure::Failure;
use super::guard::{Hosts, guard};
use super::log::Log;
use super::memory::Memory;
use super::metrics::{Metrics, metrics};
use super::observe::observe;
use super::page::{Page, page};
use super::params::{Limits, ServeParams};
use super::pool::{Pool, panicked};
use super::stop::Stop;
use super::token::Admission;
use crate::error::{Error, ErrorKind, Result};
use crate::explain::Explainer;
use crate::model::Model;

/// What all requests share.
pub(super) struct App {
    pub(super) explainer: Arc<Explainer>,
    /// The model's card as JSON.
    pub(super) card: Bytes,
    pub(super) page: Page,
    pub(super) hosts: Hosts,
    pub(super) admission: Option<Admission>,
    pub(super) limits: Limits,
    pub(super) pool: Pool,
    pub(super) memory: Arc<Memory>,
    pub(super) metrics: Metrics,
    pub(super) log: Log,
    pub(super) stop: Stop,
}

impl App {
    pub(super) fn new(params: &ServeParams, model: Model, page: String, log: Log, stop: Stop) -> Result<App> {
        let io =
            |error: std::io::Error| Error::new(ErrorKind::Io, format!("the threads could not be started: {error}"));
        let card = serde_json::to_vec(&model.card).map_err(|error| io(error.into()))?;
        Ok(App {
            explainer: Arc::new(Explainer::new(model)),
            card: card.into(),
            page: Page::new(page),
            hosts: Hosts::new(params.address.ip(), &params.hosts),
            admission: params.token.clone().map(Admission::new).transpose()?,
            limits: params.limits.clone(),
            pool: Pool::start(params.threads, params.limits.queue).map_err(io)?,
            memory: Memory::new(params.limits.memory),
            metrics: Metrics::new(),
            log,
            stop,
        })
    }
}

/// All routes, behind all checks.
pub(super) fn router(app: &Arc<App>, extra: Option<Router>) -> Router {
    let own = Router::new()
        .route("/", get(page))
        .route("/v1/score", post(single::score))
        .route("/v1/explain", post(single::explain))
        .route("/v1/articles", post(articles::articles))
        .route("/v1/health", get(about::health))
        .route("/v1/model", get(about::model))
        .route("/v1/openapi.json", get(about::openapi))
        .route("/metrics", get(metrics))
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
