//! Rows that repeat others, exactly or nearly: within and across labels, within and across sources.

use std::collections::BTreeSet;

use super::judged::Judged;
use crate::tables::rows::{NearRepeat, Repeat, RowRef, near_repeats};

/// A row with the text, or nearly the text, of an earlier one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Duplicate {
    /// The row.
    pub row: RowRef,
    /// The earlier one.
    pub first: RowRef,
    /// The Jaccard similarity of the two ([`crate::tables::rows::near_repeats`]); none if they differ at most in white space
    /// and case.
    pub similarity: Option<f64>,
    /// Whether both have the same label.
    pub same_label: bool,
    /// Whether both are from the same source.
    pub same_source: bool,
}

/// Finds all of them, ordered by place.
pub(super) fn find(judged: &Judged<'_>) -> Vec<Duplicate> {
    let lint = &judged.validation.lint;
    let exact =
        lint.duplicates.iter().chain(&lint.conflicts).map(|&Repeat { row, first }| pair(judged, row, first, None));
    let texts: Vec<&str> = (0..judged.len()).map(|row| judged.text(row)).collect();
    let contradicting: BTreeSet<RowRef> = lint.conflicts.iter().map(|repeat| repeat.row).collect();
    let near = near_repeats(&texts).into_iter().map(|NearRepeat { row, first, similarity }| {
        pair(judged, judged.place(row), judged.place(first), Some(similarity))
    });
    let mut all: Vec<Duplicate> = exact.chain(near.filter(|of| !contradicting.contains(&of.row))).collect();
    all.sort_by_key(|of| (of.row, of.first));
    all
}

fn pair(judged: &Judged<'_>, row: RowRef, first: RowRef, similarity: Option<f64>) -> Duplicate {
    let [(here, source), (there, other)] = [row, first].map(|at| {
        let (table, row) = (&judged.tables[at.table], &judged.tables[at.table].rows[at.row]);
        (row.label, table.source_of(row))
    });
    Duplicate { row, first, similarity, same_label: here == there, same_source: source == other }
}
