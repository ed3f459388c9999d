//! How to train.

use crate::language::Language;
use crate::learn::fit::selection::VocabularyParams;
use crate::learn::fit::solver::SolverParams;
use crate::tables::rows::group::{Folds, Group};

/// Which solver fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Solver {
    /// Ours, on sparse rows.
    Sparse,
    /// linfa-logistic, on a dense copy.
    Dense,
}

/// What a source's rows weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceWeight {
    /// Every row the same.
    None,
    /// The rows of a source and label together as the square root of their number: large collections are damped.
    Sqrt,
    /// The rows of every source and label together the same.
    Equal,
}

/// What a term weighs beside its frequency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermWeight {
    /// Its idf.
    Idf,
    /// Its idf and what it says of the label ([`crate::learn::fit::term_weights::TermWeights::supervise`]).
    Supervised,
}

/// How to train.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainParams {
    /// The stemmer's language.
    pub language: Language,
    /// What becomes a feature.
    pub vocabulary: VocabularyParams,
    /// What terms weigh.
    pub term_weight: TermWeight,
    /// How the coefficients are fitted.
    pub solver: SolverParams,
    /// By which solver.
    pub solver_kind: Solver,
    /// Whether both classes weigh the same in sum.
    pub class_balanced: bool,
    /// What sources weigh.
    pub source_weight: SourceWeight,
    /// The number of folds.
    pub folds: Folds,
    /// What folds keep together; by the table where it is not given.
    pub group: Option<Group>,
    /// What the makers want to say of the model, in Markdown.
    pub about: String,
}

impl Default for TrainParams {
    fn default() -> Self {
        Self {
            language: Language::English,
            vocabulary: VocabularyParams::default(),
            term_weight: TermWeight::Supervised,
            solver: SolverParams::default(),
            solver_kind: Solver::Sparse,
            class_balanced: true,
            source_weight: SourceWeight::Sqrt,
            folds: Folds::Count(5),
            group: None,
            about: String::new(),
        }
    }
}

/// The parameters as a card names them.
pub(super) fn parameters(params: &TrainParams, group: Group, pooled_folds: usize) -> Vec<(String, String)> {
    let entry = |name: &str, value: String| (name.to_owned(), value);
    let mut out = vec![
        entry("alpha", params.solver.alpha.to_string()),
        entry("tolerance", format!("{:e}", params.solver.tolerance)),
        entry("min_df", params.vocabulary.min_df.to_string()),
        entry("max_features", params.vocabulary.max_features.to_string()),
        entry("term_weight", if params.term_weight == TermWeight::Idf { "idf" } else { "supervised" }.to_owned()),
        entry("solver", if params.solver_kind == Solver::Sparse { "sparse" } else { "dense" }.to_owned()),
        entry("class_weight", if params.class_balanced { "balanced" } else { "none" }.to_owned()),
        entry(
            "source_weight",
            match params.source_weight {
                SourceWeight::None => "none",
                SourceWeight::Sqrt => "sqrt",
                SourceWeight::Equal => "equal",
            }
            .to_owned(),
        ),
        entry("folds", format!("{} by {}", params.folds, group.as_str())),
    ];
    if pooled_folds > 0 {
        out.push(entry("folds calibrated on all rows, their own too", pooled_folds.to_string()));
    }
    out
}
