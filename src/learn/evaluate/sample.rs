//! Scored rows → figures.

use std::collections::BTreeMap;

use super::by::{By, Divider, Values};
use super::decided::{Decided, Drawn};
use super::evaluation::{Evaluation, Prediction, Subject};
use super::measured::{Measured, Relied, Resampling};
use super::{comparison::Comparison, params::EvaluateParams};
use crate::label::{Label, Probability};
use crate::learn::measure::bootstrap::{Bootstrap, LEAST_GROUPS};
use crate::learn::measure::metrics::Ranked;
use crate::tables::rows::{ColumnValues, Lint, Row, RowRef, Table};
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
    /// What the first column's model says beside probabilities.
    pub(crate) decided: Option<Decided>,
}

impl Sample<'_> {
    /// Measures all columns on the same draws. Their order is kept, each alone before in context.
    pub(crate) fn measure(&self, params: &EvaluateParams) -> (Resampling, Vec<Ranked>, Bootstrap) {
        let (resampling, ranked, bootstrap, _) = self.measure_rows(&self.all(), &self.columns, from(params), params);
        (resampling, ranked, bootstrap)
    }

    /// Evaluates, also within the articles of each `inherited` label, if any row has one, and for each value of each of the `columns`.
    pub(super) fn evaluate(
        &self,
        subject: Subject,
        inherited: &[Option<Label>],
        columns: &[ColumnValues],
        params: &EvaluateParams,
    ) -> Evaluation {
        let all = self.all();
        let (resampling, ranked, bootstrap, relied) = self.measure_rows(&all, &self.columns, from(params), params);
        let articles = || group::distinct(&self.keys(&all, Group::Article));
        let is_asked = columns.iter().any(|column| column.name == Divider::Inherited.name());
        let inherited = Values::inherited(inherited).filter(|_| !is_asked);
        let divided = inherited.into_iter().chain(columns.iter().map(|column| self.values(column)));
        Evaluation {
            subject,
            tables: self.tables.iter().map(|table| table.file_name().to_owned()).collect(),
            predictions: self.predictions(),
            articles: self.names_articles(&all).then(articles),
            all: Measured::new(resampling, &ranked, &bootstrap, self.has_context(), relied),
            sources: self.sources(params),
            by: divided.map(|values| self.by(values, params)).collect(),
            comparison: (self.columns.len() > 1).then(|| Comparison::new(&bootstrap, self.has_context())),
            seen: None,
            skipped_seen: false,
            without_words: 0,
            not_read: 0,
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
    ) -> (Resampling, Vec<Ranked>, Bootstrap, Option<Relied>) {
        let (group, keys) = self.grouping(rows, from);
        let (numbers, groups) = group::numbered(&keys);
        let labels: Vec<Label> = rows.iter().map(|&at| self.labels[at]).collect();
        let pick = |p: &Vec<Probability>| rows.iter().map(|&at| p[at]).collect::<Vec<_>>();
        let kinds = columns.iter().flat_map(Column::kinds);
        let ranked: Vec<Ranked> = kinds.map(|p| Ranked::new(&pick(p), &labels, &numbers)).collect();
        let bootstrap = Bootstrap::new(&ranked, groups, params.resamples);
        let keeps_articles = group != Group::Row;
        let drawn = Drawn { group_of: &numbers, groups, resamples: params.resamples, keeps_articles };
        let relied = self.decided.as_ref().map(|of| of.relied(rows, &self.labels, |at| self.is_right(at), &drawn));
        (Resampling { group, groups, resamples: params.resamples }, ranked, bootstrap, relied)
    }

    /// Whether the label that the program shows is that of the row.
    fn is_right(&self, at: usize) -> bool {
        let column = &self.columns[0];
        column.in_context.as_ref().unwrap_or(&column.alone)[at].label() == self.labels[at]
    }

    /// Measures some rows by the first column.
    fn measured(&self, rows: &[usize], from: Group, params: &EvaluateParams) -> Measured {
        let (resampling, ranked, bootstrap, relied) = self.measure_rows(rows, &self.columns[..1], from, params);
        Measured::new(resampling, &ranked, &bootstrap, self.has_context(), relied)
    }

    fn values(&self, column: &ColumnValues) -> Values {
        let value = |&place: &RowRef| Some(column.of(place).map(str::to_owned));
        Values { divider: Divider::Column(column.name.clone()), of_row: self.rows.iter().map(value).collect() }
    }

    fn by(&self, Values { divider, of_row }: Values, params: &EvaluateParams) -> By {
        let mut rows_of: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
        for (at, value) in of_row.into_iter().enumerate() {
            if let Some(value) = value {
                rows_of.entry(value).or_default().push(at);
            }
        }
        let mut values: Vec<(Option<String>, Measured)> =
            rows_of.into_iter().map(|(value, rows)| (value, self.measured(&rows, from(params), params))).collect();
        // Stable: ties stay in the order of their names.
        values.sort_by_key(|(_, measured)| std::cmp::Reverse(measured.alone.metrics.rows));
        By { divider, values }
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
        let measure = |(name, rows): (String, Vec<usize>)| (name, self.measured(&rows, Group::Article, params));
        let mut sources: Vec<(String, Measured)> = rows_of.into_iter().map(measure).collect();
        sources.sort_by(|a, b| worst_first(&a.1).total_cmp(&worst_first(&b.1)));
        sources
    }
}

/// What intervals are drawn from at first.
fn from(params: &EvaluateParams) -> Group {
    params.group.unwrap_or(Group::Source)
}

/// Sorts sources with both labels by macro-F1, then those with one by its recall.
fn worst_first(source: &Measured) -> f64 {
    let shown = source.shown();
    let confusion = shown.metrics.confusion;
    let recall = (confusion.true_news + confusion.true_opinion) as f64 / confusion.rows().max(1) as f64;
    if shown.has_both_labels() { shown.metrics.macro_f1 } else { 1.0 + recall }
}
