//! The bytes of a journal → the labels that a person has settled and need not check again.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Journal, Verdict};
use crate::error::Result;
use crate::label::Label;

/// Returns the [`text_hash`](crate::tables::rows::text_hash) of each settled text, with the right label by the last verdict on it.
/// Verdicts that were taken back do not count, and a dropped row says nothing of others with its text. Rows are identified by their
/// texts, since numbers change when rows are dropped.
///
/// # Errors
/// Those of [`Journal::read`].
///
/// ```
/// use oped::tables::rows::text_hash;
/// use oped::tables::corrections::journal::Lines;
/// use oped::tables::corrections::{ApplyParams, apply, settled::settled};
/// use oped::tables::sheet::read_sheet;
/// use oped::Label;
/// let table = b"text,label\nNo!,news\nIt met.,news\n";
/// let (flip, keep) = (text_hash("No!"), text_hash("It met."));
/// let sheet = format!("row,text_hash,given,verdict\n1,{flip},news,flip\n2,{keep},news,keep\n");
/// let read = read_sheet("sheet.csv", sheet.as_bytes(), "t.csv", &[])?;
/// let applied = apply("t.csv", table, &read, &ApplyParams::default())?;
/// let journal = Lines::of_applied("t.csv", table, &read, sheet.as_bytes(), &applied).text;
/// let found = settled(journal.as_bytes())?;
/// assert!(found.contains(&(flip, Label::Opinion)) && found.contains(&(keep, Label::News)) && found.len() == 2);
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn settled(journal: &[u8]) -> Result<BTreeSet<(String, Label)>> {
    // Checks that it is a complete journal.
    Journal::read(journal)?;
    let taken_back: BTreeSet<usize> = lines(journal).filter_map(|(_, line)| line.entry).collect();
    let (mut settled, mut is_valid) = (BTreeSet::new(), true);
    for (at, line) in lines(journal) {
        let Some(verdict) = line.verdict else {
            is_valid = !taken_back.contains(&at);
            continue;
        };
        let (Some(hash), true) = (line.text_hash, is_valid && verdict != Verdict::Drop.as_str()) else { continue };
        if let Some(given) = line.given.as_deref().and_then(Label::parse) {
            settled.remove(&(hash.clone(), given));
        }
        let label = line.label.as_deref().and_then(Label::parse);
        settled.extend(label.filter(|_| verdict != Verdict::Unsure.as_str()).map(|label| (hash, label)));
    }
    Ok(settled)
}

/// The fields of a line that concern labels.
#[derive(Deserialize)]
struct Line {
    text_hash: Option<String>,
    verdict: Option<String>,
    given: Option<String>,
    label: Option<String>,
    /// Of an undo: the line of the entry it takes back.
    entry: Option<usize>,
}

/// Returns lines with their numbers, from 1. They are lines of a journal.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, Line)> + '_ {
    let line = |(at, line): (usize, &[u8])| Some((at + 1, serde_json::from_slice(line).ok()?));
    bytes.split(|byte| *byte == b'\n').enumerate().filter_map(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(hash: &str, verdict: &str, given: &str, label: &str) -> String {
        format!(
            "{{\"type\":\"verdict\",\"row\":1,\"text_hash\":\"{hash}\",\"verdict\":\"{verdict}\",\"given\":\"{given}\",\"label\":{label}}}\n"
        )
    }

    fn entry(kind: &str, more: &str, kept: usize) -> String {
        format!(
            "{{\"type\":\"{kind}\",\"table\":\"t\",\"before\":\"a\",\"after\":\"b\"{more},\"oped\":\"0\",\"flipped\":0,\"dropped\":0,\"kept\":{kept},\"unsure\":0}}\n"
        )
    }

    #[test]
    fn the_last_verdict_counts_and_what_was_taken_back_does_not() {
        let keep = |hash: &str| verdict(hash, "keep", "news", "\"news\"");
        let journal = entry("apply", "", 3)
            + &keep("a")
            + &keep("b")
            + &keep("c")
            + &entry("apply", "", 2)
            + &verdict("b", "unsure", "news", "\"news\"")
            + &verdict("c", "drop", "news", "null")
            + &entry("apply", "", 1)
            + &keep("d")
            + &entry("undo", ",\"entry\":8", 1);
        let found = settled(journal.as_bytes()).unwrap();
        let of = |hash: &str| (hash.to_owned(), Label::News);
        assert_eq!(found, BTreeSet::from([of("a"), of("c")]));
    }
}
