//! Files that are cut off or damaged, and the panics of the parquet crate over them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::file::reader::ChunkReader;

use super::super::params::PARQUET_MAGIC;
use crate::error::{Error, ErrorKind, Result};

thread_local! {
    /// Whether this thread is in [`guarded`].
    static IS_GUARDED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Runs code of the parquet crate, which panics on some damaged files. What it was reading is not used again.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T>) -> Result<T> {
    IS_GUARDED.set(true);
    let result = catch_unwind(AssertUnwindSafe(read));
    IS_GUARDED.set(false);
    result.unwrap_or_else(|_| Err(damaged(&"its pages and its index contradict each other")))
}

/// Silences the panic messages of [`guarded`] for the whole program: a damaged file is reported as an error.
#[cfg(feature = "cli")]
pub(crate) fn silence_guarded_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !IS_GUARDED.get() {
            usual(panic);
        }
    }));
}

/// Checks the end of the file: the index, followed by the same bytes as at the beginning.
pub(super) fn refuse_cut(source: &impl ChunkReader) -> Result<()> {
    let length = source.len();
    let end = length.checked_sub(4).and_then(|at| source.get_bytes(at, 4).ok());
    match end.as_deref() {
        Some(end) if end == PARQUET_MAGIC && length >= 12 => Ok(()),
        Some(b"PARE") => {
            Err(Error::new(ErrorKind::Encoding, "the Parquet file is encrypted").remedy("decrypt it first"))
        }
        _ => Err(Error::new(ErrorKind::Encoding, "the Parquet file is cut off").remedy("copy the file again")),
    }
}

pub(super) fn damaged(error: &dyn std::fmt::Display) -> Error {
    let error = error.to_string();
    let what = error.strip_prefix("Parquet error: ").unwrap_or(&error);
    Error::new(ErrorKind::Encoding, format!("the Parquet file is damaged: {what}")).remedy("copy the file again")
}
