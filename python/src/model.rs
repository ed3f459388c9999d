//! A model.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyType};

use crate::errors::exception;

/// What was learnt from labelled paragraphs: data only, no code.
///
/// ``Model.shipped()`` is the model inside the package.
#[pyclass(frozen, module = "oped", weakref)]
pub(crate) struct Model(pub(crate) Arc<oped::Model>);

impl Model {
    pub(crate) fn of(model: oped::Model) -> Model {
        Model(Arc::new(model))
    }
}

#[pymethods]
impl Model {
    /// The model inside the package.
    #[staticmethod]
    fn shipped() -> PyResult<Model> {
        oped::Model::shipped().map(Model::of).map_err(exception)
    }

    /// Reads a model file.
    ///
    /// Raises ``ModelError`` if it is none, or damaged, and ``InputError`` if it cannot be read.
    #[staticmethod]
    fn load(path: PathBuf) -> PyResult<Model> {
        oped::Model::load(path).map(Model::of).map_err(exception)
    }

    /// Reads the bytes of a model file.
    ///
    /// Raises ``ModelError`` if they are none, or if a single bit is wrong.
    #[staticmethod]
    fn from_bytes(bytes: &[u8]) -> PyResult<Model> {
        oped::Model::from_bytes(bytes).map(Model::of).map_err(exception)
    }

    /// The bytes of the model's file.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(py, &self.0.to_bytes().map_err(exception)?))
    }

    /// How the model was made and how good it is, as in its file.
    #[getter]
    fn card<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let json = serde_json::to_string(&self.0.card).map_err(|error| crate::errors::unreadable(&error))?;
        Ok(py.import("json")?.call_method1("loads", (json,))?.cast_into::<PyDict>()?)
    }

    /// The number of terms.
    fn __len__(&self) -> usize {
        self.0.tfidf.vocabulary.len()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        let make = slf.get_type().cast_into::<PyType>()?.getattr("from_bytes")?;
        Ok((make, (slf.get().to_bytes(slf.py())?,)))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        // A model with a stated share of opinion is not written, and is like no other.
        let same = |a: &oped::Model, b: &oped::Model| matches!((a.to_bytes(), b.to_bytes()), (Ok(a), Ok(b)) if a == b);
        other.cast::<Model>().is_ok_and(|other| {
            let (a, b) = (&self.0, &other.get().0);
            Arc::ptr_eq(a, b) || same(a, b)
        })
    }

    fn __hash__(&self) -> u64 {
        self.0.tfidf.vocabulary.len() as u64 ^ self.0.linear.intercept.to_bits()
    }

    fn __repr__(&self) -> String {
        format!("<oped.Model: {}, {} terms>", self.0.card.language, self.0.tfidf.vocabulary.len())
    }
}
