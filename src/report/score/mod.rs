//! Reports of `oped score`.

pub(crate) mod finding;
mod github;
pub(crate) mod html;
mod overview;
pub(crate) mod ribbon;
pub(crate) mod terminal;

pub use github::Github;
pub use html::Html;
pub use overview::Overview;
pub use terminal::{Style, Terminal};
