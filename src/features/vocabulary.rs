//! Which terms are features, and which column each has.

use std::collections::HashMap;

use super::counts::Counts;

/// What a vocabulary keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VocabularyParams {
    /// Terms in fewer documents are left out.
    pub min_df: u32,
    /// The most terms; those in most documents are kept.
    pub max_features: usize,
}

impl Default for VocabularyParams {
    fn default() -> Self {
        Self { min_df: 3, max_features: 100_000 }
    }
}

/// Terms in alphabetical (byte) order; a term's position is its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    terms: Vec<Box<str>>,
    columns: HashMap<Box<str>, u32>,
}

impl Vocabulary {
    /// A vocabulary of terms in strictly ascending order, or `None` where they are not.
    pub fn from_sorted(terms: Vec<Box<str>>) -> Option<Vocabulary> {
        if terms.windows(2).any(|pair| pair[0] >= pair[1]) {
            return None;
        }
        let columns = terms.iter().enumerate().map(|(column, term)| (term.clone(), column as u32)).collect();
        Some(Vocabulary { terms, columns })
    }

    /// All terms, in the order of their columns.
    pub fn terms(&self) -> &[Box<str>] {
        &self.terms
    }

    /// The column of a term, if it is a feature.
    pub fn column(&self, term: &str) -> Option<u32> {
        self.columns.get(term).copied()
    }
}

/// The vocabulary of some rows of a corpus, with each column's document frequency.
pub(super) struct Selection {
    pub vocabulary: Vocabulary,
    /// df of each column.
    pub df: Vec<u32>,
    /// The column of each term of the counts, where it has one.
    pub columns: Vec<Option<u32>>,
}

/// Selects the terms of `rows`. Ties at `max_features` go to the alphabet, so that the selection does not depend on the
/// order of the rows.
pub(super) fn select(counts: &Counts, rows: &[usize], params: VocabularyParams) -> Selection {
    let mut df = vec![0u32; counts.terms.len()];
    for &row in rows {
        for &(term, _) in &counts.rows[row] {
            df[term as usize] += 1;
        }
    }
    let mut kept: Vec<usize> = (0..df.len()).filter(|&term| df[term] >= params.min_df.max(1)).collect();
    kept.sort_unstable_by(|&a, &b| df[b].cmp(&df[a]).then_with(|| counts.terms[a].cmp(&counts.terms[b])));
    kept.truncate(params.max_features);
    kept.sort_unstable_by(|&a, &b| counts.terms[a].cmp(&counts.terms[b]));
    let mut columns = vec![None; df.len()];
    for (column, &term) in kept.iter().enumerate() {
        columns[term] = Some(column as u32);
    }
    let terms: Vec<Box<str>> = kept.iter().map(|&term| counts.terms[term].clone()).collect();
    let by_term = terms.iter().enumerate().map(|(column, term)| (term.clone(), column as u32)).collect();
    Selection {
        df: kept.iter().map(|&term| df[term]).collect(),
        vocabulary: Vocabulary { terms, columns: by_term },
        columns,
    }
}
