//! Sources whose labels disagree with what the rows of the other folds teach.
//!
//! For each row, d is 1 if its label is not the likelier one out of fold, else 0, minus min(p, 1 − p), the chance of error that
//! the probability itself admits. A source's *excess* is the mean of d over its rows: about 0 if it labels as the others do,
//! more if it labels differently or its texts are unlike all others.
//!
//! The rows of an article are alike, so the standard error is that of a mean over clusters: with n rows in G articles
//! whose sums of d are D, it is √(G / (G − 1) · Σ (D − n(article)·excess)²) / n (Cochran 1977, "Sampling techniques", 6.4 and
//! 9A.2: a ratio of two totals). The 95 % interval is 1.96 standard errors to both sides. With fewer than five articles there
//! is none.
//!
//! With folds by source, a row is judged by what other sources teach. With folds by article, other articles of the source were
//! in the training, and a source that always labels differently hides its difference.

use std::collections::BTreeMap;

use super::judged::Judged;
use crate::learn::measure::bootstrap::{Interval, LEAST_GROUPS, NORMAL};
use crate::learn::measure::confident::{ConfidentJoint, Thresholds};

/// The least excess of a source that is reported as odd.
pub const LEAST_EXCESS: f64 = 0.05;

/// How a source labels.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceLabels {
    /// Its name.
    pub name: String,
    /// The confident joint of its rows, by the thresholds of all rows.
    pub joint: ConfidentJoint,
    /// The number of articles; a row without an article counts as one.
    pub articles: usize,
    /// The share of its rows whose label is not the likelier one out of fold.
    pub disagree: f64,
    /// The share of errors that the probabilities admit: the mean of min(p, 1 − p).
    pub expected: f64,
    /// The 95 % interval of the excess; none with fewer than five articles.
    pub interval: Option<Interval>,
}

impl SourceLabels {
    /// How much more often its labels disagree than expected.
    pub fn excess(&self) -> f64 {
        self.disagree - self.expected
    }

    /// Returns true if its labels disagree with those of the others: significantly, and by [`LEAST_EXCESS`] or more.
    pub fn is_odd(&self) -> bool {
        self.excess() >= LEAST_EXCESS && self.interval.is_some_and(|interval| interval.low > 0.0)
    }
}

/// Compares all sources, ordered by name.
pub(super) fn compare(judged: &Judged<'_>, thresholds: &Thresholds) -> Vec<SourceLabels> {
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, source) in judged.sources.iter().enumerate() {
        rows.entry(source).or_default().push(row);
    }
    rows.into_iter().map(|(name, rows)| of_source(judged, thresholds, name, &rows)).collect()
}

fn of_source(judged: &Judged<'_>, thresholds: &Thresholds, name: &str, rows: &[usize]) -> SourceLabels {
    let joint = ConfidentJoint::new(thresholds, rows.iter().map(|&row| (judged.labels()[row], judged.shown[row])));
    let (mut disagree, mut expected) = (0.0, 0.0);
    // A row without an article is its own cluster; these keys are above those of articles.
    let mut articles: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for &row in rows {
        let p = judged.shown[row];
        let wrong = if p.label() == judged.labels()[row] { 0.0 } else { 1.0 };
        let admitted = p.0.min(1.0 - p.0);
        disagree += wrong;
        expected += admitted;
        let sums = articles.entry(judged.articles[row].unwrap_or(judged.len() + row)).or_default();
        *sums = (sums.0 + wrong - admitted, sums.1 + 1.0);
    }
    let n = rows.len() as f64;
    let clusters: Vec<(f64, f64)> = articles.into_values().collect();
    let interval = (clusters.len() >= LEAST_GROUPS).then(|| interval(&clusters));
    let (disagree, expected) = (disagree / n, expected / n);
    SourceLabels { name: name.to_owned(), joint, articles: clusters.len(), disagree, expected, interval }
}

/// The interval of the mean, from each cluster's sum and number of rows.
fn interval(clusters: &[(f64, f64)]) -> Interval {
    let (sum, n) = clusters.iter().fold((0.0, 0.0), |(sum, n), of| (sum + of.0, n + of.1));
    let (mean, groups) = (sum / n, clusters.len() as f64);
    let squares: f64 = clusters.iter().map(|(sum, rows)| (sum - rows * mean).powi(2)).sum();
    Interval::around(mean, NORMAL * (groups / (groups - 1.0) * squares).sqrt() / n)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clusters of one row are a plain mean: of 0, 0, 1, 1, 1, with s = √.3 and s / √5 = .2449.
    #[test]
    fn the_interval_of_single_rows_is_that_of_a_mean() {
        let found = interval(&[(0.0, 1.0), (0.0, 1.0), (1.0, 1.0), (1.0, 1.0), (1.0, 1.0)]);
        assert!((found.low - (0.6 - NORMAL * 0.06f64.sqrt())).abs() < 1e-12, "{found:?}");
        assert!((found.high - (0.6 + NORMAL * 0.06f64.sqrt())).abs() < 1e-12, "{found:?}");
    }

    /// Copies of a row add no information.
    #[test]
    fn copies_inside_a_cluster_do_not_narrow_it() {
        let single = [(0.0, 1.0), (0.0, 1.0), (1.0, 1.0), (1.0, 1.0), (1.0, 1.0)];
        assert_eq!(interval(&single), interval(&single.map(|(sum, rows)| (4.0 * sum, 4.0 * rows))));
    }
}
