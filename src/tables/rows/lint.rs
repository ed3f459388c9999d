//! What to check in labelled tables before training.

use std::collections::HashMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::{LabelKind, Table};
use crate::text::repair::read_text;

/// A row of several tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowRef {
    /// Index of the table.
    pub table: usize,
    /// Index of its row.
    pub row: usize,
}

/// A row that repeats an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// The row.
    pub row: RowRef,
    /// The earlier one.
    pub first: RowRef,
}

/// Rows that a person should check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lint {
    /// Rows without any letter or digit. They are not trained on.
    pub empty: Vec<RowRef>,
    /// Rows with the text and the label of an earlier one. They are not trained on.
    pub duplicates: Vec<Repeat>,
    /// Rows with the text of an earlier one under the other label. They are trained on.
    pub conflicts: Vec<Repeat>,
    /// Rows that return to an article: see [`scattered`].
    pub scattered: Vec<Repeat>,
}

/// A hash of a text, whatever its white space and case; none without a letter or digit. It has 128 bits: two of a billion texts
/// share one with a probability below 10⁻²⁰.
pub(crate) fn text_key(text: &str) -> Option<u128> {
    text.chars().any(char::is_alphanumeric).then(|| xxh3_128(normalised(text).as_bytes()))
}

/// Finds empty, repeated and contradicting rows among those with a label of the same kind, whatever their white space and case.
///
/// ```
/// use oped::tables::rows::lint;
/// use oped::tables::table::{TableParams, Unlabelled, read_table};
/// let params = TableParams { unlabelled: Unlabelled::Keep, ..TableParams::default() };
/// let table = read_table("t.csv", b"text,label\nWe must.,\nwe  must.,opinion\nWe must.,opinion\n", &params)?;
/// let found = lint(&[table]);
/// assert_eq!((found.duplicates.len(), found.duplicates[0].first.row, found.conflicts.len()), (1, 1, 0));
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn lint(tables: &[Table]) -> Lint {
    let mut found = Lint { scattered: scattered(tables), ..Lint::default() };
    // A paragraph may be in one table with a read label, and in another with the inherited one.
    let mut seen: FxHashMap<(u128, LabelKind), RowRef> = FxHashMap::default();
    for (table, content) in tables.iter().enumerate() {
        let hashes: Vec<Option<u128>> = content.rows.par_iter().map(|row| text_key(&row.text)).collect();
        for ((row, data), hash) in content.rows.iter().enumerate().zip(hashes) {
            let here = RowRef { table, row };
            if data.label.is_none() {
                continue;
            }
            let Some(hash) = hash else {
                found.empty.push(here);
                continue;
            };
            let first = *seen.entry((hash, data.kind)).or_insert(here);
            if first == here {
                continue;
            }
            let same = tables[first.table].rows[first.row].label == data.label;
            let list = if same { &mut found.duplicates } else { &mut found.conflicts };
            list.push(Repeat { row: here, first });
        }
    }
    found
}

/// Finds runs of rows whose article has an earlier run in the same table: its rows are not consecutive, or not in the order of
/// `paragraph`, so that each run is read only in its own context. Returns the first row of each run and of the article.
///
/// ```
/// use oped::tables::rows::scattered;
/// use oped::tables::table::{TableParams, read_table};
/// let params = TableParams { labels_required: false, ..TableParams::default() };
/// let table = read_table("t.csv", b"article,text\na,One.\na,Two.\nb,Three.\na,Four.\n", &params)?;
/// let found = scattered(&[table]);
/// assert_eq!((found.len(), found[0].row.row, found[0].first.row), (1, 3, 0));
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn scattered(tables: &[Table]) -> Vec<Repeat> {
    let mut found = Vec::new();
    for (number, table) in tables.iter().enumerate() {
        let mut starts: HashMap<(&str, &str), usize> = HashMap::new();
        for range in table.articles() {
            let row = &table.rows[range.start];
            let Some(article) = row.article.as_deref() else { continue };
            let first = *starts.entry((table.source_of(row), article)).or_insert(range.start);
            if first != range.start {
                let place = |row: usize| RowRef { table: number, row };
                found.push(Repeat { row: place(range.start), first: place(first) });
            }
        }
    }
    found
}

/// Hashes a text: the low 32 bits of XXH3-64 of the text in lower case, its white space normalised. A model keeps the fingerprints
/// of its training. A new text has one of n fingerprints with a probability of n / 2³²: 1 in 24,500 for 175,000.
///
/// ```
/// use oped::tables::rows::fingerprint;
/// assert_eq!(fingerprint(" We  must\tact."), fingerprint("we must act."));
/// ```
pub fn fingerprint(text: &str) -> u32 {
    xxh3_64(normalised(text).as_bytes()) as u32
}

/// Hashes a text as a table's reader normalises it: `x` and the 16 hexadecimal digits of XXH3-64. Sheets carry it to detect texts that have changed. The
/// letter keeps spreadsheets from reading a number.
///
/// ```
/// use oped::tables::rows::text_hash;
/// assert_eq!(text_hash("We must act.").len(), 17);
/// assert_eq!(text_hash("We must act."), text_hash("We  must\nact."));
/// assert_ne!(text_hash("We must act."), text_hash("we must act."));
/// ```
pub fn text_hash(text: &str) -> String {
    format!("x{:016x}", xxh3_64(read_text(text).text.as_bytes()))
}

/// Trims a text, reduces each run of white space to one space, and converts to lower case.
pub(crate) fn normalised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        out.push_str(if out.is_empty() { "" } else { " " });
        out.push_str(word);
    }
    if out.is_ascii() {
        out.make_ascii_lowercase();
        return out;
    }
    out.to_lowercase()
}
