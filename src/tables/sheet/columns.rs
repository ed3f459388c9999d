//! The columns of sheets: their names, their places in a header, and the verdict on a line.

use csv::StringRecord;

use super::unguarded;
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::Label;
use crate::tables::corrections::{Decision, Remarks, Verdict};
use crate::tables::rows::mapped;
use crate::text::shorten;

/// The columns to fill in: of a sheet of label issues, and of a queue.
pub(super) const VERDICT: &str = "verdict";
pub(super) const LABEL: &str = "label";
/// The column beside `label` of why a row got none: to be dropped, or cannot be decided.
pub(super) const NO_LABEL: &str = "no_label";

/// The columns of a sheet of label issues. The last four are to be filled in.
pub(super) const OF_ISSUES: [&str; 17] = [
    "table", "row", "line", "id", "source", "article", "test", "given", "suggested", "score", "reason", "text",
    "text_hash", VERDICT, "note", "by", "when",
];

/// The columns of a queue. The last one is to be filled in.
pub(super) const OF_QUEUE: [&str; 14] = [
    "rank", "table", "row", "id", "source", "article", "paragraph", "probability", "alone", "uncertainty", "reason",
    "text", "text_hash", LABEL,
];

/// The columns of a sheet that shows nothing of the model's opinion. The last five are to be filled in.
pub(super) const OF_BLIND: [&str; 12] =
    ["table", "row", "id", "source", "article", "text", "text_hash", LABEL, NO_LABEL, "note", "by", "when"];

pub(super) fn fault(what: impl Into<Message>, remedy: impl Into<Message>) -> Error {
    Error::new(ErrorKind::Table, what).remedy(remedy)
}

pub(super) fn is_called(cell: &str, name: &str) -> bool {
    cell.trim().eq_ignore_ascii_case(name)
}

/// The places of a sheet's columns.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub(super) row: usize,
    pub(super) text_hash: usize,
    /// None in a queue, whose rows have no label.
    given: Option<usize>,
    /// The column to fill in.
    pub(super) verdict: usize,
    /// Of a queue: the column of rows that get no label.
    pub(super) no_label: Option<usize>,
    pub(super) is_queue: bool,
    pub(super) table: Option<usize>,
    id: Option<usize>,
    pub(super) by: Option<usize>,
    pub(super) when: Option<usize>,
    pub(super) note: Option<usize>,
    reason: Option<usize>,
    score: Option<usize>,
}

impl Columns {
    pub(super) fn find(header: &StringRecord, is_queue: bool) -> Result<Columns> {
        let find = |name: &str| {
            let mut found = header.iter().enumerate().filter(|(_, cell)| is_called(cell, name)).map(|(at, _)| at);
            match (found.next(), found.next()) {
                (_, Some(_)) => {
                    Err(fault(format!("several columns are called \"{name}\""), "keep only the one that counts"))
                }
                (first, None) => Ok(first),
            }
        };
        let required = |name: &str| {
            let missing = || fault(format!("the sheet has no column \"{name}\""), "keep the columns it came with");
            find(name)?.ok_or_else(missing)
        };
        Ok(Columns {
            row: required("row")?,
            text_hash: required("text_hash")?,
            given: if is_queue { None } else { Some(required("given")?) },
            verdict: required(if is_queue { LABEL } else { VERDICT })?,
            no_label: if is_queue { find(NO_LABEL)? } else { None },
            is_queue,
            table: find("table")?,
            id: find("id")?,
            by: find("by")?,
            when: find("when")?,
            note: find("note")?,
            reason: find("reason")?,
            score: find("score")?,
        })
    }

    /// Returns a cell without the blanks around it and without its guard; none if it is blank.
    pub(super) fn cell<'r>(&self, record: &'r StringRecord, column: Option<usize>) -> Option<&'r str> {
        Some(unguarded(record.get(column?)?.trim())).filter(|cell| !cell.is_empty())
    }

    /// Whether neither a verdict nor a label is filled in.
    pub(super) fn is_undecided(&self, record: &StringRecord) -> bool {
        self.cell(record, Some(self.verdict)).is_none() && self.cell(record, self.no_label).is_none()
    }

    /// The verdict of a line that has one.
    fn filled_in(&self, record: &StringRecord, label_map: &[(String, Label)]) -> Result<Verdict> {
        let text = self.cell(record, Some(self.verdict)).unwrap_or_default();
        match self.cell(record, self.no_label) {
            Some(word) if text.is_empty() => no_label(word),
            Some(_) => Err(fault("both \"label\" and \"no_label\" are filled in", "keep the one that counts")),
            None if self.is_queue => label(text, label_map),
            None => verdict(text),
        }
    }

    pub(super) fn decision(
        &self,
        line: usize,
        record: &StringRecord,
        label_map: &[(String, Label)],
    ) -> Result<Decision> {
        let text = |column: usize| self.cell(record, Some(column)).unwrap_or_default();
        let own = |column: Option<usize>| self.cell(record, column).map(str::to_owned);
        let verdict = self.filled_in(record, label_map);
        let row = text(self.row).parse().ok().filter(|row| *row > 0).ok_or_else(|| {
            fault(format!("the row is \"{}\", not a number", shorten(text(self.row))), "leave it as it was")
        })?;
        let given = |column: usize| {
            Label::parse(text(column)).ok_or_else(|| {
                let what = format!("\"given\" is \"{}\", which is neither news nor opinion", shorten(text(column)));
                fault(what, "leave it as it was")
            })
        };
        let remarks = Remarks {
            id: own(self.id),
            by: own(self.by),
            when: own(self.when),
            note: own(self.note),
            reason: own(self.reason),
            score: own(self.score),
        };
        Ok(Decision {
            line,
            row,
            text_hash: text(self.text_hash).to_owned(),
            given: self.given.map(given).transpose()?,
            verdict: verdict?,
            remarks,
        })
    }
}

fn verdict(text: &str) -> Result<Verdict> {
    Verdict::parse(text).ok_or_else(|| {
        let what = format!("\"{}\" is not a verdict", shorten(text));
        fault(what, "write keep, flip, drop or unsure, or leave it empty")
    })
}

fn no_label(text: &str) -> Result<Verdict> {
    let found = Verdict::parse(text).filter(|verdict| matches!(verdict, Verdict::Drop | Verdict::Unsure));
    found.ok_or_else(|| {
        let what = format!("\"no_label\" is \"{}\"", shorten(text));
        fault(what, "write drop or unsure, or leave it empty")
    })
}

fn label(text: &str, label_map: &[(String, Label)]) -> Result<Verdict> {
    mapped(label_map, text).or_else(|| Label::parse(text)).map(Verdict::Label).ok_or_else(|| {
        let what = format!("the label \"{}\" is neither news nor opinion", shorten(text));
        fault(what, Message::from("correct it, or map other spellings with ").name(Parameter::LabelMap))
    })
}
