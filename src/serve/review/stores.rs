//! Where the verdicts of a review are kept: in one sheet, or in one for each annotator.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::annotator::sheet_of;
use super::refusal::Refusal;
use super::store::Store;
use crate::label::Label;
use crate::tables::replacement::Replacement;

type Answer<T> = std::result::Result<T, Refusal>;

/// The most people of a blind review.
const MOST_ANNOTATORS: usize = 200;

/// Where verdicts are kept.
pub(super) enum Stores {
    /// All in the sheet.
    Shared(Box<Mutex<Store>>),
    /// Those of each annotator in a sheet of their own.
    Blind(Blind),
}

/// The sheets of a blind review.
pub(super) struct Blind {
    sheet: PathBuf,
    label_map: Vec<(String, Label)>,
    /// A sheet in which nothing is filled in.
    empty: Vec<u8>,
    of: Mutex<BTreeMap<String, Store>>,
}

/// A request that panicked left what it changes as it was: that changes only once all is written.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Stores {
    pub(super) fn shared(store: Store) -> Stores {
        Stores::Shared(Box::new(Mutex::new(store)))
    }

    pub(super) fn blind(sheet: &Path, label_map: &[(String, Label)], empty: Vec<u8>) -> Stores {
        let (sheet, label_map) = (sheet.to_owned(), label_map.to_vec());
        Stores::Blind(Blind { sheet, label_map, empty, of: Mutex::default() })
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
    fn with<T>(&self, by: &str, work: impl FnOnce(&mut Store) -> Answer<T>) -> Answer<T> {
        let mut stores = locked(&self.of);
        if let Some(store) = stores.get_mut(by) {
            return work(store);
        }
        if stores.len() >= MOST_ANNOTATORS {
            let what = format!("{MOST_ANNOTATORS} people have a sheet already");
            return Err(Refusal::conflict(what, "take the name that you had before"));
        }
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
            Replacement::prepare(path, &self.empty, &self.sheet)?.commit()?;
        }
        let (store, _) = Store::open(path, &self.label_map)?;
        let mut names = store.sheet().lines().iter().filter_map(|line| line.filled.as_ref()?.by.as_deref());
        match names.find(|name| *name != by) {
            Some(other) => Err(of_other(path, other)),
            None => Ok(store),
        }
    }
}

fn of_other(path: &Path, other: &str) -> Refusal {
    let what = format!("{} is the sheet of {other}", path.display());
    Refusal::conflict(what, "take another name, or write yours as it is there")
}
