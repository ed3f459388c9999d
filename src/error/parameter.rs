//! The parameters that errors and notes speak of.

use std::fmt;

macro_rules! parameters {
    ($($(#[$doc:meta])* $parameter:ident = $name:literal,)*) => {
        /// A parameter that an error or a note names.
        ///
        /// The library writes its name ([`Parameter::name`]). A caller may put the parameter in its own words
        /// ([`Message::in_words`](super::Message::in_words)): the program writes a flag, a binding an argument.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Parameter {
            $($(#[$doc])* $parameter,)*
        }

        impl Parameter {
            /// All of them.
            pub const ALL: &'static [Parameter] = &[$(Parameter::$parameter),*];

            /// Returns its name in the library.
            pub fn name(self) -> &'static str {
                match self {
                    $(Parameter::$parameter => $name,)*
                }
            }
        }
    };
}

parameters! {
    /// The address that is served.
    Address = "address",
    /// Whether other machines may reach it.
    AllowRemote = "allow_remote",
    /// The L2 penalty.
    Alpha = "alpha",
    /// The column that says who gave a label.
    AnnotatorColumn = "annotator_column",
    /// The column of articles.
    ArticleColumn = "article_column",
    /// The columns by whose values figures are reported.
    By = "by",
    /// What divides each class's weight.
    ClassWeight = "class_weight",
    /// The character between the fields of a table.
    Delimiter = "delimiter",
    /// The encoding of the input.
    Encoding = "encoding",
    /// The number of folds.
    Folds = "folds",
    /// What folds keep together.
    Group = "group",
    /// The column of inherited labels beside read ones.
    InheritedColumn = "inherited_column",
    /// The total weight of rows with inherited labels.
    InheritedWeight = "inherited_weight",
    /// The format of the input.
    InputFormat = "format",
    /// The journal of corrections.
    Journal = "journal",
    /// The column that says how a label came about.
    KindColumn = "kind_column",
    /// The column of labels.
    LabelColumn = "label_column",
    /// Another name of the server.
    Host = "host",
    /// Other spellings of the labels.
    LabelMap = "label_map",
    /// The most terms of a vocabulary.
    MaxFeatures = "max_features",
    /// The most steps of the solver.
    MaxIterations = "max_iterations",
    /// In how many rows a term must stand.
    MinDf = "min_df",
    /// The model.
    Model = "model",
    /// The file that is written.
    Output = "output",
    /// The stated share of opinion.
    Prior = "prior",
    /// How many rows to label next.
    Queue = "queue",
    /// Leaves out rows whose text the model was trained on.
    SkipSeen = "skip_seen",
    /// Leaves out rows without a label.
    SkipUnlabelled = "skip_unlabelled",
    /// The solver.
    Solver = "solver",
    /// The column of sources.
    SourceColumn = "source_column",
    /// What divides each source's weight.
    SourceWeight = "source_weight",
    /// The column that says which rows are for testing.
    SplitColumn = "split_column",
    /// The column of texts.
    TextColumn = "text_column",
    /// The file with what a client must know.
    TokenFile = "token_file",
    /// The solver's tolerance.
    Tolerance = "tolerance",
    /// Takes back the last correction.
    Undo = "undo",
    /// Corrects the rows of a test set too.
    WithTestRows = "with_test_rows",
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
