//! The sparse solver as a linfa estimator.

use linfa::DatasetBase;
use linfa::dataset::Records;
use linfa::traits::Fit;
use rayon::prelude::*;

use super::newton::Newton;
use super::objective::{Objectives, WeightedLabels};
use super::solution::{Solution, SolverParams};
use crate::error::{Error, ErrorKind, Result};
use crate::label::Label;
use crate::learn::fit::counts::Counts;
use crate::learn::fit::matrix::{CsrMatrix, Matrix};
use crate::learn::fit::term_weights::TermWeights;
use crate::learn::fit::weighted_rows::WeightedRows;
use crate::model::row::SparseRow;

impl Records for CsrMatrix {
    type Elem = f64;

    fn nsamples(&self) -> usize {
        self.rows()
    }

    fn nfeatures(&self) -> usize {
        self.columns()
    }
}

impl Records for WeightedRows<'_> {
    type Elem = f64;

    fn nsamples(&self) -> usize {
        self.rows()
    }

    fn nfeatures(&self) -> usize {
        self.columns()
    }
}

impl From<linfa::Error> for Error {
    fn from(error: linfa::Error) -> Self {
        Error::new(ErrorKind::Training, error.to_string())
    }
}

/// The sparse solver, a linfa estimator.
///
/// ```
/// use linfa::{DatasetBase, traits::Fit};
/// use oped::learn::fit::matrix::CsrMatrix;
/// use oped::label::Label::{News, Opinion};
/// use oped::learn::fit::solver::{SolverParams, SparseLogistic, WeightedLabels};
/// use oped::model::row::SparseRow;
///
/// let mut matrix = CsrMatrix::new(1);
/// for value in [-1.0, 1.0, 2.0] {
///     matrix.push(&SparseRow { columns: vec![0], values: vec![value] });
/// }
/// let targets = WeightedLabels::unweighted(vec![News, Opinion, Opinion]);
/// let solution = SparseLogistic(SolverParams::default()).fit(&DatasetBase::new(matrix, targets))?;
/// assert!(solution.coefficients[0] > 0.0);
/// # Ok::<(), oped::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct SparseLogistic(pub SolverParams);

/// The fits that share a pass over the rows at most: those of five folds and of all rows.
pub const MOST_TOGETHER: usize = 6;

impl<M: Matrix + Records> Fit<M, WeightedLabels, Error> for SparseLogistic {
    type Object = Solution;

    /// Fits the rows of `dataset`.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] if a class is missing, [`ErrorKind::Convergence`] if the gradient at the solution is not small
    /// enough.
    fn fit(&self, dataset: &DatasetBase<M, WeightedLabels>) -> Result<Solution> {
        // One fit, one solution.
        Ok(minimise(dataset.records(), [dataset.targets()], self.0.alpha, &[self.0.into()])?.swap_remove(0))
    }
}

/// Fits with [`SparseLogistic`].
///
/// # Errors
/// As [`SparseLogistic`].
pub fn fit_sparse<M: Matrix + Records>(matrix: M, targets: WeightedLabels, params: SolverParams) -> Result<Solution> {
    SparseLogistic(params).fit(&DatasetBase::new(matrix, targets))
}

/// One of the fits of [`fit_together`].
#[derive(Debug, Clone, Copy)]
pub struct OfTogether<'f> {
    /// The weights of the terms.
    pub weights: &'f TermWeights,
    /// Labels and weights of all rows: a weight of 0 leaves a row out.
    pub targets: &'f WeightedLabels,
    /// When it ends.
    pub stop: Stop,
}

/// When a fit ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// As [`SolverParams::tolerance`].
    pub tolerance: f64,
    /// As [`SolverParams::max_iterations`].
    pub max_iterations: u64,
}

impl From<SolverParams> for Stop {
    fn from(SolverParams { tolerance, max_iterations, .. }: SolverParams) -> Stop {
        Stop { tolerance, max_iterations }
    }
}

/// Fits to the same rows with different weights, as [`fit_sparse`] does one by one, but with [`MOST_TOGETHER`] fits in each pass over
/// the rows. They share the penalty `alpha`.
///
/// # Errors
/// Those of [`fit_sparse`].
pub fn fit_together(counts: &Counts, rows: &[usize], alpha: f64, fits: &[OfTogether<'_>]) -> Result<Vec<Solution>> {
    let passes = fits.len().div_ceil(MOST_TOGETHER).max(1);
    let mut solutions = Vec::with_capacity(fits.len());
    for some in fits.chunks(fits.len().div_ceil(passes).max(1)) {
        solutions.extend(match some.len() {
            1 => fit_some::<1>(counts, rows, alpha, some)?,
            2 | 3 => fit_some::<3>(counts, rows, alpha, some)?,
            _ => fit_some::<MOST_TOGETHER>(counts, rows, alpha, some)?,
        });
    }
    Ok(solutions)
}

/// Fits up to `N`; where there are fewer, the last is not asked again.
fn fit_some<const N: usize>(
    counts: &Counts,
    rows: &[usize],
    alpha: f64,
    fits: &[OfTogether<'_>],
) -> Result<Vec<Solution>> {
    let at = |at: usize| fits[at.min(fits.len() - 1)];
    let matrix = WeightedRows::together(counts, rows, std::array::from_fn::<_, N, _>(|of| at(of).weights));
    let stops: Vec<Stop> = fits.iter().map(|fit| fit.stop).collect();
    minimise(&matrix, std::array::from_fn(|of| at(of).targets), alpha, &stops)
}

/// Minimises the objectives of some fits, each pass over the rows for all that have not ended. `stops` has one for each.
fn minimise<M: Matrix<N>, const N: usize>(
    matrix: &M,
    targets: [&WeightedLabels; N],
    alpha: f64,
    stops: &[Stop],
) -> Result<Vec<Solution>> {
    let mut objectives = Objectives::new(matrix, targets, alpha);
    let begin = |(targets, stop): (&&WeightedLabels, &Stop)| {
        targets.refuse_missing_class()?;
        let tolerance = stop.tolerance * targets.total_weight();
        Ok(Newton::new(objectives.size(), alpha, tolerance, stop.max_iterations))
    };
    let mut fits = targets.iter().zip(stops).map(begin).collect::<Result<Vec<Newton>>>()?;
    // All that are about to ask for the same quantity: who is done with the products of a step waits for the others.
    while let Some(quantity) = fits.iter().filter_map(|fit| Some(fit.question()?.quantity)).min() {
        let asked = |fit: &Newton| fit.question().is_some_and(|question| question.quantity == quantity);
        objectives
            .pass(quantity, &std::array::from_fn(|of| Some(fits.get(of).filter(|fit| asked(fit))?.question()?.vector)));
        let hear = |(of, fit): (usize, &mut Newton)| fit.hear(|question, out| objectives.answer(of, question, out));
        fits.par_iter_mut().enumerate().filter(|(_, fit)| asked(fit)).for_each(hear);
    }
    fits.into_iter().map(Newton::solution).collect()
}

/// Fits P(opinion) = σ(slope · score + intercept), nearly unpenalised: Platt's sigmoid.
///
/// # Errors
/// As [`SparseLogistic`].
pub fn fit_sigmoid(scores: &[f64], labels: &[Label]) -> Result<(f64, f64)> {
    let mut matrix = CsrMatrix::new(1);
    for &score in scores {
        matrix.push(&SparseRow { columns: vec![0], values: vec![score as f32] });
    }
    let targets = WeightedLabels::unweighted(labels.to_vec());
    let params = SolverParams { alpha: 1e-6, tolerance: 1e-6, max_iterations: 500 };
    let solution = fit_sparse(matrix, targets, params)?;
    Ok((solution.coefficients[0], solution.intercept))
}
