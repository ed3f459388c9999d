//! The figures of some rows.

use crate::learn::measure::bootstrap::{Bootstrap, Estimate};
use crate::learn::measure::metrics::{Metrics, Ranked};
use crate::learn::measure::reliance::{Reliance, Share};
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

/// What can be relied on in some rows: labels that are not marked unsure, and verdicts on honest articles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relied {
    /// How many articles have all of their rows among these; none if no row names its article, or if articles are not read as a whole
    /// out of fold.
    pub articles: Option<usize>,
    /// The labels that are sure, of all.
    pub sure: Share,
    /// The right ones, of the sure labels.
    pub sure_right: Share,
    /// Verdicts of opinion or mixed, of those on honest articles ([`HONEST`](crate::learn::measure::reliance::HONEST)).
    pub false_verdicts: Option<Share>,
}

impl Relied {
    /// All shares, in the order in which they are shown.
    pub fn shares(&self) -> impl Iterator<Item = (Reliance, Share)> {
        let of_labels = [(Reliance::Sure, self.sure), (Reliance::SureRight, self.sure_right)];
        of_labels.into_iter().chain(self.false_verdicts.map(|share| (Reliance::FalseVerdicts, share)))
    }
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
    /// The share of news that is called opinion.
    pub false_alarms: Estimate,
}

impl Measures {
    fn new(ranked: &Ranked, bootstrap: &Bootstrap, column: usize) -> Measures {
        Measures {
            metrics: *bootstrap.observed(column),
            figures: bootstrap.estimates(column),
            opinion_shares: bootstrap.opinion_shares(column),
            roc: roc::curve(ranked),
            false_alarms: bootstrap.false_alarms(column),
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
    /// What can be relied on; none of a training that knows more or less of the texts than a model does.
    pub relied: Option<Relied>,
}

impl Measured {
    pub(super) fn new(
        resampling: Resampling,
        ranked: &[Ranked],
        bootstrap: &Bootstrap,
        has_context: bool,
        relied: Option<Relied>,
    ) -> Measured {
        Measured {
            resampling,
            alone: Measures::new(&ranked[0], bootstrap, 0),
            in_context: has_context.then(|| Measures::new(&ranked[1], bootstrap, 1)),
            relied,
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
