//! The formats of articles.

use super::sniff::{Known, known};
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
    /// A mail (`.eml`), or a mailbox. Needs the feature `files`, as do all below but subtitles.
    Mail,
    /// A web page that a browser saved as MIME (`.mhtml`).
    Mhtml,
    /// A web page that Safari saved.
    Webarchive,
    /// RSS, Atom or JSON Feed: each item is an article.
    Feed,
    /// WebVTT, SRT or SBV.
    Subtitles,
    /// A Word document.
    Docx,
    /// An OpenDocument text.
    Odt,
}

crate::error::names!(Format, "format of articles");

impl Format {
    /// All formats.
    pub const ALL: [Format; 10] = [
        Format::Text,
        Format::Markdown,
        Format::Html,
        Format::Mail,
        Format::Mhtml,
        Format::Webarchive,
        Format::Feed,
        Format::Subtitles,
        Format::Docx,
        Format::Odt,
    ];

    /// The name used on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::Mail => "mail",
            Format::Mhtml => "mhtml",
            Format::Webarchive => "webarchive",
            Format::Feed => "feed",
            Format::Subtitles => "subtitles",
            Format::Docx => "docx",
            Format::Odt => "odt",
        }
    }

    /// Detects the format by the first bytes, if they tell; else by the ending of a file's name.
    ///
    /// ```
    /// use oped::article::Format;
    /// assert_eq!(Format::detect("a.md", b""), Format::Markdown);
    /// assert_eq!(Format::detect("-", b"<!DOCTYPE html><title>x</title>"), Format::Html);
    /// assert_eq!(Format::detect("talk.txt", b"WEBVTT\n\n"), Format::Subtitles);
    /// ```
    pub fn detect(name: &str, bytes: &[u8]) -> Format {
        if let Some(format) = Self::by_bytes(bytes) {
            return format;
        }
        match Self::by_name(name) {
            // People save pages under any name.
            Some(Format::Text) | None if html::looks_like_html(bytes) => Format::Html,
            Some(format) => format,
            None if markdown::looks_like_markdown(bytes) => Format::Markdown,
            None => Format::Text,
        }
    }

    /// Returns the format that the first bytes tell for sure. Text, Markdown and most pages are not among them.
    pub fn by_bytes(bytes: &[u8]) -> Option<Format> {
        Some(match known(bytes)? {
            Known::Mail => Format::Mail,
            Known::SavedPage => Format::Mhtml,
            Known::WebArchive => Format::Webarchive,
            Known::Feed => Format::Feed,
            Known::Subtitles => Format::Subtitles,
            Known::Word => Format::Docx,
            Known::OpenDocument => Format::Odt,
            Known::Page => Format::Html,
            Known::Other(_) => return None,
        })
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
            "eml" | "mbox" => Some(Format::Mail),
            "mhtml" | "mht" => Some(Format::Mhtml),
            "webarchive" => Some(Format::Webarchive),
            "rss" | "atom" => Some(Format::Feed),
            "vtt" | "srt" | "sbv" => Some(Format::Subtitles),
            "docx" => Some(Format::Docx),
            "odt" | "fodt" => Some(Format::Odt),
            _ => None,
        }
    }
}
