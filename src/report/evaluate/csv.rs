//! Tables for programs: the figures, and the rows with their probabilities.

use super::sentences::base_rate;
use crate::learn::evaluate::{Compared, Comparison, Evaluation, Measured};
use crate::learn::measure::bootstrap::{Estimate, Interval};
use crate::learn::measure::figure::Figure;
use crate::tables::{csv::record, rows::Table};

/// A line for each figure: of all rows, of each source, of each value of a column, and of the comparison, where `value` is the
/// difference.
pub fn csv(evaluation: &Evaluation) -> Vec<u8> {
    let mut lines = Lines::new();
    lines.measured("evaluation", "", &evaluation.all);
    for (name, measured) in &evaluation.sources {
        lines.measured("source", name, measured);
    }
    for by in &evaluation.by {
        let kind = format!("by {}", by.divider.name());
        for (value, measured) in &by.values {
            lines.measured(&kind, value.as_deref().unwrap_or_default(), measured);
        }
    }
    if let Some(comparison) = &evaluation.comparison {
        lines.comparison(comparison);
    }
    lines.0
}

/// The lines of a table of figures.
pub(in crate::report) struct Lines(pub(in crate::report) Vec<u8>);

impl Lines {
    /// Begins with the header.
    pub(in crate::report) fn new() -> Lines {
        let mut out = Vec::new();
        record(&mut out, ["type", "name", "place", "figure", "value", "low", "high", "finding"]);
        Lines(out)
    }

    fn measured(&mut self, kind: &str, name: &str, measured: &Measured) {
        for (place, measures) in measured.places() {
            self.figures([kind, name, &key(place)], &measures.figures);
            let alarms = &measures.false_alarms;
            self.line([kind, name, &key(place)], "false_alarms", alarms.value, alarms.interval, "");
        }
        self.counts([kind, name, ""], measured);
    }

    /// What does not differ alone and in context.
    fn counts(&mut self, of: [&str; 3], measured: &Measured) {
        self.line(of, "rows", Some(measured.alone.metrics.rows as f64), None, "");
        self.line(of, "base_rate", Some(base_rate(measured)), None, "");
        let Some(relied) = &measured.relied else { return };
        for (reliance, share) in relied.shares() {
            self.line(of, reliance.key(), share.estimate.value, share.estimate.interval, "");
        }
        self.line(of, "articles", relied.articles.map(|articles| articles as f64), None, "");
        self.line(of, "honest_articles", relied.false_verdicts.map(|share| share.of as f64), None, "");
    }

    fn comparison(&mut self, comparison: &Comparison) {
        for (place, compared) in comparison.places() {
            self.differences(["comparison", &comparison.other, &key(place)], compared);
        }
    }

    /// A line for each figure, after the first three fields.
    pub(in crate::report) fn figures(&mut self, of: [&str; 3], figures: &[(Figure, Estimate)]) {
        for (figure, estimate) in figures {
            self.line(of, figure.key(), estimate.value, estimate.interval, "");
        }
    }

    /// A line for each difference, after the first three fields.
    pub(in crate::report) fn differences(&mut self, of: [&str; 3], compared: &[Compared]) {
        for compared in compared {
            let difference = &compared.difference;
            let finding = difference.finding.map_or("", |finding| finding.as_str());
            self.line(of, compared.figure.key(), Some(difference.value), difference.interval, finding);
        }
    }

    /// A line with one value.
    pub(in crate::report) fn line(
        &mut self,
        [kind, name, place]: [&str; 3],
        figure: &str,
        value: Option<f64>,
        interval: Option<Interval>,
        finding: &str,
    ) {
        let cell = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let low = cell(interval.map(|interval| interval.low));
        let high = cell(interval.map(|interval| interval.high));
        record(&mut self.0, [kind, name, place, figure, &cell(value), &low, &high, finding]);
    }
}

/// A place as the rows' columns and the fields of the JSON lines name it.
fn key(place: &str) -> String {
    place.replace(' ', "_")
}

/// A line for each scored row of the evaluated tables. `row` is the data row, from 1.
pub fn rows(evaluation: &Evaluation, tables: &[Table]) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, ["table", "row", "id", "source", "article", "label", "alone", "in_context"]);
    for prediction in &evaluation.predictions {
        let table = &tables[prediction.place.table];
        let row = &table.rows[prediction.place.row];
        let fields = [
            table.file_name(),
            &(prediction.place.row + 1).to_string(),
            row.id.as_deref().unwrap_or_default(),
            row.source.as_deref().unwrap_or_default(),
            row.article.as_deref().unwrap_or_default(),
            prediction.label.as_str(),
            &prediction.alone.0.to_string(),
            &prediction.in_context.map(|p| p.0.to_string()).unwrap_or_default(),
        ];
        record(&mut out, fields);
    }
    out
}
