//! What a program may ask about the server: its health, its model, its API.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::serve::app::App;
use crate::serve::failure::FailureBody;
use crate::serve::openapi::CardSchema;

/// Whether the server takes work.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::serve) struct Health {
    status: HealthStatus,
    /// The version of oped.
    version: &'static str,
}

/// Whether the server takes work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum HealthStatus {
    /// It does.
    Ok,
    /// It finishes what it has.
    Stopping,
}

/// `GET /v1/health`.
#[utoipa::path(
    get,
    path = "/v1/health",
    operation_id = "health",
    summary = "Says whether the server takes work",
    responses(
        (status = 200, description = "it does", body = Health),
        (status = 400, description = "a request that cannot be read", body = FailureBody),
        (status = 403, description = "another host, or a page of another site", body = FailureBody),
        (status = 503, description = "it finishes what it has", body = Health)
    )
)]
pub(in crate::serve) async fn health(State(app): State<Arc<App>>) -> Response {
    let (code, status) = match app.stop.is_stopping() {
        false => (StatusCode::OK, HealthStatus::Ok),
        true => (StatusCode::SERVICE_UNAVAILABLE, HealthStatus::Stopping),
    };
    let health = Health { status, version: env!("CARGO_PKG_VERSION") };
    // Of two words.
    let mut json = serde_json::to_vec(&health).unwrap_or_default();
    json.push(b'\n');
    (code, [(CONTENT_TYPE, "application/json")], json).into_response()
}

/// `GET /v1/model`.
#[utoipa::path(
    get,
    path = "/v1/model",
    operation_id = "model",
    summary = "The model's card: how it was made, from what, and how good it is",
    responses(
        (status = 200, description = "The card, as in oped inspect", body = CardSchema),
        (status = 400, description = "a request that cannot be read", body = FailureBody),
        (status = 401, description = "no token, or another", body = FailureBody),
        (status = 403, description = "another host, or a page of another site", body = FailureBody)
    )
)]
pub(in crate::serve) async fn model(State(app): State<Arc<App>>) -> Response {
    ([(CONTENT_TYPE, "application/json")], app.card.clone()).into_response()
}

/// `GET /v1/openapi.json`.
#[utoipa::path(
    get,
    path = "/v1/openapi.json",
    operation_id = "openapi",
    summary = "This document",
    responses(
        (status = 200, description = "OpenAPI 3.1", body = serde_json::Value),
        (status = 400, description = "a request that cannot be read", body = FailureBody),
        (status = 401, description = "no token, or another", body = FailureBody),
        (status = 403, description = "another host, or a page of another site", body = FailureBody)
    )
)]
pub(in crate::serve) async fn openapi(State(app): State<Arc<App>>) -> Response {
    ([(CONTENT_TYPE, "application/json")], app.openapi.clone()).into_response()
}

/// `GET /metrics`.
#[utoipa::path(
    get,
    path = "/metrics",
    operation_id = "metrics",
    summary = "What is counted, for Prometheus",
    responses(
        (status = 200, description = "OpenMetrics", body = String, content_type = "application/openmetrics-text"),
        (status = 400, description = "a request that cannot be read", body = FailureBody),
        (status = 401, description = "no token, or another", body = FailureBody),
        (status = 403, description = "another host, or a page of another site", body = FailureBody)
    )
)]
pub(in crate::serve) async fn metrics(State(app): State<Arc<App>>) -> Response {
    let text = app.metrics.text(app.pool.occupied(), app.memory.held());
    ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response()
}
