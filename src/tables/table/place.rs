//! Where a row and its label stand in the bytes of a table.

use std::ops::Range;

use super::delimited::Cut;

/// Where a row stands in the bytes of its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowBytes {
    /// The row without its line end.
    pub record: Range<usize>,
    /// Bytes of the line end behind it: 0 where the table ends without one, 2 for `\r\n`, else 1.
    pub line_end: usize,
    /// Its label, where the row has one.
    pub label: Option<FieldBytes>,
}

/// A field in the bytes of its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldBytes {
    /// The field, with the marks that enclose it.
    pub range: Range<usize>,
    /// How it is written.
    pub writing: Writing,
}

/// How a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// As it is.
    Plain,
    /// Between quotation marks; those inside are doubled.
    Quoted,
    /// A value of JSON.
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
    /// The field of a record, with its marks. In front of a field stands a delimiter, or a mark that opens it.
    pub(super) fn of_cut(record: &[u8], cut: &Cut) -> FieldBytes {
        if cut.start > 0 && record[cut.start - 1] == b'"' {
            return FieldBytes { range: cut.start - 1..cut.end + 1, writing: Writing::Quoted };
        }
        FieldBytes { range: cut.start..cut.end, writing: Writing::Plain }
    }
}
