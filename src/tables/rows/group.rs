//! Folds by group.
//!
//! A group (an article, a publisher) is never split: a model tested on the other half of an article it was trained on
//! looks better than it is. A group's fold is a stable hash of its name, so it does not change when rows are added,
//! sorted or shuffled.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use xxhash_rust::xxh3::xxh3_64;

use super::{Row, Table, normalised};

/// What stays together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The rows of one publisher.
    Source,
    /// The rows of one article.
    Article,
    /// Rows with the same text, whatever its white space and case.
    Row,
}

impl Group {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Group::Source => "source",
            Group::Article => "article",
            Group::Row => "row",
        }
    }
}

/// Why the default for folds is not to keep a group together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassedOver {
    /// No row names one.
    Unnamed,
    /// There are too few for the folds.
    TooFew {
        /// How many there are.
        groups: usize,
        /// How many are needed.
        needed: usize,
    },
    /// Some fold would train on one label only.
    LabelsApart,
}

/// Returns the name of a row's group. Rows with the same name stay together.
pub fn key(table: &Table, row: &Row, group: Group) -> String {
    let source = table.source_of(row);
    match (group, &row.article) {
        (Group::Source, _) => source.to_owned(),
        // Two publishers may number their articles alike.
        (Group::Article, Some(article)) => format!("{source}\u{1f}{article}"),
        // A text that differs only in white space and case would be known by heart.
        (Group::Article, None) | (Group::Row, _) => normalised(&row.text),
    }
}

/// How many folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folds {
    /// A fixed number.
    Count(usize),
    /// One for each group: leave one out.
    All,
}

impl fmt::Display for Folds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Folds::Count(count) => write!(f, "{count}"),
            Folds::All => f.write_str("all"),
        }
    }
}

impl Folds {
    /// Returns the number of folds for a number of groups.
    pub fn number(self, groups: usize) -> usize {
        match self {
            Folds::Count(count) => count,
            Folds::All => groups,
        }
    }

    /// Returns the fold of each key, from 0: XXH3 of the key, modulo the number of folds; or, with a fold for each group, the
    /// key's place among the sorted keys.
    pub fn assign<K: AsRef<str>>(self, keys: &[K]) -> Vec<usize> {
        match self {
            Folds::Count(count) => {
                let fold = |key: &K| (xxh3_64(key.as_ref().as_bytes()) % count.max(1) as u64) as usize;
                keys.iter().map(fold).collect()
            }
            Folds::All => number(keys),
        }
    }
}

/// Numbers the distinct keys in sorted order, from 0, and returns the number of each key.
pub fn number<K: AsRef<str>>(keys: &[K]) -> Vec<usize> {
    let names: BTreeSet<&str> = keys.iter().map(AsRef::as_ref).collect();
    let numbers: BTreeMap<&str, usize> = names.into_iter().zip(0..).collect();
    keys.iter().map(|key| numbers[key.as_ref()]).collect()
}

/// [`number`], for resampling: each key's number, and how many there are.
#[cfg(feature = "learn")]
pub(crate) fn numbered<K: AsRef<str>>(keys: &[K]) -> (Vec<u32>, usize) {
    (number(keys).into_iter().map(|number| number as u32).collect(), distinct(keys))
}

/// Counts the distinct keys.
pub fn distinct<K: AsRef<str>>(keys: &[K]) -> usize {
    keys.iter().map(AsRef::as_ref).collect::<BTreeSet<&str>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::table::{TableParams, read_table};

    #[test]
    fn a_text_in_other_white_space_and_case_is_the_same_row() {
        let csv = "text,label\nWe must  act.,news\n\" WE must\nact.\",opinion\nWe must not act.,news\n";
        let table = read_table("t.csv", csv.as_bytes(), &TableParams::default()).unwrap();
        for group in [Group::Row, Group::Article] {
            let keys: Vec<String> = table.rows.iter().map(|row| key(&table, row, group)).collect();
            assert!(keys[0] == keys[1] && keys[1] != keys[2], "{keys:?}");
        }
    }
}
