//! How to train.

use crate::language::Language;
use crate::learn::{fit::selection::VocabularyParams, fit::solver::SolverParams};
use crate::tables::rows::group::{Folds, Group};

/// The solver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Solver {
    /// Our own, on sparse rows.
    Sparse,
    /// linfa-logistic, on a dense copy.
    Dense,
}

/// The weight of a source's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceWeight {
    /// All rows weigh the same.
    None,
    /// The rows of a source and label together weigh the square root of their number, which damps large collections.
    Sqrt,
    /// The rows of each source and label together weigh the same.
    Equal,
}

/// The weight of a term, apart from its frequency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermWeight {
    /// Its idf.
    Idf,
    /// Its idf and what it tells about the label ([`crate::learn::fit::term_weights::TermWeights::supervise`]).
    Supervised,
}

/// How to train.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainParams {
    /// The stemmer's language.
    pub language: Language,
    /// Which terms become features.
    pub vocabulary: VocabularyParams,
    /// The weight of terms.
    pub term_weight: TermWeight,
    /// How the coefficients are fitted.
    pub solver: SolverParams,
    /// The solver.
    pub solver_kind: Solver,
    /// Gives both classes the same total weight.
    pub class_balanced: bool,
    /// The weight of sources.
    pub source_weight: SourceWeight,
    /// The total weight of rows with inherited labels, for one of the read rows.
    pub inherited_weight: f64,
    /// The number of folds.
    pub folds: Folds,
    /// What folds keep together; chosen by the tables if not given.
    pub group: Option<Group>,
    /// What its makers say about the model, in Markdown.
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
            inherited_weight: 1.0,
            folds: Folds::Count(5),
            group: None,
            about: String::new(),
        }
    }
}

/// The parameters under the names of a card.
pub(super) fn parameters(
    params: &TrainParams,
    group: Group,
    pooled_folds: usize,
    has_inherited: bool,
) -> Vec<(String, String)> {
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
    if has_inherited {
        out.push(entry("inherited_weight", params.inherited_weight.to_string()));
    }
    if pooled_folds > 0 {
        out.push(entry("folds calibrated on all rows, their own too", pooled_folds.to_string()));
    }
    out
}
