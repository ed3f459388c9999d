//! Functions of few parameters, without derivatives.

use argmin::core::{CostFunction, Executor};
use argmin::solver::neldermead::NelderMead;
use ndarray::Array1;

/// A function of few parameters, for argmin.
struct Function<F>(F);

impl<F: Fn(&[f64]) -> f64> CostFunction for Function<F> {
    type Param = Array1<f64>;
    type Output = f64;

    fn cost(&self, point: &Self::Param) -> std::result::Result<f64, argmin::core::Error> {
        Ok((self.0)(&point.to_vec()))
    }
}

/// Returns the lowest point that Nelder and Mead's simplex finds in `steps` steps. The first simplex is right-angled, with a
/// corner at `start` and legs of length `side`. Returns `start` if argmin fails.
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
