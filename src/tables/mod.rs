//! Tables: rows in, results out, and the sheets and corrections between them.

pub mod corrections;
pub(crate) mod csv;
pub mod results;
pub mod rows;
pub mod sheet;
pub mod table;
