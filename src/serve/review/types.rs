//! What the page asks and is told, as JSON.

use serde::{Deserialize, Serialize};

/// What is reviewed.
#[derive(Debug, Clone, Serialize)]
pub struct Review {
    /// The file name of the table.
    pub table: String,
    /// The sheet.
    pub sheet: String,
    /// `issues`: labels that are probably wrong, to be kept, flipped or dropped. `queue`: rows without a label, to be labelled.
    pub kind: Kind,
    /// Whether neither the given labels nor the model's opinion are shown.
    pub blind: bool,
    /// The only annotator; if none, the page asks for a name.
    pub annotator: Option<String>,
    /// Whether the sheet was applied to the table: then nothing more can be decided.
    pub applied: bool,
    /// The command that applies the sheet.
    pub apply_command: String,
    /// The command that takes it back.
    pub undo_command: String,
}

/// What a sheet asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Verdicts on labels.
    Issues,
    /// Labels.
    Queue,
}

/// The rows of the sheet, or those that changed.
#[derive(Debug, Clone, Serialize)]
pub struct Items {
    /// Counts the changes; ask for what is new `since` then.
    pub version: usize,
    /// Rows that are decided.
    pub decided: usize,
    /// All rows.
    pub total: usize,
    /// The rows, in the order in which they should be decided.
    pub items: Vec<Item>,
}

/// A row of the sheet.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// The data row of the table, from 1.
    pub row: usize,
    /// The publisher; not in a blind review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its label; not in a blind review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// The label that it should probably have; not in a blind review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggested: Option<String>,
    /// The probability that the label is wrong; not in a blind review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
    /// Why it is in the sheet; not in a blind review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether it is of a test set, and so cannot be changed without being told to.
    pub test: bool,
    /// What was decided; in a blind review, by the person who asks.
    pub decision: Option<Decision>,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// `keep`, `flip`, `drop`, `unsure`, `news` or `opinion`.
    pub verdict: String,
    /// Who decided.
    pub by: Option<String>,
    /// When.
    pub when: Option<String>,
    /// Why.
    pub note: Option<String>,
}

/// A row in its article.
#[derive(Debug, Clone, Serialize)]
pub struct ItemInArticle {
    /// The row.
    #[serde(flatten)]
    pub item: Item,
    /// Its own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The article; not in a blind review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The place of the row among `paragraphs`.
    pub at: usize,
    /// The rows of the article, in order.
    pub paragraphs: Vec<Neighbour>,
}

/// A row of the article.
#[derive(Debug, Clone, Serialize)]
pub struct Neighbour {
    /// The data row of the table, from 1.
    pub row: usize,
    /// Its text.
    pub text: String,
    /// Its label; not in a blind review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// Asks for a row to decide on.
#[derive(Debug, Clone, Deserialize)]
pub struct Claim {
    /// The data row of the table, from 1.
    pub row: usize,
    /// Who asks.
    #[serde(default)]
    pub by: String,
}

/// A verdict.
#[derive(Debug, Clone, Deserialize)]
pub struct VerdictRequest {
    /// Made by the page, another one for each verdict: a request that is sent again counts once.
    pub id: String,
    /// The data row of the table, from 1.
    pub row: usize,
    /// `keep`, `flip`, `drop` or `unsure` on label issues; `news`, `opinion`, `drop` or `unsure` in a queue or a blind review.
    pub verdict: String,
    /// Why.
    #[serde(default)]
    pub note: Option<String>,
    /// Who decides.
    #[serde(default)]
    pub by: String,
    /// Whether the person's own earlier verdict is replaced.
    #[serde(default)]
    pub replace: bool,
}

/// Takes back the person's last verdict.
#[derive(Debug, Clone, Deserialize)]
pub struct UndoRequest {
    /// Made by the page, another one for each undo.
    pub id: String,
    /// Who takes back.
    #[serde(default)]
    pub by: String,
}

/// What has changed by a verdict or an undo.
#[derive(Debug, Clone, Serialize)]
pub struct Changed {
    /// Counts the changes.
    pub version: usize,
    /// Rows that are decided.
    pub decided: usize,
    /// All rows.
    pub total: usize,
    /// The row.
    pub item: Item,
}

/// What the sheet would change in the table.
#[derive(Debug, Clone, Serialize)]
pub struct Preview {
    /// Identifies the sheet as it is now.
    pub sheet: String,
    /// The table, which is replaced.
    pub table: String,
    /// Where every verdict is recorded.
    pub journal: String,
    /// Labels that are flipped.
    pub flipped: usize,
    /// Rows that are dropped.
    pub dropped: usize,
    /// Labels that are filled in.
    pub labelled: usize,
    /// Labels that stay.
    pub kept: usize,
    /// Labels that could not be decided.
    pub unsure: usize,
    /// Rows of the sheet without a verdict.
    pub undecided: usize,
    /// Changed rows whose text other rows have under the other label.
    pub contradicted: usize,
    /// The changes, the first of many.
    pub changes: Vec<Change>,
}

/// A change of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// The data row of the table, from 1.
    pub row: usize,
    /// Its label before.
    pub from: Option<String>,
    /// Its label afterwards; none if the row is dropped.
    pub to: Option<String>,
    /// The beginning of its text.
    pub text: String,
}

/// Applies the sheet to the table.
#[derive(Debug, Clone, Deserialize)]
pub struct ApplyRequest {
    /// `sheet` of the preview that was shown.
    pub sheet: String,
}
