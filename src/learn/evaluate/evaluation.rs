//! The result of an evaluation.

use super::{by::By, comparison::Comparison, measured::Measured, seen::Seen};
use crate::label::{Label, Probability};
use crate::learn::train::Folding;
use crate::tables::rows::{Lint, RowRef};

/// What was evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A model, by its name.
    Model(String),
    /// The training, by models of the tables' own folds.
    CrossValidation(Folding),
}

/// A row with its probabilities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// The row.
    pub place: RowRef,
    /// Its label.
    pub label: Label,
    /// The probability of opinion, alone.
    pub alone: Probability,
    /// The probability of opinion in the article's context; none if no article has two rows, or if folds are by row.
    pub in_context: Option<Probability>,
}

/// The result of an evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// What was evaluated.
    pub subject: Subject,
    /// The tables' names, without folders.
    pub tables: Vec<String>,
    /// The rows that were scored, in the tables' order.
    pub predictions: Vec<Prediction>,
    /// The number of articles; none if no row names one.
    pub articles: Option<usize>,
    /// All rows together.
    pub all: Measured,
    /// Each source: those with both labels first, by macro-F1, then the others, by recall; the worst first.
    pub sources: Vec<(String, Measured)>,
    /// The figures by the inherited label, where rows have one beside their read label, and by the columns asked for.
    pub by: Vec<By>,
    /// The model against another.
    pub comparison: Option<Comparison>,
    /// How many rows were in the model's training; none if no model was given, or if it keeps no record.
    pub seen: Option<Seen>,
    /// Whether the rows in a model's training were left out.
    pub skipped_seen: bool,
    /// Rows without words, which are not scored.
    pub without_words: usize,
    /// Rows with an inherited label only, which are context for those with a read label; nothing is measured on them.
    pub not_read: usize,
    /// Problems found in the tables' rows. Cross-validation leaves out the repeated ones.
    pub lint: Lint,
}
