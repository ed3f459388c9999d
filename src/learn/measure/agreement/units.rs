//! Rows of several annotators → paragraphs with their labels.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_128;

use crate::label::Label;
use crate::tables::rows::{Row, RowRef, Table, normalised};

/// How the rows of a paragraph are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitsBy {
    /// By id: every row has one, and some id is that of several annotators.
    Id,
    /// By text, ignoring white space and case.
    Text,
}

impl UnitsBy {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            UnitsBy::Id => "id",
            UnitsBy::Text => "text",
        }
    }
}

/// A label by an annotator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The index in [`Agreement::annotators`](super::Agreement::annotators).
    pub annotator: usize,
    /// The label.
    pub label: Label,
    /// The row with this label.
    pub row: RowRef,
}

/// A paragraph and its labels, in the order of rows.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub labels: Vec<Said>,
    text: u128,
    has_several_texts: bool,
}

pub(super) struct Found {
    pub by: UnitsBy,
    pub annotators: Vec<String>,
    pub units: Vec<Unit>,
    pub repeats: usize,
    pub contradictions: usize,
    pub unnamed: usize,
    pub several_texts: usize,
}

/// A row with a label by a named annotator.
struct Labelled<'t> {
    row: &'t Row,
    said: Said,
}

pub(super) fn find(tables: &[Table], annotators: &[Vec<Option<String>>]) -> Found {
    let mut names: Vec<&str> = annotators.iter().flatten().flatten().map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let (mut rows, mut unnamed) = (Vec::new(), 0);
    for (table, (content, annotators)) in tables.iter().zip(annotators).enumerate() {
        for (at, (row, annotator)) in content.rows.iter().zip(annotators).enumerate() {
            match (annotator, row.label) {
                // `names` holds every name.
                (Some(name), Some(label)) => {
                    let annotator = names.partition_point(|other| *other < name.as_str());
                    let said = Said { annotator, label, row: RowRef { table, row: at } };
                    rows.push(Labelled { row, said });
                }
                (None, _) => unnamed += 1,
                (Some(_), None) => {}
            }
        }
    }
    let by = if are_known_by_id(&rows) { UnitsBy::Id } else { UnitsBy::Text };
    let annotators = names.into_iter().map(str::to_owned).collect();
    let mut found =
        Found { by, annotators, units: Vec::new(), repeats: 0, contradictions: 0, unnamed, several_texts: 0 };
    found.add(&rows);
    found
}

fn are_known_by_id(rows: &[Labelled<'_>]) -> bool {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut is_shared = false;
    for Labelled { row, said } in rows {
        let Some(id) = row.id.as_deref() else { return false };
        is_shared |= *first.entry(id).or_insert(said.annotator) != said.annotator;
    }
    is_shared
}

impl Found {
    fn add(&mut self, rows: &[Labelled<'_>]) {
        let mut places: HashMap<u128, usize> = HashMap::new();
        for Labelled { row, said } in rows {
            let text = xxh3_128(normalised(&row.text).as_bytes());
            let key = match (self.by, &row.id) {
                (UnitsBy::Id, Some(id)) => xxh3_128(id.as_bytes()),
                _ => text,
            };
            let place = *places.entry(key).or_insert(self.units.len());
            if place == self.units.len() {
                self.units.push(Unit { labels: Vec::new(), text, has_several_texts: false });
            }
            let unit = &mut self.units[place];
            unit.has_several_texts |= unit.text != text;
            match unit.labels.iter().find(|other| other.annotator == said.annotator) {
                None => unit.labels.push(*said),
                Some(first) => {
                    self.repeats += 1;
                    self.contradictions += usize::from(first.label != said.label);
                }
            }
        }
        self.several_texts = self.units.iter().filter(|unit| unit.has_several_texts).count();
    }
}
