//! Bytes → article.

use super::block::{Block, BlockKind};
use super::{declared::Declared, format::Format, headline::Headline, line::Line, page::Page};
use super::{furniture, html, markdown, plain, reassembly};
use crate::error::{Error, ErrorKind, Result};
use crate::text::repair::references;
use crate::text::{Damage, Damages, Encoding, Remarks, decode};

/// An article: the blocks of a page, its headline, and what it declares itself to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Paragraphs, headings, furniture, in the order of the page.
    pub blocks: Vec<Block>,
    /// Its own headline, by the rule of `headline.rs`: a heading that repeats the page's title, else the title in the page's
    /// metadata, else the first heading before the first paragraph.
    pub headline: Option<Headline>,
    /// The page's own claim to be news, opinion or something else.
    pub declared: Option<Declared>,
    /// How its bytes were read, where a person should be told.
    pub remarks: Remarks,
}

impl Article {
    /// Reads an article.
    ///
    /// # Errors
    /// [`ErrorKind::Encoding`] if the bytes are not text, [`ErrorKind::Empty`] if they hold none. An article without a paragraph
    /// is not an error.
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
        let is_page = encoding.is_none() && format == Format::Html;
        let declared = is_page.then(|| html::declared_encoding(bytes)).flatten();
        // What a page declares may be wrong.
        let declared = declared.and_then(|named| decode::decode(bytes, Some(named)).ok());
        let mut decoded = declared.map_or_else(|| decode::decode(bytes, encoding), Ok)?;
        decoded.repair();
        if decoded.text.trim().is_empty() {
            return Err(Error::new(ErrorKind::Empty, "there is no text in it").remedy("check that it was saved"));
        }
        let Page { mut lines, mut marks, titles } = match format {
            Format::Text => Page { lines: plain::lines(&decoded.text), ..Page::default() },
            Format::Markdown => markdown::read(&decoded.text),
            Format::Html => html::read(&decoded.text),
        };
        let mut remarks = decoded.remarks();
        let newlines = newlines(&decoded.text);
        read_references(&mut lines, &newlines, &mut remarks.damages);
        let blocks = blocks(lines, &decoded, &newlines);
        match format {
            // A heading "Opinion" may belong to a menu; "Opinion: …" belongs to the article.
            Format::Html => {
                marks.headline(first_heading(&blocks).filter(|text| text.contains(": ")).unwrap_or_default())
            }
            Format::Text | Format::Markdown => marks.headline(first_words(&blocks)),
        }
        Ok(Article { headline: titles.headline(&blocks), blocks, declared: marks.declared(), remarks })
    }

    /// Returns the blocks that are scored, in order. A paragraph's number is its position among them.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.kind.is_scored())
    }
}

/// Returns the first block that is not furniture; empty if it is an entry of a menu.
fn first_words(blocks: &[Block]) -> &str {
    let first = blocks.iter().find(|block| block.kind != BlockKind::Furniture);
    first.filter(|block| block.kind != BlockKind::Menu).map_or("", |block| block.text.as_str())
}

fn first_heading(blocks: &[Block]) -> Option<&str> {
    let is_heading = |block: &&Block| matches!(block.kind, BlockKind::Headline | BlockKind::Heading);
    blocks.iter().find(is_heading).map(|block| block.text.as_str())
}

/// Reads character references that the format leaves in the text.
fn read_references(lines: &mut [Line], newlines: &[usize], damages: &mut Damages) {
    for line in lines {
        let edits = references(line.as_str());
        let Some(first) = edits.first() else { continue };
        let at = line.text.source_span(first.range.start, first.range.end).start;
        let number = 1 + newlines.partition_point(|&newline| newline < at);
        edits.iter().for_each(|edit| damages.add(edit.damage, 1, number));
        if edits.iter().all(|edit| edit.damage != Damage::Doubtful) {
            let old = line.text.as_str().len();
            line.text = line.text.edited(&edits);
            let (set_apart, new) = (line.setting.set_apart, line.text.as_str().len());
            line.setting.set_apart = if set_apart == old { new } else { set_apart.min(new) };
        }
    }
}

/// Returns the places at which lines end.
fn newlines(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends_line = |&at: &usize| bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    (0..bytes.len()).filter(ends_line).collect()
}

fn blocks(lines: Vec<Line>, decoded: &decode::Decoded, newlines: &[usize]) -> Vec<Block> {
    furniture::classify(reassembly::reassemble(lines))
        .into_iter()
        .map(|(kind, text, setting)| {
            let start = text.source_span(0, text.as_str().len()).start;
            let line = 1 + newlines.partition_point(|&at| at < start);
            Block { kind, line, text: text.into_source(decoded), setting }
        })
        .collect()
}
