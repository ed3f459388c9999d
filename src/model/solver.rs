//! Fitting the linear model. The only file that knows linfa, linfa-logistic, argmin and ndarray.
//!
//! Both solvers minimise linfa-logistic's objective,
//!
//! > Σᵢ wᵢ · ln(1 + exp(−yᵢ zᵢ)) + ½ · alpha · ‖w‖², zᵢ = intercept + xᵢ · w, yᵢ = ±1,
//!
//! with the intercept unpenalised (scikit-learn's `LogisticRegression(C=1/alpha)`), by L-BFGS with Moré–Thuente line
//! search. [`SparseLogistic`] does so on [`CsrMatrix`], with row weights; [`fit_dense`] hands a dense copy to
//! linfa-logistic, which ignores weights. Neither is believed: the gradient at the answer is computed afresh, because
//! argmin's and linfa's `Ok` says nothing about convergence.

use std::cell::RefCell;

use argmin::core::{CostFunction, Executor, Gradient, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::neldermead::NelderMead;
use argmin::solver::quasinewton::LBFGS;
use linfa::DatasetBase;
use linfa::dataset::Records;
use linfa::traits::Fit;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2};

use crate::error::{Error, ErrorKind, Result};
use crate::features::matrix::CsrMatrix;
use crate::label::Label;

/// Past steps that L-BFGS remembers, as in linfa-logistic.
const MEMORY: usize = 10;
/// Evaluations without a better objective after which the line search is stopped.
const PATIENCE: u32 = 40;
/// The largest dense matrix that [`fit_dense`] builds.
pub const MAX_DENSE_BYTES: u64 = 4 << 30;

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

impl From<linfa::Error> for Error {
    fn from(error: linfa::Error) -> Self {
        Error::new(ErrorKind::Training, error.to_string())
    }
}

/// The sparse solver: one more linfa estimator.
///
/// ```
/// use linfa::{DatasetBase, traits::Fit};
/// use oped::features::matrix::{CsrMatrix, SparseRow};
/// use oped::label::Label::{News, Opinion};
/// use oped::model::solver::{SolverParams, SparseLogistic, WeightedLabels};
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

impl Fit<CsrMatrix, WeightedLabels, Error> for SparseLogistic {
    type Object = Solution;

    /// Fits the rows of `dataset`.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] where a class is missing, [`ErrorKind::Convergence`] where the gradient at the answer is
    /// not small enough.
    fn fit(&self, dataset: &DatasetBase<CsrMatrix, WeightedLabels>) -> Result<Solution> {
        let problem = Problem::new(dataset.records(), dataset.targets(), self.0.alpha)?;
        let tolerance = self.0.tolerance * problem.total_weight();
        let start = Array1::zeros(problem.matrix.columns() + 1);
        let solver =
            LBFGS::new(MoreThuenteLineSearch::new(), MEMORY).with_tolerance_grad(tolerance).map_err(from_argmin)?;
        let run = Executor::new(Evaluations(&problem), solver)
            .configure(|state| state.param(start).max_iters(self.0.max_iterations))
            .run();
        let iterations = run.as_ref().map_or(0, |run| run.state().get_iter());
        // Where the line search gave up, the best point it saw may still be the optimum: the gradient decides.
        let seen = problem.seen.take();
        let solution = problem.certify(&seen.best, iterations, tolerance);
        match run {
            Err(error) if solution.is_err() => Err(from_argmin(error)),
            _ => solution,
        }
    }
}

/// Fits with [`SparseLogistic`].
///
/// # Errors
/// As [`SparseLogistic`].
pub fn fit_sparse(matrix: CsrMatrix, targets: WeightedLabels, params: SolverParams) -> Result<Solution> {
    SparseLogistic(params).fit(&DatasetBase::new(matrix, targets))
}

fn from_argmin(error: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Convergence, format!("the solver failed: {error}"))
        .remedy("give a larger --alpha, or check the table for rows that are all alike")
}

/// The objective over a matrix.
struct Problem<'m> {
    matrix: &'m CsrMatrix,
    targets: &'m WeightedLabels,
    alpha: f64,
    seen: RefCell<Seen>,
}

/// What the solver has asked for so far: the last point, because argmin asks for value and gradient one by one; and the
/// best.
#[derive(Default)]
struct Seen {
    last: Vec<f64>,
    objective: f64,
    gradient: Vec<f64>,
    best: Vec<f64>,
    best_objective: f64,
    /// Evaluations since the best one.
    since_best: u32,
}

impl<'m> Problem<'m> {
    fn new(matrix: &'m CsrMatrix, targets: &'m WeightedLabels, alpha: f64) -> Result<Self> {
        for label in Label::ALL {
            if !targets.labels.contains(&label) {
                return Err(Error::new(ErrorKind::Training, format!("no training row is labelled {label}"))
                    .remedy("a model needs rows of both labels"));
            }
        }
        Ok(Self { matrix, targets, alpha, seen: RefCell::default() })
    }

    fn total_weight(&self) -> f64 {
        self.targets.weights.iter().sum()
    }

    /// Objective and gradient at `point` (coefficients, then the intercept), in one pass over the rows.
    fn evaluate(&self, point: &[f64]) -> (f64, Vec<f64>) {
        let (coefficients, intercept) = point.split_at(self.matrix.columns());
        let mut gradient: Vec<f64> = coefficients.iter().map(|w| self.alpha * w).collect();
        gradient.push(0.0);
        let mut objective = 0.5 * self.alpha * coefficients.iter().map(|w| w * w).sum::<f64>();
        for row in 0..self.matrix.rows() {
            let sign = self.targets.labels[row].sign();
            let weight = self.targets.weights[row];
            let margin = sign * (intercept[0] + self.matrix.row_dot(row, coefficients));
            objective += weight * ln_1p_exp(-margin);
            let slope = -weight * sign * logistic(-margin);
            let (columns, values) = self.matrix.row(row);
            for (&column, &value) in columns.iter().zip(values) {
                gradient[column as usize] += slope * f64::from(value);
            }
            gradient[self.matrix.columns()] += slope;
        }
        (objective, gradient)
    }

    /// Evaluates unless `point` is the one evaluated last.
    ///
    /// At the end of its precision argmin's line search can go on for ever: it is told to stop when
    /// [`PATIENCE`] evaluations have brought nothing.
    fn see(&self, point: &Array1<f64>) -> std::result::Result<(), argmin::core::Error> {
        let mut seen = self.seen.borrow_mut();
        if seen.last.iter().eq(point.iter()) {
            return Ok(());
        }
        let point = point.to_vec();
        let (objective, gradient) = self.evaluate(&point);
        if seen.best.is_empty() || objective < seen.best_objective {
            (seen.best, seen.best_objective, seen.since_best) = (point.clone(), objective, 0);
        } else {
            seen.since_best += 1;
        }
        if seen.since_best > PATIENCE {
            return Err(argmin::core::Error::msg("the line search makes no progress"));
        }
        (seen.last, seen.objective, seen.gradient) = (point, objective, gradient);
        Ok(())
    }

    /// The solution at `point`, if its gradient is small enough.
    fn certify(&self, point: &[f64], iterations: u64, tolerance: f64) -> Result<Solution> {
        let (objective, gradient) = self.evaluate(point);
        let gradient_norm = gradient.iter().map(|g| g * g).sum::<f64>().sqrt();
        // Rounding in a sum of so many terms is worth a factor; more is no convergence.
        if gradient_norm.is_nan() || gradient_norm > 10.0 * tolerance {
            let what = format!(
                "the solver stopped after {iterations} steps with a gradient of {gradient_norm:.3e}, above {tolerance:.3e}"
            );
            return Err(Error::new(ErrorKind::Convergence, what)
                .remedy("give more --max-iterations, or a larger --alpha or --tolerance"));
        }
        let (coefficients, intercept) = point.split_at(self.matrix.columns());
        Ok(Solution {
            coefficients: coefficients.to_vec(),
            intercept: intercept[0],
            objective,
            gradient_norm,
            iterations,
        })
    }
}

/// The problem as argmin sees it.
struct Evaluations<'p, 'm>(&'p Problem<'m>);

impl CostFunction for Evaluations<'_, '_> {
    type Param = Array1<f64>;
    type Output = f64;

    fn cost(&self, point: &Self::Param) -> std::result::Result<f64, argmin::core::Error> {
        self.0.see(point)?;
        Ok(self.0.seen.borrow().objective)
    }
}

impl Gradient for Evaluations<'_, '_> {
    type Param = Array1<f64>;
    type Gradient = Array1<f64>;

    fn gradient(&self, point: &Self::Param) -> std::result::Result<Array1<f64>, argmin::core::Error> {
        self.0.see(point)?;
        Ok(Array1::from(self.0.seen.borrow().gradient.clone()))
    }
}

/// ln(1 + e^z) without overflow.
fn ln_1p_exp(z: f64) -> f64 {
    z.max(0.0) + (-z.abs()).exp().ln_1p()
}

fn logistic(z: f64) -> f64 {
    crate::label::Logit(z).probability().0
}

/// A function of few parameters, as argmin sees it.
struct Function<F>(F);

impl<F: Fn(&[f64]) -> f64> CostFunction for Function<F> {
    type Param = Array1<f64>;
    type Output = f64;

    fn cost(&self, point: &Self::Param) -> std::result::Result<f64, argmin::core::Error> {
        Ok((self.0)(&point.to_vec()))
    }
}

/// The lowest point that the simplex of Nelder and Mead finds in so many steps, from a right-angled one with a corner at
/// `start` and sides of `side`. Where it fails, `start`: it is never worse than that.
pub(crate) fn minimise(start: &[f64], side: f64, steps: u64, function: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let corner = |moved: usize| -> Array1<f64> {
        start.iter().enumerate().map(|(at, value)| if at + 1 == moved { value + side } else { *value }).collect()
    };
    let simplex: Vec<Array1<f64>> = (0..=start.len()).map(corner).collect();
    let run =
        Executor::new(Function(function), NelderMead::new(simplex)).configure(|state| state.max_iters(steps)).run();
    let best = run.ok().and_then(|mut result| result.state.take_best_param());
    best.map_or_else(|| start.to_vec(), |best| best.to_vec())
}

/// Fits with linfa-logistic on a dense copy of the matrix, every row with weight one.
///
/// # Errors
/// [`ErrorKind::Usage`] with the memory it would take where that is above [`MAX_DENSE_BYTES`], or where weights are not
/// all equal, which linfa-logistic cannot honour; otherwise as [`SparseLogistic`].
pub fn fit_dense(matrix: &CsrMatrix, targets: &WeightedLabels, params: SolverParams) -> Result<Solution> {
    let bytes = matrix.rows() as u64 * matrix.columns() as u64 * 8;
    if bytes > MAX_DENSE_BYTES {
        let what = format!(
            "the dense solver would need {:.1} GB for {} rows and {} terms",
            bytes as f64 / 1e9,
            matrix.rows(),
            matrix.columns()
        );
        return Err(Error::new(ErrorKind::Usage, what).remedy("use --solver sparse, or a smaller --max-features"));
    }
    if targets.weights.iter().any(|&weight| weight != 1.0) {
        return Err(Error::new(ErrorKind::Usage, "the dense solver ignores weights")
            .remedy("give --class-weight none --source-weight none with it, or use --solver sparse"));
    }
    let problem = Problem::new(matrix, targets, params.alpha)?;
    let tolerance = params.tolerance * problem.total_weight();
    let labels: Array1<bool> = targets.labels.iter().map(|label| label.is_opinion()).collect();
    let fitted = LogisticRegression::default()
        .alpha(params.alpha)
        .gradient_tolerance(tolerance)
        .max_iterations(params.max_iterations)
        .fit(&DatasetBase::new(dense(matrix), labels))
        .map_err(from_argmin)?;
    // linfa-logistic calls the larger class positive: turn its answer so that opinion is.
    let turn = if fitted.labels().pos.class { 1.0 } else { -1.0 };
    let mut point: Vec<f64> = fitted.params().iter().map(|w| turn * w).collect();
    point.push(turn * fitted.intercept());
    problem.certify(&point, 0, tolerance)
}

fn dense(matrix: &CsrMatrix) -> Array2<f64> {
    let mut out = Array2::zeros((matrix.rows(), matrix.columns()));
    for row in 0..matrix.rows() {
        let (columns, values) = matrix.row(row);
        for (&column, &value) in columns.iter().zip(values) {
            out[[row, column as usize]] = f64::from(value);
        }
    }
    out
}

/// Fits P(opinion) = σ(slope · score + intercept) with linfa-logistic, nearly unpenalised: Platt's sigmoid.
///
/// # Errors
/// As [`fit_dense`].
pub fn fit_sigmoid(scores: &[f64], labels: &[Label]) -> Result<(f64, f64)> {
    let mut matrix = CsrMatrix::new(1);
    for &score in scores {
        matrix.push(&crate::features::matrix::SparseRow { columns: vec![0], values: vec![score as f32] });
    }
    let targets = WeightedLabels::unweighted(labels.to_vec());
    let params = SolverParams { alpha: 1e-6, tolerance: 1e-6, max_iterations: 500 };
    let solution = fit_dense(&matrix, &targets, params)?;
    Ok((solution.coefficients[0], solution.intercept))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::matrix::SparseRow;

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
