//! A sheet and its log: where verdicts are kept.
//!
//! A verdict counts once its line is in the log and the sheet is replaced, both on disk. Whatever kills the program between the two,
//! the next start puts the last line of the log into the sheet. A sheet that somebody else has changed is never overwritten, and what
//! they changed never changed back.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::log::{Event, Given, Log, State, Undo};
use super::refusal::Refusal;
use crate::error::{Error, Result};
use crate::label::Label;
use crate::tables::corrections::journal::content_hash;
use crate::tables::replacement::Replacement;
use crate::tables::sheet::{Filled, OpenSheet};

/// A sheet that is filled in.
#[derive(Debug)]
pub(super) struct Store {
    path: PathBuf,
    sheet: OpenSheet,
    /// [`content_hash`] of the sheet as it was written or read last.
    hash: String,
    log: Log,
    /// The events by their ids.
    ids: HashMap<String, usize>,
    /// [`replace`], but for tests of a disk that fails.
    replace: fn(&Path, &[u8]) -> Result<()>,
}

/// A sheet that is only looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'s> {
    pub(super) sheet: &'s OpenSheet,
    events: &'s [Event],
}

impl<'s> View<'s> {
    /// A sheet of which nothing is on disk yet.
    pub(super) fn new(sheet: &'s OpenSheet) -> View<'s> {
        View { sheet, events: &[] }
    }

    /// The number of events, which is the version of the sheet.
    pub(super) fn version(&self) -> usize {
        self.events.len()
    }

    /// The rows that changed after a version, without repeats.
    pub(super) fn changed_since(&self, version: usize) -> Vec<usize> {
        let mut rows: Vec<usize> = self.events.iter().skip(version).map(Event::row).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

/// A request for a verdict.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) id: String,
    pub(super) row: usize,
    pub(super) suggested: Option<Label>,
    pub(super) filled: Filled,
    /// Whether the person's own verdict may be replaced.
    pub(super) replace: bool,
}

impl Store {
    /// Opens a sheet and its log. Returns whether the sheet lacked the last line of the log.
    pub(super) fn open(path: &Path, label_map: &[(String, Label)]) -> Result<(Store, bool)> {
        let log = Log::open(path)?;
        let bytes = std::fs::read(path).map_err(|error| Error::io(path, &error))?;
        let sheet = OpenSheet::read(&path.display().to_string(), &bytes, label_map)?;
        let ids = log.events.iter().enumerate().map(|(at, event)| (event.id().to_owned(), at)).collect();
        let mut store = Store { path: path.to_owned(), sheet, hash: content_hash(&bytes), log, ids, replace };
        let lacking = lacking(&store.hash, &store.log.events);
        if let Some((row, filled)) = &lacking {
            store.sheet.fill(*row, filled.as_ref());
            store.write_sheet()?;
        }
        Ok((store, lacking.is_some()))
    }

    pub(super) fn sheet(&self) -> &OpenSheet {
        &self.sheet
    }

    pub(super) fn view(&self) -> View<'_> {
        View { sheet: &self.sheet, events: &self.log.events }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a request was recorded before: its answer was lost, and it is sent again.
    pub(super) fn has(&self, request: &Request) -> std::result::Result<bool, Refusal> {
        let Some(&at) = self.ids.get(&request.id) else { return Ok(false) };
        match &self.log.events[at] {
            Event::Verdict(given) if is_of(request, given) => Ok(true),
            _ => Err(used_otherwise()),
        }
    }

    /// Whether an undo was recorded before, and of which row.
    pub(super) fn undone(&self, id: &str, by: &str) -> std::result::Result<Option<usize>, Refusal> {
        let Some(&at) = self.ids.get(id) else { return Ok(None) };
        match &self.log.events[at] {
            Event::Undo(undo) if undo.by.as_deref() == Some(by) => Ok(Some(undo.row)),
            _ => Err(used_otherwise()),
        }
    }

    /// Records a verdict. A request that is sent again has no further effect.
    pub(super) fn record(&mut self, request: Request) -> std::result::Result<(), Refusal> {
        if self.has(&request)? {
            return Ok(());
        }
        let Some(line) = self.sheet.line_of(request.row) else {
            return Err(Refusal::missing(format!("row {} is not in the sheet", request.row)));
        };
        if let Some(first) = &line.filled
            && !(request.replace && (first.by == request.filled.by || first.by.is_none()))
        {
            return Err(Refusal::decided(request.row, first));
        }
        let was = line.filled.as_ref().map(|filled| State::of(filled, line.given));
        let event = Given {
            id: request.id,
            row: request.row,
            text_hash: line.text_hash.clone(),
            given: line.given,
            suggested: request.suggested,
            sheet: self.hash.clone(),
            now: State::of(&request.filled, line.given),
            was,
        };
        self.commit(Event::Verdict(event), Some(&request.filled))
    }

    /// Takes back the last verdict of a person that still stands. Returns its row.
    pub(super) fn undo(&mut self, id: &str, by: &str, when: String) -> std::result::Result<usize, Refusal> {
        if let Some(row) = self.undone(id, by)? {
            return Ok(row);
        }
        let Some(given) = self.last_of(by).cloned() else {
            return Err(Refusal::conflict("nothing is left to take back", "only your own verdicts can be taken back"));
        };
        let (row, of, by) = (given.row, given.id, Some(by.to_owned()));
        let before = given.was.as_ref().and_then(State::filled);
        let (id, sheet) = (id.to_owned(), self.hash.clone());
        self.commit(Event::Undo(Undo { id, row, of, sheet, by, when }), before.as_ref())?;
        Ok(row)
    }

    /// The last verdict of a person that the sheet still shows.
    fn last_of(&self, by: &str) -> Option<&Given> {
        let mut undone: Vec<&str> = Vec::new();
        for event in self.log.events.iter().rev() {
            match event {
                Event::Undo(undo) => undone.push(&undo.of),
                Event::Verdict(given) => {
                    let stands = !undone.contains(&given.id.as_str()) && given.now.by.as_deref() == Some(by);
                    if stands && is_same(self.sheet.filled(given.row), given.now.filled().as_ref()) {
                        return Some(given);
                    }
                }
            }
        }
        None
    }

    /// Writes the log, then the sheet. If either fails, both are as before, unless the new sheet is in place and only its folder
    /// could not be synced: then the verdict counts, and the error is told all the same.
    fn commit(&mut self, event: Event, filled: Option<&Filled>) -> std::result::Result<(), Refusal> {
        self.refuse_changed()?;
        let (id, row) = (event.id().to_owned(), event.row());
        let before = self.sheet.filled(row).cloned();
        self.log.append(event)?;
        self.sheet.fill(row, filled);
        let written = self.write_sheet();
        if written.is_err() && !self.is_in_place() {
            self.sheet.fill(row, before.as_ref());
            self.log.take_back();
        } else {
            self.ids.insert(id, self.log.events.len() - 1);
        }
        Ok(written?)
    }

    /// Refuses to replace a sheet that somebody else has changed.
    pub(super) fn refuse_changed(&self) -> std::result::Result<(), Refusal> {
        match std::fs::read(&self.path) {
            Ok(bytes) if content_hash(&bytes) == self.hash => Ok(()),
            Ok(_) => Err(Refusal::conflict(
                format!("{} was changed by another program", self.path.display()),
                "save it there, then stop oped and start it again: it goes on with the sheet as it is",
            )),
            Err(error) => Err(Error::io(&self.path, &error).into()),
        }
    }

    fn write_sheet(&mut self) -> Result<()> {
        let bytes = self.sheet.bytes();
        let written = (self.replace)(&self.path, &bytes);
        if written.is_ok() || std::fs::read(&self.path).is_ok_and(|found| found == bytes) {
            self.hash = content_hash(&bytes);
        }
        written
    }

    /// Whether the sheet was written as it is in memory.
    fn is_in_place(&self) -> bool {
        content_hash(&self.sheet.bytes()) == self.hash
    }
}

fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    Replacement::prepare(path, bytes, path)?.commit()
}

/// Whether a request is the one that was recorded, sent again.
fn is_of(request: &Request, given: &Given) -> bool {
    let asked = State { when: given.now.when.clone(), ..State::of(&request.filled, given.given) };
    given.row == request.row && given.now == asked
}

fn used_otherwise() -> Refusal {
    Refusal::bad("this id was used for something else", "load the page again")
}

/// What the last line of the log says of its row, if the sheet is still the one before it: then the program was killed between the
/// two. Every line before it reached the sheet; what is not there any more, a person took out.
fn lacking(hash: &str, events: &[Event]) -> Option<(usize, Option<Filled>)> {
    let (row, sheet, filled) = match events.last()? {
        Event::Verdict(given) => (given.row, &given.sheet, given.now.filled()),
        Event::Undo(undo) => {
            (undo.row, &undo.sheet, verdict_of(&undo.of, events)?.was.as_ref().and_then(State::filled))
        }
    };
    (sheet == hash).then_some((row, filled))
}

fn verdict_of<'e>(id: &str, events: &'e [Event]) -> Option<&'e Given> {
    events.iter().find_map(|event| match event {
        Event::Verdict(given) if given.id == id => Some(given),
        _ => None,
    })
}

/// Whether two are the same verdict. A spreadsheet may change the line ends of a note.
fn is_same(one: Option<&Filled>, other: Option<&Filled>) -> bool {
    let key = |filled: &Filled| (filled.verdict.to_string(), label(filled), filled.by.clone(), filled.when.clone());
    one.map(key) == other.map(key)
}

fn label(filled: &Filled) -> Option<Label> {
    match filled.verdict {
        crate::tables::corrections::Verdict::Label(label) => Some(label),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
