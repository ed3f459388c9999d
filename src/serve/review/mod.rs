//! Correcting labels in the browser: the items of a sheet one by one, and verdicts that are kept before the next one is shown.
//!
//! ```text
//! sheet, log of verdicts ─store→ lines with what is filled in
//! table, sheet ─session→ items, who has which, whose turn it is ─routes→ JSON for the page
//! ```

mod agreement;
mod annotator;
mod correction;
mod leases;
mod log;
mod params;
mod refusal;
mod routes;
mod rows;
mod session;
mod store;
mod stores;
mod types;
mod verdict;

pub use log::set_log_aside;
pub use params::{CallersWords, ReviewParams};
pub use refusal::{Problem, Refused};
pub use routes::routes;
pub use session::{Begun, Session};
pub use types::*;
