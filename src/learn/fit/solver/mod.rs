//! Fitting the linear model. The only module that knows linfa, linfa-logistic, argmin and ndarray.
//!
//! Both solvers minimise linfa-logistic's objective,
//!
//! > Σᵢ wᵢ · ln(1 + exp(−yᵢ zᵢ)) + ½ · alpha · ‖w‖², zᵢ = intercept + xᵢ · w, yᵢ = ±1,
//!
//! with the intercept unpenalised (scikit-learn's `LogisticRegression(C=1/alpha)`). A row whose label is wrong with probability dᵢ
//! counts as 1 − dᵢ rows of its label and dᵢ of the other, which adds wᵢ · dᵢ · yᵢ zᵢ. [`SparseLogistic`] works on any
//! [`Matrix`](super::matrix::Matrix), with row weights, by a truncated Newton method (`newton.rs`); [`fit_dense`] hands a dense
//! copy to linfa-logistic, which ignores weights. Neither is trusted: the gradient at the solution is looked at, because linfa's
//! `Ok` says nothing about convergence.
//!
//! [`fit_together`] fits to the same rows several times, as folds do: an entry of the matrix is loaded once for all of them. Six fits
//! take about half the time of six alone, since most of it is spent waiting for memory.
//!
//! Why Newton and not linfa-logistic's L-BFGS: the cost is in passes over the matrix, and on the unit rows of paragraphs the
//! objective has few curved directions, which conjugate gradients find in about ten products. On 113,586 paragraphs it takes some
//! 60 passes, L-BFGS 80 to 250, depending on how it is scaled; LIBLINEAR's trust region takes 1.5 times as long to reach the same
//! objective. Why not argmin's Newton-CG: it has no preconditioner, its inner solver copies its vectors at every step, and it asks
//! for value, gradient and Hessian separately, where one pass gives all three. `cargo bench --bench solver` and
//! `examples/matrix.rs` measure.

mod dense;
mod newton;
mod objective;
mod simplex;
mod solution;
mod sparse;
#[cfg(test)]
mod tests;

pub use dense::{MAX_DENSE_BYTES, fit_dense};
pub use objective::WeightedLabels;
pub(crate) use simplex::minimise;
pub use solution::{Solution, SolverParams};
pub use sparse::{MOST_TOGETHER, OfTogether, SparseLogistic, Stop, fit_sigmoid, fit_sparse, fit_together};
