//! Selects the terms that become features.

use rayon::prelude::*;

use super::counts::Counts;

/// Rows counted per task.
const ROWS: usize = 16_384;

/// Which terms a vocabulary keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VocabularyParams {
    /// Terms in fewer documents are dropped.
    pub min_df: u32,
    /// The number of terms kept at most: those in most documents.
    pub max_features: usize,
}

impl Default for VocabularyParams {
    fn default() -> Self {
        Self { min_df: 3, max_features: 100_000 }
    }
}

/// The features of some rows of a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The number of rows that hold each term.
    pub df: Vec<u32>,
    /// The terms that are features, ascending.
    pub features: Vec<u32>,
}

impl Selection {
    /// Selects the terms with the highest df in `rows`. Ties at `max_features` are broken alphabetically, so the selection does not
    /// depend on the order of the rows.
    pub fn new(counts: &Counts, rows: &[usize], params: VocabularyParams) -> Selection {
        let df = document_frequencies(counts, rows);
        let mut features: Vec<u32> =
            (0..df.len() as u32).filter(|&term| df[term as usize] >= params.min_df.max(1)).collect();
        if features.len() > params.max_features {
            let ranks = counts.ranks();
            features.select_nth_unstable_by(params.max_features, |&a, &b| {
                let (a, b) = (a as usize, b as usize);
                df[b].cmp(&df[a]).then(ranks[a].cmp(&ranks[b]))
            });
            features.truncate(params.max_features);
            features.sort_unstable();
        }
        Selection { df, features }
    }
}

fn document_frequencies(counts: &Counts, rows: &[usize]) -> Vec<u32> {
    let count = |rows: &[usize]| {
        let mut df = vec![0u32; counts.terms().len()];
        rows.iter().for_each(|&row| counts.row(row).terms().for_each(|term| df[term] += 1));
        df
    };
    let add = |mut sum: Vec<u32>, part: Vec<u32>| {
        sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
        sum
    };
    rows.par_chunks(ROWS).map(count).reduce_with(add).unwrap_or_else(|| vec![0; counts.terms().len()])
}
