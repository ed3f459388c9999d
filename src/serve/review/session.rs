//! A review: the rows of a sheet, what was decided, and by whom.

use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use super::annotator::{checked, in_order_of};
use super::leases::Leases;
use super::params::ReviewParams;
use super::refusal::Refusal;
use super::rows::Rows;
use super::store::{Request, Store, View};
use super::stores::{Stores, locked};
use super::types::{Changed, Claim, Item, ItemInArticle, Items, Kind, Review, UndoRequest, VerdictRequest};
use super::verdict;
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::tables::clock;
use crate::tables::sheet::{Filled, OpenSheet};

type Answer<T> = std::result::Result<T, Refusal>;

/// A review that is going on.
pub struct Session {
    pub(super) params: ReviewParams,
    pub(super) rows: Rows,
    kind: Kind,
    pub(super) stores: Stores,
    leases: Mutex<Leases>,
    /// Whether the sheet was applied.
    pub(super) is_applied: Mutex<bool>,
    key: String,
}

/// How a review begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begun {
    /// The rows to decide on.
    pub total: usize,
    /// Rows that are decided.
    pub decided: usize,
    /// Whether the last verdict, or its undo, was in the log but not in the sheet, and is now.
    pub put_back: bool,
}

impl Session {
    /// Opens the sheet of a table.
    ///
    /// # Errors
    /// Those of [`OpenSheet::read`]; [`ErrorKind::Usage`] for a sheet of another table or of an older version of this one, and if
    /// another program has it open.
    pub fn open(params: ReviewParams) -> Result<(Session, Begun)> {
        let (sheet, shared) = if params.is_blind {
            let name = params.sheet.display().to_string();
            let bytes = std::fs::read(&params.sheet).map_err(|error| Error::io(&params.sheet, &error))?;
            (OpenSheet::read(&name, &bytes, &params.label_map)?, None)
        } else {
            let (store, put_back) = Store::open(&params.sheet, &params.label_map)?;
            (store.sheet().clone(), Some((store, put_back)))
        };
        refuse_foreign(&params, &sheet)?;
        let kind = if sheet.is_queue() || params.is_blind { Kind::Queue } else { Kind::Issues };
        let decided = sheet.lines().iter().filter(|line| line.filled.is_some() && !params.is_blind).count();
        let put_back = shared.as_ref().is_some_and(|(_, put_back)| *put_back);
        let begun = Begun { total: sheet.lines().len(), decided, put_back };
        let rows = Rows::new(&params.table, &sheet, &params.test_rows);
        let stores = match shared {
            Some((store, _)) => Stores::shared(store),
            None => Stores::blind(&params.sheet, &params.label_map, rows.blind_sheet(&params.table))?,
        };
        let (leases, is_applied) = (Mutex::default(), Mutex::default());
        Ok((Session { params, rows, kind, stores, leases, is_applied, key: key() }, begun))
    }

    /// What opens the figures of agreement to the person who started the review.
    pub fn key(&self) -> &str {
        &self.key
    }

    pub(super) fn review(&self) -> Review {
        Review {
            table: self.params.table.file_name().to_owned(),
            sheet: self.params.sheet.display().to_string(),
            kind: self.kind,
            blind: self.params.is_blind,
            annotator: self.params.annotator.clone(),
            applied: *locked(&self.is_applied),
            apply_command: self.params.words.apply.clone(),
            undo_command: self.params.words.undo.clone(),
        }
    }

    /// The person who asks.
    fn annotator<'n>(&'n self, by: &'n str) -> Answer<&'n str> {
        checked(self.params.annotator.as_deref().unwrap_or(by))
    }

    /// The rows, or those that changed since a version.
    pub(super) fn items(&self, by: &str, since: Option<usize>) -> Answer<Items> {
        let by = self.annotator(by)?.to_owned();
        self.stores.look(&by, |view| {
            let rows = match since {
                Some(since) => view.changed_since(since),
                None if self.params.is_blind => {
                    let mut rows = self.rows.numbers();
                    in_order_of(&by, &mut rows);
                    rows
                }
                None => self.rows.numbers(),
            };
            let items = rows.iter().filter_map(|row| self.item_of(view, *row)).collect();
            let (decided, total) = progress(view);
            Ok(Items { version: view.version(), decided, total, items })
        })
    }

    fn item_of(&self, view: View<'_>, row: usize) -> Option<Item> {
        let decision = view.sheet.filled(row).map(verdict::decision);
        self.rows.item(row, self.params.is_blind, decision)
    }

    /// A row in its article.
    pub(super) fn item(&self, by: &str, row: usize) -> Answer<ItemInArticle> {
        let by = self.annotator(by)?;
        self.stores.look(by, |view| self.in_article(view, row))
    }

    fn in_article(&self, view: View<'_>, row: usize) -> Answer<ItemInArticle> {
        let item = self.item_of(view, row).ok_or_else(|| not_there(row))?;
        Ok(self.rows.in_article(item, &self.params.table, self.params.is_blind))
    }

    /// Hands a row to a person, unless it is decided or on another's screen.
    pub(super) fn claim(&self, claim: &Claim) -> Answer<ItemInArticle> {
        let by = self.annotator(&claim.by)?;
        self.stores.with(by, |store| {
            let shown = self.in_article(store.view(), claim.row)?;
            if self.params.is_blind {
                return Ok(shown);
            }
            if let Some(filled) = store.sheet().filled(claim.row) {
                return Err(Refusal::decided(claim.row, filled));
            }
            self.refuse_taken(claim.row, by)?;
            locked(&self.leases).take(claim.row, by, Instant::now());
            Ok(shown)
        })
    }

    /// Records a verdict: it is on disk when this returns.
    pub(super) fn decide(&self, asked: VerdictRequest) -> Answer<Changed> {
        let by = self.annotator(&asked.by)?.to_owned();
        let verdict = verdict::parsed(&asked.verdict, self.kind)?;
        let (note, when) = (verdict::note(asked.note.as_deref())?, Some(clock::now()));
        let suggested = if self.params.is_blind { None } else { self.rows.suggested(asked.row) };
        let filled = Filled { verdict, note, by: Some(by.clone()), when };
        let id = verdict::id(&asked.id)?;
        let request = Request { id, row: asked.row, suggested, filled, replace: asked.replace };
        self.stores.with(&by, |store| {
            if !store.has(&request)? {
                self.refuse_applied()?;
                self.refuse_taken(asked.row, &by)?;
                store.record(request)?;
                locked(&self.leases).give_back(asked.row);
            }
            self.changed(store, asked.row)
        })
    }

    /// Takes back a person's last verdict.
    pub(super) fn undo(&self, asked: &UndoRequest) -> Answer<Changed> {
        let by = self.annotator(&asked.by)?;
        let id = verdict::id(&asked.id)?;
        self.stores.with(by, |store| {
            if store.undone(&id, by)?.is_none() {
                self.refuse_applied()?;
            }
            let row = store.undo(&id, by, clock::now())?;
            self.changed(store, row)
        })
    }

    fn changed(&self, store: &Store, row: usize) -> Answer<Changed> {
        let view = store.view();
        let item = self.item_of(view, row).ok_or_else(|| not_there(row))?;
        let (decided, total) = progress(view);
        Ok(Changed { version: view.version(), decided, total, item })
    }

    /// Refuses a row that another person has on screen. In a blind review everybody decides on every row.
    fn refuse_taken(&self, row: usize, by: &str) -> Answer<()> {
        match locked(&self.leases).other(row, by, Instant::now()) {
            Some(other) if !self.params.is_blind => Err(Refusal::taken(row, other)),
            _ => Ok(()),
        }
    }

    /// Refuses what would come too late. Whoever asks has the store, so that nobody applies it meanwhile.
    pub(super) fn refuse_applied(&self) -> Answer<()> {
        if *locked(&self.is_applied) {
            return Err(Refusal::conflict(
                "the sheet was applied to the table",
                "stop oped, and audit the table again",
            ));
        }
        Ok(())
    }
}

fn not_there(row: usize) -> Refusal {
    Refusal::missing(format!("row {row} is not in the sheet"))
}

/// The rows that are decided, and all.
fn progress(view: View<'_>) -> (usize, usize) {
    let lines = view.sheet.lines();
    (lines.iter().filter(|line| line.filled.is_some()).count(), lines.len())
}

/// 128 bits that nobody can guess: the seeds of hash tables come from the operating system.
fn key() -> String {
    let part = || RandomState::new().hash_one(0u8);
    format!("{:016x}{:016x}", part(), part())
}

/// Refuses a sheet that was not made of this table as it is now.
fn refuse_foreign(params: &ReviewParams, sheet: &OpenSheet) -> Result<()> {
    let refuse = |what: String, path: &Path| {
        let error = Error::new(ErrorKind::Usage, what).at(path.display().to_string(), None);
        Err(error.remedy(Message::from("name another sheet with ").name(Parameter::Output)))
    };
    let (table, path) = (&params.table, &params.sheet);
    let name = table.file_name();
    if let Some(other) = sheet.tables().into_iter().find(|other| *other != name) {
        return refuse(format!("this is a sheet of {other}, not of {name}"), path);
    }
    for line in sheet.lines() {
        let row = table.rows.get(line.row - 1);
        let is_text = row.is_some_and(|row| super::rows::hash_of(row).eq_ignore_ascii_case(&line.text_hash));
        if !is_text {
            return refuse(format!("row {} of {name} has changed since this sheet was made", line.row), path);
        }
        let now = row.and_then(|row| row.label);
        if now != line.given {
            let now = now.map_or_else(|| "not labelled".to_owned(), |now| format!("labelled {now}"));
            let then = line.given.map_or_else(|| "without a label".to_owned(), |given| given.to_string());
            let what = format!(
                "row {} of {name} is {now} now, but was {then} when this sheet was made; it may have been applied",
                line.row
            );
            return refuse(what, path);
        }
    }
    Ok(())
}
