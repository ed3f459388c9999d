//! What a page holds before it is put together.

use super::{declared::Marks, headline::Titles, line::Line};

/// What is read from a page, whatever its format.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub lines: Vec<Line>,
    /// Marks of what it declares itself to be.
    pub marks: Marks,
    pub titles: Titles,
}
