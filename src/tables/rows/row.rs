//! A row of a table, and a table.

use super::TableNote;
use crate::label::Label;
use crate::text::{Remarks, read_text};

/// How a label came about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelKind {
    /// A reader gave it to this paragraph.
    #[default]
    Read,
    /// It is that of the article's section.
    Inherited,
}

impl LabelKind {
    /// Both kinds.
    pub const ALL: [LabelKind; 2] = [LabelKind::Read, LabelKind::Inherited];

    /// The word used in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            LabelKind::Read => "read",
            LabelKind::Inherited => "inherited",
        }
    }
}

crate::error::names!(LabelKind, "kind of label");

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The paragraph, white space at its ends removed.
    pub text: String,
    /// The label, where the table has a column of labels and the row has one.
    pub label: Option<Label>,
    /// How the label came about.
    pub kind: LabelKind,
    /// The label of its article's section, where the row has a read label and that is known too.
    pub inherited: Option<Label>,
    /// Its own name.
    pub id: Option<String>,
    /// The publisher or collection.
    pub source: Option<String>,
    /// The text it belongs to. Consecutive rows with the same one are in each other's context.
    pub article: Option<String>,
    /// Its number in the article.
    pub paragraph: Option<u64>,
    /// The line of the file on which the row starts, from 1.
    pub line: usize,
}

impl Row {
    /// A row without a label, whose text is read as that of a table's cell is.
    ///
    /// ```
    /// use oped::tables::rows::Row;
    /// assert_eq!(Row::of_text(" We must\u{a0}act. ", 1).text, "We must act.");
    /// ```
    pub fn of_text(text: &str, line: usize) -> Row {
        Row {
            text: read_text(text.trim()).text.into_owned(),
            label: None,
            kind: LabelKind::Read,
            inherited: None,
            id: None,
            source: None,
            article: None,
            paragraph: None,
            line,
        }
    }
}

impl AsRef<str> for Row {
    /// The paragraph.
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file's name, for messages.
    pub name: String,
    /// The data rows, in order: row 1 is the first.
    pub rows: Vec<Row>,
    /// XXH3 (64 bits) of the file's bytes.
    pub hash: u64,
    /// What its reader found.
    pub notes: Vec<TableNote>,
    /// How it was read, where a person should be told.
    pub remarks: Remarks,
}

impl Table {
    /// The file's name without its folder.
    pub fn file_name(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }

    /// The source of one of its rows: the row's own, or the file where it has none.
    pub fn source_of<'t>(&'t self, row: &'t Row) -> &'t str {
        row.source.as_deref().unwrap_or_else(|| self.file_name())
    }

    /// How many of its rows have no label.
    pub fn unlabelled(&self) -> usize {
        self.rows.iter().filter(|row| row.label.is_none()).count()
    }

    /// The ranges of consecutive rows that share an article, in order. A row without an article is alone.
    pub fn articles(&self) -> Vec<std::ops::Range<usize>> {
        let mut out: Vec<std::ops::Range<usize>> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            match out.last_mut() {
                Some(range)
                    if row.article.is_some()
                        && row.article == self.rows[range.start].article
                        && row.source == self.rows[range.start].source
                        // Out of order, or numbered anew: not what stood before it.
                        && row.paragraph.is_none_or(|number| self.rows[at - 1].paragraph.is_none_or(|last| last < number)) =>
                {
                    range.end = at + 1;
                }
                _ => out.push(at..at + 1),
            }
        }
        out
    }
}
