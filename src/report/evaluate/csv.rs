//! Tables for programs: the figures, and the rows with their probabilities.

use std::io::{self, Write};

use crate::learn::evaluate::{Compared, Comparison, Evaluation, Measured};
use crate::learn::measure::bootstrap::{Estimate, Interval};
use crate::learn::measure::figure::Figure;
use crate::tables::results::csv::io_error;
use crate::tables::rows::Table;

/// Writes one line for each figure: of all rows, of each source, and of the comparison, where `value` is the difference.
///
/// # Errors
/// Those of `out`.
pub fn csv(evaluation: &Evaluation, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer(csv::Writer::from_writer(out));
    writer.record(COLUMNS)?;
    writer.measured("evaluation", "", &evaluation.all)?;
    for (name, measured) in &evaluation.sources {
        writer.measured("source", name, measured)?;
    }
    if let Some(comparison) = &evaluation.comparison {
        writer.comparison(comparison)?;
    }
    writer.0.flush()
}

/// Writes records.
pub(in crate::report) struct Writer<W: Write>(pub(in crate::report) csv::Writer<W>);

/// The columns of a table of figures.
pub(in crate::report) const COLUMNS: [&str; 8] = ["type", "name", "place", "figure", "value", "low", "high", "finding"];

impl<W: Write> Writer<W> {
    pub(in crate::report) fn record<const N: usize>(&mut self, fields: [&str; N]) -> io::Result<()> {
        self.0.write_record(fields).map_err(io_error)
    }

    fn measured(&mut self, kind: &str, name: &str, measured: &Measured) -> io::Result<()> {
        measured.places().try_for_each(|(place, measures)| self.figures([kind, name, &key(place)], &measures.figures))
    }

    fn comparison(&mut self, comparison: &Comparison) -> io::Result<()> {
        let other = &comparison.other;
        let of_place =
            |(place, compared): (&str, &[Compared])| self.differences(["comparison", other, &key(place)], compared);
        comparison.places().try_for_each(of_place)
    }

    /// One line for each figure, behind the first three fields.
    pub(in crate::report) fn figures(&mut self, of: [&str; 3], figures: &[(Figure, Estimate)]) -> io::Result<()> {
        let [kind, name, place] = of;
        for (figure, estimate) in figures {
            let value = estimate.value.map(|value| value.to_string()).unwrap_or_default();
            let [low, high] = ends(estimate.interval);
            self.record([kind, name, place, figure.key(), &value, &low, &high, ""])?;
        }
        Ok(())
    }

    /// One line for each difference, behind the first three fields.
    pub(in crate::report) fn differences(&mut self, of: [&str; 3], compared: &[Compared]) -> io::Result<()> {
        let [kind, name, place] = of;
        for compared in compared {
            let difference = &compared.difference;
            let (value, [low, high]) = (difference.value.to_string(), ends(difference.interval));
            let finding = difference.finding.map_or("", |finding| finding.as_str());
            self.record([kind, name, place, compared.figure.key(), &value, &low, &high, finding])?;
        }
        Ok(())
    }
}

/// A place, for a program: the name of the rows' column and of the JSON lines' field.
fn key(place: &str) -> String {
    place.replace(' ', "_")
}

pub(in crate::report) fn ends(interval: Option<Interval>) -> [String; 2] {
    interval.map_or_else(Default::default, |interval| [interval.low.to_string(), interval.high.to_string()])
}

/// Writes one line for each scored row of the tables that were evaluated. `row` is the data row, from 1.
///
/// # Errors
/// Those of `out`.
pub fn rows(evaluation: &Evaluation, tables: &[Table], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer(csv::Writer::from_writer(out));
    writer.record(["table", "row", "id", "source", "article", "label", "alone", "in_context"])?;
    for prediction in &evaluation.predictions {
        let table = &tables[prediction.place.table];
        let row = &table.rows[prediction.place.row];
        writer.record([
            table.file_name(),
            &(prediction.place.row + 1).to_string(),
            row.id.as_deref().unwrap_or_default(),
            row.source.as_deref().unwrap_or_default(),
            row.article.as_deref().unwrap_or_default(),
            prediction.label.as_str(),
            &prediction.alone.0.to_string(),
            &prediction.in_context.map(|p| p.0.to_string()).unwrap_or_default(),
        ])?;
    }
    writer.0.flush()
}
