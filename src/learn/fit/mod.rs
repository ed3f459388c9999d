//! Fitting: counts of terms → vocabulary, weights, coefficients, calibration, context.

pub mod calibration;
mod context;
pub mod counts;
pub mod matrix;
pub mod noise;
pub mod selection;
pub mod solver;
pub mod term_weights;
pub mod weighted_rows;

pub use context::Example;
pub use context::stacked::{FittedStacked, LabelledParagraphs, fit_stacked};
