//! What is known of rows beside their columns.

use std::collections::BTreeSet;

use super::RowRef;
use crate::label::Label;

/// Facts about the rows of several tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowFacts {
    /// The rows of test sets.
    pub test_rows: BTreeSet<RowRef>,
    /// Who labelled each row of each table; empty if nobody is named.
    pub annotators: Vec<Vec<Option<String>>>,
    /// Labels that a reader has confirmed, each with its text's [`text_hash`](super::text_hash).
    pub settled: BTreeSet<(String, Label)>,
}
