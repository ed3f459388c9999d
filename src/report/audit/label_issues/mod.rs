//! Labels that are probably wrong, in every format.

pub(crate) mod csv;
pub(crate) mod html;
pub(crate) mod jsonl;
pub(crate) mod reason;
pub(crate) mod sentences;
pub(crate) mod text;

pub use csv::{csv, tasks};
pub use html::html;
pub use jsonl::jsonl;
pub use text::text;
