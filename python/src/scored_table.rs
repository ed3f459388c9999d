//! The result of scoring a table.

use std::sync::{Arc, Mutex};

use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3_arrow::PyTable;

use crate::table::{Run, arrow};

/// A table that anything with Arrow reads: ``pyarrow.table(…)``, ``polars.DataFrame(…)``, DuckDB.
#[pyclass(frozen, module = "oped")]
pub(crate) struct Table(Py<PyTable>);

impl Table {
    pub(crate) fn of(py: Python<'_>, table: PyTable) -> PyResult<Py<Table>> {
        Py::new(py, Table(Py::new(py, table)?))
    }

    /// A table of columns of one length, by name.
    pub(crate) fn of_columns(py: Python<'_>, columns: Vec<(&str, ArrayRef)>) -> PyResult<Py<Table>> {
        let field = |(name, array): &(&str, ArrayRef)| Field::new(*name, array.data_type().clone(), true);
        let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(arrow)?;
        Table::of(py, PyTable::try_new(vec![batch], schema)?)
    }
}

#[pymethods]
impl Table {
    /// The Arrow PyCapsule interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.0.bind(py).call_method1("__arrow_c_stream__", (requested_schema,))
    }

    /// The Arrow PyCapsule interface, for the schema alone.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.bind(py).getattr("schema")?.call_method0("__arrow_c_schema__")
    }

    /// The names of the columns.
    #[getter]
    fn column_names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.bind(py).getattr("column_names")
    }

    /// As a ``pyarrow.Table``.
    fn to_pyarrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.call_method1("table", (slf,))
    }

    /// As a ``pandas.DataFrame``; needs pyarrow too.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        Self::to_pyarrow(slf)?.call_method0("to_pandas")
    }

    /// As a ``polars.DataFrame``.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.call_method1("DataFrame", (slf,))
    }

    pub(crate) fn __len__(&self) -> usize {
        self.0.get().batches().iter().map(|batch| batch.num_rows()).sum()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<oped.Table: {} rows, {} columns>", self.__len__(), self.column_names(py)?.len()?))
    }
}

/// The paragraphs and articles of a table that was scored.
///
/// ``paragraphs`` has the caller's columns and ours, ``articles`` a row for each article; it is empty where the table has no articles.
#[pyclass(frozen, get_all, module = "oped")]
pub(crate) struct ScoredTable {
    pub(crate) paragraphs: Py<Table>,
    pub(crate) articles: Py<Table>,
}

#[pymethods]
impl ScoredTable {
    /// The paragraphs, by the Arrow PyCapsule interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.paragraphs.get().__arrow_c_stream__(py, requested_schema)
    }

    /// The paragraphs as a ``pyarrow.Table``.
    fn to_pyarrow<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Table::to_pyarrow(self.paragraphs.bind(py))
    }

    /// The paragraphs as a ``pandas.DataFrame``; needs pyarrow too.
    fn to_pandas<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Table::to_pandas(self.paragraphs.bind(py))
    }

    /// The paragraphs as a ``polars.DataFrame``.
    fn to_polars<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Table::to_polars(self.paragraphs.bind(py))
    }

    fn __len__(&self) -> usize {
        self.paragraphs.get().__len__()
    }

    fn __repr__(&self) -> String {
        let articles = self.articles.get().__len__();
        format!("<oped.ScoredTable: {} paragraphs, {articles} articles>", self.__len__())
    }
}

/// The paragraphs of a table, as they are scored: an iterator over tables that hold whole articles.
#[pyclass(frozen, module = "oped")]
pub(crate) struct ScoredBatches {
    scorer: Arc<oped::Scorer>,
    run: Mutex<Run>,
}

impl ScoredBatches {
    pub(crate) fn of(scorer: Arc<oped::Scorer>, run: Run) -> ScoredBatches {
        ScoredBatches { scorer, run: Mutex::new(run) }
    }
}

#[pymethods]
impl ScoredBatches {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<Table>>> {
        // To wait here would be to wait for a thread that waits for the interpreter.
        let Ok(mut run) = self.run.try_lock() else {
            return Err(PyRuntimeError::new_err("another thread is reading these batches"));
        };
        let Some(done) = run.next(py, &self.scorer, None)? else { return Ok(None) };
        Table::of(py, PyTable::try_new(done.batches, run.schema())?).map(Some)
    }
}
