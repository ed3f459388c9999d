//! Logit → calibrated probability.

use crate::label::{Logit, Probability};

/// Platt's sigmoid: the calibrated logit is slope · z + intercept (Platt 1999, "Probabilistic outputs for support vector
/// machines"), fitted to out-of-fold logits.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Calibration {
    /// Positive: calibration keeps the order.
    pub slope: f64,
    /// The calibrated logit at z = 0.
    pub intercept: f64,
}

impl Calibration {
    /// The calibrated logit.
    pub fn apply(&self, logit: Logit) -> Logit {
        Logit(self.slope * logit.0 + self.intercept)
    }
}

/// The probabilities that are too close to one half to decide a label.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct UnsureBand {
    /// Unsure if |p − ½| is less than this. 0 means never.
    pub half_width: f64,
}

impl UnsureBand {
    /// The accepted share of errors among the labels outside the band.
    pub const ERROR: f64 = 0.05;

    /// Returns true if a probability lies in the band.
    pub fn contains(&self, probability: Probability) -> bool {
        (probability.0 - 0.5).abs() < self.half_width
    }
}
