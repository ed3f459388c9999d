//! tables::rows

mod facts;
pub mod group;
pub(crate) mod lint;
pub(crate) mod near;
mod row;
pub(crate) mod test_rows;

pub use facts::RowFacts;
pub(crate) use lint::normalised;
pub use lint::{Lint, Repeat, RowRef, fingerprint, lint, scattered, text_hash};
pub(crate) use near::near_repeats_behind;
pub use near::{NearRepeat, near_repeats};
pub use row::{Row, Table};
pub use test_rows::{column_named, is_test_name, is_test_split};
