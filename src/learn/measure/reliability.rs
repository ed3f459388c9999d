//! How well probabilities are calibrated: the reliability table and the expected calibration error.

/// Bins of equal width over the probabilities from 0 to 1.
pub const BINS: usize = 10;

/// The rows with a probability in one bin.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bin {
    /// Rows.
    pub rows: u64,
    /// Rows labelled opinion.
    pub opinion: u64,
    /// The sum of their probabilities.
    pub sum: f64,
}

impl Bin {
    /// The mean probability; none without rows.
    pub fn mean_probability(&self) -> Option<f64> {
        (self.rows > 0).then(|| self.sum / self.rows as f64)
    }

    /// The share of opinion; none without rows.
    pub fn opinion_share(&self) -> Option<f64> {
        (self.rows > 0).then(|| self.opinion as f64 / self.rows as f64)
    }
}

/// The reliability table: [`BINS`] half-open bins; the last includes its upper end.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Reliability(pub [Bin; BINS]);

impl Reliability {
    /// The bin of a probability.
    pub fn bin(probability: f64) -> usize {
        ((probability * BINS as f64) as usize).min(BINS - 1)
    }

    /// The bounds of a bin.
    pub fn bounds(bin: usize) -> (f64, f64) {
        (bin as f64 / BINS as f64, (bin + 1) as f64 / BINS as f64)
    }

    /// Adds rows to a bin: the number of each label, and the sum of their probabilities.
    pub fn add(&mut self, bin: usize, opinion: u64, news: u64, sum: f64) {
        let bin = &mut self.0[bin];
        bin.rows += opinion + news;
        bin.opinion += opinion;
        bin.sum += sum;
    }

    /// The expected calibration error: Σ over the bins of (share of rows) · |mean probability − share of opinion| (Naeini,
    /// Cooper and Hauskrecht 2015, "Obtaining well calibrated probabilities using Bayesian binning", for the positive class).
    pub fn error(&self) -> f64 {
        let rows: u64 = self.0.iter().map(|bin| bin.rows).sum();
        self.0.iter().map(|bin| (bin.sum - bin.opinion as f64).abs()).sum::<f64>() / rows.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 0.1–0.2 holds 0.1, 0.15 (no opinion): |0.25 − 0|; 0.6–0.7 holds 0.6 (opinion) and 0.65 (none): |1.25 − 1|;
    /// 0.9–1 holds 0.95 and 1.0, both opinion: |1.95 − 2|. Together 0.55 over six rows.
    #[test]
    fn the_error_is_that_of_the_hand_worked_table() {
        let mut table = Reliability::default();
        for (p, is) in [(0.1, false), (0.15, false), (0.6, true), (0.65, false), (0.95, true), (1.0, true)] {
            table.add(Reliability::bin(p), u64::from(is), u64::from(!is), p);
        }
        assert!((table.error() - 0.55 / 6.0).abs() < 1e-15, "{}", table.error());
        assert_eq!(table.0[9].rows, 2);
        assert_eq!((table.0[6].opinion_share(), table.0[0].mean_probability()), (Some(0.5), None));
    }
}
