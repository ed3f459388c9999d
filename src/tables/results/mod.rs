//! Results in every format. Their columns are those of [`Column`](crate::score::Column).

mod csv;
pub(crate) mod jsonl;
mod message;
#[cfg(feature = "parquet")]
mod parquet;
mod renderer;

pub use csv::Csv;
pub use jsonl::JsonLines;
pub use message::Message;
#[cfg(feature = "parquet")]
pub use parquet::Parquet;
pub use renderer::Renderer;
