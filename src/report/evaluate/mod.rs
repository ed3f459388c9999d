//! An evaluation in every format.

mod by;
pub(crate) mod cells;
pub(crate) mod csv;
pub(crate) mod html;
pub(crate) mod jsonl;
pub mod leakage;
pub(crate) mod sentences;
pub(crate) mod text;
pub mod turns;

pub use by::NO_VALUE;
pub use csv::{csv, rows};
pub use html::html;
pub use jsonl::jsonl;
pub use text::text;
