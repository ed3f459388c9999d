//! Rows with inherited labels and the doubt about each, for every fold.

use std::collections::BTreeMap;

use crate::learn::fit::noise::Pairs;

/// The rows with inherited labels that may be trained on beside the read ones, and the doubt about each.
#[derive(Debug, Default)]
pub(crate) struct InheritedRows {
    /// By fold left out; `None` leaves out nothing.
    pub(super) by_fold: BTreeMap<Option<usize>, Doubtful>,
    /// The fold of each row of `by_fold[&None]`, if its group has read rows.
    pub(super) folds: Vec<Option<usize>>,
    /// The rows that have both labels.
    pub(super) pairs: Option<Pairs>,
}

/// Some rows with inherited labels.
#[derive(Debug, Default)]
pub(super) struct Doubtful {
    /// Numbers of the rows in the corpus.
    pub(super) rows: Vec<usize>,
    /// The probability that each label is wrong.
    pub(super) doubts: Vec<f64>,
}

impl InheritedRows {
    /// Those outside a fold; all for `None`.
    pub(super) fn outside(&self, fold: Option<usize>) -> Option<&Doubtful> {
        self.by_fold.get(&fold)
    }

    /// The rows outside the even folds (0) or the odd ones (1).
    pub(super) fn outside_half(&self, half: usize) -> Vec<usize> {
        let all = self.outside(None).map_or(&[][..], |all| &all.rows);
        let is_outside = |fold: &Option<usize>| fold.is_none_or(|fold| fold % 2 != half);
        all.iter().zip(&self.folds).filter(|(_, fold)| is_outside(fold)).map(|(&row, _)| row).collect()
    }

    /// The read rows whose inherited label is known; none without rows of inherited labels.
    pub(super) fn pairs(&self) -> Option<&Pairs> {
        self.pairs.as_ref()
    }
}
