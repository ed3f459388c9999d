//! What a caller hands over to be read: a text, a file's bytes, or a path.

use std::path::PathBuf;

use oped::Format;
use oped::error::{Error, ErrorKind};
use oped::text::Encoding;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyString};

use crate::errors::exception;

/// A text with its name and how to read it.
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) format: Format,
    pub(crate) encoding: Option<Encoding>,
}

impl Source {
    /// Reads what was handed over. A string is a text, or a page; a path is a file; bytes are a file's content.
    pub(crate) fn of(
        input: &Bound<'_, PyAny>,
        format: Option<&str>,
        name: Option<&str>,
        encoding: Option<&str>,
    ) -> PyResult<Source> {
        let format = format.map(str::parse::<Format>).transpose().map_err(exception)?;
        let label = |label: &str| {
            Encoding::of_label(label).ok_or_else(|| {
                let what = format!("there is no encoding \"{label}\"");
                exception(
                    Error::new(ErrorKind::Usage, what)
                        .remedy("give the name that web pages use, such as \"windows-1252\""),
                )
            })
        };
        let encoding = encoding.map(label).transpose()?;
        if let Ok(text) = input.cast::<PyString>() {
            let text = text.to_str()?;
            // A page that was fetched is a string too; other formats are those of files.
            let is_page = || Format::detect("", text.as_bytes()) == Format::Html;
            let format = format.unwrap_or_else(|| if is_page() { Format::Html } else { Format::Text });
            let encoding = Some(Encoding::UTF_8);
            return Ok(Source { name: name.unwrap_or_default().to_owned(), bytes: text.into(), format, encoding });
        }
        let (found, bytes) = if let Ok(bytes) = input.cast::<PyBytes>() {
            (String::new(), bytes.as_bytes().to_vec())
        } else if let Ok(bytes) = input.cast::<PyByteArray>() {
            (String::new(), bytes.to_vec())
        } else if let Ok(path) = input.extract::<PathBuf>() {
            let shown = path.display().to_string();
            let bytes = std::fs::read(&path).map_err(|error| unread(input.py(), &shown, &error))?;
            (shown, bytes)
        } else {
            let what = format!("a text, bytes or a path is needed, not {}", input.get_type().name()?);
            return Err(PyTypeError::new_err(what));
        };
        let format = format.unwrap_or_else(|| Format::detect(&found, &bytes));
        Ok(Source { name: name.map_or(found, str::to_owned), bytes, format, encoding })
    }
}

/// The exception for a file that could not be read, with what Python's own exceptions say of it.
fn unread(py: Python<'_>, path: &str, error: &std::io::Error) -> PyErr {
    let raised = exception(Error::io(path, error));
    let value = raised.value(py);
    let class = (error.kind() == std::io::ErrorKind::NotFound).then_some("MissingFileError");
    let told = || -> PyResult<PyErr> {
        let value = match class {
            Some(class) => py.import("oped._errors")?.getattr(class)?.call1((value.str()?,))?,
            None => value.clone().into_any(),
        };
        value.setattr("errno", error.raw_os_error())?;
        value.setattr("filename", path)?;
        Ok(PyErr::from_value(value))
    };
    told().unwrap_or_else(|failure| failure)
}
