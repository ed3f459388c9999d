//! Folds by group.
//!
//! A group (an article, a publisher) is never split: a model tested on the other half of an article it was trained on
//! looks better than it is. A group's fold is a stable hash of its name, so it does not change when rows are added,
//! sorted or shuffled.

use std::collections::BTreeSet;

use xxhash_rust::xxh3::xxh3_64;

/// What stays together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The rows of one publisher.
    Source,
    /// The rows of one article.
    Article,
    /// Rows with the same text.
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

/// The fold of each key, in `0..folds`: XXH3 of the key, modulo `folds`.
pub fn assign<K: AsRef<str>>(keys: &[K], folds: usize) -> Vec<usize> {
    keys.iter().map(|key| (xxh3_64(key.as_ref().as_bytes()) % folds.max(1) as u64) as usize).collect()
}

/// The number of different keys.
pub fn distinct<K: AsRef<str>>(keys: &[K]) -> usize {
    keys.iter().map(AsRef::as_ref).collect::<BTreeSet<&str>>().len()
}
