//! What rows are divided by, and the figures of each part.

use super::measured::Measured;
use crate::label::Label;

/// What divides rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Divider {
    /// A column of the tables.
    Column(String),
    /// The inherited label beside a read one: is the paragraph in an opinion article or in a news article?
    Inherited,
}

impl Divider {
    /// Returns the name for programs: that of the column.
    pub fn name(&self) -> &str {
        match self {
            Divider::Column(name) => name,
            Divider::Inherited => "inherited",
        }
    }
}

/// The figures of the rows with each value.
#[derive(Debug, Clone, PartialEq)]
pub struct By {
    /// What divides the rows.
    pub divider: Divider,
    /// Each value with its figures, the one with most rows first, ties by name; none for rows without a value.
    pub values: Vec<(Option<String>, Measured)>,
}

/// What divides the rows of a sample, and the value of each row.
#[derive(Debug)]
pub(super) struct Values {
    pub(super) divider: Divider,
    /// One for each row; the outer none for a row that is in no part.
    pub(super) of_row: Vec<Option<Option<String>>>,
}

impl Values {
    /// By the inherited label, if any row has one beside its read label. The others are in no part.
    pub(super) fn inherited(labels: &[Option<Label>]) -> Option<Values> {
        let of_row = labels.iter().map(|label| label.map(|label| Some(label.to_string()))).collect();
        labels.iter().any(Option::is_some).then_some(Values { divider: Divider::Inherited, of_row })
    }
}
