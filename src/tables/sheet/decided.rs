//! The lines of a sheet → the decisions on one table.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::columns::fault;
use crate::error::Result;
use crate::tables::corrections::{Decision, Verdict};

/// The decisions of a sheet on one table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The sheet's name, for messages.
    pub name: String,
    /// Whether it is a queue: then its verdicts are labels for rows without one.
    pub is_queue: bool,
    /// Rows with a verdict, in the order of the table.
    pub decisions: Vec<Decision>,
    /// Lines of this table without a verdict.
    pub undecided: usize,
    /// Lines of other tables.
    pub elsewhere: usize,
    /// The sheet's name for its only table, if that is not the table's name.
    pub other_name: Option<String>,
}

/// Gathers the decisions on a table. `tables` has the table that each line names; `decision` reads a line, and returns none if it has no
/// verdict.
pub(super) fn sheet_of(
    tables: &[Option<&str>],
    table: &str,
    is_queue: bool,
    decision: impl Fn(usize) -> Result<Option<Decision>>,
) -> Result<Sheet> {
    let names: BTreeSet<&str> = tables.iter().flatten().copied().collect();
    let is_of_several = names.len() > 1;
    let mut sheet = Sheet { is_queue, ..Sheet::default() };
    sheet.other_name =
        names.first().filter(|name| !is_of_several && file_name(name) != file_name(table)).map(|&name| name.to_owned());
    let mut rows: BTreeMap<usize, Decision> = BTreeMap::new();
    for (line, of) in tables.iter().enumerate() {
        if is_of_several && !is_of(of.unwrap_or_default(), table, &names) {
            sheet.elsewhere += 1;
            continue;
        }
        match decision(line)? {
            None => sheet.undecided += 1,
            Some(decision) => add(&mut rows, decision)?,
        }
    }
    sheet.decisions = rows.into_values().collect();
    if sheet.elsewhere > 0 && sheet.undecided == 0 && sheet.decisions.is_empty() {
        let what = format!("the sheet covers several tables, but no line is for {}", file_name(table));
        return Err(fault(what, "name one of its tables, or write this name into the column \"table\""));
    }
    Ok(sheet)
}

/// A row may be in a sheet more than once, for several reasons. The first line counts.
pub(super) fn add(rows: &mut BTreeMap<usize, Decision>, decision: Decision) -> Result<()> {
    let first = match rows.entry(decision.row) {
        Entry::Vacant(place) => {
            place.insert(decision);
            return Ok(());
        }
        Entry::Occupied(first) => first.into_mut(),
    };
    let (row, line) = (decision.row, first.line);
    if first.verdict != decision.verdict {
        let what = format!("row {row} is to {}, but on line {line} to {}", order(&decision), order(first));
        return Err(fault(what, "keep one of the two verdicts").on_line(decision.line));
    }
    if first.given != decision.given || !first.text_hash.eq_ignore_ascii_case(&decision.text_hash) {
        let what = format!("row {row} has a different text or label than on line {line}");
        return Err(fault(what, "keep the line that came from the audit").on_line(decision.line));
    }
    Ok(())
}

/// "flip", or "be labelled news"
fn order(decision: &Decision) -> String {
    match decision.verdict {
        Verdict::Label(label) => format!("be labelled {label}"),
        verdict => verdict.to_string(),
    }
}

/// Whether a sheet's name for a table, possibly a path, is that of this table: by the file's name, or by the path if the sheet has
/// several tables of that file name.
fn is_of(of: &str, table: &str, names: &BTreeSet<&str>) -> bool {
    let is_ambiguous = names.iter().filter(|name| file_name(name) == file_name(of)).count() > 1;
    let is_path = of == table || table.ends_with(&format!("/{of}"));
    file_name(of) == file_name(table) && (!is_ambiguous || is_path)
}

pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
