//! A corrected table and the journal → the table as it was.

use super::journal::{Entry, Undone, content_hash};
use super::{Journal, Patch};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};

/// Takes back the last correction that led to these bytes and still stands. Corrections that changed nothing are skipped.
///
/// # Errors
/// [`ErrorKind::Usage`] if no correction led to these bytes, and [`ErrorKind::Table`] if taking it back does not give the table
/// named in the journal.
///
/// ```
/// use oped::tables::rows::text_hash;
/// use oped::tables::corrections::journal::Lines;
/// use oped::tables::corrections::{ApplyParams, Journal, apply, undo};
/// use oped::tables::sheet::read_sheet;
/// let table = b"text,label\nNo!,news\nIt met.,news\n";
/// let sheet = format!("row,text_hash,given,verdict\n1,{},news,flip\n", text_hash("No!"));
/// let read = read_sheet("sheet.csv", sheet.as_bytes(), "t.csv", &[])?;
/// let applied = apply("t.csv", table, &read, &ApplyParams::default())?;
/// let lines = Lines::of_applied("t.csv", table, &read, sheet.as_bytes(), &applied);
/// let journal = Journal::read(lines.text.as_bytes())?;
/// assert_eq!(undo(&applied.bytes, &journal)?.bytes, table);
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn undo<'j>(bytes: &[u8], journal: &'j Journal) -> Result<Undone<'j>> {
    let hash = content_hash(bytes);
    let led_here = |entry: &&Entry| entry.after == hash && entry.before != hash;
    let Some(entry) = journal.standing(&hash).into_iter().rev().find(led_here) else {
        let what = "nothing to undo: the table was never corrected, or has changed since its last correction";
        let error = Error::new(ErrorKind::Usage, what);
        return Err(error.remedy(
            Message::from("name the corrected table as it was written, or another journal with ")
                .name(Parameter::Journal),
        ));
    };
    match reversed(bytes, &entry.patches) {
        Some(bytes) if content_hash(&bytes) == entry.before => Ok(Undone { bytes, entry }),
        _ => Err(Error::new(ErrorKind::Table, "taking this entry back does not give the table it was made from")
            .on_line(entry.line)
            .remedy("the journal was changed: restore it from a copy")),
    }
}

/// Reverses patches, which are in the order of their places; none if other bytes are there now.
///
/// ```
/// use oped::tables::corrections::{Patch, undo::reversed};
/// let patch = Patch { at: 2, now: b"opinion".to_vec(), was: b"news".to_vec() };
/// assert_eq!(reversed(b"a,opinion\n", &[patch]), Some(b"a,news\n".to_vec()));
/// ```
pub fn reversed(bytes: &[u8], patches: &[Patch]) -> Option<Vec<u8>> {
    let (mut out, mut copied) = (Vec::with_capacity(bytes.len()), 0);
    for patch in patches {
        out.extend_from_slice(bytes.get(copied..patch.at)?);
        copied = patch.at.checked_add(patch.now.len())?;
        if bytes.get(patch.at..copied)? != patch.now {
            return None;
        }
        out.extend_from_slice(&patch.was);
    }
    out.extend_from_slice(bytes.get(copied..)?);
    Some(out)
}
