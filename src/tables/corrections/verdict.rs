//! A person's verdict on a label.

use std::fmt;

use crate::label::Label;

/// A person's verdict on a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is right.
    Keep,
    /// The other one is right.
    Flip,
    /// The row does not belong in the table.
    Drop,
    /// It cannot be decided.
    Unsure,
    /// The row, which has no label, gets this one.
    Label(Label),
}

impl Verdict {
    /// The verdicts of a column `verdict`.
    pub const WRITTEN: [Verdict; 4] = [Verdict::Keep, Verdict::Flip, Verdict::Drop, Verdict::Unsure];

    /// The word used in every file and format.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Keep => "keep",
            Verdict::Flip => "flip",
            Verdict::Drop => "drop",
            Verdict::Unsure => "unsure",
            Verdict::Label(_) => "label",
        }
    }

    /// Reads a word of a column `verdict`, in any case and with white space around it.
    ///
    /// ```
    /// use oped::tables::corrections::Verdict;
    /// assert_eq!((Verdict::parse(" Flip "), Verdict::parse("flop")), (Some(Verdict::Flip), None));
    /// ```
    pub fn parse(word: &str) -> Option<Verdict> {
        Verdict::WRITTEN.into_iter().find(|verdict| word.trim().eq_ignore_ascii_case(verdict.as_str()))
    }

    /// Returns whether it changes the table.
    pub fn is_change(self) -> bool {
        matches!(self, Verdict::Flip | Verdict::Drop | Verdict::Label(_))
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A line of a sheet with its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The line of the sheet, from 1.
    pub line: usize,
    /// The data row of the table, from 1.
    pub row: usize,
    /// [`text_hash`](crate::tables::rows::text_hash) of the row's text when the sheet was made.
    pub text_hash: String,
    /// The row's label when the sheet was made; none if it had none.
    pub given: Option<Label>,
    /// The verdict.
    pub verdict: Verdict,
    /// What the journal keeps beside it.
    pub remarks: Remarks,
}

impl Decision {
    /// Returns the row's label afterwards; none if the row is dropped.
    pub fn label(&self) -> Option<Label> {
        match self.verdict {
            Verdict::Flip => self.given.map(Label::other),
            Verdict::Label(label) => Some(label),
            Verdict::Drop => None,
            Verdict::Keep | Verdict::Unsure => self.given,
        }
    }
}

/// The other cells of a verdict's line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// The row's own name.
    pub id: Option<String>,
    /// Who decided.
    pub by: Option<String>,
    /// When, in the words of the sheet.
    pub when: Option<String>,
    /// The person's note.
    pub note: Option<String>,
    /// Why the row was in the sheet.
    pub reason: Option<String>,
    /// The sheet's probability that the label is wrong.
    pub score: Option<String>,
}

/// Counts of verdicts by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Labels that were flipped.
    pub flipped: usize,
    /// Rows that were dropped.
    pub dropped: usize,
    /// Labels that are right.
    pub kept: usize,
    /// Labels that cannot be decided.
    pub unsure: usize,
    /// Labels that were filled in.
    pub labelled: usize,
}

impl Tally {
    /// Counts verdicts.
    pub fn of(verdicts: impl Iterator<Item = Verdict>) -> Tally {
        let mut tally = Tally::default();
        for verdict in verdicts {
            *match verdict {
                Verdict::Keep => &mut tally.kept,
                Verdict::Flip => &mut tally.flipped,
                Verdict::Drop => &mut tally.dropped,
                Verdict::Unsure => &mut tally.unsure,
                Verdict::Label(_) => &mut tally.labelled,
            } += 1;
        }
        tally
    }

    /// Returns the sum.
    pub fn sum(self) -> usize {
        self.flipped + self.dropped + self.kept + self.unsure + self.labelled
    }
}
