//! Labelled rows of an Arrow table.

use oped::Label;
use oped::error::{Error, ErrorKind, Message, Parameter};
use oped::tables::rows::{Row, Table};
use oped::text::Remarks;
use pyo3::prelude::*;

use crate::columns::Texts;
use crate::errors::{exception, usage};
use crate::table::{Column, Found, arrow, find, index, reader};

/// Which columns to read.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct LabelledColumns {
    text: String,
    label: String,
    article: Option<Column>,
    source: Option<Column>,
}

impl LabelledColumns {
    /// Copies the rows of a table.
    pub(crate) fn read(&self, py: Python<'_>, table: &Bound<'_, PyAny>) -> PyResult<Table> {
        let mut reader = reader(table)?;
        let schema = reader.schema();
        let text = index(&self.text, "text", &schema)?;
        let label = index(&self.label, "label", &schema)?;
        let article = find(self.article.as_ref(), "article", &schema, text)?;
        let source = find(self.source.as_ref(), "source", &schema, text)?;
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
        Ok(Table { name: "table".to_owned(), rows, hash: 0, notes: Vec::new(), remarks: Remarks::default() })
    }
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
