//! The word lists of English, each once.
//!
//! A rule that asks for a word or two names them itself; a list stands here.

pub(crate) mod abbreviations;
pub(crate) mod clauses;
pub(crate) mod dates;
pub(crate) mod exchange;
pub(crate) mod families;
pub mod function_words;
pub(crate) mod page;
pub(crate) mod sentences;
pub(crate) mod speech;
