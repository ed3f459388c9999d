//! What is reviewed, and how.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::error::Parameter;
use crate::label::Label;
use crate::tables::corrections::ApplyParams;
use crate::tables::corrections::files::CorrectionFiles;
use crate::tables::rows::Table;

/// What is reviewed, and how.
pub struct ReviewParams {
    /// The table.
    pub table: Table,
    /// The sheet of its label issues, or of rows to label.
    pub sheet: PathBuf,
    /// Other spellings of the labels of a queue.
    pub label_map: Vec<(String, Label)>,
    /// Rows of a test set, from 1.
    pub test_rows: BTreeSet<usize>,
    /// The only annotator; if none, the page asks for a name.
    pub annotator: Option<String>,
    /// Whether annotators label independently, and see neither the given labels nor the model's opinion.
    pub is_blind: bool,
    /// The files that the sheet corrects.
    pub files: CorrectionFiles,
    /// How it corrects them.
    pub correction: ApplyParams,
    /// The caller's words.
    pub words: CallersWords,
}

/// How the caller names what a person could do without the page.
pub struct CallersWords {
    /// The command that applies the sheet.
    pub apply: String,
    /// The command that takes it back.
    pub undo: String,
    /// Parameters in messages.
    pub of_parameter: fn(Parameter, Option<&str>) -> String,
}
