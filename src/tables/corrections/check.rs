//! A table and verdicts → whether they match, and which texts would get both labels.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Decision, Verdict};
use crate::error::{Error, ErrorKind, Result};
use crate::label::Label;
use crate::tables::rows::{Table, normalised, text_hash};
use crate::tables::{sheet::Sheet, table::RowBytes};

/// Checks that each verdict is about the row that the table has.
pub(super) fn check(table: &Table, places: &[RowBytes], sheet: &Sheet) -> Result<()> {
    if is_applied(table, sheet) {
        let what = "the table is already as this sheet would make it";
        let remedy =
            "if the sheet was applied before, nothing is left to do; if its column \"given\" was changed, restore it";
        return Err(Error::new(ErrorKind::Table, what).at(&sheet.name, None).remedy(remedy));
    }
    let repeated = repeated_texts(table);
    for decision in &sheet.decisions {
        let fits = check_row(table, decision).and_then(|()| check_id(table, decision, &repeated));
        let fits = fits.and_then(|()| check_place(places, decision));
        fits.map_err(|error| error.at(&sheet.name, Some(decision.line)))?;
    }
    Ok(())
}

/// Whether the table already is as the sheet would make it: each row that stays is found with its new label, moved up by the rows
/// dropped above it, and no row has a text that was to be dropped. False if the sheet drops all its rows: then there is nothing to
/// compare.
fn is_applied(table: &Table, sheet: &Sheet) -> bool {
    let is_change = |decision: &Decision| decision.verdict.is_change();
    let stays = |decision: &Decision| decision.verdict != Verdict::Drop;
    if !sheet.decisions.iter().any(is_change) || !sheet.decisions.iter().any(stays) {
        return false;
    }
    let mut gone: Vec<&str> = Vec::new();
    for decision in &sheet.decisions {
        let row = table.rows.get((decision.row - 1).saturating_sub(gone.len()));
        match row {
            _ if !stays(decision) => gone.push(&decision.text_hash),
            Some(row) if has_text(&row.text, decision) && row.label == decision.label() => {}
            _ => return false,
        }
    }
    gone.is_empty() || !table.rows.iter().any(|row| gone.contains(&text_hash(&row.text).as_str()))
}

fn has_text(text: &str, decision: &Decision) -> bool {
    text_hash(text).eq_ignore_ascii_case(&decision.text_hash)
}

fn fault(what: String, remedy: &'static str) -> Result<()> {
    Err(Error::new(ErrorKind::Table, what).remedy(remedy))
}

fn check_row(table: &Table, decision: &Decision) -> Result<()> {
    let number = decision.row;
    let Some(row) = table.rows.get(number - 1) else {
        let what = format!("there is no row {number}: {} has {} rows", table.file_name(), table.rows.len());
        return fault(what, "audit again, or name the table that the sheet was made from");
    };
    if !has_text(&row.text, decision) {
        return fault(format!("the text of row {number} has changed since the sheet was made"), "audit again");
    }
    let remedy = "remove this line if the label is right, leave \"given\" as it was, or audit again";
    match (row.label, decision.given) {
        (now, then) if now == then => Ok(()),
        (Some(now), Some(then)) => fault(format!("row {number} is labelled {now}, but \"given\" says {then}"), remedy),
        (None, Some(then)) => fault(format!("row {number} has no label, but \"given\" says {then}"), remedy),
        (now, None) => {
            let now = now.map_or_else(String::new, |now| format!(" {now}"));
            let what = format!("row {number} is labelled{now}, but had no label when the queue was made");
            fault(what, "remove this line, or make the queue again")
        }
    }
}

/// Returns the texts that several rows have exactly.
fn repeated_texts(table: &Table) -> HashSet<&str> {
    let mut seen = HashSet::new();
    table.rows.iter().map(|row| row.text.as_str()).filter(|text| !seen.insert(*text)).collect()
}

/// Checks the id only of rows with a repeated text, where it decides which is meant: spreadsheets change ids that look like numbers.
fn check_id(table: &Table, decision: &Decision, repeated: &HashSet<&str>) -> Result<()> {
    let row = &table.rows[decision.row - 1];
    match (&row.id, &decision.remarks.id) {
        (Some(now), Some(then)) if now != then && repeated.contains(row.text.as_str()) => {
            let what = format!("row {} is called \"{now}\", but \"{then}\" in the sheet", decision.row);
            fault(what, "audit again, or name the table that the sheet was made from")
        }
        _ => Ok(()),
    }
}

/// Checks that a new label has a place.
fn check_place(places: &[RowBytes], decision: &Decision) -> Result<()> {
    if matches!(decision.verdict, Verdict::Label(_)) && places[decision.row - 1].label.is_none() {
        let what = format!("row {} has no key for its label", decision.row);
        return fault(what, "give its object one with an empty string, and make the queue again");
    }
    Ok(())
}

/// Counts the rows with a new label whose text other rows have under the other label, after all verdicts; and returns those other
/// rows, by their numbers before the correction. White space and case make no difference.
pub(super) fn repeated_otherwise(table: &Table, decisions: &[Decision]) -> (usize, Vec<usize>) {
    let mut labels: Vec<Option<Label>> = table.rows.iter().map(|row| row.label).collect();
    decisions.iter().for_each(|decision| labels[decision.row - 1] = decision.label());
    let changed: Vec<(usize, Label)> = decisions
        .iter()
        .filter(|decision| decision.verdict.is_change())
        .filter_map(|decision| Some((decision.row - 1, decision.label()?)))
        .collect();
    let mut rows_of: HashMap<String, Vec<usize>> =
        changed.iter().map(|&(row, _)| (normalised(&table.rows[row].text), Vec::new())).collect();
    for (number, row) in table.rows.iter().enumerate().filter(|_| !changed.is_empty()) {
        if let Some(rows) = rows_of.get_mut(&normalised(&row.text)) {
            rows.push(number);
        }
    }
    let (mut contradicted, mut others) = (0, BTreeSet::new());
    for (row, label) in changed {
        let before = rows_of.get(&normalised(&table.rows[row].text)).map_or(&[][..], Vec::as_slice);
        let other: Vec<usize> = before.iter().copied().filter(|&at| labels[at] == Some(label.other())).collect();
        contradicted += usize::from(!other.is_empty());
        others.extend(other.iter().map(|at| at + 1));
    }
    (contradicted, others.into_iter().collect())
}
