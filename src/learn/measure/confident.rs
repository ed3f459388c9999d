//! How many labels are wrong: confident learning.
//!
//! ```text
//! given labels, out-of-fold probabilities → a threshold for each label → the confident joint → wrong labels, estimated
//! ```
//!
//! After Northcutt, Jiang and Chuang 2021, "Confident learning: estimating uncertainty in dataset labels":
//!
//! - The *self-confidence* of a row is the probability of its given label. The threshold t(j) of a label is the mean
//!   self-confidence of the rows given that label.
//! - A row counts as j if its probability of j reaches t(j); if both labels reach theirs, as the likelier one (ties: news); if
//!   neither does, the row is not counted. C(i, j) is the number of rows given i that count as j.
//! - The counts of each given label are scaled to the number of its rows: Q(i, j) = n(i) · C(i, j) / Σ C(i, ·). Off the
//!   diagonal are the estimated numbers of wrong labels.
//!
//! A label that no row counts as is given one correct row, so that a scale exists. Q is not rounded, so that estimates of parts
//! add up.

use crate::label::{Label, Probability};

/// Slack for rounding: equal probabilities must reach the threshold that is their mean.
const ROUNDING: f64 = 1e-6;

/// The probability of the given label.
///
/// ```
/// use oped::label::{Label, Probability};
/// use oped::learn::measure::confident::self_confidence;
/// assert_eq!(self_confidence(Label::News, Probability(0.25)), 0.75);
/// ```
pub fn self_confidence(given: Label, p: Probability) -> f64 {
    if given.is_opinion() { p.0 } else { 1.0 - p.0 }
}

/// (p(given) − the largest p of another label + 1) / 2. With two labels that is the self-confidence:
/// (p − (1 − p) + 1) / 2 = p.
pub fn normalised_margin(given: Label, p: Probability) -> f64 {
    (self_confidence(given, p) - self_confidence(given.other(), p) + 1.0) / 2.0
}

/// The mean self-confidence of the rows of each label: news, opinion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds(pub [f64; 2]);

impl Thresholds {
    /// The thresholds of some rows. Both slices have one entry for each row; no row reaches the threshold of a label without rows.
    pub fn new(given: &[Label], p: &[Probability]) -> Thresholds {
        Thresholds(Label::ALL.map(|label| {
            let of_label = given.iter().zip(p).filter(|(given, _)| **given == label);
            let (sum, rows) =
                of_label.fold((0.0, 0usize), |(sum, rows), (&given, &p)| (sum + self_confidence(given, p), rows + 1));
            if rows == 0 { f64::INFINITY } else { sum / rows as f64 }
        }))
    }

    /// What a row counts as; none if it reaches neither threshold.
    pub fn counts_as(&self, p: Probability) -> Option<Label> {
        let reaches = |label: Label| self_confidence(label, p) >= self.0[index(label)] - ROUNDING;
        match (reaches(Label::News), reaches(Label::Opinion)) {
            (true, true) => Some(if p.0 > 0.5 { Label::Opinion } else { Label::News }),
            (true, false) => Some(Label::News),
            (false, true) => Some(Label::Opinion),
            (false, false) => None,
        }
    }
}

/// Rows by given label and by what they count as.
///
/// ```
/// use oped::learn::measure::confident::{ConfidentJoint, Thresholds};
/// use oped::label::Label::{self, News, Opinion};
/// use oped::label::Probability;
/// let given = [News, News, News, Opinion, Opinion];
/// let p = [0.1, 0.2, 0.9, 0.9, 0.7].map(Probability);
/// // The thresholds are (.9 + .8 + .1) / 3 = .6 and .8; the last row reaches neither.
/// let joint = ConfidentJoint::new(&Thresholds::new(&given, &p), given.into_iter().zip(p));
/// assert_eq!(joint.counts, [[2, 1], [0, 1]]);
/// assert_eq!((joint.wrong(News), joint.wrong(Opinion)), (1.0, 0.0));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ConfidentJoint {
    /// C: the rows given a label (first index) that count as each label (second index); news, opinion.
    pub counts: [[usize; 2]; 2],
    /// The rows given each label.
    pub given: [usize; 2],
}

impl ConfidentJoint {
    /// The joint of some rows, by the thresholds of all.
    pub fn new(thresholds: &Thresholds, rows: impl Iterator<Item = (Label, Probability)>) -> ConfidentJoint {
        let mut joint = ConfidentJoint::default();
        for (given, p) in rows {
            joint.given[index(given)] += 1;
            if let Some(label) = thresholds.counts_as(p) {
                joint.counts[index(given)][index(label)] += 1;
            }
        }
        joint
    }

    /// Q: the counts scaled to the rows given each label.
    pub fn calibrated(&self) -> [[f64; 2]; 2] {
        std::array::from_fn(|given| {
            let mut counts = self.counts[given];
            counts[given] = counts[given].max(1);
            let all = (counts[0] + counts[1]) as f64;
            counts.map(|count| self.given[given] as f64 * count as f64 / all)
        })
    }

    /// The estimated number of rows given a label that should have the other.
    pub fn wrong(&self, given: Label) -> f64 {
        self.wrong_as_part_of(self, given)
    }

    /// [`ConfidentJoint::wrong`] for a part of the rows, by the scale of all, so that the estimates of parts add up; at most the
    /// part's rows. A scale of its own would rest on a handful of rows.
    ///
    /// ```
    /// use oped::label::Label::News;
    /// use oped::learn::measure::confident::ConfidentJoint;
    /// let all = ConfidentJoint { counts: [[30, 10], [0, 0]], given: [80, 0] };
    /// let part = ConfidentJoint { counts: [[1, 4], [0, 0]], given: [20, 0] };
    /// assert_eq!((all.wrong(News), part.wrong_as_part_of(&all, News)), (20.0, 8.0));
    /// ```
    pub fn wrong_as_part_of(&self, all: &ConfidentJoint, given: Label) -> f64 {
        let (given, other) = (index(given), index(given.other()));
        let counted = all.counts[given][given].max(1) + all.counts[given][other];
        let wrong = self.counts[given][other] as f64 * all.given[given] as f64 / counted as f64;
        wrong.min(self.given[given] as f64)
    }
}

fn index(label: Label) -> usize {
    usize::from(label.is_opinion())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_two_labels_the_margin_is_the_self_confidence() {
        for p in [0.0, 0.2, 0.5, 0.75, 1.0].map(Probability) {
            for given in Label::ALL {
                assert!((normalised_margin(given, p) - self_confidence(given, p)).abs() < 1e-15, "{given} {p:?}");
            }
        }
    }

    #[test]
    fn a_label_that_no_row_counts_as_has_no_wrong_ones() {
        let joint = ConfidentJoint { counts: [[0, 0], [1, 3]], given: [7, 8] };
        assert_eq!(joint.calibrated(), [[7.0, 0.0], [2.0, 6.0]]);
    }
}
