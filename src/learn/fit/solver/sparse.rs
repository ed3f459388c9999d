//! The sparse solver as a linfa estimator.

use linfa::DatasetBase;
use linfa::dataset::Records;
use linfa::traits::Fit;

use super::objective::{Objective, WeightedLabels};
use super::solution::{Solution, SolverParams, certify};
use super::{newton, newton::Stopped};
use crate::error::{Error, ErrorKind, Result};
use crate::label::Label;
use crate::learn::fit::matrix::{CsrMatrix, Matrix};
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

impl<M: Matrix + Records> Fit<M, WeightedLabels, Error> for SparseLogistic {
    type Object = Solution;

    /// Fits the rows of `dataset`.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] if a class is missing, [`ErrorKind::Convergence`] if the gradient at the solution is not small
    /// enough.
    fn fit(&self, dataset: &DatasetBase<M, WeightedLabels>) -> Result<Solution> {
        let mut objective = Objective::new(dataset.records(), dataset.targets(), self.0.alpha)?;
        let tolerance = self.0.tolerance * objective.total_weight();
        let Stopped { point, steps } = newton::minimise(&mut objective, tolerance, self.0.max_iterations);
        certify(&mut objective, point, steps, tolerance)
    }
}

/// Fits with [`SparseLogistic`].
///
/// # Errors
/// As [`SparseLogistic`].
pub fn fit_sparse<M: Matrix + Records>(matrix: M, targets: WeightedLabels, params: SolverParams) -> Result<Solution> {
    SparseLogistic(params).fit(&DatasetBase::new(matrix, targets))
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
