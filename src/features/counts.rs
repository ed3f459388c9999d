//! The terms of a whole corpus, counted once.
//!
//! Folds share this pass: a fold's vocabulary and idf are learnt from its own training rows, but what the terms of a row
//! are does not depend on the fold.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Extractor, TermKey};
use crate::voice::SourceSpan;

/// So many rows share one table of terms before it is merged into the corpus'.
const BLOCK_ROWS: usize = 2048;

/// A row to count: a paragraph and the spans in which a source speaks.
#[derive(Debug, Clone, Copy)]
pub struct Document<'t> {
    /// The paragraph.
    pub text: &'t str,
    /// The spans of the sources.
    pub sources: &'t [SourceSpan],
}

/// How often each term occurs in each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// All terms of the corpus, in the order of their first occurrence.
    pub terms: Vec<Box<str>>,
    /// For each row its (term's number, tf), in the order of the term's number.
    pub rows: Vec<Vec<(u32, u32)>>,
}

impl Counts {
    /// Counts the terms of all documents. The result does not depend on the number of threads.
    pub fn new(extractor: &Extractor, documents: &[Document<'_>]) -> Counts {
        merge(extractor, documents.par_chunks(BLOCK_ROWS).map(|block| count_block(extractor, block)).collect())
    }
}

/// The terms of some rows by their keys.
struct Block {
    keys: Vec<TermKey>,
    rows: Vec<Vec<(u32, u32)>>,
}

fn count_block(extractor: &Extractor, documents: &[Document<'_>]) -> Block {
    let mut numbers: FxHashMap<TermKey, u32> = FxHashMap::default();
    let mut keys: Vec<TermKey> = Vec::new();
    let mut rows = Vec::with_capacity(documents.len());
    let mut row: Vec<u32> = Vec::new();
    let mut lexicon = extractor.lexicon();
    for document in documents {
        row.clear();
        extractor.for_each_term(&mut lexicon, document.text, document.sources, |key, _, _| {
            row.push(*numbers.entry(key).or_insert_with(|| {
                keys.push(key);
                keys.len() as u32 - 1
            }));
        });
        rows.push(count_sorted(&mut row));
    }
    Block { keys, rows }
}

/// (number, how often) of a list of numbers, ascending.
fn count_sorted(numbers: &mut [u32]) -> Vec<(u32, u32)> {
    numbers.sort_unstable();
    let runs = numbers.chunk_by(|a, b| a == b);
    runs.map(|run| (run[0], run.len() as u32)).collect()
}

/// Renumbers the blocks' terms, in the order of the blocks.
fn merge(extractor: &Extractor, blocks: Vec<Block>) -> Counts {
    let mut numbers: FxHashMap<TermKey, u32> = FxHashMap::default();
    let mut merged = Counts { terms: Vec::new(), rows: Vec::new() };
    for block in blocks {
        let number = |key: TermKey| {
            *numbers.entry(key).or_insert_with(|| {
                merged.terms.push(extractor.text(key).into());
                merged.terms.len() as u32 - 1
            })
        };
        let renumbered: Vec<u32> = block.keys.into_iter().map(number).collect();
        for mut row in block.rows {
            for entry in &mut row {
                entry.0 = renumbered[entry.0 as usize];
            }
            row.sort_unstable();
            merged.rows.push(row);
        }
    }
    merged
}
