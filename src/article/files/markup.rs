//! Pieces of HTML without a page around them.

use crate::article::html;
use crate::article::line::Line;
use crate::text::Span;

/// Reads the content of an item: HTML, or text with blank lines between paragraphs.
pub(super) fn lines(content: &str) -> Vec<Line> {
    if content.contains('<') {
        return html::fragment(content, Span { start: 0, end: content.len() });
    }
    let paragraphs = content.replace("\r\n", "\n").replace("\n\n", "<p>");
    html::fragment(&paragraphs, Span { start: 0, end: paragraphs.len() })
}

/// Strips the markup of a title.
pub(super) fn title(content: &str) -> String {
    let lines = html::fragment(content, Span { start: 0, end: content.len() });
    lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Escapes plain text, so that it can be read as HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
