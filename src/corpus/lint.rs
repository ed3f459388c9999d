//! What to look at in a labelled table before a model is fitted to it.

use std::collections::HashMap;

use super::Table;

/// Rows that a person should look at: (index of the table, row from 0).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lint {
    /// Rows without any letter or digit. They are not trained on.
    pub empty: Vec<(usize, usize)>,
    /// Rows whose text and label stand in an earlier row, with that row. They are not trained on.
    pub duplicates: Vec<((usize, usize), (usize, usize))>,
    /// Rows whose text stands in an earlier row under the other label, with that row. They are trained on.
    pub conflicts: Vec<((usize, usize), (usize, usize))>,
}

/// Looks for empty, repeated and contradicting rows. White space and case make no difference.
pub fn lint(tables: &[Table]) -> Lint {
    let mut found = Lint::default();
    let mut seen: HashMap<String, (usize, usize)> = HashMap::new();
    for (number, table) in tables.iter().enumerate() {
        for (at, row) in table.rows.iter().enumerate() {
            if !row.text.chars().any(char::is_alphanumeric) {
                found.empty.push((number, at));
                continue;
            }
            let key = row.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            match seen.get(&key) {
                Some(&first) if tables[first.0].rows[first.1].label == row.label => {
                    found.duplicates.push(((number, at), first));
                }
                Some(&first) => found.conflicts.push(((number, at), first)),
                None => {
                    seen.insert(key, (number, at));
                }
            }
        }
    }
    found
}
