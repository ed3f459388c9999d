//! The figures of some rows.

use crate::learn::measure::bootstrap::{Bootstrap, Estimate};
use crate::learn::measure::metrics::{Metrics, Ranked};
use crate::learn::{measure::figure::Figure, measure::reliability::BINS, measure::roc};
use crate::tables::rows::group::Group;

/// What intervals are made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resampling {
    /// What is drawn.
    pub group: Group,
    /// The number of groups; with fewer than [`LEAST_GROUPS`](crate::learn::measure::bootstrap::LEAST_GROUPS) there are no
    /// intervals.
    pub groups: usize,
    /// The number of draws.
    pub resamples: usize,
}

/// All figures of some rows by one kind of probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// The figures without intervals, the confusion matrix and the reliability table.
    pub metrics: Metrics,
    /// The figures with their intervals, in the order of [`Figure::ALL`].
    pub figures: Vec<(Figure, Estimate)>,
    /// The share of opinion in each bin of the reliability table.
    pub opinion_shares: [Estimate; BINS],
    /// The ROC curve: see [`roc::curve`].
    pub roc: Vec<(f64, f64)>,
}

impl Measures {
    fn new(ranked: &Ranked, bootstrap: &Bootstrap, column: usize) -> Measures {
        Measures {
            metrics: *bootstrap.observed(column),
            figures: bootstrap.estimates(column),
            opinion_shares: bootstrap.opinion_shares(column),
            roc: roc::curve(ranked),
        }
    }

    /// A figure with its interval.
    pub fn get(&self, figure: Figure) -> Estimate {
        self.figures.iter().find(|(has, _)| *has == figure).map_or_else(Estimate::default, |(_, estimate)| *estimate)
    }

    /// Returns true if the rows hold both labels.
    pub fn has_both_labels(&self) -> bool {
        self.metrics.confusion.news() > 0 && self.metrics.confusion.opinion() > 0
    }
}

/// The figures of rows alone and in their articles.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// What the intervals are made from.
    pub resampling: Resampling,
    /// Each paragraph alone.
    pub alone: Measures,
    /// In the article's context; none if no article has two rows, or if folds are by row.
    pub in_context: Option<Measures>,
}

impl Measured {
    pub(super) fn new(resampling: Resampling, ranked: &[Ranked], bootstrap: &Bootstrap, has_context: bool) -> Measured {
        Measured {
            resampling,
            alone: Measures::new(&ranked[0], bootstrap, 0),
            in_context: has_context.then(|| Measures::new(&ranked[1], bootstrap, 1)),
        }
    }

    /// The figures of the labels that the program shows: in context if there is one.
    pub fn shown(&self) -> &Measures {
        self.in_context.as_ref().unwrap_or(&self.alone)
    }

    /// Both kinds with their names.
    pub fn places(&self) -> impl Iterator<Item = (&'static str, &Measures)> {
        places(&self.alone, self.in_context.as_ref())
    }
}

/// Names what is alone and what is in context.
pub(super) fn places<'p, T: ?Sized>(
    alone: &'p T,
    in_context: Option<&'p T>,
) -> impl Iterator<Item = (&'static str, &'p T)> {
    std::iter::once(("alone", alone)).chain(in_context.map(|of| ("in context", of)))
}
