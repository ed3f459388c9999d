//! One JSON object a line.

use std::io;

use serde::Serialize;

use super::Message;
use crate::tables::table::Passed;

/// Writes JSON lines. No line holds an escape byte: JSON escapes control characters.
#[derive(Debug, Default, Clone, Copy)]
pub struct JsonLines;

impl JsonLines {
    /// Adds the lines of a message to `out`. Nothing is kept between messages.
    ///
    /// # Errors
    /// Those of serialisation, which a caller cannot cause.
    pub fn lines(self, message: &Message<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        for (at, item) in message.scored.items.iter().enumerate() {
            serde_json::to_writer(&mut *out, item)?;
            add_columns(out, message.passed(at))?;
            out.push(b'\n');
        }
        message.scored.summary.iter().try_for_each(|summary| line(out, summary))
    }
}

/// Adds an object as a line.
pub(crate) fn line(out: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.push(b'\n');
    Ok(())
}

/// Adds the columns that are passed through to the object written last, as its last member.
fn add_columns(out: &mut Vec<u8>, passed: Passed<'_>) -> io::Result<()> {
    let is_none = matches!(passed, Passed::None);
    if is_none || out.pop() != Some(b'}') {
        return Ok(());
    }
    out.extend_from_slice(b",\"columns\":{");
    match passed {
        Passed::None => {}
        // As the table has them.
        Passed::Members(members) => out.extend_from_slice(members.as_bytes()),
        Passed::Values { names, values } => {
            for (at, (name, value)) in names.iter().zip(values.iter()).enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                serde_json::to_writer(&mut *out, name)?;
                out.push(b':');
                serde_json::to_writer(&mut *out, &value)?;
            }
        }
    }
    out.extend_from_slice(b"}}");
    Ok(())
}
