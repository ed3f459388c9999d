//! Rows of labelled tables: groups and folds, repeated texts, test sets.

mod facts;
pub mod group;
mod lint;
mod near;
mod note;
mod row;
mod spelling;
mod test_rows;
mod values;

pub use facts::RowFacts;
pub(crate) use lint::normalised;
#[cfg(feature = "learn")]
pub(crate) use lint::text_key;
pub use lint::{Lint, Repeat, RowRef, fingerprint, lint, scattered, text_hash};
#[cfg(feature = "learn")]
pub(crate) use near::near_repeats_after;
pub use near::{NearRepeat, near_repeats};
pub use note::{Places, TableNote};
pub use row::{LabelKind, Row, Table};
pub(crate) use spelling::{is_spelt, mapped};
pub use test_rows::{SPLIT, are_test_rows, is_test_name, is_test_split};
pub use values::ColumnValues;
