//! What separates and quotes fields, by the first bytes of a table.

use super::delimited::{Cut, Dialect, Split, split};
use super::params::{DELIMITERS, folded};

/// The first bytes of a table, from the header on.
#[derive(Clone, Copy)]
pub(super) struct Head<'b> {
    pub bytes: &'b [u8],
    /// Whether there are no others.
    pub is_last: bool,
}

impl Head<'_> {
    /// The delimiter that the header shows: the usual one, unless only another gives the column of texts, or more than one column.
    pub(super) fn shown_delimiter(self, usual: u8, text_column: &str) -> u8 {
        let shown = |delimiter: &u8| {
            let (dialect, mut cuts) = (Dialect { delimiter: *delimiter, quoting: true }, Vec::new());
            let Split::Record(_) = split(self.bytes, dialect, self.is_last, &mut cuts) else { return (false, 0) };
            let name = |cut: &Cut| String::from_utf8_lossy(&self.bytes[cut.start..cut.end]).into_owned();
            let text = folded(text_column);
            (cuts.iter().any(|cut| folded(&name(cut)) == text), cuts.len())
        };
        let (has_text, fields) = shown(&usual);
        if has_text {
            return usual;
        }
        let others = DELIMITERS.iter().filter(|other| **other != usual);
        let found = others
            .map(|other| (shown(other), *other))
            .filter(|((has_text, of_other), _)| *has_text || fields == 1 && *of_other > 1);
        // With the column of texts, then with the most columns, then the first.
        found.rev().max_by_key(|(shown, _)| *shown).map_or(usual, |(_, found)| found)
    }

    /// Whether the bytes can be read with quoting.
    pub(super) fn is_quoted(self, dialect: Dialect) -> bool {
        let (mut rest, mut cuts) = (self.bytes, Vec::new());
        while !rest.is_empty() {
            match split(rest, dialect, self.is_last, &mut cuts) {
                Split::Record(length) => rest = rest.get(length + 1..).unwrap_or_default(),
                Split::TextAfterQuote(_) => return false,
                Split::Incomplete(open) => return !self.is_last || open.is_none(),
            }
        }
        true
    }
}
