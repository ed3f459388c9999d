//! A run that was interrupted goes on where it was.
//!
//! Results go to `FILE.part`. After each piece that was written, `FILE.part.state` says how long that file is and what of the
//! inputs is in it. The state is replaced as a whole, and only after the piece was handed to the operating system: whenever the
//! program is killed, the file is at least as long as its state says. The next run cuts off what is more, and leaves out what is
//! done. At the end the state says that the result is whole; then `FILE.part` becomes `FILE`, and the state goes.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::error::{Error, ErrorKind, Result};

/// What is done, as the state's file has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// What must be the same for the run to go on.
    pub run: Run,
    /// Bytes of the result that are written.
    pub length: u64,
    /// Whether the result is whole.
    pub is_whole: bool,
    /// What is done of the inputs.
    pub done: Done,
}

/// Hashes of what a result depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Run {
    arguments: u64,
    model: u64,
    inputs: u64,
}

/// How far a run has come, and what it has to tell at its end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Done {
    /// Inputs that are done as a whole.
    pub inputs: usize,
    /// Rows of the next one.
    pub rows: u64,
    /// A hash of these rows: what comes from a pipe has no size and no time by which it is known again.
    pub digest: u64,
    /// Inputs of which something could not be read.
    pub failed: usize,
    /// Whether something was read at all.
    pub is_any_read: bool,
    /// Whether what `--fail-on` looks for was found.
    pub is_found: bool,
    /// Rows of the next input that could not be read.
    pub faults: usize,
    /// Rows of the next input without any word.
    pub without_words: usize,
}

impl Run {
    /// By the arguments, the bytes of the model, and the inputs: their names, sizes and times of change.
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
            (self.arguments != was.arguments, "other arguments, or by another version"),
            (self.model != was.model, "another model"),
            (self.inputs != was.inputs, "other inputs, or they have changed"),
        ];
        let Some((_, what)) = differences.into_iter().find(|(is_so, _)| *is_so) else { return Ok(()) };
        let error = Error::new(ErrorKind::Usage, format!("the interrupted run was with {what}"));
        Err(error
            .at(state.display().to_string(), None)
            .remedy("give the same again, or delete this file and the .part beside it to begin anew"))
    }
}

fn describe(path: &Path) -> String {
    let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file);
    let size = metadata.as_ref().map(std::fs::Metadata::len);
    let changed = metadata.and_then(|metadata| metadata.modified().ok());
    format!("{} {size:?} {changed:?}", path.display())
}

/// A result in the making that survives the program.
pub(super) struct Part {
    path: PathBuf,
    part: PathBuf,
    state_path: PathBuf,
    file: File,
    state: State,
}

impl Part {
    /// Opens what an interrupted run left, or begins.
    pub(super) fn open(path: &Path, run: Run) -> Result<Part> {
        // A link stays a link: what it leads to is replaced.
        let real = std::fs::canonicalize(path).ok().filter(|_| path.is_symlink());
        let path = real.as_deref().unwrap_or(path);
        let (part, state_path) = (with_ending(path, ".part"), with_ending(path, ".part.state"));
        let found = find_state(&state_path)?;
        let is_new = found.is_none();
        let state = found.unwrap_or_else(|| State { run: run.clone(), ..State::default() });
        run.refuse(&state.run, &state_path)?;
        let at_part = |error: std::io::Error| Error::io(&part, &error).on_output();
        // The result became visible, and then the program was killed.
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
        // Somebody took the result away: everything is done again.
        let state = if length < state.length { State { run, ..State::default() } } else { state };
        let mut part = Part { path: path.to_owned(), part, state_path, file, state };
        part.begin()?;
        Ok(part)
    }

    /// Cuts off what the state does not know of, and says that there is a run before anything is written.
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

    /// Whether nothing was written yet.
    pub(super) fn is_empty(&self) -> bool {
        self.state.length == 0
    }

    /// Writes a piece of the result, and then that it is written.
    pub(super) fn write(&mut self, piece: &[u8], done: &Done) -> Result<()> {
        self.file.write_all(piece).map_err(|error| Error::io(&self.part, &error).on_output())?;
        self.state.length += piece.len() as u64;
        self.state.done = done.clone();
        self.save()
    }

    fn save(&self) -> Result<()> {
        let new = with_ending(&self.state_path, ".new");
        let bytes = serde_json::to_vec(&self.state).unwrap_or_default();
        std::fs::write(&new, bytes)
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
            // What is replaced keeps its permissions.
            if let Ok(replaced) = std::fs::metadata(&self.path) {
                let kept = std::fs::set_permissions(&self.part, replaced.permissions());
                kept.map_err(|error| Error::io(&self.part, &error))?;
            }
            std::fs::rename(&self.part, &self.path).map_err(|error| Error::io(&self.path, &error))?;
        }
        std::fs::remove_file(&self.state_path).map_err(|error| Error::io(&self.state_path, &error))
    }

    /// Leaves nothing behind where there is no result.
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

/// Keeps other runs away until the file is closed.
fn lock(file: &File, path: &Path) -> Result<()> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(Error::new(ErrorKind::Usage, "another run is writing this file")
            .at(path.display().to_string(), None)
            .remedy("wait for its end, or name another file with -o")),
        // Some file systems know no locks.
        Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => Ok(()),
        Err(TryLockError::Error(error)) => Err(Error::io(path, &error).on_output()),
    }
}

fn without_state(part: &Path) -> Error {
    Error::new(ErrorKind::Usage, "there is something in this file, and no state of the run that wrote it")
        .at(part.display().to_string(), None)
        .remedy("delete it to begin anew")
}

/// Refuses inputs that are no files and do not come last: when they are done, nobody can tell whether the same comes again.
pub(super) fn refuse_pipes<'p>(inputs: impl DoubleEndedIterator<Item = &'p Path>) -> Result<()> {
    match inputs.rev().skip(1).find(|path| !path.is_file()) {
        None => Ok(()),
        Some(path) => {
            Err(Error::new(ErrorKind::Usage, "--resume reads what is no file only as the last of the inputs")
                .at(path.display().to_string(), None)
                .remedy("name it last, or write it to a file first"))
        }
    }
}

/// The rows that an interrupted run has done are not those that come now.
pub(super) fn other_rows(input: &Path) -> Error {
    Error::new(ErrorKind::Usage, "the interrupted run was with other rows than those that come now")
        .at(input.display().to_string(), None)
        .remedy("give the same from its start, or delete the .part and the .part.state of the result to begin anew")
        .on_output()
}

fn read_state(bytes: &[u8], path: &Path) -> Result<State> {
    serde_json::from_slice(bytes).map_err(|_| {
        Error::new(ErrorKind::Usage, "this is no state of an interrupted run, or of another version")
            .at(path.display().to_string(), None)
            .remedy("delete it and the .part beside it to begin anew")
    })
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
