//! Bodies, within limits of size and time, unpacked.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use flate2::write::MultiGzDecoder;
use http_body_util::BodyExt;
use tokio::time::Instant;

use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::memory::Held;

/// Packed bytes that are unpacked at once: to at most a thousand times as many.
const PACKED: usize = 1024;

/// A body that is being received.
pub(super) struct Incoming {
    app: Arc<App>,
    body: Body,
    packed: Option<Packed>,
}

/// What is left to unpack, and what unpacks it.
struct Packed {
    bytes: Bytes,
    decoder: MultiGzDecoder<Vec<u8>>,
}

impl Incoming {
    /// Of a body with these headers.
    pub(super) fn new(app: &Arc<App>, headers: &HeaderMap, body: Body) -> Result<Incoming, Failure> {
        let packed = || Packed { bytes: Bytes::new(), decoder: MultiGzDecoder::new(Vec::new()) };
        let packed = is_packed(headers)?.then(packed);
        Ok(Incoming { app: app.clone(), body, packed })
    }

    /// Receives all of it.
    pub(super) async fn whole(mut self, headers: &HeaderMap, held: &mut Held) -> Result<Vec<u8>, Failure> {
        let limit = self.app.limits.body;
        let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        if length.is_some_and(|length| length > limit) {
            return Err(too_large("the body", limit).closing());
        }
        let end = Instant::now() + self.app.limits.body_time;
        // What is only promised takes no memory.
        let mut whole = Vec::new();
        while let Some(piece) = self.piece(end).await? {
            if whole.len() + piece.len() > limit {
                return Err(too_large("the body", limit).closing());
            }
            let (room, needed) = (whole.capacity(), whole.len() + piece.len());
            if needed > room {
                let room = needed.max(2 * room).min(limit);
                whole.reserve_exact(room - whole.len());
                held.grow(whole.capacity() - held.bytes())?;
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole)
    }

    /// Receives the next piece before a moment; none at the end.
    pub(super) async fn piece(&mut self, end: Instant) -> Result<Option<Bytes>, Failure> {
        loop {
            if let Some(packed) = &mut self.packed
                && !packed.bytes.is_empty()
            {
                let unpacked = packed.unpack()?;
                if unpacked.is_empty() {
                    continue;
                }
                return Ok(Some(unpacked.into()));
            }
            match (self.frame(end).await?, &mut self.packed) {
                (Some(bytes), Some(packed)) => packed.bytes = bytes,
                (None, Some(packed)) => {
                    return packed.finish().map(|last| Some(last.into()).filter(|last: &Bytes| !last.is_empty()));
                }
                (bytes, None) => return Ok(bytes),
            }
        }
    }

    /// Receives the next bytes as they were sent.
    async fn frame(&mut self, end: Instant) -> Result<Option<Bytes>, Failure> {
        loop {
            let frame = match tokio::time::timeout_at(end, self.body.frame()).await {
                Err(_) => return Err(too_slow(self.app.limits.body_time)),
                Ok(None) => return Ok(None),
                Ok(Some(Err(_))) => return Err(cut_off()),
                Ok(Some(Ok(frame))) => frame,
            };
            // Trailers are not read.
            let Ok(bytes) = frame.into_data() else { continue };
            self.app.metrics.received.inc_by(bytes.len() as u64);
            if !bytes.is_empty() {
                return Ok(Some(bytes));
            }
        }
    }
}

impl Packed {
    /// Unpacks some more.
    fn unpack(&mut self) -> Result<Vec<u8>, Failure> {
        let bytes = self.bytes.split_to(self.bytes.len().min(PACKED));
        self.decoder.write_all(&bytes).and_then(|()| self.decoder.flush()).map_err(|_| damaged())?;
        Ok(std::mem::take(self.decoder.get_mut()))
    }

    /// Unpacks the last.
    fn finish(&mut self) -> Result<Vec<u8>, Failure> {
        self.decoder.try_finish().map_err(|_| damaged())?;
        Ok(std::mem::take(self.decoder.get_mut()))
    }
}

/// Whether a body is packed.
fn is_packed(headers: &HeaderMap) -> Result<bool, Failure> {
    let mut codings = headers.get_all(CONTENT_ENCODING).iter();
    let coding = codings.next().map_or(Some("identity"), |coding| coding.to_str().ok()).map(str::to_ascii_lowercase);
    match (coding.as_deref(), codings.next()) {
        (Some("identity"), None) => Ok(false),
        (Some("gzip" | "x-gzip"), None) => Ok(true),
        _ => {
            let what = "the body is compressed in a way that is not read";
            Err(Failure::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                what,
                "send it as it is, or with Content-Encoding: gzip",
            )
            .with(ACCEPT_ENCODING, HeaderValue::from_static("gzip"))
            .closing())
        }
    }
}

/// The failure of something that is over a limit in bytes.
pub(super) fn too_large(what: &str, limit: usize) -> Failure {
    let what = format!("{what} is larger than {}", size(limit));
    Failure::new(StatusCode::PAYLOAD_TOO_LARGE, what, "send it in parts")
}

fn size(bytes: usize) -> String {
    match bytes >> 20 {
        0 => format!("{bytes} bytes"),
        mebibytes => format!("{mebibytes} MiB"),
    }
}

fn too_slow(time: Duration) -> Failure {
    let what = format!("the body did not come within {} s", time.as_secs());
    Failure::new(StatusCode::REQUEST_TIMEOUT, what, "send it faster, or less").closing()
}

fn cut_off() -> Failure {
    Failure::new(StatusCode::BAD_REQUEST, "the body is cut off or damaged", "send it again").closing()
}

fn damaged() -> Failure {
    let what = "the compressed body is cut off or damaged";
    Failure::new(StatusCode::BAD_REQUEST, what, "send it again, or uncompressed").closing()
}
