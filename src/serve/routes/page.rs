//! `GET /`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::serve::app::App;

/// `GET /`.
pub(in crate::serve) async fn page(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let page = &app.page;
    let known = headers.get(IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let is_known = known.is_some_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == page.tag));
    let asked = [
        (ETAG, page.tag.clone()),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (VARY, HeaderValue::from_static("accept-encoding")),
    ];
    if is_known {
        return (StatusCode::NOT_MODIFIED, asked).into_response();
    }
    let fixed = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, page.policy.clone()),
        (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    ];
    if takes_gzip(&headers) {
        return (asked, fixed, [(CONTENT_ENCODING, "gzip")], page.packed()).into_response();
    }
    (asked, fixed, page.html.clone()).into_response()
}

/// Whether a client takes an answer in gzip.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let all = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let is_refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0));
        name.trim().eq_ignore_ascii_case("gzip") && !is_refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_taken_unless_it_is_refused() {
        let takes = |value: &'static str| {
            takes_gzip(&HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))]))
        };
        assert!(takes("br, GZIP;q=0.5") && takes("gzip"));
        assert!(!takes("gzip;q=0") && !takes("br") && !takes("gzip;q=0.0, br"));
    }
}
