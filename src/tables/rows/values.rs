//! The values of a column beside rows.

use super::RowRef;

/// The values of a column in the rows of several tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnValues {
    /// The column.
    pub name: String,
    /// For each table, the value of each row; none where there is none. Empty for a table without the column.
    pub of_tables: Vec<Vec<Option<String>>>,
}

impl ColumnValues {
    /// Returns the value of a row.
    ///
    /// ```
    /// use oped::tables::rows::{ColumnValues, RowRef};
    /// let genre = ColumnValues { name: "genre".into(), of_tables: vec![vec![], vec![Some("letter".into())]] };
    /// assert_eq!(genre.of(RowRef { table: 1, row: 0 }), Some("letter"));
    /// assert_eq!(genre.of(RowRef { table: 0, row: 5 }), None);
    /// ```
    pub fn of(&self, place: RowRef) -> Option<&str> {
        self.of_tables.get(place.table)?.get(place.row)?.as_deref()
    }
}
