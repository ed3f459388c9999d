//! Rows whose text was in a model's training.

use std::collections::BTreeSet;

use super::params::NamedModel;
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::model::Model;
use crate::tables::rows::{RowRef, Table, fingerprint};

/// How many rows were in a model's training. Rows without words are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Rows whose text was in the training.
    pub rows: usize,
    /// All rows, including those left out because they were seen.
    pub of: usize,
}

/// The rows whose text was in a model's training; none if the model keeps no record of it.
pub(super) fn seen_rows(tables: &[Table], model: &Model) -> Option<BTreeSet<RowRef>> {
    let texts = model.texts.as_ref()?;
    let of_table = |(number, table): (usize, &Table)| -> Vec<RowRef> {
        let is_seen = |row: usize| texts.binary_search(&fingerprint(&table.rows[row].text)).is_ok();
        (0..table.rows.len()).filter(|&row| is_seen(row)).map(|row| RowRef { table: number, row }).collect()
    };
    Some(tables.iter().enumerate().flat_map(of_table).collect())
}

/// How many rows were in a model's training; none if the model keeps no record of it.
pub(crate) fn seen(tables: &[Table], model: &Model) -> Option<Seen> {
    let rows = seen_rows(tables, model)?.len();
    Some(Seen { rows, of: tables.iter().map(|table| table.rows.len()).sum() })
}

/// The rows that any of the models has seen.
///
/// # Errors
/// [`ErrorKind::Model`] if a model keeps no record of its training.
pub(super) fn seen_by_any(models: &[NamedModel<'_>], seen: &[Option<BTreeSet<RowRef>>]) -> Result<BTreeSet<RowRef>> {
    let mut all = BTreeSet::new();
    for (named, seen) in models.iter().zip(seen) {
        let seen = seen.as_ref().ok_or_else(|| {
            let what = format!("{} keeps no hashes of its training texts, so seen rows cannot be left out", named.name);
            Error::new(ErrorKind::Model, what).remedy(
                Message::from("leave out ")
                    .name(Parameter::SkipSeen)
                    .then(", or train the model again with this program"),
            )
        })?;
        all.extend(seen.iter().copied());
    }
    Ok(all)
}
