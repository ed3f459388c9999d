//! How good a model is, on rows it has not seen.

pub mod fold;
pub mod metrics;
