//! Answers to requests that cannot be done.

use axum::body::Body;
use axum::http::header::{CONNECTION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Error;

/// The answer to a request that cannot be done: a status, what is wrong, and what to do about it.
///
/// ```
/// use axum::http::StatusCode;
/// let failure = oped::serve::Failure::new(StatusCode::NOT_FOUND, "there is no such page", "go to /");
/// assert_eq!(failure.status(), StatusCode::NOT_FOUND);
/// ```
#[derive(Debug, Clone)]
pub struct Failure(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    status: StatusCode,
    told: Told,
    header: Option<(HeaderName, HeaderValue)>,
    is_last: bool,
}

/// What is wrong, and what to do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Told {
    /// What is wrong.
    pub(super) what: String,
    /// What to do about it.
    pub(super) remedy: String,
}

/// The body of every answer with a status of 400 or more.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Failure)]
pub(super) struct FailureBody {
    error: Told,
}

impl Failure {
    /// A failure: what is wrong, and what to do, each a clause without a full stop.
    pub fn new(status: StatusCode, what: impl Into<String>, remedy: impl Into<String>) -> Failure {
        let told = Told { what: what.into(), remedy: remedy.into() };
        Failure(Box::new(Parts { status, told, header: None, is_last: false }))
    }

    /// The failure of reading what was sent.
    pub fn of(error: &Error) -> Failure {
        let remedy = error.what_to_do().map_or_else(|| "send something else".to_owned(), ToString::to_string);
        Failure::new(StatusCode::UNPROCESSABLE_ENTITY, error.what().to_string(), remedy)
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Asks the client to come back after some seconds.
    pub(super) fn retry_after(self, seconds: u32) -> Failure {
        self.with(RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// Adds a header.
    pub(super) fn with(mut self, name: HeaderName, value: HeaderValue) -> Failure {
        self.0.header = Some((name, value));
        self
    }

    /// Closes the connection after it: the rest of the request is not read.
    pub(super) fn closing(mut self) -> Failure {
        self.0.is_last = true;
        self
    }

    /// What it tells.
    pub(super) fn told(self) -> Told {
        self.0.told
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let Parts { status, told, header, is_last } = *self.0;
        // Of two strings.
        let mut body = serde_json::to_vec(&FailureBody { error: told }).unwrap_or_default();
        body.push(b'\n');
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.extend(header.map(|(name, value)| (Some(name), value)));
        if is_last {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}
