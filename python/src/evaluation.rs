//! How good a model is, or training on a table.

use std::sync::Arc;

use arrow_array::{Float64Array, StringArray, UInt64Array};
use oped::error::ErrorKind;
use oped::learn::evaluate::{EvaluateParams, Measures, NamedModel, Prediction, cross_validate, evaluate};
use oped::learn::measure::figure::Figure;
use oped::report::evaluate::{html, jsonl, text};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::errors::{exception, usage};
use crate::labelled::LabelledColumns;
use crate::learning::Training;
use crate::model::Model;
use crate::scored_table::Table;
use crate::threads;

/// How good a model is, or training on a table, with 95 % intervals by resampling whole sources.
///
/// ``figures`` is a dict as ``oped evaluate --format jsonl`` writes it: ``figures["alone"]["macro_f1"]`` and
/// ``figures["in_context"]["auc"]`` are dicts of ``value``, ``low`` and ``high``, in [0, 1]. ``sources`` is a list of such dicts, the worst
/// first. ``predictions`` is an Arrow table of the rows that were judged: ``index`` (of the row, from 0), ``label``, ``alone`` and
/// ``in_context``, probabilities of opinion; out of fold, if a training was evaluated.
#[pyclass(frozen, module = "oped")]
pub(crate) struct Evaluation {
    measured: oped::learn::evaluate::Evaluation,
    #[pyo3(get)]
    figures: Py<PyDict>,
    #[pyo3(get)]
    sources: Py<PyList>,
    #[pyo3(get)]
    predictions: Py<Table>,
}

impl Evaluation {
    fn of(py: Python<'_>, measured: oped::learn::evaluate::Evaluation) -> PyResult<Evaluation> {
        let (sources, mut figures) = (PyList::empty(py), PyDict::new(py));
        let loads = py.import("json")?.getattr("loads")?;
        for line in jsonl(&measured).lines() {
            let line = loads.call1((line,))?.cast_into::<PyDict>()?;
            match line.get_item("type")?.map(|of| of.extract::<String>()).transpose()?.as_deref() {
                Some("evaluation") => figures = line,
                Some("source") => sources.append(line)?,
                _ => {}
            }
        }
        let predictions = predictions(py, &measured.predictions)?;
        Ok(Evaluation { measured, figures: figures.unbind(), sources: sources.unbind(), predictions })
    }
}

#[pymethods]
impl Evaluation {
    /// The figures as JSON lines, as the program writes them.
    fn to_json(&self) -> String {
        jsonl(&self.measured)
    }

    /// The figures as a page of its own. It loads nothing.
    fn to_html(&self) -> String {
        html(&self.measured)
    }

    fn __len__(&self) -> usize {
        self.measured.predictions.len()
    }

    /// The figures as the program prints them.
    fn __str__(&self) -> String {
        text(&self.measured, false)
    }

    fn __repr__(&self) -> String {
        let figure = |measures: &Measures| {
            let value = measures.get(Figure::MacroF1).value;
            value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
        };
        let alone = figure(&self.measured.all.alone);
        let in_context = self.measured.all.in_context.as_ref();
        let in_context = in_context.map(|of| format!(", {} in context", figure(of))).unwrap_or_default();
        format!("<oped.Evaluation of {} rows: macro-F1 {alone} alone{in_context}>", self.__len__())
    }
}

/// As many as the program takes.
const RESAMPLES: std::ops::RangeInclusive<usize> = 100..=100_000;

/// Evaluates a model on a labelled table, or without one the training on its rows.
#[pyfunction]
pub(crate) fn evaluate_table(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    columns: LabelledColumns,
    training: Training,
    model: Option<&Model>,
    resamples: usize,
) -> PyResult<Evaluation> {
    if !RESAMPLES.contains(&resamples) {
        let what = format!("resamples={resamples} is not between {} and {}", RESAMPLES.start(), RESAMPLES.end());
        return Err(usage(ErrorKind::Usage, what, "1000 is enough for most figures"));
    }
    let rows = [columns.read(py, table)?];
    let (training, params) = (training.params()?, EvaluateParams { resamples, ..EvaluateParams::default() });
    let model = model.map(|model| model.0.clone());
    let run = move || match &model {
        Some(model) => evaluate(&rows, NamedModel { name: "model", model }, None, &params),
        None => cross_validate(&rows, &training, &params),
    };
    Evaluation::of(py, threads::run(py, run)?.map_err(exception)?)
}

fn predictions(py: Python<'_>, of: &[Prediction]) -> PyResult<Py<Table>> {
    let in_context = of.iter().map(|row| row.in_context.map(|p| p.0));
    Table::of_columns(
        py,
        vec![
            ("index", Arc::new(of.iter().map(|row| Some(row.place.row as u64)).collect::<UInt64Array>())),
            ("label", Arc::new(of.iter().map(|row| Some(row.label.as_str())).collect::<StringArray>())),
            ("alone", Arc::new(of.iter().map(|row| Some(row.alone.0)).collect::<Float64Array>())),
            ("in_context", Arc::new(in_context.collect::<Float64Array>())),
        ],
    )
}
