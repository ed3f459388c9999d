//! Labels of a table that are probably wrong.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{DataType, Field, Schema};
use oped::Label;
use oped::error::{Error, ErrorKind, Message, Parameter};
use oped::learn::audit::{AuditParams, LabelAudit, LabelIssue, audit};
use oped::tables::rows::{Row, RowFacts, Table as Rows};
use oped::text::Remarks;
use pyo3::prelude::*;
use pyo3_arrow::PyTable;

use crate::columns::Texts;
use crate::errors::{exception, usage};
use crate::learning::Training;
use crate::scored_table::Table;
use crate::table::{Column, Found, arrow, find, index, reader};
use crate::threads;

/// Which columns to read, and what labels are.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Columns {
    text: String,
    label: String,
    article: Option<Column>,
    source: Option<Column>,
    /// Labels are those of whole articles.
    inherited: bool,
}

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
    columns: Columns,
    training: Training,
) -> PyResult<LabelIssues> {
    let rows = rows(py, table, &columns)?;
    let pool = threads::all()?;
    let params = AuditParams { training: training.params()?, inherited_labels: columns.inherited };
    let found = py.detach(|| pool.install(|| audit(&[rows], &RowFacts::default(), &params))).map_err(exception)?;
    let ([news, opinion], [of_news, of_opinion]) = (found.wrong(), found.rows);
    let issues = Table::of(py, issues_table(&found)?)?;
    Ok(LabelIssues { issues, wrong: (news, opinion), rows: (of_news, of_opinion) })
}

/// Copies the labelled rows of a table.
fn rows(py: Python<'_>, table: &Bound<'_, PyAny>, columns: &Columns) -> PyResult<Rows> {
    let mut reader = reader(table)?;
    let schema = reader.schema();
    let text = index(&columns.text, "text", &schema)?;
    let label = index(&columns.label, "label", &schema)?;
    let article = find(columns.article.as_ref(), "article", &schema)?;
    let source = find(columns.source.as_ref(), "source", &schema)?;
    let mut rows: Vec<Row> = Vec::new();
    while let Some(batch) = py.detach(|| reader.next()) {
        let batch = batch.map_err(arrow)?;
        py.check_signals()?;
        let texts = |at: usize| {
            let not_text = || {
                let (name, of) = (schema.field(at).name(), batch.column(at).data_type());
                usage(
                    ErrorKind::Column,
                    format!("the column \"{name}\" is of type {of}, not text"),
                    "name a column of strings",
                )
            };
            Texts::of(batch.column(at)).ok_or_else(not_text)
        };
        let (text, label) = (texts(text)?, texts(label)?);
        let names = |of: Option<Found>| of.map_or(Ok(None), |of| of.names(&batch));
        let (article, source) = (names(article)?, names(source)?);
        let name = |of: &Option<Texts>, row: usize| of.as_ref().and_then(|of| of.name(row)).map(str::to_owned);
        for row in 0..batch.num_rows() {
            let at = rows.len();
            rows.push(Row {
                label: label.value(row).map(|label| read_label(label, at)).transpose()?.flatten(),
                article: name(&article, row),
                source: name(&source, row),
                ..Row::of_text(text.value(row).unwrap_or_default(), at + 1)
            });
        }
    }
    Ok(Rows { name: "table".to_owned(), rows, hash: 0, notes: Vec::new(), remarks: Remarks::default() })
}

/// Reads a label; none for an empty one.
fn read_label(label: &str, index: usize) -> PyResult<Option<Label>> {
    let label = label.trim();
    if label.is_empty() {
        return Ok(None);
    }
    let unknown = || {
        let what = format!("row {index}: label \"{label}\" is neither news nor opinion");
        let remedy = Message::from("map your labels to these two before, or name another column with ")
            .name(Parameter::LabelColumn);
        exception(Error::new(ErrorKind::Table, what).remedy(remedy))
    };
    Label::parse(label).map(Some).ok_or_else(unknown)
}

fn issues_table(found: &LabelAudit) -> PyResult<PyTable> {
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
    let columns: Vec<(&str, DataType, ArrayRef)> = vec![
        ("index", DataType::UInt64, integers(|issue| Some(issue.place.row))),
        ("given", DataType::Utf8, texts(|issue| issue.given.as_str())),
        ("suggested", DataType::Utf8, texts(|issue| issue.suggested().as_str())),
        ("score", DataType::Float64, numbers(|issue| Some(issue.score))),
        ("self_confidence", DataType::Float64, numbers(|issue| Some(issue.self_confidence()))),
        ("alone", DataType::Float64, numbers(|issue| Some(issue.alone.0))),
        ("in_context", DataType::Float64, numbers(|issue| issue.in_context.map(|value| value.0))),
        ("same", DataType::UInt64, integers(|issue| Some(issue.neighbours.same))),
        ("other", DataType::UInt64, integers(|issue| Some(issue.neighbours.other))),
        ("repeats", DataType::UInt64, integers(|issue| issue.repeats.map(|place| place.row))),
    ];
    let fields: Vec<Field> = columns.iter().map(|(name, of, _)| Field::new(*name, of.clone(), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let arrays = columns.into_iter().map(|(.., array)| array).collect();
    let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(arrow)?;
    PyTable::try_new(vec![batch], schema)
}
