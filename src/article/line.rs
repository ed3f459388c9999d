//! The unit between a page's format and its blocks.

use super::{block::BlockKind, setting::Setting};
use crate::text::MappedText;

/// A piece of text that the page keeps apart from its neighbours: a physical line, a `<p>`, a list item.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// White space folded, bullet removed, never empty.
    pub text: MappedText,
    /// Whether a bullet or a list number came before it.
    pub bullet: bool,
    /// Blank lines before it.
    pub gap: usize,
    /// Columns of white space before it.
    pub indent: usize,
    /// Characters of the physical line, with indent and bullet. 0 if lines have no width (HTML).
    pub width: usize,
    /// What the markup says that it is.
    pub kind: Option<BlockKind>,
    /// The number of `>` marks before it, or blockquotes around it.
    pub depth: usize,
    pub setting: Setting,
}

impl Line {
    pub(super) fn as_str(&self) -> &str {
        self.text.as_str()
    }
}
