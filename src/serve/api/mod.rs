//! The routes under `/v1/`.
//!
//! ```text
//! score, explain:  body ─incoming→ bytes ─pool→ document → results in one buffer → response
//! articles:        body ─incoming→ pieces ─lines→ a job a line ─pool→ results, in order → response
//! ```

mod about;
mod articles;
mod incoming;
mod results;
mod single;

pub(super) use about::{health, model};
pub(super) use articles::articles;
pub(super) use results::Done;
pub(super) use single::{explain, score};
