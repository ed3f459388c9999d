//! Logit → probability that means what it says.

use crate::label::{Logit, Probability};

/// Platt's sigmoid: the calibrated logit is slope · z + intercept (Platt 1999, "Probabilistic outputs for support vector
/// machines"), fitted on out-of-fold logits only.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Calibration {
    /// Positive: calibration never turns an order round.
    pub slope: f64,
    /// The calibrated logit where z = 0.
    pub intercept: f64,
}

impl Calibration {
    /// The calibrated logit.
    pub fn apply(&self, logit: Logit) -> Logit {
        Logit(self.slope * logit.0 + self.intercept)
    }
}

/// The probabilities that are too near to one half to be believed.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct UnsureBand {
    /// Unsure where |p − ½| is less. 0 means never.
    pub half_width: f64,
}

impl UnsureBand {
    /// The share of errors that is accepted among the labels that are not unsure.
    pub const ERROR: f64 = 0.10;

    /// Whether a probability lies in the band.
    pub fn contains(&self, probability: Probability) -> bool {
        (probability.0 - 0.5).abs() < self.half_width
    }
}
