//! Bytes → [`Article`]: the paragraphs a careful reader would mark in the page, with the way back to its bytes.
//!
//! ```text
//! bytes ─decode→ text ─plain | markdown | html→ Line… ─reassembly→ Block… ─furniture→ Article
//! ```
//!
//! Each format is read into lines: pieces of text that the page keeps apart. One reassembly for all of them puts
//! broken sentences back together and tells paragraphs from headings, menus and other furniture.

pub mod claim;
mod claim_words;
pub mod declared;
mod furniture;
mod html;
mod line;
mod markdown;
mod page_marks;
mod plain;
mod reassembly;

pub use declared::Declared;
pub use furniture::told_by_words;
pub use reassembly::LEAD_IN_WORDS;

use crate::error::{Error, ErrorKind, Result};
use crate::text::{Encoding, MappedText, Span, decode};
use declared::Marks;
use line::Line;

/// What a block of the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Running text: scored.
    Paragraph,
    /// Running text that is somebody else's from first to last word: scored.
    Quote,
    /// A title or a section's heading.
    Heading,
    /// Who wrote it, where and when.
    Byline,
    /// Navigation: a run of short entries.
    Menu,
    /// The line under a picture.
    Caption,
    /// What the page says about itself: sharing, comments, copyright, mail headers, page numbers.
    Furniture,
    /// Fewer than five words that continue nothing.
    Fragment,
}

impl BlockKind {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            BlockKind::Paragraph => "paragraph",
            BlockKind::Quote => "quote",
            BlockKind::Heading => "heading",
            BlockKind::Byline => "byline",
            BlockKind::Menu => "menu",
            BlockKind::Caption => "caption",
            BlockKind::Furniture => "furniture",
            BlockKind::Fragment => "fragment",
        }
    }

    /// Whether blocks of this kind get a label.
    pub fn is_scored(self) -> bool {
        matches!(self, BlockKind::Paragraph | BlockKind::Quote)
    }
}

/// One block of a page, put back together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its words, white space normalised, bullets and markup removed, and the way back to the source.
    pub text: MappedText,
    /// The line of the source (from 1) on which it starts.
    pub line: usize,
}

impl Block {
    /// First to last byte in the source. Between them may lie white space, bullets and markup that are not in the text.
    pub fn span(&self) -> Span {
        self.text.source_span(0, self.text.as_str().len())
    }
}

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

impl Format {
    /// By the ending of a file's name; where that says nothing, by the first bytes.
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

    /// Whether the ending of a file's name says what it is.
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

/// An article: all blocks of the page in order, and what the page declares itself to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Paragraphs, headings, furniture, in the order of the page.
    pub blocks: Vec<Block>,
    /// The page's own claim to be news, opinion or something else.
    pub declared: Option<Declared>,
}

impl Article {
    /// Reads an article.
    ///
    /// # Errors
    /// [`ErrorKind::Encoding`] where the bytes are not text, [`ErrorKind::Empty`] where they hold none. An article
    /// without a paragraph is no error: its blocks say what there is.
    ///
    /// ```
    /// use oped::article::{Article, Format};
    /// let page = "OUR VIEW\n\nThe bridge was closed on\n\nMonday after an inspection, the county said.\n";
    /// let article = Article::read(page.as_bytes(), Format::Text, None).unwrap();
    /// let paragraphs: Vec<&str> = article.paragraphs().map(|p| p.text.as_str()).collect();
    /// assert_eq!(paragraphs, ["The bridge was closed on Monday after an inspection, the county said."]);
    /// ```
    pub fn read(bytes: &[u8], format: Format, encoding: Option<Encoding>) -> Result<Article> {
        if bytes.starts_with(b"%PDF") {
            let error = Error::new(ErrorKind::Encoding, "this is a PDF");
            return Err(error.remedy("save its text first, for instance with pdftotext"));
        }
        let encoding = match (encoding, format) {
            (None, Format::Html) => html::declared_encoding(bytes)?,
            _ => encoding,
        };
        let decoded = decode::decode(bytes, encoding)?;
        if decoded.text.trim().is_empty() {
            return Err(Error::new(ErrorKind::Empty, "there is no text in it").remedy("check that it was saved"));
        }
        let (lines, mut marks) = match format {
            Format::Text => (plain::lines(&decoded.text), Marks::default()),
            Format::Markdown => (markdown::lines(&decoded.text), markdown::front_matter(&decoded.text)),
            Format::Html => html::lines(&decoded.text),
        };
        let blocks = blocks(lines, &decoded);
        match format {
            // A heading "Opinion" may be a menu's; "Opinion: …" is the article's.
            Format::Html => {
                marks.headline(first_heading(&blocks).filter(|text| text.contains(": ")).unwrap_or_default())
            }
            Format::Text | Format::Markdown => marks.headline(first_words(&blocks)),
        }
        Ok(Article { blocks, declared: marks.declared() })
    }

    /// The blocks that are scored, in order. Their position in this sequence is the paragraph's number.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.kind.is_scored())
    }
}

/// The first block that is not the page's furniture; nothing where it is an entry of a menu.
fn first_words(blocks: &[Block]) -> &str {
    let first = blocks.iter().find(|block| block.kind != BlockKind::Furniture);
    first.filter(|block| block.kind != BlockKind::Menu).map_or("", |block| block.text.as_str())
}

fn first_heading(blocks: &[Block]) -> Option<&str> {
    blocks.iter().find(|block| block.kind == BlockKind::Heading).map(|block| block.text.as_str())
}

fn blocks(lines: Vec<Line>, decoded: &decode::Decoded) -> Vec<Block> {
    let bytes = decoded.text.as_bytes();
    let ends_line = |&at: &usize| bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    let newlines: Vec<usize> = (0..bytes.len()).filter(ends_line).collect();
    furniture::classify(reassembly::reassemble(lines))
        .into_iter()
        .map(|(kind, text)| {
            let start = text.source_span(0, text.as_str().len()).start;
            Block { kind, line: 1 + newlines.partition_point(|&at| at < start), text: text.into_source(decoded) }
        })
        .collect()
}
