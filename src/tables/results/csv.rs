//! A table with a row for each item. What belongs to the article as a whole is in the JSON lines only.

use super::Message;
use crate::score::{Column, Item, Value};
use crate::tables::{csv::Line, table::Passed};

/// Writes CSV (RFC 4180, but with `\n` at line ends).
#[derive(Debug, Clone)]
pub struct Csv {
    /// The columns that are passed through, as the result calls them.
    passed: Vec<String>,
    /// Our columns.
    ours: Vec<Column>,
}

impl Default for Csv {
    fn default() -> Self {
        Csv::with_columns(&[])
    }
}

impl Csv {
    /// The columns of one table or of articles, and after them those that are passed through.
    pub fn with_columns(columns: &[String]) -> Csv {
        Csv::of(Column::shown(false, false), columns)
    }

    /// Our columns, and after them those that are passed through. One with the name of ours gets the prefix `table_`.
    pub fn of(ours: Vec<Column>, columns: &[String]) -> Csv {
        let is_ours = |name: &str| ours.iter().any(|column| column.name() == name);
        let mut passed: Vec<String> = Vec::new();
        for column in columns {
            let mut name = column.clone();
            while is_ours(&name) || passed.contains(&name) || name != *column && columns.contains(&name) {
                name = format!("table_{name}");
            }
            passed.push(name);
        }
        Csv { passed, ours }
    }

    /// The columns that are passed through, as the result calls them.
    #[cfg(feature = "parquet")]
    pub(crate) fn passed(&self) -> &[String] {
        &self.passed
    }

    /// Our columns.
    #[cfg(feature = "parquet")]
    pub(crate) fn ours(&self) -> &[Column] {
        &self.ours
    }

    /// Adds the header to `out`.
    pub fn header(&self, out: &mut Vec<u8>) {
        let names = self.ours.iter().map(|column| column.name());
        crate::tables::csv::record(out, names.chain(self.passed.iter().map(String::as_str)));
    }

    /// Adds the rows of a message to `out`. Nothing is kept between messages.
    pub fn rows(&self, message: &Message<'_>, out: &mut Vec<u8>) {
        for (at, item) in message.scored.items.iter().enumerate() {
            let mut line = Line::new(out);
            match item {
                Item::Paragraph(paragraph) => self.add(&mut line, |column| paragraph.value(column)),
                Item::Block { .. } => self.add(&mut line, |column| item.value(column)),
            }
            self.add_passed(&mut line, message.passed(at));
            line.end();
        }
    }

    #[inline]
    fn add<'a>(&self, line: &mut Line<'_>, value: impl Fn(Column) -> Option<Value<'a>>) {
        for column in &self.ours {
            line.value(value(*column));
        }
    }

    fn add_passed(&self, line: &mut Line<'_>, passed: Passed<'_>) {
        let mut missing = self.passed.len();
        if let Passed::Values { values, .. } = passed {
            for value in values.iter() {
                line.text(value.unwrap_or_default());
                missing -= 1;
            }
        }
        (0..missing).for_each(|_| {
            line.value(None);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_tables_have_names_of_their_own() {
        let columns = ["source", "label", "table_label", "text"].map(str::to_owned);
        let passed = Csv::with_columns(&columns).passed;
        assert_eq!(Csv::of(Column::shown(true, false), &["table".to_owned()]).passed, ["table_table"]);
        assert_eq!(passed, ["source", "table_table_label", "table_label", "table_text"]);
    }
}
