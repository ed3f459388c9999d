//! Fitting calibrations and the unsure band.

use super::solver::fit_sigmoid;
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::{Label, Logit, Probability};
use crate::model::calibration::{Calibration, UnsureBand};

impl Calibration {
    /// Fits to the out-of-fold logits and labels of the same rows.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] if the logits are no better than chance: the sigmoid would fall instead of rise.
    pub fn fit(logits: &[Logit], labels: &[Label]) -> Result<Calibration> {
        let scores: Vec<f64> = logits.iter().map(|logit| logit.0).collect();
        let (slope, intercept) = fit_sigmoid(&scores, labels)?;
        if slope > 0.0 {
            return Ok(Calibration { slope, intercept });
        }
        Err(Error::new(
            ErrorKind::Training,
            "out of fold the model is no better than chance, so it cannot be calibrated",
        )
        .remedy(
            Message::from("train on more rows, such as all your labelled ones together, or choose ")
                .name(Parameter::Group)
                .then(" so that every fold's other groups hold both labels"),
        ))
    }
}

/// Moves a calibration to another publisher: the calibrated logit z becomes slope · z + shift.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adjustment {
    /// 1 if the probabilities were as sure as they should be.
    pub slope: f64,
    /// 0 if they were neither too high nor too low.
    pub shift: f64,
}

impl Adjustment {
    /// How far publishers differ: the standard deviations of a normal prior around slope 1 and shift 0. A shift of one logit is
    /// common, a slope of one half is not.
    pub const PRIOR: (f64, f64) = (0.25, 1.0);

    /// The adjustment of highest posterior probability: Newton's method, each step halved until it descends, on
    ///
    /// > Σ ln(1 + exp(−yᵢ(slope · zᵢ + shift))) + ½((slope − 1) / σ₁)² + ½(shift / σ₂)²,
    ///
    /// which is strictly convex.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] if the best slope is not positive: it would reverse the order. [`ErrorKind::Convergence`] if the
    /// gradient does not vanish.
    pub fn fit(logits: &[Logit], labels: &[Label]) -> Result<Adjustment> {
        const STEPS: usize = 100;
        const HALVINGS: i32 = 40;
        let mut now = Adjustment { slope: 1.0, shift: 0.0 };
        for _ in 0..STEPS {
            let (g, h) = now.derivatives(logits, labels);
            if g[0].abs() + g[1].abs() <= 1e-8 * (1.0 + logits.len() as f64) {
                return now.rising();
            }
            let determinant = h[0] * h[2] - h[1] * h[1];
            let step = [(h[2] * g[0] - h[1] * g[1]) / determinant, (h[0] * g[1] - h[1] * g[0]) / determinant];
            let objective = now.objective(logits, labels);
            let shorter = |halvings: i32| {
                let length = 0.5f64.powi(halvings);
                Adjustment { slope: now.slope - length * step[0], shift: now.shift - length * step[1] }
            };
            let next = (0..HALVINGS).map(shorter).find(|next| next.objective(logits, labels) < objective);
            // If no step descends, the rest of the gradient is rounding.
            match next {
                Some(next) => now = next,
                None => return now.rising(),
            }
        }
        Err(Error::new(ErrorKind::Convergence, format!("the calibration did not converge in {STEPS} steps"))
            .remedy("check the labels: the model is confident of the opposite"))
    }

    fn rising(self) -> Result<Adjustment> {
        if self.slope > 0.0 {
            return Ok(self);
        }
        Err(Error::new(ErrorKind::Training, "the model ranks these rows the wrong way round")
            .remedy("check whether the two labels are swapped, or train on the rows"))
    }

    fn objective(&self, logits: &[Logit], labels: &[Label]) -> f64 {
        // ln(1 + e^−m), computed on the side that does not overflow.
        let loss = |margin: f64| (-margin.abs()).exp().ln_1p() + (-margin).max(0.0);
        let losses = logits.iter().zip(labels).map(|(&z, label)| loss(label.sign() * self.apply(z).0));
        let [slope, shift] = Adjustment::precision();
        losses.sum::<f64>() + slope * (self.slope - 1.0).powi(2) / 2.0 + shift * self.shift.powi(2) / 2.0
    }

    /// The gradient over (slope, shift), and the Hessian's three entries.
    fn derivatives(&self, logits: &[Logit], labels: &[Label]) -> ([f64; 2], [f64; 3]) {
        let precision = Adjustment::precision();
        let mut g = [precision[0] * (self.slope - 1.0), precision[1] * self.shift];
        let mut h = [precision[0], 0.0, precision[1]];
        for (&z, label) in logits.iter().zip(labels) {
            let p = self.apply(z).probability().0;
            let (residual, weight) = (p - f64::from(label.is_opinion()), p * (1.0 - p));
            g = [g[0] + residual * z.0, g[1] + residual];
            h = [h[0] + weight * z.0 * z.0, h[1] + weight * z.0, h[2] + weight];
        }
        (g, h)
    }

    fn precision() -> [f64; 2] {
        [Adjustment::PRIOR.0.powi(-2), Adjustment::PRIOR.1.powi(-2)]
    }

    /// The adjusted logit.
    pub fn apply(&self, logit: Logit) -> Logit {
        Logit(self.slope * logit.0 + self.shift)
    }

    /// A calibration followed by this adjustment, as one.
    pub fn after(&self, calibration: Calibration) -> Calibration {
        Calibration {
            slope: self.slope * calibration.slope,
            intercept: self.slope * calibration.intercept + self.shift,
        }
    }
}

impl UnsureBand {
    /// The narrowest band around one half outside which at most [`UnsureBand::ERROR`] of the out-of-fold labels are wrong. If no band
    /// reaches that, everything is unsure (a half width of ½).
    ///
    /// The probabilities are those of paragraphs alone. Every row weighs the same: with equal weights per source, a handful of tiny
    /// sources would set the width.
    pub fn fit(probabilities: &[Probability], labels: &[Label]) -> UnsureBand {
        let mut rows: Vec<(f64, bool)> =
            probabilities.iter().zip(labels).map(|(p, &label)| ((p.0 - 0.5).abs(), p.label() != label)).collect();
        rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut wrong = rows.iter().filter(|row| row.1).count() as f64;
        let mut left = rows.len() as f64;
        // Rows at the same distance are in the band together or not at all; the band ends at the first one outside.
        for alike in rows.chunk_by(|a, b| a.0 == b.0) {
            if wrong <= UnsureBand::ERROR * left {
                return UnsureBand { half_width: if left == rows.len() as f64 { 0.0 } else { alike[0].0 } };
            }
            wrong -= alike.iter().filter(|row| row.1).count() as f64;
            left -= alike.len() as f64;
        }
        UnsureBand { half_width: 0.5 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_band_is_the_narrowest_that_keeps_the_promise() {
        // Twenty sure and right, and one wrong and one right near the middle.
        let mut p = vec![Probability(0.9); 20];
        let mut labels = vec![Label::Opinion; 20];
        p.extend([Probability(0.55), Probability(0.6)]);
        labels.extend([Label::News, Label::Opinion]);
        assert_eq!(UnsureBand::fit(&p, &labels).half_width, 0.0, "1 of 22 is under a twentieth");
        p.push(Probability(0.45));
        labels.push(Label::Opinion);
        let band = UnsureBand::fit(&p, &labels);
        let outside: Vec<bool> =
            p.iter().zip(&labels).filter(|(p, _)| !band.contains(**p)).map(|(p, label)| p.label() != *label).collect();
        let wrong = outside.iter().filter(|wrong| **wrong).count();
        assert!(wrong * 20 <= outside.len() && outside.len() >= 21, "{band:?}: {wrong} of {}", outside.len());
    }
}
