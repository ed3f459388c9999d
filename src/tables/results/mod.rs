//! Results in every format. Their columns are those of [`Column`](crate::score::Column).

mod articles;
mod csv;
pub(crate) mod jsonl;
mod message;
#[cfg(feature = "parquet")]
mod parquet;
mod renderer;

pub use articles::{ArticleRow, Articles, mismatches_first};
pub use csv::Csv;
pub use jsonl::JsonLines;
pub use message::{Message, NamedTable};
#[cfg(feature = "parquet")]
pub use parquet::{Parquet, ParquetArticles};
pub use renderer::Renderer;
