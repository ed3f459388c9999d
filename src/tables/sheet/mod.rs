//! tables::sheet

pub(crate) mod columns;
pub(crate) mod guard;
pub mod read;

pub use guard::unformula;
pub use read::{Sheet, read_sheet};
