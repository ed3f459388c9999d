//! language

pub mod english;
pub mod foreign;
