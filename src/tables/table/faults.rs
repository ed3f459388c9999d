//! What is wrong with a row or a table, with its remedy.

use crate::error::{Error, ErrorKind, Result};
use crate::text::decode::MAX_LINE_BYTES;

/// Refuses a text that is too long.
pub(super) fn refuse_long(length: usize) -> Result<()> {
    if length <= MAX_LINE_BYTES {
        return Ok(());
    }
    let what = format!("the text has {length} bytes, and at most {MAX_LINE_BYTES} are read");
    Err(Error::new(ErrorKind::Table, what).remedy("break it into paragraphs first"))
}

pub(super) fn no_rows() -> Error {
    Error::new(ErrorKind::Empty, "the table has a header but no rows").remedy("check that it was saved")
}

pub(super) fn text_after_quote() -> Error {
    Error::new(ErrorKind::Table, "there is text after a closing quotation mark")
        .remedy("enclose the whole field in quotation marks, and double those inside it")
}

pub(super) fn text_after_far_quote(line: usize) -> Error {
    let what = format!("a quotation mark opened here is closed on line {line} only, and text follows it");
    Error::new(ErrorKind::Table, what)
        .remedy("close it where its field ends, and double quotation marks inside a field")
}

pub(super) fn never_closed() -> Error {
    Error::new(ErrorKind::Table, "the quotation mark opened here is never closed")
        .remedy("close it, and double quotation marks inside a field")
}

pub(super) fn not_closed_soon() -> Error {
    let what = format!("the quotation mark opened here is not closed within the {MAX_LINE_BYTES} bytes that are read");
    Error::new(ErrorKind::Table, what).remedy("close it, or break the text into paragraphs first")
}

pub(super) fn too_long() -> Error {
    Error::new(ErrorKind::Table, format!("the line has more than the {MAX_LINE_BYTES} bytes that are read"))
        .remedy("break it into paragraphs first")
}

pub(super) fn text_after_list() -> Error {
    Error::new(ErrorKind::Table, "there is text after the end of the list")
        .remedy("write one list, or one object a line")
}

pub(super) fn list_cut_off() -> Error {
    Error::new(ErrorKind::Table, "the list ends inside this object").remedy("check that the file is whole")
}

pub(super) fn list_unclosed() -> Error {
    Error::new(ErrorKind::Table, "the list ends without a closing bracket").remedy("check that the file is whole")
}
