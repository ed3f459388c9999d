//! Intervals and comparisons by resampling groups.
//!
//! The paragraphs of one article, or of one publisher, are alike: a thousand of them say less than a thousand independent
//! ones. So whole groups are drawn, with replacement, as many as there are (the cluster bootstrap: Davison and Hinkley 1997,
//! "Bootstrap methods and their application", 3.8); every figure is computed anew, and the interval holds the middle 95 %
//! of its values. Two models are compared on the same draws: the interval is that of the difference, which is narrower
//! than the two intervals suggest.
//!
//! Each resample has a generator of its own, seeded with its number, so the numbers depend on nothing but the rows.
//!
//! The expected calibration error is a mean of absolute values: on average it is larger in a resample than in the table,
//! so its interval lies high, and may even lie above the figure. The basic and the bias-corrected interval (Davison and Hinkley,
//! 5.2 and 5.3) miss the figure in the same cases, when it is not among the middle 95 %; the basic one then lies below it, at
//! 0 or less for a good calibration. So this one is kept, and reports mark a figure outside it.

use rand_pcg::Pcg32;
use rand_pcg::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;

use super::metrics::{Metrics, Ranked};
use super::{figure::Figure, reliability::BINS};

/// The share of the resamples that an interval holds.
pub const COVERAGE: f64 = 0.95;
/// The fewest groups with an interval: a handful of them cannot stand for others.
pub const LEAST_GROUPS: usize = 5;
/// Half the width of the central 95 % of a normal distribution, in standard deviations.
pub(crate) const NORMAL: f64 = 1.959_963_984_540_054;
/// Seeds the first resample's generator; the others count up from it.
const SEED: u64 = 0x6f70_6564;

/// The middle 95 % of a figure's resampled values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Interval {
    /// From percentiles, linear between two values (Hyndman and Fan's type 7, numpy's default); none if more than half of
    /// the resamples have no value.
    fn of(values: impl Iterator<Item = Option<f64>>) -> Option<Interval> {
        let all: Vec<Option<f64>> = values.collect();
        let mut known: Vec<f64> = all.iter().copied().flatten().collect();
        if known.is_empty() || known.len() * 2 < all.len() {
            return None;
        }
        known.sort_unstable_by(f64::total_cmp);
        let tail = (1.0 - COVERAGE) / 2.0;
        Some(Interval { low: quantile(&known, tail), high: quantile(&known, 1.0 - tail) })
    }

    pub(crate) fn around(value: f64, reach: f64) -> Interval {
        Interval { low: value - reach, high: value + reach }
    }

    /// Returns true if it holds a value, its ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    below + (above - below) * at.fract()
}

/// A figure with its interval.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Estimate {
    /// The figure on the rows as they are; none if it has no meaning on them.
    pub value: Option<f64>,
    /// Its interval; none with too few groups.
    pub interval: Option<Interval>,
}

/// The outcome of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The whole interval is on the better side.
    Better,
    /// The whole interval is on the worse side.
    Worse,
    /// The interval holds 0.
    NoDifference,
}

impl Finding {
    /// The words used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Finding::Better => "better",
            Finding::Worse => "worse",
            Finding::NoDifference => "no difference",
        }
    }
}

/// A figure of one model minus that of another, on the same rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The difference.
    pub value: f64,
    /// Its interval; none with too few groups.
    pub interval: Option<Interval>,
    /// The outcome; none without an interval, or if neither more nor less is better.
    pub finding: Option<Finding>,
}

/// Probabilities of the same rows (alone, in context, of other models), measured on the rows and on the same resamples.
#[derive(Debug, Clone, PartialEq)]
pub struct Bootstrap {
    observed: Vec<Metrics>,
    /// For each resample, the figures of each column.
    resampled: Vec<Vec<Metrics>>,
}

impl Bootstrap {
    /// Measures columns whose rows belong to `groups` groups, numbered from 0.
    ///
    /// ```
    /// use oped::learn::measure::{bootstrap::Bootstrap, figure::Figure, metrics::Ranked};
    /// use oped::label::{Label, Probability};
    /// let p: Vec<Probability> = (0..40).map(|row| Probability(f64::from(row % 10) / 10.0)).collect();
    /// let y: Vec<Label> = p.iter().map(|p| p.label()).collect();
    /// let groups: Vec<u32> = (0..40).map(|row| row / 4).collect();
    /// let bootstrap = Bootstrap::new(&[Ranked::new(&p, &y, &groups)], 10, 200);
    /// let auc = bootstrap.estimate(0, Figure::Auc);
    /// assert_eq!((auc.value, auc.interval.unwrap().low), (Some(1.0), 1.0));
    /// ```
    pub fn new(columns: &[Ranked], groups: usize, resamples: usize) -> Bootstrap {
        let measure = |weights: &[u32]| -> Vec<Metrics> { columns.iter().map(|rows| rows.metrics(weights)).collect() };
        let observed = measure(&vec![1; groups]);
        let resamples = if groups < LEAST_GROUPS { 0 } else { resamples };
        let resampled = (0..resamples).into_par_iter().map(|number| measure(&draw(groups, number as u64))).collect();
        Bootstrap { observed, resampled }
    }

    /// The figures of a column on the rows as they are.
    pub fn observed(&self, column: usize) -> &Metrics {
        &self.observed[column]
    }

    /// All figures of a column, in the order of [`Figure::ALL`].
    pub fn estimates(&self, column: usize) -> Vec<(Figure, Estimate)> {
        Figure::ALL.map(|figure| (figure, self.estimate(column, figure))).into()
    }

    /// A figure of a column.
    pub fn estimate(&self, column: usize, figure: Figure) -> Estimate {
        self.measure(|metrics| figure.of(&metrics[column]))
    }

    /// The share of opinion in each bin of a column's reliability table.
    pub fn opinion_shares(&self, column: usize) -> [Estimate; BINS] {
        std::array::from_fn(|bin| self.measure(|metrics| metrics[column].reliability.0[bin].opinion_share()))
    }

    /// The share of a column's news that is called opinion.
    pub fn false_alarms(&self, column: usize) -> Estimate {
        self.measure(|metrics| metrics[column].confusion.false_alarms())
    }

    fn measure(&self, of: impl Fn(&[Metrics]) -> Option<f64>) -> Estimate {
        let value = of(&self.observed);
        let interval = value.and_then(|_| Interval::of(self.resampled.iter().map(|metrics| of(metrics))));
        Estimate { value, interval }
    }

    /// A figure of one column minus that of another; none if it has no meaning on these rows.
    pub fn difference(&self, column: usize, other: usize, figure: Figure) -> Option<Difference> {
        let of = |metrics: &[Metrics]| Some(figure.of(&metrics[column])? - figure.of(&metrics[other])?);
        let Estimate { value, interval } = self.measure(of);
        let sense = figure.sense(&self.observed[column].confusion);
        let finding = interval.zip(sense).map(|(interval, sense)| match interval {
            interval if interval.contains(0.0) => Finding::NoDifference,
            interval if interval.low * sense > 0.0 => Finding::Better,
            _ => Finding::Worse,
        });
        value.map(|value| Difference { value, interval, finding })
    }
}

/// A figure with its interval; `of` computes it from each group's weight.
pub(super) fn estimate(groups: usize, resamples: usize, of: impl Fn(&[u32]) -> Option<f64> + Sync) -> Estimate {
    let value = of(&vec![1; groups]);
    let resamples = if groups < LEAST_GROUPS || value.is_none() { 0 } else { resamples };
    let resampled: Vec<Option<f64>> =
        (0..resamples).into_par_iter().map(|number| of(&draw(groups, number as u64))).collect();
    Estimate { value, interval: Interval::of(resampled.into_iter()) }
}

/// The number of times each group is drawn in a resample.
fn draw(groups: usize, number: u64) -> Vec<u32> {
    let mut generator = Pcg32::seed_from_u64(SEED + number);
    let mut times = vec![0; groups];
    for _ in 0..groups {
        // The upper half of the product is uniform in 0..groups, with a bias below groups / 2³² (Lemire 2019, "Fast random
        // integer generation in an interval").
        let at = (u64::from(generator.next_u32()) * groups as u64) >> 32;
        times[at as usize] += 1;
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::{Label, Probability};

    /// Rows in groups of `size`: each group leans to one side, and some rows are wrong.
    fn rows(groups: usize, size: usize, salt: u64) -> (Vec<Probability>, Vec<Label>, Vec<u32>) {
        let mut generator = Pcg32::seed_from_u64(salt);
        let mut uniform = || f64::from(generator.next_u32()) / f64::from(u32::MAX);
        let (mut p, mut y, mut of) = (Vec::new(), Vec::new(), Vec::new());
        for group in 0..groups {
            let lean = uniform();
            for _ in 0..size {
                let probability = (0.6 * lean + 0.4 * uniform()).clamp(0.0, 1.0);
                p.push(Probability(probability));
                y.push(if uniform() < probability { Label::Opinion } else { Label::News });
                of.push(group as u32);
            }
        }
        (p, y, of)
    }

    #[test]
    fn draws_are_stable_and_uniform() {
        assert_eq!(draw(8, 0), DRAWN);
        let mut sum = [0u32; 7];
        for number in 0..4000 {
            draw(7, number).iter().zip(&mut sum).for_each(|(times, sum)| *sum += times);
        }
        assert!(sum.iter().all(|&sum| (3800..4200).contains(&sum)), "{sum:?}");
    }

    /// If another version of the generator drew otherwise, every published interval would move.
    const DRAWN: [u32; 8] = [0, 1, 0, 3, 0, 3, 0, 1];

    #[test]
    fn intervals_are_those_of_copied_rows() {
        let (p, y, of) = rows(6, 5, 1);
        let bootstrap = Bootstrap::new(&[Ranked::new(&p, &y, &of)], 6, 50);
        for figure in Figure::ALL {
            let value = |number: u64| {
                let times = draw(6, number);
                let copies: Vec<usize> =
                    (0..p.len()).flat_map(|row| std::iter::repeat_n(row, times[of[row] as usize] as usize)).collect();
                let p: Vec<Probability> = copies.iter().map(|&row| p[row]).collect();
                let y: Vec<Label> = copies.iter().map(|&row| y[row]).collect();
                figure.of(&Metrics::new(&p, &y))
            };
            let expected = Interval::of((0..50).map(value)).unwrap();
            let ours = bootstrap.estimate(0, figure).interval.unwrap();
            let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
            assert!(near(ours.low, expected.low) && near(ours.high, expected.high), "{figure:?} {ours:?} {expected:?}");
        }
    }

    /// numpy.percentile([3, 1, 2, 5], [2.5, 97.5]) is [1.075, 4.85].
    #[test]
    fn percentiles_are_numpys() {
        let interval = Interval::of([3.0, 1.0, 2.0, 5.0].map(Some).into_iter()).unwrap();
        assert!((interval.low - 1.075).abs() < 1e-12 && (interval.high - 4.85).abs() < 1e-12, "{interval:?}");
        assert_eq!(Interval::of([Some(1.0), None, None].into_iter()), None);
    }

    /// In 200 samples of 40 groups, the interval of the share called opinion covers the truth in about 95 %; clearly less often
    /// if rows are drawn instead of groups.
    #[test]
    fn intervals_by_group_cover_the_truth() {
        let (p, y, _) = rows(20_000, 10, 7);
        let truth = Metrics::new(&p, &y).called_opinion;
        let covered = |by_group: bool| {
            let holds = |salt: u64| {
                let (p, y, of) = rows(40, 10, 1000 + salt);
                let single: Vec<u32> = (0..p.len() as u32).collect();
                let (of, groups) = if by_group { (&of, 40) } else { (&single, p.len()) };
                let bootstrap = Bootstrap::new(&[Ranked::new(&p, &y, of)], groups, 200);
                bootstrap.estimate(0, Figure::CalledOpinion).interval.is_some_and(|i| i.contains(truth))
            };
            (0..200).filter(|&salt| holds(salt)).count()
        };
        let (by_group, by_row) = (covered(true), covered(false));
        assert!((180..=198).contains(&by_group), "{by_group} of 200 by group");
        assert!(by_row < 150, "{by_row} of 200 by row");
    }

    #[test]
    fn a_difference_is_called_one_only_outside_the_interval() {
        let (p, y, of) = rows(30, 10, 3);
        let worse: Vec<Probability> = p.iter().map(|p| Probability(1.0 - p.0)).collect();
        let near: Vec<Probability> = p.iter().map(|p| Probability(p.0 * 0.999 + 0.0005)).collect();
        let columns = [&p, &worse, &near].map(|p| Ranked::new(p, &y, &of));
        let bootstrap = Bootstrap::new(&columns, 30, 300);
        let finding = |a, b, figure| bootstrap.difference(a, b, figure).unwrap().finding;
        assert_eq!(finding(0, 1, Figure::Auc), Some(Finding::Better));
        assert_eq!(finding(1, 0, Figure::Auc), Some(Finding::Worse));
        assert_eq!(finding(0, 1, Figure::LogLoss), Some(Finding::Better));
        assert_eq!(finding(0, 2, Figure::Auc), Some(Finding::NoDifference));
        assert_eq!(finding(0, 1, Figure::CalledOpinion), None);
    }

    #[test]
    fn a_handful_of_groups_has_no_interval() {
        let (p, y, of) = rows(LEAST_GROUPS - 1, 10, 4);
        let columns = [Ranked::new(&p, &y, &of), Ranked::new(&p, &y, &of)];
        let bootstrap = Bootstrap::new(&columns, LEAST_GROUPS - 1, 100);
        assert!(bootstrap.estimate(0, Figure::Auc).value.is_some());
        assert_eq!(bootstrap.estimate(0, Figure::Auc).interval, None);
        assert_eq!(bootstrap.difference(0, 1, Figure::Auc).unwrap().finding, None);
    }
}
