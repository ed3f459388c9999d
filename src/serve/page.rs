//! `GET /`: the page, with its own policy as a header.

use std::io::Write;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::{Compression, write::GzEncoder};

use super::app::App;

/// The policy of a page that names none: it may do nothing.
const NOTHING: &str = "default-src 'none'";

/// A page that is served as it is.
pub(super) struct Page {
    html: Bytes,
    packed: OnceLock<Bytes>,
    tag: HeaderValue,
    policy: HeaderValue,
}

impl Page {
    pub(super) fn new(html: String) -> Page {
        let tag = format!("\"{:016x}\"", xxhash_rust::xxh3::xxh3_64(html.as_bytes()));
        // A policy in the page cannot forbid that it is shown in a frame.
        let policy = format!("{}; frame-ancestors 'none'", policy_in(&html).unwrap_or(NOTHING));
        Page {
            tag: HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\"")),
            policy: HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(NOTHING)),
            html: html.into(),
            packed: OnceLock::new(),
        }
    }

    /// Packed once, when a browser first asks for it.
    fn packed(&self) -> Bytes {
        let pack = || {
            let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
            // Writing to memory does not fail; what would come of it is a page that is not packed.
            let done = packed.write_all(&self.html).and_then(|()| packed.finish());
            done.map_or_else(|_| self.html.clone(), Bytes::from)
        };
        self.packed.get_or_init(pack).clone()
    }
}

/// The policy in `<meta http-equiv="Content-Security-Policy" content="…">`.
fn policy_in(html: &str) -> Option<&str> {
    let meta = html.split_once("http-equiv=\"Content-Security-Policy\"")?.1;
    let content = meta.split('>').next()?.split_once("content=\"")?.1;
    content.split('"').next()
}

/// `GET /`.
pub(super) async fn page(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
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
    fn a_page_is_served_under_its_own_policy() {
        let meta = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:\">";
        let page = Page::new(format!("<!doctype html>{meta}<p>Text."));
        assert_eq!(page.policy, "default-src 'none'; img-src data:; frame-ancestors 'none'");
        assert_eq!(Page::new("<p>Text.".to_owned()).policy, "default-src 'none'; frame-ancestors 'none'");
    }

    #[test]
    fn gzip_is_taken_unless_it_is_refused() {
        let takes = |value: &'static str| {
            takes_gzip(&HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))]))
        };
        assert!(takes("br, GZIP;q=0.5") && takes("gzip"));
        assert!(!takes("gzip;q=0") && !takes("br") && !takes("gzip;q=0.0, br"));
    }
}
