//! Labels of a table that are probably wrong.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, StringArray, UInt64Array};
use oped::learn::audit::{AuditParams, LabelAudit, LabelIssue, audit};
use oped::tables::rows::RowFacts;
use pyo3::prelude::*;

use crate::errors::exception;
use crate::labelled::LabelledColumns;
use crate::learning::Training;
use crate::scored_table::Table;
use crate::threads;

/// Labels that are probably wrong, by probabilities out of fold.
///
/// ``issues`` is an Arrow table, the most probable first: ``index`` (of the row, from 0), ``given``, ``suggested``, ``score`` (the
/// probability that the label is wrong, above ½), ``self_confidence`` (the probability of the given label by the text), ``alone``
/// and ``in_context`` (probabilities of opinion), ``same`` and ``other`` (rows of its article with its label and with the other),
/// ``repeats`` (the row whose text it repeats). ``wrong`` is the estimated number of wrong labels among news and opinion, ``rows`` the
/// number of rows of each that were judged.
#[pyclass(frozen, get_all, module = "oped")]
pub(crate) struct LabelIssues {
    issues: Py<Table>,
    wrong: (f64, f64),
    rows: (usize, usize),
}

#[pymethods]
impl LabelIssues {
    fn __len__(&self) -> usize {
        self.issues.get().__len__()
    }

    fn __repr__(&self) -> String {
        let (news, opinion) = self.wrong;
        format!(
            "<oped.LabelIssues: {}; about {:.0} of {} labels are wrong>",
            self.__len__(),
            news + opinion,
            self.rows.0 + self.rows.1
        )
    }
}

/// Audits the labels of an Arrow table.
#[pyfunction]
pub(crate) fn audit_table(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    columns: LabelledColumns,
    training: Training,
    inherited: bool,
) -> PyResult<LabelIssues> {
    let rows = columns.read(py, table)?;
    let params = AuditParams { training: training.params()?, inherited_labels: inherited };
    let found = threads::run(py, move || audit(&[rows], &RowFacts::default(), &params))?.map_err(exception)?;
    let ([news, opinion], [of_news, of_opinion]) = (found.wrong(), found.rows);
    let issues = issues_table(py, &found)?;
    Ok(LabelIssues { issues, wrong: (news, opinion), rows: (of_news, of_opinion) })
}

fn issues_table(py: Python<'_>, found: &LabelAudit) -> PyResult<Py<Table>> {
    let issues = &found.issues;
    let integers = |value: fn(&LabelIssue) -> Option<usize>| -> ArrayRef {
        Arc::new(issues.iter().map(|issue| value(issue).map(|value| value as u64)).collect::<UInt64Array>())
    };
    let texts = |value: fn(&LabelIssue) -> &'static str| -> ArrayRef {
        Arc::new(issues.iter().map(|issue| Some(value(issue))).collect::<StringArray>())
    };
    let numbers = |value: fn(&LabelIssue) -> Option<f64>| -> ArrayRef {
        Arc::new(issues.iter().map(value).collect::<Float64Array>())
    };
    Table::of_columns(
        py,
        vec![
            ("index", integers(|issue| Some(issue.place.row))),
            ("given", texts(|issue| issue.given.as_str())),
            ("suggested", texts(|issue| issue.suggested().as_str())),
            ("score", numbers(|issue| Some(issue.score))),
            ("self_confidence", numbers(|issue| Some(issue.self_confidence()))),
            ("alone", numbers(|issue| Some(issue.alone.0))),
            ("in_context", numbers(|issue| issue.in_context.map(|value| value.0))),
            ("same", integers(|issue| Some(issue.neighbours.same))),
            ("other", integers(|issue| Some(issue.neighbours.other))),
            ("repeats", integers(|issue| issue.repeats.map(|place| place.row))),
        ],
    )
}
