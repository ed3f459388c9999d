//! A person's verdicts on labels → a corrected table, and back.
//!
//! ```text
//! sheet ─sheet→ Sheet{decisions} ─┐
//! bytes of the table ─────────────┴apply→ Applied{bytes, changes} ─journal→ an entry of the journal
//! bytes of the result, journal ─undo→ bytes of the table, an entry of the journal
//! bytes of the journal ─settled→ labels that a person has decided
//! ```
//!
//! Only the labels that are flipped or filled in change, and dropped rows go with their line end; all other bytes stay. The journal
//! keeps the bytes before every change, so that it can be undone exactly, as long as nothing else changes the table.

mod apply;
mod change;
mod check;
#[cfg(any(feature = "cli", feature = "serve"))]
pub mod files;
pub mod journal;
pub mod settled;
pub mod undo;
mod verdict;
mod write;

#[cfg(feature = "cli")]
pub(crate) use apply::named;
pub use apply::{ApplyParams, apply};
pub use change::{Applied, Change, Patch};
pub use journal::{Journal, Undone};
pub use undo::undo;
pub use verdict::{Decision, Remarks, Tally, Verdict};
