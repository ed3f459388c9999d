//! A model against another on the same rows.

use super::{measured::places, seen::Seen};
use crate::learn::measure::bootstrap::{Bootstrap, Difference};
use crate::learn::measure::figure::Figure;

/// A figure of two models.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// The figure.
    pub figure: Figure,
    /// The model's value.
    pub value: f64,
    /// The other model's value.
    pub other: f64,
    /// The model's value minus the other's, with its interval by paired resamples.
    pub difference: Difference,
}

/// A model against another on the same rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The other model's name.
    pub other: String,
    /// How many rows were in the other model's training; none if it keeps no record.
    pub seen: Option<Seen>,
    /// Each paragraph alone.
    pub alone: Vec<Compared>,
    /// In the article's context; none if no article has two rows.
    pub in_context: Option<Vec<Compared>>,
}

impl Comparison {
    /// The first model's columns against the second's. The caller fills in the name.
    pub(super) fn new(bootstrap: &Bootstrap, has_context: bool) -> Comparison {
        let kinds = 1 + usize::from(has_context);
        let of = |kind: usize| compare_columns(bootstrap, kind, kinds + kind);
        Comparison { other: String::new(), seen: None, alone: of(0), in_context: has_context.then(|| of(1)) }
    }

    /// Both kinds with their names.
    pub fn places(&self) -> impl Iterator<Item = (&'static str, &[Compared])> {
        places(&self.alone[..], self.in_context.as_deref())
    }
}

/// Every figure of a column against that of another, on the same resamples.
pub(crate) fn compare_columns(bootstrap: &Bootstrap, column: usize, other: usize) -> Vec<Compared> {
    let compared = |figure: Figure| {
        Some(Compared {
            figure,
            value: figure.of(bootstrap.observed(column))?,
            other: figure.of(bootstrap.observed(other))?,
            difference: bootstrap.difference(column, other, figure)?,
        })
    };
    Figure::ALL.into_iter().filter_map(compared).collect()
}
