//! Exports of annotation tools → decisions. Which tool wrote a file is told by what its tasks hold.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::export::{Answered, fault};
use super::{label_studio, prodigy};
use crate::error::{Error, Result};
use crate::label::Label;
use crate::tables::sheet::decided::{Sheet, sheet_of};

/// Whether a text is no sheet of a spreadsheet but JSON.
pub(in crate::tables::sheet) fn is_export(text: &str) -> bool {
    text.trim_start().starts_with(['[', '{'])
}

/// Reads an export for one table.
pub(in crate::tables::sheet) fn read(text: &str, table: &str, label_map: &[(String, Label)]) -> Result<Sheet> {
    let mut tasks = Vec::new();
    for (line, task) in values(text)? {
        tasks.push((line, answered(task).map_err(|error| error.on_line(line))?));
    }
    if tasks.is_empty() {
        return Err(fault("there is no task in this export", "annotate some tasks, and export again"));
    }
    let tables: Vec<Option<&str>> = tasks.iter().map(|(_, task)| task.origin.table.as_deref()).collect();
    let is_queue = tasks.iter().all(|(_, task)| task.origin.given.is_none());
    sheet_of(&tables, table, is_queue, |at| {
        let (line, task) = &tasks[at];
        task.clone().decision(*line, label_map).map_err(|error| error.on_line(*line))
    })
}

/// The tasks of a JSON list, or one a line, with their lines.
fn values(text: &str) -> Result<Vec<(usize, &str)>> {
    let broken = |error: &serde_json::Error, line: usize| {
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or_default();
        fault(format!("this is not JSON: {what}"), "export the file again").on_line(line)
    };
    if text.trim_start().starts_with('[') {
        let values: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| broken(&error, error.line()))?;
        let (mut line, mut counted) = (1, 0);
        let values = values.into_iter().map(|value| {
            // A raw value is a part of the text.
            let at = value.get().as_ptr() as usize - text.as_ptr() as usize;
            line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..at]).count();
            counted = at;
            (line, value.get())
        });
        return Ok(values.collect());
    }
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let value = |(at, line)| {
        let value: &RawValue = serde_json::from_str(line).map_err(|error| broken(&error, at + 1))?;
        Ok((at + 1, value.get()))
    };
    lines.map(value).collect()
}

/// What tells the tools' tasks apart.
#[derive(Deserialize)]
struct Shape {
    data: Option<IgnoredAny>,
    #[serde(alias = "completions")]
    annotations: Option<IgnoredAny>,
    answer: Option<IgnoredAny>,
    annotator: Option<IgnoredAny>,
    annotation_id: Option<IgnoredAny>,
    lead_time: Option<IgnoredAny>,
    options: Option<IgnoredAny>,
}

fn answered(task: &str) -> Result<Answered> {
    let shape: Shape = serde_json::from_str(task).map_err(|_| of_no_tool())?;
    let is_flat = shape.annotator.is_some() || shape.annotation_id.is_some() || shape.lead_time.is_some();
    match shape {
        Shape { data: Some(_), annotations: Some(_), .. } => label_studio::read(task),
        Shape { data: Some(_), .. } => {
            Err(fault("this task has no annotations", "export it from Label Studio as JSON, once it is annotated"))
        }
        Shape { answer: Some(_), .. } => prodigy::read(task),
        _ if is_flat => label_studio::read_flat(task),
        Shape { options: Some(_), .. } => {
            Err(fault("this task has no answer", "export the annotations from Prodigy with db-out"))
        }
        _ => Err(of_no_tool()),
    }
}

fn of_no_tool() -> Error {
    let remedy = "take a sheet that oped audit wrote, or an export of tasks that it wrote: Label Studio's JSON or JSON-MIN, \
                  or Prodigy's JSON lines";
    fault("this is no sheet, and no export of Label Studio or Prodigy", remedy)
}

#[cfg(test)]
mod tests;
