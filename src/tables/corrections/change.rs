//! A corrected table, and each change in it.

use super::{Decision, Patch, Tally};
use crate::label::Label;

/// A corrected table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Every verdict and what it did, in the order of rows.
    pub changes: Vec<Change>,
    /// Rows of a test set that were changed.
    pub test_rows: Vec<usize>,
    /// Changed rows whose text other rows have under the other label.
    pub contradicted: usize,
    /// Those other rows, by their numbers before.
    pub contradicting: Vec<usize>,
}

/// A verdict, and what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The verdict.
    pub decision: Decision,
    /// The row's label after it; none where the row is gone.
    pub label: Option<Label>,
    /// The bytes that changed, where some did.
    pub patch: Option<Patch>,
}

impl Applied {
    /// How many verdicts of each kind were applied.
    pub fn tally(&self) -> Tally {
        Tally::of(self.changes.iter().map(|change| change.decision.verdict))
    }
}
