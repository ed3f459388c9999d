//! A piece of text that the page keeps apart from its neighbours.

use super::BlockKind;
use crate::text::MappedText;

/// A piece of text that the page keeps apart from its neighbours: a physical line, a `<p>`, a list item.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// White space folded, bullet removed, never empty.
    pub text: MappedText,
    /// Whether a bullet or a list number stood in front.
    pub bullet: bool,
    /// Blank lines before it.
    pub gap: usize,
    /// Columns of white space before it.
    pub indent: usize,
    /// Characters of the physical line, indent and bullet included. 0 where lines have no width (HTML).
    pub width: usize,
    /// What the markup says it is.
    pub kind: Option<BlockKind>,
    /// How deep it is quoted: `>` marks before it, blockquotes around it.
    pub depth: usize,
}

impl Line {
    pub(super) fn as_str(&self) -> &str {
        self.text.as_str()
    }
}
