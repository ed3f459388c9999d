//! tables::results

pub(crate) mod csv;
pub(crate) mod jsonl;
mod message;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;

pub use csv::Csv;
pub use jsonl::JsonLines;
pub use message::{Item, Paragraph, Place, Renderer, Scored, Summary};
pub(crate) use message::{NO_WORDS, reason};
#[cfg(feature = "parquet")]
pub use parquet::Parquet;
