//! The log of verdicts beside a sheet: JSON lines that are on disk before a verdict counts.
//!
//! A line is a `verdict`, or the `undo` of one. Lines are only ever appended; of the last line, what a kill left unfinished is cut
//! off. While a log is open, no other program opens it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};
use crate::label::Label;
use crate::tables::corrections::Verdict;
use crate::tables::replacement::{folder_of, sync_folder};
use crate::tables::sheet::Filled;

/// What a log's name adds to its sheet's.
const LOG: &str = ".verdicts";

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Event {
    Verdict(Given),
    Undo(Undo),
}

/// A verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Given {
    /// Made by the page, so that a request that is sent again is not doubled.
    pub(super) id: String,
    pub(super) row: usize,
    pub(super) text_hash: String,
    pub(super) given: Option<Label>,
    pub(super) suggested: Option<Label>,
    /// [`content_hash`](crate::tables::corrections::journal::content_hash) of the sheet before.
    pub(super) sheet: String,
    #[serde(flatten)]
    pub(super) now: State,
    /// What the sheet said before.
    pub(super) was: Option<State>,
}

/// The undo of a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Undo {
    pub(super) id: String,
    pub(super) row: usize,
    /// The id of the verdict.
    pub(super) of: String,
    /// The hash of the sheet before, as in [`Given`].
    pub(super) sheet: String,
    pub(super) by: Option<String>,
    pub(super) when: String,
}

/// What a line of the sheet says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) verdict: String,
    /// The label of the row afterwards; none if it is dropped.
    pub(super) label: Option<Label>,
    pub(super) by: Option<String>,
    pub(super) when: Option<String>,
    pub(super) note: Option<String>,
}

impl State {
    pub(super) fn of(filled: &Filled, given: Option<Label>) -> State {
        let label = match filled.verdict {
            Verdict::Label(label) => Some(label),
            Verdict::Flip => given.map(Label::other),
            Verdict::Drop => None,
            Verdict::Keep | Verdict::Unsure => given,
        };
        let Filled { verdict, note, by, when } = filled.clone();
        State { verdict: verdict.to_string(), label, by, when, note }
    }

    /// What is filled in; none if the line was changed by hand.
    pub(super) fn filled(&self) -> Option<Filled> {
        let verdict = Verdict::parse(&self.verdict).or_else(|| self.label.map(Verdict::Label))?;
        let State { by, when, note, .. } = self.clone();
        Some(Filled { verdict, note, by, when })
    }
}

impl Event {
    pub(super) fn id(&self) -> &str {
        match self {
            Event::Verdict(given) => &given.id,
            Event::Undo(undo) => &undo.id,
        }
    }

    pub(super) fn row(&self) -> usize {
        match self {
            Event::Verdict(given) => given.row,
            Event::Undo(undo) => undo.row,
        }
    }
}

/// An open log.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    file: File,
    /// The bytes that count: all before them are on disk.
    len: u64,
    pub(super) events: Vec<Event>,
}

impl Log {
    /// Opens the log of a sheet, or begins one.
    ///
    /// # Errors
    /// [`ErrorKind::Io`], also if another program has it open; [`ErrorKind::Table`] at a damaged line.
    pub(super) fn open(sheet: &Path) -> Result<Log> {
        let path = log_of(sheet);
        let is_new = !path.exists();
        let io = |error: io::Error| Error::io(&path, &error);
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(io)?;
        lock(&file, &path)?;
        if is_new {
            sync_folder(folder_of(&path)).map_err(io)?;
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(io)?;
        let (events, len) = read(&bytes).map_err(|error| error.at(path.display().to_string(), None))?;
        let mut log = Log { path: path.clone(), file, len: len as u64, events };
        log.cut().map_err(io)?;
        Ok(log)
    }

    /// Appends a line; when it returns, the line is on disk. If it fails, the log is as before.
    pub(super) fn append(&mut self, event: Event) -> Result<()> {
        let mut line = serde_json::to_vec(&event).map_err(|error| Error::new(ErrorKind::Io, error.to_string()))?;
        line.push(b'\n');
        let written = self.cut().and_then(|()| self.file.write_all(&line)).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            // What was written is cut off before the next line at the latest.
            let _ = self.cut();
            return Err(Error::io(&self.path, &error));
        }
        self.len += line.len() as u64;
        self.events.push(event);
        Ok(())
    }

    /// Takes the last line back, because the sheet could not be written.
    pub(super) fn take_back(&mut self) {
        if let Some(event) = self.events.pop() {
            self.len -= serde_json::to_vec(&event).map_or(0, |line| line.len() as u64 + 1);
            let _ = self.cut();
        }
    }

    /// Cuts off what is behind the last line that counts.
    fn cut(&mut self) -> io::Result<()> {
        if self.file.metadata()?.len() != self.len {
            self.file.set_len(self.len)?;
            self.file.sync_data()?;
        }
        self.file.seek(SeekFrom::Start(self.len)).map(|_| ())
    }
}

/// The log of a sheet.
fn log_of(sheet: &Path) -> PathBuf {
    with_ending(sheet, LOG)
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut path = path.to_owned().into_os_string();
    path.push(ending);
    path.into()
}

/// Before a sheet is made: moves the log of an earlier one of this name out of the way, and returns where to, if there is one.
///
/// # Errors
/// [`ErrorKind::Io`], also if another program has the log open.
pub fn set_log_aside(sheet: &Path) -> Result<Option<PathBuf>> {
    let path = log_of(sheet);
    let io = |error: io::Error| Error::io(&path, &error);
    let file = match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file.map_err(io)?,
    };
    // Whoever has it open would go on writing into it.
    lock(&file, &path)?;
    let mut aside = with_ending(&path, ".old");
    for number in 2.. {
        if !aside.exists() {
            break;
        }
        aside = with_ending(&path, &format!(".old-{number}"));
    }
    std::fs::rename(&path, &aside).and_then(|()| sync_folder(folder_of(&path))).map_err(io)?;
    Ok(Some(aside))
}

fn lock(file: &File, path: &Path) -> Result<()> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            let error = Error::new(ErrorKind::Io, "another oped has this sheet open");
            Err(error.at(path.display().to_string(), None).remedy("stop it first, or open the address that it printed"))
        }
        Err(TryLockError::Error(error)) => Err(Error::io(path, &error)),
    }
}

/// Reads lines, and returns how many bytes of them are complete.
fn read(bytes: &[u8]) -> Result<(Vec<Event>, usize)> {
    let end = memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1);
    let (mut events, mut len) = (Vec::new(), 0);
    for (at, line) in bytes[..end].split_inclusive(|byte| *byte == b'\n').enumerate() {
        match serde_json::from_slice(line) {
            Ok(event) => events.push(event),
            // A kill may leave a block of zeros where the last line would be.
            Err(_) if len + line.len() == end => break,
            Err(_) => {
                let error = Error::new(ErrorKind::Table, "this is not a line of a log of verdicts").on_line(at + 1);
                return Err(error.remedy("restore the file, or move it away: the sheet itself has every verdict"));
            }
        }
        len += line.len();
    }
    Ok((events, len))
}
