//! The page, with its own policy and packed, as it is served.

use std::io::Write;
use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::HeaderValue;
use flate2::{Compression, write::GzEncoder};

/// The policy of a page that names none: it may do nothing.
const NOTHING: &str = "default-src 'none'";

/// A page that is served as it is.
pub(super) struct Page {
    pub(super) html: Bytes,
    packed: OnceLock<Bytes>,
    pub(super) tag: HeaderValue,
    pub(super) policy: HeaderValue,
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
    pub(super) fn packed(&self) -> Bytes {
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
}
