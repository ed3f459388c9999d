//! What a program may ask about the server: its health, its model, its API.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::serve::app::App;

/// Whether the server takes work.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
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
pub(in crate::serve) async fn model(State(app): State<Arc<App>>) -> Response {
    ([(CONTENT_TYPE, "application/json")], app.card.clone()).into_response()
}
