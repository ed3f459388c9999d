//! What is general about text: decoding, the way back to its bytes, sentences and words.

pub mod decode;
pub(crate) mod mapped;
mod printable;
pub(crate) mod sentence;
mod span;
pub(crate) mod speaker_label;
pub(crate) mod word;

pub use decode::Encoding;
pub use mapped::MappedText;
pub use printable::printable;
#[cfg(feature = "tables")]
pub(crate) use printable::shorten;
pub use sentence::is_abbreviation;
pub use span::Span;

pub(crate) use sentence::starts_sentence;
pub(crate) use word::{AsciiRun, ascii_run};
