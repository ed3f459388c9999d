//! What is reviewed, and how.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::error::Parameter;
use crate::label::Label;
use crate::tables::corrections::ApplyParams;
use crate::tables::corrections::files::CorrectionFiles;
use crate::tables::rows::Table;

/// What is reviewed, and how.
pub(crate) struct ReviewParams {
    /// The table.
    pub(crate) table: Table,
    /// The sheet of its label issues, or of rows to label.
    pub(crate) sheet: PathBuf,
    /// Other spellings of the labels of a queue.
    pub(crate) label_map: Vec<(String, Label)>,
    /// Rows of a test set, from 1.
    pub(crate) test_rows: BTreeSet<usize>,
    /// The only annotator; if none, the page asks for a name.
    pub(crate) annotator: Option<String>,
    /// Whether annotators label independently, and see neither the given labels nor the model's opinion.
    pub(crate) is_blind: bool,
    /// The files that the sheet corrects.
    pub(crate) files: CorrectionFiles,
    /// How it corrects them.
    pub(crate) correction: ApplyParams,
    /// The caller's words.
    pub(crate) words: CallersWords,
}

/// How the caller names what a person could do without the page.
pub(crate) struct CallersWords {
    /// The command that applies the sheet.
    pub(crate) apply: String,
    /// The command that takes it back.
    pub(crate) undo: String,
    /// Parameters in messages.
    pub(crate) of_parameter: fn(Parameter, Option<&str>) -> String,
}
