//! A corrected table, and each change in it.

use super::verdict::{Decision, Tally};
use crate::label::Label;

/// A corrected table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Every verdict and its effect, in the order of rows.
    pub changes: Vec<Change>,
    /// Test rows that were changed.
    pub test_rows: Vec<usize>,
    /// The number of changed rows whose text other rows have under the other label.
    pub contradicted: usize,
    /// Those other rows, by their numbers before the correction.
    pub contradicting: Vec<usize>,
}

/// A reversible change of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    /// The offset in the result.
    pub at: usize,
    /// The new bytes.
    pub now: Vec<u8>,
    /// The old bytes.
    pub was: Vec<u8>,
}

/// A verdict and its effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The verdict.
    pub decision: Decision,
    /// The row's label afterwards; none if the row is dropped.
    pub label: Option<Label>,
    /// The bytes that changed, if any.
    pub patch: Option<Patch>,
}

impl Applied {
    /// Counts the verdicts by kind.
    pub fn tally(&self) -> Tally {
        Tally::of(self.changes.iter().map(|change| change.decision.verdict))
    }
}
