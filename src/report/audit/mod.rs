//! Reports of `oped audit`.

pub mod agreement;
pub mod evidence;
pub mod label_issues;
pub mod queue;
