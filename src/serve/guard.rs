//! Who may ask: requests for this server, from its own pages, with the token if there is one.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, LOCATION, REFERRER_POLICY, SET_COOKIE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::app::App;
use super::failure::Failure;
use super::hosts::check_host;
use super::token::Admission;

/// Bytes of a request's address.
const LONGEST_URI: usize = 8 << 10;
/// Whoever looks whether the server is there need not know the token.
const OPEN: &str = "/v1/health";

/// Lets a request pass, or refuses it.
pub(super) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match check(&app, &request) {
        Ok(None) => next.run(request).await,
        Ok(Some(response)) => response,
        Err(failure) => failure.closing().into_response(),
    }
}

/// Refuses a request, or answers the one that shows the token in its address.
fn check(app: &App, request: &Request) -> Result<Option<Response>, Failure> {
    check_length(request.uri())?;
    check_host(&app.hosts, request.uri(), request.headers())?;
    match &app.admission {
        Some(admission) if request.uri().path() != OPEN => check_token(admission, request),
        _ => Ok(None),
    }
}

fn check_length(uri: &Uri) -> Result<(), Failure> {
    let length = uri.path_and_query().map_or(0, |path| path.as_str().len());
    if length <= LONGEST_URI {
        return Ok(());
    }
    Err(Failure::new(StatusCode::URI_TOO_LONG, "the address is longer than 8 KiB", "send texts in the body"))
}

fn check_token(admission: &Admission, request: &Request) -> Result<Option<Response>, Failure> {
    if admission.admits(request.headers()) {
        return Ok(None);
    }
    let shown = request.uri().query().unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("token="));
    match shown {
        Some(shown) if request.method() == Method::GET && admission.is_token(shown) => {
            Ok(Some(redirect(admission, request.uri())))
        }
        _ => {
            let remedy = "send it as Authorization: Bearer TOKEN, or open /?token=TOKEN in a browser";
            let what = if request.headers().contains_key(AUTHORIZATION) {
                "this is not the token"
            } else {
                "a token is needed"
            };
            Err(Failure::new(StatusCode::UNAUTHORIZED, what, remedy)
                .with(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")))
        }
    }
}

/// Takes the token out of the browser's address, and leaves a cookie.
fn redirect(admission: &Admission, uri: &Uri) -> Response {
    let query = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.starts_with("token="));
    let query = query.collect::<Vec<_>>().join("&");
    // A path of two slashes would lead to another host.
    let path = format!("/{}", uri.path().trim_start_matches('/'));
    let path = if query.is_empty() { path } else { format!("{path}?{query}") };
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.extend(HeaderValue::from_str(&path).ok().map(|path| (Some(LOCATION), path)));
    headers.extend(admission.set_cookie().map(|cookie| (Some(SET_COOKIE), cookie)));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
