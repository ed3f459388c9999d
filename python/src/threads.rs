//! Threads to score with.

use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use oped::error::ErrorKind;
use pyo3::exceptions::PyRuntimeError;
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
    ThreadPoolBuilder::new().num_threads(threads).build().map(Arc::new).map_err(|error| no_threads(&error))
}

/// How often a long job listens for Ctrl-C.
const LISTENING: Duration = Duration::from_millis(50);

/// Runs a job on all processors. Ctrl-C gives the caller control at once; what the job still does is for nothing, and it ends by itself.
pub(crate) fn run<T: Send + 'static>(py: Python<'_>, job: impl FnOnce() -> T + Send + 'static) -> PyResult<T> {
    let pool = all()?;
    let (sender, mut receiver) = mpsc::sync_channel(1);
    let worker = std::thread::Builder::new().spawn(move || sender.send(pool.install(job)));
    let worker = worker.map_err(|error| no_threads(&error))?;
    loop {
        // A receiver cannot be shared, so it goes there and back.
        let heard;
        (receiver, heard) = py.detach(move || {
            let heard = receiver.recv_timeout(LISTENING);
            (receiver, heard)
        });
        match heard {
            Ok(result) => return Ok(result),
            Err(mpsc::RecvTimeoutError::Timeout) => py.check_signals().inspect_err(|_| forget())?,
            // The job panicked: so does its caller.
            Err(mpsc::RecvTimeoutError::Disconnected) => match worker.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(_) => return Err(PyRuntimeError::new_err("a thread ended without a result")),
            },
        }
    }
}

/// Leaves the threads to the job they are at: the next call gets others.
fn forget() {
    POOL.lock().unwrap_or_else(PoisonError::into_inner).take();
}

fn no_threads(error: &dyn std::fmt::Display) -> PyErr {
    usage(ErrorKind::Usage, format!("no threads could be started: {error}"), "try fewer with threads=")
}
