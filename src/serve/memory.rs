//! How many bytes of clients are held at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::StatusCode;

use super::failure::Failure;

/// Counts the bytes of bodies and results that are held, and refuses more bodies over a limit.
#[derive(Debug)]
pub(super) struct Memory {
    held: AtomicUsize,
    limit: usize,
}

/// Bytes that are held until it is dropped.
#[derive(Debug)]
pub(super) struct Held {
    memory: Arc<Memory>,
    bytes: usize,
}

impl Memory {
    pub(super) fn new(limit: usize) -> Arc<Memory> {
        Arc::new(Memory { held: AtomicUsize::new(0), limit })
    }

    /// Returns how many bytes are held.
    pub(super) fn held(&self) -> usize {
        self.held.load(Ordering::Relaxed)
    }

    /// Holds nothing yet.
    pub(super) fn hold(self: &Arc<Self>) -> Held {
        Held { memory: self.clone(), bytes: 0 }
    }
}

impl Held {
    /// Holds more bytes of a body.
    pub(super) fn grow(&mut self, bytes: usize) -> Result<(), Failure> {
        self.memory.held.fetch_add(bytes, Ordering::Relaxed);
        self.bytes += bytes;
        self.check()
    }

    /// Refuses to go on if too much is held by now: results that nobody reads make no room for others.
    pub(super) fn check(&self) -> Result<(), Failure> {
        if self.memory.held() <= self.memory.limit {
            return Ok(());
        }
        let what = "the bodies and results of all requests together take too much memory";
        Err(Failure::new(StatusCode::TOO_MANY_REQUESTS, what, "send it again later").retry_after(1).closing())
    }

    /// Returns how many bytes it holds.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Holds so many bytes in place of those before: a result, which is there already and is not refused.
    pub(super) fn set(&mut self, bytes: usize) {
        self.memory.held.fetch_add(bytes, Ordering::Relaxed);
        self.memory.held.fetch_sub(self.bytes, Ordering::Relaxed);
        self.bytes = bytes;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.memory.held.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// A result that is held as long as hyper writes it.
pub(super) struct HeldBytes {
    bytes: Vec<u8>,
    #[expect(dead_code, reason = "given back when dropped")]
    held: Held,
}

impl HeldBytes {
    /// Counts the result in place of what it was made of.
    pub(super) fn new(bytes: Vec<u8>, mut held: Held) -> HeldBytes {
        held.set(bytes.capacity());
        HeldBytes { bytes, held }
    }
}

impl AsRef<[u8]> for HeldBytes {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_makes_room() {
        let memory = Memory::new(10);
        let mut first = memory.hold();
        first.grow(6).unwrap();
        let refused = memory.hold().grow(5).unwrap_err();
        assert_eq!((refused.status(), memory.held()), (StatusCode::TOO_MANY_REQUESTS, 6));
        memory.hold().grow(4).unwrap();
        first.set(100);
        assert_eq!(memory.held(), 100);
        assert!(memory.hold().check().is_err(), "no work is begun");
        drop(first);
        assert_eq!(memory.held(), 0);
    }
}
