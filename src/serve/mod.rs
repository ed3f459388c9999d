//! The page and its API on this machine.
//!
//! ```text
//! socket ─accept→ connection ─observe→ guard (host, origin, token) ─routes→ page · /v1/score · /v1/articles · … · /metrics
//!    /v1/…: body, within limits of size, time and memory ─pool→ parsed, scored, written ─→ response
//! ```
//!
//! Sockets belong to a few threads that never score; the threads of the pool never wait for a client. Whatever a client can make large
//! has a limit in [`Limits`], and is refused with a status and a remedy. No path is opened and no address fetched for a client.

mod accept;
mod app;
mod documents;
mod failure;
mod guard;
mod hosts;
mod log;
mod memory;
mod metrics;
mod observe;
mod openapi;
mod page;
mod params;
mod pool;
pub mod review;
mod routes;
mod server;
mod stop;
mod stream;
mod token;

pub use failure::Failure;
pub use log::LogSink;
pub use params::{Limits, ServeParams};
pub use server::Server;
pub use token::Token;
