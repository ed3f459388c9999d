//! Logit → probability that means what it says.

use crate::error::{Error, ErrorKind, Result};
use crate::label::{Label, Logit, Probability};

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
    /// Fits to out-of-fold logits and the labels of the same rows.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] where the logits do not tell the labels apart: a sigmoid would fall instead of rise.
    pub fn fit(logits: &[Logit], labels: &[Label]) -> Result<Calibration> {
        let scores: Vec<f64> = logits.iter().map(|logit| logit.0).collect();
        let (slope, intercept) = super::solver::fit_sigmoid(&scores, labels)?;
        if slope > 0.0 {
            return Ok(Calibration { slope, intercept });
        }
        Err(Error::new(
            ErrorKind::Training,
            "out of fold the model is no better than chance, so it cannot be calibrated",
        )
        .remedy("train on more rows, or choose --group so that every fold's other groups hold both labels"))
    }

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

    /// The narrowest band around one half outside which at most [`UnsureBand::ERROR`] of the out-of-fold labels are
    /// wrong. Where no band reaches that, everything is unsure (a half width of ½).
    pub fn fit(probabilities: &[Probability], labels: &[Label]) -> UnsureBand {
        let mut rows: Vec<(f64, bool)> =
            probabilities.iter().zip(labels).map(|(p, &label)| ((p.0 - 0.5).abs(), p.label() != label)).collect();
        rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut wrong = rows.iter().filter(|row| row.1).count() as f64;
        let mut left = rows.len() as f64;
        // Rows at the same distance are in the band together or not at all: the band ends where the first one kept lies.
        for alike in rows.chunk_by(|a, b| a.0 == b.0) {
            if wrong <= UnsureBand::ERROR * left {
                return UnsureBand { half_width: if left == rows.len() as f64 { 0.0 } else { alike[0].0 } };
            }
            wrong -= alike.iter().filter(|row| row.1).count() as f64;
            left -= alike.len() as f64;
        }
        UnsureBand { half_width: 0.5 }
    }

    /// Whether a probability lies in the band.
    pub fn contains(&self, probability: Probability) -> bool {
        (probability.0 - 0.5).abs() < self.half_width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_band_is_the_narrowest_that_keeps_the_promise() {
        // Ten sure and right, and one wrong and one right near the middle.
        let mut p = vec![Probability(0.9); 10];
        let mut labels = vec![Label::Opinion; 10];
        p.extend([Probability(0.55), Probability(0.6)]);
        labels.extend([Label::News, Label::Opinion]);
        assert_eq!(UnsureBand::fit(&p, &labels).half_width, 0.0, "1 of 12 is under a tenth");
        p.push(Probability(0.45));
        labels.push(Label::Opinion);
        let band = UnsureBand::fit(&p, &labels);
        let outside: Vec<bool> =
            p.iter().zip(&labels).filter(|(p, _)| !band.contains(**p)).map(|(p, label)| p.label() != *label).collect();
        let wrong = outside.iter().filter(|wrong| **wrong).count();
        assert!(wrong * 10 <= outside.len() && outside.len() >= 11, "{band:?}: {wrong} of {}", outside.len());
    }
}
