//! Results for people: one folder for each verb.

pub mod audit;
pub mod evaluate;
pub(crate) mod inspect;
pub mod score;
pub mod shared;
pub mod train;

pub use inspect::model_card;
