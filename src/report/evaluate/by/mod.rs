//! The figures of the rows with each value of a column, or with each inherited label.

mod html;
mod sentences;
mod text;

pub(super) use html::html;
pub use sentences::NO_VALUE;
pub(super) use text::text;
