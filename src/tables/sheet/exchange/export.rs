//! What a tool exports about a row → a decision.

use super::task::Origin;
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::Label;
use crate::tables::corrections::{Decision, Remarks, Verdict};
use crate::tables::rows::mapped;
use crate::text::shorten;

/// A task with what was answered.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    pub(super) origin: Origin,
    /// None if it was skipped, or is still to be done.
    pub(super) answer: Option<Answer>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) choice: String,
    pub(super) by: Option<String>,
    pub(super) when: Option<String>,
    pub(super) note: Option<String>,
}

pub(super) fn fault(what: impl Into<Message>, remedy: impl Into<Message>) -> Error {
    Error::new(ErrorKind::Table, what).remedy(remedy)
}

/// A task that cannot be read.
pub(super) fn unreadable(error: &serde_json::Error) -> Error {
    // The place is known: it is that of the task.
    let what = error.to_string();
    let what = what.split(" at line ").next().unwrap_or_default();
    fault(format!("this task cannot be read: {what}"), "export tasks that oped wrote, with all their data")
}

impl Answered {
    /// The decision; none without an answer.
    pub(super) fn decision(self, line: usize, label_map: &[(String, Label)]) -> Result<Option<Decision>> {
        let Answered { origin, answer } = self;
        let Some(answer) = answer else { return Ok(None) };
        if origin.row == 0 {
            return Err(fault("the row is 0", "leave it as it was"));
        }
        let verdict = verdict(&answer.choice, origin.given, label_map)?;
        let remarks = Remarks {
            id: origin.id,
            by: answer.by,
            when: answer.when,
            note: answer.note,
            reason: origin.reason,
            score: origin.score.map(|score| score.to_string()),
        };
        let Origin { row, text_hash, given, .. } = origin;
        Ok(Some(Decision { line, row, text_hash, given, verdict, remarks }))
    }
}

/// On a row with a label, the given one keeps it, and the other one flips it.
fn verdict(choice: &str, given: Option<Label>, label_map: &[(String, Label)]) -> Result<Verdict> {
    if let Some(label) = mapped(label_map, choice).or_else(|| Label::parse(choice)) {
        return Ok(match given {
            None => Verdict::Label(label),
            Some(given) if given == label => Verdict::Keep,
            Some(_) => Verdict::Flip,
        });
    }
    let found = Verdict::parse(choice).filter(|verdict| matches!(verdict, Verdict::Drop | Verdict::Unsure));
    found.ok_or_else(|| {
        let what = format!("the label \"{}\" is none of news, opinion, drop and unsure", shorten(choice));
        fault(what, Message::from("correct it, or map other spellings with ").name(Parameter::LabelMap))
    })
}
