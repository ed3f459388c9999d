//! Scored rows → figures.

use std::collections::BTreeMap;

use super::evaluation::{Evaluation, Prediction, Subject};
use super::measured::{Measured, Resampling};
use super::{comparison::Comparison, params::EvaluateParams};
use crate::label::{Label, Probability};
use crate::learn::measure::bootstrap::{Bootstrap, LEAST_GROUPS};
use crate::learn::measure::metrics::Ranked;
use crate::tables::rows::{Lint, Row, RowRef, Table};
use crate::tables::{rows::group, rows::group::Group};
use crate::verdict::Decision;

/// The probabilities of a sample's rows by one model.
pub(crate) struct Column {
    pub(crate) alone: Vec<Probability>,
    pub(crate) in_context: Option<Vec<Probability>>,
}

impl Column {
    /// The decisions at `kept`, all of which exist.
    pub(super) fn of_decisions(decisions: &[Option<Decision>], kept: &[usize], has_context: bool) -> Column {
        let known = || kept.iter().filter_map(|&at| decisions[at]);
        Column {
            alone: known().map(|decision| decision.alone).collect(),
            in_context: has_context.then(|| known().map(|decision| decision.probability).collect()),
        }
    }

    /// Alone, then in context if there is one.
    fn kinds(&self) -> impl Iterator<Item = &Vec<Probability>> {
        std::iter::once(&self.alone).chain(&self.in_context)
    }
}

/// Scored rows. The first column is evaluated, a second one is that of another model.
pub(crate) struct Sample<'t> {
    pub(crate) tables: &'t [Table],
    pub(crate) rows: Vec<RowRef>,
    /// One for each row.
    pub(crate) labels: Vec<Label>,
    pub(crate) columns: Vec<Column>,
}

impl Sample<'_> {
    /// Measures all columns on the same draws. Their order is kept, each alone before in context.
    pub(crate) fn measure(&self, params: &EvaluateParams) -> (Resampling, Vec<Ranked>, Bootstrap) {
        self.measure_rows(&self.all(), &self.columns, params.group.unwrap_or(Group::Source), params)
    }

    pub(super) fn evaluate(&self, subject: Subject, params: &EvaluateParams) -> Evaluation {
        let (resampling, ranked, bootstrap) = self.measure(params);
        let articles = || group::distinct(&self.keys(&self.all(), Group::Article));
        Evaluation {
            subject,
            tables: self.tables.iter().map(|table| table.file_name().to_owned()).collect(),
            predictions: self.predictions(),
            articles: self.names_articles(&self.all()).then(articles),
            all: Measured::new(resampling, &ranked, &bootstrap, self.has_context()),
            sources: self.sources(params),
            comparison: (self.columns.len() > 1).then(|| Comparison::new(&bootstrap, self.has_context())),
            seen: None,
            skipped_seen: false,
            without_words: 0,
            lint: Lint::default(),
        }
    }

    fn all(&self) -> Vec<usize> {
        (0..self.rows.len()).collect()
    }

    fn has_context(&self) -> bool {
        self.columns[0].in_context.is_some()
    }

    fn row(&self, at: usize) -> (&Table, &Row) {
        let place = self.rows[at];
        (&self.tables[place.table], &self.tables[place.table].rows[place.row])
    }

    fn names_articles(&self, rows: &[usize]) -> bool {
        rows.iter().any(|&at| self.row(at).1.article.is_some())
    }

    fn predictions(&self) -> Vec<Prediction> {
        let column = &self.columns[0];
        let prediction = |at: usize| Prediction {
            place: self.rows[at],
            label: self.labels[at],
            alone: column.alone[at],
            in_context: column.in_context.as_ref().map(|of| of[at]),
        };
        self.all().into_iter().map(prediction).collect()
    }

    fn keys(&self, rows: &[usize], group: Group) -> Vec<String> {
        let key = |&at: &usize| {
            let (table, row) = self.row(at);
            group::key(table, row, group)
        };
        rows.iter().map(key).collect()
    }

    /// Resamples some rows by the coarsest groups, from `from` down, that are numerous enough.
    fn measure_rows(
        &self,
        rows: &[usize],
        columns: &[Column],
        from: Group,
        params: &EvaluateParams,
    ) -> (Resampling, Vec<Ranked>, Bootstrap) {
        let (group, keys) = self.grouping(rows, from);
        let (numbers, groups) = group::numbered(&keys);
        let labels: Vec<Label> = rows.iter().map(|&at| self.labels[at]).collect();
        let pick = |p: &Vec<Probability>| rows.iter().map(|&at| p[at]).collect::<Vec<_>>();
        let kinds = columns.iter().flat_map(Column::kinds);
        let ranked: Vec<Ranked> = kinds.map(|p| Ranked::new(&pick(p), &labels, &numbers)).collect();
        let bootstrap = Bootstrap::new(&ranked, groups, params.resamples);
        (Resampling { group, groups, resamples: params.resamples }, ranked, bootstrap)
    }

    /// What resamples of some rows keep together, and each row's key.
    fn grouping(&self, rows: &[usize], from: Group) -> (Group, Vec<String>) {
        let coarser: &[Group] = match from {
            Group::Source => &[Group::Source, Group::Article],
            Group::Article => &[Group::Article],
            Group::Row => &[],
        };
        let named = coarser.iter().filter(|group| **group != Group::Article || self.names_articles(rows));
        named
            .map(|&group| (group, self.keys(rows, group)))
            .find(|(_, keys)| group::distinct(keys) >= LEAST_GROUPS)
            .unwrap_or_else(|| (Group::Row, self.keys(rows, Group::Row)))
    }

    fn sources(&self, params: &EvaluateParams) -> Vec<(String, Measured)> {
        let mut rows_of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, name) in self.keys(&self.all(), Group::Source).into_iter().enumerate() {
            rows_of.entry(name).or_default().push(at);
        }
        let measure = |(name, rows): (String, Vec<usize>)| {
            let (resampling, ranked, bootstrap) = self.measure_rows(&rows, &self.columns[..1], Group::Article, params);
            (name, Measured::new(resampling, &ranked, &bootstrap, self.has_context()))
        };
        let mut sources: Vec<(String, Measured)> = rows_of.into_iter().map(measure).collect();
        sources.sort_by(|a, b| worst_first(&a.1).total_cmp(&worst_first(&b.1)));
        sources
    }
}

/// Sorts sources with both labels by macro-F1, then those with one by its recall.
fn worst_first(source: &Measured) -> f64 {
    let shown = source.shown();
    let confusion = shown.metrics.confusion;
    let recall = (confusion.true_news + confusion.true_opinion) as f64 / confusion.rows().max(1) as f64;
    if shown.has_both_labels() { shown.metrics.macro_f1 } else { 1.0 + recall }
}
