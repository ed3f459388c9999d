//! The objects of JSON lines and of a JSON list, one by one.

use super::delimited::first_line;
use super::json_lines::{Keys, Members};
use super::json_text::value_length;

/// Objects whose keys are looked at for the names of columns.
const FIRST: usize = 100;

/// How much of a JSON list has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Array {
    /// An object may follow.
    Open,
    /// Its closing bracket.
    Closed,
}

/// What comes next in a list.
pub(super) enum Next {
    /// White space and commas, of this many bytes.
    Between(usize),
    /// An object of this many bytes.
    Object(usize),
    /// An object whose end is not in these bytes.
    Open,
    /// The closing bracket.
    End,
    /// Text behind the closing bracket.
    Behind,
}

impl Array {
    pub(super) fn next(self, rest: &[u8]) -> Next {
        let between = between_objects(rest, self == Array::Open);
        if between > 0 {
            return Next::Between(between);
        }
        if self == Array::Closed {
            return Next::Behind;
        }
        match value_length(rest) {
            Some(0) => Next::End,
            Some(length) => Next::Object(length),
            None => Next::Open,
        }
    }
}

/// The keys of the first objects, each once.
pub(super) fn first_keys(bytes: &[u8], is_array: bool) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for members in objects(bytes, is_array).take(FIRST).filter_map(|object| Members::read(object).ok()) {
        let new: Vec<String> =
            members.names().filter(|name| !seen.iter().any(|key| key == name)).map(str::to_owned).collect();
        seen.extend(new);
    }
    seen
}

/// The keys of the objects in these bytes that are not of columns of ours.
pub(super) fn other_keys(bytes: &[u8], keys: &Keys, is_array: bool) -> Vec<String> {
    let mut others: Vec<String> = Vec::new();
    for members in objects(bytes, is_array).filter_map(|object| Members::read(object).ok()) {
        for name in members.others(keys) {
            if !others.iter().any(|other| other == name) {
                others.push(name.to_owned());
            }
        }
    }
    others
}

/// The objects in these bytes, as text.
fn objects(bytes: &[u8], is_array: bool) -> impl Iterator<Item = &str> {
    let mut rest = bytes;
    let next = move || {
        rest = &rest[between_objects(rest, is_array)..];
        let length = if is_array { value_length(rest) } else { first_line(rest).or(Some(rest.len())) };
        let (object, after) = rest.split_at_checked(length.filter(|length| *length > 0)?)?;
        rest = after;
        Some(object)
    };
    std::iter::from_fn(next).filter_map(|object| std::str::from_utf8(object).ok())
}

/// Returns the length of what stands before the next object: line ends, and in a list white space and commas.
fn between_objects(bytes: &[u8], is_list: bool) -> usize {
    let is_between = |byte: &u8| matches!(byte, b'\n' | b'\r') || is_list && matches!(byte, b' ' | b'\t' | b',');
    bytes.iter().take_while(|byte| is_between(byte)).count()
}
