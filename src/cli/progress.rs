//! Progress of a long run, on a terminal.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar on standard error, or nothing.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    /// Bytes read so far.
    pub bytes: Arc<AtomicU64>,
    rows: u64,
}

impl Progress {
    /// Starts a bar if `wanted` and standard error is a terminal; `total` is the number of bytes to read, if known.
    pub(super) fn start(wanted: bool, total: Option<u64>) -> Progress {
        let bytes = Arc::new(AtomicU64::new(0));
        if !wanted || !std::io::stderr().is_terminal() {
            return Progress { bar: None, bytes, rows: 0 };
        }
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr_with_hz(5));
        bar.set_style(style(total.is_some()));
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress { bar: Some(bar), bytes, rows: 0 }
    }

    /// Counts more rows or articles.
    pub(super) fn add(&mut self, rows: usize) {
        self.rows += rows as u64;
        if let Some(bar) = &self.bar {
            bar.set_position(self.bytes.load(Ordering::Relaxed));
            bar.set_message(format!("{} rows", HumanCount(self.rows)));
        }
    }

    /// Runs `say` with the bar hidden.
    pub(super) fn aside<T>(&self, say: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style(is_total_known: bool) -> ProgressStyle {
    let template = if is_total_known {
        "{wide_bar} {percent} %  {bytes}/{total_bytes}  {bytes_per_sec}  {msg}  {eta} left"
    } else {
        "{spinner} {bytes}  {bytes_per_sec}  {msg}  {elapsed}"
    };
    // The templates are constants of ours; should one be wrong, the default bar does.
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
