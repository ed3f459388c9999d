//! Flags that several verbs have.

pub(crate) mod common;
pub(crate) mod fit;
pub(crate) mod format;
pub(crate) mod tables;
