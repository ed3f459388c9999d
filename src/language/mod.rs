//! What belongs to a language and to nothing else: its stemmer, its words.
//!
//! [`english`] holds every list of English words, each once; the rules that use them are where they are applied. `claims` holds
//! the names of newspaper sections, in a dozen languages.

pub(crate) mod claims;
pub mod english;
pub mod foreign;
mod languages;

pub use languages::{Language, UnknownLanguage};
