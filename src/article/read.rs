//! Bytes → article.

use super::block::{Block, BlockKind};
use super::{declared::Declared, format::Format, headline::Headline, line::Line, metadata::Metadata, page::Page};
#[cfg(feature = "files")]
use super::{files, page::Unpacked};
use super::{furniture, html, markdown, plain, reassembly, sniff, subtitles};
use crate::error::{Error, ErrorKind, Result};
use crate::text::repair::references;
use crate::text::{Damage, Damages, Encoding, Remarks, decode};

/// An article: the blocks of a page, its headline and other metadata, and what it declares itself to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Paragraphs, headings, furniture, in the order of the page.
    pub blocks: Vec<Block>,
    /// Its own headline, by the rule of `headline.rs`: a heading that repeats the page's title, else the title in the page's
    /// metadata, else the first heading before the first paragraph, if there is one of four words or more the first such.
    pub headline: Option<Headline>,
    /// What else is known about it: deck, byline, date, section, language.
    pub metadata: Metadata,
    /// The page's own claim to be news, opinion or something else.
    pub declared: Option<Declared>,
    /// How its bytes were read, where a person should be told.
    pub remarks: Remarks,
    /// What the files are called that are attached to a mail and may hold text. They were not read.
    pub attachments: Vec<String>,
}

impl Article {
    /// Reads an article.
    ///
    /// # Errors
    /// [`ErrorKind::Encoding`] if the bytes are not text, [`ErrorKind::Empty`] if they hold none, [`ErrorKind::Usage`] if they hold
    /// several articles. An article without a paragraph is not an error.
    ///
    /// ```
    /// use oped::article::{Article, Format};
    /// let page = "OUR VIEW\n\nThe bridge was closed on\n\nMonday after an inspection, the county said.\n";
    /// let article = Article::read(page.as_bytes(), Format::Text, None).unwrap();
    /// let paragraphs: Vec<&str> = article.paragraphs().map(|p| p.text.as_str()).collect();
    /// assert_eq!(paragraphs, ["The bridge was closed on Monday after an inspection, the county said."]);
    /// ```
    pub fn read(bytes: &[u8], format: Format, encoding: Option<Encoding>) -> Result<Article> {
        let mut entries = Self::read_all(bytes, format, encoding)?;
        match (entries.pop(), entries.len()) {
            (Some(entry), 0) => Ok(entry.article),
            (_, more) => {
                let what = format!("there are {} articles in this file", more + 1);
                Err(Error::new(ErrorKind::Usage, what).remedy("read each of them"))
            }
        }
    }

    /// Reads all articles of a file: the items of a feed, the mails of a mailbox. A file of any other format is one article.
    ///
    /// What a mail, a saved page, a feed or a document holds was encoded, compressed or escaped there. Its blocks have no place in
    /// the file: see [`Block::place`].
    ///
    /// # Errors
    /// Those of [`Article::read`]; [`ErrorKind::Encoding`] also if the file is damaged, or is known to be something that is not read,
    /// such as an image.
    ///
    /// ```
    /// # #[cfg(feature = "files")] {
    /// use oped::article::{Article, Format};
    /// let feed = b"<rss><channel><item><title>The ferry</title><guid>7</guid>
    ///     <description>The council sold the ferry.</description></item></channel></rss>";
    /// let entries = Article::read_all(feed, Format::Feed, None).unwrap();
    /// assert_eq!(entries[0].name.as_deref(), Some("7"));
    /// assert_eq!(entries[0].article.headline.as_ref().unwrap().text, "The ferry");
    /// # }
    /// ```
    pub fn read_all(bytes: &[u8], format: Format, encoding: Option<Encoding>) -> Result<Vec<Entry>> {
        if let Some(sniff::Known::Other(other)) = sniff::known(bytes) {
            return Err(other.error());
        }
        match format {
            Format::Text | Format::Markdown | Format::Html | Format::Subtitles => {
                Self::of_text(bytes, format, encoding).map(|article| vec![Entry { name: None, article }])
            }
            Format::Mail | Format::Mhtml | Format::Webarchive | Format::Feed | Format::Docx | Format::Odt => {
                packed(bytes, format, encoding)
            }
        }
    }

    fn of_text(bytes: &[u8], format: Format, encoding: Option<Encoding>) -> Result<Article> {
        let is_page = encoding.is_none() && format == Format::Html;
        let declared = is_page.then(|| html::declared_encoding(bytes)).flatten();
        // What a page declares may be wrong.
        let declared = declared.and_then(|named| decode::decode(bytes, Some(named)).ok());
        let mut decoded = declared.map_or_else(|| decode::decode(bytes, encoding), Ok)?;
        decoded.repair();
        if decoded.text.trim().is_empty() {
            return Err(Error::new(ErrorKind::Empty, "there is no text in it").remedy("check that it was saved"));
        }
        let page = match format {
            Format::Html => html::read(&decoded.text),
            Format::Markdown => markdown::read(&decoded.text),
            Format::Subtitles => Page { lines: subtitles::read(&decoded.text)?, ..Page::default() },
            _ if sniff::is_json(&decoded.text) => return Err(sniff::JSON.error()),
            _ => Page { lines: plain::lines(&decoded.text), ..Page::default() },
        };
        let mut remarks = decoded.remarks();
        let article = Article::of(page, format, |mut lines| {
            let newlines = newlines(&decoded.text);
            read_references(&mut lines, &newlines, &mut remarks.damages);
            blocks(lines, &decoded, &newlines)
        });
        Ok(Article { remarks, ..article })
    }

    /// Makes an article of a page and its blocks.
    fn of(page: Page, format: Format, blocks: impl FnOnce(Vec<Line>) -> Vec<Block>) -> Article {
        let Page { lines, mut marks, titles, attachments } = page;
        let blocks = blocks(lines);
        match format {
            // A heading "Opinion" may belong to a menu; "Opinion: …" belongs to the article.
            Format::Html | Format::Mhtml | Format::Webarchive => {
                marks.headline(first_heading(&blocks).filter(|text| text.contains(": ")).unwrap_or_default())
            }
            Format::Text | Format::Markdown | Format::Docx | Format::Odt => marks.headline(first_words(&blocks)),
            // Their titles stand apart.
            Format::Mail | Format::Feed | Format::Subtitles => {}
        }
        let metadata = std::mem::take(&mut marks.metadata).finish(&blocks);
        let headline = titles.headline(&blocks);
        Article { headline, blocks, metadata, declared: marks.declared(), remarks: Remarks::default(), attachments }
    }

    /// Returns the blocks that are scored, in order. A paragraph's number is its position among them.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.kind.is_scored())
    }
}

/// An article in a file that may hold several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called there: the address or identifier of a feed's item, the `Message-ID` of a mail in a mailbox, or else its
    /// number, from 1. `None` if it is all there is.
    pub name: Option<String>,
    /// The article.
    pub article: Article,
}

impl Entry {
    /// Its name after that of its file: `feed.xml#https://example.org/ferry`.
    pub fn name_in(&self, file: &str) -> String {
        self.name.as_ref().map_or_else(|| file.to_owned(), |name| format!("{file}#{name}"))
    }
}

#[cfg(feature = "files")]
fn packed(bytes: &[u8], format: Format, encoding: Option<Encoding>) -> Result<Vec<Entry>> {
    let pages = match format {
        Format::Mail => files::mail(bytes, encoding),
        Format::Mhtml => files::saved_page(bytes, encoding),
        Format::Webarchive => files::web_archive(bytes),
        Format::Docx => files::word(bytes),
        Format::Odt => files::open_document(bytes),
        _ => files::feed(bytes, encoding),
    }?;
    let unmapped = |mut lines: Vec<Line>| {
        read_references(&mut lines, &[], &mut Damages::default());
        let drafts = furniture::classify(reassembly::reassemble(lines)).into_iter();
        drafts.map(|(kind, text, setting)| Block { kind, line: 0, text: text.unmapped(), setting }).collect()
    };
    let entry = |page: Unpacked| {
        let article = Article { remarks: page.remarks, ..Article::of(page.page, format, unmapped) };
        Entry { name: page.name, article }
    };
    Ok(pages.into_iter().map(entry).collect())
}

#[cfg(not(feature = "files"))]
fn packed(_: &[u8], format: Format, _: Option<Encoding>) -> Result<Vec<Entry>> {
    let what = format!("this is a file of the format {format}, which this build cannot read");
    Err(Error::new(ErrorKind::Encoding, what).remedy("build it with --features files"))
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
fn read_references(lines: &mut Vec<Line>, newlines: &[usize], damages: &mut Damages) {
    for line in lines.iter_mut() {
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
    // A line may have been nothing but a reference to a space.
    lines.retain(|line| !line.text.as_str().is_empty());
}

/// Returns the places at which lines end.
fn newlines(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends_line = |&at: &usize| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
    memchr::memchr2_iter(b'\n', b'\r', bytes).filter(ends_line).collect()
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
