//! The formats of articles.

use super::{html, markdown};

/// How to read the bytes of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, hard-wrapped or not.
    Text,
    /// CommonMark.
    Markdown,
    /// A web page.
    Html,
}

crate::error::names!(Format, "format of articles");

impl Format {
    /// All formats.
    pub const ALL: [Format; 3] = [Format::Text, Format::Markdown, Format::Html];

    /// The name used on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::Html => "html",
        }
    }

    /// Detects the format by the extension of a file's name, else by its first bytes.
    ///
    /// ```
    /// use oped::article::Format;
    /// assert_eq!(Format::detect("a.md", b""), Format::Markdown);
    /// assert_eq!(Format::detect("-", b"<!DOCTYPE html><title>x</title>"), Format::Html);
    /// ```
    pub fn detect(name: &str, bytes: &[u8]) -> Format {
        match Self::by_name(name) {
            // People save pages under any name.
            Some(Format::Text) | None if html::looks_like_html(bytes) => Format::Html,
            Some(format) => format,
            None if markdown::looks_like_markdown(bytes) => Format::Markdown,
            None => Format::Text,
        }
    }

    /// Returns true if the extension of a file's name names a format.
    pub fn is_told_by(name: &str) -> bool {
        Self::by_name(name).is_some()
    }

    fn by_name(name: &str) -> Option<Format> {
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        match ending.as_str() {
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "md" | "markdown" => Some(Format::Markdown),
            "txt" | "text" => Some(Format::Text),
            _ => None,
        }
    }
}
