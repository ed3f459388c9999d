//! A table and verdicts → whether they fit, and which texts would have both labels.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Decision, Verdict};
use crate::error::{Error, ErrorKind, Result};
use crate::label::Label;
use crate::tables::rows::{Table, normalised, text_hash};
use crate::tables::sheet::Sheet;
use crate::tables::table::RowBytes;

/// Whether each verdict is about the row that the table has.
pub(super) fn check(table: &Table, places: &[RowBytes], sheet: &Sheet) -> Result<()> {
    if is_applied(table, sheet) {
        let what = "the rows of this sheet are as its verdicts would make them";
        let remedy =
            "if it was applied before, nothing is left to do; if its column \"given\" was changed, take it as it came";
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

/// Whether the table is as the changes of the sheet would make it: every row that stays has its text, above which as many rows are
/// gone as were to be dropped, and its label after the verdict; and no row has a text that was to be dropped. Where all rows were
/// to be dropped, this cannot be told.
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
        return fault(what, "audit again, or name the table that the sheet was made of");
    };
    if !has_text(&row.text, decision) {
        return fault(format!("the text of row {number} has changed since the sheet was made"), "audit again");
    }
    let remedy = "take this line out where the label is right, keep \"given\" as it came, or audit again";
    match (row.label, decision.given) {
        (now, then) if now == then => Ok(()),
        (Some(now), Some(then)) => fault(format!("row {number} is labelled {now}, and \"given\" says {then}"), remedy),
        (None, Some(then)) => fault(format!("row {number} has no label, and \"given\" says {then}"), remedy),
        (now, None) => {
            let now = now.map_or_else(String::new, |now| format!(" {now}"));
            let what = format!("row {number} is labelled{now}, and had no label when the queue was made");
            fault(what, "take this line out, or make the queue again")
        }
    }
}

/// The texts that several rows have, white space and case as they are.
fn repeated_texts(table: &Table) -> HashSet<&str> {
    let mut seen = HashSet::new();
    table.rows.iter().map(|row| row.text.as_str()).filter(|text| !seen.insert(*text)).collect()
}

/// Which of the rows with one text is meant, its name says. It is asked only there: spreadsheets change what looks like a number.
fn check_id(table: &Table, decision: &Decision, repeated: &HashSet<&str>) -> Result<()> {
    let row = &table.rows[decision.row - 1];
    match (&row.id, &decision.remarks.id) {
        (Some(now), Some(then)) if now != then && repeated.contains(row.text.as_str()) => {
            let what = format!("row {} is called \"{now}\", and \"{then}\" in the sheet", decision.row);
            fault(what, "audit again, or name the table that the sheet was made of")
        }
        _ => Ok(()),
    }
}

/// A label needs a place in which to stand.
fn check_place(places: &[RowBytes], decision: &Decision) -> Result<()> {
    if matches!(decision.verdict, Verdict::Label(_)) && places[decision.row - 1].label.is_none() {
        let what = format!("row {} has no key for its label", decision.row);
        return fault(what, "give the object of this row one with an empty string, and make the queue again");
    }
    Ok(())
}

/// How many rows that get another label have a text that other rows have under the other one, after all verdicts; and these other
/// rows, by their numbers before. White space and case make no difference.
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
