//! tables

pub mod corrections;
pub mod results;
pub mod rows;
pub mod sheet;
pub mod table;
