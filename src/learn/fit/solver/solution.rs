//! A fitted linear model, and whether its solver converged.

use crate::error::{Error, ErrorKind, Message, Parameter, Result};

/// How to fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SolverParams {
    /// The weight of the L2 penalty, 1/C.
    pub alpha: f64,
    /// The solver has converged if ‖gradient‖ ≤ tolerance · Σ wᵢ.
    pub tolerance: f64,
    /// The most steps.
    pub max_iterations: u64,
}

impl Default for SolverParams {
    fn default() -> Self {
        Self { alpha: 1.0, tolerance: 1e-6, max_iterations: 1000 }
    }
}

/// A fitted linear model in full precision, with the figures that show its convergence.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// The coefficient of each column.
    pub coefficients: Vec<f64>,
    /// Unpenalised.
    pub intercept: f64,
    /// The objective at the solution, computed afresh.
    pub objective: f64,
    /// ‖gradient‖ at the solution, computed afresh.
    pub gradient_norm: f64,
    /// Steps taken; 0 if the solver does not tell (linfa-logistic).
    pub iterations: u64,
}

/// Returns the solution at `point`, with the value and ‖gradient‖ there, if the latter is small enough.
pub(super) fn certified(
    mut point: Vec<f64>,
    value: f64,
    gradient_norm: f64,
    iterations: u64,
    tolerance: f64,
) -> Result<Solution> {
    // A factor of ten allows for rounding in long sums.
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
