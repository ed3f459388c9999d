//! Which articles of a table were seen, in bounded memory.

use std::collections::HashMap;

use super::batch::article_key;
use super::{Batch, Scattered};

/// Remembers the first line of every article, by a hash of 64 bits. That two of a million share one has a chance of one in
/// thirty-seven million.
#[derive(Debug, Default)]
pub(super) struct Watch {
    first_lines: HashMap<u64, u32>,
}

impl Watch {
    /// So many articles are remembered: then a table of 2²⁰ places is as full as it gets.
    pub(super) const MOST_ARTICLES: usize = (1 << 20) / 8 * 7;

    /// Notes the articles of a batch, and in it which were there before.
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

    /// Whether new articles are no longer remembered.
    pub(super) fn is_full(&self) -> bool {
        self.first_lines.len() >= Self::MOST_ARTICLES
    }
}
