//! How many cells an OpenDocument spreadsheet has once its repeated rows and cells are written out.
//!
//! A row or cell may stand for thousands of equal ones. A file of some hundred bytes can so ask for more memory than a machine has,
//! which has to be known before it is read.

use memchr::memmem;

const ROW: &[u8] = b"<table:table-row";
const ROW_END: &[u8] = b"</table:table-row>";
const CELL: &[u8] = b"<table:table-cell";
const COVERED: &[u8] = b"<table:covered-table-cell";

/// The number of cells up to the last one that is not empty in each row that has any: what a reader of the whole table keeps.
pub(super) fn cells(content: &[u8]) -> u64 {
    let starts: Vec<usize> = memmem::find_iter(content, ROW).filter(|&at| is_tag(content, at + ROW.len())).collect();
    let ends = starts.iter().skip(1).copied().chain([content.len()]);
    let (mut rows, mut widest, mut empty) = (0_u64, 0_u64, 0_u64);
    for (&start, end) in starts.iter().zip(ends) {
        let row = &content[start..end];
        let row = &row[..memmem::find(row, ROW_END).unwrap_or(row.len())];
        let (times, width) = (repeated(tag(row), b"number-rows-repeated"), width(row));
        if width == 0 {
            // Empty rows count if one that is not empty follows.
            empty = empty.saturating_add(times);
        } else {
            rows = rows.saturating_add(times).saturating_add(std::mem::take(&mut empty));
            widest = widest.max(width);
        }
    }
    rows.saturating_mul(widest)
}

/// The columns of a row up to its last cell that holds something.
fn width(row: &[u8]) -> u64 {
    let starts = memmem::find_iter(row, b"<table:").filter(|&at| {
        [CELL, COVERED].into_iter().any(|name| row[at..].starts_with(name) && is_tag(row, at + name.len()))
    });
    let (mut all, mut filled) = (0_u64, 0_u64);
    for at in starts {
        let tag = tag(&row[at..]);
        all = all.saturating_add(repeated(tag, b"number-columns-repeated"));
        if !tag.ends_with(b"/") || memmem::find(tag, b"office:").is_some() {
            filled = all;
        }
    }
    filled
}

/// The tag at the start, without its brackets.
fn tag(bytes: &[u8]) -> &[u8] {
    &bytes[..memchr::memchr(b'>', bytes).unwrap_or(bytes.len())]
}

fn is_tag(bytes: &[u8], end_of_name: usize) -> bool {
    bytes.get(end_of_name).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
}

/// The number that an attribute says; 1 if it says none.
fn repeated(tag: &[u8], name: &[u8]) -> u64 {
    let number = memmem::find(tag, name).map(|at| {
        let digits = tag[at + name.len()..].iter().skip_while(|b| matches!(b, b'=' | b'"' | b'\'' | b' '));
        let digits = digits.take_while(|b| b.is_ascii_digit()).take(9);
        digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
    });
    number.unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_rows_and_cells_are_counted_where_something_stands_in_them() {
        let row = |times: u32, cells: &str| {
            format!("<table:table-row table:number-rows-repeated=\"{times}\">{cells}</table:table-row>")
        };
        let filled = "<table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell>";
        let wide = "<table:table-cell table:number-columns-repeated=\"100\" office:value=\"1\"/>";
        let empty = "<table:table-cell table:number-columns-repeated=\"16384\"/>";
        for (rows, expected) in [
            (vec![row(1, filled), row(2, &format!("{filled}{filled}{empty}"))], 6),
            (vec![row(300_000, wide)], 30_000_000),
            (vec![row(1, filled), row(1_048_575, empty)], 1),
            (vec![row(1, filled), row(8, empty), row(1, &format!("{empty}{filled}"))], 10 * 16_385),
            (vec![], 0),
        ] {
            assert_eq!(cells(rows.concat().as_bytes()), expected, "{rows:?}");
        }
    }
}
