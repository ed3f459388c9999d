//! A moving window on the bytes of a table.

use std::io::Read;

use crate::error::{Error, Result};
use crate::text::decode::MAX_LINE_BYTES;

/// Bytes read at a time.
pub(super) const STEP: usize = 256 << 10;
/// The most bytes of a row: the longest text, and room for its other fields.
pub(super) const MAX_ROW: usize = MAX_LINE_BYTES + (64 << 10);
/// A larger buffer is shrunk once its long row is done.
const MAX_IDLE: usize = 4 << 20;

/// The bytes that were read and not yet parsed.
pub(super) struct Buffer<'i> {
    pub(super) input: Box<dyn Read + Send + 'i>,
    pub(super) raw: Vec<u8>,
    /// Where in `raw` the next row begins.
    pub(super) at: usize,
    /// The offset of `raw[0]` in the table.
    pub(super) offset: u64,
    /// Whether the table ends with these bytes.
    pub(super) is_last: bool,
}

impl Buffer<'_> {
    /// Reads `step` more bytes, or up to the end of the stream. More while a long row is incomplete, so that it is not
    /// parsed too often.
    pub(super) fn read(&mut self, step: usize) -> Result<()> {
        self.raw.drain(..self.at);
        self.offset += self.at as u64;
        self.at = 0;
        if self.raw.capacity() > MAX_IDLE && self.raw.len() < STEP {
            self.raw.shrink_to(STEP);
        }
        let wanted = step.max(self.raw.len().min(MAX_ROW.saturating_sub(self.raw.len()) + 1));
        let read = (&mut self.input).take(wanted as u64).read_to_end(&mut self.raw);
        self.is_last = read.map_err(|error| Error::of_stream(&error))? < wanted;
        Ok(())
    }
}

/// Bytes of the buffer that are known to be UTF-8, so that each is checked once.
#[derive(Default)]
pub(super) struct Valid<'r> {
    begin: usize,
    text: &'r str,
}

impl<'r> Valid<'r> {
    pub(super) fn text(&mut self, raw: &'r [u8], at: usize, length: usize) -> Option<&'r str> {
        if at + length > self.begin + self.text.len() {
            let rest = &raw[at..];
            let valid = match std::str::from_utf8(rest) {
                Ok(text) => Some(text),
                // The prefix is valid: nothing is lost here.
                Err(error) => std::str::from_utf8(&rest[..error.valid_up_to()]).ok(),
            };
            *self = Valid { begin: at, text: valid.unwrap_or_default() };
        }
        self.text.get(at - self.begin..at - self.begin + length)
    }
}
