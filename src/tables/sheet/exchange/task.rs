//! A row as a task of an annotation tool.

use serde::{Deserialize, Serialize};

use crate::label::Label;

/// A row as a task: a label issue, or a row without a label.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Task {
    /// The file name of the table.
    pub table: String,
    /// The data row of the table, from 1.
    pub row: usize,
    /// The row's own name. Tools have an `id` of their own.
    #[serde(rename = "row_id")]
    pub id: Option<String>,
    /// Its publisher.
    pub source: Option<String>,
    /// Its article.
    pub article: Option<String>,
    /// Its label, if it has one.
    pub given: Option<Label>,
    /// The label that it should probably have.
    pub suggested: Label,
    /// How probable that is.
    pub score: f64,
    /// Why it is to be looked at.
    pub reason: String,
    /// The paragraph.
    pub text: String,
    /// [`text_hash`](crate::tables::rows::text_hash) of it.
    pub text_hash: String,
}

/// What an export says of the row that a task was about.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Origin {
    pub(super) table: Option<String>,
    pub(super) row: usize,
    #[serde(rename = "row_id")]
    pub(super) id: Option<String>,
    pub(super) text_hash: String,
    pub(super) given: Option<Label>,
    pub(super) reason: Option<String>,
    pub(super) score: Option<f64>,
}
