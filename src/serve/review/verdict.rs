//! Verdicts as the page writes them.

use super::refusal::Refusal;
use super::types::{Decision, Kind};
use crate::label::Label;
use crate::tables::corrections::Verdict;
use crate::tables::sheet::Filled;

/// The longest note, in characters.
const LONGEST_NOTE: usize = 2000;
/// The longest id of a request.
const LONGEST_ID: usize = 64;

/// Reads a verdict that a sheet of this kind takes.
pub(super) fn parsed(word: &str, kind: Kind) -> Result<Verdict, Refusal> {
    let found = match kind {
        Kind::Issues => Verdict::parse(word),
        Kind::Queue => Label::parse(word)
            .map(Verdict::Label)
            .or_else(|| Verdict::parse(word).filter(|verdict| matches!(verdict, Verdict::Drop | Verdict::Unsure))),
    };
    let remedy = match kind {
        Kind::Issues => "send keep, flip, drop or unsure",
        Kind::Queue => "send news, opinion, drop or unsure",
    };
    found.ok_or_else(|| Refusal::bad("this is not a verdict", remedy))
}

/// A note without blanks around it, and with one kind of line end.
pub(super) fn note(text: Option<&str>) -> Result<Option<String>, Refusal> {
    let text = text.unwrap_or_default().replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.trim().chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    if kept.chars().count() > LONGEST_NOTE {
        return Err(Refusal::bad(format!("the note is longer than {LONGEST_NOTE} characters"), "shorten it"));
    }
    Ok(Some(kept).filter(|note| !note.is_empty()))
}

/// The id of a request.
pub(super) fn id(id: &str) -> Result<String, Refusal> {
    let is_id =
        (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_id {
        return Ok(id.to_owned());
    }
    Err(Refusal::bad("the request has no id", format!("send an id of up to {LONGEST_ID} letters, digits and hyphens")))
}

/// What is filled in, for the page.
pub(super) fn decision(filled: &Filled) -> Decision {
    let verdict = match filled.verdict {
        Verdict::Label(label) => label.to_string(),
        verdict => verdict.to_string(),
    };
    let Filled { note, by, when, .. } = filled.clone();
    Decision { verdict, by, when, note }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_takes_the_verdicts_of_its_kind() {
        let words = ["keep", "flip", "drop", "unsure", "news", "opinion", "label", ""];
        let taken = |kind| words.map(|word| parsed(word, kind).is_ok());
        assert_eq!(taken(Kind::Issues), [true, true, true, true, false, false, false, false]);
        assert_eq!(taken(Kind::Queue), [false, false, true, true, true, true, false, false]);
    }

    #[test]
    fn a_note_is_kept_without_control_characters() {
        assert_eq!(note(Some(" a\r\nb\u{1b}[31m ")).unwrap().as_deref(), Some("a\nb[31m"));
        assert_eq!((note(Some(" \n")).unwrap(), note(None).unwrap()), (None, None));
        assert!(note(Some(&"é".repeat(2000))).is_ok() && note(Some(&"é".repeat(2001))).is_err());
    }

    #[test]
    fn an_id_is_short_and_plain() {
        assert!(id("0b1f-Ab").is_ok() && id(&"x".repeat(64)).is_ok());
        assert!(["", "a b", "é", "\"", &"x".repeat(65)].iter().all(|text| id(text).is_err()));
    }
}
