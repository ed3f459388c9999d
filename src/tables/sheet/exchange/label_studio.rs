//! Label Studio: tasks in its JSON format, and its exports JSON and JSON-MIN.
//!
//! Its labelling interface needs a `Text` called `text`, `Choices` called `label`, and if wanted a `TextArea` called `note`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::export::{Answer, Answered, fault, unreadable};
use super::task::{Origin, Task};
use crate::error::Result;
use crate::label::Label;

/// The names of the controls of the labelling interface.
const LABEL: &str = "label";
const NOTE: &str = "note";

/// Writes tasks with the suggested label as a prediction: a JSON list, one task a line.
///
/// ```
/// use oped::Label;
/// use oped::tables::sheet::exchange::{Task, label_studio};
/// let task = Task {
///     table: "t.csv".into(), row: 7, id: None, source: None, article: None, given: Some(Label::News),
///     suggested: Label::Opinion, score: 0.93, reason: "its text reads as opinion".into(), text: "We must act.".into(),
///     text_hash: "x01d249bfbdd311fc".into(),
/// };
/// let written = String::from_utf8(label_studio(&[task])).unwrap();
/// assert!(written.starts_with("[\n{\"data\":{\"table\":\"t.csv\",\"row\":7,"));
/// assert!(written.contains("\"value\":{\"choices\":[\"opinion\"]}"));
/// ```
pub fn label_studio(tasks: &[Task]) -> Vec<u8> {
    let lines: Vec<String> = tasks.iter().map(|task| json(&TaskObject::of(task))).collect();
    format!("[\n{}\n]\n", lines.join(",\n")).into_bytes()
}

fn json(object: &impl Serialize) -> String {
    // Strings and finite numbers can always be written.
    serde_json::to_string(object).unwrap_or_default()
}

#[derive(Serialize)]
struct TaskObject<'t> {
    data: &'t Task,
    predictions: [Prediction; 1],
}

#[derive(Serialize)]
struct Prediction {
    model_version: String,
    score: f64,
    result: [Chosen; 1],
}

#[derive(Serialize)]
struct Chosen {
    from_name: &'static str,
    to_name: &'static str,
    r#type: &'static str,
    value: Choices,
}

#[derive(Serialize)]
struct Choices {
    choices: [Label; 1],
}

impl TaskObject<'_> {
    fn of(task: &Task) -> TaskObject<'_> {
        let value = Choices { choices: [task.suggested] };
        let result = [Chosen { from_name: LABEL, to_name: "text", r#type: "choices", value }];
        let model_version = format!("oped {}", env!("CARGO_PKG_VERSION"));
        TaskObject { data: task, predictions: [Prediction { model_version, score: task.score, result }] }
    }
}

/// A task of the export JSON.
#[derive(Deserialize)]
struct Exported {
    data: Origin,
    /// `completions` in old versions.
    #[serde(alias = "completions")]
    annotations: Vec<Annotation>,
}

#[derive(Deserialize)]
struct Annotation {
    result: Option<Vec<ResultObject>>,
    /// Skipped.
    was_cancelled: Option<bool>,
    /// The one that counts among several.
    ground_truth: Option<bool>,
    #[serde(default)]
    completed_by: Value,
    updated_at: Option<String>,
    created_at: Option<String>,
}

#[derive(Deserialize)]
struct ResultObject {
    #[serde(default)]
    from_name: String,
    #[serde(default)]
    value: Value,
}

/// Reads a task of the export JSON.
pub(super) fn read(task: &str) -> Result<Answered> {
    let Exported { data, annotations } = serde_json::from_str(task).map_err(|error| unreadable(&error))?;
    let truth = annotations.iter().position(|annotation| annotation.is_truth() && !annotation.is_skipped());
    let counted: Vec<&Annotation> = match truth {
        Some(at) => vec![&annotations[at]],
        None => annotations.iter().filter(|annotation| !annotation.is_skipped()).collect(),
    };
    let mut answers = Vec::new();
    for annotation in counted {
        answers.extend(annotation.answer()?);
    }
    Ok(Answered { origin: data, answer: agreed(answers)? })
}

/// The answer that all annotators of a task gave.
fn agreed(answers: Vec<Answer>) -> Result<Option<Answer>> {
    let mut answers = answers.into_iter();
    let Some(mut first) = answers.next() else { return Ok(None) };
    for other in answers {
        if other.choice != first.choice {
            let what = format!("one annotator says {}, another {}", first.choice, other.choice);
            let remedy = "settle it in Label Studio: mark the right annotation as ground truth, and export again";
            return Err(fault(what, remedy));
        }
        first.by = joined(first.by, other.by, " and ");
        first.note = joined(first.note, other.note, "\n");
        first.when = first.when.max(other.when);
    }
    Ok(Some(first))
}

fn joined(one: Option<String>, other: Option<String>, between: &str) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) if one != other => Some(format!("{one}{between}{other}")),
        (one, other) => one.or(other),
    }
}

impl Annotation {
    fn is_skipped(&self) -> bool {
        self.was_cancelled.unwrap_or_default()
    }

    fn is_truth(&self) -> bool {
        self.ground_truth.unwrap_or_default()
    }

    fn results(&self) -> &[ResultObject] {
        self.result.as_deref().unwrap_or_default()
    }

    fn answer(&self) -> Result<Option<Answer>> {
        let of = |name: &str| self.results().iter().find(|result| result.from_name == name);
        let Some(choice) = of(LABEL).map(|result| only(&result.value["choices"])).transpose()?.flatten() else {
            let others = self.results().iter().find(|result| !result.value["choices"].is_null());
            return others.map_or(Ok(None), |other| Err(other_control(&other.from_name)));
        };
        Ok(Some(Answer {
            choice,
            by: person(&self.completed_by),
            when: self.updated_at.clone().or_else(|| self.created_at.clone()),
            note: of(NOTE).and_then(|result| text(&result.value["text"])),
        }))
    }
}

fn other_control(name: &str) -> crate::error::Error {
    let what = format!("the choices are called \"{name}\", not \"{LABEL}\"");
    fault(what, format!("call them {LABEL} in the labelling interface, and export again"))
}

/// A row of the export JSON-MIN.
#[derive(Deserialize)]
struct Flat {
    #[serde(flatten)]
    origin: Origin,
    #[serde(default)]
    label: Value,
    #[serde(default)]
    note: Value,
    #[serde(default)]
    annotator: Value,
    updated_at: Option<String>,
    created_at: Option<String>,
}

/// Reads a row of the export JSON-MIN.
pub(super) fn read_flat(row: &str) -> Result<Answered> {
    let Flat { origin, label, note, annotator, updated_at, created_at } =
        serde_json::from_str(row).map_err(|error| unreadable(&error))?;
    let choice = only(if label.is_object() { &label["choices"] } else { &label })?;
    let answer = choice.map(|choice| Answer {
        choice,
        by: person(&annotator),
        when: updated_at.or(created_at),
        note: text(if note.is_object() { &note["text"] } else { &note }),
    });
    Ok(Answered { origin, answer })
}

/// The only choice: a word, or a list of one.
fn only(choices: &Value) -> Result<Option<String>> {
    match choices {
        Value::String(word) => Ok(Some(word.clone()).filter(|word| !word.is_empty())),
        Value::Array(words) => match words.as_slice() {
            [] => Ok(None),
            [word] => only(word),
            _ => Err(fault("several labels were chosen", "let one be chosen (choice=\"single\"), and export again")),
        },
        _ => Ok(None),
    }
}

/// A text, or several.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Array(texts) => {
            Some(texts.iter().filter_map(text_of).collect::<Vec<_>>().join("\n")).filter(|all| !all.is_empty())
        }
        _ => None,
    }
}

fn text_of(value: &Value) -> Option<&str> {
    value.as_str()
}

/// An annotator: an address, a number, or an object with either.
fn person(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.clone()).filter(|name| !name.is_empty()),
        Value::Number(number) => Some(format!("user {number}")),
        Value::Object(of) => of.get("email").and_then(person).or_else(|| of.get("id").and_then(person)),
        _ => None,
    }
}
