//! A record of a stream, and its fields as a row.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

use super::batch::{Field, Fields, Pending};
use super::{FieldBytes, Writing};
use super::{delimited::Cut, header::Header, json_lines::Members};
use crate::text::decode::lossy;

/// The bytes of a record, and their encoding.
#[derive(Clone, Copy)]
pub(super) enum Record<'r> {
    Utf8(&'r str),
    Western(&'r [u8]),
    /// UTF-8 with damage.
    Damaged(&'r [u8]),
}

impl<'r> Record<'r> {
    pub(super) fn value(self, cut: &Cut) -> Cow<'r, str> {
        match self {
            Record::Utf8(text) => text[cut.start..cut.end].into(),
            Record::Western(bytes) => WINDOWS_1252.decode_without_bom_handling(&bytes[cut.start..cut.end]).0,
            Record::Damaged(bytes) => lossy(&bytes[cut.start..cut.end]).into(),
        }
    }

    /// Returns where a member's value stands in the bytes of a line of JSON.
    pub(super) fn place_of_member(self, name: &str) -> Option<FieldBytes> {
        let line = self.whole();
        let place = Members::read(&line).ok()?.place(&line, name)?;
        let byte = |at: usize| match self {
            Record::Utf8(_) => at,
            // In Windows-1252 each character is a byte.
            Record::Western(_) => line[..at].chars().count(),
            Record::Damaged(bytes) => undamaged_offset(bytes, at),
        };
        Some(FieldBytes { range: byte(place.start)..byte(place.end), writing: Writing::Json })
    }

    pub(super) fn whole(self) -> Cow<'r, str> {
        match self {
            Record::Utf8(text) => text.into(),
            Record::Western(bytes) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
            Record::Damaged(bytes) => lossy(bytes).into(),
        }
    }
}

/// Returns the byte of a damaged line from which the byte `at` of its text was read.
fn undamaged_offset(bytes: &[u8], at: usize) -> usize {
    let (mut read, mut raw) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        for byte in chunk.valid().bytes() {
            if read >= at {
                return raw;
            }
            read += usize::from(byte != 0);
            raw += 1;
        }
        if read >= at || chunk.invalid().is_empty() {
            return raw;
        }
        read += lossy(chunk.invalid()).len();
        raw += chunk.invalid().len();
    }
    raw
}

/// A record with as many fields as the header.
pub(super) struct DelimitedRow<'r> {
    pub(super) record: Record<'r>,
    pub(super) cuts: &'r [Cut],
    pub(super) header: &'r Header,
}

impl DelimitedRow<'_> {
    pub(super) fn push(&self, pending: &mut Pending, (row, line): (u64, usize)) -> Fields {
        let header = self.header;
        let begin = pending.begin();
        let text = self.add(pending, header.text, true);
        let text = pending.normalised(text, line);
        let mut add = |column: Option<usize>| column.map_or(Field::NONE, |column| self.add(pending, column, true));
        let fields = Fields {
            begin,
            text,
            id: add(header.id),
            source: add(header.source),
            article: add(header.article),
            label: add(header.label),
            paragraph: header.paragraph.and_then(|column| self.record.value(&self.cuts[column]).trim().parse().ok()),
            is_list: false,
            row,
            line,
        };
        for column in &header.passed {
            let field = column.map_or(Field::NONE, |column| self.add(pending, column, false));
            pending.pass(field);
        }
        fields
    }

    fn add(&self, pending: &mut Pending, column: usize, is_trimmed: bool) -> Field {
        let cut = &self.cuts[column];
        let value = self.record.value(cut);
        let value = if is_trimmed { value.trim() } else { &*value };
        match (value.is_empty(), cut.is_escaped) {
            (true, _) if is_trimmed => Field::NONE,
            (_, true) => pending.unescaped(value),
            (_, false) => pending.field(value),
        }
    }
}
