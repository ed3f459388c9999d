//! Tables: rows in, results out, and the sheets and corrections between them.

pub(crate) mod clock;
pub mod corrections;
pub(crate) mod csv;
#[cfg(any(feature = "cli", feature = "serve"))]
pub(crate) mod replacement;
pub mod results;
pub mod rows;
pub mod sheet;
pub mod table;
