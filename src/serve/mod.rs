//! The page and its API on this machine.

pub mod review;
