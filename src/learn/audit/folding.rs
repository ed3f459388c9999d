//! Whether tables can be audited, and what their folds keep together.

use std::collections::{BTreeMap, BTreeSet};

use super::params::AuditParams;
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::Label;
use crate::learn::train::{TrainParams, labels_span_folds};
use crate::tables::rows::group;
use crate::tables::rows::group::{Folds, Group};
use crate::tables::rows::{Row, Table};

/// Returns how the models of an audit are trained, and whether no source has both labels.
///
/// If none has, leaving a source out would take its label out of the training too, and out-of-fold logits would say whose text
/// it is instead of whose voice. Folds are then by article if there are enough, else by row.
///
/// # Errors
/// [`ErrorKind::Training`] for tables without labels, or with fewer texts than folds.
pub(super) fn training(tables: &[Table], params: &AuditParams) -> Result<(TrainParams, bool)> {
    let mut training = params.training.clone();
    let rows = labelled(tables);
    if training.group.is_some() {
        return Ok((training, false));
    }
    refuse_few(&rows, training.folds)?;
    let mut labels: BTreeMap<&str, BTreeSet<Label>> = BTreeMap::new();
    for (table, row, label) in &rows {
        labels.entry(table.source_of(row)).or_default().insert(*label);
    }
    let is_apart = labels.len() > 1 && labels.values().all(|labels| labels.len() == 1);
    if is_apart {
        training.group = Some(if folds_by_article(&rows, training.folds) { Group::Article } else { Group::Row });
    }
    Ok((training, is_apart))
}

/// The rows that can be trained on, repeated ones included.
fn labelled(tables: &[Table]) -> Vec<(&Table, &Row, Label)> {
    let has_words = |row: &Row| row.text.chars().any(char::is_alphanumeric);
    let rows = tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)));
    rows.filter_map(|(table, row)| Some((table, row, row.label?))).filter(|(_, row, _)| has_words(row)).collect()
}

fn refuse_few(rows: &[(&Table, &Row, Label)], folds: Folds) -> Result<()> {
    if rows.is_empty() {
        let error = Error::new(ErrorKind::Training, "no row has a label and a text");
        return Err(error.remedy(Message::from("label some; ").name(Parameter::Queue).then(" says which first")));
    }
    let texts = group::distinct(&keys(rows, Group::Row));
    let needed = match folds {
        Folds::Count(folds) => folds,
        Folds::All => 2,
    };
    if texts >= needed {
        return Ok(());
    }
    let number = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    let (rows, texts) = (number(rows.len(), "row"), number(texts, if texts == 1 { "text" } else { "different text" }));
    let what = format!("the table is too small to audit: {rows} with {texts}");
    Err(Error::new(ErrorKind::Training, what)
        .remedy(format!("{needed} folds need at least {needed} different texts; useful results need hundreds")))
}

fn keys(rows: &[(&Table, &Row, Label)], group: Group) -> Vec<String> {
    rows.iter().map(|(table, row, _)| group::key(table, row, group)).collect()
}

/// Returns true if articles are named, and each label is in several of their folds.
fn folds_by_article(rows: &[(&Table, &Row, Label)], folds: Folds) -> bool {
    let keys = keys(rows, Group::Article);
    let labels: Vec<Label> = rows.iter().map(|(.., label)| *label).collect();
    let groups = group::distinct(&keys);
    rows.iter().any(|(_, row, _)| row.article.is_some())
        && groups >= folds.number(groups).max(2)
        && labels_span_folds(&folds.assign(&keys), &labels)
}
