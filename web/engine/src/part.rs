//! An article that is rows of a table.

use std::ops::Range;

use oped::tables::rows::{Row, Table};

/// Characters of a row that stand for a headline.
const BEGINNING: usize = 80;

/// Rows of a table that are read together.
pub(crate) struct Part<'t> {
    /// The name of the table with that of the article in it, or else the number of the row: `letters.csv#12`.
    pub(crate) name: String,
    pub(crate) rows: &'t [Row],
}

impl<'t> Part<'t> {
    pub(crate) fn of(table: &'t Table, rows: Range<usize>, name: &str) -> Self {
        let first = rows.start;
        let rows = &table.rows[rows];
        let article = rows.first().and_then(|row| row.article.clone());
        let inside = article.unwrap_or_else(|| (first + 1).to_string());
        Part { name: format!("{name}#{inside}"), rows }
    }

    /// How a row that stands alone begins; an article has a name of its own.
    pub(crate) fn beginning(&self) -> Option<&'t str> {
        let row = self.rows.first().filter(|row| row.article.is_none())?;
        let end = row.text.char_indices().nth(BEGINNING).map_or(row.text.len(), |(at, _)| at);
        Some(&row.text[..end])
    }
}
