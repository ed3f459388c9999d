//! Figures of merit. `opinion` is the positive class.

use crate::label::{Label, Probability};

/// Bins of the expected calibration error.
pub const CALIBRATION_BINS: usize = 10;

/// How well probabilities and labels fit, on rows the model has not seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metrics {
    /// Rows.
    pub rows: usize,
    /// Of the rows called opinion, the share that is.
    pub precision: f64,
    /// Of the opinion rows, the share that is called so.
    pub recall: f64,
    /// The mean of both classes' F1.
    pub macro_f1: f64,
    /// The area under the ROC curve: the chance that an opinion row scores above a news row, ties half.
    pub auc: f64,
    /// −mean ln of the probability of the true label.
    pub log_loss: f64,
    /// Mean (p − y)², y = 1 for opinion.
    pub brier: f64,
    /// Σ over [`CALIBRATION_BINS`] bins of equal width of (share of rows) · |mean p − share of opinion|.
    pub calibration_error: f64,
    /// The share of rows called opinion.
    pub called_opinion: f64,
}

impl Metrics {
    /// Computes all figures. F1 and the like are 0 where they would be 0/0, AUC is ½ where a class is missing.
    ///
    /// ```
    /// use oped::{Label, evaluate::metrics::Metrics, label::Probability};
    /// let p = [0.9, 0.4, 0.6, 0.1].map(Probability);
    /// let y = [Label::Opinion, Label::Opinion, Label::News, Label::News];
    /// let metrics = Metrics::new(&p, &y);
    /// assert_eq!((metrics.macro_f1, metrics.auc), (0.5, 0.75));
    /// ```
    pub fn new(probabilities: &[Probability], labels: &[Label]) -> Metrics {
        let rows = labels.len().max(1) as f64;
        let pairs = || probabilities.iter().map(|p| p.0).zip(labels.iter().map(|label| label.is_opinion()));
        let count = |called: bool, is: bool| {
            let hit = |(p, y): &(f64, bool)| Probability(*p).label().is_opinion() == called && *y == is;
            pairs().filter(hit).count() as f64
        };
        let (tp, fp, fn_, tn) = (count(true, true), count(true, false), count(false, true), count(false, false));
        let f1 = |hit: f64, miss: f64| if hit == 0.0 { 0.0 } else { 2.0 * hit / (2.0 * hit + miss) };
        let share = |part: f64, whole: f64| if whole == 0.0 { 0.0 } else { part / whole };
        let loss = |(p, y): (f64, bool)| (if y { p } else { 1.0 - p }).max(1e-15).recip().ln();
        Metrics {
            rows: labels.len(),
            precision: share(tp, tp + fp),
            recall: share(tp, tp + fn_),
            macro_f1: (f1(tp, fp + fn_) + f1(tn, fp + fn_)) / 2.0,
            auc: auc(probabilities, labels),
            log_loss: pairs().map(loss).sum::<f64>() / rows,
            brier: pairs().map(|(p, y)| (p - f64::from(y)).powi(2)).sum::<f64>() / rows,
            calibration_error: calibration_error(probabilities, labels),
            called_opinion: (tp + fp) / rows,
        }
    }
}

impl Metrics {
    /// All figures with their names.
    pub fn named(&self) -> [(&'static str, f64); 8] {
        [
            ("macro-F1", self.macro_f1),
            ("AUC", self.auc),
            ("precision of opinion", self.precision),
            ("recall of opinion", self.recall),
            ("log loss", self.log_loss),
            ("Brier score", self.brier),
            ("expected calibration error", self.calibration_error),
            ("called opinion", self.called_opinion),
        ]
    }
}

/// By ranks (Mann–Whitney), tied rows sharing their mean rank.
fn auc(probabilities: &[Probability], labels: &[Label]) -> f64 {
    let mut rows: Vec<(f64, bool)> =
        probabilities.iter().zip(labels).map(|(p, label)| (p.0, label.is_opinion())).collect();
    rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let positives = rows.iter().filter(|row| row.1).count() as f64;
    let negatives = rows.len() as f64 - positives;
    if positives == 0.0 || negatives == 0.0 {
        return 0.5;
    }
    let mut below = 0.0;
    let mut wins = 0.0;
    for tied in rows.chunk_by(|a, b| a.0 == b.0) {
        let here = tied.iter().filter(|row| row.1).count() as f64;
        let others = tied.len() as f64 - here;
        wins += here * (below + others / 2.0);
        below += others;
    }
    wins / (positives * negatives)
}

fn calibration_error(probabilities: &[Probability], labels: &[Label]) -> f64 {
    let mut bins = [(0.0f64, 0.0f64); CALIBRATION_BINS];
    for (p, label) in probabilities.iter().zip(labels) {
        let bin = &mut bins[((p.0 * CALIBRATION_BINS as f64) as usize).min(CALIBRATION_BINS - 1)];
        bin.0 += p.0;
        bin.1 += f64::from(label.is_opinion());
    }
    bins.iter().map(|(p, y)| (p - y).abs()).sum::<f64>() / labels.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `tests/fixtures/reference.py` prints these from scikit-learn.
    #[test]
    fn figures_are_scikit_learns() {
        let p = [0.91, 0.35, 0.62, 0.08, 0.62, 0.51, 0.27, 0.97, 0.44, 0.13].map(Probability);
        let labels = [1, 0, 1, 0, 0, 1, 0, 1, 1, 0].map(|y| if y == 1 { Label::Opinion } else { Label::News });
        let metrics = Metrics::new(&p, &labels);
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
        close(metrics.precision, 0.8);
        close(metrics.recall, 0.8);
        close(metrics.macro_f1, 0.8);
        close(metrics.auc, 0.9);
        close(metrics.log_loss, 0.403_285_215_669_896_5);
        close(metrics.brier, 0.13102);
    }
}
