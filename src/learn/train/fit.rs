//! Counts of some rows → coefficients.

use super::Corpus;
use super::doubtful::{Doubtful, InheritedRows};
use super::{Solver, TermWeight, TrainParams};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::{Label, Logit};
use crate::learn::fit::matrix::{CsrMatrix, Matrix};
use crate::learn::fit::solver::{Solution, SolverParams, WeightedLabels, fit_dense, fit_sparse};
use crate::learn::{fit::counts::Counts, fit::term_weights::TermWeights, fit::weighted_rows::WeightedRows};
use crate::model::vocabulary::Vocabulary;

/// A fit to some rows of a corpus.
pub(super) struct Fitted {
    pub(super) weights: TermWeights,
    /// It has a coefficient for each term of the counts.
    pub(super) solution: Solution,
}

impl Fitted {
    /// The logits of some rows.
    pub(super) fn score(&self, counts: &Counts, rows: &[usize]) -> Vec<Logit> {
        let matrix = WeightedRows::new(counts, rows, &self.weights);
        let mut coefficients = self.solution.coefficients.clone();
        matrix.weigh(&mut coefficients);
        let logit = |row| Logit(self.solution.intercept + matrix.row_dot(row, &coefficients));
        (0..rows.len()).map(logit).collect()
    }

    /// The coefficients of some terms of the counts.
    pub(super) fn coefficients(&self, terms: &[u32]) -> Vec<f64> {
        terms.iter().map(|&term| self.solution.coefficients[term as usize]).collect()
    }
}

/// A model of all rows: its terms, their values in each row, and their coefficients.
pub(crate) struct FittedToAll {
    pub(crate) terms: Vocabulary,
    pub(crate) matrix: CsrMatrix,
    pub(crate) coefficients: Vec<f64>,
}

impl FittedToAll {
    pub(crate) fn new(
        corpus: &Corpus<'_>,
        counts: &Counts,
        inherited: &InheritedRows,
        params: &TrainParams,
    ) -> Result<FittedToAll> {
        let all: Vec<usize> = (0..corpus.rows.len()).collect();
        let fitted = Weighted::all(corpus, counts, inherited, params)?.fit(counts, params)?;
        let (tfidf, columns) = fitted.weights.tfidf(counts)?;
        let matrix = WeightedRows::new(counts, &all, &fitted.weights).to_csr(&columns);
        Ok(FittedToAll { terms: tfidf.vocabulary, matrix, coefficients: fitted.coefficients(&columns) })
    }
}

/// How many times further from the optimum a fit may stop if it only scores other rows: their logits move by about a thousandth.
const SCORING: f64 = 10.0;

/// Fits to read rows, and to others whose labels are doubtful, in order to score rows that are not among them.
pub(super) fn fit(
    corpus: &Corpus<'_>,
    counts: &Counts,
    read: &[usize],
    inherited: Option<&Doubtful>,
    params: &TrainParams,
) -> Result<Fitted> {
    let solver = SolverParams { tolerance: SCORING * params.solver.tolerance, ..params.solver };
    weigh(corpus, counts, read, inherited, params)?.fit(counts, &TrainParams { solver, ..params.clone() })
}

/// Rows with their labels, and the weights of their terms.
pub(super) struct Weighted {
    rows: Vec<usize>,
    pub(super) weights: TermWeights,
    targets: WeightedLabels,
}

impl Weighted {
    /// All rows: what the model itself is fitted to.
    pub(super) fn all(
        corpus: &Corpus<'_>,
        counts: &Counts,
        inherited: &InheritedRows,
        params: &TrainParams,
    ) -> Result<Weighted> {
        let all: Vec<usize> = (0..corpus.rows.len()).collect();
        weigh(corpus, counts, &all, inherited.outside(None), params)
    }

    /// Fits to the rows.
    pub(super) fn fit(self, counts: &Counts, params: &TrainParams) -> Result<Fitted> {
        let Weighted { rows, weights, targets } = self;
        let matrix = WeightedRows::new(counts, &rows, &weights);
        let solution = match params.solver_kind {
            Solver::Sparse => fit_sparse(matrix, targets, params.solver)?,
            Solver::Dense => fit_features(&matrix, weights.features(), &targets, params.solver)?,
        };
        Ok(Fitted { weights, solution })
    }
}

fn weigh(
    corpus: &Corpus<'_>,
    counts: &Counts,
    read: &[usize],
    inherited: Option<&Doubtful>,
    params: &TrainParams,
) -> Result<Weighted> {
    let others = inherited.map_or(&[][..], |inherited| &inherited.rows);
    let rows = [read, others].concat();
    let mut weights = TermWeights::fit(counts, &rows, params.vocabulary);
    if weights.features().is_empty() {
        let what = format!("no term is in {} rows or more", params.vocabulary.min_df);
        return Err(Error::new(ErrorKind::Training, what)
            .remedy(Message::from("lower ").name(Parameter::MinDf).then(", or train on more rows")));
    }
    let labels: Vec<Label> = rows.iter().map(|&row| corpus.label(row)).collect();
    let doubts = inherited.map(|inherited| [vec![0.0; read.len()], inherited.doubts.clone()].concat());
    let targets = WeightedLabels { labels, weights: corpus.weights(read, others, params), doubts, offsets: None };
    if params.term_weight == TermWeight::Supervised {
        weights.supervise(counts, &rows, &targets);
    }
    Ok(Weighted { rows, weights, targets })
}

/// Fits with the dense solver, on the columns that are features only, to save memory.
fn fit_features(
    matrix: &WeightedRows<'_>,
    features: &[u32],
    targets: &WeightedLabels,
    params: SolverParams,
) -> Result<Solution> {
    let solution = fit_dense(&matrix.to_csr(features), targets, params)?;
    let mut coefficients = vec![0.0; matrix.columns()];
    features.iter().zip(&solution.coefficients).for_each(|(&term, &w)| coefficients[term as usize] = w);
    Ok(Solution { coefficients, ..solution })
}
