//! Labelled and unlabelled tables → rows.
//!
//! `text` is required, `label` where a model is trained; `id`, `source`, `article` and `paragraph` are used when they are
//! there. One row is one paragraph. In scikit-learn's words a paragraph is a document, and an article or a source is a
//! group.

//!
//! ```text
//! bytes ─charset→ bytes like ASCII ─delimited | json_lines→ fields ─reader→ Batch… ─table→ Table
//! file ─parquet→ columns of a row group ─────────────────────────────────→ Batch…
//! ```
//!
//! A [`TableReader`] reads a table of any length batch by batch; [`read_table`] reads a whole one through it.

pub(crate) mod batch;
pub(crate) mod charset;
pub(crate) mod delimited;
pub(crate) mod header;
pub(crate) mod json_lines;
pub(crate) mod locate;
pub(crate) mod params;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
pub(crate) mod reader;
pub(crate) mod table;
pub(crate) mod table_reader;
pub(crate) mod watch;

pub use batch::{Batch, BatchRow, Passed, Scattered, Values};
pub use locate::{FieldBytes, RowBytes, Writing, locate_rows};
pub(crate) use params::PARQUET_MAGIC;
#[cfg(not(feature = "parquet"))]
pub(crate) use params::without_parquet;
pub use params::{TableFormat, TableParams, Unlabelled, is_table_name, looks_like_table, unpacked_name};
#[cfg(feature = "parquet")]
pub(crate) use parquet::silence_guarded_panics;
pub(crate) use reader::HEAD as TABLE_HEAD;
pub use table::{read_table, read_table_with};
pub use table_reader::{Pass, TableReader};

#[cfg(not(feature = "parquet"))]
#[cfg(feature = "parquet")]
use crate::label::Label;

/// The first sixty characters.
fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
