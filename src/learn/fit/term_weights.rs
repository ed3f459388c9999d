//! The weights of a corpus' terms, learnt from some of its rows.

use super::counts::Counts;
use super::selection::{Selection, VocabularyParams};
use super::solver::WeightedLabels;
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::Label;
use crate::model::{tfidf::TfIdf, vocabulary::Vocabulary};

/// How strongly the labels weigh terms: 0 not at all, 1 by the log-count ratio itself. Chosen on folds by source.
pub const SUPERVISION: f64 = 0.25;

/// The weight of each term of a corpus, learnt from some of its rows. [`TfIdf`] explains how weights are used.
#[derive(Debug, Clone, PartialEq)]
pub struct TermWeights {
    /// The terms that are features, ascending.
    features: Vec<u32>,
    /// One for each term of the counts; 0 if it is no feature.
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
    /// sums over all features. A term that both classes use alike is damped, so that less of the penalty is spent on topic
    /// (Wang and Manning 2012, "Baselines and Bigrams", who multiply by r itself).
    ///
    /// A row whose label is doubtful counts for both classes in parts. `targets` belong to `rows`, the rows that the weights were fitted
    /// to.
    pub fn supervise(&mut self, counts: &Counts, rows: &[usize], targets: &WeightedLabels) {
        // One thread for each sum, which runs in the order of rows.
        let sum = |class: Label| {
            let mut sums = vec![1.0f64; self.weights.len()];
            for (at, &row) in rows.iter().enumerate() {
                let weight = targets.weight_of(at, class);
                if weight > 0.0 {
                    counts.row(row).terms().for_each(|term| sums[term] += weight);
                }
            }
            let total: f64 = self.features.iter().map(|&term| sums[term as usize]).sum();
            (sums, total)
        };
        let ((p, all_p), (n, all_n)) = rayon::join(|| sum(Label::Opinion), || sum(Label::News));
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

    /// The weight of each term of the counts; 0 if it is no feature.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// Returns the transform for new texts, and for each of its columns the term of the counts.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] if the features' text is longer than 4 GiB.
    pub fn tfidf(&self, counts: &Counts) -> Result<(TfIdf, Vec<u32>)> {
        // By falling frequency, as the counts have them.
        let columns = self.features.clone();
        let terms: Vec<Box<str>> = columns.iter().map(|&term| counts.terms()[term as usize].clone()).collect();
        // Terms are distinct, so only their length can be refused.
        let vocabulary = Vocabulary::new(&terms).ok_or_else(|| {
            Error::new(ErrorKind::Training, "the vocabulary has more than 4 GiB of text")
                .remedy(Message::from("choose a smaller ").name(Parameter::MaxFeatures))
        })?;
        let weights = columns.iter().map(|&term| self.weights[term as usize]).collect();
        Ok((TfIdf { vocabulary, weights }, columns))
    }
}
