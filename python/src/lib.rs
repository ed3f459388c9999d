//! The Python package `oped`: a thin layer over the library.
//!
//! Python's side is in `package/oped/`; this crate is its module `oped._oped`.

mod article;
mod audit;
mod columns;
mod errors;
mod evaluation;
mod explanation;
mod input;
mod labelled;
mod learning;
mod model;
mod scored_table;
mod scorer;
mod table;
mod threads;

/// The module that `package/oped/__init__.py` imports from.
#[pyo3::pymodule]
mod _oped {
    #[pymodule_export]
    use super::article::{Article, Paragraph, Turn};
    #[pymodule_export]
    use super::audit::{LabelIssues, audit_table};
    #[pymodule_export]
    use super::evaluation::{Evaluation, evaluate_table};
    #[pymodule_export]
    use super::explanation::{Evidence, Explanation, FamilySum};
    #[pymodule_export]
    use super::learning::{out_of_fold, train_rows};
    #[pymodule_export]
    use super::model::Model;
    #[pymodule_export]
    use super::scored_table::{ScoredBatches, ScoredTable, Table};
    #[pymodule_export]
    use super::scorer::Scorer;

    /// The version of the library inside.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
