//! What is general about text: decoding, the way back to its bytes, sentences and words.

pub(crate) mod characters;
pub(crate) mod damage;
pub mod decode;
mod encoding;
pub(crate) mod guess;
mod letters;
pub(crate) mod mapped;
mod printable;
pub(crate) mod repair;
pub(crate) mod sentence;
mod span;
pub(crate) mod speaker_label;
pub(crate) mod word;

pub use characters::normalised;
pub use damage::{Damage, Damages, Found, Remarks};
pub use encoding::Encoding;
pub use mapped::MappedText;
pub use printable::printable;
#[cfg(feature = "tables")]
pub(crate) use printable::shorten;
pub use sentence::is_abbreviation;
pub use span::Span;

pub(crate) use letters::{Letters, count_alphanumeric, is_alphanumeric};
pub(crate) use repair::read_text;
pub(crate) use sentence::starts_sentence;
