//! The log of requests: a line each, never a text or a name of an article.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, channel, sync_channel};
use std::time::Duration;

use crate::text::printable;

/// Where lines go; none for no log.
pub type LogSink = Option<Box<dyn Write + Send>>;

/// Lines that wait for a slow reader. Those that come then are counted, and left out: nobody's request waits for a log.
const MOST_WAITING: usize = 4096;
/// Bytes that are written at once.
const BUFFER: usize = 64 << 10;
/// For the last lines to be written.
const LAST_TIME: Duration = Duration::from_secs(1);
/// Characters of a path.
const PATH: usize = 100;

/// Writes lines from a thread of its own.
#[derive(Debug, Clone)]
pub(super) struct Log {
    lines: Option<SyncSender<Entry>>,
    left_out: Arc<AtomicU64>,
}

enum Entry {
    Line(String),
    Flush(Sender<()>),
}

/// What is logged of a request.
pub(super) struct Request<'r> {
    pub(super) method: &'r str,
    pub(super) path: &'r str,
    pub(super) status: u16,
    pub(super) bytes: u64,
    pub(super) time: Duration,
    /// Whether the whole answer was taken.
    pub(super) is_whole: bool,
}

impl Log {
    /// Starts the thread.
    pub(super) fn start(sink: LogSink) -> io::Result<Log> {
        let left_out = Arc::new(AtomicU64::new(0));
        let Some(sink) = sink else { return Ok(Log { lines: None, left_out }) };
        let (lines, entries) = sync_channel(MOST_WAITING);
        let counted = left_out.clone();
        std::thread::Builder::new().name("log".to_owned()).spawn(move || write(&entries, sink, &counted))?;
        Ok(Log { lines: Some(lines), left_out })
    }

    /// Adds a line for a request.
    pub(super) fn request(&self, request: &Request<'_>) {
        let Some(lines) = &self.lines else { return };
        if let Err(TrySendError::Full(_)) = lines.try_send(Entry::Line(request.line())) {
            self.left_out.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until all lines are written, but not for ever.
    pub(super) fn flush(&self) {
        let Some(lines) = &self.lines else { return };
        let (done, is_done) = channel();
        if lines.try_send(Entry::Flush(done)).is_ok() {
            let _ = is_done.recv_timeout(LAST_TIME);
        }
    }
}

impl Request<'_> {
    fn line(&self) -> String {
        let Request { method, status, bytes, .. } = self;
        let path = printable(&self.path.chars().take(PATH).collect::<String>());
        let method = printable(method);
        let milliseconds = self.time.as_secs_f64() * 1e3;
        let cut = if self.is_whole { "" } else { ", cut off" };
        format!("oped: request: {method} {path} {status} {bytes} bytes {milliseconds:.1} ms{cut}\n")
    }
}

/// Writes entries until the last sender is gone. A sink that fails is no reason to stop serving.
fn write(entries: &Receiver<Entry>, mut sink: Box<dyn Write + Send>, left_out: &AtomicU64) {
    let mut lines = String::new();
    while let Ok(first) = entries.recv() {
        let mut waiting = Vec::new();
        for entry in std::iter::once(first).chain(entries.try_iter()) {
            match entry {
                Entry::Line(line) => lines.push_str(&line),
                Entry::Flush(done) => waiting.push(done),
            }
            if lines.len() > BUFFER {
                break;
            }
        }
        let left_out = left_out.swap(0, Ordering::Relaxed);
        if left_out > 0 {
            lines.push_str(&format!(
                "oped: note: {left_out} lines of the log were left out, since it was not read in time\n"
            ));
        }
        let _ = sink.write_all(lines.as_bytes()).and_then(|()| sink.flush());
        lines.clear();
        for done in waiting {
            // Whoever waited may have had no more time.
            let _ = done.send(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_no_control_characters_and_no_long_path() {
        let path = format!("/\u{1b}[31m{}", "x".repeat(500));
        let (bytes, time) = (7, Duration::from_micros(1250));
        let line = Request { method: "GET", path: &path, status: 404, bytes, time, is_whole: false }.line();
        assert_eq!(line, format!("oped: request: GET /\u{FFFD}[31m{} 404 7 bytes 1.2 ms, cut off\n", "x".repeat(94)));
    }

    /// A sink whose reader takes nothing until the gate opens.
    struct Slow(Receiver<()>, Sender<Vec<u8>>);

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.recv();
            let _ = self.1.send(bytes.to_vec());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_log_that_is_not_read_holds_up_nobody() {
        let ((open, gate), (give, written)) = (channel(), channel());
        let log = Log::start(Some(Box::new(Slow(gate, give)))).unwrap();
        let request = Request { method: "GET", path: "/", status: 200, bytes: 0, time: LAST_TIME, is_whole: true };
        (0..3 * MOST_WAITING).for_each(|_| log.request(&request));
        drop(open);
        log.flush();
        drop(log);
        let written = String::from_utf8(written.iter().flatten().collect()).unwrap();
        let (lines, notes): (Vec<&str>, Vec<&str>) = written.lines().partition(|line| line.contains("request"));
        let left_out: usize = notes.iter().map(|note| note.split(' ').nth(2).unwrap().parse::<usize>().unwrap()).sum();
        assert_eq!(lines.len() + left_out, 3 * MOST_WAITING);
    }
}
