//! How rows were divided into folds.

use crate::tables::rows::group::{Group, PassedOver};

/// How rows were divided into folds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folding {
    /// What folds kept together.
    pub group: Group,
    /// The coarser groups that folds could not keep together, and why.
    pub passed_over: Vec<(Group, PassedOver)>,
    /// The number of groups.
    pub groups: usize,
    /// The number of folds asked for.
    pub asked: usize,
    /// The number of folds that hold rows.
    pub folds: usize,
    /// The number of folds that were calibrated by the sigmoid of all rows, because the other folds' rows have none.
    pub pooled_folds: usize,
}
