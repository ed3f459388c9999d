//! What the reports of several verbs share.

pub(crate) mod columns;
pub(crate) mod folds;
pub(crate) mod page;
pub(crate) mod svg;
