//! Where the verdicts of a review are kept: in one sheet, or in one for each annotator.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::annotator::{sheet_of, sheets_beside};
use super::log::set_log_aside;
use super::refusal::Refusal;
use super::store::{Store, View};
use crate::error::{Error, Result};
use crate::label::Label;
use crate::tables::replacement::Replacement;
use crate::tables::sheet::OpenSheet;

type Answer<T> = std::result::Result<T, Refusal>;

/// The most people of a blind review.
const MOST_ANNOTATORS: usize = 200;

/// Where verdicts are kept.
pub(super) enum Stores {
    /// All in the sheet.
    Shared(Box<Mutex<Store>>),
    /// Those of each annotator in a sheet of their own.
    Blind(Box<Blind>),
}

/// The sheets of a blind review.
pub(super) struct Blind {
    sheet: PathBuf,
    label_map: Vec<(String, Label)>,
    /// A sheet in which nothing is filled in, as it is written and as it is read.
    empty: (Vec<u8>, OpenSheet),
    of: Mutex<BTreeMap<String, Store>>,
}

/// What is called like the sheet of an annotator.
#[derive(Default)]
pub(super) struct Beside {
    /// Sheets of annotators.
    pub(super) sheets: Vec<(PathBuf, OpenSheet)>,
    /// Something else: a copy, or a sheet of other rows or texts.
    pub(super) others: Vec<PathBuf>,
}

/// A request that panicked left what it changes as it was: that changes only once all is written.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Stores {
    pub(super) fn shared(store: Store) -> Stores {
        Stores::Shared(Box::new(Mutex::new(store)))
    }

    pub(super) fn blind(sheet: &Path, label_map: &[(String, Label)], empty: Vec<u8>) -> Result<Stores> {
        let read = OpenSheet::read(&sheet.display().to_string(), &empty, label_map)?;
        let (sheet, label_map) = (sheet.to_owned(), label_map.to_vec());
        Ok(Stores::Blind(Box::new(Blind { sheet, label_map, empty: (empty, read), of: Mutex::default() })))
    }

    /// Looks at the sheet of an annotator; nothing is written for that.
    pub(super) fn look<T>(&self, by: &str, work: impl FnOnce(View<'_>) -> Answer<T>) -> Answer<T> {
        match self {
            Stores::Shared(store) => work(locked(store).view()),
            Stores::Blind(blind) => blind.look(by, work),
        }
    }

    /// Works on the store of an annotator.
    pub(super) fn with<T>(&self, by: &str, work: impl FnOnce(&mut Store) -> Answer<T>) -> Answer<T> {
        match self {
            Stores::Shared(store) => work(&mut locked(store)),
            Stores::Blind(blind) => blind.with(by, work),
        }
    }

    /// Works on the shared sheet; a blind review has none.
    pub(super) fn with_shared<T>(&self, work: impl FnOnce(&mut Store) -> Answer<T>) -> Answer<T> {
        match self {
            Stores::Shared(store) => work(&mut locked(store)),
            Stores::Blind(_) => Err(Refusal::conflict(
                "a blind review is not applied from the page",
                "compare the annotators' sheets, settle what they disagree on, and apply one of them",
            )),
        }
    }
}

impl Blind {
    /// The sheets of annotators, in this run or before.
    pub(super) fn beside(&self) -> Result<Beside> {
        let mut found = Beside::default();
        for path in sheets_beside(&self.sheet) {
            let bytes = std::fs::read(&path).map_err(|error| Error::io(&path, &error))?;
            match OpenSheet::read(&path.display().to_string(), &bytes, &self.label_map) {
                Ok(sheet) if self.is_annotators(&path, &sheet) => found.sheets.push((path, sheet)),
                _ => found.others.push(path),
            }
        }
        Ok(found)
    }

    /// Whether a sheet is the one of whoever filled it in.
    fn is_annotators(&self, path: &Path, sheet: &OpenSheet) -> bool {
        let mut names = sheet.lines().iter().filter_map(|line| line.filled.as_ref()?.by.as_deref());
        self.has_rows(sheet) && names.all(|name| sheet_of(&self.sheet, name) == path)
    }

    /// Whether a sheet takes labels for the rows of this review, with their texts of now.
    fn has_rows(&self, sheet: &OpenSheet) -> bool {
        let (lines, own) = (sheet.lines(), &self.empty.1);
        let is_own =
            |row: usize, hash: &str| own.line_of(row).is_some_and(|own| own.text_hash.eq_ignore_ascii_case(hash));
        sheet.is_queue()
            && lines.len() == own.lines().len()
            && lines.iter().all(|line| is_own(line.row, &line.text_hash))
    }

    fn look<T>(&self, by: &str, work: impl FnOnce(View<'_>) -> Answer<T>) -> Answer<T> {
        let (path, is_open) = (sheet_of(&self.sheet, by), locked(&self.of).contains_key(by));
        if is_open || path.exists() {
            return self.with(by, |store| work(store.view()));
        }
        refuse_more(&locked(&self.of))?;
        work(View::new(&self.empty.1))
    }

    fn with<T>(&self, by: &str, work: impl FnOnce(&mut Store) -> Answer<T>) -> Answer<T> {
        let mut stores = locked(&self.of);
        if let Some(store) = stores.get_mut(by) {
            return work(store);
        }
        refuse_more(&stores)?;
        let path = sheet_of(&self.sheet, by);
        if let Some((other, _)) = stores.iter().find(|(_, store)| store.path() == path) {
            return Err(of_other(&path, other));
        }
        let store = self.open(by, &path)?;
        work(stores.entry(by.to_owned()).or_insert(store))
    }

    /// Opens the sheet of an annotator, or makes it.
    fn open(&self, by: &str, path: &Path) -> Answer<Store> {
        if !path.exists() {
            set_log_aside(path)?;
            Replacement::prepare(path, &self.empty.0, &self.sheet)?.commit()?;
        }
        let (store, _) = Store::open(path, &self.label_map)?;
        if !self.has_rows(store.sheet()) {
            let what = format!("{} has other rows or other texts than {}", path.display(), self.sheet.display());
            return Err(Refusal::conflict(what, "move it away, and begin a new one, or take another name"));
        }
        let mut names = store.sheet().lines().iter().filter_map(|line| line.filled.as_ref()?.by.as_deref());
        match names.find(|name| *name != by) {
            Some(other) => Err(of_other(path, other)),
            None => Ok(store),
        }
    }
}

fn refuse_more(stores: &BTreeMap<String, Store>) -> Answer<()> {
    if stores.len() >= MOST_ANNOTATORS {
        let what = format!("{MOST_ANNOTATORS} people have a sheet already");
        return Err(Refusal::conflict(what, "take the name that you had before"));
    }
    Ok(())
}

fn of_other(path: &Path, other: &str) -> Refusal {
    let what = format!("{} is the sheet of {other}", path.display());
    Refusal::conflict(what, "take another name, or write yours as it is there")
}
