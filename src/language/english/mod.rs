//! language::english

pub mod function_words;
