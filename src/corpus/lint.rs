//! What to look at in labelled tables before a model is fitted to them.

use std::collections::HashMap;

use super::Table;

/// A row of several tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowRef {
    /// Index of the table.
    pub table: usize,
    /// Index of its row.
    pub row: usize,
}

/// A row whose text stands in an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// The row.
    pub row: RowRef,
    /// The earlier one.
    pub first: RowRef,
}

/// Rows that a person should look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lint {
    /// Rows without any letter or digit. They are not trained on.
    pub empty: Vec<RowRef>,
    /// Rows with the text and the label of an earlier one. They are not trained on.
    pub duplicates: Vec<Repeat>,
    /// Rows with the text of an earlier one under the other label. They are trained on.
    pub conflicts: Vec<Repeat>,
}

/// Looks for empty, repeated and contradicting rows. White space and case make no difference.
pub fn lint(tables: &[Table]) -> Lint {
    let mut found = Lint::default();
    let mut seen: HashMap<String, RowRef> = HashMap::new();
    for (table, content) in tables.iter().enumerate() {
        for (row, data) in content.rows.iter().enumerate() {
            let here = RowRef { table, row };
            if !data.text.chars().any(char::is_alphanumeric) {
                found.empty.push(here);
                continue;
            }
            let key = data.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            let first = *seen.entry(key).or_insert(here);
            if first == here {
                continue;
            }
            let same = tables[first.table].rows[first.row].label == data.label;
            let list = if same { &mut found.duplicates } else { &mut found.conflicts };
            list.push(Repeat { row: here, first });
        }
    }
    found
}
