//! The library's errors as Python's exceptions.

use oped::error::{Error, ErrorKind, Parameter};
use pyo3::prelude::*;

/// The exception for an error. Its message and remedy name arguments where the library names parameters.
pub(crate) fn exception(error: Error) -> PyErr {
    Python::attach(|py| {
        let made = || -> PyResult<PyErr> {
            let class = py.import("oped._errors")?.getattr(class(error.kind()))?;
            let parameter = error.parameter().map(argument);
            Ok(PyErr::from_value(class.call1((error.in_words(&in_python), parameter, error.line()))?))
        };
        made().unwrap_or_else(|failure| failure)
    })
}

/// An error of a table's columns or of an argument.
pub(crate) fn usage(kind: ErrorKind, what: String, remedy: &str) -> PyErr {
    let error = Error::new(kind, what);
    exception(if remedy.is_empty() { error } else { error.remedy(remedy.to_owned()) })
}

/// The class in `package/oped/_errors.py`.
fn class(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Io => "InputError",
        ErrorKind::Encoding => "EncodingError",
        ErrorKind::Empty => "EmptyError",
        ErrorKind::Column => "ColumnError",
        ErrorKind::Table => "TableError",
        ErrorKind::Training | ErrorKind::Convergence => "TrainingError",
        ErrorKind::Model => "ModelError",
        ErrorKind::Usage => "UsageError",
        _ => "OpedError",
    }
}

/// The argument that a parameter is in Python.
fn argument(parameter: Parameter) -> &'static str {
    match parameter {
        Parameter::ArticleColumn => "article",
        Parameter::LabelColumn => "label",
        Parameter::SourceColumn => "source",
        Parameter::TextColumn => "text",
        other => other.name(),
    }
}

fn in_python(parameter: Parameter, value: Option<&str>) -> String {
    match value {
        Some(value) if value.parse::<f64>().is_ok() => format!("{}={value}", argument(parameter)),
        Some(value) => format!("{}={value:?}", argument(parameter)),
        None => format!("{}=", argument(parameter)),
    }
}

/// What was written by the library and could not be read back, which has no cause that a caller could mend.
pub(crate) fn unreadable(error: &dyn std::fmt::Display) -> PyErr {
    pyo3::exceptions::PyRuntimeError::new_err(error.to_string())
}
