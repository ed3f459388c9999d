//! How to evaluate.

use std::sync::Arc;

use crate::model::Model;
use crate::tables::rows::group::Group;

/// How to evaluate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvaluateParams {
    /// What resamples keep together; chosen by the tables if not given.
    pub group: Option<Group>,
    /// The number of resamples.
    pub resamples: usize,
    /// Leaves rows whose text was in a model's training out of the figures. They stay in their neighbours' context.
    pub skip_seen: bool,
}

impl Default for EvaluateParams {
    fn default() -> Self {
        Self { group: None, resamples: 1000, skip_seen: false }
    }
}

/// A model and the user's name for it.
#[derive(Debug, Clone, Copy)]
pub struct NamedModel<'m> {
    /// The name.
    pub name: &'m str,
    /// The model.
    pub model: &'m Arc<Model>,
}
