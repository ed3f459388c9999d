//! The routes under `/v1/`.
//!
//! ```text
//! score, explain:  body ─incoming→ bytes ─pool→ document → results in one buffer → response
//! articles:        body ─incoming→ pieces ─lines→ a job a line ─pool→ results, in order → response
//! ```

pub(super) mod about;
pub(super) mod articles;
mod incoming;
mod results;
pub(super) mod single;

pub(super) use results::Done;
