//! Counts of some rows → coefficients.

use super::corpus::Corpus;
use super::params::{Solver, TermWeight, TrainParams};
use crate::error::{Error, ErrorKind, Result};
use crate::features::counts::Counts;
use crate::features::tfidf::{Columns, TfIdf};
use crate::label::Label;
use crate::model::solver::{Solution, WeightedLabels, fit_dense, fit_sparse};

pub(super) fn fit(
    corpus: &Corpus<'_>,
    counts: &Counts,
    rows: &[usize],
    params: &TrainParams,
) -> Result<(TfIdf, Columns, Solution)> {
    let (mut tfidf, columns) = TfIdf::fit(counts, rows, params.vocabulary);
    if tfidf.vocabulary.is_empty() {
        return Err(Error::new(
            ErrorKind::Training,
            format!("no term is in {} rows or more", params.vocabulary.min_df),
        )
        .remedy("lower --min-df, or train on more rows"));
    }
    let labels: Vec<Label> = rows.iter().map(|&row| corpus.labels[row]).collect();
    let targets = WeightedLabels { labels, weights: corpus.weights(rows, params) };
    if params.term_weight == TermWeight::Supervised {
        let positive: Vec<bool> = targets.labels.iter().map(|label| label.is_opinion()).collect();
        tfidf.supervise(counts, rows, &columns, &positive, &targets.weights);
    }
    let matrix = tfidf.transform_counts(counts, rows, &columns);
    let solution = match params.solver_kind {
        Solver::Sparse => fit_sparse(matrix, targets, params.solver)?,
        Solver::Dense => fit_dense(&matrix, &targets, params.solver)?,
    };
    Ok((tfidf, columns, solution))
}
