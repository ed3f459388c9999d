//! Why each paragraph has its label: one message, and a renderer for each format.

pub(crate) mod audited;
pub(crate) mod csv;
pub(crate) mod html;
pub(crate) mod jsonl;
pub(crate) mod marked;
pub(crate) mod text;

pub use audited::Audited;
pub use csv::Csv;
pub use html::Html;
pub use jsonl::JsonLines;
pub use text::Text;
