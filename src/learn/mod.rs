//! Learning: fits models to labelled rows, and measures how good they are.

pub mod audit;
pub mod calibrate;
pub mod evaluate;
pub mod fit;
pub mod leakage;
pub mod measure;
pub mod queue;
pub mod train;
pub mod turns;
