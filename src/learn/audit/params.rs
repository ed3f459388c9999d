//! How to audit.

use crate::learn::train::TrainParams;

/// How to audit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AuditParams {
    /// How the models of the folds are trained.
    pub training: TrainParams,
    /// Labels were given to whole articles: a row's neighbours say nothing about its own label.
    pub inherited_labels: bool,
}
