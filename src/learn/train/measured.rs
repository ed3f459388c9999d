//! Out-of-fold probabilities → the figures of a card.

use std::collections::BTreeMap;

use super::Corpus;
use crate::label::{Label, Probability};
use crate::learn::measure::bootstrap::{Bootstrap, Estimate};
use crate::learn::measure::figure::Figure;
use crate::learn::measure::metrics::{Metrics, Ranked};
use crate::model::SourceEntry;
use crate::tables::{rows::group, rows::group::Group};

/// The number of resamples behind the card's intervals.
const RESAMPLES: usize = 1000;

/// Out-of-fold figures of the training rows.
pub(super) struct Measured {
    /// A column alone, and one in context if there is one.
    pub(super) bootstrap: Bootstrap,
    places: usize,
}

impl Measured {
    pub(super) fn new(
        corpus: &Corpus<'_>,
        group: Group,
        alone: &[Probability],
        in_context: Option<&[Probability]>,
    ) -> Measured {
        let (groups, number) = group::numbered(&corpus.keys(group));
        let columns = [Some(alone), in_context].into_iter().flatten();
        let ranked: Vec<Ranked> = columns.map(|column| Ranked::new(column, &corpus.labels, &groups)).collect();
        Measured { places: ranked.len(), bootstrap: Bootstrap::new(&ranked, number, RESAMPLES) }
    }

    fn estimates(&self) -> impl Iterator<Item = (String, Estimate)> {
        let of_column = |(column, place): (usize, &'static str)| {
            let named = move |(figure, estimate): (Figure, Estimate)| (format!("{}, {place}", figure.name()), estimate);
            self.bootstrap.estimates(column).into_iter().map(named)
        };
        ["alone", "in context"].into_iter().enumerate().take(self.places).flat_map(of_column)
    }

    pub(super) fn figures(&self) -> Vec<(String, f64)> {
        self.estimates().filter_map(|(name, estimate)| Some((name, estimate.value?))).collect()
    }

    pub(super) fn intervals(&self) -> Vec<(String, f64, f64)> {
        let interval = |(name, estimate): (String, Estimate)| {
            estimate.interval.map(|interval| (name, interval.low, interval.high))
        };
        self.estimates().filter_map(interval).collect()
    }
}

/// The rows of each source and their out-of-fold figures.
pub(super) fn source_entries(
    corpus: &Corpus<'_>,
    alone: &[Probability],
    in_context: Option<&[Probability]>,
) -> Vec<SourceEntry> {
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for row in 0..corpus.labels.len() {
        rows.entry(corpus.source(row)).or_default().push(row);
    }
    let entry = |(name, rows): (&str, Vec<usize>)| {
        let labels: Vec<Label> = rows.iter().map(|&row| corpus.labels[row]).collect();
        let opinion = labels.iter().filter(|label| label.is_opinion()).count();
        let mut figures = Vec::new();
        for (place, all) in [("alone", Some(alone)), ("in context", in_context)] {
            let Some(all) = all else { continue };
            let of_source: Vec<Probability> = rows.iter().map(|&row| all[row]).collect();
            let metrics = Metrics::new(&of_source, &labels);
            for figure in [Figure::MacroF1, Figure::CalledOpinion] {
                figures.extend(figure.of(&metrics).map(|value| (format!("{}, {place}", figure.name()), value)));
            }
        }
        SourceEntry { name: name.to_owned(), news: rows.len() - opinion, opinion, figures }
    };
    rows.into_iter().map(entry).collect()
}
