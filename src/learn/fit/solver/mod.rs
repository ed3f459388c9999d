//! Fitting the linear model. The only module that knows linfa, linfa-logistic, argmin and ndarray.
//!
//! Both solvers minimise linfa-logistic's objective,
//!
//! > Σᵢ wᵢ · ln(1 + exp(−yᵢ zᵢ)) + ½ · alpha · ‖w‖², zᵢ = intercept + xᵢ · w, yᵢ = ±1,
//!
//! with the intercept unpenalised (scikit-learn's `LogisticRegression(C=1/alpha)`). [`SparseLogistic`] does so on any
//! [`Matrix`], with row weights, by a truncated Newton method (`newton.rs`); [`fit_dense`] hands a dense copy to linfa-logistic,
//! which ignores weights. Neither is believed: the gradient at the answer is computed afresh, because linfa's `Ok` says nothing
//! about convergence.
//!
//! Why Newton and not the L-BFGS of linfa-logistic: what costs is a pass over the matrix, and on the unit rows of paragraphs the
//! objective has few curved directions, which conjugate gradients find in about ten products. On 113,586 paragraphs it takes some
//! 60 passes where L-BFGS takes 80 to 250, depending on how it is scaled, and two thirds of the time of LIBLINEAR's trust region to the
//! same objective. It is ours because argmin's Newton-CG knows no preconditioner, solves in a solver of its own that copies its
//! vectors at every step, and asks for value, gradient and Hessian one by one, where one pass gives all three.
//! `cargo bench --bench solver` and `examples/matrix.rs` measure.

pub(crate) mod dense;
pub(crate) mod newton;
pub(crate) mod objective;
pub(crate) mod simplex;

pub use dense::{MAX_DENSE_BYTES, fit_dense};
pub(crate) use simplex::minimise;

use linfa::DatasetBase;
use linfa::dataset::Records;
use linfa::traits::Fit;

use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::Label;
use crate::learn::fit::matrix::{CsrMatrix, Matrix};
use crate::learn::fit::weighted_rows::WeightedRows;
use crate::model::row::SparseRow;
use newton::Stopped;
use objective::{Objective, norm};

/// How to fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SolverParams {
    /// The L2 penalty's weight, 1/C.
    pub alpha: f64,
    /// Converged when ‖gradient‖ ≤ tolerance · Σ wᵢ.
    pub tolerance: f64,
    /// Give up after so many steps.
    pub max_iterations: u64,
}

impl Default for SolverParams {
    fn default() -> Self {
        Self { alpha: 1.0, tolerance: 1e-6, max_iterations: 1000 }
    }
}

/// The targets of a dataset: each row's label and weight.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedLabels {
    /// One for each row.
    pub labels: Vec<Label>,
    /// One for each row, positive.
    pub weights: Vec<f64>,
}

impl WeightedLabels {
    /// Every row counts once.
    pub fn unweighted(labels: Vec<Label>) -> Self {
        Self { weights: vec![1.0; labels.len()], labels }
    }
}

/// A fitted linear model in full precision, with what is needed to trust it.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// One for each column.
    pub coefficients: Vec<f64>,
    /// Unpenalised.
    pub intercept: f64,
    /// The objective at the solution, computed afresh.
    pub objective: f64,
    /// ‖gradient‖ at the solution, computed afresh.
    pub gradient_norm: f64,
    /// Steps taken. 0 where the solver does not tell (linfa-logistic).
    pub iterations: u64,
}

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

/// The sparse solver: one more linfa estimator.
///
/// ```
/// use linfa::{DatasetBase, traits::Fit};
/// use oped::learn::fit::matrix::{CsrMatrix, SparseRow};
/// use oped::label::Label::{News, Opinion};
/// use oped::learn::fit::solver::{SolverParams, SparseLogistic, WeightedLabels};
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
    /// [`ErrorKind::Training`] where a class is missing, [`ErrorKind::Convergence`] where the gradient at the answer is
    /// not small enough.
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

/// The solution at `point`, if its gradient is small enough.
fn certify<M: Matrix>(
    objective: &mut Objective<'_, M>,
    mut point: Vec<f64>,
    iterations: u64,
    tolerance: f64,
) -> Result<Solution> {
    let mut gradient = vec![0.0; point.len()];
    let value = objective.evaluate(&point, &mut gradient);
    let gradient_norm = norm(&gradient);
    // Rounding in a sum of so many terms is worth a factor; more is no convergence.
    if gradient_norm.is_nan() || gradient_norm > 10.0 * tolerance {
        let what = format!(
            "the solver stopped after {iterations} steps with a gradient of {gradient_norm:.3e}, above {tolerance:.3e}"
        );
        return Err(Error::new(ErrorKind::Convergence, what).remedy(
            Message::from("give more ")
                .name(Parameter::MaxIterations)
                .then(", or a larger ")
                .name(Parameter::Alpha)
                .then(" or ")
                .name(Parameter::Tolerance),
        ));
    }
    let intercept = point.split_off(point.len() - 1)[0];
    Ok(Solution { coefficients: point, intercept, objective: value, gradient_norm, iterations })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Some rows of a problem that no plane separates, from a fixed recurrence. Every third row speaks for opinion.
    fn dataset(flip: bool) -> (CsrMatrix, WeightedLabels) {
        let mut matrix = CsrMatrix::new(8);
        let mut labels = Vec::new();
        let mut state = 7u64;
        for row in 0..90 {
            let opinion = (row % 3 == 0) != flip;
            let mut columns = Vec::new();
            let mut values = Vec::new();
            for column in 0..8u32 {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                let noise = (state >> 40) as f32 / (1 << 24) as f32;
                if noise < 0.5 {
                    columns.push(column);
                    values.push(noise + if opinion && column < 3 { 0.4 } else { 0.1 });
                }
            }
            matrix.push(&SparseRow { columns, values });
            labels.push(if opinion { Label::Opinion } else { Label::News });
        }
        (matrix, WeightedLabels::unweighted(labels))
    }

    fn distance(a: &Solution, b: &Solution) -> f64 {
        let pairs = a.coefficients.iter().zip(&b.coefficients).map(|(a, b)| (a - b).abs());
        pairs.fold((a.intercept - b.intercept).abs(), f64::max)
    }

    const EXACT: SolverParams = SolverParams { alpha: 0.3, tolerance: 1e-9, max_iterations: 10_000 };

    #[test]
    fn the_sparse_solver_and_linfa_logistic_agree_whichever_class_is_larger() {
        for flip in [false, true] {
            let (matrix, targets) = dataset(flip);
            let dense = fit_dense(&matrix, &targets, EXACT).unwrap();
            let sparse = SparseLogistic(EXACT).fit(&DatasetBase::new(matrix, targets)).unwrap();
            assert!(distance(&sparse, &dense) < 1e-6, "{}", distance(&sparse, &dense));
            assert!(sparse.coefficients[0] > 0.0, "opinion is positive in both balances");
        }
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter() {
        let (matrix, targets) = dataset(false);
        let order: Vec<usize> = (0..90).map(|row| row * 37 % 90).collect();
        let mut shuffled = CsrMatrix::new(8);
        for &row in &order {
            let (columns, values) = matrix.row(row);
            shuffled.push(&SparseRow { columns: columns.to_vec(), values: values.to_vec() });
        }
        let labels = WeightedLabels::unweighted(order.iter().map(|&row| targets.labels[row]).collect());
        for fit in [fit_dense, |m: &CsrMatrix, t: &WeightedLabels, p| {
            SparseLogistic(p).fit(&DatasetBase::new(m.clone(), t.clone()))
        }] {
            let (a, b) = (fit(&matrix, &targets, EXACT).unwrap(), fit(&shuffled, &labels, EXACT).unwrap());
            assert!(distance(&a, &b) < 1e-6);
        }
    }

    #[test]
    fn a_weight_of_two_is_the_row_twice() {
        let (matrix, mut targets) = dataset(false);
        targets.weights[4] = 2.0;
        let mut twice = matrix.clone();
        let (columns, values) = matrix.row(4);
        twice.push(&SparseRow { columns: columns.to_vec(), values: values.to_vec() });
        let mut labels = targets.labels.clone();
        labels.push(labels[4]);
        let a = SparseLogistic(EXACT).fit(&DatasetBase::new(matrix, targets)).unwrap();
        let b = SparseLogistic(EXACT).fit(&DatasetBase::new(twice, WeightedLabels::unweighted(labels))).unwrap();
        assert!(distance(&a, &b) < 1e-6);
    }

    #[test]
    fn the_dense_solver_says_what_memory_it_would_need() {
        let mut matrix = CsrMatrix::new(1_000_000);
        (0..1000).for_each(|_| matrix.push(&SparseRow::default()));
        let targets = WeightedLabels::unweighted(vec![Label::News; 1000]);
        let error = fit_dense(&matrix, &targets, EXACT).unwrap_err();
        assert!(error.to_string().starts_with("the dense solver would need 8.0 GB for 1000 rows and 1000000 terms"));
    }

    #[test]
    fn a_solver_that_stops_early_is_an_error() {
        let (matrix, targets) = dataset(false);
        let params = SolverParams { max_iterations: 1, ..EXACT };
        let error = SparseLogistic(params).fit(&DatasetBase::new(matrix.clone(), targets.clone())).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Convergence);
        assert_eq!(fit_dense(&matrix, &targets, params).unwrap_err().kind(), ErrorKind::Convergence);
    }
}
