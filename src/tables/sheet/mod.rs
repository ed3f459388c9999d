//! Sheets: tables that a person fills in with any spreadsheet and gives back.

mod columns;
mod decided;
pub mod exchange;
mod guard;
mod open;
mod read;
mod write;

pub use decided::Sheet;
pub use guard::{guarded, unguarded};
pub use open::{Filled, OpenSheet, SheetLine};
pub use read::{is_filled, read_sheet};
pub use write::blind_sheet;
pub use write::{issues_sheet, queue_sheet};
