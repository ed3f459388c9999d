//! Annotation tools: tasks for Label Studio and Prodigy, and what these export → decisions.
//!
//! A task carries its row, the hash of its text and its label, so that an export says which rows it is about. The choices are
//! `news`, `opinion`, `drop` and `unsure`: on a row with a label, the given one keeps it, and the other one flips it.

mod export;
mod label_studio;
mod prodigy;
mod read;
mod task;

pub use label_studio::label_studio;
pub use prodigy::prodigy;
pub(super) use read::{is_export, read};
pub use task::Task;
