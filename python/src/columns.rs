//! Columns of text, read where they lie.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeListArray, LargeStringArray, StringArray, StringViewArray};
use arrow_cast::cast;
use arrow_schema::DataType;
use oped::error::ErrorKind;
use pyo3::prelude::*;

use crate::errors::usage;

/// A column of texts. Plain ones are not copied; of a dictionary each value is read where the dictionary has it.
#[derive(Clone)]
pub(crate) enum Texts {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

impl Texts {
    /// The texts of a column, if it has any type of text.
    pub(crate) fn of(array: &ArrayRef) -> Option<Texts> {
        match array.data_type() {
            DataType::Utf8 => Some(Texts::Small(array.as_string::<i32>().clone())),
            DataType::LargeUtf8 => Some(Texts::Large(array.as_string::<i64>().clone())),
            DataType::Utf8View => Some(Texts::View(array.as_string_view().clone())),
            DataType::Dictionary(_, values) if is_text(values) => Self::cast(array),
            DataType::RunEndEncoded(_, values) if is_text(values.data_type()) => Self::cast(array),
            // A column without any value has no type.
            DataType::Null => Self::cast(array),
            _ => None,
        }
    }

    fn cast(array: &ArrayRef) -> Option<Texts> {
        Some(Texts::View(cast(array, &DataType::Utf8View).ok()?.as_string_view().clone()))
    }

    /// Names in a column: texts, or numbers as texts.
    pub(crate) fn names(array: &ArrayRef) -> Option<Texts> {
        Texts::of(array).or_else(|| if array.data_type().is_primitive() { Self::cast(array) } else { None })
    }

    /// The name in a row, trimmed; none for a null and for nothing.
    pub(crate) fn name(&self, row: usize) -> Option<&str> {
        self.value(row).map(str::trim).filter(|name| !name.is_empty())
    }

    /// The text of a row; none for a null.
    pub(crate) fn value(&self, row: usize) -> Option<&str> {
        match self {
            Texts::Small(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Texts::Large(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Texts::View(texts) => texts.is_valid(row).then(|| texts.value(row)),
        }
    }
}

/// What a row's text is.
#[derive(Clone)]
pub(crate) enum Cells {
    Texts(Texts),
    /// Lists of paragraphs.
    Lists(LargeListArray, Texts),
}

impl Cells {
    /// The cells of a column of texts or of lists of texts.
    pub(crate) fn of(name: &str, array: &ArrayRef) -> PyResult<Cells> {
        let not_text = || {
            let what = format!("the column \"{name}\" is of type {}, not text", array.data_type());
            usage(ErrorKind::Column, what, "name a column of strings, or of lists of strings")
        };
        if let Some(texts) = Texts::of(array) {
            return Ok(Cells::Texts(texts));
        }
        let values = match array.data_type() {
            DataType::List(field)
            | DataType::LargeList(field)
            | DataType::FixedSizeList(field, _)
            | DataType::ListView(field)
            | DataType::LargeListView(field) => field,
            _ => return Err(not_text()),
        };
        let lists = cast(array, &DataType::LargeList(values.clone())).map_err(|_| not_text())?;
        let lists = lists.as_list::<i64>().clone();
        let texts = Texts::of(lists.values()).ok_or_else(not_text)?;
        Ok(Cells::Lists(lists, texts))
    }

    /// Bytes of a row's text.
    pub(crate) fn len(&self, row: usize) -> usize {
        match self {
            Cells::Texts(texts) => texts.value(row).map_or(0, str::len),
            Cells::Lists(lists, texts) => members(lists, texts, row).map(|member| member.len() + 2).sum(),
        }
    }

    /// The text of a row, and whether it is a list of paragraphs, which are joined by blank lines.
    pub(crate) fn value(&self, row: usize) -> (std::borrow::Cow<'_, str>, bool) {
        match self {
            Cells::Texts(texts) => (texts.value(row).unwrap_or_default().into(), false),
            Cells::Lists(lists, texts) => (members(lists, texts, row).collect::<Vec<_>>().join("\n\n").into(), true),
        }
    }
}

/// The paragraphs of a list, trimmed; empty ones are left out.
fn members<'l>(lists: &LargeListArray, texts: &'l Texts, row: usize) -> impl Iterator<Item = &'l str> {
    let offsets = lists.value_offsets();
    let range = if lists.is_null(row) { 0..0 } else { offsets[row] as usize..offsets[row + 1] as usize };
    range.filter_map(|at| texts.name(at))
}

/// The numbers of a column, as a table of text would have them: not negative, and whole. None for a column of another kind.
pub(crate) fn numbers(array: &ArrayRef) -> Option<Vec<Option<u64>>> {
    let texts = Texts::names(array)?;
    let number = |row| texts.name(row).and_then(|text| text.strip_suffix(".0").unwrap_or(text).parse().ok());
    Some((0..array.len()).map(number).collect())
}

fn is_text(of: &DataType) -> bool {
    matches!(of, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}
