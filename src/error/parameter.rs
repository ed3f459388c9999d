//! The parameters that errors and notes speak of.

use std::fmt;

/// A parameter that an error or a note names.
///
/// The library writes its name ([`Parameter::name`]); each caller may put the parameter in its own words
/// ([`Message::in_words`](super::Message::in_words)): the program writes a flag, a binding an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Parameter {
    /// The L2 penalty.
    Alpha,
    /// The column of articles.
    ArticleColumn,
    /// What divides each class's weight.
    ClassWeight,
    /// The character between the fields of a table.
    Delimiter,
    /// The encoding of the input.
    Encoding,
    /// The evidence for each row, in place of an audit of the labels.
    Evidence,
    /// The number of folds.
    Folds,
    /// What folds keep together.
    Group,
    /// The format of the input.
    InputFormat,
    /// The journal of corrections.
    Journal,
    /// The column of labels.
    LabelColumn,
    /// Other spellings of the labels.
    LabelMap,
    /// The most terms of a vocabulary.
    MaxFeatures,
    /// The most steps of the solver.
    MaxIterations,
    /// In how many rows a term must stand.
    MinDf,
    /// The model.
    Model,
    /// The stated share of opinion.
    Prior,
    /// How many rows to label next.
    Queue,
    /// Leaves out rows whose text the model was trained on.
    SkipSeen,
    /// Leaves out rows without a label.
    SkipUnlabelled,
    /// The solver.
    Solver,
    /// The column of sources.
    SourceColumn,
    /// What divides each source's weight.
    SourceWeight,
    /// The column that says which rows are for testing.
    SplitColumn,
    /// The column of texts.
    TextColumn,
    /// The solver's tolerance.
    Tolerance,
    /// Corrects the rows of a test set too.
    WithTestRows,
}

impl Parameter {
    /// All of them.
    pub const ALL: &'static [Parameter] = &[
        Parameter::Alpha,
        Parameter::ArticleColumn,
        Parameter::ClassWeight,
        Parameter::Delimiter,
        Parameter::Encoding,
        Parameter::Evidence,
        Parameter::Folds,
        Parameter::Group,
        Parameter::InputFormat,
        Parameter::Journal,
        Parameter::LabelColumn,
        Parameter::LabelMap,
        Parameter::MaxFeatures,
        Parameter::MaxIterations,
        Parameter::MinDf,
        Parameter::Model,
        Parameter::Prior,
        Parameter::Queue,
        Parameter::SkipSeen,
        Parameter::SkipUnlabelled,
        Parameter::Solver,
        Parameter::SourceColumn,
        Parameter::SourceWeight,
        Parameter::SplitColumn,
        Parameter::TextColumn,
        Parameter::Tolerance,
        Parameter::WithTestRows,
    ];

    /// Its name in the library.
    pub fn name(self) -> &'static str {
        match self {
            Parameter::Alpha => "alpha",
            Parameter::ArticleColumn => "article_column",
            Parameter::ClassWeight => "class_weight",
            Parameter::Delimiter => "delimiter",
            Parameter::Encoding => "encoding",
            Parameter::Evidence => "evidence",
            Parameter::Folds => "folds",
            Parameter::Group => "group",
            Parameter::InputFormat => "format",
            Parameter::Journal => "journal",
            Parameter::LabelColumn => "label_column",
            Parameter::LabelMap => "label_map",
            Parameter::MaxFeatures => "max_features",
            Parameter::MaxIterations => "max_iterations",
            Parameter::MinDf => "min_df",
            Parameter::Model => "model",
            Parameter::Prior => "prior",
            Parameter::Queue => "queue",
            Parameter::SkipSeen => "skip_seen",
            Parameter::SkipUnlabelled => "skip_unlabelled",
            Parameter::Solver => "solver",
            Parameter::SourceColumn => "source_column",
            Parameter::SourceWeight => "source_weight",
            Parameter::SplitColumn => "split_column",
            Parameter::TextColumn => "text_column",
            Parameter::Tolerance => "tolerance",
            Parameter::WithTestRows => "with_test_rows",
        }
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
