//! Threads to score with.

use std::sync::{Arc, Mutex, PoisonError};

use oped::error::ErrorKind;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::errors::usage;

/// The pool of this process. A forked process has none of its parent's threads, and would wait for them for ever.
static POOL: Mutex<Option<(u32, Arc<ThreadPool>)>> = Mutex::new(None);

/// As many threads as there are processors.
pub(crate) fn all() -> PyResult<Arc<ThreadPool>> {
    let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if let Some((of, pool)) = &*pool
        && *of == process
    {
        return Ok(pool.clone());
    }
    let made = some(0)?;
    // That of the parent is forgotten and not dropped, which would wait for its threads.
    std::mem::forget(pool.replace((process, made.clone())));
    Ok(made)
}

/// A number of threads; 0 for as many as there are processors.
pub(crate) fn some(threads: usize) -> PyResult<Arc<ThreadPool>> {
    let failed = |error: rayon::ThreadPoolBuildError| {
        usage(ErrorKind::Usage, format!("no threads could be started: {error}"), "try fewer with threads=")
    };
    ThreadPoolBuilder::new().num_threads(threads).build().map(Arc::new).map_err(failed)
}
