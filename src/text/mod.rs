//! text

pub mod decode;
pub(crate) mod mapped;
mod printable;
pub(crate) mod sentence;
mod span;
pub(crate) mod word;

pub use decode::Encoding;
pub use mapped::MappedText;
pub use printable::printable;
pub use sentence::is_abbreviation;
pub(crate) use sentence::starts_sentence;
pub use span::Span;
pub(crate) use word::{AsciiRun, ascii_run};
