//! How a model is fitted: flags of every verb that trains.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::language::Language;
use crate::learn::train::{Solver, SourceWeight, TermWeight, TrainParams};
use crate::learn::{fit::selection::VocabularyParams, fit::solver::SolverParams};
use crate::tables::rows::group::{Folds, Group};

/// Parameters of a fit and its folds.
#[derive(Debug, Clone, Args)]
pub(crate) struct FitArgs {
    /// Weight of the L2 penalty, 1/C
    #[arg(long, value_name = "A", default_value_t = SolverParams::default().alpha, value_parser = positive, help_heading = "Model")]
    alpha: f64,
    /// Leave out terms that stand in fewer than N paragraphs
    #[arg(long, value_name = "N", default_value_t = VocabularyParams::default().min_df, help_heading = "Model")]
    min_df: u32,
    /// Keep at most N terms
    #[arg(long, value_name = "N", default_value_t = VocabularyParams::default().max_features as u32, value_parser = clap::value_parser!(u32).range(1..), help_heading = "Model")]
    max_features: u32,
    /// Language of the stemmer
    #[arg(long, value_name = "NAME", default_value_t = TrainParams::default().language, value_parser = languages(), hide_possible_values = true, help_heading = "Model")]
    language: Language,
    /// How to weight terms, apart from frequency
    #[arg(long, value_enum, default_value_t = TermWeightArg::Supervised, help_heading = "Model")]
    term_weight: TermWeightArg,
    /// How to weight labels
    #[arg(long, value_enum, default_value_t = ClassWeightArg::Balanced, help_heading = "Model")]
    class_weight: ClassWeightArg,
    /// How to weight publishers
    #[arg(long, value_enum, default_value_t = SourceWeightArg::Sqrt, help_heading = "Model")]
    source_weight: SourceWeightArg,
    /// Total weight of the paragraphs with inherited labels, if that of the read ones is 1
    #[arg(long, value_name = "W", default_value_t = TrainParams::default().inherited_weight, value_parser = positive, help_heading = "Model")]
    inherited_weight: f64,
    /// Solver of the fit
    #[arg(long, value_enum, default_value_t = SolverArg::Sparse, help_heading = "Model")]
    solver: SolverArg,
    /// Stop when the norm of the gradient is below T times the number of rows
    #[arg(long, value_name = "T", default_value_t = SolverParams::default().tolerance, value_parser = tolerance, help_heading = "Model")]
    tolerance: f64,
    /// Give up after N steps
    #[arg(long, value_name = "N", default_value_t = SolverParams::default().max_iterations, help_heading = "Model")]
    max_iterations: u64,
    /// Number of folds, or all for one per group, so that each is left out once
    #[arg(long, value_name = "N", default_value_t = TrainParams::default().folds, value_parser = folds, help_heading = "Folds")]
    folds: Folds,
    /// What folds keep together; by default publishers if there are enough, else articles
    #[arg(long, value_enum, help_heading = "Folds")]
    group: Option<GroupArg>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TermWeightArg {
    /// Its idf
    Idf,
    /// Its idf and what it says about the label
    Supervised,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ClassWeightArg {
    /// Give both labels the same total weight
    Balanced,
    /// Every row the same
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SourceWeightArg {
    /// Weight each publisher by the square root of its number of rows
    Sqrt,
    /// All the same
    Equal,
    /// Every row the same
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SolverArg {
    /// On sparse rows
    Sparse,
    /// linfa-logistic on a dense copy, without weights
    Dense,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GroupArg {
    /// A publisher
    Source,
    /// An article
    Article,
    /// Rows with the same text
    Row,
}

fn languages() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::all().map(Language::as_str)).try_map(|name| name.parse())
}

fn positive(text: &str) -> std::result::Result<f64, String> {
    text.parse()
        .ok()
        .filter(|value: &f64| *value > 0.0 && value.is_finite())
        .ok_or_else(|| "give a number above 0".to_owned())
}

/// Below 1e-9 rounding errors exceed the gradient, and a solver may never stop.
fn tolerance(text: &str) -> std::result::Result<f64, String> {
    let value = text.parse().ok().filter(|value| (1e-9..=1e-1).contains(value));
    value.ok_or_else(|| "give a number from 1e-9 to 0.1".to_owned())
}

fn folds(text: &str) -> std::result::Result<Folds, String> {
    match text.parse() {
        Ok(count) => Ok(Folds::Count(count)),
        Err(_) if text == "all" => Ok(Folds::All),
        Err(_) => Err("give a number, or all".to_owned()),
    }
}

impl FitArgs {
    /// The parameters of a training, without an `about` text.
    pub(crate) fn params(&self) -> TrainParams {
        TrainParams {
            language: self.language,
            vocabulary: VocabularyParams { min_df: self.min_df, max_features: self.max_features as usize },
            term_weight: match self.term_weight {
                TermWeightArg::Idf => TermWeight::Idf,
                TermWeightArg::Supervised => TermWeight::Supervised,
            },
            solver: SolverParams { alpha: self.alpha, tolerance: self.tolerance, max_iterations: self.max_iterations },
            solver_kind: match self.solver {
                SolverArg::Sparse => Solver::Sparse,
                SolverArg::Dense => Solver::Dense,
            },
            class_balanced: self.class_weight == ClassWeightArg::Balanced,
            source_weight: match self.source_weight {
                SourceWeightArg::Sqrt => SourceWeight::Sqrt,
                SourceWeightArg::Equal => SourceWeight::Equal,
                SourceWeightArg::None => SourceWeight::None,
            },
            inherited_weight: self.inherited_weight,
            folds: self.folds,
            group: self.group.map(|group| match group {
                GroupArg::Source => Group::Source,
                GroupArg::Article => Group::Article,
                GroupArg::Row => Group::Row,
            }),
            about: String::new(),
        }
    }
}
