//! Whether tables can be audited at all, and what folds keep together.

use std::collections::{BTreeMap, BTreeSet};

use super::AuditParams;
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::Label;
use crate::learn::train::TrainParams;
use crate::tables::rows::group;
use crate::tables::rows::group::{Folds, Group};
use crate::tables::rows::{Row, Table};

/// How the models of an audit are trained, and whether its folds are not by source because no source has both labels.
///
/// A source that is left out would take its label out of the training with it: what is out of fold would say whose text it is,
/// and nothing of its voice. Then folds are by article where there are enough, else by row.
///
/// # Errors
/// [`ErrorKind::Training`] for tables without a label, and those of fewer texts than folds.
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

/// The rows that can be trained on, but for repeated ones.
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
    let texts = keys(rows, Group::Row);
    let (texts, needed) = (
        group::distinct(&texts),
        match folds {
            Folds::Count(folds) => folds,
            Folds::All => 2,
        },
    );
    if texts >= needed {
        return Ok(());
    }
    let number = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    let what = format!("so small a table cannot be judged: {} of {}", number(rows.len(), "row"), number(texts, "text"));
    Err(Error::new(ErrorKind::Training, what).remedy(format!(
        "{needed} folds need {needed} different texts or more, and a judgement worth reading hundreds"
    )))
}

fn keys(rows: &[(&Table, &Row, Label)], group: Group) -> Vec<String> {
    rows.iter().map(|(table, row, _)| group::key(table, row, group)).collect()
}

/// Whether articles are named, and make folds of which no label is in one only.
fn folds_by_article(rows: &[(&Table, &Row, Label)], folds: Folds) -> bool {
    let keys = keys(rows, Group::Article);
    let assigned = folds.assign(&keys);
    let folds_of = |label: Label| -> BTreeSet<usize> {
        rows.iter().zip(&assigned).filter(|((.., has), _)| *has == label).map(|(_, fold)| *fold).collect()
    };
    let groups = group::distinct(&keys);
    rows.iter().any(|(_, row, _)| row.article.is_some())
        && groups >= folds.number(groups).max(2)
        && Label::ALL.into_iter().all(|label| folds_of(label).len() > 1)
}
