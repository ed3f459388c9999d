//! Results as messages, and one renderer for each format.

pub mod audit;
pub mod evaluate;
pub(crate) mod inspect;
pub mod score;
pub mod shared;
pub mod train;

pub use inspect::model_card;
