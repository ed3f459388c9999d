//! Sheets: tables that a person fills in with any spreadsheet and gives back.

mod columns;
mod guard;
mod read;
mod write;

pub use guard::{guarded, unguarded};
pub use read::{Sheet, is_filled, read_sheet};
pub use write::{issues_sheet, queue_sheet};
