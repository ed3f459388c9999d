//! Resuming an interrupted run.
//!
//! Results go to `FILE.part`. After each piece, `FILE.part.state` records the length of that file and how much of the inputs is in
//! it. The state is replaced atomically, and only after the piece was passed to the operating system: whenever the program is
//! killed, the file is at least as long as its state says. The next run cuts the file to that length and skips what is done. At the
//! end the state says that the result is complete; then `FILE.part` becomes `FILE`, and the state is deleted.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::error::{Error, ErrorKind, Result};
use crate::tables::rows::Places;

/// The content of the state file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// What must be the same to resume.
    pub run: Run,
    /// Bytes written of the result.
    pub length: u64,
    /// Whether the result is complete.
    pub is_whole: bool,
    /// How much of the inputs is done.
    pub done: Done,
}

/// Hashes of what a result depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Run {
    arguments: u64,
    model: u64,
    inputs: u64,
}

/// How much of the inputs is done, and what is needed at the end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Done {
    /// Inputs that are completely done.
    pub inputs: usize,
    /// Rows done of the next input.
    pub rows: u64,
    /// Digest of these rows: a pipe cannot be recognised by size and time.
    pub digest: u64,
    /// Inputs that could not be read completely.
    pub failed: usize,
    /// Whether anything was read.
    pub is_any_read: bool,
    /// Whether `--fail-on` found something.
    pub is_found: bool,
    /// Whether any paragraph was scored.
    #[serde(default)]
    pub is_any_scored: bool,
    /// Whether `--fail-on` had anything to judge.
    #[serde(default)]
    pub is_any_judged: bool,
    /// Whether any page declares what it is.
    #[serde(default)]
    pub is_any_declared: bool,
    /// Articles found in the rows done of the next input.
    #[serde(default)]
    pub found: usize,
    /// Rows of the next input that could not be read.
    pub faults: usize,
    /// Rows of the next input without any word.
    pub without_words: usize,
    /// Rows of the next input that hold several paragraphs.
    #[serde(default)]
    pub several: Places,
}

impl Run {
    /// Identifies a run by its arguments, the bytes of the model, and the names, sizes and times of the inputs.
    pub(super) fn new<'p>(arguments: &str, model: &[u8], inputs: impl Iterator<Item = &'p Path>) -> Run {
        let described: Vec<String> = inputs.map(describe).collect();
        let version = env!("CARGO_PKG_VERSION");
        Run {
            arguments: xxh3_64(format!("{version} {arguments}").as_bytes()),
            model: xxh3_64(model),
            inputs: xxh3_64(described.join("\n").as_bytes()),
        }
    }

    fn refuse(&self, was: &Run, state: &Path) -> Result<()> {
        let differences = [
            (self.arguments != was.arguments, "other arguments, or was made by another version"),
            (self.model != was.model, "another model"),
            (self.inputs != was.inputs, "other inputs, or inputs that have changed since"),
        ];
        let Some((_, what)) = differences.into_iter().find(|(is_so, _)| *is_so) else { return Ok(()) };
        let error = Error::new(ErrorKind::Usage, format!("the interrupted run had {what}"));
        Err(error
            .at(state.display().to_string(), None)
            .remedy("give the same again, or delete this file and the .part beside it to start over"))
    }
}

fn describe(path: &Path) -> String {
    let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file);
    let size = metadata.as_ref().map(std::fs::Metadata::len);
    let changed = metadata.and_then(|metadata| metadata.modified().ok());
    format!("{} {size:?} {changed:?}", path.display())
}

/// An incomplete result that survives the program.
pub(super) struct Part {
    path: PathBuf,
    part: PathBuf,
    state_path: PathBuf,
    file: File,
    state: State,
}

impl Part {
    /// Opens what an interrupted run left, or begins a new one.
    pub(super) fn open(path: &Path, run: Run) -> Result<Part> {
        // A link stays a link: its target is replaced.
        let real = std::fs::canonicalize(path).ok().filter(|_| path.is_symlink());
        let path = real.as_deref().unwrap_or(path);
        let (part, state_path) = (with_ending(path, ".part"), with_ending(path, ".part.state"));
        let found = find_state(&state_path)?;
        let is_new = found.is_none();
        let state = found.unwrap_or_else(|| State { run: run.clone(), ..State::default() });
        run.refuse(&state.run, &state_path)?;
        let at_part = |error: std::io::Error| Error::io(&part, &error).on_output();
        // Killed after the result became visible.
        if state.is_whole && !part.exists() && path.exists() {
            let file = OpenOptions::new().append(true).open(path).map_err(|error| Error::io(path, &error))?;
            return Ok(Part { path: path.to_owned(), part, state_path, file, state });
        }
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&part).map_err(at_part)?;
        lock(&file, &part)?;
        let length = file.metadata().map_err(at_part)?.len();
        if is_new && length > 0 {
            return Err(without_state(&part));
        }
        // The result was removed: everything is done again.
        let state = if length < state.length { State { run, ..State::default() } } else { state };
        let mut part = Part { path: path.to_owned(), part, state_path, file, state };
        part.begin()?;
        Ok(part)
    }

    /// Cuts the file to the length in the state, and saves the state before anything is written.
    fn begin(&mut self) -> Result<()> {
        let length = self.state.length;
        let cut = self.file.set_len(length).and_then(|()| self.file.seek(SeekFrom::End(0)));
        cut.map_err(|error| Error::io(&self.part, &error).on_output())?;
        self.save()
    }

    pub(super) fn done(&self) -> &Done {
        &self.state.done
    }

    /// Whether nothing is left to do.
    pub(super) fn is_whole(&self) -> bool {
        self.state.is_whole
    }

    /// Whether nothing has been written yet.
    pub(super) fn is_empty(&self) -> bool {
        self.state.length == 0
    }

    /// Writes a piece of the result, then the state.
    pub(super) fn write(&mut self, piece: &[u8], done: &Done) -> Result<()> {
        self.file.write_all(piece).map_err(|error| Error::io(&self.part, &error).on_output())?;
        self.state.length += piece.len() as u64;
        self.state.done = done.clone();
        self.save()
    }

    fn save(&self) -> Result<()> {
        let new = with_ending(&self.state_path, ".new");
        serde_json::to_vec(&self.state)
            .map_err(std::io::Error::from)
            .and_then(|bytes| std::fs::write(&new, bytes))
            .and_then(|()| std::fs::rename(&new, &self.state_path))
            .map_err(|error| Error::io(&self.state_path, &error).on_output())
    }

    /// Makes the result visible.
    pub(super) fn finish(mut self) -> Result<()> {
        if !self.state.is_whole {
            self.state.is_whole = true;
            self.save()?;
        }
        if self.part.exists() {
            // The result keeps the permissions of the file it replaces.
            if let Ok(replaced) = std::fs::metadata(&self.path) {
                let kept = std::fs::set_permissions(&self.part, replaced.permissions());
                kept.map_err(|error| Error::io(&self.part, &error))?;
            }
            std::fs::rename(&self.part, &self.path).map_err(|error| Error::io(&self.path, &error))?;
        }
        std::fs::remove_file(&self.state_path).map_err(|error| Error::io(&self.state_path, &error))
    }

    /// Deletes everything, since there is no result.
    pub(super) fn discard(self) {
        let _ = std::fs::remove_file(&self.part);
        let _ = std::fs::remove_file(&self.state_path);
    }
}

fn find_state(path: &Path) -> Result<Option<State>> {
    match std::fs::read(path) {
        Ok(bytes) => read_state(&bytes, path).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io(path, &error)),
    }
}

/// Locks out other runs until the file is closed.
fn lock(file: &File, path: &Path) -> Result<()> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(Error::new(ErrorKind::Usage, "another run is writing this file")
            .at(path.display().to_string(), None)
            .remedy("wait for it to end, or name another file with -o")),
        // Some file systems have no locks.
        Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => Ok(()),
        Err(TryLockError::Error(error)) => Err(Error::io(path, &error).on_output()),
    }
}

fn without_state(part: &Path) -> Error {
    Error::new(ErrorKind::Usage, "this file is not empty, but the state of the run that wrote it is missing")
        .at(part.display().to_string(), None)
        .remedy("delete it to start over")
}

/// Refuses pipes except as the last input: once one is done, it cannot be recognised again.
pub(super) fn refuse_pipes<'p>(inputs: impl DoubleEndedIterator<Item = &'p Path>) -> Result<()> {
    match inputs.rev().skip(1).find(|path| !path.is_file()) {
        None => Ok(()),
        Some(path) => Err(Error::new(ErrorKind::Usage, "--resume can read a pipe only as the last input")
            .at(path.display().to_string(), None)
            .remedy("name it last, or write it to a file first")),
    }
}

/// The error for rows that differ from those the interrupted run has done.
pub(super) fn other_rows(input: &Path) -> Error {
    Error::new(ErrorKind::Usage, "the rows of the interrupted run differ from those of this input")
        .at(input.display().to_string(), None)
        .remedy(
            "give the same input from its start, or delete the .part and the .part.state of the result to start over",
        )
        .on_output()
}

fn read_state(bytes: &[u8], path: &Path) -> Result<State> {
    serde_json::from_slice(bytes).map_err(|_| {
        Error::new(ErrorKind::Usage, "this is not the state of an interrupted run, or it is of another version")
            .at(path.display().to_string(), None)
            .remedy("delete it and the .part beside it to start over")
    })
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
