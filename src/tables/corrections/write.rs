//! A table and verdicts that fit it → the bytes of the corrected table.

use std::collections::BTreeMap;

use super::{Change, Patch, Verdict};
use crate::label::Label;
use crate::tables::table::{FieldBytes, RowBytes, TableParams, Writing};
use crate::tables::{rows::Table, sheet::Sheet};

/// Copies the table with its changes.
pub(super) fn write(
    bytes: &[u8],
    table: &Table,
    places: &[RowBytes],
    sheet: &Sheet,
    params: &TableParams,
) -> (Vec<u8>, Vec<Change>) {
    let spellings = Label::ALL.map(|label| spelling(label, bytes, table, places));
    let (mut out, mut copied, mut changes) = (Vec::with_capacity(bytes.len() + 64), 0, Vec::new());
    for decision in &sheet.decisions {
        let place = &places[decision.row - 1];
        let label = decision.label();
        let replaced = match decision.verdict {
            Verdict::Flip | Verdict::Label(_) => place
                .label
                .as_ref()
                .zip(label)
                .map(|(field, label)| (field.range.clone(), rewritten(bytes, field, label, &spellings, params))),
            Verdict::Drop => Some((place.record.start..place.record.end + place.line_end, Vec::new())),
            Verdict::Keep | Verdict::Unsure => None,
        };
        let patch = replaced.map(|(range, now)| {
            out.extend_from_slice(&bytes[copied..range.start]);
            let patch = Patch { at: out.len(), was: bytes[range.clone()].to_vec(), now };
            out.extend_from_slice(&patch.now);
            copied = range.end;
            patch
        });
        changes.push(Change { decision: decision.clone(), label, patch });
    }
    out.extend_from_slice(&bytes[copied..]);
    (out, changes)
}

/// Returns the most frequent spelling of a label: the bytes inside quotation marks, or a JSON value with them.
fn spelling(label: Label, bytes: &[u8], table: &Table, places: &[RowBytes]) -> Option<Vec<u8>> {
    let mut times: BTreeMap<Vec<u8>, (usize, usize)> = BTreeMap::new();
    let rows = table.rows.iter().zip(places).enumerate().filter(|(_, (row, _))| row.label == Some(label));
    for (at, (_, place)) in rows {
        if let Some(field) = &place.label {
            times.entry(content(bytes, field)).or_insert((0, at)).0 += 1;
        }
    }
    let most = times.into_iter().max_by_key(|(_, (times, first))| (*times, std::cmp::Reverse(*first)));
    most.map(|(spelling, _)| spelling)
}

/// Returns the content of a field, trimmed.
fn content(bytes: &[u8], field: &FieldBytes) -> Vec<u8> {
    let all = &bytes[field.range.clone()];
    match field.writing {
        Writing::Plain => all.trim_ascii().to_vec(),
        Writing::Json => all.to_vec(),
        Writing::Quoted => {
            let mut inner = all[1..all.len() - 1].trim_ascii().to_vec();
            let mut is_second = false;
            inner.retain(|byte| {
                is_second = *byte == b'"' && !is_second;
                *byte != b'"' || is_second
            });
            inner
        }
    }
}

/// Returns the bytes of a field with another label in it.
fn rewritten(
    bytes: &[u8],
    field: &FieldBytes,
    label: Label,
    spellings: &[Option<Vec<u8>>; 2],
    params: &TableParams,
) -> Vec<u8> {
    let of = |label: Label| spellings[usize::from(label.is_opinion())].as_deref();
    let known = of(label);
    let old = &bytes[field.range.clone()];
    let made = || {
        let content = content(bytes, field);
        // An empty field tells nothing about the case.
        let is_empty = matches!(content.as_slice(), b"" | b"\"\"" | b"null");
        let example = if is_empty { of(label.other()).unwrap_or_default() } else { &content };
        like(&String::from_utf8_lossy(example), label, params)
    };
    match field.writing {
        Writing::Json => {
            let quoted = || serde_json::Value::from(made().trim_matches('"')).to_string().into_bytes();
            known.map_or_else(quoted, <[u8]>::to_vec)
        }
        writing => {
            let new = known.map_or_else(|| made().into_bytes(), <[u8]>::to_vec);
            let is_quoted = writing == Writing::Quoted;
            let needs_marks = |byte: &u8| b",;\t|\"\r\n".contains(byte) || params.delimiter == Some(*byte);
            if !is_quoted && new.iter().any(needs_marks) {
                return quoted(&new);
            }
            let inner = if is_quoted { &old[1..old.len() - 1] } else { old };
            let front = inner.len() - inner.trim_ascii_start().len();
            let back = inner.trim_ascii_end().len().max(front);
            let new = if is_quoted { escaped(&new) } else { new };
            let mark: &[u8] = if is_quoted { b"\"" } else { b"" };
            [mark, &inner[..front], &new, &inner[back..], mark].concat()
        }
    }
}

fn escaped(text: &[u8]) -> Vec<u8> {
    text.iter().flat_map(|byte| std::iter::repeat_n(*byte, if *byte == b'"' { 2 } else { 1 })).collect()
}

fn quoted(text: &[u8]) -> Vec<u8> {
    [b"\"".as_slice(), &escaped(text), b"\""].concat()
}

/// Spells a label that no row has: by the label map if the table uses its spellings, else in the case of the old one.
fn like(old: &str, label: Label, params: &TableParams) -> String {
    let old = old.trim_matches('"');
    let mapped = params.label_map.iter().find(|(_, of)| *of == label).map(|(from, _)| from.clone());
    if let Some(from) = mapped.filter(|_| Label::parse(old).is_none()) {
        return from;
    }
    let word = label.as_str();
    if old.len() > 1 && old == old.to_uppercase() {
        return word.to_uppercase();
    }
    match old.chars().next() {
        Some(first) if first.is_uppercase() => word[..1].to_uppercase() + &word[1..],
        _ => word.to_owned(),
    }
}
