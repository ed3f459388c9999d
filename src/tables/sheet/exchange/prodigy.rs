//! Prodigy: tasks as JSON lines, for the views `choice` and `classification`, and its export.
//!
//! In the view `choice` an answer is one of the options; in the view `classification` it says whether the suggested label is right.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::export::{Answer, Answered, fault, unreadable};
use super::task::{Origin, Task};
use crate::error::Result;
use crate::label::Label;
use crate::tables::clock::rfc_3339;

/// The options, in their order.
const OPTIONS: [&str; 4] = ["news", "opinion", "drop", "unsure"];
const UNSURE: &str = "unsure";

/// Writes tasks with options and the suggested label, one a line.
///
/// ```
/// use oped::Label;
/// use oped::tables::sheet::exchange::{Task, prodigy};
/// let task = Task {
///     table: "t.csv".into(), row: 7, id: None, source: None, article: None, given: Some(Label::News),
///     suggested: Label::Opinion, score: 0.93, reason: "its text reads as opinion".into(), text: "We must act.".into(),
///     text_hash: "x01d249bfbdd311fc".into(),
/// };
/// let line = String::from_utf8(prodigy(&[task])).unwrap();
/// assert!(line.contains("\"text\":\"We must act.\"") && line.contains("\"label\":\"opinion\""));
/// assert!(line.contains("\"options\":[{\"id\":\"news\",\"text\":\"news\"},"));
/// ```
pub fn prodigy(tasks: &[Task]) -> Vec<u8> {
    let line = |task: &Task| serde_json::to_string(&TaskObject::of(task)).unwrap_or_default() + "\n";
    tasks.iter().map(line).collect::<String>().into_bytes()
}

#[derive(Serialize)]
struct TaskObject<'t> {
    #[serde(flatten)]
    task: &'t Task,
    /// The view `classification` asks whether this label is right.
    label: Label,
    options: [OptionObject; 4],
    meta: Meta<'t>,
}

#[derive(Serialize)]
struct OptionObject {
    id: &'static str,
    text: &'static str,
}

/// What is shown below the text.
#[derive(Serialize)]
struct Meta<'t> {
    row: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<Label>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<&'t str>,
    reason: &'t str,
}

impl TaskObject<'_> {
    fn of(task: &Task) -> TaskObject<'_> {
        let meta = Meta {
            row: task.row,
            given: task.given,
            source: task.source.as_deref(),
            article: task.article.as_deref(),
            reason: &task.reason,
        };
        TaskObject { task, label: task.suggested, options: OPTIONS.map(|id| OptionObject { id, text: id }), meta }
    }
}

/// A line of an export.
#[derive(Deserialize)]
struct Exported {
    #[serde(flatten)]
    origin: Origin,
    answer: String,
    /// The options that were chosen, in the view `choice`.
    accept: Option<Vec<Value>>,
    label: Option<String>,
    note: Option<String>,
    #[serde(default)]
    _view_id: Option<String>,
    #[serde(default)]
    _annotator_id: Option<String>,
    #[serde(default)]
    _session_id: Option<String>,
    #[serde(default)]
    _timestamp: Option<f64>,
}

/// Reads a line of an export.
pub(super) fn read(line: &str) -> Result<Answered> {
    let exported: Exported = serde_json::from_str(line).map_err(|error| unreadable(&error))?;
    let choice = exported.choice()?;
    let Exported { origin, note, _annotator_id, _session_id, _timestamp, .. } = exported;
    let answer = choice.map(|choice| Answer {
        choice,
        by: _annotator_id.or(_session_id),
        when: _timestamp.filter(|seconds| *seconds > 0.0).and_then(|seconds| rfc_3339(seconds as u64)),
        note: note.filter(|note| !note.is_empty()),
    });
    Ok(Answered { origin, answer })
}

impl Exported {
    /// What was chosen; none if nothing was.
    fn choice(&self) -> Result<Option<String>> {
        let is_rejected = match self.answer.as_str() {
            "ignore" => return Ok(None),
            "accept" => false,
            "reject" => true,
            other => return Err(fault(format!("the answer is \"{other}\""), "export the annotations again")),
        };
        let is_classification = self._view_id.as_deref() == Some("classification");
        match (&self.accept, &self.label) {
            (Some(_), _) if !is_classification && is_rejected => Ok(Some(UNSURE.to_owned())),
            (Some(chosen), _) if !is_classification => match chosen.as_slice() {
                [] => Ok(None),
                [one] => Ok(Some(one.as_str().map_or_else(|| one.to_string(), str::to_owned))),
                _ => Err(fault(
                    "several options were chosen",
                    "let one be chosen (choice_style single), and export again",
                )),
            },
            (_, Some(label)) => Ok(Some(if is_rejected { other(label)? } else { label.clone() })),
            _ => {
                Err(fault("there is neither an option nor a label", "annotate tasks that oped wrote, and export again"))
            }
        }
    }
}

/// The label that is right if this one is not.
fn other(label: &str) -> Result<String> {
    let found = Label::parse(label).map(|label| label.other().to_string());
    found.ok_or_else(|| fault(format!("the label \"{label}\" is neither news nor opinion"), "correct it"))
}
