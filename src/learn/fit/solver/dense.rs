//! linfa-logistic on a dense copy: the reference for the sparse solver.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2};

use super::objective::{Objectives, Quantity, Question, WeightedLabels, norm};
use super::solution::{Solution, SolverParams, certified};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::learn::fit::matrix::{CsrMatrix, Matrix};

/// The largest dense matrix that [`fit_dense`] builds.
pub const MAX_DENSE_BYTES: u64 = 4 << 30;

/// Fits with linfa-logistic on a dense copy of the matrix, every row with weight one.
///
/// # Errors
/// [`ErrorKind::Usage`] with the memory it would take if that is above [`MAX_DENSE_BYTES`], or if weights are not all equal,
/// which linfa-logistic cannot honour; otherwise as [`super::SparseLogistic`].
pub fn fit_dense(matrix: &CsrMatrix, targets: &WeightedLabels, params: SolverParams) -> Result<Solution> {
    let bytes = matrix.rows() as u64 * matrix.columns() as u64 * 8;
    if bytes > MAX_DENSE_BYTES {
        let what = format!(
            "the dense solver would need {:.1} GB for {} rows and {} terms",
            bytes as f64 / 1e9,
            matrix.rows(),
            matrix.columns()
        );
        return Err(Error::new(ErrorKind::Usage, what).remedy(
            Message::from("use ").set(Parameter::Solver, "sparse").then(", or a smaller ").name(Parameter::MaxFeatures),
        ));
    }
    if targets.weights.iter().any(|&weight| weight != 1.0) || targets.doubts.is_some() || targets.offsets.is_some() {
        return Err(Error::new(ErrorKind::Usage, "the dense solver ignores weights").remedy(
            Message::from("give ")
                .set(Parameter::ClassWeight, "none")
                .then(" ")
                .set(Parameter::SourceWeight, "none")
                .then(" with it, or use ")
                .set(Parameter::Solver, "sparse"),
        ));
    }
    targets.refuse_missing_class()?;
    let tolerance = params.tolerance * targets.total_weight();
    let labels: Array1<bool> = targets.labels.iter().map(|label| label.is_opinion()).collect();
    let fitted = LogisticRegression::default()
        .alpha(params.alpha)
        .gradient_tolerance(tolerance)
        .max_iterations(params.max_iterations)
        .fit(&DatasetBase::new(dense(matrix), labels))
        .map_err(from_linfa)?;
    // linfa-logistic makes the larger class positive: flip signs so that opinion is.
    let sign = if fitted.labels().pos.class { 1.0 } else { -1.0 };
    let mut point: Vec<f64> = fitted.params().iter().map(|w| sign * w).collect();
    point.push(sign * fitted.intercept());
    // linfa's word is not taken for it.
    let mut objective = Objectives::new(matrix, [targets], params.alpha);
    let question = Question { quantity: Quantity::Value, vector: &point };
    let mut gradient = vec![0.0; point.len()];
    objective.pass(question.quantity, &[Some(&point)]);
    let value = objective.answer(0, question, &mut gradient);
    certified(point, value, norm(&gradient), 0, tolerance)
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

fn from_linfa(error: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Convergence, format!("the solver failed: {error}")).remedy(
        Message::from("give a larger ")
            .name(Parameter::Alpha)
            .then(", or check whether all rows of the table are alike"),
    )
}
