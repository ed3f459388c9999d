//! Where a row and its label stand in the bytes of a table.

use std::ops::Range;

use super::delimited::Cut;

/// The place of a row in the bytes of its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowBytes {
    /// The row without its line end.
    pub record: Range<usize>,
    /// Bytes of its line end: 2 for `\r\n`, 0 if the table ends without one, else 1.
    pub line_end: usize,
    /// Its label, if the row has one.
    pub label: Option<FieldBytes>,
}

/// The place of a field in the bytes of its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldBytes {
    /// The field with its enclosing quotation marks.
    pub range: Range<usize>,
    /// How it is written.
    pub writing: Writing,
}

/// How a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// As it is.
    Plain,
    /// In quotation marks; those inside are doubled.
    Quoted,
    /// A JSON value.
    Json,
}

impl RowBytes {
    pub(super) fn shifted(self, by: usize) -> RowBytes {
        let shift = |range: Range<usize>| range.start + by..range.end + by;
        let label = self.label.map(|label| FieldBytes { range: shift(label.range), ..label });
        RowBytes { record: shift(self.record), label, ..self }
    }

    pub(super) fn with_line_end(self, bytes: &[u8]) -> RowBytes {
        let line_end = match &bytes[self.record.end..] {
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        RowBytes { line_end, ..self }
    }
}

impl FieldBytes {
    /// Returns the place of a field in its record. The byte before a field is a delimiter or its opening quotation mark.
    pub(super) fn of_cut(record: &[u8], cut: &Cut) -> FieldBytes {
        if cut.start > 0 && record[cut.start - 1] == b'"' {
            return FieldBytes { range: cut.start - 1..cut.end + 1, writing: Writing::Quoted };
        }
        FieldBytes { range: cut.start..cut.end, writing: Writing::Plain }
    }
}
