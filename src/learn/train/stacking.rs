//! The labels of paragraphs in their articles: a model of read articles, out of fold.

use std::collections::BTreeSet;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::doubtful::InheritedRows;
use super::fit::Weighted;
use super::out_of_fold::distinct;
use super::{Corpus, TrainParams};
use crate::error::Result;
use crate::label::{Label, Logit, Probability};
use crate::learn::fit::counts::Counts;
use crate::learn::fit::matrix::CsrMatrix;
use crate::learn::fit::term_weights::TermWeights;
use crate::learn::fit::weighted_rows::WeightedRows;
use crate::learn::fit::{FittedStacked, LabelledParagraphs, fit_stacked};
use crate::model::context::Said;
use crate::model::row::SparseRow;

/// The fewest articles of two paragraphs or more.
const FEWEST_ARTICLES: usize = 300;
/// The least share of them with both labels. Below it labels look inherited: an article would seem to be of one label throughout.
const LEAST_MIXED: f64 = 0.05;
/// The terms whose presence in other paragraphs counts: the most frequent.
const TERMS: usize = 5000;
/// The most paragraphs that a fit takes.
const MOST_PARAGRAPHS: usize = 60_000;

/// What the labels' model is fitted to.
pub(super) struct Stacking<'c, 't> {
    corpus: &'c Corpus<'t>,
    /// The words of each row: the most frequent terms.
    words: CsrMatrix,
    /// The terms of the columns of `words`.
    terms: Vec<u32>,
}

impl<'c, 't> Stacking<'c, 't> {
    /// Prepares the fits, if there are enough articles and their labels were given paragraph by paragraph. The weights of terms, which
    /// know of labels only how unevenly each term is spread, are those of all rows.
    pub(super) fn new(
        corpus: &'c Corpus<'t>,
        counts: &Counts,
        inherited: &InheritedRows,
        params: &TrainParams,
    ) -> Result<Option<Stacking<'c, 't>>> {
        if !Self::is_possible(corpus) {
            return Ok(None);
        }
        let weighted = Weighted::all(corpus, counts, inherited, params)?;
        Ok(Some(Self::with(corpus, counts, &weighted.weights)))
    }

    /// [`Stacking::new`] with the weights of terms that a fit to all rows has.
    pub(super) fn weighted(corpus: &'c Corpus<'t>, counts: &Counts, weights: &TermWeights) -> Option<Stacking<'c, 't>> {
        Self::is_possible(corpus).then(|| Self::with(corpus, counts, weights))
    }

    fn is_possible(corpus: &Corpus<'_>) -> bool {
        let articles = || corpus.articles().filter(|rows| rows.len() > 1);
        let is_mixed = |rows: &std::ops::Range<usize>| {
            corpus.labels[rows.clone()].iter().collect::<BTreeSet<_>>().len() == Label::ALL.len()
        };
        let number = articles().count();
        number >= FEWEST_ARTICLES && (articles().filter(is_mixed).count() as f64) >= LEAST_MIXED * number as f64
    }

    fn with(corpus: &'c Corpus<'t>, counts: &Counts, weights: &TermWeights) -> Stacking<'c, 't> {
        let all: Vec<usize> = (0..corpus.rows.len()).collect();
        // Terms are numbered by falling frequency.
        let terms: Vec<u32> = weights.features().iter().copied().take(TERMS).collect();
        let words = WeightedRows::new(counts, &all, weights).to_csr(&terms);
        Stacking { corpus, words, terms }
    }

    /// Fits to the articles of rows for which `is_used` holds.
    pub(super) fn fit(&self, logits: &[Logit], is_used: impl Fn(usize) -> bool) -> Result<FittedStacked> {
        let mut articles: Vec<std::ops::Range<usize>> =
            self.corpus.articles().filter(|rows| rows.len() > 1 && is_used(rows.start)).collect();
        // If there are too many, a sample that does not depend on their order.
        articles.sort_by_cached_key(|rows| xxh3_64(self.corpus.rows[rows.start].text.as_bytes()));
        let mut number = 0;
        let is_kept = |rows: &std::ops::Range<usize>| {
            number += rows.len();
            number <= MOST_PARAGRAPHS
        };
        articles.retain(is_kept);
        let example = |rows: &std::ops::Range<usize>| LabelledParagraphs {
            said: rows.clone().map(|row| self.corpus.said(row, logits)).collect(),
            labels: self.corpus.labels[rows.clone()].to_vec(),
            rows: rows.clone().map(|row| self.row(row)).collect(),
        };
        let examples: Vec<LabelledParagraphs> = articles.par_iter().map(example).collect();
        fit_stacked(&examples, self.terms.len())
    }

    fn row(&self, row: usize) -> SparseRow {
        let (columns, values) = self.words.row(row);
        SparseRow { columns: columns.to_vec(), values: values.to_vec() }
    }

    /// What a row says, alone and about its article.
    pub(super) fn said(&self, row: usize, logits: &[Logit], fitted: &FittedStacked) -> Said {
        let article = self.row(row).dot(|column| fitted.coefficients[column]);
        Said { article, ..self.corpus.said(row, logits) }
    }

    /// Each row's probability in context, by a model of the other folds.
    pub(super) fn cross_read(&self, logits: &[Logit], folds: &[usize]) -> Result<Vec<Probability>> {
        let read = |&fold: &usize| -> Result<Vec<(usize, Logit)>> {
            let fitted = self.fit(logits, |row| folds[row] != fold)?;
            let mut out = Vec::new();
            for rows in self.corpus.articles().filter(|rows| !rows.is_empty() && folds[rows.start] == fold) {
                let said: Vec<Said> = rows.clone().map(|row| self.said(row, logits, &fitted)).collect();
                out.extend(rows.zip(fitted.stacked.logits(&said, Logit(0.0))));
            }
            Ok(out)
        };
        let found: Vec<Result<Vec<(usize, Logit)>>> = distinct(folds).par_iter().map(read).collect();
        let mut probabilities = vec![Probability(0.5); folds.len()];
        for fold in found {
            fold?.into_iter().for_each(|(row, logit)| probabilities[row] = logit.probability());
        }
        Ok(probabilities)
    }

    /// The coefficients of the model's columns, of which each is one of these terms of the counts.
    pub(super) fn coefficients(&self, fitted: &FittedStacked, columns: &[u32]) -> Vec<f32> {
        // `terms` is ascending.
        let of = |term: &u32| self.terms.binary_search(term).map_or(0.0, |at| fitted.coefficients[at] as f32);
        columns.iter().map(of).collect()
    }
}
