//! Tables for programs: the figures, and the rows with their probabilities.

use std::io::{self, Write};

use super::super::csv::io_error;
use crate::corpus::Table;
use crate::evaluate::bootstrap::Interval;
use crate::validate::{Comparison, Evaluation, Measured};

/// Writes one line for each figure: of all rows, of each source, and of the comparison, where `value` is the difference.
///
/// # Errors
/// Those of `out`.
pub fn csv(evaluation: &Evaluation, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer(csv::Writer::from_writer(out));
    writer.record(["type", "name", "place", "figure", "value", "low", "high", "finding"])?;
    writer.measured("evaluation", "", &evaluation.all)?;
    for (name, measured) in &evaluation.sources {
        writer.measured("source", name, measured)?;
    }
    if let Some(comparison) = &evaluation.comparison {
        writer.comparison(comparison)?;
    }
    writer.0.flush()
}

struct Writer<W: Write>(csv::Writer<W>);

impl<W: Write> Writer<W> {
    fn record<const N: usize>(&mut self, fields: [&str; N]) -> io::Result<()> {
        self.0.write_record(fields).map_err(io_error)
    }

    fn measured(&mut self, kind: &str, name: &str, measured: &Measured) -> io::Result<()> {
        for (place, measures) in measured.places() {
            for (figure, estimate) in &measures.figures {
                let value = estimate.value.map(|value| value.to_string()).unwrap_or_default();
                let [low, high] = ends(estimate.interval);
                self.record([kind, name, place, figure.key(), &value, &low, &high, ""])?;
            }
        }
        Ok(())
    }

    fn comparison(&mut self, comparison: &Comparison) -> io::Result<()> {
        for (place, compared) in comparison.places() {
            for compared in compared {
                let difference = &compared.difference;
                let (value, [low, high]) = (difference.value.to_string(), ends(difference.interval));
                let finding = difference.finding.map_or("", |finding| finding.as_str());
                let figure = compared.figure.key();
                self.record(["comparison", &comparison.other, place, figure, &value, &low, &high, finding])?;
            }
        }
        Ok(())
    }
}

fn ends(interval: Option<Interval>) -> [String; 2] {
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
