//! Bytes of a delimited table → the fields of one record.
//!
//! The rules are those of RFC 4180 as the csv crate reads it: a quotation mark counts only at the start of a field, and lines
//! end with `\n`, `\r\n` or `\r`. Broken quoting is reported, not guessed at.

use memchr::{memchr, memchr3};

/// What separates fields, and whether they may be quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub delimiter: u8,
    pub quoting: bool,
}

/// A field: a range of the record, without enclosing quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    pub start: usize,
    pub end: usize,
    /// Whether quotation marks inside are doubled.
    pub is_escaped: bool,
}

/// What [`split`] found. Offsets count from the record's first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Split {
    /// A record of this length, without its line end.
    Record(usize),
    /// The bytes end before the record does; the place of an open quotation mark, if there is one.
    Incomplete(Option<usize>),
    /// There is text after the closing quotation mark at this place.
    TextAfterQuote(usize),
}

/// Cuts the record at the start of `bytes`; `is_last` if no bytes follow.
pub(super) fn split(bytes: &[u8], dialect: Dialect, is_last: bool, cuts: &mut Vec<Cut>) -> Split {
    cuts.clear();
    let mut at = 0;
    loop {
        let end = if dialect.quoting && bytes.get(at) == Some(&b'"') {
            match quoted(bytes, at, dialect, is_last, cuts) {
                Ok(end) => end,
                Err(split) => return split,
            }
        } else {
            let rest = &bytes[at..];
            let end = match memchr3(dialect.delimiter, b'\n', b'\r', rest) {
                Some(length) => at + length,
                None if is_last => bytes.len(),
                None => return Split::Incomplete(None),
            };
            cuts.push(Cut { start: at, end, is_escaped: false });
            end
        };
        if bytes.get(end) != Some(&dialect.delimiter) {
            return Split::Record(end);
        }
        at = end + 1;
    }
}

/// Cuts the field quoted from `open`, and returns the index after its closing quotation mark.
fn quoted(bytes: &[u8], open: usize, dialect: Dialect, is_last: bool, cuts: &mut Vec<Cut>) -> Result<usize, Split> {
    let (mut at, mut is_escaped) = (open + 1, false);
    loop {
        let Some(length) = memchr(b'"', &bytes[at..]) else { return Err(Split::Incomplete(Some(open))) };
        let mark = at + length;
        match bytes.get(mark + 1) {
            Some(b'"') => (at, is_escaped) = (mark + 2, true),
            None if !is_last => return Err(Split::Incomplete(Some(open))),
            Some(&next) if next != dialect.delimiter && !matches!(next, b'\n' | b'\r') => {
                return Err(Split::TextAfterQuote(mark));
            }
            _ => {
                cuts.push(Cut { start: open + 1, end: mark, is_escaped });
                return Ok(mark + 1);
            }
        }
    }
}

/// Counts line ends of any kind.
pub(super) fn line_ends(bytes: &[u8]) -> usize {
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    let lone = |&at: &usize| bytes.get(at + 1) != Some(&b'\n');
    feeds + memchr::memchr_iter(b'\r', bytes).filter(lone).count()
}

/// Returns the length of the first line, without its end.
pub(super) fn first_line(bytes: &[u8]) -> Option<usize> {
    memchr::memchr2(b'\n', b'\r', bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Dialect = Dialect { delimiter: b',', quoting: true };

    fn fields(text: &str) -> (Split, Vec<&str>) {
        let mut cuts = Vec::new();
        let split = split(text.as_bytes(), COMMA, true, &mut cuts);
        (split, cuts.iter().map(|cut| &text[cut.start..cut.end]).collect())
    }

    #[test]
    fn records_end_where_their_line_does() {
        assert_eq!(fields("a,\"b,\n\"\"c\",\r\nd"), (Split::Record(11), vec!["a", "b,\n\"\"c", ""]));
        assert_eq!(fields("a \"b\" c,\"\""), (Split::Record(10), vec!["a \"b\" c", ""]));
        assert_eq!(fields("a,\"b"), (Split::Incomplete(Some(2)), vec!["a"]));
        assert_eq!(fields("\"a\" b,c"), (Split::TextAfterQuote(2), vec![]));
    }

    #[test]
    fn what_may_go_on_is_not_taken_for_whole() {
        for text in ["a,b", "a,\"b", "a,\"b\""] {
            let open = text.find('"');
            assert_eq!(split(text.as_bytes(), COMMA, false, &mut Vec::new()), Split::Incomplete(open), "{text}");
        }
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        assert_eq!(line_ends(b"a\nb\r\nc\rd"), 3);
    }
}
