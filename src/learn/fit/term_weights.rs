//! What the terms of a corpus weigh, learnt from some of its rows.

use super::counts::Counts;
use super::selection::{Selection, VocabularyParams};
use crate::model::tfidf::TfIdf;
use crate::model::vocabulary::Vocabulary;

/// How strongly the labels weigh terms: 0 not at all, 1 by the log-count ratio itself. Chosen on folds by source.
pub const SUPERVISION: f64 = 0.25;

/// The weight of each term of a corpus, as some of its rows have it. [`TfIdf`] says what weights are for.
#[derive(Debug, Clone, PartialEq)]
pub struct TermWeights {
    /// The terms that are features, ascending.
    features: Vec<u32>,
    /// One for each term of the counts; 0 where it is no feature.
    weights: Vec<f32>,
}

impl TermWeights {
    /// Learns features and idf from some rows: idf = ln((1 + n) / (1 + df)) + 1 over n rows.
    pub fn fit(counts: &Counts, rows: &[usize], params: VocabularyParams) -> TermWeights {
        let Selection { df, features } = Selection::new(counts, rows, params);
        let n = rows.len() as f64;
        let mut weights = vec![0.0; df.len()];
        for &term in &features {
            weights[term as usize] = (((1.0 + n) / (1.0 + f64::from(df[term as usize]))).ln() + 1.0) as f32;
        }
        TermWeights { features, weights }
    }

    /// Multiplies each weight by |r|^[`SUPERVISION`], where r is the term's log-count ratio: with P and N the weighted
    /// number of positive and negative rows that hold the term, one added to each,
    ///
    /// > r = ln((P / ΣP) / (N / ΣN)),
    ///
    /// sums over all features. A term that both classes use alike is damped, and so less of the penalty is spent on topic
    /// (Wang and Manning 2012, "Baselines and Bigrams", who multiply by r itself).
    ///
    /// `positive` and `row_weights` are those of `rows`, the rows that the weights were fitted on.
    pub fn supervise(&mut self, counts: &Counts, rows: &[usize], positive: &[bool], row_weights: &[f64]) {
        // Each sum is by one thread, in the order of the rows.
        let sum = |class: bool| {
            let mut sums = vec![1.0f64; self.weights.len()];
            for ((&row, &positive), &weight) in rows.iter().zip(positive).zip(row_weights) {
                if positive == class {
                    counts.row(row).terms().for_each(|term| sums[term] += weight);
                }
            }
            let total: f64 = self.features.iter().map(|&term| sums[term as usize]).sum();
            (sums, total)
        };
        let ((p, all_p), (n, all_n)) = rayon::join(|| sum(true), || sum(false));
        for &term in &self.features {
            let term = term as usize;
            let ratio = ((p[term] / all_p) / (n[term] / all_n)).ln();
            self.weights[term] = (f64::from(self.weights[term]) * ratio.abs().powf(SUPERVISION)) as f32;
        }
    }

    /// The terms that are features, ascending.
    pub fn features(&self) -> &[u32] {
        &self.features
    }

    /// One for each term of the counts; 0 where it is no feature.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// The transform, for texts other than those that were counted; and which term of the counts each of its columns is.
    pub fn tfidf(&self, counts: &Counts) -> (TfIdf, Vec<u32>) {
        let mut columns = self.features.clone();
        columns.sort_unstable_by_key(|&term| counts.ranks()[term as usize]);
        let terms = columns.iter().map(|&term| counts.terms()[term as usize].clone()).collect();
        // Sorted and distinct, as they were counted: only more than 4 GB of text could fail here.
        let vocabulary = Vocabulary::from_sorted(terms).unwrap_or_default();
        let weights = columns.iter().map(|&term| self.weights[term as usize]).collect();
        (TfIdf { vocabulary, weights }, columns)
    }
}
