//! Finds scattered rows in bounded memory.

use std::collections::HashMap;

use super::batch::article_key;
use super::{Batch, Scattered};

/// Remembers the first line of every article by a 64-bit hash. Two of a million articles share one with a probability of 1 in 37
/// million.
#[derive(Debug, Default)]
pub(super) struct Watch {
    first_lines: HashMap<u64, u32>,
}

impl Watch {
    /// The most articles remembered: what a hash table of 2²⁰ places holds.
    pub(super) const MOST_ARTICLES: usize = (1 << 20) / 8 * 7;

    /// Remembers the articles of a batch, and marks the runs of those seen before.
    pub(super) fn look_at(&mut self, batch: &mut Batch) {
        let mut scattered = Vec::new();
        for range in batch.articles() {
            let row = batch.row(range.start);
            let Some(key) = article_key(row) else { continue };
            if let Some(&first) = self.first_lines.get(&key) {
                scattered.push(Scattered { line: row.line(), first: first as usize });
            } else if !self.is_full() {
                self.first_lines.insert(key, u32::try_from(row.line()).unwrap_or(u32::MAX));
            }
        }
        batch.scattered = scattered;
    }

    /// Whether no more articles are remembered.
    pub(super) fn is_full(&self) -> bool {
        self.first_lines.len() >= Self::MOST_ARTICLES
    }
}
