//! The journal of what was applied and taken back: JSON lines, in order, that are never removed.
//!
//! An entry is a line `apply` followed by a line `verdict` for each verdict, or a line `undo`. Tables are identified by their
//! XXH3-128. The line `verdict` of a change holds the patch that takes it back: `at`, `now` and `was`, in the result. Bytes that
//! are not UTF-8 are written as Windows-1252, in which every byte is a character, with `"encoding":"windows-1252"`.

use encoding_rs::WINDOWS_1252;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use xxhash_rust::xxh3::xxh3_128;

use super::{Applied, Change, Patch, Tally};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::tables::sheet::Sheet;

/// A journal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journal {
    /// The entries, the oldest first.
    pub entries: Vec<Entry>,
}

/// A correction, or its undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line of the journal on which it begins, from 1.
    pub line: usize,
    /// Whether it is an undo.
    pub is_undo: bool,
    /// The line of the entry that was taken back.
    pub undone: Option<usize>,
    /// [`content_hash`] of the table before.
    pub before: String,
    /// [`content_hash`] of the table after.
    pub after: String,
    /// What was applied, or taken back.
    pub tally: Tally,
    /// [`content_hash`] of the sheet that was applied.
    pub sheet_hash: Option<String>,
    /// The changes, in the order of their places.
    pub patches: Vec<Patch>,
}

/// A table as it was before a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone<'j> {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What was taken back.
    pub entry: &'j Entry,
}

/// Hashes the bytes of a table or sheet: the 32 hexadecimal digits of XXH3-128.
///
/// ```
/// use oped::tables::corrections::journal::content_hash;
/// assert_eq!(content_hash(b""), "99aa06d3014798d86001c324468d497f");
/// ```
pub fn content_hash(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}

/// The lines of an entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// The lines, each with its end.
    pub text: String,
    entry: Entry,
}

impl Lines {
    /// The entry of a correction; `before` are the bytes of the table.
    pub fn of_applied(table: &str, before: &[u8], sheet: &Sheet, sheet_bytes: &[u8], applied: &Applied) -> Lines {
        let entry = Entry {
            line: 0,
            is_undo: false,
            undone: None,
            before: content_hash(before),
            after: content_hash(&applied.bytes),
            tally: applied.tally(),
            sheet_hash: Some(content_hash(sheet_bytes)),
            patches: applied.changes.iter().filter_map(|change| change.patch.clone()).collect(),
        };
        let mut text = json(&HeadLine { sheet: Some(sheet.name.clone()), ..HeadLine::of(table, &entry) });
        applied.changes.iter().for_each(|change| text += &json(&VerdictLine::of(change)));
        Lines { text, entry }
    }

    /// The entry of an undo; `before` are the bytes of the table.
    pub fn of_undone(table: &str, before: &[u8], undone: &Undone<'_>) -> Lines {
        let entry = Entry {
            line: 0,
            is_undo: true,
            undone: Some(undone.entry.line),
            before: content_hash(before),
            after: content_hash(&undone.bytes),
            tally: undone.entry.tally,
            sheet_hash: None,
            patches: Vec::new(),
        };
        let text = json(&HeadLine::of(table, &entry));
        Lines { text, entry }
    }

    /// Returns the bytes of the journal with this entry appended; none if it is there already, because the program was interrupted
    /// before it replaced the table.
    pub fn appended_to(&self, journal: &Journal, bytes: &[u8]) -> Option<Vec<u8>> {
        let is_same = |last: &Entry| Entry { line: last.line, ..self.entry.clone() } == *last;
        if journal.entries.last().is_some_and(is_same) {
            return None;
        }
        let line_end: &[u8] = if bytes.is_empty() || bytes.ends_with(b"\n") { b"" } else { b"\n" };
        Some([bytes, line_end, self.text.as_bytes()].concat())
    }
}

const APPLY: &str = "apply";
const UNDO: &str = "undo";
const VERDICT: &str = "verdict";

/// Returns a JSON line. Control characters that JSON allows are escaped too, so that the journal is safe on a terminal.
fn json(line: &impl Serialize) -> String {
    // Strings and numbers can always be written.
    let text = serde_json::to_string(line).unwrap_or_default();
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c.is_control() { out += &format!("\\u{:04x}", c as u32) } else { out.push(c) }
    }
    out + "\n"
}

#[derive(Serialize, Deserialize)]
struct HeadLine {
    r#type: String,
    table: String,
    before: String,
    after: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet_hash: Option<String>,
    /// The line of the entry that was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<usize>,
    oped: String,
    flipped: usize,
    dropped: usize,
    kept: usize,
    unsure: usize,
    /// Missing in older journals.
    #[serde(default)]
    labelled: usize,
}

impl HeadLine {
    fn of(table: &str, entry: &Entry) -> HeadLine {
        let Tally { flipped, dropped, kept, unsure, labelled } = entry.tally;
        HeadLine {
            r#type: (if entry.is_undo { UNDO } else { APPLY }).to_owned(),
            table: table.to_owned(),
            before: entry.before.clone(),
            after: entry.after.clone(),
            sheet: None,
            sheet_hash: entry.sheet_hash.clone(),
            entry: entry.undone,
            oped: env!("CARGO_PKG_VERSION").to_owned(),
            flipped,
            dropped,
            kept,
            unsure,
            labelled,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct VerdictLine {
    r#type: String,
    row: usize,
    id: Option<String>,
    text_hash: String,
    verdict: String,
    given: Option<String>,
    label: Option<String>,
    by: Option<String>,
    when: Option<String>,
    note: Option<String>,
    reason: Option<String>,
    score: Option<Box<RawValue>>,
    patch: Option<PatchObject>,
}

#[derive(Serialize, Deserialize)]
struct PatchObject {
    at: usize,
    now: String,
    was: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    encoding: Option<String>,
}

impl VerdictLine {
    fn of(change: &Change) -> VerdictLine {
        let Change { decision, label, patch } = change;
        let remarks = decision.remarks.clone();
        VerdictLine {
            r#type: VERDICT.into(),
            row: decision.row,
            id: remarks.id,
            text_hash: decision.text_hash.clone(),
            verdict: decision.verdict.to_string(),
            given: decision.given.map(|given| given.to_string()),
            label: label.map(|label| label.to_string()),
            by: remarks.by,
            when: remarks.when,
            note: remarks.note,
            reason: remarks.reason,
            score: remarks.score.map(number_or_text),
            patch: patch.as_ref().map(PatchObject::of),
        }
    }
}

/// Returns a score as a number, or as text if a spreadsheet has changed it.
fn number_or_text(score: String) -> Box<RawValue> {
    let is_number = serde_json::from_str::<serde_json::Number>(&score).is_ok();
    let text = if is_number { score } else { serde_json::Value::from(score).to_string() };
    // Both are JSON.
    RawValue::from_string(text).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

impl PatchObject {
    fn of(patch: &Patch) -> PatchObject {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
        match (text(&patch.now), text(&patch.was)) {
            (Some(now), Some(was)) => PatchObject { at: patch.at, now, was, encoding: None },
            _ => {
                let western = |bytes: &[u8]| WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
                let encoding = Some(WESTERN.to_owned());
                PatchObject { at: patch.at, now: western(&patch.now), was: western(&patch.was), encoding }
            }
        }
    }

    fn read(self) -> Option<Patch> {
        let bytes = |text: String| match self.encoding.as_deref() {
            None => Some(text.into_bytes()),
            Some(WESTERN) => {
                let (bytes, _, is_damaged) = WINDOWS_1252.encode(&text);
                (!is_damaged).then(|| bytes.into_owned())
            }
            Some(_) => None,
        };
        Some(Patch { at: self.at, now: bytes(self.now)?, was: bytes(self.was)? })
    }
}

const WESTERN: &str = "windows-1252";

impl Journal {
    /// Reads a journal.
    ///
    /// # Errors
    /// [`ErrorKind::Table`] at a line that is not one of a journal, and at an incomplete entry.
    ///
    /// ```
    /// use oped::tables::corrections::Journal;
    /// assert_eq!(Journal::read(b"").unwrap().entries.len(), 0);
    /// assert!(Journal::read(b"text,label\n").unwrap_err().to_string().starts_with("line 1: this is not a line of a journal"));
    /// ```
    pub fn read(bytes: &[u8]) -> Result<Journal> {
        let mut journal = Journal::default();
        // Verdicts of the entry still to come.
        let mut missing = 0;
        for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if !line.trim_ascii().is_empty() {
                journal.add(line, at + 1, &mut missing).map_err(|error| error.on_line(at + 1))?;
            }
        }
        match journal.entries.last() {
            Some(entry) if missing > 0 => Err(cut_short(entry, missing)),
            _ => Ok(journal),
        }
    }

    /// Returns the corrections that stand for a table with this [`content_hash`], the oldest first. An undo does not count if the
    /// table after it is the one before it: then the program was interrupted, or the result went into another file.
    pub fn standing(&self, hash: &str) -> Vec<&Entry> {
        let mut standing: Vec<&Entry> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let after = self.entries.get(at + 1).map_or(hash, |next| &next.before);
            match entry.undone {
                _ if !entry.is_undo => standing.push(entry),
                Some(line) if after != entry.before => standing.retain(|applied| applied.line != line),
                _ => {}
            }
        }
        standing
    }

    /// Returns whether a sheet with this [`content_hash`] is among the corrections that led to the table with this hash.
    pub fn has_applied(&self, sheet_hash: &str, hash: &str) -> bool {
        let mut now = hash;
        for entry in self.standing(hash).into_iter().rev().filter(|entry| entry.after != entry.before) {
            if entry.after == now {
                if entry.sheet_hash.as_deref() == Some(sheet_hash) {
                    return true;
                }
                now = &entry.before;
            }
        }
        false
    }

    fn add(&mut self, line: &[u8], number: usize, missing: &mut usize) -> Result<()> {
        #[derive(Deserialize)]
        struct Typed {
            r#type: String,
        }
        let kind: Typed = serde_json::from_slice(line).map_err(|_| no_line())?;
        if *missing > 0 && kind.r#type != VERDICT {
            return Err(self.entries.last().map_or_else(no_line, |entry| cut_short(entry, *missing)));
        }
        match (kind.r#type.as_str(), self.entries.last_mut()) {
            (APPLY | UNDO, _) => {
                let head: HeadLine = serde_json::from_slice(line).map_err(|_| no_line())?;
                let entry = Entry::of(head, number);
                *missing = if entry.is_undo { 0 } else { entry.tally.sum() };
                self.entries.push(entry);
            }
            (VERDICT, Some(entry)) if *missing > 0 => {
                let verdict: VerdictLine = serde_json::from_slice(line).map_err(|_| no_line())?;
                if let Some(patch) = verdict.patch {
                    entry.patches.push(patch.read().ok_or_else(no_line)?);
                }
                *missing -= 1;
            }
            _ => return Err(no_line()),
        }
        Ok(())
    }
}

impl Entry {
    fn of(head: HeadLine, line: usize) -> Entry {
        let tally = Tally {
            flipped: head.flipped,
            dropped: head.dropped,
            kept: head.kept,
            unsure: head.unsure,
            labelled: head.labelled,
        };
        let is_undo = head.r#type == UNDO;
        Entry {
            line,
            is_undo,
            undone: head.entry.filter(|_| is_undo),
            before: head.before,
            after: head.after,
            tally,
            sheet_hash: head.sheet_hash,
            patches: Vec::new(),
        }
    }
}

fn no_line() -> Error {
    Error::new(ErrorKind::Table, "this is not a line of a journal of corrections")
        .remedy(Message::from("name the right file with ").name(Parameter::Journal).then(", or restore it from a copy"))
}

fn cut_short(entry: &Entry, missing: usize) -> Error {
    Error::new(ErrorKind::Table, format!("verdicts missing from this entry: {missing}"))
        .on_line(entry.line)
        .remedy("the journal was changed: restore it from a copy")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bytes_come_back_from_the_journal() {
        let all: Vec<u8> = (0..=255).collect();
        for was in [all, b"plain \x1b[31m \"text\"\r\n".to_vec(), "“café”".as_bytes().to_vec()] {
            let patch = Patch { at: 7, now: b"x".to_vec(), was };
            let line = json(&PatchObject::of(&patch));
            assert!(!line.trim_end().chars().any(char::is_control), "{line}");
            let object: PatchObject = serde_json::from_str(&line).unwrap();
            assert_eq!(object.read(), Some(patch));
        }
    }
}
