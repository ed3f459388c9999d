//! Why a request is refused: a status, and an error that a person can act on.

use std::time::Duration;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::log::State;
use crate::error::{Error, ErrorKind, Words};
use crate::tables::sheet::Filled;

/// A refused request.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) error: Problem,
}

/// What is wrong, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: Option<String>,
    /// Who decided already, or is deciding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl Refusal {
    fn new(status: StatusCode, what: impl Into<String>, remedy: impl Into<String>) -> Refusal {
        Refusal { status, error: Problem { what: what.into(), remedy: Some(remedy.into()), by: None } }
    }

    /// The request makes no sense.
    pub(super) fn bad(what: impl Into<String>, remedy: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, what, remedy)
    }

    /// What is asked for is not there.
    pub(super) fn missing(what: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, what, "load the page again")
    }

    /// Something was done meanwhile.
    pub(super) fn conflict(what: impl Into<String>, remedy: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::CONFLICT, what, remedy)
    }

    /// The person may not see it.
    pub(super) fn forbidden(what: impl Into<String>, remedy: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::FORBIDDEN, what, remedy)
    }

    /// The row has a verdict already.
    pub(super) fn decided(row: usize, first: &Filled) -> Refusal {
        let by = first.by.clone();
        let who = by.as_deref().map_or_else(|| "in the sheet".to_owned(), |by| format!("by {by}"));
        let verdict = State::of(first, None).label.map_or_else(|| first.verdict.to_string(), |label| label.to_string());
        let mut refusal =
            Refusal::conflict(format!("row {row} is decided {who}: {verdict}"), "go on with the next one");
        refusal.error.by = by;
        refusal
    }

    /// Another person has the row on screen.
    pub(super) fn taken(row: usize, by: &str) -> Refusal {
        let mut refusal = Refusal::conflict(format!("{by} is deciding on row {row}"), "go on with the next one");
        refusal.error.by = Some(by.to_owned());
        refusal
    }
}

impl Refusal {
    /// The request is not what the address takes.
    pub(super) fn malformed(status: StatusCode, what: &str) -> Refusal {
        Refusal::new(status, what, "load the page again")
    }

    /// The rest of the request does not come.
    pub(super) fn too_slow(time: Duration) -> Refusal {
        let what = format!("the body did not come within {} s", time.as_secs());
        Refusal::new(StatusCode::REQUEST_TIMEOUT, what, "send it again")
    }

    /// The program has a fault.
    pub(super) fn broken() -> Refusal {
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "oped has a fault and could not answer", "try again")
    }

    /// An error in the caller's words.
    pub(super) fn of(error: &Error, words: Words<'_>) -> Refusal {
        let status = match error.kind() {
            ErrorKind::Io => StatusCode::INSUFFICIENT_STORAGE,
            ErrorKind::Usage | ErrorKind::Table => StatusCode::CONFLICT,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let (text, remedy) = (error.in_words(words), error.what_to_do().map(|remedy| remedy.in_words(words)));
        // The rest is the place, and what is wrong there.
        let what = remedy
            .as_deref()
            .and_then(|remedy| text.strip_suffix(remedy)?.strip_suffix("; "))
            .unwrap_or(&text)
            .to_owned();
        let is_io = error.kind() == ErrorKind::Io;
        let remedy =
            remedy.or_else(|| is_io.then(|| "make room on the disk or check the folder, then try again".to_owned()));
        Refusal { status, error: Problem { what, remedy, by: None } }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        Refusal::of(&error, &|parameter, _| parameter.to_string())
    }
}

/// The body of a refusal.
#[derive(Debug, Serialize)]
pub struct Refused {
    /// What is wrong.
    pub error: Problem,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(Refused { error: self.error })).into_response()
    }
}
